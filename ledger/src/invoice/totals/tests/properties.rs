//! What holds of the totals of any document, and the slow calculation beside them.

use proptest::prelude::*;

use super::*;
use crate::invoice::totals::slow::{self, Fraction};

/// A number with up to `scale` decimals.
fn number(max: i64, scale: u32) -> impl Strategy<Value = Decimal> {
    (-max..=max, 0..=scale)
        .prop_map(|(mantissa, scale)| Decimal::new(mantissa.into(), scale).expect("a decimal"))
}

fn percent() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        prop::sample::select(vec!["0", "5", "5.5", "7", "19", "21", "25.00", "100"])
            .prop_map(decimal),
        (0_i64..=10_000).prop_map(|m| Decimal::new(m.into(), 2).expect("a decimal")),
    ]
}

/// `minor` is of the currency that the document will have.
fn adjustments(exponent: u32, taxes: usize) -> impl Strategy<Value = Vec<Adjustment>> {
    let amount = (-50_000_i64..=50_000).prop_map(move |minor| {
        AdjustmentValue::Amount(Decimal::new(minor.into(), exponent).expect("minor"))
    });
    let value = prop_oneof![amount, percent().prop_map(AdjustmentValue::Percent)];
    let kind = prop::sample::select(vec![AdjustmentKind::Allowance, AdjustmentKind::Charge]);
    let one = (kind, value, tax_set(taxes), any::<bool>());
    let one = one.prop_map(|(kind, value, taxes, spread)| Adjustment {
        spread,
        ..adjustment(kind, value, taxes)
    });
    prop::collection::vec(one, 0..3)
}

fn tax_set(taxes: usize) -> impl Strategy<Value = TaxSet> {
    let all = 1_u16 << taxes;
    prop_oneof![
        3 => (0..taxes.max(1)).prop_map(move |place| if taxes == 0 { TaxSet::default() } else { TaxSet::only(place) }),
        1 => (0..all).prop_map(TaxSet),
    ]
}

fn lines(exponent: u32, taxes: usize) -> impl Strategy<Value = Vec<Line>> {
    let base = prop::option::weighted(0.2, 1_i64..500);
    let one = (
        number(9_999, 3),
        number(999_999, 4),
        tax_set(taxes),
        adjustments(exponent, taxes),
        base,
    );
    let one = one.prop_map(|(quantity, unit_price, taxes, adjustments, base)| Line {
        quantity,
        unit_price,
        taxes,
        adjustments,
        more: base.map(|base| {
            Box::new(LineDetails {
                price_base_quantity: Some(Decimal::new(base.into(), 1).expect("a decimal")),
                ..LineDetails::default()
            })
        }),
        ..Line::default()
    });
    prop::collection::vec(one, 0..7)
}

fn any_document() -> impl Strategy<Value = Invoice> {
    let currencies = prop::sample::select(vec!["EUR", "JPY", "KWD", "CLF"]).prop_map(currency);
    let one_tax = (
        percent(),
        prop::bool::weighted(0.2),
        prop::sample::select(vec!["VAT", "GST"]),
    );
    let taxes = prop::collection::vec(one_tax, 0..4);
    let modes = prop::sample::select(vec![
        (PriceMode::Net, Rule::First),
        (PriceMode::Net, Rule::Second),
        (PriceMode::Gross, Rule::First),
        (PriceMode::Gross, Rule::Second),
    ]);
    (currencies, taxes, modes)
        .prop_flat_map(|(currency, taxes, mode)| {
            let exponent = currency.exponent();
            let count = taxes.len();
            let retained = prop::collection::vec(percent(), 0..2);
            let parts = (
                lines(exponent, count),
                adjustments(exponent, count),
                retained,
            );
            (Just((currency, taxes, mode)), parts)
        })
        .prop_map(
            |((currency, taxes, (price_mode, rule)), (lines, adjustments, retained))| Invoice {
                currency,
                price_mode,
                rule,
                taxes: taxes
                    .into_iter()
                    .map(|(percent, compound, name)| Tax {
                        name: name.to_owned(),
                        percent,
                        compound,
                        ..Tax::default()
                    })
                    .collect(),
                lines,
                adjustments,
                retained: retained
                    .into_iter()
                    .map(|percent| RetainedTax {
                        name: String::new(),
                        percent,
                    })
                    .collect(),
                ..Invoice::default()
            },
        )
        .prop_map(without_doubles)
        .prop_map(with_something_to_spread_by)
}

