//! A table held against the book: what of it can be taken, what is odd, and
//! what stays out.

use std::collections::{BTreeMap, BTreeSet};

use statements::table::cells::{self, Side};
use statements::table::dates::{self, ShortYears};
use statements::table::{Amounts, Mark, Outcome, Row, Rows, bare, guess_delimiter};

use super::known::Known;
use super::table_dates::TableDates;
use super::{
    Choice, DATES, DateOrder, DecimalSign, Delimiter, Field, FileFault, Guess, Holds, MONEY, Odd,
    Options, PROBLEMS_MAX, ROWS_MAX, RowFault, RowProblem, TEXT_CHARS_MAX, check_text, excerpt,
    line, sniff, value, words,
};
use crate::book::Book;
use crate::command::Context;
use crate::date::{BadDate, Date};
use crate::import::names::Customers;
use crate::import::{Origins, plan_in_steps};
use crate::letters::tidy;
use crate::money::{Currency, Decimal, Money};
use crate::problem::{FieldName, Problem};
use crate::records::{CustomerRecord, PaymentRecord, RecordsFile};
use crate::slices::{Steps, at_once};

/// Days ahead of today that a document is dated at the most before it is odd.
const AHEAD_DAYS: i32 = 366;
/// Days that it lies back at the most, and days to pay: thirty and ten years.
const BACK_DAYS: i32 = 30 * 366;
const DUE_DAYS: i32 = 10 * 366;
/// How often the rows that the plan refuses are left out before it is given
/// up.
const ROUNDS: usize = 4;

/// What a table comes to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Checked {
    /// What can be taken.
    pub records: RecordsFile,
    /// The line that each record came from.
    pub origins: Origins,
    /// What is odd, in the order of the rows, up to [`PROBLEMS_MAX`].
    pub found: Vec<RowProblem>,
    /// How much is odd, by kind.
    pub counts: BTreeMap<Odd, usize>,
    /// Rows that stay out and can be mended.
    pub left: Vec<LeftOut>,
    /// Rows that stay out, as there is nothing to take of them.
    pub skipped: usize,
    /// The names of the columns.
    pub header: Vec<String>,
    /// Rows below the header, headings and totals not counted.
    pub rows: usize,
    /// Rows that are paid on no day, while nobody said when.
    pub undated: usize,
}

/// A row that stays out.
#[derive(Clone, PartialEq, Debug)]
pub struct LeftOut {
    pub line: u32,
    pub fields: Vec<String>,
    pub why: RowFault,
}

impl Checked {
    /// Rows that are taken.
    pub fn taken(&self) -> usize {
        self.rows.saturating_sub(self.left.len() + self.skipped)
    }

    /// Whether there is nothing to say or to ask.
    pub fn is_plain(&self) -> bool {
        self.counts.is_empty() && self.undated == 0
    }

    /// The kinds of odd rows of which only the user knows what to do.
    pub fn asked(&self, options: &Options) -> Vec<Odd> {
        let kinds = self.counts.keys().copied();
        kinds
            .filter(|odd| options.choices.of(*odd).is_none())
            .collect()
    }
}

/// Holds a table against the book.
///
/// # Errors
/// [`FileFault`] where it cannot be read as chosen.
pub fn check(text: &str, options: &Options, book: &Book) -> Result<Checked, FileFault> {
    at_once(check_in_steps(text, options, book, &Steps::default()))
}

/// The same as long work, a step for each row.
///
/// # Errors
/// As [`check`].
pub async fn check_in_steps(
    text: &str,
    options: &Options,
    book: &Book,
    steps: &Steps,
) -> Result<Checked, FileFault> {
    check_text(text)?;
    if let Some(field) = options.holds.missing(&options.columns) {
        return Err(FileFault::NoColumn(field));
    }
    let delimiter = options.delimiter.unwrap_or_else(|| guess_delimiter(text));
    let mut table = Table::new(options, book);
    let rows = table.rows(text, delimiter, steps).await?;
    table.orders = date_orders(options, &rows)?;
    table.sign = decimal_sign(options, &rows)?;
    steps.begin(rows.len());
    match options.holds {
        Holds::Invoices => table.invoices(&rows, steps).await,
        Holds::Payments => {
            for row in &rows {
                steps.step().await;
                table.payment(row);
            }
        }
        Holds::Customers => {
            for row in &rows {
                steps.step().await;
                table.customer(row);
            }
        }
    }
    if let Some(line) = table.without_currency {
        return Err(FileFault::NoCurrency { line });
    }
    Ok(table.checked(&rows))
}

