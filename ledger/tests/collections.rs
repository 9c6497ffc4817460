//! Years of collecting, day by day, held against a slow model that shares no
//! calendar and no ladder with the ledger: no stage twice, no customer too
//! often, nothing that is due left out, no letter for what is paid, promised,
//! disputed or held.

use std::collections::{BTreeMap, BTreeSet};

use ledger::book::Book;
use ledger::business::{Business, Series, SeriesFor};
use ledger::check;
use ledger::collection::{CollectionFact, DisputeOutcome, Disputed, Promised};
use ledger::command::{
    Allocate, Command, Context, IssueInvoice, MakeReminder, MakeReminders, RecordPayment, execute,
};
use ledger::customer::{Customer, Details};
use ledger::date::{Date, Timestamp};
use ledger::ids::{Chain, CollectionEventId, CustomerId, InvoiceId, ReminderId, Version};
use ledger::invoice::{Channel, Invoice, Line};
use ledger::journal::{BookId, Head};
use ledger::money::{Currency, Decimal};
use ledger::report::worklist::worklist;
use ledger::terms::{Due, Terms};

/// A generator of its own: the same years on every run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % sides
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.below(sides) == 0
    }
}

/// The days of the usual ladder, from the due date.
const STAGES: [(u32, i32); 4] = [(1, -3), (2, 7), (3, 21), (4, 35)];
const GAP: i32 = 7;
const PAY_WITHIN: i32 = 7;

fn date(day: i32) -> Date {
    Date::from_number(day).expect("a day")
}

/// Days on which banks rest besides weekends, 2026 to 2029, by hand.
const RESTS: [&str; 24] = [
    "2026-01-01",
    "2026-04-03",
    "2026-04-06",
    "2026-05-01",
    "2026-12-25",
    "2026-12-26",
    "2027-01-01",
    "2027-03-26",
    "2027-03-29",
    "2027-05-01",
    "2027-12-25",
    "2027-12-26",
    "2028-01-01",
    "2028-04-14",
    "2028-04-17",
    "2028-05-01",
    "2028-12-25",
    "2028-12-26",
    "2029-01-01",
    "2029-03-30",
    "2029-04-02",
    "2029-05-01",
    "2029-12-25",
    "2029-12-26",
];

fn rests(day: i32) -> bool {
    // 1 January 2026 was a Thursday.
    let first: Date = "2026-01-01".parse().expect("a day");
    let weekday = (day - first.number() + 3).rem_euclid(7);
    weekday >= 5 || RESTS.contains(&date(day).to_string().as_str())
}

/// What is known of an invoice without the ledger.
struct Owed {
    customer: usize,
    due: i32,
    cents: i64,
    paid: i64,
    disputed: i64,
    sent: BTreeSet<u32>,
    /// When the last promise was made, up to which day it stands, how much
    /// was promised, and what was paid since.
    promise: Option<(i32, i32, i64, i64)>,
}

/// Invoices of a letter, with the stage that each moves to.
type Lines = Vec<(InvoiceId, Option<u32>)>;

#[derive(Default)]
struct Debtor {
    last_sent: Option<(i32, i32)>,
    unsent: Vec<(ReminderId, Lines, i32)>,
    held_until: Option<i32>,
}

struct Years {
    book: Book,
    entries: u32,
    today: i32,
    debtors: Vec<(CustomerId, Debtor)>,
    owed: BTreeMap<InvoiceId, Owed>,
    disputes: Vec<(CollectionEventId, InvoiceId, i64, i32)>,
    letters: usize,
}

impl Years {
    fn run(&mut self, command: &Command) {
        let context = Context {
            today: date(self.today),
            chain: Chain(1),
            override_closed: None,
        };
        let set = execute(&self.book, command, &context);
        let set = set.unwrap_or_else(|why| panic!("day {}: {command:?}: {why}", self.today));
        let mut after = self.book.clone();
        self.entries += 1;
        let head = Head {
            seq: self.entries,
            ..Head::EMPTY
        };
        after
            .apply_commit(&set.changes, head, Timestamp::default())
            .expect("changes that fit");
        assert_eq!(check::commit(&self.book, &after, &set.changes), []);
        self.book = after;
    }

