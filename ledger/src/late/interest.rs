//! Interest for late payment, line by line: over changes of the rate, part
//! payments and disputes.
//!
//! Everything is exact until the sum, which is rounded once, half away from
//! zero, to the minor unit. A line shows its interest to six decimals; the
//! lines need not add up to the sum to the last of them.

use serde::{Deserialize, Serialize};

use super::days::Basis;
use crate::date::{BadDate, Date};
use crate::money::{Decimal, Exact, Money, MoneyError, Whole};
use crate::named::named;

/// Years of a claim at the most.
pub const YEARS_MAX: u32 = 50;

/// Decimals of a rate at the most.
pub const RATE_DECIMALS: u32 = 6;

/// A rate at which this much is reached is a mistake: percent a year.
const RATE_LIMIT: i32 = 1000;

named! {
    /// Which rate a day has.
    Mode {
        /// Its own.
        Follows = "follows",
        /// That of the first day late, for the whole time.
        FixedAtStart = "fixed_at_start",
        /// Its own; after each full year the interest of that year joins the
        /// sum that bears interest.
        CompoundYearly = "compound_yearly",
    }
}

/// A rate for a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rate {
    pub from: Date,
    /// The last day it is known for; `None` until the next rate begins.
    pub until: Option<Date>,
    /// A year.
    pub percent: Decimal,
}

/// What makes the principal less from the day after it: a payment, a credit
/// note, a write-off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reduction {
    pub date: Date,
    pub amount: Money,
}

/// A part of the principal that bears no claimed interest while it is
/// disputed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Disputed {
    /// The first day.
    pub from: Date,
    pub amount: Money,
    pub end: DisputeEnd,
}

/// How a dispute stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DisputeEnd {
    Open,
    /// From that day on the part bears interest again, unless a reduction of
    /// the day before took it away. With `claimed` the disputed days bear it
    /// too: the dispute was rejected or withdrawn and they are claimed.
    Resolved {
        on: Date,
        claimed: bool,
    },
}

/// A claim that is late.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    pub principal: Money,
    /// The last day on which a payment was in time; see
    /// [`super::days::last_day_in_time`].
    pub due: Date,
    /// The last day that is counted.
    pub as_of: Date,
    pub basis: Basis,
    pub mode: Mode,
    /// In any order.
    pub reductions: Vec<Reduction>,
    pub disputes: Vec<Disputed>,
}

/// Days on one sum at one rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Segment {
    pub from: Date,
    /// The last day, included.
    pub to: Date,
    /// As the basis counts them.
    pub days: u32,
    /// What bears interest: with interest that joined it to six decimals.
    pub base: Decimal,
    /// Which of the rates, by its place in the list.
    pub rate: usize,
    pub percent: Decimal,
    /// To six decimals.
    pub interest: Decimal,
}

/// What was calculated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Interest {
    /// The exact sum, rounded once.
    pub total: Money,
    /// The days on which anything bore interest.
    pub days: u32,
    /// By their days. Days on which nothing was open are in none.
    pub segments: Vec<Segment>,
}

