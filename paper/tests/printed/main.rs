//! Documents printed, and read back by a tool that is not ours.

mod desk;
mod reminders;
mod tools;

use ledger::change::RecordId;
use ledger::command::{Allocate, Command, IssueQuote, RecordPayment};
use ledger::customer::Customer;
use ledger::invoice::{
    Adjustment, AdjustmentKind, AdjustmentValue, DocumentDetails, Invoice, Kind, Line, PriceMode,
    Totals,
};
use ledger::look::Accent;
use ledger::money::Decimal;
use ledger::quote::Quote;
use ledger::tax::{RetainedTax, TaxCategory, TaxSet};
use ledger::terms::{Due, EarlyDiscount, InstalmentRule, Share, Terms};
use paper::{CodeKind, Format, Logo, Mark, Paper, PaymentCode, Pdf, PdfProblem, Warning};

use desk::*;
use tools::File;

fn customer(country: &str, language: &str) -> Customer {
    let mut details = match country {
        "CH" => details("CH", "Seeblick Genossenschaft", "Quai 7", "6004", "Luzern"),
        "FR" => details(
            "FR",
            "Atelier Dubois",
            "3 bis, quai Saint-Vincent",
            "69001",
            "Lyon",
        ),
        "ES" => details(
            "ES",
            "Talleres Núñez, S.L.",
            "Avenida de la Paz 31",
            "46021",
            "València",
        ),
        "US" => details(
            "US",
            "Cascade Roasters, Inc.",
            "88 Harbor Way, Suite 210",
            "98101",
            "Seattle",
        ),
        _ => details(
            country,
            "Linden Architekten GmbH",
            "Lindenstraße 12",
            "80331",
            "München",
        ),
    };
    if country == "US" {
        details.address.region = "WA".into();
    }
    details.contact = "Anna Berger".into();
    details.vat_id = if country == "DE" { "DE 987654321" } else { "" }.into();
    Customer {
        number: "K-118".into(),
        details,
        language: language.into(),
        ..Customer::default()
    }
}

fn adjustment(kind: AdjustmentKind, value: AdjustmentValue, reason: &str) -> Adjustment {
    Adjustment {
        kind,
        value,
        reason: reason.into(),
        reason_code: String::new(),
        taxes: TaxSet::only(0),
        spread: false,
    }
}

fn short(tax: &str) -> Invoice {
    Invoice {
        taxes: vec![vat(tax, "19")],
        lines: vec![
            with_note(line("Interface design", "24.5", "HUR", "92"), "Plan viewer, 14 screens, two rounds"),
            line("Front-end development", "38", "HUR", "98"),
            line("Hosting, December 2026 to February 2027", "3", "MON", "29"),
        ],
        terms: Terms {
            due: Due::Net { days: 30 },
            early: vec![EarlyDiscount { days: 10, percent: decimal("2") }],
            ..Terms::default()
        },
        more: Some(Box::new(DocumentDetails {
            purchase_order: "PO 4711-B".into(),
            project: "Isar housing".into(),
            period: Some((date("2026-11-01"), date("2026-11-20"))),
            note: "Thank you for the good work together. The files are on the usual share until the end of March.".into(),
            ..DocumentDetails::default()
        })),
        ..Invoice::default()
    }
}

fn long(count: usize) -> Invoice {
    let lines = (1..=count).map(|index| {
        let text = format!("Line no. {index:05} of the list");
        let made = line(&text, "2", "C62", "1.25");
        if index % 7 == 0 { with_note(made, "with a remark of its own that is long enough to go over more than one line of the column") } else { made }
    });
    Invoice {
        taxes: vec![vat("VAT", "20")],
        lines: lines.collect(),
        terms: Terms {
            due: Due::Net { days: 14 },
            ..Terms::default()
        },
        ..Invoice::default()
    }
}

