//! Statements as tables (CSV), which every bank writes in its own way: a
//! [`CsvProfile`] says how, [`guess`] proposes one.
//!
//! Rows above the header and rows that are no movement (totals, balances) are
//! passed by; the latter are named, and rows of the opening and closing balance
//! give these. A column of balances is checked row by row, oldest or newest
//! first, and gives both otherwise. Rows whose status says that they are not
//! booked are left out and counted. Each account and each currency is a
//! statement of its own.
//!
//! Rows, dates and amounts are read as in `import::csv`, with what banks add
//! ([`cells`]).

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::draft::{
    Count, Draft, account, creditor_reference, excerpt, join, reference, single_blanks, sum,
};
use super::file::{Balance, FileLine, FileStatement, Format, Place, ReadError, RowFault, Warning};
use super::number::same_number;
use super::returns;
use crate::table::{BadAmount, DateOrder, DecimalSign, Delimiter, Row, Rows};
use cells::{Amount, Day};
use values::date::Date;
use values::identifier::Iban;
use values::money::{Currency, Decimal};
use values::slices::Steps;
use values::text::fold;

mod cells;
mod columns;
mod guess;
mod names;

pub(crate) use names::OPENING;

pub use guess::{CsvGuess, Layout, Looks, Unsure, guess, guess_as_in_steps, guess_in_steps};

/// Rows among which the header is looked for.
pub(super) const HEADER_ROWS_MAX: usize = 60;

/// How a bank's tables are read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CsvProfile {
    pub delimiter: Delimiter,
    pub decimal_sign: DecimalSign,
    pub date_order: DateOrder,
    /// Rows, blank ones not counted, before the first movement. Where a
    /// column is known by its name, the header is found by the names instead.
    pub header_rows: u32,
    /// Several columns may be texts; of every other role the first one counts.
    #[serde(default)]
    pub columns: Vec<(Role, Column)>,
    /// What the column [`Role::Mark`] says of a debit and of a credit, in any
    /// case of letters.
    #[serde(default)]
    pub debit_values: Vec<String>,
    #[serde(default)]
    pub credit_values: Vec<String>,
    /// What the column [`Role::Status`] says of a booking that counts, and of
    /// one that does not (yet), in any case of letters.
    #[serde(default)]
    pub booked_values: Vec<String>,
    #[serde(default)]
    pub pending_values: Vec<String>,
    /// Whether what the account gains is written as negative.
    pub invert_sign: bool,
    /// Whether a fee that comes off is written as negative; `None`: it is not.
    #[serde(default)]
    pub fee_is_negative: Option<bool>,
    /// Of rows that name none.
    pub currency: Option<Currency>,
}

/// A column, by its name in the header or by its place.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Column {
    Name(String),
    /// From 0.
    Index(u16),
}

/// What a column says of a movement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Role {
    Date,
    ValueDate,
    /// With its sign, unless there is a mark.
    Amount,
    Debit,
    Credit,
    /// Whether the amount is a debit or a credit.
    Mark,
    Text,
    Name,
    Iban,
    Bic,
    Currency,
    /// What the account held after the movement.
    Balance,
    Reference,
    EndToEnd,
    BankId,
    Mandate,
    Code,
    /// The statement's own account: a file may hold several.
    Account,
    /// Who paid: the other side of money in.
    Payer,
    /// Who was paid: the other side of money out.
    Payee,
    /// Whether it is booked, still to come, or came to nothing.
    Status,
    /// What the bank kept beside the amount: it comes off it.
    Fee,
    /// The same where it came off the amount already.
    FeeWithin,
}

impl Role {
    pub const ALL: [Role; 23] = [
        Role::Date,
        Role::ValueDate,
        Role::Amount,
        Role::Debit,
        Role::Credit,
        Role::Mark,
        Role::Text,
        Role::Name,
        Role::Iban,
        Role::Bic,
        Role::Currency,
        Role::Balance,
        Role::Reference,
        Role::EndToEnd,
        Role::BankId,
        Role::Mandate,
        Role::Code,
        Role::Account,
        Role::Payer,
        Role::Payee,
        Role::Status,
        Role::Fee,
        Role::FeeWithin,
    ];
}

impl CsvProfile {
    fn has(&self, role: Role) -> bool {
        self.columns.iter().any(|(known, _)| *known == role)
    }

    /// What is still to be chosen before a table can be read.
    pub fn missing(&self) -> Option<Role> {
        if !self.has(Role::Date) && !self.has(Role::ValueDate) {
            return Some(Role::Date);
        }
        let has_amount = self.has(Role::Amount) || self.has(Role::Debit) || self.has(Role::Credit);
        (!has_amount).then_some(Role::Amount)
    }
}

