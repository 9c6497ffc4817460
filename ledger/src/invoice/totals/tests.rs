use proptest::prelude::*;

use super::slow::Fraction;
use super::{slow, *};
use crate::date::Date;
use crate::ids::InvoiceId;
use crate::invoice::LineDetails;
use crate::tax::TaxCategory;

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn currency(code: &str) -> Currency {
    code.parse().expect("a currency")
}

fn tax(category: TaxCategory, percent: &str) -> Tax {
    Tax {
        name: "VAT".to_owned(),
        category,
        percent: decimal(percent),
        ..Tax::default()
    }
}

fn line(quantity: &str, price: &str, taxes: TaxSet) -> Line {
    Line {
        quantity: decimal(quantity),
        unit_price: decimal(price),
        taxes,
        ..Line::default()
    }
}

fn adjustment(kind: AdjustmentKind, value: AdjustmentValue, taxes: TaxSet) -> Adjustment {
    Adjustment {
        kind,
        value,
        reason: String::new(),
        reason_code: String::new(),
        taxes,
        spread: false,
    }
}

fn allowance(amount: &str) -> Adjustment {
    let value = AdjustmentValue::Amount(decimal(amount));
    adjustment(AdjustmentKind::Allowance, value, TaxSet::only(0))
}

fn allowance_percent(percent: &str) -> Adjustment {
    let value = AdjustmentValue::Percent(decimal(percent));
    adjustment(AdjustmentKind::Allowance, value, TaxSet::only(0))
}

fn charge(amount: &str) -> Adjustment {
    let value = AdjustmentValue::Amount(decimal(amount));
    adjustment(AdjustmentKind::Charge, value, TaxSet::only(0))
}

/// One line per tax, each carrying it alone.
fn document(code: &str, mode: PriceMode, lines: &[(&str, &str, &str)]) -> Invoice {
    let mut document = Invoice {
        currency: currency(code),
        price_mode: mode,
        ..Invoice::default()
    };
    for (quantity, price, percent) in lines {
        let tax = tax(TaxCategory::S, percent);
        let known = document.taxes.iter().position(|known| *known == tax);
        let place = known.unwrap_or_else(|| {
            document.taxes.push(tax);
            document.taxes.len() - 1
        });
        document
            .lines
            .push(line(quantity, price, TaxSet::only(place)));
    }
    document
}

fn totals(document: &Invoice) -> Totals {
    let totals = Totals::of(document, &[], Decimal::ZERO).expect("totals");
    assert!(totals.adds_up(), "{totals:?}");
    totals
}

/// `net + tax + rounding = payable | place taxable tax | …`
fn shown(totals: &Totals) -> String {
    let mut text = format!(
        "{} + {} + {} = {}",
        totals.net, totals.tax, totals.rounding, totals.payable
    );
    for row in &totals.rows {
        let place = row.place.map_or("-".to_owned(), |place| place.to_string());
        text.push_str(&format!(" | {place} {} {}", row.taxable, row.tax));
    }
    text
}

#[track_caller]
fn check(document: &Invoice, expected: &str, why: &str) {
    assert_eq!(shown(&totals(document)), expected, "{why}");
}

