use super::*;
use crate::book::RecordKind;
use crate::business::{Business, ClosingDecision, Series, SeriesFor};
use crate::change::{Change, Record};
use crate::command::{Command, IssueInvoice, execute};
use crate::date::Date;
use crate::ids::{Chain, Version};
use crate::invoice::{Invoice, Kind, numbering};
use crate::journal::BookId;
use crate::money::{Decimal, Money};
use crate::problem::{PROBLEMS_MAX, Refusal};
use crate::terms::Terms;
use crate::{check, records};

mod round_trip;

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn context() -> Context {
    Context {
        today: date("2026-11-21"),
        chain: Chain(7),
        override_closed: None,
    }
}

fn run(book: &mut Book, command: &Command, context: &Context) -> Result<(), Refusal> {
    let set = execute(book, command, context)?;
    let before = book.clone();
    for change in &set.changes {
        book.apply(before.head().seq + 1, change)
            .expect("a change that fits");
    }
    assert_eq!(check::commit(&before, book, &set.changes), []);
    Ok(())
}

/// A book with a business and two series.
fn book() -> Book {
    let mut book = Book::empty(BookId::default());
    let mut business = Business::default();
    business.details.name = "Studio".to_owned();
    let series = |counts, pattern: &str| Series {
        counts,
        pattern: pattern.to_owned(),
        ..Series::default()
    };
    for command in [
        Command::SaveBusiness {
            business,
            opened: Version::NONE,
        },
        Command::SaveSeries {
            id: None,
            series: series(SeriesFor::Invoices, "INV-{0000}"),
            opened: Version::NONE,
        },
        Command::SaveSeries {
            id: None,
            series: series(SeriesFor::CreditNotes, "CN-{YYYY}-{000}"),
            opened: Version::NONE,
        },
    ] {
        run(&mut book, &command, &context()).expect("a book");
    }
    book
}

fn file(arrays: &str) -> RecordsFile {
    let text = format!("{{\"owed_records\":1,{arrays}}}");
    records::read(text.as_bytes()).expect("a records file")
}

fn import(book: &mut Book, file: RecordsFile) -> Result<(), Vec<String>> {
    run(book, &Command::ImportRecords(Box::new(file)), &context()).map_err(
        |refusal| match refusal {
            Refusal::Problems(problems) => problems.iter().map(ToString::to_string).collect(),
            changed @ Refusal::Changed { .. } => panic!("{changed}"),
        },
    )
}

fn imported(arrays: &str) -> Book {
    let mut book = book();
    import(&mut book, file(arrays)).expect("an import");
    assert_eq!(check::whole(&book), []);
    book
}

fn problems(arrays: &str) -> Vec<String> {
    import(&mut book(), file(arrays)).expect_err(arrays)
}

fn open(book: &Book, number: &str, day: &str) -> String {
    let invoice = book.by_number(number).expect("a document");
    book.balance(invoice.id, date(day))
        .expect("a balance")
        .to_string()
}