/// Where each role's columns are in the file.
struct Places {
    roles: Vec<(Role, usize, String)>,
    /// The account that is named above the header.
    own_account: String,
    /// The last day that stands above the header, as of a period.
    newest: Option<Date>,
    /// Cells that a row may have.
    width: usize,
}

impl Places {
    fn of<'a>(&self, row: &'a Row, role: Role) -> &'a str {
        let mut places = self.roles.iter().filter(|(known, ..)| *known == role);
        let place = places.next().map(|(_, place, _)| *place);
        place
            .and_then(|place| row.fields.get(place))
            .map_or("", |field| field.trim())
    }

    fn all<'a>(&'a self, row: &'a Row, role: Role) -> impl Iterator<Item = &'a str> {
        let places = self.roles.iter().filter(move |(known, ..)| *known == role);
        places.filter_map(|(_, place, _)| row.fields.get(*place).map(|field| field.trim()))
    }

    fn has(&self, role: Role) -> bool {
        self.roles.iter().any(|(known, ..)| *known == role)
    }

    /// What the column is called.
    fn name(&self, role: Role) -> String {
        let mut places = self.roles.iter().filter(|(known, ..)| *known == role);
        places
            .next()
            .map_or(String::new(), |(_, _, name)| name.clone())
    }
}

/// Reads a table. `year` is that of its newest line, where the days are
/// written without one.
///
/// # Errors
/// [`ReadError`], with the line of the file.
pub(super) async fn read(
    text: &str,
    profile: &CsvProfile,
    year: Option<i32>,
    steps: &Steps,
) -> Result<Vec<FileStatement>, ReadError> {
    match profile.missing() {
        Some(Role::Date) => return Err(ReadError::NotChosen("the date")),
        Some(_) => return Err(ReadError::NotChosen("the amount")),
        None => {}
    }
    let mut rows = Rows::new(text, profile.delimiter);
    let places = begin(&mut rows, profile)?;
    let mut reading = Reading {
        profile,
        year,
        places,
        statements: Vec::new(),
        count: Count::default(),
        without_day: None,
        without_amount: None,
        yearless: Vec::new(),
        debits: Vec::new(),
    };
    steps.begin(text.len() / 64);
    for row in rows {
        steps.step().await;
        match row {
            Ok(row) => reading.row(&row)?,
            Err((line, fault)) => {
                return Err(ReadError::Row {
                    place: Place::line(line),
                    fault: fault.into(),
                });
            }
        }
    }
    reading.finish()
}

/// The day that a cell of a table states in that order.
pub fn day_in(cell: &str, order: DateOrder) -> Option<Date> {
    cells::date(cell, order)
}

/// The amount that a cell of a table states with that decimal sign.
pub fn amount_in(cell: &str, sign: DecimalSign) -> Option<Decimal> {
    cells::amount(cell, sign).ok().map(|found| found.amount)
}

/// A column's name as it is compared: in lower case, without accents and
/// signs.
pub(crate) fn plain_name(name: &str) -> String {
    let mut plain = fold(name);
    plain.retain(char::is_alphanumeric);
    plain
}

/// Passes the header by, and finds the columns.
fn begin(rows: &mut Rows, profile: &CsvProfile) -> Result<Places, ReadError> {
    let names: Vec<(&str, String)> = profile
        .columns
        .iter()
        .filter_map(|(_, column)| match column {
            Column::Name(name) => Some((name.as_str(), plain_name(name))),
            Column::Index(_) => None,
        })
        .collect();
    let mut header: Vec<String> = Vec::new();
    // Of the row that lacks least: how many, and the first.
    let mut lacking: Option<(usize, &str)> = names.first().map(|(name, _)| (usize::MAX, *name));
    let mut own_account = String::new();
    let mut newest = None;
    let passed = if names.is_empty() {
        usize::try_from(profile.header_rows).unwrap_or(usize::MAX)
    } else {
        HEADER_ROWS_MAX
    };
    for _ in 0..passed {
        let row = match rows.next() {
            Some(Ok(row)) => row,
            Some(Err((line, fault))) => {
                return Err(ReadError::Row {
                    place: Place::line(line),
                    fault: fault.into(),
                });
            }
            None => break,
        };
        header = row.fields.iter().map(|field| plain_name(field)).collect();
        if !names.is_empty() {
            let lacks = |(_, plain): &&(&str, String)| !header.contains(plain);
            let missing: Vec<&(&str, String)> = names.iter().filter(lacks).collect();
            match missing.first() {
                None => {
                    lacking = None;
                    break;
                }
                Some((first, _)) if lacking.is_none_or(|(count, _)| missing.len() < count) => {
                    lacking = Some((missing.len(), first));
                }
                Some(_) => {}
            }
        }
        if own_account.is_empty() {
            own_account = account_above(&row);
        }
        newest = newest.max(newest_above(&row, profile.date_order));
    }
    if let Some((_, name)) = lacking {
        return Err(ReadError::NoColumn(name.to_owned()));
    }
    let roles = profile.columns.iter().map(|(role, column)| match column {
        Column::Index(index) => (*role, usize::from(*index), (index + 1).to_string()),
        Column::Name(name) => {
            let plain = plain_name(name);
            let place = header.iter().position(|known| *known == plain);
            (*role, place.unwrap_or(usize::MAX), name.clone())
        }
    });
    let roles: Vec<(Role, usize, String)> = roles.collect();
    let last = roles.iter().map(|(_, place, _)| place.saturating_add(1));
    Ok(Places {
        own_account,
        newest,
        width: if names.is_empty() {
            usize::MAX
        } else {
            last.max().unwrap_or(0).max(header.len())
        },
        roles,
    })
}

