//! A statement while it is read: its limits, its warnings, and whether its
//! figures hold together. It knows no format.

use super::file::{
    Balance, FileLine, FileStatement, Format, LINES_MAX, Place, ReadError, SHORT_MAX,
    STATEMENTS_MAX, TEXT_MAX, WARNINGS_MAX, Warning,
};
use super::number::same_number;
use crate::cut::cut;
use values::date::Date;
use values::identifier::{CreditorReference, Iban, QrReference};
use values::money::{Currency, Decimal, MoneyError};

/// Characters of a file that a message repeats.
const EXCERPT_MAX: usize = 60;

/// A statement that is being read.
pub(super) struct Draft {
    pub(super) statement: FileStatement,
    unlisted: usize,
    pending: Option<(Place, usize)>,
}

impl Draft {
    pub(super) fn new(format: Format, place: Place) -> Draft {
        Draft {
            statement: FileStatement {
                format,
                file: String::new(),
                place,
                account: String::new(),
                bank: String::new(),
                currency: None,
                number: String::new(),
                opening: None,
                closing: None,
                lines: Vec::new(),
                warnings: Vec::new(),
            },
            unlisted: 0,
            pending: None,
        }
    }

    pub(super) fn warn(&mut self, warning: Warning) {
        if self.statement.warnings.len() < WARNINGS_MAX {
            self.statement.warnings.push(warning);
        } else {
            self.unlisted += 1;
        }
    }

    /// An entry that is not booked yet.
    pub(super) fn not_booked(&mut self, place: Place) {
        let (_, count) = self.pending.get_or_insert((place, 0));
        *count += 1;
    }

    /// The currency that a code names; a warning where it names none.
    pub(super) fn currency(&mut self, place: Place, code: &str) -> Option<Currency> {
        let code = code.trim();
        if code.is_empty() {
            return None;
        }
        let currency = code.to_ascii_uppercase().parse().ok();
        if currency.is_none() {
            self.warn(Warning::UnknownCurrency {
                place,
                code: excerpt(code),
            });
        }
        currency
    }

    /// Takes a line in, its texts cut to what is kept.
    pub(super) fn push(&mut self, mut line: FileLine) {
        let place = line.place;
        let mut cut = shorten(&mut line.text, TEXT_MAX);
        for text in [
            &mut line.reference,
            &mut line.end_to_end,
            &mut line.bank_id,
            &mut line.name,
            &mut line.ultimate_name,
            &mut line.iban,
            &mut line.bic,
            &mut line.mandate,
            &mut line.code,
        ] {
            cut |= shorten(text, SHORT_MAX);
        }
        if let Some(reason) = &mut line.returned {
            cut |= shorten(reason, SHORT_MAX);
        }
        if cut {
            self.warn(Warning::Shortened { place });
        }
        self.statement.lines.push(line);
    }

    /// The statement, with what is odd about its figures.
    pub(super) fn finish(mut self) -> FileStatement {
        let place = self.statement.place;
        let mut cut = shorten(&mut self.statement.account, SHORT_MAX);
        cut |= shorten(&mut self.statement.bank, SHORT_MAX);
        cut |= shorten(&mut self.statement.number, SHORT_MAX);
        if cut {
            self.warn(Warning::Shortened { place });
        }
        if let Some((place, count)) = self.pending {
            self.warn(Warning::NotBooked { place, count });
        }
        self.forget_own_account();
        self.name_currency();
        self.check_balance();
        let mut statement = self.statement;
        if self.unlisted > 0 {
            statement.warnings.push(Warning::More(self.unlisted));
        }
        statement
    }

    /// The own account is never the other side's, wherever the bank put it.
    fn forget_own_account(&mut self) {
        let statement = &mut self.statement;
        for line in &mut statement.lines {
            if same_number(&line.iban, &statement.account, &statement.bank) {
                line.iban.clear();
            }
        }
    }

