//! Terms of payment in words: as a rule, and for one day.

use ledger::date::Date;
use ledger::money::Money;
use ledger::terms::{Due, Share, Terms, TermsProblem};

use super::format;

/// When it is due, without discounts and instalments.
pub fn due(due: Due) -> String {
    match due {
        Due::OnReceipt => words::terms::on_receipt().to_owned(),
        Due::Prepaid => words::terms::prepaid().to_owned(),
        Due::Net { days } => words::counts::days(days),
        Due::NetMonths { months: 1 } => words::terms::month_one().to_owned(),
        Due::NetMonths { months } => words::terms::months_count(&months.to_string()),
        Due::EndOfMonth { days: 0 } => words::terms::end_of_this_month().to_owned(),
        Due::EndOfMonth { days } => words::terms::end_of_month_days(&days.to_string()),
        Due::NetThenEndOfMonth { days } => words::terms::days_then_end(&days.to_string()),
        Due::NetThenDay { days, day } => {
            words::terms::days_then_day(&days.to_string(), &day.to_string())
        }
        Due::DayOfMonth { day, months: 0 } => words::terms::day_same_month(&day.to_string()),
        Due::DayOfMonth { day, months: 1 } => words::terms::day_next_month(&day.to_string()),
        Due::DayOfMonth { day, months } => {
            words::terms::day_later_month(&day.to_string(), &months.to_string())
        }
        Due::Fixed(date) => format::date(date),
    }
}

/// Terms as a rule.
pub fn rule(terms: &Terms) -> String {
    let mut text = match terms.instalments.len() {
        0 => due(terms.due),
        1 => words::terms::instalment_one().to_owned(),
        count => words::terms::instalments_count(&count.to_string()),
    };
    for tier in &terms.early {
        text.push_str(&words::terms::tier(
            &format::percent(tier.percent),
            &tier.days.to_string(),
        ));
    }
    text
}

/// A [`sentence`] for a habit, of which today is an example.
pub fn of_today(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(char::to_lowercase);
    let _begun: String = first.into_iter().flatten().collect();
    words::terms::invoice_of_today(letters.as_str())
}

/// What the terms come to for a document of a day: "Due 31 Jan 2027; 2 %
/// less until 8 Dec 2026". Instalments are said with their amounts where the
/// total is known and above zero.
///
/// # Errors
/// They do not fit the day or the total.
pub fn sentence(terms: &Terms, date: Date, total: Option<Money>) -> Result<String, TermsProblem> {
    let mut parts = Vec::new();
    if terms.instalments.is_empty() {
        let due = terms.due.date(date)?;
        parts.push(match terms.due {
            Due::Prepaid => words::terms::prepaid_due(&format::date(due)),
            Due::OnReceipt => words::terms::receipt_due(&format::date(due)),
            _ => words::terms::due_on(&format::date(due)),
        });
    } else {
        parts.push(instalments(terms, date, total)?);
    }
    for tier in &terms.early {
        let last = date.plus_days(tier.days)?;
        let percent = format::percent(tier.percent);
        parts.push(words::terms::less_until(&percent, &format::date(last)));
    }
    Ok(parts.join("; "))
}

fn instalments(terms: &Terms, date: Date, total: Option<Money>) -> Result<String, TermsProblem> {
    let said = |(index, (what, due)): (usize, (String, Date))| {
        let due = format::date(due);
        if index == 0 {
            words::terms::part_due_first(&what, &due)
        } else {
            words::terms::part_due(&what, &due)
        }
    };
    let parts: Vec<(String, Date)> = match total.filter(|total| total.is_positive()) {
        Some(total) => {
            let parts = terms.instalments(date, total)?;
            let money = |amount| Money::new(amount, total.currency());
            let parts = parts
                .iter()
                .map(|part| Ok((format::money(money(part.amount)?), part.due)));
            parts.collect::<Result<_, TermsProblem>>()?
        }
        None => {
            let part = |rule: &ledger::terms::InstalmentRule| {
                let what = match rule.share {
                    Share::Percent(percent) => format::percent(percent),
                    Share::Amount(amount) => format::decimal(amount),
                    Share::Rest => words::terms::the_rest().to_owned(),
                };
                Ok((what, rule.due.date(date)?))
            };
            let parts = terms.instalments.iter().map(part);
            parts.collect::<Result<_, TermsProblem>>()?
        }
    };
    let parts: Vec<String> = parts.into_iter().enumerate().map(said).collect();
    Ok(parts.join(", "))
}

#[cfg(test)]
mod tests {
    use ledger::terms::{EarlyDiscount, InstalmentRule};

    use super::*;

    #[test]
    fn terms_are_said_for_their_day() {
        let date: Date = "2026-12-01".parse().expect("a date");
        let decimal = |text: &str| text.parse().expect("a decimal");
        let tier = EarlyDiscount {
            days: 7,
            percent: decimal("2"),
        };
        let rule = |share, days| InstalmentRule {
            share,
            due: Due::Net { days },
        };
        let total = Money::new(decimal("100"), "EUR".parse().expect("a currency")).ok();
        let with = |due, early: &[EarlyDiscount], instalments: &[InstalmentRule]| Terms {
            due,
            early: early.to_vec(),
            instalments: instalments.to_vec(),
        };
        let halves = [
            rule(Share::Percent(decimal("30")), 0),
            rule(Share::Rest, 31),
        ];
        for (terms, total, expected) in [
            (
                with(Due::EndOfMonth { days: 31 }, &[tier], &[]),
                total,
                "Due 2027-01-31; 2 % less until 2026-12-08",
            ),
            (
                with(Due::Prepaid, &[], &[]),
                total,
                "Payable in advance, due 2026-12-01",
            ),
            (
                with(Due::OnReceipt, &[], &[]),
                None,
                "Due on receipt, 2026-12-01",
            ),
            (
                with(Due::OnReceipt, &[], &halves),
                None,
                "Due 30 % on 2026-12-01, the remainder on 2027-01-01",
            ),
            (
                with(Due::OnReceipt, &[], &halves),
                total,
                "Due EUR 30.00 on 2026-12-01, EUR 70.00 on 2027-01-01",
            ),
        ] {
            let said = sentence(&terms, date, total).expect("a sentence");
            let said = said.replace('\u{a0}', " ");
            assert_eq!(said, expected);
        }
        let amounts = [rule(Share::Amount(decimal("99")), 0)];
        let short = with(Due::OnReceipt, &[], &amounts);
        assert_eq!(
            sentence(&short, date, total),
            Err(TermsProblem::DoesNotAddUp)
        );
    }
}
