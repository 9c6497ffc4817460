//! The codes of documents, and what is wrong with what they would say.

use super::epc::Version;
use super::link::LinkProblem;
use super::swiss::AddressPart;
use super::swiss::Side;
use super::*;
use crate::customer::{BankDetails, Details};
use crate::date::Date;
use crate::identifier::{BicProblem, ReferenceProblem};
use crate::invoice::{DocumentDetails, Instalment, Kind, Totals};
use crate::money::Decimal;

const IBAN_DE: &str = "DE02120300000000202051";
const IBAN_CH: &str = "CH9300762011623852957";
const IBAN_QR: &str = "CH4431999123000889012";

fn money(text: &str) -> Money {
    let (amount, currency) = text.split_once(' ').expect("amount and currency");
    let currency = currency.parse().expect("a currency");
    Money::new(amount.parse().expect("a decimal"), currency).expect("money")
}

fn epc() -> Epc {
    Epc {
        version: Version::V2,
        name: "Studio Linden".to_owned(),
        iban: IBAN_DE.parse().expect("an IBAN"),
        bic: String::new(),
        amount: Some(money("1190.5 EUR")),
        purpose: String::new(),
        remittance: Remittance::Text("2026-0042".to_owned()),
        information: String::new(),
    }
}

#[test]
fn a_transfer_says_who_where_how_much_and_what_for() {
    let all = Epc {
        version: Version::V1,
        bic: "byladem1001".to_owned(),
        purpose: "GDDS".to_owned(),
        remittance: Remittance::Reference("RF8820260042".to_owned()),
        information: "Thank you".to_owned(),
        ..epc()
    };
    assert_eq!(
        all.payload().as_deref(),
        Ok(
            "BCD\n001\n1\nSCT\nBYLADEM1001\nStudio Linden\nDE02120300000000202051\nEUR1190.50\nGDDS\nRF8820260042\n\nThank you"
        )
    );
    let little = Epc {
        amount: None,
        remittance: Remittance::Text(String::new()),
        ..epc()
    };
    assert_eq!(
        little.payload().as_deref(),
        Ok("BCD\n002\n1\nSCT\n\nStudio Linden\nDE02120300000000202051"),
        "nothing after the last that is filled"
    );
}

#[test]
fn what_a_transfer_cannot_say_is_refused() {
    use EpcProblem as P;
    use TextProblem as T;
    let text = |length: usize| Remittance::Text("é".repeat(length));
    let reference = |length: usize| Remittance::Reference("1".repeat(length));
    for (epc, expected) in [
        (
            Epc {
                name: "N".repeat(70),
                ..epc()
            },
            None,
        ),
        (
            Epc {
                name: "N".repeat(71),
                ..epc()
            },
            Some(P::Name(T::TooLong(70))),
        ),
        (
            Epc {
                name: " ".to_owned(),
                ..epc()
            },
            Some(P::Name(T::Missing)),
        ),
        (
            Epc {
                name: "A\nB".to_owned(),
                ..epc()
            },
            Some(P::Name(T::Character('\n'))),
        ),
        (
            Epc {
                version: Version::V1,
                ..epc()
            },
            Some(P::NoBic),
        ),
        (
            Epc {
                bic: "BYLA".to_owned(),
                ..epc()
            },
            Some(P::Bic(BicProblem::Length(4))),
        ),
        (
            Epc {
                amount: Some(money("0 EUR")),
                ..epc()
            },
            Some(P::Amount),
        ),
        (
            Epc {
                amount: Some(money("0.01 EUR")),
                ..epc()
            },
            None,
        ),
        (
            Epc {
                amount: Some(money("999999999.99 EUR")),
                ..epc()
            },
            None,
        ),
        (
            Epc {
                amount: Some(money("1000000000 EUR")),
                ..epc()
            },
            Some(P::Amount),
        ),
        (
            Epc {
                amount: Some(money("10 CHF")),
                ..epc()
            },
            Some(P::Currency),
        ),
        (
            Epc {
                purpose: "GDDSX".to_owned(),
                ..epc()
            },
            Some(P::Purpose(T::TooLong(4))),
        ),
        (
            Epc {
                remittance: text(71),
                ..epc()
            },
            None,
        ),
        (
            Epc {
                remittance: text(140),
                ..epc()
            },
            Some(P::TooLong),
        ),
        (
            Epc {
                remittance: text(141),
                ..epc()
            },
            Some(P::Text(T::TooLong(140))),
        ),
        (
            Epc {
                remittance: reference(35),
                ..epc()
            },
            None,
        ),
        (
            Epc {
                remittance: reference(36),
                ..epc()
            },
            Some(P::Reference(T::TooLong(35))),
        ),
        (
            Epc {
                information: "i".repeat(71),
                ..epc()
            },
            Some(P::Information(T::TooLong(70))),
        ),
    ] {
        assert_eq!(epc.payload().err(), expected, "{epc:?}");
    }
}

