//! Late payment against a slow reference that walks day by day, with a
//! calendar and rates of its own.

use proptest::prelude::*;

use super::claim::{Facts, NoInterest, interest_by_law};
use super::days::{self, Basis, Shift};
use super::fixed_sum::{self, DueFor};
use super::interest::{
    Claim, DisputeEnd, Disputed, InterestProblem, Mode, Rate, Reduction, accrue,
};
use super::law::lines;
use super::limitation::{self, Restart, Trade};
use super::rates::{self, EnteredRate, RateGround};
use super::settlement::{
    self, NamedPayment, Order, Part, Parts, RunningClaim, order_by_law, settle,
};
use super::{Audience, Condition, Confidence, Law, Question};
use crate::date::Date;
use crate::money::{Currency, Decimal, Money};

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn euro(amount: &str) -> Money {
    Money::new(decimal(amount), Currency::default()).expect("money")
}

fn cents(minor: i64) -> Money {
    Money::from_minor(minor.into(), Currency::default()).expect("money")
}

fn rate(from: &str, until: Option<&str>, percent: &str) -> Rate {
    Rate {
        from: date(from),
        until: until.map(date),
        percent: decimal(percent),
    }
}

fn claim(principal: &str, due: &str, as_of: &str) -> Claim {
    Claim {
        principal: euro(principal),
        due: date(due),
        as_of: date(as_of),
        basis: Basis::Actual365,
        mode: Mode::Follows,
        reductions: Vec::new(),
        disputes: Vec::new(),
    }
}

/// The slow, obvious way. A day is a text, so that days compare as texts; a
/// rate is in hundredths of a percent.
mod by_day {
    /// The day after.
    pub(super) fn next(day: &str) -> String {
        let [year, month, day] = parts(day);
        let last = match month {
            4 | 6 | 9 | 11 => 30,
            2 if is_leap(year) => 29,
            2 => 28,
            _ => 31,
        };
        if day < last {
            text(year, month, day + 1)
        } else if month < 12 {
            text(year, month + 1, 1)
        } else {
            text(year + 1, 1, 1)
        }
    }

