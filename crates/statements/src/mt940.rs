//! Customer statements of SWIFT (MT940), and the interim reports (MT942) that
//! look the same.
//!
//! What `:86:` says of a payment has a dialect per country; [`details`] reads
//! them. Everything else is one grammar, with the liberties that banks take:
//! envelopes or none, `-` between messages or none, lines broken where they
//! are full.
//!
//! Source: SWIFT Standards MT, category 9, MT940 format specifications
//! (November 2020).

mod details;
mod entry;

use self::entry::Entry;
use super::draft::{Count, Draft, account, excerpt, single_blanks, swift_amount};
use super::file::{Balance, FileLine, FileStatement, Format, Place, ReadError, Warning};
use super::returns;
use values::date::Date;
use values::identifier::{Bic, Iban};
use values::money::Currency;
use values::slices::Steps;

/// Lines of one field.
const FIELD_LINES_MAX: usize = 200;

/// Whether a text has the fields of a statement.
pub(super) fn is_one(text: &str) -> bool {
    let starts = |prefix: &str| {
        text.lines()
            .any(|line| line.trim_start().starts_with(prefix))
    };
    let swift = text.starts_with("{1:") || starts("{4:");
    swift || starts(":61:") || (starts(":20:") && (starts(":25") || starts(":28") || starts(":60")))
}

/// A field: its tag, such as `61` or `60F`, and its lines.
struct Field<'a> {
    tag: &'a str,
    line: u32,
    lines: Vec<&'a str>,
}

impl Field<'_> {
    fn first(&self) -> &str {
        self.lines.first().map_or("", |line| line.trim())
    }

    fn malformed(&self, place: Place) -> ReadError {
        ReadError::Malformed {
            place,
            tag: format!(":{}:", self.tag),
            text: excerpt(&self.lines.join("\n")),
        }
    }
}

/// Reads a text of any number of messages.
///
/// # Errors
/// [`ReadError`], with the line of the file.
pub(super) async fn read(text: &str, steps: &Steps) -> Result<Vec<FileStatement>, ReadError> {
    let mut messages = Messages::default();
    let mut field: Option<Field> = None;
    // A tag whose first colon stands on a line of its own.
    let mut broken = None;
    steps.begin(text.len() / 64);
    for (number, line) in (1_u32..).zip(text.lines()) {
        steps.step().await;
        let line = line
            .trim_end_matches('\r')
            .trim_start_matches(['\u{1}', '\u{feff}']);
        // Ctrl-Z ends the files of some old programs.
        let line = line.trim_end_matches(['\u{3}', '\u{1a}', '\0']);
        let line = unwrapped(line);
        if line == ":" {
            broken = Some(number);
            continue;
        }
        let broken = broken.take();
        let tagged = match broken {
            Some(_) => tag_of(line),
            None => line.strip_prefix(':').and_then(tag_of),
        };
        if let Some((tag, rest)) = tagged {
            if let Some(field) = field.take() {
                messages.field(&field)?;
            }
            field = Some(Field {
                tag,
                line: broken.unwrap_or(number),
                lines: vec![rest],
            });
        } else if is_end(line) {
            // The text of a payment may have such a line; what comes after
            // it tells.
            if messages.may_go_on(field.as_ref()) {
                continue;
            }
            if let Some(field) = field.take() {
                messages.field(&field)?;
            }
            messages.is_ended = true;
        } else if let Some(field) = &mut field {
            if field.lines.len() == FIELD_LINES_MAX {
                return Err(field.malformed(Place::line(number)));
            }
            field.lines.push(line);
        }
        // What stands before the first field is an envelope.
    }
    if let Some(field) = field {
        messages.field(&field)?;
    }
    messages.end();
    Ok(messages.statements)
}

/// A line without the blocks that SWIFT puts around a message.
fn unwrapped(line: &str) -> &str {
    if !line.starts_with('{') {
        return line;
    }
    line.split_once("{4:").map_or("", |(_, rest)| rest)
}

/// The fields of MT940 and MT942, their own numbers above some messages, and
/// what some banks add.
const TAGS: [&str; 22] = [
    "13", "13D", "20", "21", "25", "25P", "28", "28C", "34F", "60F", "60M", "61", "62F", "62M",
    "64", "65", "86", "90C", "90D", "940", "942", "NS",
];

/// Tag and value of what follows a colon. A text may go on with a colon, two
/// digits and a colon as well, as a time of day does.
fn tag_of(text: &str) -> Option<(&str, &str)> {
    let (tag, value) = text.split_once(':')?;
    TAGS.contains(&tag).then_some((tag, value))
}

/// Whether a message ends here. A text may begin with `-` as well.
fn is_end(line: &str) -> bool {
    let line = line.trim_end();
    line == "-" || line == "-XXX" || line.starts_with("-}")
}

