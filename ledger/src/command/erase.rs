//! Erasing a person's data at their request.
//!
//! The customer and what the law no longer keeps are put again without their
//! words; the shell then deletes the bytes of the earlier changes of the same
//! records ([`crate::erasure::Traces`]). Documents issued since a day that the
//! user names stay as they are, with the party that was frozen for them, and
//! so does the money of that day and later.

use std::rc::Rc;

use crate::bank::{BankLine, IgnoreRule, Match, Matched, Returned};
use crate::business::Business;
use crate::coded::Coded;
use crate::collection::Reminder;
use crate::customer::{Customer, Details, Party};
use crate::date::Date;
use crate::erasure::Person;
use crate::ids::CustomerId;
use crate::invoice::{Sending, Void};
use crate::payment::{Payment, Refund, WriteOff};
use crate::quote::{Quote, QuoteEvent};
use crate::slices::Steps;

use super::work::Work;
use crate::problem::{FieldName, What};

impl Work<'_> {
    /// Refused where the customer is not there any more, or something of
    /// theirs is open.
    pub(super) async fn erase_customer(
        &mut self,
        customer: CustomerId,
        keep_issued_since: Date,
        steps: &Steps,
    ) {
        if self.may_erase(customer) {
            let person = Person::of(self.book, customer, steps).await;
            self.erase(&person, keep_issued_since, steps).await;
        }
    }

    fn may_erase(&mut self, id: CustomerId) -> bool {
        // One who was erased before may have documents whose time is over now.
        if self.book.customers().get(id).is_none() {
            self.problem(FieldName::Customer, What::Unknown);
            return false;
        }
        let today = self.context.today.number();
        let open = self.book.invoices_of(id).find(|invoice| {
            self.book
                .figures(invoice.id)
                .is_some_and(|row| row.open_at(i32::MAX - 1) != 0 || row.open_at(today) != 0)
        });
        let unapplied = self.book.payments_of(id).any(|payment| {
            self.book
                .payment_figures(payment.id)
                .is_some_and(|row| row.unapplied_at(i32::MAX - 1) != 0)
        });
        match open {
            Some(invoice) => {
                let number = invoice.number().to_owned();
                self.problem(FieldName::Customer, What::StillOpen(number));
            }
            None if unapplied => self.problem(FieldName::Customer, What::StillUnapplied),
            None => return true,
        }
        false
    }

    async fn erase(&mut self, person: &Person, since: Date, steps: &Steps) {
        self.put(Customer {
            id: person.customer,
            archived: true,
            erased: true,
            ..Customer::default()
        });
        self.erase_documents(person, since);
        self.erase_collection(person, since);
        // The document to be repeated is about the person as well.
        for gone in super::repeat::of_customer(self.book, person.customer) {
            self.remove(gone);
        }
        self.erase_facts(person, since);
        self.erase_money(person, since);
        self.erase_lines(person, since, steps).await;
        self.erase_rules(person);
        self.erase_filters(person);
    }

    fn erase_documents(&mut self, person: &Person, since: Date) {
        let id = person.customer;
        let book = self.book;
        let mut kept = Vec::new();
        for invoice in book.invoices_of(id) {
            match &invoice.issue {
                None => self.remove(invoice.id),
                Some(issue) if issue.date >= since => kept.extend(issue.buyer),
                // Put in any case: the draft that it was may have had words.
                Some(_) => self.put(invoice.without_words()),
            }
        }
        for quote in book.quotes().iter() {
            if quote.document.customer != id {
                continue;
            }
            match &quote.issue {
                None => self.remove(quote.id),
                Some(issue) if issue.date >= since => kept.extend(issue.buyer),
                Some(_) => {
                    self.put(quote.without_words());
                    for event in book.events_of_quote(quote.id) {
                        let bare = QuoteEvent {
                            note: String::new(),
                            ..(**event).clone()
                        };
                        self.put_if_new(event, bare);
                    }
                }
            }
        }
        let letters = book.reminders_of(id).filter(|known| known.date >= since);
        kept.extend(letters.filter_map(|letter| letter.buyer));
        for party in book.parties().iter() {
            if party.customer == Some(id) && !kept.contains(&party.id) {
                let bare = Party {
                    details: Details::default(),
                    number: String::new(),
                    language: String::new(),
                    ..(**party).clone()
                };
                self.put_if_new(party, bare);
            }
        }
    }

    /// Letters and facts of collecting keep their days and figures.
    fn erase_collection(&mut self, person: &Person, since: Date) {
        let book = self.book;
        for reminder in book
            .reminders_of(person.customer)
            .filter(|known| known.date < since)
        {
            let bare = Reminder {
                text: String::new(),
                ..(**reminder).clone()
            };
            self.put_if_new(reminder, bare);
        }
        for event in book
            .collection_events_of(person.customer)
            .filter(|known| known.date < since)
        {
            self.put_if_new(event, event.without_words());
        }
    }

    /// What is said of documents that are not kept.
    fn erase_facts(&mut self, person: &Person, since: Date) {
        let book = self.book;
        let is_kept = |invoice| {
            let invoice = book.invoices().get(invoice);
            let issue = invoice.and_then(|known| known.issue.as_ref());
            issue.is_some_and(|issue| issue.date >= since)
        };
        let is_bare = |invoice| person.has(invoice) && !is_kept(invoice);
        for void in book.voids().iter().filter(|known| is_bare(known.invoice)) {
            let bare = Void {
                reason: String::new(),
                ..(**void).clone()
            };
            self.put_if_new(void, bare);
        }
        for sending in book
            .sendings()
            .iter()
            .filter(|known| is_bare(known.invoice))
        {
            let bare = Sending {
                channel: Coded::default(),
                ..(**sending).clone()
            };
            self.put_if_new(sending, bare);
        }
        let write_offs = book.write_offs().iter();
        for write_off in write_offs.filter(|known| is_bare(known.invoice)) {
            let bare = WriteOff {
                reason: String::new(),
                ..(**write_off).clone()
            };
            self.put_if_new(write_off, bare);
        }
    }

    fn erase_money(&mut self, person: &Person, since: Date) {
        let book = self.book;
        for payment in book.payments_of(person.customer) {
            if payment.date < since {
                let bare = Payment {
                    method: String::new(),
                    reference: String::new(),
                    note: String::new(),
                    ..(**payment).clone()
                };
                self.put_if_new(payment, bare);
            }
        }
        let refunds = book.refunds().iter();
        for refund in refunds.filter(|known| person.has(known.id) && known.date < since) {
            let bare = Refund {
                reference: String::new(),
                ..(**refund).clone()
            };
            self.put_if_new(refund, bare);
        }
    }

    async fn erase_lines(&mut self, person: &Person, since: Date, steps: &Steps) {
        let book = self.book;
        for line in book.bank_lines().iter() {
            steps.step().await;
            if !person.has(line.id) || line.date >= since {
                continue;
            }
            self.put_if_new(line, without_words(line));
            for part in book.matches_of(line.id) {
                if let Matched::Other { rule, .. } = &part.what {
                    let bare = Match {
                        what: Matched::Other {
                            reason: String::new(),
                            rule: *rule,
                        },
                        ..(**part).clone()
                    };
                    self.put_if_new(part, bare);
                }
            }
        }
    }

    /// A rule is no document of anything: none is kept.
    fn erase_rules(&mut self, person: &Person) {
        let book = self.book;
        for rule in book.rules().iter().filter(|rule| person.has(rule.id)) {
            let bare = IgnoreRule {
                id: rule.id,
                account: rule.account,
                ended: true,
                ..IgnoreRule::default()
            };
            self.put_if_new(rule, bare);
        }
    }

    fn erase_filters(&mut self, person: &Person) {
        let Some(business) = self.book.business().cloned() else {
            return;
        };
        let mut filters = business.filters.clone();
        filters.retain(|filter| !person.is_in_filter(filter));
        if filters.len() != business.filters.len() {
            self.put(Business {
                filters,
                ..(*business).clone()
            });
        }
    }

    /// Nothing is put that says what is said already: its bytes stay.
    fn put_if_new<T: PartialEq + Into<crate::change::Record>>(&mut self, known: &Rc<T>, bare: T) {
        if **known != bare {
            self.put(bare);
        }
    }
}

/// When, how much and of which statement stays.
fn without_words(line: &BankLine) -> BankLine {
    BankLine {
        text: String::new(),
        reference: String::new(),
        end_to_end: String::new(),
        bank_id: String::new(),
        name: String::new(),
        ultimate_name: String::new(),
        iban: String::new(),
        code: String::new(),
        returned: line.returned.as_ref().map(|_| Returned::default()),
        ..line.clone()
    }
}

impl Quote {
    /// As [`crate::invoice::Invoice::without_words`].
    #[must_use]
    pub fn without_words(&self) -> Quote {
        Quote {
            document: Box::new(self.document.without_words()),
            ..self.clone()
        }
    }
}
