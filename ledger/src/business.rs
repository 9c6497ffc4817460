//! The user's own business: profile, defaults and number series.

use serde::{Deserialize, Serialize};

use crate::coded::{Code, Coded};
use crate::collection::ReminderPolicy;
use crate::date::Date;
use crate::details::{BankDetails, Details};
use crate::identifier::{CreditorReference, QrReference, ReferenceProblem};
use crate::ids::{ClosingId, SeriesId};
use crate::look::{DocumentLook, PrintedLook};
use crate::mail::MailTemplate;
use crate::money::{Currency, Decimal};
use crate::named::named;
use crate::tax::{RetainedTax, Tax};
use crate::terms::Terms;

/// The one record of who issues the invoices.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Business {
    pub details: Details,
    #[serde(default)]
    pub bank: Option<BankDetails>,
    /// The currency of the books (BT-6, accounting currency).
    pub currency: Currency,
    /// BCP 47, for documents.
    #[serde(default)]
    pub language: String,
    #[serde(default)]
    pub terms: Terms,
    /// Offered on every line.
    #[serde(default)]
    pub taxes: Vec<Tax>,
    /// Taxes that customers retain, offered on every document.
    #[serde(default)]
    pub retained: Vec<RetainedTax>,
    #[serde(default)]
    pub footer: String,
    /// What payers are asked to quote.
    #[serde(default)]
    pub payment_reference: ReferenceChoice,
    /// A template of the links to pay by ([`crate::payment_code::link`]);
    /// empty for none.
    #[serde(default)]
    pub payment_link: String,
    #[serde(default)]
    pub documents: DocumentLook,
    #[serde(default)]
    pub reconciling: Reconciling,
    /// Own words of e-mails: at most one of a language.
    #[serde(default)]
    pub mails: Vec<MailTemplate>,
    /// How reminders go; `None` for the usual ladder.
    #[serde(default)]
    pub reminders: Option<ReminderPolicy>,
    /// Filters of lists that were given a name, in their order.
    #[serde(default)]
    pub filters: Vec<SavedFilter>,
}

impl PrintedLook {
    pub fn of(business: &Business) -> PrintedLook {
        PrintedLook {
            documents: business.documents.clone(),
            footer: business.footer.clone(),
            payment_link: business.payment_link.clone(),
            language: business.language.clone(),
        }
    }
}

/// What payers are asked to quote.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceChoice {
    /// The document's number, as text.
    #[default]
    Number,
    /// A creditor reference of ISO 11649 made of the number.
    Creditor,
    /// A Swiss QR reference made of the digits of the number, behind those
    /// that the bank gave the account holder.
    Qr {
        #[serde(default)]
        prefix: String,
    },
}

impl ReferenceChoice {
    /// What is to be kept with a document of this number: empty where it is
    /// the number itself.
    ///
    /// # Errors
    /// The number makes no such reference.
    pub fn reference(&self, number: &str) -> Result<String, ReferenceProblem> {
        match self {
            ReferenceChoice::Number => Ok(String::new()),
            ReferenceChoice::Creditor => {
                CreditorReference::of_number(number).map(|made| made.to_string())
            }
            ReferenceChoice::Qr { prefix } => {
                QrReference::of_number(prefix, number).map(|made| made.to_string())
            }
        }
    }
}

/// Filters of one business.
pub const FILTERS_MAX: usize = 100;

/// A filter of a list that was given a name.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SavedFilter {
    #[serde(default)]
    pub name: String,
    /// The address within the program that shows what it finds.
    #[serde(default)]
    pub address: String,
}

/// How money that comes in is put against invoices.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Reconciling {
    /// A difference up to this much, in the currency of the books, may be
    /// written off with a payment. `None` for nothing.
    #[serde(default)]
    pub write_off_up_to: Option<Decimal>,
    /// Sure matches of up to this much, in the currency of the account, are
    /// posted as a statement comes in. `None` posts nothing without the user.
    #[serde(default)]
    pub post_up_to: Option<Decimal>,
    #[serde(default)]
    pub order: SettlementOrder,
}

/// Which of a customer's invoices money settles first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettlementOrder {
    /// By the earliest due date of what is open.
    #[default]
    OldestDue,
    OldestIssued,
    /// By what is open, the least first.
    Smallest,
}

/// What a number series counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesFor {
    /// Invoices and deposit invoices.
    #[default]
    Invoices,
    CreditNotes,
    Quotes,
}

/// A number series: its pattern and where it starts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Series {
    pub id: SeriesId,
    #[serde(rename = "for")]
    pub counts: SeriesFor,
    /// See [`crate::invoice::numbering`].
    #[serde(default)]
    pub pattern: String,
    /// The number that each run of the series begins with: where numbers were
    /// used before these books, the one after them. Never lowered, and not
    /// raised once a number was given: that would be a gap.
    #[serde(default)]
    pub start: u32,
    /// Numbers that no document of this book bears, and why.
    #[serde(default)]
    pub gaps: Vec<Gap>,
}

/// A run of numbers left out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Gap {
    /// As [`crate::invoice::Counter::run`].
    pub run: u32,
    pub first: u32,
    pub last: u32,
    /// Empty where nobody said.
    #[serde(default)]
    pub reason: Coded<GapReason>,
}

named! {
    /// Why numbers were left out.
    GapReason {
        /// They were sent after the backup that the book was restored from.
        OlderBackup = "older_backup",
        /// What was stored of them was damaged.
        Damage = "damage",
    }
}

impl Code for GapReason {
    fn of_text(text: &str) -> Option<GapReason> {
        match text {
            "Restored from a backup older than the last number sent" => {
                Some(GapReason::OlderBackup)
            }
            "Lost: what was stored of it was damaged" => Some(GapReason::Damage),
            name => GapReason::of(name),
        }
    }

    fn name(self) -> &'static str {
        self.as_str()
    }
}

/// A decision about closed periods, dated and reasoned. The newest `Close` or
/// `Reopen` is in force; an `Override` only records why a fact went into a
/// closed period all the same.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Closing {
    pub id: ClosingId,
    pub decision: ClosingDecision,
    #[serde(default)]
    pub reason: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosingDecision {
    /// Nothing is dated up to this day any more.
    Close(Date),
    /// Only what is dated up to this day stays closed; `None` opens all.
    Reopen(Option<Date>),
    /// A fact of this day was recorded in a closed period.
    Override(Date),
}
