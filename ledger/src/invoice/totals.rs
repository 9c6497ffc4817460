//! Totals of a document by the rules of EN 16931 (BR-CO-10 to BR-CO-17).
//!
//! Rounded, half away from zero to the minor unit, are: each line; each
//! allowance or charge in percent, by itself; each row of the tax breakdown;
//! each retained tax. Nothing else is rounded, and nothing twice.
//!
//! **Net prices.** Line net = quantity × price ÷ base quantity − allowances +
//! charges. A tax's taxable amount is the sum of the line nets that carry it
//! less the document's allowances plus its charges that carry it, and its
//! amount is the percentage of that. A compound tax is a percentage of the
//! same plus the unrounded earlier taxes of the same lines.
//!
//! **Gross prices.** The same amounts hold the taxes. Per set of taxes, net =
//! gross ÷ (1 + rates), rounded; the taxes follow from the nets as above; what
//! net + taxes differ from the prices is the stated rounding (BT-114), so
//! that the document asks for exactly its prices. The nets of the lines,
//! allowances and charges of a set add up to the set's net, by largest
//! remainder.
//!
//! What carries no tax at all has a row of the breakdown without a tax, so
//! that no amount is missing there. Nothing here says which tax is right.

use serde::{Deserialize, Serialize};

use super::{Adjustment, AdjustmentKind, AdjustmentValue, Deduction, Invoice, Line, PriceMode};
use crate::money::{Currency, Decimal, Exact, Money, MoneyError};
use crate::tax::{RetainedTax, TAXES_MAX, Tax, TaxSet};

/// Lines of one document.
pub const LINES_MAX: usize = 10_000;
/// Allowances and charges of one document, and of one line.
pub const ADJUSTMENTS_MAX: usize = 100;
/// Retained taxes of one document.
pub const RETAINED_MAX: usize = 8;
/// Deposit invoices that one document deducts.
pub const DEDUCTIONS_MAX: usize = 100;
/// An allowance or charge in percent is at most this, of either sign.
pub const ADJUSTMENT_PERCENT_MAX: i32 = 1000;
/// Decimals of a product of compounding rates; three rates of four decimals
/// stay below it.
const FACTOR_SCALE_MAX: u32 = 18;

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

/// Where in a document, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Place {
    Document,
    Line(usize),
    LineAdjustment { line: usize, adjustment: usize },
    Adjustment(usize),
    Tax(usize),
    Retained(usize),
    Deduction(usize),
    Prepaid,
    Rounding,
}

/// Why something in a document has no amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TotalsProblem {
    #[error("too many of them: at most {0}")]
    TooMany(usize),
    #[error("too large an amount, or too many digits")]
    TooLarge,
    #[error("more decimals than the currency has")]
    TooPrecise,
    #[error("a price for zero or fewer units")]
    BaseQuantity,
    #[error("a percentage out of range")]
    Percent,
    #[error("a rate above zero in a tax category without one")]
    RateOfCategory,
    #[error("a tax that is not on the document")]
    NoSuchTax,
    #[error("the same tax twice")]
    SameTaxTwice,
}

impl From<MoneyError> for TotalsProblem {
    fn from(error: MoneyError) -> TotalsProblem {
        match error {
            MoneyError::TooPrecise(_) => TotalsProblem::TooPrecise,
            _ => TotalsProblem::TooLarge,
        }
    }
}

impl Totals {
    /// The totals of `document`, from which `deductions` and `prepaid` (whole
    /// minor units of the document's currency) are paid already. A document
    /// without lines has totals of zero.
    ///
    /// # Errors
    /// Every problem with its place, not only the first.
    pub fn of(
        document: &Invoice,
        deductions: &[Deduction],
        prepaid: Decimal,
    ) -> Result<Totals, Vec<(Place, TotalsProblem)>> {
        let mut work = Work::new(document.currency);
        work.check_counts(document, deductions);
        if !work.problems.is_empty() {
            return Err(work.problems);
        }
        work.check_taxes(&document.taxes);
        let parts = work.parts(document);
        let groups = work.groups(document, &parts);
        let prepaid = work.prepaid(deductions, prepaid);
        if !work.problems.is_empty() {
            return Err(work.problems);
        }
        let nets = match document.price_mode {
            PriceMode::Net => parts.clone(),
            PriceMode::Gross => work.nets_of_gross(&parts, &groups),
        };
        let rows = work.rows(&document.taxes, &nets, &groups);
        let asked = (document.price_mode == PriceMode::Gross).then(|| parts.iter().sum());
        let totals = work.add_up(document, &nets, rows, prepaid, asked);
        if work.problems.is_empty() {
            Ok(totals)
        } else {
            Err(work.problems)
        }
    }

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

