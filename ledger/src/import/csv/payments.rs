//! Rows of payments: money received, put against the invoices that a row
//! names.

use std::rc::Rc;

use super::check::Table;
use super::known::Known;
use super::{Choice, Field, Row, RowFault, value};
use crate::date::Date;
use crate::ids::{CustomerId, InvoiceId};
use crate::import::names::{Named, folded};
use crate::invoice::Invoice;
use crate::letters::tidy;
use crate::money::{Currency, Money};
use crate::records::{AllocationRecord, PaymentRecord};

/// What a row of payments says.
struct Paid {
    number: String,
    customer: String,
    date: Date,
    amount: Money,
    reference: String,
    method: String,
    note: String,
}

/// What of a payment is put against an invoice.
type Parts = Vec<(Rc<Invoice>, Money)>;

impl Table<'_> {
    pub(super) fn payment(&mut self, row: &Row) {
        let Some(paid) = self.paid_row(row) else {
            return;
        };
        let whole = format!(
            "{}\n{}\n{}\n{}\n{}",
            paid.number, paid.customer, paid.date, paid.amount, paid.reference
        );
        let first = self.numbers.get(&whole).copied();
        if let Some(first) = first {
            if self.odd(row, Some(Field::Amount), RowFault::SameAs(first)) == Choice::LeaveOut {
                return;
            }
        } else {
            self.numbers.insert(whole, row.line);
        }
        if !self.is_near(row, Field::PaidOn, paid.date) {
            return;
        }
        if paid.number.is_empty() {
            return self.on_account(row, paid);
        }
        let Some(invoices) = self.invoices_named(&paid.number) else {
            let may = !paid.customer.is_empty();
            let choice = self.odd(row, Some(Field::Number), RowFault::UnknownInvoice);
            match choice {
                Choice::OnAccount if may => self.on_account(row, paid),
                Choice::LeaveOut => {}
                _ => self.faulty(row, Field::Customer, RowFault::Missing),
            }
            return;
        };
        self.settle(row, paid, &invoices);
    }

    fn paid_row(&mut self, row: &Row) -> Option<Paid> {
        if !self.fits(row) {
            return None;
        }
        let number = self.optional(row, Field::Number);
        let customer = self.optional(row, Field::Customer);
        let paid_on = self.day(row, Field::PaidOn);
        let amount = self.money(row, Field::Amount);
        let [reference, method] =
            [Field::Reference, Field::Method].map(|field| self.optional(row, field));
        let note = value(row, self.options, Field::Note).to_owned();
        let (number, customer, date) = (number?, customer?, paid_on?);
        let Some((amount, _)) = amount? else {
            self.faulty(row, Field::Amount, RowFault::Missing);
            return None;
        };
        if !amount.is_positive() {
            self.faulty(row, Field::Amount, RowFault::NotPositive);
            return None;
        }
        if number.is_empty() && customer.is_empty() {
            let named = self.options.columns.of(Field::Number);
            let field = named.map_or(Field::Customer, |_| Field::Number);
            self.faulty(row, field, RowFault::Missing);
            return None;
        }
        Some(Paid {
            number,
            customer,
            date,
            amount,
            reference: reference?,
            method: method?,
            note,
        })
    }

    /// The invoices that a cell names: the one of that number, else all of a
    /// list; `None` where one is not in the book.
    fn invoices_named(&self, text: &str) -> Option<Vec<Rc<Invoice>>> {
        if let Some(invoice) = self.book.by_number(text) {
            return Some(vec![invoice.clone()]);
        }
        let parts = text.split([',', ';', '+', '&', '|', '\n']).map(str::trim);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let mut invoices: Vec<Rc<Invoice>> = Vec::new();
        for part in parts {
            let invoice = self.book.by_number(part)?;
            if invoices.iter().all(|known| known.id != invoice.id) {
                invoices.push(invoice.clone());
            }
        }
        (!invoices.is_empty()).then_some(invoices)
    }

    fn settle(&mut self, row: &Row, paid: Paid, invoices: &[Rc<Invoice>]) {
        for invoice in invoices {
            if !self.is_receivable(row, invoice, paid.amount.currency()) {
                return;
            }
        }
        let Some(first) = invoices.first() else {
            return;
        };
        let mut note = paid.note.clone();
        let is_stranger =
            !paid.customer.is_empty() && !self.is_called(first.customer, &paid.customer);
        if is_stranger
            || invoices
                .iter()
                .any(|other| other.customer != first.customer)
        {
            let fault = RowFault::OtherPayer(self.name_of(first.customer));
            match self.odd(row, Some(Field::Customer), fault) {
                Choice::LeaveOut => return,
                Choice::OnAccount => return self.on_account(row, paid),
                Choice::Take => {
                    let by = format!("Paid by {}", paid.customer);
                    note = if note.is_empty() {
                        by
                    } else {
                        format!("{note}\n{by}")
                    };
                }
            }
        }
        let Some(parts) = self.parts(row, &paid, invoices) else {
            return;
        };
        let issued = invoices
            .iter()
            .filter_map(|invoice| Some(invoice.issue.as_ref()?.date));
        if let Some(issued) = issued.max().filter(|issued| paid.date < *issued)
            && self.odd(row, Some(Field::PaidOn), RowFault::PaidBeforeIssue(issued))
                == Choice::LeaveOut
        {
            return;
        }
        let whose = self.reference_of(first.customer);
        let payment = record(
            Paid {
                customer: whose,
                note,
                ..paid
            },
            &parts,
        );
        let Ok(amount) = Money::new(payment.amount, parts_currency(&payment, first.currency))
        else {
            return;
        };
        if !self.is_new(row, &payment, amount) {
            return;
        }
        for (invoice, part) in &parts {
            let open = self.open.entry(invoice.id).or_default();
            *open = open.saturating_sub(part.minor());
        }
        self.pay(row, payment);
    }

    fn is_receivable(&mut self, row: &Row, invoice: &Invoice, currency: Currency) -> bool {
        let figures = self.book.figures(invoice.id);
        let fault = if invoice.kind.is_credit() {
            RowFault::NotReceivable("a credit note".into())
        } else if figures.is_some_and(|figures| figures.is_void()) {
            RowFault::NotReceivable("made void".into())
        } else if invoice.currency != currency {
            RowFault::OtherCurrency(invoice.currency)
        } else {
            return true;
        };
        self.faulty(row, Field::Number, fault);
        false
    }

    /// What is open of an invoice, in minor units, after what earlier rows
    /// paid.
    fn open_of(&mut self, id: InvoiceId) -> i64 {
        if let Some(open) = self.open.get(&id) {
            return *open;
        }
        let open = self.book.figures(id).map_or(0, |row| {
            row.asked.saturating_sub(row.settlements.total()).max(0)
        });
        self.open.insert(id, open);
        open
    }

    /// What the payment settles of each invoice; `None` where it is left out.
    fn parts(&mut self, row: &Row, paid: &Paid, invoices: &[Rc<Invoice>]) -> Option<Parts> {
        let currency = paid.amount.currency();
        let open: Vec<i64> = invoices
            .iter()
            .map(|invoice| self.open_of(invoice.id))
            .collect();
        let all: i64 = open.iter().fold(0, |sum, open| sum.saturating_add(*open));
        let mut left = paid.amount.minor();
        let money = |minor: i64| Money::from_minor(minor.into(), currency).ok();
        if invoices.len() > 1 && all != left {
            let fault = RowFault::ListDiffers(money(all)?);
            match self.odd(row, Some(Field::Number), fault) {
                Choice::LeaveOut => return None,
                Choice::OnAccount => return Some(Vec::new()),
                Choice::Take => {}
            }
        } else if left > all {
            let fault = RowFault::Overpaid(money(left.saturating_sub(all))?);
            if self.odd(row, Some(Field::Amount), fault) == Choice::LeaveOut {
                return None;
            }
        }
        let mut parts = Vec::new();
        for (invoice, open) in invoices.iter().zip(open) {
            let part = open.min(left);
            if part > 0 {
                parts.push((invoice.clone(), money(part)?));
                left -= part;
            }
        }
        Some(parts)
    }

    /// Money of a customer that is put against no invoice.
    fn on_account(&mut self, row: &Row, paid: Paid) {
        match self.customers.find(&paid.customer) {
            None => {
                // Whom another row brought already is new no more.
                let is_new = self
                    .records
                    .customers
                    .iter()
                    .all(|known| known.name != paid.customer);
                if is_new
                    && self.odd(row, Some(Field::Customer), RowFault::NewCustomer)
                        == Choice::LeaveOut
                {
                    return;
                }
                self.new_customer(row, &paid.customer);
            }
            Some(Named::Several) => {
                let fault = RowFault::AmbiguousName(paid.customer);
                return self.faulty(row, Field::Customer, fault);
            }
            Some(Named::One(_)) => {}
        }
        let amount = paid.amount;
        let payment = record(paid, &Vec::new());
        if self.is_new(row, &payment, amount) {
            self.pay(row, payment);
        }
    }

    /// Whether the book has no such payment, or the user says that it is
    /// another. Each payment of the book makes one row known.
    pub(super) fn is_new(&mut self, row: &Row, payment: &PaymentRecord, amount: Money) -> bool {
        let Some(Named::One(customer)) = self.customers.find(&payment.customer) else {
            return true;
        };
        let book = self.book;
        let known = self.known.get_or_insert_with(|| Known::of(book));
        let key = (
            customer,
            payment.date,
            amount.minor(),
            amount.currency(),
            tidy(&payment.reference),
        );
        match known.0.get_mut(&key) {
            Some(count) if *count > 0 => *count -= 1,
            _ => return true,
        }
        self.odd(row, Some(Field::Amount), RowFault::PaymentInBook) != Choice::LeaveOut
    }

    /// Whether a customer of the book is called so, by number or name.
    pub(super) fn is_called(&self, id: CustomerId, reference: &str) -> bool {
        self.book.customers().get(id).is_some_and(|known| {
            let number = known.number.trim();
            (!number.is_empty() && number == reference.trim())
                || folded(&known.details.name) == folded(reference)
        })
    }

    fn name_of(&self, id: CustomerId) -> String {
        let known = self.book.customers().get(id);
        known.map_or_else(String::new, |known| known.details.name.clone())
    }

    /// What names a customer of the book and nobody else.
    fn reference_of(&self, id: CustomerId) -> String {
        let Some(known) = self.book.customers().get(id) else {
            return String::new();
        };
        let is_theirs = |reference: &&str| {
            !reference.trim().is_empty() && self.customers.find(reference) == Some(Named::One(id))
        };
        let names = [known.number.as_str(), known.details.name.as_str()];
        names
            .into_iter()
            .find(is_theirs)
            .unwrap_or_default()
            .to_owned()
    }
}

fn parts_currency(payment: &PaymentRecord, otherwise: Currency) -> Currency {
    payment.currency.unwrap_or(otherwise)
}

fn record(paid: Paid, parts: &Parts) -> PaymentRecord {
    let number = |invoice: &Invoice| {
        let issue = invoice.issue.as_ref();
        issue.map(|issue| issue.number.clone()).unwrap_or_default()
    };
    PaymentRecord {
        customer: paid.customer,
        date: paid.date,
        amount: paid.amount.amount(),
        currency: Some(paid.amount.currency()),
        method: paid.method,
        reference: paid.reference,
        note: paid.note,
        allocations: parts
            .iter()
            .map(|(invoice, amount)| AllocationRecord {
                invoice: number(invoice),
                amount: amount.amount(),
                date: None,
            })
            .collect(),
        refunds: Vec::new(),
    }
}
