//! Tables of other programs that were found, with what a right reading gives.
//! A journey takes the same files through the pages, by the same figures
//! (`tests/e2e/found`).

use serde_json::Value;

use super::*;
use crate::import::plan;

fn cases() -> Vec<Value> {
    let figures = file("figures.json");
    serde_json::from_slice(&figures).expect("the figures")
}

fn texts(value: &Value) -> BTreeMap<String, String> {
    let object = value.as_object().into_iter().flatten();
    object
        .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
        .collect()
}

fn count(case: &Value, key: &str) -> usize {
    case[key]
        .as_u64()
        .and_then(|count| count.try_into().ok())
        .unwrap_or(0)
}

/// How the case says that a table is read; what it does not say must not be
/// asked.
fn options(case: &Value, text: &str, name: &str) -> Options {
    let guess = sniff(text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    let mut options = Options::from_guess(&guess, today());
    let stated = case["currency"].as_str();
    assert_eq!(
        guess.needs_currency,
        stated.is_some(),
        "{name}: whether the currency is asked"
    );
    options.currency = stated.map(|code| code.parse().expect("a currency"));
    let orders = texts(&case["orders"]);
    for (field, possible) in DATES.into_iter().zip(&guess.date_orders) {
        let stated = orders.get(&format!("{field:?}"));
        assert_eq!(
            possible.len() > 1,
            stated.is_some(),
            "{name}: {field:?} {possible:?}"
        );
        let order = stated.map(|stated| {
            let is_it = |order: &&DateOrder| format!("{order:?}") == *stated;
            *possible
                .iter()
                .find(is_it)
                .expect("an order that is offered")
        });
        options
            .date_orders
            .set(field, order.or(options.date_orders.of(field)));
    }
    let sign = case["sign"].as_str();
    assert_eq!(
        guess.decimal_signs.len() > 1,
        sign.is_some(),
        "{name}: {:?}",
        guess.decimal_signs
    );
    let is_it = |known: &DecimalSign| Some(format!("{known:?}").as_str()) == sign;
    options.decimal_sign = DecimalSign::ALL
        .into_iter()
        .find(is_it)
        .or(options.decimal_sign);
    options
}

/// Takes a case's file into the book and gives back what it came to.
fn taken(book: &mut Book, case: &Value) -> Checked {
    let name = case["file"].as_str().unwrap_or_default();
    if name.ends_with(".json") {
        let records = records::read(&file(name)).expect("records");
        take(book, &records);
        return Checked {
            records,
            ..Checked::default()
        };
    }
    let text = text_of(name);
    let mut options = options(case, &text, name);
    let first = check(&text, &options, book).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    let answers = texts(&case["asked"]);
    let asked: Vec<String> = first
        .asked(&options)
        .iter()
        .map(|odd| format!("{odd:?}"))
        .collect();
    assert_eq!(
        asked,
        answers.keys().cloned().collect::<Vec<_>>(),
        "{name}: what is asked"
    );
    assert_eq!(
        first.undated > 0,
        case["paid"].is_string(),
        "{name}: when it was paid"
    );
    for odd in Odd::ALL {
        if let Some(answer) = answers.get(&format!("{odd:?}")) {
            let choices = odd.choices().iter();
            let choice = choices
                .copied()
                .find(|choice| format!("{choice:?}") == *answer);
            options.choices.set(odd, choice);
        }
    }
    options.paid = case["paid"].as_str().map(|paid| PaidWhen::On(day(paid)));
    let checked = check(&text, &options, book).expect("a table");
    let sound = at_once(sound_in_steps(
        checked,
        &text,
        &options,
        book,
        &context(),
        &Steps::default(),
    ));
    let checked = sound.unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
    assert_eq!(checked.asked(&options), [], "{name}");
    take(book, &checked.records);
    checked
}

/// What is owed, and what is unapplied, of each currency, whatever its day.
fn receivable(book: &Book) -> [BTreeMap<String, i64>; 2] {
    let (mut due, mut unapplied) = (BTreeMap::new(), BTreeMap::new());
    let add = |to: &mut BTreeMap<String, i64>, currency: Currency, minor: i64| {
        *to.entry(currency.code().to_owned()).or_default() += minor;
    };
    let ever = i32::MAX;
    for slot in 0..book.invoices().len() {
        let row = book.invoice_row(slot).expect("a row");
        let open = row.asked - row.settlements.up_to(ever);
        let invoice = book.invoices().at(slot).expect("an invoice");
        add(
            if invoice.kind.is_credit() {
                &mut unapplied
            } else {
                &mut due
            },
            row.currency(),
            open,
        );
    }
    for payment in book.payments().iter() {
        let left = book
            .unapplied(payment.id, day("2999-12-31"))
            .expect("an amount");
        add(&mut unapplied, payment.currency, left.minor());
    }
    unapplied.retain(|_, minor| *minor != 0);
    [due, unapplied]
}

fn stated(value: &Value) -> BTreeMap<String, i64> {
    let amounts = texts(value).into_iter();
    amounts
        .map(|(code, amount)| {
            let currency: Currency = code.parse().expect("a currency");
            let money = Money::new(amount.parse().expect("an amount"), currency);
            (code, money.expect("money").minor())
        })
        .collect()
}

#[test]
fn each_file_comes_to_its_figures() {
    let cases = cases();
    for case in &cases {
        let name = case["file"].as_str().expect("a name");
        let mut book = book();
        if let Some(before) = case["before"].as_str() {
            let before = cases
                .iter()
                .find(|case| case["file"] == before)
                .expect("a case");
            taken(&mut book, before);
        }
        let (documents, payments) = (book.invoices().len(), book.payments().len());
        let checked = taken(&mut book, case);
        let came = [
            book.invoices().len() - documents,
            book.payments().len() - payments,
            checked.left.len(),
            checked.skipped,
        ];
        let keys = ["documents", "payments", "left", "skipped"];
        assert_eq!(
            came,
            keys.map(|key| count(case, key)),
            "{name}: {keys:?}: {:?}",
            told(&checked)
        );
        let [due, unapplied] = receivable(&book);
        assert_eq!(due, stated(&case["owed"]), "{name}: owed");
        assert_eq!(unapplied, stated(&case["unapplied"]), "{name}: unapplied");
        if case["customers"].is_u64() {
            assert_eq!(
                book.customers().len(),
                count(case, "customers"),
                "{name}: customers"
            );
        }
        for (kind, expected) in case["found"].as_object().into_iter().flatten() {
            let is_it = |odd: &&Odd| format!("{odd:?}") == *kind;
            let found = Odd::ALL
                .iter()
                .find(is_it)
                .and_then(|odd| checked.counts.get(odd));
            assert_eq!(
                found.copied(),
                expected.as_u64().map(|count| count as usize),
                "{name}: {kind}"
            );
        }
        let first = checked
            .records
            .invoices
            .iter()
            .map(|invoice| invoice.issued)
            .min();
        if let Some(expected) = case["first"].as_str() {
            assert_eq!(first, Some(day(expected)), "{name}: the first day");
        }
        if let Some(numbers) = case["numbers"].as_array() {
            let came = checked
                .records
                .invoices
                .iter()
                .map(|invoice| invoice.number.as_str());
            assert_eq!(came.collect::<Vec<_>>(), *numbers, "{name}");
        }
    }
}

#[test]
fn taken_twice_nothing_doubles_unasked() {
    for case in cases() {
        let name = case["file"].as_str().expect("a name");
        if name.ends_with(".json") || case["documents"].is_null() && case["payments"].is_null() {
            continue;
        }
        let mut book = book();
        if let Some(before) = case["before"].as_str() {
            let before = cases().into_iter().find(|case| case["file"] == before);
            taken(&mut book, &before.expect("a case"));
        }
        taken(&mut book, &case);
        let text = text_of(name);
        let mut again = options(&case, &text, name);
        again.paid = case["paid"].as_str().map(|paid| PaidWhen::On(day(paid)));
        for (odd, answer) in texts(&case["asked"]) {
            let odd = Odd::ALL
                .into_iter()
                .find(|known| format!("{known:?}") == odd);
            let odd = odd.expect("a kind");
            let choices = odd.choices().iter().copied();
            again.choices.set(
                odd,
                choices
                    .into_iter()
                    .find(|choice| format!("{choice:?}") == answer),
            );
        }
        let checked = check(&text, &again, &book).expect("a table");
        let left = checked.records.invoices.len() + checked.records.payments.len();
        assert_eq!(left, 0, "{name}: {:?}", told(&checked));
        assert!(plan(&book, &checked.records, &context()).is_ok(), "{name}");
    }
}
