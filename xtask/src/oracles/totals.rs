//! Topic `totals`: a document as the cases describe it, through
//! `ledger::invoice::Totals`.

use super::case::{Answer, Case, Input, Refused, shown};
use ledger::invoice::totals::{Place, TotalsProblem, negative_bases};
use ledger::invoice::{
    Adjustment, AdjustmentKind, AdjustmentValue, Invoice, Line, LineDetails, PriceMode, Rule,
    Totals,
};
use ledger::money::Decimal;
use ledger::tax::{Tax, TaxCategory, TaxSet};
use serde_json::{Value, json};

pub fn answer(case: &Case) -> Answer {
    match case.kind.as_str() {
        "invoice_totals" => invoice_totals(&case.input).into(),
        _ => Answer::NotBuilt,
    }
}

fn invoice_totals(input: &Input) -> Result<Value, Refused> {
    let document = document(input)?;
    let totals = totals(&document, input)?;
    let breakdown = totals.rows.iter().map(|row| {
        let tax = row
            .place
            .and_then(|place| document.taxes.get(usize::from(place)));
        let zero = Decimal::ZERO;
        json!({
            "category": tax.map_or("O", |tax| tax.category.code()),
            "percent": shown(tax.map_or(zero, |tax| tax.percent)),
            "taxable": shown(row.taxable),
            "tax": shown(row.tax),
        })
    });
    Ok(json!({
        "line_net": totals.line_net.iter().copied().map(shown).collect::<Vec<_>>(),
        "sum_line_net": shown(totals.sum_line_net),
        "allowance_total": shown(totals.allowance_total),
        "charge_total": shown(totals.charge_total),
        "total_net": shown(totals.net),
        "tax_total": shown(totals.tax),
        "total_gross": shown(totals.gross),
        "prepaid": shown(totals.prepaid),
        "rounding": shown(totals.rounding),
        "payable": shown(totals.payable),
        "tax_breakdown": breakdown.collect::<Vec<_>>(),
    }))
}

fn totals(document: &Invoice, input: &Input) -> Result<Totals, Refused> {
    let prepaid = input.decimal_or_zero("prepaid")?;
    let totals = Totals::of(document, &[], prepaid).map_err(|problems| {
        let lines = problems
            .iter()
            .map(|(place, problem)| told(*place, *problem));
        Refused(lines.collect::<Vec<_>>().join("; "))
    })?;
    // What issuing refuses.
    if let Some((place, _)) = negative_bases(document, &totals).first() {
        return Err(Refused(format!("{place:?}: a taxable amount below zero")));
    }
    if !input.has("rounding") {
        return Ok(totals);
    }
    totals
        .with_rounding(input.decimal("rounding")?, document.currency)
        .map_err(|(place, problem)| Refused(told(place, problem)))
}

fn told(place: Place, problem: TotalsProblem) -> String {
    format!("{place:?}: {problem}")
}

/// A document of lines as `totals` and `terms` give them.
pub fn document(input: &Input) -> Result<Invoice, Refused> {
    let mut document = Invoice {
        currency: input.parse("currency")?,
        price_mode: match input.get("price_mode") {
            None => PriceMode::Net,
            Some(mode) => match mode.text()?.as_str() {
                "net" => PriceMode::Net,
                "gross" => PriceMode::Gross,
                other => return Err(Refused(format!("price_mode {other}"))),
            },
        },
        rule: Rule::NEWEST,
        ..Invoice::default()
    };
    for stated in input.list("lines") {
        let taxes = taxes(&mut document.taxes, &stated)?;
        document.lines.push(line(&stated, taxes)?);
    }
    let mut adjustments = adjustments(input)?;
    for (adjustment, stated) in &mut adjustments {
        // One that names no rate goes over all of them.
        adjustment.spread = !stated.has("tax_category") && !stated.has("tax_percent");
        adjustment.taxes = taxes(&mut document.taxes, stated)?;
    }
    document.adjustments = adjustments
        .into_iter()
        .map(|(adjustment, _)| adjustment)
        .collect();
    Ok(document)
}

fn line(stated: &Input, taxes: TaxSet) -> Result<Line, Refused> {
    let base = match stated.get("price_base_quantity") {
        Some(_) => Some(stated.decimal("price_base_quantity")?),
        None => None,
    };
    let more = LineDetails {
        price_base_quantity: base,
        ..LineDetails::default()
    };
    Ok(Line {
        description: "A line".to_owned(),
        quantity: stated.decimal("quantity")?,
        unit_price: stated.decimal("unit_price")?,
        taxes,
        adjustments: adjustments(stated)?
            .into_iter()
            .map(|(adjustment, _)| adjustment)
            .collect(),
        more: base.map(|_| Box::new(more)),
        ..Line::default()
    })
}

/// The allowances, then the charges, each with what the case says of it.
fn adjustments(stated: &Input) -> Result<Vec<(Adjustment, Input)>, Refused> {
    let mut adjustments = Vec::new();
    for (key, kind) in [
        ("allowances", AdjustmentKind::Allowance),
        ("charges", AdjustmentKind::Charge),
    ] {
        for one in stated.list(key) {
            let value = if one.has("amount") {
                AdjustmentValue::Amount(one.decimal("amount")?)
            } else {
                AdjustmentValue::Percent(one.decimal("percent")?)
            };
            let adjustment = Adjustment {
                kind,
                value,
                reason: String::new(),
                reason_code: String::new(),
                taxes: TaxSet::default(),
                spread: false,
            };
            adjustments.push((adjustment, one));
        }
    }
    Ok(adjustments)
}

/// The place of the stated tax in the document's list, which it joins where
/// it is new. Without a category there is no tax.
fn taxes(known: &mut Vec<Tax>, stated: &Input) -> Result<TaxSet, Refused> {
    let category = match stated.get("tax_category") {
        Some(category) => category.text()?,
        None if stated.has("tax_percent") => "S".to_owned(),
        None => return Ok(TaxSet::default()),
    };
    let category = TaxCategory::ALL
        .into_iter()
        .find(|known| known.code() == category);
    let tax = Tax {
        name: "VAT".to_owned(),
        category: category.ok_or_else(|| Refused("an unknown tax category".to_owned()))?,
        percent: stated.decimal_or_zero("tax_percent")?,
        ..Tax::default()
    };
    let place = known
        .iter()
        .position(|known| *known == tax)
        .unwrap_or_else(|| {
            known.push(tax);
            known.len() - 1
        });
    if place >= ledger::tax::TAXES_MAX {
        return Err(Refused("too many taxes on one document".to_owned()));
    }
    Ok(TaxSet::only(place))
}
