//! Keeping the records that may change: business, series, customers, items,
//! drafts.

use crate::business::{Business, FILTERS_MAX, SavedFilter, Series};
use crate::customer::{BankDetails, Customer, Details};
use crate::identifier::{Bic, Iban, QrReference};
use crate::ids::{CustomerId, InvoiceId, ItemId, SeriesId, Version};
use crate::invoice::totals::{LINES_MAX, RETAINED_MAX};
use crate::invoice::{Invoice, numbering};
use crate::item::Item;
use crate::look::{Accent, LANGUAGES, LOGO_PIXELS_MAX, LogoProblem};
use crate::mail::{self, MailTemplate, check_address};
use crate::money::{Decimal, MoneyError};
use crate::payment_code::{ReferenceChoice, link};
use crate::tax::{RetainedTax, TAXES_MAX, Tax};

use super::work::Work;
use crate::problem::{FieldName, Refusal, What};

impl Work<'_> {
    /// What begins a book, which has nothing yet.
    pub(super) fn begin(&mut self, business: &Business, series: &[Series]) -> Result<(), Refusal> {
        self.save_business(business, Version::NONE)?;
        for series in series {
            self.save_series(None, series, Version::NONE)?;
        }
        Ok(())
    }

    pub(super) fn save_business(
        &mut self,
        business: &Business,
        opened: Version,
    ) -> Result<(), Refusal> {
        self.unchanged(crate::change::RecordId::Business, opened)?;
        self.required(FieldName::Name, &business.details.name);
        self.details(&business.details);
        self.long(FieldName::Footer, &business.footer);
        self.taxes(&business.taxes);
        if business.taxes.len() > TAXES_MAX {
            self.problem(FieldName::Taxes, What::TooMany(TAXES_MAX));
        }
        self.retained(&business.retained);
        self.noted(FieldName::Terms, business.terms.check());
        self.bank(business.bank.as_ref());
        self.payment(business);
        self.look(business);
        let reconciling = &business.reconciling;
        for (at, limit) in [
            (FieldName::WriteOffUpTo, reconciling.write_off_up_to),
            (FieldName::PostUpTo, reconciling.post_up_to),
        ] {
            if limit.is_some_and(Decimal::is_negative) {
                self.problem(at, What::NotPositive);
            }
        }
        self.mails(&business.mails);
        if let Some(policy) = &business.reminders {
            self.reminder_policy(policy);
        }
        // Named filters are kept by a command of their own.
        let known = self.book.business();
        let filters = known.map_or_else(Vec::new, |known| known.filters.clone());
        self.put(Business {
            filters,
            ..business.clone()
        });
        Ok(())
    }

    /// A filter under its name, or none under it any more.
    pub(super) fn name_filter(&mut self, name: &str, address: Option<&str>) {
        let name = name.trim();
        self.required(FieldName::Name, name);
        let Some(business) = self.book.business().cloned() else {
            return self.problem(FieldName::Business, What::Missing);
        };
        let mut filters = business.filters.clone();
        let known = filters.iter().position(|known| known.name == name);
        match (known, address) {
            (Some(place), Some(address)) => address.clone_into(&mut filters[place].address),
            (Some(place), None) => drop(filters.remove(place)),
            (None, Some(address)) => filters.push(SavedFilter {
                name: name.to_owned(),
                address: address.to_owned(),
            }),
            (None, None) => {}
        }
        if let Some(address) = address {
            self.long(FieldName::Address, address);
        }
        if filters.len() > FILTERS_MAX {
            self.problem(FieldName::Name, What::TooMany(FILTERS_MAX));
        }
        if filters != business.filters {
            self.put(Business {
                filters,
                ..(*business).clone()
            });
        }
    }

    /// How payers are asked to pay.
    fn payment(&mut self, business: &Business) {
        self.noted(FieldName::PaymentLink, link::check(&business.payment_link));
        let ReferenceChoice::Qr { prefix } = &business.payment_reference else {
            return;
        };
        // Whatever the digits of a number are, the bank's must leave room.
        let tried = QrReference::of_number(prefix, "1234567890");
        self.noted(FieldName::ReferencePrefix, tried);
        let iban = business.bank.as_ref().map(|bank| bank.iban.parse::<Iban>());
        if !matches!(iban, Some(Ok(iban)) if iban.is_qr()) {
            self.problem(FieldName::PaymentReference, What::QrIbanNeeded);
        }
    }

    fn look(&mut self, business: &Business) {
        let look = &business.documents;
        self.noted(FieldName::Accent, look.accent.map_or(Ok(()), Accent::check));
        if let Some(logo) = look.logo {
            let (width, height) = (logo.width, logo.height);
            if width.max(height) > LOGO_PIXELS_MAX {
                self.problem(
                    FieldName::Logo,
                    LogoProblem::TooManyPixels { width, height },
                );
            }
        }
        let language = business.language.as_str();
        if !language.is_empty() && !LANGUAGES.contains(&language) {
            self.problem(FieldName::Language, What::NoSuchLanguage);
        }
    }

    /// Each problem with the place of its language among [`LANGUAGES`].
    fn mails(&mut self, mails: &[MailTemplate]) {
        for (index, mail) in mails.iter().enumerate() {
            let place = LANGUAGES.iter().position(|known| *known == mail.language);
            let again = mails[..index]
                .iter()
                .any(|other| other.language == mail.language);
            let Some(place) = place.filter(|_| !again) else {
                self.problem(FieldName::Language, What::NoSuchLanguage);
                continue;
            };
            self.short((FieldName::MailSubject, place), &mail.subject);
            self.long((FieldName::MailText, place), &mail.text);
            self.noted((FieldName::MailSubject, place), mail::check(&mail.subject));
            self.noted((FieldName::MailText, place), mail::check(&mail.text));
        }
    }

    fn bank(&mut self, bank: Option<&BankDetails>) {
        let Some(bank) = bank else {
            return;
        };
        for (at, text) in [
            (FieldName::Holder, &bank.holder),
            (FieldName::Account, &bank.account),
            (FieldName::Bank, &bank.bank),
        ] {
            self.short(at, text);
        }
        if !bank.iban.trim().is_empty() {
            self.noted(FieldName::Iban, bank.iban.parse::<Iban>());
        }
        if !bank.bic.trim().is_empty() {
            self.noted(FieldName::Bic, bank.bic.parse::<Bic>());
        }
    }

    pub(super) fn save_series(
        &mut self,
        id: Option<SeriesId>,
        series: &Series,
        opened: Version,
    ) -> Result<(), Refusal> {
        let id = self.target(
            self.book.series(),
            id.map(|id| (id, opened)),
            |_| true,
            (FieldName::Series, What::Unknown),
        )?;
        let pattern = numbering::check(&series.pattern);
        self.noted(FieldName::Pattern, pattern);
        let before = self.book.series().get(id);
        if let Some(before) = before
            && series.start < before.start
        {
            self.problem(FieldName::Start, What::NumberGiven(before.start));
        }
        // Going on further up leaves a gap, and a gap needs its reason.
        let given = self.book.highest_numbers().any(|(known, _, _)| known == id)
            || before.is_some_and(|before| !before.gaps.is_empty());
        if before.is_some_and(|before| series.start > before.start) && given {
            self.problem(FieldName::Start, What::SeriesInUse);
        }
        let mut series = series.clone();
        series.id = id;
        if let Some(before) = before {
            series.gaps.clone_from(&before.gaps);
        }
        self.put(series);
        Ok(())
    }

    pub(super) fn save_customer(
        &mut self,
        id: Option<CustomerId>,
        customer: &Customer,
        opened: Version,
    ) -> Result<(), Refusal> {
        let id = self.target(
            self.book.customers(),
            id.map(|id| (id, opened)),
            |known| !known.erased,
            (FieldName::Customer, What::Unknown),
        )?;
        self.required(FieldName::Name, &customer.details.name);
        self.details(&customer.details);
        self.short(FieldName::Number, &customer.number);
        self.long(FieldName::Note, &customer.note);
        if let Some(terms) = &customer.terms {
            self.noted(FieldName::Terms, terms.check());
        }
        self.bank(customer.bank.as_ref());
        let reminders = customer.reminders.as_deref();
        if let Some(policy) = reminders.and_then(|own| own.policy.as_ref()) {
            self.reminder_policy(policy);
        }
        let mut customer = customer.clone();
        customer.id = id;
        customer.erased = false;
        self.put(customer);
        Ok(())
    }

    pub(super) fn save_item(
        &mut self,
        id: Option<ItemId>,
        item: &Item,
        opened: Version,
    ) -> Result<(), Refusal> {
        let id = self.target(
            self.book.items(),
            id.map(|id| (id, opened)),
            |_| true,
            (FieldName::Item, What::Unknown),
        )?;
        if item.description.trim().is_empty() {
            self.problem(FieldName::Description, What::Missing);
        }
        self.long(FieldName::Description, &item.description);
        self.taxes(&item.taxes);
        let mut item = item.clone();
        item.id = id;
        self.put(item);
        Ok(())
    }

    pub(super) fn save_draft(
        &mut self,
        id: Option<InvoiceId>,
        draft: &Invoice,
        opened: Version,
    ) -> Result<(), Refusal> {
        let id = self.target(
            self.book.invoices(),
            id.map(|id| (id, opened)),
            Invoice::is_draft,
            (FieldName::Document, What::NotADraft),
        )?;
        if self
            .book
            .customers()
            .get(draft.customer)
            .is_none_or(|known| known.erased)
        {
            self.problem(FieldName::Customer, What::Unknown);
        }
        if draft.lines.len() > LINES_MAX {
            self.problem(FieldName::Lines, What::TooMany(LINES_MAX));
        }
        self.texts(draft);
        let mut draft = draft.clone();
        draft.id = id;
        draft.issue = None;
        draft.rule = self.rule_of(&draft);
        self.put(draft);
        Ok(())
    }

    pub(super) fn discard_draft(&mut self, id: InvoiceId, opened: Version) -> Result<(), Refusal> {
        self.unchanged(id, opened)?;
        match self.book.invoices().get(id) {
            Some(draft) if draft.is_draft() => self.remove(id),
            Some(_) => self.problem(FieldName::Document, What::NotADraft),
            None => self.problem(FieldName::Document, What::Unknown),
        }
        Ok(())
    }

    /// The limits on what a document says in words.
    pub(super) fn texts(&mut self, document: &Invoice) {
        for (index, line) in document.lines.iter().enumerate() {
            self.long((FieldName::Line, index), &line.description);
        }
        if let Some(more) = &document.more {
            for (at, text) in [
                (FieldName::BuyerReference, &more.buyer_reference),
                (FieldName::PurchaseOrder, &more.purchase_order),
                (FieldName::Contract, &more.contract),
                (FieldName::Project, &more.project),
                (FieldName::PaymentReference, &more.payment_reference),
            ] {
                self.short(at, text);
            }
            for (at, text) in [
                (FieldName::Note, &more.note),
                (FieldName::Footer, &more.footer),
                (FieldName::CreditReason, &more.credit_reason),
            ] {
                self.long(at, text);
            }
        }
    }

    pub(super) fn taxes(&mut self, taxes: &[Tax]) {
        for (index, tax) in taxes.iter().enumerate() {
            if tax.percent < Decimal::ZERO || tax.percent > Decimal::HUNDRED {
                self.problem((FieldName::Tax, index), MoneyError::TooLarge);
            }
            self.short((FieldName::Tax, index), &tax.name);
        }
    }

    fn retained(&mut self, taxes: &[RetainedTax]) {
        if taxes.len() > RETAINED_MAX {
            self.problem(FieldName::Retained, What::TooMany(RETAINED_MAX));
        }
        for (index, tax) in taxes.iter().enumerate() {
            if !tax.percent.is_positive() || tax.percent > Decimal::HUNDRED {
                self.problem((FieldName::Retained, index), MoneyError::TooLarge);
            }
            self.short((FieldName::Retained, index), &tax.name);
        }
    }

    fn details(&mut self, details: &Details) {
        for (at, text) in [
            (FieldName::Name, &details.name),
            (FieldName::Contact, &details.contact),
            (FieldName::Email, &details.email),
            (FieldName::Phone, &details.phone),
            (FieldName::City, &details.address.city),
            (FieldName::Postcode, &details.address.postcode),
            (FieldName::Region, &details.address.region),
            (FieldName::VatId, &details.vat_id),
            (FieldName::TaxNumber, &details.tax_number),
            (FieldName::Registration, &details.registration),
        ] {
            self.short(at, text);
        }
        for line in &details.address.lines {
            self.short(FieldName::Address, line);
        }
        self.noted(FieldName::Email, check_address(&details.email));
    }
}
