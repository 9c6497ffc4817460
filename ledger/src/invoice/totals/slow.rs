//! The same totals once more, slow and obvious: fractions of whole numbers,
//! no minor units, no groups, no shared code. Written from the rules in the
//! oracles' README, for the property tests to compare with.

use std::collections::BTreeMap;

use crate::invoice::{AdjustmentKind, AdjustmentValue, Invoice, Line, PriceMode, Rule};
use crate::money::Decimal;
use crate::tax::TaxSet;

/// A fraction in lowest terms, its divisor above zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fraction(pub i128, pub i128);

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 {
        a.abs().max(1)
    } else {
        gcd(b, a % b)
    }
}

impl Fraction {
    pub(super) const ZERO: Fraction = Fraction(0, 1);
    pub(super) const ONE: Fraction = Fraction(1, 1);

    fn new(above: i128, below: i128) -> Fraction {
        let shared = gcd(above, below) * below.signum();
        Fraction(above / shared, below / shared)
    }

    /// From the text of a decimal, digit by digit.
    pub(super) fn read(decimal: Decimal) -> Fraction {
        let text = decimal.to_string();
        let digits: String = text.chars().filter(|c| *c != '.').collect();
        let decimals = text.split_once('.').map_or(0, |(_, after)| after.len());
        let below = (0..decimals).fold(1, |below, _| below * 10);
        Fraction::new(digits.parse().expect("digits"), below)
    }

