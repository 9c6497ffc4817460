use proptest::prelude::*;

use super::object::decimal;
use super::*;
use crate::book::Book;
use crate::business::Business;
use crate::check;
use crate::command::{Command, Context, execute};
use crate::date::Date;
use crate::ids::{Chain, Version};
use crate::journal::BookId;
use crate::money::Decimal;
use crate::problem::{At, FieldName, Refusal};
use crate::records::{DocumentKind, RecordsFile};

fn euro() -> Currency {
    "EUR".parse().expect("a currency")
}

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn export(text: &str) -> Export {
    read(text.as_bytes(), euro()).unwrap_or_else(|refused| panic!("{text}: {refused}"))
}

fn problems(text: &str) -> Vec<String> {
    match read(text.as_bytes(), euro()) {
        Err(Refused::Places(problems)) => problems.iter().map(ToString::to_string).collect(),
        Ok(export) if export.left_out > 0 => export.left.iter().map(ToString::to_string).collect(),
        other => panic!("{text}: {other:?}"),
    }
}

fn warnings(export: &Export) -> Vec<String> {
    export.warnings.iter().map(ToString::to_string).collect()
}

fn written(records: &RecordsFile) -> String {
    String::from_utf8(records::write(records).expect("JSON")).expect("text")
}

/// The book that the records make, whose checks find nothing.
fn book(records: RecordsFile) -> Result<Book, Vec<String>> {
    let mut book = Book::empty(BookId::default());
    let mut business = Business::default();
    business.details.name = "Studio".to_owned();
    let commands = [
        Command::SaveBusiness {
            business,
            opened: Version::NONE,
        },
        Command::ImportRecords(Box::new(records)),
    ];
    for command in commands {
        let context = Context {
            today: date("2026-11-21"),
            chain: Chain(7),
            override_closed: None,
        };
        let set = execute(&book, &command, &context).map_err(|refusal| match refusal {
            Refusal::Problems(problems) => problems.iter().map(ToString::to_string).collect(),
            changed @ Refusal::Changed { .. } => vec![changed.to_string()],
        })?;
        for change in &set.changes {
            book.apply(book.head().seq + 1, change).expect("it fits");
        }
    }
    assert_eq!(check::whole(&book), []);
    Ok(book)
}

fn open(book: &Book, number: &str, day: &str) -> String {
    let id = book.by_number(number).expect("a document").id;
    book.balance(id, date(day)).expect("a balance").to_string()
}

#[test]
fn good_documents_can_come_in_without_the_others() {
    let text = r#"{"version":1,"exportedAt":"2025-04-01T08:00:00.000Z","invoices":[
     {"id":"1","number":"INV-1","status":"sent","issueDate":"2025-01-10","client":{"name":"Linden"},
      "items":[{"description":"Talk","quantity":1,"unitPrice":"80.00"}],"payments":[{"date":"2025-02-01","amount":30}],"totals":{"grandTotal":80}},
     {"id":"2","number":"INV-2","status":"sent","issueDate":"2025-02-30","client":{"name":"Birch"},
      "items":[{"description":"Talk","quantity":1,"unitPrice":"80.00"}],"payments":[{"date":"2025-02-01","amount":30}],"totals":{"grandTotal":80}},
     {"id":"3","number":"INV-1","status":"sent","issueDate":"2025-01-12","client":{"name":"Birch"},
      "items":[{"description":"Talk","quantity":"x","unitPrice":"5"}],"payments":[],"totals":{"grandTotal":5}},
     {"id":"4","number":"INV-4","status":"sent","issueDate":"2025-01-13","client":{"name":"Birch"},
      "items":[{"description":"Talk","quantity":1,"unitPrice":"7"}],"payments":[],"totals":{"grandTotal":7}}],"settings":[]}"#;
    let export = export(text);
    assert_eq!((export.documents(), export.left_out), (2, 2));
    let places: Vec<_> = export
        .left
        .iter()
        .map(|problem| problem.place.as_str())
        .collect();
    assert_eq!(
        places,
        [
            "invoices[1].issueDate",
            "invoices[2].number",
            "invoices[2].items[0].quantity"
        ]
    );
    let (records, origins) = export.records(Paid::Open);
    assert_eq!(records.payments.len(), 1);
    assert_eq!(origins.of((FieldName::Invoices, 1).into()).index, Some(3));
    let book = book(records).expect("a book");
    assert_eq!(open(&book, "INV-1", "2026-01-01"), "50.00 EUR");
    assert_eq!(open(&book, "INV-4", "2026-01-01"), "7.00 EUR");
}

