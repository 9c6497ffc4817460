//! The demo book: a small studio in Dublin and its 60 customers.
//!
//! It is made by the ordinary commands, day by day over the 18 months before
//! a given day, so everything in it could have been typed in. The same day
//! gives the same book. Names and addresses are made up; the bank account is
//! the example of the IBAN registry, and mail goes to `.example`.

use std::collections::BTreeMap;

use crate::book::Book;
use crate::change::{Change, RecordId};
use crate::command;
use crate::command::{Command, Context, IssueQuote};
use crate::date::Date;
use crate::ids::{Chain, CustomerId, InvoiceId, PaymentId, ScheduleId, Seq, Version};
use crate::journal::BookId;
use crate::money::{Currency, Decimal};
use crate::quote::Quote;
use crate::schedule::{End, Every, Mode, Schedule, Service, Unit};
use crate::terms::Terms;

mod bank;
mod happening;
mod master;

/// Eighteen months.
const DAYS: i32 = 548;

/// Where a sale is taxed in the buyer's country by reverse charge.
const EU: &str = "AT BE BG CZ DE DK EE ES FI FR GR HR HU IT LT LU LV MT NL PL PT RO SE SI";

/// The whole book is one action.
const SEQ: Seq = 1;

/// The changes that make the demo book as of `today`, as one action on an
/// empty book; new ids are of `chain`.
pub fn changes(today: Date, chain: Chain) -> Vec<Change> {
    Demo::made(today, chain).changes
}

/// What is yet to happen.
#[derive(Clone, Copy)]
enum Event {
    /// The n-th invoice to the n-th customer.
    Invoice {
        customer: usize,
        nth: u32,
    },
    Send(InvoiceId),
    /// So many percent of what the invoice asked for.
    Pay {
        invoice: InvoiceId,
        percent: i32,
    },
    /// All that a customer owes in one sum.
    PayAll {
        customer: usize,
    },
    /// The customer takes the early-payment discount.
    PayEarly(InvoiceId),
    /// A credit note over so many percent of the first line.
    Credit {
        invoice: InvoiceId,
        percent: i32,
    },
    /// The invoice that deducts a deposit.
    Final {
        customer: usize,
        deposit: InvoiceId,
    },
    /// What is left is given up.
    WriteOff(InvoiceId),
    /// A wrong invoice is void and issued again.
    Replace {
        customer: usize,
        invoice: InvoiceId,
    },
    Refund(PaymentId),
}

/// A line of [`CUSTOMERS`].
struct Known {
    id: CustomerId,
    habit: char,
    country: &'static str,
    currency: Currency,
    terms: Terms,
}

/// A line of [`ITEMS`].
struct Sold {
    unit: &'static str,
    price: Decimal,
    reduced: bool,
    description: &'static str,
}

struct Demo {
    today: Date,
    context: Context,
    book: Book,
    changes: Vec<Change>,
    /// Commands that were refused: a fault of the script below.
    refused: u32,
    random: u32,
    customers: Vec<Known>,
    items: Vec<Sold>,
    agenda: BTreeMap<(Date, usize), Event>,
    events: usize,
}

impl Demo {
    fn made(today: Date, chain: Chain) -> Demo {
        let mut demo = Demo {
            today,
            context: Context {
                today,
                chain,
                override_closed: None,
            },
            book: Book::empty(BookId::default()),
            changes: Vec::new(),
            refused: 0,
            random: 0x2545_f491,
            customers: Vec::new(),
            items: Vec::new(),
            agenda: BTreeMap::new(),
            events: 0,
        };
        demo.business();
        demo.items();
        demo.customers();
        for customer in 0..demo.customers.len() {
            demo.rhythm(customer);
        }
        while let Some(((date, _), event)) = demo.agenda.pop_first() {
            demo.happen(date, event);
        }
        demo.drafts();
        demo.quotes();
        demo.schedule();
        demo.bank();
        demo
    }