#[test]
fn a_file_brings_customers_documents_and_money() {
    let book = imported(
        r#""customers":[{"number":"K-7","name":"Acme Ltd","net_days":14}],
        "items":[{"number":"W","description":"Work","unit":"HUR","unit_price":"95.00"}],
        "invoices":[
          {"number":"I-1","customer":"K-7","issued":"2026-01-15","due":"2026-02-14","total":"912.00",
           "lines":[{"description":"Work","quantity":"8","unit_price":"95.00","details":{"item":"W"},
                     "taxes":[{"name":"VAT","percent":"20"}]}]},
          {"number":"I-2","customer":" acme ltd ","issued":"2026-01-16","total":"480.00"},
          {"kind":"credit_note","number":"C-1","customer":"K-7","issued":"2026-01-20","credits":"I-1",
           "lines":[{"description":"Too much","unit_price":"10.00","taxes":[{"name":"VAT","percent":"20"}]}],
           "allocations":[{"invoice":"I-1","amount":"12.00"}]}],
        "payments":[{"customer":"K-7","date":"2026-02-20","amount":"1000.00",
          "allocations":[{"invoice":"I-1","amount":"900.00"}],
          "refunds":[{"date":"2026-02-25","amount":"50.00"}]}],
        "write_offs":[{"invoice":"I-2","date":"2026-03-01","amount":"80.00","reason":"bankrupt"}]"#,
    );
    assert_eq!(book.customers().len(), 1);
    for (number, day, expected) in [
        ("I-1", "2026-01-14", "0.00 EUR"),
        ("I-1", "2026-01-15", "912.00 EUR"),
        ("I-1", "2026-01-20", "900.00 EUR"),
        ("I-1", "2026-02-20", "0.00 EUR"),
        ("I-2", "2026-02-28", "480.00 EUR"),
        ("I-2", "2026-03-01", "400.00 EUR"),
        ("C-1", "2026-03-01", "0.00 EUR"),
    ] {
        assert_eq!(open(&book, number, day), expected, "{number} {day}");
    }
    let payment = book.payments().iter().next().expect("a payment").id;
    let unapplied = |day| {
        book.unapplied(payment, date(day))
            .expect("an amount")
            .to_string()
    };
    assert_eq!(unapplied("2026-02-20"), "100.00 EUR");
    assert_eq!(unapplied("2026-02-25"), "50.00 EUR");
    let invoice = book.by_number("I-1").expect("an invoice");
    let issue = invoice.issue.as_ref().expect("issued");
    assert!(issue.seller.is_some() && issue.buyer.is_some() && issue.counter.is_none());
    assert_eq!(issue.totals.tax.to_string(), "152.00");
    assert_eq!(
        book.by_number("I-2")
            .map(|invoice| invoice.kind.is_opening()),
        Some(true)
    );
}

