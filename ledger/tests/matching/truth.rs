//! A book of open invoices and bank lines of which is known what they pay.
//!
//! Customers share surnames and parts of firm names, many invoices ask for
//! the same amounts, and payers write what payers write: numbers with other
//! signs or without their letters, several at once, a wrong digit, nothing
//! but thanks; names in capitals, turned round, cut off; the account of
//! somebody else. The same figures at every run.

use std::collections::BTreeMap;

use ledger::bank::matching::{Certainty, Proposal, Suggestion};
use ledger::bank::{BankAccount, BankLine, Statement};
use ledger::book::Book;
use ledger::change::{Change, Record};
use ledger::customer::{BankDetails, Customer, Details};
use ledger::date::Date;
use ledger::identifier::CreditorReference;
use ledger::ids::{BankLineId, Chain, CustomerId, Id, InvoiceId, RawId};
use ledger::invoice::{DocumentDetails, Invoice, Issue, Kind, Totals};
use ledger::money::{Currency, Decimal};
use ledger::terms::{EarlyDiscount, Terms};

const DAYS: u64 = 360;

/// What a line really is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Truth {
    pub line: BankLineId,
    /// The invoices that it pays; none where it pays none.
    pub pays: Vec<InvoiceId>,
    /// How it was written, for the report.
    pub written: &'static str,
}

pub struct World {
    pub book: Book,
    pub truth: Vec<Truth>,
}

struct Maker {
    book: Book,
    seed: u64,
    customers: u32,
    open: Vec<Vec<u32>>,
    invoices: Vec<(u32, i64, Date, bool)>,
    truth: Vec<Truth>,
    lines: u32,
}

fn id<I: Id>(n: u32) -> I {
    I::from_raw(RawId {
        chain: Chain(1),
        n: n + 1,
    })
}

fn cents(minor: i64) -> Decimal {
    Decimal::new(minor.into(), 2).unwrap_or_default()
}

fn first_day() -> Date {
    Date::new(2025, 1, 1).unwrap_or_else(|_| unreachable!("a day"))
}

fn day(n: u64) -> Date {
    let n = u32::try_from(n).unwrap_or(0);
    first_day().plus_days(n).unwrap_or_else(|_| first_day())
}

const GIVEN: [&str; 20] = [
    "Anna", "Bernd", "Chloé", "David", "Émile", "Fatma", "Günter", "Hanna", "İpek", "Jürgen",
    "Klara", "Lukas", "María", "Niklas", "Olga", "Pierre", "Søren", "Tomás", "Ursula", "Vera",
];
const SUR: [&str; 30] = [
    "Müller",
    "Schmidt",
    "Größmann",
    "Weber",
    "Jäger",
    "Köhler",
    "García",
    "Łukasz",
    "Novák",
    "Ågård",
    "Lefèvre",
    "Rossi",
    "Huber",
    "Berger",
    "Klein",
    "Wolf",
    "Schäfer",
    "Neumann",
    "Krüger",
    "Böhm",
    "Petersen",
    "Fischer",
    "Haas",
    "Brandt",
    "Vogel",
    "Sommer",
    "Winter",
    "Stein",
    "Lange",
    "Roth",
];
/// Surnames that are made of two parts: some hundreds of them.
const BEGIN: [&str; 24] = [
    "Alten", "Birken", "Brücken", "Dorn", "Eichen", "Felden", "Gersten", "Hägen", "Hohen", "Jung",
    "Kalten", "Linden", "Mühlen", "Neuen", "Ober", "Pfeffer", "Rosen", "Schön", "Steinen",
    "Tannen", "Ufer", "Wald", "Weiden", "Zimmer",
];
const END: [&str; 22] = [
    "au", "bach", "berg", "brunn", "burg", "dorf", "egger", "feld", "fels", "graben", "hag", "hof",
    "holz", "horst", "kamp", "leitner", "mann", "mayer", "rath", "reiter", "stedt", "thal",
];
const TRADE: [&str; 16] = [
    "Bau",
    "Bau Technik",
    "Gartenbau",
    "Malerei",
    "Schreinerei",
    "Consulting",
    "Software",
    "Logistik",
    "Druck",
    "Medien",
    "Elektro",
    "Elektro Service",
    "Handel",
    "Immobilien",
    "Optik",
    "Reisen",
];
const FORM: [&str; 6] = ["GmbH", "AG", "GmbH & Co. KG", "Ltd", "SARL", "e.K."];

impl Maker {
    fn below(&mut self, n: u64) -> u64 {
        self.seed = self
            .seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % n
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let place = self.below(of.len() as u64);
        of[usize::try_from(place).unwrap_or(0)]
    }

