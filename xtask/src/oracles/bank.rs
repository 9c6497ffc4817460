//! Topic `bank`: a bank's file through the product's own reading of it.

use super::case::{Answer, Case, Input, Refused, shown};
use ledger::bank::csv::{self, Column, CsvProfile, Role};
use ledger::bank::file::{BankFile, FileLine, FileStatement, Format, Warning};
use ledger::bank::{ReadOptions, read};
use ledger::import::csv::{DateOrder, DecimalSign, Delimiter};
use ledger::money::Decimal;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

pub fn answer(folder: &Path, case: &Case) -> Answer {
    match case.kind.as_str() {
        "statement" => statement(folder, case).into(),
        _ => Answer::NotBuilt,
    }
}

fn statement(folder: &Path, case: &Case) -> Result<Value, Refused> {
    let file = case.input.text_at("file")?;
    let bytes = fs::read(folder.join(&file))?;
    let stated = case.input.get("options");
    let mut options = ReadOptions::default();
    if let Some(stated) = &stated {
        options.date_order = date_order(stated)?;
        options.decimal_sign = decimal_sign(stated)?;
    }
    if case.input.text_at("format")? == "csv" {
        options.csv = Some(profile(&bytes, stated.as_ref())?);
    }
    let mut read = read(&bytes, &file, &options)?;
    let expected = case.expect.get("statements").and_then(Value::as_array);
    if expected.is_some_and(|expected| expected.len() < read.statements.len()) {
        join_currencies(&mut read);
    }
    Ok(figures(&read, &case.expect))
}

/// Several currencies of one account are a statement each; a case may have
/// them as one.
fn join_currencies(file: &mut BankFile) {
    let mut joined: Vec<FileStatement> = Vec::new();
    for mut statement in std::mem::take(&mut file.statements) {
        let currency = statement.currency;
        for line in &mut statement.lines {
            line.currency = line.currency.or(currency);
        }
        match joined.last_mut() {
            Some(last) if last.account == statement.account && last.currency != currency => {
                last.lines.append(&mut statement.lines);
                last.lines.sort_by_key(|line| line.place.line);
                last.warnings.append(&mut statement.warnings);
                (last.opening, last.closing) = (None, None);
            }
            _ => joined.push(statement),
        }
    }
    for statement in &mut joined {
        for (entry, line) in (1..).zip(&mut statement.lines) {
            line.place.entry = entry;
        }
    }
    file.statements = joined;
}

fn date_order(options: &Input) -> Result<Option<DateOrder>, Refused> {
    if !options.has("date_order") {
        return Ok(None);
    }
    match options.text_at("date_order")?.to_ascii_uppercase().as_str() {
        "YMD" => Ok(Some(DateOrder::Ymd)),
        "DMY" => Ok(Some(DateOrder::Dmy)),
        "MDY" => Ok(Some(DateOrder::Mdy)),
        other => Err(Refused(format!("no date order {other}"))),
    }
}

fn decimal_sign(options: &Input) -> Result<Option<DecimalSign>, Refused> {
    if !options.has("decimal") {
        return Ok(None);
    }
    match options.text_at("decimal")?.as_str() {
        "," => Ok(Some(DecimalSign::Comma)),
        "." => Ok(Some(DecimalSign::Point)),
        other => Err(Refused(format!("no decimal sign {other}"))),
    }
}

const ROLES: [(&str, Role); 22] = [
    ("date", Role::Date),
    ("value_date", Role::ValueDate),
    ("amount", Role::Amount),
    ("debit", Role::Debit),
    ("credit", Role::Credit),
    ("debit_credit", Role::Mark),
    ("text", Role::Text),
    ("description", Role::Text),
    ("counterparty", Role::Name),
    ("name", Role::Name),
    ("counterparty_account", Role::Iban),
    ("iban", Role::Iban),
    ("bic", Role::Bic),
    ("currency", Role::Currency),
    ("balance", Role::Balance),
    ("reference", Role::Reference),
    ("end_to_end_id", Role::EndToEnd),
    ("id", Role::BankId),
    ("bank_id", Role::BankId),
    ("mandate", Role::Mandate),
    ("code", Role::Code),
    ("account", Role::Account),
];

/// What the product proposes, and what the case states of it.
fn profile(bytes: &[u8], stated: Option<&Input>) -> Result<CsvProfile, Refused> {
    let mut profile = csv::guess(bytes)?.profile;
    let Some(stated) = stated else {
        return Ok(profile);
    };
    if stated.has("delimiter") {
        let delimiter = stated.text_at("delimiter")?;
        let known = Delimiter::ALL.into_iter();
        profile.delimiter = known
            .into_iter()
            .find(|known| delimiter.as_bytes() == [known.byte()])
            .ok_or_else(|| Refused(format!("no delimiter {delimiter:?}")))?;
    }
    if let Some(sign) = decimal_sign(stated)? {
        profile.decimal_sign = sign;
    }
    if let Some(order) = date_order(stated)? {
        profile.date_order = order;
    }
    if stated.has("header_rows") {
        profile.header_rows = stated.count("header_rows")?;
    }
    if let Some(columns) = stated.get("columns") {
        profile.columns = Vec::new();
        for (key, role) in ROLES {
            let named = columns.get(key);
            let several = columns.list(key);
            let one = named.into_iter().filter(|_| several.is_empty());
            for column in several.iter().cloned().chain(one) {
                profile.columns.push((role, self::column(&column)?));
            }
        }
    }
    let values = |key: &str| match stated.list(key) {
        list if list.is_empty() => stated.get(key).into_iter().collect(),
        list => list,
    };
    for (key, into) in [
        ("debit_value", &mut profile.debit_values),
        ("credit_value", &mut profile.credit_values),
    ] {
        if stated.has(key) {
            let texts: Result<Vec<String>, Refused> = values(key).iter().map(Input::text).collect();
            *into = texts?;
        }
    }
    profile.invert_sign = stated.has("invert_sign");
    Ok(profile)
}

