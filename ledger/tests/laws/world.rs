//! Runs steps the way the shell runs commands: execute, check, write, apply.

use std::rc::Rc;

use ledger::bank::file::{FileLine, FileStatement, Format, Place};
use ledger::bank::intake::{ImportStatements, Of};
use ledger::bank::matching::{Index, Words as LineWords};
use ledger::bank::{BankAccount, IgnoreRule};
use ledger::book::Book;
use ledger::business::{Business, Series, SeriesFor};
use ledger::change::{Change, ChangeSet, Record, RecordId};
use ledger::check;
use ledger::collection::{CollectionFact, Contact, DisputeOutcome, Disputed, Promised};
use ledger::command::{
    Allocate, Command, Context, IssueInvoice, IssueQuote, MakeOccurrence, MakeOccurrences,
    MakeReminder, MakeReminders, MatchLine, MatchPart, Receipt, RecordPayment, Undo, execute,
};
use ledger::customer::{BankDetails, Customer, Details};
use ledger::date::{Date, Timestamp};
use ledger::ids::*;
use ledger::invoice::{
    Adjustment, AdjustmentKind, AdjustmentValue, Channel, Invoice, Kind, Line, PriceMode,
};
use ledger::item::Item;
use ledger::journal::{self, BookId, Entry, Writer, Written};
use ledger::money::{Currency, Decimal};
use ledger::payment::{RefundKind, Source, WriteOffKind};
use ledger::payment_code::ReferenceChoice;
use ledger::problem::Refusal;
use ledger::quote::Quote;
use ledger::records::{
    AllocationRecord, CustomerRecord, DocumentKind, InstalmentRecord, InvoiceRecord, PaymentRecord,
    RecordsFile, RefundRecord, VoidRecord, WriteOffRecord,
};
use ledger::report::worklist::letters_to;
use ledger::schedule::{End, Every, Mode, Schedule, Service, Unit, Words};
use ledger::table::{Entity, Table};
use ledger::tax::{RetainedTax, Tax, TaxCategory, TaxSet};
use ledger::terms::{Due, InstalmentRule, Share, Terms};

use crate::script::{
    ABSENT, Amount, Asked, Day, Document, Imported, Moved, Paid, Parts, Pick, Step, TODAY,
    currency, day,
};

/// The entries that [`World::new`] begins with; only few scripts undo them.
const SETUP: Seq = 7;

/// What a form was opened on: the version of now, or, where it is stale, that
/// of the entry before.
fn opened(now: Version, is_stale: bool) -> Version {
    let n = now.0.n.wrapping_sub(u32::from(is_stale));
    Version::new(now.0.chain, n)
}

/// A book, the bytes of its journal, and the book after each entry.
#[derive(Clone, Debug)]
pub struct World {
    pub chain: Chain,
    pub book: Book,
    pub journal: Vec<Written>,
    /// The book after so many entries.
    pub history: Vec<Book>,
    /// First and last entry of each action.
    pub actions: Vec<(Seq, Seq)>,
    /// Days are counted from here instead, and all of them are later.
    pub later_than: Option<Date>,
    pub today: Date,
}

/// What became of a step.
#[derive(Debug)]
pub enum Outcome {
    Done,
    Refused(Refusal),
    /// There was nothing to ask it of.
    Idle,
}

impl World {
    pub fn bare() -> World {
        let book = Book::empty(BookId("0123456789abcdef0123456789abcdef".into()));
        World {
            chain: Chain(0xabc),
            history: vec![book.clone()],
            book,
            journal: Vec::new(),
            actions: Vec::new(),
            later_than: None,
            today: day(TODAY),
        }
    }

    /// With a business, three series and three customers.
    pub fn new() -> World {
        let mut world = World::bare();
        for step in [
            Step::Business,
            Step::Series {
                pick: None,
                pattern: 0,
                start: 1,
            },
            Step::Series {
                pick: None,
                pattern: 1,
                start: 5,
            },
            Step::Series {
                pick: None,
                pattern: 5,
                start: 1,
            },
            Step::Customer {
                pick: None,
                name: 0,
                stale: false,
            },
            Step::Customer {
                pick: None,
                name: 1,
                stale: false,
            },
            Step::Customer {
                pick: None,
                name: 2,
                stale: false,
            },
        ] {
            let outcome = world.run(&Asked { step, reason: 0 });
            assert!(matches!(outcome, Outcome::Done), "{outcome:?}");
        }
        world
    }

    pub fn after(script: &[Asked]) -> World {
        let mut world = World::new();
        for asked in script {
            world.run(asked);
        }
        world
    }

    pub fn context(&self, reason: Pick) -> Context {
        Context {
            today: self.today,
            chain: self.chain,
            override_closed: match reason {
                0 => None,
                1 => Some(" ".into()),
                _ => Some("the auditor asked for it".into()),
            },
        }
    }

    /// Runs a step as the shell would.
    pub fn run(&mut self, asked: &Asked) -> Outcome {
        let context = self.context(asked.reason);
        let set = match &asked.step {
            Step::Undo { back } => self.undo(*back, &context),
            Step::Device { pick } => {
                self.chain = [Chain(0xabc), Chain(5), Chain(0xffff_0000)][usize::from(*pick)];
                None
            }
            step => self
                .command(step)
                .map(|command| execute(&self.book, &command, &context)),
        };
        match set {
            None => Outcome::Idle,
            Some(Err(refusal)) => Outcome::Refused(refusal),
            Some(Ok(set)) => {
                self.commit(&set);
                Outcome::Done
            }
        }
    }

