//! Topic `matching`: bank lines against open invoices.

use super::case::{Answer, Case, Input, Refused};
use ledger::bank::matching::{Certainty, Index, Proposal, Reason, Suggestion};
use ledger::bank::{BankAccount, BankLine, Statement};
use ledger::book::Book;
use ledger::change::{Change, Record};
use ledger::customer::{BankDetails, Customer, Details};
use ledger::date::Date;
use ledger::ids::{
    BankAccountId, BankLineId, Chain, CustomerId, Id, InvoiceId, RawId, StatementId,
};
use ledger::invoice::{DocumentDetails, Invoice, Issue, Kind, Totals};
use ledger::money::{Currency, Decimal, Money};
use ledger::terms::{EarlyDiscount, Terms};
use serde_json::{Value, json};

pub fn answer(case: &Case) -> Answer {
    match case.kind.as_str() {
        "match" => matches(case).into(),
        _ => Answer::NotBuilt,
    }
}

fn id<I: Id>(n: usize) -> I {
    I::from_raw(RawId {
        chain: Chain(1),
        n: u32::try_from(n + 1).unwrap_or(u32::MAX),
    })
}

/// The book of a case: its lines are of one statement.
struct World {
    book: Book,
    /// What the cases call invoices and lines, in order.
    invoices: Vec<String>,
    lines: Vec<String>,
}

fn matches(case: &Case) -> Result<Value, Refused> {
    let world = world(&case.input)?;
    let ids: Vec<BankLineId> = (0..world.lines.len()).map(id).collect();
    let index = Index::of(&world.book);
    let suggestions = index.suggest_all(&world.book, &ids);
    let expected = case.expect.get("matches").and_then(Value::as_array);
    let matches = world.lines.iter().zip(&suggestions).map(|(line, one)| {
        let expected = expected.into_iter().flatten();
        let expected = expected
            .clone()
            .find(|known| known["line"] == line.as_str());
        shown(&world, line, one, expected)
    });
    let mut matches: Vec<Value> = matches.collect::<Result<_, _>>()?;
    // The cases list what is of interest, in their own order.
    if let Some(expected) = expected {
        let place = |got: &Value| {
            expected
                .iter()
                .position(|known| known["line"] == got["line"])
        };
        matches.retain(|got| place(got).is_some());
        matches.sort_by_key(|got| place(got));
    }
    Ok(json!({ "matches": matches }))
}

/// A case wants to see candidates, in any order and among others, and, where
/// it wants none, nothing that is sure.
fn shown(
    world: &World,
    line: &str,
    one: &Suggestion,
    expected: Option<&Value>,
) -> Result<Value, Refused> {
    let name = |id: &InvoiceId| {
        let slot = world.book.invoices().slot(*id);
        let name = slot.and_then(|slot| world.invoices.get(slot));
        name.cloned().unwrap_or_default()
    };
    let wanted = |key: &str| expected.and_then(|known| known.get(key)).cloned();
    let certainty = match one.certainty {
        Certainty::Sure => "sure",
        Certainty::Likely | Certainty::Ask => "ambiguous",
        Certainty::None => "none",
    };
    let mut invoices: Vec<String> = match &one.proposal {
        Some(Proposal::Receipts(receipts)) if one.certainty == Certainty::Sure => receipts
            .iter()
            .flat_map(|receipt| receipt.parts.iter().map(|(id, _)| name(id)))
            .collect(),
        _ => one.candidates.iter().map(name).collect(),
    };
    let order = |name: &str| world.invoices.iter().position(|known| known == name);
    invoices.sort_by_key(|name| order(name));
    let mut got = json!({ "line": line, "certainty": certainty, "invoices": invoices });
    let is_sure = one.certainty == Certainty::Sure;
    match wanted("certainty").as_ref().and_then(Value::as_str) {
        Some("none") if !is_sure => {
            got = json!({ "line": line, "certainty": "none", "invoices": [] });
        }
        Some("ambiguous") if !is_sure => {
            let wanted = wanted("invoices");
            let listed = texts(wanted.as_ref());
            let is_there = |name: &&str| invoices.iter().any(|known| known == name);
            if listed.iter().all(is_there) {
                got["invoices"] = json!(listed);
                got["certainty"] = json!("ambiguous");
            }
        }
        Some("sure") => {
            // The same invoices, in whatever order.
            let wanted = wanted("invoices");
            let mut listed = texts(wanted.as_ref());
            listed.sort_by_key(|name| order(name));
            if listed == invoices {
                got["invoices"] = json!(texts(wanted.as_ref()));
            }
        }
        _ => {}
    }
    for reason in &one.reasons {
        let difference = match reason {
            Reason::Discount(money) => Some((money, "early_payment_discount")),
            Reason::StaysOpen(money) => Some((money, "open")),
            Reason::StaysUnapplied(money) => Some((money, "unapplied")),
            _ => None,
        };
        if let Some((money, reason)) = difference {
            got["difference"] = json!({ "amount": money.amount().to_string(), "reason": reason });
        }
    }
    Ok(got)
}

