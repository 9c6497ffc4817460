//! What is exported and comes back, and any records file.

use proptest::prelude::*;

use super::*;

#[test]
fn an_exported_book_comes_back_with_the_same_figures() {
    let today = date("2026-11-21");
    let mut demo = Book::empty(BookId::default());
    for change in crate::demo::changes(today, Chain(1)) {
        demo.apply(1, &change).expect("a change that fits");
    }
    let exported = records::of(&demo);
    let bytes = records::write(&exported).expect("JSON");
    let read = records::read(&bytes).expect("a records file");
    assert_eq!(read, exported);
    let mut book = Book::empty(BookId::default());
    let business = (**demo.business().expect("a business")).clone();
    run(
        &mut book,
        &Command::SaveBusiness {
            business,
            opened: Version::NONE,
        },
        &context(),
    )
    .expect("a book");
    import(&mut book, read).expect("an import");
    assert_eq!(check::whole(&book), []);
    let mut again = records::of(&book);
    let mut before = exported;
    again.invoices.sort_by(|a, b| a.number.cmp(&b.number));
    before.invoices.sort_by(|a, b| a.number.cmp(&b.number));
    assert_eq!(again, before);
    for invoice in demo.invoices().iter().filter(|invoice| !invoice.is_draft()) {
        let twin = book.by_number(invoice.number()).expect("its twin").id;
        for day in (0..600).step_by(17) {
            let day = today.minus_days(day).expect("a day");
            assert_eq!(book.balance(twin, day), demo.balance(invoice.id, day));
        }
    }
}

#[test]
fn a_large_file_is_planned_in_time_that_grows_with_it() {
    let mut file = RecordsFile::new();
    file.currency = "EUR".parse().ok();
    for n in 0..20_000 {
        let (number, customer) = (format!("X{n}"), format!("Customer {}", n % 500));
        let issued = date("2026-01-01").plus_days(n % 300).expect("a day");
        let amount: Decimal = "12.34".parse().expect("an amount");
        file.payments.push(records::PaymentRecord {
            customer: customer.clone(),
            date: issued,
            amount,
            currency: None,
            method: String::new(),
            reference: String::new(),
            note: String::new(),
            allocations: vec![records::AllocationRecord {
                invoice: number.clone(),
                amount,
                date: None,
            }],
            refunds: Vec::new(),
        });
        let kind = records::DocumentKind::Invoice;
        file.invoices.push(records::InvoiceRecord::opening(
            kind, number, customer, issued, amount,
        ));
    }
    let set = plan(&book(), &file, &context()).expect("an import");
    assert_eq!(set.changes.len(), 60_500);
}

