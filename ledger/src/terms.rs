//! Terms of payment: due dates, and instalments agreed at issue. The invoice
//! date is day 0 everywhere.
//!
//! Discounts for paying early are in [`early`], what lateness costs in
//! [`late`].

pub mod early;
pub mod late;

use serde::{Deserialize, Serialize};

use crate::date::{BadDate, Date};
use crate::money::{Decimal, Exact, Money, MoneyError, split};

/// Days or months of a term: ten years.
pub const DAYS_MAX: u32 = 3660;

/// A part of what a document asks for, with its own due date.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Instalment {
    pub due: Date,
    pub amount: Decimal,
}
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
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
            let parts = parts
                .into_iter()
                .map(|part| Money::from_minor(part, currency));
            return Ok(parts.collect::<Result<_, MoneyError>>()?);
        }
        let stated = |share| match share {
            Share::Percent(percent) => Money::new(
                payable.amount().percent(percent, currency.exponent())?,
                currency,
            ),
            Share::Amount(amount) => Money::new(amount, currency),
            Share::Rest => Ok(currency.zero()),
        };
        let mut parts = rules()
            .map(stated)
            .collect::<Result<Vec<Money>, MoneyError>>()?;
        let rest = payable.sub(Money::sum(currency, parts.iter().copied())?)?;
        match rules().position(|share| share == Share::Rest) {
            Some(index) => parts[index] = rest,
            None if rest.is_zero() => {}
            None => return Err(TermsProblem::DoesNotAddUp),
        }
        Ok(parts)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Currency;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    fn euro(amount: &str) -> Money {
        Money::new(decimal(amount), Currency::default()).expect("money")
    }

    /// Issued, rule, due date or problem, what is at stake.
    const DUE_DATES: &[(&str, Due, &str, &str)] = &[
        (
            "2019-01-01",
            Due::OnReceipt,
            "2019-01-01",
            "the day of issue",
        ),
        ("2019-01-01", Due::Prepaid, "2019-01-01", "the day of issue"),
        ("2025-01-15", Due::Net { days: 30 }, "2025-02-14", "30 days"),
        (
            "2024-02-15",
            Due::Net { days: 14 },
            "2024-02-29",
            "a leap day",
        ),
        (
            "2025-01-31",
            Due::NetMonths { months: 1 },
            "2025-02-28",
            "a short month",
        ),
        (
            "2024-01-31",
            Due::NetMonths { months: 1 },
            "2024-02-29",
            "in a leap year",
        ),
        (
            "2019-01-15",
            Due::EndOfMonth { days: 45 },
            "2019-03-17",
            "Odoo: end of month, then 45",
        ),
        (
            "2019-01-31",
            Due::EndOfMonth { days: 0 },
            "2019-01-31",
            "the last day itself",
        ),
        (
            "2025-02-10",
            Due::EndOfMonth { days: 30 },
            "2025-03-30",
            "end of February + 30",
        ),
        (
            "2025-01-20",
            Due::NetThenEndOfMonth { days: 30 },
            "2025-02-28",
            "30 days, then the end",
        ),
        (
            "2019-01-15",
            Due::NetThenDay { days: 31, day: 15 },
            "2019-02-15",
            "Odoo: the day itself",
        ),
        (
            "2019-01-15",
            Due::NetThenDay { days: 32, day: 15 },
            "2019-03-15",
            "one day past it",
        ),
        (
            "2025-02-20",
            Due::NetThenDay { days: 0, day: 31 },
            "2025-02-28",
            "a short month",
        ),
        (
            "2025-12-20",
            Due::NetThenDay { days: 0, day: 10 },
            "2026-01-10",
            "over the year",
        ),
        (
            "2025-12-10",
            Due::DayOfMonth { day: 10, months: 1 },
            "2026-01-10",
            "next month",
        ),
        (
            "2025-01-31",
            Due::DayOfMonth { day: 31, months: 1 },
            "2025-02-28",
            "a short month",
        ),
        (
            "2025-01-31",
            Due::DayOfMonth { day: 5, months: 2 },
            "2025-03-05",
            "second month",
        ),
        (
            "2025-01-31",
            Due::NetThenDay { days: 0, day: 0 },
            "NoSuchDay",
            "day 0",
        ),
        (
            "2025-01-31",
            Due::DayOfMonth { day: 32, months: 1 },
            "NoSuchDay",
            "day 32",
        ),
        (
            "2999-12-31",
            Due::Net { days: 1 },
            "OutOfRange",
            "past 2999",
        ),
        (
            "2025-01-01",
            Due::Net { days: u32::MAX },
            "OutOfRange",
            "too far",
        ),
        (
            "2025-01-01",
            Due::NetMonths { months: u32::MAX },
            "OutOfRange",
            "too far",
        ),
        (
            "2999-12-15",
            Due::NetThenDay { days: 0, day: 5 },
            "OutOfRange",
            "past 2999",
        ),
    ];

    #[test]
    fn due_dates_follow_their_rule() {
        for (issued, due, expected, source) in DUE_DATES {
            let due_date = due.date(date(issued));
            let shown = due_date.map_or_else(|e| format!("{e:?}"), |date| date.to_string());
            assert_eq!(shown, *expected, "{issued} {due:?}: {source}");
        }
        let fixed = date("2024-12-24");
        assert_eq!(Due::Fixed(fixed).date(date("2025-01-31")), Ok(fixed));
    }

    fn plan(shares: &[Share]) -> Terms {
        let rule = |(number, share): (usize, &Share)| InstalmentRule {
            share: *share,
            due: Due::NetMonths {
                months: u32::try_from(number).unwrap_or(0),
            },
        };
        Terms {
            instalments: shares.iter().enumerate().map(rule).collect(),
            ..Terms::default()
        }
    }

    /// `40%`, an amount, or `rest`, a space between.
    fn shares(text: &str) -> Terms {
        let share = |word: &str| match (word, word.strip_suffix('%')) {
            ("rest", _) => Share::Rest,
            (_, Some(percent)) => Share::Percent(decimal(percent)),
            (amount, None) => Share::Amount(decimal(amount)),
        };
        plan(&text.split_whitespace().map(share).collect::<Vec<_>>())
    }

    /// Shares, total, amounts or problem, what is at stake.
    const INSTALMENTS: &[(&str, &str, &str, &str)] = &[
        ("40% 60%", "100.00", "40.00 60.00", "gobl pay/terms_test.go"),
        (
            "33.33% 33.33% 33.34%",
            "0.05",
            "0.02 0.01 0.02",
            "largest remainder",
        ),
        ("50% 50%", "0.03", "0.02 0.01", "a tie goes to the first"),
        ("30% rest", "99.99", "30.00 69.99", "29.997, and the rest"),
        (
            "10 50% rest",
            "100.00",
            "10.00 50.00 40.00",
            "percent of the total",
        ),
        ("10 90", "100.00", "10 90", "amounts that add up"),
        ("50% 50%", "-0.03", "-0.02 -0.01", "below zero"),
        ("rest", "5.00", "5.00", "all of it"),
        ("", "5.00", "", "no plan"),
        ("10", "0.00", "", "nothing to pay"),
        ("10 80", "100.00", "DoesNotAddUp", "ten short"),
        ("10 rest", "10.00", "DoesNotAddUp", "nothing left"),
        ("10 rest", "9.00", "DoesNotAddUp", "less than nothing left"),
        (
            "50% 50%",
            "0.01",
            "DoesNotAddUp",
            "an instalment of nothing",
        ),
        ("50% 49.99%", "1.00", "DoesNotAddUp", "99.99 %"),
        ("60% 60% rest", "1.00", "DoesNotAddUp", "120 %"),
        ("50% 50", "100.00", "DoesNotAddUp", "mixed without a rest"),
        ("rest rest", "1.00", "TwoRests", "two rests"),
        ("0% 100%", "1.00", "NotPositive", "no percent"),
        ("-1 rest", "1.00", "NotPositive", "a negative amount"),
    ];

    #[test]
    fn instalments_add_up_to_the_total() {
        for (rules, total, expected, source) in INSTALMENTS {
            let parts = shares(rules).instalments(date("2026-01-31"), euro(total));
            let amounts = |parts: Vec<Instalment>| {
                let amounts = parts.iter().map(|part| part.amount.trimmed().to_string());
                amounts.collect::<Vec<_>>().join(" ")
            };
            let shown = parts.map_or_else(|problem| format!("{problem:?}"), amounts);
            let trimmed = |word: &str| word.parse().map(|d: Decimal| d.trimmed().to_string());
            let expected = expected.split_whitespace();
            let expected = expected.map(|word| trimmed(word).unwrap_or(word.to_owned()));
            let expected = expected.collect::<Vec<_>>().join(" ");
            assert_eq!(shown, expected, "{rules} of {total}: {source}");
        }
        let many = plan(&[Share::Rest; INSTALMENTS_MAX + 1]);
        assert_eq!(
            many.instalments(date("2026-01-31"), euro("1.00")),
            Err(TermsProblem::TooMany(INSTALMENTS_MAX))
        );
    }

    #[test]
    fn instalments_stand_by_due_date() {
        let mut terms = shares("40% 60%");
        terms.instalments[0].due = Due::Net { days: 90 };
        terms.instalments[1].due = Due::Net { days: 30 };
        let parts = terms
            .instalments(date("2026-01-01"), euro("100.00"))
            .expect("parts");
        assert_eq!(
            (parts[0].due, parts[0].amount),
            (date("2026-01-31"), decimal("60.00"))
        );
        assert_eq!(
            (parts[1].due, parts[1].amount),
            (date("2026-04-01"), decimal("40.00"))
        );
    }

    #[test]
    fn terms_to_keep_are_checked() {
        let with = |due| Terms {
            due,
            ..Terms::default()
        };
        let tier = |days, percent| Terms {
            early: vec![EarlyDiscount {
                days,
                percent: decimal(percent),
            }],
            ..Terms::default()
        };
        for (terms, expected) in [
            (Terms::default(), Ok(())),
            (with(Due::Net { days: DAYS_MAX }), Ok(())),
            (
                with(Due::Net { days: DAYS_MAX + 1 }),
                Err(TermsProblem::TooLong),
            ),
            (
                with(Due::NetMonths {
                    months: MONTHS_MAX + 1,
                }),
                Err(TermsProblem::TooLong),
            ),
            (
                with(Due::NetThenDay { days: 0, day: 0 }),
                Err(TermsProblem::DayOfMonth),
            ),
            (
                with(Due::DayOfMonth { day: 32, months: 1 }),
                Err(TermsProblem::DayOfMonth),
            ),
            (tier(10, "2"), Ok(())),
            (tier(10, "0"), Err(TermsProblem::Percent)),
            (tier(10, "100"), Err(TermsProblem::Percent)),
            (tier(DAYS_MAX + 1, "2"), Err(TermsProblem::TooLong)),
            (shares("50%"), Err(TermsProblem::DoesNotAddUp)),
            (shares("50 rest"), Ok(())),
        ] {
            assert_eq!(terms.check(), expected, "{terms:?}");
        }
        let many = Terms {
            early: vec![tier(1, "1").early[0]; TIERS_MAX + 1],
            ..Terms::default()
        };
        assert_eq!(many.check(), Err(TermsProblem::TooMany(TIERS_MAX)));
    }

    #[test]
    fn terms_survive_json_and_snapshot() {
        let dues = [
            (Due::OnReceipt, r#""on_receipt""#),
            (Due::Prepaid, r#""prepaid""#),
            (Due::Net { days: 14 }, r#"{"net":{"days":14}}"#),
            (
                Due::NetMonths { months: 1 },
                r#"{"net_months":{"months":1}}"#,
            ),
            (
                Due::EndOfMonth { days: 0 },
                r#"{"end_of_month":{"days":0}}"#,
            ),
            (
                Due::NetThenEndOfMonth { days: 9 },
                r#"{"net_then_end_of_month":{"days":9}}"#,
            ),
            (
                Due::NetThenDay { days: 9, day: 31 },
                r#"{"net_then_day":{"days":9,"day":31}}"#,
            ),
            (
                Due::DayOfMonth { day: 1, months: 2 },
                r#"{"day_of_month":{"day":1,"months":2}}"#,
            ),
            (Due::Fixed(date("2026-02-28")), r#"{"fixed":"2026-02-28"}"#),
        ];
        for (due, json) in dues {
            assert_eq!(serde_json::to_string(&due).expect("json"), json);
            let mut terms = shares("30% 5 rest");
            terms.due = due;
            terms.early = vec![EarlyDiscount {
                days: 7,
                percent: decimal("2.50"),
            }];
            let text = serde_json::to_string(&terms).expect("json");
            assert_eq!(serde_json::from_str::<Terms>(&text).expect("json"), terms);
            let bytes = postcard::to_allocvec(&terms).expect("postcard");
            assert_eq!(
                postcard::from_bytes::<Terms>(&bytes).expect("postcard"),
                terms
            );
        }
        assert_eq!(
            serde_json::from_str::<Terms>("{}").expect("json"),
            Terms::default()
        );
    }

    proptest! {
        #[test]
        fn instalments_in_percent_add_up(
            total in 1_000_i128..100_000_000_000,
            weights in prop::collection::vec(1_i64..50, 1..12),
        ) {
            let sum: i64 = weights.iter().sum();
            let mut left = 10_000;
            let mut shares: Vec<Share> = weights.iter().skip(1).map(|weight| {
                let percent = weight * 9_000 / sum;
                left -= percent.max(1);
                Share::Percent(Decimal::new(percent.max(1).into(), 2).expect("a decimal"))
            }).collect();
            shares.push(Share::Percent(Decimal::new(left.into(), 2).expect("a decimal")));
            let euro = Currency::default();
            let total = Money::from_minor(total, euro).expect("money");
            match plan(&shares).instalments(date("2026-01-31"), total) {
                Ok(parts) => {
                    let parts = parts.iter().map(|part| Money::new(part.amount, euro).expect("money"));
                    prop_assert_eq!(Money::sum(euro, parts), Ok(total));
                }
                Err(problem) => prop_assert_eq!(problem, TermsProblem::DoesNotAddUp),
            }
        }

        #[test]
        fn no_rule_falls_before_the_day_it_counts_from(issued in 10_000_i32..40_000, days in 0_u32..400, day in 1_u32..=31) {
            let issued = Date::from_number(issued).expect("a date");
            let start = issued.plus_days(days).expect("a date");
            for due in [
                Due::Net { days },
                Due::EndOfMonth { days },
                Due::NetThenEndOfMonth { days },
                Due::NetThenDay { days, day },
            ] {
                let due = due.date(issued).expect("a date");
                prop_assert!(due >= start);
            }
            let next = Due::NetThenDay { days, day }.date(issued).expect("a date");
            prop_assert!(next.days_since(start) <= 31);
        }
    }
}