#[derive(Default)]
struct Messages {
    statements: Vec<FileStatement>,
    current: Option<Message>,
    /// Whether a line said that the message ends. It goes on all the same
    /// where its lines or its closing balance come after it.
    is_ended: bool,
    count: Count,
}

/// A message that is being read.
struct Message {
    draft: Draft,
    entries: u32,
    /// The line that `:86:` belongs to.
    open: Option<Open>,
    /// Whether it is an interim report, which has no balances.
    is_interim: bool,
}

struct Open {
    line: FileLine,
    of: Entry,
}

impl Messages {
    /// Whether an end is only a line of a text: before the closing balance of
    /// a statement that has one.
    fn may_go_on(&self, field: Option<&Field>) -> bool {
        let is_text = field.is_some_and(|field| field.tag == "86");
        let message = self.current.as_ref();
        let is_open = message.is_some_and(|message| {
            message.draft.statement.closing.is_none() && !message.is_interim
        });
        is_text && is_open
    }

    fn field(&mut self, field: &Field) -> Result<(), ReadError> {
        let place = Place::line(field.line);
        let begins = match &self.current {
            None => !field.tag.starts_with('9') || field.tag.len() < 3,
            Some(message) => match field.tag {
                "20" => true,
                "25" | "25P" => message.draft.statement.closing.is_some(),
                "60F" => message.draft.statement.closing.is_some(),
                _ => false,
            },
        };
        let goes_on = matches!(field.tag, "61" | "86" | "NS" | "62F" | "62M" | "64" | "65");
        let begins = begins || (std::mem::take(&mut self.is_ended) && !goes_on);
        if begins {
            let kept = self.current.as_ref().map(|message| {
                let statement = &message.draft.statement;
                (statement.account.clone(), statement.bank.clone())
            });
            self.end();
            self.count.statement()?;
            let mut draft = Draft::new(Format::Mt940, place);
            // Another statement in one message is of the same account.
            if let (Some((account, bank)), "60F") = (kept, field.tag) {
                draft.statement.account = account;
                draft.statement.bank = bank;
            }
            self.current = Some(Message {
                draft,
                entries: 0,
                open: None,
                is_interim: false,
            });
        }
        let Some(message) = &mut self.current else {
            return Ok(());
        };
        if matches!(field.tag, "86" | "NS") {
            message.details(field);
            return Ok(());
        }
        message.close();
        match field.tag {
            "25" | "25P" => message.account(field),
            "28" | "28C" => message.draft.statement.number = single_blanks(field.first()),
            "60F" | "60M" => {
                let balance = message.balance(field)?;
                message.draft.statement.opening.get_or_insert(balance);
            }
            "62F" | "62M" => {
                let balance = message.balance(field)?;
                message.draft.statement.closing = Some(balance);
            }
            "34F" => message.floor_limit(field),
            "61" if message.line(field)? => {
                self.count.line()?;
            }
            // References, available balances, sums: nothing that is kept.
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self) {
        let Some(mut message) = self.current.take() else {
            return;
        };
        message.close();
        let mut statement = message.draft.finish();
        if message.is_interim {
            let is_about_balances =
                |warning: &Warning| matches!(warning, Warning::NoOpening | Warning::NoClosing);
            statement
                .warnings
                .retain(|warning| !is_about_balances(warning));
        }
        // A header of its own, as some banks put before the first statement.
        let is_nothing = statement.account.is_empty()
            && statement.lines.is_empty()
            && statement.opening.is_none()
            && statement.closing.is_none();
        if !is_nothing {
            self.statements.push(statement);
        }
    }
}

impl Message {
    /// The account: an IBAN, with the currency behind it that some banks put
    /// there, or a bank and a number with a slash between them.
    fn account(&mut self, field: &Field) {
        let written = field.first();
        let written: String = written.split_whitespace().collect();
        let written = written.strip_prefix('/').unwrap_or(&written);
        let (bank, number) = match written.split_once('/') {
            Some((bank, number)) if bank.parse::<Bic>().is_ok() && !number.is_empty() => {
                (bank, number)
            }
            Some((bank, _)) => (bank, written),
            None => ("", written),
        };
        let coded = number
            .split_at_checked(number.len().saturating_sub(3))
            .and_then(|(bare, code)| Some((bare, code.parse::<Currency>().ok()?)));
        let statement = &mut self.draft.statement;
        statement.bank = bank.to_owned();
        statement.account = match (number.parse::<Iban>(), coded) {
            (Ok(iban), _) => iban.as_str().to_owned(),
            (Err(_), Some((bare, _))) => account(bare.trim_end_matches('/')),
            (Err(_), None) => written.to_owned(),
        };
        statement.currency = coded.map(|(_, currency)| currency);
    }

