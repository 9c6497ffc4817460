//! Commands: what a user can do, and what it comes to.
//!
//! [`execute`] is pure: a Book, a command and a [`Context`] give a
//! [`ChangeSet`] or a [`Refusal`]; nothing is changed. Where another tab
//! wrote meanwhile, the shell runs the same command again on the new Book, so
//! a number is never given twice and never skipped. A command that saves what
//! a form showed carries the entry the form opened on: where the record
//! changed since, the answer is [`Refusal::Changed`].

mod bank;
mod close;
mod erase;
mod issue;
mod keep;
mod quote;
mod repeat;
mod settle;
pub mod undo;

pub use bank::{import_statements_in_steps, match_lines_in_steps};
pub use erase::erase_customer_in_steps;
pub(crate) use issue::next_value;
pub use repeat::OCCURRENCES_MAX;

use crate::bank::intake::ImportStatements;
use crate::bank::{BankAccount, IgnoreRule};
use crate::book::Book;
use crate::business::{Business, Series};
use crate::change::{Change, ChangeSet, Record, RecordId};
use crate::customer::Customer;
use crate::date::Date;
use crate::identifier::{BicProblem, IbanProblem, ReferenceProblem};
use crate::ids::*;
use crate::import;
use crate::invoice::Invoice;
use crate::invoice::numbering::PatternProblem;
use crate::invoice::totals::{Place, TotalsProblem};
use crate::item::Item;
use crate::look::{AccentProblem, LogoProblem};
use crate::mail::{AddressProblem, MailProblem};
use crate::money::{Currency, Decimal, Money, MoneyError};
use crate::payment::{Received, RefundKind, Source, WriteOffKind};
use crate::payment_code::link::LinkProblem;
use crate::quote::Quote;
use crate::records::RecordsFile;
use crate::schedule::{Schedule, Words};
use crate::slices::{Steps, at_once};
use crate::terms::TermsProblem;

/// What a command cannot know by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The user's civil day.
    pub today: Date,
    /// The chain this device writes on: new ids are of it.
    pub chain: Chain,
    /// The user's reason for recording a fact in a closed period, where they
    /// gave one.
    pub override_closed: Option<String>,
}

