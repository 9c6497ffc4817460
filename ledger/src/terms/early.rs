//! Discounts for paying early (skonto): what they come to, what they are
//! worth to the customer, and how an XRechnung states them.

use super::{EarlyDiscount, Terms, TermsProblem, DAYS_MAX};
use crate::date::{BadDate, Date};
use crate::invoice::Totals;
use crate::money::{Decimal, Exact, Money, MoneyError, growth_percent};

/// A discount that a payment on some day earns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Earned {
    pub percent: Decimal,
    /// The last day on which it counts.
    pub last_day: Date,
    /// What the discount is of, with tax.
    pub total: Money,
    /// `percent` of the total, rounded.
    pub discount: Money,
    /// The total less the discount.
    pub pay: Money,
}

/// The part of a discount that falls on a row of the tax breakdown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DiscountPart {
    /// As [`crate::invoice::TaxRow::place`].
    pub place: Option<u8>,
    pub net: Money,
    pub tax: Money,
}

/// How a rate for some days is put as a rate for a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Annual {
    /// Times the periods of the year.
    Simple,
    /// To the power of the periods of the year.
    Compound,
}

impl EarlyDiscount {
    /// The last day on which it counts; the date of issue is day 0.
    ///
    /// # Errors
    /// [`BadDate::OutOfRange`].
    pub fn last_day(self, issued: Date) -> Result<Date, BadDate> {
        issued.plus_days(self.days)
    }

    /// # Errors
    /// [`TermsProblem::Percent`] unless above 0 and below 100,
    /// [`TermsProblem::TooLong`].
    pub fn check(self) -> Result<(), TermsProblem> {
        if !self.percent.is_positive() || self.percent >= Decimal::HUNDRED {
            return Err(TermsProblem::Percent);
        }
        if self.days > DAYS_MAX {
            return Err(TermsProblem::TooLong);
        }
        Ok(())
    }
}

impl Terms {
    /// The best discount that a payment on `paid_on` earns on `total` (with
    /// tax); `None` where every last day has passed.
    ///
    /// # Errors
    /// [`TermsProblem`] of a tier.
    pub fn earned(
        &self,
        total: Money,
        issued: Date,
        paid_on: Date,
    ) -> Result<Option<Earned>, TermsProblem> {
        let mut best: Option<(Decimal, Date)> = None;
        for tier in &self.early {
            tier.check()?;
            let last_day = tier.last_day(issued)?;
            let better = best.is_none_or(|(percent, _)| tier.percent > percent);
            if paid_on <= last_day && better {
                best = Some((tier.percent, last_day));
            }
        }
        let Some((percent, last_day)) = best else {
            return Ok(None);
        };
        let currency = total.currency();
        let discount = Money::new(
            total.amount().percent(percent, currency.exponent())?,
            currency,
        )?;
        Ok(Some(Earned {
            percent,
            last_day,
            total,
            discount,
            pay: total.sub(discount)?,
        }))
    }

    /// The last day of the last tier.
    ///
    /// # Errors
    /// [`BadDate::OutOfRange`].
    pub fn last_discount_day(&self, issued: Date) -> Result<Option<Date>, BadDate> {
        let last = self.early.iter().map(|tier| tier.days).max();
        last.map(|days| issued.plus_days(days)).transpose()
    }

    /// The tiers as BT-20 of an XRechnung states them, a line each; `None`
    /// where a percentage has more than two decimals, which it cannot state.
    pub fn skonto_text(&self) -> Option<String> {
        let mut text = String::new();
        for tier in &self.early {
            let percent = tier.percent.round(2).ok()?;
            if percent != tier.percent {
                return None;
            }
            text.push_str(&format!("#SKONTO#TAGE={}#PROZENT={percent}#\n", tier.days));
        }
        Some(text)
    }
}

impl Earned {
    /// What a payment of `paid` within the term takes off the debt: `paid` ÷
    /// (1 − percent), rounded, and never more than the total. Who pays
    /// [`Earned::pay`] has paid all.
    ///
    /// # Errors
    /// [`MoneyError`], for different currencies.
    pub fn credited(&self, paid: Money) -> Result<Money, MoneyError> {
        let currency = self.total.currency();
        if !self.pay.sub(paid)?.is_positive() {
            return Ok(self.total);
        }
        let kept = Exact::ONE.sub(Exact::rate(self.percent))?;
        let minor = Exact::from(i128::from(paid.minor())).div_minor(kept, 0)?;
        Money::from_minor(minor, currency)?.min(self.total)
    }

