//! Topic `terms`: due dates, early-payment discounts, and what lateness
//! costs.

use super::case::{Answer, Case, Input, Refused, currency_for, shown, shown_or_null};
use super::totals;
use ledger::invoice::Totals;
use ledger::late::{Audience, Law, fixed_sum};
use ledger::money::{Decimal, Money};
use ledger::terms::early::{self, Annual, Earned};
use ledger::terms::{Due, EarlyDiscount, Terms, late};
use serde_json::{Value, json};

pub fn answer(case: &Case) -> Answer {
    let input = &case.input;
    match case.kind.as_str() {
        "due_date" => due_date(input).into(),
        "early_discount" => early_discount(input).into(),
        "interest" => interest(input).into(),
        "discount_annual_cost" => annual_cost(input).into(),
        "late_compensation_uk" => late_compensation_uk(input).into(),
        "skonto_text" => skonto_text(input).into(),
        _ => Answer::NotBuilt,
    }
}

fn due_date(input: &Input) -> Result<Value, Refused> {
    let due = due(&input.need("term")?)?;
    due.check()?;
    Ok(json!({ "due": due.date(input.date("issued")?)?.to_string() }))
}

fn due(term: &Input) -> Result<Due, Refused> {
    let days = |key| {
        if term.has(key) {
            term.count(key)
        } else {
            Ok(0)
        }
    };
    if term.has("end_of_month") {
        return Ok(Due::EndOfMonth {
            days: days("days")?,
        });
    }
    if term.has("then_end_of_month") {
        return Ok(Due::NetThenEndOfMonth {
            days: days("net_days")?,
        });
    }
    if term.has("day_of_month") {
        let day = term.count("day_of_month")?;
        return Ok(if term.has("months") {
            Due::DayOfMonth {
                day,
                months: term.count("months")?,
            }
        } else {
            Due::NetThenDay {
                days: days("net_days")?,
                day,
            }
        });
    }
    if term.has("net_months") {
        return Ok(Due::NetMonths {
            months: term.count("net_months")?,
        });
    }
    Ok(Due::Net {
        days: term.count("net_days")?,
    })
}

fn early_discount(input: &Input) -> Result<Value, Refused> {
    let amounts = [input.decimal("total")?, input.decimal_or_zero("paid")?];
    let currency = match input.get("currency") {
        Some(_) => input.parse("currency")?,
        None => currency_for(&amounts)?,
    };
    let total = Money::new(amounts[0], currency)?;
    let issued = input.date("issued")?;
    let early = input.list("tiers").into_iter().map(|tier| {
        Ok(EarlyDiscount {
            days: tier.count("days")?,
            percent: tier.decimal("percent")?,
        })
    });
    let terms = Terms {
        early: early.collect::<Result<_, Refused>>()?,
        ..Terms::default()
    };
    terms.check()?;
    let earned = terms.earned(total, issued, input.date("paid_on")?)?;
    let zero = currency.zero();
    let (discount, pay) = earned.map_or((zero, total), |earned| (earned.discount, earned.pay));
    let last_day = match earned {
        Some(earned) => Some(earned.last_day),
        None => terms.last_discount_day(issued)?,
    };
    let mut answer = json!({
        "eligible": earned.is_some(),
        "discount": shown(discount.amount()),
        "pay": shown(pay.amount()),
        "last_day": last_day.map(|day| day.to_string()),
    });
    if input.has("paid") {
        let paid = Money::new(amounts[1], currency)?;
        // Of a part payment the case asks for its own discount.
        let (credited, discount, open) = match earned {
            Some(earned) => {
                let settled = earned.settle(paid)?;
                (settled.credited, settled.discount, settled.open)
            }
            None => {
                let credited = paid.min(total)?;
                (credited, zero, total.sub(credited)?)
            }
        };
        answer["discount"] = shown(discount.amount());
        answer["pay"] = shown(paid.amount());
        answer["credited"] = shown(credited.amount());
        answer["open_after"] = shown(open.amount());
    }
    if input.has("lines") {
        let (net, tax) = match earned {
            Some(earned) => discount_parts(input, &earned)?,
            None => (zero, zero),
        };
        answer["discount_net"] = shown(net.amount());
        answer["discount_tax"] = shown(tax.amount());
    }
    Ok(answer)
}

fn discount_parts(input: &Input, earned: &Earned) -> Result<(Money, Money), Refused> {
    let currency = earned.total.currency();
    let lines = input.list("lines").into_iter().map(|line| {
        Ok(json!({
            "quantity": "1",
            "unit_price": line.text_at("net")?,
            "tax_percent": shown(line.decimal_or_zero("tax_percent")?),
        }))
    });
    let lines = lines.collect::<Result<Vec<_>, Refused>>()?;
    let document = totals::document(&Input(
        json!({ "currency": currency.code(), "lines": lines }),
    ))?;
    let totals = Totals::of(&document, &[], Decimal::ZERO)
        .map_err(|problems| Refused(format!("{problems:?}")))?;
    let parts = earned.parts(&totals)?;
    let net = Money::sum(currency, parts.iter().map(|part| part.net))?;
    let tax = Money::sum(currency, parts.iter().map(|part| part.tax))?;
    Ok((net, tax))
}

fn interest(input: &Input) -> Result<Value, Refused> {
    let principal = input.decimal("principal")?;
    let currency = match input.get("currency") {
        Some(_) => input.parse("currency")?,
        None => currency_for(&[principal])?,
    };
    let interest = late::interest(
        Money::new(principal, currency)?,
        input.decimal("annual_percent")?,
        input.count("days")?,
        input.count("basis")?,
    )?;
    Ok(json!({ "interest": shown(interest.amount()) }))
}

fn annual_cost(input: &Input) -> Result<Value, Refused> {
    let method = match input.text_at("method")?.as_str() {
        "simple" => Annual::Simple,
        "compound" => Annual::Compound,
        other => return Err(Refused(format!("method {other}"))),
    };
    let percent = early::annual_cost(
        input.decimal("percent")?,
        input.count("discount_days")?,
        input.count("net_days")?,
        input.count("basis")?,
        method,
    );
    Ok(json!({ "percent": shown_or_null(percent) }))
}

fn late_compensation_uk(input: &Input) -> Result<Value, Refused> {
    let principal = input.money("principal", "GBP".parse()?)?;
    let sums = fixed_sum::by_law(Law::Gb, Audience::Business, "2026-11-30".parse()?);
    let sums = sums.map_err(|asked| Refused(format!("{asked:?}")))?;
    Ok(json!({ "amount": shown(sums.of(principal)?.amount()) }))
}

fn skonto_text(input: &Input) -> Result<Value, Refused> {
    Ok(json!({ "valid": early::skonto_is_valid(&input.text_at("text")?) }))
}