/// What a user can do.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// The business and the series of a new book, all at once.
    Begin {
        business: Business,
        series: Vec<Series>,
    },
    SaveBusiness {
        business: Business,
        opened: Seq,
    },
    /// A new series has id `None`.
    SaveSeries {
        id: Option<SeriesId>,
        series: Series,
        opened: Seq,
    },
    SaveCustomer {
        id: Option<CustomerId>,
        customer: Customer,
        opened: Seq,
    },
    SaveItem {
        id: Option<ItemId>,
        item: Item,
        opened: Seq,
    },
    SaveDraft {
        id: Option<InvoiceId>,
        draft: Box<Invoice>,
        opened: Seq,
    },
    DiscardDraft {
        id: InvoiceId,
        opened: Seq,
    },
    IssueInvoice(Box<IssueInvoice>),
    VoidInvoice {
        invoice: InvoiceId,
        date: Date,
        reason: String,
    },
    MarkSent {
        invoice: InvoiceId,
        date: Date,
        channel: String,
    },
    RecordPayment(Box<RecordPayment>),
    /// A payment that somebody types, held against what they were shown.
    EnterPayment(Box<EnterPayment>),
    /// Puts unapplied cash or a credit note against invoices.
    Allocate {
        source: Source,
        date: Date,
        parts: Vec<(InvoiceId, Decimal)>,
    },
    /// Takes an allocation back on a day.
    ReverseAllocation {
        allocation: AllocationId,
        date: Date,
    },
    /// A payment came back, or there was none: what it settled is open again,
    /// from this day on, or from the last one on which it was used.
    TakeBackPayment {
        payment: PaymentId,
        date: Date,
        /// Returned or a correction.
        kind: RefundKind,
        reason: String,
    },
    RecordRefund {
        source: Source,
        date: Date,
        amount: Decimal,
        reference: String,
    },
    /// Takes a refund back on a day, of whatever kind it is.
    ReverseRefund {
        refund: RefundId,
        date: Date,
    },
    WriteOff {
        invoice: InvoiceId,
        date: Date,
        amount: Decimal,
        reason: String,
    },
    ReverseWriteOff {
        write_off: WriteOffId,
        date: Date,
    },
    ClosePeriod {
        until: Date,
        reason: String,
    },
    ReopenPeriod {
        until: Option<Date>,
        reason: String,
    },
    /// Numbers up to `last` were used where this book does not know: go on
    /// after it, and record the gap with its reason.
    SkipNumbers {
        series: SeriesId,
        last: u32,
        date: Date,
        reason: String,
    },
    ImportRecords(Box<RecordsFile>),
    SaveSchedule {
        id: Option<ScheduleId>,
        schedule: Box<Schedule>,
        opened: Seq,
    },
    MakeOccurrences(Box<MakeOccurrences>),
    /// Nothing is to become of these occurrences.
    SkipOccurrences {
        skip: Vec<(ScheduleId, Date)>,
        reason: String,
    },
    /// No occurrence after `last`.
    EndSchedule {
        schedule: ScheduleId,
        last: Date,
        opened: Seq,
    },
    /// No occurrence from this day on, until it is resumed.
    PauseSchedule {
        schedule: ScheduleId,
        from: Date,
        opened: Seq,
    },
    /// Occurrences again from this day on.
    ResumeSchedule {
        schedule: ScheduleId,
        from: Date,
        opened: Seq,
    },
    SaveQuote {
        id: Option<QuoteId>,
        quote: Box<Quote>,
        opened: Seq,
    },
    DiscardQuote {
        id: QuoteId,
        opened: Seq,
    },
    IssueQuote(Box<IssueQuote>),
    /// What the customer said of it, on a day.
    DecideQuote {
        quote: QuoteId,
        date: Date,
        accepted: bool,
        note: String,
    },
    /// Makes a draft of an invoice of it, whole.
    InvoiceQuote {
        quote: QuoteId,
    },
    SaveBankAccount {
        id: Option<BankAccountId>,
        account: BankAccount,
        opened: Seq,
    },
    /// Keeps the lines of a bank's file that are not known yet.
    ImportStatements(Box<ImportStatements>),
    /// Says what bank lines were, in this order.
    MatchLines(Vec<MatchLine>),
    /// What a bank line was is open again. A payment that it brought is taken
    /// back on this day, or on the first later one on which it can be.
    UnmatchLine {
        line: BankLineId,
        date: Date,
    },
    /// Removes statements with their lines, as if they had never come in.
    RemoveStatements {
        statements: Vec<StatementId>,
        /// Where payments of their lines are to be taken back first: the day.
        take_back: Option<Date>,
    },
    /// A rule, and what it fits among the lines that are open.
    SaveIgnoreRule {
        id: Option<RuleId>,
        rule: IgnoreRule,
        opened: Seq,
    },
    EraseCustomer {
        customer: CustomerId,
        /// Documents issued on or after this day keep the person's details
        /// until their retention ends.
        keep_issued_since: Date,
    },
    /// Keeps a filter of a list under a name, in place of what had it; without
    /// an address it is forgotten.
    NameFilter {
        name: String,
        address: Option<String>,
    },
}

/// A document to be issued, from a form or a draft.
#[derive(Clone, PartialEq, Debug)]
pub struct IssueInvoice {
    /// The draft it comes from and the entry the form opened it on.
    pub draft: Option<(InvoiceId, Seq)>,
    /// Its content; id and issue are ignored.
    pub document: Invoice,
    pub date: Date,
    /// `None` takes the first series for this kind of document.
    pub series: Option<SeriesId>,
    /// One unit of the document's currency in that of the books; needed where
    /// they differ.
    pub rate: Option<Decimal>,
    /// A credit note only: put as much as possible against the document it
    /// corrects.
    pub settle_original: bool,
}