    /// The discount cut along the tax breakdown of `totals`, in proportion
    /// to net and tax of each row, by largest remainder: the discount reduces
    /// the tax as well.
    ///
    /// # Properties
    /// The nets and taxes add up to the discount.
    ///
    /// # Errors
    /// [`MoneyError::BadWeights`] where the document's gross total is not
    /// above zero.
    pub fn parts(&self, totals: &Totals) -> Result<Vec<DiscountPart>, MoneyError> {
        let currency = self.total.currency();
        let mut amounts = Vec::with_capacity(totals.rows.len() * 2);
        for row in &totals.rows {
            for amount in [row.taxable, row.tax] {
                amounts.push(i128::from(Money::new(amount, currency)?.minor()));
            }
        }
        let sum: i128 = amounts.iter().sum();
        let parts = Exact::from(i128::from(self.discount.minor()))
            .round_together(&amounts, sum.into())
            .map_err(|_| MoneyError::BadWeights)?;
        let rows = totals.rows.iter().zip(parts.chunks_exact(2));
        rows.map(|(row, part)| {
            Ok(DiscountPart {
                place: row.place,
                net: Money::from_minor(part[0], currency)?,
                tax: Money::from_minor(part[1], currency)?,
            })
        })
        .collect()
    }
}

/// What it costs a customer a year, in percent, to pay on the last day
/// instead of within the discount: d = percent ÷ (100 − percent) for
/// net_days − discount_days, put as a rate for a year of `basis` days.
///
/// Simple: d × basis ÷ days × 100. Compound: ((1 + d) ^ (basis ÷ days) − 1) ×
/// 100. Both are exact and rounded once to two decimals.
///
/// `None` where it is undefined: a percentage outside 0 to below 100, no days
/// between, or a figure past all reason (a billion percent).
pub fn annual_cost(
    percent: Decimal,
    discount_days: u32,
    net_days: u32,
    basis: u32,
    method: Annual,
) -> Option<Decimal> {
    let days = net_days.checked_sub(discount_days).filter(|days| *days > 0)?;
    if percent.is_negative() || percent >= Decimal::HUNDRED || basis == 0 {
        return None;
    }
    let hundred = Exact::from(Decimal::HUNDRED);
    let kept = hundred.sub(percent.into()).ok()?;
    match method {
        Annual::Simple => {
            let above = Exact::from(percent)
                .mul(i128::from(basis).into())
                .and_then(|above| above.mul(hundred));
            let below = kept.mul(i128::from(days).into());
            above.ok()?.div(below.ok()?, 2).ok()
        }
        Annual::Compound => growth_percent(hundred, kept, basis, days).ok(),
    }
}

/// Whether a text may stand in BT-20 of an XRechnung: rule BR-DE-18 of its
/// schematron (KoSIT, XRechnung 3.0). Each line that begins with `#` reads
/// `#SKONTO#TAGE=n#PROZENT=n.nn#` or `…#BASISBETRAG=n.nn#`, and a line break
/// follows the last of them. Other lines are free.
pub fn skonto_is_valid(text: &str) -> bool {
    let mut stated = text
        .split('\n')
        .map(|line| line.trim_matches(is_xml_space))
        .filter(|line| line.starts_with('#'))
        .peekable();
    if stated.peek().is_none() {
        return true;
    }
    stated.all(is_skonto_line) && line_break_follows(text)
}

fn is_xml_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// What follows the last `#…#` of the text begins with white space that has a
/// line break in it.
fn line_break_follows(text: &str) -> bool {
    let mut after = "";
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if let (Some(first), Some(last)) = (line.find('#'), line.rfind('#'))
            && last > first + 1
        {
            after = &text[start + last + 1..];
        }
        start += line.len();
    }
    let words = after.trim_start_matches(is_xml_space);
    after[..after.len() - words.len()].contains('\n')
}

fn is_skonto_line(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("#SKONTO#TAGE=") else {
        return false;
    };
    let Some((days, rest)) = rest.split_once("#PROZENT=") else {
        return false;
    };
    let Some(rest) = rest.strip_suffix('#') else {
        return false;
    };
    let (percent, base) = match rest.split_once("#BASISBETRAG=") {
        Some((percent, base)) => (percent, Some(base)),
        None => (rest, None),
    };
    is_digits(days)
        && has_two_decimals(percent)
        && base.is_none_or(|base| has_two_decimals(base.strip_prefix('-').unwrap_or(base)))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn has_two_decimals(text: &str) -> bool {
    text.split_once('.')
        .is_some_and(|(whole, cents)| is_digits(whole) && cents.len() == 2 && is_digits(cents))
}
