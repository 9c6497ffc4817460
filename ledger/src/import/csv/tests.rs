use proptest::prelude::*;

use super::*;

fn columns(fields: &[Field]) -> Columns {
    let mut columns = Columns::default();
    for (column, field) in fields.iter().enumerate() {
        columns.set(*field, Some(column));
    }
    columns
}

fn options() -> Options {
    Options {
        holds: Holds::Invoices,
        delimiter: None,
        has_header: true,
        columns: columns(&[
            Field::Customer,
            Field::Number,
            Field::Issued,
            Field::Due,
            Field::Amount,
            Field::PaidOn,
        ]),
        date_order: None,
        decimal_sign: None,
        currency: "EUR".parse().expect("a currency"),
    }
}

const HEADER: &str = "customer,number,issued,due,amount,paid\n";

fn batch(rows: &str) -> Result<Batch, Refused> {
    read(&format!("{HEADER}{rows}"), &options())
}

fn problems(rows: &str) -> Vec<String> {
    match batch(rows) {
        Err(Refused::Rows(problems)) => problems.iter().map(ToString::to_string).collect(),
        other => panic!("{rows}: {other:?}"),
    }
}

#[test]
fn a_row_is_an_opening_item_and_its_payment() {
    let batch = batch(
        "Acme,7,2026-01-15,2026-02-14,912.00,2026-02-20\n\
         Bolt,8,2026-01-16,2026-02-15,\"1,480.00\",\n",
    )
    .expect("a batch");
    assert_eq!(batch.rows, 2);
    assert!(batch.warnings.is_empty());
    let written = crate::records::write(&batch.records).expect("JSON");
    expect_test::expect![[r#"
        {"owed_records":1,
        "currency":"EUR",
        "invoices":[
        {"number":"7","customer":"Acme","issued":"2026-01-15","due":"2026-02-14","currency":"EUR","total":"912.00"},
        {"number":"8","customer":"Bolt","issued":"2026-01-16","due":"2026-02-15","currency":"EUR","total":"1480.00"}
        ],
        "payments":[
        {"customer":"Acme","date":"2026-02-20","amount":"912.00","currency":"EUR","allocations":[{"invoice":"7","amount":"912.00"}]}
        ]}
    "#]]
    .assert_eq(&String::from_utf8(written).expect("text"));
}

#[test]
fn a_negative_amount_is_a_credit_and_its_payment_a_refund() {
    let batch = batch("Acme,9,2026-01-15,2026-01-15,-50.00,2026-01-20\n").expect("a batch");
    let credit = &batch.records.invoices[0];
    assert_eq!(credit.kind, DocumentKind::CreditNote);
    assert_eq!(
        credit.total.map(|total| total.to_string()).as_deref(),
        Some("50.00")
    );
    assert_eq!(credit.refunds.len(), 1);
    assert!(batch.records.payments.is_empty());
}

#[test]
fn payment_in_advance_is_taken_with_a_warning() {
    let batch = batch("Acme,9,2026-01-15,2026-01-15,50.00,2026-01-10\n").expect("a batch");
    assert_eq!(
        batch.warnings[0].to_string(),
        "line 2, paid: \"2026-01-10\": before it was issued, on 2026-01-15"
    );
    assert_eq!(batch.records.payments[0].allocations[0].date, None);
}

#[test]
fn each_problem_names_its_line_column_and_value() {
    for (rows, expected) in [
        (
            ",7,2026-01-15,2026-01-15,1,",
            "line 2, customer: \"\": missing",
        ),
        (
            "A,,2026-01-15,2026-01-15,1,",
            "line 2, number: \"\": missing",
        ),
        ("A,7,,2026-01-15,1,", "line 2, issued: \"\": missing"),
        ("A,7,2026-01-15,,1", "line 2, due: \"\": missing"),
        (
            "A,7,2026-02-30,2026-03-15,1,",
            "line 2, issued: \"2026-02-30\": no such day in the calendar",
        ),
        (
            "A,7,2026-01-15,soon,1,",
            "line 2, due: \"soon\": not a date in the order Ymd",
        ),
        (
            "A,7,2026-01-15,2026-01-14,1,",
            "line 2, due: \"2026-01-14\": before it was issued, on 2026-01-15",
        ),
        (
            "A,7,2026-01-15,2026-01-15,0.00,",
            "line 2, amount: \"0.00\": nothing: an invoice asks for more than zero",
        ),
        (
            "A,7,2026-01-15,2026-01-15,10000000000000.00,",
            "line 2, amount: \"10000000000000.00\": too large: amounts stay below 10,000,000,000,000",
        ),
        (
            "A,7,2026-01-15,2026-01-15,1.0055,",
            "line 2, amount: \"1.0055\": more decimals than EUR has",
        ),
        (
            "A,7,2026-01-15,2026-01-15,lots,",
            "line 2, amount: \"lots\": not an amount",
        ),
        (
            "A,7,2026-01-15,2026-01-15,$5,",
            "line 2, amount: \"$5\": marked as another currency than EUR",
        ),
        (
            "A,7,2026-01-15,2026-01-15,5,\nB,8,2026-01-15,2026-01-15,5,\n\nA,7,2026-01-15,2026-01-15,5,",
            "line 5, number: \"7\": the number of line 2 again",
        ),
        (
            "A,7,2026-01-15,2026-01-15,1,234.50,x",
            "line 2: more fields than the header has: is a comma not in quotes?",
        ),
        (
            "A,\"7,2026-01-15,2026-01-15,1,\nB,8,2026-01-15,2026-01-15,5,\n",
            "line 2: a quote that is not closed: is the file complete?",
        ),
        (
            "A,7\u{9b}8,2026-01-15,2026-01-15,1,",
            "line 2, number: \"7 8\": a control character",
        ),
    ] {
        assert_eq!(problems(rows), [expected], "{rows}");
    }
}

#[test]
fn all_problems_are_listed_up_to_a_limit() {
    let rows = "A,7,never,2026-01-15,0,\n".repeat(PROBLEMS_MAX);
    let problems = problems(&rows);
    assert_eq!(problems.len(), PROBLEMS_MAX + 1);
    assert!(problems[PROBLEMS_MAX].contains("the others are not listed"));
}

#[test]
fn what_can_be_read_as_two_things_is_asked_back() {
    let fault = |rows: &str| match batch(rows) {
        Err(Refused::File(fault)) => fault.to_string(),
        other => panic!("{rows}: {other:?}"),
    };
    for (rows, expected) in [
        (
            "A,7,1/1/2026,3/4/2026,1,\n",
            "line 2: \"3/4/2026\" can be read in several orders: [Dmy, Mdy]",
        ),
        (
            "A,7,31/1/2026,3/4/2026,1,\nA,8,1/31/2026,3/4/2026,1,\n",
            "dates in different orders: line 2: \"31/1/2026\", line 3: \"1/31/2026\"",
        ),
        (
            "A,7,2026-01-01,2026-01-02,\"1,234\",\n",
            "line 2: \"1,234\" can be read with a decimal point or a decimal comma",
        ),
        (
            "A,7,2026-01-01,2026-01-02,\"1,5\",\nA,8,2026-01-01,2026-01-02,2.5,\n",
            "some amounts have a decimal point, some a comma: line 2: \"1,5\", line 3: \"2.5\"",
        ),
    ] {
        assert_eq!(fault(rows), expected, "{rows}");
    }
    // Stated, or where it makes no difference, it is read.
    let mut stated = options();
    stated.date_order = Some(DateOrder::Dmy);
    let text = format!("{HEADER}A,7,1/1/2026,3/4/2026,1,\n");
    let read = read(&text, &stated).expect("a batch");
    assert_eq!(
        read.records.invoices[0]
            .due
            .map(|due| due.to_string())
            .as_deref(),
        Some("2026-04-03")
    );
    assert!(batch("A,7,1/1/2026,2/2/2026,12,\n").is_ok());
}

#[test]
fn one_telling_value_settles_the_others() {
    let batch = batch("A,7,1/2/2026,3/4/2026,\"1,234\",\nA,8,1/31/2026,3/4/2026,\"2.50\",\n")
        .expect("a batch");
    let first = &batch.records.invoices[0];
    assert_eq!(first.issued.to_string(), "2026-01-02");
    assert_eq!(
        first.total.map(|total| total.to_string()).as_deref(),
        Some("1234.00")
    );
}

#[test]
fn other_files_are_refused_by_what_they_are() {
    let large = "x".repeat(BYTES_MAX + 1);
    let many = format!(
        "{HEADER}{}",
        "A,7,2026-01-15,2026-01-15,1,\n".repeat(ROWS_MAX + 1)
    );
    for (text, expected) in [
        ("", FileFault::Empty),
        (" \n\n", FileFault::Empty),
        (HEADER, FileFault::Empty),
        (
            "PK\u{3}\u{4}xl/workbook.xml",
            FileFault::WrongFile(FileKind::Zip),
        ),
        ("<html><table>", FileFault::WrongFile(FileKind::Html)),
        (
            "{\"owed_records\":1}",
            FileFault::WrongFile(FileKind::Records),
        ),
        ("a\0,\0b\0", FileFault::WrongEncoding { line: 1 }),
        ("a,b\nM\u{fffd}ller", FileFault::WrongEncoding { line: 2 }),
        (
            &large,
            FileFault::TooLarge {
                bytes: BYTES_MAX + 1,
            },
        ),
        (&many, FileFault::TooManyRows),
        (
            "a,b\n1,2",
            FileFault::NoSuchColumn {
                field: Field::Issued,
                column: 2,
            },
        ),
    ] {
        let shown: String = text.chars().take(30).collect();
        assert_eq!(read(text, &options()), Err(expected.into()), "{shown}");
    }
    let mut without = options();
    without.columns.set(Field::Amount, None);
    assert_eq!(
        read(HEADER, &without),
        Err(FileFault::NoColumn(Field::Amount).into())
    );
}

#[test]
fn a_file_is_seen_for_what_it_is() {
    let german = "sep=;\r\nKundennr;Kunde;Rechnungs-Nr.;Rechnungsdatum;Fällig am;Betrag;Währung;Bezahlt am\r\n\
                  7;Müller;2026-1;13.1.2026;12.2.2026;1.234,50;EUR;\r\n";
    let guess = sniff(german).expect("a guess");
    assert_eq!(guess.delimiter, Delimiter::Semicolon);
    assert!(guess.has_header);
    assert_eq!(guess.columns, columns(Holds::Invoices.fields()));
    assert_eq!(guess.date_orders, [DateOrder::Dmy]);
    assert_eq!(guess.decimal_signs, [DecimalSign::Comma]);
    assert_eq!(guess.rows, 1);
    let options = Options::from_guess(&guess, "EUR".parse().expect("a currency"));
    let batch = read(german, &options).expect("a batch");
    assert_eq!(batch.records.customers[0].name, "Müller");
    assert_eq!(batch.records.invoices[0].customer, "7");

    let ambiguous = sniff(&format!("{HEADER}A,7,1/2/2026,3/4/2026,\"1,234\",\n")).expect("a guess");
    assert_eq!(ambiguous.date_orders, [DateOrder::Dmy, DateOrder::Mdy]);
    assert_eq!(ambiguous.decimal_signs, DecimalSign::ALL);
    let bare = sniff("A\t7\t2026-01-15\nB\t8\t2026-01-16\n").expect("a guess");
    assert_eq!(
        (bare.has_header, bare.rows, bare.delimiter),
        (false, 2, Delimiter::Tab)
    );
}

const PAYMENTS: &str = "Invoice,Customer,Payment date,Amount,Currency,Reference,Method\n";

/// As the file seems to be.
fn guessed(text: &str) -> Result<Batch, Refused> {
    let guess = sniff(text).expect("a guess");
    read(
        text,
        &Options::from_guess(&guess, "EUR".parse().expect("a currency")),
    )
}

fn written(batch: &Batch) -> String {
    String::from_utf8(crate::records::write(&batch.records).expect("JSON")).expect("text")
}

#[test]
fn a_row_of_payments_is_money_put_against_its_invoice() {
    let batch = guessed(&format!(
        "{PAYMENTS}A-1,,20.02.2026,\"1.912,00\",EUR,TX 7,card\n\n,Bolt,21.02.2026,\"80,5\",usd,,\nA-2,Bolt,22.02.2026,\"5,00\",,,\n"
    ))
    .expect("a batch");
    expect_test::expect![[r#"
        {"owed_records":1,
        "currency":"EUR",
        "payments":[
        {"customer":"","date":"2026-02-20","amount":"1912.00","currency":"EUR","method":"card","reference":"TX 7","allocations":[{"invoice":"A-1","amount":"1912.00"}]},
        {"customer":"Bolt","date":"2026-02-21","amount":"80.50","currency":"USD"},
        {"customer":"Bolt","date":"2026-02-22","amount":"5.00","currency":"EUR","allocations":[{"invoice":"A-2","amount":"5.00"}]}
        ]}
    "#]]
    .assert_eq(&written(&batch));
    // The place in the file, blank lines counted.
    let place = batch.origins.of(("payments", 2).into());
    assert_eq!(place.to_string(), "line 5");
}

#[test]
fn each_problem_of_a_payment_names_its_line() {
    for (row, expected) in [
        (",,2026-02-20,5,,,", "line 2, Invoice: \"\": missing"),
        ("A-1,,,5,,,", "line 2, Payment date: \"\": missing"),
        ("A-1,,2026-02-20,,,,", "line 2, Amount: \"\": missing"),
        (
            "A-1,,2026-02-20,-5,,,",
            "line 2, Amount: \"-5\": a payment is more than zero: what was given back is a refund",
        ),
        (
            "A-1,,2026-02-20,0,,,",
            "line 2, Amount: \"0\": a payment is more than zero: what was given back is a refund",
        ),
        (
            "A-1,,2026-02-20,5,Taler,,",
            "line 2, Currency: \"Taler\": not a currency code of ISO 4217",
        ),
    ] {
        match guessed(&format!("{PAYMENTS}{row}\n")) {
            Err(Refused::Rows(problems)) => assert_eq!(problems[0].to_string(), expected, "{row}"),
            other => panic!("{row}: {other:?}"),
        }
    }
    let twice = format!("{PAYMENTS}A-1,,2026-02-20,5,,,\nA-1,,2026-02-20,5,,,\n");
    let batch = guessed(&twice).expect("a batch");
    assert_eq!(batch.records.payments.len(), 2);
    assert_eq!(
        batch.warnings[0].to_string(),
        "line 3, Amount: \"5\": the same as line 2: both were taken"
    );
}

#[test]
fn a_row_of_customers_is_one_customer() {
    let text = "Company,Customer no.,E-mail,Street,Zip,City,Country,VAT number,Days to pay,Currency,Notes\n\
                Acme,K-7,a@acme.example,\"1 Road\nFloor 2\",AB1,Ham,de,DE1,14,eur,old friend\n\
                Bolt,,,,,,Narnia,,,,\n\
                bolt,,,,,,,,,,\n";
    let batch = guessed(text).expect("a batch");
    expect_test::expect![[r#"
        {"owed_records":1,
        "currency":"EUR",
        "customers":[
        {"number":"K-7","name":"Acme","email":"a@acme.example","address":{"lines":["1 Road","Floor 2"],"postcode":"AB1","city":"Ham","country":"DE"},"vat_id":"DE1","currency":"EUR","net_days":14,"note":"old friend"},
        {"name":"Bolt","address":{"lines":["Narnia"]}},
        {"name":"bolt"}
        ]}
    "#]]
    .assert_eq(&written(&batch));
    assert_eq!(
        batch.warnings[0].to_string(),
        "line 5, Company: \"bolt\": the same as line 4: both were taken"
    );
    for (row, expected) in [
        (",1,,,,,,,,,", "line 2, Company: \"\": missing"),
        (
            "A,,,,,,,,soon,,",
            "line 2, Days to pay: \"soon\": not a whole number of days",
        ),
        (
            "A,1,,,,,,,,,\nB,1,,,,,,,,,",
            "line 3, Customer no.: \"1\": the number of line 2 again",
        ),
    ] {
        let header = text.split('\n').next().unwrap_or_default();
        match guessed(&format!("{header}\n{row}\n")) {
            Err(Refused::Rows(problems)) => assert_eq!(problems[0].to_string(), expected, "{row}"),
            other => panic!("{row}: {other:?}"),
        }
    }
}

#[test]
fn what_a_table_holds_shows_in_its_header() {
    for (header, expected) in [
        (HEADER, Holds::Invoices),
        ("Customer,Invoice number,Date,Amount", Holds::Invoices),
        (PAYMENTS, Holds::Payments),
        ("Invoice number,Paid on,Amount", Holds::Payments),
        ("Customer,Date,Amount,Payment reference", Holds::Payments),
        ("Rechnungsnr;Zahldatum;Betrag", Holds::Payments),
        ("Name,E-mail", Holds::Customers),
        ("Firma;Straße;PLZ;Ort", Holds::Customers),
        ("Name,City,Invoice date,Due date,Total", Holds::Invoices),
        ("a,b,c", Holds::Invoices),
    ] {
        let guess = sniff(&format!("{}\nx", header.trim())).expect("a guess");
        assert_eq!(guess.holds, expected, "{header}");
    }
    let mut nobodys = options();
    nobodys.holds = Holds::Payments;
    nobodys.columns = columns(&[Field::PaidOn, Field::Amount]);
    assert_eq!(
        read("a,b\n2026-01-01,5", &nobodys),
        Err(FileFault::NoColumn(Field::Number).into())
    );
}

#[test]
fn bytes_that_are_no_table_are_called_by_their_name() {
    for (bytes, expected) in [
        (
            &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
            "this is a picture, not a table as text (CSV)",
        ),
        (
            b"PK\x03\x04",
            "this is a zip archive or a spreadsheet, not a table as text (CSV)",
        ),
        (
            b"{\"owed_records\":1}",
            "this is a records file of Owed, not a table as text (CSV)",
        ),
        (b"", "there is no row in it"),
    ] {
        let fault = check_bytes(bytes).expect_err("no table");
        assert_eq!(fault.to_string(), expected, "{}", bytes.escape_ascii());
    }
    for bytes in [
        &b"a,b\n"[..],
        b"M\xfcller",
        b"\xff\xfea\0,\0",
        b"\xef\xbb\xbfa,b",
    ] {
        assert_eq!(check_bytes(bytes), Ok(()), "{}", bytes.escape_ascii());
    }
}

/// The file of the oracles, where it is there.
fn ibm() -> Option<String> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/oracles/payments_data/ibm_accounts_receivable.csv"
    );
    std::fs::read_to_string(path)
        .inspect_err(|error| eprintln!("skipped: {path}: {error}"))
        .ok()
}

#[test]
fn a_real_file_is_read_as_it_is_guessed() {
    let Some(text) = ibm() else { return };
    let guess = sniff(&text).expect("a guess");
    let names: Vec<_> = Holds::Invoices
        .fields()
        .iter()
        .filter_map(|field| {
            guess
                .columns
                .of(*field)
                .map(|column| guess.header[column].as_str())
        })
        .collect();
    assert_eq!(
        names,
        [
            "customerID",
            "invoiceNumber",
            "InvoiceDate",
            "DueDate",
            "InvoiceAmount",
            "SettledDate"
        ]
    );
    let options = Options::from_guess(&guess, "USD".parse().expect("a currency"));
    assert_eq!(options.date_order, Some(DateOrder::Mdy));
    let batch = read(&text, &options).expect("a batch");
    assert_eq!((batch.rows, guess.rows), (2_466, 2_466));
    assert_eq!(batch.records.invoices.len(), 2_466);
    assert_eq!(batch.records.payments.len(), 2_466);
    assert!(batch.warnings.is_empty());
}

proptest! {
    #[test]
    fn no_text_stops_the_reader(text in "[a-c,;0-9/\\-.\"\\n$€ü ]{0,120}") {
        let _ = sniff(&text);
        let _ = read(&text, &options());
        let _ = read(&format!("{HEADER}{text}"), &options());
        for holds in Holds::ALL {
            let fields = columns(holds.fields());
            let _ = read(&text, &Options { holds, columns: fields, ..options() });
        }
    }

    #[test]
    fn hostile_fields_never_stop_the_reader_of_any_table(
        fields in prop::collection::vec(any::<String>(), 14), cut in any::<prop::sample::Index>(),
    ) {
        let quoted = |field: &String| format!("\"{}\"", field.replace('"', "\"\""));
        let row = fields.iter().map(quoted).collect::<Vec<_>>().join(",");
        let mut text = format!("{row}\n{row}\n");
        let end = (0..=cut.index(text.len())).rev().find(|end| text.is_char_boundary(*end));
        for whole in [true, false] {
            if !whole {
                text.truncate(end.unwrap_or(0));
            }
            for holds in Holds::ALL {
                let options = Options { holds, columns: columns(holds.fields()), ..options() };
                if let Ok(batch) = read(&text, &options) {
                    prop_assert_eq!(batch.records.customers.len(), batch.origins.customers.len());
                    prop_assert_eq!(batch.records.payments.len(), batch.origins.payments.len());
                    prop_assert_eq!(batch.records.invoices.len(), batch.origins.invoices.len());
                }
            }
        }
    }

    #[test]
    fn a_file_cut_off_or_changed_never_stops_the_reader(
        cut in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), letter in any::<char>(),
    ) {
        let text = format!("{HEADER}\"Müller, A\",7,2026-01-15,2026-02-14,\"912.00\",2026-02-20\n");
        let mut letters: Vec<char> = text.chars().collect();
        let count = letters.len();
        letters[place.index(count)] = letter;
        letters.truncate(cut.index(count));
        let text: String = letters.into_iter().collect();
        let _ = sniff(&text);
        let _ = read(&text, &options());
    }

    #[test]
    fn what_is_read_adds_up_to_what_is_written(
        cents in prop::collection::vec(1_i64..10_000_000, 1..30), comma in any::<bool>(),
    ) {
        let mut text = "customer;number;issued;due;amount;paid\n".to_owned();
        for (index, cents) in cents.iter().enumerate() {
            let sign = if comma { ',' } else { '.' };
            let amount = format!("{}{sign}{:02}", cents / 100, cents % 100);
            text.push_str(&format!("C{};{index};2026-01-31;2026-02-28;{amount};\n", index % 3));
        }
        let batch = read(&text, &options()).expect("a batch");
        let read: i64 = batch
            .records
            .invoices
            .iter()
            .filter_map(|invoice| Money::new(invoice.total?, invoice.currency?).ok())
            .map(Money::minor)
            .sum();
        prop_assert_eq!(read, cents.iter().sum::<i64>());
    }
}
