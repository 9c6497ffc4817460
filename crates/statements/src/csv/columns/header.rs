//! Where in a file its table begins, and which row names the columns.

use std::collections::BTreeMap;

use super::values::{is_amount, is_day};
use crate::csv::cells;
use crate::csv::names::{NAMES, PARTS};
use crate::csv::unsure::VALUE_ROWS;
use crate::csv::{HEADER_ROWS_MAX, Role, plain_name};
use crate::file::{Place, ReadError};
use crate::table::{Delimiter, Row, Rows};
use values::money::Currency;

/// The currency that a name ends with: `Amount (EUR)`, `Betrag EUR`, `Saldo
/// (€)`.
pub(in crate::csv) fn currency_in(name: &str) -> Option<Currency> {
    let mut words =
        name.split(|letter: char| letter.is_whitespace() || "()[]/:_-".contains(letter));
    let last = words.rfind(|word| !word.is_empty())?;
    if last.len() >= name.trim().len() {
        return None;
    }
    match last.parse() {
        Ok(currency) => Some(currency),
        Err(_) if last.chars().all(char::is_alphabetic) && last.is_ascii() => None,
        Err(_) => cells::currency_of(last).flatten(),
    }
}

/// The name as it is compared, without a currency in brackets or behind it.
pub(super) fn plain(name: &str) -> String {
    let whole = plain_name(name);
    let Some(currency) = currency_in(name) else {
        return whole;
    };
    let code = currency.code().to_ascii_lowercase();
    match whole.strip_suffix(&code) {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => whole,
    }
}

/// A table between a delimiter, and where its movements begin.
pub(in crate::csv) struct Table<'t> {
    pub(in crate::csv) delimiter: Delimiter,
    /// The first rows of the file.
    pub(super) rows: Vec<Row<'t>>,
    /// Rows up to the first movement.
    pub(in crate::csv) first: usize,
    /// The line of the header, or of the first row.
    pub(in crate::csv) line: u32,
    /// What the row above the first movement says; none where there is no
    /// such row.
    pub(in crate::csv) names: Vec<String>,
    /// Whether that row names the columns.
    pub(in crate::csv) is_named: bool,
    /// How much like a table it looks: days and amounts by name, columns known
    /// by name, rows with a day and an amount, columns.
    pub(in crate::csv) score: (bool, usize, usize, usize),
}

impl<'t> Table<'t> {
    /// # Errors
    /// [`ReadError`] where there is no row that can be read.
    pub(in crate::csv) fn of(text: &'t str, delimiter: Delimiter) -> Result<Table<'t>, ReadError> {
        let rows = first_rows(text, delimiter)?;
        let is_body: Vec<bool> = rows.iter().map(is_body).collect();
        let header = header(&rows, &is_body);
        let (first, row, (is_whole, known)) = match header {
            Some((index, row, score)) => (index + 1, Some(row), score),
            None => (first_movement(&rows), None, (false, 0)),
        };
        let above = first.checked_sub(1).and_then(|above| rows.get(above));
        let top = row.or(rows.get(first)).or(rows.first());
        let below = || rows.iter().skip(first);
        let bodies = is_body.iter().skip(first).filter(|is| **is).count();
        let width = below().map(|row| row.fields.len()).max().unwrap_or(0);
        Ok(Table {
            delimiter,
            first,
            line: top.map_or(1, |row| row.line),
            names: above.map(strings).unwrap_or_default(),
            is_named: row.is_some(),
            score: (is_whole, known, bodies, width),
            rows,
        })
    }
}

/// The first rows of a file, as far as they can be read.
fn first_rows(text: &str, delimiter: Delimiter) -> Result<Vec<Row<'_>>, ReadError> {
    let mut rows: Vec<Row> = Vec::new();
    for row in Rows::new(text, delimiter).take(HEADER_ROWS_MAX + VALUE_ROWS) {
        match row {
            Ok(row) => rows.push(row),
            Err((line, fault)) if rows.is_empty() => {
                return Err(ReadError::Row {
                    place: Place::line(line),
                    fault: fault.into(),
                });
            }
            Err(_) => break,
        }
    }
    if rows.is_empty() {
        return Err(ReadError::NoStatement);
    }
    Ok(rows)
}

/// Whether a header names both a day and an amount, and how many names are
/// known, twice, with three more where a movement follows at once.
type HeaderScore = (bool, usize);

/// The row that names the columns, its place and its score.
fn header<'r, 't>(
    rows: &'r [Row<'t>],
    is_body: &[bool],
) -> Option<(usize, &'r Row<'t>, HeaderScore)> {
    let mut best: Option<(usize, &Row, HeaderScore)> = None;
    for (index, row) in rows.iter().take(HEADER_ROWS_MAX).enumerate() {
        let Some((is_whole, known)) = header_score(row) else {
            continue;
        };
        // Names of which two are known, above a day, are a header as well.
        let has_day = |row: &Row| row.fields.iter().any(|cell| is_day(cell));
        let is_above = is_body.get(index + 1) == Some(&true)
            || (known > 1 && rows.get(index + 1).is_some_and(has_day));
        if !is_whole && !is_above {
            continue;
        }
        let score = (is_whole, 2 * known + 3 * usize::from(is_above));
        // Of equals the first one.
        if best.is_none_or(|(.., best)| score > best) {
            best = Some((index, row, score));
        }
    }
    best
}

fn strings(row: &Row) -> Vec<String> {
    row.fields.iter().map(ToString::to_string).collect()
}

/// Whether a row has a day and an amount.
fn is_body(row: &Row) -> bool {
    row.fields.iter().any(|cell| is_day(cell)) && row.fields.iter().any(|cell| is_amount(cell))
}

/// Whether a row names both a day and an amount, and how many of its cells are
/// known names; `None` where it holds values and is no header.
fn header_score(row: &Row) -> Option<(bool, usize)> {
    let cells = || row.fields.iter().filter(|cell| !cell.is_empty());
    if cells().count() < 2 || cells().any(|cell| is_day(cell) || is_amount(cell)) {
        return None;
    }
    let names: Vec<String> = row.fields.iter().map(|cell| plain(cell)).collect();
    let is_of = |roles: &[Role]| {
        let known = NAMES.iter().filter(|(role, _)| roles.contains(role));
        let mut lists = known.flat_map(|(_, list)| list.iter());
        lists.any(|known| names.iter().any(|name| name == known))
    };
    let is_known = |name: &&String| {
        NAMES.iter().any(|(_, list)| list.contains(&name.as_str()))
            || PARTS
                .iter()
                .any(|(_, list)| list.iter().any(|part| name.contains(part)))
    };
    let known = names
        .iter()
        .filter(|name| !name.is_empty())
        .filter(is_known)
        .count();
    let is_whole =
        is_of(&[Role::Date, Role::ValueDate]) && is_of(&[Role::Amount, Role::Debit, Role::Credit]);
    Some((is_whole, known))
}

/// The place of the first row with a day in the column in which most rows have
/// one.
fn first_movement(rows: &[Row]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        for (place, cell) in row.fields.iter().enumerate() {
            if is_day(cell) {
                *counts.entry(place).or_default() += 1;
            }
        }
    }
    // Of equals the first column.
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    let Some((place, _)) = most else {
        return 0;
    };
    let has_day = |row: &Row| row.fields.get(place).is_some_and(|cell| is_day(cell));
    rows.iter().position(has_day).unwrap_or(0)
}
