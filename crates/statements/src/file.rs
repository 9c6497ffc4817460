//! What a bank's file says, in one form for all formats.
//!
//! Texts are the file's own, with blanks made single; nothing is looked up,
//! matched or compared with what is kept. Amounts are signed: what the account
//! gains is positive.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

use crate::csv::CsvProfile;
use crate::table::{BadAmount, DateOrder, DecimalSign, Unreadable};
use values::date::Date;
use values::file_kind::FileKind;
use values::money::{Currency, Decimal, MoneyError};

/// What the user chose where a file leaves it open.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReadOptions {
    /// How a table is read; without it a CSV file is
    /// [`ReadError::NeedsProfile`].
    pub csv: Option<CsvProfile>,
    /// In which order QIF names year, month and day; `None`: the one in which
    /// all dates can be read, if there is but one.
    pub date_order: Option<DateOrder>,
    /// The decimal sign of QIF, likewise.
    pub decimal_sign: Option<DecimalSign>,
    /// The year of a table's newest line, where its days have none.
    pub year: Option<i32>,
}

/// Bytes of a file at the most, also of all files of an archive unpacked.
pub const BYTES_MAX: usize = 50 << 20;
/// Lines of all statements of a file at the most.
pub const LINES_MAX: usize = 200_000;
/// Statements of a file at the most.
pub const STATEMENTS_MAX: usize = 10_000;
/// Characters of a [`FileLine`]'s text that are kept.
pub const TEXT_MAX: usize = 2_000;
/// Characters of every other text that are kept.
pub const SHORT_MAX: usize = 140;
/// Warnings of one statement that are listed.
pub const WARNINGS_MAX: usize = 100;

/// How a file is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Mt940,
    /// An account report of the day so far.
    Camt052,
    /// A statement.
    Camt053,
    /// A notification of debits or credits; it has no balances.
    Camt054,
    Ofx,
    Qif,
    Csv,
}

impl Format {
    /// Whether a statement of it has an opening and a closing balance, so
    /// that one without them is odd.
    pub fn has_balances(self) -> bool {
        matches!(self, Format::Mt940 | Format::Camt053)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Mt940 => "MT940",
            Format::Camt052 => "CAMT.052",
            Format::Camt053 => "CAMT.053",
            Format::Camt054 => "CAMT.054",
            Format::Ofx => "OFX",
            Format::Qif => "QIF",
            Format::Csv => "CSV",
        })
    }
}

/// A file, or all files of an archive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BankFile {
    /// Of an archive that of its first file.
    pub format: Format,
    pub statements: Vec<FileStatement>,
    /// What is said of no single statement.
    pub warnings: Vec<Warning>,
}

/// One statement of one account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileStatement {
    pub format: Format,
    /// The file's name; within an archive that of the file in it.
    pub file: String,
    /// Where it begins.
    pub place: Place,
    /// The account as written, without blanks; empty where the file names none.
    pub account: String,
    /// The bank's BIC or routing number, where given.
    pub bank: String,
    /// `None` where the file names none, as QIF never does.
    pub currency: Option<Currency>,
    /// Its number or identification.
    pub number: String,
    pub opening: Option<Balance>,
    pub closing: Option<Balance>,
    /// In the order of the file.
    pub lines: Vec<FileLine>,
    pub warnings: Vec<Warning>,
}

/// What the account held at the beginning or end of a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Balance {
    /// `None` where it was worked out from a column of balances.
    pub date: Option<Date>,
    /// Negative where the account is overdrawn.
    pub amount: Decimal,
    pub currency: Option<Currency>,
}

/// One movement of the account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileLine {
    pub place: Place,
    /// The day it was booked; where only the day of value is given, that.
    pub date: Date,
    pub value_date: Option<Date>,
    /// Credits positive, not zero unless the file says so.
    pub amount: Decimal,
    /// `None` where it is that of the statement.
    pub currency: Option<Currency>,
    /// What the payer wrote (unstructured remittance, memo), parts joined by
    /// a blank.
    pub text: String,
    /// The structured creditor reference (RF, QR, Belgian and others), where
    /// the file marks it as such.
    pub reference: String,
    /// Empty where it is NOTPROVIDED or NONREF.
    pub end_to_end: String,
    /// What the bank calls it: AcctSvcrRef or NtryRef, FITID, the reference of
    /// the servicing institution in `:61:`.
    pub bank_id: String,
    /// The other side: who paid a credit, who was paid by a debit.
    pub name: String,
    /// On whose behalf, where that is someone else (ultimate debtor or
    /// creditor).
    pub ultimate_name: String,
    /// The other side's account: an IBAN in canonical form, else as written.
    pub iban: String,
    /// The other side's bank.
    pub bic: String,
    /// The direct debit's mandate.
    pub mandate: String,
    /// What kind of movement the bank says it is: ISO 20022 codes joined by
    /// `/`, GVC, TRNTYPE, SWIFT type.
    pub code: String,
    /// What the bank kept of it, or added, positive.
    pub charges: Option<(Decimal, Option<Currency>)>,
    /// What was instructed, where that is another currency; positive.
    pub original: Option<(Decimal, Currency)>,
    /// Why it came back, where it is a returned payment: AC04, MD06, 109.
    /// Empty where the file only says that it was one.
    pub returned: Option<String>,
}

