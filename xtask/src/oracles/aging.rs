//! Topic `aging`: documents, payments and what was put against what, as a
//! book, through `ledger::report::aging`.

use super::book;
use super::case::{Answer, Case, Input, Refused, shown};
use ledger::book::Book;
use ledger::date::Date;
use ledger::money::{Currency, Money};
use ledger::records::{
    AllocationRecord, CustomerRecord, DocumentKind, InstalmentRecord, InvoiceRecord, PaymentRecord,
    RecordsFile, RefundRecord, WriteOffRecord,
};
use ledger::report::aging::{self, Basis, Options, Sums};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub fn answer(case: &Case) -> Answer {
    match case.kind.as_str() {
        "aging" => aged(&case.input).into(),
        _ => Answer::NotBuilt,
    }
}

fn aged(input: &Input) -> Result<Value, Refused> {
    let currency: Currency = input.parse("currency")?;
    let options = options(input)?;
    let book = book::of(records(input, currency)?, options.as_of)?;
    let aging = aging::aging(&book, &options)?;
    let total = aging
        .currencies
        .iter()
        .find(|aging| aging.currency == currency)
        .map_or_else(
            || Sums {
                buckets: vec![0; options.bounds.len() + 2],
                unapplied: 0,
            },
            |aging| aging.total.clone(),
        );
    let amount = |minor| -> Result<Value, Refused> {
        Ok(shown(Money::from_minor(minor, currency)?.amount()))
    };
    let mut buckets = Map::new();
    for (name, minor) in names(&options).into_iter().zip(&total.buckets) {
        buckets.insert(name, amount(*minor)?);
    }
    Ok(json!({
        "outstanding": amount(total.outstanding())?,
        "buckets": buckets,
        "unapplied": amount(total.unapplied)?,
        "net": amount(total.net())?,
        "rows": rows(&book, &options)?,
    }))
}

fn options(input: &Input) -> Result<Options, Refused> {
    let mut options = Options::as_of(input.date("as_of")?);
    if let Some(basis) = input.get("basis") {
        options.basis = match basis.text()?.as_str() {
            "due" => Basis::Due,
            "invoice" => Basis::Invoice,
            other => return Err(Refused(format!("basis {other}"))),
        };
    }
    if input.has("buckets") {
        let bounds = input.list("buckets").into_iter().map(|bound| {
            let text = bound.text()?;
            text.parse()
                .map_err(|problem| Refused(format!("bucket {text}: {problem}")))
        });
        options.bounds = bounds.collect::<Result<_, Refused>>()?;
    }
    Ok(options)
}

/// What the cases call the buckets.
pub fn names(options: &Options) -> Vec<String> {
    let ranges = options
        .ranges()
        .into_iter()
        .map(|(first, last)| match last {
            Some(last) => format!("{first}-{last}"),
            None => format!("{first}+"),
        });
    std::iter::once("current".to_owned())
        .chain(ranges)
        .collect()
}

fn rows(book: &Book, options: &Options) -> Result<Vec<Value>, Refused> {
    let names = names(options);
    let rows = aging::rows(book, options)?.into_iter().map(|row| {
        let number = book
            .invoices()
            .get(row.invoice)
            .map_or("", |invoice| invoice.number());
        json!({
            "document": number,
            "outstanding": shown(row.open.amount()),
            "bucket": names.get(row.bucket),
            "due": row.due.to_string(),
        })
    });
    Ok(rows.collect())
}

fn records(input: &Input, currency: Currency) -> Result<RecordsFile, Refused> {
    let mut records = RecordsFile {
        currency: Some(currency),
        ..RecordsFile::new()
    };
    // A payment alone makes no customer.
    let mut names = BTreeSet::new();
    for stated in input
        .list("documents")
        .iter()
        .chain(&input.list("payments"))
    {
        names.insert(stated.text_at("customer")?);
    }
    records.customers = names
        .into_iter()
        .map(|name| CustomerRecord {
            name,
            ..CustomerRecord::default()
        })
        .collect();
    for stated in input.list("documents") {
        records.invoices.push(document(&stated)?);
    }
    for stated in input.list("payments") {
        records.payments.push(PaymentRecord {
            customer: stated.text_at("customer")?,
            date: stated.date("date")?,
            amount: stated.decimal("amount")?,
            currency: None,
            method: String::new(),
            reference: stated.text_at("id").unwrap_or_default(),
            note: String::new(),
            allocations: allocations(&stated)?,
            refunds: Vec::new(),
        });
    }
    for stated in input.list("write_offs") {
        records.write_offs.push(WriteOffRecord {
            invoice: stated.text_at("document")?,
            date: stated.date("date")?,
            amount: stated.decimal("amount")?,
            reason: "uncollectable".to_owned(),
        });
    }
    for stated in input.list("refunds") {
        refund(&mut records, &stated, currency)?;
    }
    when_both_exist(&mut records);
    Ok(records)
}