/// The account that a row above the header names: an IBAN wherever it stands,
/// a number where the cell before it says that it is one.
fn account_above(row: &Row) -> String {
    const NUMBER_LABELS: [&str; 16] = [
        "kontonummer",
        "konto",
        "kontonr",
        "accountnumber",
        "accountno",
        "account",
        "accountid",
        "rekening",
        "rekeningnummer",
        "compte",
        "numerodecompte",
        "cuenta",
        "numerodecuenta",
        "conto",
        "conta",
        "acctno",
    ];
    let iban = |text: &str| {
        text.parse::<Iban>()
            .ok()
            .map(|iban| iban.as_str().to_owned())
    };
    for field in &row.fields {
        let whole = iban(field).or_else(|| iban(field.rsplit(':').next().unwrap_or_default()));
        let words = field.split([' ', ':', ',', ';', '(', ')', '/']);
        // Shorter ones are hardly ever written alone.
        let mut words = words.filter(|word| word.len() >= 15);
        if let Some(found) = whole.or_else(|| words.find_map(iban)) {
            return found;
        }
    }
    let fields: Vec<&str> = row.fields.iter().map(|field| field.trim()).collect();
    for pair in fields.windows(2) {
        let is_number = |letter: char| letter.is_ascii_alphanumeric() || " .-/".contains(letter);
        let digits = pair[1].chars().filter(char::is_ascii_digit).count();
        let is_account =
            digits >= 5 && digits * 2 > pair[1].len() && pair[1].chars().all(is_number);
        if NUMBER_LABELS.contains(&plain_name(pair[0]).as_str()) && is_account {
            return account(pair[1]);
        }
    }
    String::new()
}

/// The last whole day that a row above the header names.
fn newest_above(row: &Row, order: DateOrder) -> Option<Date> {
    let words = row.fields.iter().flat_map(|field| {
        let words = field.split([' ', ',', '(', ')']);
        words.chain(std::iter::once(&**field))
    });
    let orders = [order, DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy];
    words
        .filter_map(|word| orders.iter().find_map(|order| cells::date(word, *order)))
        .max()
}

/// A statement of an account in one currency, and its column of balances.
struct Account {
    draft: Draft,
    name: String,
    currency: Option<Currency>,
    entries: u32,
    /// For each line, where it has one.
    balances: Vec<Option<Decimal>>,
    /// As rows of their own state them.
    opening: Option<Balance>,
    closing: Option<Balance>,
}

struct Reading<'a> {
    profile: &'a CsvProfile,
    year: Option<i32>,
    places: Places,
    statements: Vec<Account>,
    count: Count,
    /// The first row without a day that can be read: its place, its cell.
    without_day: Option<(Place, String)>,
    /// The first row with a day and without an amount.
    without_amount: Option<Place>,
    /// Lines whose day has no year: statement, line, month and day.
    yearless: Vec<(usize, usize, (u32, u32))>,
    /// Lines whose amount stands in the column of debits, and whether it is
    /// written as negative.
    debits: Vec<(usize, usize, bool)>,
}

/// What a row's words say that it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    Opening,
    Closing,
    Between,
    Sum,
}