/// A quote to be issued, from a form or a draft.
#[derive(Clone, PartialEq, Debug)]
pub struct IssueQuote {
    /// The draft it comes from and the entry the form opened it on.
    pub draft: Option<(QuoteId, Seq)>,
    /// Its content; id and issue are ignored.
    pub quote: Quote,
    pub date: Date,
}

/// Occurrences of schedules that are to be made now, in this order.
#[derive(Clone, PartialEq, Debug)]
pub struct MakeOccurrences {
    /// The date of issue of those that are issued.
    pub date: Date,
    pub make: Vec<MakeOccurrence>,
    /// Drafts even where the schedule says to issue.
    pub as_drafts: bool,
}

#[derive(Clone, PartialEq, Debug)]
pub struct MakeOccurrence {
    pub schedule: ScheduleId,
    pub day: Date,
    /// In the language of the document.
    pub words: Words,
    /// As [`IssueInvoice::rate`].
    pub rate: Option<Decimal>,
}

/// What a bank line was. What its parts do not come to stays open.
#[derive(Clone, PartialEq, Debug)]
pub struct MatchLine {
    pub line: BankLineId,
    pub parts: Vec<MatchPart>,
}

#[derive(Clone, PartialEq, Debug)]
pub enum MatchPart {
    /// Money received: a payment of the line's day is recorded.
    Receipt(Box<Receipt>),
    /// A payment that was recorded before.
    Recorded(PaymentId),
    /// A payment came back.
    Return { payment: PaymentId },
    /// A customer's money was given back.
    Refund { source: Source, amount: Decimal },
    /// A refund that was recorded before.
    RecordedRefund(RefundId),
    /// Nothing of the receivables. `None` for all that is left of the line.
    Other {
        amount: Option<Decimal>,
        reason: String,
    },
}

/// A payment that a bank line brought.
#[derive(Clone, PartialEq, Debug)]
pub struct Receipt {
    pub customer: CustomerId,
    /// What the customer paid, the bank's fee included.
    pub amount: Decimal,
    pub currency: Currency,
    /// As [`RecordPayment::fee`].
    pub fee: Option<Decimal>,
    /// What of the line it is, where that is another currency.
    pub received: Option<Decimal>,
    pub allocate: Allocate,
    /// What of a credit note or of money on account is put against an invoice
    /// with it, and taken back with it.
    pub credits: Vec<(Source, InvoiceId, Decimal)>,
    /// As [`RecordPayment::closes`].
    pub closes: Vec<(InvoiceId, WriteOffKind)>,
}

/// Money received.
#[derive(Clone, PartialEq, Debug)]
pub struct RecordPayment {
    pub customer: CustomerId,
    pub date: Date,
    pub amount: Decimal,
    pub currency: Currency,
    pub method: String,
    pub reference: String,
    pub note: String,
    /// As [`crate::payment::Payment::fee`].
    pub fee: Option<Decimal>,
    /// As [`crate::payment::Payment::received`].
    pub received: Option<Received>,
    pub allocate: Allocate,
    /// Invoices that it settles in part, and whose rest is no longer asked for
    /// with it: the discount earned, a small difference.
    pub closes: Vec<(InvoiceId, WriteOffKind)>,
}

/// A payment as somebody typed it, and what they know of it.
#[derive(Clone, PartialEq, Debug)]
pub struct EnterPayment {
    pub payment: RecordPayment,
    /// One of the same customer, day, amount and reference is known, and this
    /// is another one.
    pub again: bool,
    /// So much of it stays unapplied at the most, as the form showed: more
    /// would, where another tab settled an invoice meanwhile. `None` for any
    /// amount.
    pub unapplied: Option<Decimal>,
}