fn everything() -> Invoice {
    let mut document = short("USt.");
    document.taxes.push(vat("USt.", "7"));
    document.taxes.push(ledger::tax::Tax {
        percent: Decimal::ZERO,
        ..exempt(
            "USt.",
            TaxCategory::AE,
            "Steuerschuldnerschaft des Leistungsempfängers (§ 13b UStG).",
        )
    });
    document.lines[0].adjustments.push(adjustment(
        AdjustmentKind::Allowance,
        AdjustmentValue::Percent(decimal("5")),
        "Stammkunde",
    ));
    document.lines[1].taxes = TaxSet::only(2);
    document.lines[2].taxes = TaxSet::only(1);
    document.adjustments = vec![
        adjustment(
            AdjustmentKind::Allowance,
            AdjustmentValue::Percent(decimal("3")),
            "Treuerabatt",
        ),
        adjustment(
            AdjustmentKind::Charge,
            AdjustmentValue::Amount(decimal("12.50")),
            "Versand",
        ),
    ];
    document.retained = vec![RetainedTax {
        name: "Bauabzugsteuer".into(),
        percent: decimal("15"),
    }];
    document.terms = Terms {
        instalments: vec![
            InstalmentRule {
                share: Share::Percent(decimal("40")),
                due: Due::Net { days: 14 },
            },
            InstalmentRule {
                share: Share::Percent(decimal("60")),
                due: Due::Net { days: 60 },
            },
        ],
        early: document.terms.early.clone(),
        ..Terms::default()
    };
    document
}

/// A Swiss code whose payer is to be written in by hand.
fn without_debtor() -> PaymentCode {
    PaymentCode {
        kind: CodeKind::Swiss,
        payload: "SPC\n0200\n1\nCH5800791123000889012\nS\nStudio Falk\nGartenweg\n4\n8004\nZürich\nCH\n\n\n\n\n\n\n\n6434.55\nCHF\n\n\n\n\n\n\n\nSCOR\nRF18539007547034\nRechnung 2026-0001\nEPD".into(),
    }
}

fn printed(paper: &Paper) -> Pdf {
    paper.pdf().expect("a PDF")
}

fn samples() -> Vec<(&'static str, Paper)> {
    let mut samples = Vec::new();
    for (name, country, tax) in [
        ("en", "GB", "VAT"),
        ("de", "DE", "USt."),
        ("fr", "FR", "TVA"),
        ("es", "ES", "IVA"),
        ("us", "US", "Sales tax"),
    ] {
        let language = if country == "GB" || country == "US" {
            "en"
        } else {
            name
        };
        let mut seller = business(country, language);
        if country == "US" {
            seller.bank = None;
            seller.payment_link = "https://pay.example/{number}?sum={amount}".into();
        }
        let mut desk = Desk::new(seller, customer(country, language));
        let mut document = short(tax);
        document.currency = desk.book.business().expect("a business").currency;
        let id = desk.issue(document, "2026-11-21", None);
        samples.push((name, desk.paper(id)));
    }
    let mut desk = Desk::new(business("CH", "de"), customer("CH", "de"));
    let mut document = short("MWST");
    document.currency = currency("CHF");
    let id = desk.issue(document, "2026-11-21", None);
    let mut paper = desk.paper(id);
    samples.push(("swiss", paper.clone()));
    let payment = paper.payment.as_mut().expect("a payment");
    payment.codes = vec![without_debtor()];
    samples.push(("swiss-open", paper));

    let mut desk = Desk::new(business("DE", "de"), customer("DE", "de"));
    let deposit = Invoice {
        kind: Kind::Deposit,
        lines: vec![line("Anzahlung Webseite", "1", "LS", "1000")],
        ..short("USt.")
    };
    let deposit = desk.issue(deposit, "2026-10-01", None);
    let document = Invoice {
        deducts: vec![deposit],
        ..everything()
    };
    let id = desk.issue(document, "2026-11-21", None);
    samples.push(("everything", desk.paper(id)));
    let credit = Invoice {
        kind: Kind::CreditNote,
        credits: Some(deposit),
        lines: vec![line("Anzahlung Webseite", "1", "LS", "250")],
        ..short("USt.")
    };
    let _ = credit;

    let mut desk = Desk::new(business("DE", "en"), customer("DE", "en"));
    let id = desk.issue(long(120), "2026-11-21", None);
    samples.push(("long", desk.paper(id)));

    let mut buyer = customer("AT", "de");
    buyer.details.name = "Gesellschaft für außergewöhnlich ausführliche und unabkürzbare Unternehmensbezeichnungen sowie Donaudampfschifffahrtsgesellschaftskapitänsmützenherstellung mbH & Co. KG".into();
    buyer.details.address.lines = vec![
        "c/o Verwaltungsgebäude Nord, Stiege 4, Tür 17".into(),
        "Straße der unaussprechlichen Zusammensetzungen 1234a".into(),
    ];
    let mut seller = business("DE", "de");
    seller.details.name =
        "Studio für digitale Gestaltung, Entwicklung und Beratung Falk & Töchter".into();
    seller.footer =
        "Bitte beachten Sie unsere allgemeinen Geschäftsbedingungen auf falk.example/agb.".into();
    let mut desk = Desk::new(seller, buyer);
    let mut document = everything();
    document.lines[0].unit_price = decimal("123456789.12");
    document.lines[0].description =
        "Pneumonoultramicroscopicsilicovolcanoconiosis".repeat(3) + " 😀 שלום";
    document.retained.clear();
    let id = desk.issue(document, "2026-11-21", None);
    samples.push(("names", desk.paper(id)));
    desk.void(id);
    samples.push(("void", desk.paper(id)));
    let draft = Invoice {
        customer: desk.customer,
        ..short("USt.")
    };
    let totals = Totals::of(&draft, &[], Decimal::ZERO).expect("totals");
    let paper = Paper::of_draft(&desk.book, &draft, &totals, date("2026-11-21")).expect("a paper");
    samples.push(("draft", paper));
    samples
}

