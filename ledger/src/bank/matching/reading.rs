//! One line at hand: what it says in figures, and what is open beside it.

use super::claim::{Claim, Taken};
use super::index::Index;
use super::number::Strength;
use super::suggestion::Reason;
use crate::bank::BankLine;
use crate::book::{Book, small};
use crate::ids::{CustomerId, InvoiceId};
use crate::money::{Currency, Money};
use crate::payment::Source;

/// Something that a line names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub(super) slot: u32,
    pub(super) strength: Strength,
    pub(super) reference: bool,
    /// Another document is found at the same place as well.
    pub(super) shared: bool,
    /// Only its end stands there, in a list that goes on from another number.
    pub(super) listed: bool,
}

/// An invoice that something is left of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) slot: u32,
    pub(super) id: InvoiceId,
    pub(super) customer: u32,
    pub(super) currency: u8,
    pub(super) issued: i32,
    pub(super) due: i32,
    pub(super) open: i64,
}

/// How a sum is made of open invoices.
#[derive(Clone)]
pub(super) struct Fit {
    /// Each with what it gets.
    pub(super) parts: Vec<(Open, i64)>,
    /// What of what else goes to which.
    pub(super) credits: Vec<(Source, Open, i64)>,
    pub(super) discounts: Vec<InvoiceId>,
    /// What of the discounts is not paid.
    pub(super) discount: i64,
}

/// One line being read.
pub(super) struct Reading<'a> {
    pub(super) index: &'a Index,
    pub(super) book: &'a Book,
    pub(super) line: &'a BankLine,
    /// What is not known yet of the line, with its sign; what the bank kept
    /// added to it.
    pub(super) left: i64,
    /// Whether nothing of it is known.
    pub(super) whole: bool,
    /// What the bank kept, where it is taken for a part of what was paid.
    pub(super) fee: i64,
    pub(super) taken: &'a Taken,
}

impl Reading<'_> {
    /// The same without what other lines pay.
    pub(super) fn alone(&self) -> Reading<'_> {
        static NOTHING: std::sync::LazyLock<Taken> = std::sync::LazyLock::new(Taken::new);
        Reading {
            taken: &NOTHING,
            ..*self
        }
    }

    /// What other lines surely use of it.
    pub(super) fn claimed(&self, claim: Claim) -> i64 {
        self.taken.get(&claim).copied().unwrap_or(0)
    }

    /// All that payers write into, in one text.
    pub(super) fn text(&self) -> String {
        let line = self.line;
        format!("{}; {}; {}", line.reference, line.text, line.end_to_end)
    }

    pub(super) fn money(&self, minor: i64, currency: u8) -> Money {
        let currency = Currency::from_index(currency).unwrap_or_default();
        Money::from_minor(minor.into(), currency).unwrap_or(currency.zero())
    }

    /// The line's amount in a currency: as booked, or as instructed.
    pub(super) fn amount_in(&self, currency: u8) -> Option<i64> {
        if currency == self.line.currency.index() {
            return Some(self.left);
        }
        let original = self.line.original.filter(|_| self.whole)?;
        let money = Money::new(original.amount.abs(), original.currency).ok()?;
        (original.currency.index() == currency).then_some(money.minor())
    }

    pub(super) fn open(&self, slot: u32) -> Option<Open> {
        let at = usize::try_from(slot).ok()?;
        let row = self.book.invoice_row(at)?;
        if !row.is_issued() || row.is_void() || row.credit {
            return None;
        }
        let day = self.line.date.number();
        let open = row.headroom_at(day) - self.claimed(Claim::Invoice(slot));
        (open > 0).then(|| Open {
            slot,
            id: self.book.invoices().id_at(at),
            customer: row.customer,
            currency: row.currency,
            issued: row.issued,
            due: row.next_due(day),
            open,
        })
    }

    /// What is to be paid on the line's day, where a discount is earned.
    pub(super) fn discounted(&self, open: &Open) -> Option<i64> {
        let invoice = self.book.invoices().get(open.id)?;
        if invoice.terms.early.is_empty() {
            return None;
        }
        let whole = self.money(open.open, open.currency);
        let issued = invoice.issue.as_ref()?.date;
        let earned = invoice.terms.earned(whole, issued, self.line.date).ok()??;
        Some(earned.pay.minor())
    }

    pub(super) fn customer_id(&self, slot: u32) -> CustomerId {
        let slot = usize::try_from(slot).unwrap_or(usize::MAX);
        self.book
            .customers()
            .at(slot)
            .map(|customer| customer.id)
            .unwrap_or_default()
    }

    pub(super) fn open_of(&self, customer: u32) -> Vec<Open> {
        let id = self.customer_id(customer);
        let slots = self.book.invoices_of(id);
        let slots = slots.filter_map(|invoice| self.book.invoices().slot(invoice.id));
        let mut opens: Vec<Open> = slots.filter_map(|slot| self.open(small(slot))).collect();
        same_by_due(&mut opens);
        opens
    }

    pub(super) fn number_reason(&self, known: &Named) -> Reason {
        let slot = usize::try_from(known.slot).unwrap_or(usize::MAX);
        let id = self.book.invoices().id_at(slot);
        match (known.reference, known.strength) {
            (true, _) => Reason::Reference(id),
            (false, Strength::Strong) => Reason::Number(id),
            (false, Strength::Weak) => Reason::WeakNumber(id),
        }
    }
}

pub(super) fn ids(named: &[(Named, Open)]) -> Vec<InvoiceId> {
    named.iter().map(|(_, open)| open.id).collect()
}

/// The one due nearest to the day first.
pub(super) fn each_once(mut opens: Vec<Open>, day: i32) -> Vec<Open> {
    opens.sort_by_key(|open| ((open.due - day).abs(), open.id));
    opens.dedup_by_key(|open| open.id);
    opens
}

pub(super) fn same_by_due(opens: &mut [Open]) {
    opens.sort_by_key(|open| (open.due, open.issued, open.id));
}
