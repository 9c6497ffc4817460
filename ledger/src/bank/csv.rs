//! Statements as tables (CSV), which every bank writes in its own way: a
//! [`CsvProfile`] says how, [`guess`] proposes one.
//!
//! Rows above the header and rows that are no movement (totals, balances) are
//! passed by; the latter are named. A column of balances is checked row by
//! row, oldest or newest first, and gives the opening and closing balance.
//!
//! Rows, dates and amounts are read as in `import::csv`.

use serde::{Deserialize, Serialize};

use super::draft::{Count, Draft, account, excerpt, join, reference, single_blanks, sum};
use super::file::{Balance, FileLine, FileStatement, Format, Place, ReadError, RowFault, Warning};
use super::returns;
use crate::identifier::Iban;
use crate::import::csv::values::{self, Mark, Written};
use crate::import::csv::{BadAmount, DateOrder, DecimalSign, Delimiter, Row, Rows, bare};
use crate::money::{Currency, Decimal};
use crate::slices::Steps;

mod guess;
mod names;

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
    /// Whether what the account gains is written as negative.
    pub invert_sign: bool,
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
}

impl Role {
    pub const ALL: [Role; 18] = [
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
    /// The IBAN that stands above the header.
    own_account: String,
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

/// Reads a table.
///
/// # Errors
/// [`ReadError`], with the line of the file.
pub(super) async fn read(
    text: &str,
    profile: &CsvProfile,
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
        places,
        statements: Vec::new(),
        count: Count::default(),
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
    Ok(reading.finish())
}

/// Passes the header by, and finds the columns.
fn begin(rows: &mut Rows, profile: &CsvProfile) -> Result<Places, ReadError> {
    let names: Vec<&str> = profile
        .columns
        .iter()
        .filter_map(|(_, column)| match column {
            Column::Name(name) => Some(name.as_str()),
            Column::Index(_) => None,
        })
        .collect();
    let mut header: Vec<String> = Vec::new();
    // Of the row that lacks least: how many, and the first.
    let mut lacking: Option<(usize, &str)> = names.first().map(|name| (usize::MAX, *name));
    let mut own_account = String::new();
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
        header = row.fields.iter().map(|field| bare(field)).collect();
        if !names.is_empty() {
            let lacks = |name: &&&str| !header.contains(&bare(name));
            let missing: Vec<&&str> = names.iter().filter(lacks).collect();
            match missing.first() {
                None => {
                    lacking = None;
                    break;
                }
                Some(first) if lacking.is_none_or(|(count, _)| missing.len() < count) => {
                    lacking = Some((missing.len(), first));
                }
                Some(_) => {}
            }
        }
        let mut ibans = row
            .fields
            .iter()
            .filter_map(|field| field.parse::<Iban>().ok());
        if let Some(iban) = ibans.next().filter(|_| own_account.is_empty()) {
            own_account = iban.as_str().to_owned();
        }
    }
    if let Some((_, name)) = lacking {
        return Err(ReadError::NoColumn(name.to_owned()));
    }
    let roles = profile.columns.iter().map(|(role, column)| match column {
        Column::Index(index) => (*role, usize::from(*index), (index + 1).to_string()),
        Column::Name(name) => {
            let bare = bare(name);
            let place = header.iter().position(|known| *known == bare);
            (*role, place.unwrap_or(usize::MAX), name.clone())
        }
    });
    Ok(Places {
        roles: roles.collect(),
        own_account,
    })
}

/// A statement of an account, and its column of balances.
struct Account {
    draft: Draft,
    name: String,
    entries: u32,
    /// For each line, where it has one.
    balances: Vec<Option<Decimal>>,
}

struct Reading<'a> {
    profile: &'a CsvProfile,
    places: Places,
    statements: Vec<Account>,
    count: Count,
}

