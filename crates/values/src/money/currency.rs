//! The currencies of ISO 4217.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::currencies::CURRENCIES;
use crate::ids::FromText;

/// A currency of ISO 4217, by its place in the table of [`crate::currencies`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(u8);

impl Currency {
    /// The three-letter code.
    pub fn code(self) -> &'static str {
        CURRENCIES[usize::from(self.0)].0
    }

    /// Decimals of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn exponent(self) -> u32 {
        u32::from(CURRENCIES[usize::from(self.0)].1)
    }

    /// Every currency, by code.
    pub fn all() -> impl Iterator<Item = Currency> {
        (0..CURRENCIES.len()).filter_map(|index| u8::try_from(index).ok().map(Currency))
    }

    /// A small number for tables in memory; never stored.
    pub fn index(self) -> u8 {
        self.0
    }

    pub fn from_index(index: u8) -> Option<Currency> {
        (usize::from(index) < CURRENCIES.len()).then_some(Currency(index))
    }
}

/// Why a text is not a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a currency code of ISO 4217")]
pub struct UnknownCurrency;

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Currency, UnknownCurrency> {
        CURRENCIES
            .binary_search_by(|(known, _)| (*known).cmp(code))
            .ok()
            .and_then(|index| u8::try_from(index).ok())
            .map(Currency)
            .ok_or(UnknownCurrency)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Currency) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Currency) -> Ordering {
        self.code().cmp(other.code())
    }
}

impl Default for Currency {
    /// The euro. A book always states its own.
    fn default() -> Currency {
        "EUR".parse().unwrap_or(Currency(0))
    }
}

/// The code in JSON and in the snapshot: the table's order may change.
impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(self.code())
        } else {
            let mut code = [0; 3];
            code.copy_from_slice(self.code().as_bytes());
            code.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Currency, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(FromText::new("a currency code"))
        } else {
            let code = <[u8; 3]>::deserialize(deserializer)?;
            std::str::from_utf8(&code)
                .map_err(D::Error::custom)?
                .parse()
                .map_err(D::Error::custom)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_currencies_is_sorted() {
        assert!(CURRENCIES.is_sorted());
        assert!(CURRENCIES.len() < 256);
        for currency in Currency::all() {
            assert_eq!(currency.code().parse(), Ok(currency));
        }
    }
}