    /// The least amount that is listed. Only an interim report states one, in
    /// the currency of the account.
    fn floor_limit(&mut self, field: &Field) {
        self.is_interim = true;
        let code = field.first().get(..3).unwrap_or_default();
        let currency = self.draft.currency(Place::line(field.line), code);
        let statement = &mut self.draft.statement;
        statement.currency = statement.currency.or(currency);
    }

    fn balance(&mut self, field: &Field) -> Result<Balance, ReadError> {
        let place = Place::line(field.line);
        let text: String = field.lines.concat().split_whitespace().collect();
        let malformed = || field.malformed(place);
        let (mark, rest) = text.split_at_checked(1).ok_or_else(malformed)?;
        let (day, rest) = rest.split_at_checked(6).ok_or_else(malformed)?;
        // Some leave the currency out.
        let (code, amount) = match rest.split_at_checked(3) {
            Some((code, amount)) if code.bytes().all(|letter| letter.is_ascii_alphabetic()) => {
                (code, amount)
            }
            _ => ("", rest),
        };
        let value = swift_amount(amount).map_err(|fault| ReadError::Amount {
            place,
            tag: format!(":{}:", field.tag),
            text: excerpt(amount),
            fault,
        })?;
        let amount = match mark {
            "C" => value,
            "D" => value.neg(),
            _ => return Err(malformed()),
        };
        let date = day_of(day).map(|found| self.clamped(found, place, day));
        if date.is_none() {
            self.draft.warn(Warning::BadDate {
                place,
                text: excerpt(day),
            });
        }
        Ok(Balance {
            date,
            amount,
            currency: self.draft.currency(place, code),
        })
    }

    /// The day; where there is none such, that is said.
    fn clamped(&mut self, found: Found, place: Place, text: &str) -> Date {
        if found.is_clamped {
            self.draft.warn(Warning::NoSuchDay {
                place,
                text: excerpt(text),
                taken: found.date,
            });
        }
        found.date
    }

    /// Whether there is a line: what is only expected is none.
    fn line(&mut self, field: &Field) -> Result<bool, ReadError> {
        self.entries += 1;
        let place = Place {
            line: field.line,
            entry: self.entries,
        };
        let text = field.lines.join("\n");
        let mut scan = Scan(&text);
        let day = scan.digits(6).ok_or_else(|| field.malformed(place))?;
        let value_date = day_of(day).ok_or_else(|| ReadError::Date {
            place,
            tag: ":61:".to_owned(),
            text: excerpt(day),
        })?;
        let value_date = self.clamped(value_date, place, day);
        let date = match scan.digits(4) {
            None => value_date,
            Some(day) => match near(value_date, day) {
                Some(found) => self.clamped(found, place, day),
                None => {
                    let text = excerpt(day);
                    self.draft.warn(Warning::BadDate { place, text });
                    value_date
                }
            },
        };
        let (negative, is_reversal) = match scan.mark() {
            Some(Mark::Booked {
                negative,
                is_reversal,
            }) => (negative, is_reversal),
            Some(Mark::Expected) => {
                self.draft.not_booked(place);
                return Ok(false);
            }
            None => return Err(field.malformed(place)),
        };
        let amount = scan.amount().ok_or_else(|| field.malformed(place))?;
        let value = swift_amount(amount).map_err(|fault| ReadError::Amount {
            place,
            tag: ":61:".to_owned(),
            text: excerpt(amount),
            fault,
        })?;
        let amount = if negative { value.neg() } else { value };
        let mut line = FileLine::new(place, date, amount);
        line.value_date = Some(value_date);
        if is_reversal {
            line.returned = Some(String::new());
        }
        let of = scan.entry(&mut line);
        self.open = Some(Open { line, of });
        Ok(true)
    }

    fn details(&mut self, field: &Field) {
        // What stands after the balances is of the whole statement.
        let Some(open) = &mut self.open else {
            return;
        };
        if field.tag == "NS" {
            details::read_numbered(&field.lines, &mut open.line);
        } else {
            details::read(&field.lines, &mut open.line, &open.of);
        }
    }

    /// The line is complete.
    fn close(&mut self) {
        let Some(Open { mut line, of }) = self.open.take() else {
            return;
        };
        details::supplement(&mut line, &of);
        let own = self.draft.statement.currency;
        let own = own.or(self
            .draft
            .statement
            .opening
            .and_then(|opening| opening.currency));
        line.original = line.original.filter(|(_, currency)| Some(*currency) != own);
        if line.code.is_empty() {
            line.code = of.kind;
        }
        if line.end_to_end.is_empty() && line.iban != of.own_reference {
            line.end_to_end = of.own_reference;
        }
        let is_return = line.returned.is_some() || returns::is_return(&line.code);
        if is_return && line.returned.as_ref().is_none_or(String::is_empty) {
            let reason = returns::reason(&line.text).map(str::to_owned);
            line.returned = Some(reason.unwrap_or_else(|| {
                if returns::is_return(&line.code) {
                    line.code.clone()
                } else {
                    String::new()
                }
            }));
        }
        self.draft.push(line);
    }
}

enum Mark {
    Booked { negative: bool, is_reversal: bool },
    Expected,
}

/// What is left of a `:61:`. Lines may be broken anywhere before its
/// reference.
struct Scan<'a>(&'a str);