#[test]
fn tax_is_rounded_once_per_rate_from_rounded_lines() {
    use PriceMode::Net;
    for (code, lines, expected, source) in [
        (
            "EUR",
            &[("1", "9.42", "24"), ("1", "9.42", "13")][..],
            "18.84 + 3.48 + 0.00 = 22.32 | 0 9.42 2.26 | 1 9.42 1.22",
            "gobl unit tests: summing first would give 3.49",
        ),
        (
            "EUR",
            &[("10", "3.60", "5.5")],
            "36.00 + 1.98 + 0.00 = 37.98 | 0 36.00 1.98",
            "odoo/odoo#155833",
        ),
        (
            "EUR",
            &[("7", "400", "25"), ("-3", "500", "25")],
            "1300.00 + 325.00 + 0.00 = 1625.00 | 0 1300.00 325.00",
            "peppol base-creditnote-correction, without its charge",
        ),
        (
            "EUR",
            &[("1", "0.005", "0"), ("1", "0.005", "0")],
            "0.02 + 0.00 + 0.00 = 0.02 | 0 0.02 0.00",
            "each line is rounded: 0.01 + 0.01, not 0.01",
        ),
        (
            "JPY",
            &[("3", "33.5", "10")],
            "101 + 10 + 0 = 111 | 0 101 10",
            "no decimals: 100.5 is 101, 10.1 is 10",
        ),
        (
            "KWD",
            &[("1", "1.2345", "5")],
            "1.235 + 0.062 + 0.000 = 1.297 | 0 1.235 0.062",
            "three decimals: 0.06175 goes up",
        ),
        (
            "CLF",
            &[("1", "0.00005", "19")],
            "0.0001 + 0.0000 + 0.0000 = 0.0001 | 0 0.0001 0.0000",
            "four decimals",
        ),
        ("EUR", &[], "0.00 + 0.00 + 0.00 = 0.00", "no lines"),
    ] {
        check(&document(code, Net, lines), expected, source);
    }
}

fn base(quantity: &str) -> Option<Box<LineDetails>> {
    Some(Box::new(LineDetails {
        price_base_quantity: Some(decimal(quantity)),
        ..LineDetails::default()
    }))
}

#[test]
fn line_allowances_charges_and_base_quantities_count_before_rounding() {
    for (quantity, price, base, adjustments, expected, source) in [
        (
            "16",
            "348.35",
            None,
            vec![allowance_percent("4")],
            "5350.66",
            "odoo/odoo#37896",
        ),
        (
            "10",
            "410",
            None,
            vec![allowance("101"), charge("1")],
            "4000.00",
            "peppol Allowance",
        ),
        (
            "10",
            "200",
            base("2"),
            vec![],
            "1000.00",
            "peppol Allowance-example, line 2",
        ),
        ("1", "10", base("3"), vec![], "3.33", "a third"),
        (
            "1",
            "10.005",
            None,
            vec![allowance("20")],
            "-10.00",
            "-9.995 is rounded, not 10.005",
        ),
        (
            "1",
            "10.005",
            None,
            vec![allowance_percent("50")],
            "5.01",
            "5.0025 is 5.00 off: 5.005",
        ),
        (
            "2",
            "50",
            None,
            vec![allowance_percent("-10")],
            "110.00",
            "a surcharge in disguise",
        ),
        (
            "1",
            "-3.96",
            None,
            vec![],
            "-3.96",
            "a negative price, CII_example2",
        ),
    ] {
        let mut document = document("EUR", PriceMode::Net, &[(quantity, price, "0")]);
        document.lines[0].more = base;
        document.lines[0].adjustments = adjustments;
        assert_eq!(totals(&document).line_net[0], decimal(expected), "{source}");
    }
}

#[test]
fn document_allowances_and_charges_move_the_taxable_amount_of_their_rate() {
    let mut two_rates = document(
        "EUR",
        PriceMode::Net,
        &[
            ("1", "10.00", "19"),
            ("1", "5.50", "7"),
            ("1", "109.80", "7"),
            ("1", "55.46", "19"),
        ],
    );
    let mut reduced = allowance("8.07");
    reduced.taxes = TaxSet::only(1);
    let mut freight = charge("5.80");
    freight.taxes = TaxSet::only(1);
    two_rates.adjustments = vec![allowance("1.00"), reduced, freight];
    check(
        &two_rates,
        "177.49 + 20.16 + 0.00 = 197.65 | 0 64.46 12.25 | 1 113.03 7.91",
        "EN16931_1_Teilrechnung.cii.xml",
    );
    let figures = totals(&two_rates);
    assert_eq!(figures.allowance_total, decimal("9.07"));
    assert_eq!(figures.charge_total, decimal("5.80"));

    let mut percent = document(
        "EUR",
        PriceMode::Net,
        &[("1", "99.99", "20"), ("1", "0.06", "0")],
    );
    percent.adjustments = vec![allowance_percent("10")];
    check(
        &percent,
        "90.04 + 18.00 + 0.00 = 108.04 | 0 89.98 18.00 | 1 0.06 0.00",
        "percent of the sum of all lines: 10.005 is 10.01",
    );
}