/// Which invoices a payment settles.
#[derive(Clone, PartialEq, Debug)]
pub enum Allocate {
    /// In the order of [`crate::open_items::open_items`], until it is used up. What is left stays
    /// unapplied.
    OldestFirst,
    /// So much to each; what is left stays unapplied.
    Parts(Vec<(InvoiceId, Decimal)>),
    /// All of it stays unapplied.
    Nothing,
}

impl Command {
    /// The name the journal keeps.
    pub fn name(&self) -> &'static str {
        match self {
            Command::Begin { .. } => "begin",
            Command::SaveBusiness { .. } => "save_business",
            Command::SaveSeries { .. } => "save_series",
            Command::SaveCustomer { .. } => "save_customer",
            Command::SaveItem { .. } => "save_item",
            Command::SaveDraft { .. } => "save_draft",
            Command::DiscardDraft { .. } => "discard_draft",
            Command::IssueInvoice(_) => "issue_invoice",
            Command::VoidInvoice { .. } => "void_invoice",
            Command::MarkSent { .. } => "mark_sent",
            Command::RecordPayment(_) | Command::EnterPayment(_) => "record_payment",
            Command::Allocate { .. } => "allocate",
            Command::ReverseAllocation { .. } => "reverse_allocation",
            Command::TakeBackPayment { .. } => "take_back_payment",
            Command::RecordRefund { .. } => "record_refund",
            Command::ReverseRefund { .. } => "reverse_refund",
            Command::WriteOff { .. } => "write_off",
            Command::ReverseWriteOff { .. } => "reverse_write_off",
            Command::ClosePeriod { .. } => "close_period",
            Command::ReopenPeriod { .. } => "reopen_period",
            Command::SkipNumbers { .. } => "skip_numbers",
            Command::ImportRecords(_) => "import_records",
            Command::SaveSchedule { .. } => "save_schedule",
            Command::MakeOccurrences(_) => "make_occurrences",
            Command::SkipOccurrences { .. } => "skip_occurrences",
            Command::EndSchedule { .. } => "end_schedule",
            Command::PauseSchedule { .. } => "pause_schedule",
            Command::ResumeSchedule { .. } => "resume_schedule",
            Command::SaveQuote { .. } => "save_quote",
            Command::DiscardQuote { .. } => "discard_quote",
            Command::IssueQuote(_) => "issue_quote",
            Command::DecideQuote { .. } => "decide_quote",
            Command::InvoiceQuote { .. } => "invoice_quote",
            Command::SaveBankAccount { .. } => "save_bank_account",
            Command::ImportStatements(_) => "import_statements",
            Command::MatchLines(_) => "match_lines",
            Command::UnmatchLine { .. } => "unmatch_line",
            Command::RemoveStatements { .. } => "remove_statements",
            Command::SaveIgnoreRule { .. } => "save_ignore_rule",
            Command::EraseCustomer { .. } => "erase_customer",
            Command::NameFilter { .. } => "name_filter",
        }
    }
}

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
    Import(#[from] import::ImportProblem),
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

/// Runs a command on a book.
///
/// # Errors
/// A [`Refusal`] that says all that is wrong; the book is as it was.
pub fn execute(book: &Book, command: &Command, context: &Context) -> Result<ChangeSet, Refusal> {
    let mut work = Work::new(book, context);
    match command {
        Command::Begin { business, series } => work.begin(business, series)?,
        Command::SaveBusiness { business, opened } => work.save_business(business, *opened)?,
        Command::SaveSeries { id, series, opened } => work.save_series(*id, series, *opened)?,
        Command::SaveCustomer {
            id,
            customer,
            opened,
        } => work.save_customer(*id, customer, *opened)?,
        Command::SaveItem { id, item, opened } => work.save_item(*id, item, *opened)?,
        Command::SaveDraft { id, draft, opened } => work.save_draft(*id, draft, *opened)?,
        Command::DiscardDraft { id, opened } => work.discard_draft(*id, *opened)?,
        Command::IssueInvoice(issue) => work.issue(issue)?,
        Command::VoidInvoice {
            invoice,
            date,
            reason,
        } => work.void(*invoice, *date, reason),
        Command::MarkSent {
            invoice,
            date,
            channel,
        } => work.mark_sent(*invoice, *date, channel),
        Command::RecordPayment(payment) => {
            work.record_payment(payment);
        }
        Command::EnterPayment(payment) => work.enter_payment(payment),
        Command::TakeBackPayment {
            payment,
            date,
            kind,
            reason,
        } => work.take_back_payment(*payment, *date, *kind, reason),
        Command::Allocate {
            source,
            date,
            parts,
        } => work.allocate(*source, *date, parts),
        Command::ReverseAllocation { allocation, date } => {
            work.reverse_allocation(*allocation, *date);
        }
        Command::RecordRefund {
            source,
            date,
            amount,
            reference,
        } => {
            work.refund(*source, *date, *amount, reference);
        }
        Command::ReverseRefund { refund, date } => work.reverse_refund(*refund, *date),
        Command::WriteOff {
            invoice,
            date,
            amount,
            reason,
        } => work.write_off(*invoice, *date, *amount, reason),
        Command::ReverseWriteOff { write_off, date } => work.reverse_write_off(*write_off, *date),
        Command::ClosePeriod { until, reason } => work.close(*until, reason),
        Command::ReopenPeriod { until, reason } => work.reopen(*until, reason),
        Command::SkipNumbers {
            series,
            last,
            date,
            reason,
        } => work.skip_numbers(*series, *last, *date, reason),
        Command::ImportRecords(file) => {
            return import::plan(book, file, context).map_err(Refusal::Problems);
        }
        Command::SaveSchedule {
            id,
            schedule,
            opened,
        } => work.save_schedule(*id, schedule, *opened)?,
        Command::MakeOccurrences(make) => return repeat::make(book, make, context),
        Command::SkipOccurrences { skip, reason } => work.skip_occurrences(skip, reason),
        Command::EndSchedule {
            schedule,
            last,
            opened,
        } => work.end_schedule(*schedule, *last, *opened)?,
        Command::PauseSchedule {
            schedule,
            from,
            opened,
        } => work.pause_schedule(*schedule, *from, *opened)?,
        Command::ResumeSchedule {
            schedule,
            from,
            opened,
        } => work.resume_schedule(*schedule, *from, *opened)?,
        Command::SaveQuote { id, quote, opened } => work.save_quote(*id, quote, *opened)?,
        Command::DiscardQuote { id, opened } => work.discard_quote(*id, *opened)?,
        Command::IssueQuote(issue) => work.issue_quote(issue)?,
        Command::DecideQuote {
            quote,
            date,
            accepted,
            note,
        } => work.decide_quote(*quote, *date, *accepted, note),
        Command::InvoiceQuote { quote } => work.invoice_quote(*quote)?,
        Command::SaveBankAccount {
            id,
            account,
            opened,
        } => work.save_bank_account(*id, account, *opened)?,
        Command::ImportStatements(import) => {
            let steps = Steps::default();
            return at_once(import_statements_in_steps(book, import, context, &steps));
        }
        Command::MatchLines(lines) => {
            let steps = Steps::default();
            return at_once(match_lines_in_steps(book, lines, context, &steps));
        }
        Command::UnmatchLine { line, date } => work.unmatch_line(*line, *date),
        Command::RemoveStatements {
            statements,
            take_back,
        } => return bank::remove_statements(book, statements, *take_back, context),
        Command::SaveIgnoreRule { id, rule, opened } => {
            work.save_ignore_rule(*id, rule, *opened)?;
        }
        Command::EraseCustomer {
            customer,
            keep_issued_since,
        } => {
            let steps = Steps::default();
            let since = *keep_issued_since;
            return at_once(erase_customer_in_steps(
                book, *customer, since, context, &steps,
            ));
        }
        Command::NameFilter { name, address } => work.name_filter(name, address.as_deref()),
    }
    work.finish(command.name())
}

/// Characters of a name, a number, a reference.
pub const SHORT_MAX: usize = 200;
/// Characters of a description, a note, a footer.
pub const LONG_MAX: usize = 4_000;

/// A command at work: what it has come to so far.
pub(crate) struct Work<'a> {
    book: &'a Book,
    context: &'a Context,
    changes: Vec<Change>,
    problems: Vec<Problem>,
    minted: Vec<(std::any::TypeId, u32)>,
    overridden: Vec<Date>,
}

