//! Terms of payment: due dates, and instalments agreed at issue. The invoice
//! date is day 0 everywhere.
//!
//! Discounts for paying early are in [`early`], what lateness costs in
//! [`late`].

pub mod early;
pub mod late;

use serde::{Deserialize, Serialize};

use crate::date::{BadDate, Date};
use crate::invoice::Instalment;
use crate::money::{Decimal, Exact, Money, MoneyError, split};

/// Days or months of a term: ten years.
pub const DAYS_MAX: u32 = 3660;
pub const MONTHS_MAX: u32 = 120;
/// Tiers of early-payment discount.
pub const TIERS_MAX: usize = 5;
/// Instalments of one document: ten years of months.
pub const INSTALMENTS_MAX: usize = 120;

/// When and how a document is to be paid.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Terms {
    #[serde(default)]
    pub due: Due,
    /// Tiers of early-payment discount (skonto).
    #[serde(default)]
    pub early: Vec<EarlyDiscount>,
    /// Empty for one payment on [`Terms::due`].
    #[serde(default)]
    pub instalments: Vec<InstalmentRule>,
}

/// How a due date follows from the date of issue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// On the day of issue.
    #[default]
    OnReceipt,
    /// Paid before the work: due on the day of issue, and said to be so.
    Prepaid,
    /// So many days later.
    Net { days: u32 },
    /// The same day so many months later; in a shorter month its last day.
    NetMonths { months: u32 },
    /// The end of the month of issue, then so many days.
    EndOfMonth { days: u32 },
    /// So many days later, then the end of that month.
    NetThenEndOfMonth { days: u32 },
    /// So many days later, then the next such day of a month, that day
    /// itself included; in a shorter month its last day.
    NetThenDay { days: u32, day: u32 },
    /// That day of the n-th following month; in a shorter month its last day.
    DayOfMonth { day: u32, months: u32 },
    /// That very day, as an imported document states it.
    Fixed(Date),
}

/// A discount for paying within some days (skonto).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct EarlyDiscount {
    /// The last day on which it counts, from the date of issue as day 0.
    pub days: u32,
    /// Of the total with tax: the discount reduces the tax as well.
    pub percent: Decimal,
}

/// One instalment of a plan that is agreed at issue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct InstalmentRule {
    pub share: Share,
    pub due: Due,
}

/// What part of the total an instalment asks for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// Of the total.
    Percent(Decimal),
    /// In the document's currency.
    Amount(Decimal),
    /// What the others leave; once in a plan.
    Rest,
}

/// Why terms are none, or do not fit a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TermsProblem {
    #[error(transparent)]
    Date(#[from] BadDate),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("longer than ten years")]
    TooLong,
    #[error("too many of them: at most {0}")]
    TooMany(usize),
    #[error("a day of the month is from 1 to 31")]
    DayOfMonth,
    #[error("a percentage out of range")]
    Percent,
    #[error("an instalment of nothing or less")]
    NotPositive,
    #[error("two instalments that take the rest")]
    TwoRests,
    #[error("the instalments do not add up to the total")]
    DoesNotAddUp,
}

impl Due {
    /// The due date of a document issued on `issued`.
    ///
    /// # Errors
    /// [`BadDate::NoSuchDay`] for a day of the month outside 1 to 31,
    /// [`BadDate::OutOfRange`] past the year 2999.
    pub fn date(self, issued: Date) -> Result<Date, BadDate> {
        match self {
            Due::OnReceipt | Due::Prepaid => Ok(issued),
            Due::Net { days } => issued.plus_days(days),
            Due::NetMonths { months } => issued.plus_months(months),
            Due::EndOfMonth { days } => issued.month_end().plus_days(days),
            Due::NetThenEndOfMonth { days } => Ok(issued.plus_days(days)?.month_end()),
            Due::NetThenDay { days, day } => {
                let earliest = issued.plus_days(days)?;
                let this_month = day_of(earliest, day)?;
                if this_month >= earliest {
                    return Ok(this_month);
                }
                day_of(earliest.month_start().plus_months(1)?, day)
            }
            Due::DayOfMonth { day, months } => {
                day_of(issued.month_start().plus_months(months)?, day)
            }
            Due::Fixed(date) => Ok(date),
        }
    }

    /// Whether it is a rule to keep for later documents.
    ///
    /// # Errors
    /// [`TermsProblem::TooLong`], [`TermsProblem::DayOfMonth`].
    pub fn check(self) -> Result<(), TermsProblem> {
        let (days, months, day) = match self {
            Due::OnReceipt | Due::Prepaid | Due::Fixed(_) => (0, 0, 1),
            Due::Net { days } | Due::EndOfMonth { days } | Due::NetThenEndOfMonth { days } => {
                (days, 0, 1)
            }
            Due::NetMonths { months } => (0, months, 1),
            Due::NetThenDay { days, day } => (days, 0, day),
            Due::DayOfMonth { day, months } => (0, months, day),
        };
        if days > DAYS_MAX || months > MONTHS_MAX {
            return Err(TermsProblem::TooLong);
        }
        if !(1..=31).contains(&day) {
            return Err(TermsProblem::DayOfMonth);
        }
        Ok(())
    }
}