#[test]
fn a_line_can_carry_several_taxes_and_compound_ones() {
    let taxes = |compound| {
        let gst = Tax {
            name: "GST".to_owned(),
            ..tax(TaxCategory::S, "5")
        };
        let qst = Tax {
            name: "QST".to_owned(),
            compound,
            ..tax(TaxCategory::S, "9.5")
        };
        vec![gst, qst]
    };
    let both = TaxSet::only(0).with(1);
    let mut quebec = document("CAD", PriceMode::Net, &[]);
    quebec.taxes = taxes(true);
    quebec.lines = vec![line("1", "100", both), line("1", "50", TaxSet::only(1))];
    check(
        &quebec,
        "150.00 + 19.73 + 0.00 = 169.73 | 0 100.00 5.00 | 1 155.00 14.73",
        "QST until 2012 was on the price with GST: 9.5 % of 105 and of 50",
    );
    quebec.taxes = taxes(false);
    check(
        &quebec,
        "150.00 + 19.25 + 0.00 = 169.25 | 0 100.00 5.00 | 1 150.00 14.25",
        "not compound: 9.5 % of 150",
    );
    let mut unrounded = document("CAD", PriceMode::Net, &[]);
    unrounded.taxes = taxes(true);
    unrounded.lines = vec![line("1", "0.09", both)];
    check(
        &unrounded,
        "0.09 + 0.01 + 0.00 = 0.10 | 0 0.09 0.00 | 1 0.09 0.01",
        "on 0.0945, not on 0.09 + 0.00: 0.0089775",
    );
}

#[test]
fn equal_taxes_share_a_row_and_what_has_no_tax_has_its_own() {
    let mut document = document("EUR", PriceMode::Net, &[("1", "0.02", "25")]);
    document.taxes.push(tax(TaxCategory::O, "0"));
    document.taxes.push(tax(TaxCategory::S, "25.00"));
    document.lines.push(line("1", "0.02", TaxSet::only(2)));
    document.lines.push(line("1", "7", TaxSet::default()));
    document.lines.push(line("0", "7", TaxSet::only(1)));
    check(
        &document,
        "7.04 + 0.01 + 0.00 = 7.05 | 0 0.04 0.01 | 1 0.00 0.00 | - 7.00 0.00",
        "25 and 25.00 are one tax: 0.01, not 0.01 twice",
    );
}

#[test]
fn gross_prices_are_asked_for_to_the_cent() {
    use PriceMode::Gross;
    for (code, lines, expected, source) in [
        (
            "EUR",
            &[("3", "0.99", "7"), ("1", "119.00", "19")][..],
            "102.78 + 19.19 + 0.00 = 121.97 | 0 2.78 0.19 | 1 100.00 19.00",
            "first principles, TOT-FP20",
        ),
        (
            "EUR",
            &[("32", "43.75", "6")],
            "1320.75 + 79.25 + 0.00 = 1400.00 | 0 1320.75 79.25",
            "gobl unit tests, T5",
        ),
        (
            "USD",
            &[("1", "1620", "8.5")],
            "1493.09 + 126.91 + 0.00 = 1620.00 | 0 1493.09 126.91",
            "gobl us invoice",
        ),
        (
            "EUR",
            &[("1", "0.03", "19")],
            "0.03 + 0.01 + -0.01 = 0.03 | 0 0.03 0.01",
            "no net of whole cents makes 0.03 with 19 %",
        ),
        (
            "EUR",
            &[("1", "-119", "19"), ("1", "0", "7")],
            "-100.00 + -19.00 + 0.00 = -119.00 | 0 -100.00 -19.00 | 1 0.00 0.00",
            "negative",
        ),
    ] {
        check(&document(code, Gross, lines), expected, source);
    }
}

/// A document by the second rule.
fn second(mut document: Invoice) -> Invoice {
    document.rule = Rule::Second;
    document
}

fn spread(stated: Adjustment) -> Adjustment {
    Adjustment {
        taxes: TaxSet::default(),
        spread: true,
        ..stated
    }
}

