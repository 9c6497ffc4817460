//! Documents of an import: invoices, deposits, credit notes, opening items.

use crate::book::columns::InvoiceColumns;
use crate::coded::Coded;
use crate::customer::Party;
use crate::date::Date;
use crate::ids::{CustomerId, InvoiceId, PartyId};
use crate::invoice::totals::LINES_MAX;
use crate::invoice::{
    Accounting, Deduction, Instalment, Invoice, Issue, Kind, Sending, Totals, Void,
};
use crate::money::{Currency, Decimal, Money};
use crate::problem::{At, FieldName, ImportFault, What};
use crate::records::{DocumentKind, InvoiceRecord};
use crate::tax::RetainedTax;
use crate::terms::TermsProblem;

use super::plan::Plan;

impl<'a> Plan<'a> {
    /// Deposits first, as invoices deduct them; credit notes last, as they
    /// correct the others.
    pub(super) async fn documents(&mut self, records: &'a [InvoiceRecord]) {
        self.earlier_corrections();
        for (index, record) in records.iter().enumerate() {
            self.steps.step().await;
            if self.is_full() {
                return;
            }
            self.record = (FieldName::Invoices, index, &record.number);
            self.number(record);
        }
        for kind in [
            DocumentKind::Deposit,
            DocumentKind::Invoice,
            DocumentKind::CreditNote,
        ] {
            for (index, record) in records.iter().enumerate() {
                if self.is_full() {
                    return;
                }
                if record.kind == kind {
                    self.steps.step().await;
                    self.record = (FieldName::Invoices, index, &record.number);
                    self.document(record);
                }
            }
        }
    }

    /// What the book's own documents have credited and deducted already.
    fn earlier_corrections(&mut self) {
        let book = self.book;
        for invoice in book.invoices().iter() {
            let stands = |row: &InvoiceColumns| row.is_issued() && !row.is_void();
            let Some(issue) = &invoice.issue else {
                continue;
            };
            if !book.figures(invoice.id).is_some_and(stands) {
                continue;
            }
            if let (Some(original), Ok(gross)) = (
                invoice.credits,
                Money::new(issue.totals.gross, invoice.currency),
            ) {
                let credited = self.credited.entry(original).or_default();
                *credited = credited.saturating_add(gross.minor());
            }
            for deposit in &invoice.deducts {
                self.deducted.insert(*deposit, &issue.number);
            }
        }
    }

    fn number(&mut self, record: &'a InvoiceRecord) {
        self.required(FieldName::Number, &record.number);
        let number = record.number.trim();
        if number.chars().any(char::is_control) {
            self.problem(FieldName::Number, What::Unknown);
        }
        if self.documents.insert(number, None).is_some() {
            self.problem(FieldName::Number, ImportFault::Twice);
        }
        if self.book.by_number(number).is_some() {
            self.problem(FieldName::Number, What::NumberTaken(number.to_owned()));
        }
    }

    fn document(&mut self, record: &'a InvoiceRecord) {
        let problems = self.problems.len();
        let Some(customer) = self.customer_or_new(&record.customer) else {
            return;
        };
        let Some(currency) = self.currency(record.currency, customer) else {
            return;
        };
        let due = self.dates(record);
        let content = if record.lines.is_empty() {
            self.opening(record, currency)
        } else {
            self.with_lines(record, customer, currency)
        };
        let Some(mut invoice) = content else { return };
        invoice.customer = customer;
        let Some(deductions) = self.deductions(record, &invoice) else {
            return;
        };
        let Some(totals) = self.totals(record, &invoice, &deductions) else {
            return;
        };
        let Some(payable) = self.noted(FieldName::Total, Money::new(totals.payable, currency))
        else {
            return;
        };
        invoice.deducts = deductions
            .iter()
            .map(|deduction| deduction.invoice)
            .collect();
        invoice.credits = self.corrects(record, &invoice, &totals);
        let instalments = self.instalments(record, payable);
        let accounting = self.accounting(record, &invoice, &totals);
        if self.problems.len() > problems {
            return;
        }
        let (seller, buyer) = if invoice.kind.is_opening() {
            (None, None)
        } else {
            (self.seller(), Some(self.buyer(customer)))
        };
        invoice.issue = Some(Box::new(Issue {
            number: record.number.trim().to_owned(),
            counter: None,
            date: record.issued,
            due: instalments.iter().map(|part| part.due).max().unwrap_or(due),
            instalments,
            seller,
            buyer,
            totals,
            deductions,
            accounting,
        }));
        self.store(record, invoice);
    }