    pub fn undo(&self, back: u8, context: &Context) -> Option<Result<ChangeSet, Refusal>> {
        let action = self.actions.len().checked_sub(1 + usize::from(back))?;
        let (first, last) = self.actions[action];
        if last <= SETUP && back < 5 {
            return None;
        }
        let entries: Vec<Entry> = (first..=last).map(|seq| self.entry(seq)).collect();
        let before = &self.history[first as usize - 1];
        let ids = entries
            .iter()
            .flat_map(|entry| entry.changes.iter().flatten());
        let values = ids.map(|change| (change.id(), before.record(change.id())));
        let undo = Undo {
            before: values.collect(),
            entries,
        };
        let command = Command::Undo(Box::new(undo));
        Some(execute(&self.book, &command, context))
    }

    pub fn entry(&self, seq: Seq) -> Entry {
        journal::read(&self.journal[seq as usize - 1].bytes).expect("an entry")
    }

    /// Checks, writes and applies.
    pub fn commit(&mut self, set: &ChangeSet) {
        assert!(!set.changes.is_empty(), "{} changed nothing", set.command);
        let written = self.write(&self.book, set);
        let head = written.last().expect("an entry").head;
        let mut after = self.book.clone();
        after
            .apply_commit(&set.changes, head, Timestamp(1_700_000_000_000))
            .expect("changes that fit");
        let findings = check::commit(&self.book, &after, &set.changes);
        assert_eq!(findings, [], "{} came to {:#?}", set.command, set.changes);
        self.actions.push((self.book.head().seq + 1, head.seq));
        for _ in &written {
            self.history.push(after.clone());
        }
        self.journal.extend(written);
        self.book = after;
    }

    pub fn write(&self, onto: &Book, set: &ChangeSet) -> Vec<Written> {
        let writer = Writer {
            book: onto.id().clone(),
            chain: self.chain,
            device: "laptop".into(),
            actor: "Orla".into(),
            at: Timestamp(1_700_000_000_000),
        };
        let mut salt = self.journal.len() as u128;
        journal::write(onto.head(), &writer, set.command, &set.changes, || {
            salt = salt.wrapping_mul(0x2545_f491_4f6c_dd1d).wrapping_add(1);
            salt.to_le_bytes()
        })
        .expect("entries")
    }

    fn date(&self, of: Day) -> Date {
        match self.later_than {
            None => day(of),
            Some(day) => day
                .plus_days(1 + u32::from(of.unsigned_abs()) % 60)
                .expect("a date"),
        }
    }

    /// The command that a step means on this book.
    pub fn command(&self, step: &Step) -> Option<Command> {
        Some(match step {
            Step::Undo { .. } | Step::Device { .. } => return None,
            Step::Business
            | Step::Series { .. }
            | Step::Customer { .. }
            | Step::Item { .. }
            | Step::Draft { .. }
            | Step::Discard { .. } => self.keep(step),
            Step::Issue { .. } | Step::Void { .. } | Step::Sent { .. } => self.issue(step),
            Step::Pay { .. }
            | Step::Allocate { .. }
            | Step::ReverseAllocation { .. }
            | Step::Refund { .. }
            | Step::ReverseRefund { .. }
            | Step::WriteOff { .. }
            | Step::ReverseWriteOff { .. } => self.money(step),
            Step::Repeat { .. }
            | Step::Occur { .. }
            | Step::SkipOccurrence { .. }
            | Step::EndSchedule { .. }
            | Step::Pause { .. }
            | Step::Resume { .. } => self.repeat(step),
            Step::Quote { .. }
            | Step::DiscardQuote { .. }
            | Step::Decide { .. }
            | Step::InvoiceQuote { .. } => self.quote(step),
            Step::Statement { .. }
            | Step::Match { .. }
            | Step::Unmatch { .. }
            | Step::RemoveStatement { .. }
            | Step::TakeBack { .. }
            | Step::Rule { .. } => self.bank(step),
            Step::Remind { .. }
            | Step::Reminded { .. }
            | Step::Collect { .. }
            | Step::Uncollect { .. } => self.collect(step),
            Step::Close { day } => Command::ClosePeriod {
                until: self.date(*day),
                reason: "filed".into(),
            },
            Step::Reopen { day } => Command::ReopenPeriod {
                until: day.map(|day| self.date(day)),
                reason: "a mistake".into(),
            },
            Step::Skip { series, ahead, day } => self.skip(*series, *ahead, self.date(*day)),
            Step::Import {
                documents,
                payments,
                write_off,
            } => {
                let file = self.file(documents, payments, write_off.as_ref());
                Command::ImportRecords(Box::new(file))
            }
            Step::Erase { customer, day } => Command::EraseCustomer {
                customer: some(self.book.customers(), *customer),
                keep_issued_since: self.date(*day),
            },
        })
    }

    /// Steps that keep what may change.
    fn keep(&self, step: &Step) -> Command {
        let book = &self.book;
        let stale = |id: RecordId, stale: bool| opened(book.version(id), stale);
        match step {
            Step::Business => Command::SaveBusiness {
                business: business(book),
                opened: book.version(RecordId::Business),
            },
            Step::Series {
                pick,
                pattern,
                start,
            } => {
                let id = pick.map(|pick| some(book.series(), pick));
                Command::SaveSeries {
                    id,
                    series: series(*pattern, *start),
                    opened: id.map_or(Version::NONE, |id| book.version(id.into())),
                }
            }
            Step::Customer {
                pick,
                name,
                stale: old,
            } => {
                let id = pick.map(|pick| some(book.customers(), pick));
                Command::SaveCustomer {
                    id,
                    customer: customer(*name),
                    opened: id.map_or(Version::NONE, |id| stale(id.into(), *old)),
                }
            }
            Step::Item { pick, stale: old } => {
                let id = pick.map(|pick| some(book.items(), pick));
                Command::SaveItem {
                    id,
                    item: Item {
                        description: "Hour of work".into(),
                        unit_price: Decimal::HUNDRED,
                        ..Item::default()
                    },
                    opened: id.map_or(Version::NONE, |id| stale(id.into(), *old)),
                }
            }
            Step::Draft {
                pick,
                document,
                stale: old,
            } => {
                let id = pick.map(|pick| draft(book, pick));
                Command::SaveDraft {
                    id,
                    draft: Box::new(self.document(document)),
                    opened: id.map_or(Version::NONE, |id| stale(id.into(), *old)),
                }
            }
            Step::Discard { pick } => {
                let id = draft(book, *pick);
                Command::DiscardDraft {
                    id,
                    opened: book.version(id.into()),
                }
            }
            other => panic!("{other:?} keeps nothing"),
        }
    }