#[test]
fn taxes_are_taken_out_of_the_gross_sum_without_a_rounding_line() {
    use PriceMode::Gross;
    for (code, lines, expected, why) in [
        (
            "EUR",
            &[("1", "290.00", "22")][..],
            "237.70 + 52.30 + 0.00 = 290.00 | 0 237.70 52.30",
            "52.295 is 52.30, and 290.00 - 52.30 are left",
        ),
        (
            "EUR",
            &[("1", "0.03", "19"), ("1", "29.99", "7")],
            "28.06 + 1.96 + 0.00 = 30.02 | 0 0.03 0.00 | 1 28.03 1.96",
            "each rate by itself",
        ),
        (
            "EUR",
            &[("1", "0.03", "20")],
            "0.02 + 0.01 + 0.00 = 0.03 | 0 0.02 0.01",
            "of a tax of half a cent the net is the rest",
        ),
        (
            "JPY",
            &[("1", "105", "10"), ("1", "105", "10"), ("1", "105", "10")],
            "286 + 29 + 0 = 315 | 0 286 29",
            "of the sum of a rate: 28.6, not 3 × 9.5",
        ),
        (
            "EUR",
            &[("1", "-290.00", "22")],
            "-237.70 + -52.30 + 0.00 = -290.00 | 0 -237.70 -52.30",
            "negative",
        ),
    ] {
        check(&second(document(code, Gross, lines)), expected, why);
    }

    // Several taxes on a line: each is what it is of the price, net the rest.
    let mut quebec = second(document("CAD", Gross, &[]));
    quebec.taxes = ["5", "9.975"]
        .map(|percent| tax(TaxCategory::S, percent))
        .into();
    quebec.lines = vec![line("1", "100", TaxSet::only(0).with(1))];
    check(
        &quebec,
        "86.97 + 13.03 + 0.00 = 100.00 | 0 86.97 4.35 | 1 86.97 8.68",
        "4.3488 and 8.6758 of 100",
    );
}

#[test]
fn equal_taxes_are_taken_out_together() {
    let lines = [("1", "0.05", "10"), ("1", "0.05", "10")];
    let mut twice = second(document("EUR", PriceMode::Gross, &lines));
    twice.taxes.push(twice.taxes[0].clone());
    twice.lines[1].taxes = TaxSet::only(1);
    check(
        &twice,
        "0.09 + 0.01 + 0.00 = 0.10 | 0 0.09 0.01",
        "of 0.10, not twice of 0.05",
    );
}

#[test]
fn a_discount_over_all_rates_falls_on_each_by_its_share() {
    let lines = [("1", "100", "19"), ("1", "900", "7")];
    let mut two_rates = document("EUR", PriceMode::Net, &lines);
    two_rates.adjustments = vec![allowance_percent("10")];
    check(
        &two_rates,
        "900.00 + 63.00 + 0.00 = 963.00 | 0 0.00 0.00 | 1 900.00 63.00",
        "on the first rate alone",
    );
    two_rates.adjustments = vec![spread(allowance_percent("10"))];
    for rule in [Rule::First, Rule::Second] {
        two_rates.rule = rule;
        check(
            &two_rates,
            "900.00 + 73.80 + 0.00 = 973.80 | 0 90.00 17.10 | 1 810.00 56.70",
            "10 % of each rate",
        );
    }
    let figures = totals(&two_rates);
    assert_eq!(figures.adjustment_net, [decimal("100.00")]);
    assert_eq!(figures.allowance_total, decimal("100.00"));
    let shares = shares(&two_rates).expect("shares");
    let shares: Vec<_> = shares[0]
        .iter()
        .map(|(set, share)| (*set, share.amount()))
        .collect();
    assert_eq!(
        shares,
        [
            (TaxSet::only(0), decimal("10.00")),
            (TaxSet::only(1), decimal("90.00"))
        ]
    );
}

