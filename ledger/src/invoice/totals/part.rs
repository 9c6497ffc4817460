//! The parts of a document that taxes are taken of: shares of lines by their set of taxes.

use std::collections::BTreeMap;

use super::problem::{FACTOR_SCALE_MAX, TotalsProblem};
use crate::invoice::Invoice;
use crate::money::{Exact, MoneyError};
use crate::tax::{Tax, TaxSet};

/// A line, or the share of an allowance or charge that carries one set of
/// taxes, in the document's price mode; an allowance is below zero.
pub(super) struct Part {
    /// The place of the line, or behind the lines that of the adjustment.
    pub(super) of: usize,
    pub(super) set: TaxSet,
    pub(super) amount: i128,
}

/// What the parts are worth before tax.
pub(super) struct Worth {
    /// Of each part.
    pub(super) nets: Vec<i128>,
    /// Of each tax of each group, where the taxes were taken out of the
    /// prices; without them they follow from the nets.
    pub(super) taxes: Option<Vec<Vec<i128>>>,
}

impl Worth {
    pub(super) fn of_net(parts: &[Part]) -> Worth {
        Worth {
            nets: parts.iter().map(|part| part.amount).collect(),
            taxes: None,
        }
    }
}

/// What carries the same taxes.
pub(super) struct Group {
    pub(super) set: TaxSet,
    /// Places in the list of parts.
    pub(super) parts: Vec<usize>,
    pub(super) taxes: Vec<Levy>,
    pub(super) problem: Option<TotalsProblem>,
}

/// A tax on a group, per unit of the group's net.
pub(super) struct Levy {
    pub(super) place: usize,
    pub(super) base: Exact,
    pub(super) tax: Exact,
}

/// The first place of a tax equal to that at `place`.
pub(super) fn home(taxes: &[Tax], place: usize) -> usize {
    let same = |tax: &Tax| taxes.get(place) == Some(tax);
    taxes.iter().position(same).unwrap_or(place)
}

/// The same set with equal taxes at their first places. One with a tax twice
/// stays as it is, to be refused.
pub(super) fn homes(set: TaxSet, taxes: &[Tax]) -> TaxSet {
    let moved = set.iter().fold(TaxSet::default(), |moved, place| {
        moved.with(home(taxes, place))
    });
    if moved.iter().count() == set.iter().count() {
        moved
    } else {
        set
    }
}

/// What the lines of each set of taxes come to, by set: the order of the lines
/// does not matter.
pub(super) fn weights_of(document: &Invoice, amounts: &[i128]) -> Vec<(TaxSet, i128)> {
    let mut weights = BTreeMap::new();
    for (line, amount) in document.lines.iter().zip(amounts) {
        *weights
            .entry(homes(line.taxes, &document.taxes))
            .or_insert(0) += amount;
    }
    weights.into_iter().collect()
}

/// `amount` cut into shares by `weights`. Without lines it carries no tax.
pub(super) fn shares_of(
    amount: i128,
    weights: &[(TaxSet, i128)],
) -> Result<Vec<(TaxSet, i128)>, TotalsProblem> {
    match weights {
        [] => return Ok(vec![(TaxSet::default(), amount)]),
        [(set, _)] => return Ok(vec![(*set, amount)]),
        _ => {}
    }
    let whole: i128 = weights.iter().map(|(_, weight)| weight).sum();
    let sign = whole.signum();
    if sign == 0 {
        return Err(TotalsProblem::NothingToSpread);
    }
    let signed: Vec<i128> = weights.iter().map(|(_, weight)| sign * weight).collect();
    let shares = Exact::from(amount).round_together(&signed, (sign * whole).into())?;
    let sets = weights.iter().map(|(set, _)| *set);
    Ok(sets.zip(shares).collect())
}

impl Group {
    pub(super) fn new(set: TaxSet, taxes: &[Tax]) -> Group {
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

    pub(super) fn amounts(&self, parts: &[Part]) -> Vec<i128> {
        self.parts.iter().map(|part| parts[*part].amount).collect()
    }

    /// Of each tax what it is of each of these gross amounts: gross × rate ÷
    /// (1 + rates), rounded so that the amounts add up to the tax of all.
    pub(super) fn taken_out(&self, gross: &[i128]) -> Vec<Result<Vec<i128>, MoneyError>> {
        // Rates as whole numbers of one scale: no digits are lost, and few used.
        let scale = self.taxes.iter().map(|levy| levy.tax.scale()).max();
        let scale = scale.unwrap_or(0);
        let whole = self.factor().and_then(|factor| factor.minor(scale));
        let taken_out = |levy: &Levy| {
            let rate = levy.tax.minor(scale)?;
            Exact::from(rate).round_together(gross, whole?.into())
        };
        self.taxes.iter().map(taken_out).collect()
    }

    /// Gross per unit of net.
    pub(super) fn factor(&self) -> Result<Exact, MoneyError> {
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