impl Words {
    /// A cell of nothing but such words, whatever day stands behind them.
    fn of(cell: &str) -> Option<Words> {
        const LETTERS_MAX: usize = 60;
        if cell.len() > LETTERS_MAX || !cell.starts_with(char::is_alphabetic) {
            return None;
        }
        let folded = fold(cell);
        let words = folded.split(|letter: char| !letter.is_alphabetic());
        let beside = [
            "vom", "am", "per", "zum", "on", "as", "at", "of", "du", "au", "al", "del", "eur",
        ];
        let plain: String = words.filter(|word| !beside.contains(word)).collect();
        let plain = plain.as_str();
        if OPENING.contains(&plain) {
            Some(Words::Opening)
        } else if names::CLOSING.contains(&plain) {
            Some(Words::Closing)
        } else if names::BETWEEN.contains(&plain) {
            Some(Words::Between)
        } else {
            names::SUMS.contains(&plain).then_some(Words::Sum)
        }
    }

    /// Whether a cell begins with such a word: `Total of 5 rows`.
    fn begin(cell: &str) -> bool {
        let first = cell.split([' ', ':', '\u{a0}']).next();
        cell.starts_with(char::is_alphabetic) && first.is_some_and(|word| Words::of(word).is_some())
    }

    /// What a row says of itself.
    fn of_row(row: &Row) -> Option<Words> {
        row.fields.iter().find_map(|cell| Words::of(cell))
    }
}