#[test]
fn shares_are_rounded_by_the_largest_remainder() {
    let thirds = [("1", "10", "19"), ("1", "10", "7"), ("1", "10", "0")];
    for (adjusted, expected, why) in [
        (
            allowance("1.00"),
            ["0.34", "0.33", "0.33"],
            "of equals the first",
        ),
        (
            allowance("0.01"),
            ["0.01", "0.00", "0.00"],
            "one cent is one cent",
        ),
        (allowance("0.02"), ["0.01", "0.01", "0.00"], "two are two"),
        (
            charge("100"),
            ["33.34", "33.33", "33.33"],
            "a charge as well",
        ),
        (
            allowance("-1.00"),
            ["-0.34", "-0.33", "-0.33"],
            "turned around",
        ),
    ] {
        let mut document = document("EUR", PriceMode::Net, &thirds);
        document.adjustments = vec![spread(adjusted)];
        let shares = shares(&document).expect("shares");
        let shares: Vec<_> = shares[0].iter().map(|(_, share)| share.amount()).collect();
        assert_eq!(shares, expected.map(decimal), "{why}");
    }
}

#[test]
fn what_cannot_be_spread_says_so_unless_there_is_one_rate() {
    let spread_over = |lines: &[(&str, &str, &str)]| {
        let mut document = document("EUR", PriceMode::Net, lines);
        document.adjustments = vec![spread(allowance("5"))];
        Totals::of(&document, &[], Decimal::ZERO).map(|totals| shown(&totals))
    };
    let nothing = Err(vec![(Place::Adjustment(0), TotalsProblem::NothingToSpread)]);
    assert_eq!(
        spread_over(&[("1", "10", "19"), ("-1", "10", "7")]),
        nothing
    );
    assert_eq!(
        spread_over(&[("0", "10", "19")]),
        Ok("-5.00 + -0.95 + 0.00 = -5.95 | 0 -5.00 -0.95".to_owned()),
        "there is one rate"
    );
    assert_eq!(
        spread_over(&[]),
        Ok("-5.00 + 0.00 + 0.00 = -5.00 | - -5.00 0.00".to_owned()),
        "and without lines none"
    );
}

#[test]
fn a_taxable_amount_below_zero_is_found_unless_a_line_explains_it() {
    use crate::invoice::Kind;
    let of = |lines: &[(&str, &str, &str)], adjusted: Adjustment, kind| {
        let mut document = document("EUR", PriceMode::Net, lines);
        document.kind = kind;
        document.adjustments = vec![charge("1"), adjusted];
        negative_bases(&document, &totals(&document))
    };
    let lines = [("1", "100", "19"), ("1", "900", "7")];
    let found = vec![(Place::Adjustment(1), 0)];
    assert_eq!(of(&lines, allowance("102"), Kind::Invoice), found);
    assert_eq!(of(&lines, allowance("102"), Kind::Deposit), found);
    assert_eq!(of(&lines, allowance("101"), Kind::Invoice), []);
    assert_eq!(of(&lines, spread(allowance("102")), Kind::Invoice), []);
    assert_eq!(of(&lines, allowance("102"), Kind::CreditNote), []);
    let deducted = [("1", "100", "19"), ("-1", "200", "19"), ("1", "900", "7")];
    assert_eq!(
        of(&deducted, allowance("1"), Kind::Invoice),
        [],
        "a line explains it"
    );
}

#[test]
fn nets_of_gross_lines_add_up_to_the_net_of_their_rate() {
    let mut document = document(
        "EUR",
        PriceMode::Gross,
        &[
            ("1", "1.00", "19"),
            ("1", "1.00", "19"),
            ("1", "1.00", "19"),
        ],
    );
    let nets = totals(&document).line_net;
    assert_eq!(nets, ["0.84", "0.84", "0.84"].map(decimal), "2.521 is 2.52");
    document.lines.push(line("1", "1.00", TaxSet::only(0)));
    document.adjustments = vec![allowance("0.50"), charge("0.20")];
    let figures = totals(&document);
    // (4.00 - 0.50 + 0.20) / 1.19 = 3.109; cut down the parts are 4 × 0.84,
    // -0.43 and 0.16; the largest remainder is that of the allowance.
    assert_eq!(figures.net, decimal("3.11"));
    assert_eq!(figures.line_net, ["0.84"; 4].map(decimal));
    assert_eq!(figures.adjustment_net, ["0.42", "0.17"].map(decimal));
    assert_eq!(figures.allowance_total, decimal("0.42"));
    assert_eq!(figures.payable, decimal("3.70"));
}