    pub(super) fn plus(self, other: Fraction) -> Fraction {
        Fraction::new(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }

    pub(super) fn minus(self, other: Fraction) -> Fraction {
        self.plus(Fraction(-other.0, other.1))
    }

    pub(super) fn times(self, other: Fraction) -> Fraction {
        Fraction::new(self.0 * other.0, self.1 * other.1)
    }

    pub(super) fn over(self, other: Fraction) -> Fraction {
        Fraction::new(self.0 * other.1, self.1 * other.0)
    }

    pub(super) fn percent(self) -> Fraction {
        self.over(Fraction(100, 1))
    }

    /// To so many decimals: the nearest, of two equally near the one further
    /// from zero.
    pub(super) fn rounded(self, decimals: u32) -> Fraction {
        let unit = 10_i128.pow(decimals);
        let (above, below) = (self.0.abs() * unit, self.1);
        let mut whole = above / below;
        if 2 * (above - whole * below) >= below {
            whole += 1;
        }
        Fraction::new(self.0.signum() * whole, unit)
    }
}

pub(super) struct Slow {
    /// Of each line, then of each adjustment (an allowance below zero), in
    /// the price mode of the document, what falls on which taxes.
    pub parts: Vec<Vec<(Fraction, TaxSet)>>,
    /// Taxable amount and tax by place; `None` for what carries no tax.
    pub rows: BTreeMap<Option<usize>, (Fraction, Fraction)>,
    pub net: Fraction,
    pub tax: Fraction,
    pub prices: Fraction,
    pub retained: Fraction,
}

pub(super) fn totals(document: &Invoice) -> Slow {
    let decimals = document.currency.exponent();
    let parts = parts(document, decimals);
    let is_gross = document.price_mode == PriceMode::Gross;
    let takes_out = is_gross && document.rule == Rule::Second;
    let mut sums: BTreeMap<TaxSet, Fraction> = BTreeMap::new();
    for (amount, set) in parts.iter().flatten() {
        let set = if takes_out {
            first_places(document, *set)
        } else {
            *set
        };
        let sum = sums.entry(set).or_insert(Fraction::ZERO);
        *sum = sum.plus(*amount);
    }
    let mut net = Fraction::ZERO;
    let mut exact: BTreeMap<Option<usize>, (Fraction, Fraction)> = BTreeMap::new();
    for (set, sum) in &sums {
        let on_one = on_one(document, *set);
        let factor = factor(document, *set);
        let taken_out = |tax: Fraction| sum.times(tax).over(factor).rounded(decimals);
        let mut of_set = *sum;
        if takes_out {
            for (_, _, tax) in &on_one {
                of_set = of_set.minus(taken_out(*tax));
            }
        } else if is_gross {
            of_set = sum.over(factor).rounded(decimals);
        }
        net = net.plus(of_set);
        if set.is_empty() {
            exact.insert(None, (of_set, Fraction::ZERO));
        }
        for (place, base, tax) in on_one {
            let row = exact
                .entry(Some(place))
                .or_insert((Fraction::ZERO, Fraction::ZERO));
            row.0 = row.0.plus(base.times(of_set));
            row.1 = row.1.plus(if takes_out {
                taken_out(tax)
            } else {
                tax.times(of_set)
            });
        }
    }
    let rounded =
        |(taxable, tax): (Fraction, Fraction)| (taxable.rounded(decimals), tax.rounded(decimals));
    let rows: BTreeMap<_, _> = exact
        .into_iter()
        .map(|(place, row)| (place, rounded(row)))
        .collect();
    let sum = |parts: &mut dyn Iterator<Item = Fraction>| {
        let mut sum = Fraction::ZERO;
        for part in parts {
            sum = sum.plus(part);
        }
        sum
    };
    Slow {
        net,
        tax: sum(&mut rows.values().map(|(_, tax)| *tax)),
        prices: sum(&mut parts.iter().flatten().map(|(amount, _)| *amount)),
        retained: sum(&mut document.retained.iter().map(|tax| {
            net.times(Fraction::read(tax.percent))
                .percent()
                .rounded(decimals)
        })),
        parts,
        rows,
    }
}

fn parts(document: &Invoice, decimals: u32) -> Vec<Vec<(Fraction, TaxSet)>> {
    let mut lines = Fraction::ZERO;
    let mut by_set: BTreeMap<TaxSet, Fraction> = BTreeMap::new();
    let mut parts = Vec::new();
    for line in &document.lines {
        let amount = line_amount(line, decimals);
        lines = lines.plus(amount);
        let sum = by_set
            .entry(first_places(document, line.taxes))
            .or_insert(Fraction::ZERO);
        *sum = sum.plus(amount);
        parts.push(vec![(amount, line.taxes)]);
    }
    for stated in &document.adjustments {
        let amount = match stated.value {
            AdjustmentValue::Amount(amount) => Fraction::read(amount),
            AdjustmentValue::Percent(percent) => lines
                .times(Fraction::read(percent))
                .percent()
                .rounded(decimals),
        };
        let amount = match stated.kind {
            AdjustmentKind::Allowance => Fraction::ZERO.minus(amount),
            AdjustmentKind::Charge => amount,
        };
        parts.push(if stated.spread {
            spread(amount, lines, &by_set, decimals)
        } else {
            vec![(amount, stated.taxes)]
        });
    }
    parts
}

/// Whole minor units for each set: first what is below the exact share, then
/// one more for whoever lacks most, until all of it is given.
fn spread(
    amount: Fraction,
    lines: Fraction,
    by_set: &BTreeMap<TaxSet, Fraction>,
    decimals: u32,
) -> Vec<(Fraction, TaxSet)> {
    match by_set.iter().collect::<Vec<_>>()[..] {
        [] => return vec![(amount, TaxSet::default())],
        [(set, _)] => return vec![(amount, *set)],
        _ => {}
    }
    let sign = Fraction(if amount.0 < 0 { -1 } else { 1 }, 1);
    let unit = Fraction(1, 10_i128.pow(decimals));
    let mut given = Vec::new();
    let mut left = amount.times(sign).over(unit);
    for (set, sum) in by_set {
        let Fraction(above, below) = amount.times(sign).times(*sum).over(lines).over(unit);
        let whole = above.div_euclid(below);
        left = left.minus(Fraction(whole, 1));
        given.push((
            Fraction(above, below).minus(Fraction(whole, 1)),
            whole,
            *set,
        ));
    }
    while left != Fraction::ZERO {
        let mut most = 0;
        for place in 1..given.len() {
            let Fraction(more, _) = given[place].0.minus(given[most].0);
            if more > 0 {
                most = place;
            }
        }
        given[most].0 = Fraction(-1, 1);
        given[most].1 += 1;
        left = left.minus(Fraction::ONE);
    }
    given
        .into_iter()
        .map(|(_, whole, set)| (Fraction(whole, 1).times(unit).times(sign), set))
        .collect()
}

/// The set with each tax at the first place that has an equal one.
fn first_places(document: &Invoice, set: TaxSet) -> TaxSet {
    let places = on_one(document, set);
    places
        .iter()
        .fold(TaxSet::default(), |set, (place, _, _)| set.with(*place))
}

fn line_amount(line: &Line, decimals: u32) -> Fraction {
    let base = line.more.as_ref().and_then(|more| more.price_base_quantity);
    let price = Fraction::read(line.quantity)
        .times(Fraction::read(line.unit_price))
        .over(base.map_or(Fraction::ONE, Fraction::read));
    let mut amount = price;
    for stated in &line.adjustments {
        let change = match stated.value {
            AdjustmentValue::Amount(amount) => Fraction::read(amount),
            AdjustmentValue::Percent(percent) => price
                .times(Fraction::read(percent))
                .percent()
                .rounded(decimals),
        };
        amount = match stated.kind {
            AdjustmentKind::Allowance => amount.minus(change),
            AdjustmentKind::Charge => amount.plus(change),
        };
    }
    amount.rounded(decimals)
}

/// Gross of a net of one.
pub(super) fn factor(document: &Invoice, set: TaxSet) -> Fraction {
    let taxes = on_one(document, set);
    taxes
        .iter()
        .fold(Fraction::ONE, |sum, (_, _, tax)| sum.plus(*tax))
}

/// Place (of equal taxes the first), taxable amount and tax of each tax on a
/// net of one.
fn on_one(document: &Invoice, set: TaxSet) -> Vec<(usize, Fraction, Fraction)> {
    let mut taxes = Vec::new();
    let mut so_far = Fraction::ONE;
    for place in set.iter() {
        let tax = &document.taxes[place];
        let base = if tax.compound { so_far } else { Fraction::ONE };
        let amount = base.times(Fraction::read(tax.percent)).percent();
        so_far = so_far.plus(amount);
        let first = document.taxes.iter().position(|other| other == tax);
        taxes.push((first.expect("it is in the list"), base, amount));
    }
    taxes
}
