//! Identifiers: of books, chains, entries and records.
//!
//! A record's id is the chain that created it and a counter within that
//! chain, so ids need no randomness, stay small, and cannot collide between
//! two devices: each writes on a chain of its own. Nothing here knows what
//! the records are.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// The place of an entry in the order of a book's history, from 1. Seq 0 is
/// the empty book.
///
/// It says what came before what, and nothing else: once entries of several
/// devices are put in one order, an entry may have another place in another
/// copy of the book. What an entry is called for good is its [`Version`].
pub type Seq = u32;

/// A run of entries written by one device, named by 32 random bits.
///
/// It starts anew when a device starts a book or restores one from a backup.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Chain(pub u32);

/// Why a text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id: expected eight hexadecimal digits, a hyphen and a number")]
pub struct BadId;

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Chain {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(BadId);
        }
        u32::from_str_radix(text, 16).map(Chain).map_err(|_| BadId)
    }
}

/// A record's address, whatever its kind: the chain that created it and its
/// number there, from 1. The typed ids below are what records hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RawId {
    pub chain: Chain,
    pub n: u32,
}

impl fmt::Display for RawId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.chain, self.n)
    }
}

impl fmt::Debug for RawId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for RawId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let (chain, n) = text.split_once('-').ok_or(BadId)?;
        // Number 0 is no record, and what names none must still be readable.
        if (n.starts_with('0') && n != "0") || !n.bytes().all(|b| b.is_ascii_digit()) {
            return Err(BadId);
        }
        Ok(RawId {
            chain: chain.parse()?,
            n: n.parse().map_err(|_| BadId)?,
        })
    }
}

/// The state of a record that an entry left behind, named by the entry: the
/// chain it was written on and its number on that chain, from 1.
///
/// Two versions are the same or they are not; which is the later one only
/// [`Seq`] says. In JSON a text, as ids are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Version(pub RawId);

impl Version {
    /// That of a record that no entry has put yet.
    pub const NONE: Version = Version(RawId {
        chain: Chain(0),
        n: 0,
    });

    pub const fn new(chain: Chain, n: u32) -> Version {
        Version(RawId { chain, n })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Version({self})")
    }
}

/// Text in JSON, two varints in the snapshot.
impl Serialize for RawId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (self.chain.0, self.n).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for RawId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(FromText::new("an id"))
        } else {
            let (chain, n) = <(u32, u32)>::deserialize(deserializer)?;
            Ok(RawId {
                chain: Chain(chain),
                n,
            })
        }
    }
}

impl Serialize for Chain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Chain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(FromText::new("a chain"))
        } else {
            u32::deserialize(deserializer).map(Chain)
        }
    }
}

/// Reads any type that has a text form, without an allocation.
pub(crate) struct FromText<T> {
    what: &'static str,
    read: std::marker::PhantomData<T>,
}

impl<T> FromText<T> {
    /// `what` says in an error what was expected: `a chain`.
    pub(crate) fn new(what: &'static str) -> FromText<T> {
        FromText {
            what,
            read: std::marker::PhantomData,
        }
    }
}

impl<T: FromStr> Visitor<'_> for FromText<T>
where
    T::Err: fmt::Display,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(de::Error::custom)
    }
}

/// What every typed id can do.
pub trait Id: Copy + Eq + Ord + fmt::Display + fmt::Debug + 'static {
    fn from_raw(raw: RawId) -> Self;
    fn raw(self) -> RawId;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub RawId);

        impl Id for $name {
            fn from_raw(raw: RawId) -> Self { $name(raw) }
            fn raw(self) -> RawId { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, concat!(stringify!($name), "({})"), self.0) }
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> { text.parse().map($name) }
        }
    )*};
}

ids! {
    /// A customer as kept now, editable.
    CustomerId,
    /// A seller or customer as it was when a document was issued, frozen.
    PartyId,
    /// Something sold often.
    ItemId,
    /// A number series.
    SeriesId,
    /// An invoice, credit note, deposit invoice or opening item.
    InvoiceId,
    /// The voiding of an invoice.
    VoidId,
    /// The sending of an invoice.
    SendingId,
    /// Money received.
    PaymentId,
    /// A part of a payment or credit note put against an invoice.
    AllocationId,
    /// Money given back.
    RefundId,
    /// A receivable given up as a bad debt.
    WriteOffId,
    /// A closed or reopened period.
    ClosingId,
    /// A recurring schedule.
    ScheduleId,
    /// What became of one occurrence of a schedule.
    OccurrenceId,
    /// A quote.
    QuoteId,
    /// A fact about a quote.
    QuoteEventId,
    /// An account of the user's own at a bank.
    BankAccountId,
    /// A bank statement that was brought in.
    StatementId,
    /// One movement on a bank statement.
    BankLineId,
    /// What a bank line, or a part of it, was.
    MatchId,
    /// A rule for bank lines that are no receipts.
    RuleId,
    /// A letter that reminds of what is due.
    ReminderId,
    /// A fact about a customer who owes.
    CollectionEventId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_text_form() {
        let id = InvoiceId(RawId {
            chain: Chain(0x1f),
            n: 7,
        });
        assert_eq!(id.to_string(), "0000001f-7");
        assert_eq!("0000001f-7".parse(), Ok(id));
        let none = InvoiceId::default();
        assert_eq!(none.to_string().parse(), Ok(none));
        for bad in [
            "",
            "1f-7",
            "0000001f-07",
            "0000001f-",
            "0000001f-+7",
            "0000001g-7",
            "0000001f-99999999999",
        ] {
            assert_eq!(bad.parse::<InvoiceId>(), Err(BadId), "{bad}");
        }
    }
}