#[test]
fn what_is_paid_or_kept_back_reduces_the_amount_to_pay() {
    let mut document = document("EUR", PriceMode::Net, &[("1", "1000", "21")]);
    document.retained = vec![RetainedTax {
        name: "IRPF".to_owned(),
        percent: decimal("15"),
    }];
    let deposit = Deduction {
        invoice: InvoiceId::default(),
        number: "D-1".to_owned(),
        date: Date::new(2026, 1, 1).expect("a date"),
        net: decimal("100.00"),
        tax: decimal("21.00"),
        gross: decimal("121.00"),
    };
    let figures = Totals::of(&document, &[deposit], decimal("9.00")).expect("totals");
    assert_eq!(figures.gross, decimal("1210.00"));
    assert_eq!(figures.retained, decimal("150.00"));
    assert_eq!(figures.prepaid, decimal("130.00"));
    assert_eq!(figures.payable, decimal("930.00"));
    assert!(figures.adds_up());

    let cash = figures
        .clone()
        .with_rounding(decimal("0.04"), currency("EUR"))
        .expect("totals");
    assert_eq!(cash.payable, decimal("930.04"));
    assert_eq!(cash.rounding, decimal("0.04"));
    assert!(cash.adds_up());
    assert_eq!(
        figures.with_rounding(decimal("0.004"), currency("EUR")),
        Err((Place::Rounding, TotalsProblem::TooPrecise)),
    );
}

/// The problems of two good lines (19 % and 7 %), one thing spoilt.
#[track_caller]
fn problem(spoil: impl Fn(&mut Invoice), at: Place, problem: TotalsProblem) {
    let lines = [("1", "10", "19"), ("1", "10", "7")];
    let mut document = document("EUR", PriceMode::Net, &lines);
    assert!(Totals::of(&document, &[], Decimal::ZERO).is_ok());
    spoil(&mut document);
    let mut problems = Totals::of(&document, &[], Decimal::ZERO).expect_err("a problem");
    problems.dedup();
    assert_eq!(problems, [(at, problem)]);
}

#[test]
fn problems_of_a_line_name_the_line() {
    use Place::*;
    use TotalsProblem::*;
    let price = |text| move |d: &mut Invoice| d.lines[1].unit_price = decimal(text);
    problem(price("10000000000000"), Line(1), TooLarge);
    problem(price("-10000000000000"), Line(1), TooLarge);
    problem(price("9999999999999.99"), Document, TooLarge);
    let product = |d: &mut Invoice| {
        d.lines[0].quantity = decimal("999999999999999999");
        d.lines[0].unit_price = decimal("999999999999999999");
    };
    problem(product, Line(0), TooLarge);
    let adjusted = |list: Vec<crate::invoice::Adjustment>| {
        move |d: &mut Invoice| d.lines[0].adjustments.clone_from(&list)
    };
    let at = |adjustment| LineAdjustment {
        line: 0,
        adjustment,
    };
    problem(
        adjusted(vec![allowance("1"), allowance("0.001")]),
        at(1),
        TooPrecise,
    );
    problem(adjusted(vec![allowance_percent("1000.1")]), at(0), Percent);
    let many = vec![charge("1"); ADJUSTMENTS_MAX + 1];
    problem(adjusted(many), Line(0), TooMany(ADJUSTMENTS_MAX));
    problem(|d| d.lines[0].more = base("0"), Line(0), BaseQuantity);
    problem(|d| d.lines[0].more = base("-1"), Line(0), BaseQuantity);
    problem(|d| d.lines[1].taxes = TaxSet::only(5), Line(1), NoSuchTax);
    let twice = |d: &mut Invoice| {
        d.taxes[1] = d.taxes[0].clone();
        d.lines[1].taxes = TaxSet::only(0).with(1);
    };
    problem(twice, Line(1), SameTaxTwice);
}