const SERVERLESS: &str = r#"{"bank_accounts":[{"id":"b","bank_name":"Bank","account_no":"1"}],
"clients":[
 {"id":"c1","company_name":"Linden Ltd","company_address":"1 High Street\nFloor 2","company_postal_code":"AB1",
  "company_city":"Ham","company_country":"Germany","company_county":"","currency":"EUR","invoice_email":"a@linden.example",
  "fields":[{"id":"f","label":"VAT no","value":"DE1"},{"id":"g","label":"Nickname","value":"Lindy"}],"$id":"c1"},
 {"id":"c2","company_name":"Birch","company_country":"fr","has_tax":true},
 {"id":"c3","company_name":" birch "},
 {"id":"c4","company_name":""}],
"invoices":[
 {"id":"i1","number":"2026-1","status":"sent","issued_at":"2026-01-15","due_at":"2026-02-14","currency":"EUR","client_id":"c1",
  "notes":"Thank you","late_fee":"0.5","rows":[
   {"id":"r2","item":"Travel","quantity":1,"price":12.5,"unit":"","order":2,"taxes":[]},
   {"id":"r1","item":"Design","quantity":"8","price":"95.50","unit":"hours","order":1,"taxes":[{"label":"VAT","value":"20"}]},
   {"id":"r3","item":"","quantity":null,"price":null,"unit":"","order":3,"taxes":[]}]},
 {"id":"i2","number":"2026-2","status":"paid","issued_at":"2026-01-20","due_at":"2026-02-03","client_id":"c2","currency":null,
  "rows":[{"item":"Logo","quantity":"1","price":"300"}]},
 {"id":"i3","number":"2026-2","status":"draft","issued_at":"","due_at":"","client_id":"c2","rows":[]},
 {"id":"i4","number":"2026-3","status":"cancelled","issued_at":"2026-01-21","due_at":"2026-02-04","client_id":"c3",
  "rows":[{"item":"Print","quantity":1,"price":50}]},
 {"id":"i5","number":"2026-4","status":"booked","issued_at":"2026-01-22","due_at":"","client_id":"gone","client_name":"Alder",
  "client_city":"Rome","vat_rate":"10","rows":[{"item":"Photos","quantity":3,"price":33.333}]},
 null],
"taxes":[{"label":"VAT","value":20}],
"team":{"company_name":"Studio","currency":"EUR","custom_css":"body{display:none}","logo_url":"http://127.0.0.1/logo.png"}}"#;