impl<'a> Work<'a> {
    pub(crate) fn new(book: &'a Book, context: &'a Context) -> Work<'a> {
        Work {
            book,
            context,
            changes: Vec::new(),
            problems: Vec::new(),
            minted: Vec::new(),
            overridden: Vec::new(),
        }
    }

    /// The changes, where nothing was wrong.
    pub(crate) fn finish(mut self, command: &'static str) -> Result<ChangeSet, Refusal> {
        if self.problems.is_empty() {
            self.record_overrides();
        }
        if self.problems.is_empty() {
            Ok(ChangeSet {
                command,
                changes: self.changes,
            })
        } else {
            Err(Refusal::Problems(self.problems))
        }
    }

    pub(crate) fn put(&mut self, record: impl Into<Record>) {
        self.changes.push(Change::Put(record.into()));
    }

    fn remove(&mut self, id: impl Into<RecordId>) {
        self.changes.push(Change::Remove(id.into()));
    }

    pub(crate) fn problem(&mut self, at: impl Into<At>, what: impl Into<What>) {
        self.problems.push(Problem {
            at: at.into(),
            what: what.into(),
        });
    }

    /// The value, or the problem noted.
    pub(crate) fn noted<T, E: Into<What>>(
        &mut self,
        at: impl Into<At>,
        result: Result<T, E>,
    ) -> Option<T> {
        result.map_err(|error| self.problem(at, error)).ok()
    }

    /// A new id on this device's chain.
    pub(crate) fn mint<I: Id>(&mut self, next: u32) -> I {
        let kind = std::any::TypeId::of::<I>();
        let n = match self.minted.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, n)) => {
                *n += 1;
                *n
            }
            None => {
                self.minted.push((kind, next));
                next
            }
        };
        I::from_raw(RawId {
            chain: self.context.chain,
            n,
        })
    }

    /// Refuses where the record is not the one the form opened on.
    fn unchanged(&self, id: impl Into<RecordId>, opened: Seq) -> Result<(), Refusal> {
        let id = id.into();
        let now = self.book.seq(id);
        if now == opened {
            Ok(())
        } else {
            Err(Refusal::Changed { id, now })
        }
    }

    /// Notes a problem where the day is closed and no reason was given.
    pub(crate) fn open_period(&mut self, at: impl Into<At>, date: Date) {
        let Some(until) = self.book.closed_until().filter(|until| date <= *until) else {
            return;
        };
        match &self.context.override_closed {
            Some(reason) if !reason.trim().is_empty() => {
                if !self.overridden.contains(&date) {
                    self.overridden.push(date);
                }
            }
            _ => self.problem(at, What::Closed(until)),
        }
    }

    pub(crate) fn short(&mut self, at: impl Into<At>, text: &str) {
        if text.chars().nth(SHORT_MAX).is_some() {
            self.problem(at, What::TooLong(SHORT_MAX));
        }
    }

    pub(crate) fn long(&mut self, at: impl Into<At>, text: &str) {
        if text.chars().nth(LONG_MAX).is_some() {
            self.problem(at, What::TooLong(LONG_MAX));
        }
    }

    pub(crate) fn required(&mut self, at: impl Into<At>, text: &str) {
        let at = at.into();
        if text.trim().is_empty() {
            self.problem(at, What::Missing);
        }
        self.short(at, text);
    }
}

#[cfg(test)]
mod tests;
