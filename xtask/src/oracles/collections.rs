//! Topic `collections`: interest and fixed sums for late payment, what
//! payments settle first, plans, promises, reminders, statements.

use super::aging;
use super::case::{Answer, Case, Input, Refused, shown, shown_or_null};
use ledger::date::Date;
use ledger::late::days::{self, Basis, Shift};
use ledger::late::fixed_sum::{self, FixedSums};
use ledger::late::interest::{
    self, Claim, DisputeEnd, Disputed, InterestProblem, Mode, Rate, Reduction,
};
use ledger::late::ladder::{self, CatchUp, Ladder, LadderStage, LastLetter, Reminded};
use ledger::late::plan::{self, Every, PlanInstalment, PlanRules};
use ledger::late::promise::{self, Promise, PromiseEvent};
use ledger::late::settlement::{self, NamedPayment, Order, Part, Parts, RunningClaim};
use ledger::late::{Audience, Law};
use ledger::money::{Currency, Money};
use ledger::report::aging::Options;
use ledger::report::exposure::{self, ExposureDocument, ExposureFacts};
use ledger::report::plan_aging::{self, PlannedBalance};
use ledger::report::statement::{self, Reader, StatementAllocation, StatementEvent, StatementKind};
use serde_json::{Map, Value, json};

pub fn answer(case: &Case) -> Answer {
    let input = &case.input;
    match case.kind.as_str() {
        "late_interest" => late_interest(input).into(),
        "late_compensation" => late_compensation(input).into(),
        "collection_costs" => collection_costs(input).into(),
        "settlement" => settled(input).into(),
        "settlement_run" => settlement_run(input).into(),
        "late_from" => late_from(input).into(),
        "plan_make" => plan_make(input).into(),
        "plan" => plan_standing(input).into(),
        "aging_plan" => aging_plan(input).into(),
        "promise" => promised(input).into(),
        "stage" => stage(input).into(),
        "statement" => account_statement(input).into(),
        "exposure" => at_stake(input).into(),
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

fn plan_of(input: &Input, currency: Currency) -> Result<Vec<PlanInstalment>, Refused> {
    let plan = input.list("plan").into_iter().map(|part| {
        Ok(PlanInstalment {
            due: part.date("due")?,
            amount: part.money("amount", currency)?,
        })
    });
    plan.collect()
}

/// Days and amounts of a list.
fn dated(input: &Input, key: &str, currency: Currency) -> Result<Vec<(Date, Money)>, Refused> {
    let dated = input
        .list(key)
        .into_iter()
        .map(|item| Ok((item.date("date")?, item.money("amount", currency)?)));
    dated.collect()
}

fn plan_make(input: &Input) -> Result<Value, Refused> {
    let currency: Currency = input.parse("currency")?;
    let plan = plan::make(
        input.money("total", currency)?,
        input.count("count")?,
        input.date("first_due")?,
        named(input, "every", Every::of)?,
    )?;
    let plan = plan
        .iter()
        .map(|part| json!({ "due": part.due.to_string(), "amount": shown(part.amount.amount()) }));
    Ok(json!({ "plan": plan.collect::<Vec<_>>() }))
}

fn plan_standing(input: &Input) -> Result<Value, Refused> {
    let currency: Currency = input.parse("currency")?;
    let rules = PlanRules {
        grace_days: if input.has("grace_days") {
            input.count("grace_days")?
        } else {
            0
        },
        accelerate_after: input
            .get("accelerate_after")
            .map(|_| input.count("accelerate_after"))
            .transpose()?,
    };
    let standing = plan::standing(
        &plan_of(input, currency)?,
        &dated(input, "payments", currency)?,
        rules,
        input.date("as_of")?,
    )?;
    let rows = standing.rows.iter().map(|row| {
        json!({
            "due": row.due.to_string(),
            "paid": shown(row.paid.amount()),
            "open": shown(row.open.amount()),
            "status": row.status.as_str(),
            "paid_on": row.paid_on.map(|day| day.to_string()),
            "days_late": row.days_late,
        })
    });
    Ok(json!({
        "rows": rows.collect::<Vec<_>>(),
        "missed": standing.missed,
        "broken_on": standing.broken_on.map(|day| day.to_string()),
        "outstanding": shown(standing.outstanding.amount()),
        "due_now": shown(standing.due_now.amount()),
        "next_due": standing.next_due.map(|day| day.to_string()),
        "unapplied": shown(standing.unapplied.amount()),
    }))
}

fn aging_plan(input: &Input) -> Result<Value, Refused> {
    let currency: Currency = input.parse("currency")?;
    let options = Options::as_of(input.date("as_of")?);
    let balance = PlannedBalance {
        total: input.money("total", currency)?,
        due: input.date("due")?,
        agreed: input.date("agreed")?,
        plan: plan_of(input, currency)?,
        settled: dated(input, "payments", currency)?,
    };
    let aging = plan_aging::plan_aging(&balance, &options)?;
    let names = aging::names(&options);
    let buckets = |sums: &[Money]| {
        let sums = sums.iter().map(|sum| shown(sum.amount()));
        names.iter().cloned().zip(sums).collect::<Map<_, _>>()
    };
    let rows = aging.rows.iter().map(|row| {
        json!({
            "due": row.due.to_string(),
            "open": shown(row.open.amount()),
            "bucket": names.get(row.bucket),
        })
    });
    Ok(json!({
        "outstanding": shown(aging.outstanding.amount()),
        "by_plan": buckets(&aging.by_plan),
        "by_due": buckets(&aging.by_due),
        "rows": rows.collect::<Vec<_>>(),
    }))
}

fn promised(input: &Input) -> Result<Value, Refused> {
    let currency: Currency = input.parse("currency")?;
    let invoices = input.list("invoices");
    let invoices = invoices.iter().map(Input::text);
    let invoices: Vec<String> = invoices.collect::<Result<_, Refused>>()?;
    let open_when_made = input.need("open_when_made")?;
    let open = invoices
        .iter()
        .map(|invoice| open_when_made.money(invoice, currency))
        .collect::<Result<Vec<_>, Refused>>()?;
    let mut events = Vec::new();
    for put in input.list("allocations") {
        if invoices.contains(&put.text_at("invoice")?) {
            events.push(PromiseEvent {
                date: put.date("date")?,
                amount: put.money("amount", currency)?,
                is_payment: put.text_at("kind")? == "payment",
            });
        }
    }
    let promise = Promise {
        made: input.date("made")?,
        by: input.date("by")?,
        grace_days: if input.has("grace_days") {
            input.count("grace_days")?
        } else {
            0
        },
        amount: input.money("amount", currency)?,
        open_when_made: Money::sum(currency, open)?,
    };
    let standing = promise::standing(&promise, &events, input.date("as_of")?)?;
    Ok(json!({
        "status": standing.status.as_str(),
        "kept_on": standing.kept_on.map(|day| day.to_string()),
        "paid": shown(standing.paid.amount()),
        "short": shown(standing.short.amount()),
        "last_day": standing.last_day.to_string(),
    }))
}

fn stage(input: &Input) -> Result<Value, Refused> {
    let currency: Currency = input.parse("currency")?;
    let stages = input.list("ladder").into_iter().map(|stage| {
        Ok(LadderStage {
            stage: stage.count("stage")?,
            days: stage.parse("days")?,
            requires_previous: stage.has("requires_previous"),
        })
    });
    let ladder = Ladder {
        stages: stages.collect::<Result<_, Refused>>()?,
        min_gap_days: if input.has("min_gap_days") {
            input.count("min_gap_days")?
        } else {
            0
        },
        catch_up: named(input, "catch_up", CatchUp::of)?,
    };
    let as_of = input.date("as_of")?;
    let mut sent = Vec::new();
    let mut last_letter: Option<LastLetter> = None;
    for letter in input.list("sent") {
        sent.push(letter.count("stage")?);
        let date = letter.date("date")?;
        if last_letter.is_none_or(|last| last.date <= date) {
            let pay_by = letter.get("pay_by").map(|_| letter.date("pay_by"));
            last_letter = Some(LastLetter {
                date,
                pay_by: pay_by.transpose()?,
            });
        }
    }
    let promised = match input.get("promise") {
        None => None,
        Some(promise) => {
            let grace = if promise.has("grace_days") {
                promise.count("grace_days")?
            } else {
                0
            };
            let until = promise.date("by")?.plus_days(grace)?;
            Some((promise.date("made")?, until))
        }
    };
    let invoice = Reminded {
        due: input.date("due")?,
        open: input.money("open", currency)?,
        disputed: Money::new(input.decimal_or_zero("disputed")?, currency)?,
        sent,
        last_letter,
        promised,
    };
    let next = ladder::next(&ladder, &invoice, as_of, &dates(input, "holidays")?)?;
    Ok(json!({
        "due_stages": next.due_stages,
        "stage": next.stage,
        "amount": shown_or_null(next.amount.map(Money::amount)),
        "reason": next.hold.map(|hold| hold.as_str()),
        "next_on": next.next_on.map(|day| day.to_string()),
    }))
}

fn statement_kind(name: &str) -> Option<StatementKind> {
    Some(match name {
        "invoice" => StatementKind::Invoice,
        "interest_note" => StatementKind::InterestNote,
        "credit_note" => StatementKind::CreditNote,
        "write_off" => StatementKind::BadDebt,
        "payment" => StatementKind::Payment,
        "refund" => StatementKind::Refund,
        _ => return None,
    })
}

fn account_statement(input: &Input) -> Result<Value, Refused> {
    let currency: Currency = input.parse("currency")?;
    let (from, to) = (input.date("from")?, input.date("to")?);
    let mut events = Vec::new();
    for event in input.list("events") {
        let is_void = ["void", "voided"].iter().any(|key| event.has(key));
        if is_void {
            continue;
        }
        events.push(StatementEvent {
            number: event.text_at("id")?,
            kind: named(&event, "type", statement_kind)?,
            date: event.date("date")?,
            due: event.get("due").map(|_| event.date("due")).transpose()?,
            amount: event.money("amount", currency)?,
        });
    }
    let place = |put: &Input, key: &str| -> Result<Option<usize>, Refused> {
        let id = put.text_at(key)?;
        Ok(events.iter().position(|event| event.number == id))
    };
    let mut allocations = Vec::new();
    for put in input.list("allocations") {
        // What is put against a void document is on no statement.
        if let (Some(from), Some(to)) = (place(&put, "from")?, place(&put, "to")?) {
            allocations.push(StatementAllocation {
                from,
                to,
                date: put.date("date")?,
                amount: put.money("amount", currency)?,
            });
        }
    }
    let reader = Reader::Business;
    if input.text_at("form")? == "activity" {
        let activity = statement::activity(&events, currency, from, to, reader)?;
        let rows = activity.rows.iter().map(|row| {
            let event = events.get(row.event);
            json!({
                "date": event.map(|event| event.date.to_string()),
                "id": event.map(|event| event.number.clone()),
                "debit": shown(row.debit.amount()),
                "credit": shown(row.credit.amount()),
                "balance": shown(row.balance.amount()),
            })
        });
        return Ok(json!({
            "opening": shown(activity.opening.amount()),
            "rows": rows.collect::<Vec<_>>(),
            "closing": shown(activity.closing.amount()),
        }));
    }
    let open = statement::open_items(&events, &allocations, currency, to, reader)?;
    let items = open.rows.iter().map(|row| {
        let event = events.get(row.event);
        json!({
            "id": event.map(|event| event.number.clone()),
            "date": event.map(|event| event.date.to_string()),
            "due": event.and_then(|event| event.due).map(|day| day.to_string()),
            "total": event.map(|event| shown(event.amount.amount())),
            "open": shown(row.open.amount()),
            "days_overdue": row.days_overdue,
        })
    });
    Ok(json!({
        "items": items.collect::<Vec<_>>(),
        "open": shown(open.open.amount()),
        "overdue": shown(open.overdue.amount()),
        "unapplied": shown(open.unapplied.amount()),
        "closing": shown(open.closing.amount()),
    }))
}

fn at_stake(input: &Input) -> Result<Value, Refused> {
    let currency: Currency = input.parse("currency")?;
    let documents = input.list("documents").into_iter();
    let documents = documents.filter(|document| !document.has("void") && !document.has("voided"));
    let documents = documents.map(|document| {
        let mut settled = dated(&document, "settled", currency)?;
        settled.extend(dated(&document, "write_offs", currency)?);
        Ok(ExposureDocument {
            date: document.date("date")?,
            due: document.date("due")?,
            total: document.money("total", currency)?,
            settled,
        })
    });
    let drafts = if input.has("count_drafts") {
        input.list("drafts")
    } else {
        Vec::new()
    };
    let drafts = drafts.iter().map(|draft| draft.money("total", currency));
    let limit = input.get("limit").map(|_| input.money("limit", currency));
    let facts = ExposureFacts {
        currency,
        limit: limit.transpose()?,
        documents: documents.collect::<Result<_, Refused>>()?,
        drafts: drafts.collect::<Result<_, Refused>>()?,
        unapplied: dated(input, "unapplied", currency)?,
    };
    let exposure = exposure::exposure(&facts, input.date("as_of")?)?;
    Ok(json!({
        "receivable": shown(exposure.receivable.amount()),
        "overdue": shown(exposure.overdue.amount()),
        "drafts": shown(exposure.drafts.amount()),
        "unapplied": shown(exposure.unapplied.amount()),
        "exposure": shown(exposure.exposure.amount()),
        "available": shown_or_null(exposure.available.map(Money::amount)),
        "over_by": shown_or_null(exposure.over_by.map(Money::amount)),
    }))
}
