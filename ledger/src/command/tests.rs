//! What a business may be kept as, and what of it goes into a document.

use super::*;
use crate::business::{Business, Series, SeriesFor};
use crate::change::RecordId;
use crate::check;
use crate::coded::Coded;
use crate::customer::{BankDetails, Customer};
use crate::date::Date;
use crate::ids::*;
use crate::invoice::{Invoice, Kind, Line};
use crate::journal::BookId;
use crate::mail::MailTemplate;
use crate::money::{Currency, Decimal, Money};
use crate::payment::{Received, RefundKind};
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
        opened: Version::NONE,
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
            opened: Version::NONE,
        });
    }
    let mut customer = Customer::default();
    customer.details.name = "Linden".to_owned();
    commands.push(Command::SaveCustomer {
        id: None,
        customer,
        opened: Version::NONE,
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
        opened: book.version(RecordId::Business),
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
        opened: Version::NONE,
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
    let opened = id.map_or(Version::NONE, |id| book.version(RecordId::Series(id)));
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
        opened: Version::NONE,
    };
    assert_eq!(
        problems(&book, &save),
        ["email: not an e-mail address such as name@example.com: ahorn.example"]
    );
}

/// The book with an invoice for each day, due in 30 days, of 100.00; two of
/// the last day, and one in instalments.
fn owing() -> (Book, CustomerId) {
    let mut book = book(business());
    let customer = book.customers().iter().next().expect("a customer").id;
    let issue = |book: &mut Book, date: &str, terms: crate::terms::Terms| {
        let document = Invoice {
            customer,
            terms,
            lines: vec![Line {
                description: "Design".to_owned(),
                quantity: Decimal::ONE,
                unit_price: Decimal::HUNDRED,
                ..Line::default()
            }],
            ..Invoice::default()
        };
        let issue = IssueInvoice {
            draft: None,
            document,
            date: date.parse().expect("a day"),
            series: None,
            rate: None,
            settle_original: false,
        };
        run(book, &Command::IssueInvoice(Box::new(issue))).expect("an invoice");
    };
    let net = |days: u32| crate::terms::Terms {
        due: crate::terms::Due::Net { days },
        ..crate::terms::Terms::default()
    };
    // Due 1 Nov; 10 Oct; both 20 Oct, the one with the lower number later.
    issue(&mut book, "2026-10-02", net(30));
    issue(&mut book, "2026-10-05", net(5));
    issue(&mut book, "2026-10-10", net(10));
    issue(&mut book, "2026-10-06", net(14));
    // Halves due 8 Oct and 7 Nov.
    let half = |days: u32| crate::terms::InstalmentRule {
        share: crate::terms::Share::Percent(Decimal::from_int(50)),
        due: crate::terms::Due::Net { days },
    };
    issue(
        &mut book,
        "2026-10-08",
        crate::terms::Terms {
            instalments: vec![half(0), half(30)],
            ..crate::terms::Terms::default()
        },
    );
    (book, customer)
}

fn received(customer: CustomerId, amount: &str, reference: &str) -> RecordPayment {
    RecordPayment {
        customer,
        date: context().today,
        amount: amount.parse().expect("a decimal"),
        currency: Currency::default(),
        method: String::new(),
        reference: reference.to_owned(),
        note: String::new(),
        fee: None,
        received: None,
        allocate: Allocate::OldestFirst,
        closes: Vec::new(),
    }
}

#[test]
fn oldest_first_goes_by_due_date_then_issue_then_number_and_instalments_by_their_own_day() {
    let applied = |book: &Book| -> Vec<(String, String)> {
        let parts = book.allocations().iter().map(|part| {
            let invoice = book.invoices().get(part.invoice).expect("an invoice");
            (invoice.number().to_owned(), part.amount.to_string())
        });
        parts.collect()
    };
    let owned = |parts: &[(&str, &str)]| -> Vec<(String, String)> {
        let parts = parts.iter();
        parts
            .map(|(number, part)| ((*number).to_owned(), (*part).to_owned()))
            .collect()
    };
    for (order, amount, expected) in [
        (
            crate::business::SettlementOrder::OldestDue,
            "420",
            &[
                ("2026-0005", "50.00"),
                ("2026-0002", "100.00"),
                ("2026-0004", "100.00"),
                ("2026-0003", "100.00"),
                ("2026-0001", "70.00"),
            ][..],
        ),
        // The second half is due last: with it the invoice gets one part.
        (
            crate::business::SettlementOrder::OldestDue,
            "480",
            &[
                ("2026-0005", "80.00"),
                ("2026-0002", "100.00"),
                ("2026-0004", "100.00"),
                ("2026-0003", "100.00"),
                ("2026-0001", "100.00"),
            ],
        ),
        (
            crate::business::SettlementOrder::OldestIssued,
            "250",
            &[
                ("2026-0001", "100.00"),
                ("2026-0002", "100.00"),
                ("2026-0004", "50.00"),
            ],
        ),
    ] {
        let (mut book, customer) = owing();
        let mut business = Business::clone(book.business().expect("a business"));
        business.reconciling.order = order;
        let command = save(&book, business);
        run(&mut book, &command).expect("saved");
        let pay = received(customer, amount, "");
        run(&mut book, &Command::RecordPayment(Box::new(pay))).expect("a payment");
        assert_eq!(applied(&book), owned(expected), "{order:?} {amount}");
    }
}