fn bill() -> SwissBill {
    SwissBill {
        iban: IBAN_CH.parse().expect("an IBAN"),
        creditor: BillParty {
            name: "Atelier Sonnenhof".to_owned(),
            street: "Seeweg".to_owned(),
            house: "4".to_owned(),
            postcode: "6003".to_owned(),
            town: "Luzern".to_owned(),
            country: "CH".to_owned(),
        },
        amount: Some(money("1250 CHF")),
        currency: "CHF".parse().expect("a currency"),
        debtor: None,
        reference: BillReference::None,
        message: "2026-0042".to_owned(),
        information: String::new(),
        schemes: Vec::new(),
    }
}

#[test]
fn a_bill_has_a_line_for_each_element() {
    let payload = bill().payload().expect("a payload");
    let lines: Vec<&str> = payload.split('\n').collect();
    assert_eq!(lines.len(), 31, "all but what may be left out at the end");
    assert_eq!(lines[..4], ["SPC", "0200", "1", IBAN_CH]);
    let creditor = [
        "S",
        "Atelier Sonnenhof",
        "Seeweg",
        "4",
        "6003",
        "Luzern",
        "CH",
    ];
    assert_eq!(lines[4..11], creditor);
    assert_eq!(lines[18..20], ["1250.00", "CHF"]);
    assert_eq!(lines[27..], ["NON", "", "2026-0042", "EPD"]);
    let more = SwissBill {
        amount: None,
        schemes: vec!["AB;1".to_owned()],
        debtor: Some(bill().creditor),
        ..bill()
    };
    let payload = more.payload().expect("a payload");
    let lines: Vec<&str> = payload.split('\n').collect();
    assert_eq!(lines[18..20], ["", "CHF"]);
    assert_eq!(lines[20..27], creditor);
    assert_eq!(lines[30..], ["EPD", "", "AB;1"]);
}

