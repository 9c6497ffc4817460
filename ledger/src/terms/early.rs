//! Discounts for paying early (skonto): what they come to, what they are
//! worth to the customer, and how an XRechnung states them.

use super::{DAYS_MAX, EarlyDiscount, Terms, TermsProblem};
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

/// What a payment within the term of a discount settles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settled {
    /// What the debt is less by.
    pub credited: Money,
    /// The discount in it.
    pub discount: Money,
    /// What stays open.
    pub open: Money,
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
    /// What a payment of `paid` within the term settles: the debt is less by
    /// `paid` ÷ (1 − percent), rounded, and never by more than the total. Who
    /// pays [`Earned::pay`] has paid all; what is paid beyond that settles no
    /// more.
    ///
    /// # Errors
    /// [`MoneyError`], for different currencies.
    pub fn settle(&self, paid: Money) -> Result<Settled, MoneyError> {
        let currency = self.total.currency();
        let credited = if self.pay.sub(paid)?.is_positive() {
            let kept = Exact::ONE.sub(Exact::rate(self.percent))?;
            let minor = Exact::from(i128::from(paid.minor())).div_minor(kept, 0)?;
            // Below the total: `pay` is at most half a minor unit above its
            // exact value, and `paid` a whole one below `pay`.
            Money::from_minor(minor, currency)?
        } else {
            self.total
        };
        Ok(Settled {
            credited,
            discount: credited.sub(paid.min(self.pay)?)?,
            open: self.total.sub(credited)?,
        })
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
    let days = net_days
        .checked_sub(discount_days)
        .filter(|days| *days > 0)?;
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::invoice::{Invoice, Line};
    use crate::money::Currency;
    use crate::tax::{Tax, TaxSet};

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    fn euro(amount: &str) -> Money {
        Money::new(decimal(amount), Currency::default()).expect("money")
    }

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn tiers(list: &[(u32, &str)]) -> Terms {
        let tier = |(days, percent): &(u32, &str)| EarlyDiscount {
            days: *days,
            percent: decimal(percent),
        };
        Terms {
            early: list.iter().map(tier).collect(),
            ..Terms::default()
        }
    }

    const ONE_TIER: &[(u32, &str)] = &[(10, "2")];
    const TWO_TIERS: &[(u32, &str)] = &[(7, "3"), (14, "2")];

    /// Total, paid on, tiers; discount, amount to pay and last day; what is
    /// at stake. Issued on 2025-01-01.
    type Row = (
        &'static str,
        &'static str,
        &'static [(u32, &'static str)],
        &'static str,
        &'static str,
    );
    const EARNED: &[Row] = &[
        (
            "500.00",
            "2025-01-11",
            ONE_TIER,
            "10.00 490.00 2025-01-11",
            "Odoo: the tenth day",
        ),
        (
            "500.00",
            "2025-01-12",
            ONE_TIER,
            "nothing",
            "Odoo: the eleventh",
        ),
        (
            "1000.00",
            "2025-01-10",
            ONE_TIER,
            "20.00 980.00 2025-01-11",
            "cupsix.com 1701",
        ),
        (
            "100.00",
            "2025-01-08",
            TWO_TIERS,
            "3.00 97.00 2025-01-08",
            "first tier",
        ),
        (
            "100.00",
            "2025-01-09",
            TWO_TIERS,
            "2.00 98.00 2025-01-15",
            "second tier",
        ),
        ("100.00", "2025-01-16", TWO_TIERS, "nothing", "too late"),
        (
            "100.00",
            "2024-12-20",
            TWO_TIERS,
            "3.00 97.00 2025-01-08",
            "before the invoice",
        ),
        (
            "0.25",
            "2025-01-01",
            &[(0, "2")],
            "0.01 0.24 2025-01-01",
            "half a cent goes up",
        ),
        ("100.00", "2025-01-01", &[], "nothing", "no tiers"),
    ];

    #[test]
    fn the_last_day_counts_and_the_best_tier_wins() {
        let issued = date("2025-01-01");
        for (total, paid_on, list, expected, source) in EARNED {
            let earned = tiers(list).earned(euro(total), issued, date(paid_on));
            let shown = earned
                .expect("terms")
                .map_or("nothing".to_owned(), |earned| {
                    let (discount, pay) = (earned.discount.amount(), earned.pay.amount());
                    format!("{discount} {pay} {}", earned.last_day)
                });
            assert_eq!(shown, *expected, "{source}");
        }
        for percent in ["0", "-1", "100", "250"] {
            let earned = tiers(&[(5, percent)]).earned(euro("1.00"), issued, issued);
            assert_eq!(earned, Err(TermsProblem::Percent), "{percent}");
        }
    }

    #[test]
    fn a_part_payment_within_the_term_settles_more_than_it_is() {
        let day = date("2025-01-01");
        let earned = tiers(&[(10, "2")])
            .earned(euro("1000.00"), day, day)
            .expect("terms")
            .expect("a discount");
        for (paid, credited, discount, open, why) in [
            ("490.00", "500.00", "10.00", "500.00", "490 / 0.98"),
            ("0.00", "0.00", "0.00", "1000.00", "nothing"),
            ("100.00", "102.04", "2.04", "897.96", "102.0408"),
            ("979.99", "999.99", "20.00", "0.01", "a cent short of all"),
            ("980.00", "1000.00", "20.00", "0.00", "all"),
            (
                "1000.00",
                "1000.00",
                "20.00",
                "0.00",
                "too much settles no more",
            ),
        ] {
            let expected = Settled {
                credited: euro(credited),
                discount: euro(discount),
                open: euro(open),
            };
            assert_eq!(earned.settle(euro(paid)), Ok(expected), "{paid}: {why}");
        }
        assert!(
            earned
                .settle(Currency::from_index(0).expect("AED").zero())
                .is_err()
        );
    }

    fn document(lines: &[(&str, &str)]) -> Totals {
        let mut document = Invoice::default();
        for (net, percent) in lines {
            document.taxes.push(Tax {
                percent: decimal(percent),
                ..Tax::default()
            });
            document.lines.push(Line {
                quantity: Decimal::ONE,
                unit_price: decimal(net),
                taxes: TaxSet::only(document.taxes.len() - 1),
                ..Line::default()
            });
        }
        Totals::of(&document, &[], Decimal::ZERO).expect("totals")
    }

    #[test]
    fn the_discount_reduces_the_tax_as_well() {
        let day = date("2019-01-05");
        let parts = |totals: &Totals, percent| {
            let total = Money::new(totals.gross, Currency::default()).expect("money");
            let earned = tiers(&[(10, percent)])
                .earned(total, day, day)
                .expect("terms")
                .expect("a discount");
            let parts = earned.parts(totals).expect("parts");
            parts
                .iter()
                .map(|part| (part.net, part.tax))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            parts(&document(&[("1500.00", "15")]), "10"),
            [(euro("150.00"), euro("22.50"))],
            "odoo/odoo test_early_payment_discount.py",
        );
        // 3.60 of 119.99: 3.0252 and 0.5748.
        assert_eq!(
            parts(&document(&[("100.83", "19")]), "3"),
            [(euro("3.03"), euro("0.57"))]
        );
        let nothing = document(&[]);
        let earned = tiers(&[(10, "2")])
            .earned(euro("1.00"), day, day)
            .expect("terms")
            .expect("a discount");
        assert_eq!(earned.parts(&nothing), Err(MoneyError::BadWeights));
    }

    #[test]
    fn what_the_discount_is_worth_a_year() {
        use Annual::*;
        for (percent, days, net_days, basis, method, expected, source) in [
            (
                "2",
                10,
                30,
                365,
                Simple,
                "37.24",
                "HP 10bII+ manual, 2/10 n/30",
            ),
            ("2", 10, 30, 365, Compound, "44.59", "(100/98)^(365/20)"),
            ("2", 10, 30, 360, Simple, "36.73", "banker's year"),
            ("1", 10, 30, 365, Compound, "20.13", "1/10 n/30"),
            ("3", 0, 365, 365, Compound, "3.09", "a whole year: 3/97"),
            ("0", 10, 30, 365, Compound, "0.00", "nothing"),
            ("50", 0, 5, 10, Compound, "300.00", "2^2"),
            ("2", 30, 30, 365, Simple, "undefined", "no days between"),
            (
                "2",
                31,
                30,
                365,
                Simple,
                "undefined",
                "the discount outlasts the term",
            ),
            ("100", 10, 30, 365, Simple, "undefined", "all of it"),
            ("-1", 10, 30, 365, Compound, "undefined", "below nothing"),
            ("99", 0, 1, 365, Compound, "undefined", "100^365"),
            ("2", 10, 30, 0, Simple, "undefined", "a year of no days"),
        ] {
            let cost = annual_cost(decimal(percent), days, net_days, basis, method);
            let shown = cost.map_or("undefined".to_owned(), |cost| cost.to_string());
            assert_eq!(
                shown, expected,
                "{percent} % {days}/{net_days} {method:?}: {source}"
            );
        }
    }

    /// Text, valid, the name of the case in KoSIT's schematron tests or what
    /// is at stake.
    const SKONTO: &[(&str, bool, &str)] = &[
        (
            "#SKONTO#TAGE=7#PROZENT=2.00#\n #SKONTO#TAGE=14#PROZENT=1.00#BASISBETRAG=-5.53#\n ",
            true,
            "test",
        ),
        (
            "#SKONTO#TAGE=14#prozent=1.00#\n",
            false,
            "case-sensitive-keyword",
        ),
        (
            "#SKONTO#TAGE=14#PROZENT=1.00#BASISBETRAG=2,53#\n",
            false,
            "wrong-numeric-seperator",
        ),
        ("#SKONTO#TAGE=14#PROZENT=1.00#", false, "no-newline"),
        (
            "#SKONTO#TAGE=14#PROZENT=1.00# \r\n",
            true,
            "white space before the line break",
        ),
        (
            "#SKONTO#TAGE=14#PROZENT=1.00#\nTest",
            true,
            "test-no-newline-last-note",
        ),
        (
            "#SKONTO#TAGE=14#PROZENT=1.00# Text\n",
            false,
            "text-after-end",
        ),
        (
            "#SKONTO#TAGE=14#PROZENT=1.000#\n",
            false,
            "too-much-digits-after-dot",
        ),
        ("#SKONTO#TAGE=14#PROZENT=1.0#\n", false, "too few"),
        (
            "#SKONTO#TAGE= 14#PROZENT=1.00#\n",
            false,
            "wrong-whitespace",
        ),
        ("#SKONTO#TAGE=-14#PROZENT=1.00#\n", false, "negative days"),
        (
            "#SKONTO#TAGE=14#PROZENT=-1.00#\n",
            false,
            "negative percentage",
        ),
        ("#SKONTO#TAGE=#PROZENT=1.00#\n", false, "no days"),
        (
            "#SKONTO#TAGE=14#PROZENT=1.00#BASISBETRAG=#\n",
            false,
            "wrong-skonto-basisbetrag",
        ),
        (
            "#SKONTO#TAGE=1#PROZENT=1.00#BASISBETRAG=1.00#BASISBETRAG=1.00#\n",
            false,
            "two bases",
        ),
        (
            "#VERZUG#TAGE=14#PROZENT=1.00#\n",
            false,
            "test-incorrect-verzug",
        ),
        ("#SKONTO#TAGE=14#PROZENT=1.00#\n#\n", false, "a lone #"),
        (
            "Zahlbar in 30 Tagen.\n#SKONTO#TAGE=14#PROZENT=1.00#\n",
            true,
            "free text before",
        ),
        (
            "Zahlbar in 30 Tagen, Auftrag #5",
            true,
            "no line begins with #",
        ),
        ("", true, "nothing said"),
    ];

    #[test]
    fn skonto_lines_follow_br_de_18() {
        for (text, valid, source) in SKONTO {
            assert_eq!(skonto_is_valid(text), *valid, "{text:?}: {source}");
        }
        let text = tiers(&[(7, "2"), (14, "1.5")])
            .skonto_text()
            .expect("a text");
        assert_eq!(
            text,
            "#SKONTO#TAGE=7#PROZENT=2.00#\n#SKONTO#TAGE=14#PROZENT=1.50#\n"
        );
        assert!(skonto_is_valid(&text));
        assert_eq!(tiers(&[(7, "2.125")]).skonto_text(), None);
    }

    proptest! {
        #[test]
        fn the_parts_of_a_discount_add_up_to_it(
            lines in prop::collection::vec((1_i64..1_000_000, 0_i64..3000), 1..5),
            percent in 1_i64..9_999,
        ) {
            let lines: Vec<(String, String)> = lines.into_iter()
                .map(|(net, percent)| (format!("{}.{:02}", net / 100, net % 100), format!("{}.{:02}", percent / 100, percent % 100)))
                .collect();
            let lines: Vec<(&str, &str)> = lines.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            let totals = document(&lines);
            let day = date("2026-01-01");
            let total = Money::new(totals.gross, Currency::default()).expect("money");
            let percent = Decimal::new(percent.into(), 2).expect("a decimal");
            let terms = Terms { early: vec![EarlyDiscount { days: 0, percent }], ..Terms::default() };
            let earned = terms.earned(total, day, day).expect("terms").expect("a discount");
            let parts = earned.parts(&totals).expect("parts");
            let all = parts.iter().flat_map(|part| [part.net, part.tax]);
            prop_assert_eq!(Money::sum(Currency::default(), all), Ok(earned.discount));
        }

        #[test]
        fn paying_the_offered_amount_settles_all_and_less_settles_no_more(
            total in 1_i128..100_000_000, percent in 1_i64..9_999, paid in 0_i128..100_000_000,
        ) {
            let euro = |minor| Money::from_minor(minor, Currency::default()).expect("money");
            let percent = Decimal::new(percent.into(), 2).expect("a decimal");
            let terms = Terms { early: vec![EarlyDiscount { days: 0, percent }], ..Terms::default() };
            let day = date("2026-01-01");
            let earned = terms.earned(euro(total), day, day).expect("terms").expect("a discount");
            prop_assert_eq!(earned.settle(earned.pay).map(|all| all.open.minor()), Ok(0));
            let settled = earned.settle(euro(paid)).expect("settled");
            prop_assert_eq!(settled.credited.add(settled.open), Ok(euro(total)));
            prop_assert!(!settled.open.is_negative() && !settled.discount.is_negative());
        }

        #[test]
        fn any_text_is_judged_without_a_panic(text in "[#\\r\\nA-Z=0-9. é]{0,40}", odd: String) {
            skonto_is_valid(&text);
            skonto_is_valid(&odd);
        }
    }
}