    fn put(&mut self, record: impl Into<Record>) {
        let change = Change::Put(record.into());
        assert!(self.book.apply(1, &change).is_ok(), "a record that fits");
    }

    fn name(&mut self) -> String {
        let given = self.pick(&GIVEN);
        let sur = match self.below(3) {
            0 => self.pick(&SUR).to_owned(),
            _ => format!("{}{}", self.pick(&BEGIN), self.pick(&END)),
        };
        match self.below(3) {
            0 => format!("{given} {sur}"),
            1 => format!("{sur} {} {}", self.pick(&TRADE), self.pick(&FORM)),
            _ => format!("{given} {sur} {} {}", self.pick(&TRADE), self.pick(&FORM)),
        }
    }

    fn customer(&mut self, n: u32) {
        let name = self.name();
        let has_account = self.below(3) == 0;
        self.put(Customer {
            id: id::<CustomerId>(n),
            details: Details {
                name,
                ..Details::default()
            },
            bank: has_account.then(|| BankDetails {
                iban: account(n),
                ..BankDetails::default()
            }),
            ..Customer::default()
        });
    }

    fn invoice(&mut self, n: u32) {
        let customer = u32::try_from(self.below(self.customers.into())).unwrap_or(0);
        // A third are fees that many are asked for.
        let amount = match self.below(3) {
            0 => [4_900, 9_900, 11_900, 25_000, 50_000, 119_000]
                [usize::try_from(self.below(6)).unwrap_or(0)],
            _ => i64::try_from(500 + self.below(900_000)).unwrap_or(500),
        };
        let issued = day(self.below(DAYS));
        let discount = self.below(10) == 0;
        let number = number(n);
        let reference = (self.below(5) == 0)
            .then(|| {
                CreditorReference::of_number(&number)
                    .ok()
                    .map(|known| known.to_string())
            })
            .flatten();
        let due = issued.plus_days(30).unwrap_or(issued);
        self.put(Invoice {
            id: id::<InvoiceId>(n),
            kind: Kind::Opening,
            customer: id(customer),
            currency: Currency::default(),
            terms: Terms {
                early: if discount {
                    vec![EarlyDiscount {
                        percent: Decimal::from_int(2),
                        days: 10,
                    }]
                } else {
                    Vec::new()
                },
                ..Terms::default()
            },
            more: reference.map(|payment_reference| {
                Box::new(DocumentDetails {
                    payment_reference,
                    ..DocumentDetails::default()
                })
            }),
            issue: Some(Box::new(Issue {
                number,
                counter: None,
                date: issued,
                due,
                instalments: Vec::new(),
                seller: None,
                buyer: None,
                totals: Totals {
                    gross: cents(amount),
                    payable: cents(amount),
                    ..Totals::default()
                },
                deductions: Vec::new(),
                accounting: None,
            })),
            ..Invoice::default()
        });
        self.invoices.push((customer, amount, issued, discount));
        self.open[customer as usize].push(n);
    }

    /// An invoice that no line pays yet.
    fn free(&mut self) -> Option<u32> {
        for _ in 0..50 {
            let customer = usize::try_from(self.below(self.customers.into())).unwrap_or(0);
            let open = &mut self.open[customer];
            if !open.is_empty() {
                let place = usize::try_from(self.seed >> 40).unwrap_or(0) % open.len();
                return Some(open.swap_remove(place));
            }
        }
        None
    }

    /// The customer's name as a bank writes it.
    fn payer(&mut self, customer: u32) -> String {
        let known = self.book.customers().get(id(customer));
        let name = known.map_or_else(String::new, |known| known.details.name.clone());
        let plain: String = name
            .chars()
            .map(|c| match c {
                'ä' => "ae".to_owned(),
                'ö' | 'ø' => "oe".to_owned(),
                'ü' => "ue".to_owned(),
                'ß' => "ss".to_owned(),
                'å' => "aa".to_owned(),
                c => c.to_string(),
            })
            .collect();
        let words: Vec<&str> = plain.split(' ').collect();
        match self.below(4) {
            0 => name,
            1 => plain.to_uppercase(),
            2 if words.len() == 2 => format!("{}, {}", words[1], words[0]).to_uppercase(),
            _ => plain.to_uppercase().chars().take(27).collect(),
        }
    }

    /// A number as payers write it.
    fn quoted(&mut self, n: u32) -> String {
        let number = number(n);
        match self.below(8) {
            0 => number.replace('-', " "),
            1 => number.replace('-', "/"),
            2 => number.replace('-', ""),
            3 => number.to_lowercase(),
            4 => number.replacen("RE-", "", 1),
            5 => format!("Rechnung {number} vom {}", day(self.seed % DAYS)),
            6 => format!("RNr. {number}, danke"),
            _ => number,
        }
    }

