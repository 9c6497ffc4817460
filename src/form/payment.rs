//! Money received, as a form.

use ledger::book::Book;
use ledger::command::{Allocate, At, Command, RecordPayment};
use ledger::date::Date;
use ledger::ids::{CustomerId, InvoiceId};
use ledger::invoice::Invoice;
use ledger::money::{Currency, Decimal, Money};
use serde::{Deserialize, Serialize};

use super::customers::Directory;
use super::editing::Form;
use super::{Fault, Problems, date, number};

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PaymentForm {
    pub customer: String,
    pub date: String,
    pub amount: String,
    pub currency: String,
    pub method: String,
    pub reference: String,
    pub note: String,
    pub settles: Settles,
    /// By hand: what each invoice gets.
    pub parts: Vec<(InvoiceId, String)>,
    /// What is left of the one invoice that it was begun for. Up to that, the
    /// invoice gets what the payment is, until somebody says otherwise.
    #[serde(default)]
    left: Option<String>,
}

/// What a payment settles.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Settles {
    OldestFirst,
    ByHand,
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaymentField {
    Customer,
    Date,
    Amount,
    Currency,
    Method,
    Reference,
    Note,
    Settles,
    Part(InvoiceId),
}

impl Settles {
    pub const ALL: [Settles; 3] = [Settles::OldestFirst, Settles::ByHand, Settles::Nothing];

    pub fn name(self) -> &'static str {
        match self {
            Settles::OldestFirst => "oldest",
            Settles::ByHand => "hand",
            Settles::Nothing => "nothing",
        }
    }
}

impl PaymentForm {
    pub fn new(currency: Currency, today: Date) -> PaymentForm {
        PaymentForm {
            customer: String::new(),
            date: today.to_string(),
            amount: String::new(),
            currency: currency.to_string(),
            method: String::new(),
            reference: String::new(),
            note: String::new(),
            settles: Settles::OldestFirst,
            parts: Vec::new(),
            left: None,
        }
    }

    /// For one invoice, all that is left of it.
    pub fn for_invoice(&mut self, invoice: InvoiceId, open: Money) {
        self.currency = open.currency().to_string();
        self.amount = number::typed(open.amount());
        self.settles = Settles::ByHand;
        self.parts = vec![(invoice, self.amount.clone())];
        self.left = Some(self.amount.clone());
    }

    fn set_amount(&mut self, value: &str) {
        value.clone_into(&mut self.amount);
        let left = self.left.as_deref().map(number::read);
        if let ([(_, part)], Some(Ok(left)), Ok(amount)) =
            (&mut *self.parts, left, number::read(value))
        {
            *part = number::typed(amount.min(left));
        }
    }

    pub fn part(&self, invoice: InvoiceId) -> &str {
        let found = self.parts.iter().find(|(known, _)| *known == invoice);
        found.map_or("", |(_, amount)| amount)
    }

    /// The command, and the place of the invoice of each of its parts in
    /// `open`, the list that the page shows.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn command(
        &self,
        directory: &Directory,
        open: &[InvoiceId],
    ) -> Result<(Command, Vec<usize>), Problems> {
        let mut problems = Problems::default();
        let customer = problems.noted("customer", directory.find_known(&self.customer));
        let date = problems.noted("date", date::read(&self.date));
        let amount = problems.noted("amount", number::read(&self.amount));
        let currency = self
            .currency
            .trim()
            .parse()
            .map_err(|_| Fault::NoSuchCurrency);
        let currency = problems.noted("currency", currency);
        let (parts, places) = self.parts(open, &mut problems);
        let (Some(customer), Some(date), Some(amount), Some(currency)) =
            (customer, date, amount, currency)
        else {
            return Err(problems);
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let payment = RecordPayment {
            customer,
            date,
            amount,
            currency,
            method: self.method.trim().to_owned(),
            reference: self.reference.trim().to_owned(),
            note: self.note.trim().to_owned(),
            fee: None,
            received: None,
            closes: Vec::new(),
            allocate: match self.settles {
                Settles::OldestFirst => Allocate::OldestFirst,
                Settles::ByHand => Allocate::Parts(parts),
                Settles::Nothing => Allocate::Nothing,
            },
        };
        Ok((Command::RecordPayment(Box::new(payment)), places))
    }

    fn parts(
        &self,
        open: &[InvoiceId],
        problems: &mut Problems,
    ) -> (Vec<(InvoiceId, Decimal)>, Vec<usize>) {
        let mut parts = Vec::new();
        let mut places = Vec::new();
        if self.settles != Settles::ByHand {
            return (parts, places);
        }
        for (place, invoice) in open.iter().enumerate() {
            let amount = number::read_optional(self.part(*invoice));
            if let Some(Some(amount)) = problems.noted(("part", place), amount)
                && !amount.is_zero()
            {
                parts.push((*invoice, amount));
                places.push(place);
            }
        }
        (parts, places)
    }
}