    /// Runs a command; the first and last record it changed.
    fn run(&mut self, command: &Command) -> Option<(RecordId, RecordId)> {
        let Ok(set) = command::execute(&self.book, command, &self.context) else {
            self.refused += 1;
            return None;
        };
        for change in &set.changes {
            self.book.apply(SEQ, change).ok()?;
        }
        let ends = (set.changes.first()?.id(), set.changes.last()?.id());
        self.changes.extend(set.changes);
        Some(ends)
    }

    /// A number below `below`, by Marsaglia's xorshift.
    fn below(&mut self, below: u32) -> u32 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 17;
        self.random ^= self.random << 5;
        self.random % below.max(1)
    }

    /// Notes what happens so many days after `date`, on a working day; what
    /// lies after today never happens.
    fn after(&mut self, date: Date, days: u32, event: Event) {
        let day = date.number() + i32::try_from(days).unwrap_or(0);
        // 1970-01-01 was a Thursday.
        let weekend = [0, 0, 0, 0, 0, 2, 1];
        let weekday = usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0);
        if let Ok(day) = Date::from_number(day + weekend.get(weekday).unwrap_or(&0))
            && day <= self.today
        {
            self.events += 1;
            self.agenda.insert((day, self.events), event);
        }
    }
}

/// What happens.
impl Demo {
    /// What is being prepared today.
    fn drafts(&mut self) {
        for customer in [2, 7, 19, 46] {
            let draft = Box::new(self.document(customer));
            self.run(&Command::SaveDraft {
                id: None,
                draft,
                opened: Version::NONE,
            });
        }
    }

    /// One that has expired, one that was declined, one that was accepted, two
    /// that are undecided, and a draft.
    fn quotes(&mut self) {
        for (customer, ago, decided) in [
            (3, 75, None),
            (11, 40, Some(false)),
            (24, 21, Some(true)),
            (33, 9, None),
            (8, 2, None),
        ] {
            let Ok(date) = self.today.minus_days(ago) else {
                continue;
            };
            let quote = self.quote(customer, date);
            let issue = IssueQuote {
                draft: None,
                quote,
                date,
            };
            let issued = self.run(&Command::IssueQuote(Box::new(issue)));
            let issued = issued.map(|(first, last)| [first, last]);
            let quote = issued.into_iter().flatten().find_map(|id| match id {
                RecordId::Quote(id) => Some(id),
                _ => None,
            });
            if let (Some(quote), Some(accepted), Ok(date)) = (quote, decided, date.plus_days(6)) {
                let note = if accepted {
                    "By telephone"
                } else {
                    "Next year"
                };
                self.run(&Command::DecideQuote {
                    quote,
                    date,
                    accepted,
                    note: note.into(),
                });
            }
        }
        let quote = Box::new(self.quote(15, self.today));
        self.run(&Command::SaveQuote {
            id: None,
            quote,
            opened: Version::NONE,
        });
    }

    fn quote(&mut self, customer: usize, date: Date) -> Quote {
        Quote {
            document: Box::new(self.document(customer)),
            valid_until: date.plus_days(30).ok(),
            ..Quote::default()
        }
    }