    /// Steps of a document's life.
    fn issue(&self, step: &Step) -> Command {
        let book = &self.book;
        match step {
            Step::Issue {
                draft,
                document,
                day,
                rate,
                settle,
            } => {
                let draft = draft.map(|pick| self::draft(book, pick));
                Command::IssueInvoice(Box::new(IssueInvoice {
                    draft: draft.map(|id| (id, book.version(id.into()))),
                    document: self.document(document),
                    date: self.date(*day),
                    series: None,
                    rate: rate.then(|| "0.9175".parse().expect("a rate")),
                    settle_original: *settle,
                }))
            }
            Step::Void { invoice, day } => Command::VoidInvoice {
                invoice: some(book.invoices(), *invoice),
                date: self.date(*day),
                reason: "wrong".into(),
            },
            Step::Sent { invoice, day } => Command::MarkSent {
                invoice: some(book.invoices(), *invoice),
                date: self.date(*day),
                channel: "mail".into(),
            },
            other => panic!("{other:?} issues nothing"),
        }
    }

    /// Steps of collecting.
    fn collect(&self, step: &Step) -> Command {
        let book = &self.book;
        match step {
            Step::Remind { customer } => {
                let customer = some(book.customers(), *customer);
                let letters = letters_to(book, customer, self.context(0).today).expect("letters");
                let letters = letters.iter().map(|letter| MakeReminder {
                    customer,
                    currency: letter.currency,
                    lines: letter
                        .lines
                        .iter()
                        .map(|line| (line.invoice, line.stage))
                        .collect(),
                    hand_over: false,
                    text: "Please pay.".into(),
                });
                Command::MakeReminders(Box::new(MakeReminders {
                    letters: letters.collect(),
                    considered_to: None,
                    pay_by: Vec::new(),
                }))
            }
            Step::Reminded {
                reminder,
                sent: false,
                ..
            } => Command::DiscardReminders {
                reminders: vec![some(book.reminders(), *reminder)],
            },
            Step::Reminded { reminder, day, .. } => Command::RecordRemindersSent {
                reminders: vec![some(book.reminders(), *reminder)],
                date: self.date(*day),
                channel: Channel::Post.into(),
            },
            Step::Collect {
                customer,
                day,
                what,
                invoice,
                amount,
                other,
            } => {
                let id = some(book.invoices(), *invoice);
                let event = some(book.collection_events(), *other);
                let known = book.invoices().get(id);
                let currency = known.map_or(Currency::default(), |known| known.currency);
                let date = self.date(*day);
                let left = book.figures(id).map_or(0, |row| row.open_at(date.number()));
                let amount = decimal(*amount, left, currency);
                let customer = match known {
                    Some(known) if what % 2 == 0 => known.customer,
                    _ => some(book.customers(), *customer),
                };
                let what = match what {
                    0 => CollectionFact::Contact {
                        by: Contact::Call.into(),
                    },
                    1 => CollectionFact::Held {
                        invoice: None,
                        until: None,
                    },
                    2 => CollectionFact::Held {
                        invoice: Some(id),
                        until: Some(self.date(day + 9)),
                    },
                    3 | 4 => CollectionFact::Promised(Promised {
                        invoices: vec![id],
                        amount,
                        currency,
                        by: self.date(day + 7),
                        grace_days: 0,
                    }),
                    5 | 6 => CollectionFact::Disputed(Disputed {
                        invoice: id,
                        amount,
                        reason: "late".into(),
                        next_on: None,
                    }),
                    7 => CollectionFact::Settled {
                        dispute: event,
                        outcome: DisputeOutcome::Rejected,
                    },
                    _ => CollectionFact::Ended { event },
                };
                Command::RecordCollection {
                    customer,
                    date,
                    what,
                    note: "said so".into(),
                }
            }
            Step::Uncollect { event } => Command::RemoveCollection {
                event: some(book.collection_events(), *event),
            },
            other => panic!("{other:?} collects nothing"),
        }
    }

    /// Steps of what recurs.
    fn repeat(&self, step: &Step) -> Command {
        let book = &self.book;
        let picked = |pick: Pick| {
            let id = some(book.schedules(), pick);
            (id, book.version(id.into()))
        };
        match step {
            Step::Repeat {
                pick,
                stale,
                document,
                first,
                every,
                count,
                issues,
            } => {
                let known = pick.map(picked);
                Command::SaveSchedule {
                    id: known.map(|(id, _)| id),
                    schedule: Box::new(Schedule {
                        id: ScheduleId::default(),
                        document: Box::new(self.repeated(document)),
                        every: repeats(*every),
                        first: self.date(*first),
                        end: count.map_or(End::Never, |count| End::Count(count.into())),
                        mode: if *issues { Mode::Issue } else { Mode::Draft },
                        service: Service::UpToTheDay,
                        pauses: Vec::new(),
                        last_of_month: false,
                    }),
                    opened: known.map_or(Version::NONE, |(_, now)| opened(now, *stale)),
                }
            }
            Step::Occur {
                schedule,
                places,
                day,
                rate,
                drafts,
            } => {
                let make = places.iter().map(|place| {
                    let (schedule, day) = self.occurrence(*schedule, *place);
                    MakeOccurrence {
                        schedule,
                        day,
                        words: Words::default(),
                        rate: rate.then(|| "0.9175".parse().expect("a rate")),
                    }
                });
                Command::MakeOccurrences(Box::new(MakeOccurrences {
                    date: self.date(*day),
                    make: make.collect(),
                    as_drafts: *drafts,
                }))
            }
            Step::SkipOccurrence { schedule, place } => Command::SkipOccurrences {
                skip: vec![self.occurrence(*schedule, *place)],
                reason: "on holiday".into(),
            },
            Step::EndSchedule { schedule, day } => Command::EndSchedule {
                schedule: picked(*schedule).0,
                last: self.date(*day),
                opened: picked(*schedule).1,
            },
            Step::Pause { schedule, day } => Command::PauseSchedule {
                schedule: picked(*schedule).0,
                from: self.date(*day),
                opened: picked(*schedule).1,
            },
            Step::Resume { schedule, day } => {
                let paused = book.schedules().iter();
                let mut paused = paused.filter(|known| known.paused_since().is_some());
                let id = paused.next().map(|known| known.id);
                let id = id.unwrap_or(picked(*schedule).0);
                Command::ResumeSchedule {
                    schedule: id,
                    from: self.date(*day),
                    opened: book.version(id.into()),
                }
            }
            other => panic!("{other:?} repeats nothing"),
        }
    }

