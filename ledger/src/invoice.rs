//! Invoices, credit notes, deposit invoices and opening items: one record
//! with one life: draft, issued, void.
//!
//! An issued document never changes: its record is put once and every later
//! fact about it (sent, paid, credited, void) is a record of its own. What is
//! derived (status, balance) is in [`crate::book`].

mod content;
pub mod numbering;
pub mod review;
pub mod totals;

use serde::{Deserialize, Serialize};

use crate::coded::{Code, Coded};
use crate::date::Date;
use crate::ids::{CustomerId, InvoiceId, ItemId, PartyId, SendingId, SeriesId, VoidId};
use crate::money::{Currency, Decimal};
use crate::named::named;
use crate::tax::{RetainedTax, Tax, TaxSet};
use crate::terms::Terms;

pub use crate::terms::Instalment;
pub use totals::{TaxRow, Totals};

/// What kind of document it is.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    Invoice,
    /// Asks for money before the work; a later invoice deducts it.
    Deposit,
    /// Positive figures, as printed; reduces what the customer owes.
    CreditNote,
    /// A receivable from before these books, without a tax breakdown: in the
    /// receivables and in sales, never in a tax report.
    Opening,
    /// A credit from before these books.
    OpeningCredit,
}

impl Kind {
    /// Whether it reduces what the customer owes.
    pub fn is_credit(self) -> bool {
        matches!(self, Kind::CreditNote | Kind::OpeningCredit)
    }

    /// Whether it came from before these books.
    pub fn is_opening(self) -> bool {
        matches!(self, Kind::Opening | Kind::OpeningCredit)
    }
}

/// Whether prices are before or with tax.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceMode {
    #[default]
    Net,
    Gross,
}

/// The rule by which the totals of a document follow from its lines. It is
/// part of the document: by it the figures are checked for ever. See
/// [`totals`].
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Prices with tax: net = prices ÷ (1 + rates), tax on that net, and what
    /// the two differ from the prices is a rounding line. Documents from
    /// before the rule was kept have it.
    #[default]
    First,
    /// Prices with tax: each tax is taken out of the prices, and net is what
    /// they leave; there is no rounding line.
    Second,
}

impl Rule {
    /// That of new documents.
    pub const NEWEST: Rule = Rule::Second;
}

/// An allowance (discount) or a charge (surcharge), on a line or on the
/// document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Adjustment {
    pub kind: AdjustmentKind,
    pub value: AdjustmentValue,
    #[serde(default)]
    pub reason: String,
    /// UNCL5189 for an allowance, UNCL7161 for a charge.
    #[serde(default)]
    pub reason_code: String,
    /// On the document only; on a line the line's own taxes apply.
    #[serde(default)]
    pub taxes: TaxSet,
    /// On the document only: over all that the lines are taxed with, by their
    /// share of the sum of the lines, in place of [`Adjustment::taxes`].
    #[serde(default)]
    pub spread: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentKind {
    Allowance,
    Charge,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentValue {
    Amount(Decimal),
    /// Of quantity × price on a line, of the sum of the lines on the document.
    Percent(Decimal),
}

/// One thing sold.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Line {
    #[serde(default)]
    pub description: String,
    pub quantity: Decimal,
    /// UN/ECE Recommendation 20 code (BT-130).
    #[serde(default)]
    pub unit: String,
    pub unit_price: Decimal,
    #[serde(default)]
    pub taxes: TaxSet,
    #[serde(default)]
    pub adjustments: Vec<Adjustment>,
    #[serde(default)]
    pub more: Option<Box<LineDetails>>,
}

/// What few lines say.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LineDetails {
    #[serde(default)]
    pub item: Option<ItemId>,
    /// The price is for this many units (BT-149).
    #[serde(default)]
    pub price_base_quantity: Option<Decimal>,
    #[serde(default)]
    pub note: String,
    /// The seller's number for it (BT-155).
    #[serde(default)]
    pub seller_item: String,
    /// The buyer's number for it (BT-156).
    #[serde(default)]
    pub buyer_item: String,
    /// When it was delivered, first and last day (BT-134, BT-135).
    #[serde(default)]
    pub period: Option<(Date, Date)>,
}

/// What some documents say beside their lines; the names are those of
/// EN 16931.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DocumentDetails {
    /// BT-10.
    #[serde(default)]
    pub buyer_reference: String,
    /// BT-13.
    #[serde(default)]
    pub purchase_order: String,
    /// BT-12.
    #[serde(default)]
    pub contract: String,
    /// BT-11.
    #[serde(default)]
    pub project: String,
    /// First and last day of the service (BT-73, BT-74).
    #[serde(default)]
    pub period: Option<(Date, Date)>,
    /// BT-72.
    #[serde(default)]
    pub delivered: Option<Date>,
    /// When the tax falls due, where it is not the invoice date (BT-7).
    #[serde(default)]
    pub tax_point: Option<Date>,
    /// What the payer is asked to quote (BT-83).
    #[serde(default)]
    pub payment_reference: String,
    /// BT-22.
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub footer: String,
    /// The reason of a credit note, in words.
    #[serde(default)]
    pub credit_reason: String,
}

