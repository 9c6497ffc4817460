//! Fixed sums that the law allows for a late payment (`fixed_sums.txt`), and
//! when they may be claimed.

use super::law::{Audience, Confidence, Law, Source, lines};
use super::question::Question;
use crate::date::{BadDate, Date};
use crate::money::{Currency, Decimal, Exact, Money, MoneyError};
use crate::named::named;

named! {
    /// For what a fixed sum is due.
    DueFor {
        /// Each claim that is late, without a reminder.
        EachClaim = "each_claim",
        /// All claims on a debtor together, once the days of a notice that
        /// named the sum have passed unpaid.
        AfterNotice = "after_notice",
        /// The same, only where it was agreed.
        AgreedAfterNotice = "agreed_after_notice",
        /// No sum: only what it really cost.
        RealCosts = "real_costs",
    }
}

/// What a law allows one kind of debtor to be asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FixedSums {
    pub currency: Currency,
    pub from: Date,
    /// The last day; `None` until the law is changed.
    pub until: Option<Date>,
    pub due_for: DueFor,
    pub source: Source,
    minimum: Option<Decimal>,
    maximum: Option<Decimal>,
    steps: Vec<Bracket>,
}

/// From which debt on a sum is allowed: `amount` and `percent` of what is
/// `above`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Bracket {
    debt_from: Decimal,
    amount: Decimal,
    percent: Decimal,
    above: Decimal,
}

impl FixedSums {
    /// The sum for a debt, rounded to the minor unit; zero where the law has
    /// none or nothing is owed.
    ///
    /// # Errors
    /// [`MoneyError::MixedCurrencies`] for a debt in another currency: the
    /// law's bounds are in its own.
    pub fn of(&self, debt: Money) -> Result<Money, MoneyError> {
        if debt.currency() != self.currency {
            return Err(MoneyError::MixedCurrencies(debt.currency(), self.currency));
        }
        let bracket = self.steps.iter().rev();
        let bracket = bracket
            .into_iter()
            .find(|step| debt.amount() >= step.debt_from);
        let Some(step) = bracket.filter(|_| debt.is_positive()) else {
            return Ok(self.currency.zero());
        };
        let above = Exact::from(debt.amount()).sub(step.above.into())?;
        let sum = above
            .mul(Exact::rate(step.percent))?
            .add(step.amount.into())?
            .round(self.currency.exponent())?;
        let sum = self.minimum.map_or(sum, |minimum| sum.max(minimum));
        let sum = self.maximum.map_or(sum, |maximum| sum.min(maximum));
        Money::new(sum, self.currency)
    }
}

/// What the law allows for a claim that is late since a day.
///
/// # Errors
/// [`Question::FixedSum`] where the table has no row for that day: what is
/// not known is not claimed.
pub fn by_law(law: Law, audience: Audience, late_since: Date) -> Result<FixedSums, Question> {
    let mut found: Option<FixedSums> = None;
    for (words, source) in lines(include_str!("fixed_sums.txt")) {
        match words.as_slice() {
            [head, rest @ ..] if head.starts_with('=') => {
                if found.is_some() {
                    break;
                }
                let is_it = head.trim_start_matches('=') == law.as_str()
                    && rest.first() == Some(&audience.in_tables().as_str());
                found = read(rest, source).filter(|sums| {
                    let until = sums.until;
                    is_it
                        && sums.from <= late_since
                        && until.is_none_or(|until| late_since <= until)
                });
            }
            [from, amount, percent, above] => {
                let Some(sums) = &mut found else { continue };
                sums.steps.extend(read_step([from, amount, percent, above]));
            }
            _ => {}
        }
    }
    found.ok_or(Question::FixedSum {
        law,
        audience,
        day: late_since,
    })
}

fn read(words: &[&str], source: &'static str) -> Option<FixedSums> {
    let [
        _,
        currency,
        from,
        until,
        due_for,
        minimum,
        maximum,
        confidence,
    ] = words
    else {
        return None;
    };
    Some(FixedSums {
        currency: currency.parse().ok()?,
        from: from.parse().ok()?,
        until: until.parse().ok(),
        due_for: DueFor::of(due_for)?,
        source: Source {
            text: source,
            confidence: Confidence::of(confidence)?,
        },
        minimum: minimum.parse().ok(),
        maximum: maximum.parse().ok(),
        steps: Vec::new(),
    })
}

fn read_step([from, amount, percent, above]: [&str; 4]) -> Option<Bracket> {
    Some(Bracket {
        debt_from: from.parse().ok()?,
        amount: amount.parse().ok()?,
        percent: percent.parse().ok()?,
        above: above.parse().ok()?,
    })
}

/// Days that a notice gives before a sum of [`DueFor::AfterNotice`] or
/// [`DueFor::AgreedAfterNotice`] is due: from the day after its receipt.
pub const NOTICE_DAYS: u32 = 14;

/// The first day on which such a sum may be claimed, for a notice that was
/// received on a day and has passed unpaid. NL: BW 6:96(6), HR 25 November
/// 2016, ECLI:NL:HR:2016:2704. BE: CEL XIX.2.
///
/// # Errors
/// [`BadDate::OutOfRange`].
pub fn claimable_from(notice_received: Date) -> Result<Date, BadDate> {
    notice_received.plus_days(NOTICE_DAYS + 1)
}