#[test]
fn serverless_invoices_come_with_their_rows_and_customers() {
    let export = export(SERVERLESS);
    assert_eq!(export.program, Program::ServerlessInvoices);
    assert_eq!((export.drafts, export.undated()), (1, 1));
    assert_eq!((export.customers(), export.documents()), (4, 4));
    let asked: Vec<_> = export
        .preview()
        .map(|(_, asked)| asked.to_string())
        .collect();
    assert_eq!(
        asked,
        ["929.30 EUR", "300.00 EUR", "50.00 EUR", "110.00 EUR"]
    );
    let (records, origins) = export.records(Paid::On(date("2026-03-01")));
    expect_test::expect![[r#"
        {"owed_records":1,
        "currency":"EUR",
        "customers":[
        {"name":"Linden Ltd","email":"a@linden.example","address":{"lines":["1 High Street","Floor 2","Germany"],"postcode":"AB1","city":"Ham"},"vat_id":"DE1","currency":"EUR","note":"Nickname: Lindy"},
        {"number":"c2","name":"Birch","address":{"country":"FR"}},
        {"number":"c3","name":"birch"},
        {"name":"Alder","address":{"city":"Rome"}}
        ],
        "invoices":[
        {"number":"2026-1","customer":"Linden Ltd","issued":"2026-01-15","due":"2026-02-14","currency":"EUR","lines":[{"description":"Design","quantity":"8","unit":"hours","unit_price":"95.5","taxes":[{"name":"VAT","category":"S","percent":"20"}]},{"description":"Travel","quantity":"1","unit_price":"12.5"}],"details":{"note":"Thank you"}},
        {"number":"2026-2","customer":"c2","issued":"2026-01-20","due":"2026-02-03","currency":"EUR","lines":[{"description":"Logo","quantity":"1","unit_price":"300"}]},
        {"number":"2026-3","customer":"c3","issued":"2026-01-21","due":"2026-02-04","currency":"EUR","lines":[{"description":"Print","quantity":"1","unit_price":"50"}],"void":{"date":"2026-01-21","reason":"cancelled"}},
        {"number":"2026-4","customer":"Alder","issued":"2026-01-22","currency":"EUR","lines":[{"description":"Photos","quantity":"3","unit_price":"33.333","taxes":[{"name":"VAT","category":"S","percent":"10"}]}]}
        ],
        "payments":[
        {"customer":"c2","date":"2026-03-01","amount":"300.00","currency":"EUR","allocations":[{"invoice":"2026-2","amount":"300.00"}]}
        ]}
    "#]]
    .assert_eq(&written(&records));
    expect_test::expect![[r#"
        [
            "clients[1].company_name: Birch: several customers are called so: kept apart by a customer number",
            "clients[2].company_name: birch: several customers are called so: kept apart by a customer number",
            "invoices[3].status: 2026-3: cancelled without a date: taken as void from the day of issue",
            "invoices[4].due_at: 2026-4: no due date: taken as due on the day of issue",
        ]
    "#]]
    .assert_debug_eq(&warnings(&export));
    assert_eq!(
        origins.of(At::from((FieldName::Invoices, 3))),
        (FieldName::Invoices, 4).into()
    );
    assert_eq!(
        origins.of(At::from((FieldName::Payments, 0))),
        (FieldName::Invoices, 1).into()
    );
    let book = book(records).expect("a book");
    for (number, day, expected) in [
        // 8 × 95.50 with 20 %, and 12.50.
        ("2026-1", "2026-06-01", "929.30 EUR"),
        ("2026-2", "2026-02-28", "300.00 EUR"),
        ("2026-2", "2026-03-01", "0.00 EUR"),
        ("2026-3", "2026-06-01", "0.00 EUR"),
        // 99.999 with 10 % is 109.9989.
        ("2026-4", "2026-06-01", "110.00 EUR"),
    ] {
        assert_eq!(open(&book, number, day), expected, "{number} {day}");
    }
}

#[test]
fn paid_without_a_date_is_what_the_user_says() {
    let export = export(SERVERLESS);
    let payments = |paid| -> Vec<String> {
        let (records, _) = export.records(paid);
        let payments = records.payments.iter();
        payments.map(|payment| payment.date.to_string()).collect()
    };
    assert_eq!(payments(Paid::Open), Vec::<String>::new());
    assert_eq!(payments(Paid::WhenDue), ["2026-02-03"]);
    assert_eq!(payments(Paid::On(date("2026-03-01"))), ["2026-03-01"]);
}

/// An invoice of serverless-invoices with those rows.
fn rows(rows: &str) -> String {
    format!(
        r#"{{"clients":[{{"id":"c","company_name":"Acme"}}],"invoices":[{{"number":"1","status":"sent",
        "issued_at":"2026-01-15","due_at":"2026-02-14","client_id":"c","rows":[{rows}]}}]}}"#
    )
}

