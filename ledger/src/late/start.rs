//! Since when a debtor is in default: the last day on which a payment was in
//! time, by law, and what has to be known for it.

use super::days::{Shift, last_day_in_time, shift_by_law};
use super::law::{Audience, Law, Source, rules};
use super::question::Question;
use crate::date::{BadDate, Date};
use crate::named::named;

/// Days of the statutory time for payment.
const THIRTY_DAYS: u32 = 30;

named! {
    /// What puts a debtor in default under a law.
    StartRule {
        DueDate = "due_date",
        AgreedOrThirtyDays = "agreed_or_thirty_days",
        AgreedOrTold = "agreed_or_told",
        AgreedOrThirtyFromReceipt = "agreed_or_thirty_from_receipt",
        AgreedOrNotice = "agreed_or_notice",
        AgreedOrNoticeEnd = "agreed_or_notice_end",
        Notice = "notice",
        NoticeEnd = "notice_end",
    }
}

named! {
    /// What did put the debtor in default.
    StartGround {
        /// The due date passed.
        DueDate = "due_date",
        /// A reminder or notice was received, or the time it gave passed.
        Notice = "notice",
        /// Thirty days passed.
        ThirtyDays = "thirty_days",
    }
}

/// A reminder or notice that demands payment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Notice {
    pub received: Date,
    /// The last day of the time that it gave.
    pub until: Option<Date>,
}

/// What is known of how a claim came due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StartFacts {
    pub due: Date,
    /// The due date was agreed, not only printed on the invoice.
    pub agreed: Option<bool>,
    pub invoice_received: Option<Date>,
    /// Goods were received, or the work was done.
    pub delivered: Option<Date>,
    /// The invoice told a consumer what happens after thirty days.
    pub told: Option<bool>,
    /// The first one after the due date.
    pub notice: Option<Notice>,
}

/// Since when a debtor is in default.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Start {
    /// The last day on which a payment was in time.
    pub in_time_until: Date,
    pub ground: StartGround,
    pub source: Source,
}

/// Why there is no start yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoStart {
    Open(Question),
    Date(BadDate),
}

impl From<BadDate> for NoStart {
    fn from(problem: BadDate) -> NoStart {
        NoStart::Date(problem)
    }
}

/// Since when the debtor is in default. A day without work moves where the
/// law may say so: later is the cautious side.
///
/// # Errors
/// [`NoStart::Open`] with the next question; [`Question::Notice`] where
/// nothing but a notice would put the debtor in default, and none was given.
pub fn start(
    law: Law,
    audience: Audience,
    facts: &StartFacts,
    holidays: &[Date],
) -> Result<Start, NoStart> {
    let asked = NoStart::Open(Question::DefaultStart { law, audience });
    let mut found = rules("default", law).filter_map(|(words, source)| {
        let [of_audience, rule] = words.as_slice() else {
            return None;
        };
        let fits = ["any", audience.in_tables().as_str()].contains(of_audience);
        Some((StartRule::of(rule)?, source)).filter(|_| fits)
    });
    let (rule, source) = found.next().ok_or(asked)?;
    let needs_agreement = !matches!(
        rule,
        StartRule::DueDate | StartRule::Notice | StartRule::NoticeEnd
    );
    let (ground, day) = match facts.agreed {
        Some(true) if needs_agreement => (StartGround::DueDate, facts.due),
        None if needs_agreement => return Err(NoStart::Open(Question::DueDateAgreed { law })),
        _ => without_agreement(law, rule, facts)?,
    };
    let shift = shift_by_law(law).map_or(Shift::None, |(shift, _)| shift);
    Ok(Start {
        in_time_until: last_day_in_time(day, shift, holidays)?,
        ground,
        source,
    })
}

/// The day by the rule where the due date was not agreed, or does not matter.
fn without_agreement(
    law: Law,
    rule: StartRule,
    facts: &StartFacts,
) -> Result<(StartGround, Date), NoStart> {
    // A notice before the claim was due starts nothing.
    let notice = facts.notice.filter(|notice| notice.received >= facts.due);
    let no_notice = NoStart::Open(Question::Notice { law });
    let at_receipt = notice.map(|notice| (StartGround::Notice, notice.received));
    match rule {
        StartRule::DueDate => Ok((StartGround::DueDate, facts.due)),
        StartRule::AgreedOrNotice | StartRule::Notice => at_receipt.ok_or(no_notice),
        StartRule::AgreedOrNoticeEnd | StartRule::NoticeEnd => {
            let notice = notice.ok_or(no_notice)?;
            let end = notice.until.unwrap_or(notice.received);
            Ok((StartGround::Notice, end.max(notice.received)))
        }
        StartRule::AgreedOrThirtyFromReceipt => thirty_days(law, facts, None),
        StartRule::AgreedOrThirtyDays => {
            earlier(at_receipt, thirty_days(law, facts, Some(facts.due)))
        }
        StartRule::AgreedOrTold => {
            let thirty = match facts.told {
                Some(true) => thirty_days(law, facts, Some(facts.due)),
                Some(false) => Err(no_notice),
                None => Err(NoStart::Open(Question::ConsumerTold { law })),
            };
            earlier(at_receipt, thirty)
        }
    }
}

