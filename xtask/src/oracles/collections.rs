//! Topic `collections`: interest and fixed sums for late payment, what
//! payments settle first, plans, promises, reminders, statements.

use super::case::{Answer, Case, Input, Refused, shown};
use ledger::date::Date;
use ledger::late::days::{self, Basis, Shift};
use ledger::late::fixed_sum::{self, FixedSums};
use ledger::late::interest::{
    self, Claim, DisputeEnd, Disputed, InterestProblem, Mode, Rate, Reduction,
};
use ledger::late::settlement::{self, NamedPayment, Order, Part, Parts, RunningClaim};
use ledger::late::{Audience, Law};
use ledger::money::{Currency, Money};
use serde_json::{Value, json};

pub fn answer(case: &Case) -> Answer {
    let input = &case.input;
    match case.kind.as_str() {
        "late_interest" => late_interest(input).into(),
        "late_compensation" => late_compensation(input).into(),
        "collection_costs" => collection_costs(input).into(),
        "settlement" => settled(input).into(),
        "settlement_run" => settlement_run(input).into(),
        "late_from" => late_from(input).into(),
        _ => Answer::NotBuilt,
    }
}

/// One of a list of the product, by the name that the case uses.
fn named<T>(input: &Input, key: &str, of: impl Fn(&str) -> Option<T>) -> Result<T, Refused> {
    let name = input.text_at(key)?;
    of(&name).ok_or_else(|| Refused(format!("{key} {name}")))
}

fn dates(input: &Input, key: &str) -> Result<Vec<Date>, Refused> {
    let dates = input.list(key).into_iter().map(|date| {
        let text = date.text()?;
        text.parse()
            .map_err(|problem| Refused(format!("{key} {text}: {problem}")))
    });
    dates.collect()
}

fn rates(input: &Input) -> Result<Vec<Rate>, Refused> {
    let rates = input.list("rates").into_iter().map(|rate| {
        Ok(Rate {
            from: rate.date("from")?,
            until: rate
                .get("known_to")
                .map(|_| rate.date("known_to"))
                .transpose()?,
            percent: rate.decimal("annual_percent")?,
        })
    });
    rates.collect()
}

fn reductions(input: &Input, currency: Currency) -> Result<Vec<Reduction>, Refused> {
    let paid = input.list("payments").into_iter().map(|payment| {
        Ok(Reduction {
            date: payment.date("date")?,
            amount: payment.money("amount", currency)?,
        })
    });
    paid.collect()
}

fn disputes(input: &Input, currency: Currency) -> Result<Vec<Disputed>, Refused> {
    let disputes = input.list("disputes").into_iter().map(|dispute| {
        let end = match dispute.get("resolved") {
            None => DisputeEnd::Open,
            Some(_) => DisputeEnd::Resolved {
                on: dispute.date("resolved")?,
                claimed: dispute.has("claimed"),
            },
        };
        Ok(Disputed {
            from: dispute.date("from")?,
            amount: dispute.money("amount", currency)?,
            end,
        })
    });
    disputes.collect()
}

fn late_interest(input: &Input) -> Result<Value, Refused> {
    let currency: Currency = input.parse("currency")?;
    let claim = Claim {
        principal: input.money("principal", currency)?,
        due: input.date("due")?,
        as_of: input.date("as_of")?,
        basis: named(input, "basis", Basis::of)?,
        mode: named(input, "mode", Mode::of)?,
        reductions: reductions(input, currency)?,
        disputes: disputes(input, currency)?,
    };
    let interest = match interest::accrue(&claim, &rates(input)?) {
        Err(InterestProblem::NoRate { from }) => {
            return Ok(json!({ "unknown_from": from.to_string() }));
        }
        other => other?,
    };
    let segments = interest.segments.iter().map(|segment| {
        json!({
            "from": segment.from.to_string(),
            "to": segment.to.to_string(),
            "days": segment.days,
            "base": shown(segment.base),
            "annual_percent": shown(segment.percent),
            "interest": shown(segment.interest),
        })
    });
    Ok(json!({
        "interest": shown(interest.total.amount()),
        "days": interest.days,
        "segments": segments.collect::<Vec<_>>(),
    }))
}

/// The state of the law that the cases are of; they name no day.
const LAW_AS_OF: &str = "2026-11-30";

fn fixed_sums(input: &Input, audience: &Input) -> Result<FixedSums, Refused> {
    let law = named(input, "country", |name| {
        Law::of(if name == "UK" { "GB" } else { name })
    })?;
    let audience = named(audience, "audience", |name| match name {
        "b2b" => Some(Audience::Business),
        "b2c" => Some(Audience::Consumer),
        "public" => Some(Audience::PublicBody),
        _ => None,
    })?;
    let day = LAW_AS_OF.parse()?;
    fixed_sum::by_law(law, audience, day).map_err(|asked| Refused(format!("{asked:?}")))
}

