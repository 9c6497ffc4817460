//! An invoice or credit note as a form.

use ledger::book::Book;
use ledger::business::Business;
use ledger::command::{Command, IssueInvoice};
use ledger::date::Date;
use ledger::ids::{CustomerId, InvoiceId, Seq};
use ledger::problem::{At, FieldName, What};
use std::rc::Rc;

use ledger::invoice::{
    Adjustment, DocumentDetails, Invoice, Kind, Line, LineDetails, PriceMode, Totals,
};
use ledger::item::Item;
use ledger::money::{Currency, Decimal};
use ledger::tax::{RetainedTax, Tax, TaxSet};
use ledger::terms::{Due, Terms};
use serde::{Deserialize, Serialize};

use super::adjustment::{AdjustmentField, AdjustmentForm};
use super::customers::{Directory, Found};
use super::editing::Form;
use super::terms::{TermsField, TermsForm};
use super::{Fault, Problems, date, number};

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

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct LineForm {
    /// Stays with the line while others come and go.
    pub key: u32,
    pub description: String,
    pub quantity: String,
    pub unit: String,
    pub unit_price: String,
    pub taxes: TaxSet,
    /// Below the description.
    #[serde(default)]
    pub note: String,
    /// The price is for so many units.
    #[serde(default)]
    pub price_base_quantity: String,
    #[serde(default)]
    pub adjustments: Vec<AdjustmentForm>,
    /// Its taxes are chosen one by one.
    #[serde(default)]
    pub several: bool,
    pub base: Option<Box<Line>>,
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

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineField {
    Description,
    Quantity,
    Unit,
    UnitPrice,
    /// The bits of a [`TaxSet`], or [`SEVERAL`].
    Taxes,
    Note,
    PriceBaseQuantity,
    /// The place of a tax that is put on the line, or taken off it.
    Tax(usize),
}

/// What is chosen in place of a set of taxes to choose them one by one.
pub const SEVERAL: &str = "several";

/// What was read: whose it is, and the document without its customer where
/// that one is new.
#[derive(Clone, PartialEq, Debug)]
pub struct Read {
    pub customer: Found,
    pub document: Invoice,
    pub date: Date,
    pub rate: Option<Decimal>,
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
        InvoiceForm::of(&again(original), business, today)
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

    /// The content that the lines come to, without customer and date.
    fn content(&self, problems: &mut Problems) -> Invoice {
        let currency = self
            .currency
            .trim()
            .parse()
            .map_err(|_| Fault::NoSuchCurrency);
        let currency = problems.noted(FieldName::Currency, currency);
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
        without_unused_taxes(&mut document);
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

/// Those that anything was typed into.
fn read_adjustments(
    forms: &[AdjustmentForm],
    problems: &mut Problems,
    line: Option<usize>,
    currency: Option<Currency>,
) -> Vec<Adjustment> {
    let forms = forms
        .iter()
        .enumerate()
        .filter(|(_, form)| !form.is_blank());
    let read = forms.filter_map(|(index, form)| {
        let at = line.map_or(At::from((FieldName::Adjustment, index)), |line| {
            (FieldName::LineAdjustment, line).into()
        });
        form.read(at, problems, line.is_some(), currency)
    });
    read.collect()
}

/// The customer's deposit invoices that nothing deducts yet, and those that
/// this form does.
pub fn deposits(book: &Book, form: &InvoiceForm, customer: CustomerId) -> Vec<Rc<Invoice>> {
    let currency = form.currency.trim();
    let fits = |invoice: &Invoice| {
        invoice.kind == Kind::Deposit
            && invoice.currency.code() == currency
            && book
                .figures(invoice.id)
                .is_some_and(|row| row.is_issued() && !row.is_void())
            && (book.deducted_by(invoice.id).is_empty() || form.deducts.contains(&invoice.id))
    };
    let found = book.invoices_of(customer).filter(|invoice| fits(invoice));
    found.cloned().collect()
}

/// A document's content without its days, number and deductions.
pub fn again(original: &Invoice) -> Invoice {
    let mut document = Invoice {
        id: InvoiceId::default(),
        issue: None,
        draft_date: None,
        deducts: Vec::new(),
        ..original.clone()
    };
    if matches!(document.terms.due, Due::Fixed(_)) {
        document.terms = Terms::default();
    }
    if let Some(more) = &mut document.more {
        more.delivered = None;
        more.period = None;
        more.tax_point = None;
        more.payment_reference.clear();
    }
    document
}

impl Read {
    /// Saves it as a draft of a customer who is known by now.
    pub fn draft(self, customer: CustomerId, draft: Option<(InvoiceId, Seq)>) -> Command {
        Command::SaveDraft {
            id: draft.map(|(id, _)| id),
            draft: Box::new(Invoice {
                customer,
                draft_date: Some(self.date),
                ..self.document
            }),
            opened: draft.map_or(0, |(_, opened)| opened),
        }
    }

    /// Issues it.
    pub fn issue(self, customer: CustomerId, draft: Option<(InvoiceId, Seq)>) -> Command {
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

/// Drops the taxes that nothing is taxed with, and moves the places of the
/// others.
fn without_unused_taxes(document: &mut Invoice) {
    let line_sets = document.lines.iter().flat_map(|line| {
        std::iter::once(line.taxes).chain(line.adjustments.iter().map(|part| part.taxes))
    });
    let all = line_sets.chain(document.adjustments.iter().map(|part| part.taxes));
    let used = TaxSet(all.fold(0, |bits, set| bits | set.0));
    let places: Vec<usize> = used
        .iter()
        .filter(|place| *place < document.taxes.len())
        .collect();
    document.taxes = places
        .iter()
        .filter_map(|place| document.taxes.get(*place).cloned())
        .collect();
    let moved = |set: TaxSet| {
        places
            .iter()
            .enumerate()
            .filter(|(_, place)| set.contains(**place))
            .fold(TaxSet::default(), |moved, (new, _)| moved.with(new))
    };
    let move_all = |parts: &mut Vec<Adjustment>| {
        for part in parts {
            part.taxes = moved(part.taxes);
        }
    };
    for line in &mut document.lines {
        line.taxes = moved(line.taxes);
        move_all(&mut line.adjustments);
    }
    move_all(&mut document.adjustments);
}

impl LineForm {
    fn of(line: &Line, key: u32) -> LineForm {
        LineForm {
            key,
            description: line.description.clone(),
            quantity: number::typed(line.quantity),
            unit: line.unit.clone(),
            unit_price: number::typed(line.unit_price),
            taxes: line.taxes,
            note: line
                .more
                .as_ref()
                .map_or_else(String::new, |more| more.note.clone()),
            price_base_quantity: line
                .more
                .as_ref()
                .and_then(|more| more.price_base_quantity)
                .map_or_else(String::new, number::typed),
            adjustments: line
                .adjustments
                .iter()
                .zip(0..)
                .map(|(part, key)| AdjustmentForm::of(part, key))
                .collect(),
            several: false,
            base: Some(Box::new(line.clone())),
        }
    }

    /// Whether nothing but what stood there first is in it.
    pub fn is_blank(&self) -> bool {
        self.base.is_none()
            && self.description.trim().is_empty()
            && self.unit_price.trim().is_empty()
    }

    fn read(&self, index: usize, problems: &mut Problems, currency: Option<Currency>) -> Line {
        let description = problems.noted(
            (FieldName::LineDescription, index),
            super::required(&self.description),
        );
        let quantity = number::read(&self.quantity);
        let quantity = problems.noted((FieldName::LineQuantity, index), quantity);
        let unit_price = number::read_price(&self.unit_price, currency);
        let unit_price = problems.noted((FieldName::LineUnitPrice, index), unit_price);
        let per = number::read_optional(&self.price_base_quantity);
        let per = problems.noted((FieldName::LinePriceBaseQuantity, index), per);
        let base = self.base.as_deref().cloned().unwrap_or_default();
        let mut more = base.more.unwrap_or_default();
        self.note.trim().clone_into(&mut more.note);
        more.price_base_quantity = per.flatten();
        Line {
            description: description.unwrap_or_default().to_owned(),
            quantity: quantity.unwrap_or_default(),
            unit: self.unit.trim().to_owned(),
            unit_price: unit_price.unwrap_or_default(),
            taxes: self.taxes,
            adjustments: read_adjustments(&self.adjustments, problems, Some(index), currency),
            more: (*more != LineDetails::default()).then_some(more),
        }
    }

    /// Whether it says more than its row shows.
    pub fn has_more(&self) -> bool {
        let adjusted = self.adjustments.iter().any(|part| !part.is_blank());
        adjusted || !self.note.trim().is_empty() || !self.price_base_quantity.trim().is_empty()
    }

    /// In one line, for comparing.
    fn summary(&self) -> String {
        let unit = if self.unit.is_empty() { "" } else { " " };
        let mut text = format!(
            "{} × {}{unit}{} · {}",
            self.description, self.quantity, self.unit, self.unit_price
        );
        for part in self.adjustments.iter().filter(|part| !part.is_blank()) {
            text.push_str(" · ");
            text.push_str(&part.summary());
        }
        for more in [&self.price_base_quantity, &self.note] {
            if !more.trim().is_empty() {
                text.push_str(" · ");
                text.push_str(more);
            }
        }
        text
    }
}

impl Form for InvoiceForm {
    type Field = InvoiceField;

    fn set(&mut self, field: InvoiceField, value: &str) {
        match field {
            InvoiceField::Customer => value.clone_into(&mut self.customer),
            InvoiceField::Date => value.clone_into(&mut self.date),
            InvoiceField::Currency => value.clone_into(&mut self.currency),
            InvoiceField::Rate => value.clone_into(&mut self.rate),
            InvoiceField::Terms(field) => self.terms.set(field, value),
            InvoiceField::Note => value.clone_into(&mut self.note),
            InvoiceField::Delivered => value.clone_into(&mut self.delivered),
            InvoiceField::Retained(index) => {
                if let Some((_, is_retained)) = self.retained.get_mut(index) {
                    *is_retained = !*is_retained;
                }
            }
            InvoiceField::ServiceFrom => value.clone_into(&mut self.service_from),
            InvoiceField::ServiceTo => value.clone_into(&mut self.service_to),
            InvoiceField::CreditReason => value.clone_into(&mut self.credit_reason),
            InvoiceField::Kind => self.is_deposit = value == "deposit",
            InvoiceField::PriceMode => self.is_gross = value == "gross",
            InvoiceField::BuyerReference => value.clone_into(&mut self.buyer_reference),
            InvoiceField::PurchaseOrder => value.clone_into(&mut self.purchase_order),
            InvoiceField::Contract => value.clone_into(&mut self.contract),
            InvoiceField::Project => value.clone_into(&mut self.project),
            InvoiceField::Footer => value.clone_into(&mut self.footer),
            InvoiceField::Deduct(id) => {
                let count = self.deducts.len();
                self.deducts.retain(|known| *known != id);
                if self.deducts.len() == count {
                    self.deducts.push(id);
                }
            }
            InvoiceField::DuplicateLine(index) => {
                if let Some(line) = self.lines.get(index).cloned() {
                    let key = self.next_key;
                    self.next_key += 1;
                    self.lines.insert(index + 1, LineForm { key, ..line });
                }
            }
            InvoiceField::MoveLine(index) => {
                let other = if value.is_empty() {
                    index.checked_sub(1)
                } else {
                    Some(index + 1)
                };
                if let Some(other) = other.filter(|other| *other < self.lines.len()) {
                    self.lines.swap(index, other);
                }
            }
            InvoiceField::AddAdjustment(line) => {
                let key = self.next_key;
                self.next_key += 1;
                if let Some(list) = self.adjustments_of(line) {
                    list.push(AdjustmentForm {
                        key,
                        spread: line.is_none(),
                        ..AdjustmentForm::default()
                    });
                }
            }
            InvoiceField::RemoveAdjustment(line, place) => {
                if let Some(list) = self.adjustments_of(line)
                    && place < list.len()
                {
                    list.remove(place);
                }
            }
            InvoiceField::Adjustment(line, place, field) => {
                let list = self.adjustments_of(line);
                if let Some(part) = list.and_then(|list| list.get_mut(place)) {
                    part.set(field, value);
                }
            }
            InvoiceField::AddLine => self.add_line(),
            InvoiceField::RemoveLine(index) => {
                if index < self.lines.len() {
                    self.lines.remove(index);
                }
                if self.lines.is_empty() {
                    self.add_line();
                }
            }
            InvoiceField::Line(index, field) => {
                let Some(line) = self.lines.get_mut(index) else {
                    return;
                };
                match field {
                    LineField::Description => value.clone_into(&mut line.description),
                    LineField::Quantity => value.clone_into(&mut line.quantity),
                    LineField::Unit => value.clone_into(&mut line.unit),
                    LineField::UnitPrice => value.clone_into(&mut line.unit_price),
                    LineField::Taxes if value == SEVERAL => line.several = true,
                    LineField::Taxes => {
                        line.taxes = TaxSet(value.parse().unwrap_or(0));
                        line.several = false;
                    }
                    LineField::Tax(place) => line.taxes.0 ^= TaxSet::only(place).0,
                    LineField::Note => value.clone_into(&mut line.note),
                    LineField::PriceBaseQuantity => {
                        value.clone_into(&mut line.price_base_quantity);
                    }
                }
            }
        }
    }

    fn parts(&self) -> Vec<(At, String)> {
        let mut parts = vec![
            (FieldName::Customer.into(), self.customer.clone()),
            (FieldName::Currency.into(), self.currency.clone()),
            (FieldName::Terms.into(), self.terms.summary()),
            (FieldName::Note.into(), self.note.clone()),
            (FieldName::Delivered.into(), self.delivered.clone()),
            (FieldName::ServiceFrom.into(), self.service_from.clone()),
            (FieldName::ServiceTo.into(), self.service_to.clone()),
            (FieldName::CreditReason.into(), self.credit_reason.clone()),
            (
                FieldName::BuyerReference.into(),
                self.buyer_reference.clone(),
            ),
            (FieldName::PurchaseOrder.into(), self.purchase_order.clone()),
            (FieldName::Contract.into(), self.contract.clone()),
            (FieldName::Project.into(), self.project.clone()),
            (FieldName::Footer.into(), self.footer.clone()),
            (
                FieldName::PriceMode.into(),
                self.price_mode_name().to_owned(),
            ),
            (FieldName::Kind.into(), self.kind_name().to_owned()),
            (FieldName::Adjustments.into(), self.adjustments_summary()),
            (FieldName::Deducts.into(), format!("{:?}", self.deducts)),
            (FieldName::Retained.into(), self.retained_summary()),
        ];
        // One that nobody gave a day has that of today, in each tab.
        if self.base.draft_date.is_some() {
            parts.push((FieldName::Date.into(), self.date.clone()));
        }
        let lines = self.lines.iter().enumerate();
        parts.extend(lines.map(|(index, line)| ((FieldName::Line, index).into(), line.summary())));
        parts
    }

    fn take(&mut self, other: &InvoiceForm, part: At) {
        match (part.field, part.index) {
            (FieldName::Customer, _) => self.customer.clone_from(&other.customer),
            (FieldName::Date, _) => self.date.clone_from(&other.date),
            (FieldName::Currency, _) => self.currency.clone_from(&other.currency),
            (FieldName::Terms, _) => self.terms.clone_from(&other.terms),
            (FieldName::Note, _) => self.note.clone_from(&other.note),
            (FieldName::Delivered, _) => self.delivered.clone_from(&other.delivered),
            (FieldName::ServiceFrom, _) => self.service_from.clone_from(&other.service_from),
            (FieldName::ServiceTo, _) => self.service_to.clone_from(&other.service_to),
            (FieldName::CreditReason, _) => self.credit_reason.clone_from(&other.credit_reason),
            (FieldName::BuyerReference, _) => {
                self.buyer_reference.clone_from(&other.buyer_reference)
            }
            (FieldName::PurchaseOrder, _) => self.purchase_order.clone_from(&other.purchase_order),
            (FieldName::Contract, _) => self.contract.clone_from(&other.contract),
            (FieldName::Project, _) => self.project.clone_from(&other.project),
            (FieldName::Footer, _) => self.footer.clone_from(&other.footer),
            (FieldName::PriceMode, _) => self.is_gross = other.is_gross,
            (FieldName::Kind, _) => self.is_deposit = other.is_deposit,
            (FieldName::Adjustments, _) => self.adjustments.clone_from(&other.adjustments),
            (FieldName::Deducts, _) => self.deducts.clone_from(&other.deducts),
            (FieldName::Retained, _) => self.retained.clone_from(&other.retained),
            (FieldName::Line, Some(index)) => {
                match (other.lines.get(index), self.lines.get_mut(index)) {
                    (Some(line), Some(place)) => {
                        let key = place.key;
                        *place = LineForm {
                            key,
                            ..line.clone()
                        };
                    }
                    (Some(line), None) => {
                        self.lines.push(LineForm {
                            key: self.next_key,
                            ..line.clone()
                        });
                        self.next_key += 1;
                    }
                    (None, Some(_)) => {
                        self.lines.remove(index);
                    }
                    (None, None) => {}
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::terms::DueField;
    use super::*;
    use ledger::invoice::Rule;

    fn tax(percent: i32) -> Tax {
        Tax {
            name: "VAT".to_owned(),
            percent: Decimal::from_int(percent),
            ..Tax::default()
        }
    }

    fn form() -> InvoiceForm {
        let business = Business {
            taxes: vec![tax(19), tax(7)],
            ..Business::default()
        };
        let today = "2026-11-21".parse().expect("a date");
        let mut form = InvoiceForm::new(Some(&business), today);
        form.set(InvoiceField::Customer, "Linden");
        form.set(InvoiceField::Line(0, LineField::Description), "Design");
        form.set(InvoiceField::Line(0, LineField::Quantity), "1,5");
        form.set(InvoiceField::Line(0, LineField::UnitPrice), "1.000,00");
        form.set(InvoiceField::Line(0, LineField::Taxes), "2");
        form
    }

    #[test]
    fn a_service_has_both_days_in_order_or_none() {
        for (delivered, from, to, expected) in [
            ("", "", "", Ok((None, None))),
            ("2026-11-02", "", "", Ok((Some("2026-11-02"), None))),
            (
                "",
                "2026-10-01",
                "2026-10-31",
                Ok((None, Some("2026-10-31"))),
            ),
            ("2026-02-30", "", "", Err(FieldName::Delivered)),
            ("", "2026-10-01", "", Err(FieldName::ServiceTo)),
            ("", "", "2026-10-01", Err(FieldName::ServiceFrom)),
            ("", "2026-10-02", "2026-10-01", Err(FieldName::ServiceTo)),
        ] {
            let mut form = form();
            form.set(InvoiceField::Delivered, delivered);
            form.set(InvoiceField::ServiceFrom, from);
            form.set(InvoiceField::ServiceTo, to);
            let mut problems = Problems::default();
            let more = form.content(&mut problems).more.unwrap_or_default();
            match expected {
                Err(field) => assert!(problems.of(field).is_some(), "{from} {to}"),
                Ok((delivered, to)) => {
                    assert!(problems.is_empty());
                    let day = |day: Option<Date>| day.map(|day| day.to_string());
                    assert_eq!(day(more.delivered).as_deref(), delivered);
                    assert_eq!(day(more.period.map(|(_, to)| to)).as_deref(), to);
                }
            }
        }
    }

    #[test]
    fn only_the_taxes_that_are_used_go_with_the_document() {
        let read = form()
            .read(&Directory::default(), false)
            .expect("a document");
        assert_eq!(read.document.taxes, [tax(7)]);
        assert_eq!(read.document.lines[0].taxes, TaxSet::only(0));
        assert_eq!(read.customer, Found::New("Linden".to_owned()));
        let (_, totals) = form()
            .preview(&Book::empty(Default::default()))
            .expect("totals");
        assert_eq!(totals.gross.to_string(), "1605.00");
    }

    #[test]
    fn a_line_takes_several_taxes_and_the_next_one_the_same() {
        let mut form = form();
        let taxes = |form: &InvoiceForm, line: usize| form.lines[line].taxes;
        form.set(InvoiceField::Line(0, LineField::Taxes), "1");
        form.set(InvoiceField::Line(0, LineField::Taxes), SEVERAL);
        assert!(form.lines[0].several);
        form.set(InvoiceField::Line(0, LineField::Tax(1)), "");
        assert_eq!(taxes(&form, 0), TaxSet(3));
        form.set(InvoiceField::AddLine, "");
        assert_eq!(taxes(&form, 1), TaxSet(3));
        let (document, totals) = form
            .preview(&Book::empty(Default::default()))
            .expect("totals");
        assert_eq!(document.taxes, [tax(19), tax(7)]);
        assert_eq!(totals.gross.to_string(), "1890.00");
        form.set(InvoiceField::Line(0, LineField::Tax(0)), "");
        assert_eq!(taxes(&form, 0), TaxSet(2));
        form.set(InvoiceField::Line(0, LineField::Taxes), "1");
        assert!(!form.lines[0].several);
    }

    #[test]
    fn what_the_customer_retains_reduces_what_is_to_pay() {
        let irpf = RetainedTax {
            name: "IRPF".to_owned(),
            percent: Decimal::from_int(15),
        };
        let business = Business {
            taxes: vec![tax(21)],
            retained: vec![irpf.clone()],
            ..Business::default()
        };
        let today = "2026-11-21".parse().expect("a date");
        let mut form = InvoiceForm::new(Some(&business), today);
        form.set(InvoiceField::Line(0, LineField::Description), "Design");
        form.set(InvoiceField::Line(0, LineField::UnitPrice), "1000");
        let payable = |form: &InvoiceForm| {
            let (document, totals) = form
                .preview(&Book::empty(Default::default()))
                .expect("totals");
            (document.retained, totals.payable.to_string())
        };
        assert_eq!(payable(&form), (Vec::new(), "1210.00".to_owned()));
        form.set(InvoiceField::Retained(0), "");
        assert_eq!(payable(&form), (vec![irpf], "1060.00".to_owned()));
        let (document, _) = form
            .preview(&Book::empty(Default::default()))
            .expect("a document");
        let again = InvoiceForm::of(&document, Some(&business), today);
        assert_eq!(again.retained, form.retained);
    }

    /// Lines of 100.00 at 19 % and 900.00 at 7 %.
    fn two_rates() -> InvoiceForm {
        let business = Business {
            taxes: vec![tax(19), tax(7)],
            ..Business::default()
        };
        let today = "2026-11-21".parse().expect("a date");
        let mut form = InvoiceForm::new(Some(&business), today);
        form.set(InvoiceField::AddLine, "");
        for (line, price, taxes) in [(0, "100", "1"), (1, "900", "2")] {
            form.set(InvoiceField::Line(line, LineField::Description), "Work");
            form.set(InvoiceField::Line(line, LineField::UnitPrice), price);
            form.set(InvoiceField::Line(line, LineField::Taxes), taxes);
        }
        form
    }

    fn gross_of(form: &InvoiceForm) -> String {
        let preview = form.preview(&Book::empty(Default::default()));
        preview.expect("totals").1.gross.to_string()
    }

    #[test]
    fn a_new_discount_goes_over_all_rates_until_one_is_chosen() {
        let mut form = two_rates();
        form.set(InvoiceField::AddAdjustment(None), "");
        let part = |field| InvoiceField::Adjustment(None, 0, field);
        form.set(part(AdjustmentField::Value), "10 %");
        assert_eq!(gross_of(&form), "973.80");
        form.set(part(AdjustmentField::Taxes), "1");
        assert_eq!(gross_of(&form), "963.00");
        form.set(part(AdjustmentField::Taxes), "all");
        assert_eq!(gross_of(&form), "973.80");
        // One on a line has the line's tax.
        form.set(InvoiceField::AddAdjustment(Some(0)), "");
        assert!(!form.lines[0].adjustments[0].spread);
    }

    #[test]
    fn prices_with_tax_leave_no_rounding() {
        let mut form = form();
        form.set(InvoiceField::Line(0, LineField::Quantity), "1");
        form.set(InvoiceField::Line(0, LineField::UnitPrice), "290");
        form.taxes = vec![tax(22)];
        form.set(InvoiceField::Line(0, LineField::Taxes), "1");
        form.set(InvoiceField::PriceMode, "gross");
        let preview = form.preview(&Book::empty(Default::default()));
        let (_, totals) = preview.expect("totals");
        let figures = [totals.net, totals.tax, totals.rounding, totals.payable];
        assert_eq!(
            figures.map(|figure| figure.to_string()),
            ["237.70", "52.30", "0.00", "290.00"]
        );
    }

    #[test]
    fn a_credit_note_is_worked_out_by_the_rule_of_its_original() {
        let mut form = form();
        form.set(InvoiceField::Line(0, LineField::Quantity), "1");
        form.set(InvoiceField::Line(0, LineField::UnitPrice), "290");
        form.taxes = vec![tax(22)];
        form.set(InvoiceField::Line(0, LineField::Taxes), "1");
        form.set(InvoiceField::PriceMode, "gross");
        let (mut original, _) = form
            .preview(&Book::empty(Default::default()))
            .expect("a document");
        let today = "2026-11-21".parse().expect("a date");
        for (rule, tax) in [(Rule::First, "52.29"), (Rule::Second, "52.30")] {
            original.rule = rule;
            let of = |form: InvoiceForm| {
                let preview = form.preview(&Book::empty(Default::default()));
                preview.expect("totals").1.tax.to_string()
            };
            assert_eq!(of(InvoiceForm::credit(&original, None, today)), tax);
            assert_eq!(of(InvoiceForm::copy(&original, None, today)), "52.30");
        }
    }

    #[test]
    fn every_problem_is_told_with_its_field() {
        let mut form = form();
        form.set(InvoiceField::Customer, "");
        form.set(InvoiceField::Date, "");
        let days = InvoiceField::Terms(TermsField::Due(DueField::Days));
        form.set(InvoiceField::Terms(TermsField::Due(DueField::Rule)), "net");
        form.set(days, "two weeks");
        form.set(InvoiceField::Line(0, LineField::UnitPrice), "1,000");
        form.set(InvoiceField::AddLine, "");
        form.set(InvoiceField::AddLine, "");
        form.set(InvoiceField::Line(2, LineField::Description), "Hosting");
        let problems = form
            .read(&Directory::default(), false)
            .expect_err("problems");
        let places: Vec<String> = problems.iter().map(|(at, _)| at.to_string()).collect();
        assert_eq!(
            places,
            [
                "customer",
                "line.unit_price 1",
                "line.unit_price 3",
                "terms.days",
                "date",
            ]
        );
    }

    #[test]
    fn a_copy_has_the_content_and_none_of_the_days() {
        let mut form = form();
        form.set(InvoiceField::Delivered, "2026-10-01");
        form.set(InvoiceField::Note, "Thank you");
        let read = form.read(&Directory::default(), false).expect("a document");
        let mut original = read.document;
        original.id = "00000001-7".parse().expect("an id");
        original.terms.due = Due::Fixed("2026-11-30".parse().expect("a day"));
        original.deducts = vec![original.id];
        let today = "2027-01-02".parse().expect("a day");
        let copy = InvoiceForm::copy(&original, None, today);
        assert_eq!((&copy.date[..], &copy.delivered[..]), ("2027-01-02", ""));
        assert_eq!(copy.note, "Thank you");
        let read = copy.read(&Directory::default(), false);
        // Only the customer is to be named, by who opens the form.
        assert!(read.is_err());
        let (content, _) = copy
            .preview(&Book::empty(Default::default()))
            .expect("totals");
        assert_eq!(content.lines, original.lines);
        assert_eq!(
            (content.id, content.deducts),
            (InvoiceId::default(), Vec::new())
        );
        assert_eq!(content.terms, Terms::default());
    }

    #[test]
    fn a_draft_keeps_its_day_and_a_copy_of_it_does_not() {
        let read = form().read(&Directory::default(), true).expect("a draft");
        let Command::SaveDraft { draft, .. } = read.draft(CustomerId::default(), None) else {
            panic!("a draft is saved");
        };
        let later: Date = "2026-12-24".parse().expect("a day");
        let opened = InvoiceForm::of(&draft, None, later);
        assert_eq!(opened.date, "2026-11-21");
        assert_eq!(
            opened.kept_day().map(|day| day.to_string()),
            Some(opened.date.clone())
        );
        let mut changed = opened.clone();
        changed.set(InvoiceField::Date, "2026-12-01");
        assert_eq!(changed.kept_day(), None);
        // Another tab's day is compared.
        assert!(
            opened
                .parts()
                .contains(&(FieldName::Date.into(), "2026-11-21".to_owned()))
        );
        for form in [
            InvoiceForm::copy(&draft, None, later),
            InvoiceForm::credit(&draft, None, later),
        ] {
            assert_eq!((&form.date[..], form.kept_day()), ("2026-12-24", None));
        }
        // One from before days were kept is of today.
        let old = Invoice {
            draft_date: None,
            ..(*draft).clone()
        };
        assert_eq!(InvoiceForm::of(&old, None, later).date, "2026-12-24");
    }

    #[test]
    fn a_blank_line_is_no_line() {
        let mut form = form();
        form.set(InvoiceField::AddLine, "");
        let read = form.read(&Directory::default(), false).expect("a document");
        assert_eq!(read.document.lines.len(), 1);
    }

    #[test]
    fn what_was_typed_is_read_back_as_it_was() {
        let text = serde_json::to_string(&form()).expect("text");
        let back: InvoiceForm = serde_json::from_str(&text).expect("a form");
        assert_eq!(back, form());
    }
}