/// The earlier of a notice and of what else starts default; the notice where
/// the other is not known.
fn earlier(
    notice: Option<(StartGround, Date)>,
    other: Result<(StartGround, Date), NoStart>,
) -> Result<(StartGround, Date), NoStart> {
    match (notice, other) {
        (Some(notice), Ok(other)) if other.1 < notice.1 => Ok(other),
        (Some(notice), _) => Ok(notice),
        (None, other) => other,
    }
}

/// Thirty days after the latest of receipt, delivery and, where it counts,
/// the due date. Where receipt is not known, delivery is enough.
fn thirty_days(
    law: Law,
    facts: &StartFacts,
    due: Option<Date>,
) -> Result<(StartGround, Date), NoStart> {
    let known = facts.invoice_received.max(facts.delivered);
    let known = known.ok_or(NoStart::Open(Question::InvoiceReceived { law }))?;
    let from = due.map_or(known, |due| due.max(known));
    Ok((StartGround::ThirtyDays, from.plus_days(THIRTY_DAYS)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::late::law::lines;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn printed() -> StartFacts {
        StartFacts {
            due: date("2026-03-10"),
            agreed: Some(false),
            invoice_received: None,
            delivered: None,
            told: None,
            notice: None,
        }
    }

    fn begins(law: Law, audience: Audience, facts: StartFacts) -> String {
        match start(law, audience, &facts, &[]) {
            Ok(start) => format!("{} {}", start.in_time_until, start.ground),
            Err(NoStart::Open(question)) => format!("{question:?}"),
            Err(NoStart::Date(problem)) => problem.to_string(),
        }
    }

    #[test]
    fn a_printed_due_date_is_not_an_agreed_one() {
        let (business, consumer) = (Audience::Business, Audience::Consumer);
        let received = Some(date("2026-03-12"));
        let notice = |received: &str, until: Option<&str>| {
            let (received, until) = (date(received), until.map(date));
            Some(Notice { received, until })
        };
        let printed = printed();
        let reminded = StartFacts {
            notice: notice("2026-03-20", Some("2026-04-02")),
            ..printed
        };
        let arrived = StartFacts {
            invoice_received: received,
            ..printed
        };
        let asked = |name: &str, law: &str| format!("{name} {{ law: {law} }}");
        for (law, audience, facts, expected, why) in [
            (
                Law::De,
                business,
                StartFacts {
                    agreed: Some(true),
                    ..printed
                },
                "2026-03-10 due_date".to_owned(),
                "by the calendar",
            ),
            (
                Law::De,
                business,
                StartFacts {
                    agreed: None,
                    ..printed
                },
                asked("DueDateAgreed", "De"),
                "not known",
            ),
            (
                Law::De,
                business,
                printed,
                asked("InvoiceReceived", "De"),
                "when did it arrive?",
            ),
            // 11 April 2026 is a Saturday.
            (
                Law::De,
                business,
                arrived,
                "2026-04-13 thirty_days".to_owned(),
                "thirty days and a weekend",
            ),
            (
                Law::De,
                business,
                StartFacts {
                    invoice_received: received,
                    ..reminded
                },
                "2026-03-20 notice".to_owned(),
                "from receipt, whatever time it gives",
            ),
            (
                Law::De,
                business,
                StartFacts {
                    notice: notice("2026-03-09", None),
                    ..printed
                },
                asked("InvoiceReceived", "De"),
                "before it was due",
            ),
            (
                Law::De,
                consumer,
                arrived,
                asked("ConsumerTold", "De"),
                "was it on the invoice?",
            ),
            (
                Law::De,
                consumer,
                StartFacts {
                    told: Some(false),
                    ..arrived
                },
                asked("Notice", "De"),
                "then only a reminder",
            ),
            (
                Law::De,
                consumer,
                StartFacts {
                    told: Some(true),
                    ..arrived
                },
                "2026-04-13 thirty_days".to_owned(),
                "told",
            ),
            (
                Law::At,
                consumer,
                printed,
                "2026-03-10 due_date".to_owned(),
                "no reminder needed",
            ),
            (
                Law::Ch,
                business,
                reminded,
                "2026-04-02 notice".to_owned(),
                "the time it gives may defer",
            ),
            (
                Law::Ch,
                business,
                printed,
                asked("Notice", "Ch"),
                "no default by date",
            ),
            (
                Law::Fr,
                business,
                printed,
                "2026-03-10 due_date".to_owned(),
                "of right",
            ),
            (
                Law::Fr,
                consumer,
                StartFacts {
                    agreed: Some(true),
                    ..printed
                },
                asked("Notice", "Fr"),
                "formal notice only",
            ),
            (
                Law::Be,
                consumer,
                reminded,
                "2026-04-02 notice".to_owned(),
                "after the free reminder",
            ),
            (
                Law::Gb,
                business,
                StartFacts {
                    delivered: Some(date("2026-03-01")),
                    ..printed
                },
                "2026-03-31 thirty_days".to_owned(),
                "from delivery",
            ),
        ] {
            assert_eq!(
                begins(law, audience, facts),
                expected,
                "{law} {audience}: {why}"
            );
        }
        let (law, audience) = (Law::Us, business);
        let unknown = NoStart::Open(Question::DefaultStart { law, audience });
        assert_eq!(start(law, audience, &printed, &[]), Err(unknown));
        let rules = lines(include_str!("rules.txt")).filter(|(words, _)| words[0] == "default");
        for (words, _) in rules {
            assert!(StartRule::of(words[3]).is_some(), "{words:?}");
        }
    }
}