/// Why there is no interest to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum InterestProblem {
    #[error("no rate is known from {from} on")]
    NoRate { from: Date },
    #[error("two rates begin on {from}")]
    TwoRates { from: Date },
    #[error("a rate below 0, of 1,000 percent or more, or of more than six decimals")]
    BadRate,
    #[error("a principal, payment or disputed part below 0")]
    Negative,
    #[error("more than {YEARS_MAX} years")]
    TooLong,
    #[error(transparent)]
    Date(#[from] BadDate),
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// The interest of `claim` at `rates`, which may be in any order.
///
/// # Properties
/// With [`Mode::Follows`] it adds up over a time cut in two, up to rounding.
///
/// # Errors
/// [`InterestProblem::NoRate`] with the first day that bears interest and has
/// no rate: there is no sum then, not even for the days before.
pub fn accrue(claim: &Claim, rates: &[Rate]) -> Result<Interest, InterestProblem> {
    accrue_since(claim, rates, claim.due)
}

/// As [`accrue`], for a claim that has been late since the day after `began`,
/// which may be before its own days: the fixed rate is that of the first of
/// all.
pub(super) fn accrue_since(
    claim: &Claim,
    rates: &[Rate],
    began: Date,
) -> Result<Interest, InterestProblem> {
    let currency = claim.principal.currency();
    let amounts = claim.reductions.iter().map(|reduction| reduction.amount);
    let disputed = claim.disputes.iter().map(|dispute| dispute.amount);
    for amount in amounts.chain(disputed).chain([claim.principal]) {
        // Refuses another currency.
        claim.principal.min(amount)?;
        if amount.is_negative() {
            return Err(InterestProblem::Negative);
        }
    }
    let rates = Rates::of(rates)?;
    let mut run = Run::of(claim, &rates);
    if claim.as_of > claim.due {
        if claim
            .as_of
            .minus_days(YEARS_MAX * 366)
            .is_ok_and(|first| first > claim.due)
        {
            return Err(InterestProblem::TooLong);
        }
        let fixed = match claim.mode {
            Mode::FixedAtStart => Some(began.plus_days(1)?),
            Mode::Follows | Mode::CompoundYearly => None,
        };
        let years = year_ends(claim);
        let ends = ends(claim, &rates, &years);
        let mut last = claim.due;
        for end in ends {
            run.piece(last, end, fixed)?;
            if years.binary_search(&end).is_ok() {
                run.join()?;
            }
            last = end;
        }
    }
    run.close()?;
    let minor = run.total()?;
    Ok(Interest {
        total: Money::from_minor(minor, currency)?,
        days: run.segments.iter().map(|segment| segment.days).sum(),
        segments: run.segments,
    })
}

/// Checked rates, by their days, with their places in the list.
struct Rates(Vec<(usize, Rate, u64)>);

impl Rates {
    fn of(rates: &[Rate]) -> Result<Rates, InterestProblem> {
        let mut sorted = Vec::with_capacity(rates.len());
        for (place, rate) in rates.iter().enumerate() {
            let percent = rate.percent.round(RATE_DECIMALS)?;
            let bad = percent != rate.percent
                || percent.is_negative()
                || percent >= Decimal::from_int(RATE_LIMIT);
            if bad {
                return Err(InterestProblem::BadRate);
            }
            let millionths = u64::try_from(Exact::from(percent).minor(RATE_DECIMALS)?);
            let millionths = millionths.map_err(|_| InterestProblem::BadRate)?;
            sorted.push((place, *rate, millionths));
        }
        sorted.sort_by_key(|(_, rate, _)| rate.from);
        for pair in sorted.windows(2) {
            if let [(_, one, _), (_, other, _)] = pair
                && one.from == other.from
            {
                return Err(InterestProblem::TwoRates { from: one.from });
            }
        }
        Ok(Rates(sorted))
    }

    /// The rate of a day: place, percent, and that in millionths.
    fn on(&self, day: Date) -> Result<(usize, Decimal, u64), InterestProblem> {
        let after = self.0.partition_point(|(_, rate, _)| rate.from <= day);
        let last = after.checked_sub(1).and_then(|place| self.0.get(place));
        match last {
            Some((place, rate, millionths)) if rate.until.is_none_or(|until| day <= until) => {
                Ok((*place, rate.percent, *millionths))
            }
            _ => Err(InterestProblem::NoRate { from: day }),
        }
    }
}

/// The last days of the full years of a claim whose interest joins the sum:
/// the due date's day in each later year.
fn year_ends(claim: &Claim) -> Vec<Date> {
    if claim.mode != Mode::CompoundYearly {
        return Vec::new();
    }
    let ends = (1..=YEARS_MAX).map_while(|year| claim.due.plus_months(12 * year).ok());
    ends.take_while(|end| *end < claim.as_of).collect()
}

/// The last days of the pieces on which nothing changes, by their days. The
/// last one is that of the claim.
fn ends(claim: &Claim, rates: &Rates, years: &[Date]) -> Vec<Date> {
    let mut ends = vec![claim.as_of];
    ends.extend(years);
    let mut before = |first: Date| ends.extend(first.minus_days(1).ok());
    for (_, rate, _) in &rates.0 {
        before(rate.from);
    }
    for dispute in &claim.disputes {
        before(dispute.from);
        if let DisputeEnd::Resolved { on, .. } = dispute.end {
            before(on);
        }
    }
    ends.extend(rates.0.iter().filter_map(|(_, rate, _)| rate.until));
    ends.extend(claim.reductions.iter().map(|reduction| reduction.date));
    ends.retain(|end| *end > claim.due && *end <= claim.as_of);
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// A calculation under way.
///
/// Sums are whole numbers over `unit` to the power of `joined`, in minor
/// units: each year whose interest joins the sum makes the denominator
/// `unit` times as large.
struct Run<'a> {
    claim: &'a Claim,
    rates: &'a Rates,
    /// What a millionth of a percent of the smallest part of a year is of a
    /// year's whole: 10^8 times the parts of a year.
    unit: u64,
    /// How often interest has joined the sum.
    joined: usize,
    /// `unit` to the power of `joined`.
    scale: Whole,
    /// The interest that has joined the sum.
    capital: Whole,
    /// What has accrued since then, over `unit` to the power of one more.
    since: Whole,
    open: Option<OpenSegment>,
    segments: Vec<Segment>,
}

/// A segment that may go on.
struct OpenSegment {
    last: Date,
    to: Date,
    days: u32,
    /// Parts of a year.
    parts: u64,
    base: Whole,
    rate: (usize, Decimal, u64),
}

impl<'a> Run<'a> {
    fn of(claim: &'a Claim, rates: &'a Rates) -> Run<'a> {
        Run {
            claim,
            rates,
            unit: 100_000_000 * claim.basis.parts_of_year(),
            joined: 0,
            scale: Whole::from(1),
            capital: Whole::default(),
            since: Whole::default(),
            open: None,
            segments: Vec::new(),
        }
    }

    /// What of the principal bears interest on a day, in minor units.
    fn principal_on(&self, day: Date) -> u64 {
        let claim = self.claim;
        let settled = claim.reductions.iter().filter(|paid| paid.date < day);
        let settled = settled.map(|paid| i128::from(paid.amount.minor()));
        let disputed = claim.disputes.iter().filter(|dispute| {
            let is_over = match dispute.end {
                DisputeEnd::Open => false,
                DisputeEnd::Resolved { on, claimed } => claimed || on <= day,
            };
            dispute.from <= day && !is_over
        });
        let disputed = disputed.map(|dispute| i128::from(dispute.amount.minor()));
        let less: i128 = settled.chain(disputed).sum();
        u64::try_from(i128::from(claim.principal.minor()) - less).unwrap_or(0)
    }

    /// The days from the one after `last` up to `to`, on which nothing
    /// changes.
    fn piece(&mut self, last: Date, to: Date, fixed: Option<Date>) -> Result<(), InterestProblem> {
        let first = last.plus_days(1)?;
        let principal = self.principal_on(first);
        let base = self.scale.clone().times(principal).plus(&self.capital);
        if base.is_zero() {
            return self.close();
        }
        let rate = self.rates.on(fixed.unwrap_or(first))?;
        let (days, parts) = self.claim.basis.days(last, to);
        match &mut self.open {
            Some(open) if open.base == base && open.rate.0 == rate.0 => {
                open.to = to;
                open.days += days;
                open.parts += parts;
            }
            _ => {
                self.close()?;
                self.open = Some(OpenSegment {
                    last,
                    to,
                    days,
                    parts,
                    base,
                    rate,
                });
            }
        }
        Ok(())
    }

    /// Ends the segment that may go on.
    fn close(&mut self) -> Result<(), InterestProblem> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        // A 31st alone is no day of 30E/360.
        if open.days == 0 {
            return Ok(());
        }
        let (rate, percent, millionths) = open.rate;
        // At most 10^9 × 50 years of 133,590 parts.
        let interest = open.base.clone().times(millionths * open.parts);
        self.since = std::mem::take(&mut self.since).plus(&interest);
        let exponent = self.claim.principal.currency().exponent();
        let shown = |sum: Whole, times: usize, decimals: u32| -> Result<Decimal, MoneyError> {
            // From minor units to decimals of the whole one.
            let up = decimals.saturating_sub(exponent);
            Decimal::new(sum.over(self.unit, times, up)?, exponent + up)
        };
        let base_decimals = if self.joined == 0 { exponent } else { 6 };
        self.segments.push(Segment {
            from: open.last.plus_days(1)?,
            to: open.to,
            days: open.days,
            base: shown(open.base, self.joined, base_decimals)?,
            rate,
            percent,
            interest: shown(interest, self.joined + 1, 6)?,
        });
        Ok(())
    }

    /// A full year is over: its interest joins the sum.
    fn join(&mut self) -> Result<(), InterestProblem> {
        self.close()?;
        let since = std::mem::take(&mut self.since);
        self.capital = std::mem::take(&mut self.capital)
            .times(self.unit)
            .plus(&since);
        self.scale = std::mem::take(&mut self.scale).times(self.unit);
        self.joined += 1;
        Ok(())
    }

    /// All interest in minor units, rounded once.
    fn total(&mut self) -> Result<i128, MoneyError> {
        let all = self.capital.clone().times(self.unit).plus(&self.since);
        all.over(self.unit, self.joined + 1, 0)
    }
}