/// The same without what the plan refuses: what stands in a closed period,
/// say. As long work.
///
/// # Errors
/// The problems of the plan, where they are of no row, or of too many.
pub async fn sound_in_steps(
    mut checked: Checked,
    text: &str,
    options: &Options,
    book: &Book,
    context: &Context,
    steps: &Steps,
) -> Result<Checked, Vec<Problem>> {
    let mut rounds = 0;
    loop {
        let planned = plan_in_steps(book, &checked.records, context, steps).await;
        let Err(problems) = planned else {
            return Ok(checked);
        };
        rounds += 1;
        if rounds > ROUNDS || !checked.leave_out(&problems, text, options) {
            return Err(problems);
        }
    }
}

impl Checked {
    /// Leaves out the rows that the problems are of; `false` where one is of
    /// none.
    fn leave_out(&mut self, problems: &[Problem], text: &str, options: &Options) -> bool {
        let mut whys: BTreeMap<u32, RowFault> = BTreeMap::new();
        for problem in problems {
            let at = self.origins.of(problem.at);
            let Some(line) = at.index.filter(|_| at.field == FieldName::Line) else {
                return false;
            };
            let line = u32::try_from(line).unwrap_or(u32::MAX).saturating_add(1);
            let problem = Problem {
                at,
                what: problem.what.clone(),
            };
            whys.entry(line)
                .or_insert_with(|| RowFault::Record(Box::new(problem)));
        }
        let out = |at: &crate::problem::At| {
            at.index
                .and_then(|line| u32::try_from(line + 1).ok())
                .is_some_and(|line| whys.contains_key(&line))
        };
        without(&mut self.records.invoices, &mut self.origins.invoices, out);
        without(&mut self.records.payments, &mut self.origins.payments, out);
        self.without_strangers(options.holds, out);
        let delimiter = options.delimiter.unwrap_or_else(|| guess_delimiter(text));
        let rows = Rows::new(text, delimiter).filter_map(Result::ok);
        for row in rows {
            let Some(why) = whys.remove(&row.line) else {
                continue;
            };
            *self.counts.entry(why.odd()).or_default() += 1;
            if self.found.len() < PROBLEMS_MAX {
                self.found.push(RowProblem {
                    line: row.line,
                    column: None,
                    fault: why.clone(),
                    value: excerpt(value(&row, options, Field::Number)),
                });
            }
            self.left.push(left_out(&row, why));
        }
        self.left.sort_by_key(|left| left.line);
        true
    }

    /// Without customers that are out themselves, and, beside documents and
    /// payments, without those that none of these names any more.
    fn without_strangers(&mut self, holds: Holds, out: impl Fn(&crate::problem::At) -> bool) {
        if holds == Holds::Customers {
            return without(
                &mut self.records.customers,
                &mut self.origins.customers,
                out,
            );
        }
        let invoices = self.records.invoices.iter().map(|record| &record.customer);
        let payments = self.records.payments.iter().map(|record| &record.customer);
        let named: BTreeSet<&str> = invoices.chain(payments).map(String::as_str).collect();
        let is_named = |record: &CustomerRecord| {
            named.contains(record.number.as_str()) || named.contains(record.name.as_str())
        };
        let keep: Vec<bool> = self.records.customers.iter().map(is_named).collect();
        retain(&mut self.records.customers, &keep);
        retain(&mut self.origins.customers, &keep);
    }
}

/// Without the records whose place is out.
fn without<T>(
    records: &mut Vec<T>,
    places: &mut Vec<crate::problem::At>,
    out: impl Fn(&crate::problem::At) -> bool,
) {
    let keep: Vec<bool> = places.iter().map(|place| !out(place)).collect();
    retain(records, &keep);
    retain(places, &keep);
}

fn retain<T>(list: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    list.retain(|_| keep.next().copied().unwrap_or(true));
}

fn left_out(row: &Row, why: RowFault) -> LeftOut {
    LeftOut {
        line: row.line,
        fields: row.fields.iter().map(ToString::to_string).collect(),
        why,
    }
}