    fn begin(customers: usize) -> Years {
        let first: Date = "2026-01-01".parse().expect("a day");
        let mut years = Years {
            book: Book::empty(BookId::default()),
            entries: 0,
            today: first.number(),
            debtors: Vec::new(),
            owed: BTreeMap::new(),
            disputes: Vec::new(),
            letters: 0,
        };
        let series = Series {
            counts: SeriesFor::Invoices,
            pattern: "{00000}".into(),
            start: 1,
            ..Series::default()
        };
        let details = |name: String| Details {
            name,
            ..Details::default()
        };
        years.run(&Command::Begin {
            business: Business {
                details: details("Harbour & Pine".into()),
                ..Business::default()
            },
            series: vec![series],
        });
        for n in 0..customers {
            let customer = Customer {
                details: details(format!("Customer {n}")),
                ..Customer::default()
            };
            years.run(&Command::SaveCustomer {
                id: None,
                customer,
                opened: Version::NONE,
            });
            let id = years.book.customers().iter().last().expect("a customer").id;
            years.debtors.push((id, Debtor::default()));
        }
        years
    }

    fn issue(&mut self, customer: usize, cents: i64, days: u32) {
        let due = date(self.today).plus_days(days).expect("a day");
        self.run(&Command::IssueInvoice(Box::new(IssueInvoice {
            draft: None,
            document: Invoice {
                customer: self.debtors[customer].0,
                lines: vec![Line {
                    description: "Work".into(),
                    quantity: Decimal::ONE,
                    unit_price: Decimal::new(cents.into(), 2).expect("a price"),
                    ..Line::default()
                }],
                terms: Terms {
                    due: Due::Fixed(due),
                    ..Terms::default()
                },
                ..Invoice::default()
            },
            date: date(self.today),
            series: None,
            rate: None,
            settle_original: false,
        })));
        let id = self.book.invoices().iter().last().expect("an invoice").id;
        let owed = Owed {
            customer,
            due: due.number(),
            cents,
            paid: 0,
            disputed: 0,
            sent: BTreeSet::new(),
            promise: None,
        };
        self.owed.insert(id, owed);
    }

    fn pay(&mut self, id: InvoiceId, cents: i64) {
        let customer = self.debtors[self.owed[&id].customer].0;
        let amount = Decimal::new(cents.into(), 2).expect("an amount");
        self.run(&Command::RecordPayment(Box::new(RecordPayment {
            customer,
            date: date(self.today),
            amount,
            currency: Currency::default(),
            method: String::new(),
            reference: String::new(),
            note: String::new(),
            fee: None,
            received: None,
            allocate: Allocate::Parts(vec![(id, amount)]),
            closes: Vec::new(),
        })));
        let owed = self.owed.get_mut(&id).expect("owed");
        owed.paid += cents;
        if let Some((made, until, _, since)) = &mut owed.promise
            && *made < self.today
            && self.today <= *until
        {
            *since += cents;
        }
    }

    fn record(&mut self, customer: usize, what: CollectionFact) -> CollectionEventId {
        let customer = self.debtors[customer].0;
        self.run(&Command::RecordCollection {
            customer,
            date: date(self.today),
            what,
            note: "as said".into(),
        });
        self.book
            .collection_events()
            .iter()
            .last()
            .expect("a fact")
            .id
    }

