//! What a user can ask for: every command, with all that it says.

use crate::action::CommandName;
use crate::bank::intake::ImportStatements;
use crate::bank::{BankAccount, IgnoreRule};
use crate::business::{Business, GapReason, Series};
use crate::change::{Record, RecordId};
use crate::coded::Coded;
use crate::collection::CollectionFact;
use crate::customer::Customer;
use crate::date::Date;
use crate::ids::*;
use crate::invoice::{Channel, Invoice};
use crate::item::Item;
use crate::journal::Entry;
use crate::money::{Currency, Decimal};
use crate::payment::{Received, RefundKind, Source, WriteOffKind};
use crate::quote::Quote;
use crate::records::RecordsFile;
use crate::schedule::{Schedule, Words};
use serde::{Deserialize, Serialize};

/// What a user can do.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// The business and the series of a new book, all at once.
    Begin {
        business: Business,
        series: Vec<Series>,
    },
    SaveBusiness {
        business: Business,
        opened: Version,
    },
    /// A new series has id `None`.
    SaveSeries {
        id: Option<SeriesId>,
        series: Series,
        opened: Version,
    },
    SaveCustomer {
        id: Option<CustomerId>,
        customer: Customer,
        opened: Version,
    },
    SaveItem {
        id: Option<ItemId>,
        item: Item,
        opened: Version,
    },
    SaveDraft {
        id: Option<InvoiceId>,
        draft: Box<Invoice>,
        opened: Version,
    },
    DiscardDraft {
        id: InvoiceId,
        opened: Version,
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
        channel: Coded<Channel>,
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
        reason: Coded<GapReason>,
    },
    ImportRecords(Box<RecordsFile>),
    SaveSchedule {
        id: Option<ScheduleId>,
        schedule: Box<Schedule>,
        opened: Version,
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
        opened: Version,
    },
    /// No occurrence from this day on, until it is resumed.
    PauseSchedule {
        schedule: ScheduleId,
        from: Date,
        opened: Version,
    },
    /// Occurrences again from this day on.
    ResumeSchedule {
        schedule: ScheduleId,
        from: Date,
        opened: Version,
    },
    SaveQuote {
        id: Option<QuoteId>,
        quote: Box<Quote>,
        opened: Version,
    },
    DiscardQuote {
        id: QuoteId,
        opened: Version,
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
        opened: Version,
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
        opened: Version,
    },
    EraseCustomer {
        customer: CustomerId,
        /// Documents issued on or after this day keep the person's details
        /// until their retention ends.
        keep_issued_since: Date,
    },
    /// Makes letters that remind; those that should not go any more are left
    /// out.
    MakeReminders(Box<MakeReminders>),
    /// Letters went out on this day, as the user says. Those that are recorded
    /// as sent already are left out.
    RecordRemindersSent {
        reminders: Vec<ReminderId>,
        date: Date,
        channel: Coded<Channel>,
    },
    /// Letters that were made are not to be sent.
    DiscardReminders {
        reminders: Vec<ReminderId>,
    },
    /// What a customer who owes said, or what is decided about them.
    RecordCollection {
        customer: CustomerId,
        date: Date,
        what: CollectionFact,
        note: String,
    },
    /// Takes out what was recorded by mistake.
    RemoveCollection {
        event: CollectionEventId,
    },
    /// Undoes an action, where nothing came to depend on it.
    Undo(Box<Undo>),
    /// Keeps a filter of a list under a name, in place of what had it; without
    /// an address it is forgotten.
    NameFilter {
        name: String,
        address: Option<String>,
    },
}

/// An action to be undone, with what of the journal it takes: the book alone
/// does not know its own past.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Undo {
    /// The entries of the action, in order.
    pub entries: Vec<Entry>,
    /// Its records as they were before the first of them; what it created may
    /// be left out.
    pub before: Vec<(RecordId, Option<Record>)>,
}

/// A document to be issued, from a form or a draft.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct IssueInvoice {
    /// The draft it comes from and the version the form opened it on.
    pub draft: Option<(InvoiceId, Version)>,
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
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct IssueQuote {
    /// The draft it comes from and the version the form opened it on.
    pub draft: Option<(QuoteId, Version)>,
    /// Its content; id and issue are ignored.
    pub quote: Quote,
    pub date: Date,
}

/// Occurrences of schedules that are to be made now, in this order.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MakeOccurrences {
    /// The date of issue of those that are issued.
    pub date: Date,
    pub make: Vec<MakeOccurrence>,
    /// Drafts even where the schedule says to issue.
    pub as_drafts: bool,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MakeOccurrence {
    pub schedule: ScheduleId,
    pub day: Date,
    /// In the language of the document.
    pub words: Words,
    /// As [`IssueInvoice::rate`].
    pub rate: Option<Decimal>,
}