#[test]
#[ignore = "writes documents to look at"]
fn samples_to_look_at() {
    for (name, paper) in samples() {
        let pdf = printed(&paper);
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(folder.join(format!("sample-{name}.pdf")), &pdf.bytes).expect("a file");
        std::fs::write(folder.join(format!("sample-{name}.paper")), paper.packed())
            .expect("a file");
        println!(
            "{name}: {} pages, {} bytes, {:?}",
            pdf.pages,
            pdf.bytes.len(),
            pdf.warnings
        );
    }
    println!("{}", env!("CARGO_TARGET_TMPDIR"));
}

#[test]
fn a_document_of_120_lines_reads_back_line_by_line() {
    if !tools::are_there() {
        return;
    }
    let mut desk = Desk::new(business("DE", "en"), customer("DE", "en"));
    let id = desk.issue(long(120), "2026-11-21", None);
    let paper = desk.paper(id);
    let pdf = printed(&paper);
    let file = File::of("lines-120", &pdf.bytes);
    let pages = file.pages();
    assert_eq!(pages.len(), pdf.pages);
    assert!(
        file.info()
            .contains(&format!("Pages:           {}", pdf.pages))
    );
    assert!((4..=6).contains(&pdf.pages), "{} pages", pdf.pages);
    let all = pages.concat();
    let mut places = Vec::new();
    for index in 1..=120 {
        let line = format!("Line no. {index:05} of the list");
        let found: Vec<usize> = all.match_indices(&line).map(|(at, _)| at).collect();
        assert_eq!(found.len(), 1, "{line}");
        places.push(found[0]);
        // The figures stand behind their line.
        assert!(all[found[0]..].contains("2 pieces 1.25 20% 2.50"), "{line}");
    }
    assert!(places.is_sorted());
    for (index, page) in pages.iter().enumerate() {
        let number = format!("Page {} / {}", index + 1, pages.len());
        assert!(page.contains(&number), "{number}");
    }
    let tables: Vec<&String> = pages.iter().collect();
    for (index, page) in tables.iter().enumerate() {
        assert_eq!(
            page.matches("Description Quantity Price VAT Amount EUR")
                .count(),
            1
        );
        assert_eq!(page.contains("Carried forward"), index + 1 < tables.len());
        assert_eq!(page.contains("Brought forward"), index > 0);
    }
    // What is carried is brought.
    let sum = |page: &str, words: &str| -> String {
        let (_, after) = page.split_once(words).expect("a sum");
        after
            .split_whitespace()
            .next()
            .expect("an amount")
            .to_owned()
    };
    for pair in tables.windows(2) {
        let carried = sum(pair[0], "Carried forward");
        assert_eq!(carried, sum(pair[1], "Brought forward"));
        let lines = 1 + pair[0]
            .rfind("Line no. ")
            .map(|at| pair[0][at + 9..at + 14].parse::<usize>().expect("a number"))
            .expect("a line")
            - 1;
        assert_eq!(
            carried,
            format!(
                "{}.{}",
                lines * 5 / 2,
                if lines % 2 == 0 { "00" } else { "50" }
            )
        );
    }
}

