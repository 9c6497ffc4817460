//! What is taken of documents as they are read, whichever program wrote them.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::export::{
    Export, ExportFault, ExportProblem, PROBLEMS_MAX, Program, Refused, Undated, comes_to, opening,
    payment,
};
use super::object::{Object, decimal, excerpt, object};
use crate::date::{BadDate, Date};
use crate::import::Origins;
use crate::import::names::folded;
use crate::money::{Currency, Decimal, Money, MoneyError};
use crate::problem::{At, FieldName};
use crate::records::{
    CustomerRecord, DocumentKind, InvoiceRecord, RECORDS_MAX, RecordsFile, TaxRecord,
};
use crate::tax::TaxCategory;
use statements::table::dates;
use statements::table::dates::DateOrder;

/// A file on its way to records.
pub(super) struct Reader {
    /// Of the books, where nothing in the file says another.
    pub(super) currency: Currency,
    pub(super) records: RecordsFile,
    pub(super) origins: Origins,
    pub(super) asked: Vec<Money>,
    pub(super) undated: Vec<Undated>,
    pub(super) drafts: usize,
    /// The place of each number.
    pub(super) numbers: BTreeMap<String, usize>,
    /// Customers by the folded name, as [`Reader::records`] has them.
    pub(super) by_name: BTreeMap<String, usize>,
    /// The record looked at: its array, its place in it, its name.
    pub(super) at: (FieldName, usize, String),
    pub(super) problems: Vec<ExportProblem>,
    /// All of them, those that are not listed included.
    pub(super) faults: usize,
    pub(super) warnings: Vec<ExportProblem>,
    /// Problems of documents that are left out, and how many these are.
    pub(super) left: Vec<ExportProblem>,
    pub(super) left_out: usize,
}

/// A document as the file states it.
pub(super) struct Stated {
    pub(super) record: InvoiceRecord,
    pub(super) currency: Currency,
    /// What the other program asked for; else what the lines come to.
    pub(super) asked: Option<Money>,
    /// Whether the file calls it paid.
    pub(super) paid: bool,
    pub(super) payments: Vec<(Date, Decimal, String)>,
}

impl Reader {
    pub(super) fn new(currency: Currency) -> Reader {
        let mut records = RecordsFile::new();
        records.currency = Some(currency);
        Reader {
            currency,
            records,
            origins: Origins::default(),
            asked: Vec::new(),
            undated: Vec::new(),
            drafts: 0,
            numbers: BTreeMap::new(),
            by_name: BTreeMap::new(),
            at: (FieldName::Records, 0, String::new()),
            problems: Vec::new(),
            faults: 0,
            warnings: Vec::new(),
            left: Vec::new(),
            left_out: 0,
        }
    }

    /// Reads a document; where something of it is a problem, nothing of it is
    /// taken.
    pub(super) fn document(&mut self, read: impl FnOnce(&mut Reader)) {
        let (faults, problems) = (self.faults, self.problems.len());
        let (documents, payments) = (self.records.invoices.len(), self.records.payments.len());
        let (undated, warnings) = (self.undated.len(), self.warnings.len());
        read(self);
        if self.faults == faults {
            return;
        }
        self.records.invoices.truncate(documents);
        self.origins.invoices.truncate(documents);
        self.asked.truncate(documents);
        self.records.payments.truncate(payments);
        self.origins.payments.truncate(payments);
        self.undated.truncate(undated);
        self.warnings.truncate(warnings);
        let of_it = self.problems.split_off(problems.min(self.problems.len()));
        let room = (PROBLEMS_MAX + 1).saturating_sub(self.left.len());
        self.left.extend(of_it.into_iter().take(room));
        self.faults = faults;
        self.left_out += 1;
    }

    pub(super) fn finish(mut self, program: Program) -> Result<Export, Refused> {
        if !self.problems.is_empty() {
            self.problems.append(&mut self.left);
            return Err(Refused::Places(self.problems));
        }
        Ok(Export {
            program,
            records: self.records,
            origins: self.origins,
            asked: self.asked,
            undated: self.undated,
            drafts: self.drafts,
            warnings: self.warnings,
            left: self.left,
            left_out: self.left_out,
        })
    }

    pub(super) fn note(
        &self,
        count: usize,
        field: &str,
        value: &str,
        fault: ExportFault,
    ) -> ExportProblem {
        let (array, index, record) = &self.at;
        let dot = if field.is_empty() { "" } else { "." };
        ExportProblem {
            place: format!("{array}[{index}]{dot}{field}"),
            record: excerpt(record),
            fault: if count == PROBLEMS_MAX {
                ExportFault::More
            } else {
                fault
            },
            value: excerpt(value),
        }
    }

    pub(super) fn problem(&mut self, field: &str, value: &str, fault: impl Into<ExportFault>) {
        self.faults += 1;
        let count = self.problems.len();
        if count <= PROBLEMS_MAX {
            let problem = self.note(count, field, value, fault.into());
            self.problems.push(problem);
        }
    }

