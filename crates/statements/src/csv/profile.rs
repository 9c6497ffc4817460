//! How a bank's tables are read, and what their columns hold.

use serde::{Deserialize, Serialize};

use crate::table::{DateOrder, DecimalSign, Delimiter};
use values::money::Currency;

/// How a bank's tables are read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CsvProfile {
    pub delimiter: Delimiter,
    pub decimal_sign: DecimalSign,
    pub date_order: DateOrder,
    /// Rows, blank ones not counted, before the first movement. Where a
    /// column is known by its name, the header is found by the names instead.
    pub header_rows: u32,
    /// Several columns may be texts; of every other role the first one counts.
    #[serde(default)]
    pub columns: Vec<(Role, Column)>,
    /// What the column [`Role::Mark`] says of a debit and of a credit, in any
    /// case of letters.
    #[serde(default)]
    pub debit_values: Vec<String>,
    #[serde(default)]
    pub credit_values: Vec<String>,
    /// What the column [`Role::Status`] says of a booking that counts, and of
    /// one that does not (yet), in any case of letters.
    #[serde(default)]
    pub booked_values: Vec<String>,
    #[serde(default)]
    pub pending_values: Vec<String>,
    /// Whether what the account gains is written as negative.
    pub invert_sign: bool,
    /// Whether a fee that comes off is written as negative; `None`: it is not.
    #[serde(default)]
    pub fee_is_negative: Option<bool>,
    /// Of rows that name none.
    pub currency: Option<Currency>,
}

/// A column, by its name in the header or by its place.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Column {
    Name(String),
    /// From 0.
    Index(u16),
}

/// What a column says of a movement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Role {
    Date,
    ValueDate,
    /// With its sign, unless there is a mark.
    Amount,
    Debit,
    Credit,
    /// Whether the amount is a debit or a credit.
    Mark,
    Text,
    Name,
    Iban,
    Bic,
    Currency,
    /// What the account held after the movement.
    Balance,
    Reference,
    EndToEnd,
    BankId,
    Mandate,
    Code,
    /// The statement's own account: a file may hold several.
    Account,
    /// Who paid: the other side of money in.
    Payer,
    /// Who was paid: the other side of money out.
    Payee,
    /// Whether it is booked, still to come, or came to nothing.
    Status,
    /// What the bank kept beside the amount: it comes off it.
    Fee,
    /// The same where it came off the amount already.
    FeeWithin,
}

impl Role {
    pub const ALL: [Role; 23] = [
        Role::Date,
        Role::ValueDate,
        Role::Amount,
        Role::Debit,
        Role::Credit,
        Role::Mark,
        Role::Text,
        Role::Name,
        Role::Iban,
        Role::Bic,
        Role::Currency,
        Role::Balance,
        Role::Reference,
        Role::EndToEnd,
        Role::BankId,
        Role::Mandate,
        Role::Code,
        Role::Account,
        Role::Payer,
        Role::Payee,
        Role::Status,
        Role::Fee,
        Role::FeeWithin,
    ];
}

impl CsvProfile {
    pub(super) fn has(&self, role: Role) -> bool {
        self.columns.iter().any(|(known, _)| *known == role)
    }

    /// What is still to be chosen before a table can be read.
    pub fn missing(&self) -> Option<Role> {
        if !self.has(Role::Date) && !self.has(Role::ValueDate) {
            return Some(Role::Date);
        }
        let has_amount = self.has(Role::Amount) || self.has(Role::Debit) || self.has(Role::Credit);
        (!has_amount).then_some(Role::Amount)
    }
}