#[test]
fn figures_are_the_ledgers() {
    if !tools::are_there() {
        return;
    }
    let mut desk = Desk::new(business("DE", "de"), customer("DE", "de"));
    let deposit = Invoice {
        kind: Kind::Deposit,
        lines: vec![line("Anzahlung Webseite", "1", "LS", "1000")],
        ..short("USt.")
    };
    let deposit = desk.issue(deposit, "2026-10-01", None);
    let id = desk.issue(
        Invoice {
            deducts: vec![deposit],
            ..everything()
        },
        "2026-11-21",
        None,
    );
    let paper = desk.paper(id);
    let invoice = desk.book.invoices().get(id).expect("a document");
    let totals = &invoice.issue.as_ref().expect("an issue").totals;
    let text = File::of("figures", &printed(&paper).bytes).pages().concat();
    let locale = paper.locale;
    let amount = |amount: Decimal| locale.amount(amount, invoice.currency);
    for (label, figure) in [
        ("Summe der Positionen", totals.sum_line_net),
        ("Treuerabatt, 3 % (19 %)", totals.allowance_total.neg()),
        ("Versand (19 %)", totals.charge_total),
        ("Netto", totals.net),
        ("USt. 19 % auf 1.975,23", totals.rows[0].tax),
        ("USt. 7 % auf 87,00", totals.rows[1].tax),
        ("Gesamtbetrag", totals.gross),
        ("Zu zahlen", totals.payable),
    ] {
        let row = format!("{label} {}", amount(figure));
        assert!(text.contains(&row), "{row} is not in\n{text}");
    }
    assert!(text.contains(&amount(totals.prepaid.neg())));
    assert!(text.contains(&amount(totals.retained.neg())));
    assert!(text.contains("¹ Steuerschuldnerschaft des Leistungsempfängers"));
    assert!(text.contains("Schlussrechnung 2026-0002"));
    for net in &totals.line_net {
        assert!(text.contains(&amount(*net)), "{net}");
    }
    let parts = &invoice.issue.as_ref().expect("an issue").instalments;
    assert_eq!(parts.len(), 2);
    for part in parts {
        assert!(
            text.contains(
                &locale
                    .money(part.amount, invoice.currency)
                    .replace('\u{a0}', " ")
            )
        );
    }
}

/// Colour, paper, foot, link, language and the customer's number stay those of
/// the issue; what is issued later has the new ones.
#[test]
fn what_was_issued_is_printed_as_it_was() {
    let mut first = business("DE", "de");
    first.footer = "Amtsgericht Berlin".into();
    first.payment_link = "https://pay.example/{number}".into();
    let mut desk = Desk::new(first.clone(), customer("DE", ""));
    let before = desk.issue(short("USt."), "2026-11-21", None);
    let paper = desk.paper(before);
    let mut later = first;
    later.footer = "Amtsgericht Hamburg".into();
    later.payment_link = String::new();
    later.language = "fr".into();
    later.documents.accent = Some(Accent([120, 0, 60]));
    later.documents.paper = Some(ledger::look::Paper::Letter);
    desk.run(Command::SaveBusiness {
        business: later,
        opened: desk.book.version(RecordId::Business),
    });
    let mut known = (**desk.book.customers().iter().next().expect("one")).clone();
    known.number = "K-999".into();
    desk.run(Command::SaveCustomer {
        id: Some(known.id),
        opened: desk.book.version(RecordId::Customer(known.id)),
        customer: known,
    });
    assert_eq!(desk.paper(before), paper);
    let parties = desk.book.parties().iter().count();
    let after = desk.issue(short("USt."), "2026-11-22", None);
    let other = desk.paper(after);
    assert_eq!(desk.book.parties().iter().count(), parties + 2);
    assert_eq!(
        (other.title.as_str(), other.format),
        ("Facture", Format::Letter)
    );
    assert_eq!(other.design.accent, Some([120, 0, 60]));
    assert!(
        other
            .feet
            .concat()
            .contains(&"Amtsgericht Hamburg".to_owned())
    );
    assert!(other.facts.iter().any(|fact| fact.value == "K-999"));
    assert_eq!(other.payment.and_then(|payment| payment.link), None);
    // As long as nothing changes it is kept once.
    desk.issue(short("USt."), "2026-11-22", None);
    assert_eq!(desk.book.parties().iter().count(), parties + 2);
}

