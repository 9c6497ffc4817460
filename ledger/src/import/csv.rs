//! A table (CSV) of invoices, payments or customers as a records file.
//!
//! Each row of invoices is one document: customer, number, dates, amount and,
//! where it is paid, the day. It becomes an opening item, as the table says
//! nothing of taxes, and, where it was paid, a payment of the full amount on
//! that day put against it. A negative amount becomes an opening credit, which
//! is what it is in every program that writes such tables; where a day of
//! payment stands beside it, a refund of that day settles it.
//!
//! Each row of payments is money received of a customer, put against the
//! invoice that it names; of the two, one is enough.
//!
//! Reading is all or nothing: every row that cannot be taken as it stands is
//! a [`RowProblem`] with its line and column. What two people could read as
//! two things (3/4/2026, 1,234) is asked back, not guessed: [`sniff`] says
//! what is possible, [`Options`] what the user chose.
//!
//! The file comes as text: bytes are decoded in the shell.

use std::collections::BTreeMap;

use super::Origins;
use crate::command::At;
use crate::date::{BadDate, Date};
use crate::file_kind::FileKind;
use crate::money::{Currency, Money, MoneyError};
use crate::records::{
    AllocationRecord, CustomerRecord, DocumentKind, InvoiceRecord, PaymentRecord, RecordsFile,
    RefundRecord,
};
use crate::slices::{Steps, at_once};

mod customers;
mod payments;
mod rows;
mod sniff;
pub(crate) mod values;

pub use rows::{Delimiter, FIELD_BYTES_MAX, Unreadable};
pub use sniff::{Guess, guess_columns, sniff, sniff_as, sniff_in_steps};
pub use values::{BadAmount, DateOrder, DecimalSign};

pub(crate) use rows::{Row, Rows, stated_delimiter};
pub(crate) use sniff::{Amounts, Dates, Outcome, Ways, bare, guess_delimiter};

/// Bytes of a file at the most.
pub const BYTES_MAX: usize = 50 << 20;
/// Rows of a file at the most.
pub const ROWS_MAX: usize = 200_000;
/// Problems that are gathered before reading gives up.
pub const PROBLEMS_MAX: usize = 1_000;
/// Characters of a customer or number.
const TEXT_CHARS_MAX: usize = crate::command::SHORT_MAX;
/// Characters of a value shown with its problem.
const EXCERPT_CHARS: usize = 60;

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
                Field::Customer | Field::Number | Field::Issued | Field::Due | Field::Amount
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
    Amount,
    Currency,
    PaidOn,
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
}

/// How a file is to be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
    pub holds: Holds,
    /// `None`: the one that [`sniff`] finds.
    pub delimiter: Option<Delimiter>,
    pub has_header: bool,
    pub columns: Columns,
    /// `None`: the one in which all dates can be read, if there is but one.
    pub date_order: Option<DateOrder>,
    /// `None`: the one with which all amounts can be read, if there is but one.
    pub decimal_sign: Option<DecimalSign>,
    /// Of every row that states none.
    pub currency: Currency,
}

impl Options {
    /// As the file seems to be. What is ambiguous stays open.
    pub fn from_guess(guess: &Guess, currency: Currency) -> Options {
        let only = |count| count == 1;
        Options {
            holds: guess.holds,
            delimiter: Some(guess.delimiter),
            has_header: guess.has_header,
            columns: guess.columns,
            date_order: guess
                .date_orders
                .first()
                .copied()
                .filter(|_| only(guess.date_orders.len())),
            decimal_sign: guess
                .decimal_signs
                .first()
                .copied()
                .filter(|_| only(guess.decimal_signs.len())),
            currency,
        }
    }
}

/// What a file came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    pub records: RecordsFile,
    /// The line that each record came from.
    pub origins: Origins,
    /// Rows that were taken, but are odd.
    pub warnings: Vec<RowProblem>,
    pub rows: usize,
}

/// Why a file was not read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    File(#[from] FileFault),
    #[error("{} rows have problems, the first: {}", .0.len(), .0.first().map_or_else(String::new, ToString::to_string))]
    Rows(Vec<RowProblem>),
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

/// What is wrong with a row, and where.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
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

