//! What is read of the form of a document.

use ledger::book::Book;
use ledger::command::{Command, IssueInvoice};
use ledger::date::Date;
use ledger::ids::{CustomerId, InvoiceId, Version};
use ledger::invoice::{Invoice, Kind, PriceMode, Totals};
use ledger::money::Decimal;
use ledger::problem::{FieldName, What};

use super::InvoiceForm;
use crate::form::adjustment::read_adjustments;
use crate::form::customers::{Directory, Found};
use crate::form::{Fault, Problems, date, number};

/// What was read: whose it is, and the document without its customer where
/// that one is new.
#[derive(Clone, PartialEq, Debug)]
pub struct Read {
    pub customer: Found,
    pub document: Invoice,
    pub date: Date,
    pub rate: Option<Decimal>,
}

impl Read {
    /// Saves it as a draft of a customer who is known by now.
    pub fn draft(self, customer: CustomerId, draft: Option<(InvoiceId, Version)>) -> Command {
        Command::SaveDraft {
            id: draft.map(|(id, _)| id),
            draft: Box::new(Invoice {
                customer,
                draft_date: Some(self.date),
                ..self.document
            }),
            opened: draft.map_or(Version::NONE, |(_, opened)| opened),
        }
    }

    /// Issues it.
    pub fn issue(self, customer: CustomerId, draft: Option<(InvoiceId, Version)>) -> Command {
        Command::IssueInvoice(Box::new(IssueInvoice {
            draft,
            settle_original: self.document.kind == Kind::CreditNote,
            document: Invoice {
                customer,
                ..self.document
            },
            date: self.date,
            series: None,
            rate: self.rate,
        }))
    }
}

impl InvoiceForm {
    /// The content that the lines come to, without customer and date.
    pub(super) fn content(&self, problems: &mut Problems) -> Invoice {
        let currency = problems.currency(&self.currency);
        let mut lines = Vec::with_capacity(self.lines.len());
        for (index, line) in self.lines.iter().enumerate() {
            if !line.is_blank() {
                lines.push(line.read(index, problems, currency));
            }
        }
        let terms = self.terms.read_in(problems, currency);
        let adjustments = read_adjustments(&self.adjustments, problems, None, currency);
        let mut document = Invoice {
            currency: currency.unwrap_or_default(),
            lines,
            adjustments,
            taxes: self.taxes.clone(),
            price_mode: if self.is_gross {
                PriceMode::Gross
            } else {
                PriceMode::Net
            },
            retained: self
                .retained
                .iter()
                .filter(|(_, is_retained)| *is_retained)
                .map(|(tax, _)| tax.clone())
                .collect(),
            ..(*self.base).clone()
        };
        if !self.is_credit_note() {
            (document.kind, document.deducts) = if self.is_deposit {
                (Kind::Deposit, Vec::new())
            } else {
                (Kind::Invoice, self.deducts.clone())
            };
        }
        if let Some(terms) = terms {
            document.terms = terms;
        }
        let mut more = document.more.take().unwrap_or_default();
        self.note.trim().clone_into(&mut more.note);
        let delivered = problems.noted(FieldName::Delivered, date::read_optional(&self.delivered));
        more.delivered = delivered.flatten();
        more.period = self.service(problems);
        self.credit_reason
            .trim()
            .clone_into(&mut more.credit_reason);
        for (typed, kept) in [
            (&self.buyer_reference, &mut more.buyer_reference),
            (&self.purchase_order, &mut more.purchase_order),
            (&self.contract, &mut more.contract),
            (&self.project, &mut more.project),
            (&self.footer, &mut more.footer),
        ] {
            typed.trim().clone_into(kept);
        }
        document.more = (*more != Default::default()).then_some(more);
        document.drop_unused_taxes();
        document
    }

    /// The days of the service: both or none.
    fn service(&self, problems: &mut Problems) -> Option<(Date, Date)> {
        let from = problems.noted(
            FieldName::ServiceFrom,
            date::read_optional(&self.service_from),
        );
        let to = problems.noted(FieldName::ServiceTo, date::read_optional(&self.service_to));
        match (from?, to?) {
            (None, None) => {}
            (None, Some(_)) => problems.add(FieldName::ServiceFrom, Fault::Missing),
            (Some(_), None) => problems.add(FieldName::ServiceTo, Fault::Missing),
            (Some(from), Some(to)) if to < from => {
                problems.add(FieldName::ServiceTo, Fault::Ledger(What::Before(from)));
            }
            (Some(from), Some(to)) => return Some((from, to)),
        }
        None
    }

    /// The place in the form of the document's n-th line: blank lines are none.
    pub fn place_of_line(&self, line: usize) -> usize {
        let filled = self
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| !line.is_blank());
        filled.map(|(place, _)| place).nth(line).unwrap_or(line)
    }

    /// The place in the form of the document's n-th discount or surcharge.
    pub fn place_of_adjustment(&self, adjustment: usize) -> usize {
        let parts = self.adjustments.iter().enumerate();
        let filled = parts.filter(|(_, part)| !part.is_blank());
        let place = filled.map(|(place, _)| place).nth(adjustment);
        place.unwrap_or(adjustment)
    }

    /// What the lines come to as they stand; `None` while something cannot be
    /// read.
    pub fn preview(&self, book: &Book) -> Option<(Invoice, Totals)> {
        let mut problems = Problems::default();
        let document = self.content(&mut problems);
        let deducted = book.deductions(&document);
        let totals = Totals::of_draft(&document, &deducted).ok()?;
        problems.is_empty().then_some((document, totals))
    }

    /// Reads all of it; a draft may be without lines.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn read(&self, directory: &Directory, is_draft: bool) -> Result<Read, Problems> {
        let mut problems = Problems::default();
        let customer = problems.noted(FieldName::Customer, directory.find(&self.customer));
        let document = self.content(&mut problems);
        let date = problems.noted(FieldName::Date, date::read(&self.date));
        let rate = problems
            .noted(FieldName::Rate, number::read_optional(&self.rate))
            .flatten();
        if document.lines.is_empty() && !is_draft {
            problems.add((FieldName::LineDescription, 0), Fault::Missing);
        }
        match (customer, date) {
            (Some(customer), Some(date)) if problems.is_empty() => Ok(Read {
                customer,
                document,
                date,
                rate,
            }),
            _ => Err(problems),
        }
    }
}
