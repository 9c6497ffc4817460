//! What a business may be kept as, and what of it goes into a document.

use super::*;
use crate::business::SeriesFor;
use crate::check;
use crate::customer::BankDetails;
use crate::invoice::{Kind, Line};
use crate::journal::BookId;
use crate::mail::MailTemplate;
use crate::payment_code::ReferenceChoice;

const QR_IBAN: &str = "CH4431999123000889012";

fn context() -> Context {
    Context {
        today: "2026-11-22".parse().expect("a day"),
        chain: Chain(7),
        override_closed: None,
    }
}

fn run(book: &mut Book, command: &Command) -> Result<(), Refusal> {
    let set = execute(book, command, &context())?;
    let before = book.clone();
    for change in &set.changes {
        let seq = before.head().seq + 1;
        book.apply(seq, change).expect("a change that fits");
    }
    assert_eq!(check::commit(&before, book, &set.changes), []);
    Ok(())
}

fn business() -> Business {
    let mut business = Business::default();
    business.details.name = "Studio".to_owned();
    business.bank = Some(BankDetails {
        iban: QR_IBAN.to_owned(),
        ..BankDetails::default()
    });
    business
}

/// With a business, two series and a customer.
fn book(business: Business) -> Book {
    let mut book = Book::empty(BookId::default());
    let mut commands = vec![Command::SaveBusiness {
        business,
        opened: 0,
    }];
    for (counts, pattern) in [
        (SeriesFor::Invoices, "{YYYY}-{0000}"),
        (SeriesFor::CreditNotes, "CN-{000}"),
    ] {
        let series = Series {
            counts,
            pattern: pattern.to_owned(),
            start: 1,
            ..Series::default()
        };
        commands.push(Command::SaveSeries {
            id: None,
            series,
            opened: 0,
        });
    }
    let mut customer = Customer::default();
    customer.details.name = "Linden".to_owned();
    commands.push(Command::SaveCustomer {
        id: None,
        customer,
        opened: 0,
    });
    for command in &commands {
        run(&mut book, command).expect("a command");
    }
    book
}

/// All that is wrong with it, a line each.
fn problems(book: &Book, command: &Command) -> Vec<String> {
    match execute(book, command, &context()) {
        Ok(_) => Vec::new(),
        Err(Refusal::Problems(problems)) => problems.iter().map(ToString::to_string).collect(),
        Err(changed) => panic!("{changed}"),
    }
}

fn save(book: &Book, business: Business) -> Command {
    Command::SaveBusiness {
        business,
        opened: book.seq(RecordId::Business),
    }
}

#[test]
fn what_payers_could_not_use_is_not_kept() {
    let book = book(business());
    let mut wrong = business();
    wrong.language = "tlh".to_owned();
    wrong.payment_link = "http://pay.example".to_owned();
    wrong.documents.accent = Some(crate::look::Accent([250, 250, 210]));
    wrong.payment_reference = ReferenceChoice::Qr {
        prefix: "12E".to_owned(),
    };
    wrong.bank = Some(BankDetails {
        iban: "CH4431999123000889021".to_owned(),
        bic: "POFICHBE-XX".to_owned(),
        ..BankDetails::default()
    });
    assert_eq!(
        problems(&book, &save(&book, wrong)),
        [
            "iban: its check digits do not fit: a digit is wrong or two are swapped",
            "bic: a BIC consists of letters and digits, not '-'",
            "payment_link: a link begins with https:// and the name of a site",
            "reference_prefix: not a character of a reference: 'E'",
            "payment_reference: a QR reference needs a QR-IBAN",
            "accent: too pale to be read on paper: the contrast is 1.0 to 1, at least 4.5 is needed",
            "language: documents are not written in this language",
        ]
    );
    let mut customer = Customer::default();
    customer.details.name = "Bergmann".to_owned();
    customer.bank.clone_from(&business().bank);
    let keep = |customer: Customer| Command::SaveCustomer {
        id: None,
        customer,
        opened: 0,
    };
    assert!(problems(&book, &keep(customer.clone())).is_empty());
    if let Some(bank) = &mut customer.bank {
        bank.iban.push('0');
    }
    assert_eq!(
        problems(&book, &keep(customer)),
        ["iban: an IBAN of CH has 21 characters, this has 22"]
    );
}