    fn line(
        &mut self,
        text: String,
        amount: i64,
        payer: Payer,
        when: Date,
        truth: (&[u32], &'static str),
    ) {
        let n = self.lines;
        self.lines += 1;
        let name = match payer.name {
            Some(customer) => self.payer(customer),
            None => payer.other.to_owned(),
        };
        self.put(BankLine {
            id: id::<BankLineId>(n),
            statement: id(0),
            date: when,
            value_date: None,
            amount: cents(amount),
            currency: Currency::default(),
            text,
            reference: String::new(),
            end_to_end: String::new(),
            bank_id: String::new(),
            name,
            ultimate_name: String::new(),
            iban: payer.account.map_or_else(String::new, account),
            code: String::new(),
            original: None,
            charges: None,
            returned: None,
        });
        self.truth.push(Truth {
            line: id(n),
            pays: truth.0.iter().map(|invoice| id(*invoice)).collect(),
            written: truth.1,
        });
    }

    fn any_line(&mut self) {
        let Some(first) = self.free() else { return };
        let (customer, amount, issued, discount) = self.invoices[first as usize];
        let later = self.below(40);
        let when = issued
            .plus_days(u32::try_from(later).unwrap_or(0))
            .unwrap_or(issued);
        let by = Payer::named(customer);
        let one = [first];
        match self.below(100) {
            0..30 => {
                let text = self.quoted(first);
                self.line(text, amount, by, when, (&one, "number, amount, name"));
            }
            30..38 => {
                let text = self.quoted(first);
                self.line(
                    text,
                    amount,
                    Payer::nobody(""),
                    when,
                    (&one, "number, amount"),
                );
            }
            38..44 => self.several(first, true),
            44..48 => self.several(first, false),
            48..62 => self.line("Danke".into(), amount, by, when, (&one, "amount, name")),
            62..69 => {
                let by = Payer {
                    name: None,
                    other: "Konto Eheleute",
                    account: Some(customer),
                };
                self.line(
                    "Zahlung".into(),
                    amount,
                    by,
                    when,
                    (&one, "amount, account"),
                );
            }
            69..73 => {
                let reference = CreditorReference::of_number(&number(first));
                let text = reference.map_or_else(|_| String::new(), |known| known.printed());
                self.line(text, amount, by, when, (&one, "reference, amount"));
            }
            73..77 => {
                let text = format!("{} 1. Rate", self.quoted(first));
                self.line(
                    text,
                    amount / 3 + 1,
                    by,
                    when,
                    (&one, "number, a part, name"),
                );
            }
            77..79 => {
                let text = format!("{} 1. Rate", self.quoted(first));
                self.line(
                    text,
                    amount / 3 + 1,
                    Payer::nobody(""),
                    when,
                    (&one, "number, a part"),
                );
            }
            79..83 if discount && later <= 10 => {
                let text = self.quoted(first);
                let pay = amount - (amount * 2 + 50) / 100;
                self.line(text, pay, by, when, (&one, "number, discount, name"));
            }
            83..86 => {
                // A digit wrong: it may be another customer's number.
                let text = number(first ^ 1);
                self.line(text, amount, by, when, (&one, "wrong number, amount, name"));
            }
            // Another one's number, and as much as that one asks for: nobody
            // could tell.
            86..88
                if self
                    .invoices
                    .get((first ^ 1) as usize)
                    .is_some_and(|other| other.1 != amount) =>
            {
                let text = number(first ^ 1);
                self.line(
                    text,
                    amount,
                    Payer::nobody(""),
                    when,
                    (&one, "wrong number, amount"),
                );
            }
            88..91 => {
                let text = self.quoted(first);
                let other = u32::try_from(self.below(self.customers.into())).unwrap_or(0);
                let by = Payer::named(other);
                self.line(
                    text,
                    amount,
                    by,
                    when,
                    (&one, "number, amount, another customer's name"),
                );
            }
            91..93 => self.line(
                "Honorar".into(),
                amount,
                Payer::nobody(""),
                when,
                (&one, "amount"),
            ),
            93..96 => {
                let other = self.name();
                let chance = i64::try_from(self.below(100_000)).unwrap_or(0) + 100;
                let text = format!("{other} Rueckzahlung Darlehen {}", self.below(9_999));
                self.line(
                    text,
                    chance,
                    Payer::nobody("Sparkasse Musterstadt"),
                    when,
                    (&[], "no receipt"),
                );
            }
            _ => {
                let fee = i64::try_from(self.below(9_000)).unwrap_or(0) + 100;
                self.line(
                    "Entgelt".into(),
                    -fee,
                    Payer::nobody("Bank"),
                    when,
                    (&[], "money out"),
                );
            }
        }
    }

    /// Two or three of one customer in one line.
    fn several(&mut self, first: u32, numbered: bool) {
        let (customer, ..) = self.invoices[first as usize];
        let mut all = vec![first];
        while all.len() < 3
            && let Some(other) = self.open[customer as usize].pop()
        {
            all.push(other);
        }
        let sum = all.iter().map(|n| self.invoices[*n as usize].1).sum();
        let when = all
            .iter()
            .map(|n| self.invoices[*n as usize].2)
            .max()
            .unwrap_or_else(first_day);
        let text = if numbered {
            let texts: Vec<String> = all.iter().map(|n| number(*n)).collect();
            texts.join(", ")
        } else {
            "Sammelzahlung".to_owned()
        };
        let written = if numbered {
            "several numbers, name"
        } else {
            "a sum, name"
        };
        self.line(text, sum, Payer::named(customer), when, (&all, written));
    }
}

struct Payer {
    name: Option<u32>,
    other: &'static str,
    account: Option<u32>,
}

impl Payer {
    fn named(customer: u32) -> Payer {
        Payer {
            name: Some(customer),
            other: "",
            account: None,
        }
    }

