//! Rows of payments, held against a book of Alpha's invoices 1 (100.00) and 2
//! (200.00).

use super::*;
use crate::problem::FieldName;

const HEADER: &str = "Invoice,Customer,Payment date,Amount,Currency,Reference,Method\n";

fn alphas() -> Book {
    book_of("1,Alpha,2026-10-01,2026-10-31,100.00\n2,Alpha,2026-10-02,2026-11-01,200.00\n")
}

fn of(rows: &str, choices: &[(Odd, Choice)]) -> Checked {
    let text = format!("{HEADER}{rows}");
    let mut options = guessed(&text);
    for (odd, choice) in choices {
        options.choices.set(*odd, Some(*choice));
    }
    check(&text, &options, &alphas()).expect("a table")
}

/// Each payment: whose, how much, and what of it is put against which.
fn payments(checked: &Checked) -> Vec<(String, String, Vec<String>)> {
    let payments = checked.records.payments.iter();
    payments
        .map(|payment| {
            let parts = payment.allocations.iter();
            (
                payment.customer.clone(),
                payment.amount.to_string(),
                parts
                    .map(|part| format!("{}: {}", part.invoice, part.amount))
                    .collect(),
            )
        })
        .collect()
}

fn paid(whose: &str, amount: &str, parts: &[&str]) -> (String, String, Vec<String>) {
    (
        whose.to_owned(),
        amount.to_owned(),
        parts.iter().map(|part| (*part).to_owned()).collect(),
    )
}

#[test]
fn a_row_is_money_put_against_its_invoice() {
    let checked = of(
        "1,,20.11.2026,\"100,00\",EUR,TX 7,card\n\n,alpha,21.11.2026,\"80,50\",,,\n2,Alpha,22.11.2026,\"50,00\",€,,\n",
        &[],
    );
    assert!(checked.is_plain(), "{:?}", told(&checked));
    assert_eq!(
        payments(&checked),
        [
            paid("Alpha", "100.00", &["1: 100.00"]),
            paid("alpha", "80.50", &[]),
            paid("Alpha", "50.00", &["2: 50.00"]),
        ]
    );
    assert_eq!(checked.records.payments[0].method, "card");
    // The place in the file, blank lines counted.
    assert_eq!(
        checked
            .origins
            .of((FieldName::Payments, 2).into())
            .to_string(),
        "line 5"
    );
}

#[test]
fn each_problem_names_its_line() {
    for (row, expected) in [
        (",,2026-11-20,5,,,", "line 2, Invoice: \"\": missing"),
        ("1,,,5,,,", "line 2, Payment date: \"\": missing"),
        ("1,,2026-11-20,,,,", "line 2, Amount: \"\": missing"),
        (
            "1,,2026-11-20,-5,,,",
            "line 2, Amount: \"-5\": a payment is more than zero: what was given back is a refund",
        ),
        (
            "1,,2026-11-20,5,Taler,,",
            "line 2, Currency: \"Taler\": not a currency code of ISO 4217",
        ),
        (
            "1,,2026-11-20,5,USD,,",
            "line 2, Invoice: \"1\": marked as another currency than EUR",
        ),
    ] {
        assert_eq!(told(&of(&format!("{row}\n"), &[])), [expected], "{row}");
    }
}