#[test]
fn an_e_mail_names_places_that_there_are_in_languages_that_there_are() {
    let mail = |language: &str, subject: &str, text: &str| MailTemplate {
        language: language.to_owned(),
        subject: subject.to_owned(),
        text: text.to_owned(),
    };
    let mut book = book(business());
    let mut right = business();
    right.mails = vec![mail("de", "Rechnung {number}", "{amount} bis {due}")];
    let kept = right.mails.clone();
    let command = save(&book, right);
    assert_eq!(run(&mut book, &command), Ok(()));
    assert_eq!(book.business().expect("a business").mails, kept);
    let mut wrong = business();
    wrong.mails = vec![
        mail("es", "{numero}", "{amount"),
        mail("es", "", ""),
        mail("tlh", "", ""),
    ];
    assert_eq!(
        problems(&book, &save(&book, wrong)),
        [
            "mail_subject 4: there is no {numero}: use {title}, {number}, {date}, {due}, {amount}, {customer} and {business}",
            "mail_text 4: a bracket without the other one",
            "language: documents are not written in this language",
            "language: documents are not written in this language",
        ]
    );
}

fn issue(book: &Book, kind: Kind, stated: &str) -> Command {
    let customer = book.customers().iter().next().expect("a customer").id;
    let mut document = Invoice {
        kind,
        customer,
        lines: vec![Line {
            description: "Work".to_owned(),
            quantity: Decimal::ONE,
            unit_price: Decimal::HUNDRED,
            ..Line::default()
        }],
        ..Invoice::default()
    };
    document.more.get_or_insert_default().payment_reference = stated.to_owned();
    Command::IssueInvoice(Box::new(IssueInvoice {
        draft: None,
        document,
        date: context().today,
        series: None,
        rate: None,
        settle_original: false,
    }))
}

/// The payment reference of each document, in order.
fn references(book: &Book) -> Vec<String> {
    let of = |invoice: &std::rc::Rc<Invoice>| {
        let more = invoice.more.as_ref();
        more.map_or_else(String::new, |more| more.payment_reference.clone())
    };
    book.invoices().iter().map(of).collect()
}

#[test]
fn what_the_payer_quotes_is_frozen_at_issue() {
    let mut book = book(business());
    let mut changed = business();
    for choice in [
        ReferenceChoice::Number,
        ReferenceChoice::Creditor,
        ReferenceChoice::Qr {
            prefix: "123456".to_owned(),
        },
    ] {
        changed.payment_reference = choice;
        let command = save(&book, changed.clone());
        run(&mut book, &command).expect("kept");
        let command = issue(&book, Kind::Invoice, "");
        run(&mut book, &command).expect("issued");
    }
    for (kind, stated) in [(Kind::Invoice, "as agreed"), (Kind::CreditNote, "")] {
        let command = issue(&book, kind, stated);
        run(&mut book, &command).expect("issued");
    }
    let expected = [
        "",
        "RF0420260002",
        "123456000000000000202600034",
        "as agreed",
        "",
    ];
    assert_eq!(references(&book), expected);
    changed.payment_reference = ReferenceChoice::Number;
    let command = save(&book, changed);
    run(&mut book, &command).expect("kept");
    assert_eq!(
        references(&book),
        expected,
        "an issued document never changes"
    );
}

#[test]
fn a_number_that_makes_no_reference_is_told_before_it_is_given() {
    let mut book = book(Business {
        payment_reference: ReferenceChoice::Creditor,
        ..business()
    });
    let series = Series {
        pattern: "Größe-{0000}".to_owned(),
        start: 1,
        ..Series::default()
    };
    let id = book.series().iter().next().map(|series| series.id);
    let opened = id.map_or(0, |id| book.seq(RecordId::Series(id)));
    run(&mut book, &Command::SaveSeries { id, series, opened }).expect("kept");
    assert_eq!(
        problems(&book, &issue(&book, Kind::Invoice, "")),
        ["payment_reference: not a character of a reference: 'ö'"]
    );
}