fn late_compensation(input: &Input) -> Result<Value, Refused> {
    let currency: Currency = input.parse("currency")?;
    let mut each = Vec::new();
    for debt in input.list("debts") {
        let sum = if debt.has("late") {
            fixed_sums(input, &debt)?.of(debt.money("principal", currency)?)?
        } else {
            currency.zero()
        };
        each.push(sum);
    }
    let amount = Money::sum(currency, each.iter().copied())?;
    let each = each.iter().map(|sum| shown(sum.amount()));
    Ok(json!({ "each": each.collect::<Vec<_>>(), "amount": shown(amount.amount()) }))
}

fn collection_costs(input: &Input) -> Result<Value, Refused> {
    let currency: Currency = input.parse("currency")?;
    let scale = fixed_sums(input, input)?.of(input.money("principal", currency)?)?;
    let claimable = match input.get("letter_received") {
        None => None,
        Some(_) => Some(fixed_sum::claimable_from(input.date("letter_received")?)?),
    };
    let as_of = input.date("as_of")?;
    let amount = match claimable {
        Some(from) if from <= as_of => scale,
        _ => currency.zero(),
    };
    Ok(json!({
        "claimable_from": claimable.map(|day| day.to_string()),
        "scale": shown(scale.amount()),
        "amount": shown(amount.amount()),
    }))
}

fn parts(input: &Input, currency: Currency) -> Result<Parts, Refused> {
    let part = |key| Ok::<_, Refused>(Money::new(input.decimal_or_zero(key)?, currency)?);
    Ok(Parts {
        costs: part("costs")?,
        interest: part("interest")?,
        principal: part("principal")?,
    })
}

fn shown_parts(parts: &Parts) -> Value {
    json!({
        "costs": shown(parts.costs.amount()),
        "interest": shown(parts.interest.amount()),
        "principal": shown(parts.principal.amount()),
    })
}

fn part_named(input: &Input) -> Result<Option<Part>, Refused> {
    let named = input.get("names").map(|_| named(input, "names", Part::of));
    named.transpose()
}

fn settled(input: &Input) -> Result<Value, Refused> {
    let currency: Currency = input.parse("currency")?;
    let settlement = settlement::settle(
        parts(input, currency)?,
        input.money("payment", currency)?,
        named(input, "order", Order::parse)?,
        part_named(input)?,
    )?;
    Ok(json!({
        "paid": shown_parts(&settlement.paid),
        "left": shown_parts(&settlement.left),
        "unapplied": shown(settlement.unapplied.amount()),
    }))
}

fn settlement_run(input: &Input) -> Result<Value, Refused> {
    let currency: Currency = input.parse("currency")?;
    let payments = input.list("payments").into_iter().map(|payment| {
        Ok(NamedPayment {
            date: payment.date("date")?,
            amount: payment.money("amount", currency)?,
            named: part_named(&payment)?,
        })
    });
    let open = parts(input, currency)?;
    let claim = RunningClaim {
        principal: open.principal,
        costs: open.costs,
        due: input.date("due")?,
        as_of: input.date("as_of")?,
        basis: named(input, "basis", Basis::of)?,
        mode: if input.has("mode") {
            named(input, "mode", Mode::of)?
        } else {
            Mode::Follows
        },
        order: named(input, "order", Order::parse)?,
        payments: payments.collect::<Result<_, Refused>>()?,
    };
    let run = settlement::run(&claim, &rates(input)?)?;
    let steps = run.steps.iter().map(|step| {
        json!({
            "date": step.date.to_string(),
            "amount": shown(step.amount.amount()),
            "interest": shown(step.interest.amount()),
            "paid": shown_parts(&step.settlement.paid),
            "left": shown_parts(&step.settlement.left),
            "unapplied": shown(step.settlement.unapplied.amount()),
        })
    });
    Ok(json!({
        "steps": steps.collect::<Vec<_>>(),
        "left": shown_parts(&run.left),
        "total": shown(run.total.amount()),
        "unapplied": shown(run.unapplied.amount()),
    }))
}

fn late_from(input: &Input) -> Result<Value, Refused> {
    let shift = named(input, "shift", |name| match name {
        "next_working_day" => Some(Shift::NextWorkingDay),
        "none" => Some(Shift::None),
        _ => None,
    })?;
    let holidays = dates(input, "holidays")?;
    let from = days::late_from(input.date("due")?, shift, &holidays)?;
    Ok(json!({ "late_from": from.to_string() }))
}