    fn store(&mut self, record: &'a InvoiceRecord, mut invoice: Invoice) {
        let id = self.work.mint(self.book.invoices());
        invoice.id = id;
        for deposit in &invoice.deducts {
            self.deducted.insert(*deposit, &record.number);
        }
        self.documents.insert(record.number.trim(), Some(id));
        self.put(invoice);
        if let Some(date) = record.sent {
            if date < record.issued {
                self.problem(FieldName::Sent, What::Before(record.issued));
            }
            let sending = self.work.mint(self.book.sendings());
            self.put(Sending {
                id: sending,
                invoice: id,
                date,
                channel: Coded::default(),
            });
        }
        let Some(void) = &record.void else { return };
        if void.date < record.issued {
            self.problem(FieldName::Void, What::Before(record.issued));
        }
        if record.sent.is_some() {
            self.problem(FieldName::Void, What::WasSent);
        }
        self.open_period(FieldName::Void, void.date);
        self.short(&[(FieldName::Void, &void.reason)]);
        let void_id = self.work.mint(self.book.voids());
        self.put(Void {
            id: void_id,
            invoice: id,
            date: void.date,
            reason: void.reason.trim().to_owned(),
        });
    }

    /// The due date; problems of all dates noted.
    fn dates(&mut self, record: &InvoiceRecord) -> Date {
        self.open_period(FieldName::Issued, record.issued);
        let due = record.due.unwrap_or(record.issued);
        if due < record.issued {
            self.problem(FieldName::Due, What::Before(record.issued));
        }
        due
    }

    fn opening(&mut self, record: &InvoiceRecord, currency: Currency) -> Option<Invoice> {
        let kind = match record.kind {
            DocumentKind::Invoice => Kind::Opening,
            DocumentKind::CreditNote => Kind::OpeningCredit,
            DocumentKind::Deposit => {
                self.problem(FieldName::Lines, What::Missing);
                return None;
            }
        };
        if record.total.is_none() {
            self.problem(FieldName::Total, ImportFault::NoTotal);
        }
        for (at, is_there) in [
            (FieldName::Adjustments, !record.adjustments.is_empty()),
            (FieldName::Retained, !record.retained.is_empty()),
            (FieldName::Deducts, !record.deducts.is_empty()),
            (FieldName::Rate, record.rate.is_some()),
        ] {
            if is_there {
                self.problem(at, ImportFault::NeedsLines);
                return None;
            }
        }
        Some(Invoice {
            kind,
            currency,
            terms: self.terms(record),
            more: record
                .details
                .as_deref()
                .map(|details| self.details(details)),
            ..Invoice::default()
        })
    }

    fn with_lines(
        &mut self,
        record: &'a InvoiceRecord,
        customer: CustomerId,
        currency: Currency,
    ) -> Option<Invoice> {
        if record.lines.len() > LINES_MAX {
            self.problem(FieldName::Lines, What::TooMany(LINES_MAX));
            return None;
        }
        let taxes = self.taxes(record)?;
        let mut lines = Vec::with_capacity(record.lines.len());
        for (index, line) in record.lines.iter().enumerate() {
            lines.push(self.line(index, line, &taxes)?);
        }
        let mut adjustments = Vec::with_capacity(record.adjustments.len());
        for (index, adjustment) in record.adjustments.iter().enumerate() {
            let at = At::from((FieldName::Adjustments, index));
            adjustments.push(self.adjustment(at, adjustment, &taxes)?);
        }
        Some(Invoice {
            kind: match record.kind {
                DocumentKind::Invoice => Kind::Invoice,
                DocumentKind::Deposit => Kind::Deposit,
                DocumentKind::CreditNote => Kind::CreditNote,
            },
            customer,
            currency,
            price_mode: record.prices,
            rule: record.rule,
            taxes,
            lines,
            adjustments,
            retained: record
                .retained
                .iter()
                .map(|retained| RetainedTax {
                    name: retained.name.trim().to_owned(),
                    percent: retained.percent,
                })
                .collect(),
            terms: self.terms(record),
            more: record
                .details
                .as_deref()
                .map(|details| self.details(details)),
            ..Invoice::default()
        })
    }