/// What is wrong with a row.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
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
    #[error("nothing: an invoice asks for more than zero")]
    Zero,
    #[error("a payment is more than zero: what was given back is a refund")]
    NotPositive,
    #[error("not a whole number of days")]
    NotDays,
    #[error("the same as line {0}: both were taken")]
    SameAs(u32),
    #[error("not a currency code of ISO 4217")]
    UnknownCurrency,
    #[error("marked as another currency than {0}")]
    OtherCurrency(Currency),
    #[error("before it was issued, on {0}")]
    BeforeIssue(Date),
    #[error("the number of line {0} again")]
    NumberTwice(u32),
    #[error("more than {PROBLEMS_MAX} problems; the others are not listed")]
    MoreProblems,
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

/// Reads a table.
///
/// # Errors
/// [`Refused`] with what is wrong with the file, or with all rows that cannot
/// be taken, up to [`PROBLEMS_MAX`].
pub fn read(text: &str, options: &Options) -> Result<Batch, Refused> {
    at_once(read_in_steps(text, options, &Steps::default()))
}

/// The same as long work, a step for each row.
///
/// # Errors
/// As [`read`].
pub async fn read_in_steps(text: &str, options: &Options, steps: &Steps) -> Result<Batch, Refused> {
    check_text(text)?;
    if let Some(field) = options.holds.missing(&options.columns) {
        return Err(FileFault::NoColumn(field).into());
    }
    let delimiter = options.delimiter.unwrap_or_else(|| guess_delimiter(text));
    let mut table = Table::new(options);
    let mut rows = Vec::new();
    for row in Rows::new(text, delimiter) {
        steps.step().await;
        match row {
            Ok(row) if table.header.is_empty() => {
                if let Some(row) = table.header(row)? {
                    rows.push(row);
                }
            }
            Ok(row) => rows.push(row),
            Err((line, unreadable)) => table.problem(line, unreadable),
        }
        if rows.len() > ROWS_MAX {
            return Err(FileFault::TooManyRows.into());
        }
    }
    if rows.is_empty() && table.problems.is_empty() {
        return Err(FileFault::Empty.into());
    }
    let order = date_order(options, &rows)?;
    let sign = decimal_sign(options, &rows)?;
    steps.begin(rows.len());
    for row in &rows {
        steps.step().await;
        if table.problems.len() > PROBLEMS_MAX {
            break;
        }
        let beyond = row.fields.iter().skip(table.header.len());
        if beyond.into_iter().any(|field| !field.is_empty()) {
            table.problem(row.line, RowFault::TooManyFields);
            continue;
        }
        match options.holds {
            Holds::Invoices => table.invoice(row, order, sign),
            Holds::Payments => table.payment(row, order, sign),
            Holds::Customers => table.customer(row),
        }
    }
    if !table.problems.is_empty() {
        return Err(Refused::Rows(table.problems));
    }
    Ok(Batch {
        records: table.records,
        origins: table.origins,
        warnings: table.warnings,
        rows: rows.len(),
    })
}

fn date_order(options: &Options, rows: &[Row]) -> Result<DateOrder, FileFault> {
    if let Some(order) = options.date_order {
        return Ok(order);
    }
    let mut dates = Dates::default();
    for row in rows {
        for field in [Field::Issued, Field::Due, Field::PaidOn] {
            dates.add(row.line, value(row, options, field));
        }
    }
    match dates.0.outcome() {
        Outcome::One(order) => Ok(order),
        Outcome::Ambiguous {
            left,
            example: (line, text),
        } => Err(FileFault::AmbiguousDates {
            orders: left,
            line,
            text: excerpt(&text),
        }),
        Outcome::Mixed(first, second) => Err(FileFault::MixedDates { first, second }),
    }
}

