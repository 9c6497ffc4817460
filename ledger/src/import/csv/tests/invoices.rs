//! Rows of invoices, one kind of oddness after the other.

use super::*;

const HEADER: &str = "customer,number,issued,due,amount,paid\n";

fn of(rows: &str) -> Checked {
    let text = format!("{HEADER}{rows}");
    let paid = sniff(&text).expect("a guess").columns.of(Field::PaidOn);
    assert_eq!(paid, Some(5), "{rows}");
    checked(&text)
}

/// With a choice for a kind of odd rows.
fn chosen(text: &str, odd: Odd, choice: Choice) -> Checked {
    let mut options = guessed(text);
    options.choices.set(odd, Some(choice));
    check(text, &options, &book()).expect("a table")
}

#[test]
fn a_row_is_an_opening_item_and_its_payment() {
    let batch = of("Acme,7,2026-01-15,2026-02-14,912.00,2026-02-20\n\
         Bolt,8,2026-01-16,2026-02-15,\"1,480.00\",\n");
    assert_eq!((batch.rows, batch.taken()), (2, 2));
    assert!(batch.is_plain());
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
    .assert_eq(&written(&batch));
}

#[test]
fn a_negative_amount_is_a_credit_and_its_payment_a_refund() {
    let batch = of("Acme,9,2026-01-15,2026-01-15,-50.00,2026-01-20\n");
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
            "line 2, due: \"2026-01-14\": due before it was issued, on 2026-01-15",
        ),
        (
            "A,7,2026-01-15,2026-01-15,0.00,",
            "line 2, amount: \"0.00\": zero: there is nothing to ask for",
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
        (
            "A,7,2026-01-15,,1,",
            "line 2, due: \"\": no due date: by the terms of payment 2026-01-15",
        ),
        (
            "A,7,2026-01-15,2026-01-15,5,2026-01-10",
            "line 2, paid: \"2026-01-10\": paid before it was issued, on 2026-01-15",
        ),
        (
            "A,7,2052-01-15,2052-01-15,5,",
            "line 2, issued: \"2052-01-15\": far from today: it reads as 2052-01-15",
        ),
        (
            "Total,,,,5,\nB,8,2026-01-15,2026-01-15,5,\n",
            "line 2: a heading or a total, no row",
        ),
    ] {
        let text = format!("{HEADER}{rows}");
        let mut options = guessed(&text);
        options.columns.set(Field::PaidOn, Some(5));
        let checked = check(&text, &options, &book()).expect("a table");
        assert_eq!(told(&checked), [expected], "{rows}");
    }
}

#[test]
fn good_rows_come_in_whatever_the_others_are() {
    let text = format!(
        "{HEADER}A,1,2026-01-15,2026-02-14,100.00,\nA,2,never,2026-02-14,lots,\nA,3,2026-01-16,2026-02-14,300.00,\n"
    );
    let checked = checked(&text);
    let numbers = checked
        .records
        .invoices
        .iter()
        .map(|invoice| invoice.number.as_str());
    assert_eq!(numbers.collect::<Vec<_>>(), ["1", "3"]);
    assert_eq!(checked.left.len(), 1);
    assert_eq!(checked.left[0].line, 3);
    assert_eq!(checked.left[0].fields[..3], ["A", "2", "never"]);
    assert_eq!(checked.left[0].why, RowFault::NotADate(DateOrder::Ymd));
    let unclosed = format!(
        "{HEADER}A,1,2026-01-15,2026-02-14,100.00,\nA,\"2,2026-01-15,2026-02-14,1,\nA,3,2026-01-16,2026-02-14,3.00,\n"
    );
    let checked = super::checked(&unclosed);
    assert_eq!(
        (checked.rows, checked.taken(), checked.left.len()),
        (3, 2, 1)
    );
    assert_eq!(checked.left[0].fields, ["A,\"2,2026-01-15,2026-02-14,1,"]);
}

