//! QIF of Quicken: a letter and a value a line, `^` between records.
//!
//! Accounts of the kinds Bank, Cash, CCard, Oth A and Oth L are read.
//! Categories, classes, securities and investments are no statements; they
//! are left out and named. QIF names no currency, no balance and no zone; in
//! which order its dates stand is not said either, so that is found in the
//! whole file, or asked.
//!
//! Source: Quicken Interchange Format (QIF) files, Intuit, as of 2004.

use super::csv::{self, OPENING};
use super::draft::{Count, Draft, excerpt, join, single_blanks, sum};
use super::file::ReadOptions;
use super::file::{Balance, FileLine, FileStatement, Format, Place, ReadError, Warning};
use crate::table::{Amounts, DateOrder, Dates, DecimalSign, Outcome, amounts, dates};
use values::date::Date;
use values::money::{Decimal, MoneyError};
use values::slices::Steps;

/// Characters of a line that is used.
const LINE_BYTES_MAX: usize = 8 << 10;

/// Whether a text is one.
pub(super) fn is_one(text: &str) -> bool {
    let header = |line: &str| {
        let line = line.trim_start().to_ascii_lowercase();
        line.starts_with("!type:") || line.starts_with("!account") || line.starts_with("!option:")
    };
    text.lines().any(header)
}

/// What the lines after a header are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Nothing,
    /// Movements of an account.
    Account,
    /// The account whose movements come next.
    AccountName,
    /// The same, and it was all said.
    Named,
    Other,
}

/// A record of movements, not yet understood.
struct Record<'a> {
    place: Place,
    date: &'a str,
    date_line: u32,
    amount: &'a str,
    amount_line: u32,
    payee: &'a str,
    number: &'a str,
    /// A category, or in brackets the account that the other side is.
    category: &'a str,
    memo: String,
    /// The amounts of the parts of a split.
    parts: Vec<&'a str>,
}

impl Record<'_> {
    fn at(place: Place) -> Self {
        Record {
            place,
            date: "",
            date_line: place.line,
            amount: "",
            amount_line: place.line,
            payee: "",
            number: "",
            category: "",
            memo: String::new(),
            parts: Vec::new(),
        }
    }
}

struct Movements<'a> {
    place: Place,
    account: String,
    records: Vec<Record<'a>>,
}

/// Reads a file.
///
/// # Errors
/// [`ReadError`]; [`ReadError::DateOrder`] where the user has to say in which
/// order the dates are.
pub(super) async fn read(
    text: &str,
    options: &ReadOptions,
    warnings: &mut Vec<Warning>,
    steps: &Steps,
) -> Result<Vec<FileStatement>, ReadError> {
    let accounts = gather(text, warnings, steps).await?;
    let mut dates = Dates::default();
    let mut amounts = Amounts::default();
    for record in accounts.iter().flat_map(|account| &account.records) {
        steps.step().await;
        let day = plain_day(record.date);
        if !has_year_first(&day) {
            dates.add(record.date_line, &day);
        }
        amounts.add(record.amount_line, unsigned(record.amount));
        for part in &record.parts {
            amounts.add(record.amount_line, unsigned(part));
        }
    }
    let order = match options.date_order {
        Some(order) => order,
        None => order_of(&dates)?,
    };
    let sign = match options.decimal_sign {
        Some(sign) => sign,
        None => sign_of(&amounts)?,
    };
    let mut statements = Vec::new();
    let mut count = Count::default();
    for account in accounts {
        count.statement()?;
        let mut draft = Draft::new(Format::Qif, account.place);
        draft.statement.account = single_blanks(&account.account);
        for record in account.records {
            steps.step().await;
            let line = line(&record, order, sign)?;
            // The first record of an account may be what it held before.
            let is_first = draft.statement.lines.is_empty() && !line.amount.is_zero();
            if is_opening(&record) && is_first {
                draft.statement.opening = Some(Balance {
                    date: Some(line.date),
                    amount: line.amount,
                    currency: None,
                });
                continue;
            }
            count.line()?;
            draft.push(line);
        }
        statements.push(draft.finish());
    }
    Ok(statements)
}

fn order_of(dates: &Dates) -> Result<DateOrder, ReadError> {
    match dates.0.outcome() {
        Outcome::One(order) => Ok(order),
        Outcome::Ambiguous {
            left,
            example: (line, text),
        } => Err(ReadError::DateOrder {
            place: Place::line(line),
            text: excerpt(&text),
            orders: left,
        }),
        Outcome::Mixed((a, first), (b, second)) => Err(ReadError::MixedDates {
            first: (Place::line(a), excerpt(&first)),
            second: (Place::line(b), excerpt(&second)),
        }),
    }
}