impl Reading<'_> {
    fn row(&mut self, row: &Row) -> Result<(), ReadError> {
        let place = Place::line(row.line);
        let words = Words::of_row(row);
        if let Some(end @ (Words::Opening | Words::Closing)) = words
            && self.end(row, end)?
        {
            return Ok(());
        }
        if words == Some(Words::Between) {
            return self.no_movement(row);
        }
        if self.is_pending(row, place)? {
            let index = self.account(row, None)?;
            self.statements[index].draft.not_booked(place);
            return Ok(());
        }
        let role = if self.places.has(Role::Date) {
            Role::Date
        } else {
            Role::ValueDate
        };
        let written = self.places.of(row, role);
        let order = self.profile.date_order;
        let Some(day) = cells::day(written, order) else {
            // A cell with a digit was to be a day, unless its words say that
            // the row is a sum.
            let is_day = written.contains(|letter: char| letter.is_ascii_digit());
            let has_amount = || self.amount(row, place).is_ok_and(|amount| amount.is_some());
            if is_day && words.is_none() && !Words::begin(written) && has_amount() {
                return Err(self.fault(
                    place,
                    RowFault::Date {
                        column: self.places.name(role),
                        text: excerpt(written),
                        order,
                    },
                ));
            }
            if self.without_day.is_none() && !written.is_empty() {
                self.without_day = Some((place, excerpt(written)));
            }
            return self.no_movement(row);
        };
        if let Some(beyond) = row.fields.get(self.places.width..)
            && let Some(text) = beyond.iter().find(|field| !field.trim().is_empty())
        {
            let text = excerpt(text);
            return Err(self.fault(place, RowFault::TooManyCells { text }));
        }
        let Some(found) = self.amount(row, place)? else {
            self.without_amount.get_or_insert(place);
            return self.no_movement(row);
        };
        let is_debit = found.is_debit;
        let (amount, charges) = self.less_fee(row, place, found.amount)?;
        let balance = self.balance(row, place)?;
        let code = self.places.of(row, Role::Currency);
        let stated: Option<Currency> = code.to_ascii_uppercase().parse().ok();
        let currency = stated
            .or_else(|| cells::currency_of(code).flatten())
            .or(amount.currency)
            .or(self.profile.currency);
        // A code that there was once is told; anything else is none.
        let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_sign = cells::currency_of(code).is_some();
        if !is_nothing(code) && stated.is_none() && !is_sign && !is_code {
            return Err(self.fault(
                place,
                RowFault::Currency {
                    column: self.places.name(Role::Currency),
                    text: excerpt(code),
                },
            ));
        }
        let index = self.account(row, currency)?;
        self.count.line()?;
        let own = self.places.own_account.clone();
        let account = &mut self.statements[index];
        account.entries += 1;
        let place = Place {
            line: row.line,
            entry: account.entries,
        };
        if stated.is_none() && currency.is_none() && !code.is_empty() {
            account.draft.currency(place, code);
        }
        let date = match day {
            Day::Whole(date) => date,
            Day::OfAnyYear { month, day } => {
                let line = account.draft.statement.lines.len();
                self.yearless.push((index, line, (month, day)));
                let unknown = Date::new(LEAP_YEAR, month, day);
                unknown.map_err(|_| ReadError::Missing { place, tag: "year" })?
            }
        };
        let mut line = FileLine::new(place, date, amount.amount);
        line.currency = currency;
        line.charges = charges.map(|charges| (charges, currency));
        let value_date = self.places.of(row, Role::ValueDate);
        line.value_date = cells::date(value_date, order);
        let is_no_day = cells::day(value_date, order).is_none();
        if !value_date.is_empty() && is_no_day && !is_nothing(value_date) {
            account.draft.warn(Warning::BadDate {
                place,
                text: excerpt(value_date),
            });
        }
        self.places.texts(row, &mut line);
        if !line.iban.is_empty() && same_number(&line.iban, &own, "") {
            line.iban.clear();
        }
        if let Some(negative) = is_debit {
            let line = account.draft.statement.lines.len();
            self.debits.push((index, line, negative));
        }
        account.draft.push(line);
        account.balances.push(balance);
        Ok(())
    }

    fn fault(&self, place: Place, fault: RowFault) -> ReadError {
        ReadError::Row { place, fault }
    }

    /// Takes the opening or closing balance of a row that states it; whether
    /// it states one.
    fn end(&mut self, row: &Row, words: Words) -> Result<bool, ReadError> {
        let place = Place::line(row.line);
        let stated = match self.balance(row, place) {
            Ok(Some(balance)) => Some(balance),
            _ => self
                .amount(row, place)
                .ok()
                .flatten()
                .map(|found| found.amount.amount),
        };
        let Some(amount) = stated else {
            return Ok(false);
        };
        let order = self.profile.date_order;
        let code = self.places.of(row, Role::Currency);
        let currency = code.parse().ok().or(self.profile.currency);
        let balance = Balance {
            date: cells::date(self.places.of(row, Role::Date), order),
            amount,
            currency: None,
        };
        let index = self.account(row, currency)?;
        let account = &mut self.statements[index];
        match words {
            Words::Opening => account.opening = account.opening.or(Some(balance)),
            _ => account.closing = Some(balance),
        }
        Ok(true)
    }

    /// Whether the row's status says that it is not booked.
    fn is_pending(&self, row: &Row, place: Place) -> Result<bool, ReadError> {
        let text = self.places.of(row, Role::Status);
        if is_nothing(text) {
            return Ok(false);
        }
        let word = plain_name(text);
        let is = |values: &[String]| values.iter().any(|value| plain_name(value) == word);
        if is(&self.profile.pending_values) {
            return Ok(true);
        }
        // A row without a day is no movement, whatever its cells say.
        let order = self.profile.date_order;
        let has_day = cells::day(self.places.of(row, Role::Date), order).is_some();
        if is(&self.profile.booked_values) || !has_day {
            return Ok(false);
        }
        Err(self.fault(
            place,
            RowFault::Status {
                column: self.places.name(Role::Status),
                text: excerpt(text),
            },
        ))
    }

    /// The amount less the fee beside it, and the fee.
    fn less_fee(
        &self,
        row: &Row,
        place: Place,
        amount: Amount,
    ) -> Result<(Amount, Option<Decimal>), ReadError> {
        let fee = self.number(row, Role::Fee, place)?;
        let within = self.number(row, Role::FeeWithin, place)?;
        let fee = fee.map(|fee| match self.profile.fee_is_negative {
            Some(true) => fee.amount.neg(),
            _ => fee.amount,
        });
        let charges = fee.or(within.map(|within| within.amount.abs()));
        let charges = charges.filter(|charges| charges.is_positive());
        let Some(fee) = fee else {
            return Ok((amount, charges));
        };
        match amount.amount.sub(fee) {
            Ok(less) => Ok((
                Amount {
                    amount: less,
                    ..amount
                },
                charges,
            )),
            Err(fault) => Err(self.fault(
                place,
                RowFault::Amount {
                    column: self.places.name(Role::Fee),
                    text: excerpt(self.places.of(row, Role::Fee)),
                    fault: BadAmount::Number(fault),
                },
            )),
        }
    }

    /// A row that holds no movement is named with the statement that it stands
    /// in.
    fn no_movement(&mut self, row: &Row) -> Result<(), ReadError> {
        let fields: Vec<&str> = row.fields.iter().map(|field| field.trim()).collect();
        let fields: Vec<&str> = fields
            .into_iter()
            .filter(|field| !field.is_empty())
            .collect();
        let warning = Warning::NoMovement {
            place: Place::line(row.line),
            text: excerpt(&fields.join(" ")),
        };
        if self.statements.is_empty() {
            let name = String::new();
            self.open(name, None, row.line)?;
        }
        if let Some(account) = self.statements.last_mut() {
            account.draft.warn(warning);
        }
        Ok(())
    }

    /// The statement of the row's account and currency, by its place.
    fn account(&mut self, row: &Row, currency: Option<Currency>) -> Result<usize, ReadError> {
        let name = match self.places.of(row, Role::Account) {
            "" => self.places.own_account.clone(),
            written => account(written),
        };
        let is_same = |known: &Account| {
            known.name == name
                && (known.currency == currency || known.currency.is_none() || currency.is_none())
        };
        if let Some(known) = self.statements.iter().position(is_same) {
            let of = &mut self.statements[known].currency;
            *of = of.or(currency);
            return Ok(known);
        }
        // What was begun for a row above takes the name of the first account.
        if let [only] = self.statements.as_mut_slice()
            && only.name.is_empty()
            && only.entries == 0
        {
            only.name.clone_from(&name);
            only.currency = currency;
            only.draft.statement.account = name;
            return Ok(0);
        }
        self.open(name, currency, row.line)
    }

    fn open(
        &mut self,
        name: String,
        currency: Option<Currency>,
        line: u32,
    ) -> Result<usize, ReadError> {
        self.count.statement()?;
        let mut draft = Draft::new(Format::Csv, Place::line(line));
        draft.statement.account.clone_from(&name);
        self.statements.push(Account {
            draft,
            name,
            currency,
            entries: 0,
            balances: Vec::new(),
            opening: None,
            closing: None,
        });
        Ok(self.statements.len() - 1)
    }

    /// The signed amount; `None` where the row has none.
    fn amount(&self, row: &Row, place: Place) -> Result<Option<Signed>, ReadError> {
        let mut found = if self.places.has(Role::Amount) {
            let Some(written) = self.number(row, Role::Amount, place)? else {
                return Ok(None);
            };
            if self.places.has(Role::Mark) {
                let negative = self.is_debit(row, place)?;
                let value = written.amount.abs();
                Signed::of(written, if negative { value.neg() } else { value })
            } else {
                Signed::of(written, written.amount)
            }
        } else {
            let debit = self.number(row, Role::Debit, place)?;
            let credit = self.number(row, Role::Credit, place)?;
            let is_some = |written: &Amount| !written.amount.is_zero();
            match (debit, credit) {
                (None, None) => return Ok(None),
                (Some(debit), Some(credit)) if is_some(&debit) && is_some(&credit) => {
                    return Err(self.fault(place, RowFault::Both));
                }
                // Some banks write debits as negative, some do not.
                (Some(debit), credit) if is_some(&debit) || credit.is_none() => Signed {
                    is_debit: Some(debit.amount.is_negative()),
                    ..Signed::of(debit, debit.amount.abs().neg())
                },
                (_, Some(credit)) => Signed::of(credit, credit.amount),
                (Some(debit), None) => Signed::of(debit, debit.amount),
            }
        };
        if self.profile.invert_sign {
            found.amount.amount = found.amount.amount.neg();
        }
        Ok(Some(found))
    }

    fn number(&self, row: &Row, role: Role, place: Place) -> Result<Option<Amount>, ReadError> {
        let text = self.places.of(row, role);
        if is_nothing(text) {
            return Ok(None);
        }
        let read = cells::amount(text, self.profile.decimal_sign);
        read.map(Some).map_err(|fault| {
            self.fault(
                place,
                RowFault::Amount {
                    column: self.places.name(role),
                    text: excerpt(text),
                    fault,
                },
            )
        })
    }

    fn is_debit(&self, row: &Row, place: Place) -> Result<bool, ReadError> {
        let text = self.places.of(row, Role::Mark);
        let lower = text.to_lowercase();
        let is = |values: &[String]| {
            values
                .iter()
                .any(|value| value.trim().to_lowercase() == lower)
        };
        if is(&self.profile.debit_values) {
            return Ok(true);
        }
        if is(&self.profile.credit_values) {
            return Ok(false);
        }
        Err(self.fault(
            place,
            RowFault::DebitCredit {
                column: self.places.name(Role::Mark),
                text: excerpt(text),
            },
        ))
    }

    fn balance(&self, row: &Row, place: Place) -> Result<Option<Decimal>, ReadError> {
        let written = self.number(row, Role::Balance, place)?;
        Ok(written.map(|written| written.amount))
    }

    fn finish(mut self) -> Result<Vec<FileStatement>, ReadError> {
        let is_empty = |account: &Account| {
            account.entries == 0 && account.opening.is_none() && account.closing.is_none()
        };
        if self.statements.iter().all(is_empty) {
            if let Some((place, text)) = self.without_day.take() {
                let role = if self.places.has(Role::Date) {
                    Role::Date
                } else {
                    Role::ValueDate
                };
                let column = self.places.name(role);
                return Err(self.fault(place, RowFault::NoDay { column, text }));
            }
            if let Some(place) = self.without_amount {
                let role = if self.places.has(Role::Amount) {
                    Role::Amount
                } else {
                    Role::Credit
                };
                let column = self.places.name(role);
                return Err(self.fault(place, RowFault::NoAmount { column }));
            }
        }
        self.settle_years()?;
        self.settle_debits();
        let finished = self.statements.into_iter().map(|mut account| {
            account.running_balance();
            let statement = &mut account.draft.statement;
            statement.opening = account.opening.or(statement.opening);
            statement.closing = account.closing.or(statement.closing);
            account.draft.finish()
        });
        Ok(finished.collect())
    }

    /// Gives days without a year the one in which they are not after the
    /// newest: the last day that stands above the table, or the newest line
    /// in the year that the user said.
    fn settle_years(&mut self) -> Result<(), ReadError> {
        let Some((first, last)) = ends(&self.yearless) else {
            return Ok(());
        };
        // From one line to the next it is never half a year.
        let steps = self.yearless.windows(2).filter_map(|pair| {
            let of = |(month, day)| Date::new(LEAP_YEAR, month, day).ok();
            let days = of(pair[1].2)?.days_since(of(pair[0].2)?);
            Some((days + LEAP_DAYS / 2).rem_euclid(LEAP_DAYS) - LEAP_DAYS / 2)
        });
        let is_newest_first = steps.map(i32::signum).sum::<i32>() < 0;
        let newest = if is_newest_first { first } else { last };
        let (year, newest) = match (self.year, self.places.newest) {
            (Some(year), _) => (year, newest.2),
            (None, Some(day)) => (day.year(), (day.month(), day.day())),
            (None, None) => {
                let (statement, line, _) = first;
                let place = self.statements[statement].draft.statement.lines[line].place;
                let column = self.places.name(Role::Date);
                return Err(self.fault(place, RowFault::NoYear { column }));
            }
        };
        for (statement, line, (month, day)) in std::mem::take(&mut self.yearless) {
            let line = &mut self.statements[statement].draft.statement.lines[line];
            let before = i32::from((month, day) > newest);
            line.date = Date::new(year - before, month, day).map_err(|_| ReadError::Date {
                place: line.place,
                tag: "year".to_owned(),
                text: format!("{day}.{month}.{}", year - before),
            })?;
        }
        Ok(())
    }

    /// In a column of debits, what has another sign than the most of it was
    /// given back.
    fn settle_debits(&mut self) {
        let negative = self
            .debits
            .iter()
            .filter(|(.., negative)| *negative)
            .count();
        let positive = self.debits.len() - negative;
        if negative == positive {
            return;
        }
        let odd = negative < positive;
        for (statement, line, is_negative) in std::mem::take(&mut self.debits) {
            if is_negative == odd {
                let line = &mut self.statements[statement].draft.statement.lines[line];
                line.amount = line.amount.neg();
            }
        }
    }
}