    pub(super) fn is_leap(year: i128) -> bool {
        (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    }

    pub(super) fn parts(day: &str) -> [i128; 3] {
        let mut parts = day.split('-').map(|part| part.parse().expect("a number"));
        [(); 3].map(|()| parts.next().expect("three parts"))
    }

    fn text(year: i128, month: i128, day: i128) -> String {
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Ends that are the same day of a later year, or the last of February.
    fn is_anniversary(day: &str, due: &str) -> bool {
        let ([year, month, of_month], [_, due_month, due_day]) = (parts(day), parts(due));
        let last_of_february = !is_leap(year) && due_month == 2 && due_day == 29;
        month == due_month && of_month == if last_of_february { 28 } else { due_day }
    }

    pub(super) struct Facts<'a> {
        pub(super) principal: i128,
        pub(super) due: &'a str,
        pub(super) as_of: &'a str,
        pub(super) basis: &'a str,
        pub(super) mode: &'a str,
        /// First day, hundredths of a percent; the first one at first.
        pub(super) rates: &'a [(String, i128)],
        pub(super) payments: &'a [(String, i128)],
        /// First day, first day after it, amount, claimed afterwards.
        pub(super) disputes: &'a [(String, String, i128, bool)],
    }

    pub(super) fn rate_on(rates: &[(String, i128)], day: &str) -> i128 {
        let mut found = 0;
        for (from, rate) in rates {
            if from.as_str() <= day {
                found = *rate;
            }
        }
        found
    }

    /// The share of a year that a day is, over 365 × 366 × 360.
    pub(super) fn share(basis: &str, yesterday: &str, day: &str) -> i128 {
        let [year, ..] = parts(day);
        match basis {
            "actual/365" => 366 * 360,
            "actual/360" => 365 * 366,
            "actual/actual" if is_leap(year) => 365 * 360,
            "actual/actual" => 366 * 360,
            _ => {
                let number = |day: &str| {
                    let [year, month, day] = parts(day);
                    360 * year + 30 * month + day.min(30)
                };
                (number(day) - number(yesterday)) * 365 * 366
            }
        }
    }

    /// Minor units, rounded half up at the end. Years that join the sum are
    /// only for actual/365: its fractions stay short.
    pub(super) fn interest(facts: &Facts) -> i128 {
        let compounds = facts.mode == "compound_yearly";
        let unit: i128 = if compounds {
            365 * 10_000
        } else {
            365 * 366 * 360 * 10_000
        };
        let (mut below, mut joined, mut since) = (1_i128, 0_i128, 0_i128);
        let mut yesterday = facts.due.to_owned();
        let start = next(facts.due);
        while yesterday.as_str() < facts.as_of {
            let day = next(&yesterday);
            let mut open = facts.principal;
            for (paid_on, amount) in facts.payments {
                if *paid_on < day {
                    open -= amount;
                }
            }
            for (from, resolved, amount, claimed) in facts.disputes {
                if *from <= day && day < *resolved && !claimed {
                    open -= amount;
                }
            }
            let base = open.max(0) * below + joined;
            let rated = if facts.mode == "fixed_at_start" {
                &start
            } else {
                &day
            };
            let share = if compounds {
                1
            } else {
                share(facts.basis, &yesterday, &day)
            };
            since += base * rate_on(facts.rates, rated) * share;
            if compounds && is_anniversary(&day, facts.due) && day.as_str() < facts.as_of {
                joined = joined * unit + since;
                below *= unit;
                since = 0;
            }
            yesterday = day;
        }
        let (above, below) = (joined * unit + since, below * unit);
        (2 * above + below) / (2 * below)
    }
}

/// Days on which something tends to change, so that several things do at once.
const TURNS: [&str; 8] = [
    "2023-12-31",
    "2024-01-01",
    "2024-02-28",
    "2024-02-29",
    "2024-03-01",
    "2024-12-31",
    "2025-06-30",
    "2025-07-01",
];

/// Days of 2023 to 2026, leap years and ends of months among them.
fn any_day() -> impl Strategy<Value = String> {
    let turn = prop::sample::select(TURNS.to_vec()).prop_map(str::to_owned);
    let other = (2023_i32..=2026, 1_u32..=12, 1_u32..=31).prop_map(|(year, month, day)| {
        let first = Date::new(year, month, 1).expect("a date");
        first.with_day_clamped(day).to_string()
    });
    prop_oneof![turn, other]
}

fn any_rates() -> impl Strategy<Value = Vec<(String, i128)>> {
    prop::collection::btree_map(any_day(), 0_i128..2000, 0..6).prop_map(|later| {
        let first = ("1990-01-01".to_owned(), 1027);
        std::iter::once(first).chain(later).collect()
    })
}

fn of_rates(rates: &[(String, i128)]) -> Vec<Rate> {
    let rates = rates.iter().map(|(from, hundredths)| Rate {
        from: date(from),
        until: None,
        percent: Decimal::new(*hundredths, 2).expect("a decimal"),
    });
    rates.collect()
}

proptest! {
    #[test]
    fn interest_is_that_of_walking_day_by_day(
        principal in 0_i64..10_000_000,
        days in (any_day(), any_day()),
        basis in prop::sample::select(Basis::ALL.to_vec()),
        mode in prop::sample::select(Mode::ALL.to_vec()),
        rates in any_rates(),
        payments in prop::collection::vec((any_day(), 0_i128..2_000_000), 0..4),
        disputes in prop::collection::vec((any_day(), any_day(), 0_i128..3_000_000, any::<bool>()), 0..3),
    ) {
        let basis = if mode == Mode::CompoundYearly { Basis::Actual365 } else { basis };
        let (due, as_of) = (days.0.clone().min(days.1.clone()), days.0.max(days.1));
        // A year less, where the fractions of the reference would get too long.
        let as_of = if mode == Mode::CompoundYearly { as_of.min("2026-01-01".to_owned()) } else { as_of };
        let facts = by_day::Facts {
            principal: principal.into(), due: &due, as_of: &as_of,
            basis: basis.as_str(), mode: mode.as_str(),
            rates: &rates, payments: &payments, disputes: &disputes,
        };
        let claim = Claim {
            principal: cents(principal), due: date(&due), as_of: date(&as_of), basis, mode,
            reductions: payments.iter().map(|(day, amount)| Reduction {
                date: date(day), amount: cents(i64::try_from(*amount).expect("fits")),
            }).collect(),
            disputes: disputes.iter().map(|(from, on, amount, claimed)| Disputed {
                from: date(from), amount: cents(i64::try_from(*amount).expect("fits")),
                end: DisputeEnd::Resolved { on: date(on), claimed: *claimed },
            }).collect(),
        };
        let interest = accrue(&claim, &of_rates(&rates)).expect("interest");
        prop_assert_eq!(i128::from(interest.total.minor()), by_day::interest(&facts));
        let days: u32 = interest.segments.iter().map(|segment| segment.days).sum();
        prop_assert_eq!(interest.days, days);
        for pair in interest.segments.windows(2) {
            prop_assert!(pair[0].to < pair[1].from);
        }
    }

    #[test]
    fn settling_on_the_way_is_as_day_by_day(
        principal in 1_i64..5_000_000, costs in 0_i64..10_000,
        days in (any_day(), any_day()), rates in any_rates(),
        payments in prop::collection::btree_map(any_day(), 1_i128..2_000_000, 0..4),
        order in prop::sample::select(vec![Order::COSTS_FIRST, Order::PRINCIPAL_FIRST]),
    ) {
        let (due, as_of) = (days.0.clone().min(days.1.clone()), days.0.max(days.1));
        let claim = RunningClaim {
            principal: cents(principal), costs: cents(costs), due: date(&due), as_of: date(&as_of),
            basis: Basis::Actual365, mode: Mode::Follows, order,
            payments: payments.iter().map(|(day, amount)| NamedPayment {
                date: date(day), amount: cents(i64::try_from(*amount).expect("fits")), named: None,
            }).collect(),
        };
        let run = settlement::run(&claim, &of_rates(&rates)).expect("a run");
        // Each day's interest on what is open that morning, reckoned at each
        // payment, or with the principal first at the end or once it is paid.
        let unit = 365 * 10_000_i128;
        let round = |above: i128| (2 * above + unit) / (2 * unit);
        let (mut open, mut costs_open, mut interest, mut since) =
            (i128::from(principal), i128::from(costs), 0_i128, 0_i128);
        let mut over = 0;
        let mut day = payments.keys().next().cloned().unwrap_or_else(|| due.clone()).min(due.clone());
        while day <= as_of {
            if day > due {
                since += open * by_day::rate_on(&rates, &day);
            }
            if let Some(amount) = payments.get(&day) {
                let mut rest = *amount;
                let mut take = |from: &mut i128| { let part = rest.min(*from); *from -= part; rest -= part; };
                if order == Order::PRINCIPAL_FIRST || *amount == open {
                    let all_paid = *amount >= open;
                    take(&mut open);
                    if all_paid || order == Order::COSTS_FIRST { interest += round(since); since = 0; }
                    take(&mut costs_open);
                    take(&mut interest);
                } else {
                    interest += round(since);
                    since = 0;
                    take(&mut costs_open);
                    take(&mut interest);
                    take(&mut open);
                }
                over += rest;
            }
            day = by_day::next(&day);
        }
        interest += round(since);
        let minor = |money: Money| i128::from(money.minor());
        prop_assert_eq!(minor(run.left.principal), open);
        prop_assert_eq!(minor(run.left.costs), costs_open);
        prop_assert_eq!(minor(run.left.interest), interest);
        prop_assert_eq!(minor(run.unapplied), over);
        prop_assert_eq!(minor(run.total), open + costs_open + interest);
    }

    #[test]
    fn settling_keeps_the_money(
        costs in 0_i64..1_000_000, interest in 0_i64..1_000_000, principal in 0_i64..1_000_000,
        payment in 0_i64..4_000_000, order in prop::sample::subsequence(Part::ALL.to_vec(), 0..=3),
        named in prop::option::of(prop::sample::select(Part::ALL.to_vec())),
    ) {
        let open = Parts { costs: cents(costs), interest: cents(interest), principal: cents(principal) };
        let order = Order::of(&order).expect("an order");
        let settlement = settle(open, cents(payment), order, named).expect("settled");
        let spent = settlement.paid.total().and_then(|paid| paid.add(settlement.unapplied));
        prop_assert_eq!(spent, Ok(cents(payment)));
        for part in Part::ALL {
            let (paid, left) = (settlement.paid.part(*part), settlement.left.part(*part));
            prop_assert_eq!(paid.add(left), Ok(open.part(*part)));
            prop_assert!(!paid.is_negative() && !left.is_negative());
        }
        if !settlement.unapplied.is_zero() {
            prop_assert_eq!(settlement.left.total(), Ok(cents(0)), "money is left only when nothing is open");
        }
        if let Some(named) = named && !settlement.left.part(named).is_zero() {
            prop_assert_eq!(settlement.paid.part(named), cents(payment), "the named part first");
        }
    }

    #[test]
    fn interest_adds_up_over_a_time_cut_in_two(
        principal in 0_i64..10_000_000, days in [any_day(), any_day(), any_day()],
        basis in prop::sample::select(Basis::ALL.to_vec()), rates in any_rates(),
    ) {
        let mut days = days.map(|day| date(&day));
        days.sort_unstable();
        let [first, middle, last] = days;
        let over = |due: Date, as_of: Date| {
            let claim = Claim { principal: cents(principal), due, as_of, basis, ..claim("0", "2026-01-01", "2026-01-01") };
            accrue(&claim, &of_rates(&rates)).expect("interest").total.minor()
        };
        let apart = over(first, middle) + over(middle, last);
        prop_assert!((apart - over(first, last)).abs() <= 1, "each rounded once");
    }

    #[test]
    fn any_claim_is_answered_without_a_panic(
        principal: i64, amounts in prop::collection::vec((any::<i64>(), -30_000_i32..400_000), 0..4),
        due in -30_000_i32..400_000, as_of in -30_000_i32..400_000,
        mode in prop::sample::select(Mode::ALL.to_vec()), basis in prop::sample::select(Basis::ALL.to_vec()),
        rates in prop::collection::vec((-30_000_i32..400_000, any::<i64>(), 0_u32..=12, any::<Option<i32>>()), 0..4),
        law in prop::sample::select(Law::ALL.to_vec()), audience in prop::sample::select(Audience::ALL.to_vec()),
    ) {
        let money = |minor: i64| Money::from_minor((minor / 10).into(), Currency::default());
        let day = |number: i32| Date::from_number(number).ok();
        let (Some(due), Some(as_of), Ok(principal)) = (day(due), day(as_of), money(principal)) else { return Ok(()) };
        let amounts: Vec<(Date, Money)> = amounts.iter()
            .filter_map(|(minor, number)| Some((day(*number)?, money(*minor).ok()?))).collect();
        let rates: Vec<Rate> = rates.iter().filter_map(|(from, figure, scale, until)| Some(Rate {
            from: day(*from)?, until: until.and_then(day),
            percent: Decimal::new(i128::from(*figure) / 100, *scale).ok()?,
        })).collect();
        let reductions: Vec<Reduction> = amounts.iter().map(|(date, amount)| Reduction { date: *date, amount: *amount }).collect();
        let disputes: Vec<Disputed> = amounts.iter().map(|(from, amount)| Disputed { from: *from, amount: *amount, end: DisputeEnd::Open }).collect();
        let claim = Claim { principal, due, as_of, basis, mode, reductions: reductions.clone(), disputes: disputes.clone() };
        accrue(&claim, &rates).ok();
        let running = RunningClaim {
            principal, costs: principal, due, as_of, basis, mode, order: Order::COSTS_FIRST,
            payments: amounts.iter().map(|(date, amount)| NamedPayment { date: *date, amount: *amount, named: None }).collect(),
        };
        settlement::run(&running, &rates).ok();
        let facts = Facts {
            law: Some(law), audience: Some(audience), principal, in_time_until: Some(due), as_of,
            reductions, disputes, conditions: Condition::ALL.to_vec(),
        };
        let entered: Vec<EnteredRate> = rates.iter().map(|rate| EnteredRate {
            from: rate.from, until: rate.until, percent: rate.percent, source: String::new(),
        }).collect();
        interest_by_law(&facts, &entered).ok();
        fixed_sum::by_law(law, audience, due).map(|sums| sums.of(principal).ok()).ok();
        let claim = limitation::Claim {
            law, audience, trade: None, arose: due, events: vec![(as_of, Restart::Acknowledgement)],
        };
        limitation::may_lapse(&claim).ok();
        days::late_from(due, Shift::NextWorkingDay, &[due]).ok();
        days::national_holidays(law, due.year());
    }
}

#[test]
fn a_year_of_interest_joins_the_sum_where_the_law_says_so() {
    let mut claim = claim("10000.00", "2022-12-31", "2025-12-31");
    claim.mode = Mode::CompoundYearly;
    let rates = [rate("2020-01-01", None, "10")];
    let interest = accrue(&claim, &rates).expect("interest");
    // 366 days of 2024: 11,000 × 10 % × 366/365 = 1,103.013699.
    let lines: Vec<(String, u32, String, String)> = interest
        .segments
        .iter()
        .map(|line| {
            let (base, interest) = (line.base.to_string(), line.interest.to_string());
            (line.to.to_string(), line.days, base, interest)
        })
        .collect();
    let line = |to: &str, days, base: &str, interest: &str| {
        (to.to_owned(), days, base.to_owned(), interest.to_owned())
    };
    assert_eq!(
        lines,
        [
            line("2023-12-31", 365, "10000.00", "1000.000000"),
            line("2024-12-31", 366, "11000.000000", "1103.013699"),
            line("2025-12-31", 365, "12103.013699", "1210.301370"),
        ]
    );
    assert_eq!(interest.total, euro("3313.32"));
    claim.mode = Mode::Follows;
    let simple = accrue(&claim, &rates).expect("interest");
    assert_eq!(simple.total, euro("3002.74"), "1096 days");
}

#[test]
fn interest_that_joins_the_sum_is_settled_on_the_way() {
    let rates = [rate("2020-01-01", None, "10")];
    let late = |payments: &[(&str, &str)], order| RunningClaim {
        principal: euro("10000.00"),
        costs: euro("0.00"),
        due: date("2022-12-31"),
        as_of: date("2025-12-31"),
        basis: Basis::Actual365,
        mode: Mode::CompoundYearly,
        order,
        payments: payments
            .iter()
            .map(|(day, amount)| NamedPayment {
                date: date(day),
                amount: euro(amount),
                named: None,
            })
            .collect(),
    };
    for order in [Order::COSTS_FIRST, Order::PRINCIPAL_FIRST] {
        let unpaid = settlement::run(&late(&[], order), &rates).expect("a run");
        assert_eq!(unpaid.left.interest, euro("3313.32"), "as it accrues");
    }
    // A year: 1,000.00, which joins. 182 days of 2024 on 11,000: 548.49. Of
    // the payment 600.00 is on what has joined, so that 10,400 bear interest:
    // 184 days, 524.27. Then 948.49 - 0 + 524.27 = 1,472.76 have joined.
    let part = late(&[("2024-06-30", "600.00")], Order::COSTS_FIRST);
    let run = settlement::run(&part, &rates).expect("a run");
    assert_eq!(run.steps[0].interest, euro("1548.49"));
    assert_eq!(run.left.principal, euro("10000.00"));
    // 948.49 + 524.27 + 365 days on 11,472.76.
    assert_eq!(run.left.interest, euro("2620.04"));
    // The principal first: 11,000 bear interest up to the payment, 1,000 after
    // it, and at the end of 2024 all that is open joins: 1,598.90.
    let first = late(&[("2024-06-30", "10000.00")], Order::PRINCIPAL_FIRST);
    let run = settlement::run(&first, &rates).expect("a run");
    assert_eq!(run.left.principal, euro("0.00"));
    assert_eq!(run.left.interest, euro("1758.79"));
}

#[test]
fn what_cannot_be_calculated_is_said() {
    let rates = [rate("2026-07-01", Some("2026-12-31"), "10.52")];
    let problem = |claim: &Claim, rates: &[Rate]| accrue(claim, rates).expect_err("a problem");
    let late = claim("1000.00", "2026-12-15", "2027-01-15");
    let from = date("2027-01-01");
    assert_eq!(problem(&late, &rates), InterestProblem::NoRate { from });
    let early = claim("1000.00", "2026-06-15", "2026-07-15");
    let from = date("2026-06-16");
    assert_eq!(problem(&early, &rates), InterestProblem::NoRate { from });
    // Nothing is asked about days on which nothing was open.
    let mut paid = late.clone();
    paid.reductions.push(Reduction {
        date: date("2026-12-31"),
        amount: euro("1000.00"),
    });
    let interest = accrue(&paid, &rates).expect("interest");
    assert_eq!((interest.days, interest.segments.len()), (16, 1));
    // A rate that stays is known for as long as it takes.
    let mut fixed = late.clone();
    fixed.mode = Mode::FixedAtStart;
    assert_eq!(accrue(&fixed, &rates).expect("interest").days, 31);

    let twice = [rates[0], rates[0]];
    let from = date("2026-07-01");
    assert_eq!(problem(&late, &twice), InterestProblem::TwoRates { from });
    for percent in ["-1", "1000", "0.0000001"] {
        let bad = [rate("2026-01-01", None, percent)];
        assert_eq!(problem(&late, &bad), InterestProblem::BadRate, "{percent}");
    }
    let long = claim("1.00", "1950-01-01", "2026-01-01");
    assert_eq!(problem(&long, &rates), InterestProblem::TooLong);
    let owing = claim("-1.00", "2026-12-01", "2026-12-02");
    assert_eq!(problem(&owing, &rates), InterestProblem::Negative);
    let in_time = claim("1.00", "2026-12-02", "2026-12-02");
    let none = accrue(&in_time, &[]).expect("interest");
    assert_eq!((none.total, none.days), (euro("0.00"), 0));
}

#[test]
fn an_open_dispute_bears_no_interest_and_a_rejected_one_only_if_claimed() {
    let rates = [rate("2026-01-01", None, "10")];
    let with = |end| {
        let mut claim = claim("1000.00", "2026-01-31", "2026-03-02");
        claim.disputes.push(Disputed {
            from: date("2026-02-10"),
            amount: euro("400.00"),
            end,
        });
        let interest = accrue(&claim, &rates).expect("interest");
        (interest.total, interest.segments.len())
    };
    let on = date("2026-02-20");
    assert_eq!(
        with(DisputeEnd::Open),
        (euro("5.92"), 2),
        "21 days of 400 less"
    );
    let rejected = with(DisputeEnd::Resolved { on, claimed: false });
    assert_eq!(rejected, (euro("7.12"), 3), "10 days of 400 less");
    let claimed = with(DisputeEnd::Resolved { on, claimed: true });
    assert_eq!(claimed, (euro("8.22"), 1));
}

#[test]
fn the_table_of_rates_is_read_whole_and_without_gaps() {
    let rows = lines(include_str!("rates.txt"))
        .filter(|(words, _)| words.len() == 4)
        .count();
    let mut read = 0;
    for law in Law::ALL {
        for audience in [Audience::Business, Audience::Consumer] {
            let statute = rates::statute(*law, audience).expect("a statute");
            assert!(!statute.rows.is_empty(), "{law} {audience}");
            for pair in statute.rows.windows(2) {
                let next = pair[0].until.and_then(|until| until.plus_days(1).ok());
                assert_eq!(next, Some(pair[1].from), "{law} {audience}");
            }
            for row in &statute.rows {
                let is_known = row.percent.is_some();
                let says_so = !matches!(row.confidence, Confidence::NotFound | Confidence::None);
                assert_eq!(is_known, says_so, "{law} {audience} {}", row.from);
            }
            read += statute.rows.len();
        }
    }
    assert_eq!(read, rows);
}

#[test]
fn a_period_that_is_not_known_is_asked_for() {
    let of = |law, audience, day| {
        let found = rates::statutory_rate(law, audience, date(day));
        found.map(|(percent, row)| (percent.to_string(), row.confidence))
    };
    let (business, consumer) = (Audience::Business, Audience::Consumer);
    let seen = |percent: &str| Ok((percent.to_owned(), Confidence::Seen));
    assert_eq!(of(Law::De, business, "2026-12-31"), seen("10.52"));
    assert_eq!(
        of(Law::De, Audience::PublicBody, "2026-06-30"),
        seen("10.27")
    );
    assert_eq!(of(Law::De, consumer, "2026-07-01"), seen("6.52"));
    assert_eq!(
        of(Law::Ch, consumer, "2040-01-01"),
        seen("5.00"),
        "by statute"
    );
    let asked = |law, audience, day| {
        let from = date(day);
        Err(Question::Rate {
            law,
            audience,
            from,
        })
    };
    for (law, audience, day) in [
        (Law::De, business, "2027-01-01"),
        (Law::De, business, "2015-12-31"),
        (Law::Se, business, "2026-07-01"),
        (Law::No, business, "2026-07-01"),
        (Law::Dk, business, "2026-07-01"),
        (Law::Fr, consumer, "2026-07-01"),
        (Law::Pl, consumer, "2026-08-01"),
    ] {
        assert_eq!(
            of(law, audience, day),
            asked(law, audience, day),
            "{law} {day}"
        );
    }
    for (law, audience) in [
        (Law::Us, business),
        (Law::Ie, consumer),
        (Law::Pl, Audience::PublicBody),
    ] {
        assert_eq!(
            of(law, audience, "2026-01-01"),
            Err(Question::RateAgreed { law, audience })
        );
    }
}

fn facts(law: Law, audience: Audience) -> Facts {
    Facts {
        law: Some(law),
        audience: Some(audience),
        principal: euro("1190.00"),
        in_time_until: Some(date("2025-12-01")),
        as_of: date("2026-07-15"),
        reductions: Vec::new(),
        disputes: Vec::new(),
        conditions: vec![Condition::PaymentForWork],
    }
}

fn open(facts: &Facts, entered: &[EnteredRate]) -> Vec<Question> {
    match interest_by_law(facts, entered) {
        Err(NoInterest::Open(questions)) => questions,
        other => panic!("no question: {other:?}"),
    }
}

#[test]
fn every_line_has_its_ground_and_what_is_missing_is_asked() {
    let (law, audience) = (Law::De, Audience::Business);
    let known = facts(law, audience);
    let grounded = interest_by_law(&known, &[]).expect("interest");
    assert_eq!(grounded.interest.total, euro("75.79"));
    assert_eq!(grounded.interest.segments.len(), 3);
    for segment in &grounded.interest.segments {
        let Some(RateGround::Statute { row, source, .. }) = grounded.ground(segment) else {
            panic!("no ground: {segment:?}");
        };
        assert!(row.from <= segment.from && row.until.is_some_and(|until| segment.to <= until));
        assert_eq!(row.percent, Some(segment.percent));
        assert_eq!(source, "BGB 288(2), 247");
    }

    let nothing = Facts {
        law: None,
        audience: None,
        ..known.clone()
    };
    assert_eq!(open(&nothing, &[]), [Question::Law, Question::Audience]);
    let bare = Facts {
        in_time_until: None,
        conditions: Vec::new(),
        ..known.clone()
    };
    let condition = Condition::PaymentForWork;
    let asked = [
        Question::Condition { law, condition },
        Question::DefaultStart { law, audience },
    ];
    assert_eq!(open(&bare, &[]), asked);
    let later = Facts {
        as_of: date("2027-01-15"),
        ..known
    };
    let from = date("2027-01-01");
    let asked = Question::Rate {
        law,
        audience,
        from,
    };
    assert_eq!(open(&later, &[]), [asked]);
    let entered = [EnteredRate {
        from,
        until: Some(date("2027-06-30")),
        percent: decimal("10.77"),
        source: "Bundesanzeiger".into(),
    }];
    let grounded = interest_by_law(&later, &entered).expect("interest");
    let last = grounded.interest.segments.last().expect("a segment");
    assert_eq!((last.from, last.percent), (from, decimal("10.77")));
    assert_eq!(
        grounded.ground(last),
        Some(RateGround::Entered(&entered[0]))
    );
}

#[test]
fn a_rate_from_memory_is_used_only_once_it_was_entered() {
    let (law, audience) = (Law::It, Audience::Consumer);
    let known = facts(law, audience);
    let asked = ["2025-01-01", "2026-01-01"].map(|from| Question::CheckRate {
        law,
        audience,
        from: date(from),
    });
    assert_eq!(open(&known, &[]), asked);
    let entered = [EnteredRate {
        from: date("2025-01-01"),
        until: Some(date("2026-12-31")),
        percent: decimal("2"),
        source: "Gazzetta ufficiale".into(),
    }];
    let grounded = interest_by_law(&known, &entered).expect("interest");
    assert_eq!(grounded.interest.segments.len(), 1, "one rate, one line");
}

#[test]
fn an_entered_rate_goes_before_the_table_on_its_days_only() {
    let statute = rates::statute(Law::De, Audience::Business).expect("a statute");
    let entered = [EnteredRate {
        from: date("2026-02-01"),
        until: Some(date("2026-02-28")),
        percent: decimal("3"),
        source: "contract".into(),
    }];
    let rates = rates::with_entered(&statute, &entered);
    let of_2026: Vec<(String, Option<String>, String)> = rates
        .iter()
        .filter(|(rate, _)| rate.from.year() == 2026)
        .map(|(rate, _)| {
            let until = rate.until.map(|until| until.to_string());
            (rate.from.to_string(), until, rate.percent.to_string())
        })
        .collect();
    let row = |from: &str, until: &str, percent: &str| {
        (from.to_owned(), Some(until.to_owned()), percent.to_owned())
    };
    assert_eq!(
        of_2026,
        [
            row("2026-01-01", "2026-01-31", "10.27"),
            row("2026-02-01", "2026-02-28", "3"),
            row("2026-03-01", "2026-06-30", "10.27"),
            row("2026-07-01", "2026-12-31", "10.52"),
        ]
    );
}

#[test]
fn fixed_sums_follow_their_brackets() {
    let of = |law, audience, currency: &str, debt: &str| {
        let sums = fixed_sum::by_law(law, audience, date("2026-01-01")).expect("a row");
        let currency: Currency = currency.parse().expect("a currency");
        let debt = Money::new(decimal(debt), currency).expect("money");
        (
            sums.due_for,
            sums.of(debt).map(|sum| sum.amount().to_string()),
        )
    };
    let (business, consumer) = (Audience::Business, Audience::Consumer);
    for (law, audience, currency, debt, due_for, sum) in [
        (
            Law::De,
            business,
            "EUR",
            "80.00",
            DueFor::EachClaim,
            "40.00",
        ),
        (
            Law::De,
            consumer,
            "EUR",
            "500.00",
            DueFor::RealCosts,
            "0.00",
        ),
        (
            Law::Fr,
            consumer,
            "EUR",
            "500.00",
            DueFor::EachClaim,
            "0.00",
        ),
        (
            Law::Gb,
            business,
            "GBP",
            "999.99",
            DueFor::EachClaim,
            "40.00",
        ),
        (
            Law::Gb,
            business,
            "GBP",
            "1000.00",
            DueFor::EachClaim,
            "70.00",
        ),
        (
            Law::Gb,
            business,
            "GBP",
            "10000.00",
            DueFor::EachClaim,
            "100.00",
        ),
        (
            Law::Ie,
            business,
            "EUR",
            "1000.00",
            DueFor::EachClaim,
            "40.00",
        ),
        (
            Law::Ie,
            business,
            "EUR",
            "1000.01",
            DueFor::EachClaim,
            "70.00",
        ),
        (
            Law::Ch,
            business,
            "CHF",
            "1000.00",
            DueFor::EachClaim,
            "0.00",
        ),
        (
            Law::Nl,
            consumer,
            "EUR",
            "100.00",
            DueFor::AfterNotice,
            "40.00",
        ),
        (
            Law::Nl,
            consumer,
            "EUR",
            "2500.00",
            DueFor::AfterNotice,
            "375.00",
        ),
        (
            Law::Nl,
            consumer,
            "EUR",
            "3000.00",
            DueFor::AfterNotice,
            "425.00",
        ),
        (
            Law::Nl,
            consumer,
            "EUR",
            "250000.00",
            DueFor::AfterNotice,
            "3025.00",
        ),
        (
            Law::Nl,
            consumer,
            "EUR",
            "5000000.00",
            DueFor::AfterNotice,
            "6775.00",
        ),
        (
            Law::Be,
            consumer,
            "EUR",
            "150.00",
            DueFor::AgreedAfterNotice,
            "20.00",
        ),
        (
            Law::Be,
            consumer,
            "EUR",
            "500.00",
            DueFor::AgreedAfterNotice,
            "65.00",
        ),
        (
            Law::Be,
            consumer,
            "EUR",
            "1500.00",
            DueFor::AgreedAfterNotice,
            "115.00",
        ),
        (
            Law::Be,
            consumer,
            "EUR",
            "90000.00",
            DueFor::AgreedAfterNotice,
            "2000.00",
        ),
        (Law::De, business, "EUR", "0.00", DueFor::EachClaim, "0.00"),
        (Law::De, business, "EUR", "-5.00", DueFor::EachClaim, "0.00"),
    ] {
        let expected = (due_for, Ok(sum.to_owned()));
        assert_eq!(
            of(law, audience, currency, debt),
            expected,
            "{law} {audience} {debt}"
        );
    }
    assert!(of(Law::Gb, business, "EUR", "100.00").1.is_err());
    let (law, audience, day) = (Law::No, business, date("2026-01-01"));
    let asked = Question::FixedSum { law, audience, day };
    assert_eq!(
        fixed_sum::by_law(law, audience, day),
        Err(asked),
        "set each half-year"
    );
    let rows = lines(include_str!("fixed_sums.txt"));
    for (words, _) in rows.filter(|(words, _)| words[0].starts_with('=')) {
        let law = Law::of(words[0].trim_start_matches('=')).expect("a law");
        let audience = Audience::of(words[1]).expect("an audience");
        let since = date(words[3]);
        assert!(
            fixed_sum::by_law(law, audience, since).is_ok(),
            "{law} {since}"
        );
    }
}

#[test]
fn the_order_of_settlement_is_the_law_s_or_asked() {
    let (order, source) = order_by_law(Law::De).expect("an order");
    assert_eq!(
        (order, source.confidence),
        (Order::COSTS_FIRST, Confidence::Seen)
    );
    let (order, _) = order_by_law(Law::Fr).expect("an order");
    assert_eq!(
        order.parts(),
        [Part::Interest, Part::Principal, Part::Costs]
    );
    let law = Law::Gb;
    assert_eq!(order_by_law(law), Err(Question::SettlementOrder { law }));
    assert_eq!(Order::of(&[Part::Costs, Part::Costs]), None);
    assert_eq!(Order::parse("interest-fees"), None);
}

#[test]
fn a_claim_may_lapse_at_the_earliest_by_the_shortest_time() {
    let lapses = |law, audience, trade, arose, events: &[(&str, Restart)]| {
        let claim = limitation::Claim {
            law,
            audience,
            trade,
            arose: date(arose),
            events: events
                .iter()
                .map(|(day, event)| (date(day), *event))
                .collect(),
        };
        let lapse = limitation::may_lapse(&claim)
            .expect("a time")
            .expect("a day");
        (
            lapse.from.to_string(),
            lapse.restarted.map(|(day, _)| day.to_string()),
        )
    };
    let (business, consumer) = (Audience::Business, Audience::Consumer);
    let at = |day: &str, restarted: Option<&str>| (day.to_owned(), restarted.map(str::to_owned));
    for (law, audience, trade, events, expected, why) in [
        (
            Law::De,
            business,
            None,
            &[][..],
            at("2027-01-01", None),
            "three years from the end of 2023",
        ),
        (
            Law::De,
            business,
            None,
            &[("2024-05-10", Restart::Letter)],
            at("2027-01-01", None),
            "a reminder starts nothing",
        ),
        (
            Law::De,
            business,
            None,
            &[("2023-05-10", Restart::PartPayment)],
            at("2027-01-01", None),
            "never shorter",
        ),
        (
            Law::De,
            business,
            None,
            &[("2024-05-10", Restart::PartPayment)],
            at("2027-05-11", Some("2024-05-10")),
            "from its own day",
        ),
        (
            Law::De,
            business,
            None,
            &[("2027-01-01", Restart::PartPayment)],
            at("2027-01-01", None),
            "too late",
        ),
        (
            Law::It,
            business,
            Some(Trade::Other),
            &[("2024-05-10", Restart::Letter)],
            at("2034-05-11", Some("2024-05-10")),
            "a formal notice",
        ),
        (
            Law::Ch,
            business,
            None,
            &[],
            at("2028-03-16", None),
            "the trade is not known",
        ),
        (
            Law::Ch,
            business,
            Some(Trade::Design),
            &[],
            at("2033-03-16", None),
            "OR 128 does not name it",
        ),
        (
            Law::Fr,
            consumer,
            None,
            &[],
            at("2025-03-16", None),
            "two years",
        ),
        (
            Law::Gb,
            business,
            None,
            &[],
            at("2028-03-16", None),
            "Scotland has five",
        ),
        (
            Law::Gb,
            business,
            Some(Trade::Other),
            &[],
            at("2029-03-16", None),
            "England",
        ),
    ] {
        assert_eq!(
            lapses(law, audience, trade, "2023-03-15", events),
            expected,
            "{law}: {why}"
        );
    }
    let (law, audience) = (Law::Be, consumer);
    let asked = Err(Question::Limitation { law, audience });
    assert_eq!(limitation::period(law, audience, None), asked);
    let rules = lines(include_str!("rules.txt")).filter(|(words, _)| words[0] == "lapse");
    for (words, _) in rules {
        let law = Law::of(words[1]).expect("a law");
        let trade = Trade::of(words[3]);
        assert!(words[3] == "any" || trade.is_some(), "{words:?}");
        let audience = Audience::of(words[2]).unwrap_or(business);
        let years = limitation::period(law, audience, trade)
            .expect("a time")
            .years;
        assert!(years <= words[4].parse().expect("years"), "{words:?}");
        for restart in words[6].split(',') {
            assert!(Restart::of(restart).is_some(), "{words:?}");
        }
    }
}

#[test]
fn a_due_date_on_a_holiday_moves_where_the_law_says_so() {
    let late = |due: &str, shift, holidays: &[Date]| {
        let from = days::late_from(date(due), shift, holidays).expect("a date");
        from.to_string()
    };
    let (shift, source) = days::shift_by_law(Law::De).expect("a rule");
    assert!(source.confidence.is_firm());
    assert_eq!(days::shift_by_law(Law::Gb), None);
    let may = days::national_holidays(Law::De, 2026);
    assert_eq!(late("2026-10-31", shift, &may), "2026-11-03", "a Saturday");
    assert_eq!(
        late("2026-05-01", shift, &may),
        "2026-05-05",
        "a Friday in May"
    );
    assert_eq!(late("2026-05-01", Shift::None, &may), "2026-05-02");
    assert_eq!(
        late("2026-04-03", shift, &may),
        "2026-04-08",
        "Easter: Tuesday the 7th"
    );
    for (year, easter_monday) in [
        (2024, "2024-04-01"),
        (2025, "2025-04-21"),
        (2038, "2038-04-26"),
    ] {
        assert!(
            days::euro_bank_holidays(year).contains(&date(easter_monday)),
            "{year}"
        );
    }
    let third = days::plus_working_days(date("2026-10-20"), 3, &[]);
    assert_eq!(third, Ok(date("2026-10-23")), "from a Tuesday");
    let third = days::plus_working_days(date("2026-12-23"), 3, &days::euro_bank_holidays(2026));
    assert_eq!(
        third,
        Ok(date("2026-12-29")),
        "Christmas Day and a weekend between"
    );
}

#[test]
fn thirty_days_a_month_and_leap_years_are_counted_as_they_should() {
    let total = |basis, due, as_of| {
        let mut claim = claim("36600.00", due, as_of);
        claim.basis = basis;
        let interest = accrue(&claim, &[rate("2000-01-01", None, "10")]).expect("interest");
        (interest.days, interest.total.amount().to_string())
    };
    for (basis, due, as_of, days, sum) in [
        (Basis::Actual365, "2023-12-31", "2024-12-31", 366, "3670.03"),
        (Basis::Actual360, "2023-12-31", "2024-12-31", 366, "3721.00"),
        (
            Basis::ActualActual,
            "2023-12-31",
            "2024-12-31",
            366,
            "3660.00",
        ),
        (Basis::Thirty360, "2023-12-31", "2024-12-31", 360, "3660.00"),
        (Basis::Thirty360, "2024-02-28", "2024-03-31", 32, "325.33"),
        (Basis::Thirty360, "2024-01-30", "2024-01-31", 0, "0.00"),
        (Basis::ActualActual, "2024-02-28", "2024-02-29", 1, "10.00"),
    ] {
        assert_eq!(
            total(basis, due, as_of),
            (days, sum.to_owned()),
            "{basis} {due}"
        );
    }
}