    /// The statement's currency is its account's, else that of its balances,
    /// else that of all its lines.
    fn name_currency(&mut self) {
        let statement = &mut self.statement;
        let of = |balance: Option<Balance>| balance.and_then(|balance| balance.currency);
        if statement.currency.is_none() {
            let mut lines = statement.lines.iter().map(|line| line.currency);
            let first = lines.next().flatten();
            let of_lines = first.filter(|_| lines.all(|currency| currency == first));
            statement.currency = of(statement.opening)
                .or_else(|| of(statement.closing))
                .or(of_lines);
        }
        let Some(expected) = statement.currency else {
            return;
        };
        let mut odd = Vec::new();
        for balance in [statement.opening, statement.closing] {
            if let Some(found) = of(balance).filter(|found| *found != expected) {
                odd.push((statement.place, found));
            }
        }
        for line in &mut statement.lines {
            match line.currency {
                Some(found) if found == expected => line.currency = None,
                Some(found) => odd.push((line.place, found)),
                None => {}
            }
        }
        for (place, found) in odd {
            self.warn(Warning::OtherCurrency {
                place,
                found,
                expected,
            });
        }
    }

    fn check_balance(&mut self) {
        let statement = &self.statement;
        let own =
            |currency: Option<Currency>| currency.is_none_or(|of| Some(of) == statement.currency);
        let of = |balance: Option<Balance>| balance.filter(|balance| own(balance.currency));
        let has_balances = statement.format.has_balances();
        let warning = match (statement.opening, statement.closing) {
            (None, None) if has_balances && statement.lines.is_empty() => Some(Warning::NoClosing),
            (None, Some(_)) if has_balances => Some(Warning::NoOpening),
            (Some(_), None) if has_balances => Some(Warning::NoClosing),
            (None, None) if has_balances => Some(Warning::NoOpening),
            _ => None,
        };
        let mismatch = match (of(statement.opening), of(statement.closing)) {
            (Some(opening), Some(closing)) => {
                let amounts = statement
                    .lines
                    .iter()
                    .filter(|line| own(line.currency))
                    .map(|line| line.amount);
                match sum(amounts).and_then(|lines| {
                    let expected = opening.amount.add(lines)?;
                    Ok((lines, closing.amount.sub(expected)?))
                }) {
                    Ok((_, difference)) if difference.is_zero() => None,
                    Ok((lines, difference)) => Some(Warning::Balance {
                        opening: opening.amount,
                        lines,
                        closing: closing.amount,
                        difference,
                    }),
                    Err(_) => Some(Warning::Uncounted),
                }
            }
            _ => None,
        };
        let no_account = statement.account.is_empty() && has_balances;
        for warning in [warning, mismatch].into_iter().flatten() {
            self.warn(warning);
        }
        if no_account {
            self.warn(Warning::NoAccount);
        }
    }
}

/// What a file's statements may be together.
#[derive(Default)]
pub(super) struct Count {
    statements: usize,
    lines: usize,
}

impl Count {
    /// # Errors
    /// [`ReadError::TooManyStatements`].
    pub(super) fn statement(&mut self) -> Result<(), ReadError> {
        self.statements += 1;
        if self.statements > STATEMENTS_MAX {
            return Err(ReadError::TooManyStatements);
        }
        Ok(())
    }

    /// # Errors
    /// [`ReadError::TooManyLines`].
    pub(super) fn line(&mut self) -> Result<(), ReadError> {
        self.lines(1)
    }

    /// # Errors
    /// [`ReadError::TooManyLines`].
    pub(super) fn lines(&mut self, count: usize) -> Result<(), ReadError> {
        self.lines += count;
        if self.lines > LINES_MAX {
            return Err(ReadError::TooManyLines);
        }
        Ok(())
    }
}

/// Exact.
///
/// # Errors
/// [`MoneyError::TooManyDigits`].
pub fn sum(amounts: impl Iterator<Item = Decimal>) -> Result<Decimal, MoneyError> {
    let mut sum = Decimal::ZERO;
    for amount in amounts {
        sum = sum.add(amount)?;
    }
    Ok(sum)
}

/// Whether it was longer.
fn shorten(text: &mut String, chars: usize) -> bool {
    // A character has at least one byte.
    if text.len() <= chars {
        return false;
    }
    match text.char_indices().nth(chars) {
        Some((end, _)) => {
            text.truncate(end);
            text.truncate(text.trim_end().len());
            true
        }
        None => false,
    }
}