/// A document. A draft while [`Invoice::issue`] is `None`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Invoice {
    pub id: InvoiceId,
    #[serde(default)]
    pub kind: Kind,
    pub customer: CustomerId,
    pub currency: Currency,
    #[serde(default)]
    pub price_mode: PriceMode,
    #[serde(default)]
    pub rule: Rule,
    /// The taxes that lines and adjustments refer to, in the order in which
    /// compound taxes build on each other.
    #[serde(default)]
    pub taxes: Vec<Tax>,
    #[serde(default)]
    pub lines: Vec<Line>,
    #[serde(default)]
    pub adjustments: Vec<Adjustment>,
    #[serde(default)]
    pub retained: Vec<RetainedTax>,
    /// Deposit invoices that this one deducts.
    #[serde(default)]
    pub deducts: Vec<InvoiceId>,
    /// The document that a credit note corrects.
    #[serde(default)]
    pub credits: Option<InvoiceId>,
    #[serde(default)]
    pub terms: Terms,
    #[serde(default)]
    pub more: Option<Box<DocumentDetails>>,
    #[serde(default)]
    pub issue: Option<Box<Issue>>,
    /// The day that a draft is to bear. `None` for an issued document, whose
    /// day is that of its issue, and for a draft that nobody gave a day: that
    /// is of the day it is issued on.
    #[serde(default)]
    pub draft_date: Option<Date>,
}

/// What became fixed at issue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Issue {
    #[serde(default)]
    pub number: String,
    /// Where the number came from; `None` for opening items.
    #[serde(default)]
    pub counter: Option<Counter>,
    pub date: Date,
    pub due: Date,
    /// Adds up to what the document asks for; empty for a single due date.
    #[serde(default)]
    pub instalments: Vec<Instalment>,
    /// `None` for opening items.
    #[serde(default)]
    pub seller: Option<PartyId>,
    #[serde(default)]
    pub buyer: Option<PartyId>,
    pub totals: Totals,
    #[serde(default)]
    pub deductions: Vec<Deduction>,
    /// Where the document is not in the currency of the books.
    #[serde(default)]
    pub accounting: Option<Accounting>,
}

/// A number's place in its series.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Counter {
    pub series: SeriesId,
    /// The run the number belongs to, where the series starts anew each year
    /// or month: 2026, 202611, or 0 for a series that never does.
    pub run: u32,
    pub value: u32,
}

/// A deposit invoice deducted from this one, as it was issued.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Deduction {
    pub invoice: InvoiceId,
    #[serde(default)]
    pub number: String,
    pub date: Date,
    /// Net, tax and gross of the deposit invoice.
    pub net: Decimal,
    pub tax: Decimal,
    pub gross: Decimal,
}

impl Deduction {
    /// Of a deposit invoice as `issue` has it.
    pub fn of(invoice: InvoiceId, issue: &Issue) -> Deduction {
        Deduction {
            invoice,
            number: issue.number.clone(),
            date: issue.date,
            net: issue.totals.net,
            tax: issue.totals.tax,
            gross: issue.totals.gross,
        }
    }
}

/// The document in the currency of the books.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Accounting {
    pub currency: Currency,
    /// One unit of the document's currency in that of the books, as the user
    /// stated it on the day of issue.
    pub rate: Decimal,
    /// The tax total in the currency of the books (BT-111).
    pub tax: Decimal,
}

/// An issued document declared void on a day; it keeps its number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Void {
    pub id: VoidId,
    pub invoice: InvoiceId,
    pub date: Date,
    #[serde(default)]
    pub reason: String,
}

/// A document handed to the customer on a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sending {
    pub id: SendingId,
    pub invoice: InvoiceId,
    pub date: Date,
    /// Empty where nobody said.
    #[serde(default)]
    pub channel: Coded<Channel>,
}

named! {
    /// How a document went to the customer.
    Channel {
        Email = "email",
        Post = "post",
        ByHand = "by_hand",
    }
}

impl Code for Channel {
    fn of_text(text: &str) -> Option<Channel> {
        match text {
            "E-mail" => Some(Channel::Email),
            "Post" => Some(Channel::Post),
            "By hand" => Some(Channel::ByHand),
            name => Channel::of(name),
        }
    }

    fn name(self) -> &'static str {
        self.as_str()
    }
}

impl Invoice {
    pub fn is_draft(&self) -> bool {
        self.issue.is_none()
    }

    /// The rule by which it will be issued: the newest, but for a credit note
    /// that of the document it corrects, so that it credits what that one
    /// asked for. A note of a draft has it from its original already.
    pub fn rule_of_issue(&self) -> Rule {
        if self.credits.is_some() {
            self.rule
        } else {
            Rule::NEWEST
        }
    }

    /// The day that a draft bears where it is issued on `today`.
    pub fn day_of_draft(&self, today: Date) -> Date {
        self.draft_date.unwrap_or(today)
    }

    /// The same document without its words, for a person who is to be
    /// forgotten: its number, days, figures, taxes and terms stay.
    #[must_use]
    pub fn without_words(&self) -> Invoice {
        let mut bare = self.clone();
        for line in &mut bare.lines {
            line.description.clear();
            without_reasons(&mut line.adjustments);
            if let Some(more) = line.more.take() {
                let more = LineDetails {
                    note: String::new(),
                    seller_item: String::new(),
                    buyer_item: String::new(),
                    ..*more
                };
                line.more = (more != LineDetails::default()).then(|| Box::new(more));
            }
        }
        without_reasons(&mut bare.adjustments);
        if let Some(more) = bare.more.take() {
            let more = DocumentDetails {
                period: more.period,
                delivered: more.delivered,
                tax_point: more.tax_point,
                ..DocumentDetails::default()
            };
            bare.more = (more != DocumentDetails::default()).then(|| Box::new(more));
        }
        bare
    }

    /// The number, or nothing for a draft.
    pub fn number(&self) -> &str {
        self.issue.as_ref().map_or("", |issue| &issue.number)
    }
}

fn without_reasons(adjustments: &mut [Adjustment]) {
    for adjustment in adjustments {
        adjustment.reason.clear();
    }
}
