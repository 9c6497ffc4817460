//! The catalogue: what is sold often.

use serde::{Deserialize, Serialize};

use crate::ids::ItemId;
use crate::money::{Currency, Decimal};
use crate::tax::Tax;

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Item {
    pub id: ItemId,
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub description: String,
    /// UN/ECE Recommendation 20 code (BT-130): HUR for hours, C62 for pieces.
    #[serde(default)]
    pub unit: String,
    pub unit_price: Decimal,
    pub currency: Currency,
    #[serde(default)]
    pub taxes: Vec<Tax>,
    #[serde(default)]
    pub archived: bool,
}