/// A case may put an advance against a later invoice on the day it came in;
/// in a book it counts from the day on which both exist, until then it is
/// unapplied.
fn when_both_exist(records: &mut RecordsFile) {
    let issued: BTreeMap<String, Date> = records
        .invoices
        .iter()
        .map(|document| (document.number.clone(), document.issued))
        .collect();
    let payments = records.payments.iter_mut();
    let notes = records.invoices.iter_mut();
    let parts = payments
        .flat_map(|payment| payment.allocations.iter_mut())
        .chain(notes.flat_map(|note| note.allocations.iter_mut()));
    for part in parts {
        let earliest = issued.get(&part.invoice).copied();
        part.date = part.date.max(earliest.filter(|_| part.date.is_some()));
    }
}

fn document(stated: &Input) -> Result<InvoiceRecord, Refused> {
    let kind = match stated.text_at("type")?.as_str() {
        "invoice" => DocumentKind::Invoice,
        "credit_note" => DocumentKind::CreditNote,
        other => return Err(Refused(format!("type {other}"))),
    };
    let mut record = InvoiceRecord::opening(
        kind,
        stated.text_at("id")?,
        stated.text_at("customer")?,
        stated.date("date")?,
        stated.decimal("total")?,
    );
    if stated.has("due") {
        record.due = Some(stated.date("due")?);
    }
    for part in stated.list("instalments") {
        record.instalments.push(InstalmentRecord {
            due: part.date("due")?,
            amount: part.decimal("amount")?,
        });
    }
    record.allocations = allocations(stated)?;
    Ok(record)
}

fn allocations(stated: &Input) -> Result<Vec<AllocationRecord>, Refused> {
    let parts = stated.list("allocations").into_iter().map(|part| {
        Ok(AllocationRecord {
            invoice: part.text_at("document")?,
            amount: part.decimal("amount")?,
            date: match part.get("date") {
                Some(_) => Some(part.date("date")?),
                None => None,
            },
        })
    });
    parts.collect()
}

/// A case does not say what a refund gives back; the books do. It is taken
/// from the customer's payments, then credit notes, that have something left.
fn refund(records: &mut RecordsFile, stated: &Input, currency: Currency) -> Result<(), Refused> {
    let customer = stated.text_at("customer")?;
    let date = stated.date("date")?;
    let mut left = stated.money("amount", currency)?;
    let payments = records.payments.iter_mut().map(|payment| {
        let PaymentRecord {
            customer,
            amount,
            allocations,
            refunds,
            ..
        } = payment;
        (&*customer, Some(*amount), &*allocations, refunds)
    });
    let notes = records
        .invoices
        .iter_mut()
        .filter(|note| note.kind == DocumentKind::CreditNote);
    let notes = notes.map(|note| {
        let InvoiceRecord {
            customer,
            total,
            allocations,
            refunds,
            ..
        } = note;
        (&*customer, *total, &*allocations, refunds)
    });
    for (of, amount, allocations, refunds) in payments.chain(notes) {
        if *of != customer || !left.is_positive() {
            continue;
        }
        let mut unapplied = Money::new(amount.unwrap_or_default(), currency)?;
        let used = allocations.iter().map(|part| part.amount);
        for used in used.chain(refunds.iter().map(|part| part.amount)) {
            unapplied = unapplied.sub(Money::new(used, currency)?)?;
        }
        let part = unapplied.min(left)?;
        if part.is_positive() {
            left = left.sub(part)?;
            let amount = part.amount();
            refunds.push(RefundRecord {
                date,
                amount,
                reference: String::new(),
            });
        }
    }
    if left.is_positive() {
        return Err(Refused(format!(
            "{left} more is refunded than was unapplied"
        )));
    }
    Ok(())
}