#[test]
fn problems_of_a_document_name_their_place() {
    use Place::*;
    use TotalsProblem::*;
    problem(
        |d| d.adjustments = vec![allowance("0.001")],
        Adjustment(0),
        TooPrecise,
    );
    let elsewhere = |d: &mut Invoice| {
        d.adjustments = vec![allowance("1")];
        d.adjustments[0].taxes = TaxSet::only(2);
    };
    problem(elsewhere, Adjustment(0), NoSuchTax);
    problem(|d| d.taxes[0].percent = decimal("-1"), Tax(0), Percent);
    problem(|d| d.taxes[1].percent = decimal("100.01"), Tax(1), Percent);
    problem(
        |d| d.taxes[1].category = TaxCategory::Z,
        Tax(1),
        RateOfCategory,
    );
    let retained = |d: &mut Invoice| {
        let percent = decimal("101");
        d.retained = vec![RetainedTax {
            name: String::new(),
            percent,
        }];
    };
    problem(retained, Retained(0), Percent);
    let many = |d: &mut Invoice| d.lines = vec![d.lines[0].clone(); LINES_MAX + 1];
    problem(many, Document, TooMany(LINES_MAX));
    let empty = document("EUR", PriceMode::Net, &[]);
    let problems = Totals::of(&empty, &[], decimal("0.001"));
    assert_eq!(problems, Err(vec![(Prepaid, TooPrecise)]));
}

#[test]
fn all_problems_are_named_not_only_the_first() {
    let mut document = document("EUR", PriceMode::Net, &[("1", "10000000000000", "19")]);
    document.lines.push(line("1", "1", TaxSet::only(9)));
    document.taxes[0].percent = decimal("-1");
    let problems = Totals::of(&document, &[], Decimal::ZERO).expect_err("problems");
    let places: Vec<Place> = problems.iter().map(|(place, _)| *place).collect();
    assert_eq!(places, [Place::Tax(0), Place::Line(0), Place::Line(1)]);
}

#[test]
fn three_rates_of_four_decimals_compound_and_more_are_refused() {
    let mut document = document("EUR", PriceMode::Net, &[]);
    for name in ["a", "b", "c", "d"] {
        let stated = tax(TaxCategory::S, "9.9999");
        document.taxes.push(Tax {
            name: name.to_owned(),
            compound: true,
            ..stated
        });
    }
    let three = TaxSet::only(0).with(1).with(2);
    document.lines = vec![line("1", "9000000000000", three)];
    assert!(
        Totals::of(&document, &[], Decimal::ZERO).is_err(),
        "past the limit with tax"
    );
    document.lines = vec![line("1", "7000000000000", three)];
    assert_eq!(totals(&document).net, decimal("7000000000000.00"));
    document.lines = vec![line("1", "7", three.with(3))];
    let problems = Totals::of(&document, &[], Decimal::ZERO);
    assert_eq!(
        problems,
        Err(vec![(Place::Line(0), TotalsProblem::TooLarge)])
    );
}

#[test]
fn totals_survive_json_and_snapshot_and_old_records_lack_fields() {
    let totals = totals(&document("EUR", PriceMode::Gross, &[("1", "0.03", "19")]));
    let json = serde_json::to_string(&totals).expect("json");
    assert_eq!(serde_json::from_str::<Totals>(&json).expect("json"), totals);
    let bytes = postcard::to_allocvec(&totals).expect("postcard");
    assert_eq!(
        postcard::from_bytes::<Totals>(&bytes).expect("postcard"),
        totals
    );
    assert_eq!(
        serde_json::from_str::<Totals>("{}").expect("json"),
        Totals::default()
    );
}

#[test]
fn an_opening_item_is_an_amount_and_no_more() {
    let amount = Money::new(decimal("5.00"), currency("EUR")).expect("money");
    let opening = Totals::opening(amount);
    assert!(opening.adds_up());
    assert!(opening.rows.is_empty() && opening.line_net.is_empty());
    assert_eq!(
        (opening.gross, opening.payable),
        (amount.amount(), amount.amount())
    );
}

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