/// The first and the last.
fn ends<T: Clone>(list: &[T]) -> Option<(T, T)> {
    Some((list.first()?.clone(), list.last()?.clone()))
}

/// An amount with its sign.
#[derive(Clone, Copy)]
struct Signed {
    amount: Amount,
    /// Where it stands in a column of debits: whether it is negative there.
    is_debit: Option<bool>,
}

impl Signed {
    fn of(written: Amount, amount: Decimal) -> Signed {
        Signed {
            amount: Amount { amount, ..written },
            is_debit: None,
        }
    }
}

/// A leap year, for days of which no year is known yet.
const LEAP_YEAR: i32 = 2000;
const LEAP_DAYS: i32 = 366;

impl Places {
    fn texts(&self, row: &Row, line: &mut FileLine) {
        for part in self.all(row, Role::Text) {
            join(&mut line.text, part);
        }
        let is_out = line.amount.is_negative();
        let side = if is_out { Role::Payee } else { Role::Payer };
        line.name = match self.of(row, Role::Name) {
            "" => single_blanks(self.of(row, side)),
            name => single_blanks(name),
        };
        line.iban = account(self.of(row, Role::Iban));
        let own = self.of(row, Role::Account);
        if !line.iban.is_empty() && same_number(&line.iban, &account(own), "") {
            line.iban.clear();
        }
        line.bic = single_blanks(self.of(row, Role::Bic));
        // Only what is a reference by its form is one; else it is a text.
        let written = reference(self.of(row, Role::Reference));
        let found = creditor_reference(&written);
        if is_structured(&found) {
            line.reference = found;
        } else {
            join(&mut line.text, &written);
        }
        line.end_to_end = reference(self.of(row, Role::EndToEnd));
        line.bank_id = reference(self.of(row, Role::BankId));
        line.mandate = reference(self.of(row, Role::Mandate));
        line.code = single_blanks(self.of(row, Role::Code));
        if returns::is_return(&line.code) {
            let reason = returns::reason(&line.text);
            line.returned = Some(reason.unwrap_or(&line.code).to_owned());
        }
    }
}