    /// Steps of quotes.
    fn quote(&self, step: &Step) -> Command {
        let book = &self.book;
        let picked = |pick: Pick| {
            let id = some(book.quotes(), pick);
            (id, book.version(id.into()))
        };
        match step {
            Step::Quote {
                pick,
                document,
                day,
                stale,
            } => {
                let known = pick.map(picked);
                let known = known.map(|(id, now)| (id, opened(now, *stale)));
                let quote = Quote {
                    document: Box::new(self.repeated(document)),
                    valid_until: Some(crate::script::day(120)),
                    ..Quote::default()
                };
                match day {
                    None => Command::SaveQuote {
                        id: known.map(|(id, _)| id),
                        quote: Box::new(quote),
                        opened: known.map_or(Version::NONE, |(_, opened)| opened),
                    },
                    Some(day) => Command::IssueQuote(Box::new(IssueQuote {
                        draft: known,
                        quote,
                        date: self.date(*day),
                    })),
                }
            }
            Step::DiscardQuote { quote } => Command::DiscardQuote {
                id: picked(*quote).0,
                opened: picked(*quote).1,
            },
            Step::Decide {
                quote,
                day,
                accepted,
            } => Command::DecideQuote {
                quote: picked(*quote).0,
                date: self.date(*day),
                accepted: *accepted,
                note: "by phone".into(),
            },
            Step::InvoiceQuote { quote } => Command::InvoiceQuote {
                quote: picked(*quote).0,
            },
            other => panic!("{other:?} is about no quote"),
        }
    }

    /// Most of them can be repeated.
    fn repeated(&self, plan: &Document) -> Invoice {
        let document = self.document(plan);
        match plan.kind {
            24.. => document,
            _ => Invoice {
                kind: Kind::Invoice,
                credits: None,
                deducts: Vec::new(),
                ..document
            },
        }
    }

    /// The occurrence at a place; a day that is none where there is none.
    fn occurrence(&self, schedule: Pick, place: u8) -> (ScheduleId, Date) {
        let id = some(self.book.schedules(), schedule);
        let known = self.book.schedules().get(id);
        let day = known.and_then(|known| known.day(place.into()));
        (id, day.unwrap_or(day_of_nothing()))
    }

    /// Steps that say what the bank says.
    fn bank(&self, step: &Step) -> Command {
        let book = &self.book;
        match step {
            Step::Statement {
                account,
                day,
                lines,
            } => Command::ImportStatements(Box::new(self.statement(*account, *day, lines))),
            Step::Match { lines } => {
                let lines = lines.iter().map(|(line, how)| {
                    let line = some(book.bank_lines(), *line);
                    self.match_line(line, *how)
                });
                Command::MatchLines(lines.collect())
            }
            Step::Unmatch { line, day } => Command::UnmatchLine {
                line: match book.matches().len() {
                    0 => some(book.bank_lines(), *line),
                    _ => {
                        let part: MatchId = some(book.matches(), *line);
                        book.matches()
                            .get(part)
                            .map_or_else(BankLineId::default, |part| part.line)
                    }
                },
                date: self.date(*day),
            },
            Step::RemoveStatement {
                statement,
                take_back,
            } => Command::RemoveStatements {
                statements: vec![some(book.statements(), *statement)],
                take_back: take_back.map(|day| self.date(day)),
            },
            Step::TakeBack {
                payment,
                day,
                correction,
            } => Command::TakeBackPayment {
                payment: some(book.payments(), *payment),
                date: self.date(*day),
                kind: if *correction {
                    RefundKind::Correction
                } else {
                    RefundKind::Returned
                },
                reason: String::new(),
            },
            Step::Rule { name } => Command::SaveIgnoreRule {
                id: None,
                rule: IgnoreRule {
                    name: customer(*name).details.name,
                    reason: "own".into(),
                    ..IgnoreRule::default()
                },
                opened: Version::NONE,
            },
            other => panic!("{other:?} is not the bank's"),
        }
    }

