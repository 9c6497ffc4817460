//! What a table holds, and in which of its columns.

use serde::{Deserialize, Serialize};
/// The columns of dates, in the order of [`DateOrders`].
pub const DATES: [Field; 3] = [Field::Issued, Field::Due, Field::PaidOn];

/// The columns of amounts.
pub(super) const MONEY: [Field; 4] = [Field::Amount, Field::Paid, Field::Open, Field::Credit];

/// What the rows of a table are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Holds {
    #[default]
    Invoices,
    Payments,
    Customers,
}

impl Holds {
    pub const ALL: [Holds; 3] = [Holds::Invoices, Holds::Payments, Holds::Customers];

    /// What its columns can hold.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Holds::Invoices => &[
                Field::Customer,
                Field::CustomerName,
                Field::Number,
                Field::Issued,
                Field::Due,
                Field::Amount,
                Field::Currency,
                Field::PaidOn,
                Field::Paid,
                Field::Open,
                Field::Credit,
                Field::Kind,
                Field::Status,
                Field::Mark,
            ],
            Holds::Payments => &[
                Field::Number,
                Field::Customer,
                Field::PaidOn,
                Field::Amount,
                Field::Currency,
                Field::Reference,
                Field::Method,
                Field::Note,
            ],
            Holds::Customers => &[
                Field::CustomerName,
                Field::Customer,
                Field::Contact,
                Field::Email,
                Field::Phone,
                Field::Address,
                Field::Postcode,
                Field::City,
                Field::Region,
                Field::Country,
                Field::VatId,
                Field::NetDays,
                Field::Currency,
                Field::Note,
            ],
        }
    }

    /// Whether no such table can be read without it.
    pub fn requires(self, field: Field) -> bool {
        match self {
            Holds::Invoices => matches!(
                field,
                Field::Customer | Field::Number | Field::Issued | Field::Amount
            ),
            Holds::Payments => matches!(field, Field::PaidOn | Field::Amount),
            Holds::Customers => field == Field::CustomerName,
        }
    }

    /// What it still needs a column for. Payments name an invoice or a
    /// customer.
    pub fn missing(self, columns: &Columns) -> Option<Field> {
        let required = self.fields().iter().copied();
        let missing = required
            .filter(|field| self.requires(*field))
            .find(|field| columns.of(*field).is_none());
        missing.or_else(|| {
            let is_nobodys = self == Holds::Payments
                && columns.of(Field::Number).is_none()
                && columns.of(Field::Customer).is_none();
            is_nobodys.then_some(Field::Number)
        })
    }
}

/// What a column can hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The customer's number or name; in a table of customers the number.
    Customer,
    /// The customer's name, where another column has the number.
    CustomerName,
    /// The invoice's number.
    Number,
    Issued,
    Due,
    /// What a document asks for; of two columns of sides the debits.
    Amount,
    Currency,
    /// The day of payment, or yes and no.
    PaidOn,
    /// How much of it is paid.
    Paid,
    /// How much of it is open.
    Open,
    /// The credits, beside a column of debits.
    Credit,
    /// Invoice, credit note, payment, quote.
    Kind,
    /// Draft, open, paid, void.
    Status,
    /// Debit or credit: D and C, S and H.
    Mark,
    Reference,
    Method,
    Contact,
    Email,
    Phone,
    Address,
    Postcode,
    City,
    Region,
    Country,
    VatId,
    NetDays,
    Note,
}

const FIELDS: usize = Field::Note as usize + 1;

/// Which column holds what, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Columns([Option<usize>; FIELDS]);

impl Columns {
    pub fn of(&self, field: Field) -> Option<usize> {
        self.0.get(field as usize).copied().flatten()
    }

    pub fn set(&mut self, field: Field, column: Option<usize>) {
        if let Some(known) = self.0.get_mut(field as usize) {
            *known = column;
        }
    }

    /// How many fields have a column.
    pub fn count(&self) -> usize {
        self.0.iter().flatten().count()
    }
}