    /// What happens in the world on a day.
    fn happen(&mut self, dice: &mut Dice) {
        let customers = self.debtors.len() as u64;
        for _ in 0..customers / 60 + 1 {
            if dice.one_in(2) {
                let customer = usize::try_from(dice.below(customers)).expect("few");
                let cents = 100 + i64::try_from(dice.below(400_000)).expect("small");
                self.issue(
                    customer,
                    cents,
                    5 + u32::try_from(dice.below(40)).expect("small"),
                );
            }
        }
        let open: Vec<InvoiceId> = self
            .owed
            .iter()
            .filter(|(_, owed)| owed.paid < owed.cents)
            .map(|(id, _)| *id)
            .collect();
        for id in open {
            let (left, customer, due, disputed) = {
                let owed = &self.owed[&id];
                (
                    owed.cents - owed.paid,
                    owed.customer,
                    owed.due,
                    owed.disputed,
                )
            };
            match dice.below(400) {
                0..6 => self.pay(id, left),
                6..9 if left > 1 => self.pay(id, left / 2),
                9..11 if due < self.today => {
                    let by = self.today + i32::try_from(dice.below(12)).expect("small");
                    self.record(
                        customer,
                        CollectionFact::Promised(Promised {
                            invoices: vec![id],
                            amount: Decimal::new(left.into(), 2).expect("an amount"),
                            currency: Currency::default(),
                            by: date(by),
                            grace_days: 2,
                        }),
                    );
                    self.owed.get_mut(&id).expect("owed").promise =
                        Some((self.today, by + 2, left, 0));
                }
                11..13 if disputed < left => {
                    let cents = (left - disputed + 1) / 2;
                    let event = self.record(
                        customer,
                        CollectionFact::Disputed(Disputed {
                            invoice: id,
                            amount: Decimal::new(cents.into(), 2).expect("an amount"),
                            reason: "".into(),
                            next_on: None,
                        }),
                    );
                    self.owed.get_mut(&id).expect("owed").disputed += cents;
                    let until = self.today + 10 + i32::try_from(dice.below(40)).expect("small");
                    self.disputes.push((event, id, cents, until));
                }
                13 if dice.one_in(4) => {
                    let until = self.today + 5 + i32::try_from(dice.below(20)).expect("small");
                    let held = CollectionFact::Held {
                        invoice: None,
                        until: Some(date(until)),
                    };
                    self.record(customer, held);
                    let debtor = &mut self.debtors[customer].1;
                    debtor.held_until = debtor.held_until.max(Some(until));
                }
                _ => {}
            }
        }
        let ended: Vec<_> = self
            .disputes
            .iter()
            .filter(|(.., until)| *until <= self.today)
            .copied()
            .collect();
        self.disputes.retain(|(.., until)| *until > self.today);
        for (dispute, id, cents, _) in ended {
            let customer = self.owed[&id].customer;
            self.record(
                customer,
                CollectionFact::Settled {
                    dispute,
                    outcome: DisputeOutcome::Rejected,
                },
            );
            self.owed.get_mut(&id).expect("owed").disputed -= cents;
        }
    }

    /// The stage of an invoice that should go today, by the rules alone.
    fn should_go(&self, owed: &Owed) -> Option<u32> {
        let debtor = &self.debtors[owed.customer].1;
        let open = owed.cents - owed.paid;
        if open <= owed.disputed.min(open) || !debtor.unsent.is_empty() {
            return None;
        }
        if debtor.held_until.is_some_and(|until| self.today <= until) {
            return None;
        }
        if let Some((_, until, promised, since)) = owed.promise
            && self.today <= until
            && since < promised
        {
            return None;
        }
        if let Some((sent, named)) = debtor.last_sent {
            // Three banking days after the day that was named.
            let mut free = named;
            let mut left = 3;
            while left > 0 {
                free += 1;
                left -= i32::from(!rests(free));
            }
            if self.today < sent + GAP || self.today <= free {
                return None;
            }
        }
        let highest = owed.sent.iter().max().copied().unwrap_or(0);
        let mut stages = STAGES
            .iter()
            .filter(|(stage, days)| *stage > highest && (*days >= 0 || self.today <= owed.due));
        let (stage, days) = stages.next()?;
        (owed.due + days <= self.today).then_some(*stage)
    }

    /// The user looks: the list is held against the rules, letters are made,
    /// most are sent.
    fn look(&mut self, dice: &mut Dice) {
        for customer in 0..self.debtors.len() {
            let unsent = std::mem::take(&mut self.debtors[customer].1.unsent);
            for (id, lines, named) in unsent {
                self.send_or_discard(dice, customer, id, &lines, named);
            }
        }
        let list = worklist(&self.book, date(self.today)).expect("a worklist");
        let mut proposed: BTreeMap<InvoiceId, u32> = BTreeMap::new();
        let mut customers = BTreeSet::new();
        for letter in &list.letters {
            assert!(
                customers.insert(letter.customer),
                "two letters to one customer"
            );
            for line in &letter.lines {
                let owed = &self.owed[&line.invoice];
                let left = owed.cents - owed.paid;
                assert_eq!(
                    line.amount.minor(),
                    left - owed.disputed.min(left),
                    "what is asked for"
                );
                if let Some(stage) = line.stage {
                    assert!(!owed.sent.contains(&stage), "stage {stage} twice");
                    proposed.insert(line.invoice, stage);
                }
            }
        }
        let wanted: BTreeMap<InvoiceId, u32> = self
            .owed
            .iter()
            .filter_map(|(id, owed)| Some((*id, self.should_go(owed)?)))
            .collect();
        assert_eq!(proposed, wanted, "day {}", date(self.today));
        if list.letters.is_empty() {
            return;
        }
        self.make(dice, &list.letters);
    }

