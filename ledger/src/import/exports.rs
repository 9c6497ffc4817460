//! Exports of other invoicing programs as a records file.
//!
//! Two are read: that of serverless-invoices and that of inv-gen. They are
//! JSON as those programs happened to save it, so reading is tolerant: a
//! number may be a text, a field may be missing or unknown. What cannot be
//! read is an [`ExportProblem`] with its place. Nothing in a file is ever run,
//! rendered or fetched; logos, styles and settings are not looked at.
//!
//! What the file leaves open is not guessed:
//!
//! - Drafts are left out and counted: they are no documents yet.
//! - A document that cannot be read is named with its place; the others can
//!   come in without it, where the user says so.
//! - Two documents of one number are such a problem, which names both. A
//!   customer holds each of them, so none is renumbered here.
//! - Paid without a date: [`Paid`] is what the user says.
//! - The programs round a total once, this ledger rounds each line. Where the
//!   two differ, or lines cannot stand as they are, what the customer was
//!   asked for counts: the document becomes an opening item of that total.
//!
//! Numbers are taken from the text, digit by digit, never through a float.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;
use statements::table::dates::{self, DateOrder};

use super::customers::folded;
use super::{Origins, content, tax};
use crate::date::{BadDate, Date};
use crate::file_kind::{self, FileKind};
use crate::invoice::{Adjustment, AdjustmentValue, Invoice, Line, Totals};
use crate::money::{Currency, Decimal, Money, MoneyError};
use crate::problem::{At, FieldName};
use crate::records::{
    self, AllocationRecord, CustomerRecord, DocumentKind, InvoiceRecord, PaymentRecord,
    RECORDS_MAX, RecordsFile, RefundRecord, TaxRecord,
};
use crate::tax::{RetainedTax, TAXES_MAX, Tax, TaxCategory};

mod inv_gen;
mod serverless;

/// Bytes of a file at the most.
pub const BYTES_MAX: usize = 50 << 20;
/// Problems that are gathered before reading gives up.
pub const PROBLEMS_MAX: usize = 1_000;
/// Characters of a value shown with its problem.
const EXCERPT_CHARS: usize = 60;
/// Digits of a number that a binary fraction stands for.
const BINARY_DIGITS: usize = 15;

/// The program that wrote a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Program {
    ServerlessInvoices,
    InvGen,
}

/// When documents were paid that the file calls paid without a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paid {
    /// They stay open.
    Open,
    WhenDue,
    On(Date),
}

/// What a file came to.
#[derive(Clone, PartialEq, Debug)]
pub struct Export {
    pub program: Program,
    records: RecordsFile,
    origins: Origins,
    /// What each document asks for.
    asked: Vec<Money>,
    undated: Vec<Undated>,
    /// Drafts, which are left out.
    pub drafts: usize,
    /// What was taken, but is odd.
    pub warnings: Vec<ExportProblem>,
    /// Why documents cannot be taken, and how many.
    pub left: Vec<ExportProblem>,
    pub left_out: usize,
}

/// A document paid on no day, by its place in the records.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Undated {
    invoice: usize,
    amount: Money,
}

impl Export {
    /// Documents that are called paid without a date.
    pub fn undated(&self) -> usize {
        self.undated.len()
    }

    pub fn customers(&self) -> usize {
        self.records.customers.len()
    }

    pub fn documents(&self) -> usize {
        self.records.invoices.len()
    }

    /// The documents with what each asks for, a credit as it is printed.
    pub fn preview(&self) -> impl Iterator<Item = (&InvoiceRecord, Money)> {
        self.records.invoices.iter().zip(self.asked.iter().copied())
    }

    /// The records, with payments where `paid` says so, and where each came
    /// from.
    pub fn records(&self, paid: Paid) -> (RecordsFile, Origins) {
        let (mut records, mut origins) = (self.records.clone(), self.origins.clone());
        for undated in &self.undated {
            let invoice = &mut records.invoices[undated.invoice];
            let date = match paid {
                Paid::Open => continue,
                Paid::WhenDue => invoice.due.unwrap_or(invoice.issued),
                Paid::On(date) => date,
            };
            let amount = undated.amount.amount();
            if invoice.kind == DocumentKind::CreditNote {
                invoice.refunds.push(RefundRecord {
                    // Nothing is given back of a credit that is not there yet.
                    date: date.max(invoice.issued),
                    amount,
                    reference: String::new(),
                });
                continue;
            }
            let payment = payment(invoice, date, amount, amount);
            records.payments.push(payment);
            origins.payments.push(origins.invoices[undated.invoice]);
        }
        (records, origins)
    }
}

