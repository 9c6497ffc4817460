//! What must hold of a book, and what is said where it does not.

use serde::{Deserialize, Serialize};

use crate::change::RecordId;

/// What must hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Invariant {
    /// No two documents bear one number.
    NumbersUnique,
    /// What records refer to is there, of the same customer and currency.
    ReferencesHold,
    /// The totals of a document follow from its lines.
    TotalsMatchLines,
    /// Instalments add up to what the document asks for.
    InstalmentsAddUp,
    /// On no day is a document settled by more than it asks for.
    SettledWithinDocument,
    /// On no day does a payment or credit note give more than it has.
    UsedWithinSource,
    /// Nothing settles a document once it is void.
    VoidsUnsettled,
    /// No void document was sent.
    VoidsUnsent,
    /// Credit notes credit no more than the document that they correct, and
    /// no void one.
    CreditedWithinDocument,
    /// A deposit is deducted once, and no void one is.
    DeductedOnce,
    /// What is taken back is taken back whole, and once.
    ReversedOnce,
    /// Money is dated on or after what it belongs to.
    DatesInOrder,
    /// Amounts are above zero but for reversals.
    AmountsPositive,
    /// An issued document, once stored, is as it was.
    IssuedUnchanged,
    /// Something became of an occurrence of a schedule once at most.
    OccurrenceOnce,
    /// No two quotes bear one number.
    QuoteNumbersUnique,
    /// The parts of a bank line are of its sign and add up to it at the most,
    /// and are as much as what they stand for.
    MatchedWithinLine,
    /// A payment or refund is matched with one bank line.
    MatchedOnce,
    /// A stage of an invoice is in one letter, a letter is sent once, and a
    /// fact is ended once.
    RemindedOnce,
    /// The columns say what the records say.
    ColumnsMatchRecords,
    /// The buckets of the aging add up to what is outstanding.
    BucketsEqualOutstanding,
}

/// An invariant that does not hold, and for which record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Finding {
    pub invariant: Invariant,
    pub id: RecordId,
}