#[test]
fn customers_are_matched_by_number_and_else_by_name() {
    let mut book = imported(
        r#""customers":[{"number":"1","name":"Acme"},{"name":"Bolt"},{"number":"3","name":"Twin"},{"number":"4","name":"Twin"}]"#,
    );
    import(
        &mut book,
        file(
            r#""customers":[{"number":"1","name":"Renamed"},{"number":"9","name":"bolt"},{"number":"5","name":"Acme"}],
            "invoices":[
              {"number":"a","customer":"1","issued":"2026-01-01","total":"1"},
              {"number":"b","customer":"BOLT ","issued":"2026-01-01","total":"1"},
              {"number":"c","customer":"4","issued":"2026-01-01","total":"1"},
              {"number":"d","customer":"New","issued":"2026-01-01","total":"1"},
              {"number":"e","customer":"new","issued":"2026-01-01","total":"1"}]"#,
        ),
    )
    .expect("an import");
    let whose = |number| {
        let invoice = book.by_number(number).expect("an invoice");
        let customer = book.customers().get(invoice.customer).expect("a customer");
        format!("{} {}", customer.number, customer.details.name)
    };
    assert_eq!(book.customers().len(), 6);
    for (number, expected) in [
        ("a", "1 Acme"),
        ("b", " Bolt"),
        ("c", "4 Twin"),
        ("d", " New"),
        ("e", " New"),
    ] {
        assert_eq!(whose(number), expected);
    }
    let ambiguous = import(
        &mut book,
        file(r#""invoices":[{"number":"f","customer":"Twin","issued":"2026-01-01","total":"1"}]"#),
    );
    assert_eq!(
        ambiguous,
        Err(vec![
            "invoices 1: f: customer: several customers are called so: name the customer by number"
                .to_owned()
        ])
    );
}

#[test]
fn a_name_is_one_name_whatever_its_spaces_and_accents() {
    let book = imported(
        r#""customers":[{"name":"M\u00fcller  GmbH"},{"name":"mu\u0308ller\u00a0GmbH "}],
        "invoices":[
          {"number":"a","customer":"Mu\u0308ller GmbH","issued":"2026-01-01","total":"1"},
          {"number":"b","customer":"M\u00dcLLER\u202fGMBH","issued":"2026-01-01","total":"1"}]"#,
    );
    let names: Vec<_> = book
        .customers()
        .iter()
        .map(|known| known.details.name.clone())
        .collect();
    assert_eq!(names, ["Müller GmbH"]);
}

#[test]
fn each_problem_of_a_document_names_its_record() {
    for (arrays, expected) in [
        (
            r#""customers":[{"number":"1","name":"A"},{"number":"1","name":"B"}]"#,
            "customers 2: B: number: twice in the file",
        ),
        (
            r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"1"},{"number":" 1","customer":"A","issued":"2026-02-01","total":"1"}]"#,
            "invoices 2:  1: number: twice in the file",
        ),
        (
            r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01"}]"#,
            "invoices 1: 1: total: neither lines nor a total",
        ),
        (
            r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"-5"}]"#,
            "invoices 1: 1: total: must be above zero",
        ),
        (
            r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"10000000000000"}]"#,
            "invoices 1: 1: total: too large: amounts stay below 10,000,000,000,000",
        ),
        (
            r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","due":"2026-01-31","total":"5"}]"#,
            "invoices 1: 1: due: before 2026-02-01",
        ),
        (
            r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"5","deducts":["2"]}]"#,
            "invoices 1: 1: deducts: only a document with lines has these",
        ),
        (
            r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"5.01","lines":[{"description":"x","unit_price":"5"}]}]"#,
            "invoices 1: 1: total: the total is stated as 5.01 EUR, the lines come to 5.00 EUR",
        ),
        (
            r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","lines":[{"description":"x","unit_price":"5","adjustments":[{"kind":"charge"}]}]}]"#,
            "invoices 1: 1: lines 1: either an amount or a percentage, and only one of them",
        ),
        (
            r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","lines":[
                {"description":"x","unit_price":"5","taxes":[{"name":"a","percent":"1"},{"name":"b","percent":"1","compound":true}]},
                {"description":"x","unit_price":"5","taxes":[{"name":"b","percent":"1","compound":true},{"name":"a","percent":"1"}]}]}]"#,
            "invoices 1: 1: taxes: the taxes stand in another order on another line",
        ),
        (
            r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"5","instalments":[{"due":"2026-02-02","amount":"4"}]}]"#,
            "invoices 1: 1: instalments: the instalments do not add up to the total",
        ),
    ] {
        assert_eq!(problems(arrays), [expected], "{arrays}");
    }
}