/// Why a file was not read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    File(#[from] records::Problem),
    #[error("{} places cannot be read, the first: {}", .0.len(), .0.first().map_or_else(String::new, ToString::to_string))]
    Places(Vec<ExportProblem>),
}

/// What is wrong or odd, and where.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{place}: {record}: {fault}")]
pub struct ExportProblem {
    /// The way to it in the file: `invoices[3].rows[0].price`.
    pub place: String,
    /// The document's number or the customer's name.
    pub record: String,
    pub fault: ExportFault,
    /// The beginning of what stands there.
    pub value: String,
}

/// What is wrong or odd.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ExportFault {
    #[error("not of the form that the program writes")]
    Form,
    #[error("missing")]
    Missing,
    #[error("not a number")]
    NotANumber,
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("not a date")]
    NotADate,
    #[error(transparent)]
    Date(BadDate),
    #[error("not a currency code of ISO 4217")]
    UnknownCurrency,
    #[error("not a status that is known")]
    UnknownStatus,
    #[error(
        "the number of invoice {0} again: a customer holds each, so give one another number in the other program"
    )]
    /// Of which one, from 1.
    NumberTwice(usize),
    #[error("below zero: record what was given back as a refund")]
    NegativePayment,
    #[error("no due date: taken as due on the day of issue")]
    NoDueDate,
    #[error("asks for nothing: left out")]
    Nothing,
    #[error("below zero: taken as an opening credit, without its lines")]
    Credit,
    #[error(
        "asked for {asked}, its lines come to {lines} here: taken as an opening item, without lines"
    )]
    OtherTotal { asked: Money, lines: Money },
    #[error("its lines cannot stand here as they are: taken as an opening item, without lines")]
    Lines,
    #[error("cancelled without a date: taken as void from the day of issue")]
    Cancelled,
    #[error("archived: what is not paid of it is open")]
    Archived,
    #[error("{0} more was paid than it asked for: unapplied")]
    Overpaid(Money),
    #[error("several customers are called so: kept apart by a customer number")]
    SameName,
    #[error("more than {PROBLEMS_MAX}; the others are not listed")]
    More,
}

/// Reads the export of a program.
///
/// # Errors
/// [`Refused`] with what is wrong with the file, or with all places that
/// cannot be read.
pub fn read(bytes: &[u8], currency: Currency) -> Result<Export, Refused> {
    if bytes.len() > BYTES_MAX {
        return Err(records::Problem::TooLarge { bytes: bytes.len() }.into());
    }
    let kind = FileKind::of(bytes);
    let is_json = matches!(
        kind,
        FileKind::Json | FileKind::ServerlessInvoices | FileKind::InvGen
    );
    let text = file_kind::without_bom(bytes);
    if !is_json || !text.trim_ascii_start().starts_with(b"{") {
        return Err(records::Problem::WrongFile(kind).into());
    }
    let text = records::utf8(text)?;
    let top: Members =
        serde_json::from_str(text).map_err(|error| records::malformed(text, &error))?;
    let top = Object(top);
    let is = |names: &[&str]| names.iter().all(|name| top.0.contains_key(*name));
    let program = if is(&["exportedAt", "invoices"]) {
        Program::InvGen
    } else if is(&["invoices"]) && (is(&["clients"]) || is(&["team"]) || is(&["bank_accounts"])) {
        Program::ServerlessInvoices
    } else {
        return Err(records::Problem::WrongFile(kind).into());
    };
    let mut reader = Reader::new(currency);
    match program {
        Program::ServerlessInvoices => serverless::read(&mut reader, &top),
        Program::InvGen => inv_gen::read(&mut reader, &top),
    }
    reader.finish(program)
}

type Members<'a> = BTreeMap<String, &'a RawValue>;

/// A JSON object of which nothing but the wanted is read.
#[derive(Default)]
struct Object<'a>(Members<'a>);

impl<'a> Object<'a> {
    /// Nothing where it is missing or null.
    fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0
            .get(name)
            .copied()
            .filter(|value| value.get() != "null")
    }

    /// A text as it stands there; a number or truth value by its letters.
    fn raw(&self, name: &str) -> Cow<'a, str> {
        self.get(name).map_or(Cow::Borrowed(""), plain_text)
    }

    /// A text of one line.
    fn text(&self, name: &str) -> String {
        self.raw(name)
            .split(char::is_control)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The lines of a text that are not blank.
    fn lines(&self, name: &str) -> Vec<String> {
        self.raw(name)
            .lines()
            .map(|line| line.replace(char::is_control, " ").trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    }

    fn object(&self, name: &str) -> Object<'a> {
        self.get(name).and_then(object).unwrap_or_default()
    }
}

