//! Why a command or an import did nothing: what is wrong, and at which field.
//! The sentences for people are made of it elsewhere.

use crate::change::RecordId;
use crate::date::Date;
use crate::identifier::{BicProblem, IbanProblem, ReferenceProblem};
use crate::ids::Version;
use crate::invoice::numbering::PatternProblem;
use crate::invoice::totals::{Place, TotalsProblem};
use crate::look::{AccentProblem, LogoProblem};
use crate::mail::{AddressProblem, MailProblem};
use crate::money::{Currency, Decimal, Money, MoneyError};
use crate::named::named;
use crate::payment_code::link::LinkProblem;
use crate::terms::TermsProblem;
use serde::{Deserialize, Serialize};

/// Characters of a name, a number, a reference.
pub const SHORT_MAX: usize = 200;
/// Characters of a description, a note, a footer.
pub const LONG_MAX: usize = 4_000;

/// Why nothing was done.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The record is not the one the form opened on. The form shows both.
    #[error("{id:?} was changed by entry {now} since the form was opened")]
    Changed { id: RecordId, now: Version },
    /// What the user asked for does not work.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Problems(Vec<Problem>),
}

/// One thing that is wrong, and where.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error("{at}: {what}")]
pub struct Problem {
    pub at: At,
    pub what: What,
}

named! {
    /// The fields that problems are told at: those of commands, of records
    /// files, and of the forms that ask for them. The name before a dot is
    /// that of the list whose item it is a field of.
    FieldName {
        Accent = "accent",
        Account = "account",
        Address = "address",
        Adjustment = "adjustment",
        Adjustments = "adjustments",
        Again = "again",
        Allocation = "allocation",
        Allocations = "allocations",
        Amount = "amount",
        Archived = "archived",
        Bank = "bank",
        Bic = "bic",
        Business = "business",
        BuyerReference = "buyer_reference",
        By = "by",
        Channel = "channel",
        City = "city",
        Clients = "clients",
        Closes = "closes",
        ConsideredTo = "considered_to",
        Contact = "contact",
        Contract = "contract",
        Count = "count",
        Country = "country",
        CreditReason = "credit_reason",
        Credits = "credits",
        Csv = "csv",
        Currency = "currency",
        Customer = "customer",
        Customers = "customers",
        Date = "date",
        Day = "day",
        Deduction = "deduction",
        Deducts = "deducts",
        Delivered = "delivered",
        Description = "description",
        Document = "document",
        Due = "due",
        EarlyDiscounts = "early_discounts",
        ElectronicAddress = "electronic_address",
        Email = "email",
        End = "end",
        Entry = "entry",
        Every = "every",
        Fee = "fee",
        First = "first",
        Footer = "footer",
        From = "from",
        Gone = "gone",
        HandOverAfter = "hand_over_after",
        Holder = "holder",
        Iban = "iban",
        Instalment = "instalment",
        InstalmentDate = "instalment.date",
        InstalmentDay = "instalment.day",
        InstalmentDays = "instalment.days",
        InstalmentMonths = "instalment.months",
        InstalmentValue = "instalment.value",
        Instalments = "instalments",
        Invoice = "invoice",
        Invoices = "invoices",
        Issued = "issued",
        Item = "item",
        Items = "items",
        Kind = "kind",
        Language = "language",
        Last = "last",
        Line = "line",
        LineAdjustment = "line.adjustment",
        LineDescription = "line.description",
        LinePriceBaseQuantity = "line.price_base_quantity",
        LineQuantity = "line.quantity",
        LineUnitPrice = "line.unit_price",
        Lines = "lines",
        Logo = "logo",
        MailSubject = "mail_subject",
        MailText = "mail_text",
        Method = "method",
        MinGapDays = "min_gap_days",
        Mode = "mode",
        Name = "name",
        NetDays = "net_days",
        Next = "next",
        Note = "note",
        Number = "number",
        Occurrence = "occurrence",
        Order = "order",
        Paid = "paid",
        Paper = "paper",
        Part = "part",
        Parts = "parts",
        Pattern = "pattern",
        PayBy = "pay_by",
        PayWithinDays = "pay_within_days",
        Payment = "payment",
        PaymentLink = "payment_link",
        PaymentReference = "payment_reference",
        Payments = "payments",
        Period = "period",
        Phone = "phone",
        PostUpTo = "post_up_to",
        Postcode = "postcode",
        Prepaid = "prepaid",
        PriceMode = "price_mode",
        Project = "project",
        PurchaseOrder = "purchase_order",
        Quote = "quote",
        Rate = "rate",
        Reason = "reason",
        Received = "received",
        ReceivedCurrency = "received_currency",
        Records = "records",
        Reference = "reference",
        ReferencePrefix = "reference_prefix",
        Refund = "refund",
        Refunds = "refunds",
        Region = "region",
        Registration = "registration",
        Reminder = "reminder",
        Retained = "retained",
        RetainedName = "retained.name",
        RetainedPercent = "retained.percent",
        Rounding = "rounding",
        Rule = "rule",
        Schedule = "schedule",
        Sent = "sent",
        Series = "series",
        Service = "service",
        ServiceFrom = "service_from",
        ServiceTo = "service_to",
        Smallest = "smallest",
        Source = "source",
        StageDays = "stages.days",
        Stages = "stages",
        Start = "start",
        Statement = "statement",
        Tax = "tax",
        TaxExemptionReason = "tax.exemption_reason",
        TaxName = "tax.name",
        TaxPercent = "tax.percent",
        TaxNumber = "tax_number",
        FirstTaxPercent = "tax_percent",
        Taxes = "taxes",
        Terms = "terms",
        TermsDate = "terms.date",
        TermsDay = "terms.day",
        TermsDays = "terms.days",
        TermsMonths = "terms.months",
        Text = "text",
        Tier = "tier",
        TierDays = "tier.days",
        TierPercent = "tier.percent",
        Total = "total",
        Unapplied = "unapplied",
        Unit = "unit",
        UnitPrice = "unit_price",
        Until = "until",
        ValidUntil = "valid_until",
        VatId = "vat_id",
        Void = "void",
        WriteOff = "write_off",
        WriteOffUpTo = "write_off_up_to",
        WriteOffs = "write_offs",
    }
}

