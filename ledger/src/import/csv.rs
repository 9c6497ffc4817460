//! A table (CSV) of invoices, payments or customers as a records file.
//!
//! Each row of invoices is one document: customer, number, dates, amount and,
//! where it is paid, how much and when. Several rows of one number are one
//! document. It becomes an opening item, as the table says nothing of taxes,
//! and what was paid of it a payment put against it. A negative amount, or one
//! on the side of the credits, becomes an opening credit; what was given back
//! of it is a refund.
//!
//! Each row of payments is money received of a customer, put against the
//! invoices that it names; of the two, one is enough.
//!
//! Good rows come in whatever the others are: [`check`] says what is odd, row
//! by row with line and column, and what can be done about each kind
//! ([`Odd`], [`Choice`]). What two people could read as two things (3/4/2026,
//! 1,234, $) is asked back, not guessed: [`sniff`] says what is possible,
//! [`Options`] what the user chose.
//!
//! Nothing here changes the book: the records that [`Checked`] holds are
//! planned and committed as those of any other file.

use crate::date::{BadDate, Date};
use crate::file_kind::FileKind;
use crate::money::{Currency, Money, MoneyError};
use crate::problem::{At, FieldName, Problem};

mod bytes;
mod check;
mod customers;
mod invoices;
mod odd;
mod payments;
mod sniff;
mod words;

pub use bytes::{Decoded, decode_in_steps};
pub use check::{Checked, LeftOut, Shown, check, check_in_steps, preview, sound_in_steps};
pub use odd::{Choice, Choices, Odd};
pub use sniff::{Guess, HEADER_ROWS, Look, guess_columns, sniff, sniff_as, sniff_in_steps};
pub use statements::table::{
    BadAmount, DateOrder, DecimalSign, Delimiter, FIELD_BYTES_MAX, Mark, Unreadable,
};

use statements::table::Row;

/// Bytes of a file at the most.
pub const BYTES_MAX: usize = 50 << 20;
/// Rows of a file at the most.
pub const ROWS_MAX: usize = 200_000;
/// Odd rows that are told one by one; the others are counted.
pub const PROBLEMS_MAX: usize = 1_000;
/// Characters of a customer or number.
const TEXT_CHARS_MAX: usize = crate::problem::SHORT_MAX;
/// Characters of a value shown with its problem.
const EXCERPT_CHARS: usize = 60;

/// The columns of dates, in the order of [`DateOrders`].
pub const DATES: [Field; 3] = [Field::Issued, Field::Due, Field::PaidOn];
/// The columns of amounts.
const MONEY: [Field; 4] = [Field::Amount, Field::Paid, Field::Open, Field::Credit];

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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
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
        self.0[field as usize]
    }

    pub fn set(&mut self, field: Field, column: Option<usize>) {
        self.0[field as usize] = column;
    }

    /// How many fields have a column.
    pub fn count(&self) -> usize {
        self.0.iter().flatten().count()
    }
}

/// The order of the dates of each column of dates, as [`DATES`]; `None`: the
/// one in which all can be read, if there is but one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DateOrders([Option<DateOrder>; DATES.len()]);

impl DateOrders {
    pub fn of(&self, field: Field) -> Option<DateOrder> {
        let place = DATES.iter().position(|known| *known == field)?;
        self.0[place]
    }

    pub fn set(&mut self, field: Field, order: Option<DateOrder>) {
        if let Some(place) = DATES.iter().position(|known| *known == field) {
            self.0[place] = order;
        }
    }
}

/// When what is paid was paid, where no column has the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaidWhen {
    /// Only what is open is taken.
    OpenOnly,
    /// On the day each was due, or today where that is later.
    WhenDue,
    On(Date),
}

/// How a file is to be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
    pub holds: Holds,
    /// `None`: the one that [`sniff`] finds.
    pub delimiter: Option<Delimiter>,
    /// The line of the row that names the columns; what stands above it is no
    /// row. `None` where no row names them.
    pub header: Option<u32>,
    pub columns: Columns,
    pub date_orders: DateOrders,
    /// `None`: the one with which all amounts can be read, if there is but one.
    pub decimal_sign: Option<DecimalSign>,
    /// Of every row that states none.
    pub currency: Option<Currency>,
    /// The first of the hundred years that years of two digits are of.
    pub first_year: i32,
    pub paid: Option<PaidWhen>,
    /// What is to become of odd rows.
    pub choices: Choices,
    /// The user's day: rows far from it are odd.
    pub today: Date,
}

/// Years of two digits are of the hundred years that end so many years from
/// now.
const YEARS_AHEAD: i32 = 20;

impl Options {
    /// As the file seems to be. What is ambiguous stays open.
    pub fn from_guess(guess: &Guess, today: Date) -> Options {
        let mut date_orders = DateOrders::default();
        for (field, possible) in DATES.into_iter().zip(&guess.date_orders) {
            date_orders.set(field, only(possible));
        }
        Options {
            holds: guess.holds,
            delimiter: Some(guess.delimiter),
            header: guess.header_line,
            columns: guess.columns,
            date_orders,
            decimal_sign: only(&guess.decimal_signs),
            currency: None,
            first_year: today.year() + YEARS_AHEAD - 99,
            paid: None,
            choices: Choices::default(),
            today,
        }
    }
}

/// The one there is.
fn only<T: Copy>(possible: &[T]) -> Option<T> {
    match possible {
        [one] => Some(*one),
        _ => None,
    }
}

/// What is wrong with a file as a whole.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
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
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
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
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
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
    NotReceivable(&'static str),
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
fn check_text(text: &str) -> Result<(), FileFault> {
    if text.len() > BYTES_MAX {
        return Err(FileFault::TooLarge { bytes: text.len() });
    }
    // A zero is a letter of UTF-16 read as something else, U+FFFD what a
    // decoder puts for what it could not read.
    let unread = text.find(['\0', '\u{fffd}']);
    match FileKind::of(text.as_bytes()) {
        FileKind::Empty => return Err(FileFault::Empty),
        FileKind::Text | FileKind::Json | FileKind::Utf16 => {}
        FileKind::Binary if unread.is_some() => {}
        kind => return Err(FileFault::WrongFile(kind)),
    }
    match unread {
        Some(place) => Err(FileFault::WrongEncoding {
            line: text[..place].split('\n').count(),
        }),
        None => Ok(()),
    }
}

/// What a row has in a field; nothing where it ends before.
fn value<'a>(row: &'a Row, options: &Options, field: Field) -> &'a str {
    options
        .columns
        .of(field)
        .and_then(|column| row.fields.get(column))
        .map_or("", |value| value)
}

fn excerpt(text: &str) -> String {
    text.chars()
        .take(EXCERPT_CHARS)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}

/// The place of a row in the file.
fn line(row: &Row) -> At {
    let line = usize::try_from(row.line).unwrap_or(usize::MAX);
    (FieldName::Line, line.saturating_sub(1)).into()
}

#[cfg(test)]
mod tests;