impl Reading<'_> {
    fn row(&mut self, row: &Row) -> Result<(), ReadError> {
        let place = Place::line(row.line);
        let role = if self.places.has(Role::Date) {
            Role::Date
        } else {
            Role::ValueDate
        };
        let written = self.places.of(row, role);
        let order = self.profile.date_order;
        let date = match values::date(written, order) {
            Ok(date) => date,
            Err(_) if is_like_date(written) => {
                return Err(self.fault(
                    place,
                    RowFault::Date {
                        column: self.places.name(role),
                        text: excerpt(written),
                        order,
                    },
                ));
            }
            Err(_) => return self.no_movement(row),
        };
        let Some(amount) = self.amount(row, place)? else {
            return self.no_movement(row);
        };
        let balance = self.balance(row, place)?;
        let code = self.places.of(row, Role::Currency);
        let index = self.account(row)?;
        self.count.line()?;
        let account = &mut self.statements[index];
        account.entries += 1;
        let place = Place {
            line: row.line,
            entry: account.entries,
        };
        let mut line = FileLine::new(place, date, amount.amount);
        line.currency = account.draft.currency(place, code).or(match amount.mark {
            Some(Mark::Code(currency)) => Some(currency),
            _ => self.profile.currency,
        });
        let value_date = self.places.of(row, Role::ValueDate);
        line.value_date = values::date(value_date, order).ok();
        if line.value_date.is_none() && !value_date.is_empty() {
            account.draft.warn(Warning::BadDate {
                place,
                text: excerpt(value_date),
            });
        }
        self.places.texts(row, &mut line);
        account.draft.push(line);
        account.balances.push(balance);
        Ok(())
    }

    fn fault(&self, place: Place, fault: RowFault) -> ReadError {
        ReadError::Row { place, fault }
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
            self.open(name, row.line)?;
        }
        if let Some(account) = self.statements.last_mut() {
            account.draft.warn(warning);
        }
        Ok(())
    }

    /// The statement of the row's account, by its place.
    fn account(&mut self, row: &Row) -> Result<usize, ReadError> {
        let name = match self.places.of(row, Role::Account) {
            "" => self.places.own_account.clone(),
            written => account(written),
        };
        let known = self.statements.iter().position(|known| known.name == name);
        if let Some(known) = known {
            return Ok(known);
        }
        // What was begun for a row above takes the name of the first account.
        if let [only] = self.statements.as_mut_slice()
            && only.name.is_empty()
            && only.entries == 0
        {
            only.name.clone_from(&name);
            only.draft.statement.account = name;
            return Ok(0);
        }
        self.open(name, row.line)
    }

    fn open(&mut self, name: String, line: u32) -> Result<usize, ReadError> {
        self.count.statement()?;
        let mut draft = Draft::new(Format::Csv, Place::line(line));
        draft.statement.account.clone_from(&name);
        self.statements.push(Account {
            draft,
            name,
            entries: 0,
            balances: Vec::new(),
        });
        Ok(self.statements.len() - 1)
    }

    /// The signed amount; `None` where the row has none.
    fn amount(&self, row: &Row, place: Place) -> Result<Option<Written>, ReadError> {
        let mut written = if self.places.has(Role::Amount) {
            let Some(written) = self.number(row, Role::Amount, place)? else {
                return Ok(None);
            };
            if self.places.has(Role::Mark) {
                let negative = self.is_debit(row, place)?;
                let value = written.amount.abs();
                Written {
                    amount: if negative { value.neg() } else { value },
                    ..written
                }
            } else {
                written
            }
        } else {
            let debit = self.number(row, Role::Debit, place)?;
            let credit = self.number(row, Role::Credit, place)?;
            let is_some = |written: &Written| !written.amount.is_zero();
            match (debit, credit) {
                (None, None) => return Ok(None),
                (Some(debit), Some(credit)) if is_some(&debit) && is_some(&credit) => {
                    return Err(self.fault(place, RowFault::Both));
                }
                // Some banks write debits as negative, some do not.
                (Some(debit), credit) if is_some(&debit) || credit.is_none() => Written {
                    amount: debit.amount.abs().neg(),
                    ..debit
                },
                (_, Some(credit)) => credit,
                (Some(debit), None) => debit,
            }
        };
        if self.profile.invert_sign {
            written.amount = written.amount.neg();
        }
        Ok(Some(written))
    }

    fn number(&self, row: &Row, role: Role, place: Place) -> Result<Option<Written>, ReadError> {
        let text = self.places.of(row, role);
        if is_nothing(text) {
            return Ok(None);
        }
        let read = signed(text, self.profile.decimal_sign);
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

    fn finish(self) -> Vec<FileStatement> {
        self.statements
            .into_iter()
            .map(|mut account| {
                account.running_balance();
                account.draft.finish()
            })
            .collect()
    }
}

