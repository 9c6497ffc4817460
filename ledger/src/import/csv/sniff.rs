//! What a table seems to be: to be shown and confirmed, never to
//! be acted on alone.

use crate::slices::{Steps, at_once};

use statements::table::{
    Amounts, DELIMITER_ROWS, DateOrder, DecimalSign, Delimiter, Mark, Row, Rows, cells, dates,
    guess_delimiter,
};

use super::guess::{by_values, guess_columns, guess_holds};
use super::table_dates::TableDates;
use super::words;
use super::{Columns, DATES, Field, FileFault, Holds, MONEY, check_text};

/// Rows shown of a file.
const SAMPLE_ROWS: usize = 5;
/// Rows, blank ones not counted, among which the names of the columns are
/// looked for.
pub const HEADER_ROWS: usize = 30;
/// Marks of currencies that are told apart.
const MARKS_MAX: usize = 8;

/// What a file seems to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guess {
    pub holds: Holds,
    pub delimiter: Delimiter,
    /// The line of the row that names the columns; `None` where none does.
    pub header_line: Option<u32>,
    /// The row that names the columns, else the first one.
    pub header: Vec<String>,
    /// The first rows of all, with their lines: one of them may name the
    /// columns.
    pub first_rows: Vec<(u32, Vec<String>)>,
    pub columns: Columns,
    /// In which orders the dates of each column of dates can be read, as
    /// [`DATES`]. More than one where that makes a difference: only the user
    /// knows.
    pub date_orders: [Vec<DateOrder>; DATES.len()],
    /// The same of all amounts.
    pub decimal_signs: Vec<DecimalSign>,
    /// The marks of currencies that stand beside amounts or in the column of
    /// currencies.
    pub marks: Vec<Mark>,
    /// Whether a row says no currency, or by a sign that several have.
    pub needs_currency: bool,
    /// Whether a date has a year of two digits.
    pub has_short_years: bool,
    /// The first rows below the header, with their lines.
    pub sample: Vec<(u32, Vec<String>)>,
    /// Rows below the header, headings and totals among them not counted.
    pub rows: usize,
}

/// What is known already of how a table looks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Look {
    pub delimiter: Option<Delimiter>,
    /// Where the columns are named: `Some(None)` for nowhere.
    pub header: Option<Option<u32>>,
    pub holds: Option<Holds>,
    pub columns: Option<Columns>,
}

/// Looks at a whole file.
///
/// # Errors
/// A [`FileFault`] where it is no text of rows.
pub fn sniff(text: &str) -> Result<Guess, FileFault> {
    sniff_as(text, &Look::default())
}

/// The same, with what the user has chosen already.
///
/// # Errors
/// As [`sniff`].
pub fn sniff_as(text: &str, look: &Look) -> Result<Guess, FileFault> {
    at_once(sniff_in_steps(text, look, &Steps::default()))
}

/// The same as long work, a step for each row.
///
/// # Errors
/// As [`sniff`].
pub async fn sniff_in_steps(text: &str, look: &Look, steps: &Steps) -> Result<Guess, FileFault> {
    check_text(text)?;
    let delimiter = look.delimiter.unwrap_or_else(|| guess_delimiter(text));
    let rows = || Rows::new(text, delimiter).filter_map(Result::ok);
    let first_rows: Vec<(u32, Vec<String>)> = rows()
        .take(HEADER_ROWS)
        .map(|row| (row.line, owned(&row)))
        .collect();
    let (first_line, _) = first_rows.first().ok_or(FileFault::Empty)?;
    let first_line = *first_line;
    let header_line = look.header.unwrap_or_else(|| header_line(&first_rows));
    let named = header_line.unwrap_or(first_line);
    let header = match first_rows.iter().find(|(line, _)| *line == named) {
        Some((_, names)) => names.clone(),
        None => rows()
            .find(|row| row.line == named)
            .map(|row| owned(&row))
            .unwrap_or_default(),
    };
    let holds = look.holds.unwrap_or_else(|| guess_holds(&header));
    let mut columns = look
        .columns
        .unwrap_or_else(|| guess_columns(&header, holds));
    let below = || rows().filter(move |row| header_line.is_none_or(|line| row.line > line));
    if look.columns.is_none() {
        by_values(&mut columns, &header, below().take(DELIMITER_ROWS));
    }
    let mut seen = Seen::default();
    let mut sample = Vec::new();
    let mut count = 0;
    for row in below() {
        steps.step().await;
        if is_aside(&row, &columns, holds) {
            continue;
        }
        count += 1;
        if sample.len() < SAMPLE_ROWS {
            sample.push((row.line, owned(&row)));
        }
        seen.add(&row, &columns);
    }
    Ok(Guess {
        holds,
        delimiter,
        header_line,
        header,
        first_rows,
        columns,
        date_orders: seen.dates.possible(),
        decimal_signs: seen.amounts.asked(),
        marks: seen.marks,
        needs_currency: seen.needs_currency,
        has_short_years: seen.has_short_years,
        sample,
        rows: count,
    })
}