#[test]
fn what_the_customer_had_at_issue_is_said() {
    let mut desk = Desk::new(business("DE", "de"), customer("DE", ""));
    let said = |paper: &Paper| -> Vec<String> {
        let texts = paper.notes.iter().map(|note| note.text.clone());
        texts.filter(|text| text.contains("Guthaben")).collect()
    };
    let without = desk.issue(short("USt."), "2026-11-01", None);
    assert_eq!(said(&desk.paper(without)), Vec::<String>::new());
    let pay = |desk: &mut Desk, day: &str, amount: &str| {
        desk.run(Command::RecordPayment(Box::new(RecordPayment {
            customer: desk.customer,
            date: date(day),
            amount: decimal(amount),
            currency: currency("EUR"),
            method: String::new(),
            reference: String::new(),
            note: String::new(),
            fee: None,
            received: None,
            allocate: Allocate::Nothing,
            closes: Vec::new(),
        })));
        desk.book.payments().iter().last().expect("a payment").id
    };
    let payment = pay(&mut desk, "2026-11-10", "200");
    let id = desk.issue(short("USt."), "2026-11-21", None);
    let paper = desk.paper(id);
    let [note] = said(&paper).try_into().expect("one note");
    assert!(note.starts_with("Ihr Guthaben am 21."), "{note}");
    assert!(note.contains("200,00"), "{note}");
    // What is recorded afterwards changes nothing of what was printed.
    pay(&mut desk, "2026-11-15", "50");
    desk.run(Command::Allocate {
        source: ledger::payment::Source::Payment(payment),
        date: date("2026-11-21"),
        parts: vec![(without, decimal("20"))],
    });
    assert_eq!(desk.paper(id), paper);
    assert_eq!(said(&desk.paper(without)), Vec::<String>::new());
    // A later document says what is left by then.
    let later = desk.issue(short("USt."), "2026-11-22", None);
    let [note] = said(&desk.paper(later)).try_into().expect("one note");
    assert!(note.contains("230,00"), "{note}");
}

/// The reason of a preset, kept in English, is said in the document's language;
/// one in the user's own words stays.
#[test]
fn a_reason_of_a_preset_is_said_in_the_language_of_the_document() {
    let said = |language: &str, reason: &str| {
        let mut document = short("USt.");
        document.taxes = vec![exempt("VAT", TaxCategory::AE, reason)];
        let mut desk = Desk::new(business("DE", language), customer("FR", language));
        let id = desk.issue(document, "2026-11-21", None);
        desk.paper(id).notes[0].text.clone()
    };
    assert_eq!(said("fr", "Reverse charge"), "Autoliquidation");
    assert_eq!(said("es", "Reverse charge"), "Inversión del sujeto pasivo");
    assert_eq!(said("fr", "Wie vereinbart"), "Wie vereinbart");
}

#[test]
fn codes_hold_their_payload() {
    if !tools::are_there() {
        return;
    }
    let mut kinds = Vec::new();
    for (name, paper) in samples() {
        let Some(payment) = &paper.payment else {
            continue;
        };
        let codes = &payment.codes;
        let pdf = printed(&paper);
        let file = File::of(&format!("codes-{name}"), &pdf.bytes);
        let wanted: Vec<&str> = codes.iter().map(|code| code.payload.as_str()).collect();
        assert_eq!(file.codes(pdf.pages), wanted, "{name}");
        kinds.extend(codes.iter().map(|code| code.kind));
        if codes.iter().any(|code| code.kind == CodeKind::Swiss) {
            let text = file.pages().concat();
            for words in [
                "Empfangsschein",
                "Zahlteil",
                "Konto / Zahlbar an",
                "CH58 0079 1123 0008 8901 2",
                "Zahlbar durch",
                "Annahmestelle",
            ] {
                assert!(text.contains(words), "{name}: {words}");
            }
        }
    }
    for kind in [CodeKind::Epc, CodeKind::Swiss, CodeKind::Link] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
}

#[test]
fn a_code_that_does_not_fit_is_left_out_and_told() {
    let mut desk = Desk::new(business("DE", "de"), customer("DE", "de"));
    let id = desk.issue(short("USt."), "2026-11-21", None);
    for code in [
        PaymentCode {
            kind: CodeKind::Epc,
            payload: "x".repeat(400),
        },
        PaymentCode {
            kind: CodeKind::Swiss,
            payload: "no bill".into(),
        },
    ] {
        let mut paper = desk.paper(id);
        paper.payment.as_mut().expect("a payment").codes.push(code);
        assert_eq!(printed(&paper).warnings, [Warning::Code]);
    }
}

