//! What the reports read most, one row per slot: amounts in minor units of
//! the row's currency, dates as day numbers since 1970-01-01.
//!
//! Rows repeat what records state and decide nothing. They are kept small
//! and side by side, so that a report over 100,000 documents reads memory in
//! order; a past day is answered from the same rows.

mod settlements;

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::date::Date;
use crate::ids::{BankLineId, PartyId, SeriesId};
use crate::invoice::{Invoice, Kind};
use crate::money::{Currency, Money, MoneyError};
use crate::payment::Payment;
use crate::table::Chunked;

pub use settlements::{SettledBy, Settlement, Settlements};

/// The day of what has not happened.
pub const NEVER: i32 = i32::MAX;

pub(crate) fn day_or_never(date: Option<Date>) -> i32 {
    date.map_or(NEVER, Date::number)
}

/// What is derived from the records, one row per slot.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Columns {
    pub(crate) invoices: Chunked<InvoiceColumns>,
    pub(crate) payments: Chunked<PaymentColumns>,
    /// What is left of each bank line, by line slot.
    pub(crate) lines: Chunked<LineColumns>,
    /// Slots of each customer's documents and payments, by customer slot.
    pub(crate) documents_of: Chunked<Rc<Vec<u32>>>,
    pub(crate) payments_of: Chunked<Rc<Vec<u32>>>,
    /// Slots of each customer's reminders and facts of collecting, by customer
    /// slot.
    pub(crate) reminders_of: Chunked<Rc<Vec<u32>>>,
    pub(crate) collection_events_of: Chunked<Rc<Vec<u32>>>,
    /// Slots of each schedule's occurrences, by schedule slot.
    pub(crate) occurrences_of: Chunked<Rc<Vec<u32>>>,
    /// Slots of each quote's events, by quote slot.
    pub(crate) events_of: Chunked<Rc<Vec<u32>>>,
    /// Slots of each statement's lines, by statement slot.
    pub(crate) lines_of: Chunked<Rc<Vec<u32>>>,
    /// Slots of each line's matches, by line slot.
    pub(crate) matches_of: Chunked<Rc<Vec<u32>>>,
    /// The line that brought each payment, by payment slot.
    pub(crate) lines_of_payment: Chunked<Option<BankLineId>>,
    /// The newest frozen party of each customer, by customer slot.
    pub(crate) party_of: Chunked<Option<PartyId>>,
    pub(crate) seller: Option<PartyId>,
    pub(crate) numbers: NumberIndex,
    pub(crate) quote_numbers: NumberIndex,
    /// The highest number given, by series and run.
    pub(crate) highest: BTreeMap<(SeriesId, u32), u32>,
}

/// Slots are counted in 32 bits: a Book of four billion records does not fit
/// in a browser.
pub(crate) fn small(slot: usize) -> u32 {
    u32::try_from(slot).unwrap_or(u32::MAX)
}

/// What a document is worth to its reader on a day; derived, never stored.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Status {
    Draft,
    Void,
    /// Nothing is left and the last of it was paid or credited.
    Paid,
    /// Nothing is left and some of it was given up.
    WrittenOff,
    /// Something is left after its due date.
    Overdue,
    /// Some of it was paid; of a credit, some of it is used.
    PartPaid,
    /// Some of it was credited, and nothing paid.
    PartCredited,
    Open,
    /// Issued for a day that is still to come: nothing of it is open yet.
    Upcoming,
}

/// The figures of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvoiceColumns {
    pub customer: u32,
    pub currency: u8,
    pub credit: bool,
    pub opening: bool,
    /// [`NEVER`] for a draft and for an empty slot.
    pub issued: i32,
    /// Of all of it, or of the last instalment: what is due is asked by
    /// [`InvoiceColumns::due_at`].
    pub(crate) due: i32,
    /// [`NEVER`] where it is not void.
    pub void: i32,
    /// The earliest sending; [`NEVER`] before that.
    pub sent: i32,
    /// What the document asks for or credits (BT-115 less retained tax).
    pub asked: i64,
    pub(crate) settlements: Settlements,
    /// Due day and amount, by due day; none for a single due date.
    pub(crate) instalments: Option<Rc<[(i32, i64)]>>,
}

/// A report reads every row: in the browser one is one line of the cache.
#[cfg(target_pointer_width = "32")]
const _: () = assert!(size_of::<InvoiceColumns>() <= 64 && size_of::<PaymentColumns>() <= 48);

impl Default for InvoiceColumns {
    fn default() -> InvoiceColumns {
        InvoiceColumns {
            customer: 0,
            currency: 0,
            credit: false,
            opening: false,
            issued: NEVER,
            due: NEVER,
            void: NEVER,
            sent: NEVER,
            asked: 0,
            settlements: Settlements::default(),
            instalments: None,
        }
    }
}