#[test]
fn what_only_the_user_knows_is_asked() {
    for (rows, odd, choice, expected) in [
        // No such invoice.
        (
            "99,Alpha,2026-11-20,50,,,\n",
            Odd::UnknownInvoice,
            None,
            vec![],
        ),
        (
            "99,Alpha,2026-11-20,50,,,\n",
            Odd::UnknownInvoice,
            Some(Choice::OnAccount),
            vec![paid("Alpha", "50.00", &[])],
        ),
        // Somebody else's.
        (
            "1,Beta,2026-11-20,100,,,\n",
            Odd::OtherPayer,
            Some(Choice::Take),
            vec![paid("Alpha", "100.00", &["1: 100.00"])],
        ),
        // Two equal rows.
        (
            "2,Alpha,2026-11-20,50,,,\n2,Alpha,2026-11-20,50,,,\n",
            Odd::SamePayment,
            None,
            vec![paid("Alpha", "50.00", &["2: 50.00"])],
        ),
        (
            "2,Alpha,2026-11-20,50,,,\n2,Alpha,2026-11-20,50,,,\n",
            Odd::SamePayment,
            Some(Choice::Take),
            vec![
                paid("Alpha", "50.00", &["2: 50.00"]),
                paid("Alpha", "50.00", &["2: 50.00"]),
            ],
        ),
        // A list that does not add up.
        (
            "\"1, 2\",Alpha,2026-11-20,150,,,\n",
            Odd::ListDiffers,
            None,
            vec![],
        ),
        (
            "\"1, 2\",Alpha,2026-11-20,150,,,\n",
            Odd::ListDiffers,
            Some(Choice::Take),
            vec![paid("Alpha", "150.00", &["1: 100.00", "2: 50.00"])],
        ),
        (
            "\"1, 2\",Alpha,2026-11-20,150,,,\n",
            Odd::ListDiffers,
            Some(Choice::OnAccount),
            vec![paid("Alpha", "150.00", &[])],
        ),
        // Nobody of the book.
        (
            ",Gamma,2026-11-20,5,,,\n",
            Odd::NewCustomer,
            Some(Choice::Take),
            vec![paid("Gamma", "5.00", &[])],
        ),
    ] {
        let choices: Vec<_> = choice.map(|choice| (odd, choice)).into_iter().collect();
        let checked = of(rows, &choices);
        assert_eq!(payments(&checked), expected, "{rows} {choice:?}");
        assert_eq!(
            checked.counts.get(&odd),
            Some(&1),
            "{rows}: {:?}",
            told(&checked)
        );
        let options = guessed(&format!("{HEADER}{rows}"));
        assert_eq!(checked.asked(&options), [odd], "{rows}");
    }
    // On account of somebody new it is asked whether they are.
    let both = [
        (Odd::OtherPayer, Choice::OnAccount),
        (Odd::NewCustomer, Choice::Take),
    ];
    let checked = of("1,Beta,2026-11-20,100,,,\n", &both);
    assert_eq!(payments(&checked), [paid("Beta", "100.00", &[])]);
    assert_eq!(checked.records.customers[0].name, "Beta");
    let note = of(
        "1,Beta,2026-11-20,100,,,\n",
        &[(Odd::OtherPayer, Choice::Take)],
    );
    assert_eq!(note.records.payments[0].note, "Paid by Beta");
}

#[test]
fn what_is_too_much_or_too_early_is_taken_and_told() {
    let over = of("1,Alpha,2026-11-20,130,,,\n1,Alpha,2026-11-21,10,,,\n", &[]);
    assert_eq!(
        payments(&over),
        [
            paid("Alpha", "130.00", &["1: 100.00"]),
            paid("Alpha", "10.00", &[])
        ]
    );
    assert_eq!(
        told(&over),
        [
            "line 2, Amount: \"130\": 30.00 EUR more than is open of it",
            "line 3, Amount: \"10\": 10.00 EUR more than is open of it",
        ]
    );
    let left = of(
        "1,Alpha,2026-11-20,130,,,\n",
        &[(Odd::Overpaid, Choice::LeaveOut)],
    );
    assert_eq!((payments(&left), left.left.len()), (vec![], 1));
    let early = of("1,Alpha,2026-09-01,100,,,\n", &[]);
    assert_eq!(payments(&early), [paid("Alpha", "100.00", &["1: 100.00"])]);
    assert_eq!(early.counts[&Odd::PaidBeforeIssue], 1);
}

#[test]
fn a_list_of_numbers_is_one_payment_unless_the_book_has_such_a_number() {
    let checked = of("\"1, 2\",Alpha,2026-11-20,300,,,\n", &[]);
    assert_eq!(
        payments(&checked),
        [paid("Alpha", "300.00", &["1: 100.00", "2: 200.00"])]
    );
    assert!(checked.is_plain());
    let mut book = alphas();
    let records = br#"{"owed_records":1,"invoices":[{"number":"1, 2","customer":"Alpha","issued":"2026-10-03","total":"300"}]}"#;
    take(&mut book, &records::read(records).expect("records"));
    let text = format!("{HEADER}\"1, 2\",Alpha,2026-11-20,300,,,\n");
    let checked = check(&text, &guessed(&text), &book).expect("a table");
    assert_eq!(
        payments(&checked),
        [paid("Alpha", "300.00", &["1, 2: 300.00"])]
    );
}

#[test]
fn a_payment_that_the_book_has_is_asked_about() {
    let mut book = alphas();
    let text = format!("{HEADER},Alpha,2026-11-20,50,,TX 1,\n");
    let first = check(&text, &guessed(&text), &book).expect("a table");
    take(&mut book, &first.records);
    let again = check(&text, &guessed(&text), &book).expect("a table");
    assert_eq!(again.asked(&guessed(&text)), [Odd::PaymentInBook]);
    assert_eq!(payments(&again), []);
    // Another reference, day or amount is another payment; the second of two
    // equal rows as well, where the book has one.
    for row in [
        ",Alpha,2026-11-20,50,,TX 2,",
        ",Alpha,2026-11-21,50,,TX 1,",
        ",Alpha,2026-11-20,51,,TX 1,",
    ] {
        let other = format!("{HEADER}{row}\n");
        assert!(
            check(&other, &guessed(&other), &book)
                .expect("a table")
                .is_plain(),
            "{row}"
        );
    }
}