#[test]
fn odd_rows_are_counted_beyond_those_that_are_told() {
    let rows = "A,7,never,2026-01-15,1,\n".repeat(PROBLEMS_MAX + 5);
    let checked = of(&rows);
    assert_eq!(checked.found.len(), PROBLEMS_MAX);
    assert_eq!(checked.counts[&Odd::Faulty], PROBLEMS_MAX + 5);
    assert_eq!(checked.left.len(), PROBLEMS_MAX + 5);
}

#[test]
fn what_can_be_read_as_two_things_is_asked_back() {
    let fault = |rows: &str| {
        let text = format!("{HEADER}{rows}");
        check(&text, &guessed(&text), &book())
            .map(drop)
            .map_err(|fault| fault.to_string())
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
        assert_eq!(fault(rows), Err(expected.to_owned()), "{rows}");
    }
    // Stated, or where it makes no difference, it is read.
    let text = format!("{HEADER}A,7,1/1/2026,3/4/2026,1,\n");
    let mut stated = guessed(&text);
    for field in DATES {
        stated.date_orders.set(field, Some(DateOrder::Dmy));
    }
    let read = check(&text, &stated, &book()).expect("a table");
    assert_eq!(read.records.invoices[0].due, Some(day("2026-04-03")));
    assert_eq!(fault("A,7,1/1/2026,2/2/2026,12,\n"), Ok(()));
    // A currency is never taken in silence.
    let mut unsaid = guessed(&text);
    unsaid.currency = None;
    for field in DATES {
        unsaid.date_orders.set(field, Some(DateOrder::Dmy));
    }
    assert_eq!(
        check(&text, &unsaid, &book()),
        Err(FileFault::NoCurrency { line: 2 })
    );
}

#[test]
fn each_column_of_dates_may_have_an_order_of_its_own() {
    let text = "customer,number,issued,due,amount\nA,1,13/01/2026,02/20/2026,5\nA,2,03/02/2026,03/04/2026,5\n";
    let guess = sniff(text).expect("a guess");
    assert_eq!(
        guess.date_orders[..2],
        [vec![DateOrder::Dmy], vec![DateOrder::Mdy]]
    );
    let checked = checked(text);
    let second = &checked.records.invoices[1];
    assert_eq!(
        (second.issued, second.due),
        (day("2026-02-03"), Some(day("2026-03-04")))
    );
    // Of several orders within one column nothing follows for another.
    let mixed = "customer,number,issued,due,amount\nA,1,13/10/2025,12/11/2025,5\nA,2,10/14/2025,11/13/2025,5\n";
    let both = vec![DateOrder::Dmy, DateOrder::Mdy];
    assert_eq!(
        sniff(mixed).expect("a guess").date_orders[..2],
        [both.clone(), both]
    );
}

#[test]
fn a_sign_that_several_currencies_have_is_asked_about() {
    let mark = |amount: &str| {
        let text =
            format!("customer;number;issued;due;amount\nA;1;2026-01-15;2026-01-20;{amount}\n");
        let guess = sniff(&text).expect("a guess");
        (guess.needs_currency, guess.marks)
    };
    assert_eq!(mark("$5.00"), (true, vec![Mark::Symbol('$')]));
    assert_eq!(mark("5.00 €"), (false, vec![Mark::Code(euro())]));
    assert_eq!(mark("EUR 5.00"), (false, vec![Mark::Code(euro())]));
    assert_eq!(mark("5.00"), (true, vec![]));
}