impl InvoiceColumns {
    /// Whether it is issued, whenever that was.
    pub fn is_issued(&self) -> bool {
        self.issued != NEVER
    }

    pub fn is_void(&self) -> bool {
        self.void != NEVER
    }

    /// Whether it stands on that day: issued and not void.
    #[inline]
    pub fn stands_at(&self, day: i32) -> bool {
        self.issued <= day && day < self.void
    }

    /// What is left of it at the end of that day.
    #[inline]
    pub fn open_at(&self, day: i32) -> i64 {
        if self.stands_at(day) {
            self.asked - self.settlements.up_to(day)
        } else {
            0
        }
    }

    pub fn currency(&self) -> Currency {
        Currency::from_index(self.currency).unwrap_or_default()
    }

    /// What can still be put against it (a credit note: used of it) on a day,
    /// or on that of its issue where that is later, so that no later day has
    /// more than it asks for. Zero for a draft and what is void.
    pub(crate) fn headroom_at(&self, day: i32) -> i64 {
        match self.is_issued() && !self.is_void() {
            true => self.settlements.headroom(self.asked, day.max(self.issued)),
            false => 0,
        }
    }

    /// Where nothing more can settle it on a day, the first later one on which
    /// something can: what settled it was taken back then.
    pub fn open_again_after(&self, day: i32) -> Option<i32> {
        if self.headroom_at(day) > 0 {
            return None;
        }
        let later = self.settlements.as_slice().iter().map(|part| part.day);
        let mut later = later.filter(|known| *known > day);
        later.find(|known| self.headroom_at(*known) > 0)
    }

    /// The parts that are left at the end of a day with their due days. What
    /// was paid fills the earliest instalment first.
    pub fn parts_at(&self, day: i32, part: impl FnMut(i32, i64)) {
        if self.stands_at(day) {
            self.parts_of(self.open_at(day), part);
        }
    }

    /// The parts that `open` of it are, with their due days: what is gone
    /// filled the earliest instalment first.
    pub fn parts_of(&self, open: i64, mut part: impl FnMut(i32, i64)) {
        match &self.instalments {
            None => {
                if open != 0 {
                    part(self.due, open);
                }
            }
            Some(instalments) => {
                let mut settled = self.asked - open;
                for (due, amount) in instalments.iter() {
                    let taken = settled.min(*amount);
                    settled -= taken;
                    if *amount != taken {
                        part(*due, amount - taken);
                    }
                }
            }
        }
    }

    pub(crate) fn status(&self, invoice: &Invoice, today: i32) -> Status {
        if invoice.is_draft() {
            return Status::Draft;
        }
        if self.void <= today {
            return Status::Void;
        }
        if self.issued > today {
            return Status::Upcoming;
        }
        let settled = self.settlements.up_to(today);
        if settled == self.asked {
            return if self.settled_by(SettledBy::WriteOff, today) > 0 {
                Status::WrittenOff
            } else {
                Status::Paid
            };
        }
        if self.days_late(today) > 0 {
            Status::Overdue
        } else if self.credit && settled != 0 || self.settled_by(SettledBy::Payment, today) > 0 {
            Status::PartPaid
        } else if self.settled_by(SettledBy::CreditNote, today) > 0 {
            Status::PartCredited
        } else {
            Status::Open
        }
    }

    /// How much of it was settled in one way at the end of a day; what was
    /// taken back by then does not count.
    pub fn settled_by(&self, by: SettledBy, day: i32) -> i64 {
        let parts = self.settlements.as_slice().iter();
        let parts = parts.filter(|part| part.by == by && part.day <= day);
        parts.map(|part| part.amount).sum()
    }

    /// The earliest due day of what is left at the end of a day; [`NEVER`]
    /// where nothing is. What is due and what is late is asked here, so that
    /// all pages and reports agree on it.
    pub fn due_at(&self, day: i32) -> i32 {
        let mut first = NEVER;
        self.parts_at(day, |due, _| first = first.min(due));
        first
    }

    /// How many days the earliest part that is left is past its due day; 0
    /// where none is, and for a credit.
    pub fn days_late(&self, day: i32) -> i32 {
        match self.credit {
            true => 0,
            false => day.saturating_sub(self.due_at(day)).max(0),
        }
    }

    /// The day on which the next of it is due, of instalments that of the
    /// first one with something left at the end of a day; before it is issued
    /// all of it will be due. Where nothing is left, the last.
    pub fn next_due(&self, day: i32) -> i32 {
        match &self.instalments {
            None => self.due,
            Some(_) => match self.due_at(day.max(self.issued)) {
                NEVER => self.due,
                next => next,
            },
        }
    }