/// What cannot be spread is on one rate.
fn with_something_to_spread_by(mut document: Invoice) -> Invoice {
    if shares(&document).is_err() {
        for stated in &mut document.adjustments {
            stated.spread = false;
        }
    }
    document
}

/// Takes from each set the taxes that it has already.
fn without_doubles(mut document: Invoice) -> Invoice {
    let taxes = document.taxes.clone();
    let cleaned = |set: TaxSet| {
        set.iter().fold(TaxSet::default(), |kept, place| {
            let known = kept.iter().any(|other| taxes[other] == taxes[place]);
            if known { kept } else { kept.with(place) }
        })
    };
    for line in &mut document.lines {
        line.taxes = cleaned(line.taxes);
    }
    for adjustment in &mut document.adjustments {
        adjustment.taxes = cleaned(adjustment.taxes);
    }
    document
}

fn negated(mut document: Invoice) -> Invoice {
    let turn = |adjustments: &mut Vec<Adjustment>| {
        for adjustment in adjustments {
            if let AdjustmentValue::Amount(amount) = adjustment.value {
                adjustment.value = AdjustmentValue::Amount(amount.neg());
            }
        }
    };
    for line in &mut document.lines {
        line.quantity = line.quantity.neg();
        turn(&mut line.adjustments);
    }
    turn(&mut document.adjustments);
    document
}

