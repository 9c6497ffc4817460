//! The rows of a table, one after the other.

use super::account::Account;
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
    /// Lines whose day has no year, with their month and day.
    pub(super) yearless: Vec<(LineAt, (u32, u32))>,
    /// Lines whose amount stands in the column of debits, and whether it is
    /// written as negative.
    pub(super) debits: Vec<(LineAt, bool)>,
}

/// Where a line is: in which statement, and which of its lines.
#[derive(Clone, Copy)]
pub(super) struct LineAt {
    statement: usize,
    line: usize,
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
            let (_, account) = self.account(row, None)?;
            account.draft.not_booked(place);
            return Ok(());
        }
        let Some(day) = self.day(row, place, words)? else {
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
        self.movement(row, day, found)
    }

    /// The day of a row; `None` where it has none and is no movement.
    fn day(
        &mut self,
        row: &Row,
        place: Place,
        words: Option<Words>,
    ) -> Result<Option<Day>, ReadError> {
        let role = self.day_role();
        let written = self.places.of(row, role);
        let order = self.profile.date_order;
        if let Some(day) = cells::day(written, order) {
            return Ok(Some(day));
        }
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
        Ok(None)
    }

    /// The column that the day stands in.
    fn day_role(&self) -> Role {
        if self.places.has(Role::Date) {
            Role::Date
        } else {
            Role::ValueDate
        }
    }

    /// Takes a row that has a day and an amount.
    fn movement(&mut self, row: &Row, day: Day, found: Signed) -> Result<(), ReadError> {
        let place = Place::line(row.line);
        let (amount, charges) = self.less_fee(row, place, found.amount)?;
        let balance = self.balance(row, place)?;
        let (currency, unknown) = self.currency(row, place, amount.currency)?;
        self.count.line()?;
        let date = match day {
            Day::Whole(date) => Ok(date),
            Day::OfAnyYear { month, day } => Date::new(LEAP_YEAR, month, day),
        };
        let date = date.map_err(|_| ReadError::Missing {
            place,
            tag: "year".into(),
        })?;
        let mut line = FileLine::new(place, date, amount.amount);
        line.currency = currency;
        line.charges = charges.map(|charges| (charges, currency));
        let order = self.profile.date_order;
        let value_date = self.places.of(row, Role::ValueDate);
        line.value_date = cells::date(value_date, order);
        let is_no_day = cells::day(value_date, order).is_none();
        self.places.texts(row, &mut line);
        if !line.iban.is_empty() && same_number(&line.iban, &self.places.own_account, "") {
            line.iban.clear();
        }

        let (statement, account) = self.account(row, currency)?;
        account.entries += 1;
        line.place.entry = account.entries;
        if let Some(code) = unknown {
            account.draft.currency(line.place, code);
        }
        if !value_date.is_empty() && is_no_day && !is_nothing(value_date) {
            account.draft.warn(Warning::BadDate {
                place: line.place,
                text: excerpt(value_date),
            });
        }
        let at = LineAt {
            statement,
            line: account.draft.statement.lines.len(),
        };
        account.draft.push(line);
        account.balances.push(balance);
        if let Day::OfAnyYear { month, day } = day {
            self.yearless.push((at, (month, day)));
        }
        if let Some(is_negative) = found.is_debit {
            self.debits.push((at, is_negative));
        }
        Ok(())
    }

    /// The currency of a row's amounts: its own, that beside the amount, or
    /// that of the table; and the code that it states where that is of none.
    fn currency<'r>(
        &self,
        row: &'r Row,
        place: Place,
        beside: Option<Currency>,
    ) -> Result<(Option<Currency>, Option<&'r str>), ReadError> {
        let code = self.places.of(row, Role::Currency);
        let stated: Option<Currency> = code.to_ascii_uppercase().parse().ok();
        let sign = cells::currency_of(code);
        // A code that there was once is told; anything else is none.
        let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_nothing(code) && stated.is_none() && sign.is_none() && !is_code {
            return Err(self.fault(
                place,
                RowFault::Currency {
                    column: self.places.name(Role::Currency),
                    text: excerpt(code),
                },
            ));
        }
        let currency = stated
            .or(sign.flatten())
            .or(beside)
            .or(self.profile.currency);
        let is_unknown = currency.is_none() && !code.is_empty();
        Ok((currency, is_unknown.then_some(code)))
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
        let (_, account) = self.account(row, currency)?;
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

    /// The statement of the row's account and currency, and its place among
    /// the others.
    fn account(
        &mut self,
        row: &Row,
        currency: Option<Currency>,
    ) -> Result<(usize, &mut Account), ReadError> {
        let name = match self.places.of(row, Role::Account) {
            "" => self.places.own_account.clone(),
            written => account(written),
        };
        let is_same = |known: &Account| {
            known.name == name
                && (known.currency == currency || known.currency.is_none() || currency.is_none())
        };
        let known = self.statements.iter().position(is_same);
        let index = match (known, self.statements.as_mut_slice()) {
            (Some(known), _) => known,
            // What was begun for a row above takes the name of the first account.
            (None, [only]) if only.name.is_empty() && only.entries == 0 => {
                only.name.clone_from(&name);
                only.currency = currency;
                only.draft.statement.account = name;
                0
            }
            (None, known) => {
                let index = known.len();
                self.open(name, currency, row.line)?;
                index
            }
        };
        let account = self.statements.get_mut(index);
        let account = account.ok_or(ReadError::NoStatement)?;
        account.currency = account.currency.or(currency);
        Ok((index, account))
    }

    fn open(
        &mut self,
        name: String,
        currency: Option<Currency>,
        line: u32,
    ) -> Result<(), ReadError> {
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
        Ok(())
    }

    fn line_mut(&mut self, at: LineAt) -> Option<&mut FileLine> {
        let account = self.statements.get_mut(at.statement)?;
        account.draft.statement.lines.get_mut(at.line)
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
                let column = self.places.name(self.day_role());
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
        let lines = std::mem::take(&mut self.yearless);
        let (Some((first, first_day)), Some((_, last_day))) = (lines.first(), lines.last()) else {
            return Ok(());
        };
        // From one line to the next it is never half a year.
        let steps = lines.iter().zip(lines.iter().skip(1));
        let steps = steps.filter_map(|((_, before), (_, after))| {
            let of = |(month, day): (u32, u32)| Date::new(LEAP_YEAR, month, day).ok();
            let days = of(*after)?.days_since(of(*before)?);
            Some((days + LEAP_DAYS / 2).rem_euclid(LEAP_DAYS) - LEAP_DAYS / 2)
        });
        let is_newest_first = steps.map(i32::signum).sum::<i32>() < 0;
        let newest = if is_newest_first { first_day } else { last_day };
        let (year, newest) = match (self.year, self.places.newest) {
            (Some(year), _) => (year, *newest),
            (None, Some(day)) => (day.year(), (day.month(), day.day())),
            (None, None) => {
                let place = self.line_mut(*first).map(|line| line.place);
                let column = self.places.name(Role::Date);
                let place = place.unwrap_or(Place::line(0));
                return Err(self.fault(place, RowFault::NoYear { column }));
            }
        };
        for (at, (month, day)) in lines {
            let Some(line) = self.line_mut(at) else {
                continue;
            };
            let year = year - i32::from((month, day) > newest);
            line.date = Date::new(year, month, day).map_err(|_| ReadError::Date {
                place: line.place,
                tag: "year".to_owned(),
                text: format!("{day}.{month}.{year}"),
            })?;
        }
        Ok(())
    }

    /// In a column of debits, what has another sign than the most of it was
    /// given back.
    fn settle_debits(&mut self) {
        let negative = self.debits.iter().filter(|(_, negative)| *negative);
        let negative = negative.count();
        let positive = self.debits.len() - negative;
        if negative == positive {
            return;
        }
        let odd = negative < positive;
        for (at, is_negative) in std::mem::take(&mut self.debits) {
            if is_negative == odd
                && let Some(line) = self.line_mut(at)
            {
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
