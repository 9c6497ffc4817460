//! Erasing a person's data at their request.
//!
//! The customer and what the law no longer keeps are put again without the
//! personal details; the shell then deletes the bytes of the earlier changes
//! of the same records. Documents issued within the retention period keep
//! their frozen party, which the user names by a day.

use crate::customer::{Customer, Details, Party};
use crate::date::Date;
use crate::ids::CustomerId;
use crate::payment::Payment;

use super::{What, Work};

impl Work<'_> {
    pub(super) fn erase(&mut self, id: CustomerId, keep_issued_since: Date) {
        let Some(slot) = self.book.customers.slot(id) else {
            return self.problem("customer", What::Unknown);
        };
        if self
            .book
            .customers
            .at(slot)
            .is_none_or(|known| known.erased)
        {
            return self.problem("customer", What::Unknown);
        }
        let today = self.context.today.number();
        let open = self.book.invoices_of(id).any(|invoice| {
            self.book
                .figures(invoice.id)
                .is_some_and(|row| row.open_at(i32::MAX - 1) != 0 || row.open_at(today) != 0)
        });
        let unapplied = self.book.payments_of(id).any(|payment| {
            self.book
                .payment_figures(payment.id)
                .is_some_and(|row| row.unapplied_at(i32::MAX - 1) != 0)
        });
        if open || unapplied {
            return self.problem("customer", What::InUse);
        }
        self.put(Customer {
            id,
            archived: true,
            erased: true,
            ..Customer::default()
        });
        self.erase_documents(id, keep_issued_since);
        // The document to be repeated is about the person as well.
        for gone in super::repeat::of_customer(self.book, id) {
            self.remove(gone);
        }
        let payments: Vec<Payment> = self
            .book
            .payments_of(id)
            .filter(|payment| payment.date < keep_issued_since)
            .filter(|payment| !payment.reference.is_empty() || !payment.note.is_empty())
            .map(|payment| (**payment).clone())
            .collect();
        for payment in payments {
            self.put(Payment {
                reference: String::new(),
                note: String::new(),
                ..payment
            });
        }
    }

    fn erase_documents(&mut self, id: CustomerId, keep_issued_since: Date) {
        let mut kept = Vec::new();
        let mut drafts = Vec::new();
        for invoice in self.book.invoices_of(id) {
            match &invoice.issue {
                None => drafts.push(invoice.id),
                Some(issue) if issue.date >= keep_issued_since => kept.extend(issue.buyer),
                Some(_) => {}
            }
        }
        for draft in drafts {
            self.remove(draft);
        }
        let quotes = self.book.quotes.iter();
        let quotes = quotes.filter(|quote| quote.document.customer == id);
        let mut gone = Vec::new();
        for quote in quotes {
            match &quote.issue {
                None => gone.push(quote.id),
                Some(issue) if issue.date >= keep_issued_since => kept.extend(issue.buyer),
                Some(_) => {}
            }
        }
        for draft in gone {
            self.remove(draft);
        }
        let parties: Vec<Party> = self
            .book
            .parties
            .iter()
            .filter(|party| party.customer == Some(id) && !kept.contains(&party.id))
            .map(|party| Party {
                details: Details::default(),
                number: String::new(),
                language: String::new(),
                ..(**party).clone()
            })
            .collect();
        for party in parties {
            self.put(party);
        }
    }
}
