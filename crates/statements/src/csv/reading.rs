//! The rows of a table, one after the other.

use super::account::{Account, ends};
use super::aside::{Words, is_nothing, plain_name};
use super::cells;
use super::cells::{Amount, Day};
use super::places::Places;
use super::profile::{CsvProfile, Role};
use crate::draft::{Count, Draft, account, excerpt};
use crate::file::{Balance, FileLine, FileStatement, Format, Place, ReadError, RowFault, Warning};
use crate::number::same_number;
use crate::table::{BadAmount, Row};
use values::date::Date;
use values::money::{Currency, Decimal};

pub(super) struct Reading<'a> {
    pub(super) profile: &'a CsvProfile,
    pub(super) year: Option<i32>,
    pub(super) places: Places,
    pub(super) statements: Vec<Account>,
    pub(super) count: Count,
    /// The first row without a day that can be read: its place, its cell.
    pub(super) without_day: Option<(Place, String)>,
    /// The first row with a day and without an amount.
    pub(super) without_amount: Option<Place>,
    /// Lines whose day has no year: statement, line, month and day.
    pub(super) yearless: Vec<(usize, usize, (u32, u32))>,
    /// Lines whose amount stands in the column of debits, and whether it is
    /// written as negative.
    pub(super) debits: Vec<(usize, usize, bool)>,
}

impl Reading<'_> {
    pub(super) fn row(&mut self, row: &Row) -> Result<(), ReadError> {
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
                unknown.map_err(|_| ReadError::Missing {
                    place,
                    tag: "year".into(),
                })?
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

    pub(super) fn fault(&self, place: Place, fault: RowFault) -> ReadError {
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
    pub(super) fn account(
        &mut self,
        row: &Row,
        currency: Option<Currency>,
    ) -> Result<usize, ReadError> {
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

    pub(super) fn balance(&self, row: &Row, place: Place) -> Result<Option<Decimal>, ReadError> {
        let written = self.number(row, Role::Balance, place)?;
        Ok(written.map(|written| written.amount))
    }

    pub(super) fn finish(mut self) -> Result<Vec<FileStatement>, ReadError> {
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

/// An amount with its sign.
#[derive(Clone, Copy)]
struct Signed {
    amount: Amount,
    /// Where it stands in a column of debits: whether it is negative there.
    is_debit: Option<bool>,
}

impl Signed {
    pub(super) fn of(written: Amount, amount: Decimal) -> Signed {
        Signed {
            amount: Amount { amount, ..written },
            is_debit: None,
        }
    }
}

/// A leap year, for days of which no year is known yet.
const LEAP_YEAR: i32 = 2000;

const LEAP_DAYS: i32 = 366;
