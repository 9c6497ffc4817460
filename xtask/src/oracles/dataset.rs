//! Topic `dataset`: a table of invoices through the product's own import of
//! CSV, then aging and the figures of a period.

use super::case::{Answer, Case, Input, Refused, shown, shown_or_null};
use super::{aging, book};
use ledger::book::Book;
use ledger::date::Date;
use ledger::import::csv::{
    self, Columns, DateOrder, DateOrders, DecimalSign, Field, Holds, Options,
};
use ledger::money::{Currency, Money};
use ledger::report::aging as report;
use ledger::report::dso::{self, Period};
use ledger::report::kpi::ZeroSales;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

pub fn answer(folder: &Path, case: &Case) -> Answer {
    match case.kind.as_str() {
        "csv_receivables" => receivables(folder, case).into(),
        _ => Answer::NotBuilt,
    }
}

fn receivables(folder: &Path, case: &Case) -> Result<Value, Refused> {
    let input = &case.input;
    let currency: Currency = input.parse("currency")?;
    let as_of = input.date("as_of")?;
    let file = folder.join(input.text_at("file")?);
    let bytes = fs::read(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let options = options(&text, input, currency, as_of)?;
    let records = csv::check(&text, &options, &Book::default())?.records;
    let book = book::of(records, as_of)?;
    let mut answer = Map::new();
    figures(&book, currency, period(input, as_of)?, &mut answer)?;
    aged(&book, as_of, currency, &mut answer)?;
    customers(&book, as_of, currency, &case.expect, &mut answer)?;
    Ok(Value::Object(answer))
}

fn period(input: &Input, as_of: Date) -> Result<Period, Refused> {
    match input.get("period") {
        None => Ok(Period::quarter_to(as_of)),
        Some(period) => Ok(Period {
            from: period.date("from")?,
            to: period.date("to")?,
        }),
    }
}

fn options(text: &str, input: &Input, currency: Currency, as_of: Date) -> Result<Options, Refused> {
    let guess = csv::sniff(text)?;
    let stated = input.need("columns")?;
    let mut columns = Columns::default();
    for (key, field) in [
        ("customer", Field::Customer),
        ("number", Field::Number),
        ("issued", Field::Issued),
        ("due", Field::Due),
        ("amount", Field::Amount),
        ("paid_on", Field::PaidOn),
    ] {
        if stated.has(key) {
            let name = stated.text_at(key)?;
            let column = guess
                .header
                .iter()
                .position(|header| header.trim() == name.trim());
            let column = column.ok_or_else(|| Refused(format!("no column {name}")))?;
            columns.set(field, Some(column));
        }
    }
    let date_order = match input.text_at("date_format")?.chars().next() {
        Some('M' | 'm') => DateOrder::Mdy,
        Some('D' | 'd') => DateOrder::Dmy,
        _ => DateOrder::Ymd,
    };
    let mut date_orders = DateOrders::default();
    for field in [Field::Issued, Field::Due, Field::PaidOn] {
        date_orders.set(field, Some(date_order));
    }
    let sign = guess.decimal_signs.first().copied();
    Ok(Options {
        holds: Holds::Invoices,
        columns,
        date_orders,
        decimal_sign: sign.or(Some(DecimalSign::Point)),
        currency: Some(currency),
        ..Options::from_guess(&guess, as_of)
    })
}

fn figures(
    book: &Book,
    currency: Currency,
    period: Period,
    answer: &mut Map<String, Value>,
) -> Result<(), Refused> {
    let figures = dso::figures(book, currency, period, ZeroSales::Count);
    let inputs = &figures.inputs;
    answer.insert("open_count".to_owned(), json!(inputs.open_count));
    for (key, minor) in [
        ("ar", inputs.receivables),
        ("opening_ar", inputs.opening),
        ("sales", inputs.sales),
        ("collections", inputs.collected),
    ] {
        let amount = Money::from_minor(minor, currency)?.amount();
        answer.insert(key.to_owned(), shown(amount));
    }
    for (key, figure) in [
        ("dso", figures.dso),
        ("dso_best_possible", figures.best_possible),
        ("add", figures.average_days_delinquent),
        ("dso_average", figures.dso_average),
        ("dso_countback", figures.dso_countback),
        ("cei", figures.cei),
        ("days_to_pay", figures.days_to_pay),
        ("days_late", figures.days_late),
        ("days_late_floored", figures.days_late_floored),
    ] {
        answer.insert(key.to_owned(), shown_or_null(figure));
    }
    Ok(())
}

fn aged(
    book: &Book,
    as_of: Date,
    currency: Currency,
    answer: &mut Map<String, Value>,
) -> Result<(), Refused> {
    let options = report::Options::as_of(as_of);
    let aging = report::aging(book, &options)?;
    let total = aging
        .currencies
        .into_iter()
        .find(|aging| aging.currency == currency);
    let rows = report::rows(book, &options)?;
    let mut buckets = Map::new();
    for (bucket, name) in aging::names(&options).into_iter().enumerate() {
        let minor = total
            .as_ref()
            .map_or(0, |total| total.total.buckets[bucket]);
        let count = rows.iter().filter(|row| row.bucket == bucket).count();
        let amount = shown(Money::from_minor(minor, currency)?.amount());
        buckets.insert(name, json!({ "amount": amount, "count": count }));
    }
    answer.insert("aging".to_owned(), Value::Object(buckets));
    Ok(())
}

/// Customers by what they have outstanding, the largest first; as many as the
/// case names. Where it names a number, that of all customers.
fn customers(
    book: &Book,
    as_of: Date,
    currency: Currency,
    expect: &Value,
    answer: &mut Map<String, Value>,
) -> Result<(), Refused> {
    let aging = report::aging(book, &report::Options::as_of(as_of))?;
    let of_currency = aging
        .currencies
        .into_iter()
        .find(|aging| aging.currency == currency);
    let mut sums = Vec::new();
    for (id, customer) in of_currency.into_iter().flat_map(|aging| aging.customers) {
        let name = book.customers().get(id).map_or(String::new(), |customer| {
            let number = customer.number.clone();
            if number.is_empty() {
                customer.details.name.clone()
            } else {
                number
            }
        });
        sums.push((Money::from_minor(customer.outstanding(), currency)?, name));
    }
    sums.sort_by(|a, b| b.0.minor().cmp(&a.0.minor()).then_with(|| a.1.cmp(&b.1)));
    let listed: Vec<Value> = sums
        .into_iter()
        .map(|(amount, name)| {
            let amount = shown(amount.amount());
            json!({ "customer": name, "ar": amount, "amount": amount, "outstanding": amount })
        })
        .collect();
    let top = expect
        .get("top_customers")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    let top: Vec<Value> = listed.iter().take(top).cloned().collect();
    answer.insert("top_customers".to_owned(), Value::Array(top));
    let all = match expect.get("customers") {
        Some(Value::Number(_)) => json!(book.customers().iter().count()),
        _ => Value::Array(listed),
    };
    answer.insert("customers".to_owned(), all);
    Ok(())
}