/// No line is torn, and the totals never stand without one.
#[test]
fn totals_stand_below_a_line() {
    if !tools::are_there() {
        return;
    }
    let mut desk = Desk::new(business("DE", "en"), customer("DE", "en"));
    for count in (1..60).step_by(3) {
        let id = desk.issue(long(count), "2026-11-21", None);
        let pages = File::of("totals", &printed(&desk.paper(id)).bytes).pages();
        let with_totals = pages
            .iter()
            .find(|page| page.contains("Amount due"))
            .expect("a total");
        let last = format!("Line no. {count:05} of the list");
        assert!(with_totals.contains(&last), "{count} lines");
        assert!(
            with_totals.contains("Net") && with_totals.contains("VAT 20% on"),
            "{count} lines"
        );
        assert!(pages[0].contains("Line no. 00001"), "{count} lines");
    }
}

/// Of a German document and of one with a Swiss payment part, whatever is left
/// of the page below the lines.
#[test]
fn how_to_pay_never_stands_on_a_page_alone() {
    if !tools::are_there() {
        return;
    }
    for (country, rate) in [("DE", None), ("CH", Some("0.93"))] {
        let mut desk = Desk::new(business(country, "en"), customer(country, "en"));
        for count in 2..40 {
            let id = desk.issue(long(count), "2026-11-21", rate);
            let pages = File::of("end", &printed(&desk.paper(id)).bytes).pages();
            let last = pages.last().expect("a page");
            assert!(
                last.contains("Line no."),
                "{country}, {count} lines: {last}"
            );
            assert!(last.contains("Amount due"), "{country}, {count} lines");
        }
    }
}

#[test]
fn a_line_higher_than_a_page_loses_nothing() {
    if !tools::are_there() {
        return;
    }
    let mut desk = Desk::new(business("DE", "en"), customer("DE", "en"));
    let words: Vec<String> = (0..900).map(|index| format!("word{index:04}")).collect();
    let id = desk.issue(long(3), "2026-11-21", None);
    let mut paper = desk.paper(id);
    paper.table.rows[1].description = words.join(" ");
    let pdf = printed(&paper);
    let text = File::of("high", &pdf.bytes).pages().concat();
    let mut last = 0;
    for word in &words {
        let at = text.find(word.as_str()).expect("the word");
        assert!(at >= last, "{word}");
        last = at;
    }
    assert!(pdf.pages > 1);
}

#[test]
fn the_largest_document_is_made_and_a_larger_one_refused() {
    let mut desk = Desk::new(business("DE", "en"), customer("DE", "en"));
    let id = desk.issue(long(1), "2026-11-21", None);
    let mut paper = desk.paper(id);
    let row = paper.table.rows[0].clone();
    paper.table.rows = vec![row.clone(); 10_000];
    let pdf = printed(&paper);
    assert!(pdf.pages > 200, "{} pages", pdf.pages);
    paper.table.rows.push(row.clone());
    assert_eq!(paper.pdf(), Err(PdfProblem::TooManyLines));
    paper.table.rows = vec![row; 2];
    paper.table.rows[0].description = "word ".repeat(2_000_000);
    assert_eq!(paper.pdf(), Err(PdfProblem::TooMuchText));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for (name, paper) in samples() {
        assert!(paper.pdf() == paper.pdf(), "{name}");
    }
}

#[test]
fn a_link_to_pay_by_can_be_opened() {
    let (_, paper) = samples()
        .into_iter()
        .find(|(name, _)| *name == "us")
        .expect("a sample");
    let address = "https://pay.example/2026-0001?sum=7217.35";
    assert_eq!(
        paper
            .payment
            .as_ref()
            .and_then(|payment| payment.link.as_deref()),
        Some(address)
    );
    let pdf = printed(&paper);
    if tools::are_there() {
        let links = File::of("link", &pdf.bytes).links();
        assert!(links.contains(address), "{links}");
    }
}

#[test]
fn the_file_says_what_it_is() {
    if !tools::are_there() {
        return;
    }
    let mut desk = Desk::new(business("FR", "fr"), customer("FR", "fr"));
    let id = desk.issue(short("TVA"), "2026-11-21", None);
    let paper = desk.paper(id);
    assert_eq!(paper.file_name(), "2026-0001 Atelier Dubois.pdf");
    let file = File::of("metadata", &printed(&paper).bytes);
    let info = file.info();
    for words in [
        "Facture 2026-0001",
        "Studio Falk",
        "Sat Nov 21 00:00:00 2026",
        "Tagged:          yes",
        "595.276 x 841.89",
        "JavaScript:      no",
    ] {
        assert!(info.contains(words), "{words} is not in\n{info}");
    }
    for font in file.fonts().lines().skip(2) {
        assert!(
            font.contains("+Inter") && font.contains("yes yes yes"),
            "{font}"
        );
    }
    assert!(file.pages().concat().contains("1er novembre 2026"));
}