fn object(value: &RawValue) -> Option<Object<'_>> {
    serde_json::from_str(value.get()).ok().map(Object)
}

fn plain_text(value: &RawValue) -> Cow<'_, str> {
    match value.get().as_bytes().first() {
        Some(b'"') => {
            serde_json::from_str::<String>(value.get()).map_or(Cow::Borrowed(""), Cow::Owned)
        }
        Some(b'{' | b'[') | None => Cow::Borrowed(""),
        Some(_) => Cow::Borrowed(value.get()),
    }
}

fn excerpt(text: &str) -> String {
    text.chars()
        .take(EXCERPT_CHARS)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}

/// The number that a text states as JavaScript reads and writes it: `12`,
/// `-0.5`, `.5`, `1e-7`. Digits past the fifteenth of a longer fraction are
/// what a binary fraction adds to the number meant, and are cut.
fn decimal(text: &str) -> Result<Decimal, ExportFault> {
    const EXPONENT_MAX: i32 = 40;
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        None => (text, 0),
        Some((digits, exponent)) => (
            digits,
            exponent.parse().map_err(|_| ExportFault::NotANumber)?,
        ),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all: String = [whole, fraction].concat();
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ExportFault::NotANumber);
    }
    let significant = all.trim_start_matches('0');
    if significant.is_empty() {
        return Ok(Decimal::ZERO);
    }
    // Of the digits in `all`, those before the point.
    let point = i32::try_from(whole.len())
        .ok()
        .and_then(|point| point.checked_add(exponent))
        .filter(|point| point.abs() <= EXPONENT_MAX && all.len() <= 100)
        .ok_or(MoneyError::TooManyDigits)?;
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let padded = zeros(-point) + &all + &zeros(point - i32::try_from(all.len()).unwrap_or(0));
    let (whole, fraction) = padded.split_at(usize::try_from(point).unwrap_or(0));
    let whole = whole.trim_start_matches('0');
    let mut fraction = fraction.trim_end_matches('0');
    if significant.len() > BINARY_DIGITS {
        let room = 18_usize.saturating_sub(whole.len()).min(12);
        fraction = &fraction[..fraction.len().min(room)];
    }
    let sign = if negative { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    let number: Decimal = format!("{sign}{whole}{point}{fraction}").parse()?;
    Ok(number.trimmed())
}

/// A file on its way to records.
struct Reader {
    /// Of the books, where nothing in the file says another.
    currency: Currency,
    records: RecordsFile,
    origins: Origins,
    asked: Vec<Money>,
    undated: Vec<Undated>,
    drafts: usize,
    /// The place of each number.
    numbers: BTreeMap<String, usize>,
    /// Customers by the folded name, as [`Reader::records`] has them.
    by_name: BTreeMap<String, usize>,
    /// The record looked at: its array, its place in it, its name.
    at: (FieldName, usize, String),
    problems: Vec<ExportProblem>,
    /// All of them, those that are not listed included.
    faults: usize,
    warnings: Vec<ExportProblem>,
    /// Problems of documents that are left out, and how many these are.
    left: Vec<ExportProblem>,
    left_out: usize,
}

/// A document as the file states it.
struct Stated {
    record: InvoiceRecord,
    currency: Currency,
    /// What the other program asked for; else what the lines come to.
    asked: Option<Money>,
    /// Whether the file calls it paid.
    paid: bool,
    payments: Vec<(Date, Decimal, String)>,
}