    /// A file of one statement, of an account that is there or a new one.
    pub fn statement(&self, account: Pick, from: Day, lines: &[Moved]) -> ImportStatements {
        let book = &self.book;
        let known = book.bank_accounts().slots();
        let account = usize::from(account % 3);
        let (of, currency, accounts) = match book.bank_accounts().at(account) {
            Some(known) => (Of::Known(known.id), known.currency, Vec::new()),
            None => {
                let account = BankAccount {
                    name: "account".into(),
                    number: format!("DE{known}"),
                    currency: currency(if known == 1 { 6 } else { 0 }),
                    ..BankAccount::default()
                };
                (Of::New(0), account.currency, vec![account])
            }
        };
        let invoices: Vec<_> = book
            .invoices()
            .iter()
            .filter(|known| !known.is_draft())
            .collect();
        let lines = lines.iter().enumerate().map(|(index, moved)| {
            let invoice = invoices.get(usize::from(moved.invoice) % invoices.len().max(1));
            let open = invoice
                .and_then(|invoice| book.figures(invoice.id))
                .map_or(0, |row| row.open_at(i32::MAX - 1));
            let date = self.date(from + i16::from(moved.after));
            let place = Place::line(u32::try_from(index).expect("few") + 1);
            let amount = decimal(moved.amount, open, currency);
            let amount = if moved.out { amount.neg() } else { amount };
            let mut line = FileLine::new(place, date, amount);
            if moved.named {
                line.text = invoice.map_or_else(String::new, |invoice| invoice.number().to_owned());
            }
            let payer = invoice.and_then(|invoice| book.customers().get(invoice.customer));
            line.name = payer.map_or_else(String::new, |payer| payer.details.name.clone());
            line.returned = (moved.out && moved.named).then(String::new);
            line
        });
        ImportStatements {
            file: "statement.sta".into(),
            accounts,
            statements: vec![(
                Rc::new(FileStatement {
                    format: Format::Mt940,
                    file: String::new(),
                    place: Place::line(1),
                    account: String::new(),
                    bank: String::new(),
                    currency: Some(currency),
                    number: String::new(),
                    opening: None,
                    closing: None,
                    lines: lines.collect(),
                    warnings: Vec::new(),
                }),
                of,
            )],
            csv: None,
        }
    }

    fn match_line(&self, id: BankLineId, how: Pick) -> MatchLine {
        let book = &self.book;
        let other = MatchLine {
            line: id,
            parts: vec![MatchPart::Other {
                amount: (how == 1).then_some(Decimal::ONE),
                reason: "own".into(),
            }],
        };
        let Some(line) = book.bank_lines().get(id).cloned() else {
            return other;
        };
        // What a line brings is a fact of its day, whenever it is confirmed.
        if self.later_than.is_some_and(|day| line.date <= day) {
            return other;
        }
        let parts = match how {
            0 | 1 => return other,
            2 => vec![MatchPart::Recorded(some(book.payments(), how))],
            3 => vec![MatchPart::Return {
                payment: some(book.payments(), how),
            }],
            4 => vec![MatchPart::Receipt(Box::new(Receipt {
                fee: Some(Decimal::ONE),
                amount: line.amount.add(Decimal::ONE).expect("an amount"),
                ..Receipt::of_line(&line, some(book.customers(), how), Allocate::OldestFirst)
            }))],
            5 => {
                let (source, _, _) = self.source(false, how);
                vec![MatchPart::Refund {
                    source,
                    amount: line.amount.neg(),
                }]
            }
            6 => vec![MatchPart::Receipt(Box::new(Receipt {
                closes: book
                    .invoices()
                    .iter()
                    .filter(|known| !known.is_draft())
                    .map(|known| (known.id, WriteOffKind::EarlyDiscount))
                    .take(1)
                    .collect(),
                ..Receipt::of_line(&line, some(book.customers(), how), Allocate::OldestFirst)
            }))],
            _ => {
                let index = Index::of(book);
                let suggestions = index.suggest_all(book, &[id]);
                let words = LineWords {
                    own_transfer: "Own transfer",
                    fee: "Bank fee",
                };
                let first = suggestions.first();
                return first
                    .and_then(|one| one.confirm(book, id, words))
                    .unwrap_or(other);
            }
        };
        MatchLine { line: id, parts }
    }

    /// Steps that move money.
    fn money(&self, step: &Step) -> Command {
        let book = &self.book;
        match step {
            Step::Pay {
                customer,
                day,
                amount,
                currency,
                parts,
            } => self.pay(*customer, *day, *amount, *currency, parts),
            Step::Allocate {
                note,
                source,
                day,
                parts,
            } => {
                let (source, _, currency) = self.source(*note, *source);
                let customer = match source {
                    Source::Payment(id) => book.payments().get(id).map(|known| known.customer),
                    Source::CreditNote(id) => book.invoices().get(id).map(|known| known.customer),
                };
                Command::Allocate {
                    source,
                    date: self.date(*day),
                    parts: self.parts(parts, customer.map(|customer| (customer, currency))),
                }
            }
            Step::ReverseAllocation { pick, day } => Command::ReverseAllocation {
                allocation: some(book.allocations(), *pick),
                date: self.date(*day),
            },
            Step::Refund {
                note,
                source,
                day,
                amount,
            } => {
                let (source, left, currency) = self.source(*note, *source);
                Command::RecordRefund {
                    source,
                    date: self.date(*day),
                    amount: decimal(*amount, left, currency),
                    reference: String::new(),
                }
            }
            Step::ReverseRefund { pick, day } => Command::ReverseRefund {
                refund: some(book.refunds(), *pick),
                date: self.date(*day),
            },
            Step::WriteOff {
                invoice,
                day,
                amount,
            } => {
                let (invoice, amount) = self.part(some(book.invoices(), *invoice), *amount);
                Command::WriteOff {
                    invoice,
                    date: self.date(*day),
                    amount,
                    reason: "gone".into(),
                }
            }
            Step::ReverseWriteOff { pick, day } => Command::ReverseWriteOff {
                write_off: some(book.write_offs(), *pick),
                date: self.date(*day),
            },
            other => panic!("{other:?} moves no money"),
        }
    }