#[test]
fn letters_without_a_font_are_boxes_and_told() {
    if !tools::are_there() {
        return;
    }
    let mut desk = Desk::new(business("DE", "en"), customer("DE", "en"));
    let mut document = long(1);
    document.lines[0].description = "Cafe\u{301} 😀 שלום Ωμέγα Щука".into();
    let id = desk.issue(document, "2026-11-21", None);
    let pdf = printed(&desk.paper(id));
    assert_eq!(
        pdf.warnings,
        [Warning::RightToLeft, Warning::Letters("ולםש😀".into())]
    );
    // They can be copied all the same.
    let text = File::of("letters", &pdf.bytes).pages().concat();
    assert!(text.contains("Café 😀"), "{text}");
    assert!(text.contains("Ωμέγα Щука"), "{text}");
}

#[test]
fn credit_notes_are_called_as_the_language_does() {
    for (language, part, whole) in [
        ("de", "Rechnungskorrektur", "Stornorechnung"),
        ("en", "Credit note", "Credit note"),
        ("fr", "Avoir", "Facture d’annulation"),
        ("es", "Factura rectificativa", "Factura rectificativa"),
    ] {
        let mut desk = Desk::new(business("DE", language), customer("DE", language));
        let credit = |id, lines: Vec<Line>| Invoice {
            kind: Kind::CreditNote,
            credits: Some(id),
            lines,
            ..short("USt.")
        };
        for (lines, expected) in [
            (vec![line("Design", "1", "HUR", "92")], part),
            (short("USt.").lines, whole),
        ] {
            let id = desk.issue(short("USt."), "2026-11-20", None);
            let number = desk
                .book
                .invoices()
                .get(id)
                .expect("a document")
                .number()
                .to_owned();
            let note = desk.issue(credit(id, lines), "2026-11-21", None);
            let paper = desk.paper(note);
            assert_eq!(paper.title, expected);
            assert!(paper.lead[0].contains(&number), "{:?}", paper.lead);
            assert_eq!(paper.payment, None);
            let due = paper.totals.last().expect("a total");
            assert_ne!(due.label, "Zu zahlen");
        }
    }
}

#[test]
fn a_quote_says_how_long_it_holds_and_asks_for_nothing() {
    let mut desk = Desk::new(business("DE", "de"), customer("DE", "de"));
    let document = Invoice {
        customer: desk.customer,
        ..short("USt.")
    };
    let quote = Quote {
        document: Box::new(document),
        valid_until: Some(date("2026-12-31")),
        ..Quote::default()
    };
    let draft = Paper::of_quote(&desk.book, &quote, date("2026-11-20")).expect("a paper");
    assert_eq!(draft.mark, Some(Mark::Draft("Entwurf".into())));
    desk.run(Command::IssueQuote(Box::new(IssueQuote {
        draft: None,
        quote,
        date: date("2026-11-21"),
    })));
    let quote = desk.book.quotes().iter().last().expect("a quote");
    let paper = Paper::of_quote(&desk.book, quote, date("2027-01-05")).expect("a paper");
    assert_eq!(
        (paper.title.as_str(), paper.number.as_str()),
        ("Angebot", quote.number())
    );
    assert_eq!((&paper.mark, &paper.payment), (&None, &None));
    let valid = paper.facts.iter().find(|fact| fact.label == "Gültig bis");
    let valid = valid.map(|fact| fact.value.replace('\u{a0}', " "));
    assert_eq!(valid.as_deref(), Some("31. Dezember 2026"));
    assert!(paper.facts.iter().all(|fact| fact.label != "Fällig"));
    let total = paper.totals.last().expect("a total");
    assert_eq!(total.label, "Gesamtbetrag");
    // Nothing of an early payment: only the note.
    assert_eq!(paper.notes.len(), 1);
    assert_eq!(printed(&paper).warnings, []);
}

/// 100.00 at 19 % and 900.00 at 7 %, in net or gross prices.
fn two_rates(price_mode: PriceMode) -> Invoice {
    Invoice {
        price_mode,
        taxes: vec![vat("USt.", "19"), vat("USt.", "7")],
        lines: vec![
            line("Gestaltung", "1", "LS", "100"),
            Line {
                taxes: TaxSet::only(1),
                ..line("Bücher", "1", "LS", "900")
            },
        ],
        ..Invoice::default()
    }
}

