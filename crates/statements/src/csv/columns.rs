//! Which column of a table holds what: by the names of the header where they
//! are known, and by what stands in the columns where they are not. A name
//! counts only where the values are of its kind.
//!
//! Rows with a day are looked at, so that a title, a total or a footer hides
//! nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::cells;
use super::names::{BOOKED, CREDIT, DEBIT, ELSEWHERE, NAMES, NOT_BOOKED, PARTS};
use super::unsure::{STATUSES_MAX, Unsure, VALUE_ROWS};
use super::{HEADER_ROWS_MAX, Role, Words, is_nothing, plain_name};
use crate::file::{Place, ReadError};
use crate::table::{DateOrder, DecimalSign, Delimiter, Row, Rows};
use values::money::{Currency, Decimal};

/// Whether a cell states a whole day, in whatever order.
fn is_day(cell: &str) -> bool {
    let mut orders = DateOrder::ALL.into_iter();
    orders.any(|order| cells::date(cell, order).is_some())
}

/// Whether it states a day of which the year may be elsewhere.
fn is_some_day(cell: &str) -> bool {
    let mut orders = DateOrder::ALL.into_iter();
    orders.any(|order| cells::day(cell, order).is_some())
}

/// Whether a cell is an amount, and no day, number of an account or the like.
pub(super) fn is_amount(cell: &str) -> bool {
    const DIGITS_MAX: usize = 13;
    const LETTERS_MAX: usize = 40;
    if cell.len() > LETTERS_MAX {
        return false;
    }
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let is_number = cell.starts_with('0') && digits > 1 && !cell.contains(['.', ',']);
    let reads = |sign| cells::amount(cell, sign).is_ok();
    digits > 0
        && digits <= DIGITS_MAX
        && !is_number
        && DecimalSign::ALL.into_iter().any(reads)
        && !is_day(cell)
}