    pub(crate) fn set_document(
        &mut self,
        invoice: Option<&Invoice>,
        customer: usize,
    ) -> Result<(), MoneyError> {
        let keep = InvoiceColumns {
            void: self.void,
            sent: self.sent,
            settlements: std::mem::take(&mut self.settlements),
            ..InvoiceColumns::default()
        };
        *self = keep;
        let Some(invoice) = invoice else {
            return Ok(());
        };
        self.customer = small(customer);
        self.currency = invoice.currency.index();
        self.credit = invoice.kind.is_credit();
        self.opening = matches!(invoice.kind, Kind::Opening | Kind::OpeningCredit);
        let Some(issue) = &invoice.issue else {
            return Ok(());
        };
        let minor = |amount| Money::new(amount, invoice.currency).map(Money::minor);
        self.asked = minor(issue.totals.payable)?;
        self.issued = issue.date.number();
        self.due = issue.due.number();
        if issue.instalments.len() > 1 {
            let mut parts = Vec::with_capacity(issue.instalments.len());
            for instalment in &issue.instalments {
                parts.push((instalment.due.number(), minor(instalment.amount)?));
            }
            parts.sort_unstable_by_key(|(due, _)| *due);
            self.instalments = Some(parts.into());
        }
        Ok(())
    }
}

/// The figures of a payment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentColumns {
    pub customer: u32,
    pub currency: u8,
    /// [`NEVER`] for an empty slot.
    pub date: i32,
    pub amount: i64,
    /// Allocations and refunds.
    pub(crate) uses: Settlements,
}

impl Default for PaymentColumns {
    fn default() -> PaymentColumns {
        PaymentColumns {
            customer: 0,
            currency: 0,
            date: NEVER,
            amount: 0,
            uses: Settlements::default(),
        }
    }
}

impl PaymentColumns {
    /// Unapplied cash at the end of a day.
    #[inline]
    pub fn unapplied_at(&self, day: i32) -> i64 {
        if self.date <= day {
            self.amount - self.uses.up_to(day)
        } else {
            0
        }
    }

    pub fn currency(&self) -> Currency {
        Currency::from_index(self.currency).unwrap_or_default()
    }

    /// What can still be used of it on a day, or on its own where that is
    /// later, so that no later day uses more than it is.
    pub(crate) fn headroom_at(&self, day: i32) -> i64 {
        self.uses.headroom(self.amount, day.max(self.date))
    }

    pub(crate) fn set_payment(
        &mut self,
        payment: Option<&Payment>,
        customer: usize,
    ) -> Result<(), MoneyError> {
        *self = PaymentColumns {
            uses: std::mem::take(&mut self.uses),
            ..PaymentColumns::default()
        };
        let Some(payment) = payment else {
            return Ok(());
        };
        self.customer = small(customer);
        self.currency = payment.currency.index();
        self.date = payment.date.number();
        self.amount = Money::new(payment.amount, payment.currency)?.minor();
        Ok(())
    }
}

/// The figures of a bank line, in minor units of its currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineColumns {
    pub currency: u8,
    /// [`NEVER`] for an empty slot.
    pub date: i32,
    /// Credits are positive.
    pub amount: i64,
    /// How much of it is known, with the line's sign.
    pub matched: i64,
}

impl Default for LineColumns {
    fn default() -> LineColumns {
        LineColumns {
            currency: 0,
            date: NEVER,
            amount: 0,
            matched: 0,
        }
    }
}

impl LineColumns {
    /// What is not known yet, with the line's sign.
    pub fn left(&self) -> i64 {
        self.amount - self.matched
    }

    /// Whether something of it is not known. One of zero never is open.
    pub fn is_open(&self) -> bool {
        self.date != NEVER && self.left() != 0
    }

    pub fn currency(&self) -> Currency {
        Currency::from_index(self.currency).unwrap_or_default()
    }
}

/// Finds documents by number: slots in buckets by the number's hash. Shares
/// structure like a [`crate::table::Chunked`]. It proposes; the caller
/// compares the numbers themselves.
#[derive(Clone, Debug)]
pub struct NumberIndex {
    buckets: Vec<Rc<Vec<(u32, u32)>>>,
}

const BUCKETS: usize = 256;

impl Default for NumberIndex {
    fn default() -> NumberIndex {
        NumberIndex {
            buckets: (0..BUCKETS).map(|_| Rc::default()).collect(),
        }
    }
}

