//! What is wrong with a file, or with one of its rows.

use super::fields::Field;
use crate::date::{BadDate, Date};
use crate::file_kind::FileKind;
use crate::money::{Currency, Money, MoneyError};
use crate::problem::Problem;
use serde::{Deserialize, Serialize};
use statements::table::{BadAmount, DateOrder, Unreadable};
use std::borrow::Cow;

/// Bytes of a file at the most.
pub const BYTES_MAX: usize = 50 << 20;

/// Rows of a file at the most.
pub const ROWS_MAX: usize = 200_000;

/// Odd rows that are told one by one; the others are counted.
pub const PROBLEMS_MAX: usize = 1_000;

/// Characters of a customer or number.
pub(super) const TEXT_CHARS_MAX: usize = crate::problem::SHORT_MAX;

/// Characters of a value shown with its problem.
const EXCERPT_CHARS: usize = 60;

/// What is wrong with a file as a whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum FileFault {
    #[error("{bytes} bytes; at most {BYTES_MAX} are read")]
    TooLarge { bytes: usize },
    #[error("there is no row in it")]
    Empty,
    #[error("this is {0}, not a table as text (CSV)")]
    WrongFile(FileKind),
    #[error("line {line}: letters that could not be read: the file is in another encoding")]
    WrongEncoding { line: usize },
    #[error("more than {ROWS_MAX} rows")]
    TooManyRows,
    #[error("no column is chosen for {0:?}")]
    NoColumn(Field),
    #[error("line {line}: no currency is said, and none is chosen")]
    NoCurrency { line: u32 },
    #[error("{field:?} is to be in column {column}, which is not there")]
    NoSuchColumn { field: Field, column: usize },
    #[error("line {line}: {text:?} can be read in several orders: {orders:?}")]
    AmbiguousDates {
        orders: Vec<DateOrder>,
        line: u32,
        text: String,
    },
    #[error("dates in different orders: line {}: {:?}, line {}: {:?}", .first.0, .first.1, .second.0, .second.1)]
    MixedDates {
        first: (u32, String),
        second: (u32, String),
    },
    #[error("line {line}: {text:?} can be read with a decimal point or a decimal comma")]
    AmbiguousAmounts { line: u32, text: String },
    #[error("some amounts have a decimal point, some a comma: line {}: {:?}, line {}: {:?}", .first.0, .first.1, .second.0, .second.1)]
    MixedAmounts {
        first: (u32, String),
        second: (u32, String),
    },
}

/// What is odd about a row, and where.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error("line {line}{}: {fault}", .column.as_ref().map_or_else(String::new, |column| format!(", {column}: {:?}", .value)))]
pub struct RowProblem {
    /// The line of the file at which the row starts.
    pub line: u32,
    /// What the column is called, or its number from 1 where it has no name.
    pub column: Option<String>,
    pub fault: RowFault,
    /// The beginning of what stands there.
    pub value: String,
}

/// What is odd about a row.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum RowFault {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("more fields than the header has: is a comma not in quotes?")]
    TooManyFields,
    #[error("missing")]
    Missing,
    #[error("longer than {TEXT_CHARS_MAX} characters")]
    TooLong,
    #[error("a control character")]
    ControlCharacter,
    #[error("not a date in the order {0:?}")]
    NotADate(DateOrder),
    #[error(transparent)]
    Date(BadDate),
    #[error(transparent)]
    Amount(#[from] BadAmount),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("not a whole number of days")]
    NotDays,
    #[error("not a currency code of ISO 4217")]
    UnknownCurrency,
    #[error("marked as another currency than {0}")]
    OtherCurrency(Currency),
    #[error("more is open than was asked for, or less than nothing was paid")]
    BadPaid,
    #[error("the number of line {0} again")]
    NumberTwice(u32),
    #[error("an invoice that was {0} is not open to a payment")]
    NotReceivable(Cow<'static, str>),
    #[error("of the customer {0} by that name there are several: name the customer by number")]
    AmbiguousName(String),
    /// What [`super::plan`] says of its record.
    #[error("{0}")]
    Record(Box<Problem>),
    #[error("a heading or a total, no row")]
    Aside,
    #[error("nothing is owed of it: {0}")]
    NotOwed(String),
    #[error("zero: there is nothing to ask for")]
    Zero,
    #[error("a payment is more than zero: what was given back is a refund")]
    NotPositive,
    #[error("paid in full")]
    PaidInFull,
    #[error("in the book already")]
    InBook,
    #[error("the book has another document of this number")]
    NumberTaken,
    #[error("the book has the same payment already: customer, day, amount and reference")]
    PaymentInBook,
    #[error("due before it was issued, on {0}")]
    DueBeforeIssue(Date),
    #[error("no due date: by the terms of payment {0}")]
    NoDue(Date),
    #[error("paid before it was issued, on {0}")]
    PaidBeforeIssue(Date),
    #[error("{0} more than is open of it")]
    Overpaid(Money),
    #[error("paid and open do not add up to the amount")]
    DoesNotAdd,
    #[error("far from today: it reads as {0}")]
    FarDate(Date),
    #[error("a further row of line {line}: together they ask for {total}")]
    FurtherRow { line: u32, total: Money },
    #[error("a payment among the invoices")]
    PaymentRow,
    #[error("not a kind of document that is known")]
    UnknownKind,
    #[error("the same as line {0}")]
    SameAs(u32),
    #[error("the customer of line {0} again")]
    SameCustomer(u32),
    #[error("no invoice of this number is in the book")]
    UnknownInvoice,
    #[error("no customer of this name or number is in the book")]
    NewCustomer,
    #[error("the invoice is {0}'s")]
    OtherPayer(String),
    #[error("of these invoices {0} is open")]
    ListDiffers(Money),
}

/// Whether bytes, before they are decoded, can be a table at all: what they
/// are says more than the letters that they would be read as.
///
/// # Errors
/// [`FileFault::WrongFile`].
pub fn check_bytes(first: &[u8]) -> Result<(), FileFault> {
    match FileKind::of(first) {
        FileKind::Empty => Err(FileFault::Empty),
        // Letters of an encoding that is known may look like none of text.
        FileKind::Text | FileKind::Json | FileKind::Utf16 => Ok(()),
        kind => Err(FileFault::WrongFile(kind)),
    }
}

/// Whether the text can be a table at all.
pub(super) fn check_text(text: &str) -> Result<(), FileFault> {
    if text.len() > BYTES_MAX {
        return Err(FileFault::TooLarge { bytes: text.len() });
    }
    // A zero is a letter of UTF-16 read as something else, U+FFFD what a
    // decoder puts for what it could not read.
    let unread = text.split_once(['\0', '\u{fffd}']);
    match FileKind::of(text.as_bytes()) {
        FileKind::Empty => return Err(FileFault::Empty),
        FileKind::Text | FileKind::Json | FileKind::Utf16 => {}
        FileKind::Binary if unread.is_some() => {}
        kind => return Err(FileFault::WrongFile(kind)),
    }
    match unread {
        Some((before, _)) => Err(FileFault::WrongEncoding {
            line: before.split('\n').count(),
        }),
        None => Ok(()),
    }
}

pub(super) fn excerpt(text: &str) -> String {
    text.chars()
        .take(EXCERPT_CHARS)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}