    fn nobody(other: &'static str) -> Payer {
        Payer {
            name: None,
            other,
            account: None,
        }
    }
}

fn number(n: u32) -> String {
    format!("RE-2025-{:06}", n + 1)
}

fn account(customer: u32) -> String {
    format!(
        "DE{:02}{:018}",
        customer % 90 + 10,
        u64::from(customer) * 7_919 + 3
    )
}

/// So many bank lines against so many open invoices.
pub fn world(invoices: u32, customers: u32, lines: u32) -> World {
    let mut maker = Maker {
        book: Book::default(),
        seed: 0x0bed_5eed,
        customers,
        open: vec![Vec::new(); customers as usize],
        invoices: Vec::new(),
        truth: Vec::new(),
        lines: 0,
    };
    for n in 0..customers {
        maker.customer(n);
    }
    for n in 0..invoices {
        maker.invoice(n);
    }
    maker.put(BankAccount {
        id: id(0),
        name: "Current account".to_owned(),
        ..BankAccount::default()
    });
    maker.put(Statement {
        id: id(0),
        first: id(0),
        account: id(0),
        file: String::new(),
        format: String::new(),
        number: String::new(),
        opening: None,
        closing: None,
        imported: first_day(),
        known: 0,
    });
    while maker.lines < lines {
        let before = maker.lines;
        maker.any_line();
        if maker.lines == before && maker.open.iter().all(Vec::is_empty) {
            break;
        }
    }
    World {
        book: maker.book,
        truth: maker.truth,
    }
}

#[derive(Default)]
pub struct Tally {
    pub lines: usize,
    pub sure: usize,
    pub wrong: usize,
    pub likely: usize,
    /// What is likely, or among the candidates, and right.
    pub shown: usize,
}

fn proposed(one: &Suggestion) -> Vec<InvoiceId> {
    let Some(Proposal::Receipts(receipts)) = &one.proposal else {
        return Vec::new();
    };
    let parts = receipts.iter().flat_map(|receipt| &receipt.parts);
    let mut ids: Vec<InvoiceId> = parts.map(|(id, _)| *id).collect();
    ids.sort_unstable();
    ids
}

/// How right the suggestions are, by how the lines were written, and what of
/// the sure ones is wrong.
pub fn tally(
    world: &World,
    suggestions: &[Suggestion],
) -> (BTreeMap<&'static str, Tally>, Vec<String>) {
    let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (truth, one) in world.truth.iter().zip(suggestions) {
        let mut pays = truth.pays.clone();
        pays.sort_unstable();
        let tally = tallies.entry(truth.written).or_default();
        tally.lines += 1;
        let right = proposed(one) == pays;
        match one.certainty {
            Certainty::Sure => {
                tally.sure += 1;
                if !right {
                    tally.wrong += 1;
                    let line = world.book.bank_lines().get(truth.line);
                    wrong.push(format!(
                        "{}: {line:?}\n{one:?}\nreally {pays:?}",
                        truth.written
                    ));
                }
            }
            Certainty::Likely => tally.likely += usize::from(right && !pays.is_empty()),
            Certainty::Ask | Certainty::None => {}
        }
        let among = !pays.is_empty() && pays.iter().all(|id| one.candidates.contains(id));
        tally.shown +=
            usize::from(one.certainty != Certainty::Sure && (among || right && !pays.is_empty()));
    }
    (tallies, wrong)
}

/// Whether lines that are written so pay anything.
pub fn pays(written: &str) -> bool {
    !matches!(written, "no receipt" | "money out")
}