    fn totals(
        &mut self,
        record: &InvoiceRecord,
        invoice: &Invoice,
        deductions: &[Deduction],
    ) -> Option<Totals> {
        if invoice.kind.is_opening() {
            let total = self.money(FieldName::Total, record.total?, invoice.currency)?;
            return Some(Totals::opening(total));
        }
        let totals = match Totals::of(invoice, deductions, Decimal::ZERO) {
            Ok(totals) => totals,
            Err(problems) => {
                for (place, problem) in problems {
                    self.problem(At::from(place), problem);
                }
                return None;
            }
        };
        if totals.payable.is_negative() {
            self.problem(FieldName::Total, What::Negative);
        }
        if let Some(stated) = record.total {
            let stated = self.noted(FieldName::Total, Money::new(stated, invoice.currency))?;
            let computed = self.noted(
                FieldName::Total,
                Money::new(totals.payable, invoice.currency),
            )?;
            if stated != computed {
                self.problem(
                    FieldName::Total,
                    ImportFault::TotalDiffers { stated, computed },
                );
            }
        }
        Some(totals)
    }

    fn instalments(&mut self, record: &InvoiceRecord, payable: Money) -> Vec<Instalment> {
        let mut instalments = Vec::with_capacity(record.instalments.len());
        let mut sum = payable.currency().zero();
        for (index, part) in record.instalments.iter().enumerate() {
            let at = At::from((FieldName::Instalments, index));
            if part.due < record.issued {
                self.problem(at, What::Before(record.issued));
            }
            let Some(amount) = self.money(at, part.amount, payable.currency()) else {
                continue;
            };
            sum = self.noted(at, sum.add(amount)).unwrap_or(sum);
            instalments.push(Instalment {
                due: part.due,
                amount: amount.amount(),
            });
        }
        if !record.instalments.is_empty() && sum != payable {
            self.problem(FieldName::Instalments, TermsProblem::DoesNotAddUp);
        }
        instalments
    }

    fn accounting(
        &mut self,
        record: &InvoiceRecord,
        invoice: &Invoice,
        totals: &Totals,
    ) -> Option<Accounting> {
        let rate = record.rate?;
        let currency = self.book.business()?.currency;
        if currency == invoice.currency {
            return None;
        }
        if !rate.is_positive() {
            self.problem(FieldName::Rate, What::NotPositive);
            return None;
        }
        let tax =
            Money::new(totals.tax, invoice.currency).and_then(|tax| tax.convert(rate, currency));
        Some(Accounting {
            currency,
            rate,
            tax: self.noted(FieldName::Rate, tax)?.amount(),
        })
    }

    /// The document that a record names by number. A problem is noted where
    /// there is none, but for one of the file that has a problem itself.
    pub(super) fn named(&mut self, at: impl Into<At>, number: &str) -> Option<InvoiceId> {
        let number = number.trim();
        if let Some(of_file) = self.documents.get(number) {
            return *of_file;
        }
        let known = self.book.by_number(number).map(|invoice| invoice.id);
        if known.is_none() {
            self.problem(at, What::Unknown);
        }
        known
    }

    /// What a credit note corrects must be there to be corrected, and be
    /// worth as much.
    fn corrects(
        &mut self,
        record: &InvoiceRecord,
        note: &Invoice,
        totals: &Totals,
    ) -> Option<InvoiceId> {
        let number = record.credits.as_ref()?;
        if !note.kind.is_credit() {
            self.problem(FieldName::Credits, What::WrongKind);
            return None;
        }
        let id = self.named(FieldName::Credits, number)?;
        let original = self.after.invoices().get(id).cloned()?;
        self.original_stands(&original, record, note);
        let issue = original.issue.as_ref()?;
        let credited = self.credited.get(&id).copied().unwrap_or(0);
        let total = self.noted(
            FieldName::Credits,
            Money::new(issue.totals.gross, original.currency),
        )?;
        let asked = self.noted(FieldName::Total, Money::new(totals.gross, note.currency))?;
        let left = total.minor().saturating_sub(credited);
        if asked.minor() > left {
            let left = Money::from_minor(left.max(0).into(), original.currency);
            let left = left.unwrap_or(original.currency.zero());
            self.problem(FieldName::Total, What::MoreThanCredited(left));
        }
        self.credited
            .insert(id, credited.saturating_add(asked.minor()));
        Some(id)
    }