impl<'a> Scan<'a> {
    fn skip_breaks(&mut self) {
        self.0 = self.0.trim_start_matches(['\n', '\r', ' ']);
    }

    fn digits(&mut self, count: usize) -> Option<&'a str> {
        self.skip_breaks();
        let (digits, rest) = self.0.split_at_checked(count)?;
        if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        self.0 = rest;
        Some(digits)
    }

    /// The mark, and the letter of the currency that may follow it.
    fn mark(&mut self) -> Option<Mark> {
        self.skip_breaks();
        let booked = |negative, is_reversal| Mark::Booked {
            negative,
            is_reversal,
        };
        for (text, mark) in [
            // A reversed credit takes money away.
            ("RC", booked(true, true)),
            ("RD", booked(false, true)),
            ("EC", Mark::Expected),
            ("ED", Mark::Expected),
            ("C", booked(false, false)),
            ("D", booked(true, false)),
        ] {
            if let Some(rest) = self.0.strip_prefix(text) {
                self.0 = rest;
                self.skip_breaks();
                let is_letter = |letter: char| letter.is_ascii_alphabetic();
                self.0 = self.0.strip_prefix(is_letter).unwrap_or(self.0);
                return Some(mark);
            }
        }
        None
    }

    fn amount(&mut self) -> Option<&'a str> {
        self.skip_breaks();
        let is_amount = |letter: char| letter.is_ascii_digit() || matches!(letter, ',' | '.');
        let end = self.0.find(|letter| !is_amount(letter));
        let (amount, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
        self.0 = rest;
        (!amount.is_empty()).then_some(amount)
    }

    /// Kind, references and supplement.
    fn entry(&mut self, line: &mut FileLine) -> Entry {
        let (first, supplement) = self.0.split_once('\n').unwrap_or((self.0, ""));
        let first = first.trim_start();
        let is_kind = first.starts_with(['N', 'F', 'S']);
        let (kind, references) = first
            .split_at_checked(4)
            .filter(|_| is_kind)
            .unwrap_or(("", first));
        let (own, bank) = references.split_once("//").unwrap_or((references, ""));
        line.bank_id = super::draft::reference(bank);
        Entry {
            kind: kind.get(1..).unwrap_or_default().trim().to_owned(),
            own_reference: own_reference(own),
            supplement: supplement.to_owned(),
        }
    }
}

/// The account owner's reference; `EREF` and the like say that it stands in
/// `:86:`.
fn own_reference(text: &str) -> String {
    let text = super::draft::reference(text);
    let elsewhere = ["EREF", "PREF", "MARF", "KREF", "REF", "CREF", "BREF"];
    let bare = text.trim_end_matches('+');
    if elsewhere.contains(&bare) {
        return String::new();
    }
    text
}

/// A day that a bank writes. Where every month has 30 days, as for some
/// interest, there are days such as 30 February: the last of the month is
/// meant.
#[derive(Clone, Copy)]
struct Found {
    date: Date,
    is_clamped: bool,
}

impl Found {
    fn of(year: i32, month: u32, day: u32) -> Option<Found> {
        const DAY_MAX: u32 = 31;
        let first = Date::new(year, month, 1).ok()?;
        if !(1..=DAY_MAX).contains(&day) {
            return None;
        }
        let date = first.with_day_clamped(day);
        Some(Found {
            date,
            is_clamped: date.day() != day,
        })
    }
}

/// `YYMMDD`, of 1980 to 2079.
fn day_of(text: &str) -> Option<Found> {
    if !text.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(number(0..2)?).ok()?;
    let year = if year < 80 { 2000 + year } else { 1900 + year };
    Found::of(year, number(2..4)?, number(4..6)?)
}

/// `MMDD` of the year that is nearest: what is booked in the first days of a
/// year may have its value in the last of another.
fn near(value_date: Date, text: &str) -> Option<Found> {
    let month = text.get(..2)?.parse().ok()?;
    let day = text.get(2..)?.parse().ok()?;
    let years = [
        value_date.year(),
        value_date.year() - 1,
        value_date.year() + 1,
    ];
    let days = years.iter().filter_map(|year| Found::of(*year, month, day));
    days.min_by_key(|found| found.date.days_since(value_date).abs())
}