    pub(super) fn warn(&mut self, field: &str, value: &str, fault: ExportFault) {
        let count = self.warnings.len();
        if count <= PROBLEMS_MAX {
            let warning = self.note(count, field, value, fault);
            self.warnings.push(warning);
        }
    }

    /// The objects of a list; a problem is noted of what is none.
    pub(super) fn list<'a>(&mut self, of: &Object<'a>, name: FieldName) -> Vec<Object<'a>> {
        let Some(value) = of.get(name.as_str()) else {
            return Vec::new();
        };
        self.at = (name, 0, String::new());
        self.objects(value, |index| format!("{name}[{index}]"))
    }

    fn objects<'a>(
        &mut self,
        value: &'a RawValue,
        place: impl Fn(usize) -> String,
    ) -> Vec<Object<'a>> {
        let list: Vec<&RawValue> = match serde_json::from_str(value.get()) {
            Ok(list) => list,
            Err(_) => {
                self.problem("", value.get(), ExportFault::Form);
                return Vec::new();
            }
        };
        if list.len() > RECORDS_MAX {
            self.problem("", "", MoneyError::TooLarge);
            return Vec::new();
        }
        let mut objects = Vec::with_capacity(list.len());
        for (index, value) in list.into_iter().enumerate() {
            match object(value) {
                Some(object) => objects.push(object),
                // A place in the list is kept, as problems name it.
                None if value.get() == "null" => objects.push(Object::default()),
                None => {
                    let mut problem = self.note(0, "", value.get(), ExportFault::Form);
                    problem.place = place(index);
                    self.faults += 1;
                    if self.problems.len() < PROBLEMS_MAX {
                        self.problems.push(problem);
                    }
                    objects.push(Object::default());
                }
            }
        }
        objects
    }

    /// The objects of a list within the record looked at.
    pub(super) fn inner<'a>(&mut self, of: &Object<'a>, name: &str) -> Vec<Object<'a>> {
        let Some(value) = of.get(name) else {
            return Vec::new();
        };
        let (array, at, _) = self.at;
        self.objects(value, |index| format!("{array}[{at}].{name}[{index}]"))
    }

    /// A number; `None` where there is none or it cannot be read.
    pub(super) fn number(&mut self, of: &Object, name: &str, place: &str) -> Option<Decimal> {
        let text = of.raw(name);
        if text.trim().is_empty() {
            if of
                .get(name)
                .is_some_and(|value| value.get().starts_with(['{', '[']))
            {
                self.problem(place, "", ExportFault::NotANumber);
            }
            return None;
        }
        match decimal(&text) {
            Ok(number) => Some(number),
            Err(fault) => {
                self.problem(place, &text, fault);
                None
            }
        }
    }

    pub(super) fn date(&mut self, of: &Object, name: &str, place: &str) -> Option<Date> {
        let text = of.raw(name);
        if text.trim().is_empty() {
            return None;
        }
        let fault = match dates::date(&text, DateOrder::Ymd) {
            Ok(date) => return Some(date),
            Err(BadDate::Malformed) => ExportFault::NotADate,
            Err(fault) => ExportFault::Date(fault),
        };
        self.problem(place, &text, fault);
        None
    }

    /// The day of issue, and the due date where there is one.
    pub(super) fn dates(
        &mut self,
        of: &Object,
        issued: &str,
        due: &str,
    ) -> Option<(Date, Option<Date>)> {
        let before = self.problems.len();
        let issued_on = self.date(of, issued, issued);
        if issued_on.is_none() && self.problems.len() == before {
            self.problem(issued, "", ExportFault::Missing);
        }
        let due_on = self.date(of, due, due);
        if due_on.is_none() && self.problems.len() == before {
            self.warn(due, "", ExportFault::NoDueDate);
        }
        Some((issued_on?, due_on))
    }

    /// The currency that is stated first, else that of the books.
    pub(super) fn currency(&mut self, stated: &[String]) -> Option<Currency> {
        let Some(text) = stated.iter().find(|text| !text.is_empty()) else {
            return Some(self.currency);
        };
        let code = match text.as_str() {
            "€" => "EUR".to_owned(),
            "£" => "GBP".to_owned(),
            code => code.to_ascii_uppercase(),
        };
        let currency = code.parse().ok();
        if currency.is_none() {
            self.problem("currency", text, ExportFault::UnknownCurrency);
        }
        currency
    }

    /// The document's number, held against those before it.
    pub(super) fn numbered(&mut self, of: &Object) -> String {
        // As it stands there: a sign in it is not cleaned away.
        let number = of.raw("number").trim().to_owned();
        let index = self.at.1;
        if number.is_empty() {
            self.problem("number", "", ExportFault::Missing);
        } else if let Some(first) = self.numbers.get(&number).copied() {
            self.problem("number", &number, ExportFault::NumberTwice(first + 1));
        } else {
            self.numbers.insert(number.clone(), index);
        }
        number
    }

    pub(super) fn add_customer(&mut self, customer: CustomerRecord) -> usize {
        let place = self.records.customers.len();
        let (array, index, _) = self.at;
        self.by_name.entry(folded(&customer.name)).or_insert(place);
        self.records.customers.push(customer);
        self.origins.customers.push(At::from((array, index)));
        place
    }

    /// What invoices call a customer.
    pub(super) fn reference(&self, place: usize) -> String {
        let customer = self.records.customers.get(place);
        customer.map_or_else(String::new, |customer| {
            if customer.number.is_empty() {
                customer.name.clone()
            } else {
                customer.number.clone()
            }
        })
    }

    pub(super) fn take(&mut self, stated: Stated) {
        let Stated {
            mut record,
            currency,
            asked,
            paid,
            payments,
        } = stated;
        record.currency = Some(currency);
        let lines = comes_to(&record, currency);
        let asked = match (asked, lines) {
            (Some(asked), _) => asked,
            (None, Some(lines)) => lines,
            // What is wrong was noted with its place.
            (None, None) if !self.problems.is_empty() => return,
            (None, None) => return self.problem("", "", MoneyError::TooLarge),
        };
        if asked.is_zero() && record.lines.is_empty() {
            return self.warn("", "", ExportFault::Nothing);
        }
        if asked.is_negative() {
            opening(&mut record, asked.neg());
            record.kind = DocumentKind::CreditNote;
            self.warn("", "", ExportFault::Credit);
        } else if lines != Some(asked) {
            let fault = match lines {
                Some(lines) if !record.lines.is_empty() => ExportFault::OtherTotal { asked, lines },
                _ => ExportFault::Lines,
            };
            opening(&mut record, asked);
            self.warn("", "", fault);
        } else if record.lines.iter().any(|line| line.description.is_empty()) {
            opening(&mut record, asked);
            self.warn("", "", ExportFault::Lines);
        }
        let mut left = asked;
        if record.void.is_none() {
            left = self.payments(&mut record, asked, payments);
        }
        let (array, index, _) = self.at;
        if paid && !left.is_zero() {
            self.undated.push(Undated {
                invoice: self.records.invoices.len(),
                amount: if left.is_negative() { left.neg() } else { left },
            });
        }
        self.asked.push(match record.kind {
            DocumentKind::CreditNote => asked.neg(),
            _ => asked,
        });
        self.records.invoices.push(record);
        self.origins.invoices.push(At::from((array, index)));
    }

    /// Puts the payments against their document, and gives back what is left
    /// of it.
    pub(super) fn payments(
        &mut self,
        record: &mut InvoiceRecord,
        asked: Money,
        payments: Vec<(Date, Decimal, String)>,
    ) -> Money {
        let mut left = asked;
        for (index, (date, amount, note)) in payments.into_iter().enumerate() {
            let place = format!("payments[{index}].amount");
            let text = amount.to_string();
            let money = match cents(amount, asked.currency()) {
                Ok(money) => money,
                Err(fault) => {
                    self.problem(&place, &text, fault);
                    continue;
                }
            };
            if money.is_zero() {
                continue;
            }
            if money.is_negative() || record.kind == DocumentKind::CreditNote {
                self.problem(&place, &text, ExportFault::NegativePayment);
                continue;
            }
            let part = money.min(left).unwrap_or(left);
            if let Ok(over) = money.sub(part)
                && over.is_positive()
            {
                self.warn(&place, &text, ExportFault::Overpaid(over));
            }
            left = left.sub(part).unwrap_or(left);
            let mut payment = payment(record, date, money.amount(), part.amount());
            payment.note = note;
            self.records.payments.push(payment);
            let (array, index, _) = self.at;
            self.origins.payments.push(At::from((array, index)));
        }
        left
    }
}

/// Whole minor units. What a binary fraction adds is rounded off; what a
/// person may have meant is not.
fn cents(amount: Decimal, currency: Currency) -> Result<Money, ExportFault> {
    let noise = Decimal::new(1, 8)?;
    let money = Money::rounded(amount, currency)?;
    if money.amount().sub(amount)?.abs() > noise {
        return Err(MoneyError::TooPrecise(currency).into());
    }
    Ok(money)
}

/// A tax of that percentage, as programs name it that know no category.
pub(super) fn tax_record(name: &str, percent: Decimal) -> TaxRecord {
    TaxRecord {
        name: if name.is_empty() { "Tax" } else { name }.to_owned(),
        category: if percent.is_zero() {
            TaxCategory::Z
        } else {
            TaxCategory::S
        },
        percent,
        ..TaxRecord::default()
    }
}