#[test]
fn the_exchange_difference_is_what_arrived_less_what_was_booked() {
    let mut book = book(business());
    // 100.00 USD at 0.95 are 95.00 in the books.
    let Command::IssueInvoice(mut foreign) = issue(&book, Kind::Invoice, "") else {
        panic!("not an issue");
    };
    let paid: Currency = "USD".parse().expect("a currency");
    foreign.document.currency = paid;
    foreign.rate = "0.95".parse().ok();
    run(&mut book, &Command::IssueInvoice(foreign)).expect("an invoice");
    let invoice = book.invoices().iter().next().expect("an invoice").clone();
    let currency = book.business().expect("a business").currency;
    let record = RecordPayment {
        customer: invoice.customer,
        date: context().today,
        amount: "120".parse().expect("a decimal"),
        currency: paid,
        method: String::new(),
        reference: String::new(),
        note: String::new(),
        fee: None,
        received: Some(Received {
            amount: "110.40".parse().expect("a decimal"),
            currency,
        }),
        allocate: Allocate::OldestFirst,
        closes: Vec::new(),
    };
    run(&mut book, &Command::RecordPayment(Box::new(record))).expect("a payment");
    let payment = book.payments().iter().next().expect("a payment").id;
    let found = |book: &Book| {
        let parts = crate::report::exchange::differences(book, payment).expect("figures");
        parts
            .iter()
            .map(|part| (part.received, part.booked, part.difference).into())
            .map(|money: [Money; 3]| money.map(|money| money.amount().to_string()))
            .collect::<Vec<_>>()
    };
    // 100 of 120 of 110.40 are 92.00; the rest is unapplied and has none.
    let expected = ["92.00", "95.00", "-3.00"].map(str::to_owned);
    assert_eq!(found(&book), [expected]);
    let take_back = Command::TakeBackPayment {
        payment,
        date: context().today,
        kind: RefundKind::Returned,
        reason: String::new(),
    };
    run(&mut book, &take_back).expect("it came back");
    assert_eq!(found(&book), Vec::<[String; 3]>::new());
}

#[test]
fn a_book_begins_with_all_it_needs_or_with_nothing() {
    let series = |counts, pattern: &str| Series {
        counts,
        pattern: pattern.to_owned(),
        start: 1,
        ..Series::default()
    };
    let begin = |pattern: &str| Command::Begin {
        business: business(),
        series: vec![
            series(SeriesFor::Invoices, "{YYYY}-{0000}"),
            series(SeriesFor::CreditNotes, pattern),
        ],
    };
    let mut book = Book::empty(BookId::default());
    assert_eq!(problems(&book, &begin("CN")).len(), 1);
    run(&mut book, &begin("CN-{000}")).expect("a book");
    let patterns: Vec<&str> = book
        .series()
        .iter()
        .map(|series| series.pattern.as_str())
        .collect();
    assert_eq!(patterns, ["{YYYY}-{0000}", "CN-{000}"]);
    assert!(book.business().is_some());
    // It begins no book a second time.
    let again = execute(&book, &begin("CN-{000}"), &context());
    assert!(matches!(again, Err(Refusal::Changed { .. })), "{again:?}");
}

#[test]
fn an_address_is_checked_where_it_is_typed() {
    let book = book(business());
    let mut customer = Customer::default();
    customer.details.name = "Ahorn".to_owned();
    customer.details.email = "ahorn.example".to_owned();
    let save = Command::SaveCustomer {
        id: None,
        customer,
        opened: 0,
    };
    assert_eq!(
        problems(&book, &save),
        ["email: not an e-mail address such as name@example.com: ahorn.example"]
    );
}
