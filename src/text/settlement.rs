//! What a payment comes to, by the ledger's own word.

use ledger::book::Book;
use ledger::business::SettlementOrder;
use ledger::change::{Change, Record};
use ledger::ids::InvoiceId;
use ledger::money::{Decimal, Money};
use ledger::payment::{WriteOff, WriteOffKind};

use super::format;

/// Which invoices money settles first, as a choice.
pub fn order(order: SettlementOrder) -> &'static str {
    match order {
        SettlementOrder::OldestDue => words::settlement::oldest_due(),
        SettlementOrder::OldestIssued => words::settlement::oldest_issued(),
        SettlementOrder::Smallest => words::settlement::smallest(),
    }
}

/// What is asked where the amounts are filled in by that order.
pub fn apply_in(order: SettlementOrder) -> &'static str {
    match order {
        SettlementOrder::OldestDue => words::settlement::oldest_due_about(),
        SettlementOrder::OldestIssued => words::settlement::oldest_issued_about(),
        SettlementOrder::Smallest => words::settlement::smallest_about(),
    }
}

/// What it settles, what is no longer asked for with it, what stays
/// unapplied. `None` where a figure cannot be told.
pub fn effect(book: &Book, changes: &[Change]) -> Option<String> {
    let mut said = Vec::new();
    let mut left: Option<Money> = None;
    for change in changes {
        match change {
            Change::Put(Record::Payment(payment)) => {
                let amount = Money::new(payment.amount, payment.currency).ok()?;
                left = Some(match left {
                    Some(left) => left.add(amount).ok()?,
                    None => amount,
                });
            }
            Change::Put(Record::Allocation(part)) if part.with.is_some() => {
                let amount = Money::new(part.amount, part.currency).ok()?;
                said.push(words::settlement::credit_to(
                    &format::money(amount),
                    &super::matching::source(book, part.source),
                    &number(book, part.invoice),
                ));
            }
            Change::Put(Record::Allocation(part)) => {
                let amount = Money::new(part.amount, part.currency).ok()?;
                left = Some(left?.sub(amount).ok()?);
                said.push(words::settlement::to_invoice(
                    &format::money(amount),
                    &number(book, part.invoice),
                ));
            }
            Change::Put(Record::WriteOff(one)) => said.push(write_off(book, one)?),
            _ => {}
        }
    }
    if let Some(left) = left.filter(|left| !left.is_zero()) {
        said.push(words::payments::stays_credit(&format::money(left)));
    }
    Some(said.join(", "))
}

/// With the tax in it.
fn write_off(book: &Book, one: &WriteOff) -> Option<String> {
    let amount = Money::new(one.amount, one.currency).ok()?;
    let taxes = one.taxes.iter().map(|share| share.tax);
    let tax = taxes.into_iter().try_fold(Decimal::ZERO, Decimal::add);
    let tax = tax.ok().and_then(|tax| Money::new(tax, one.currency).ok());
    let tax = tax.filter(|tax| !tax.is_zero());
    let of_it = tax.map_or_else(String::new, |tax| {
        words::settlement::of_it_tax(&format::money(tax))
    });
    let number = number(book, one.invoice);
    let amount = format::money(amount);
    Some(match one.kind {
        WriteOffKind::EarlyDiscount => words::settlement::discount_on(&amount, &number, &of_it),
        _ => words::settlement::written_off(&amount, &number, &of_it),
    })
}

/// What of a payment stays unapplied; `None` where there is none.
pub fn unapplied(changes: &[Change]) -> Option<Decimal> {
    let mut left = None;
    for change in changes {
        match change {
            Change::Put(Record::Payment(payment)) => left = Some(payment.amount),
            Change::Put(Record::Allocation(part)) => left = left?.sub(part.amount).ok(),
            _ => {}
        }
    }
    left
}

fn number(book: &Book, id: InvoiceId) -> String {
    let invoice = book.invoices().get(id);
    invoice.map_or_else(String::new, |invoice| invoice.number().to_owned())
}