/// An invoice that something is left of, and how much.
#[derive(Clone, PartialEq, Debug)]
pub struct OpenInvoice {
    pub id: InvoiceId,
    pub number: String,
    pub due: Date,
    pub open: Money,
}

/// A customer's invoices in one currency with what is left of them after all
/// that is recorded, by due date.
pub fn open_invoices(book: &Book, customer: CustomerId, currency: Currency) -> Vec<OpenInvoice> {
    let of = |invoice: &Invoice| {
        let row = book.figures(invoice.id)?;
        let issue = invoice.issue.as_ref()?;
        let left = row.settlements.headroom(row.asked, row.issued);
        let fits = !row.credit && !row.is_void() && invoice.currency == currency && left > 0;
        Some(OpenInvoice {
            id: invoice.id,
            number: issue.number.clone(),
            due: issue.due,
            open: Money::from_minor(left.into(), currency).ok()?,
        })
        .filter(|_| fits)
    };
    let mut open: Vec<OpenInvoice> = book
        .invoices_of(customer)
        .filter_map(|invoice| of(invoice))
        .collect();
    open.sort_by_key(|invoice| (invoice.due, invoice.id));
    open
}

impl Form for PaymentForm {
    type Field = PaymentField;

    fn set(&mut self, field: PaymentField, value: &str) {
        match field {
            PaymentField::Customer => value.clone_into(&mut self.customer),
            PaymentField::Date => value.clone_into(&mut self.date),
            PaymentField::Amount => self.set_amount(value),
            PaymentField::Currency => value.clone_into(&mut self.currency),
            PaymentField::Method => value.clone_into(&mut self.method),
            PaymentField::Reference => value.clone_into(&mut self.reference),
            PaymentField::Note => value.clone_into(&mut self.note),
            PaymentField::Settles => {
                let found = Settles::ALL.into_iter().find(|known| known.name() == value);
                self.settles = found.unwrap_or(self.settles);
            }
            PaymentField::Part(id) => {
                self.left = None;
                match self.parts.iter_mut().find(|(known, _)| *known == id) {
                    Some((_, amount)) => value.clone_into(amount),
                    None => self.parts.push((id, value.to_owned())),
                }
            }
        }
    }

    /// A payment is never edited: there is nothing to compare.
    fn parts(&self) -> Vec<(At, String)> {
        Vec::new()
    }

    fn take(&mut self, _other: &PaymentForm, _part: At) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invoice_it_was_begun_for_gets_what_the_payment_is() {
        let id: InvoiceId = "0000001f-7".parse().expect("an id");
        let open = Money::new(number::read("1000").expect("a number"), Currency::default());
        let today = Date::new(2025, 3, 10).expect("a day");
        let mut form = PaymentForm::new(Currency::default(), today);
        form.for_invoice(id, open.expect("money"));
        for (amount, part) in [("400", "400"), ("1200", "1000.00"), ("nonsense", "1000.00")] {
            form.set(PaymentField::Amount, amount);
            assert_eq!(form.part(id), part, "{amount}");
        }
        form.set(PaymentField::Part(id), "300");
        form.set(PaymentField::Amount, "500");
        assert_eq!(form.part(id), "300");
    }
}