fn date_orders(options: &Options, rows: &[Row]) -> Result<[DateOrder; DATES.len()], FileFault> {
    let mut dates = TableDates::default();
    for row in rows {
        for (place, field) in DATES.into_iter().enumerate() {
            dates.add(place, row.line, value(row, options, field));
        }
    }
    let mut orders = [DateOrder::Ymd; DATES.len()];
    for ((place, field), known) in DATES.into_iter().enumerate().zip(&mut orders) {
        *known = match (options.date_orders.of(field), dates.outcome(place)) {
            (Some(order), _) | (None, Outcome::One(order)) => order,
            _ if !dates.is_used(place) => continue,
            (None, Outcome::Ambiguous { left, example }) => {
                return Err(FileFault::AmbiguousDates {
                    orders: left,
                    line: example.0,
                    text: excerpt(&example.1),
                });
            }
            (None, Outcome::Mixed(first, second)) => {
                return Err(FileFault::MixedDates { first, second });
            }
        };
    }
    Ok(orders)
}

fn decimal_sign(options: &Options, rows: &[Row]) -> Result<DecimalSign, FileFault> {
    if let Some(sign) = options.decimal_sign {
        return Ok(sign);
    }
    let mut amounts = Amounts::default();
    for row in rows {
        for field in MONEY {
            amounts.add(row.line, value(row, options, field));
        }
    }
    match amounts.0.outcome() {
        Outcome::One(sign) => Ok(sign),
        Outcome::Ambiguous {
            example: (line, text),
            ..
        } => Err(FileFault::AmbiguousAmounts {
            line,
            text: excerpt(&text),
        }),
        Outcome::Mixed(first, second) => Err(FileFault::MixedAmounts { first, second }),
    }
}

/// How a cell is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shown {
    Text(String),
    Date(Date),
    Money(Money),
    /// An amount while no currency is chosen.
    Amount(Decimal),
    /// It stands there, and cannot be read as chosen.
    Unread(String),
}

/// The first rows as they will be read, with their lines: what stands in the
/// columns of these fields.
pub fn preview(guess: &Guess, options: &Options, fields: &[Field]) -> Vec<(u32, Vec<Shown>)> {
    let rows = guess.sample.iter().map(|(line, cells)| Row {
        line: *line,
        fields: cells.iter().map(|cell| cell.as_str().into()).collect(),
    });
    rows.map(|row| {
        let cells = fields.iter().map(|field| shown(&row, *field, options));
        (row.line, cells.collect())
    })
    .collect()
}

fn shown(row: &Row, field: Field, options: &Options) -> Shown {
    let text = value(row, options, field);
    let raw = || Shown::Text(text.to_owned());
    if text.is_empty() || words::is_placeholder(text) {
        return raw();
    }
    if DATES.contains(&field) {
        if field == Field::PaidOn && words::yes_or_no(text).is_some() {
            return raw();
        }
        let short = ShortYears {
            first: options.first_year,
            lead: true,
        };
        let orders = options
            .date_orders
            .of(field)
            .map_or(DateOrder::ALL.to_vec(), |one| vec![one]);
        let mut read = orders
            .into_iter()
            .filter_map(|order| dates::date_with(text, order, short).ok());
        let first = read.next();
        return match first {
            // In several orders it is several days: which is not known yet.
            Some(first) if read.all(|other| other.date == first.date) => Shown::Date(first.date),
            _ => Shown::Unread(text.to_owned()),
        };
    }
    if !MONEY.contains(&field) {
        return raw();
    }
    let Some(cell) = options
        .decimal_sign
        .and_then(|sign| cells::amount(text, sign).ok())
    else {
        return Shown::Unread(text.to_owned());
    };
    let stated = cells::currency(value(row, options, Field::Currency));
    let marks = [stated, cell.written.mark.map(cells::decided)];
    let code = marks.into_iter().flatten().find_map(|mark| match mark {
        Mark::Code(code) => Some(code),
        Mark::Symbol(_) => None,
    });
    match code.or(options.currency) {
        None => Shown::Amount(cell.written.amount),
        Some(currency) => match Money::new(cell.written.amount, currency) {
            Ok(money) => Shown::Money(money),
            Err(_) => Shown::Unread(text.to_owned()),
        },
    }
}