#[test]
fn what_a_bill_cannot_say_is_refused() {
    use SwissProblem as P;
    use TextProblem as T;
    let iban = |text: &str| text.parse::<Iban>().expect("an IBAN");
    let with = |change: fn(&mut BillParty)| {
        let mut creditor = bill().creditor;
        change(&mut creditor);
        SwissBill { creditor, ..bill() }
    };
    let owner = |part, problem| Some(P::Address(Side::Creditor, part, problem));
    let qr = BillReference::Qr(QrReference::create("20260042").expect("a reference"));
    let rf = CreditorReference::create("20260042").expect("a reference");
    let euro = "EUR".parse().expect("a currency");
    for (bill, expected) in [
        (
            SwissBill {
                iban: iban(IBAN_DE),
                ..bill()
            },
            Some(P::Account),
        ),
        (
            SwissBill {
                currency: euro,
                amount: Some(money("1 EUR")),
                ..bill()
            },
            None,
        ),
        (
            SwissBill {
                currency: euro,
                ..bill()
            },
            Some(P::Currency),
        ),
        (
            SwissBill {
                amount: Some(money("-0.01 CHF")),
                ..bill()
            },
            Some(P::Amount),
        ),
        (
            SwissBill {
                amount: Some(money("1000000000 CHF")),
                ..bill()
            },
            Some(P::Amount),
        ),
        (
            SwissBill {
                reference: BillReference::Creditor(rf.clone()),
                ..bill()
            },
            None,
        ),
        (
            SwissBill {
                reference: qr.clone(),
                ..bill()
            },
            Some(P::QrIbanNeeded),
        ),
        (
            SwissBill {
                iban: iban(IBAN_QR),
                reference: qr,
                ..bill()
            },
            None,
        ),
        (
            SwissBill {
                iban: iban(IBAN_QR),
                ..bill()
            },
            Some(P::QrReferenceNeeded),
        ),
        (
            SwissBill {
                iban: iban(IBAN_QR),
                reference: BillReference::Creditor(rf),
                ..bill()
            },
            Some(P::QrReferenceNeeded),
        ),
        (
            with(|party| party.name.clear()),
            owner(AddressPart::Name, T::Missing),
        ),
        (with(|party| party.name = "Ő".repeat(70)), None),
        (
            with(|party| party.name = "n".repeat(71)),
            owner(AddressPart::Name, T::TooLong(70)),
        ),
        (
            with(|party| party.name = "Δ".to_owned()),
            owner(AddressPart::Name, T::Character('Δ')),
        ),
        (
            with(|party| party.street = "a\nb".to_owned()),
            owner(AddressPart::Street, T::Character('\n')),
        ),
        (with(|party| party.street.clear()), None),
        (
            with(|party| party.house = "1".repeat(17)),
            owner(AddressPart::House, T::TooLong(16)),
        ),
        (
            with(|party| party.postcode.clear()),
            owner(AddressPart::Postcode, T::Missing),
        ),
        (
            with(|party| party.town = "t".repeat(36)),
            owner(AddressPart::Town, T::TooLong(35)),
        ),
        (
            with(|party| party.country.clear()),
            owner(AddressPart::Country, T::Missing),
        ),
        (
            with(|party| party.country = "Schweiz".to_owned()),
            Some(P::Country(Side::Creditor)),
        ),
        (
            SwissBill {
                debtor: Some(BillParty::default()),
                ..bill()
            },
            Some(P::Address(Side::Debtor, AddressPart::Name, T::Missing)),
        ),
        (
            SwissBill {
                message: "m".repeat(140),
                ..bill()
            },
            None,
        ),
        (
            SwissBill {
                message: "m".repeat(141),
                ..bill()
            },
            Some(P::Message(T::TooLong(140))),
        ),
        (
            SwissBill {
                message: "☕".to_owned(),
                ..bill()
            },
            Some(P::Message(T::Character('☕'))),
        ),
        (
            SwissBill {
                message: "m".repeat(100),
                information: "//".repeat(21),
                ..bill()
            },
            Some(P::TogetherTooLong),
        ),
        (
            SwissBill {
                schemes: vec!["s".repeat(101)],
                ..bill()
            },
            Some(P::Scheme(T::TooLong(100))),
        ),
        (
            SwissBill {
                schemes: vec![String::new(); 3],
                ..bill()
            },
            Some(P::TooManySchemes),
        ),
    ] {
        assert_eq!(bill.payload().err(), expected, "{bill:?}");
    }
}

/// An invoice of an amount, and who asks for it.
fn issued(amount: &str, iban: &str, reference: &str) -> (Invoice, Party) {
    let amount = money(amount);
    let date: Date = "2026-11-21".parse().expect("a date");
    let invoice = Invoice {
        currency: amount.currency(),
        more: Some(Box::new(DocumentDetails {
            payment_reference: reference.to_owned(),
            ..DocumentDetails::default()
        })),
        issue: Some(Box::new(Issue {
            number: "2026-0042".to_owned(),
            counter: None,
            date,
            due: date,
            instalments: Vec::new(),
            seller: None,
            buyer: None,
            totals: Totals {
                payable: amount.amount(),
                ..Totals::default()
            },
            deductions: Vec::new(),
            accounting: None,
        })),
        ..Invoice::default()
    };
    let seller = Party {
        details: Details {
            name: "Atelier Sonnenhof".to_owned(),
            address: Address {
                lines: vec!["Seeweg 4".to_owned()],
                postcode: "6003".to_owned(),
                city: "Luzern".to_owned(),
                country: "CH".to_owned(),
                ..Address::default()
            },
            ..Details::default()
        },
        bank: Some(BankDetails {
            iban: iban.to_owned(),
            ..BankDetails::default()
        }),
        ..Party::default()
    };
    (invoice, seller)
}