#[test]
fn paid_and_open_say_what_is_owed() {
    let table = |rows: &str| format!("Number,Customer,Date,Due,Total,Amount paid,Balance\n{rows}");
    let row = "1,A,2026-01-15,2026-02-14,100.00,40.00,60.00\n";
    let text = table(&format!(
        "{row}2,A,2026-01-15,2026-02-14,50.00,50.00,0.00\n"
    ));
    let mut options = guessed(&text);
    let asked = check(&text, &options, &book()).expect("a table");
    assert_eq!(asked.undated, 2);
    assert!(!asked.is_plain());
    options.paid = Some(PaidWhen::On(day("2026-02-01")));
    let on_a_day = check(&text, &options, &book()).expect("a table");
    let paid = on_a_day
        .records
        .payments
        .iter()
        .map(|paid| (paid.date, paid.amount.to_string()));
    let first = day("2026-02-01");
    assert_eq!(
        paid.collect::<Vec<_>>(),
        [(first, "40.00".to_owned()), (first, "50.00".to_owned())]
    );
    assert!(on_a_day.is_plain());
    options.paid = Some(PaidWhen::WhenDue);
    let when_due = check(&text, &options, &book()).expect("a table");
    assert_eq!(when_due.records.payments[0].date, day("2026-02-14"));
    options.paid = Some(PaidWhen::OpenOnly);
    let open = check(&text, &options, &book()).expect("a table");
    assert_eq!(open.records.invoices.len(), 1);
    assert_eq!(
        open.records.invoices[0]
            .total
            .map(|total| total.to_string())
            .as_deref(),
        Some("60.00")
    );
    assert_eq!(open.counts[&Odd::PaidInFull], 1);
    // What does not add up, or is too much.
    assert_eq!(
        odd(&table("1,A,2026-01-15,2026-02-14,100.00,40.00,50.00\n")),
        ["line 2, Balance: \"50.00\": paid and open do not add up to the amount"]
    );
    assert_eq!(
        odd(&table("1,A,2026-01-15,2026-02-14,100.00,,150.00\n")),
        [
            "line 2, Balance: \"150.00\": more is open than was asked for, or less than nothing was paid"
        ]
    );
    let over = table("1,A,2026-01-15,2026-02-14,100.00,120.00,-20.00\n");
    let mut options = guessed(&over);
    options.paid = Some(PaidWhen::On(day("2026-02-01")));
    let over = check(&over, &options, &book()).expect("a table");
    assert_eq!(
        told(&over),
        ["line 2, Amount paid: \"120.00\": 20.00 EUR more than is open of it"]
    );
    let payment = &over.records.payments[0];
    assert_eq!(payment.amount.to_string(), "120.00");
    assert_eq!(payment.allocations[0].amount.to_string(), "100.00");
}

#[test]
fn a_column_called_paid_holds_days_amounts_or_yes_and_no() {
    for (paid, field) in [
        ("2026-02-01", Field::PaidOn),
        ("40.00", Field::Paid),
        ("yes", Field::PaidOn),
    ] {
        let text = format!(
            "Number,Customer,Date,Due,Total,Paid\n1,A,2026-01-15,2026-02-14,100.00,{paid}\n"
        );
        assert_eq!(
            sniff(&text).expect("a guess").columns.of(field),
            Some(5),
            "{paid}"
        );
    }
}