/// A table on its way to records.
pub(super) struct Table<'a> {
    pub(super) options: &'a Options,
    pub(super) book: &'a Book,
    pub(super) customers: Customers,
    /// The payments of the book; looked up once.
    pub(super) known: Option<Known>,
    /// What is open of the invoices that payments were put against.
    pub(super) open: BTreeMap<crate::ids::InvoiceId, i64>,
    pub(super) records: RecordsFile,
    pub(super) origins: Origins,
    /// The line of each number, or of what else must not come twice.
    pub(super) numbers: BTreeMap<String, u32>,
    pub(super) undated: usize,
    header: Vec<String>,
    orders: [DateOrder; DATES.len()],
    sign: DecimalSign,
    /// The customers that were named, by number.
    named: BTreeSet<String>,
    found: Vec<RowProblem>,
    counts: BTreeMap<Odd, usize>,
    /// The rows that stay out, with the first reason.
    out: BTreeMap<u32, RowFault>,
    /// A row that says no currency where none is chosen.
    without_currency: Option<u32>,
    unreadable: Vec<LeftOut>,
}

impl<'a> Table<'a> {
    fn new(options: &'a Options, book: &'a Book) -> Table<'a> {
        let mut records = RecordsFile::new();
        records.currency = options.currency;
        Table {
            options,
            book,
            customers: Customers::of(book),
            known: None,
            open: BTreeMap::new(),
            records,
            origins: Origins::default(),
            numbers: BTreeMap::new(),
            undated: 0,
            header: Vec::new(),
            orders: [DateOrder::Ymd; DATES.len()],
            sign: DecimalSign::Point,
            named: BTreeSet::new(),
            found: Vec::new(),
            counts: BTreeMap::new(),
            out: BTreeMap::new(),
            without_currency: None,
            unreadable: Vec::new(),
        }
    }

    /// The rows below the header, without headings and totals.
    async fn rows<'t>(
        &mut self,
        text: &'t str,
        delimiter: Delimiter,
        steps: &Steps,
    ) -> Result<Vec<Row<'t>>, FileFault> {
        let mut rows = Vec::new();
        let header = self.options.header;
        let mut is_named = false;
        for row in Rows::new(text, delimiter) {
            steps.step().await;
            let at = match &row {
                Ok(row) => row.line,
                Err((line, _)) => *line,
            };
            if header.is_some_and(|header| at < header) {
                continue;
            }
            match row {
                Ok(row) if !is_named => {
                    is_named = true;
                    self.name_columns(&row)?;
                    if header.is_none() {
                        self.add_row(row, &mut rows);
                    }
                }
                Ok(row) => self.add_row(row, &mut rows),
                Err((line, fault)) => {
                    self.note(line, None, "", fault.into());
                    self.unreadable.push(LeftOut {
                        line,
                        fields: line_of(text, line).into_iter().collect(),
                        why: fault.into(),
                    });
                }
            }
            if rows.len() > ROWS_MAX {
                return Err(FileFault::TooManyRows);
            }
        }
        if rows.is_empty() && self.unreadable.is_empty() {
            return Err(FileFault::Empty);
        }
        Ok(rows)
    }

    fn add_row<'t>(&mut self, row: Row<'t>, rows: &mut Vec<Row<'t>>) {
        if sniff::is_aside(&row, &self.options.columns, self.options.holds) {
            let first = row.fields.iter().find(|field| !field.is_empty());
            let first = first.map(ToString::to_string).unwrap_or_default();
            self.note(row.line, None, &first, RowFault::Aside);
        } else {
            rows.push(row);
        }
    }

    /// Takes the names of the columns from the row that has them, or else
    /// numbers for them.
    fn name_columns(&mut self, first: &Row) -> Result<(), FileFault> {
        for field in self.options.holds.fields().iter().copied() {
            if let Some(column) = self.options.columns.of(field)
                && column >= first.fields.len()
            {
                return Err(FileFault::NoSuchColumn { field, column });
            }
        }
        let is_named = self.options.header.is_some();
        self.header = first
            .fields
            .iter()
            .enumerate()
            .map(|(column, name)| match name.as_ref() {
                name if is_named && !name.is_empty() => excerpt(name),
                _ => (column + 1).to_string(),
            })
            .collect();
        Ok(())
    }

    fn checked(self, rows: &[Row]) -> Checked {
        let mut out = self.out;
        let mut left = self.unreadable;
        let all = rows.len() + left.len();
        let mut skipped = 0;
        for row in rows {
            match out.remove(&row.line) {
                None => {}
                Some(why) if why.odd().is_skipped() => skipped += 1,
                Some(why) => left.push(left_out(row, why)),
            }
        }
        left.sort_by_key(|left| left.line);
        Checked {
            records: self.records,
            origins: self.origins,
            found: self.found,
            counts: self.counts,
            rows: all,
            left,
            skipped,
            header: self.header,
            undated: self.undated,
        }
    }

    /// Notes what is odd about a row, and what is to become of it. Where the
    /// row stays out, that is kept.
    pub(super) fn odd(&mut self, row: &Row, field: Option<Field>, fault: RowFault) -> Choice {
        let choice = self.options.choices.of(fault.odd());
        let choice = choice.unwrap_or(Choice::LeaveOut);
        let column = field.and_then(|field| self.column(field));
        let text = field.map_or("", |field| value(row, self.options, field));
        if choice == Choice::LeaveOut {
            self.out.entry(row.line).or_insert_with(|| fault.clone());
        }
        self.note(row.line, column, text, fault);
        choice
    }

    /// The same where the row cannot be taken.
    pub(super) fn faulty(&mut self, row: &Row, field: Field, fault: impl Into<RowFault>) {
        self.odd(row, Some(field), fault.into());
    }

    pub(super) fn leave_out(&mut self, row: &Row, fault: RowFault) {
        self.out.entry(row.line).or_insert(fault);
    }

    fn note(&mut self, line: u32, column: Option<String>, value: &str, fault: RowFault) {
        *self.counts.entry(fault.odd()).or_default() += 1;
        if self.found.len() < PROBLEMS_MAX {
            self.found.push(RowProblem {
                line,
                column,
                fault,
                value: excerpt(value),
            });
        }
    }

    fn column(&self, field: Field) -> Option<String> {
        let column = self.options.columns.of(field)?;
        self.header.get(column).cloned()
    }

    /// What the column of a field is called, in one form.
    pub(super) fn bare_column(&self, field: Field) -> String {
        bare(&self.column(field).unwrap_or_default())
    }

    /// Whether the row has as many fields as there are columns.
    pub(super) fn fits(&mut self, row: &Row) -> bool {
        let beyond = row.fields.iter().skip(self.header.len());
        let fits = !beyond.into_iter().any(|field| !field.is_empty());
        if !fits {
            self.odd(row, None, RowFault::TooManyFields);
        }
        fits
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, row: &Row, field: Field) -> Option<String> {
        let text = self.optional(row, field)?;
        if text.is_empty() {
            self.faulty(row, field, RowFault::Missing);
            return None;
        }
        Some(text)
    }

    /// A text that may be missing, its spaces and letters in one form.
    pub(super) fn optional(&mut self, row: &Row, field: Field) -> Option<String> {
        let text = value(row, self.options, field);
        let text = cells::text_of(text, matches!(field, Field::Number));
        let text = tidy(text);
        let fault = if text.chars().nth(TEXT_CHARS_MAX).is_some() {
            RowFault::TooLong
        } else if text.chars().any(char::is_control) {
            RowFault::ControlCharacter
        } else {
            return Some(text);
        };
        self.faulty(row, field, fault);
        None
    }

    /// A day; what stands for none is none.
    #[expect(clippy::option_option, reason = "no day is no problem")]
    pub(super) fn date(&mut self, row: &Row, field: Field) -> Option<Option<Date>> {
        let text = value(row, self.options, field);
        if text.is_empty() || words::is_placeholder(text) {
            return Some(None);
        }
        let mut orders = DATES.into_iter().zip(self.orders);
        let (_, order) = orders.find(|(known, _)| *known == field)?;
        let short = ShortYears {
            first: self.options.first_year,
            lead: true,
        };
        let fault = match dates::date_with(text, order, short) {
            Ok(read) => return Some(Some(read.date)),
            Err(BadDate::Malformed) => RowFault::NotADate(order),
            Err(fault) => RowFault::Date(fault),
        };
        self.faulty(row, field, fault);
        None
    }

    /// The same, which must be there.
    pub(super) fn day(&mut self, row: &Row, field: Field) -> Option<Date> {
        let date = self.date(row, field)?;
        if date.is_none() {
            self.faulty(row, field, RowFault::Missing);
        }
        date
    }

    /// Whether a day near today, or one that the user says is right.
    pub(super) fn is_near(&mut self, row: &Row, field: Field, date: Date) -> bool {
        let days = date.days_since(self.options.today);
        let ahead = if field == Field::Due {
            DUE_DAYS
        } else {
            AHEAD_DAYS
        };
        if (-BACK_DAYS..=ahead).contains(&days) {
            return true;
        }
        self.odd(row, Some(field), RowFault::FarDate(date)) != Choice::LeaveOut
    }

    /// An amount with its currency, and the side that it is on; none where the
    /// cell is empty.
    #[expect(clippy::option_option, reason = "no amount is no problem")]
    pub(super) fn money(
        &mut self,
        row: &Row,
        field: Field,
    ) -> Option<Option<(Money, Option<Side>)>> {
        let text = value(row, self.options, field);
        if text.is_empty() || words::is_placeholder(text) {
            return Some(None);
        }
        let cell = match cells::amount(text, self.sign) {
            Ok(cell) => cell,
            Err(fault) => {
                self.faulty(row, field, fault);
                return None;
            }
        };
        let currency = self.currency(row, field, cell.written.mark)?;
        match Money::new(cell.written.amount, currency) {
            Ok(money) => Some(Some((money, cell.side))),
            Err(fault) => {
                self.faulty(row, field, fault);
                None
            }
        }
    }

    /// The currency of an amount: as the row's column says, or the mark beside
    /// the amount, else as chosen.
    fn currency(&mut self, row: &Row, field: Field, mark: Option<Mark>) -> Option<Currency> {
        let text = value(row, self.options, Field::Currency);
        let stated = match cells::currency(text) {
            None if !words::is_placeholder(text) => {
                self.faulty(row, Field::Currency, RowFault::UnknownCurrency);
                return None;
            }
            stated => stated,
        };
        let marks = [stated, mark.map(cells::decided)];
        let code = marks.into_iter().flatten().find_map(|mark| match mark {
            Mark::Code(code) => Some(code),
            Mark::Symbol(_) => None,
        });
        let Some(currency) = code.or(self.options.currency) else {
            self.without_currency.get_or_insert(row.line);
            return None;
        };
        if !marks.into_iter().flatten().all(|mark| mark.fits(currency)) {
            self.faulty(row, field, RowFault::OtherCurrency(currency));
            return None;
        }
        Some(currency)
    }

    /// The currency that a row of customers states, if it does.
    #[expect(clippy::option_option, reason = "not stated is no problem")]
    pub(super) fn own_currency(&mut self, row: &Row) -> Option<Option<Currency>> {
        let text = value(row, self.options, Field::Currency);
        match cells::currency(text) {
            Some(Mark::Code(code)) => Some(Some(code)),
            None if words::is_placeholder(text) => Some(None),
            _ => {
                self.faulty(row, Field::Currency, RowFault::UnknownCurrency);
                None
            }
        }
    }

    /// The customer's name, where it stands beside the number.
    pub(super) fn name(&mut self, row: &Row, number: &str) {
        let name = self.optional(row, Field::CustomerName).unwrap_or_default();
        if !name.is_empty() && self.named.insert(number.to_owned()) {
            self.add_customer(row, number.to_owned(), name);
        }
    }

    /// A customer without a number that no record names yet.
    pub(super) fn new_customer(&mut self, row: &Row, name: &str) {
        if self.customers.find(name).is_none() && self.named.insert(name.to_owned()) {
            self.add_customer(row, String::new(), name.to_owned());
        }
    }

    fn add_customer(&mut self, row: &Row, number: String, name: String) {
        self.origins.customers.push(line(row));
        self.records.customers.push(CustomerRecord {
            number,
            name,
            ..CustomerRecord::default()
        });
    }

    pub(super) fn pay(&mut self, row: &Row, payment: PaymentRecord) {
        self.origins.payments.push(line(row));
        self.records.payments.push(payment);
    }
}

/// The text of a line, from 1.
fn line_of(text: &str, line: u32) -> Option<String> {
    let place = usize::try_from(line).ok()?.checked_sub(1)?;
    let mut lines = text.split_inclusive('\n');
    lines.nth(place).map(|line| line.trim_end().to_owned())
}

impl Odd {
    /// Whether such a row, left out, has nothing to mend.
    pub fn is_skipped(self) -> bool {
        matches!(
            self,
            Odd::InBook
                | Odd::SameCustomer
                | Odd::Zero
                | Odd::PaidInFull
                | Odd::NotOwed
                | Odd::Aside
        )
    }
}