impl FieldName {
    /// The list whose items have this field, for a name such as
    /// `line.quantity`.
    pub fn list(self) -> Option<FieldName> {
        FieldName::of(self.as_str().split_once('.')?.0)
    }
}

/// The place of a problem: a field, or a field of the n-th of several.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct At {
    pub field: FieldName,
    /// From 0: the line, part or row.
    pub index: Option<usize>,
}

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.index {
            None => write!(f, "{}", self.field),
            Some(index) => write!(f, "{} {}", self.field, index + 1),
        }
    }
}

impl From<FieldName> for At {
    fn from(field: FieldName) -> At {
        At { field, index: None }
    }
}

impl From<(FieldName, usize)> for At {
    fn from((field, index): (FieldName, usize)) -> At {
        At {
            field,
            index: Some(index),
        }
    }
}

impl From<Place> for At {
    fn from(place: Place) -> At {
        match place {
            Place::Document => FieldName::Total.into(),
            Place::Line(line) => (FieldName::Line, line).into(),
            Place::LineAdjustment { line, .. } => (FieldName::Line, line).into(),
            Place::Adjustment(index) => (FieldName::Adjustment, index).into(),
            Place::Tax(index) => (FieldName::Tax, index).into(),
            Place::Retained(index) => (FieldName::Retained, index).into(),
            Place::Deduction(index) => (FieldName::Deduction, index).into(),
            Place::Prepaid => FieldName::Prepaid.into(),
            Place::Rounding => FieldName::Rounding.into(),
        }
    }
}

/// What is wrong.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
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
    ChangedSince(Version),
    #[error("gave or voided a number, which cannot be undone")]
    Numbered,
    #[error("nothing to undo")]
    NothingToUndo,
    /// What was to be reminded of is paid, promised, disputed or in another
    /// letter by now.
    #[error("nothing to remind of")]
    NothingToRemind,
    #[error("the letter was sent already")]
    ReminderSent,
    #[error("ended already")]
    IsEnded,
    #[error("the days of the stages must rise")]
    StagesRise,
}

/// Problems that are gathered before the import gives up.
pub const PROBLEMS_MAX: usize = 1_000;

/// What is wrong with a record of a file. The enclosing
/// [`Problem::at`](command::Problem::at) names the array and the record's
/// place in it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error("{record}: {}{fault}", .at.map(|at| format!("{at}: ")).unwrap_or_default())]
pub struct ImportProblem {
    /// The record's number or name, as in the file.
    pub record: String,
    /// The field of the record, or the place in one of its lists; `None` for
    /// the whole record.
    pub at: Option<At>,
    pub fault: ImportFault,
}

/// What is wrong, where it is nothing that [`What`] knows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
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

/// An amount of money above zero.
///
/// # Errors
/// It is more than money holds, or [`What::NotPositive`].
pub(crate) fn above_zero(amount: Decimal, currency: Currency) -> Result<Money, What> {
    let money = Money::new(amount, currency)?;
    money
        .is_positive()
        .then_some(money)
        .ok_or(What::NotPositive)
}