    /// The same with the amount to pay changed by `rounding`: cash is rounded
    /// to the coins there are.
    ///
    /// # Errors
    /// [`TotalsProblem::TooPrecise`] or [`TotalsProblem::TooLarge`] at [`Place::Rounding`].
    pub fn with_rounding(
        mut self,
        rounding: Decimal,
        currency: Currency,
    ) -> Result<Totals, (Place, TotalsProblem)> {
        let change = || -> Result<(Money, Money), MoneyError> {
            let more = Money::new(rounding, currency)?;
            Ok((
                Money::new(self.rounding, currency)?.add(more)?,
                Money::new(self.payable, currency)?.add(more)?,
            ))
        };
        let (rounding, payable) = change().map_err(|error| (Place::Rounding, error.into()))?;
        self.rounding = rounding.amount();
        self.payable = payable.amount();
        Ok(self)
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

/// What `line` comes to in the price mode of its document: before tax in net
/// price mode, with tax in gross price mode.
///
/// # Errors
/// The first problem; [`Place::Line`] and [`Place::LineAdjustment`] name the
/// line as `index`.
pub fn line_amount(
    line: &Line,
    index: usize,
    currency: Currency,
) -> Result<Money, (Place, TotalsProblem)> {
    let at = |problem| (Place::Line(index), problem);
    let base = base_quantity(line).map_err(at)?;
    let mut above = price(line).map_err(at)?;
    for (adjustment, stated) in line.adjustments.iter().enumerate() {
        let place = Place::LineAdjustment {
            line: index,
            adjustment,
        };
        let amount = line_adjustment(line, stated, currency).map_err(|problem| (place, problem))?;
        above = signed(stated.kind, Exact::from(amount.amount()))
            .mul(base)
            .and_then(|change| above.add(change))
            .map_err(|error| at(error.into()))?;
    }
    above
        .div_minor(base, currency.exponent())
        .and_then(|minor| limited(minor, currency))
        .map_err(|error| at(error.into()))
}

/// An allowance or charge of `line`, with the sign it is stated with. In
/// percent it is of the exact quantity × price.
///
/// # Errors
/// [`TotalsProblem`] of this allowance or charge.
pub fn line_adjustment(
    line: &Line,
    stated: &Adjustment,
    currency: Currency,
) -> Result<Money, TotalsProblem> {
    match stated.value {
        AdjustmentValue::Amount(amount) => Ok(Money::new(amount, currency)?),
        AdjustmentValue::Percent(percent) => {
            let minor = price(line)?
                .mul(adjustment_rate(percent)?)?
                .div_minor(base_quantity(line)?, currency.exponent())?;
            Ok(limited(minor, currency)?)
        }
    }
}

/// One retained tax of a document with the net total `net`.
///
/// # Errors
/// [`TotalsProblem::Percent`] outside 0 to 100.
pub fn retained_amount(net: Money, tax: &RetainedTax) -> Result<Money, TotalsProblem> {
    if tax.percent < Decimal::ZERO || tax.percent > Decimal::HUNDRED {
        return Err(TotalsProblem::Percent);
    }
    let minor = Exact::rate(tax.percent)
        .mul(i128::from(net.minor()).into())?
        .minor(0)?;
    Ok(limited(minor, net.currency())?)
}

/// An amount of a document stays below [`crate::money::UNITS_MAX`], sums of
/// documents need not.
fn limited(minor: i128, currency: Currency) -> Result<Money, MoneyError> {
    Money::new(Money::from_minor(minor, currency)?.amount(), currency)
}

/// Quantity × unit price, for as many units as [`base_quantity`] says.
fn price(line: &Line) -> Result<Exact, TotalsProblem> {
    Ok(Exact::from(line.quantity).mul(line.unit_price.into())?)
}

fn base_quantity(line: &Line) -> Result<Exact, TotalsProblem> {
    match line.more.as_ref().and_then(|more| more.price_base_quantity) {
        None => Ok(Exact::ONE),
        Some(base) if base.is_positive() => Ok(base.into()),
        Some(_) => Err(TotalsProblem::BaseQuantity),
    }
}

fn adjustment_rate(percent: Decimal) -> Result<Exact, TotalsProblem> {
    if percent.abs() > Decimal::from_int(ADJUSTMENT_PERCENT_MAX) {
        return Err(TotalsProblem::Percent);
    }
    Ok(Exact::rate(percent))
}

fn signed(kind: AdjustmentKind, amount: Exact) -> Exact {
    match kind {
        AdjustmentKind::Allowance => amount.neg(),
        AdjustmentKind::Charge => amount,
    }
}

/// What carries the same taxes.
struct Group {
    set: TaxSet,
    /// Places in the list of parts: the lines, then the adjustments.
    parts: Vec<usize>,
    taxes: Vec<Levy>,
    problem: Option<TotalsProblem>,
}

/// A tax on a group, per unit of the group's net.
struct Levy {
    place: usize,
    base: Exact,
    tax: Exact,
}

/// The calculation, in minor units, gathering problems on its way.
struct Work {
    currency: Currency,
    problems: Vec<(Place, TotalsProblem)>,
}

impl Work {
    fn new(currency: Currency) -> Work {
        Work {
            currency,
            problems: Vec::new(),
        }
    }

    fn problem(&mut self, at: Place, problem: TotalsProblem) {
        self.problems.push((at, problem));
    }

    /// The value, or zero and a problem.
    fn take<T: Default>(&mut self, at: Place, outcome: Result<T, impl Into<TotalsProblem>>) -> T {
        outcome.unwrap_or_else(|problem| {
            self.problem(at, problem.into());
            T::default()
        })
    }

    fn check_counts(&mut self, document: &Invoice, deductions: &[Deduction]) {
        for (count, max) in [
            (document.lines.len(), LINES_MAX),
            (document.adjustments.len(), ADJUSTMENTS_MAX),
            (document.taxes.len(), TAXES_MAX),
            (document.retained.len(), RETAINED_MAX),
            (deductions.len(), DEDUCTIONS_MAX),
        ] {
            if count > max {
                self.problem(Place::Document, TotalsProblem::TooMany(max));
            }
        }
        for (index, line) in document.lines.iter().enumerate() {
            if line.adjustments.len() > ADJUSTMENTS_MAX {
                self.problem(Place::Line(index), TotalsProblem::TooMany(ADJUSTMENTS_MAX));
            }
        }
    }

    fn check_taxes(&mut self, taxes: &[Tax]) {
        for (place, tax) in taxes.iter().enumerate() {
            if tax.percent < Decimal::ZERO || tax.percent > Decimal::HUNDRED {
                self.problem(Place::Tax(place), TotalsProblem::Percent);
            } else if tax.percent.is_positive() && !tax.category.has_rate() {
                self.problem(Place::Tax(place), TotalsProblem::RateOfCategory);
            }
        }
    }

    /// What each line, then each allowance (below zero) and charge of the
    /// document comes to, in the document's price mode.
    fn parts(&mut self, document: &Invoice) -> Vec<i128> {
        let mut parts = Vec::with_capacity(document.lines.len() + document.adjustments.len());
        for (index, line) in document.lines.iter().enumerate() {
            match line_amount(line, index, self.currency) {
                Ok(amount) => parts.push(i128::from(amount.minor())),
                Err(problem) => {
                    self.problems.push(problem);
                    parts.push(0);
                }
            }
        }
        let lines: i128 = parts.iter().sum();
        for (index, stated) in document.adjustments.iter().enumerate() {
            let amount = self.adjustment(stated, lines);
            let minor = self.take(Place::Adjustment(index), amount);
            parts.push(match stated.kind {
                AdjustmentKind::Allowance => -minor,
                AdjustmentKind::Charge => minor,
            });
        }
        parts
    }

    fn adjustment(&self, stated: &Adjustment, lines: i128) -> Result<i128, TotalsProblem> {
        let amount = match stated.value {
            AdjustmentValue::Amount(amount) => Money::new(amount, self.currency)?,
            AdjustmentValue::Percent(percent) => {
                let minor = adjustment_rate(percent)?.mul(lines.into())?.minor(0)?;
                limited(minor, self.currency)?
            }
        };
        Ok(amount.minor().into())
    }

    fn groups(&mut self, document: &Invoice, parts: &[i128]) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let lines = document.lines.len();
        for part in 0..parts.len() {
            let (set, at) = match document.lines.get(part) {
                Some(line) => (line.taxes, Place::Line(part)),
                None => (
                    document.adjustments[part - lines].taxes,
                    Place::Adjustment(part - lines),
                ),
            };
            let known = groups.iter().position(|group| group.set == set);
            let group = known.unwrap_or_else(|| {
                groups.push(Group::new(set, &document.taxes));
                groups.len() - 1
            });
            groups[group].parts.push(part);
            if let Some(problem) = groups[group].problem {
                self.problem(at, problem);
            }
        }
        groups
    }

    fn prepaid(&mut self, deductions: &[Deduction], prepaid: Decimal) -> i128 {
        let currency = self.currency;
        let mut sum = 0;
        for (index, deduction) in deductions.iter().enumerate() {
            let amount = Money::new(deduction.gross, currency).map(Money::minor);
            sum += i128::from(self.take(Place::Deduction(index), amount));
        }
        let amount = Money::new(prepaid, currency).map(Money::minor);
        sum + i128::from(self.take(Place::Prepaid, amount))
    }

    fn nets_of_gross(&mut self, parts: &[i128], groups: &[Group]) -> Vec<i128> {
        let mut nets = vec![0; parts.len()];
        for group in groups {
            let gross: Vec<i128> = group.parts.iter().map(|part| parts[*part]).collect();
            let outcome = group
                .factor()
                .and_then(|factor| Exact::ONE.round_together(&gross, factor));
            let rounded = self.take(Place::Document, outcome);
            for (part, net) in group.parts.iter().zip(rounded) {
                nets[*part] = net;
            }
        }
        nets
    }

    fn rows(&mut self, taxes: &[Tax], nets: &[i128], groups: &[Group]) -> Vec<TaxRow> {
        let mut sums: [Option<(Exact, Exact)>; TAXES_MAX] = [None; TAXES_MAX];
        let mut untaxed = None;
        for group in groups {
            let net: i128 = group.parts.iter().map(|part| nets[*part]).sum();
            if group.taxes.is_empty() {
                untaxed = Some(net);
            }
            for levy in &group.taxes {
                let row = home(taxes, levy.place);
                let (taxable, tax) = sums[row].unwrap_or((Exact::ZERO, Exact::ZERO));
                let added = levy.base.mul(net.into()).and_then(|more| taxable.add(more));
                let added_tax = levy.tax.mul(net.into()).and_then(|more| tax.add(more));
                sums[row] = match (added, added_tax) {
                    (Ok(taxable), Ok(tax)) => Some((taxable, tax)),
                    _ => {
                        self.problem(Place::Tax(row), TotalsProblem::TooLarge);
                        Some((taxable, tax))
                    }
                };
            }
        }
        let mut rows = Vec::new();
        for (place, sum) in sums.into_iter().enumerate() {
            if let Some((taxable, tax)) = sum {
                let at = Place::Tax(place);
                let taxable = self.amount(at, taxable.minor(0));
                let tax = self.amount(at, tax.minor(0));
                let place = u8::try_from(place).ok();
                rows.push(TaxRow {
                    place,
                    taxable,
                    tax,
                });
            }
        }
        if let Some(net) = untaxed {
            rows.push(TaxRow {
                place: None,
                taxable: self.amount(Place::Document, Ok(net)),
                tax: self.currency.zero().amount(),
            });
        }
        rows
    }

    /// `minor` units as a decimal, below the limit of amounts.
    fn amount(&mut self, at: Place, minor: Result<i128, MoneyError>) -> Decimal {
        let currency = self.currency;
        let money = minor.and_then(|minor| limited(minor, currency));
        self.take(at, money.map(Money::amount))
    }

    /// `asked` is what gross prices come to.
    fn add_up(
        &mut self,
        document: &Invoice,
        nets: &[i128],
        rows: Vec<TaxRow>,
        prepaid: i128,
        asked: Option<i128>,
    ) -> Totals {
        let (lines, adjustments) = nets.split_at(document.lines.len());
        let kinds = || document.adjustments.iter().map(|stated| stated.kind);
        let total = |wanted| -> i128 {
            let of_kind = adjustments.iter().zip(kinds());
            of_kind
                .filter(|(_, kind)| *kind == wanted)
                .map(|(net, _)| net)
                .sum()
        };
        let allowances = -total(AdjustmentKind::Allowance);
        let charges = total(AdjustmentKind::Charge);
        let net: i128 = nets.iter().sum();
        let tax: i128 = rows.iter().map(|row| self.minor(row.tax)).sum();
        let gross = net + tax;
        let rounding = asked.map_or(0, |asked| asked - gross);
        let at = Place::Document;
        let mut totals = Totals {
            line_net: lines.iter().map(|net| self.amount(at, Ok(*net))).collect(),
            adjustment_net: adjustments
                .iter()
                .zip(kinds())
                .map(|(net, kind)| match kind {
                    AdjustmentKind::Allowance => self.amount(at, Ok(-net)),
                    AdjustmentKind::Charge => self.amount(at, Ok(*net)),
                })
                .collect(),
            sum_line_net: self.amount(at, Ok(lines.iter().sum())),
            allowance_total: self.amount(at, Ok(allowances)),
            charge_total: self.amount(at, Ok(charges)),
            net: self.amount(at, Ok(net)),
            tax: self.amount(at, Ok(tax)),
            gross: self.amount(at, Ok(gross)),
            prepaid: self.amount(at, Ok(prepaid)),
            rounding: self.amount(at, Ok(rounding)),
            rows,
            ..Totals::default()
        };
        let retained = self.retained(document, totals.net);
        totals.retained = self.amount(at, Ok(retained));
        totals.payable = self.amount(at, Ok(gross - prepaid + rounding - retained));
        totals
    }

    fn retained(&mut self, document: &Invoice, net: Decimal) -> i128 {
        let mut sum = 0;
        for (index, tax) in document.retained.iter().enumerate() {
            let amount = Money::new(net, self.currency)
                .map_err(TotalsProblem::from)
                .and_then(|net| retained_amount(net, tax))
                .map(Money::minor);
            sum += i128::from(self.take(Place::Retained(index), amount));
        }
        sum
    }

    /// The minor units of an amount that was made by [`Work::amount`].
    fn minor(&self, amount: Decimal) -> i128 {
        Money::new(amount, self.currency).map_or(0, |money| money.minor().into())
    }
}

/// The first place of a tax equal to that at `place`.
fn home(taxes: &[Tax], place: usize) -> usize {
    let same = |tax: &Tax| taxes.get(place) == Some(tax);
    taxes.iter().position(same).unwrap_or(place)
}

impl Group {
    fn new(set: TaxSet, taxes: &[Tax]) -> Group {
        let (levies, problem) = match levies(set, taxes) {
            Ok(levies) => (levies, None),
            Err(problem) => (Vec::new(), Some(problem)),
        };
        Group {
            set,
            parts: Vec::new(),
            taxes: levies,
            problem,
        }
    }

