//! Where in a table what stands: its columns and its account.

use super::aside::{HEADER_ROWS_MAX, newest_above, plain_name};
use super::profile::{Column, CsvProfile, Role};
use crate::draft::{account, creditor_reference, join, reference, single_blanks};
use crate::file::{FileLine, Place, ReadError};
use crate::number::same_number;
use crate::returns;
use crate::table::{Row, Rows};
use values::date::Date;
use values::identifier::Iban;

/// Where each role's columns are in the file.
pub(super) struct Places {
    pub(super) roles: Vec<(Role, usize, String)>,
    /// The account that is named above the header.
    pub(super) own_account: String,
    /// The last day that stands above the header, as of a period.
    pub(super) newest: Option<Date>,
    /// Cells that a row may have.
    pub(super) width: usize,
}

impl Places {
    pub(super) fn of<'a>(&self, row: &'a Row, role: Role) -> &'a str {
        let mut places = self.roles.iter().filter(|(known, ..)| *known == role);
        let place = places.next().map(|(_, place, _)| *place);
        place
            .and_then(|place| row.fields.get(place))
            .map_or("", |field| field.trim())
    }

    pub(super) fn all<'a>(&'a self, row: &'a Row, role: Role) -> impl Iterator<Item = &'a str> {
        let places = self.roles.iter().filter(move |(known, ..)| *known == role);
        places.filter_map(|(_, place, _)| row.fields.get(*place).map(|field| field.trim()))
    }

    pub(super) fn has(&self, role: Role) -> bool {
        self.roles.iter().any(|(known, ..)| *known == role)
    }

    /// What the column is called.
    pub(super) fn name(&self, role: Role) -> String {
        let mut places = self.roles.iter().filter(|(known, ..)| *known == role);
        places
            .next()
            .map_or(String::new(), |(_, _, name)| name.clone())
    }
}

/// Passes the header by, and finds the columns.
pub(super) fn begin(rows: &mut Rows, profile: &CsvProfile) -> Result<Places, ReadError> {
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
    let roles: Vec<(Role, usize, String)> = places(profile, &header).collect();
    let last = roles.iter().map(|(_, place, _)| place.saturating_add(1));
    let width = last.max().unwrap_or(0).max(header.len());
    Ok(Places {
        own_account,
        newest,
        width: if names.is_empty() { usize::MAX } else { width },
        roles,
    })
}

/// Where the columns of a profile are below a header, and what they are
/// called.
fn places(profile: &CsvProfile, header: &[String]) -> impl Iterator<Item = (Role, usize, String)> {
    profile.columns.iter().map(|(role, column)| match column {
        Column::Index(index) => (*role, usize::from(*index), (index + 1).to_string()),
        Column::Name(name) => {
            let plain = plain_name(name);
            let place = header.iter().position(|known| *known == plain);
            (*role, place.unwrap_or(usize::MAX), name.clone())
        }
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
    for (label, number) in fields.iter().zip(fields.iter().skip(1)) {
        let is_number = |letter: char| letter.is_ascii_alphanumeric() || " .-/".contains(letter);
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let is_account = digits >= 5 && digits * 2 > number.len() && number.chars().all(is_number);
        if NUMBER_LABELS.contains(&plain_name(label).as_str()) && is_account {
            return account(number);
        }
    }
    String::new()
}

impl Places {
    pub(super) fn texts(&self, row: &Row, line: &mut FileLine) {
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
