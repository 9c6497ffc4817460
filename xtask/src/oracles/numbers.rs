//! Topics `numbers` and `split`: rounding, products, quotients, currencies,
//! and cutting an amount into parts.

use super::case::{Answer, Case, Input, Refused, currency_for, shown};
use ledger::money::{self, Currency, Decimal, Money};
use ledger::report::kpi;
use serde_json::{Value, json};

pub fn answer(case: &Case) -> Answer {
    let input = &case.input;
    match case.kind.as_str() {
        "round" => value(input, |decimals| {
            Ok(input.decimal("value")?.round(decimals)?)
        }),
        "multiply" => value(input, |decimals| {
            Ok(input.decimal("a")?.mul(input.decimal("b")?, decimals)?)
        }),
        "divide" => value(input, |decimals| {
            Ok(input.decimal("a")?.div(input.decimal("b")?, decimals)?)
        }),
        "convert" => convert(input).into(),
        "minor_units" => minor_units(input).into(),
        "part_payment" => part_payment(input).into(),
        "allocate" => allocate(input).into(),
        _ => Answer::NotBuilt,
    }
}

fn value(input: &Input, compute: impl Fn(u32) -> Result<Decimal, Refused>) -> Answer {
    let value = || -> Result<Value, Refused> {
        let value = compute(input.count("decimals")?)?;
        Ok(json!({ "value": shown(value) }))
    };
    value().into()
}

/// The amount's own currency plays no part in it.
fn convert(input: &Input) -> Result<Value, Refused> {
    let amount = input.decimal("amount")?;
    let to: Currency = input.parse("to")?;
    let from = match input.get("from") {
        Some(_) => input.parse("from")?,
        None => currency_for(&[amount])?,
    };
    let converted = Money::new(amount, from)?.convert(input.decimal("rate")?, to)?;
    let amount = shown(converted.amount());
    Ok(json!({ "amount": amount, "value": amount }))
}

fn minor_units(input: &Input) -> Result<Value, Refused> {
    let currency: Currency = input.parse("currency")?;
    Ok(json!({ "decimals": currency.exponent() }))
}

fn part_payment(input: &Input) -> Result<Value, Refused> {
    let payable = input.decimal("payable")?;
    let before = input.decimal_or_zero("paid_before")?;
    let payment = input.decimal("payment")?;
    let currency = match input.get("currency") {
        Some(_) => input.parse("currency")?,
        None => currency_for(&[payable, before, payment])?,
    };
    let due = Money::new(payable, currency)?
        .sub(Money::new(before, currency)?)?
        .sub(Money::new(payment, currency)?)?;
    let mut answer = json!({ "due": shown(due.amount()) });
    if input.has("tax_percent") {
        let percent = input.decimal("tax_percent")?;
        let share = kpi::tax_share(payment, percent, currency.exponent());
        answer["tax_share"] = super::case::shown_or_null(share);
    }
    Ok(answer)
}

fn allocate(input: &Input) -> Result<Value, Refused> {
    let total: i128 = input.parse("total_minor")?;
    let weights = input.list("weights");
    let weights = weights.iter().map(|weight| {
        let text = weight.text()?;
        text.parse::<i128>()
            .map_err(|problem| Refused(format!("weight {text}: {problem}")))
    });
    let weights = weights.collect::<Result<Vec<i128>, Refused>>()?;
    let parts = money::split(total, &weights)?;
    let parts = parts
        .iter()
        .map(|part| part.to_string().parse::<serde_json::Number>());
    Ok(json!({ "parts": parts.collect::<Result<Vec<_>, _>>()? }))
}