    fn make(&mut self, dice: &mut Dice, letters: &[ledger::report::worklist::Letter]) {
        let before = self.book.reminders().slots();
        let named = self.today + PAY_WITHIN;
        let asked = letters.iter().map(|letter| MakeReminder {
            customer: letter.customer,
            currency: letter.currency,
            lines: letter
                .lines
                .iter()
                .map(|line| (line.invoice, line.stage))
                .collect(),
            hand_over: false,
            text: String::new(),
        });
        self.run(&Command::MakeReminders(Box::new(MakeReminders {
            letters: asked.collect(),
            considered_to: None,
            pay_by: vec![date(named)],
        })));
        let made: Vec<_> = (before..self.book.reminders().slots())
            .filter_map(|slot| self.book.reminders().at(slot).cloned())
            .collect();
        assert_eq!(made.len(), letters.len());
        for reminder in made {
            let lines = reminder
                .lines
                .iter()
                .map(|line| (line.invoice, line.stage))
                .collect::<Vec<_>>();
            let customer = self
                .debtors
                .iter()
                .position(|(id, _)| *id == reminder.customer)
                .expect("there");
            if dice.one_in(5) {
                self.debtors[customer]
                    .1
                    .unsent
                    .push((reminder.id, lines, named));
            } else {
                self.send(customer, reminder.id, &lines, named);
            }
        }
    }

    fn send(
        &mut self,
        customer: usize,
        id: ReminderId,
        lines: &[(InvoiceId, Option<u32>)],
        named: i32,
    ) {
        self.run(&Command::RecordRemindersSent {
            reminders: vec![id],
            date: date(self.today),
            channel: Channel::Email.into(),
        });
        let last = &mut self.debtors[customer].1.last_sent;
        if let Some((before, _)) = last {
            assert!(self.today - *before >= GAP, "too often");
        }
        *last = Some((self.today, named));
        for (invoice, stage) in lines {
            if let Some(stage) = stage {
                assert!(
                    self.owed
                        .get_mut(invoice)
                        .expect("owed")
                        .sent
                        .insert(*stage),
                    "twice"
                );
            }
        }
        self.letters += 1;
    }

    fn send_or_discard(
        &mut self,
        dice: &mut Dice,
        customer: usize,
        id: ReminderId,
        lines: &[(InvoiceId, Option<u32>)],
        named: i32,
    ) {
        if dice.one_in(3) {
            self.run(&Command::DiscardReminders {
                reminders: vec![id],
            });
        } else {
            self.send(customer, id, lines, named);
        }
    }

    /// So many days, with days away.
    fn live(&mut self, dice: &mut Dice, days: i32) {
        let mut away = 0;
        for _ in 0..days {
            self.happen(dice);
            if away > 0 {
                away -= 1;
            } else if dice.one_in(40) {
                away = 19;
            } else if !dice.one_in(3) {
                self.look(dice);
            }
            self.today += 1;
        }
        assert_eq!(check::whole(&self.book), []);
    }
}

#[test]
fn a_year_with_sixty_customers() {
    let mut dice = Dice(0x0001_2345_6789_abcd);
    let mut years = Years::begin(60);
    years.live(&mut dice, 365);
    assert!(years.letters > 50, "{} letters", years.letters);
}

/// `cargo test -p ledger --release --test collections -- --ignored --nocapture`
#[test]
#[ignore = "minutes long in a build for tests"]
fn three_years_with_a_thousand_customers() {
    let mut dice = Dice(0x0bad_cafe_1234_5678);
    let mut years = Years::begin(1_000);
    years.live(&mut dice, 3 * 365);
    println!(
        "{} letters, {} invoices, {} facts of collecting, {} payments",
        years.letters,
        years.owed.len(),
        years.book.collection_events().len(),
        years.book.payments().len()
    );
}