#[test]
fn what_the_customer_was_asked_for_counts() {
    for (stated, expected, warned) in [
        // Rounded once it is 0.99, line by line 0.99 as well.
        (
            r#"{"item":"a","quantity":3,"price":0.33}"#,
            "0.99 EUR",
            &[][..],
        ),
        // Rounded once it is 0.01, line by line 0.02.
        (
            r#"{"item":"a","quantity":1,"price":0.005},{"item":"b","quantity":1,"price":0.005}"#,
            "0.01 EUR",
            &[
                "invoices[0]: 1: asked for 0.01 EUR, its lines come to 0.02 EUR here: taken as an opening item, without lines",
            ],
        ),
        (
            r#"{"item":"","quantity":1,"price":5}"#,
            "5.00 EUR",
            &[
                "invoices[0]: 1: its lines cannot stand here as they are: taken as an opening item, without lines",
            ],
        ),
        // A retained tax, on every line.
        (
            r#"{"item":"a","quantity":1,"price":100,"taxes":[{"label":"IVA","value":21},{"label":"IRPF","value":"-15"}]}"#,
            "106.00 EUR",
            &[],
        ),
        // On one line only it has no form of its own.
        (
            r#"{"item":"a","quantity":1,"price":100,"taxes":[{"label":"IRPF","value":"-15"}]},{"item":"b","quantity":1,"price":10}"#,
            "95.00 EUR",
            &[
                "invoices[0]: 1: asked for 95.00 EUR, its lines come to 110.00 EUR here: taken as an opening item, without lines",
            ],
        ),
        // The same tax twice is paid twice.
        (
            r#"{"item":"a","quantity":1,"price":100,"taxes":[{"label":"T","value":10},{"label":"T","value":10}]}"#,
            "120.00 EUR",
            &[],
        ),
    ] {
        let export = export(&rows(stated));
        assert_eq!(warnings(&export), warned, "{stated}");
        let book = book(export.records(Paid::Open).0).expect("a book");
        assert_eq!(open(&book, "1", "2026-06-01"), expected, "{stated}");
    }
    let credit = export(&rows(r#"{"item":"a","quantity":-1,"price":100}"#));
    assert_eq!(
        warnings(&credit),
        ["invoices[0]: 1: below zero: taken as an opening credit, without its lines"]
    );
    assert_eq!(credit.records.invoices[0].kind, DocumentKind::CreditNote);
    let nothing = export(&rows(""));
    assert_eq!(
        (nothing.documents(), warnings(&nothing)),
        (
            0,
            vec!["invoices[0]: 1: asks for nothing: left out".to_owned()]
        )
    );
}

#[test]
fn each_problem_names_its_place() {
    let with = |from: &str, to: &str| {
        let text = rows(r#"{"item":"a","quantity":1,"price":5}"#);
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    };
    for (text, expected) in [
        (
            with(r#""price":5"#, r#""price":"lots""#),
            "invoices[0].rows[0].price: 1: not a number",
        ),
        (
            with(r#""price":5"#, r#""price":{"a":1}"#),
            "invoices[0].rows[0].price: 1: not a number",
        ),
        (
            with(r#""price":5"#, r#""price":1e300"#),
            "invoices[0].rows[0].price: 1: too many digits: at most 18, and 12 after the point",
        ),
        (
            with(r#""price":5"#, r#""price":99999999999999"#),
            "invoices[0].rows: 1: too large: amounts stay below 10,000,000,000,000",
        ),
        (
            with("2026-01-15", "15/01/2026"),
            "invoices[0].issued_at: 1: not a date",
        ),
        (
            with("2026-01-15", "2026-02-30"),
            "invoices[0].issued_at: 1: no such day in the calendar",
        ),
        (with("2026-01-15", ""), "invoices[0].issued_at: 1: missing"),
        (
            with(r#""number":"1""#, r#""number":" ""#),
            "invoices[0].number: : missing",
        ),
        (
            with(r#""client_id":"c""#, r#""client_id":"d""#),
            "invoices[0].client_name: 1: missing",
        ),
        (
            with(
                r#""status":"sent""#,
                r#""status":"sent","currency":"Taler""#,
            ),
            "invoices[0].currency: 1: not a currency code of ISO 4217",
        ),
        (
            with(r#""status":"sent""#, r#""status":"gone""#),
            "invoices[0].status: 1: not a status that is known",
        ),
        (
            with(r#"[{"item":"a","quantity":1,"price":5}]"#, "7"),
            "invoices[0]: 1: not of the form that the program writes",
        ),
        (
            with(r#"{"item":"a","quantity":1,"price":5}"#, "[1]"),
            "invoices[0].rows[0]: 1: not of the form that the program writes",
        ),
        (
            r#"{"clients":[],"invoices":{}}"#.to_owned(),
            "invoices[0]: : not of the form that the program writes",
        ),
    ] {
        assert_eq!(problems(&text)[0], expected, "{text}");
    }
}

#[test]
fn a_number_given_twice_is_refused_with_both_places() {
    let one = r#"{"number":"7","status":"booked","issued_at":"2026-01-15","due_at":"2026-01-15","client_name":"A","rows":[{"item":"a","quantity":1,"price":5}]}"#;
    let text = format!(r#"{{"clients":[],"invoices":[{one},{one}]}}"#);
    assert_eq!(
        problems(&text),
        [
            "invoices[1].number: 7: the number of invoice 1 again: a customer holds each, so give one another number in the other program"
        ]
    );
}

const INV_GEN: &str = r##"{
  "version": 1,
  "exportedAt": "2026-04-01T08:00:00.000Z",
  "invoices": [
    {
      "id": "1", "number": "INV-202601-0001", "status": "sent", "issueDate": "2026-01-10", "dueDate": "2026-02-09",
      "currency": "EUR", "language": "en", "theme": {"primary": "#3B82F6"},
      "seller": {"name": "Studio", "address": "", "logoDataUrl": "data:image/png;base64,AAAA"},
      "client": {"name": "Linden Ltd", "address": "1 High Street\nHam"},
      "meta": {"po": "PO-9"},
      "items": [
        {"id": "a", "description": "Design", "quantity": 10, "unitPrice": 100, "taxRatePct": 0, "discountPct": 10},
        {"id": "b", "description": "Print", "quantity": 3, "unitPrice": 33.2, "taxRatePct": 0}
      ],
      "adjustments": {"shipping": 20, "globalDiscountPct": 5, "globalTaxPct": 19},
      "payments": [{"id": "p", "date": "2026-02-01", "amount": 500, "note": "first half"}],
      "notes": "Thank you", "terms": "30 days",
      "totals": {"subtotal": 1099.6, "tax": 184.2278, "discount": 149.98, "grandTotal": 1153.8477999999998, "amountPaid": 500, "balanceDue": 653.8477999999998}
    },
    {
      "id": "2", "number": "INV-202601-0002", "status": "paid", "issueDate": "2026-01-12", "dueDate": "2026-01-26",
      "currency": "USD", "client": {"name": "linden ltd", "email": "a@linden.example"},
      "items": [{"description": "Logo", "quantity": 1, "unitPrice": "250.00", "taxRatePct": 8}],
      "adjustments": {}, "payments": [{"date": "2026-01-20", "amount": 300}],
      "totals": {"grandTotal": 270}
    },
    {
      "id": "3", "number": "INV-202601-0003", "status": "paid", "issueDate": "2026-01-13", "dueDate": "2026-01-27",
      "currency": "EUR", "client": {"name": "Birch"}, "items": [{"description": "Talk", "quantity": 1, "unitPrice": 80}],
      "adjustments": {}, "payments": [{"date": "2026-01-20", "amount": 30.000000000000004}], "totals": {"grandTotal": 80}
    },
    {"id": "4", "number": "INV-202601-0003", "status": "draft", "client": {"name": ""}, "items": []}
  ],
  "settings": [{"anything": true}]
}"##;

#[test]
fn inv_gen_invoices_come_with_their_payments() {
    let export = export(INV_GEN);
    assert_eq!(export.program, Program::InvGen);
    assert_eq!((export.drafts, export.undated()), (1, 1));
    let (records, _) = export.records(Paid::WhenDue);
    expect_test::expect![[r#"
        {"owed_records":1,
        "currency":"EUR",
        "customers":[
        {"name":"Linden Ltd","email":"a@linden.example","address":{"lines":["1 High Street","Ham"]}},
        {"name":"Birch"}
        ],
        "invoices":[
        {"number":"INV-202601-0001","customer":"Linden Ltd","issued":"2026-01-10","due":"2026-02-09","currency":"EUR","lines":[{"description":"Design","quantity":"10","unit_price":"100","taxes":[{"name":"Tax","category":"S","percent":"19"}],"adjustments":[{"kind":"allowance","percent":"10"}]},{"description":"Print","quantity":"3","unit_price":"33.2","taxes":[{"name":"Tax","category":"S","percent":"19"}]}],"adjustments":[{"kind":"allowance","percent":"5","taxes":[{"name":"Tax","category":"S","percent":"19"}]},{"kind":"charge","amount":"20","reason":"Shipping","taxes":[{"name":"Tax","category":"S","percent":"19"}]}],"details":{"purchase_order":"PO-9","note":"Thank you","footer":"30 days"}},
        {"number":"INV-202601-0002","customer":"Linden Ltd","issued":"2026-01-12","due":"2026-01-26","currency":"USD","lines":[{"description":"Logo","quantity":"1","unit_price":"250","taxes":[{"name":"Tax","category":"S","percent":"8"}]}]},
        {"number":"INV-202601-0003","customer":"Birch","issued":"2026-01-13","due":"2026-01-27","currency":"EUR","lines":[{"description":"Talk","quantity":"1","unit_price":"80"}]}
        ],
        "payments":[
        {"customer":"Linden Ltd","date":"2026-02-01","amount":"500.00","currency":"EUR","note":"first half","allocations":[{"invoice":"INV-202601-0001","amount":"500.00"}]},
        {"customer":"Linden Ltd","date":"2026-01-20","amount":"300.00","currency":"USD","allocations":[{"invoice":"INV-202601-0002","amount":"270.00"}]},
        {"customer":"Birch","date":"2026-01-20","amount":"30.00","currency":"EUR","allocations":[{"invoice":"INV-202601-0003","amount":"30.00"}]},
        {"customer":"Birch","date":"2026-01-27","amount":"50.00","currency":"EUR","allocations":[{"invoice":"INV-202601-0003","amount":"50.00"}]}
        ]}
    "#]]
    .assert_eq(&written(&records));
    assert_eq!(
        warnings(&export),
        [
            "invoices[1].payments[0].amount: INV-202601-0002: 30.00 USD more was paid than it asked for: unapplied"
        ]
    );
    let book = book(records).expect("a book");
    // (900 + 99.60) less 5 %, 20 shipping, 19 % tax; 500 paid.
    for (number, day, expected) in [
        ("INV-202601-0001", "2026-01-31", "1153.85 EUR"),
        ("INV-202601-0001", "2026-02-01", "653.85 EUR"),
        ("INV-202601-0002", "2026-02-01", "0.00 USD"),
        ("INV-202601-0003", "2026-01-26", "50.00 EUR"),
        ("INV-202601-0003", "2026-01-27", "0.00 EUR"),
    ] {
        assert_eq!(open(&book, number, day), expected, "{number} {day}");
    }
}

#[test]
fn payments_that_no_day_or_amount_can_be_read_of_are_problems() {
    let with = |payment: &str| {
        format!(
            r#"{{"version":1,"exportedAt":"x","invoices":[{{"number":"1","status":"sent","issueDate":"2026-01-10",
            "dueDate":"2026-01-10","currency":"EUR","client":{{"name":"A"}},"items":[{{"description":"a","quantity":1,"unitPrice":9}}],
            "payments":[{payment}]}}]}}"#
        )
    };
    for (payment, expected) in [
        (
            r#"{"amount":5}"#,
            "invoices[0].payments[0].date: 1: missing",
        ),
        (
            r#"{"amount":5,"date":"May"}"#,
            "invoices[0].payments[0].date: 1: not a date",
        ),
        (
            r#"{"amount":"x","date":"2026-01-10"}"#,
            "invoices[0].payments[0].amount: 1: not a number",
        ),
        (
            r#"{"amount":1.005,"date":"2026-01-10"}"#,
            "invoices[0].payments[0].amount: 1: more decimals than EUR has",
        ),
        (
            r#"{"amount":-5,"date":"2026-01-10"}"#,
            "invoices[0].payments[0].amount: 1: below zero: record what was given back as a refund",
        ),
    ] {
        assert_eq!(problems(&with(payment)), [expected], "{payment}");
    }
}

#[test]
fn numbers_are_read_as_programs_write_them() {
    for (text, expected) in [
        ("12", "12"),
        ("-0.50", "-0.5"),
        (" 7 ", "7"),
        ("+7", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e3", "1000"),
        ("1.5E+2", "150"),
        ("25e-1", "2.5"),
        ("1e-7", "0.0000001"),
        ("0e99", "0"),
        ("007", "7"),
        ("0.30000000000000004", "0.3"),
        ("1153.5504999999998", "1153.5504999999998"),
        ("1234567.8899999999", "1234567.8899999999"),
        ("123456789012345678", "123456789012345678"),
    ] {
        let read = decimal(text).map(|number| number.to_string());
        // Cut to twelve decimals where there are more.
        let expected = expected.get(..expected.len().min(24)).unwrap_or(expected);
        assert!(
            read.as_ref()
                .is_ok_and(|read| expected.starts_with(read.as_str())),
            "{text}: {read:?}"
        );
    }
    for text in [
        "",
        "-",
        ".",
        "e5",
        "NaN",
        "Infinity",
        "1,5",
        "1 000",
        "0x10",
        "1e",
        "1e999999999999",
        "1e300",
        "1e-300",
        "1234567890123456789",
        "true",
        "١",
    ] {
        assert!(decimal(text).is_err(), "{text}");
    }
}

#[test]
fn other_files_are_refused_by_what_they_are() {
    for (bytes, expected) in [
        (&b""[..], "this is an empty file, not a records file"),
        (b"a,b", "this is a text file, not a records file"),
        (b"[]", "this is another JSON file, not a records file"),
        (
            br#"{"invoices":[]}"#,
            "this is another JSON file, not a records file",
        ),
        (
            br#"{"owed_records":1}"#,
            "this is a records file of Owed, not a records file",
        ),
        (
            br#"{"clients":[],"invoices":[{"company_name":"#,
            "invoices[0].company_name (line 1, column 42): the file ends here",
        ),
        (b"{\"company_name\":\"\xff\"}", "line 1: not in UTF-8"),
    ] {
        let refused = read(bytes, euro()).expect_err("no export");
        assert_eq!(refused.to_string(), expected, "{}", bytes.escape_ascii());
    }
}

/// Whatever stands in a file, it is read or refused, and what is read either
/// makes a book that adds up or is refused with problems.
fn holds(bytes: &[u8]) {
    let Ok(export) = read(bytes, euro()) else {
        return;
    };
    let ways = [Paid::Open, Paid::WhenDue, Paid::On(date("2026-01-01"))];
    let (records, origins) = export.records(ways[bytes.len() % ways.len()]);
    assert_eq!(records.customers.len(), origins.customers.len());
    assert_eq!(records.invoices.len(), origins.invoices.len());
    assert_eq!(records.payments.len(), origins.payments.len());
    if let Err(problems) = book(records) {
        assert!(!problems.is_empty());
    }
}

#[test]
fn a_file_cut_off_anywhere_is_no_file() {
    for text in [SERVERLESS, INV_GEN] {
        for end in 0..text.len() {
            assert!(read(&text.as_bytes()[..end], euro()).is_err(), "{end}");
        }
        holds(text.as_bytes());
    }
}

#[test]
fn a_flipped_byte_never_stops_the_reader() {
    for text in [SERVERLESS, INV_GEN] {
        for place in 0..text.len() {
            let mut bytes = text.as_bytes().to_vec();
            bytes[place] ^= [1, 16, 128][place % 3];
            holds(&bytes);
        }
    }
}

/// Values that other programs' files hold where something else is meant.
fn hostile() -> impl Strategy<Value = String> {
    let known = [
        "null",
        "true",
        "[]",
        "{}",
        "[[[[]]]]",
        "\"\"",
        "\" \"",
        "0",
        "-0",
        "-1",
        "1e999",
        "-1e-999",
        "0.005",
        "9999999999999",
        "10000000000000",
        "999999999999999999",
        "\"NaN\"",
        "\"1,5\"",
        "\"2026-01-15\"",
        "\"2026-02-30\"",
        "\"0000-00-00\"",
        "\"9999-12-31T00:00:00Z\"",
        "\"paid\"",
        "\"cancelled\"",
        "\"draft\"",
        "\"JPY\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"<script>alert(1)</script>\"",
        "\"=1+1\"",
        "\"\\u202e\"",
        "{\"__proto__\":{}}",
        "[null]",
        "[{}]",
        "[{\"value\":101}]",
        "[{\"value\":-101}]",
    ];
    prop_oneof![
        4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => "-?[0-9]{1,20}(\\.[0-9]{1,20})?(e-?[0-9]{1,3})?",
        1 => any::<String>().prop_map(|text| serde_json::to_string(&text).expect("JSON")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Any values put in place of any others.
    #[test]
    fn hostile_values_never_stop_the_reader(
        which in any::<bool>(),
        swaps in prop::collection::vec((any::<prop::sample::Index>(), hostile()), 1..5),
    ) {
        let mut text = if which { SERVERLESS } else { INV_GEN }.to_owned();
        for (at, value) in swaps {
            let starts: Vec<usize> = text.match_indices("\":").map(|(at, _)| at + 2).collect();
            let start = starts[at.index(starts.len())];
            // A value up to what ends it, so that most files stay JSON.
            let rest = &text[start..];
            let trimmed = rest.trim_start();
            let first = trimmed.chars().next().unwrap_or(' ');
            let length = match first {
                '"' => trimmed[1..].find('"').map_or(trimmed.len(), |end| end + 2),
                '{' | '[' => continue,
                _ => trimmed.find([',', '}', ']']).unwrap_or(trimmed.len()),
            };
            let start = start + rest.len() - trimmed.len();
            text.replace_range(start..start + length, &value);
        }
        holds(text.as_bytes());
    }

    #[test]
    fn a_number_is_the_same_wherever_its_point_is_put(digits in "[0-9]{1,9}", moved in 0_u32..9) {
        let whole: i128 = digits.parse().expect("a number");
        let expected = Decimal::new(whole, moved).expect("a decimal");
        let text = format!("{digits}e-{moved}");
        prop_assert_eq!(decimal(&text), Ok(expected));
        prop_assert_eq!(decimal(&expected.to_string()), Ok(expected));
        prop_assert_eq!(decimal(&format!("-0{expected}e0")), Ok(expected.neg()));
    }

    #[test]
    fn no_text_stops_a_number(text in "[-+]?[0-9]{0,20}[.,e]?[0-9]{0,20}(e[-+]?[0-9]{1,12})?") {
        let _ = decimal(&text);
    }
}