/// What each kind comes to: `code`, or why there is none.
fn found(document: &Invoice, seller: &Party) -> [String; 2] {
    codes(document, Some(seller), None).map(|(kind, code)| match code {
        Ok(code) => {
            assert_eq!(code.kind, kind);
            "code".to_owned()
        }
        Err(why) => why.to_string(),
    })
}

#[test]
fn a_document_has_the_codes_of_its_currency_and_account() {
    let currency = "not in a currency that this code is for";
    for (amount, iban, reference, expected) in [
        (
            "10 EUR",
            IBAN_DE,
            "",
            ["code", "an account of DE takes no such payments"],
        ),
        (
            "10 EUR",
            "DE02 1203 0000 0000 2020 51",
            "",
            ["code", "an account of DE takes no such payments"],
        ),
        ("10 EUR", IBAN_CH, "", ["code", "code"]),
        ("10 CHF", IBAN_CH, "", [currency, "code"]),
        (
            "10 CHF",
            IBAN_QR,
            "",
            [currency, "a QR-IBAN needs a QR reference"],
        ),
        (
            "10 CHF",
            IBAN_QR,
            "000000000000000000202600425",
            [currency, "code"],
        ),
        ("10 USD", IBAN_CH, "", [currency; 2]),
        ("10 EUR", "", "", ["there is no IBAN"; 2]),
        ("0 EUR", IBAN_CH, "", ["nothing is to be paid by it"; 2]),
        (
            "10 EUR",
            "BR1500000000000010932840814P2",
            "",
            [
                "an account of BR takes no such payments",
                "an account of BR takes no such payments",
            ],
        ),
        (
            "10 EUR",
            "DE03120300000000202051",
            "",
            ["its check digits do not fit: a digit is wrong or two are swapped"; 2],
        ),
    ] {
        let reference = reference.get(..26).map_or_else(String::new, |digits| {
            QrReference::create(digits)
                .expect("a reference")
                .to_string()
        });
        let (document, seller) = issued(amount, iban, &reference);
        assert_eq!(found(&document, &seller), expected, "{amount} {iban}");
    }
    let (mut document, seller) = issued("10 EUR", IBAN_DE, "");
    document.kind = Kind::CreditNote;
    assert_eq!(found(&document, &seller)[0], "nothing is to be paid by it");
    document.issue = None;
    assert_eq!(found(&document, &seller)[0], "not issued");
}

#[test]
fn the_codes_quote_the_reference_or_the_number() {
    let payloads = |document: &Invoice, seller: &Party| {
        codes(document, Some(seller), None).map(|(_, code)| code.expect("a code").payload)
    };
    let (document, seller) = issued("10 EUR", IBAN_CH, "");
    let [epc, swiss] = payloads(&document, &seller);
    assert!(epc.ends_with("\nEUR10.00\n\n\n2026-0042"), "{epc}");
    assert!(swiss.ends_with("\nNON\n\n2026-0042\nEPD"), "{swiss}");
    let (document, seller) = issued("10 EUR", IBAN_CH, "RF8820260042");
    let [epc, swiss] = payloads(&document, &seller);
    assert!(epc.ends_with("\nEUR10.00\n\nRF8820260042"), "{epc}");
    assert!(
        swiss.ends_with("\nSCOR\nRF8820260042\n2026-0042\nEPD"),
        "{swiss}"
    );
}