fn sum(parts: &[Decimal]) -> Fraction {
    parts
        .iter()
        .fold(Fraction::ZERO, |sum, part| sum.plus(Fraction::read(*part)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn totals_are_those_of_the_slow_calculation(document in any_document()) {
        let fast = totals(&document);
        let slow = slow::totals(&document);
        let read = Fraction::read;
        prop_assert_eq!(read(fast.net), slow.net);
        prop_assert_eq!(read(fast.tax), slow.tax);
        prop_assert_eq!(read(fast.retained), slow.retained);
        let rows: Vec<_> = fast.rows.iter()
            .map(|row| (row.place.map(usize::from), (read(row.taxable), read(row.tax))))
            .collect();
        prop_assert_eq!(rows.len(), slow.rows.len());
        for (place, row) in rows {
            prop_assert_eq!(slow.rows.get(&place), Some(&row));
        }
        if document.price_mode == PriceMode::Net {
            for (net, part) in fast.line_net.iter().zip(&slow.parts) {
                prop_assert_eq!(read(*net), part[0].0);
            }
            prop_assert!(fast.rounding.is_zero());
        }
    }

    #[test]
    fn totals_are_the_sums_of_their_parts(document in any_document()) {
        let totals = totals(&document);
        let read = Fraction::read;
        prop_assert_eq!(sum(&totals.line_net), read(totals.sum_line_net));
        let of = |wanted| {
            let parts = document.adjustments.iter().zip(&totals.adjustment_net);
            let parts: Vec<Decimal> = parts
                .filter(|(stated, _)| stated.kind == wanted)
                .map(|(_, net)| *net)
                .collect();
            sum(&parts)
        };
        prop_assert_eq!(of(AdjustmentKind::Allowance), read(totals.allowance_total));
        prop_assert_eq!(of(AdjustmentKind::Charge), read(totals.charge_total));
        let one_tax_each = document.lines.iter().map(|line| line.taxes)
            .chain(document.adjustments.iter().filter(|stated| !stated.spread).map(|stated| stated.taxes))
            .all(|set| set.iter().count() <= 1);
        if one_tax_each {
            let taxable: Vec<Decimal> = totals.rows.iter().map(|row| row.taxable).collect();
            prop_assert_eq!(sum(&taxable), read(totals.net));
        }
        for figure in [totals.net, totals.tax, totals.payable] {
            prop_assert_eq!(figure.scale(), document.currency.exponent());
        }
    }

    #[test]
    fn gross_prices_are_paid_to_the_minor_unit(mut document in any_document(), paid in -9_999_i64..9_999) {
        document.price_mode = PriceMode::Gross;
        let paid = Decimal::new(paid.into(), document.currency.exponent()).expect("minor units");
        let totals = Totals::of(&document, &[], paid).expect("totals");
        let prices = slow::totals(&document).prices;
        let kept = Fraction::read(paid).plus(Fraction::read(totals.retained));
        prop_assert_eq!(Fraction::read(totals.payable), prices.minus(kept));
        // The stated rounding stays small: half a minor unit per rounded figure.
        let roundings = i128::try_from(2 * document.taxes.len() + document.lines.len() + 4).expect("few");
        let unit = 10_i128.pow(document.currency.exponent());
        let Fraction(above, below) = Fraction::read(totals.rounding);
        prop_assert!(above.abs() * unit <= roundings * below);
        if document.rule == Rule::Second {
            prop_assert!(totals.rounding.is_zero());
            prop_assert_eq!(sum(&[totals.net, totals.tax]), prices, "net + tax = prices");
        }
    }

    #[test]
    fn shares_add_up_and_stay_within_a_unit_of_their_part(document in any_document()) {
        let slow = slow::totals(&document);
        let shares = shares(&document).expect("shares");
        let unit = Fraction(1, 10_i128.pow(document.currency.exponent()));
        let parts = slow.parts.iter().skip(document.lines.len());
        for ((stated, shares), part) in document.adjustments.iter().zip(&shares).zip(parts) {
            let sign = match stated.kind {
                AdjustmentKind::Allowance => Fraction(-1, 1),
                AdjustmentKind::Charge => Fraction::ONE,
            };
            let amounts: Vec<Decimal> = shares.iter().map(|(_, share)| share.amount()).collect();
            let whole = part.iter().fold(Fraction::ZERO, |sum, (amount, _)| sum.plus(*amount));
            prop_assert_eq!(sum(&amounts).times(sign), whole, "shares add up");
            prop_assert_eq!(shares.len(), part.len());
            let lines = slow.parts[..document.lines.len()].iter().flatten();
            let all = lines.clone().fold(Fraction::ZERO, |sum, (amount, _)| sum.plus(*amount));
            for ((set, share), (slowly, _)) in shares.iter().zip(part) {
                prop_assert_eq!(Fraction::read(share.amount()).times(sign), *slowly);
                if stated.spread && all != Fraction::ZERO {
                    let of_set = lines.clone().filter(|(_, lines)| homes(*lines, &document.taxes) == *set);
                    let of_set = of_set.fold(Fraction::ZERO, |sum, (amount, _)| sum.plus(*amount));
                    let exact = whole.times(of_set).over(all);
                    let Fraction(above, below) = slowly.minus(exact).over(unit);
                    prop_assert!(above.abs() < below, "{} for {:?}", share, exact);
                }
            }
        }
    }

    #[test]
    fn nets_of_gross_prices_stay_within_one_unit(mut document in any_document()) {
        document.price_mode = PriceMode::Gross;
        let totals = totals(&document);
        let slow = slow::totals(&document);
        let kinds = document.adjustments.iter().map(|stated| stated.kind);
        let adjustments = totals.adjustment_net.iter().zip(kinds).map(|(net, kind)| match kind {
            AdjustmentKind::Allowance => net.neg(),
            AdjustmentKind::Charge => *net,
        });
        let nets = totals.line_net.iter().copied().chain(adjustments);
        let unit = Fraction(1, 10_i128.pow(document.currency.exponent()));
        for (net, part) in nets.zip(&slow.parts) {
            let mut exact = Fraction::ZERO;
            // One rounding for each set of taxes, or for each tax of each.
            let mut units = 0;
            for (gross, set) in part {
                exact = exact.plus(gross.over(slow::factor(&document, *set)));
                units += match document.rule {
                    Rule::First => 1,
                    Rule::Second => i128::try_from(set.iter().count()).expect("few").max(1),
                };
            }
            let Fraction(above, below) = Fraction::read(net).minus(exact).over(unit);
            prop_assert!(above.abs() < units * below, "{} for {:?}", net, exact);
        }
    }

    #[test]
    fn the_order_of_lines_changes_no_total(document in any_document(), turn in 0_usize..7) {
        let mut turned = document.clone();
        turned.lines.reverse();
        if !turned.lines.is_empty() {
            let by = turn % turned.lines.len();
            turned.lines.rotate_left(by);
        }
        let (mut before, mut after) = (totals(&document), totals(&turned));
        for totals in [&mut before, &mut after] {
            totals.line_net.clear();
            totals.adjustment_net.clear();
            // In gross mode a tie can move a minor unit between a line and a
            // charge; the net stays.
            if document.price_mode == PriceMode::Gross {
                totals.sum_line_net = Decimal::ZERO;
                totals.allowance_total = Decimal::ZERO;
                totals.charge_total = Decimal::ZERO;
            }
        }
        prop_assert_eq!(before, after);
    }

    #[test]
    fn turning_all_signs_turns_all_figures(document in any_document()) {
        let plus = totals(&document);
        let minus = totals(&negated(document));
        let pairs = plus.line_net.iter().zip(&minus.line_net);
        for (plus, minus) in pairs.chain(plus.adjustment_net.iter().zip(&minus.adjustment_net)) {
            prop_assert_eq!(*plus, minus.neg());
        }
        for (plus, minus) in plus.rows.iter().zip(&minus.rows) {
            prop_assert_eq!((plus.place, plus.taxable, plus.tax), (minus.place, minus.taxable.neg(), minus.tax.neg()));
        }
        prop_assert_eq!(plus.rounding, minus.rounding.neg());
        prop_assert_eq!(plus.retained, minus.retained.neg());
        prop_assert_eq!(plus.payable, minus.payable.neg());
    }

    #[test]
    fn absurd_numbers_are_refused_or_counted_without_a_panic(
        quantity in -999_999_999_999_999_999_i128..=999_999_999_999_999_999,
        price in -999_999_999_999_999_999_i128..=999_999_999_999_999_999,
        scales in (0_u32..=12, 0_u32..=12),
        gross: bool,
        percents in prop::collection::vec(0_i128..=100_000_000_000_000, 0..5),
    ) {
        let mut document = document("EUR", if gross { PriceMode::Gross } else { PriceMode::Net }, &[]);
        let mut set = TaxSet::default();
        for (place, percent) in percents.into_iter().enumerate() {
            let percent = Decimal::new(percent, 12).expect("a percentage");
            let name = place.to_string();
            document.taxes.push(Tax { name, percent, compound: true, ..Tax::default() });
            set = set.with(place);
        }
        let quantity = Decimal::new(quantity, scales.0).expect("a decimal");
        let unit_price = Decimal::new(price, scales.1).expect("a decimal");
        document.lines = vec![Line { quantity, unit_price, taxes: set, ..Line::default() }; 3];
        document.lines[0].adjustments = vec![allowance_percent("33.333333333333")];
        if let Ok(totals) = Totals::of(&document, &[], Decimal::ZERO) {
            prop_assert!(totals.adds_up());
        }
    }
}