#[test]
fn documents_refer_to_those_of_their_own_customer() {
    let line = r#""lines":[{"description":"x","unit_price":"5"}]"#;
    for (first, second, expected) in [
        (
            format!(r#""kind":"deposit",{line}"#),
            format!(r#""deducts":["1"],{line}"#),
            "invoices 2: 2: deducts 1: of another customer",
        ),
        (
            line.to_owned(),
            format!(r#""kind":"credit_note","credits":"1",{line}"#),
            "invoices 2: 2: credits: of another customer",
        ),
    ] {
        let arrays = format!(
            r#""invoices":[{{"number":"1","customer":"A","issued":"2026-02-01",{first}}},
            {{"number":"2","customer":"B","issued":"2026-02-01",{second}}}]"#
        );
        assert_eq!(problems(&arrays), [expected]);
    }
}

#[test]
fn each_problem_of_money_names_its_record() {
    const ONE: &str =
        r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"100.00"}]"#;
    let one = |more: &str| format!("{ONE},{more}");
    let payment = |amount: &str, allocation: &str| {
        one(&format!(
            r#""payments":[{{"customer":"A","date":"2026-02-02","amount":"{amount}","allocations":[{allocation}]}}]"#
        ))
    };
    for (arrays, expected) in [
        (
            r#""payments":[{"customer":"Nobody","date":"2026-02-02","amount":"5"}]"#.to_owned(),
            "payments 1: Nobody: customer: not in this book",
        ),
        (payment("5.00", r#"{"invoice":"2","amount":"5"}"#), "payments 1: A: allocations 1: not in this book"),
        (payment("200.00", r#"{"invoice":"1","amount":"100.01"}"#), "payments 1: A: allocations 1: more than the 100.00 EUR that is left"),
        (payment("5.00", r#"{"invoice":"1","amount":"5.01"}"#), "payments 1: A: allocations 1: more than the 5.00 EUR that is left of it"),
        (payment("5.00", r#"{"invoice":"1","amount":"0"}"#), "payments 1: A: allocations 1: must be above zero"),
        (payment("5.00", r#"{"invoice":"1","amount":"-5"}"#), "payments 1: A: allocations 1: takes back nothing that stands before it"),
        (payment("5.00", r#"{"invoice":"1","amount":"5","date":"2026-02-01"}"#), "payments 1: A: allocations 1: before 2026-02-02"),
        (
            payment(
                "5.00",
                r#"{"invoice":"1","amount":"5","date":"2026-02-05"},{"invoice":"1","amount":"-5","date":"2026-02-04"}"#,
            ),
            "payments 1: A: allocations 2: takes back nothing that stands before it",
        ),
        (payment("0", ""), "payments 1: A: amount: must be above zero"),
        (
            format!(r#"{ONE},"payments":[{{"customer":"A","currency":"USD","date":"2026-02-02","amount":"5","allocations":[{{"invoice":"1","amount":"5"}}]}}]"#),
            "payments 1: A: allocations 1: another currency",
        ),
        (
            format!(r#""customers":[{{"name":"B"}}],{ONE},"payments":[{{"customer":"B","date":"2026-02-02","amount":"5","allocations":[{{"invoice":"1","amount":"5"}}]}}]"#),
            "payments 1: B: allocations 1: of another customer",
        ),
        (
            one(r#""write_offs":[{"invoice":"1","date":"2026-01-31","amount":"5"}]"#),
            "write_offs 1: 1: date: before 2026-02-01",
        ),
        (
            r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"5","allocations":[{"invoice":"1","amount":"5"}]}]"#.to_owned(),
            "invoices 1: 1: allocations: not such a document",
        ),
        (
            r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"5","void":{"date":"2026-02-03"}}],
               "payments":[{"customer":"A","date":"2026-02-02","amount":"5","allocations":[{"invoice":"1","amount":"5"}]}]"#.to_owned(),
            "payments 1: A: allocations 1: void",
        ),
    ] {
        assert_eq!(problems(&arrays), [expected], "{arrays}");
    }
}

#[test]
fn numbers_of_the_book_are_taken() {
    let mut book =
        imported(r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"5"}]"#);
    let before = book.clone();
    let again = file(
        r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"5"}],
           "payments":[{"customer":"A","date":"2026-02-02","amount":"5","allocations":[{"invoice":"1","amount":"5"}]}]"#,
    );
    assert_eq!(
        import(&mut book, again),
        Err(vec!["invoices 1: 1: number: number 1 is taken".to_owned()])
    );
    assert_eq!(book, before);
}

/// What of a file can be taken: the numbers that are, and why the rest is not.
fn sound(book: &Book, arrays: &str) -> (Vec<String>, Vec<String>) {
    let steps = Steps::default();
    let context = context();
    let file = file(arrays);
    let sound = at_once(sound_in_steps(book, &file, &context, &steps)).expect("a sound file");
    assert!(plan(book, &sound.records, &context).is_ok());
    // What stays out is a file that can be read again.
    let written = records::write(&sound.left).expect("JSON");
    assert_eq!(records::read(&written), Ok(sound.left.clone()));
    let numbers = sound
        .records
        .invoices
        .iter()
        .map(|invoice| invoice.number.clone());
    let problems = sound.problems.iter().map(ToString::to_string);
    (numbers.collect(), problems.collect())
}

#[test]
fn good_records_can_come_in_without_the_others() {
    let book =
        imported(r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"5"}]"#);
    let (numbers, problems) = sound(
        &book,
        r#""invoices":[
          {"number":"1","customer":"A","issued":"2026-02-01","total":"5"},
          {"number":"2","customer":"A","issued":"2026-02-01","total":"-5"},
          {"number":"3","customer":"A","issued":"2026-02-01","total":"7"},
          {"number":"4","customer":"A","issued":"2026-02-01","due":"2026-01-01","total":"9"}],
        "payments":[
          {"customer":"A","date":"2026-02-02","amount":"9","allocations":[{"invoice":"4","amount":"9"}]},
          {"customer":"A","date":"2026-02-02","amount":"7","allocations":[{"invoice":"3","amount":"7"}]}]"#,
    );
    assert_eq!(numbers, ["3"]);
    assert_eq!(
        problems,
        [
            "invoices 1: 1: number: number 1 is taken",
            "invoices 2: 2: total: must be above zero",
            "invoices 4: 4: due: before 2026-02-01",
            // What it is put against stayed out, so it does.
            "payments 1: A: allocations 1: not in this book",
        ]
    );
}

#[test]
fn payments_settle_invoices_that_the_book_has() {
    let mut book =
        imported(r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"5"}]"#);
    let more = file(
        r#""payments":[{"customer":"a","date":"2026-01-20","amount":"5","allocations":[{"invoice":"1","amount":"5"}]}]"#,
    );
    import(&mut book, more).expect("an import");
    // Paid in advance, it counts from the day the invoice is there.
    assert_eq!(open(&book, "1", "2026-02-01"), "0.00 EUR");
}

#[test]
fn settlements_need_not_be_in_order_of_time() {
    let book = imported(
        r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"100"}],
        "payments":[
          {"customer":"A","date":"2026-02-05","amount":"100","allocations":[{"invoice":"1","amount":"100","date":"2026-02-05"}]},
          {"customer":"A","date":"2026-02-01","amount":"100","allocations":[
            {"invoice":"1","amount":"100","date":"2026-02-01"},{"invoice":"1","amount":"-100","date":"2026-02-03"}]}],
        "write_offs":[]"#,
    );
    for (day, expected) in [
        ("2026-02-02", "0.00 EUR"),
        ("2026-02-03", "100.00 EUR"),
        ("2026-02-05", "0.00 EUR"),
    ] {
        assert_eq!(open(&book, "1", day), expected, "{day}");
    }
}

#[test]
fn series_go_on_after_the_highest_number() {
    let book = imported(
        r#""invoices":[
          {"number":"INV-0041","customer":"A","issued":"2026-02-01","total":"5"},
          {"number":"INV-0007","customer":"A","issued":"2026-02-01","total":"5"},
          {"number":"0000611365","customer":"A","issued":"2026-02-01","total":"5"},
          {"kind":"credit_note","number":"CN-2026-009","customer":"A","issued":"2026-02-01","total":"5"}]"#,
    );
    let next: Vec<Vec<u32>> = book
        .series()
        .iter()
        .map(|series| {
            [0, 2025, 2026]
                .map(|run| numbering::next_value(&book, series, run))
                .to_vec()
        })
        .collect();
    assert_eq!(next, [[42, 42, 42], [1, 1, 10]]);
}

#[test]
fn closed_days_take_nothing_but_with_a_reason() {
    let mut book = book();
    let close = Command::ClosePeriod {
        until: date("2026-03-31"),
        reason: String::new(),
    };
    run(&mut book, &close, &context()).expect("closed");
    let arrays = r#""invoices":[{"number":"1","customer":"A","issued":"2026-03-31","total":"5"},
        {"number":"2","customer":"A","issued":"2026-03-01","total":"5"}]"#;
    assert_eq!(
        import(&mut book, file(arrays)),
        Err(vec![
            "invoices 1: 1: issued: in the closed period up to 2026-03-31".to_owned(),
            "invoices 2: 2: issued: in the closed period up to 2026-03-31".to_owned(),
        ])
    );
    let mut reasoned = context();
    reasoned.override_closed = Some("the books of the other program".to_owned());
    let set = plan(&book, &file(arrays), &reasoned).expect("an import");
    let overrides: Vec<_> = set
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Put(Record::Closing(closing)) => Some(closing.decision),
            _ => None,
        })
        .collect();
    assert_eq!(overrides, [ClosingDecision::Override(date("2026-03-01"))]);
}