/// Equal where they hold the same, in whatever order it came in.
impl PartialEq for NumberIndex {
    fn eq(&self, other: &NumberIndex) -> bool {
        let sorted = |bucket: &Vec<(u32, u32)>| {
            let mut bucket = bucket.clone();
            bucket.sort_unstable();
            bucket
        };
        let mut pairs = self.buckets.iter().zip(&other.buckets);
        pairs.all(|(one, two)| Rc::ptr_eq(one, two) || sorted(one) == sorted(two))
    }
}

impl NumberIndex {
    fn bucket(hash: u32) -> usize {
        usize::try_from(hash).unwrap_or(0) % BUCKETS
    }

    pub(crate) fn add(&mut self, number: &str, slot: usize) {
        let hash = fnv(number);
        if let Some(bucket) = self.buckets.get_mut(Self::bucket(hash)) {
            Rc::make_mut(bucket).push((hash, small(slot)));
        }
    }

    pub(crate) fn remove(&mut self, number: &str, slot: usize) {
        let hash = fnv(number);
        if let Some(bucket) = self.buckets.get_mut(Self::bucket(hash))
            && let Some(place) = bucket
                .iter()
                .position(|entry| *entry == (hash, small(slot)))
        {
            Rc::make_mut(bucket).swap_remove(place);
        }
    }

    pub(crate) fn candidates(&self, number: &str) -> impl Iterator<Item = usize> {
        let hash = fnv(number);
        self.buckets
            .get(Self::bucket(hash))
            .into_iter()
            .flat_map(|bucket| bucket.iter())
            .filter(move |(known, _)| *known == hash)
            .filter_map(|(_, slot)| usize::try_from(*slot).ok())
    }
}

/// FNV-1a, 32 bits.
fn fnv(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::settlements::tests::settled;
    use super::*;

    fn row(asked: i64, parts: &[(i32, i64)], instalments: &[(i32, i64)]) -> InvoiceColumns {
        InvoiceColumns {
            issued: 10,
            due: 40,
            asked,
            settlements: settled(parts),
            instalments: (!instalments.is_empty()).then(|| instalments.into()),
            ..InvoiceColumns::default()
        }
    }

    fn parts(row: &InvoiceColumns, day: i32) -> Vec<(i32, i64)> {
        let mut parts = Vec::new();
        row.parts_at(day, |due, amount| parts.push((due, amount)));
        parts
    }

    #[test]
    fn money_fills_the_earliest_instalment_first() {
        let plan = [(10, 40), (20, 30), (30, 30)];
        let row = row(100, &[(10, 40), (15, 10), (25, 50), (26, -50)], &plan);
        for (day, expected) in [
            (9, vec![]),
            (10, vec![(20, 30), (30, 30)]),
            (15, vec![(20, 20), (30, 30)]),
            (25, vec![]),
            (26, vec![(20, 20), (30, 30)]),
        ] {
            assert_eq!(parts(&row, day), expected, "day {day}");
        }
    }

    #[test]
    fn nothing_is_open_before_issue_and_once_void() {
        let void = InvoiceColumns {
            void: 50,
            ..row(100, &[], &[(20, 60), (40, 40)])
        };
        assert_eq!(parts(&void, 9), []);
        assert_eq!(parts(&void, 49), [(20, 60), (40, 40)]);
        assert_eq!(parts(&void, 50), []);
        assert_eq!(void.open_at(50), 0);
        let single = InvoiceColumns {
            void: 50,
            ..row(100, &[(12, 1)], &[])
        };
        assert_eq!(parts(&single, 12), [(40, 99)]);
        assert_eq!(parts(&single, 50), []);
        assert_eq!(parts(&InvoiceColumns::default(), NEVER - 1), [], "a draft");
    }

    proptest! {
        #[test]
        fn open_parts_add_up_to_what_is_open(
            plan in prop::collection::vec((10_i32..60, 1_i64..100), 0..5),
            paid in prop::collection::vec((10_i32..60, 1_i64..60), 0..4),
            day in 0_i32..70,
        ) {
            let mut plan = plan;
            plan.sort_unstable();
            let asked = plan.iter().map(|part| part.1).sum::<i64>().max(1);
            let mut left = asked;
            let paid: Vec<_> = paid.into_iter().map(|(day, amount)| {
                let amount = amount.min(left);
                left -= amount;
                (day, amount)
            }).collect();
            let row = row(asked, &paid, if plan.len() > 1 { &plan } else { &[] });
            let parts = parts(&row, day);
            prop_assert_eq!(parts.iter().map(|part| part.1).sum::<i64>(), row.open_at(day));
            prop_assert!(parts.iter().all(|part| part.1 > 0));
            prop_assert!(parts.is_sorted_by_key(|part| part.0));
        }
    }
}