fn column(input: &Input) -> Result<Column, Refused> {
    match &input.0 {
        Value::Number(_) => Ok(Column::Index(input.text()?.parse().map_err(Refused::from)?)),
        _ => Ok(Column::Name(input.text()?)),
    }
}

fn figures(file: &BankFile, expect: &Value) -> Value {
    let expected = |key: &str, index: usize| expect.get(key).and_then(|list| list.get(index));
    let statements: Vec<Value> = file
        .statements
        .iter()
        .enumerate()
        .map(|(index, statement)| statement_figures(statement, expected("statements", index)))
        .collect();
    let count = expect
        .get("lines")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    let all = file
        .statements
        .iter()
        .flat_map(|statement| statement.lines.iter().map(move |line| (statement, line)));
    let lines: Vec<Value> = all
        .take(count)
        .enumerate()
        .map(|(index, (statement, line))| line_figures(statement, line, expected("lines", index)))
        .collect();
    let is_odd = |statement: &FileStatement| !statement.warnings.is_empty();
    let warn = !file.warnings.is_empty() || file.statements.iter().any(is_odd);
    json!({ "statements": statements, "lines": lines, "warn": warn })
}

fn statement_figures(statement: &FileStatement, expected: Option<&Value>) -> Value {
    let mut figures = Map::new();
    let mut put = |key: &str, value: Value| {
        figures.insert(key.to_owned(), value);
    };
    let expected = |key: &str| expected.and_then(|expected| expected.get(key));
    put("account", account(statement, expected("account")));
    // A currency that is no more is told in a warning.
    let unknown = statement.warnings.iter().find_map(|warning| match warning {
        Warning::UnknownCurrency { code, .. } => Some(code.as_str()),
        _ => None,
    });
    let currency = statement.currency.map(|currency| currency.code());
    put("currency", json!(currency.or(unknown)));
    let of = |balance: Option<ledger::bank::file::Balance>| {
        balance.map_or(Value::Null, |balance| shown(balance.amount))
    };
    put("opening", of(statement.opening));
    put("closing", of(statement.closing));
    let mut sum = Some(Decimal::ZERO);
    for line in &statement.lines {
        sum = sum.and_then(|sum| sum.add(line.amount).ok());
    }
    put("sum", sum.map_or(Value::Null, shown));
    let balances = match (statement.opening, statement.closing, sum) {
        (Some(opening), Some(closing), Some(sum)) => {
            opening.currency == closing.currency
                && opening.amount.add(sum).ok() == Some(closing.amount)
        }
        _ => false,
    };
    put("balances", json!(balances));
    // A batch may be one line or as many as it has details.
    let lines = statement.lines.len();
    let entries: BTreeSet<u32> = statement
        .lines
        .iter()
        .map(|line| line.place.entry)
        .collect();
    let split = expected("count_split");
    let is_either = split == Some(&json!(lines)) || expected("count") == Some(&json!(lines));
    match split {
        Some(split) if is_either => {
            put("count_split", split.clone());
            put("count", expected("count").cloned().unwrap_or(Value::Null));
        }
        Some(_) => {
            put("count_split", json!(lines));
            put("count", json!(entries.len()));
        }
        None => put("count", json!(entries.len())),
    }
    Value::Object(figures)
}

/// As it is written, without blanks: the bank before the number, or a
/// currency behind it, stands elsewhere in what was read.
fn account(statement: &FileStatement, expected: Option<&Value>) -> Value {
    let got = &statement.account;
    let Some(Value::String(written)) = expected else {
        return json!(got);
    };
    let bare: String = written.split_whitespace().collect();
    let around = bare.split_once(got.as_str()).filter(|_| !got.is_empty());
    let is_same = bare == *got
        || around.is_some_and(|(before, after)| {
            let (before, after) = (before.trim_end_matches('/'), after.trim_start_matches('/'));
            (before.is_empty() || before == statement.bank)
                && (after.is_empty()
                    || statement
                        .currency
                        .is_some_and(|currency| currency.code() == after))
        });
    json!(if is_same { written } else { got })
}

fn line_figures(statement: &FileStatement, line: &FileLine, expected: Option<&Value>) -> Value {
    let date = match statement.format {
        Format::Mt940 => line.value_date.unwrap_or(line.date),
        _ => line.date,
    };
    let reference = match statement.format {
        Format::Ofx => &line.bank_id,
        _ if line.reference.is_empty() => &line.text,
        _ => &line.reference,
    };
    let currency = line.currency.or(statement.currency);
    let text = |key: &str, got: &str| {
        let expected = expected.and_then(|expected| expected.get(key));
        match expected {
            // Blanks are made single.
            Some(Value::String(text)) if text.split_whitespace().eq(got.split_whitespace()) => {
                json!(text)
            }
            Some(Value::Null) if got.is_empty() => Value::Null,
            _ => json!(got),
        }
    };
    json!({
        "date": date.to_string(),
        "amount": shown(line.amount),
        "currency": currency.map(|currency| currency.code()),
        "reference": text("reference", reference),
        "end_to_end_id": text("end_to_end_id", &line.end_to_end),
        "counterparty": text("counterparty", &line.name),
    })
}
