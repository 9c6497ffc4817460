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
//! **Gross prices.** The same amounts hold the taxes, and a document asks for
//! exactly its prices. By [`Rule::Second`] each tax is taken out of the gross
//! sum of what carries the same taxes (gross × rate ÷ (1 + rates)) and rounded;
//! net = gross − taxes. So net and taxes add up to the prices, however many
//! taxes a line has. Of several taxes a net may be as much as half a minor unit
//! for each tax from the exact one; of one tax it is the nearest. A tax may
//! differ by a minor unit from the percentage of its taxable amount, which the
//! official check of BR-CO-17 allows.
//!
//! By [`Rule::First`], per set of taxes net = gross ÷ (1 + rates), rounded; the
//! taxes follow from the nets as with net prices; what net + taxes differ from
//! the prices is the stated rounding (BT-114).
//!
//! The nets of the lines, allowances and charges that carry the same taxes add
//! up to their net, by largest remainder.
//!
//! **An allowance or charge over all rates** ([`Adjustment::spread`]) is
//! rounded once as a whole and then cut into a share for each set of taxes that
//! the lines carry, in proportion to what the lines of that set come to. Each
//! share is its exact value cut down to minor units; what is left goes one by
//! one to the shares with the largest remainders, of equals to the set with
//! the earlier taxes. So the shares add up to the cent, and no share is a minor
//! unit or more from its exact value.
//!
//! What carries no tax at all has a row of the breakdown without a tax, so
//! that no amount is missing there. Nothing here says which tax is right.

use super::{
    Adjustment, AdjustmentKind, AdjustmentValue, Deduction, Invoice, Line, PriceMode, Rule,
};
use crate::money::{Currency, Decimal, Exact, Money, MoneyError};
use crate::tax::{RetainedTax, TAXES_MAX, Tax, TaxSet};

mod figures;
mod part;
mod problem;

pub use figures::{TaxRow, Totals};
pub use problem::{
    ADJUSTMENT_PERCENT_MAX, ADJUSTMENTS_MAX, DEDUCTIONS_MAX, LINES_MAX, Place, RETAINED_MAX,
    TotalsProblem,
};