#[test]
fn what_was_imported_is_exported() {
    let tax = r#"{"name":"VAT","category":"S","percent":"20"}"#;
    let exempt = r#"{"name":"VAT","category":"E","percent":"0","exemption_code":"VATEX-EU-132","exemption_reason":"Art. 132"}"#;
    let arrays = format!(
        r#""currency":"EUR",
        "customers":[{{"number":"K-7","name":"Acme","contact":"Jo","email":"jo@acme.example","phone":"1",
          "address":{{"lines":["1 Road"],"postcode":"1","city":"Ham","region":"R","country":"DE"}},
          "vat_id":"DE1","tax_number":"2","registration":"3","electronic_address":{{"scheme":"EM","value":"x"}},
          "language":"de","currency":"EUR","net_days":14,"buyer_reference":"4","note":"n","archived":true}}],
        "items":[{{"number":"I-1","description":"Work","unit":"HUR","unit_price":"95.00","currency":"EUR",
          "taxes":[{tax}],"archived":true}}],
        "invoices":[
        {{"kind":"deposit","number":"D","customer":"K-7","issued":"2026-01-01","due":"2026-01-01","currency":"EUR",
          "lines":[{{"description":"a","quantity":"1","unit_price":"50.00","taxes":[{tax}]}}],"total":"60.00"}},
        {{"number":"1","customer":"K-7","issued":"2026-01-15","due":"2026-03-14","currency":"EUR","prices":"gross",
          "lines":[{{"description":"b","quantity":"2","unit":"HUR","unit_price":"96.00","taxes":[{tax}],
            "adjustments":[{{"kind":"allowance","amount":"1.00","reason":"r","reason_code":"95"}}],
            "details":{{"item":"I-1","price_base_quantity":"1","note":"n","seller_item":"s","buyer_item":"b",
              "period":{{"from":"2026-01-01","to":"2026-01-31"}}}}}},
            {{"description":"c","quantity":"1","unit_price":"10.00","taxes":[{exempt}]}}],
          "adjustments":[{{"kind":"charge","percent":"10","taxes":[{tax}]}}],
          "deducts":["D"],"total":"161.10",
          "instalments":[{{"due":"2026-02-14","amount":"100.00"}},{{"due":"2026-03-14","amount":"61.10"}}],
          "early_discounts":[{{"days":10,"percent":"2"}}],
          "details":{{"buyer_reference":"a","purchase_order":"b","contract":"c","project":"d",
            "period":{{"from":"2026-01-01","to":"2026-01-31"}},"delivered":"2026-01-10","tax_point":"2026-01-11",
            "payment_reference":"e","note":"f","footer":"g"}},"sent":"2026-01-16"}},
        {{"number":"2","customer":"K-7","issued":"2026-01-16","due":"2026-01-16","currency":"USD","rate":"0.9",
          "lines":[{{"description":"d","quantity":"1","unit_price":"100.00"}}],
          "retained":[{{"name":"IRPF","percent":"15"}}],"total":"85.00","void":{{"date":"2026-01-17","reason":"wrong"}}}},
        {{"kind":"credit_note","number":"C","customer":"K-7","issued":"2026-01-20","due":"2026-01-20","currency":"EUR",
          "lines":[{{"description":"e","quantity":"1","unit_price":"9.00"}}],"credits":"1","total":"9.00",
          "details":{{"credit_reason":"h"}},"allocations":[{{"invoice":"1","amount":"5.00","date":"2026-01-21"}}],
          "refunds":[{{"date":"2026-01-22","amount":"4.00","reference":"r"}}]}}],
        "payments":[{{"customer":"K-7","date":"2026-02-01","amount":"70.00","currency":"EUR","method":"transfer",
          "reference":"r","note":"n","allocations":[{{"invoice":"1","amount":"20.00","date":"2026-02-02"}},
            {{"invoice":"1","amount":"-20.00","date":"2026-02-03"}},{{"invoice":"D","amount":"60.00","date":"2026-02-03"}}],
          "refunds":[{{"date":"2026-02-04","amount":"10.00","reference":"s"}}]}}],
        "write_offs":[{{"invoice":"1","date":"2026-02-05","amount":"3.00","reason":"small"}},
          {{"invoice":"1","date":"2026-02-06","amount":"-3.00","reason":"after all"}}]"#
    );
    let book = imported(&arrays);
    let text =
        |file: &RecordsFile| String::from_utf8(records::write(file).expect("JSON")).expect("text");
    assert_eq!(text(&records::of(&book)), text(&file(&arrays)));
}

/// A document of a few possible numbers, customers, days and amounts, so that
/// many fit each other and many do not.
fn some_invoice() -> impl Strategy<Value = records::InvoiceRecord> {
    let kinds = prop::sample::select(vec![
        records::DocumentKind::Invoice,
        records::DocumentKind::Invoice,
        records::DocumentKind::Deposit,
        records::DocumentKind::CreditNote,
    ]);
    let more = (any::<bool>(), prop::option::of(0_u8..6), 0_u8..8, 0_u32..6);
    (kinds, 0_u8..6, 0_u8..2, 1_u32..6, 1_i128..5, more).prop_map(
        |(kind, number, customer, day, amount, (lines, other, odd, odd_day))| {
            let issued = Date::new(2026, 1, day).expect("a day");
            let total = Decimal::new(amount * 100, 2).expect("an amount");
            let customer = format!("C{customer}");
            let mut record =
                records::InvoiceRecord::opening(kind, number.to_string(), customer, issued, total);
            if lines {
                record.lines = vec![records::LineRecord {
                    description: "x".to_owned(),
                    quantity: Decimal::ONE,
                    unit: String::new(),
                    unit_price: total,
                    taxes: Vec::new(),
                    adjustments: Vec::new(),
                    details: None,
                }];
                record.total = None;
            }
            let date = Date::new(2026, 1, odd_day + 1).expect("a day");
            match (odd, other.map(|other| other.to_string())) {
                (0, Some(other)) => record.deducts = vec![other],
                (1, Some(other)) => record.credits = Some(other),
                (2, _) => {
                    let reason = String::new();
                    record.void = Some(records::VoidRecord { date, reason });
                }
                (3, _) => record.sent = Some(date),
                _ => {}
            }
            record
        },
    )
}

