//! A book to try commands on, for the tests of this crate.

use crate::book::Book;
use crate::business::{Business, Series, SeriesFor};
use crate::check;
use crate::command::{Allocate, Command, Context, IssueInvoice, RecordPayment, execute};
use crate::customer::{Customer, Details};
use crate::date::{Date, Timestamp};
use crate::ids::{Chain, CustomerId, InvoiceId, PaymentId, Version};
use crate::invoice::{Invoice, Kind, Line};
use crate::journal::{BookId, Head};
use crate::money::{Currency, Decimal};
use crate::problem::{Refusal, What};
use crate::terms::{Due, Terms};

pub(crate) fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

/// A book with a business, its series and a customer, and a day to be at.
pub(crate) struct Desk {
    pub book: Book,
    pub today: Date,
    pub reason: Option<String>,
    /// What the clock says.
    pub at: Timestamp,
}

impl Desk {
    pub(crate) fn at(today: &str) -> Desk {
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
            opened: Version::NONE,
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
                opened: Version::NONE,
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
            opened: Version::NONE,
        });
        desk
    }

    pub(crate) fn try_to(&mut self, command: &Command) -> Result<(), Refusal> {
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

    pub(crate) fn done(&mut self, command: Command) {
        let tried = self.try_to(&command);
        assert_eq!(tried, Ok(()), "{command:?}");
    }

    pub(crate) fn customer(&self) -> CustomerId {
        self.book.customers().iter().next().expect("a customer").id
    }

    pub(crate) fn refused(&mut self, command: &Command) -> Vec<What> {
        match self.try_to(command) {
            Err(Refusal::Problems(problems)) => {
                problems.into_iter().map(|problem| problem.what).collect()
            }
            other => panic!("{command:?}: {other:?}"),
        }
    }

    /// An invoice for the customer over one line without tax, due on a day.
    pub(crate) fn bill(&self, price: i32, due: &str) -> Invoice {
        Invoice {
            customer: self.customer(),
            lines: vec![Line {
                description: "Work".to_owned(),
                quantity: Decimal::ONE,
                unit_price: Decimal::from_int(price),
                ..Line::default()
            }],
            terms: Terms {
                due: Due::Fixed(date(due)),
                ..Terms::default()
            },
            ..Invoice::default()
        }
    }

    /// A credit note settles what it corrects.
    pub(crate) fn issue(&mut self, document: Invoice, day: &str) -> InvoiceId {
        let settle_original = document.kind == Kind::CreditNote;
        self.done(Command::IssueInvoice(Box::new(IssueInvoice {
            draft: None,
            document,
            date: date(day),
            series: None,
            rate: None,
            settle_original,
        })));
        self.book.invoices().iter().last().expect("the newest").id
    }

    /// Credit notes get numbers of their own from here on.
    pub(crate) fn number_credit_notes(&mut self) {
        self.done(Command::SaveSeries {
            id: None,
            series: Series {
                counts: SeriesFor::CreditNotes,
                pattern: "CN-{000}".to_owned(),
                start: 1,
                ..Series::default()
            },
            opened: Version::NONE,
        });
    }

    /// A payment of the customer that settles the oldest first.
    pub(crate) fn pay(&mut self, day: &str, amount: i32) -> PaymentId {
        self.receive(day, amount, Allocate::OldestFirst)
    }

    pub(crate) fn receive(&mut self, day: &str, amount: i32, allocate: Allocate) -> PaymentId {
        self.done(Command::RecordPayment(Box::new(RecordPayment {
            customer: self.customer(),
            date: date(day),
            amount: Decimal::from_int(amount),
            currency: Currency::default(),
            method: String::new(),
            reference: String::new(),
            note: String::new(),
            fee: None,
            received: None,
            allocate,
            closes: Vec::new(),
        })));
        self.book.payments().iter().last().expect("the newest").id
    }
}