    fn pay(&self, customer: Pick, day: Day, amount: Amount, of: Pick, parts: &Parts) -> Command {
        let customer = some(self.book.customers(), customer);
        let owed: i64 = self
            .book
            .invoices_of(customer)
            .filter(|invoice| invoice.currency == currency(of))
            .filter_map(|invoice| self.book.figures(invoice.id))
            .filter(|row| !row.credit)
            .map(|row| row.open_at(i32::MAX - 1))
            .sum();
        Command::RecordPayment(Box::new(RecordPayment {
            customer,
            date: self.date(day),
            amount: decimal(amount, owed, currency(of)),
            currency: currency(of),
            method: "transfer".into(),
            reference: "thanks".into(),
            note: String::new(),
            fee: None,
            received: None,
            closes: Vec::new(),
            allocate: match parts {
                Parts::OldestFirst => Allocate::OldestFirst,
                Parts::Nothing => Allocate::Nothing,
                Parts::These(parts) => {
                    Allocate::Parts(self.parts(parts, Some((customer, currency(of)))))
                }
            },
        }))
    }

    fn part(&self, id: InvoiceId, amount: Amount) -> (InvoiceId, Decimal) {
        let left = self
            .book
            .figures(id)
            .map_or(0, |row| row.open_at(i32::MAX - 1));
        let currency = self
            .book
            .invoices()
            .get(id)
            .map_or(currency(0), |known| known.currency);
        (id, decimal(amount, left, currency))
    }

    /// Most of them of the customer and in the currency, where there are any.
    fn parts(
        &self,
        parts: &[(Pick, Amount)],
        of: Option<(CustomerId, Currency)>,
    ) -> Vec<(InvoiceId, Decimal)> {
        let fitting: Vec<InvoiceId> = of.map_or_else(Vec::new, |(customer, currency)| {
            let known = self.book.invoices_of(customer);
            let known = known.filter(|known| known.currency == currency && !known.kind.is_credit());
            known
                .filter(|known| !known.is_draft())
                .map(|known| known.id)
                .collect()
        });
        let resolve = |pick: Pick| match fitting.get(usize::from(pick) % fitting.len().max(1)) {
            Some(id) if pick % 6 != 5 => *id,
            _ => some(self.book.invoices(), pick),
        };
        parts
            .iter()
            .map(|(pick, amount)| self.part(resolve(*pick), *amount))
            .collect()
    }

    fn source(&self, note: bool, pick: Pick) -> (Source, i64, Currency) {
        let book = &self.book;
        if note {
            let notes: Vec<_> = book
                .invoices()
                .iter()
                .filter(|note| note.kind.is_credit())
                .collect();
            let id = match notes.len() {
                0 => some(book.invoices(), pick),
                count => notes[usize::from(pick) % count].id,
            };
            let left = book.figures(id).map_or(0, |row| row.open_at(i32::MAX - 1));
            let of = book
                .invoices()
                .get(id)
                .map_or(currency(0), |note| note.currency);
            (Source::CreditNote(id), left, of)
        } else {
            let id = some(book.payments(), pick);
            let left = book
                .payment_figures(id)
                .map_or(0, |row| row.unapplied_at(i32::MAX - 1));
            let of = book
                .payments()
                .get(id)
                .map_or(currency(0), |payment| payment.currency);
            (Source::Payment(id), left, of)
        }
    }

    fn skip(&self, series: Pick, ahead: i8, date: Date) -> Command {
        let series = some(self.book.series(), series);
        let given = self
            .book
            .highest_numbers()
            .filter(|(known, _, _)| *known == series);
        let highest = given.map(|(_, _, value)| value).max().unwrap_or(0);
        Command::SkipNumbers {
            series,
            last: highest.saturating_add_signed(ahead.into()),
            date,
            reason: "used in the old program".into(),
        }
    }

    pub fn document(&self, plan: &Document) -> Invoice {
        let kind = match plan.kind {
            0..=11 => Kind::Invoice,
            12..=16 => Kind::Deposit,
            17..=23 => Kind::CreditNote,
            _ => Kind::Opening,
        };
        let mut document = Invoice {
            kind,
            customer: some(self.book.customers(), plan.customer),
            currency: currency(plan.currency),
            price_mode: if plan.gross {
                PriceMode::Gross
            } else {
                PriceMode::Net
            },
            taxes: vec![tax("19"), tax("7")],
            terms: terms(plan.terms),
            ..Invoice::default()
        };
        match kind {
            Kind::CreditNote => {
                document.credits = plan.credits.map(|pick| some(self.book.invoices(), pick));
            }
            Kind::Invoice if !plan.fits || plan.customer == 0 => {
                let deducts = plan.deducts.iter();
                document.deducts = deducts
                    .map(|pick| some(self.book.invoices(), *pick))
                    .collect();
            }
            Kind::Invoice => document.deducts = self.deposits(plan),
            _ => {}
        }
        let refers = document
            .credits
            .iter()
            .chain(&document.deducts)
            .next()
            .copied();
        if plan.fits
            && let Some(known) = refers.and_then(|id| self.book.invoices().get(id))
        {
            document.customer = known.customer;
            document.currency = known.currency;
        }
        fill(&mut document, plan);
        document
    }

    /// Deposits that may be deducted, most of them for the first time.
    fn deposits(&self, plan: &Document) -> Vec<InvoiceId> {
        let deposits: Vec<_> = self
            .book
            .invoices()
            .iter()
            .filter(|known| known.kind == Kind::Deposit && !known.is_draft())
            .collect();
        let picks = plan.deducts.iter().take(1);
        picks
            .filter_map(|pick| Some(deposits.get(usize::from(*pick) % deposits.len().max(1))?.id))
            .collect()
    }

