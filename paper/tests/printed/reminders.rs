//! Letters that remind, printed and read back.

use ledger::collection::{CustomerReminders, ReminderPolicy, ReminderStage, Tone};
use ledger::command::{Command, MakeReminder, MakeReminders};
use ledger::customer::Customer;
use ledger::late::Audience;
use ledger::money::Decimal;
use ledger::report::worklist::letters_to;
use ledger::terms::{Due, Terms};
use paper::mail::Mail;
use paper::{Language, Paper};

use crate::desk::*;
use crate::tools::{self, File};
use crate::{customer, printed, short};

/// What no letter says: a threat that the sender cannot carry out, an office
/// that there is not, what looks like a court's form, and that nothing was
/// received.
const NEVER: [&str; 44] = [
    "credit bureau",
    "credit rating",
    "criminal",
    "police",
    "seizure",
    "bailiff",
    "visit",
    "publish",
    "employer",
    "legal department",
    "legal team",
    "court",
    "not received",
    "Schufa",
    "Auskunftei",
    "Bonität",
    "Strafanzeige",
    "Polizei",
    "Pfändung",
    "Gerichtsvollzieher",
    "Besuch",
    "veröffentlich",
    "Arbeitgeber",
    "Rechtsabteilung",
    "Gericht",
    "nicht eingegangen",
    "Banque de France",
    "fichage",
    "plainte",
    "police",
    "saisie",
    "huissier",
    "visite",
    "employeur",
    "service juridique",
    "tribunal",
    "ASNEF",
    "morosos",
    "denuncia",
    "policía",
    "embargo",
    "visita",
    "departamento jurídico",
    "juzgado",
];

/// The only letter of that tone about two invoices, one paid in part.
pub(crate) fn letter(country: &str, language: &str, tone: Tone, hand_over: bool) -> (Desk, Paper) {
    let mut seller = business(country, language);
    seller.reminders = Some(ReminderPolicy {
        stages: vec![ReminderStage {
            stage: 1,
            days: if tone == Tone::Notice { -5 } else { 5 },
            tone,
            channel: "".into(),
        }],
        ..ReminderPolicy::default()
    });
    let mut buyer: Customer = customer(country, language);
    buyer.reminders = Some(Box::new(CustomerReminders {
        audience: Some(Audience::Business),
        ..CustomerReminders::default()
    }));
    let mut desk = Desk::new(seller, buyer);
    let dues = match tone {
        Tone::Notice => ["2026-11-25", "2026-11-26"],
        Tone::Friendly | Tone::Firm | Tone::Final => ["2026-10-20", "2026-11-03"],
    };
    for due in dues {
        let mut document = short("VAT");
        document.currency = desk.book.business().expect("a business").currency;
        document.terms = Terms {
            due: Due::Fixed(date(due)),
            ..Terms::default()
        };
        desk.issue(document, "2026-10-01", None);
    }
    let today = date("2026-11-21");
    let letters = letters_to(&desk.book, desk.customer, today).expect("letters");
    let letters = letters.iter().map(|letter| MakeReminder {
        customer: letter.customer,
        currency: letter.currency,
        lines: letter
            .lines
            .iter()
            .map(|line| (line.invoice, line.stage))
            .collect(),
        hand_over,
        text: String::new(),
    });
    let make = MakeReminders {
        letters: letters.collect(),
        considered_to: Some(date("2026-11-20")),
        pay_by: vec![date("2026-11-30")],
    };
    desk.run(Command::MakeReminders(Box::new(make)));
    let reminder = desk
        .book
        .reminders()
        .iter()
        .next()
        .expect("a letter")
        .clone();
    let paper = Paper::of_reminder(&desk.book, &reminder).expect("a paper");
    (desk, paper)
}

fn all() -> Vec<(String, Paper)> {
    let mut all = Vec::new();
    for (country, language) in [
        ("GB", "en"),
        ("DE", "de"),
        ("FR", "fr"),
        ("ES", "es"),
        ("CH", "de"),
    ] {
        for tone in Tone::ALL {
            for hand_over in [false, true] {
                let name = format!("reminder-{country}-{tone}-{hand_over}");
                all.push((name, letter(country, language, *tone, hand_over).1));
            }
        }
    }
    all
}

#[test]
#[ignore = "writes letters to look at"]
fn letters_to_look_at() {
    for (name, paper) in all() {
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(folder.join(format!("{name}.pdf")), printed(&paper).bytes).expect("a file");
        println!(
            "{}\n",
            Mail::of_reminder(&paper, "office@linden.example").text
        );
    }
    println!("{}", env!("CARGO_TARGET_TMPDIR"));
}

#[test]
fn a_letter_says_what_is_open_and_by_when_and_threatens_with_nothing() {
    for (name, paper) in all() {
        let mail = Mail::of_reminder(&paper, "");
        let mut said = paper.letter.join("\n");
        said.push_str(&paper.title);
        said.push_str(&mail.text);
        said.push_str(&mail.subject);
        for words in NEVER {
            let is_said = said.to_lowercase().contains(&words.to_lowercase());
            assert!(!is_said, "{name}: {words}");
        }
        let last = ["Last", "Letzte", "Dernier", "Último"];
        let is_last = last.iter().any(|word| paper.title.starts_with(word));
        assert_eq!(
            is_last,
            name.ends_with("final-true"),
            "{name}: {}",
            paper.title
        );
        let lines: Decimal = paper
            .table
            .rows
            .len()
            .to_string()
            .parse()
            .expect("a number");
        assert_eq!(lines, Decimal::from_int(2), "{name}");
        let due = paper.totals.last().expect("a total");
        assert!(mail.text.contains(&due.value), "{name}: {}", mail.text);
        if !name.contains("notice") {
            assert!(paper.letter.join(" ").contains(&due.value), "{name}");
        }
    }
}

#[test]
fn a_letter_reads_back_with_its_payment_code() {
    if !tools::are_there() {
        return;
    }
    for (country, language) in [("DE", "de"), ("GB", "en"), ("CH", "de")] {
        let (desk, paper) = letter(country, language, Tone::Firm, false);
        let pdf = printed(&paper);
        let file = File::of(&format!("letter-{country}"), &pdf.bytes);
        let text = file.pages().concat();
        for invoice in desk.book.invoices().iter() {
            assert!(text.contains(invoice.number()), "{country}: {text}");
        }
        let due = &paper.totals.last().expect("a total").value;
        assert!(
            text.contains(&due.replace(['\u{a0}', '\u{202f}'], " ")),
            "{due}: {text}"
        );
        let codes = &paper.payment.as_ref().expect("how to pay").codes;
        assert_eq!(codes.len(), 1, "{country}");
        let wanted: Vec<&str> = codes.iter().map(|code| code.payload.as_str()).collect();
        assert_eq!(file.codes(pdf.pages), wanted);
    }
}

#[test]
fn own_words_replace_the_usual_ones() {
    let (desk, paper) = letter("DE", "de", Tone::Friendly, false);
    let mut reminder = (**desk.book.reminders().iter().next().expect("a letter")).clone();
    reminder.text = "Hallo Anna,\n\nist die Rechnung untergegangen?".into();
    let own = Paper::of_reminder(&desk.book, &reminder).expect("a paper");
    assert_eq!(
        own.letter,
        ["Hallo Anna,", "ist die Rechnung untergegangen?"]
    );
    assert_eq!(own.totals, paper.totals);
    assert_eq!(own.locale.language, Language::German);
}