/// Whether a reference has a form of its own: ISO 11649, or digits enough for
/// the structured ones of countries.
fn is_structured(text: &str) -> bool {
    const DIGITS_MIN: usize = 7;
    let plain: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let of_digits = plain
        .chars()
        .all(|letter| letter.is_ascii_digit() || "/+*".contains(letter));
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    plain
        .parse::<values::identifier::CreditorReference>()
        .is_ok()
        || (of_digits && digits >= DIGITS_MIN)
}

impl Account {
    /// Holds each balance against the one before it, in the order in which
    /// more of them fit, and takes the first and the last one.
    fn running_balance(&mut self) {
        let lines = &self.draft.statement.lines;
        let known: Vec<(usize, Decimal)> = self
            .balances
            .iter()
            .enumerate()
            .filter_map(|(index, balance)| balance.map(|balance| (index, balance)))
            .collect();
        let Some((first, last)) = ends(&known) else {
            return;
        };
        let down = |from: &(usize, Decimal), to: &(usize, Decimal)| {
            let amounts = lines[from.0 + 1..=to.0].iter().map(|line| line.amount);
            sum(amounts).and_then(|sum| from.1.add(sum))
        };
        let up = |from: &(usize, Decimal), to: &(usize, Decimal)| {
            let amounts = lines[from.0..to.0].iter().map(|line| line.amount);
            sum(amounts).and_then(|sum| to.1.add(sum))
        };
        let pairs = || known.windows(2);
        let fits_down = pairs().filter(|pair| down(&pair[0], &pair[1]) == Ok(pair[1].1));
        let fits_up = pairs().filter(|pair| up(&pair[0], &pair[1]) == Ok(pair[0].1));
        // Of equals, newest first is told by the days; on one day the last
        // movement is the one that has a balance.
        let (count_down, count_up) = (fits_down.count(), fits_up.count());
        let days = ends(lines).map(|(first, last)| first.date.cmp(&last.date));
        let by_days = match days {
            Some(Ordering::Equal) | None => known.len() == 1 && first.0 == 0,
            Some(order) => order == Ordering::Greater,
        };
        let newest_first = count_up > count_down || (count_up == count_down && by_days);
        let mut broken = Vec::new();
        for pair in known.windows(2) {
            let (expected, found) = if newest_first {
                (up(&pair[0], &pair[1]), pair[0])
            } else {
                (down(&pair[0], &pair[1]), pair[1])
            };
            match expected {
                Ok(expected) if expected == found.1 => {}
                Ok(expected) => broken.push(Warning::RunningBalance {
                    place: lines[found.0].place,
                    expected,
                    found: found.1,
                }),
                Err(_) => broken.push(Warning::Uncounted),
            }
        }
        // Before the oldest balance and after the newest there may be lines
        // without one.
        let of = |lines: &[FileLine]| sum(lines.iter().map(|line| line.amount));
        let (opening, closing, day) = if newest_first {
            let opening = of(&lines[last.0..]).and_then(|sum| last.1.sub(sum));
            let closing = of(&lines[..first.0]).and_then(|sum| first.1.add(sum));
            (opening, closing, lines.first())
        } else {
            let opening = of(&lines[..=first.0]).and_then(|sum| first.1.sub(sum));
            let closing = of(&lines[last.0 + 1..]).and_then(|sum| last.1.add(sum));
            (opening, closing, lines.last())
        };
        let day = day.map(|line| line.date);
        let balance = |date, amount: Decimal| Balance {
            date,
            amount,
            currency: None,
        };
        let opening = opening.ok().map(|amount| balance(None, amount));
        let closing = closing.ok().map(|amount| balance(day, amount));
        for warning in broken {
            self.draft.warn(warning);
        }
        let statement = &mut self.draft.statement;
        (statement.opening, statement.closing) = (opening, closing);
    }
}

/// An empty cell, or a dash for nothing.
pub(super) fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "-" | "–")
}