#[test]
fn credit_notes_credit_no_more_than_there_is() {
    let line = |price: &str| format!(r#""lines":[{{"description":"x","unit_price":"{price}"}}]"#);
    let invoices = |second: &str| {
        format!(
            r#""invoices":[
            {{"kind":"credit_note","number":"C-1","customer":"A","issued":"2026-02-02","credits":"1",{}}},
            {{"kind":"credit_note","number":"C-2","customer":"A","issued":"2026-02-02","credits":"1",{}}},
            {{"number":"1","customer":"A","issued":"2026-02-01",{}}}]"#,
            line("60"),
            line(second),
            line("100")
        )
    };
    imported(&invoices("40"));
    assert_eq!(
        problems(&invoices("40.01")),
        ["invoices 2: C-2: total: credits more than the 40.00 EUR that is left to credit"]
    );
}

#[test]
fn deposits_are_deducted_once() {
    let invoices = |more: &str| {
        format!(
            r#""invoices":[
            {{"number":"1","customer":"A","issued":"2026-02-03","deducts":["D"],"total":"70",
              "lines":[{{"description":"x","unit_price":"100"}}]}}{more},
            {{"kind":"deposit","number":"D","customer":"A","issued":"2026-02-01",
              "lines":[{{"description":"x","unit_price":"30"}}]}}]"#
        )
    };
    let book = imported(&invoices(""));
    assert_eq!(open(&book, "1", "2026-02-03"), "70.00 EUR");
    let twice = r#",{"number":"2","customer":"A","issued":"2026-02-03","deducts":["D"],
        "lines":[{"description":"x","unit_price":"100"}]}"#;
    assert_eq!(
        problems(&invoices(twice)),
        ["invoices 2: 2: deducts 1: deducted already by 1"]
    );
}