#[test]
fn kinds_and_statuses_say_what_is_owed() {
    let table = |rows: &str| format!("Type,Number,Customer,Date,Due,Total,Status\n{rows}");
    let row = |kind: &str, amount: &str, status: &str| {
        table(&format!(
            "{kind},1,A,2026-01-15,2026-02-14,{amount},{status}\n"
        ))
    };
    for (kind, status, expected) in [
        ("Invoice", "Sent", (1, DocumentKind::Invoice)),
        ("", "", (1, DocumentKind::Invoice)),
        ("Credit note", "Open", (1, DocumentKind::CreditNote)),
        ("Invoice", "Void", (0, DocumentKind::Invoice)),
        ("Quote", "", (0, DocumentKind::Invoice)),
        ("Invoice", "Draft", (0, DocumentKind::Invoice)),
        ("Invoice", "cancelled", (0, DocumentKind::Invoice)),
    ] {
        let checked = checked(&row(kind, "100.00", status));
        let kinds = checked.records.invoices.iter().map(|invoice| invoice.kind);
        let expected = vec![expected.1; expected.0];
        assert_eq!(kinds.collect::<Vec<_>>(), expected, "{kind} {status}");
    }
    let paid = checked(&row("Invoice", "100.00", "Paid"));
    assert_eq!(paid.undated, 1);
    let unknown = row("Banana", "100.00", "");
    let asked = checked(&unknown);
    assert_eq!(asked.asked(&guessed(&unknown)), [Odd::UnknownKind]);
    let taken = chosen(&unknown, Odd::UnknownKind, Choice::Take);
    assert_eq!(taken.records.invoices.len(), 1);
    // A payment is never an invoice.
    let payment = row("Payment", "-100.00", "");
    assert_eq!(checked(&payment).records.invoices.len(), 0);
    let taken = chosen(&payment, Odd::PaymentRow, Choice::Take);
    assert_eq!(taken.records.invoices.len(), 0);
    assert_eq!(taken.records.payments[0].amount.to_string(), "100.00");
    assert_eq!(taken.records.payments[0].allocations, []);
}

#[test]
fn a_mark_or_two_columns_say_on_which_side_an_amount_is() {
    let marked = "Number,Customer,Date,Due,Total,D/C\n1,A,2026-01-15,2026-02-14,100.00,D\n2,A,2026-01-15,2026-02-14,40.00,C\n";
    let sides = "Number;Customer;Date;Due;Soll;Haben\n1;A;2026-01-15;2026-02-14;100,00;\n2;A;2026-01-15;2026-02-14;0,00;40,00\n";
    for text in [marked, sides] {
        let checked = checked(text);
        let kinds = checked
            .records
            .invoices
            .iter()
            .map(|invoice| (invoice.kind, invoice.total.map(|total| total.to_string())));
        assert_eq!(
            kinds.collect::<Vec<_>>(),
            [
                (DocumentKind::Invoice, Some("100.00".to_owned())),
                (DocumentKind::CreditNote, Some("40.00".to_owned())),
            ],
            "{text}"
        );
    }
}

#[test]
fn several_rows_of_one_number_are_one_invoice() {
    let table =
        |amount: &str, rows: &str| format!("Number,Customer,Date,Due,{amount},Description\n{rows}");
    for (name, first, second, total) in [
        ("Total", "120.00", "120.00", "120.00"),
        ("Total", "60.00", "40.00", "100.00"),
        ("Line amount", "50.00", "50.00", "100.00"),
    ] {
        let text = table(
            name,
            &format!(
                "1,A,2026-01-15,2026-02-14,{first},Work\n1,A,2026-01-15,2026-02-14,{second},Travel\n"
            ),
        );
        let checked = checked(&text);
        assert_eq!(checked.records.invoices.len(), 1);
        assert_eq!(
            checked.records.invoices[0]
                .total
                .map(|total| total.to_string())
                .as_deref(),
            Some(total)
        );
        assert_eq!(
            told(&checked),
            [format!(
                "line 3, Number: \"1\": a further row of line 2: together they ask for {total} EUR"
            )]
        );
        let left = chosen(&text, Odd::FurtherRows, Choice::LeaveOut);
        assert_eq!((left.records.invoices.len(), left.left.len()), (0, 2));
    }
    // Of another customer, or the very same row, it is a number given twice.
    for second in [
        "1,B,2026-01-15,2026-02-14,5,x",
        "1,A,2026-01-15,2026-02-14,5,Work",
    ] {
        let text = table(
            "Total",
            &format!("1,A,2026-01-15,2026-02-14,5,Work\n{second}\n"),
        );
        assert_eq!(
            odd(&text),
            ["line 3, Number: \"1\": the number of line 2 again"]
        );
    }
}

