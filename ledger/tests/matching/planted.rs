//! Statement lines with planted contradictions: 300 lines against 2,000 open
//! invoices, of which it is known what each line pays, and whether anything it
//! says contradicts something else it says.
//!
//! Nothing here is the matcher's: names, numbers and texts are made from lists
//! of their own, and what is right is known from how a line was made.

use std::collections::BTreeMap;

use ledger::bank::{BankAccount, BankLine, Match, Matched, Returned, Statement};
use ledger::book::Book;
use ledger::business::Business;
use ledger::change::{Change, Record};
use ledger::customer::{BankDetails, Customer, Details};
use ledger::date::Date;
use ledger::identifier::CreditorReference;
use ledger::ids::{
    AllocationId, BankLineId, Chain, CustomerId, Id, InvoiceId, MatchId, PaymentId, RawId,
};
use ledger::invoice::{DocumentDetails, Invoice, Issue, Kind, Totals};
use ledger::money::{Currency, Decimal};
use ledger::payment::{Allocation, Payment, Source};
use ledger::terms::{EarlyDiscount, Terms};

/// What a line really pays.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Right {
    /// What each invoice gets of the money, in cents.
    pub parts: BTreeMap<InvoiceId, i64>,
    /// What the bank kept.
    pub fee: i64,
    /// What each invoice is less by a credit.
    pub less: BTreeMap<(Source, InvoiceId), i64>,
    /// What is given up of an invoice as a discount.
    pub discounts: Vec<InvoiceId>,
}

#[derive(Clone, Debug)]
pub struct Planted {
    pub line: BankLineId,
    /// How it was made.
    pub kind: &'static str,
    /// Nothing that it says contradicts anything else: it can be sure.
    pub is_clean: bool,
    pub right: Right,
    /// What must not be proposed, not even as likely.
    pub never: Vec<InvoiceId>,
}

pub struct World {
    pub book: Book,
    pub planted: Vec<Planted>,
    /// Lines of money out.
    pub out: Vec<BankLineId>,
}

struct Owed {
    id: InvoiceId,
    number: String,
    amount: i64,
    is_used: bool,
}

struct Firm {
    id: CustomerId,
    name: String,
    iban: Option<String>,
    owed: Vec<Owed>,
}

struct Maker {
    book: Book,
    state: u64,
    firms: Vec<Firm>,
    next: BTreeMap<&'static str, u32>,
    numbers: u32,
    planted: Vec<Planted>,
    out: Vec<BankLineId>,
    /// The next firm that nothing was made of.
    fresh: usize,
}

const FIRST: [&str; 24] = [
    "Nord", "Sued", "Berg", "Tal", "Fluss", "Wald", "Stern", "Mond", "Gold", "Silber", "Kupfer",
    "Eisen", "Apfel", "Kirsch", "Birn", "Ahorn", "Ulmen", "Falken", "Adler", "Dachs", "Fuchs",
    "Hirsch", "Luchs", "Otter",
];
const SECOND: [&str; 20] = [
    "werk", "hof", "haus", "markt", "kontor", "schmiede", "brunnen", "garten", "turm", "bruecke",
    "anger", "grund", "winkel", "stube", "halle", "lager", "mole", "platz", "ufer", "steg",
];
const FORMS: [&str; 4] = ["GmbH", "AG", "KG", "Ltd"];

fn day(n: u32) -> Date {
    let first = Date::new(2026, 1, 1).expect("a day");
    first.plus_days(n).expect("a day")
}

fn cents(minor: i64) -> Decimal {
    Decimal::new(minor.into(), 2).expect("an amount")
}

/// What a line says, besides its amount.
#[derive(Clone, Default)]
struct Says {
    name: String,
    iban: String,
    text: String,
    charges: i64,
    returned: bool,
}

impl Maker {
    fn random(&mut self, below: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state % below
    }

    fn id<I: Id>(&mut self, kind: &'static str) -> I {
        let n = self.next.entry(kind).or_default();
        *n += 1;
        I::from_raw(RawId {
            chain: Chain(7),
            n: *n,
        })
    }

    fn put(&mut self, record: impl Into<Record>) {
        let change = Change::Put(record.into());
        assert!(self.book.apply(1, &change).is_ok(), "a record that fits");
    }

