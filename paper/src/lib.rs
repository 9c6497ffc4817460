//! The printed document: what it says, word by word, and how it is drawn.
//!
//! # Where to start
//! [`Paper`] is a document in words: [`Paper::of`] makes it of an issued one,
//! [`Paper::of_draft`] of one being written. Who draws it, the page or
//! `pdf`, adds no words and no figures.
//!
//! # What is not here
//! No clock, no I/O, no browser. No figure is worked out here: all come from
//! the ledger. The model knows nothing of PDF.

#![warn(unreachable_pub)]

#[cfg(feature = "code")]
pub mod code;
mod encoded_words;
mod file_name;
mod language;
mod locale;
pub mod logo;
pub mod made;
pub mod mail;
mod make;
#[cfg(feature = "pdf")]
mod pdf;
pub mod recipient;
mod words;

use ledger::date::Date;
use serde::{Deserialize, Serialize};

pub use file_name::in_file_name;
pub use language::Language;
pub use locale::{Locale, Region};
pub use logo::Logo;
pub use made::{Pdf, PdfProblem, Warning};
pub use make::raised;

/// A document in words, in the order in which it is read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Paper {
    pub locale: Locale,
    pub format: Format,
    pub window: Window,
    pub design: Design,
    /// What kind of document it is: Invoice, Rechnungskorrektur.
    pub title: String,
    /// Empty for a draft.
    pub number: String,
    /// The day of issue; of a draft, the day it is looked at.
    pub date: Date,
    /// Written across every page.
    pub mark: Option<Mark>,
    pub seller: Sender,
    /// The customer's name, and the lines of the address.
    pub buyer: Vec<String>,
    /// Number, dates and references.
    pub facts: Vec<Labelled>,
    /// Below the title: what is corrected, and why.
    pub lead: Vec<String>,
    /// The words of a letter, a paragraph each.
    pub letter: Vec<String>,
    pub table: LineTable,
    pub totals: Vec<Total>,
    /// Reasons of exemption, discounts for paying early, the note.
    pub notes: Vec<Note>,
    /// Heading, and due dates with their amounts.
    pub instalments: Option<(String, Vec<Labelled>)>,
    pub payment: Option<Payment>,
    /// What stands at the foot of every page, a column each.
    pub feet: Vec<Vec<String>>,
    /// The words for what is only known when pages are made.
    pub page_words: PageWords,
}

/// How the business wants its documents to look.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Design {
    pub logo: Option<Logo>,
    /// Red, green, blue: of the name, the lines and what is to pay. `None` for
    /// ink.
    pub accent: Option<[u8; 3]>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Format {
    #[default]
    A4,
    Letter,
}

/// Where the envelope has its window.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Window {
    /// DIN 5008:2020, form B: 45 mm below the edge, 20 mm from the left.
    #[default]
    LeftDin,
    /// Switzerland: the right window of envelope C6/5 (SN 010130).
    RightSwiss,
    /// France: the right window of envelope DL (NF Z 11-001).
    RightFrench,
    /// The window of a US #10 envelope (USPS DMM 202).
    LeftUs,
}

/// A word across the page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Mark {
    Draft(String),
    Void(String),
}

impl Mark {
    pub fn word(&self) -> &str {
        match self {
            Mark::Draft(word) | Mark::Void(word) => word,
        }
    }
}

/// Who sends it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Sender {
    pub name: String,
    /// Contact, address, e-mail, telephone.
    pub lines: Vec<String>,
    /// The small line above the address in the window.
    pub return_line: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Labelled {
    pub label: String,
    pub value: String,
}

/// The lines of a document.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LineTable {
    /// Description, quantity, price, tax, amount; the tax is empty where no
    /// line has one.
    pub headings: [String; 5],
    pub rows: Vec<LineRow>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LineRow {
    pub description: String,
    /// Smaller, below the description: item numbers, period, note, allowances.
    pub details: Vec<String>,
    pub quantity: String,
    pub price: String,
    pub tax: String,
    /// Without tax; with it where the prices have it.
    pub amount: String,
    /// The sum of the amounts up to and with this line.
    pub carried: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Total {
    pub weight: Weight,
    pub label: String,
    /// Smaller, below the label.
    pub detail: String,
    pub value: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Weight {
    Plain,
    /// The total with tax, where something still changes it.
    Strong,
    /// What is to pay.
    Due,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Note {
    /// What refers to it in the lines and totals; 0 for none.
    pub mark: u8,
    pub text: String,
}

/// Where and how to pay.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Payment {
    pub heading: String,
    pub rows: Vec<Labelled>,
    /// What a banking app reads.
    pub codes: Vec<PaymentCode>,
    /// An address to pay at, which one of the rows shows.
    pub link: Option<String>,
    /// The words beside a code.
    pub scan: String,
}

/// A QR code, with the very text that it holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaymentCode {
    pub kind: CodeKind,
    pub payload: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CodeKind {
    /// EPC069-12: SEPA credit transfer.
    Epc,
    /// Swiss Implementation Guidelines QR-bill: brings the payment part with
    /// its receipt, which say what the payload says.
    Swiss,
    /// An address to open.
    Link,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PageWords {
    pub page: String,
    /// Below the last line of a page that is not the last: the sum so far.
    pub carried: String,
    /// Above the first line of the next page.
    pub brought: String,
}

/// Why there is no printed document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoPaper {
    #[error("an opening item was printed by another program")]
    Opening,
    #[error("a draft has no number yet")]
    Draft,
    #[error(transparent)]
    Amount(#[from] ledger::money::MoneyError),
}
