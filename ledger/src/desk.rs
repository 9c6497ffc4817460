//! A book to try commands on, for the tests of this crate.

use crate::book::Book;
use crate::business::{Business, Series, SeriesFor};
use crate::check;
use crate::command::{Command, Context, execute};
use crate::customer::{Customer, Details};
use crate::date::{Date, Timestamp};
use crate::ids::{Chain, CustomerId};
use crate::journal::{BookId, Head};
use crate::problem::{Refusal, What};

pub fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

/// A book with a business, its series and a customer, and a day to be at.
pub struct Desk {
    pub book: Book,
    pub today: Date,
    pub reason: Option<String>,
    /// What the clock says.
    pub at: Timestamp,
}

impl Desk {
    pub fn at(today: &str) -> Desk {
        let mut desk = Desk {
            book: Book::empty(BookId::default()),
            today: date(today),
            reason: None,
            at: Timestamp::default(),
        };
        let business = Business {
            details: Details {
                name: "Harbour & Pine".into(),
                ..Details::default()
            },
            ..Business::default()
        };
        desk.done(Command::SaveBusiness {
            business,
            opened: 0,
        });
        for (counts, pattern) in [
            (SeriesFor::Invoices, "{YYYY}-{0000}"),
            (SeriesFor::Quotes, "Q-{YYYY}-{000}"),
        ] {
            desk.done(Command::SaveSeries {
                id: None,
                series: Series {
                    counts,
                    pattern: pattern.into(),
                    start: 1,
                    ..Series::default()
                },
                opened: 0,
            });
        }
        let customer = Customer {
            details: Details {
                name: "Linden".into(),
                ..Details::default()
            },
            ..Customer::default()
        };
        desk.done(Command::SaveCustomer {
            id: None,
            customer,
            opened: 0,
        });
        desk
    }

    pub fn try_to(&mut self, command: &Command) -> Result<(), Refusal> {
        let context = Context {
            today: self.today,
            chain: Chain(1),
            override_closed: self.reason.clone(),
        };
        let set = execute(&self.book, command, &context)?;
        let mut after = self.book.clone();
        let head = Head {
            seq: self.book.head().seq + 1,
            ..Head::EMPTY
        };
        after
            .apply_commit(&set.changes, head, self.at)
            .expect("changes");
        assert_eq!(check::commit(&self.book, &after, &set.changes), []);
        assert_eq!(check::whole(&after), []);
        self.book = after;
        Ok(())
    }

    pub fn done(&mut self, command: Command) {
        let tried = self.try_to(&command);
        assert_eq!(tried, Ok(()), "{command:?}");
    }

    pub fn customer(&self) -> CustomerId {
        self.book.customers().iter().next().expect("a customer").id
    }

    pub fn refused(&mut self, command: &Command) -> Vec<What> {
        match self.try_to(command) {
            Err(Refusal::Problems(problems)) => {
                problems.into_iter().map(|problem| problem.what).collect()
            }
            other => panic!("{command:?}: {other:?}"),
        }
    }
}