impl Places {
    fn texts(&self, row: &Row, line: &mut FileLine) {
        for part in self.all(row, Role::Text) {
            join(&mut line.text, part);
        }
        line.name = single_blanks(self.of(row, Role::Name));
        line.iban = account(self.of(row, Role::Iban));
        line.bic = single_blanks(self.of(row, Role::Bic));
        line.reference = reference(self.of(row, Role::Reference));
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

impl Account {
    /// Holds each balance against the one before it, in the order in which
    /// more of them fit, and takes the first and the last one.
    fn running_balance(&mut self) {
        let lines = &self.draft.statement.lines;
        let first = lines.first().and_then(|line| line.currency);
        if lines.iter().any(|line| line.currency != first) {
            return;
        }
        let known: Vec<(usize, Decimal)> = self
            .balances
            .iter()
            .enumerate()
            .filter_map(|(index, balance)| balance.map(|balance| (index, balance)))
            .collect();
        let [(first, first_balance), .., (last, last_balance)] = known.as_slice() else {
            if let [(only, balance)] = known.as_slice() {
                self.set_balances((*only, *balance), (*only, *balance));
            }
            return;
        };
        let (first, last) = ((*first, *first_balance), (*last, *last_balance));
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
        // Of equals, newest first is told by the days.
        let (count_down, count_up) = (fits_down.count(), fits_up.count());
        let by_days = lines[first.0].date > lines[last.0].date;
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
        for warning in broken {
            self.draft.warn(warning);
        }
        if newest_first {
            self.set_balances(last, first);
        } else {
            self.set_balances(first, last);
        }
    }

    fn set_balances(&mut self, oldest: (usize, Decimal), newest: (usize, Decimal)) {
        let statement = &mut self.draft.statement;
        let opening = oldest.1.sub(statement.lines[oldest.0].amount);
        statement.opening = opening.ok().map(|amount| Balance {
            date: None,
            amount,
            currency: None,
        });
        statement.closing = Some(Balance {
            date: Some(statement.lines[newest.0].date),
            amount: newest.1,
            currency: None,
        });
    }
}

/// An empty cell, or a dash for nothing.
pub(super) fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "-" | "–")
}

/// Digits and what stands between those of a date: not the words of a total.
fn is_like_date(text: &str) -> bool {
    let is_of_date = |letter: char| {
        letter.is_ascii_digit() || matches!(letter, '.' | '/' | '-' | ' ' | ':' | 'T' | 'Z' | '+')
    };
    !text.is_empty() && text.chars().all(is_of_date)
}

/// An amount with its sign before or behind it, or the letters of debit and
/// credit behind it.
pub(super) fn signed(text: &str, sign: DecimalSign) -> Result<Written, BadAmount> {
    let text = text.trim();
    let plain = text.strip_prefix('+').unwrap_or(text);
    let plain = plain.strip_suffix('+').unwrap_or(plain).trim();
    let marks = [
        ("DR", true),
        ("CR", false),
        (" S", true),
        (" H", false),
        (" D", true),
        (" C", false),
    ];
    for (mark, is_debit) in marks {
        if let Some(number) = plain.strip_suffix(mark) {
            let written = values::amount(number.trim(), sign)?;
            let value = written.amount.abs();
            return Ok(Written {
                amount: if is_debit { value.neg() } else { value },
                ..written
            });
        }
    }
    values::amount(plain, sign)
}
