//! Taxes: categories, rates, and which of a document's taxes apply to a line.
//!
//! The categories are those of EN 16931-1 (BT-151, code list UNCL5305). Owed
//! computes what it is told; which category and rate are right is for the
//! user to say, and no preset claims compliance.

pub mod preset;

use serde::de::{Deserializer, Error as _};
use serde::ser::{SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};

use crate::money::Decimal;

/// VAT category codes of EN 16931 (UNCL5305).
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
pub enum TaxCategory {
    /// Standard rate, also reduced rates.
    #[default]
    S,
    /// Zero rated.
    Z,
    /// Exempt.
    E,
    /// Reverse charge.
    AE,
    /// Intra-community supply.
    K,
    /// Export.
    G,
    /// Not subject to tax.
    O,
    /// Canary Islands (IGIC).
    L,
    /// Ceuta and Melilla (IPSI).
    M,
}

impl TaxCategory {
    pub const ALL: [TaxCategory; 9] = [
        TaxCategory::S,
        TaxCategory::Z,
        TaxCategory::E,
        TaxCategory::AE,
        TaxCategory::K,
        TaxCategory::G,
        TaxCategory::O,
        TaxCategory::L,
        TaxCategory::M,
    ];

    pub fn code(self) -> &'static str {
        match self {
            TaxCategory::S => "S",
            TaxCategory::Z => "Z",
            TaxCategory::E => "E",
            TaxCategory::AE => "AE",
            TaxCategory::K => "K",
            TaxCategory::G => "G",
            TaxCategory::O => "O",
            TaxCategory::L => "L",
            TaxCategory::M => "M",
        }
    }

    /// Only these carry a rate above zero (EN 16931 BR-S-5, BR-Z-5 and so on).
    pub fn has_rate(self) -> bool {
        matches!(self, TaxCategory::S | TaxCategory::L | TaxCategory::M)
    }

    /// Whether the document must state why no tax is charged (EN 16931
    /// BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10).
    pub fn needs_exemption_reason(self) -> bool {
        matches!(
            self,
            TaxCategory::E | TaxCategory::AE | TaxCategory::K | TaxCategory::G | TaxCategory::O
        )
    }
}

/// A tax as it stands on a document or in a preset.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tax {
    /// What the customer reads: VAT, GST, PST.
    #[serde(default)]
    pub name: String,
    pub category: TaxCategory,
    /// Percent of the taxable amount, from 0 to 100.
    pub percent: Decimal,
    /// Also taxes the taxes that stand before it in the document's list and
    /// apply to the same line.
    #[serde(default)]
    pub compound: bool,
    /// VATEX code (BT-121).
    #[serde(default)]
    pub exemption_code: String,
    /// In words (BT-120).
    #[serde(default)]
    pub exemption_reason: String,
}

/// A tax that the customer keeps back and pays to the state for the seller
/// (IRPF, ritenuta d'acconto): shown below the gross total, it reduces what
/// the customer owes and no sale.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RetainedTax {
    #[serde(default)]
    pub name: String,
    /// Percent of the net total (BT-109).
    pub percent: Decimal,
}

/// Taxes of one document at the most.
pub const TAXES_MAX: usize = 16;

/// Which taxes of the document's list apply to a line: a set of places in
/// [`crate::invoice::Invoice::taxes`]. In JSON a list of numbers from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct TaxSet(pub u16);

impl TaxSet {
    /// The set of one place; empty past [`TAXES_MAX`].
    pub fn only(index: usize) -> TaxSet {
        TaxSet::default().with(index)
    }

    pub fn with(self, index: usize) -> TaxSet {
        let bit = u32::try_from(index)
            .ok()
            .and_then(|index| 1_u16.checked_shl(index))
            .unwrap_or(0);
        TaxSet(self.0 | bit)
    }

    pub fn contains(self, index: usize) -> bool {
        self.0 & TaxSet::only(index).0 != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The places, ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..TAXES_MAX).filter(move |index| self.contains(*index))
    }
}

impl Serialize for TaxSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            let mut list = serializer.serialize_seq(None)?;
            for index in self.iter() {
                list.serialize_element(&index)?;
            }
            list.end()
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for TaxSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<TaxSet, D::Error> {
        if deserializer.is_human_readable() {
            let mut set = TaxSet::default();
            for index in Vec::<usize>::deserialize(deserializer)? {
                if index >= TAXES_MAX {
                    return Err(D::Error::custom("no such tax: at most 16 on a document"));
                }
                set = set.with(index);
            }
            Ok(set)
        } else {
            u16::deserialize(deserializer).map(TaxSet)
        }
    }
}