    fn file(
        &self,
        documents: &[Imported],
        payments: &[Paid],
        write_off: Option<&(Pick, Day, i32)>,
    ) -> RecordsFile {
        let mut file = RecordsFile::new();
        for pick in 0..2 {
            file.customers.push(CustomerRecord {
                number: format!("K-{pick}"),
                name: format!("Imported {pick}"),
                ..CustomerRecord::default()
            });
        }
        file.invoices = documents.iter().map(|plan| self.imported(plan)).collect();
        // Most settle what is in the file.
        let in_file = |pick: Pick| match documents.get(usize::from(pick) % documents.len().max(1)) {
            Some(plan) if pick < 35 => plan.number,
            _ => pick,
        };
        let settled = |parts: &[(Pick, i32)]| -> Vec<AllocationRecord> {
            parts
                .iter()
                .map(|(pick, amount)| settles_from(&(in_file(*pick), *amount)))
                .collect()
        };
        for Paid {
            customer,
            day,
            amount,
            settles,
        } in payments
        {
            let of = settles
                .iter()
                .find_map(|(pick, _)| documents.iter().find(|plan| plan.number == in_file(*pick)));
            file.payments.push(PaymentRecord {
                customer: imported_customer(of.map_or(*customer, |plan| plan.customer)),
                date: self.date(*day),
                amount: cents(*amount),
                currency: of.and_then(|plan| (plan.currency > 5).then(|| currency(plan.currency))),
                method: String::new(),
                reference: String::new(),
                note: String::new(),
                allocations: settled(settles),
                refunds: match amount % 5 {
                    0 => vec![RefundRecord {
                        date: self.date(*day),
                        amount: cents(amount / 2),
                        reference: String::new(),
                    }],
                    _ => Vec::new(),
                },
            });
        }
        if let Some((invoice, day, amount)) = write_off {
            file.write_offs.push(WriteOffRecord {
                invoice: imported_number(in_file(*invoice)),
                date: self.date(*day),
                amount: cents(*amount),
                reason: String::new(),
            });
        }
        file
    }

    fn imported(&self, plan: &Imported) -> InvoiceRecord {
        let issued = self.date(plan.day);
        let due = Date::from_number(issued.number() + i32::from(plan.due)).expect("a date");
        let half = plan.total / 2;
        let kind = match plan.kind {
            0..=4 => DocumentKind::Invoice,
            5 => DocumentKind::Deposit,
            _ => DocumentKind::CreditNote,
        };
        let mut record = InvoiceRecord::opening(
            kind,
            imported_number(plan.number),
            imported_customer(plan.customer),
            issued,
            cents(plan.total),
        );
        record.due = Some(due);
        record.currency = (plan.currency > 5).then(|| currency(plan.currency));
        record.sent = plan.sent.then_some(issued);
        if kind == DocumentKind::CreditNote {
            record.credits = plan.credits.map(imported_number);
            record.allocations = plan.settles.iter().map(settles_from).collect();
        }
        record.void = plan.void.map(|day| VoidRecord {
            date: self.date(day),
            reason: "wrong".into(),
        });
        if plan.instalments {
            for (amount, due) in [(half, issued), (plan.total - half, due)] {
                record.instalments.push(InstalmentRecord {
                    due,
                    amount: cents(amount),
                });
            }
        }
        if plan.lines {
            let line = ledger::records::LineRecord {
                description: "Old work".into(),
                quantity: Decimal::ONE,
                unit: String::new(),
                unit_price: cents(plan.total),
                taxes: Vec::new(),
                adjustments: Vec::new(),
                details: None,
            };
            record.lines.push(line);
        }
        record
    }
}

/// Lines, allowance and retained tax.
fn fill(document: &mut Invoice, plan: &Document) {
    for (quantity, price, tax) in &plan.lines {
        document.lines.push(Line {
            description: "Work".into(),
            quantity: Decimal::from_int((*quantity).into()),
            unit_price: decimal(Amount::Minor(*price), 0, document.currency),
            taxes: match tax {
                0 => TaxSet::default(),
                3 => TaxSet::only(0).with(1),
                tax => TaxSet::only(usize::from(*tax) - 1),
            },
            ..Line::default()
        });
    }
    if let Some(amount) = plan.allowance {
        document.adjustments.push(Adjustment {
            kind: AdjustmentKind::Allowance,
            value: AdjustmentValue::Amount(decimal(Amount::Minor(amount), 0, document.currency)),
            reason: "loyal".into(),
            reason_code: String::new(),
            taxes: TaxSet::only(0),
            // An even one is over all rates.
            spread: amount % 2 == 0,
        });
    }
    if plan.retained {
        document.retained.push(RetainedTax {
            name: "IRPF".into(),
            percent: Decimal::from_int(15),
        });
    }
}

fn settles_from((invoice, amount): &(Pick, i32)) -> AllocationRecord {
    AllocationRecord {
        invoice: imported_number(*invoice),
        amount: cents(*amount),
        date: None,
    }
}

/// Some are numbers that the series of the book give as well.
fn imported_number(pick: Pick) -> String {
    match pick {
        0..=9 => format!("2025-{:04}", pick + 1),
        10..=14 => format!("{:03}", pick),
        _ => format!("OLD-{pick}"),
    }
}

fn imported_customer(pick: Pick) -> String {
    match pick {
        0 | 1 => format!("K-{pick}"),
        2..=4 => customer(pick - 2).details.name,
        _ => "Someone new".into(),
    }
}

/// The record in the slot that is picked, or one that is not there.
fn some<T: Entity>(table: &Table<T>, pick: Pick) -> T::Id {
    let slots = table.slots();
    match usize::from(pick).checked_rem(slots) {
        Some(slot) if pick != ABSENT => table.id_at(slot),
        _ => T::Id::from_raw(RawId {
            chain: Chain(0xabc),
            n: u32::try_from(slots).expect("few") * 2,
        }),
    }
}

/// The draft that is picked; without drafts any document.
fn draft(book: &Book, pick: Pick) -> InvoiceId {
    let drafts: Vec<_> = book
        .invoices()
        .iter()
        .filter(|known| known.is_draft())
        .collect();
    match usize::from(pick).checked_rem(drafts.len()) {
        Some(place) if pick < 9 => drafts[place].id,
        _ => some(book.invoices(), pick),
    }
}

