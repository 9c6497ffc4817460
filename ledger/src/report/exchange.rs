//! What the exchange of a payment's money made of it: the difference between
//! what arrived and what the invoices that it settles stand in the books
//! with.
//!
//! Only for a payment that arrived in the currency of the books, against
//! documents in another one that were issued with a rate. What is not put
//! against an invoice has no difference yet.

use crate::book::Book;
use crate::book::columns::SettledBy;
use crate::date::Date;
use crate::ids::{InvoiceId, PaymentId};
use crate::money::{Decimal, Money, MoneyError};
use serde::{Deserialize, Serialize};

/// One part of a payment in the currency of the books.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Difference {
    pub invoice: InvoiceId,
    pub date: Date,
    /// In the currency of payment and invoice.
    pub amount: Money,
    /// One unit of that in the books, on the day of issue.
    pub rate: Decimal,
    /// Its part of what arrived.
    pub received: Money,
    /// `amount` × `rate`, rounded to the minor unit.
    pub booked: Money,
    /// `received` less `booked`: above zero is a gain.
    pub difference: Money,
}

/// The parts of a payment that stand, in their order. Empty where nothing was
/// exchanged into the currency of the books.
///
/// What arrived is cut in proportion to the parts and to what is left of the
/// payment, by largest remainder, so that the parts and the rest add up to it.
///
/// # Errors
/// [`MoneyError`] where a figure is beyond what a decimal holds.
pub fn differences(book: &Book, id: PaymentId) -> Result<Vec<Difference>, MoneyError> {
    let (Some(payment), Some(row), Some(business)) = (
        book.payments().get(id),
        book.payment_figures(id),
        book.business(),
    ) else {
        return Ok(Vec::new());
    };
    let Some(received) = payment
        .received
        .filter(|known| known.currency == business.currency && known.currency != payment.currency)
    else {
        return Ok(Vec::new());
    };
    let uses = row.uses.as_slice().iter();
    let allocations: Vec<_> = uses
        .filter(|part| part.by == SettledBy::Payment)
        .filter_map(|part| book.allocations().at(usize::try_from(part.slot).ok()?))
        .collect();
    let reversed = |id| allocations.iter().any(|other| other.reverses == Some(id));
    let standing: Vec<_> = allocations
        .iter()
        .filter(|known| known.reverses.is_none() && !reversed(known.id))
        .collect();
    let mut amounts = Vec::with_capacity(standing.len());
    for allocation in &standing {
        amounts.push(Money::new(allocation.amount, allocation.currency)?);
    }
    let whole = Money::new(payment.amount, payment.currency)?;
    let arrived = Money::new(received.amount, received.currency)?;
    let mut found = Vec::new();
    for ((allocation, amount), received) in standing
        .iter()
        .zip(&amounts)
        .zip(shares(arrived, whole, &amounts)?)
    {
        let invoice = book.invoices().get(allocation.invoice);
        let accounting = invoice.and_then(|invoice| invoice.issue.as_ref()?.accounting);
        let Some(accounting) = accounting.filter(|known| known.currency == arrived.currency())
        else {
            continue;
        };
        let booked = amount.convert(accounting.rate, accounting.currency)?;
        found.push(Difference {
            invoice: allocation.invoice,
            date: allocation.date,
            amount: *amount,
            rate: accounting.rate,
            received,
            booked,
            difference: received.sub(booked)?,
        });
    }
    Ok(found)
}

/// The part of what arrived that falls on each part of the whole.
fn shares(arrived: Money, whole: Money, parts: &[Money]) -> Result<Vec<Money>, MoneyError> {
    let mut weights: Vec<i128> = parts.iter().map(|part| part.minor().into()).collect();
    let used = weights.iter().sum::<i128>();
    weights.push((i128::from(whole.minor()) - used).max(0));
    let mut shares = arrived.split(&weights)?;
    shares.pop();
    Ok(shares)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn money(amount: &str, currency: &str) -> Money {
        let currency: Currency = currency.parse().expect("a currency");
        Money::new(amount.parse().expect("a decimal"), currency).expect("money")
    }

    #[test]
    fn what_arrived_is_cut_by_the_parts_and_the_rest() {
        for (arrived, whole, parts, expected, why) in [
            (
                "92.00",
                "100.00",
                &["100.00"][..],
                &["92.00"][..],
                "all of it",
            ),
            ("92.00", "100.00", &["50.00"], &["46.00"], "half of it"),
            (
                "100.00",
                "300.00",
                &["100.00", "100.00", "100.00"],
                &["33.34", "33.33", "33.33"],
                "the cent goes to the first",
            ),
            ("92.00", "100.00", &[], &[], "nothing is applied"),
        ] {
            let parts: Vec<Money> = parts.iter().map(|part| money(part, "USD")).collect();
            let shares = shares(money(arrived, "EUR"), money(whole, "USD"), &parts);
            let expected: Vec<Money> = expected.iter().map(|part| money(part, "EUR")).collect();
            assert_eq!(shares, Ok(expected), "{why}");
        }
    }
}