fn owned(row: &Row) -> Vec<String> {
    row.fields.iter().map(ToString::to_string).collect()
}

fn cell<'a>(row: &'a Row, columns: &Columns, field: Field) -> &'a str {
    let column = columns.of(field);
    column
        .and_then(|column| row.fields.get(column))
        .map_or("", |value| value)
}

/// What the rows of a file say of how it is written.
#[derive(Default)]
struct Seen {
    dates: TableDates,
    amounts: Amounts,
    marks: Vec<Mark>,
    needs_currency: bool,
    has_short_years: bool,
}

impl Seen {
    fn add(&mut self, row: &Row, columns: &Columns) {
        for (place, field) in DATES.into_iter().enumerate() {
            let text = cell(row, columns, field);
            self.dates.add(place, row.line, text);
            self.has_short_years = self.has_short_years || is_short(text);
        }
        let mut marks = Vec::new();
        let mut has_amount = false;
        for field in MONEY {
            let text = cell(row, columns, field);
            self.amounts.add(row.line, text);
            let read = DecimalSign::ALL
                .into_iter()
                .find_map(|sign| cells::amount(text, sign).ok());
            has_amount |= read.is_some();
            marks.extend(read.and_then(|read| read.written.mark));
        }
        marks.extend(cells::currency(cell(row, columns, Field::Currency)));
        let marks = marks.into_iter().map(cells::decided);
        let mut is_said = false;
        for mark in marks {
            is_said |= matches!(mark, Mark::Code(_));
            if !self.marks.contains(&mark) && self.marks.len() < MARKS_MAX {
                self.marks.push(mark);
            }
        }
        self.needs_currency |= has_amount && !is_said;
    }
}

fn is_short(text: &str) -> bool {
    if text.is_empty() {
        return false;
    }
    DateOrder::ALL
        .into_iter()
        .any(|order| dates::date_with(text, order, cells::SHORT).is_ok_and(|read| read.is_short))
}

/// The line of the row that names the columns: of the first rows the one with
/// most names that are known, else the first, where it can be one of names.
fn header_line(rows: &[(u32, Vec<String>)]) -> Option<u32> {
    let known = |names: &[String]| {
        let found = Holds::ALL.map(|holds| guess_columns(names, holds).count());
        found.into_iter().max().unwrap_or(0)
    };
    let is_of_names = |names: &[String]| names.iter().all(|field| !is_value(field));
    let likely = rows.iter().filter(|(_, names)| is_of_names(names));
    let best = likely
        .map(|(line, names)| (known(names), *line))
        // Of equals the first.
        .fold((1, None), |best, (count, line)| {
            if count > best.0 {
                (count, Some(line))
            } else {
                best
            }
        });
    best.1.or_else(|| {
        let (line, names) = rows.first()?;
        is_of_names(names).then_some(*line)
    })
}

/// Whether a row is none of the table's, but a heading of a group or a total.
pub(super) fn is_aside(row: &Row, columns: &Columns, holds: Holds) -> bool {
    if holds == Holds::Customers {
        return false;
    }
    let mut filled = row.fields.iter().filter(|field| !field.is_empty());
    let Some(first) = filled.next() else {
        return true;
    };
    let is_alone = filled.next().is_none() && row.fields.len() > 2;
    let is_heading = is_alone && !cells::is_amount(first) && !cells::is_date(first);
    let has_day = || {
        DATES
            .into_iter()
            .any(|field| cells::is_date(cell(row, columns, field)))
    };
    let number = cell(row, columns, Field::Number);
    let is_total = match number {
        "" => words::is_total(first) && !has_day(),
        number => words::is_bare_total(number) || (words::is_total(number) && !has_day()),
    };
    is_heading || is_total
}

/// Whether a field is a number or a date, which the name of a column is not.
fn is_value(field: &str) -> bool {
    cells::is_amount(field) || cells::is_date(field)
}
