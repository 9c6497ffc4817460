//! What was recorded, so that a person recognises it: the document by its
//! number, the payment by its payer, the statement by its file.

use crate::book::{Book, RecordKind};
use crate::business::ClosingDecision;
use crate::change::{Change, Record, RecordId};
use crate::customer::Details;
use crate::date::{Date, Timestamp};
use crate::ids::{CustomerId, Seq};
use crate::journal::{Header, Lost};
use crate::money::{Currency, Decimal, Money};

/// One change of an entry, as far as it is known.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact {
    pub seq: Seq,
    /// When it was recorded.
    pub at: Timestamp,
    /// The command of the entry.
    pub command: String,
    /// `None` where not even that can be read.
    pub kind: Option<RecordKind>,
    /// `None` where only the kind is known.
    pub id: Option<RecordId>,
    pub removed: bool,
    /// A number or a name; empty where there is none.
    pub name: String,
    /// Whom it is about.
    pub customer: String,
    pub amount: Option<Money>,
    /// The day that it is dated on.
    pub day: Option<Date>,
    /// Some of it is wrong: it is told as it reads now.
    pub doubtful: bool,
    /// It goes on as it reads now, as others need it.
    pub stays: bool,
    /// The whole record, as JSON; empty where it cannot be read.
    pub text: String,
}

impl Fact {
    /// A change of which nothing but its entry, and perhaps its kind, is known.
    pub(super) fn unknown(header: &Header, kind: Option<RecordKind>) -> Fact {
        Fact {
            seq: header.seq,
            at: header.at,
            command: header.command.clone(),
            kind,
            id: None,
            removed: false,
            name: String::new(),
            customer: String::new(),
            amount: None,
            day: None,
            doubtful: false,
            stays: false,
            text: String::new(),
        }
    }

    /// A change that is damaged, as far as it reads.
    pub(super) fn lost(header: &Header, lost: &Lost, book: &Book) -> Fact {
        match &lost.reads {
            Some(change) => Fact {
                doubtful: true,
                ..Fact::of(header, change, book)
            },
            None => Fact::unknown(header, lost.kind),
        }
    }

    /// A change that can be read. `book` says who a customer is, and what was
    /// removed.
    pub(super) fn of(header: &Header, change: &Change, book: &Book) -> Fact {
        let mut fact = Fact::unknown(header, Some(RecordKind::of(change.id())));
        fact.id = Some(change.id());
        if let Change::Put(record) = change {
            fact.text = serde_json::to_string(record).unwrap_or_default();
        }
        match change {
            Change::Put(record) => fact.tell(record, book),
            Change::Remove(id) => {
                fact.removed = true;
                if let Some(record) = book.record(*id) {
                    fact.tell(&record, book);
                }
            }
        }
        fact
    }

    fn tell(&mut self, record: &Record, book: &Book) {
        let of = |id: CustomerId| {
            let customer = book.customers().get(id);
            customer.map_or_else(String::new, |customer| {
                named(&customer.details, &customer.number)
            })
        };
        let number = |id: RecordId| match book.record(id) {
            Some(Record::Invoice(invoice)) => (invoice.number().to_owned(), of(invoice.customer)),
            Some(Record::Quote(quote)) => (quote.number().to_owned(), of(quote.document.customer)),
            Some(Record::Payment(payment)) => (payment.reference.clone(), of(payment.customer)),
            _ => <(String, String)>::default(),
        };
        match record {
            Record::Business(business) => self.name.clone_from(&business.details.name),
            Record::Customer(customer) => self.name = named(&customer.details, &customer.number),
            Record::Party(party) => self.name = named(&party.details, &party.number),
            Record::Item(item) => {
                self.name.clone_from(&item.description);
                self.asks(item.unit_price, item.currency);
            }
            Record::Series(series) => self.name.clone_from(&series.pattern),
            Record::Closing(closing) => {
                self.name.clone_from(&closing.reason);
                self.day = match closing.decision {
                    ClosingDecision::Close(day) | ClosingDecision::Override(day) => Some(day),
                    ClosingDecision::Reopen(day) => day,
                };
            }
            Record::Invoice(invoice) => {
                self.name = invoice.number().to_owned();
                self.customer = of(invoice.customer);
                if let Some(issue) = &invoice.issue {
                    self.asks(issue.totals.payable, invoice.currency);
                    self.day = Some(issue.date);
                }
            }
            Record::Void(void) => {
                (self.name, self.customer) = number(void.invoice.into());
                self.day = Some(void.date);
            }
            Record::Sending(sending) => {
                (self.name, self.customer) = number(sending.invoice.into());
                self.day = Some(sending.date);
            }
            Record::Payment(payment) => {
                self.name.clone_from(&payment.reference);
                self.customer = of(payment.customer);
                self.asks(payment.amount, payment.currency);
                self.day = Some(payment.date);
            }
            Record::Allocation(part) => {
                (self.name, self.customer) = number(part.invoice.into());
                self.asks(part.amount, part.currency);
                self.day = Some(part.date);
            }
            Record::Refund(refund) => {
                self.name.clone_from(&refund.reference);
                (_, self.customer) = match refund.source {
                    crate::payment::Source::Payment(id) => number(id.into()),
                    crate::payment::Source::CreditNote(id) => number(id.into()),
                };
                self.asks(refund.amount, refund.currency);
                self.day = Some(refund.date);
            }
            Record::WriteOff(write_off) => {
                (self.name, self.customer) = number(write_off.invoice.into());
                self.asks(write_off.amount, write_off.currency);
                self.day = Some(write_off.date);
            }
            Record::Schedule(schedule) => {
                self.customer = of(schedule.document.customer);
                self.day = Some(schedule.first);
            }
            Record::Occurrence(occurrence) => self.day = Some(occurrence.day),
            Record::Quote(quote) => {
                self.name = quote.number().to_owned();
                self.customer = of(quote.document.customer);
                if let Some(issue) = &quote.issue {
                    self.asks(issue.totals.payable, quote.document.currency);
                    self.day = Some(issue.date);
                }
            }
            Record::QuoteEvent(event) => {
                (self.name, self.customer) = number(event.quote.into());
                self.day = Some(event.date);
            }
            Record::Reminder(reminder) => {
                self.customer = of(reminder.customer);
                self.day = Some(reminder.date);
            }
            Record::CollectionEvent(event) => {
                self.customer = of(event.customer);
                self.day = Some(event.date);
            }
            Record::BankAccount(account) => {
                self.name.clone_from(if account.name.is_empty() {
                    &account.number
                } else {
                    &account.name
                });
            }
            Record::Statement(statement) => {
                self.name.clone_from(&statement.file);
                self.day = Some(statement.imported);
            }
            Record::BankLine(line) => {
                self.name.clone_from(&line.name);
                self.asks(line.amount, line.currency);
                self.day = Some(line.date);
            }
            Record::Match(part) => {
                if let Some(line) = book.bank_lines().get(part.line) {
                    self.name.clone_from(&line.name);
                    self.asks(part.amount, line.currency);
                    self.day = Some(line.date);
                }
            }
            Record::IgnoreRule(rule) => self.name.clone_from(&rule.reason),
        }
    }

    fn asks(&mut self, amount: Decimal, currency: Currency) {
        self.amount = Money::new(amount, currency).ok();
    }
}

fn named(details: &Details, number: &str) -> String {
    if details.name.is_empty() {
        number.to_owned()
    } else {
        details.name.clone()
    }
}