impl Reader {
    fn new(currency: Currency) -> Reader {
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
    fn document(&mut self, read: impl FnOnce(&mut Reader)) {
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

    fn finish(mut self, program: Program) -> Result<Export, Refused> {
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

    fn note(&self, count: usize, field: &str, value: &str, fault: ExportFault) -> ExportProblem {
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

    fn problem(&mut self, field: &str, value: &str, fault: impl Into<ExportFault>) {
        self.faults += 1;
        let count = self.problems.len();
        if count <= PROBLEMS_MAX {
            let problem = self.note(count, field, value, fault.into());
            self.problems.push(problem);
        }
    }

    fn warn(&mut self, field: &str, value: &str, fault: ExportFault) {
        let count = self.warnings.len();
        if count <= PROBLEMS_MAX {
            let warning = self.note(count, field, value, fault);
            self.warnings.push(warning);
        }
    }

    /// The objects of a list; a problem is noted of what is none.
    fn list<'a>(&mut self, of: &Object<'a>, name: FieldName) -> Vec<Object<'a>> {
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
    fn inner<'a>(&mut self, of: &Object<'a>, name: &str) -> Vec<Object<'a>> {
        let Some(value) = of.get(name) else {
            return Vec::new();
        };
        let (array, at, _) = self.at;
        self.objects(value, |index| format!("{array}[{at}].{name}[{index}]"))
    }

    /// A number; `None` where there is none or it cannot be read.
    fn number(&mut self, of: &Object, name: &str, place: &str) -> Option<Decimal> {
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

    fn date(&mut self, of: &Object, name: &str, place: &str) -> Option<Date> {
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
    fn dates(&mut self, of: &Object, issued: &str, due: &str) -> Option<(Date, Option<Date>)> {
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
    fn currency(&mut self, stated: &[String]) -> Option<Currency> {
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
    fn numbered(&mut self, of: &Object) -> String {
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

    fn add_customer(&mut self, customer: CustomerRecord) -> usize {
        let place = self.records.customers.len();
        let (array, index, _) = self.at;
        self.by_name.entry(folded(&customer.name)).or_insert(place);
        self.records.customers.push(customer);
        self.origins.customers.push(At::from((array, index)));
        place
    }

    /// What invoices call a customer.
    fn reference(&self, place: usize) -> String {
        let customer = &self.records.customers[place];
        if customer.number.is_empty() {
            customer.name.clone()
        } else {
            customer.number.clone()
        }
    }

    fn take(&mut self, stated: Stated) {
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
    fn payments(
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

/// A payment of that amount, of which a part is put against the document.
fn payment(record: &InvoiceRecord, date: Date, amount: Decimal, part: Decimal) -> PaymentRecord {
    let allocation = AllocationRecord {
        invoice: record.number.clone(),
        amount: part,
        date: None,
    };
    PaymentRecord {
        customer: record.customer.clone(),
        date,
        amount,
        currency: record.currency,
        method: String::new(),
        reference: String::new(),
        note: String::new(),
        allocations: Some(allocation)
            .filter(|allocation| !allocation.amount.is_zero())
            .into_iter()
            .collect(),
        refunds: Vec::new(),
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

/// Makes an opening item of a document.
fn opening(record: &mut InvoiceRecord, total: Money) {
    record.total = Some(total.amount());
    record.lines.clear();
    record.adjustments.clear();
    record.retained.clear();
}

/// A tax of that percentage, as programs name it that know no category.
fn tax_record(name: &str, percent: Decimal) -> TaxRecord {
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

/// What the lines of a document come to by this ledger's own rules.
fn comes_to(record: &InvoiceRecord, currency: Currency) -> Option<Money> {
    let mut taxes: Vec<Tax> = Vec::new();
    let lists = record.lines.iter().map(|line| &line.taxes);
    for stated in lists
        .chain(record.adjustments.iter().map(|stated| &stated.taxes))
        .flatten()
    {
        let stated = tax(stated);
        if !taxes.contains(&stated) {
            taxes.push(stated);
        }
    }
    if taxes.len() > TAXES_MAX {
        return None;
    }
    let adjustments = |stated: &[records::AdjustmentRecord]| {
        let adjustments = stated.iter().map(|stated| Adjustment {
            kind: stated.kind,
            value: match (stated.amount, stated.percent) {
                (Some(amount), _) => AdjustmentValue::Amount(amount),
                (None, percent) => AdjustmentValue::Percent(percent.unwrap_or_default()),
            },
            reason: String::new(),
            reason_code: String::new(),
            taxes: content::set(&stated.taxes, &taxes),
            spread: stated.spread,
        });
        adjustments.collect::<Vec<_>>()
    };
    let lines = record.lines.iter().map(|line| Line {
        description: String::new(),
        quantity: line.quantity,
        unit: String::new(),
        unit_price: line.unit_price,
        taxes: content::set(&line.taxes, &taxes),
        adjustments: adjustments(&line.adjustments),
        more: None,
    });
    let retained = record.retained.iter().map(|retained| RetainedTax {
        name: String::new(),
        percent: retained.percent,
    });
    let document = Invoice {
        currency,
        lines: lines.collect(),
        adjustments: adjustments(&record.adjustments),
        retained: retained.collect(),
        taxes: taxes.clone(),
        rule: record.rule,
        ..Invoice::default()
    };
    let totals = Totals::of(&document, &[], Decimal::ZERO).ok()?;
    Money::new(totals.payable, currency).ok()
}

#[cfg(test)]
mod tests;