#[test]
fn a_deposit_that_an_invoice_deducted_is_not_credited_any_more() {
    let invoices = |note: &str| {
        format!(
            r#""invoices":[
            {{"kind":"deposit","number":"D","customer":"A","issued":"2026-02-01",
              "lines":[{{"description":"x","unit_price":"30"}}]}},
            {{"number":"1","customer":"A","issued":"2026-02-03","deducts":["D"],
              "lines":[{{"description":"x","unit_price":"100"}}]}}{note}]"#
        )
    };
    let note = r#",{"kind":"credit_note","number":"C","customer":"A","issued":"2026-02-04","credits":"D",
        "lines":[{"description":"x","unit_price":"5"}]}"#;
    assert_eq!(
        problems(&invoices(note)),
        ["invoices 3: C: credits: deducted already by 1"]
    );
    // The same of what is in the book already, imported or written there.
    let mut book = imported(&invoices(""));
    let later = format!(r#""invoices":[{}]"#, note.trim_start_matches(','));
    assert_eq!(
        import(&mut book, file(&later)),
        Err(vec![
            "invoices 1: C: credits: deducted already by 1".to_owned()
        ])
    );
    let credit = |book: &mut Book, number: &str| {
        let original = book.by_number(number).expect("a document").clone();
        let mut document = Invoice {
            kind: Kind::CreditNote,
            credits: Some(original.id),
            issue: None,
            deducts: Vec::new(),
            terms: Terms::default(),
            ..(*original).clone()
        };
        document.lines[0].unit_price = Decimal::ONE;
        let issue = IssueInvoice {
            draft: None,
            document,
            date: date("2026-02-04"),
            series: None,
            rate: None,
            settle_original: true,
        };
        run(book, &Command::IssueInvoice(Box::new(issue)), &context())
    };
    assert_eq!(
        credit(&mut book, "D").expect_err("a refusal").to_string(),
        "credits: deducted already by 1"
    );
    assert_eq!(credit(&mut book, "1"), Ok(()));
}

