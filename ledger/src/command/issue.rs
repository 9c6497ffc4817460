//! Issuing, voiding and sending documents.

use crate::business::{Business, Series, SeriesFor};
use crate::coded::Coded;
use crate::customer::Party;
use crate::date::Date;
use crate::ids::{CustomerId, InvoiceId, PartyId, SeriesId};
use crate::invoice::{
    Accounting, Channel, Counter, Deduction, Invoice, Issue, Kind, Rule, Sending, Void,
};
use crate::invoice::{Totals, numbering};
use crate::money::{Decimal, Money};
use crate::payment::{Allocation, Source};
use crate::tax::TAXES_MAX;

use super::request::IssueInvoice;
use super::settle::before_issue;
use super::work::Work;
use crate::invoice::totals::{LINES_MAX, negative_bases};
use crate::problem::{At, FieldName, Refusal, What};

impl Work<'_> {
    pub(super) fn issue(&mut self, command: &IssueInvoice) -> Result<(), Refusal> {
        let id = self.target(
            self.book.invoices(),
            command.draft,
            Invoice::is_draft,
            (FieldName::Document, What::NotADraft),
        )?;
        let mut document = command.document.clone();
        document.id = id;
        document.issue = None;
        document.rule = self.rule_of(&document);
        document.draft_date = None;
        self.content(&document);
        self.open_period(FieldName::Date, command.date);
        self.corrects(&document, command.date);
        let deductions = self.deductions(&document, command.date);
        let totals = Totals::of(&document, &deductions, Decimal::ZERO);
        let totals = match totals {
            Ok(totals) => totals,
            Err(problems) => {
                for (at, problem) in problems {
                    self.problem(at, problem);
                }
                return Ok(());
            }
        };
        self.figures(&document, &totals);
        self.credits_at_most_original(&document, &totals);
        let Some(business) = self.book.business().cloned() else {
            self.problem(FieldName::Business, What::Missing);
            return Ok(());
        };
        let accounting = self.accounting(&document, &business, &totals, command.rate);
        let dates = self.dates(&document, command.date, &totals);
        let number = self.number(&document, command);
        let (Some((due, instalments)), Some((number, counter))) = (dates, number) else {
            return Ok(());
        };
        self.payment_reference(&mut document, &business, &number);
        let customer = document.customer;
        let payable = totals.payable;
        if !self.problems.is_empty() {
            return Ok(());
        }
        let seller = self.seller(&business);
        let buyer = self.buyer(customer);
        document.issue = Some(Box::new(Issue {
            number,
            counter: Some(counter),
            date: command.date,
            due,
            instalments,
            seller: Some(seller),
            buyer,
            totals,
            deductions,
            accounting,
        }));
        if command.settle_original && document.kind == Kind::CreditNote {
            self.settle_original(&document, payable, command.date);
        }
        self.put(document);
        Ok(())
    }

    /// The rule by which a document is issued: a credit note by that of the
    /// document it corrects, all others by the newest.
    pub(super) fn rule_of(&self, document: &Invoice) -> Rule {
        let original = document.credits.and_then(|id| self.book.invoices().get(id));
        original.map_or(Rule::NEWEST, |original| original.rule)
    }

    /// What a document must not come to: less than nothing, or a taxable
    /// amount below zero that nothing explains.
    pub(super) fn figures(&mut self, document: &Invoice, totals: &Totals) {
        if totals.payable.is_negative() {
            self.problem(FieldName::Total, What::Negative);
        }
        for (place, tax) in negative_bases(document, totals) {
            if let Some(tax) = document.taxes.get(tax) {
                self.problem(
                    place,
                    What::NegativeBase {
                        name: tax.name.clone(),
                        percent: tax.percent,
                    },
                );
            }
        }
    }

    pub(super) fn content(&mut self, document: &Invoice) {
        match self.book.customers().get(document.customer) {
            None => self.problem(FieldName::Customer, What::Unknown),
            Some(customer) if customer.erased => self.problem(FieldName::Customer, What::Unknown),
            Some(_) => {}
        }
        if document.kind.is_opening() {
            self.problem(FieldName::Kind, What::WrongKind);
        }
        if document.lines.is_empty() {
            self.problem(FieldName::Lines, What::Missing);
        }
        if document.lines.len() > LINES_MAX {
            self.problem(FieldName::Lines, What::TooMany(LINES_MAX));
        }
        if document.taxes.len() > TAXES_MAX {
            self.problem(FieldName::Taxes, What::TooMany(TAXES_MAX));
        }
        for (index, line) in document.lines.iter().enumerate() {
            if line.description.trim().is_empty() {
                self.problem((FieldName::Line, index), What::Missing);
            }
        }
        self.texts(document);
        self.taxes(&document.taxes);
        self.noted(FieldName::Terms, document.terms.check());
    }

    /// What a credit note corrects must be there to be corrected.
    fn corrects(&mut self, document: &Invoice, date: Date) {
        let Some(original) = document.credits else {
            return;
        };
        if document.kind != Kind::CreditNote {
            return self.problem(FieldName::Credits, What::WrongKind);
        }
        let Some(known) = self.book.invoices().get(original) else {
            return self.problem(FieldName::Credits, What::Unknown);
        };
        if known.is_draft() {
            return self.problem(FieldName::Credits, What::NotIssued);
        }
        if known.kind.is_credit() {
            self.problem(FieldName::Credits, What::WrongKind);
        }
        if self.book.figures(original).is_some_and(|row| row.is_void()) {
            self.problem(FieldName::Credits, What::IsVoid);
        }
        // What it asked for is part of the final invoice by now.
        if let Some(other) = self.book.deducted_by(original).first() {
            self.problem(
                FieldName::Credits,
                What::DeductedBy(other.number().to_owned()),
            );
        }
        if known.customer != document.customer {
            self.problem(FieldName::Credits, What::OtherCustomer);
        }
        if known.currency != document.currency {
            self.problem(FieldName::Currency, What::OtherCurrency);
        }
        if let Some(what) = before_issue(known, date) {
            self.problem(FieldName::Date, what);
        }
    }

    /// All credit notes of a document together credit at most its total.
    fn credits_at_most_original(&mut self, document: &Invoice, totals: &Totals) {
        let Some(original) = document.credits else {
            return;
        };
        let Some(total) = self.book.invoices().get(original).and_then(gross) else {
            return;
        };
        let credited = self
            .book
            .credit_notes_of(original)
            .iter()
            .filter_map(gross)
            .try_fold(document.currency.zero(), Money::add);
        let left = credited.and_then(|credited| total.sub(credited));
        let asked = Money::new(totals.gross, document.currency);
        if let (Ok(left), Ok(asked)) = (left, asked)
            && asked.minor() > left.minor()
        {
            self.problem(FieldName::Total, What::MoreThanCredited(left));
        }
    }

    fn deductions(&mut self, document: &Invoice, date: Date) -> Vec<Deduction> {
        let mut deductions = Vec::with_capacity(document.deducts.len());
        for (index, id) in document.deducts.iter().enumerate() {
            let at = At::from((FieldName::Deduction, index));
            if document.deducts[..index].contains(id) {
                self.problem(at, What::WasDeducted);
                continue;
            }
            match self.deduction(document, *id, date) {
                Ok(deduction) => deductions.push(deduction),
                Err(what) => self.problem(at, what),
            }
        }
        deductions
    }

    fn deduction(&self, document: &Invoice, id: InvoiceId, date: Date) -> Result<Deduction, What> {
        let known = self.book.invoices().get(id).ok_or(What::Unknown)?;
        let issue = known.issue.as_ref().ok_or(What::NotIssued)?;
        if known.kind != Kind::Deposit || document.kind != Kind::Invoice {
            return Err(What::WrongKind);
        }
        if known.customer != document.customer {
            return Err(What::OtherCustomer);
        }
        if known.currency != document.currency {
            return Err(What::OtherCurrency);
        }
        if self.book.figures(id).is_some_and(|row| row.is_void()) {
            return Err(What::IsVoid);
        }
        if !self.book.credit_notes_of(id).is_empty() {
            return Err(What::WasSettled);
        }
        if let Some(other) = self.book.deducted_by(id).first() {
            return Err(What::DeductedBy(other.number().to_owned()));
        }
        if let Some(what) = before_issue(known, date) {
            return Err(what);
        }
        Ok(Deduction::of(id, issue))
    }

    fn accounting(
        &mut self,
        document: &Invoice,
        business: &Business,
        totals: &Totals,
        rate: Option<Decimal>,
    ) -> Option<Accounting> {
        if document.currency == business.currency {
            return None;
        }
        let Some(rate) = rate else {
            self.problem(FieldName::Rate, What::RateNeeded);
            return None;
        };
        if !rate.is_positive() {
            self.problem(FieldName::Rate, What::NotPositive);
            return None;
        }
        let tax = Money::new(totals.tax, document.currency)
            .and_then(|tax| tax.convert(rate, business.currency));
        Some(Accounting {
            currency: business.currency,
            rate,
            tax: self.noted(FieldName::Rate, tax)?.amount(),
        })
    }

    fn dates(
        &mut self,
        document: &Invoice,
        date: Date,
        totals: &Totals,
    ) -> Option<(Date, Vec<crate::invoice::Instalment>)> {
        let payable = Money::new(totals.payable, document.currency);
        let payable = self.noted(FieldName::Total, payable)?;
        let instalments = document.terms.instalments(date, payable);
        let instalments = self.noted(FieldName::Terms, instalments)?;
        let due = match instalments.iter().map(|part| part.due).max() {
            Some(last) => last,
            None => {
                let due = document
                    .terms
                    .due
                    .date(date)
                    .map_err(crate::terms::TermsProblem::from);
                self.noted(FieldName::Terms, due)?
            }
        };
        if due < date {
            self.problem(FieldName::Due, What::Before(date));
        }
        Some((due, instalments))
    }

    /// What the payer is to quote becomes part of the document, unless it
    /// says so itself or it is the number.
    fn payment_reference(&mut self, document: &mut Invoice, business: &Business, number: &str) {
        let stated = document.more.as_ref();
        let is_stated = stated.is_some_and(|more| !more.payment_reference.trim().is_empty());
        if is_stated || document.kind.is_credit() {
            return;
        }
        let reference = business.payment_reference.reference(number);
        if let Some(reference) = self.noted(FieldName::PaymentReference, reference)
            && !reference.is_empty()
        {
            document.more.get_or_insert_default().payment_reference = reference;
        }
    }

    fn number(&mut self, document: &Invoice, command: &IssueInvoice) -> Option<(String, Counter)> {
        let counts = if document.kind.is_credit() {
            SeriesFor::CreditNotes
        } else {
            SeriesFor::Invoices
        };
        self.next_number(counts, command.series, command.date)
    }

    /// The number that a document of a date gets, and its place.
    pub(super) fn next_number(
        &mut self,
        counts: SeriesFor,
        series: Option<SeriesId>,
        date: Date,
    ) -> Option<(String, Counter)> {
        let series = match series {
            Some(id) => self.book.series().get(id),
            None => self
                .book
                .series()
                .iter()
                .find(|series| series.counts == counts),
        };
        let Some(series) = series.filter(|series| series.counts == counts).cloned() else {
            self.problem(FieldName::Series, What::NoSeries);
            return None;
        };
        let run = numbering::run(&series.pattern, date);
        let run = self.noted(FieldName::Series, run)?;
        let value = self.next_value(&series, run);
        if value == u32::MAX {
            self.problem(FieldName::Series, What::SeriesFull);
            return None;
        }
        let number = numbering::format(&series.pattern, date, value);
        let number = self.noted(FieldName::Series, number)?;
        let is_taken = match counts {
            SeriesFor::Quotes => self.book.quotes_by_number(&number).next().is_some(),
            _ => self.book.by_number(&number).is_some(),
        };
        if is_taken {
            self.problem(FieldName::Series, What::NumberTaken(number.clone()));
        }
        Some((
            number,
            Counter {
                series: series.id,
                run,
                value,
            },
        ))
    }

    /// The number that a run of a series gives next.
    pub(super) fn next_value(&self, series: &Series, run: u32) -> u32 {
        numbering::next_value(self.book, series, run)
    }

    pub(super) fn seller(&mut self, business: &Business) -> PartyId {
        let party = Party::of_business(business);
        self.frozen(party, self.book.columns.seller)
    }

    pub(super) fn buyer(&mut self, customer: CustomerId) -> Option<PartyId> {
        let party = Party::of_customer(self.book.customers().get(customer)?);
        let newest = self
            .book
            .customers()
            .slot(customer)
            .and_then(|slot| *self.book.columns.party_of.get(slot)?);
        Some(self.frozen(party, newest))
    }

    /// The newest frozen party where nothing changed since, else a new one.
    fn frozen(&mut self, mut party: Party, newest: Option<PartyId>) -> PartyId {
        if let Some(known) = newest.and_then(|id| self.book.parties().get(id)) {
            party.id = known.id;
            if **known == party {
                return known.id;
            }
        }
        party.id = self.mint(self.book.parties());
        let id = party.id;
        self.put(party);
        id
    }

    fn settle_original(&mut self, note: &Invoice, payable: Decimal, date: Date) {
        let Some(row) = note.credits.and_then(|id| self.book.figures(id)) else {
            return;
        };
        let left = row.headroom_at(date.number());
        let left = Money::from_minor(left.max(0).into(), note.currency);
        let amount = Money::new(payable, note.currency)
            .and_then(|payable| payable.min(left?))
            .unwrap_or(note.currency.zero());
        let Some(invoice) = note.credits.filter(|_| amount.is_positive()) else {
            return;
        };
        let id = self.mint(self.book.allocations());
        self.put(Allocation {
            id,
            source: Source::CreditNote(note.id),
            invoice,
            date,
            amount: amount.amount(),
            currency: note.currency,
            reverses: None,
            with: None,
        });
    }

    /// Declares a document void, while nothing has come of it: unsent,
    /// unpaid, uncredited, undeducted, its period open.
    pub(super) fn void(&mut self, id: InvoiceId, date: Date, reason: &str) {
        self.required(FieldName::Reason, reason);
        let Some((invoice, row)) = self.issued(id, FieldName::Document) else {
            return;
        };
        let row = row.clone();
        if let Some(what) = before_issue(invoice, date) {
            self.problem(FieldName::Date, what);
        }
        if let Ok(issued) = Date::from_number(row.issued) {
            self.open_period(FieldName::Document, issued);
        }
        self.open_period(FieldName::Date, date);
        if row.sent != crate::book::columns::NEVER {
            self.problem(FieldName::Document, What::WasSent);
        }
        if row.settlements.peak_from(date.number()) != 0
            || !self.book.credit_notes_of(id).is_empty()
        {
            self.problem(FieldName::Document, What::WasSettled);
        }
        if !self.book.deducted_by(id).is_empty() {
            self.problem(FieldName::Document, What::WasDeducted);
        }
        let void = self.mint(self.book.voids());
        self.put(Void {
            id: void,
            invoice: id,
            date,
            reason: reason.trim().to_owned(),
        });
    }

    pub(super) fn mark_sent(&mut self, id: InvoiceId, date: Date, channel: &Coded<Channel>) {
        self.short(FieldName::Channel, channel.as_str());
        let Some((invoice, _)) = self.issued(id, FieldName::Document) else {
            return;
        };
        if let Some(what) = before_issue(invoice, date) {
            self.problem(FieldName::Date, what);
        }
        let sending = self.mint(self.book.sendings());
        self.put(Sending {
            id: sending,
            invoice: id,
            date,
            channel: channel.trimmed(),
        });
    }
}

fn gross(document: &std::rc::Rc<Invoice>) -> Option<Money> {
    let issue = document.issue.as_ref()?;
    Money::new(issue.totals.gross, document.currency).ok()
}