/// What payers quote changes with the number of documents.
fn business(book: &Book) -> Business {
    let payment_reference = match book.invoices().iter().count() % 3 {
        0 => ReferenceChoice::Number,
        1 => ReferenceChoice::Creditor,
        _ => ReferenceChoice::Qr {
            prefix: "1234".into(),
        },
    };
    Business {
        details: Details {
            name: "Harbour & Pine".into(),
            ..Details::default()
        },
        bank: Some(BankDetails {
            iban: "CH44 3199 9123 0008 8901 2".into(),
            ..BankDetails::default()
        }),
        payment_reference,
        payment_link: "https://pay.example/{number}/{amount}/{currency}".into(),
        ..Business::default()
    }
}

pub fn series(pattern: Pick, start: u8) -> Series {
    let (counts, pattern) = match pattern {
        0 => (SeriesFor::Invoices, "{YYYY}-{0000}"),
        1 => (SeriesFor::CreditNotes, "CN-{000}"),
        2 => (SeriesFor::Invoices, "{000}"),
        3 => (SeriesFor::Invoices, "R{YYYY}{MM}-{00}"),
        4 => (SeriesFor::CreditNotes, "CN-{YYYY}-{000}"),
        5 => (SeriesFor::Quotes, "{000}"),
        6 => (SeriesFor::Invoices, "{YYYY}-{0000}"),
        _ => (SeriesFor::Invoices, "no counter"),
    };
    Series {
        counts,
        pattern: pattern.into(),
        start: start.into(),
        ..Series::default()
    }
}

fn customer(name: Pick) -> Customer {
    Customer {
        details: Details {
            name: format!("Customer {name}"),
            ..Details::default()
        },
        ..Customer::default()
    }
}

fn tax(percent: &str) -> Tax {
    Tax {
        name: "VAT".into(),
        category: TaxCategory::S,
        percent: percent.parse().expect("a percentage"),
        ..Tax::default()
    }
}

fn terms(pick: Pick) -> Terms {
    let shares = |shares: &[(Share, u32)]| Terms {
        instalments: shares
            .iter()
            .map(|(share, days)| InstalmentRule {
                share: *share,
                due: Due::Net { days: *days },
            })
            .collect(),
        ..Terms::default()
    };
    let percent = |percent| Share::Percent(Decimal::from_int(percent));
    match pick {
        0 => shares(&[(percent(50), 0), (percent(50), 40)]),
        1 => shares(&[(percent(33), 10), (percent(33), 10), (Share::Rest, 70)]),
        2 => shares(&[(Share::Amount(Decimal::HUNDRED), 5), (Share::Rest, 3)]),
        pick => Terms {
            due: Due::Net {
                days: u32::from(pick) * 4,
            },
            ..Terms::default()
        },
    }
}

fn repeats((unit, count): (Pick, u8)) -> Every {
    let unit = match unit {
        0 => Unit::Week,
        1 => Unit::Month,
        2 => Unit::Quarter,
        _ => Unit::Year,
    };
    Every {
        count: count.into(),
        unit,
    }
}

fn day_of_nothing() -> Date {
    day(-300)
}

fn cents(minor: i32) -> Decimal {
    Decimal::new(minor.into(), 2).expect("an amount")
}

fn decimal(amount: Amount, left: i64, currency: Currency) -> Decimal {
    let minor = match amount {
        Amount::Minor(minor) => minor.into(),
        // Of nothing that is left: a payment in advance.
        Amount::Left if left == 0 => 12_345,
        Amount::Left => left,
        Amount::Half => (left + 1) / 2,
        Amount::Over => left + 1,
    };
    Decimal::new(minor.into(), currency.exponent()).expect("an amount")
}

/// Every record of a book, by its address, whenever it was put.
pub fn records(book: &Book) -> std::collections::BTreeMap<RecordId, Record> {
    let mut records: Vec<Record> = Vec::new();
    records.extend(book.business().cloned().map(Record::Business));
    records.extend(book.customers().iter().cloned().map(Record::Customer));
    records.extend(book.parties().iter().cloned().map(Record::Party));
    records.extend(book.items().iter().cloned().map(Record::Item));
    records.extend(book.series().iter().cloned().map(Record::Series));
    records.extend(book.closings().iter().cloned().map(Record::Closing));
    records.extend(book.invoices().iter().cloned().map(Record::Invoice));
    records.extend(book.voids().iter().cloned().map(Record::Void));
    records.extend(book.sendings().iter().cloned().map(Record::Sending));
    records.extend(book.payments().iter().cloned().map(Record::Payment));
    records.extend(book.allocations().iter().cloned().map(Record::Allocation));
    records.extend(book.refunds().iter().cloned().map(Record::Refund));
    records.extend(book.write_offs().iter().cloned().map(Record::WriteOff));
    records.extend(book.schedules().iter().cloned().map(Record::Schedule));
    records.extend(book.occurrences().iter().cloned().map(Record::Occurrence));
    records.extend(book.quotes().iter().cloned().map(Record::Quote));
    records.extend(book.quote_events().iter().cloned().map(Record::QuoteEvent));
    let accounts = book.bank_accounts().iter().cloned();
    records.extend(accounts.map(Record::BankAccount));
    records.extend(book.statements().iter().cloned().map(Record::Statement));
    records.extend(book.bank_lines().iter().cloned().map(Record::BankLine));
    records.extend(book.matches().iter().cloned().map(Record::Match));
    records.extend(book.rules().iter().cloned().map(Record::IgnoreRule));
    records.extend(book.reminders().iter().cloned().map(Record::Reminder));
    let events = book.collection_events().iter().cloned();
    records.extend(events.map(Record::CollectionEvent));
    records
        .into_iter()
        .map(|record| (record.id(), record))
        .collect()
}

/// The changes of a whole journal, in order.
pub fn changes(world: &World) -> Vec<Change> {
    (1..=world.book.head().seq)
        .flat_map(|seq| world.entry(seq).changes.into_iter().flatten())
        .collect()
}
