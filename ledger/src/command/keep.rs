//! Keeping the records that may change: business, series, customers, items,
//! drafts.

use crate::business::{Business, FILTERS_MAX, SavedFilter, Series};
use crate::customer::{BankDetails, Customer, Details};
use crate::identifier::{Bic, Iban, QrReference};
use crate::ids::{CustomerId, InvoiceId, ItemId, Seq, SeriesId};
use crate::invoice::totals::{LINES_MAX, RETAINED_MAX};
use crate::invoice::{Invoice, numbering};
use crate::item::Item;
use crate::look::{Accent, LANGUAGES, LOGO_PIXELS_MAX, LogoProblem};
use crate::mail::{self, MailTemplate, check_address};
use crate::money::{Decimal, MoneyError};
use crate::payment_code::{ReferenceChoice, link};
use crate::tax::{RetainedTax, TAXES_MAX, Tax};

use super::work::Work;
use crate::problem::{Refusal, What};

impl Work<'_> {
    /// What begins a book, which has nothing yet.
    pub(super) fn begin(&mut self, business: &Business, series: &[Series]) -> Result<(), Refusal> {
        self.save_business(business, 0)?;
        for series in series {
            self.save_series(None, series, 0)?;
        }
        Ok(())
    }

    pub(super) fn save_business(
        &mut self,
        business: &Business,
        opened: Seq,
    ) -> Result<(), Refusal> {
        self.unchanged(crate::change::RecordId::Business, opened)?;
        self.required("name", &business.details.name);
        self.details(&business.details);
        self.long("footer", &business.footer);
        self.taxes(&business.taxes);
        if business.taxes.len() > TAXES_MAX {
            self.problem("taxes", What::TooMany(TAXES_MAX));
        }
        self.retained(&business.retained);
        self.noted("terms", business.terms.check());
        self.bank(business.bank.as_ref());
        self.payment(business);
        self.look(business);
        let reconciling = &business.reconciling;
        for (at, limit) in [
            ("write_off_up_to", reconciling.write_off_up_to),
            ("post_up_to", reconciling.post_up_to),
        ] {
            if limit.is_some_and(Decimal::is_negative) {
                self.problem(at, What::NotPositive);
            }
        }
        self.mails(&business.mails);
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
        self.required("name", name);
        let Some(business) = self.book.business().cloned() else {
            return self.problem("business", What::Missing);
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
            self.long("address", address);
        }
        if filters.len() > FILTERS_MAX {
            self.problem("name", What::TooMany(FILTERS_MAX));
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
        self.noted("payment_link", link::check(&business.payment_link));
        let ReferenceChoice::Qr { prefix } = &business.payment_reference else {
            return;
        };
        // Whatever the digits of a number are, the bank's must leave room.
        let tried = QrReference::of_number(prefix, "1234567890");
        self.noted("reference_prefix", tried);
        let iban = business.bank.as_ref().map(|bank| bank.iban.parse::<Iban>());
        if !matches!(iban, Some(Ok(iban)) if iban.is_qr()) {
            self.problem("payment_reference", What::QrIbanNeeded);
        }
    }

    fn look(&mut self, business: &Business) {
        let look = &business.documents;
        self.noted("accent", look.accent.map_or(Ok(()), Accent::check));
        if let Some(logo) = look.logo {
            let (width, height) = (logo.width, logo.height);
            if width.max(height) > LOGO_PIXELS_MAX {
                self.problem("logo", LogoProblem::TooManyPixels { width, height });
            }
        }
        let language = business.language.as_str();
        if !language.is_empty() && !LANGUAGES.contains(&language) {
            self.problem("language", What::NoSuchLanguage);
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
                self.problem("language", What::NoSuchLanguage);
                continue;
            };
            self.short(("mail_subject", place), &mail.subject);
            self.long(("mail_text", place), &mail.text);
            self.noted(("mail_subject", place), mail::check(&mail.subject));
            self.noted(("mail_text", place), mail::check(&mail.text));
        }
    }

    fn bank(&mut self, bank: Option<&BankDetails>) {
        let Some(bank) = bank else {
            return;
        };
        for (at, text) in [
            ("holder", &bank.holder),
            ("account", &bank.account),
            ("bank", &bank.bank),
        ] {
            self.short(at, text);
        }
        if !bank.iban.trim().is_empty() {
            self.noted("iban", bank.iban.parse::<Iban>());
        }
        if !bank.bic.trim().is_empty() {
            self.noted("bic", bank.bic.parse::<Bic>());
        }
    }

    pub(super) fn save_series(
        &mut self,
        id: Option<SeriesId>,
        series: &Series,
        opened: Seq,
    ) -> Result<(), Refusal> {
        let id = match id {
            Some(id) => {
                self.unchanged(id, opened)?;
                if self.book.series().get(id).is_none() {
                    self.problem("series", What::Unknown);
                }
                id
            }
            None => self.mint(self.book.series().next_n(self.context.chain)),
        };
        let pattern = numbering::check(&series.pattern);
        self.noted("pattern", pattern);
        let before = self.book.series().get(id);
        if let Some(before) = before
            && series.start < before.start
        {
            self.problem("start", What::NumberGiven(before.start));
        }
        // Going on further up leaves a gap, and a gap needs its reason.
        let given = self.book.highest_numbers().any(|(known, _, _)| known == id)
            || before.is_some_and(|before| !before.gaps.is_empty());
        if before.is_some_and(|before| series.start > before.start) && given {
            self.problem("start", What::SeriesInUse);
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
        opened: Seq,
    ) -> Result<(), Refusal> {
        let id = match id {
            Some(id) => {
                self.unchanged(id, opened)?;
                if self
                    .book
                    .customers()
                    .get(id)
                    .is_none_or(|known| known.erased)
                {
                    self.problem("customer", What::Unknown);
                }
                id
            }
            None => self.mint(self.book.customers().next_n(self.context.chain)),
        };
        self.required("name", &customer.details.name);
        self.details(&customer.details);
        self.short("number", &customer.number);
        self.long("note", &customer.note);
        if let Some(terms) = &customer.terms {
            self.noted("terms", terms.check());
        }
        self.bank(customer.bank.as_ref());
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
        opened: Seq,
    ) -> Result<(), Refusal> {
        let id = match id {
            Some(id) => {
                self.unchanged(id, opened)?;
                if self.book.items().get(id).is_none() {
                    self.problem("item", What::Unknown);
                }
                id
            }
            None => self.mint(self.book.items().next_n(self.context.chain)),
        };
        if item.description.trim().is_empty() {
            self.problem("description", What::Missing);
        }
        self.long("description", &item.description);
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
        opened: Seq,
    ) -> Result<(), Refusal> {
        let id = match id {
            Some(id) => {
                self.unchanged(id, opened)?;
                if self
                    .book
                    .invoices()
                    .get(id)
                    .is_none_or(|known| !known.is_draft())
                {
                    self.problem("document", What::NotADraft);
                }
                id
            }
            None => self.mint(self.book.invoices().next_n(self.context.chain)),
        };
        if self
            .book
            .customers()
            .get(draft.customer)
            .is_none_or(|known| known.erased)
        {
            self.problem("customer", What::Unknown);
        }
        if draft.lines.len() > LINES_MAX {
            self.problem("lines", What::TooMany(LINES_MAX));
        }
        self.texts(draft);
        let mut draft = draft.clone();
        draft.id = id;
        draft.issue = None;
        draft.rule = self.rule_of(&draft);
        self.put(draft);
        Ok(())
    }

    pub(super) fn discard_draft(&mut self, id: InvoiceId, opened: Seq) -> Result<(), Refusal> {
        self.unchanged(id, opened)?;
        match self.book.invoices().get(id) {
            Some(draft) if draft.is_draft() => self.remove(id),
            Some(_) => self.problem("document", What::NotADraft),
            None => self.problem("document", What::Unknown),
        }
        Ok(())
    }

    /// The limits on what a document says in words.
    pub(super) fn texts(&mut self, document: &Invoice) {
        for (index, line) in document.lines.iter().enumerate() {
            self.long(("line", index), &line.description);
        }
        if let Some(more) = &document.more {
            for (at, text) in [
                ("buyer_reference", &more.buyer_reference),
                ("purchase_order", &more.purchase_order),
                ("contract", &more.contract),
                ("project", &more.project),
                ("payment_reference", &more.payment_reference),
            ] {
                self.short(at, text);
            }
            for (at, text) in [
                ("note", &more.note),
                ("footer", &more.footer),
                ("credit_reason", &more.credit_reason),
            ] {
                self.long(at, text);
            }
        }
    }

    pub(super) fn taxes(&mut self, taxes: &[Tax]) {
        for (index, tax) in taxes.iter().enumerate() {
            if tax.percent < Decimal::ZERO || tax.percent > Decimal::HUNDRED {
                self.problem(("tax", index), MoneyError::TooLarge);
            }
            self.short(("tax", index), &tax.name);
        }
    }

    fn retained(&mut self, taxes: &[RetainedTax]) {
        if taxes.len() > RETAINED_MAX {
            self.problem("retained", What::TooMany(RETAINED_MAX));
        }
        for (index, tax) in taxes.iter().enumerate() {
            if !tax.percent.is_positive() || tax.percent > Decimal::HUNDRED {
                self.problem(("retained", index), MoneyError::TooLarge);
            }
            self.short(("retained", index), &tax.name);
        }
    }

    fn details(&mut self, details: &Details) {
        for (at, text) in [
            ("name", &details.name),
            ("contact", &details.contact),
            ("email", &details.email),
            ("phone", &details.phone),
            ("city", &details.address.city),
            ("postcode", &details.address.postcode),
            ("region", &details.address.region),
            ("vat_id", &details.vat_id),
            ("tax_number", &details.tax_number),
            ("registration", &details.registration),
        ] {
            self.short(at, text);
        }
        for line in &details.address.lines {
            self.short("address", line);
        }
        self.noted("email", check_address(&details.email));
    }
}
