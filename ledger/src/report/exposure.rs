//! How much is at stake with a customer, beside a limit of credit.

use crate::date::Date;
use crate::money::{Currency, Money, MoneyError};

/// A document that is owed: neither void nor a draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExposureDocument {
    pub date: Date,
    pub due: Date,
    pub total: Money,
    /// What was put against it, write-offs included, by day.
    pub settled: Vec<(Date, Money)>,
}

/// What is known of a customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExposureFacts {
    pub currency: Currency,
    /// `None` for no limit.
    pub limit: Option<Money>,
    /// Disputed ones among them.
    pub documents: Vec<ExposureDocument>,
    /// Totals of drafts that count; empty where they do not.
    pub drafts: Vec<Money>,
    /// Payments and credit notes that were put against nothing, by day.
    pub unapplied: Vec<(Date, Money)>,
}

/// What is at stake on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Exposure {
    /// Open of all documents dated up to the day.
    pub receivable: Money,
    pub overdue: Money,
    pub drafts: Money,
    pub unapplied: Money,
    /// Receivable and drafts less what is unapplied.
    pub exposure: Money,
    /// What the limit leaves, not below 0; `None` without a limit.
    pub available: Option<Money>,
    /// What is beyond the limit; `None` without a limit.
    pub over_by: Option<Money>,
}

/// What is at stake at the end of the day `as_of`.
///
/// # Errors
/// [`MoneyError::MixedCurrencies`]: a limit is of one currency.
pub fn exposure(facts: &ExposureFacts, as_of: Date) -> Result<Exposure, MoneyError> {
    let currency = facts.currency;
    let zero = currency.zero();
    let (mut receivable, mut overdue) = (zero, zero);
    for document in facts
        .documents
        .iter()
        .filter(|document| document.date <= as_of)
    {
        let settled = document.settled.iter().filter(|(date, _)| *date <= as_of);
        let settled = Money::sum(currency, settled.map(|(_, amount)| *amount))?;
        let open = document.total.sub(settled)?;
        receivable = receivable.add(open)?;
        if document.due < as_of {
            overdue = overdue.add(open)?;
        }
    }
    let drafts = Money::sum(currency, facts.drafts.iter().copied())?;
    let unapplied = facts.unapplied.iter().filter(|(date, _)| *date <= as_of);
    let unapplied = Money::sum(currency, unapplied.map(|(_, amount)| *amount))?;
    let exposure = receivable.add(drafts)?.sub(unapplied)?;
    let room = facts.limit.map(|limit| limit.sub(exposure)).transpose()?;
    let positive = |amount: Money| if amount.is_positive() { amount } else { zero };
    Ok(Exposure {
        receivable,
        overdue,
        drafts,
        unapplied,
        exposure,
        available: room.map(positive),
        over_by: room.map(|room| positive(room.neg())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn cents(minor: i64) -> Money {
        Money::from_minor(minor.into(), Currency::default()).expect("money")
    }

    #[test]
    fn what_came_after_the_day_does_not_count() {
        let facts = ExposureFacts {
            currency: Currency::default(),
            limit: Some(cents(1_000)),
            documents: vec![
                ExposureDocument {
                    date: date("2026-01-01"),
                    due: date("2026-01-31"),
                    total: cents(1_500),
                    settled: vec![
                        (date("2026-02-01"), cents(400)),
                        (date("2026-03-01"), cents(1_100)),
                    ],
                },
                ExposureDocument {
                    date: date("2026-02-11"),
                    due: date("2026-03-11"),
                    total: cents(9_000),
                    settled: Vec::new(),
                },
            ],
            drafts: vec![cents(50)],
            unapplied: vec![
                (date("2026-02-10"), cents(100)),
                (date("2026-02-11"), cents(100)),
            ],
        };
        let on = |day: &str| {
            let exposure = exposure(&facts, date(day)).expect("a figure");
            let over_by = exposure.over_by.map(Money::minor);
            (
                exposure.exposure.minor(),
                exposure.overdue.minor(),
                exposure.available.map(Money::minor),
                over_by,
            )
        };
        assert_eq!(
            on("2026-01-31"),
            (1_550, 0, Some(0), Some(550)),
            "due today is not overdue"
        );
        assert_eq!(on("2026-02-10"), (1_050, 1_100, Some(0), Some(50)));
        assert_eq!(on("2026-03-01"), (8_850, 0, Some(0), Some(7_850)));
        let free = ExposureFacts {
            limit: None,
            ..facts
        };
        let none = exposure(&free, date("2026-01-31")).expect("a figure");
        assert_eq!((none.available, none.over_by), (None, None));
    }
}