impl FileLine {
    /// A line of which nothing but day and amount is known.
    pub fn new(place: Place, date: Date, amount: Decimal) -> FileLine {
        FileLine {
            place,
            date,
            value_date: None,
            amount,
            currency: None,
            text: String::new(),
            reference: String::new(),
            end_to_end: String::new(),
            bank_id: String::new(),
            name: String::new(),
            ultimate_name: String::new(),
            iban: String::new(),
            bic: String::new(),
            mandate: String::new(),
            code: String::new(),
            charges: None,
            original: None,
            returned: None,
        }
    }
}

/// Where something stands in a file.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
pub struct Place {
    /// From 1.
    pub line: u32,
    /// The entry within its statement, from 1; 0 where it is none. Some files
    /// are one long line.
    pub entry: u32,
}

impl Place {
    pub fn line(line: u32) -> Place {
        Place { line, entry: 0 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.entry {
            0 => write!(f, "line {}", self.line),
            entry => write!(f, "line {}, entry {entry}", self.line),
        }
    }
}

/// What is odd about a file that was read all the same.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// `difference` is closing less opening less lines.
    #[error(
        "opening {opening} and lines {lines} do not make closing {closing}: {difference} is missing"
    )]
    Balance {
        opening: Decimal,
        lines: Decimal,
        closing: Decimal,
        difference: Decimal,
    },
    /// A row's balance does not follow from the one before it.
    #[error("{place}: the balance {found} should be {expected}")]
    RunningBalance {
        place: Place,
        expected: Decimal,
        found: Decimal,
    },
    #[error("no opening balance")]
    NoOpening,
    #[error("no closing balance")]
    NoClosing,
    #[error("no account is named")]
    NoAccount,
    #[error("the balances do not add up to a number that can be held")]
    Uncounted,
    /// A balance or a line of another currency than the statement's.
    #[error("{place}: {found}, the statement is in {expected}")]
    OtherCurrency {
        place: Place,
        found: Currency,
        expected: Currency,
    },
    #[error("{place}: {code:?} is no currency of ISO 4217")]
    UnknownCurrency { place: Place, code: String },
    #[error("{count} entries that are not booked are left out, the first at {place}")]
    NotBooked { place: Place, count: usize },
    /// Other information than movements of an account: holdings, categories.
    #[error("{place}: {what} is left out")]
    LeftOut { place: Place, what: String },
    /// Rows that hold no movement, such as a total below the last one.
    #[error("{place}: the row {text:?} is no movement and is left out")]
    NoMovement { place: Place, text: String },
    /// A batch whose details do not add up to it, or do not say how much they
    /// are.
    #[error("{place}: its details do not add up to {entry}; it stays one line")]
    BatchNotSplit {
        place: Place,
        entry: Decimal,
        details: Option<Decimal>,
    },
    #[error("{place}: no day of booking is given, {taken} is taken")]
    NoDate { place: Place, taken: Date },
    /// A date that says nothing to the amounts, such as a value date.
    #[error("{place}: {text:?} is no date")]
    BadDate { place: Place, text: String },
    #[error("{place}: an amount beside the line's own, {text:?}, cannot be read")]
    BadSideAmount { place: Place, text: String },
    /// A line that cannot be read; the others are.
    #[error("{place}: {tag}: {text:?} cannot be read, so the line is left out")]
    LineRefused {
        place: Place,
        tag: String,
        text: String,
    },
    /// A day that there is not, such as 30 February.
    #[error("{place}: there is no day {text:?}, {taken} is taken")]
    NoSuchDay {
        place: Place,
        text: String,
        taken: Date,
    },
    #[error("{place}: a text is longer than what is kept of it")]
    Shortened { place: Place },
    #[error("the bank says {code}: {text}")]
    BankSays { code: String, text: String },
    #[error("{0} more warnings are not listed")]
    More(usize),
    #[error("{file}: {warning}")]
    In { file: String, warning: Box<Warning> },
}