fn some_payment() -> impl Strategy<Value = records::PaymentRecord> {
    let part = (
        0_u8..6,
        prop::sample::select(vec![100_i128, 200, -100]),
        prop::option::of(1_u32..8),
    );
    let parts = prop::collection::vec(part, 0..3);
    (0_u8..2, 1_u32..8, 1_i128..5, parts, any::<bool>()).prop_map(
        |(customer, day, amount, parts, refunded)| {
            let date = Date::new(2026, 1, day).expect("a day");
            let minor = |minor| Decimal::new(minor, 2).expect("an amount");
            let allocation =
                |(invoice, amount, day): (u8, i128, Option<u32>)| records::AllocationRecord {
                    invoice: invoice.to_string(),
                    amount: minor(amount),
                    date: day.map(|day| Date::new(2026, 1, day).expect("a day")),
                };
            let refund = records::RefundRecord {
                date,
                amount: minor(100),
                reference: String::new(),
            };
            records::PaymentRecord {
                customer: format!("C{customer}"),
                date,
                amount: minor(amount * 100),
                currency: None,
                method: String::new(),
                reference: String::new(),
                note: String::new(),
                allocations: parts.into_iter().map(allocation).collect(),
                refunds: refunded.then_some(refund).into_iter().collect(),
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Not one of the two that agree: the plan holds each record against its
    /// own rules, the checks hold the book against theirs.
    #[test]
    fn the_checks_find_nothing_in_what_an_import_takes(
        invoices in prop::collection::vec(some_invoice(), 0..4),
        payments in prop::collection::vec(some_payment(), 0..3),
        again in prop::collection::vec(some_payment(), 0..2),
    ) {
        let mut book = book();
        let mut first = RecordsFile::new();
        first.invoices = invoices;
        first.payments = payments;
        let mut second = RecordsFile::new();
        second.payments = again;
        for file in [first, second] {
            let before = book.clone();
            match import(&mut book, file) {
                Ok(()) => prop_assert_eq!(check::whole(&book), []),
                Err(problems) => {
                    prop_assert!(!problems.is_empty());
                    prop_assert_eq!(&book, &before);
                }
            }
        }
    }
}

#[test]
fn two_states_of_a_book_are_held_against_each_other() {
    use crate::backup::{Comparison, compare};
    let before = imported(
        r#""invoices":[{"number":"1","customer":"A","issued":"2026-02-01","total":"100"}]"#,
    );
    let mut after = before.clone();
    let more = r#""invoices":[
          {"number":"2","customer":"B","issued":"2026-02-02","total":"50.10"},
          {"number":"3","customer":"A","issued":"2026-02-02","total":"7","currency":"USD"},
          {"kind":"credit_note","number":"C","customer":"A","issued":"2026-02-03","total":"0.20"}],
        "payments":[{"customer":"A","date":"2026-02-04","amount":"30"}]"#;
    import(&mut after, file(more)).expect("an import");
    let same = compare(&before, &before);
    assert_eq!(same, Comparison::default());
    let differs = compare(&after, &before);
    assert!(differs.only_there.is_empty());
    let lost = &differs.only_here;
    let kinds = [(RecordKind::Customer, 1), (RecordKind::Payment, 1)];
    for (kind, count) in kinds {
        assert_eq!(lost.kinds.get(&kind), Some(&count), "{kind:?}");
    }
    assert_eq!(lost.drafts, 0);
    assert_eq!(lost.documents, ["2", "3", "C"]);
    let sums: Vec<String> = lost
        .sums()
        .map(|(asked, paid)| {
            let text =
                |money: Option<Money>| money.map_or("-".to_owned(), |money| money.to_string());
            format!("{} {}", text(asked), text(paid))
        })
        .collect();
    assert_eq!(sums, ["49.90 EUR 30.00 EUR", "7.00 USD -"]);
    let back = compare(&before, &after);
    assert_eq!(
        (&back.only_there, &back.only_here),
        (lost, &differs.only_there)
    );

    // A customer who is called otherwise by now is neither lost nor brought.
    let mut renamed = before.clone();
    let customer = before.customers().iter().next().expect("a customer");
    let mut named = (**customer).clone();
    named.details.name = "Anna".to_owned();
    let save = Command::SaveCustomer {
        id: Some(customer.id),
        customer: named,
        opened: before.version(customer.id.into()),
    };
    run(&mut renamed, &save, &context()).expect("saved");
    let differs = compare(&renamed, &before);
    assert_eq!(differs.changed.values().sum::<usize>(), 1);
    assert!(differs.only_here.is_empty() && differs.only_there.is_empty());
}