/// The beginning of a text, for a message.
pub(super) fn excerpt(text: &str) -> String {
    let mut text: String = text.chars().take(EXCERPT_MAX).collect();
    text.retain(|letter| !letter.is_control() || letter == '\n');
    text
}

/// With single blanks and without control characters.
pub(super) fn single_blanks(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let is_blank = |letter: char| letter.is_whitespace() || letter.is_control();
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        if !clean.is_empty() {
            clean.push(' ');
        }
        clean.push_str(word);
    }
    clean
}

/// Adds a part after a blank, unless there is nothing to add.
pub(super) fn join(text: &mut String, part: &str) {
    let part = single_blanks(part);
    if part.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(&part);
}

/// An account without blanks: an IBAN in canonical form, else as written.
pub(super) fn account(text: &str) -> String {
    match text.parse::<Iban>() {
        Ok(iban) => iban.as_str().to_owned(),
        Err(_) => text.split_whitespace().collect(),
    }
}

/// A reference, unless it says that there is none.
pub(super) fn reference(text: &str) -> String {
    const NONE: [&str; 6] = [
        "NOTPROVIDED",
        "NOT PROVIDED",
        "NONREF",
        "NOTAVAILABLE",
        "NOREF",
        "NONE",
    ];
    let text = single_blanks(text);
    if NONE.iter().any(|none| text.eq_ignore_ascii_case(none)) {
        return String::new();
    }
    text
}

/// A structured reference: RF and QR references in canonical form, else as
/// written.
pub(super) fn creditor_reference(text: &str) -> String {
    let text = reference(text);
    if let Ok(found) = text.parse::<CreditorReference>() {
        return found.as_str().to_owned();
    }
    match text.parse::<QrReference>() {
        Ok(found) => found.as_str().to_owned(),
        Err(_) => text,
    }
}

/// A date that begins with `YYYY-MM-DD`; a time or zone after it says
/// nothing, as the bank's day is the day it writes.
pub(super) fn iso_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let (day, rest) = text.split_at_checked(10)?;
    let is_time = rest.is_empty() || rest.starts_with(['T', ' ', '+', '-', 'Z']);
    day.parse().ok().filter(|_| is_time)
}

/// `YYYYMMDD`.
pub(super) fn plain_date(text: &str) -> Option<Date> {
    let digits = text.get(..8)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, day) = digits.split_at_checked(4)?;
    let (month, day) = day.split_at_checked(2)?;
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// An amount with nothing between its thousands: an optional sign, digits,
/// and optionally the decimal sign and more digits; the digits of one side of
/// it may be left out. Zeros that only fill the field up are no digits.
///
/// # Errors
/// [`MoneyError`].
pub(super) fn plain_amount(text: &str, decimal_sign: char) -> Result<Decimal, MoneyError> {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, decimals) = digits.split_once(decimal_sign).unwrap_or((digits, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(decimals) || (whole.is_empty() && decimals.is_empty()) {
        return Err(MoneyError::NotANumber);
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    // Two decimals stay, so that an amount is shown as it is written.
    let needed = decimals
        .trim_end_matches('0')
        .len()
        .max(decimals.len().min(2));
    let amount: Decimal = match cut(decimals, needed).0 {
        "" => whole.parse()?,
        decimals => format!("{whole}.{decimals}").parse()?,
    };
    Ok(if text.starts_with('-') {
        amount.neg()
    } else {
        amount
    })
}

/// An amount of SWIFT: a comma before the decimals. Some write a point; where
/// three digits follow it, it may stand between thousands and is refused.
///
/// # Errors
/// [`MoneyError`].
pub(super) fn swift_amount(text: &str) -> Result<Decimal, MoneyError> {
    if text.starts_with(['-', '+']) {
        return Err(MoneyError::NotANumber);
    }
    match text.rsplit_once('.') {
        Some((_, decimals)) if decimals.len() == 3 => Err(MoneyError::NotANumber),
        Some(_) => plain_amount(text, '.'),
        None => plain_amount(text, ','),
    }
}