/// Letters that are to be made now.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MakeReminders {
    pub letters: Vec<MakeReminder>,
    /// As [`crate::collection::Reminder::considered_to`].
    pub considered_to: Option<Date>,
    /// As [`crate::collection::Reminder::pay_by`]: rising, after today.
    pub pay_by: Vec<Date>,
}

/// A letter as it was proposed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MakeReminder {
    pub customer: CustomerId,
    pub currency: Currency,
    /// Invoices with the stage that each moves to.
    pub lines: Vec<(InvoiceId, Option<u32>)>,
    /// As [`crate::collection::Reminder::hand_over`].
    pub hand_over: bool,
    /// Own words in place of the usual ones; empty for those.
    pub text: String,
}

/// What a bank line was. What its parts do not come to stays open.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MatchLine {
    pub line: BankLineId,
    pub parts: Vec<MatchPart>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
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
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
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
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
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
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allocate {
    /// In the order of the settings ([`crate::open_items`]), until it is used
    /// up. What is left stays unapplied.
    OldestFirst,
    /// So much to each; what is left stays unapplied.
    Parts(Vec<(InvoiceId, Decimal)>),
    /// All of it stays unapplied.
    Nothing,
}

impl Command {
    /// The name the journal keeps.
    pub fn name(&self) -> CommandName {
        match self {
            Command::Begin { .. } => CommandName::Begin,
            Command::SaveBusiness { .. } => CommandName::SaveBusiness,
            Command::SaveSeries { .. } => CommandName::SaveSeries,
            Command::SaveCustomer { .. } => CommandName::SaveCustomer,
            Command::SaveItem { .. } => CommandName::SaveItem,
            Command::SaveDraft { .. } => CommandName::SaveDraft,
            Command::DiscardDraft { .. } => CommandName::DiscardDraft,
            Command::IssueInvoice(_) => CommandName::IssueInvoice,
            Command::VoidInvoice { .. } => CommandName::VoidInvoice,
            Command::MarkSent { .. } => CommandName::MarkSent,
            Command::RecordPayment(_) | Command::EnterPayment(_) => CommandName::RecordPayment,
            Command::Allocate { .. } => CommandName::Allocate,
            Command::ReverseAllocation { .. } => CommandName::ReverseAllocation,
            Command::TakeBackPayment { .. } => CommandName::TakeBackPayment,
            Command::RecordRefund { .. } => CommandName::RecordRefund,
            Command::ReverseRefund { .. } => CommandName::ReverseRefund,
            Command::WriteOff { .. } => CommandName::WriteOff,
            Command::ReverseWriteOff { .. } => CommandName::ReverseWriteOff,
            Command::ClosePeriod { .. } => CommandName::ClosePeriod,
            Command::ReopenPeriod { .. } => CommandName::ReopenPeriod,
            Command::SkipNumbers { .. } => CommandName::SkipNumbers,
            Command::ImportRecords(_) => CommandName::ImportRecords,
            Command::SaveSchedule { .. } => CommandName::SaveSchedule,
            Command::MakeOccurrences(_) => CommandName::MakeOccurrences,
            Command::SkipOccurrences { .. } => CommandName::SkipOccurrences,
            Command::EndSchedule { .. } => CommandName::EndSchedule,
            Command::PauseSchedule { .. } => CommandName::PauseSchedule,
            Command::ResumeSchedule { .. } => CommandName::ResumeSchedule,
            Command::SaveQuote { .. } => CommandName::SaveQuote,
            Command::DiscardQuote { .. } => CommandName::DiscardQuote,
            Command::IssueQuote(_) => CommandName::IssueQuote,
            Command::DecideQuote { .. } => CommandName::DecideQuote,
            Command::InvoiceQuote { .. } => CommandName::InvoiceQuote,
            Command::SaveBankAccount { .. } => CommandName::SaveBankAccount,
            Command::ImportStatements(_) => CommandName::ImportStatements,
            Command::MatchLines(_) => CommandName::MatchLines,
            Command::UnmatchLine { .. } => CommandName::UnmatchLine,
            Command::RemoveStatements { .. } => CommandName::RemoveStatements,
            Command::SaveIgnoreRule { .. } => CommandName::SaveIgnoreRule,
            Command::EraseCustomer { .. } => CommandName::EraseCustomer,
            Command::MakeReminders(_) => CommandName::MakeReminders,
            Command::RecordRemindersSent { .. } => CommandName::RecordRemindersSent,
            Command::DiscardReminders { .. } => CommandName::DiscardReminders,
            Command::RecordCollection { .. } => CommandName::RecordCollection,
            Command::RemoveCollection { .. } => CommandName::RemoveCollection,
            Command::Undo(_) => CommandName::Undo,
            Command::NameFilter { .. } => CommandName::NameFilter,
        }
    }
}
