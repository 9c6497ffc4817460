//! Statements of account: what happened between a customer and the business,
//! or what is open between them. Both forms close with the same balance.

use crate::date::Date;
use crate::money::{Currency, Money, MoneyError};
use serde::{Deserialize, Serialize};

/// What happened, in the order in which a day shows it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    Invoice,
    InterestNote,
    CreditNote,
    /// What was given up and said so: a waiver, goodwill.
    Waiver,
    /// Written off as bad debt. The customer still owes it.
    BadDebt,
    Payment,
    Refund,
}

impl StatementKind {
    /// Whether it makes the balance larger.
    fn is_debit(self) -> bool {
        matches!(
            self,
            StatementKind::Invoice | StatementKind::InterestNote | StatementKind::Refund
        )
    }

    /// Whether it is owed and may stay open.
    fn is_owed(self) -> bool {
        matches!(self, StatementKind::Invoice | StatementKind::InterestNote)
    }

    /// Whether it is credit that may be left to apply.
    fn is_credit(self) -> bool {
        matches!(self, StatementKind::CreditNote | StatementKind::Payment)
    }
}

/// Something that happened. Void documents are not among them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementEvent {
    /// As it is printed, and as events of one kind and day are ordered.
    pub number: String,
    pub kind: StatementKind,
    pub date: Date,
    /// Of what is owed.
    pub due: Option<Date>,
    /// From 0 on.
    pub amount: Money,
}

/// That an event was put against what another one owes: a payment, a credit
/// note, a waiver or a bad debt against an invoice or interest note.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatementAllocation {
    /// By place in the list of events.
    pub from: usize,
    pub to: usize,
    pub date: Date,
    pub amount: Money,
}

/// Who reads it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reader {
    /// Bad debt is shown and is off the balance.
    Business,
    /// Bad debt is not shown: it would read as a release.
    Customer,
}

/// A line of what happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ActivityRow {
    /// By place in the list of events.
    pub event: usize,
    pub debit: Money,
    pub credit: Money,
    /// After it.
    pub balance: Money,
}

/// What happened from a day to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Activity {
    pub opening: Money,
    pub rows: Vec<ActivityRow>,
    pub closing: Money,
}

/// Something that is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OpenItemRow {
    /// By place in the list of events.
    pub event: usize,
    pub open: Money,
    /// 0 up to the due date.
    pub days_overdue: u32,
}

/// What is open on a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenItems {
    pub rows: Vec<OpenItemRow>,
    pub open: Money,
    pub overdue: Money,
    /// Payments and credit notes that were put against nothing, less refunds;
    /// positive.
    pub unapplied: Money,
    /// What is open less what is unapplied.
    pub closing: Money,
}

/// The events that a reader sees, by day, kind and number, with their places.
fn shown(events: &[StatementEvent], to: Date, reader: Reader) -> Vec<(usize, &StatementEvent)> {
    let mut shown: Vec<(usize, &StatementEvent)> = events.iter().enumerate().collect();
    shown.retain(|(_, event)| {
        event.date <= to && (reader == Reader::Business || event.kind != StatementKind::BadDebt)
    });
    shown.sort_by(|(_, one), (_, other)| {
        let key = |event: &StatementEvent| (event.date, event.kind);
        key(one)
            .cmp(&key(other))
            .then_with(|| one.number.cmp(&other.number))
    });
    shown
}

/// What happened from `from` to `to`, both included, after the balance of
/// what came before.
///
/// # Errors
/// [`MoneyError::MixedCurrencies`]: a statement is of one currency.
pub fn activity(
    events: &[StatementEvent],
    currency: Currency,
    from: Date,
    to: Date,
    reader: Reader,
) -> Result<Activity, MoneyError> {
    let zero = currency.zero();
    let mut opening = zero;
    let mut balance = zero;
    let mut rows = Vec::new();
    for (place, event) in shown(events, to, reader) {
        let (debit, credit) = if event.kind.is_debit() {
            (event.amount, zero)
        } else {
            (zero, event.amount)
        };
        balance = balance.add(debit)?.sub(credit)?;
        if event.date < from {
            opening = balance;
        } else {
            rows.push(ActivityRow {
                event: place,
                debit,
                credit,
                balance,
            });
        }
    }
    Ok(Activity {
        opening,
        rows,
        closing: balance,
    })
}

