//! An invoice or credit note as a form.

mod fields;
mod line;
mod read;
#[cfg(test)]
mod tests;

use ledger::book::Book;
use ledger::business::Business;
use ledger::date::Date;
use ledger::ids::{CustomerId, InvoiceId};
use ledger::invoice::{DocumentDetails, Invoice, Kind, Line, PriceMode};
use ledger::item::Item;
use ledger::money::Decimal;
use ledger::tax::{RetainedTax, Tax, TaxSet};
use ledger::terms::Terms;
use serde::{Deserialize, Serialize};

pub use self::line::{LineField, LineForm, SEVERAL};
pub use self::read::Read;
use super::adjustment::{AdjustmentField, AdjustmentForm};
use super::terms::{TermsField, TermsForm};
use super::{date, number};

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct InvoiceForm {
    pub customer: String,
    pub date: String,
    pub currency: String,
    /// One unit of the currency in that of the books.
    pub rate: String,
    #[serde(default)]
    pub terms: TermsForm,
    pub note: String,
    /// The day of delivery, or the first and last day of the service.
    #[serde(default)]
    pub delivered: String,
    #[serde(default)]
    pub service_from: String,
    #[serde(default)]
    pub service_to: String,
    pub credit_reason: String,
    /// Asks for money before the work.
    #[serde(default)]
    pub is_deposit: bool,
    /// Prices are with tax.
    #[serde(default)]
    pub is_gross: bool,
    #[serde(default)]
    pub buyer_reference: String,
    #[serde(default)]
    pub purchase_order: String,
    #[serde(default)]
    pub contract: String,
    #[serde(default)]
    pub project: String,
    #[serde(default)]
    pub footer: String,
    /// Of the whole document.
    #[serde(default)]
    pub adjustments: Vec<AdjustmentForm>,
    /// Deposit invoices that it deducts.
    #[serde(default)]
    pub deducts: Vec<InvoiceId>,
    pub lines: Vec<LineForm>,
    /// What the lines can be taxed with.
    pub taxes: Vec<Tax>,
    /// What the customer can retain, and whether they do.
    #[serde(default)]
    pub retained: Vec<(RetainedTax, bool)>,
    /// What the form does not show.
    pub base: Box<Invoice>,
    next_key: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvoiceField {
    Customer,
    Date,
    Currency,
    Rate,
    Terms(TermsField),
    Note,
    Delivered,
    ServiceFrom,
    ServiceTo,
    CreditReason,
    /// `deposit` or `invoice`.
    Kind,
    /// `gross` or `net`.
    PriceMode,
    BuyerReference,
    PurchaseOrder,
    Contract,
    Project,
    Footer,
    /// Deducts a deposit invoice, or does not any more.
    Deduct(InvoiceId),
    /// The place of a tax that is retained, or is not any more.
    Retained(usize),
    Line(usize, LineField),
    AddLine,
    RemoveLine(usize),
    /// Puts a copy below it.
    DuplicateLine(usize),
    /// One place up or, with a value, down.
    MoveLine(usize),
    /// On the document, or on a line.
    AddAdjustment(Option<usize>),
    RemoveAdjustment(Option<usize>, usize),
    Adjustment(Option<usize>, usize, AdjustmentField),
}

impl InvoiceForm {
    /// An empty invoice.
    pub fn new(business: Option<&Business>, today: Date) -> InvoiceForm {
        let terms = business
            .map(|business| business.terms.clone())
            .unwrap_or_default();
        let base = Invoice {
            currency: business
                .map(|business| business.currency)
                .unwrap_or_default(),
            terms,
            ..Invoice::default()
        };
        let mut form = InvoiceForm::of(&base, business, today);
        form.add_line();
        form
    }

    /// A draft as it is.
    pub fn of(draft: &Invoice, business: Option<&Business>, today: Date) -> InvoiceForm {
        let mut taxes = draft.taxes.clone();
        for tax in business.iter().flat_map(|business| &business.taxes) {
            if !taxes.contains(tax) {
                taxes.push(tax.clone());
            }
        }
        let mut retained: Vec<(RetainedTax, bool)> = draft
            .retained
            .iter()
            .map(|tax| (tax.clone(), true))
            .collect();
        for tax in business.iter().flat_map(|business| &business.retained) {
            if !draft.retained.contains(tax) {
                retained.push((tax.clone(), false));
            }
        }
        let more = draft.more.as_deref();
        let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
        let period = more.and_then(|more| more.period);
        let lines = draft
            .lines
            .iter()
            .zip(0..)
            .map(|(line, key)| LineForm::of(line, key));
        let lines: Vec<LineForm> = lines.collect();
        let text = |text: fn(&DocumentDetails) -> &String| {
            more.map_or_else(String::new, |more| text(more).clone())
        };
        let adjustments = draft.adjustments.iter().zip(0..);
        let adjustments: Vec<AdjustmentForm> = adjustments
            .map(|(part, key)| AdjustmentForm::of(part, key))
            .collect();
        let count = lines.len().max(adjustments.len());
        InvoiceForm {
            customer: String::new(),
            date: draft.day_of_draft(today).to_string(),
            currency: draft.currency.to_string(),
            rate: String::new(),
            terms: TermsForm::of(Some(&draft.terms)),
            note: text(|more| &more.note),
            delivered: day(more.and_then(|more| more.delivered)),
            service_from: day(period.map(|(from, _)| from)),
            service_to: day(period.map(|(_, to)| to)),
            credit_reason: text(|more| &more.credit_reason),
            is_deposit: draft.kind == Kind::Deposit,
            is_gross: draft.price_mode == PriceMode::Gross,
            buyer_reference: text(|more| &more.buyer_reference),
            purchase_order: text(|more| &more.purchase_order),
            contract: text(|more| &more.contract),
            project: text(|more| &more.project),
            footer: text(|more| &more.footer),
            adjustments,
            deducts: draft.deducts.clone(),
            next_key: u32::try_from(count).unwrap_or(0),
            lines,
            taxes,
            retained,
            base: Box::new(draft.clone()),
        }
    }

    /// The whole of a document, to be credited.
    pub fn credit(original: &Invoice, business: Option<&Business>, today: Date) -> InvoiceForm {
        let mut note = Invoice {
            kind: Kind::CreditNote,
            credits: Some(original.id),
            deducts: Vec::new(),
            terms: Terms::default(),
            issue: None,
            draft_date: None,
            id: InvoiceId::default(),
            ..original.clone()
        };
        if let (true, Some(issue)) = (note.lines.is_empty(), &original.issue) {
            // An opening item has an amount and no lines.
            note.lines.push(Line {
                description: issue.number.clone(),
                quantity: Decimal::ONE,
                unit_price: issue.totals.payable,
                ..Line::default()
            });
        }
        InvoiceForm::of(&note, business, today)
    }

    /// What a document says, for a new one of today: without what belongs to
    /// that one only.
    pub fn copy(original: &Invoice, business: Option<&Business>, today: Date) -> InvoiceForm {
        InvoiceForm::of(&original.again(), business, today)
    }

    /// The day that the draft has had since it was saved, where it is still to
    /// bear that one.
    pub fn kept_day(&self) -> Option<Date> {
        let kept = self.base.draft_date?;
        (date::read(&self.date) == Ok(kept)).then_some(kept)
    }

    pub fn is_credit_note(&self) -> bool {
        self.base.kind == Kind::CreditNote
    }

    /// Another customer was chosen: theirs are the currency and the terms.
    pub fn adopt(&mut self, book: &Book, customer: CustomerId) {
        let Some(known) = book.customers().get(customer) else {
            return;
        };
        if let Some(currency) = known.currency {
            self.currency = currency.to_string();
        }
        if let Some(terms) = &known.terms {
            self.terms = TermsForm::of(Some(terms));
        }
        known.buyer_reference.clone_into(&mut self.buyer_reference);
        // Those of another customer.
        self.deducts.clear();
    }

    /// A line is of an item of the catalogue: its unit, its taxes and, where
    /// the currency is the same, its price.
    pub fn adopt_item(&mut self, line: usize, item: &Item) {
        let mut set = TaxSet::default();
        for tax in &item.taxes {
            let place = self.taxes.iter().position(|known| known == tax);
            let place = place.unwrap_or_else(|| {
                self.taxes.push(tax.clone());
                self.taxes.len() - 1
            });
            set = set.with(place);
        }
        let is_same = self.currency.trim() == item.currency.code();
        let Some(line) = self.lines.get_mut(line) else {
            return;
        };
        line.taxes = set;
        item.unit.clone_into(&mut line.unit);
        if is_same {
            line.unit_price = number::typed(item.unit_price);
        }
        let base = line.base.get_or_insert_default();
        base.more.get_or_insert_default().item = Some(item.id);
    }

    fn adjustments_of(&mut self, line: Option<usize>) -> Option<&mut Vec<AdjustmentForm>> {
        match line {
            None => Some(&mut self.adjustments),
            Some(line) => Some(&mut self.lines.get_mut(line)?.adjustments),
        }
    }

    pub fn kind_name(&self) -> &'static str {
        if self.is_deposit {
            "deposit"
        } else {
            "invoice"
        }
    }

    pub fn price_mode_name(&self) -> &'static str {
        if self.is_gross { "gross" } else { "net" }
    }

    fn adjustments_summary(&self) -> String {
        let parts = self.adjustments.iter().filter(|part| !part.is_blank());
        let parts: Vec<String> = parts.map(AdjustmentForm::summary).collect();
        parts.join(", ")
    }

    /// In one line, for comparing.
    fn retained_summary(&self) -> String {
        let retained = self.retained.iter().filter(|(_, is_retained)| *is_retained);
        let named = retained.map(|(tax, _)| format!("{} {} %", tax.name, tax.percent.trimmed()));
        named.collect::<Vec<_>>().join(", ")
    }

    fn add_line(&mut self) {
        let taxes = match self.lines.last() {
            Some(line) => line.taxes,
            None if self.taxes.is_empty() => TaxSet::default(),
            None => TaxSet::only(0),
        };
        self.lines.push(LineForm {
            key: self.next_key,
            quantity: "1".to_owned(),
            taxes,
            ..LineForm::default()
        });
        self.next_key += 1;
    }
}
