//! The totals of a document, as they are kept with it.

use serde::{Deserialize, Serialize};

use crate::money::{Decimal, Exact, Money};

/// The figures of a document, frozen when it is issued. All are in the
/// document's currency, with its decimals; the names in brackets are the
/// business terms of EN 16931-1.
///
/// # Properties
/// Every equation in the comments holds to the last minor unit. In gross
/// price mode [`Totals::gross`] + [`Totals::rounding`] is the sum of the
/// prices. The order of the lines changes no figure but the order of
/// [`Totals::line_net`] (in gross price mode, where two lines have the same
/// remainder, also which of them gets the minor unit that is over).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Net of each line (BT-131), in the order of the lines.
    #[serde(default)]
    pub line_net: Vec<Decimal>,
    /// Net of each allowance (BT-92) and charge (BT-99) of the document, in
    /// the order of [`Invoice::adjustments`] and with the sign it is stated
    /// with.
    #[serde(default)]
    pub adjustment_net: Vec<Decimal>,
    /// The sum of the line nets (BT-106).
    #[serde(default)]
    pub sum_line_net: Decimal,
    /// The sum of the document's allowances (BT-107).
    #[serde(default)]
    pub allowance_total: Decimal,
    /// The sum of the document's charges (BT-108).
    #[serde(default)]
    pub charge_total: Decimal,
    /// [`Totals::sum_line_net`] − allowances + charges (BT-109).
    #[serde(default)]
    pub net: Decimal,
    /// The sum of the taxes of [`Totals::rows`] (BT-110).
    #[serde(default)]
    pub tax: Decimal,
    /// Net + tax (BT-112).
    #[serde(default)]
    pub gross: Decimal,
    /// Paid before, deducted deposit invoices included (BT-113).
    #[serde(default)]
    pub prepaid: Decimal,
    /// What gross prices differ from [`Totals::gross`], and any rounding of
    /// the amount to pay (BT-114).
    #[serde(default)]
    pub rounding: Decimal,
    /// The sum of the taxes that the customer keeps back.
    #[serde(default)]
    pub retained: Decimal,
    /// Gross − prepaid + rounding − retained (BT-115).
    #[serde(default)]
    pub payable: Decimal,
    /// One row per tax that a line, allowance or charge carries, in the order
    /// of [`Invoice::taxes`]; last the row of what carries none (BG-23).
    #[serde(default)]
    pub rows: Vec<TaxRow>,
}

/// A row of the tax breakdown (BG-23).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TaxRow {
    /// The tax by its place in [`Invoice::taxes`], the first place where the
    /// list has equal ones; `None` for what carries no tax.
    #[serde(default)]
    pub place: Option<u8>,
    /// What the tax is a percentage of (BT-116); of a compound tax, rounded.
    pub taxable: Decimal,
    /// BT-117.
    pub tax: Decimal,
}

impl Totals {
    /// An opening item: an amount without lines and without a tax breakdown.
    pub fn opening(amount: Money) -> Totals {
        let zero = amount.currency().zero().amount();
        Totals {
            net: amount.amount(),
            gross: amount.amount(),
            payable: amount.amount(),
            sum_line_net: amount.amount(),
            allowance_total: zero,
            charge_total: zero,
            tax: zero,
            prepaid: zero,
            rounding: zero,
            retained: zero,
            ..Totals::default()
        }
    }

    /// Whether the equations between the figures hold; which rates and prices
    /// led to them is not looked at. For figures from elsewhere.
    pub fn adds_up(&self) -> bool {
        let without_lines = self.line_net.is_empty();
        (without_lines || is_sum(self.sum_line_net, self.line_net.iter().copied()))
            && is_sum(
                self.net,
                [
                    self.sum_line_net,
                    self.allowance_total.neg(),
                    self.charge_total,
                ],
            )
            && is_sum(self.tax, self.rows.iter().map(|row| row.tax))
            && is_sum(self.gross, [self.net, self.tax])
            && is_sum(
                self.payable,
                [
                    self.gross,
                    self.prepaid.neg(),
                    self.rounding,
                    self.retained.neg(),
                ],
            )
    }
}

fn is_sum(whole: Decimal, parts: impl IntoIterator<Item = Decimal>) -> bool {
    parts
        .into_iter()
        .try_fold(Exact::from(whole), |rest, part| rest.sub(part.into()))
        .is_ok_and(Exact::is_zero)
}