    /// Gross per unit of net.
    fn factor(&self) -> Result<Exact, MoneyError> {
        let add = |sum: Exact, levy: &Levy| sum.add(levy.tax);
        self.taxes.iter().try_fold(Exact::ONE, add)
    }
}

/// The taxes of `set`, each per unit of net.
fn levies(set: TaxSet, taxes: &[Tax]) -> Result<Vec<Levy>, TotalsProblem> {
    let mut levies: Vec<Levy> = Vec::new();
    let mut with_taxes = Exact::ONE;
    for place in set.iter() {
        let tax = taxes.get(place).ok_or(TotalsProblem::NoSuchTax)?;
        if levies.iter().any(|earlier| taxes[earlier.place] == *tax) {
            return Err(TotalsProblem::SameTaxTwice);
        }
        let base = if tax.compound { with_taxes } else { Exact::ONE };
        let levy = base.mul(Exact::rate(tax.percent))?;
        if levy.scale() > FACTOR_SCALE_MAX {
            return Err(TotalsProblem::TooLarge);
        }
        with_taxes = with_taxes.add(levy)?;
        levies.push(Levy {
            place,
            base,
            tax: levy,
        });
    }
    Ok(levies)
}

#[cfg(test)]
mod slow;
#[cfg(test)]
mod tests;