fn sign_of(amounts: &Amounts) -> Result<DecimalSign, ReadError> {
    match amounts.0.outcome() {
        Outcome::One(sign) => Ok(sign),
        Outcome::Ambiguous {
            left,
            example: (line, text),
        } => Err(ReadError::DecimalSign {
            place: Place::line(line),
            text: excerpt(&text),
            signs: left,
        }),
        Outcome::Mixed((a, first), (b, second)) => Err(ReadError::MixedAmounts {
            first: (Place::line(a), excerpt(&first)),
            second: (Place::line(b), excerpt(&second)),
        }),
    }
}

/// The movements of a file, account by account.
async fn gather<'a>(
    text: &'a str,
    warnings: &mut Vec<Warning>,
    steps: &Steps,
) -> Result<Vec<Movements<'a>>, ReadError> {
    let mut gathering = Gathering {
        warnings,
        accounts: Vec::new(),
        section: Section::Nothing,
        name: "",
        kind: "",
        record: None,
        in_split: false,
    };
    steps.begin(text.len() / 16);
    for (number, line) in (1_u32..).zip(text.lines()) {
        steps.step().await;
        let line = line.trim_end().trim_start_matches('\u{feff}');
        let place = Place::line(number);
        if line.len() > LINE_BYTES_MAX {
            return Err(ReadError::Malformed {
                place,
                tag: excerpt(line),
                text: "too long".to_owned(),
            });
        }
        let mut letters = line.chars();
        match letters.next() {
            None => {}
            Some('!') => gathering.header(letters.as_str(), place),
            Some('^') => gathering.end(),
            Some(letter) => gathering.field(letter, letters.as_str().trim(), place),
        }
    }
    gathering.take_record();
    let mut accounts = gathering.accounts;
    // An account without movements was only named.
    accounts.retain(|account| !account.records.is_empty());
    Ok(accounts)
}

/// The movements of a file while its lines are passed.
struct Gathering<'a, 'w> {
    warnings: &'w mut Vec<Warning>,
    accounts: Vec<Movements<'a>>,
    section: Section,
    /// The account that was named last, and its type.
    name: &'a str,
    kind: &'a str,
    record: Option<Record<'a>>,
    /// Within the parts of a split.
    in_split: bool,
}

impl<'a> Gathering<'a, '_> {
    fn header(&mut self, header: &str, place: Place) {
        self.take_record();
        self.section = section_of(header, self.section);
        match self.section {
            Section::Account => self.begin_account(place),
            Section::Other => {
                let what = excerpt(header);
                let mut told = self.warnings.iter();
                let is_told = told.any(
                    |told| matches!(told, Warning::LeftOut { what: told, .. } if *told == what),
                );
                if !is_told {
                    self.warnings.push(Warning::LeftOut { place, what });
                }
            }
            _ => {}
        }
    }

    fn begin_account(&mut self, place: Place) {
        self.accounts.push(Movements {
            place,
            account: self.name.to_owned(),
            records: Vec::new(),
        });
    }

    /// The end of a record, or of what is said of an account.
    fn end(&mut self) {
        if matches!(self.section, Section::AccountName | Section::Named) {
            self.section = if is_of_money(self.kind) {
                Section::Named
            } else {
                Section::AccountName
            };
        }
        self.take_record();
    }

    fn take_record(&mut self) {
        self.in_split = false;
        if let (Some(account), Some(record)) = (self.accounts.last_mut(), self.record.take()) {
            account.records.push(record);
        }
    }

    fn field(&mut self, letter: char, value: &'a str, place: Place) {
        // Some leave out the line that says that movements come next.
        if self.section == Section::Named && letter == 'D' && is_like_date(value) {
            self.section = Section::Account;
            self.begin_account(place);
        }
        match self.section {
            Section::AccountName | Section::Named if letter == 'N' => {
                (self.name, self.kind) = (value, "");
                self.section = Section::AccountName;
            }
            Section::AccountName if letter == 'T' => self.kind = value,
            Section::Account => self.movement(letter, value, place.line),
            _ => {}
        }
    }

    /// A line of a movement.
    fn movement(&mut self, letter: char, value: &'a str, line: u32) {
        let entry = self
            .accounts
            .last()
            .map_or(0, |account| account.records.len());
        let entry = u32::try_from(entry + 1).unwrap_or(u32::MAX);
        let record = self
            .record
            .get_or_insert_with(|| Record::at(Place { line, entry }));
        // What belongs to a part of a split is no part of the whole, unless
        // the whole has none yet.
        self.in_split |= letter == 'S';
        let in_split = self.in_split;
        match letter {
            'D' if record.date.is_empty() => (record.date, record.date_line) = (value, line),
            'T' if !in_split || record.amount.is_empty() => {
                (record.amount, record.amount_line) = (value, line);
            }
            'U' if record.amount.is_empty() => (record.amount, record.amount_line) = (value, line),
            '$' if in_split => {
                record.parts.push(value);
                if record.amount.is_empty() {
                    record.amount_line = line;
                }
            }
            'P' => record.payee = value,
            'L' if !in_split => record.category = value,
            'M' if !in_split || record.memo.is_empty() => join(&mut record.memo, value),
            'N' => record.number = value,
            _ => {}
        }
    }
}