fn decimal_sign(options: &Options, rows: &[Row]) -> Result<DecimalSign, FileFault> {
    if let Some(sign) = options.decimal_sign {
        return Ok(sign);
    }
    let mut amounts = Amounts::default();
    for row in rows {
        amounts.add(row.line, value(row, options, Field::Amount));
    }
    match amounts.0.outcome() {
        Outcome::One(sign) => Ok(sign),
        Outcome::Ambiguous {
            example: (line, text),
            ..
        } => Err(FileFault::AmbiguousAmounts {
            line,
            text: excerpt(&text),
        }),
        Outcome::Mixed(first, second) => Err(FileFault::MixedAmounts { first, second }),
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

/// A table on its way to records.
struct Table<'o> {
    options: &'o Options,
    header: Vec<String>,
    records: RecordsFile,
    origins: Origins,
    /// The line of each number, or of what else must not come twice.
    numbers: BTreeMap<String, u32>,
    /// The customers that were named, by number.
    named: BTreeMap<String, ()>,
    problems: Vec<RowProblem>,
    warnings: Vec<RowProblem>,
}

/// The values of a row that can be taken.
struct Taken {
    customer: String,
    number: String,
    issued: Date,
    due: Date,
    amount: Money,
    paid_on: Option<Date>,
}

impl<'o> Table<'o> {
    fn new(options: &'o Options) -> Table<'o> {
        let mut records = RecordsFile::new();
        records.currency = Some(options.currency);
        Table {
            options,
            header: Vec::new(),
            records,
            origins: Origins::default(),
            numbers: BTreeMap::new(),
            named: BTreeMap::new(),
            problems: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Takes the first row, and gives it back where it is none of names.
    fn header<'a>(&mut self, first: Row<'a>) -> Result<Option<Row<'a>>, FileFault> {
        for field in self.options.holds.fields().iter().copied() {
            if let Some(column) = self.options.columns.of(field)
                && column >= first.fields.len()
            {
                return Err(FileFault::NoSuchColumn { field, column });
            }
        }
        let named = self.options.has_header;
        self.header = first
            .fields
            .iter()
            .enumerate()
            .map(|(column, name)| match name.as_ref() {
                name if named && !name.is_empty() => excerpt(name),
                _ => (column + 1).to_string(),
            })
            .collect();
        Ok((!named).then_some(first))
    }

    fn problem(&mut self, line: u32, fault: impl Into<RowFault>) {
        self.note(line, None, "", fault.into());
    }

    fn at(&mut self, row: &Row, field: Field, fault: impl Into<RowFault>) {
        let column = self.column(field);
        self.note(
            row.line,
            column,
            value(row, self.options, field),
            fault.into(),
        );
    }

    fn column(&self, field: Field) -> Option<String> {
        let column = self.options.columns.of(field)?;
        self.header.get(column).cloned()
    }

    fn note(&mut self, line: u32, column: Option<String>, value: &str, fault: RowFault) {
        let fault = match self.problems.len() {
            0..PROBLEMS_MAX => fault,
            PROBLEMS_MAX => RowFault::MoreProblems,
            _ => return,
        };
        self.problems.push(RowProblem {
            line,
            column,
            fault,
            value: excerpt(value),
        });
    }

    fn invoice(&mut self, row: &Row, order: DateOrder, sign: DecimalSign) {
        let customer = self.text(row, Field::Customer);
        let number = self.text(row, Field::Number);
        let issued = self.date(row, Field::Issued, order);
        let due = self.date(row, Field::Due, order);
        let paid_on = match value(row, self.options, Field::PaidOn) {
            "" => Some(None),
            _ => self.date(row, Field::PaidOn, order).map(Some),
        };
        let amount = self.amount(row, sign);
        if let Some(number) = &number
            && let Some(first) = self.numbers.get(number).copied()
        {
            self.at(row, Field::Number, RowFault::NumberTwice(first));
        }
        if let (Some(issued), Some(due)) = (issued, due)
            && due < issued
        {
            self.at(row, Field::Due, RowFault::BeforeIssue(issued));
        }
        if let (
            Some(customer),
            Some(number),
            Some(issued),
            Some(due),
            Some(paid_on),
            Some(amount),
        ) = (customer, number, issued, due, paid_on, amount)
        {
            self.numbers.entry(number.clone()).or_insert(row.line);
            self.name(row, &customer);
            self.take(
                row,
                Taken {
                    customer,
                    number,
                    issued,
                    due,
                    amount,
                    paid_on,
                },
            );
        }
    }

    fn text(&mut self, row: &Row, field: Field) -> Option<String> {
        if value(row, self.options, field).is_empty() {
            self.at(row, field, RowFault::Missing);
            return None;
        }
        self.optional(row, field)
    }

    /// A text that may be missing.
    fn optional(&mut self, row: &Row, field: Field) -> Option<String> {
        let text = value(row, self.options, field);
        let fault = if text.chars().nth(TEXT_CHARS_MAX).is_some() {
            RowFault::TooLong
        } else if text.chars().any(char::is_control) {
            RowFault::ControlCharacter
        } else {
            return Some(text.to_owned());
        };
        self.at(row, field, fault);
        None
    }

    fn date(&mut self, row: &Row, field: Field, order: DateOrder) -> Option<Date> {
        let text = value(row, self.options, field);
        if text.is_empty() {
            self.at(row, field, RowFault::Missing);
            return None;
        }
        let fault = match values::date(text, order) {
            Ok(date) => return Some(date),
            Err(BadDate::Malformed) => RowFault::NotADate(order),
            Err(fault) => RowFault::Date(fault),
        };
        self.at(row, field, fault);
        None
    }

    /// The currency that a row states, if it does; `None` where that is none.
    #[expect(clippy::option_option, reason = "not stated is no problem")]
    fn currency(&mut self, row: &Row) -> Option<Option<Currency>> {
        match value(row, self.options, Field::Currency) {
            "" => Some(None),
            code => {
                let currency = code.to_ascii_uppercase().parse().ok();
                if currency.is_none() {
                    self.at(row, Field::Currency, RowFault::UnknownCurrency);
                }
                currency.map(Some)
            }
        }
    }

    fn amount(&mut self, row: &Row, sign: DecimalSign) -> Option<Money> {
        let currency = self.currency(row)?.unwrap_or(self.options.currency);
        let text = value(row, self.options, Field::Amount);
        let fault: RowFault = if text.is_empty() {
            RowFault::Missing
        } else {
            match values::amount(text, sign) {
                Err(fault) => fault.into(),
                Ok(written) if written.mark.is_some_and(|mark| !mark.fits(currency)) => {
                    RowFault::OtherCurrency(currency)
                }
                Ok(written) => match Money::new(written.amount, currency) {
                    Ok(money) if self.options.holds == Holds::Payments && !money.is_positive() => {
                        RowFault::NotPositive
                    }
                    Ok(money) if money.is_zero() => RowFault::Zero,
                    Ok(money) => return Some(money),
                    Err(fault) => fault.into(),
                },
            }
        };
        self.at(row, Field::Amount, fault);
        None
    }

    /// The customer's name, where it stands beside the number.
    fn name(&mut self, row: &Row, number: &str) {
        let name = value(row, self.options, Field::CustomerName);
        if name.is_empty() || self.named.contains_key(number) {
            return;
        }
        if name.chars().nth(TEXT_CHARS_MAX).is_some() {
            return self.at(row, Field::CustomerName, RowFault::TooLong);
        }
        self.named.insert(number.to_owned(), ());
        self.origins.customers.push(line(row));
        self.records.customers.push(CustomerRecord {
            number: number.to_owned(),
            name: name.to_owned(),
            ..CustomerRecord::default()
        });
    }

    fn take(&mut self, row: &Row, taken: Taken) {
        if let Some(paid_on) = taken.paid_on
            && paid_on < taken.issued
        {
            // Paid in advance: odd, but it happens. It counts as unapplied
            // cash until the invoice is there.
            let column = self.column(Field::PaidOn);
            self.warnings.push(RowProblem {
                line: row.line,
                column,
                fault: RowFault::BeforeIssue(taken.issued),
                value: excerpt(value(row, self.options, Field::PaidOn)),
            });
        }
        // Stated on each, as a customer's own currency would come before the
        // file's.
        let currency = Some(taken.amount.currency());
        let is_credit = taken.amount.is_negative();
        let amount = taken.amount.amount().abs();
        let mut refunds = Vec::new();
        match taken.paid_on {
            None => {}
            // Nothing is given back of a credit that is not there yet.
            Some(paid_on) if is_credit => refunds.push(RefundRecord {
                date: paid_on.max(taken.issued),
                amount,
                reference: String::new(),
            }),
            Some(paid_on) => self.pay(
                row,
                PaymentRecord {
                    customer: taken.customer.clone(),
                    date: paid_on,
                    amount,
                    currency,
                    method: String::new(),
                    reference: String::new(),
                    note: String::new(),
                    allocations: vec![AllocationRecord {
                        invoice: taken.number.clone(),
                        amount,
                        date: None,
                    }],
                    refunds: Vec::new(),
                },
            ),
        }
        let kind = if is_credit {
            DocumentKind::CreditNote
        } else {
            DocumentKind::Invoice
        };
        self.origins.invoices.push(line(row));
        self.records.invoices.push(InvoiceRecord {
            due: Some(taken.due),
            currency,
            refunds,
            ..InvoiceRecord::opening(kind, taken.number, taken.customer, taken.issued, amount)
        });
    }
}

/// The place of a row in the file.
fn line(row: &Row) -> At {
    let line = usize::try_from(row.line).unwrap_or(usize::MAX);
    ("line", line.saturating_sub(1)).into()
}

#[cfg(test)]
mod tests;
