//! Quotes: kept, issued, decided, and made into invoices.

use crate::business::SeriesFor;
use crate::date::Date;
use crate::ids::{QuoteId, Version};
use crate::invoice::totals::LINES_MAX;
use crate::invoice::{Invoice, Kind, Rule, Totals};
use crate::money::Decimal;
use crate::quote::{Quote, QuoteEvent, QuoteFact, QuoteIssue};

use super::request::IssueQuote;
use super::work::Work;
use crate::problem::{FieldName, Refusal, What};

impl Work<'_> {
    pub(super) fn save_quote(
        &mut self,
        id: Option<QuoteId>,
        quote: &Quote,
        opened: Version,
    ) -> Result<(), Refusal> {
        let id = self.quote_draft(id.map(|id| (id, opened)))?;
        let document = &quote.document;
        let customer = self.book.customers().get(document.customer);
        if customer.is_none_or(|known| known.erased) {
            self.problem(FieldName::Customer, What::Unknown);
        }
        if document.lines.len() > LINES_MAX {
            self.problem(FieldName::Lines, What::TooMany(LINES_MAX));
        }
        self.is_quotable(document);
        self.texts(document);
        let mut quote = quote.clone();
        quote.id = id;
        quote.document.id = Default::default();
        quote.issue = None;
        self.put(quote);
        Ok(())
    }

    /// The draft's id, or a new one.
    fn quote_draft(&mut self, draft: Option<(QuoteId, Version)>) -> Result<QuoteId, Refusal> {
        self.target(
            self.book.quotes(),
            draft,
            Quote::is_draft,
            (FieldName::Quote, What::NotADraft),
        )
    }

    fn is_quotable(&mut self, document: &Invoice) {
        if document.kind != Kind::Invoice
            || document.issue.is_some()
            || document.credits.is_some()
            || !document.deducts.is_empty()
        {
            self.problem(FieldName::Document, What::WrongKind);
        }
    }

    pub(super) fn discard_quote(&mut self, id: QuoteId, opened: Version) -> Result<(), Refusal> {
        self.unchanged(id, opened)?;
        match self.book.quotes().get(id) {
            Some(draft) if draft.is_draft() => self.remove(id),
            Some(_) => self.problem(FieldName::Quote, What::NotADraft),
            None => self.problem(FieldName::Quote, What::Unknown),
        }
        Ok(())
    }

    pub(super) fn issue_quote(&mut self, command: &IssueQuote) -> Result<(), Refusal> {
        let id = self.quote_draft(command.draft)?;
        let mut quote = command.quote.clone();
        quote.id = id;
        quote.document.id = Default::default();
        quote.document.rule = Rule::NEWEST;
        quote.document.draft_date = None;
        self.is_quotable(&quote.document);
        self.content(&quote.document);
        if let Some(last) = quote.valid_until
            && last < command.date
        {
            self.problem(FieldName::ValidUntil, What::Before(command.date));
        }
        let totals = match Totals::of(&quote.document, &[], Decimal::ZERO) {
            Ok(totals) => totals,
            Err(problems) => {
                for (at, problem) in problems {
                    self.problem(at, problem);
                }
                return Ok(());
            }
        };
        self.figures(&quote.document, &totals);
        let Some(business) = self.book.business().cloned() else {
            self.problem(FieldName::Business, What::Missing);
            return Ok(());
        };
        let number = self.next_number(SeriesFor::Quotes, None, command.date);
        let Some((number, counter)) = number.filter(|_| self.problems.is_empty()) else {
            return Ok(());
        };
        let seller = self.seller(&business);
        let buyer = self.buyer(quote.document.customer);
        quote.issue = Some(Box::new(QuoteIssue {
            number,
            counter,
            date: command.date,
            seller,
            buyer,
            totals,
        }));
        self.put(quote);
        Ok(())
    }

    pub(super) fn decide_quote(&mut self, id: QuoteId, date: Date, accepted: bool, note: &str) {
        self.long(FieldName::Note, note);
        let Some(issued) = self.issued_quote(id) else {
            return;
        };
        if date < issued {
            self.problem(FieldName::Date, What::Before(issued));
        }
        if date > self.context.today {
            self.problem(FieldName::Date, What::Future);
        }
        let what = if accepted {
            QuoteFact::Accepted
        } else {
            QuoteFact::Declined
        };
        let known = self.book.quote_decision(id, date);
        if known.is_some_and(|known| known.what == what) {
            self.problem(FieldName::Quote, What::DecidedSo);
        }
        self.record_quote_event(id, date, what, note);
    }

    /// The day of issue; a problem where it is not issued.
    fn issued_quote(&mut self, id: QuoteId) -> Option<Date> {
        let Some(quote) = self.book.quotes().get(id) else {
            self.problem(FieldName::Quote, What::Unknown);
            return None;
        };
        let date = quote.issue.as_ref().map(|issue| issue.date);
        if date.is_none() {
            self.problem(FieldName::Quote, What::NotIssued);
        }
        date
    }

    /// Makes a draft of all that the quote says.
    pub(super) fn invoice_quote(&mut self, id: QuoteId) -> Result<(), Refusal> {
        if self.issued_quote(id).is_none() {
            return Ok(());
        }
        let today = self.context.today;
        if let Some(known) = self.book.invoice_of_quote(id) {
            let number = known.number().to_owned();
            self.problem(FieldName::Quote, What::QuoteInvoiced(number));
            return Ok(());
        }
        let decision = self.book.quote_decision(id, today);
        if decision.is_some_and(|decision| decision.what == QuoteFact::Declined) {
            self.problem(FieldName::Quote, What::QuoteDeclined);
            return Ok(());
        }
        let Some(quote) = self.book.quotes().get(id).cloned() else {
            return Ok(());
        };
        let invoice = self.mint(self.book.invoices());
        let customer = self.book.customers().get(quote.document.customer);
        if customer.is_none_or(|known| known.erased) {
            self.problem(FieldName::Customer, What::Unknown);
        }
        self.put(Invoice {
            id: invoice,
            rule: Rule::NEWEST,
            ..(*quote.document).clone()
        });
        self.record_quote_event(id, today, QuoteFact::Invoiced(invoice), "");
        Ok(())
    }

    fn record_quote_event(&mut self, quote: QuoteId, date: Date, what: QuoteFact, note: &str) {
        let id = self.mint(self.book.quote_events());
        self.put(QuoteEvent {
            id,
            quote,
            date,
            what,
            note: note.trim().to_owned(),
        });
    }
}