#[test]
fn taxes_of_the_lines_become_one_list_in_an_order_that_fits_all() {
    let book = imported(
        r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","lines":[
          {"description":"x","unit_price":"100","taxes":[{"name":"PST","percent":"10","compound":true}]},
          {"description":"y","unit_price":"100","taxes":[{"name":"GST","percent":"5"},{"name":"PST","percent":"10","compound":true}]}]}]"#,
    );
    let invoice = book.by_number("1").expect("an invoice");
    let names: Vec<_> = invoice.taxes.iter().map(|tax| tax.name.as_str()).collect();
    assert_eq!(names, ["GST", "PST"]);
    // 5 % of 100, then 10 % of 100 + 105.
    assert_eq!(open(&book, "1", "2026-02-01"), "225.50 EUR");
}

#[test]
fn a_payment_without_a_customer_is_of_its_invoices() {
    let invoice =
        r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"100"}],"#;
    let payment = |customer: &str, number: &str, amount: &str| {
        format!(
            r#"{invoice}"payments":[{{"customer":"{customer}","date":"2026-02-02","amount":"{amount}","allocations":[{{"invoice":"{number}","amount":"{amount}"}}]}}]"#
        )
    };
    let book = imported(&payment("", "1", "60"));
    assert_eq!(open(&book, "1", "2026-02-02"), "40.00 EUR");
    for (customer, number, amount, expected) in [
        (
            "",
            "2",
            "60",
            "payments 1: 2: allocations 1: not in this book",
        ),
        ("B", "1", "60", "payments 1: B: customer: not in this book"),
        (
            "",
            "1",
            "100.01",
            "payments 1: 1: allocations 1: more than the 100.00 EUR that is left",
        ),
    ] {
        assert_eq!(problems(&payment(customer, number, amount)), [expected]);
    }
    let nobodys = r#""payments":[{"customer":"","date":"2026-02-02","amount":"5"}]"#;
    assert_eq!(
        problems(nobodys),
        ["payments 1: : customer: not in this book"]
    );
}

#[test]
fn a_customer_without_a_number_is_found_by_the_one_that_the_file_gives() {
    let mut book = imported(r#""customers":[{"name":"Bolt"}]"#);
    let again = r#""customers":[{"number":"9","name":"bolt"},{"number":"10","name":"Bolt"}],
        "invoices":[{"number":"a","customer":"9","issued":"2026-01-01","total":"1"},
                    {"number":"b","customer":"10","issued":"2026-01-01","total":"1"}]"#;
    import(&mut book, file(again)).expect("an import");
    let of = |number| book.by_number(number).map(|invoice| invoice.customer);
    assert_eq!(book.customers().len(), 2);
    assert_ne!(of("a"), of("b"));
    assert_eq!(
        of("a"),
        book.customers().iter().next().map(|customer| customer.id)
    );
}

#[test]
fn problems_end_at_a_limit() {
    let mut file = RecordsFile::new();
    for _ in 0..5_000 {
        file.customers.push(records::CustomerRecord::default());
    }
    let problems = plan(&book(), &file, &context()).expect_err("problems");
    assert_eq!(problems.len(), PROBLEMS_MAX + 1);
}

#[test]
fn addresses_of_a_file_are_checked_as_typed_ones_are() {
    assert_eq!(
        problems(
            r#""customers":[{"name":"Linden","email":"office@linden.example"},
              {"name":"Ahorn","email":"javascript:alert(1)"},
              {"name":"Birke","email":"a@birke.example\r\nBcc: b@birke.example"}]"#
        ),
        [
            "customers 2: Ahorn: email: not an e-mail address such as name@example.com: javascript:alert(1)",
            "customers 3: Birke: email: a sign that no address has",
        ]
    );
}