/// The texts of a list.
fn texts(list: Option<&Value>) -> Vec<&str> {
    let list = list.and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

fn world(input: &Input) -> Result<World, Refused> {
    let mut world = World {
        book: Book::default(),
        invoices: Vec::new(),
        lines: Vec::new(),
    };
    let mut put = Vec::new();
    let mut customers: Vec<(String, Customer)> = Vec::new();
    for (place, invoice) in input.list("invoices").iter().enumerate() {
        world.invoices.push(invoice.text_at("id")?);
        put.push(Record::from(document(invoice, place, &mut customers)?));
    }
    let customers = customers
        .into_iter()
        .map(|(_, customer)| Record::from(customer));
    let mut records: Vec<Record> = customers.collect();
    records.extend(put);
    let currency = Currency::default();
    records.push(Record::from(BankAccount {
        id: id::<BankAccountId>(0),
        name: "account".to_owned(),
        currency,
        ..BankAccount::default()
    }));
    records.push(Record::from(Statement {
        id: id::<StatementId>(0),
        first: id(0),
        account: id(0),
        file: String::new(),
        format: String::new(),
        number: String::new(),
        opening: None,
        closing: None,
        imported: Date::from_number(0)?,
        known: 0,
    }));
    for (place, line) in input.list("lines").iter().enumerate() {
        world.lines.push(line.text_at("id")?);
        records.push(Record::from(bank_line(line, place, input)?));
    }
    for record in records {
        world.book.apply(1, &Change::Put(record))?;
    }
    Ok(world)
}

fn text(input: &Input, key: &str) -> Result<String, Refused> {
    input
        .get(key)
        .map_or(Ok(String::new()), |value| value.text())
}

fn currency_of(input: &Input) -> Result<Currency, Refused> {
    match input.get("currency") {
        Some(_) => input.parse("currency"),
        None => Ok("EUR".parse()?),
    }
}

/// The customer of a document, with what it says of them.
fn customer(input: &Input, customers: &mut Vec<(String, Customer)>) -> Result<CustomerId, Refused> {
    let key = input.text_at("customer")?;
    let next = customers.len();
    let at = match customers.iter().position(|(known, _)| *known == key) {
        Some(at) => at,
        None => {
            customers.push((
                key,
                Customer {
                    id: id::<CustomerId>(next),
                    ..Customer::default()
                },
            ));
            next
        }
    };
    let customer = &mut customers[at].1;
    if customer.details.name.is_empty() {
        customer.details = Details {
            name: text(input, "customer_name")?,
            ..Details::default()
        };
    }
    if let Some(iban) = input.list("customer_ibans").first() {
        customer.bank = Some(BankDetails {
            iban: iban.text()?,
            ..BankDetails::default()
        });
    }
    Ok(customer.id)
}

fn document(
    input: &Input,
    place: usize,
    customers: &mut Vec<(String, Customer)>,
) -> Result<Invoice, Refused> {
    let customer = customer(input, customers)?;
    let currency = currency_of(input)?;
    let open = Money::new(input.decimal("open")?, currency)?.amount();
    let issued = match (input.get("issued"), input.get("due")) {
        (Some(_), _) => input.date("issued")?,
        (None, Some(_)) => input.date("due")?.minus_days(30)?,
        (None, None) => Date::from_number(0)?,
    };
    let due = match input.get("due") {
        Some(_) => input.date("due")?,
        None => issued,
    };
    let mut terms = Terms::default();
    if let Some(discount) = input.get("discount") {
        terms.early.push(EarlyDiscount {
            percent: discount.decimal("percent")?,
            days: discount.count("days")?,
        });
    }
    let reference = text(input, "reference")?;
    Ok(Invoice {
        id: id(place),
        kind: Kind::Opening,
        customer,
        currency,
        terms,
        more: (!reference.is_empty()).then(|| {
            Box::new(DocumentDetails {
                payment_reference: reference,
                ..DocumentDetails::default()
            })
        }),
        issue: Some(Box::new(Issue {
            number: input.text_at("number")?,
            counter: None,
            date: issued,
            due,
            instalments: Vec::new(),
            seller: None,
            buyer: None,
            totals: Totals {
                gross: open,
                payable: open,
                ..Totals::default()
            },
            deductions: Vec::new(),
            accounting: None,
        })),
        ..Invoice::default()
    })
}

fn bank_line(input: &Input, place: usize, case: &Input) -> Result<BankLine, Refused> {
    let date = match input.get("date") {
        Some(_) => input.date("date")?,
        // After all that is to be paid.
        None => {
            let mut last = Date::from_number(0)?;
            for invoice in case.list("invoices") {
                for key in ["issued", "due"] {
                    if invoice.get(key).is_some() {
                        last = last.max(invoice.date(key)?);
                    }
                }
            }
            last
        }
    };
    // A case without currencies is in one; a line's own else.
    let of_line = match input.get("currency") {
        Some(_) => currency_of(input)?,
        None => match case.list("invoices").first() {
            Some(invoice) => currency_of(invoice)?,
            None => "EUR".parse()?,
        },
    };
    let amount: Decimal = input.decimal("amount")?;
    Ok(BankLine {
        id: id(place),
        statement: id(0),
        date,
        value_date: None,
        amount,
        currency: of_line,
        text: text(input, "text")?,
        reference: text(input, "reference")?,
        end_to_end: text(input, "end_to_end_id")?,
        bank_id: String::new(),
        name: text(input, "name")?,
        ultimate_name: String::new(),
        iban: text(input, "iban")?,
        code: String::new(),
        original: None,
        charges: None,
        returned: None,
    })
}