    /// An account number that no other has.
    fn account(&mut self) -> String {
        let n = self.next.entry("account").or_default();
        *n += 1;
        format!("AT{:02}{:016}", *n % 90 + 10, u64::from(*n) * 104_729)
    }

    fn firm(&mut self, name: String, has_account: bool) -> usize {
        let id: CustomerId = self.id("customer");
        let iban = has_account.then(|| self.account());
        self.put(Customer {
            id,
            details: Details {
                name: name.clone(),
                ..Details::default()
            },
            bank: iban.clone().map(|iban| BankDetails {
                iban,
                ..BankDetails::default()
            }),
            ..Customer::default()
        });
        self.firms.push(Firm {
            id,
            name,
            iban,
            owed: Vec::new(),
        });
        self.firms.len() - 1
    }

    fn document(&mut self, firm: usize, amount: i64, of: Document) -> Owed {
        let id: InvoiceId = self.id("invoice");
        self.numbers += 1;
        let number = format!("RG-26-{:05}", 10_000 + self.numbers * 7);
        let reference = CreditorReference::of_number(&number)
            .map_or_else(|_| String::new(), |reference| reference.to_string());
        self.put(Invoice {
            id,
            kind: if of.is_credit {
                Kind::CreditNote
            } else {
                Kind::Opening
            },
            customer: self.firms[firm].id,
            currency: Currency::default(),
            credits: of.credits,
            terms: Terms {
                early: if of.discount {
                    vec![EarlyDiscount {
                        percent: Decimal::from_int(3),
                        days: 14,
                    }]
                } else {
                    Vec::new()
                },
                ..Terms::default()
            },
            more: (!of.is_credit).then(|| {
                Box::new(DocumentDetails {
                    payment_reference: reference,
                    ..DocumentDetails::default()
                })
            }),
            issue: Some(Box::new(Issue {
                number: number.clone(),
                counter: None,
                date: day(of.issued),
                due: day(of.issued + 30),
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
        Owed {
            id,
            number,
            amount,
            is_used: false,
        }
    }

    fn owes(&mut self, firm: usize, amount: i64) -> usize {
        let issued = u32::try_from(self.random(60)).expect("a day");
        let of = Document {
            issued,
            ..Document::default()
        };
        let owed = self.document(firm, amount, of);
        self.firms[firm].owed.push(owed);
        self.firms[firm].owed.len() - 1
    }

    /// A firm that no line was made of yet.
    fn fresh(&mut self) -> usize {
        self.fresh += 1;
        self.fresh - 1
    }

    fn take(&mut self, firm: usize) -> (InvoiceId, String, i64) {
        let owed = &mut self.firms[firm].owed;
        let one = owed.iter_mut().find(|one| !one.is_used);
        let one = one.expect("an invoice that no line pays yet");
        one.is_used = true;
        (one.id, one.number.clone(), one.amount)
    }

    fn by(&self, firm: usize) -> Says {
        Says {
            name: self.firms[firm].name.clone(),
            ..Says::default()
        }
    }

    fn written(&mut self, amount: i64, when: u32, says: Says) -> BankLineId {
        let id: BankLineId = self.id("line");
        self.put(BankLine {
            id,
            statement: Id::from_raw(RawId {
                chain: Chain(7),
                n: 1,
            }),
            date: day(when),
            value_date: None,
            amount: cents(amount),
            currency: Currency::default(),
            text: says.text,
            reference: String::new(),
            end_to_end: String::new(),
            bank_id: String::new(),
            name: says.name,
            ultimate_name: String::new(),
            iban: says.iban,
            code: String::new(),
            original: None,
            charges: (says.charges > 0).then(|| cents(says.charges)),
            returned: says.returned.then(Returned::default),
        });
        id
    }

    fn plant(
        &mut self,
        kind: &'static str,
        is_clean: bool,
        amount: i64,
        says: Says,
        right: Right,
    ) -> usize {
        let when = 95 + u32::try_from(self.random(20)).expect("a day");
        let line = self.written(amount, when, says);
        self.planted.push(Planted {
            line,
            kind,
            is_clean,
            right,
            never: Vec::new(),
        });
        self.planted.len() - 1
    }

    /// What was confirmed before: a payment of a firm that came in on a line.
    fn confirmed(&mut self, firm: usize, says: Says) {
        let amount = 100_000 + i64::try_from(self.random(90_000)).expect("an amount");
        let of = Document {
            issued: 10,
            ..Document::default()
        };
        let paid = self.document(firm, amount, of);
        let line = self.written(amount, 40, says);
        let payment = self.paid(firm, amount, 40, Some(paid.id));
        let id: MatchId = self.id("match");
        self.put(Match {
            id,
            line,
            what: Matched::Payment(payment),
            amount: cents(amount),
            made: true,
        });
    }

    fn paid(&mut self, firm: usize, amount: i64, when: u32, to: Option<InvoiceId>) -> PaymentId {
        let id: PaymentId = self.id("payment");
        self.put(Payment {
            id,
            customer: self.firms[firm].id,
            date: day(when),
            amount: cents(amount),
            currency: Currency::default(),
            method: String::new(),
            reference: String::new(),
            note: String::new(),
            fee: None,
            received: None,
        });
        if let Some(invoice) = to {
            let allocation: AllocationId = self.id("allocation");
            self.put(Allocation {
                id: allocation,
                source: Source::Payment(id),
                invoice,
                date: day(when),
                amount: cents(amount),
                currency: Currency::default(),
                reverses: None,
                with: None,
            });
        }
        id
    }

    fn credit_note(&mut self, firm: usize, amount: i64, corrects: Option<InvoiceId>) -> Owed {
        let of = Document {
            issued: 70,
            is_credit: true,
            credits: corrects,
            discount: false,
        };
        self.document(firm, amount, of)
    }
}

#[derive(Clone, Copy, Default)]
struct Document {
    issued: u32,
    is_credit: bool,
    credits: Option<InvoiceId>,
    discount: bool,
}

fn whole(parts: &[(InvoiceId, i64)]) -> Right {
    Right {
        parts: parts.iter().copied().collect(),
        ..Right::default()
    }
}

// --- lines that nothing contradicts ------------------------------------------

fn clean(maker: &mut Maker, round: u64) {
    let firm = maker.fresh();
    let (id, number, amount) = maker.take(firm);
    let mut says = maker.by(firm);
    let one = whole(&[(id, amount)]);
    match round % 18 {
        0 | 1 => {
            says.text = format!("Rechnung {number}");
            maker.plant("number, amount, name", true, amount, says, one);
        }
        2 => {
            says.text = format!("{} vielen Dank", number.replace('-', " ").to_lowercase());
            says.name = says.name.to_uppercase();
            maker.plant("number in other signs", true, amount, says, one);
        }
        3 | 4 => {
            says.text = "Ueberweisung".to_owned();
            maker.plant("amount, name", true, amount, says, one);
        }
        5 => {
            says.text = number.replace('-', "/");
            says.name = "Hedwig Unbekannt".to_owned();
            maker.plant("number, amount, a stranger's name", true, amount, says, one);
        }
        6 => {
            let (second, other, more) = maker.take(firm);
            says.text = format!("{number}, {other}");
            let right = whole(&[(id, amount), (second, more)]);
            maker.plant("two numbers", true, amount + more, says, right);
        }
        7 => {
            says.text = format!("{number} 1. Rate");
            let part = amount / 4 + 3;
            maker.plant(
                "number, a part, name",
                true,
                part,
                says,
                whole(&[(id, part)]),
            );
        }
        8 => {
            let of = Document {
                issued: 90,
                discount: true,
                ..Document::default()
            };
            let owed = maker.document(firm, 100_000 + amount, of);
            let off = ((100_000 + amount) * 3 + 50) / 100;
            let pay = 100_000 + amount - off;
            says.text = format!("{} abzgl. Skonto", owed.number);
            let mut right = whole(&[(owed.id, pay)]);
            right.discounts = vec![owed.id];
            // On a day on which the discount is earned.
            let line = maker.written(pay, 99, says);
            maker.planted.push(Planted {
                line,
                kind: "number, discount",
                is_clean: true,
                right,
                never: Vec::new(),
            });
        }
        9 => {
            let reference = CreditorReference::of_number(&number).expect("a reference");
            says.text = reference.printed();
            maker.plant("reference, amount", true, amount, says, one);
        }
        10 => {
            let fee = 500 + i64::try_from(maker.random(2_000)).expect("a fee");
            says.text = format!("Invoice {number}");
            says.charges = fee;
            let mut right = one;
            right.fee = fee;
            maker.plant(
                "number, less the bank's fee",
                true,
                amount - fee,
                says,
                right,
            );
        }
        11 => {
            let note = maker.credit_note(firm, amount / 5 + 1, None);
            says.text = format!("{number} abzueglich Gutschrift {}", note.number);
            let mut right = whole(&[(id, amount - note.amount)]);
            right
                .less
                .insert((Source::CreditNote(note.id), id), note.amount);
            let pay = amount - note.amount;
            maker.plant("number less a named credit note", true, pay, says, right);
        }
        12 => {
            let note = maker.credit_note(firm, amount / 5 + 1, Some(id));
            says.text = format!("{number} gekuerzt");
            let pay = amount - note.amount;
            let mut right = whole(&[(id, pay)]);
            right
                .less
                .insert((Source::CreditNote(note.id), id), note.amount);
            maker.plant("number less its credit note", true, pay, says, right);
        }
        13 => {
            let advance = amount / 3 + 7;
            let payment = maker.paid(firm, advance, 80, None);
            says.text = format!("Rest {number}");
            let pay = amount - advance;
            let mut right = whole(&[(id, pay)]);
            right.less.insert((Source::Payment(payment), id), advance);
            maker.plant("number less an advance", true, pay, says, right);
        }
        14 => {
            says.name = "PayPal Europe S.a.r.l. et Cie S.C.A".to_owned();
            says.iban = "LU447510001351042000".to_owned();
            says.text = format!("PP.4711.PP . {number}");
            maker.plant(
                "number, amount, through a provider",
                true,
                amount,
                says,
                one,
            );
        }
        15 => {
            says.name = "Gemeinschaftskonto Familie".to_owned();
            says.iban = maker.account();
            maker.confirmed(firm, says.clone());
            says.text = "Zahlung".to_owned();
            maker.plant(
                "amount, a known account and its name",
                true,
                amount,
                says,
                one,
            );
        }
        16 => {
            // The other firm of the same words has another legal form.
            let words = format!("Zwilling{round}");
            let own = maker.firm(format!("{words} GmbH"), false);
            let other = maker.firm(format!("{words} AG"), false);
            maker.owes(own, amount + 11);
            maker.owes(other, amount + 11);
            let (id, _, amount) = maker.take(own);
            says.name = format!("{} GMBH", words.to_uppercase());
            says.text = "Danke".to_owned();
            maker.plant(
                "amount, the exact name",
                true,
                amount,
                says,
                whole(&[(id, amount)]),
            );
        }
        _ => {
            let own = maker.firm(format!("Konto{round} Werkstatt KG"), true);
            maker.owes(own, amount + 13);
            let (id, _, amount) = maker.take(own);
            says.iban = maker.firms[own].iban.clone().expect("an account");
            says.name = "Roswitha Privatier".to_owned();
            says.text = "Zahlung".to_owned();
            maker.plant(
                "amount, the customer's own account",
                true,
                amount,
                says,
                whole(&[(id, amount)]),
            );
        }
    }
}

// --- lines that contradict themselves ----------------------------------------

/// How many kinds of contradictions there are.
const KINDS: usize = 20;

fn contradiction(maker: &mut Maker, kind: usize) {
    let firm = maker.fresh();
    let other = maker.fresh();
    let (id, number, amount) = maker.take(firm);
    let (others, others_number, others_amount) = maker.take(other);
    let mut says = maker.by(firm);
    let one = whole(&[(id, amount)]);
    let ask = |maker: &mut Maker, kind, amount, says: Says, right: Right| {
        maker.plant(kind, false, amount, says, right)
    };
    match kind {
        0 => {
            let (second, _, more) = maker.take(firm);
            says.text = format!("Rechnung {number}");
            ask(
                maker,
                "number against amount",
                more,
                says,
                whole(&[(second, more)]),
            );
        }
        1 => {
            // More than the invoice that is named asks for.
            let second = maker.owes(firm, amount + 70_003);
            let second = &mut maker.firms[firm].owed[second];
            second.is_used = true;
            let (second, more) = (second.id, second.amount);
            says.text = number;
            ask(
                maker,
                "number against a larger amount",
                more,
                says,
                whole(&[(second, more)]),
            );
        }
        2 => {
            says.name = maker.firms[other].name.clone();
            says.text = format!("Rechnung {number}");
            ask(maker, "another customer pays", amount, says, one);
        }
        3 => {
            let own = maker.firm(format!("Eigen{} Handel AG", maker.fresh), true);
            maker.owes(own, amount + 17);
            let (id, _, amount) = maker.take(own);
            says.iban = maker.firms[own].iban.clone().expect("an account");
            says.name = maker.firms[other].name.clone();
            says.text = "Zahlung".to_owned();
            ask(
                maker,
                "account against name",
                amount,
                says,
                whole(&[(id, amount)]),
            );
        }
        4 => {
            let own = maker.firm(format!("Fremd{} Handel AG", maker.fresh), true);
            says.iban = maker.firms[own].iban.clone().expect("an account");
            says.text = number;
            ask(maker, "account against name and number", amount, says, one);
        }
        5 => {
            // A provider's account that was confirmed as another's before.
            let names = ["Stripe Payments Europe Ltd", "Adyen N.V."];
            says.name = names[firm % 100 / 50].to_owned();
            says.iban = maker.account();
            maker.confirmed(other, says.clone());
            says.text = "STRIPE PAYOUT".to_owned();
            ask(
                maker,
                "a provider that was confirmed before",
                others_amount,
                says,
                whole(&[(others, others_amount)]),
            );
        }
        6 => {
            // The same account under a name that says nothing.
            let names = ["SumUp Limited", "Mollie B.V."];
            says.name = names[firm % 100 / 50].to_owned();
            says.iban = maker.account();
            maker.confirmed(other, says.clone());
            says.name = "SUP Auszahlung".to_owned();
            says.text = "Auszahlung".to_owned();
            ask(
                maker,
                "a provider's account under another name",
                others_amount,
                says,
                whole(&[(others, others_amount)]),
            );
        }
        7 => {
            says.name = "Familie Sonnenschein".to_owned();
            says.iban = maker.account();
            maker.confirmed(firm, says.clone());
            says.name = "Detlef Nachbar".to_owned();
            says.text = "Zahlung".to_owned();
            ask(
                maker,
                "a known account under another name",
                amount,
                says,
                one,
            );
        }
        8 => {
            let words = format!("Einzig{}", maker.fresh);
            let own = maker.firm(format!("{words} GmbH"), false);
            maker.owes(own, amount + 19);
            let (id, _, amount) = maker.take(own);
            says.name = format!("{words} AG");
            says.text = "Zahlung".to_owned();
            ask(
                maker,
                "another legal form",
                amount,
                says,
                whole(&[(id, amount)]),
            );
        }
        9 => {
            says.text = format!("Zahlung fuer {}", maker.firms[other].name);
            ask(maker, "the text names another customer", amount, says, one);
        }
        10 => {
            says.text = others_number;
            let place = ask(maker, "a wrong digit, another's invoice", amount, says, one);
            maker.planted[place].never.push(others);
        }
        11 => {
            // Both ask for the same.
            let same = maker.owes(other, amount);
            let same = &maker.firms[other].owed[same];
            says.text = same.number.clone();
            let never = same.id;
            let place = ask(maker, "a wrong digit, the same amount", amount, says, one);
            maker.planted[place].never.push(never);
        }
        12 => {
            // It was paid already, by a line of the same file.
            let mut first = says.clone();
            first.text = format!("Rechnung {number}");
            let line = maker.written(amount, 92, first);
            maker.planted.push(Planted {
                line,
                kind: "number, amount, name",
                is_clean: true,
                right: one,
                never: Vec::new(),
            });
            says.text = format!("Rechnung {number}");
            ask(maker, "paid twice", amount, says, Right::default());
        }
        13 => {
            let words = format!("Doppel{} Bau", maker.fresh);
            let own = maker.firm(words.clone(), false);
            let twin = maker.firm(words.clone(), false);
            maker.owes(own, amount + 23);
            maker.owes(twin, amount + 23);
            let (id, _, amount) = maker.take(own);
            says.name = words;
            says.text = "Danke".to_owned();
            ask(
                maker,
                "two customers of one name",
                amount,
                says,
                whole(&[(id, amount)]),
            );
        }
        14 => {
            // With the fee it is one invoice, without it another.
            maker.owes(firm, amount + 2_600);
            let with = maker.firms[firm].owed.last_mut().expect("an invoice");
            with.is_used = true;
            let with = (with.id, with.amount);
            says.charges = 2_600;
            says.text = "Payment".to_owned();
            let mut right = whole(&[with]);
            right.fee = 2_600;
            ask(maker, "with the fee or without", amount, says, right);
        }
        15 => {
            let (_, second, _) = maker.take(firm);
            says.text = format!("{number} und {second}");
            ask(maker, "two numbers, one amount", amount, says, one);
        }
        16 => {
            let note = maker.credit_note(firm, amount / 4 + 1, Some(id));
            let same = maker.owes(firm, amount - note.amount);
            let same = &mut maker.firms[firm].owed[same];
            same.is_used = true;
            let same = (same.id, same.amount);
            says.text = number;
            ask(
                maker,
                "less a credit note, or another invoice",
                same.1,
                says,
                whole(&[same]),
            );
        }
        17 => {
            says.text = "Rechnung RG-26-99994".to_owned();
            ask(maker, "a number that nobody has", amount, says, one);
        }
        18 => {
            says.text = format!("Retoure {number}");
            says.returned = true;
            ask(
                maker,
                "what the bank gave back",
                amount,
                says,
                Right::default(),
            );
        }
        _ => {
            says.name = maker.firms[other].name.to_uppercase();
            says.text = format!("{number} {others_number}");
            let right = whole(&[(id, amount), (others, others_amount)]);
            ask(
                maker,
                "two customers' numbers",
                amount + others_amount,
                says,
                right,
            );
        }
    }
}

/// How many invoices something is left of.
pub fn open_invoices(book: &Book) -> usize {
    let all = book.invoices().iter();
    all.filter(|invoice| {
        let row = book.figures(invoice.id);
        row.is_some_and(|row| !row.credit && row.open_at(i32::MAX - 1) > 0)
    })
    .count()
}

/// The same at every call with one seed.
pub fn world(seed: u64) -> World {
    let mut maker = Maker {
        book: Book::default(),
        state: seed,
        firms: Vec::new(),
        next: BTreeMap::new(),
        numbers: 0,
        planted: Vec::new(),
        out: Vec::new(),
        fresh: 0,
    };
    maker.put(Business {
        currency: Currency::default(),
        ..Business::default()
    });
    maker.put(BankAccount {
        id: Id::from_raw(RawId {
            chain: Chain(7),
            n: 1,
        }),
        name: "Account".to_owned(),
        ..BankAccount::default()
    });
    maker.put(Statement {
        id: Id::from_raw(RawId {
            chain: Chain(7),
            n: 1,
        }),
        first: Id::from_raw(RawId {
            chain: Chain(7),
            n: 1,
        }),
        account: Id::from_raw(RawId {
            chain: Chain(7),
            n: 1,
        }),
        file: String::new(),
        format: String::new(),
        number: String::new(),
        opening: None,
        closing: None,
        imported: day(120),
        known: 0,
    });
    let mut names: Vec<String> = Vec::new();
    for first in FIRST {
        for second in SECOND {
            let form = FORMS[usize::try_from(maker.random(4)).expect("a place")];
            names.push(format!("{first}{second} {form}"));
        }
    }
    for _ in 0..names.len() {
        // In no order.
        let (a, b) = (maker.random(480), maker.random(480));
        names.swap(
            usize::try_from(a).expect("a place"),
            usize::try_from(b).expect("a place"),
        );
    }
    for name in names {
        let firm = maker.firm(name, false);
        for _ in 0..4 {
            let amount = 12_000 + i64::try_from(maker.random(800_000)).expect("an amount");
            maker.owes(firm, amount);
        }
    }
    for round in 0..228 {
        clean(&mut maker, round);
    }
    for kind in (0..KINDS).chain(0..KINDS) {
        contradiction(&mut maker, kind);
    }
    while maker.planted.len() + maker.out.len() < 300 {
        let amount = -900 - i64::try_from(maker.random(50_000)).expect("an amount");
        let says = Says {
            name: "Stadtwerke".to_owned(),
            text: "Abschlag".to_owned(),
            ..Says::default()
        };
        let line = maker.written(amount, 100, says);
        maker.out.push(line);
    }
    // As many open invoices as are asked for.
    while open_invoices(&maker.book) < 2_000 {
        let firm = usize::try_from(maker.random(480)).expect("a place");
        let amount = 12_000 + i64::try_from(maker.random(800_000)).expect("an amount");
        if firm >= maker.fresh {
            maker.owes(firm, amount);
        }
    }
    World {
        book: maker.book,
        planted: maker.planted,
        out: maker.out,
    }
}
