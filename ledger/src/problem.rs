//! Why a command or an import did nothing: what is wrong, and at which field.
//! The sentences for people are made of it elsewhere.

use crate::change::RecordId;
use crate::date::Date;
use crate::identifier::{BicProblem, IbanProblem, ReferenceProblem};
use crate::ids::Seq;
use crate::invoice::numbering::PatternProblem;
use crate::invoice::totals::{Place, TotalsProblem};
use crate::look::{AccentProblem, LogoProblem};
use crate::mail::{AddressProblem, MailProblem};
use crate::money::{Decimal, Money, MoneyError};
use crate::payment_code::link::LinkProblem;
use crate::terms::TermsProblem;

/// Characters of a name, a number, a reference.
pub const SHORT_MAX: usize = 200;
/// Characters of a description, a note, a footer.
pub const LONG_MAX: usize = 4_000;

/// Why nothing was done.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Refusal {
    /// The record is not the one the form opened on. The form shows both.
    #[error("{id:?} was changed by entry {now} since the form was opened")]
    Changed { id: RecordId, now: Seq },
    /// What the user asked for does not work.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Problems(Vec<Problem>),
}

/// One thing that is wrong, and where.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
#[error("{at}: {what}")]
pub struct Problem {
    pub at: At,
    pub what: What,
}

/// The place of a problem: a field, or a field of the n-th of several.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct At {
    pub field: &'static str,
    /// From 0: the line, part or row.
    pub index: Option<usize>,
}

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.index {
            None => f.write_str(self.field),
            Some(index) => write!(f, "{} {}", self.field, index + 1),
        }
    }
}

impl From<&'static str> for At {
    fn from(field: &'static str) -> At {
        At { field, index: None }
    }
}