/// Why a file was not read. Nothing of it is used then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ReadError {
    #[error("{bytes} bytes; at most {BYTES_MAX} are read")]
    TooLarge { bytes: usize },
    #[error("more than {LINES_MAX} lines")]
    TooManyLines,
    #[error("more than {STATEMENTS_MAX} statements")]
    TooManyStatements,
    #[error("this is {0}, not a bank statement")]
    WrongFile(FileKind),
    /// XML, but none of a bank.
    #[error("line {line}: {root:?} is no bank statement")]
    WrongRoot { line: u32, root: String },
    #[error("none of MT940, CAMT, OFX, QIF and CSV")]
    UnknownFormat,
    #[error("there is no statement in it")]
    NoStatement,
    #[error("the bank's answer holds no statement: {code} {text}")]
    BankRefused { code: String, text: String },
    #[error("the encoding {0:?} is not read")]
    UnknownEncoding(String),
    #[error("line {line}: bytes that are not {encoding}")]
    Encoding {
        line: u32,
        encoding: Cow<'static, str>,
    },
    #[error("line {line}: a document type declaration is not allowed")]
    Doctype { line: u32 },
    #[error("line {line}: {fault}")]
    Xml { line: u32, fault: XmlFault },
    #[error("{place}: {tag} is missing")]
    Missing {
        place: Place,
        tag: Cow<'static, str>,
    },
    #[error("{place}: {tag}: {text:?} is not of its form")]
    Malformed {
        place: Place,
        tag: String,
        text: String,
    },
    #[error("{place}: {tag}: {text:?} is no date")]
    Date {
        place: Place,
        tag: String,
        text: String,
    },
    #[error("{place}: {tag}: {text:?}: {fault}")]
    Amount {
        place: Place,
        tag: String,
        text: String,
        fault: MoneyError,
    },
    /// The dates can be read in several orders: the user has to say which.
    #[error("{place}: {text:?} can be read in several orders: {orders:?}")]
    DateOrder {
        place: Place,
        text: String,
        orders: Vec<DateOrder>,
    },
    /// No one order fits all dates.
    #[error("dates in different orders: {}: {:?}, {}: {:?}", .first.0, .first.1, .second.0, .second.1)]
    MixedDates {
        first: (Place, String),
        second: (Place, String),
    },
    /// The amounts can be read in several ways: the user has to say which.
    #[error("{place}: {text:?} can be read with a decimal point or a decimal comma")]
    DecimalSign {
        place: Place,
        text: String,
        signs: Vec<DecimalSign>,
    },
    #[error("amounts with a decimal point and with a decimal comma: {}: {:?}, {}: {:?}", .first.0, .first.1, .second.0, .second.1)]
    MixedAmounts {
        first: (Place, String),
        second: (Place, String),
    },
    /// A table is read with a profile: [`super::csv::guess`] proposes one.
    #[error("a CSV file needs a profile of its columns")]
    NeedsProfile,
    #[error("the profile's column {0:?} is not in the file")]
    NoColumn(String),
    #[error("the profile names no column for {0}")]
    NotChosen(Cow<'static, str>),
    #[error("{place}: {fault}")]
    Row { place: Place, fault: RowFault },
    #[error("{0}")]
    Zip(#[from] ZipFault),
    #[error("{file}: {error}")]
    In { file: String, error: Box<ReadError> },
}

/// What is wrong with XML.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum XmlFault {
    #[error("the file ends within an element: is it complete?")]
    Truncated,
    #[error("not well-formed XML")]
    Malformed,
    #[error("an end tag that fits no start tag")]
    WrongEnd,
    #[error("an unknown entity")]
    Entity,
    #[error("elements within elements too deep")]
    TooDeep,
    #[error("a text that is too long")]
    TooLong,
    #[error("too many attributes")]
    TooManyAttributes,
}

/// What is wrong with a row of a table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum RowFault {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("{column:?}: {text:?} is no date in the order {order:?}")]
    Date {
        column: String,
        text: String,
        order: DateOrder,
    },
    #[error("{column:?}: {text:?}: {fault}")]
    Amount {
        column: String,
        text: String,
        fault: BadAmount,
    },
    #[error("{column:?}: {text:?} says neither debit nor credit")]
    DebitCredit { column: String, text: String },
    #[error("both a debit and a credit")]
    Both,
    #[error("{column:?}: {text:?} says neither that it is booked nor that it is not")]
    Status { column: String, text: String },
    #[error("{column:?}: {text:?} is no currency")]
    Currency { column: String, text: String },
    /// More cells than the header has names: often a separator within a text.
    #[error("{text:?} stands beyond the last column")]
    TooManyCells { text: String },
    /// Not one row has a day that can be read; this is the first.
    #[error("{column:?}: {text:?} is no date, and no other row has one")]
    NoDay { column: String, text: String },
    /// Not one row with a day has an amount; this is the first.
    #[error("{column:?}: no amount, and no other row has one")]
    NoAmount { column: String },
    #[error("{column:?}: the days have no year")]
    NoYear { column: String },
}

/// What is wrong with an archive.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ZipFault {
    #[error("the archive is damaged or not complete")]
    Damaged,
    #[error("the archive is encrypted")]
    Encrypted,
    #[error("an archive in an archive is not read")]
    Nested,
    #[error("more files than are read from one archive")]
    TooManyFiles,
    #[error("it unpacks to more than {BYTES_MAX} bytes")]
    TooLarge,
    #[error("it unpacks to far more than a statement would: not read")]
    Ratio,
    #[error("packed in a way that is not read")]
    Method,
    #[error("what it unpacks to is not what was packed (CRC-32)")]
    Checksum,
    #[error("there is no file in it")]
    Empty,
}
