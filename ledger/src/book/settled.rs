//! The records behind the parts of a settlement.

use std::rc::Rc;

use super::Book;
use super::columns::{SettledBy, Settlement};
use crate::date::Date;
use crate::ids::InvoiceId;
use crate::payment::{Allocation, Refund, WriteOff};

impl Book {
    /// The allocation that a part is, where it is one.
    pub(crate) fn allocation_of(&self, part: &Settlement) -> Option<&Rc<Allocation>> {
        let is_one = matches!(part.by, SettledBy::Payment | SettledBy::CreditNote);
        let slot = usize::try_from(part.slot).ok()?;
        self.allocations().at(slot).filter(|_| is_one)
    }

    /// The write-off that a part is, of whatever kind, where it is one.
    pub(crate) fn write_off_of(&self, part: &Settlement) -> Option<&Rc<WriteOff>> {
        let slot = usize::try_from(part.slot).ok()?;
        self.write_offs()
            .at(slot)
            .filter(|_| part.by.is_write_off())
    }

    /// The refund that a part is, of whatever kind, where it is one.
    pub(crate) fn refund_of(&self, part: &Settlement) -> Option<&Rc<Refund>> {
        let slot = usize::try_from(part.slot).ok()?;
        self.refunds()
            .at(slot)
            .filter(|_| part.by == SettledBy::Refund)
    }

    /// Whether another allocation takes this one back, on whatever day.
    pub(crate) fn is_reversed(&self, allocation: &Allocation) -> bool {
        let row = self.figures(allocation.invoice).into_iter();
        row.flat_map(|row| row.settlements.as_slice())
            .filter_map(|part| self.allocation_of(part))
            .any(|other| other.reverses == Some(allocation.id))
    }

    /// The day of the last fact that settled a document, whatever it was.
    pub fn last_settled(&self, id: InvoiceId) -> Option<Date> {
        let last = self.figures(id)?.settlements.as_slice().last()?;
        Date::from_number(last.day).ok()
    }

    /// How many days the earliest part of an invoice that is open is past its
    /// due day; 0 where none is.
    pub fn days_late(&self, id: InvoiceId, today: Date) -> u32 {
        let days = self.figures(id).map(|row| row.days_late(today.number()));
        days.and_then(|days| u32::try_from(days).ok()).unwrap_or(0)
    }
}