use part::{Group, Part, Worth, home, homes, shares_of, weights_of};

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
        Totals::by(document.rule, document, deductions, prepaid)
    }

    /// Those of a document that is not issued yet, by the rule by which it
    /// will be.
    ///
    /// # Errors
    /// As [`Totals::of`].
    pub fn of_draft(
        document: &Invoice,
        deductions: &[Deduction],
    ) -> Result<Totals, Vec<(Place, TotalsProblem)>> {
        Totals::by(
            document.rule_of_issue(),
            document,
            deductions,
            Decimal::ZERO,
        )
    }

    fn by(
        rule: Rule,
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
        let amounts = work.amounts(document);
        let parts = work.parts(document, &amounts);
        let groups = work.groups(rule, document, &parts);
        let prepaid = work.prepaid(deductions, prepaid);
        if !work.problems.is_empty() {
            return Err(work.problems);
        }
        let worth = match (document.price_mode, rule) {
            (PriceMode::Net, _) => Worth::of_net(&parts),
            (PriceMode::Gross, Rule::First) => work.nets_of_gross(&parts, &groups),
            (PriceMode::Gross, Rule::Second) => work.taxes_of_gross(&parts, &groups),
        };
        let rows = work.rows(&document.taxes, &worth, &groups);
        let mut nets = vec![0; amounts.len()];
        for (part, net) in parts.iter().zip(&worth.nets) {
            nets[part.of] += net;
        }
        let asked = (document.price_mode == PriceMode::Gross).then(|| amounts.iter().sum());
        let totals = work.add_up(document, &nets, rows, prepaid, asked);
        if work.problems.is_empty() {
            Ok(totals)
        } else {
            Err(work.problems)
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
}

/// An allowance or charge by the sets of taxes that it falls on.
pub type Shares = Vec<(TaxSet, Money)>;

/// What each allowance or charge of the document takes or adds of each set of
/// taxes, in the document's price mode and with the sign it is stated with:
/// its shares where it is spread, else one. They add up to it.
///
/// # Errors
/// As [`Totals::of`], where an amount of a line or of these cannot be worked
/// out.
pub fn shares(document: &Invoice) -> Result<Vec<Shares>, Vec<(Place, TotalsProblem)>> {
    let mut work = Work::new(document.currency);
    work.check_counts(document, &[]);
    if !work.problems.is_empty() {
        return Err(work.problems);
    }
    let amounts = work.amounts(document);
    let parts = work.parts(document, &amounts);
    let mut shares = vec![Vec::new(); document.adjustments.len()];
    for part in parts.iter().skip(document.lines.len()) {
        let index = part.of - document.lines.len();
        let is_allowance = document.adjustments[index].kind == AdjustmentKind::Allowance;
        let stated = if is_allowance {
            -part.amount
        } else {
            part.amount
        };
        let money = limited(stated, document.currency).map_err(TotalsProblem::from);
        let money = money.map_err(|problem| vec![(Place::Adjustment(index), problem)])?;
        shares[index].push((part.set, money));
    }
    if work.problems.is_empty() {
        Ok(shares)
    } else {
        Err(work.problems)
    }
}

/// Taxes whose taxable amount the document's allowances bring below zero,
/// each with the last allowance that it carries. Where a line with that tax
/// is below zero itself (a deduction, a correction), it explains it. A credit
/// note corrects as a whole.
pub fn negative_bases(document: &Invoice, totals: &Totals) -> Vec<(Place, usize)> {
    if document.kind.is_credit() {
        return Vec::new();
    }
    let carries = |set: TaxSet, row: usize| {
        let mut places = set.iter().map(|place| home(&document.taxes, place));
        places.any(|place| place == row)
    };
    let below = totals.rows.iter().filter(|row| row.taxable.is_negative());
    let rows = below.filter_map(|row| row.place.map(usize::from));
    let unexplained = rows.filter(|row| {
        let mut lines = document.lines.iter().zip(&totals.line_net);
        !lines.any(|(line, net)| net.is_negative() && carries(line.taxes, *row))
    });
    unexplained
        .map(|row| {
            let adjustments = document.adjustments.iter().enumerate().rev();
            let last = adjustments
                .filter(|(_, stated)| stated.spread || carries(stated.taxes, row))
                .map(|(index, _)| Place::Adjustment(index))
                .next();
            (last.unwrap_or(Place::Tax(row)), row)
        })
        .collect()
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
    fn amounts(&mut self, document: &Invoice) -> Vec<i128> {
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

    /// The amounts cut into what carries one set of taxes each.
    fn parts(&mut self, document: &Invoice, amounts: &[i128]) -> Vec<Part> {
        let lines = document.lines.iter().enumerate();
        let mut parts: Vec<Part> = lines
            .map(|(of, line)| Part {
                of,
                set: line.taxes,
                amount: amounts[of],
            })
            .collect();
        let mut weights: Option<Vec<(TaxSet, i128)>> = None;
        for (index, stated) in document.adjustments.iter().enumerate() {
            let of = document.lines.len() + index;
            let amount = amounts[of];
            if !stated.spread {
                parts.push(Part {
                    of,
                    set: stated.taxes,
                    amount,
                });
                continue;
            }
            let weights = weights.get_or_insert_with(|| weights_of(document, amounts));
            let shares = self.take(Place::Adjustment(index), shares_of(amount, weights));
            let shares = shares.into_iter();
            parts.extend(shares.map(|(set, amount)| Part { of, set, amount }));
        }
        parts
    }

    /// By the second rule equal taxes at two places of the list are one rate,
    /// so that a tax is taken out of all that carries it at once.
    fn groups(&mut self, rule: Rule, document: &Invoice, parts: &[Part]) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let lines = document.lines.len();
        for (place, part) in parts.iter().enumerate() {
            let at = if part.of < lines {
                Place::Line(part.of)
            } else {
                Place::Adjustment(part.of - lines)
            };
            let set = match rule {
                Rule::First => part.set,
                Rule::Second => homes(part.set, &document.taxes),
            };
            let known = groups.iter().position(|group| group.set == set);
            let group = known.unwrap_or_else(|| {
                groups.push(Group::new(set, &document.taxes));
                groups.len() - 1
            });
            groups[group].parts.push(place);
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

    /// The nets by the first rule: prices ÷ (1 + rates).
    fn nets_of_gross(&mut self, parts: &[Part], groups: &[Group]) -> Worth {
        let mut nets = vec![0; parts.len()];
        for group in groups {
            let gross = group.amounts(parts);
            let outcome = group
                .factor()
                .and_then(|factor| Exact::ONE.round_together(&gross, factor));
            let rounded = self.take(Place::Document, outcome);
            for (part, net) in group.parts.iter().zip(rounded) {
                nets[*part] = net;
            }
        }
        Worth { nets, taxes: None }
    }

    /// Nets and taxes by the second rule: each tax is taken out of the prices.
    fn taxes_of_gross(&mut self, parts: &[Part], groups: &[Group]) -> Worth {
        let mut nets: Vec<i128> = parts.iter().map(|part| part.amount).collect();
        let mut taxes = Vec::with_capacity(groups.len());
        for group in groups {
            let gross = group.amounts(parts);
            let mut of_group = Vec::with_capacity(group.taxes.len());
            for outcome in group.taken_out(&gross) {
                let of_parts = self.take(Place::Document, outcome);
                for (part, tax) in group.parts.iter().zip(&of_parts) {
                    nets[*part] -= tax;
                }
                of_group.push(of_parts.iter().sum());
            }
            taxes.push(of_group);
        }
        Worth {
            nets,
            taxes: Some(taxes),
        }
    }

    fn rows(&mut self, taxes: &[Tax], worth: &Worth, groups: &[Group]) -> Vec<TaxRow> {
        let mut sums: [Option<(Exact, Exact)>; TAXES_MAX] = [None; TAXES_MAX];
        let mut untaxed = None;
        for (place, group) in groups.iter().enumerate() {
            let net: i128 = group.parts.iter().map(|part| worth.nets[*part]).sum();
            if group.taxes.is_empty() {
                untaxed = Some(net);
            }
            let taken_out = worth.taxes.as_ref().and_then(|taxes| taxes.get(place));
            for (levied, levy) in group.taxes.iter().enumerate() {
                let row = home(taxes, levy.place);
                let (taxable, tax) = sums[row].unwrap_or((Exact::ZERO, Exact::ZERO));
                let more = levy.base.mul(net.into());
                let more_tax = match taken_out.and_then(|taken_out| taken_out.get(levied)) {
                    Some(taken_out) => Ok((*taken_out).into()),
                    None => levy.tax.mul(net.into()),
                };
                let added = more.and_then(|more| taxable.add(more));
                let added_tax = more_tax.and_then(|more| tax.add(more));
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

#[cfg(test)]
mod slow;

#[cfg(test)]
mod tests;