    /// What is billed each month from the next one on; nothing is due yet.
    fn schedule(&mut self) {
        let Ok(first) = self.today.month_start().plus_months(1) else {
            return;
        };
        let mut document = self.document(5);
        document.adjustments.clear();
        document.lines.truncate(1);
        if let Some(line) = document.lines.first_mut() {
            "Hosting and care, {month} {year}".clone_into(&mut line.description);
            line.quantity = Decimal::ONE;
            line.unit = "MON".into();
            line.unit_price = Decimal::from_int(180);
        }
        let schedule = Schedule {
            document: Box::new(document),
            first,
            id: ScheduleId::default(),
            every: Every {
                count: 1,
                unit: Unit::Month,
            },
            end: End::Never,
            mode: Mode::Draft,
            service: Service::default(),
            pauses: Vec::new(),
            last_of_month: false,
        };
        self.run(&Command::SaveSchedule {
            id: None,
            schedule: Box::new(schedule),
            opened: Version::NONE,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::standing;
    use crate::book::Status;
    use crate::check;
    use crate::date::Timestamp;
    use crate::invoice::Kind;
    use crate::journal::Head;
    use crate::quote::QuoteStatus;
    use crate::report::aging;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn the_demo_shows_every_kind_of_customer() {
        let today = date("2026-11-21");
        let demo = Demo::made(today, Chain(7));
        assert_eq!(demo.refused, 0);
        assert_eq!(check::whole(&demo.book), []);
        // The shell stores it as one commit.
        let empty = Book::empty(BookId::default());
        let mut stored = empty.clone();
        stored
            .apply_commit(&demo.changes, Head::EMPTY, Timestamp::default())
            .expect("changes that fit");
        assert_eq!(check::commit(&empty, &stored, &demo.changes), []);
        let book = &demo.book;
        assert_eq!(book.customers().len(), 60);
        let invoices = book.invoices().len();
        assert!((400..=460).contains(&invoices), "{invoices} documents");
        let mut seen: BTreeMap<Status, usize> = BTreeMap::new();
        for invoice in book.invoices().iter() {
            *seen
                .entry(book.status(invoice.id, today).expect("a status"))
                .or_default() += 1;
        }
        for status in [
            Status::Draft,
            Status::Void,
            Status::Paid,
            Status::WrittenOff,
            Status::Overdue,
            Status::PartPaid,
            Status::Open,
        ] {
            assert!(seen.contains_key(&status), "none is {status:?}: {seen:?}");
        }
        let has = |kind| book.invoices().iter().any(|invoice| invoice.kind == kind);
        assert!(has(Kind::Deposit) && has(Kind::CreditNote));
        assert!(
            book.invoices()
                .iter()
                .any(|invoice| !invoice.deducts.is_empty())
        );
        assert!(!book.refunds().is_empty());
        let quotes = book.quotes().iter();
        let quotes = quotes.filter_map(|quote| book.quote_status(quote.id, today));
        let quotes: Vec<QuoteStatus> = quotes.collect();
        for status in [
            QuoteStatus::Draft,
            QuoteStatus::Open,
            QuoteStatus::Accepted,
            QuoteStatus::Declined,
            QuoteStatus::Expired,
        ] {
            assert!(quotes.contains(&status), "none is {status:?}: {quotes:?}");
        }
        // Of the bank's lines some wait, and some are known.
        let lines = book.bank_lines().iter();
        let open = lines.filter(|line| book.line_figures(line.id).is_some_and(|row| row.is_open()));
        let open = open.count();
        assert!((5..=12).contains(&open), "{open} lines are open");
        assert!(book.bank_lines().len() > open + 10);
        for statement in book.statements().iter() {
            let standing = standing::of_statement(book, statement).expect("counted");
            let missing = standing::missing(statement, standing.sum);
            assert!(missing.is_some_and(|missing| missing.is_zero()));
        }
        // What recurs does so later: opening the book makes nothing.
        assert_eq!(book.schedules().len(), 1);
        assert!(
            book.schedules()
                .iter()
                .all(|schedule| schedule.first > today)
        );
        let aging = aging::aging(book, &aging::Options::as_of(today)).expect("an aging");
        assert_eq!(aging.currencies.len(), 2);
        for of in &aging.currencies {
            let filled = of
                .total
                .buckets
                .iter()
                .filter(|bucket| **bucket > 0)
                .count();
            assert!(filled > 2, "{of:?}");
        }
        assert!(aging.currencies.iter().any(|of| of.total.unapplied > 0));
    }

    #[test]
    fn the_demo_is_made_on_any_day_and_the_same_on_the_same_day() {
        for day in [
            "2024-02-29",
            "2026-01-01",
            "2025-12-31",
            "1970-01-01",
            "1900-01-01",
            "2999-12-31",
        ] {
            let demo = Demo::made(date(day), Chain(1));
            assert_eq!(check::whole(&demo.book), [], "{day}");
            let is_plain = (date("1902-01-01")..date("2999-01-01")).contains(&date(day));
            assert!(
                !is_plain || demo.refused == 0,
                "{day}: {} refused",
                demo.refused
            );
            let again = changes(date(day), Chain(1));
            assert_eq!(again, demo.changes, "{day}");
        }
    }
}