/// Whether an account of that type has movements of money.
fn is_of_money(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    matches!(kind.as_str(), "bank" | "cash" | "ccard" | "oth a" | "oth l")
}

fn is_like_date(text: &str) -> bool {
    let is_of_date = |letter: char| letter.is_ascii_digit() || "/.-' ".contains(letter);
    text.starts_with(|letter: char| letter.is_ascii_digit()) && text.chars().all(is_of_date)
}

fn section_of(header: &str, before: Section) -> Section {
    let header = header.trim().to_ascii_lowercase();
    let kind = header.strip_prefix("type:").map(str::trim);
    match kind {
        Some(kind) if is_of_money(kind) => Section::Account,
        Some(_) => Section::Other,
        None if header == "account" => Section::AccountName,
        // Options say nothing of what comes next.
        None if header.starts_with("option:") || header.starts_with("clear:") => before,
        None => Section::Other,
    }
}

fn line(record: &Record, order: DateOrder, sign: DecimalSign) -> Result<FileLine, ReadError> {
    let missing = |tag: &'static str| ReadError::Missing {
        place: record.place,
        tag: tag.into(),
    };
    if record.date.is_empty() {
        return Err(missing("D"));
    }
    if record.amount.is_empty() && record.parts.is_empty() {
        return Err(missing("T"));
    }
    let date = day(record.date, order).ok_or_else(|| ReadError::Date {
        place: Place::line(record.date_line),
        tag: "D".to_owned(),
        text: excerpt(record.date),
    })?;
    let bad = |tag: &str, text: &str, fault| ReadError::Amount {
        place: Place::line(record.amount_line),
        tag: tag.to_owned(),
        text: excerpt(text),
        fault,
    };
    let amount = |tag: &str, text: &str| {
        amounts::amount(unsigned(text), sign).map_err(|fault| {
            let fault = match fault {
                amounts::BadAmount::Number(fault) => fault,
                _ => MoneyError::NotANumber,
            };
            bad(tag, text, fault)
        })
    };
    let amount = if record.amount.is_empty() {
        // Of a split without a sum the parts are all there is.
        let parts: Result<Vec<Decimal>, ReadError> = record
            .parts
            .iter()
            .map(|part| Ok(amount("$", part)?.amount))
            .collect();
        sum(parts?.into_iter()).map_err(|fault| bad("$", "", fault))?
    } else {
        amount("T", record.amount)?.amount
    };
    let mut line = FileLine::new(record.place, date, amount);
    line.name = single_blanks(record.payee);
    line.text.clone_from(&record.memo);
    // A transfer names the other account, in brackets.
    if let Some(other) = transfer(record.category) {
        if line.name.is_empty() {
            line.name = single_blanks(other);
        } else if line.text.is_empty() {
            line.text = single_blanks(record.category);
        }
    }
    line.code = single_blanks(record.number);
    Ok(line)
}

/// The account between brackets.
fn transfer(category: &str) -> Option<&str> {
    category.strip_prefix('[')?.strip_suffix(']')
}

/// Whether a record is what the account held before its first movement: it is
/// called so and is a transfer from the account itself.
fn is_opening(record: &Record) -> bool {
    let payee = csv::plain_name(record.payee);
    transfer(record.category).is_some() && OPENING.contains(&payee.as_str())
}

/// Without a plus, which is no sign of an amount elsewhere.
fn unsigned(text: &str) -> &str {
    text.strip_prefix('+').unwrap_or(text).trim()
}

fn day(text: &str, order: DateOrder) -> Option<Date> {
    let day = plain_day(text);
    let order = if has_year_first(&day) {
        DateOrder::Ymd
    } else {
        order
    };
    dates::date(&day, order).ok()
}

/// Four digits first are a year in any file.
fn has_year_first(day: &str) -> bool {
    let first = day.as_bytes().get(..4);
    first.is_some_and(|year| year.iter().all(u8::is_ascii_digit))
}

/// `1/ 2'05` and `1/2'2005` as `1/2/2005`: an apostrophe stands before a year
/// of this century.
fn plain_day(text: &str) -> String {
    let plain: String = text.split_whitespace().collect();
    match plain.split_once('\'') {
        Some((day, year)) if year.len() <= 2 => format!("{day}/20{year:0>2}"),
        Some((day, year)) => format!("{day}/{year}"),
        None => plain,
    }
}