#[test]
fn a_typed_payment_that_is_known_or_that_nothing_takes_any_more_is_asked_about() {
    let (mut book, customer) = owing();
    let enter = |amount: &str, reference: &str, again, unapplied: Option<&str>| {
        Command::EnterPayment(Box::new(EnterPayment {
            payment: received(customer, amount, reference),
            again,
            unapplied: unapplied.map(|most| most.parse().expect("a decimal")),
        }))
    };
    run(&mut book, &enter("100", "Re 7", false, Some("0"))).expect("a payment");
    let known = "again: a payment of this customer, day, amount and reference is known";
    assert_eq!(
        problems(&book, &enter("100.00", " re 7", false, None)),
        [known]
    );
    for other in [
        enter("100", "Re 8", false, None),
        enter("99", "Re 7", false, None),
    ] {
        assert_eq!(problems(&book, &other), Vec::<String>::new());
    }
    assert_eq!(
        problems(&book, &enter("100", "Re 7", true, None)),
        Vec::<String>::new()
    );

    // What was taken back is no payment.
    let payment = book.payments().iter().next().expect("it").id;
    let take_back = Command::TakeBackPayment {
        payment,
        date: context().today,
        kind: RefundKind::Correction,
        reason: String::new(),
    };
    run(&mut book, &take_back).expect("taken back");
    assert_eq!(
        problems(&book, &enter("100", "Re 7", false, None)),
        Vec::<String>::new()
    );

    // 500 are open. Another tab was faster with 450.
    let all = enter("500", "", false, Some("0"));
    assert_eq!(problems(&book, &all), Vec::<String>::new());
    run(&mut book, &enter("450", "", false, None)).expect("a payment");
    assert_eq!(
        problems(&book, &all),
        ["unapplied: more of it stays unapplied: 450.00 EUR"]
    );
    assert_eq!(
        problems(&book, &enter("500", "", false, Some("450"))),
        Vec::<String>::new()
    );
}

#[test]
fn a_fact_from_before_a_document_says_so() {
    let (book, _) = owing();
    let invoice = book.by_number("2026-0003").expect("an invoice").id;
    let date = "2026-10-09".parse().expect("a day");
    let amount = Decimal::ONE;
    for command in [
        Command::WriteOff {
            invoice,
            date,
            amount,
            reason: "gone".to_owned(),
        },
        Command::MarkSent {
            invoice,
            date,
            channel: Coded::default(),
        },
        Command::VoidInvoice {
            invoice,
            date,
            reason: "twice".to_owned(),
        },
    ] {
        assert_eq!(
            problems(&book, &command),
            ["date: before 2026-0003, which was issued on 2026-10-10"],
            "{command:?}"
        );
    }
}

#[test]
fn an_invoice_that_is_open_again_is_not_called_settled() {
    let (mut book, customer) = owing();
    let day = |text: &str| -> Date { text.parse().expect("a day") };
    let invoice = book.by_number("2026-0001").expect("an invoice").id;
    let pay = |date: &str| {
        let payment = RecordPayment {
            date: day(date),
            allocate: Allocate::Parts(vec![(invoice, Decimal::HUNDRED)]),
            ..received(customer, "100", date)
        };
        Command::RecordPayment(Box::new(payment))
    };
    run(&mut book, &pay("2026-10-10")).expect("a payment");
    let payment = book.payments().iter().next().expect("it").id;
    let back = Command::TakeBackPayment {
        payment,
        date: day("2026-11-05"),
        kind: RefundKind::Returned,
        reason: String::new(),
    };
    run(&mut book, &back).expect("it came back");
    let open_again = "2026-0001 was settled on that day, and is open again since 2026-11-05";
    assert_eq!(
        problems(&book, &pay("2026-10-20")),
        [format!("part 1: {open_again}")]
    );
    let write_off = Command::WriteOff {
        invoice,
        date: day("2026-10-20"),
        amount: Decimal::ONE,
        reason: "gone".to_owned(),
    };
    assert_eq!(
        problems(&book, &write_off),
        [format!("amount: {open_again}")]
    );
    run(&mut book, &pay("2026-11-05")).expect("a payment");
}

#[test]
fn a_named_filter_is_part_of_the_book() {
    let mut book = book(business());
    let name = |name: &str, address: Option<&str>| Command::NameFilter {
        name: name.to_owned(),
        address: address.map(str::to_owned),
    };
    let kept = |book: &Book| -> Vec<(String, String)> {
        let filters = book.business().expect("a business").filters.iter();
        filters
            .map(|known| (known.name.clone(), known.address.clone()))
            .collect()
    };
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    run(&mut book, &name(" Late ", Some("#/invoices?status=late"))).expect("kept");
    run(&mut book, &name("Mine", Some("#/invoices?q=mine"))).expect("kept");
    run(&mut book, &name("Late", Some("#/invoices?status=overdue"))).expect("kept");
    assert_eq!(
        kept(&book),
        [
            pair("Late", "#/invoices?status=overdue"),
            pair("Mine", "#/invoices?q=mine")
        ]
    );
    run(&mut book, &name("Late", None)).expect("forgotten");
    assert_eq!(kept(&book), [pair("Mine", "#/invoices?q=mine")]);
    assert_eq!(problems(&book, &name("", Some("#/"))), ["name: missing"]);
}