/// The rows of the totals: label, what stands below it, amount.
fn rows(paper: &Paper) -> Vec<[String; 3]> {
    let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
    let row =
        |total: &paper::Total| [&total.label, &total.detail, &total.value].map(|text| plain(text));
    paper.totals.iter().map(row).collect()
}

#[test]
fn a_discount_over_both_rates_says_what_each_gets() {
    let mut desk = Desk::new(business("DE", "de"), customer("DE", "de"));
    let mut document = two_rates(PriceMode::Net);
    document.adjustments = vec![Adjustment {
        taxes: TaxSet::default(),
        spread: true,
        ..adjustment(
            AdjustmentKind::Allowance,
            AdjustmentValue::Percent(decimal("10")),
            "Treuerabatt",
        )
    }];
    let id = desk.issue(document, "2026-11-21", None);
    let paper = desk.paper(id);
    let expected = [
        ["Summe der Positionen", "", "1.000,00"],
        ["Treuerabatt, 10 %", "19 %: −10,00; 7 %: −90,00", "−100,00"],
        ["Netto", "", "900,00"],
        ["USt. 19 % auf 90,00", "", "17,10"],
        ["USt. 7 % auf 810,00", "", "56,70"],
        ["Zu zahlen", "", "973,80 EUR"],
    ];
    assert_eq!(rows(&paper), expected.map(|row| row.map(str::to_owned)));
    assert_eq!(printed(&paper).warnings, []);
    if tools::are_there() {
        let text = File::of("spread", &printed(&paper).bytes).pages().concat();
        assert!(text.contains("19 %: −10,00; 7 %: −90,00"), "{text}");
    }
}

#[test]
fn prices_with_tax_have_no_rounding_line() {
    let mut desk = Desk::new(business("DE", "de"), customer("DE", "de"));
    let document = Invoice {
        price_mode: PriceMode::Gross,
        taxes: vec![vat("USt.", "22")],
        lines: vec![line("Ein Satz", "1", "LS", "290")],
        ..Invoice::default()
    };
    let id = desk.issue(document, "2026-11-21", None);
    let expected = [
        ["Netto", "", "237,70"],
        ["USt. 22 % auf 237,70", "", "52,30"],
        ["Zu zahlen", "", "290,00 EUR"],
    ];
    let paper = desk.paper(id);
    assert_eq!(rows(&paper), expected.map(|row| row.map(str::to_owned)));
}

#[test]
fn a_document_in_another_currency_states_the_tax_in_that_of_the_books() {
    let mut desk = Desk::new(business("DE", "en"), customer("US", "en"));
    let document = Invoice {
        currency: currency("USD"),
        ..short("VAT")
    };
    let id = desk.issue(document, "2026-11-21", Some("0.92"));
    let paper = desk.paper(id);
    let notes: Vec<&str> = paper.notes.iter().map(|note| note.text.as_str()).collect();
    assert!(
        notes.contains(&"Tax in EUR: EUR\u{a0}1,060.16 (1 USD = 0.92 EUR)."),
        "{notes:?}"
    );
    assert_eq!(paper.facts[1].value, "November\u{a0}21, 2026");
}

/// A picture of 4 × 2 pixels, as PNG.
const PICTURE: &[u8] = include_bytes!("picture.png");

#[test]
fn a_logo_is_drawn_and_a_damaged_one_refused() {
    if !tools::are_there() {
        return;
    }
    let mut desk = Desk::new(business("DE", "en"), customer("DE", "en"));
    let id = desk.issue(short("VAT"), "2026-11-21", None);
    let mut paper = desk.paper(id);
    paper.design.logo = Some(Logo::read(PICTURE.to_vec()).expect("a logo"));
    paper.design.accent = Some([20, 90, 60]);
    let file = File::of("logo", &printed(&paper).bytes);
    assert!(file.pages()[0].contains("Studio Falk"));
    let (width, _, pixels) = file.picture(1, 72);
    // The picture is black, 16 mm below the edge.
    assert!(pixels[46 * width + 72] < 60);
    // Its pieces are whole, but what is in them is not.
    let mut damaged = PICTURE.to_vec();
    let content = damaged
        .windows(4)
        .position(|name| name == b"IDAT")
        .expect("content")
        + 4;
    damaged[content] ^= 0xff;
    paper.design.logo = Some(Logo::read(damaged).expect("a head that can be read"));
    assert_eq!(paper.pdf(), Err(PdfProblem::Logo));
}