/// The currency that a name ends with: `Amount (EUR)`, `Betrag EUR`, `Saldo
/// (€)`.
pub(super) fn currency_in(name: &str) -> Option<Currency> {
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
fn plain(name: &str) -> String {
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
pub(super) struct Table<'t> {
    pub(super) delimiter: Delimiter,
    /// The first rows of the file.
    rows: Vec<Row<'t>>,
    /// Rows up to the first movement.
    pub(super) first: usize,
    /// The line of the header, or of the first row.
    pub(super) line: u32,
    /// What the row above the first movement says; none where there is no
    /// such row.
    pub(super) names: Vec<String>,
    /// Whether that row names the columns.
    pub(super) is_named: bool,
    /// How much like a table it looks: days and amounts by name, columns known
    /// by name, rows with a day and an amount, columns.
    pub(super) score: (bool, usize, usize, usize),
}

impl<'t> Table<'t> {
    /// # Errors
    /// [`ReadError`] where there is no row that can be read.
    pub(super) fn of(text: &'t str, delimiter: Delimiter) -> Result<Table<'t>, ReadError> {
        let mut rows: Vec<Row> = Vec::new();
        let mut fault = None;
        for row in Rows::new(text, delimiter).take(HEADER_ROWS_MAX + VALUE_ROWS) {
            match row {
                Ok(row) => rows.push(row),
                Err((line, unreadable)) => {
                    fault = Some(ReadError::Row {
                        place: Place::line(line),
                        fault: unreadable.into(),
                    });
                    break;
                }
            }
        }
        let Some(first_row) = rows.first() else {
            return Err(fault.unwrap_or(ReadError::NoStatement));
        };
        let mut line = first_row.line;
        let is_body: Vec<bool> = rows.iter().map(is_body).collect();
        let mut header: Option<(usize, (bool, usize))> = None;
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
            if header.is_none_or(|(_, best)| score > best) {
                header = Some((index, score));
            }
        }
        let bodies = |from: usize| is_body[from..].iter().filter(|is| **is).count();
        let width = |from: usize| {
            rows[from..]
                .iter()
                .map(|row| row.fields.len())
                .max()
                .unwrap_or(0)
        };
        let (first, is_named, names) = match header {
            Some((index, _)) => {
                line = rows[index].line;
                (index + 1, true, strings(&rows[index]))
            }
            None => {
                let first = first_movement(&rows);
                let above = first.checked_sub(1).map(|above| strings(&rows[above]));
                line = rows.get(first).map_or(line, |row| row.line);
                (first, false, above.unwrap_or_default())
            }
        };
        let (is_whole, known) = header.map_or((false, 0), |(_, score)| score);
        let score = (is_whole, known, bodies(first), width(first));
        Ok(Table {
            delimiter,
            first,
            line,
            names,
            is_named,
            score,
            rows,
        })
    }
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

/// What was found.
pub(super) struct Found {
    pub(super) columns: Vec<(Role, usize)>,
    pub(super) unsure: Vec<Unsure>,
}

/// What stands in a column, of the rows that are movements.
#[derive(Default)]
struct Values {
    filled: usize,
    days: usize,
    some_days: usize,
    amounts: usize,
    /// Amounts with a sign or a letter of debit below zero.
    negative: usize,
    /// Amounts with decimals, a sign or a currency: no mere numbers.
    marked: usize,
    codes: usize,
    letters: usize,
    words: BTreeSet<String>,
}

/// A pair that is named so need not be filled in every row: a collective
/// order has its parts in rows of their own, in another column.
const NAMED_PERCENT: usize = 50;

impl Values {
    fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Values {
        let mut values = Values::default();
        for cell in cells.filter(|cell| !is_nothing(cell)) {
            values.filled += 1;
            values.days += usize::from(is_day(cell));
            values.some_days += usize::from(is_some_day(cell));
            values.codes += usize::from(cell.parse::<Currency>().is_ok());
            values.letters += cell.len();
            if is_amount(cell) {
                values.amounts += 1;
                let negative =
                    |sign| cells::amount(cell, sign).is_ok_and(|found| found.amount.is_negative());
                let is_negative = DecimalSign::ALL.into_iter().any(negative);
                values.negative += usize::from(is_negative);
                let is_marked = !cell.bytes().all(|byte| byte.is_ascii_digit());
                values.marked += usize::from(is_marked);
            }
            values.words.insert(plain_name(cell));
        }
        values
    }

    fn is_empty(&self) -> bool {
        self.filled == 0
    }

    /// Most of it; a footer in between does not matter.
    fn are(&self, count: usize) -> bool {
        count > 0 && count * 10 >= self.filled * 8
    }

    fn are_amounts(&self) -> bool {
        self.are(self.amounts)
    }

    /// At least half of it.
    fn are_codes(&self) -> bool {
        self.codes > 0 && self.codes * 2 >= self.filled
    }

    fn are_words(&self) -> bool {
        !self.is_empty() && !self.are(self.days) && !self.are_amounts()
    }
}

/// While roles are given to columns.
struct Finding<'t> {
    names: Vec<String>,
    raw: &'t [String],
    body: Vec<&'t Row<'t>>,
    values: Vec<Values>,
    taken: Vec<bool>,
    columns: Vec<(Role, usize)>,
    unsure: Vec<Unsure>,
}

/// The roles of a table's columns.
pub(super) fn find(table: &Table) -> Found {
    let below = &table.rows[table.first.min(table.rows.len())..];
    let widest = below.iter().map(|row| row.fields.len()).max().unwrap_or(0);
    let width = widest.max(if table.is_named { table.names.len() } else { 0 });
    let raw: &[String] = if table.is_named { &table.names } else { &[] };
    let mut names: Vec<String> = raw.iter().map(|name| plain(name)).collect();
    names.resize(width, String::new());
    let mut finding = Finding {
        names,
        raw,
        body: below.iter().collect(),
        values: Vec::new(),
        taken: vec![false; width],
        columns: Vec::new(),
        unsure: Vec::new(),
    };
    if !table.is_named {
        finding.unsure.push(Unsure::Header);
    }
    finding.look();
    finding.days();
    finding.statuses();
    finding.amounts();
    finding.balance();
    finding.money();
    finding.sides();
    finding.fee();
    finding.others();
    finding.accounts();
    finding.texts();
    finding.mark();
    let mut columns = finding.columns;
    // Texts are joined in the order of the columns.
    columns.sort_by_key(|(role, place)| (*role == Role::Text, *place));
    Found {
        columns,
        unsure: finding.unsure,
    }
}

impl<'t> Finding<'t> {
    fn cell(row: &'t Row, place: usize) -> &'t str {
        row.fields.get(place).map_or("", |cell| cell.trim())
    }

    fn cells(&self, place: usize) -> impl Iterator<Item = &'t str> + '_ {
        self.body.iter().map(move |row| Self::cell(row, place))
    }

    fn look(&mut self) {
        let width = self.names.len();
        let values = (0..width).map(|place| Values::of(self.cells(place)));
        self.values = values.collect();
    }

    fn take(&mut self, role: Role, place: usize) {
        self.taken[place] = true;
        self.columns.push((role, place));
    }

    fn has(&self, role: Role) -> bool {
        self.place(role).is_some()
    }

    fn place(&self, role: Role) -> Option<usize> {
        let found = self.columns.iter().find(|(known, _)| *known == role);
        found.map(|(_, place)| *place)
    }

    fn free(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.names.len()).filter(|place| !self.taken[*place])
    }

    /// The free columns that are called so and fit, the likeliest first.
    fn named(&self, role: Role, fits: impl Fn(&Values) -> bool) -> Vec<usize> {
        let mut places = self.exactly(role, &fits);
        for place in self.partly(role) {
            if fits(&self.values[place]) && !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    fn exactly(&self, role: Role, fits: impl Fn(&Values) -> bool) -> Vec<usize> {
        let lists = NAMES.iter().filter(|(known, _)| *known == role);
        let names = lists.flat_map(|(_, list)| list.iter());
        let places = names.flat_map(|name| {
            self.free()
                .filter(move |place| self.names[*place] == **name)
                .collect::<Vec<usize>>()
        });
        places.filter(|place| fits(&self.values[*place])).collect()
    }

    fn partly(&self, role: Role) -> Vec<usize> {
        let lists = PARTS.iter().filter(|(known, _)| *known == role);
        let parts: Vec<&str> = lists.flat_map(|(_, list)| list.iter().copied()).collect();
        let has = |place: &usize, parts: &[&str]| {
            parts.iter().any(|part| self.names[*place].contains(part))
        };
        let is_money = matches!(
            role,
            Role::Amount | Role::Debit | Role::Credit | Role::Currency | Role::Fee | Role::Balance
        );
        self.free()
            .filter(|place| has(place, &parts))
            .filter(|place| !is_money || !has(place, &ELSEWHERE))
            .collect()
    }

    /// The days, and the rows that have one: these are the movements.
    fn days(&mut self) {
        let most = self
            .values
            .iter()
            .map(|values| values.days)
            .max()
            .unwrap_or(0);
        // Titles and footers stand in the column too.
        let of_days =
            |values: &Values| values.days > 0 && values.days * 2 >= most.max(values.filled);
        let mut booked = self.exactly(Role::Date, |values| values.days > 0);
        let mut valued = self.named(Role::ValueDate, of_days);
        booked.retain(|place| !valued.contains(place) || self.names[*place] == "buchung");
        let others: Vec<usize> = self
            .free()
            .filter(|place| of_days(&self.values[*place]))
            .filter(|place| !booked.contains(place) && !valued.contains(place))
            .collect();
        booked.extend(others);
        // A day of value alone is the day.
        if booked.is_empty() && !valued.is_empty() {
            booked.push(valued.remove(0));
        }
        if booked.is_empty() {
            // Without a year a day looks like an amount: only a name tells.
            let of_short = |values: &Values| values.are(values.some_days);
            booked = self.exactly(Role::Date, of_short);
            valued = self.named(Role::ValueDate, of_short);
            if booked.is_empty() && !valued.is_empty() {
                booked.push(valued.remove(0));
            }
        }
        let Some(day) = booked.first().copied() else {
            return;
        };
        self.take(Role::Date, day);
        // Without names the second column of days is that of value.
        if valued.is_empty() && self.raw.is_empty() {
            valued.extend(booked.get(1));
        }
        if let Some(place) = valued.first().copied().filter(|place| !self.taken[*place]) {
            self.take(Role::ValueDate, place);
        }
        let is_movement = |row: &&Row| {
            is_some_day(Self::cell_of(row, day))
                && Words::of_row(row).is_none_or(|words| words == Words::Sum)
        };
        self.body.retain(is_movement);
        self.look();
    }

    fn cell_of<'r>(row: &'r Row, place: usize) -> &'r str {
        row.fields.get(place).map_or("", |cell| cell.trim())
    }

    fn statuses(&mut self) {
        let is_known = |values: &Values| {
            let known = |word: &String| {
                BOOKED.contains(&word.as_str()) || NOT_BOOKED.contains(&word.as_str())
            };
            !values.is_empty()
                && values.words.len() <= STATUSES_MAX
                && values.words.iter().any(known)
        };
        let named = self.exactly(Role::Status, is_known);
        // In a column of another name every word must be one.
        let all_known = |values: &Values| {
            let is_odd = |word: &String| NOT_BOOKED.contains(&word.as_str());
            let known = |word: &String| BOOKED.contains(&word.as_str()) || is_odd(word);
            !values.is_empty() && values.words.iter().all(known) && values.words.iter().any(is_odd)
        };
        let unnamed = self.free().find(|place| all_known(&self.values[*place]));
        if let Some(place) = named.first().copied().or(unnamed) {
            self.take(Role::Status, place);
        }
    }

    /// The values of a column with a sign, where all of it can be read.
    fn decimals(&self, place: usize, sign: DecimalSign) -> Option<Vec<Option<Decimal>>> {
        self.cells(place)
            .map(|cell| match cell {
                cell if is_nothing(cell) => Some(None),
                cell => cells::amount(cell, sign)
                    .ok()
                    .map(|found| Some(found.amount)),
            })
            .collect()
    }

    /// Whether the balances follow from these amounts, oldest or newest first.
    fn follows(
        &self,
        balance: usize,
        amounts: &dyn Fn(DecimalSign) -> Option<Vec<Option<Decimal>>>,
    ) -> bool {
        DecimalSign::ALL.into_iter().any(|sign| {
            let (Some(balances), Some(amounts)) = (self.decimals(balance, sign), amounts(sign))
            else {
                return false;
            };
            let rows = balances.into_iter().zip(amounts);
            let rows: Option<Vec<(Decimal, Decimal)>> = rows.map(|(b, a)| Some((b?, a?))).collect();
            let Some(rows) = rows.filter(|rows| rows.len() > 1) else {
                return false;
            };
            let down = |pair: &[(Decimal, Decimal)]| pair[0].0.add(pair[1].1) == Ok(pair[1].0);
            let up = |pair: &[(Decimal, Decimal)]| pair[1].0.add(pair[0].1) == Ok(pair[0].0);
            rows.windows(2).all(down) || rows.windows(2).all(up)
        })
    }

    /// Whether two columns of amounts are filled in turn: never both, and one of
    /// them in so many rows of a hundred.
    fn in_turn(&self, one: usize, other: usize, percent: usize) -> bool {
        let is_some = |cell: &str| cell.contains(|letter: char| matches!(letter, '1'..='9'));
        let rows = self.cells(one).zip(self.cells(other));
        let mut count = 0;
        for (one, other) in rows {
            match (is_some(one), is_some(other)) {
                (true, true) => return false,
                (true, false) | (false, true) => count += 1,
                (false, false) => {}
            }
        }
        count > 0 && count * 100 >= self.body.len() * percent
    }

    fn pair(&self, debit: usize, credit: usize, sign: DecimalSign) -> Option<Vec<Option<Decimal>>> {
        let (debits, credits) = (self.decimals(debit, sign)?, self.decimals(credit, sign)?);
        let both = debits.into_iter().zip(credits);
        both.map(|(debit, credit)| {
            let none = debit.is_none() && credit.is_none();
            let out = debit.unwrap_or(Decimal::ZERO).abs();
            let amount = credit.unwrap_or(Decimal::ZERO).sub(out).ok()?;
            Some((!none).then_some(amount))
        })
        .collect()
    }

    fn amounts(&mut self) {
        let money = |values: &Values| values.are_amounts();
        let may_be = |values: &Values| values.is_empty() || values.are_amounts();
        let amounts = self.named(Role::Amount, money);
        let (debits, credits) = (
            self.named(Role::Debit, may_be),
            self.named(Role::Credit, may_be),
        );
        let filled = |place: &usize| self.values[*place].filled;
        // Of columns of that name one that every row has.
        let most = amounts.iter().map(filled).max().unwrap_or(0);
        let amount = amounts.iter().copied().find(|place| filled(place) == most);
        let pair = debits.iter().find_map(|debit| {
            let credit = credits
                .iter()
                .find(|credit| *credit != debit && self.in_turn(*debit, **credit, NAMED_PERCENT));
            credit.map(|credit| (*debit, *credit))
        });
        let is_signed = |place: usize| self.values[place].negative > 0;
        match (amount, pair) {
            (Some(amount), Some((debit, credit))) => {
                let is_whole = filled(&amount) * 10 >= self.body.len() * 9;
                // An amount without a sign says less than the pair.
                if is_whole && (is_signed(amount) || self.values[debit].is_empty()) {
                    self.take(Role::Amount, amount);
                } else {
                    self.take(Role::Debit, debit);
                    self.take(Role::Credit, credit);
                }
            }
            (Some(amount), None) => self.take(Role::Amount, amount),
            (None, Some((debit, credit))) => {
                self.take(Role::Debit, debit);
                self.take(Role::Credit, credit);
            }
            (None, None) => {
                let is_used = |place: &&usize| money(&self.values[**place]);
                let one = debits
                    .iter()
                    .find(is_used)
                    .map(|place| (Role::Debit, *place));
                let one = one.or(credits
                    .iter()
                    .find(is_used)
                    .map(|place| (Role::Credit, *place)));
                match one {
                    Some((role, place)) => self.half(role, place),
                    None => self.amounts_by_values(),
                }
            }
        }
    }

    /// One column of a pair is named: the other one is filled where it is not.
    fn half(&mut self, role: Role, place: usize) {
        let other = match role {
            Role::Debit => Role::Credit,
            _ => Role::Debit,
        };
        self.take(role, place);
        let partner = self
            .free()
            .find(|free| self.values[*free].are_amounts() && self.in_turn(place, *free, 90));
        if let Some(partner) = partner {
            self.take(other, partner);
            self.unsure.push(Unsure::Guessed(other));
        }
    }

    fn amounts_by_values(&mut self) {
        let is_other = |place: &usize| {
            let named = [
                Role::Account,
                Role::Iban,
                Role::BankId,
                Role::Bic,
                Role::Reference,
            ];
            let named = named
                .iter()
                .any(|role| self.exactly(*role, |_| true).contains(place));
            named
                || ELSEWHERE
                    .iter()
                    .any(|part| self.names[*place].contains(part))
        };
        let numbers = self
            .free()
            .filter(|place| self.values[*place].are_amounts());
        let numbers: Vec<usize> = numbers.filter(|place| !is_other(place)).collect();
        let pairs = || {
            let ones = numbers.iter().enumerate();
            ones.flat_map(|(at, one)| numbers[at + 1..].iter().map(move |other| (*one, *other)))
        };
        // A balance tells which column is the amount.
        for (one, other) in pairs() {
            for (amount, balance) in [(one, other), (other, one)] {
                if self.follows(balance, &|sign| self.decimals(amount, sign)) {
                    self.take(Role::Amount, amount);
                    self.take(Role::Balance, balance);
                    self.guessed(&[Role::Amount, Role::Balance]);
                    return;
                }
            }
        }
        // A pair that is filled in turn; the balance tells which is which.
        let pair = pairs().find(|(one, other)| self.in_turn(*one, *other, 90));
        if let Some((one, other)) = pair {
            let mut sides = None;
            for balance in numbers
                .iter()
                .filter(|place| **place != one && **place != other)
            {
                for (debit, credit) in [(one, other), (other, one)] {
                    if self.follows(*balance, &|sign| self.pair(debit, credit, sign)) {
                        sides = sides.or(Some((debit, credit, *balance)));
                    }
                }
            }
            match sides {
                Some((debit, credit, balance)) => {
                    self.take(Role::Debit, debit);
                    self.take(Role::Credit, credit);
                    self.take(Role::Balance, balance);
                    self.guessed(&[Role::Debit, Role::Credit, Role::Balance]);
                }
                None => {
                    // One with signs is money out.
                    let signed = self.values[other].negative > self.values[one].negative;
                    let (debit, credit) = if signed { (other, one) } else { (one, other) };
                    self.take(Role::Debit, debit);
                    self.take(Role::Credit, credit);
                    self.guessed(&[Role::Debit, Role::Credit]);
                    if self.values[debit].negative == 0 {
                        self.unsure.push(Unsure::Sides);
                    }
                }
            }
            return;
        }
        let filled = |place: &usize| self.values[*place].filled;
        let marked = numbers
            .iter()
            .copied()
            .filter(|place| self.values[*place].marked > 0);
        let marked: Vec<usize> = marked.collect();
        let likely = if marked.is_empty() { &numbers } else { &marked };
        let most = likely.iter().map(filled).max().unwrap_or(0);
        let full: Vec<usize> = likely
            .iter()
            .copied()
            .filter(|place| filled(place) == most)
            .collect();
        // Mere numbers may be anything where there are several of them.
        let is_clear = !marked.is_empty() || full.len() == 1;
        if let Some(amount) = full.first().filter(|_| is_clear) {
            self.take(Role::Amount, *amount);
            self.guessed(&[Role::Amount]);
        }
    }

    /// What was guessed is said, unless nothing is known by name at all, which
    /// is said already.
    fn guessed(&mut self, roles: &[Role]) {
        if !self.raw.is_empty() {
            self.unsure
                .extend(roles.iter().map(|role| Unsure::Guessed(*role)));
        }
    }

    /// The signed amounts as they are found.
    fn found(&self, sign: DecimalSign) -> Option<Vec<Option<Decimal>>> {
        match (
            self.place(Role::Amount),
            self.place(Role::Debit),
            self.place(Role::Credit),
        ) {
            (Some(amount), ..) => self.decimals(amount, sign),
            (None, Some(debit), Some(credit)) => self.pair(debit, credit, sign),
            _ => None,
        }
    }

    fn balance(&mut self) {
        if self.has(Role::Balance) {
            return;
        }
        let named = self.named(Role::Balance, |values| values.are_amounts());
        let follows = |place: &usize| self.follows(*place, &|sign| self.found(sign));
        let free: Vec<usize> = self
            .free()
            .filter(|place| self.values[*place].are_amounts())
            .collect();
        let found = named.iter().find(|place| follows(place)).or(named.first());
        let found = found.or_else(|| free.iter().find(|place| follows(place)));
        if let Some(place) = found.copied() {
            self.take(Role::Balance, place);
        }
    }

    /// The currency of the amounts: not that of amounts beside them, which are
    /// there only where it is another one.
    fn money(&mut self) {
        let named = self.named(Role::Currency, Values::are_codes);
        let own = named
            .iter()
            .copied()
            .find(|place| !self.names[*place].contains("balance"));
        let Some(place) = own.or_else(|| {
            // In a column of another name all of it must be codes.
            let all = |place: &usize| {
                self.values[*place].codes > 0 && self.values[*place].are(self.values[*place].codes)
            };
            self.free().find(all)
        }) else {
            return;
        };
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for code in self.cells(place).filter(|code| !is_nothing(code)) {
            *counts.entry(code).or_default() += 1;
        }
        let usual = counts
            .iter()
            .max_by_key(|(_, count)| **count)
            .map(|(code, _)| *code);
        let is_usual = |row: &Row| {
            let code = Self::cell_of(row, place);
            is_nothing(code) || Some(code) == usual
        };
        let has_several = self.body.iter().any(|row| !is_usual(row));
        let is_beside = |other: usize| {
            self.body
                .iter()
                .all(|row| is_usual(row) == is_nothing(Self::cell_of(row, other)))
        };
        let beside = self
            .free()
            .any(|other| other != place && self.values[other].are_amounts() && is_beside(other));
        // One balance over all of them is of one currency.
        let is_one = self
            .place(Role::Balance)
            .is_some_and(|balance| self.follows(balance, &|sign| self.found(sign)));
        if has_several && (beside || is_one) {
            return;
        }
        self.take(Role::Currency, place);
    }

    fn sides(&mut self) {
        let any = |values: &Values| values.is_empty() || values.are_words();
        let payer = self.exactly(Role::Payer, any).first().copied();
        let payee = self.exactly(Role::Payee, any).first().copied();
        if let (Some(payer), Some(payee)) = (payer, payee) {
            self.take(Role::Payer, payer);
            self.take(Role::Payee, payee);
        }
    }

    fn fee(&mut self) {
        let named = self.named(Role::Fee, Values::are_amounts);
        let Some(place) = named.first().copied() else {
            return;
        };
        let less = |sign: DecimalSign, is_negative: bool| {
            let (amounts, fees) = (self.found(sign)?, self.decimals(place, sign)?);
            let both = amounts.into_iter().zip(fees);
            both.map(|(amount, fee)| {
                let fee = fee.unwrap_or(Decimal::ZERO);
                let fee = if is_negative { fee.neg() } else { fee };
                Some(Some(amount?.sub(fee).ok()?))
            })
            .collect()
        };
        let is_nothing = self
            .cells(place)
            .all(|cell| !cell.contains(|letter: char| matches!(letter, '1'..='9')));
        let follows =
            |balance: usize, amounts: &dyn Fn(DecimalSign) -> Option<Vec<Option<Decimal>>>| {
                self.follows(balance, amounts)
            };
        let is_net = self
            .place(Role::Amount)
            .is_some_and(|amount| self.names[amount].contains("net"));
        let balance = self.place(Role::Balance);
        let role = match balance {
            _ if is_nothing => Role::Fee,
            Some(balance)
                if follows(balance, &|sign| less(sign, false))
                    || follows(balance, &|sign| less(sign, true)) =>
            {
                Role::Fee
            }
            Some(balance) if follows(balance, &|sign| self.found(sign)) => Role::FeeWithin,
            _ if is_net => Role::FeeWithin,
            _ => {
                self.unsure.push(Unsure::Fee);
                Role::Fee
            }
        };
        self.take(role, place);
    }

    /// What is known by its name and may hold anything.
    fn others(&mut self) {
        let any = |values: &Values| values.is_empty() || !values.are(values.days);
        for role in [
            Role::Mark,
            Role::Bic,
            Role::EndToEnd,
            Role::Mandate,
            Role::BankId,
            Role::Reference,
            Role::Code,
        ] {
            let named = self.exactly(role, any);
            let fits = |place: &usize| match role {
                Role::Mark => {
                    let values = &self.values[*place];
                    !values.is_empty() && values.words.len() <= 4 && !values.are_amounts()
                }
                _ => true,
            };
            if let Some(place) = named.into_iter().find(fits) {
                self.take(role, place);
            }
        }
        if self.has(Role::Payer) {
            return;
        }
        let words = |values: &Values| values.is_empty() || values.are_words();
        let named = self.named(Role::Name, words);
        // Where several columns are names, one that says the same in each row
        // is the owner's own.
        let is_own = |place: &usize| self.body.len() > 1 && self.values[*place].words.len() <= 1;
        let other = named.iter().find(|place| !is_own(place));
        if let Some(place) = other.or(named.first()).copied() {
            self.take(Role::Name, place);
        }
    }

    /// Whether a column of accounts is of the own ones or of the other side:
    /// the own one is the same in each row, or in each row of a group; the
    /// other side's goes with its name.
    fn accounts(&mut self) {
        let any = |values: &Values| values.is_empty() || !values.are(values.days);
        let own = self.exactly(Role::Account, any);
        let theirs = self.exactly(Role::Iban, any);
        let name = self.place(Role::Name);
        let is_theirs = |place: usize| {
            let values = &self.values[place];
            let Some(name) = name else {
                return false;
            };
            if values.words.len() <= 1 {
                return self.body.len() <= 1 && place == name + 1;
            }
            // Each account is of one name.
            let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for row in &self.body {
                let (of, who) = (
                    plain_name(Self::cell_of(row, place)),
                    plain_name(Self::cell_of(row, name)),
                );
                if !of.is_empty() {
                    names.entry(of).or_default().insert(who);
                }
            }
            names.values().all(|names| names.len() == 1)
        };
        // A name that says whose it is counts.
        let says = |place: usize| {
            let name = self.names[place].as_str();
            let plain = [
                "accountnumber",
                "accountno",
                "account",
                "konto",
                "kontonummer",
                "kontonr",
                "iban",
                "compte",
                "cuenta",
                "rekening",
                "conto",
                "conta",
                "bankaccount",
            ];
            !plain.contains(&name)
        };
        let mut mine = None;
        let mut other = None;
        for place in own {
            if says(place) || !is_theirs(place) {
                mine = mine.or(Some(place));
            } else {
                other = other.or(Some(place));
            }
        }
        for place in theirs {
            if Some(place) == mine {
                continue;
            }
            let values = &self.values[place];
            let is_same =
                self.body.len() > 1 && values.words.len() == 1 && values.filled == self.body.len();
            // A number that stands in each row and names nobody is the own.
            if !says(place)
                && mine.is_none()
                && name.is_none()
                && !self.has(Role::Payer)
                && (is_same || self.body.len() == 1)
            {
                mine = Some(place);
            } else {
                other = other.or(Some(place));
            }
        }
        if let Some(place) = mine {
            self.take(Role::Account, place);
        }
        if let Some(place) = other.filter(|place| Some(*place) != mine) {
            self.take(Role::Iban, place);
        }
    }

    fn texts(&mut self) {
        let words = |values: &Values| values.is_empty() || !values.are(values.days);
        let mut texts = self.exactly(Role::Text, words);
        // What a bank calls the text of a booking is its kind where the name
        // of the other side stands by itself.
        if let Some(code) = self.place(Role::Code)
            && self.names[code] == "buchungstext"
            && !self.has(Role::Name)
            && !self.has(Role::Payer)
        {
            self.columns.retain(|(role, _)| *role != Role::Code);
            texts.push(code);
        }
        if texts.iter().all(|place| self.values[*place].is_empty()) {
            let partly = self.partly(Role::Text).into_iter();
            texts.extend(partly.filter(|place| self.values[*place].are_words()));
        }
        if texts.iter().all(|place| self.values[*place].is_empty()) {
            let free = self.free().filter(|place| self.values[*place].are_words());
            let widest = free.max_by_key(|place| self.values[*place].letters);
            // A bare name is enough where nothing is called a text.
            texts.extend(widest.filter(|_| !self.has(Role::Name) || self.raw.is_empty()));
        }
        for place in texts {
            if !self.columns.iter().any(|(_, known)| *known == place) {
                self.take(Role::Text, place);
            }
        }
    }

    /// A column of nothing but marks of debit and credit, where no amount says
    /// itself which it is. Words that may as well be the kind of a booking
    /// count only in a column that is called so.
    fn mark(&mut self) {
        const LETTERS_MAX: usize = 8;
        let Some(amount) = self.place(Role::Amount) else {
            return;
        };
        if self.has(Role::Mark) || self.values[amount].negative > 0 {
            return;
        }
        let mut texts = NAMES.iter().filter(|(role, _)| *role == Role::Text);
        let text_names = texts.next().map_or(&[][..], |(_, names)| names);
        let keeps = |place: &usize| {
            let role = self.columns.iter().find(|(_, known)| known == place);
            // What is called a text is one, whatever it says.
            let is_text = text_names.contains(&self.names[*place].as_str());
            role.is_none_or(|(role, _)| matches!(role, Role::Code | Role::Text)) && !is_text
        };
        let is_mark = |cell: &str| {
            let lower = cell.to_lowercase();
            lower.len() <= LETTERS_MAX
                && (DEBIT.contains(&lower.as_str()) || CREDIT.contains(&lower.as_str()))
        };
        let are_marks = |place: &usize| {
            let mut cells = self
                .cells(*place)
                .filter(|cell| !cell.is_empty())
                .peekable();
            cells.peek().is_some() && cells.all(is_mark)
        };
        let found = (0..self.names.len()).filter(keeps).find(are_marks);
        if let Some(place) = found {
            self.columns.retain(|(_, known)| *known != place);
            self.take(Role::Mark, place);
        }
    }
}