impl From<(&'static str, usize)> for At {
    fn from((field, index): (&'static str, usize)) -> At {
        At {
            field,
            index: Some(index),
        }
    }
}

impl From<Place> for At {
    fn from(place: Place) -> At {
        match place {
            Place::Document => "total".into(),
            Place::Line(line) => ("line", line).into(),
            Place::LineAdjustment { line, .. } => ("line", line).into(),
            Place::Adjustment(index) => ("adjustment", index).into(),
            Place::Tax(index) => ("tax", index).into(),
            Place::Retained(index) => ("retained", index).into(),
            Place::Deduction(index) => ("deduction", index).into(),
            Place::Prepaid => "prepaid".into(),
            Place::Rounding => "rounding".into(),
        }
    }
}

/// What is wrong.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum What {
    #[error("missing")]
    Missing,
    #[error("longer than {0} characters")]
    TooLong(usize),
    #[error("more than {0}")]
    TooMany(usize),
    #[error("not in this book")]
    Unknown,
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Totals(#[from] TotalsProblem),
    #[error(transparent)]
    Terms(#[from] TermsProblem),
    #[error(transparent)]
    Pattern(#[from] PatternProblem),
    #[error(transparent)]
    Iban(#[from] IbanProblem),
    #[error(transparent)]
    Bic(#[from] BicProblem),
    #[error(transparent)]
    Reference(#[from] ReferenceProblem),
    #[error("a QR reference needs a QR-IBAN")]
    QrIbanNeeded,
    #[error("documents are not written in this language")]
    NoSuchLanguage,
    #[error(transparent)]
    Link(#[from] LinkProblem),
    #[error(transparent)]
    Mail(#[from] MailProblem),
    #[error(transparent)]
    Address(#[from] AddressProblem),
    #[error(transparent)]
    Accent(#[from] AccentProblem),
    #[error(transparent)]
    Logo(#[from] LogoProblem),
    #[error(transparent)]
    Import(#[from] ImportProblem),
    #[error("must be above zero")]
    NotPositive,
    #[error("more than the {0} that is left")]
    MoreThanOpen(Money),
    /// Its number, and since when.
    #[error("{0} was settled on that day, and is open again since {1}")]
    OpenAgain(String, Date),
    #[error("more than the {0} that is left of it")]
    MoreThanUnapplied(Money),
    #[error("more than the {0} that may be written off with a payment")]
    MoreThanSmall(Money),
    #[error("more than the {0} that is left of the line")]
    MoreThanLine(Money),
    #[error("what it was is known already")]
    IsMatched,
    #[error("{0} of its lines are matched")]
    LinesMatched(usize),
    #[error("an account with this number is there already")]
    AccountTaken,
    #[error("every line of it is known already")]
    NothingNew,
    #[error("no condition")]
    NoCondition,
    #[error("no discount is earned on this day")]
    NoDiscount,
    #[error("another currency")]
    OtherCurrency,
    #[error("of another customer")]
    OtherCustomer,
    #[error("before {0}")]
    Before(Date),
    /// A fact about a document, dated before there was one: its number and
    /// day.
    #[error("before {0}, which was issued on {1}")]
    BeforeIssue(String, Date),
    #[error("in the closed period up to {0}")]
    Closed(Date),
    #[error("in the future")]
    Future,
    #[error("a rate to the currency of the books is needed")]
    RateNeeded,
    #[error("number {0} is taken")]
    NumberTaken(String),
    #[error("no number series for it")]
    NoSeries,
    #[error("the series is used up")]
    SeriesFull,
    #[error("lower than {0}, which was given already")]
    NumberGiven(u32),
    #[error("numbers were given already: skip some, with a reason")]
    SeriesInUse,
    #[error("asks for less than nothing; issue a credit note")]
    Negative,
    #[error("brings what is taxed with {name} {percent} % below zero")]
    NegativeBase { name: String, percent: Decimal },
    #[error("not a draft: an issued document never changes")]
    NotADraft,
    #[error("not issued")]
    NotIssued,
    #[error("void")]
    IsVoid,
    #[error("was sent: correct it by a credit note")]
    WasSent,
    #[error("was paid or credited: correct it by a credit note")]
    WasSettled,
    #[error("deducted by a later invoice")]
    WasDeducted,
    #[error("deducted already by {0}")]
    DeductedBy(String),
    #[error("credits more than the {0} that is left to credit")]
    MoreThanCredited(Money),
    #[error("not such a document")]
    WrongKind,
    #[error("a payment of this customer, day, amount and reference is known")]
    SamePayment,
    #[error("more of it stays unapplied: {0}")]
    StaysUnapplied(Money),
    #[error("reversed already")]
    Reversed,
    #[error("{0} of it was refunded on {1}: reverse that refund first")]
    WasRefunded(Money, Date),
    #[error("stands on a bank line: take it off the line first")]
    OnBankLine,
    /// An erasure waits for it.
    #[error("{0} is still open")]
    StillOpen(String),
    #[error("still has unapplied money")]
    StillUnapplied,
    #[error("other records depend on it")]
    InUse,
    #[error("the one of {0} was made already")]
    OccurrenceMade(Date),
    #[error("the one of {0} was skipped")]
    OccurrenceSkipped(Date),
    #[error("nothing recurs on {0}")]
    NoOccurrence(Date),
    #[error("some were made or skipped by this rule: end the schedule and begin another")]
    ScheduleInUse,
    #[error("decided so already")]
    DecidedSo,
    #[error("declined")]
    QuoteDeclined,
    /// The number is empty for a draft.
    #[error("invoiced already: {0}")]
    QuoteInvoiced(String),
    #[error("paused already")]
    IsPaused,
    #[error("not the last day of its month")]
    NotLastOfMonth,
    #[error("a fixed due date cannot be repeated")]
    FixedDue,
    #[error("must be from {0} to {1}")]
    OutOfBounds(u32, u32),
    #[error("records changed since by entry {0}")]
    ChangedSince(Seq),
    #[error("gave or voided a number, which cannot be undone")]
    Numbered,
    #[error("nothing to undo")]
    NothingToUndo,
}

/// Problems that are gathered before the import gives up.
pub const PROBLEMS_MAX: usize = 1_000;

/// What is wrong with a record of a file. The enclosing
/// [`Problem::at`](command::Problem::at) names the array and the record's
/// place in it.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
#[error("{record}: {at}: {fault}")]
pub struct ImportProblem {
    /// The record's number or name, as in the file.
    pub record: String,
    /// The field of the record, or the place in one of its lists.
    pub at: At,
    pub fault: ImportFault,
}

/// What is wrong, where it is nothing that [`What`] knows.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum ImportFault {
    #[error(transparent)]
    What(Box<What>),
    #[error("twice in the file")]
    Twice,
    #[error("several customers are called so: name the customer by number")]
    AmbiguousName,
    #[error("neither lines nor a total")]
    NoTotal,
    #[error("the total is stated as {stated}, the lines come to {computed}")]
    TotalDiffers { stated: Money, computed: Money },
    #[error("only a document with lines has these")]
    NeedsLines,
    #[error("either an amount or a percentage, and only one of them")]
    AmountOrPercent,
    #[error("the taxes stand in another order on another line")]
    TaxOrder,
    #[error("takes back nothing that stands before it")]
    NothingToReverse,
    #[error("settled after it became void")]
    SettledVoid,
    #[error("does not fit the book")]
    Misfit,
    #[error("more than {PROBLEMS_MAX} problems; the others are not listed")]
    MoreProblems,
}

impl<T: Into<What>> From<T> for ImportFault {
    fn from(what: T) -> ImportFault {
        ImportFault::What(Box::new(what.into()))
    }
}