#[test]
fn the_book_keeps_what_it_has() {
    let book = book_of("1,Alpha,2026-01-15,2026-02-14,100.00\n");
    let text = "Number,Customer,Issued,Due,Total\n1,alpha\u{a0},2026-01-15,2026-02-14,100.00\n2,Alpha,2026-01-16,2026-02-14,5.00\n";
    let checked = check(text, &guessed(text), &book).expect("a table");
    assert_eq!(
        told(&checked),
        ["line 2, Number: \"1\": in the book already"]
    );
    assert_eq!((checked.taken(), checked.skipped), (1, 1));
    let other = "Number,Customer,Issued,Due,Total\n1,Alpha,2026-01-15,2026-02-14,101.00\n";
    let checked = check(other, &guessed(other), &book).expect("a table");
    assert_eq!(
        told(&checked),
        ["line 2, Number: \"1\": the book has another document of this number"]
    );
    assert_eq!((checked.left.len(), checked.skipped), (1, 0));
}

#[test]
fn without_a_due_date_the_terms_say_it() {
    let mut book = book();
    let records = records::read(
        br#"{"owed_records":1,"customers":[{"number":"K-1","name":"Alpha","net_days":14}]}"#,
    );
    take(&mut book, &records.expect("records"));
    let text = "Number,Customer,Issued,Total\n1,Alpha,2026-01-15,100.00\n2,Beta,2026-01-15,5.00\n";
    let checked = check(text, &guessed(text), &book).expect("a table");
    let due = checked.records.invoices.iter().map(|invoice| invoice.due);
    assert_eq!(
        due.collect::<Vec<_>>(),
        [Some(day("2026-01-29")), Some(day("2026-01-15"))]
    );
    assert_eq!(checked.counts[&Odd::NoDue], 2);
    let left = chosen(text, Odd::NoDue, Choice::LeaveOut);
    assert_eq!((left.records.invoices.len(), left.left.len()), (0, 2));
}

#[test]
fn what_the_plan_refuses_is_left_out_by_its_row() {
    let mut book = book();
    let close = Command::ClosePeriod {
        until: day("2025-12-31"),
        reason: String::new(),
    };
    let set = execute(&book, &close, &context()).expect("closed");
    for change in &set.changes {
        book.apply(2, change).expect("a change that fits");
    }
    let text = "Number,Customer,Issued,Due,Total\n1,Alpha,2025-01-15,2025-02-14,100.00\n2,Beta,2026-01-15,2026-02-14,5.00\n";
    let options = guessed(text);
    let checked = check(text, &options, &book).expect("a table");
    assert_eq!(checked.taken(), 2);
    let steps = Steps::default();
    let sound = at_once(sound_in_steps(
        checked,
        text,
        &options,
        &book,
        &context(),
        &steps,
    ));
    let sound = sound.expect("a sound table");
    assert_eq!((sound.taken(), sound.left.len()), (1, 1));
    assert_eq!(sound.left[0].line, 2);
    assert!(
        told(&sound)[0].contains("in the closed period"),
        "{:?}",
        told(&sound)
    );
    assert!(import::plan(&book, &sound.records, &context()).is_ok());
}

#[test]
fn the_first_rows_are_shown_as_they_will_be_read() {
    let text = "Number,Customer,Issued,Due,Total\n1,A,01/05/2026,02/04/2026,\"1,234.50\"\n";
    let guess = sniff(text).expect("a guess");
    let mut options = Options::from_guess(&guess, today());
    let fields = [Field::Number, Field::Issued, Field::Amount];
    let shown = |options: &Options| preview(&guess, options, &fields)[0].1.clone();
    assert_eq!(shown(&options)[1], Shown::Unread("01/05/2026".to_owned()));
    options.date_orders.set(Field::Issued, Some(DateOrder::Mdy));
    options.currency = Some(euro());
    let money = Money::new("1234.50".parse().expect("an amount"), euro()).expect("money");
    assert_eq!(
        shown(&options),
        [
            Shown::Text("1".to_owned()),
            Shown::Date(day("2026-01-05")),
            Shown::Money(money)
        ]
    );
}