fn day_of(month: Date, day: u32) -> Result<Date, BadDate> {
    if (1..=31).contains(&day) {
        Ok(month.with_day_clamped(day))
    } else {
        Err(BadDate::NoSuchDay)
    }
}

impl Terms {
    /// Whether the terms can be kept for later documents.
    ///
    /// # Errors
    /// The first [`TermsProblem`].
    pub fn check(&self) -> Result<(), TermsProblem> {
        self.due.check()?;
        if self.early.len() > TIERS_MAX {
            return Err(TermsProblem::TooMany(TIERS_MAX));
        }
        for tier in &self.early {
            tier.check()?;
        }
        for rule in &self.instalments {
            rule.due.check()?;
        }
        self.check_shares()
    }

    /// Percentages alone make up 100; amounts need no more than themselves, or
    /// one that takes the rest.
    fn check_shares(&self) -> Result<(), TermsProblem> {
        if self.instalments.len() > INSTALMENTS_MAX {
            return Err(TermsProblem::TooMany(INSTALMENTS_MAX));
        }
        let mut percents = Exact::ZERO;
        let mut amounts = 0;
        let mut rests = 0;
        for rule in &self.instalments {
            match rule.share {
                Share::Percent(percent) if percent.is_positive() => {
                    percents = percents.add(percent.into())?;
                }
                Share::Amount(amount) if amount.is_positive() => amounts += 1,
                Share::Percent(_) | Share::Amount(_) => return Err(TermsProblem::NotPositive),
                Share::Rest => rests += 1,
            }
        }
        let over = percents.sub(Exact::from(Decimal::HUNDRED))?;
        if rests > 1 {
            return Err(TermsProblem::TwoRests);
        }
        let mixed = amounts > 0 && percents.is_positive();
        let short = over.is_negative() && percents.is_positive();
        if over.is_positive() || (rests == 0 && (mixed || short)) {
            return Err(TermsProblem::DoesNotAddUp);
        }
        Ok(())
    }

    /// The instalments of a document issued on `issued` that asks for
    /// `payable`, by due date; none where the terms have none or nothing is
    /// to pay.
    ///
    /// Percentages that make up 100 are split by largest remainder. Beside an
    /// instalment that takes the rest each percentage is rounded by itself.
    ///
    /// # Properties
    /// The amounts add up to `payable`.
    ///
    /// # Errors
    /// [`TermsProblem`] of the rules; [`TermsProblem::DoesNotAddUp`] where
    /// amounts miss the total or leave nothing for the rest.
    pub fn instalments(
        &self,
        issued: Date,
        payable: Money,
    ) -> Result<Vec<Instalment>, TermsProblem> {
        self.check_shares()?;
        if self.instalments.is_empty() || payable.is_zero() {
            return Ok(Vec::new());
        }
        let amounts = self.shares(payable)?;
        let mut instalments = Vec::with_capacity(amounts.len());
        for (rule, amount) in self.instalments.iter().zip(amounts) {
            if amount.is_zero() || amount.is_negative() != payable.is_negative() {
                return Err(TermsProblem::DoesNotAddUp);
            }
            instalments.push(Instalment {
                due: rule.due.date(issued)?,
                amount: amount.amount(),
            });
        }
        instalments.sort_by_key(|instalment| instalment.due);
        Ok(instalments)
    }

    fn shares(&self, payable: Money) -> Result<Vec<Money>, TermsProblem> {
        let currency = payable.currency();
        let rules = || self.instalments.iter().map(|rule| rule.share);
        if rules().all(|share| matches!(share, Share::Percent(_))) {
            let weights = rules().map(|share| match share {
                Share::Percent(percent) => Exact::from(percent).minor(crate::money::SCALE_MAX),
                Share::Amount(_) | Share::Rest => Ok(0),
            });
            let weights = weights.collect::<Result<Vec<i128>, MoneyError>>()?;
            let parts = split(payable.minor().into(), &weights)?;
            let parts = parts.into_iter().map(|part| Money::from_minor(part, currency));
            return Ok(parts.collect::<Result<_, MoneyError>>()?);
        }
        let stated = |share| match share {
            Share::Percent(percent) => {
                Money::new(payable.amount().percent(percent, currency.exponent())?, currency)
            }
            Share::Amount(amount) => Money::new(amount, currency),
            Share::Rest => Ok(currency.zero()),
        };
        let mut parts = rules().map(stated).collect::<Result<Vec<Money>, MoneyError>>()?;
        let rest = payable.sub(Money::sum(currency, parts.iter().copied())?)?;
        match rules().position(|share| share == Share::Rest) {
            Some(index) => parts[index] = rest,
            None if rest.is_zero() => {}
            None => return Err(TermsProblem::DoesNotAddUp),
        }
        Ok(parts)
    }
}