#[test]
fn instalments_leave_the_amount_to_the_payer() {
    let (mut document, seller) = issued("10 EUR", IBAN_CH, "");
    if let Some(issue) = &mut document.issue {
        let part = |due: &str| Instalment {
            due: due.parse().expect("a date"),
            amount: Decimal::from_int(5),
        };
        issue.instalments = vec![part("2026-12-01"), part("2027-01-01")];
    }
    for (kind, code) in codes(&document, Some(&seller), None) {
        let code = code.expect("a code");
        assert!(!code.payload.contains("10.00"), "{kind:?} {}", code.payload);
    }
}

#[test]
fn a_debtor_whom_a_bill_cannot_hold_is_left_to_be_filled_in() {
    let (document, seller) = issued("10 CHF", IBAN_CH, "");
    let mut buyer = seller.clone();
    buyer.details.name = "Galerie Bergmann".to_owned();
    let debtor = |buyer: &Party| {
        let [_, (_, code)] = codes(&document, Some(&seller), Some(buyer));
        code.expect("a code").bill.expect("a bill").debtor
    };
    assert_eq!(
        debtor(&buyer).map(|party| party.name).as_deref(),
        Some("Galerie Bergmann")
    );
    buyer.details.address.city.clear();
    assert_eq!(debtor(&buyer), None);
}

#[test]
fn a_link_takes_number_amount_and_currency() {
    let (mut document, _) = issued("1250 EUR", IBAN_DE, "");
    if let Some(issue) = &mut document.issue {
        issue.number = "RE 2026/7".to_owned();
    }
    let template = "https://pay.example/{number}?sum={amount}&in={currency}";
    assert_eq!(link::check(template), Ok(()));
    assert_eq!(
        link::of(template, &document).as_deref(),
        Some("https://pay.example/RE%202026%2F7?sum=1250.00&in=EUR")
    );
    assert_eq!(link::of("", &document), None);
    document.kind = Kind::CreditNote;
    assert_eq!(link::of(template, &document), None);
}

#[test]
fn a_link_that_leads_elsewhere_or_says_nothing_is_refused() {
    use LinkProblem as P;
    for (template, expected) in [
        ("", Ok(())),
        ("https://pay.example", Ok(())),
        ("http://pay.example/{number}", Err(P::NotHttps)),
        ("javascript:alert(1)", Err(P::NotHttps)),
        ("https://", Err(P::NotHttps)),
        ("https:///{number}", Err(P::NotHttps)),
        ("https://{number}.example/", Err(P::NotHttps)),
        ("https://me:secret@pay.example/", Err(P::NotHttps)),
        (
            "https://pay.example/{nummer}",
            Err(P::Placeholder("nummer".to_owned())),
        ),
        ("https://pay.example/{number", Err(P::Bracket)),
        ("https://pay.example/number}", Err(P::Bracket)),
        ("https://pay.example/ {number}", Err(P::Character(' '))),
        ("https://pay.example/<b>", Err(P::Character('<'))),
    ] {
        assert_eq!(link::check(template), expected, "{template}");
    }
    let long = format!("https://pay.example/{}", "a".repeat(link::LINK_MAX));
    assert_eq!(link::check(&long), Err(P::TooLong));
}

#[test]
fn a_reference_is_made_by_choice() {
    let qr = ReferenceChoice::Qr {
        prefix: "123456".to_owned(),
    };
    assert_eq!(
        ReferenceChoice::Number.reference("2026-0042").as_deref(),
        Ok("")
    );
    assert_eq!(
        ReferenceChoice::Creditor.reference("2026-0042").as_deref(),
        Ok("RF8820260042")
    );
    let made = qr.reference("2026-0042").expect("a reference");
    assert!(made.starts_with("12345600000000000020260042"));
    assert_eq!(
        made.parse::<QrReference>().map(|made| made.to_string()),
        Ok(made)
    );
    assert_eq!(qr.reference("A"), Err(ReferenceProblem::Empty));
}