/// What is open at the end of the day `to`.
///
/// # Properties
/// It closes as [`activity`] does, as long as every waiver and bad debt is
/// put against what it takes from.
///
/// # Errors
/// [`MoneyError::MixedCurrencies`].
pub fn open_items(
    events: &[StatementEvent],
    allocations: &[StatementAllocation],
    currency: Currency,
    to: Date,
    reader: Reader,
) -> Result<OpenItems, MoneyError> {
    let zero = currency.zero();
    let shown = shown(events, to, reader);
    let is_shown = |place: usize| shown.iter().any(|(other, _)| *other == place);
    let allocations: Vec<&StatementAllocation> = allocations
        .iter()
        .filter(|put| put.date <= to && is_shown(put.from) && is_shown(put.to))
        .collect();
    let mut rows = Vec::new();
    let (mut open, mut overdue, mut unapplied) = (zero, zero, zero);
    for (place, event) in &shown {
        let put = |side: fn(&StatementAllocation) -> usize| {
            let put = allocations.iter().filter(|put| side(put) == *place);
            Money::sum(currency, put.map(|put| put.amount))
        };
        if event.kind.is_owed() {
            let left = event.amount.sub(put(|put| put.to)?)?;
            open = open.add(left)?;
            let due = event.due.unwrap_or(event.date);
            let days_overdue = to.days_since(due).max(0).unsigned_abs();
            if days_overdue > 0 {
                overdue = overdue.add(left)?;
            }
            if !left.is_zero() {
                rows.push(OpenItemRow {
                    event: *place,
                    open: left,
                    days_overdue,
                });
            }
        } else if event.kind.is_credit() {
            unapplied = unapplied.add(event.amount)?.sub(put(|put| put.from)?)?;
        } else if event.kind == StatementKind::Refund {
            unapplied = unapplied.sub(event.amount)?;
        }
    }
    Ok(OpenItems {
        rows,
        open,
        overdue,
        unapplied,
        closing: open.sub(unapplied)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn cents(minor: i64) -> Money {
        Money::from_minor(minor.into(), Currency::default()).expect("money")
    }

    fn event(number: &str, kind: StatementKind, on: &str, minor: i64) -> StatementEvent {
        StatementEvent {
            number: number.into(),
            kind,
            date: date(on),
            due: None,
            amount: cents(minor),
        }
    }

    #[test]
    fn bad_debt_stays_owed_in_the_customer_s_copy() {
        let events = [
            event("1", StatementKind::Invoice, "2026-01-01", 10_000),
            event("2", StatementKind::Waiver, "2026-02-01", 1_000),
            event("3", StatementKind::BadDebt, "2026-03-01", 9_000),
        ];
        let put = |from, amount, on| StatementAllocation {
            from,
            to: 0,
            date: date(on),
            amount: cents(amount),
        };
        let allocations = [put(1, 1_000, "2026-02-01"), put(2, 9_000, "2026-03-01")];
        for (reader, closing, count) in [(Reader::Business, 0, 3), (Reader::Customer, 9_000, 2)] {
            let euro = Currency::default();
            let (from, to) = (date("2026-01-01"), date("2026-03-31"));
            let activity = activity(&events, euro, from, to, reader).expect("a statement");
            assert_eq!(
                (activity.closing, activity.rows.len()),
                (cents(closing), count)
            );
            let items = open_items(&events, &allocations, euro, to, reader).expect("a statement");
            assert_eq!(
                (items.closing, items.overdue),
                (cents(closing), cents(closing))
            );
        }
    }

    #[test]
    fn a_day_shows_what_is_owed_before_what_pays_it() {
        let events = [
            event("9", StatementKind::Payment, "2026-01-05", 100),
            event("B", StatementKind::Invoice, "2026-01-05", 70),
            event("A", StatementKind::Invoice, "2026-01-05", 30),
            event("8", StatementKind::Invoice, "2026-01-06", 5),
        ];
        let day = date("2026-01-05");
        let activity = activity(&events, Currency::default(), day, day, Reader::Business);
        let rows = activity.expect("a statement").rows;
        let order: Vec<(usize, i64)> = rows
            .iter()
            .map(|row| (row.event, row.balance.minor()))
            .collect();
        assert_eq!(order, [(2, 30), (1, 100), (0, 0)]);
    }

    const KINDS: [StatementKind; 7] = [
        StatementKind::Invoice,
        StatementKind::InterestNote,
        StatementKind::CreditNote,
        StatementKind::Waiver,
        StatementKind::BadDebt,
        StatementKind::Payment,
        StatementKind::Refund,
    ];

    proptest! {
        #[test]
        fn both_forms_close_alike(
            list in prop::collection::vec((0_usize..7, 0_u32..200, 1_i64..100_000), 0..12),
            puts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_u32..200, 0_i64..50_000), 0..12),
            from in 0_u32..200, to in 0_u32..200, is_business: bool,
        ) {
            let day = |days: u32| date("2026-01-01").plus_days(days).expect("a date");
            let mut events: Vec<StatementEvent> = list.iter().enumerate().map(|(place, (kind, days, amount))| StatementEvent {
                number: place.to_string(), kind: KINDS[*kind], date: day(*days), due: Some(day(*days + 14)), amount: cents(*amount),
            }).collect();
            events.push(event("first", StatementKind::Invoice, "2026-01-01", 1));
            let mut allocations = Vec::new();
            for (one, other, days, amount) in &puts {
                let (from, to) = (one.index(events.len()), other.index(events.len()));
                let date = day(*days).max(events[from].date).max(events[to].date);
                if events[to].kind.is_owed() && events[from].kind.is_credit() {
                    allocations.push(StatementAllocation { from, to, date, amount: cents(*amount) });
                }
            }
            // A waiver and a bad debt are against the first invoice, whole, on their day.
            let puts = events.iter().enumerate().filter(|(_, event)| matches!(event.kind, StatementKind::Waiver | StatementKind::BadDebt));
            let last = events.len() - 1;
            allocations.extend(puts.map(|(from, event)| StatementAllocation { from, to: last, date: event.date, amount: event.amount }));
            let reader = if is_business { Reader::Business } else { Reader::Customer };
            let euro = Currency::default();
            let (from, to) = (day(from.min(to)), day(from.max(to)));
            let activity = activity(&events, euro, from, to, reader).expect("a statement");
            let items = open_items(&events, &allocations, euro, to, reader).expect("a statement");
            prop_assert_eq!(activity.closing, items.closing);
            let mut balance = activity.opening;
            for row in &activity.rows {
                balance = balance.add(row.debit).and_then(|sum| sum.sub(row.credit)).expect("a sum");
                prop_assert_eq!(balance, row.balance);
            }
        }
    }
}