    fn original_stands(&mut self, original: &Invoice, record: &InvoiceRecord, note: &Invoice) {
        let Some(issue) = &original.issue else {
            return self.problem(FieldName::Credits, What::NotIssued);
        };
        if original.kind.is_credit() {
            self.problem(FieldName::Credits, What::WrongKind);
        }
        if self
            .after
            .figures(original.id)
            .is_some_and(|row| row.is_void())
        {
            self.problem(FieldName::Credits, What::IsVoid);
        }
        if let Some(other) = self.deducted.get(&original.id) {
            self.problem(FieldName::Credits, What::DeductedBy((*other).to_owned()));
        }
        if original.customer != note.customer {
            self.problem(FieldName::Credits, What::OtherCustomer);
        }
        if original.currency != note.currency {
            self.problem(FieldName::Credits, What::OtherCurrency);
        }
        if record.issued < issue.date {
            self.problem(FieldName::Issued, What::Before(issue.date));
        }
    }

    fn deductions(&mut self, record: &InvoiceRecord, invoice: &Invoice) -> Option<Vec<Deduction>> {
        let mut deductions = Vec::with_capacity(record.deducts.len());
        for (index, number) in record.deducts.iter().enumerate() {
            let at = At::from((FieldName::Deducts, index));
            let id = self.named(at, number)?;
            let mut before = record.deducts.iter().take(index);
            if before.any(|known| known.trim() == number.trim()) {
                self.problem(at, ImportFault::Twice);
                return None;
            }
            let deduction = self.deduction(id, record, invoice);
            deductions.push(self.noted(at, deduction)?);
        }
        Some(deductions)
    }

    fn deduction(
        &self,
        id: InvoiceId,
        record: &InvoiceRecord,
        invoice: &Invoice,
    ) -> Result<Deduction, What> {
        let known = self.after.invoices().get(id).ok_or(What::Unknown)?;
        let issue = known.issue.as_ref().ok_or(What::NotIssued)?;
        if known.kind != Kind::Deposit || invoice.kind != Kind::Invoice {
            return Err(What::WrongKind);
        }
        if known.customer != invoice.customer {
            return Err(What::OtherCustomer);
        }
        if known.currency != invoice.currency {
            return Err(What::OtherCurrency);
        }
        if self.after.figures(id).is_some_and(|row| row.is_void()) {
            return Err(What::IsVoid);
        }
        if self.credited.contains_key(&id) {
            return Err(What::WasSettled);
        }
        if let Some(other) = self.deducted.get(&id) {
            return Err(What::DeductedBy((*other).to_owned()));
        }
        if record.issued < issue.date {
            return Err(What::Before(issue.date));
        }
        Ok(Deduction::of(id, issue))
    }

    /// The seller as the business is now: what it was at issue is not in the
    /// file.
    fn seller(&mut self) -> Option<PartyId> {
        if self.seller.is_none() {
            let business = self.book.business()?;
            let party = Party::of_business(business);
            self.seller = Some(self.frozen(party, self.book.columns.seller));
        }
        self.seller
    }

    fn buyer(&mut self, customer: CustomerId) -> PartyId {
        if let Some(id) = self.parties.get(&customer) {
            return *id;
        }
        let known = self.after.customers().get(customer);
        let party = known.map_or_else(Party::default, |known| Party::of_customer(known));
        let newest = self.after.customers().slot(customer);
        let newest = newest.and_then(|slot| *self.after.columns.party_of.get(slot)?);
        let id = self.frozen(party, newest);
        self.parties.insert(customer, id);
        id
    }

    /// The newest frozen party where nothing changed since, else a new one.
    fn frozen(&mut self, mut party: Party, newest: Option<PartyId>) -> PartyId {
        if let Some(known) = newest.and_then(|id| self.book.parties().get(id)) {
            party.id = known.id;
            if **known == party {
                return known.id;
            }
        }
        party.id = self.work.mint(self.book.parties());
        let id = party.id;
        self.put(party);
        id
    }
}
