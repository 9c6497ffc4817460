//! What a bank's table seems to be: to be shown and confirmed. What could be
//! read in two ways is named, not decided.

use super::names::{CREDIT, DEBIT, NAMES};
use super::{Column, CsvProfile, HEADER_ROWS_MAX, Role, is_nothing, signed};
use crate::bank::decode;
use crate::bank::file::{Place, ReadError};
use crate::import::csv::{
    Amounts, DateOrder, Dates, DecimalSign, Delimiter, Row, Rows, bare, guess_delimiter, values,
};
use crate::money::Currency;
use crate::slices::{Steps, at_once};

/// Rows shown of a file.
const SAMPLE_ROWS: usize = 8;
/// Rows that columns without names are guessed from.
const VALUE_ROWS: usize = 40;
/// Different values of a column of debit and credit marks.
const MARKS_MAX: usize = 4;

/// What a file seems to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CsvGuess {
    pub profile: CsvProfile,
    /// What the user has to choose before it can be relied on.
    pub unsure: Vec<Unsure>,
    /// In which the dates can be read; more than one where it makes a
    /// difference, none where no one order fits all.
    pub date_orders: Vec<DateOrder>,
    /// The same of the amounts.
    pub decimal_signs: Vec<DecimalSign>,
    /// The row that names the columns; empty where none does.
    pub header: Vec<String>,
    /// Its line, or that of the first row.
    pub line: u32,
    /// The first rows below it.
    pub sample: Vec<Vec<String>>,
    /// Rows below it.
    pub rows: usize,
}

/// What a guess leaves open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unsure {
    /// No row names the columns: they were guessed by what stands in them.
    Header,
    /// No column was found for it.
    Missing(Role),
    DateOrder,
    DecimalSign,
    /// The column of marks says more than two things.
    Marks,
}

/// Looks at a whole file.
///
/// # Errors
/// [`ReadError`] where it is no text of rows.
pub fn guess(bytes: &[u8]) -> Result<CsvGuess, ReadError> {
    at_once(guess_in_steps(bytes, &Steps::default()))
}

/// The same as long work, a step for each row.
///
/// # Errors
/// As [`guess`].
pub async fn guess_in_steps(bytes: &[u8], steps: &Steps) -> Result<CsvGuess, ReadError> {
    if bytes.len() > crate::bank::file::BYTES_MAX {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    let text = decode::decode(bytes, steps).await?;
    let found = Delimiter::ALL
        .into_iter()
        .filter_map(|delimiter| header(&text, delimiter))
        .max_by_key(|found| found.score);
    match found {
        Some(found) => named(&text, found, steps).await,
        None => unnamed(&text, steps).await,
    }
}

/// A row that names columns.
struct Header {
    score: usize,
    delimiter: Delimiter,
    /// Rows up to it, itself included.
    rows: usize,
    line: u32,
    names: Vec<String>,
    columns: Vec<(Role, usize)>,
}

/// The row that names most; one that names neither a day nor an amount is no
/// header.
fn header(text: &str, delimiter: Delimiter) -> Option<Header> {
    let rows = Rows::new(text, delimiter).map_while(Result::ok);
    let headers = rows
        .take(HEADER_ROWS_MAX)
        .enumerate()
        .filter_map(|(index, row)| {
            let names: Vec<String> = row.fields.iter().map(ToString::to_string).collect();
            let columns = columns(&names);
            let has = |roles: &[Role]| columns.iter().any(|(role, _)| roles.contains(role));
            let is_header = has(&[Role::Date, Role::ValueDate])
                && has(&[Role::Amount, Role::Debit, Role::Credit]);
            is_header.then_some(Header {
                score: columns.len(),
                delimiter,
                rows: index + 1,
                line: row.line,
                names,
                columns,
            })
        });
    // Of equals the first one.
    headers.reduce(|best, next| if next.score > best.score { next } else { best })
}

/// Which columns the names give away.
fn columns(names: &[String]) -> Vec<(Role, usize)> {
    let names: Vec<String> = names.iter().map(|name| plain(name)).collect();
    let mut taken = vec![false; names.len()];
    let mut columns = Vec::new();
    for (role, known) in NAMES {
        for name in *known {
            let places = names.iter().enumerate();
            let mut free =
                places.filter(|(place, found)| found.as_str() == *name && !taken[*place]);
            let Some((place, _)) = free.next() else {
                continue;
            };
            taken[place] = true;
            columns.push((*role, place));
            if *role != Role::Text {
                break;
            }
        }
    }
    let has = |role: Role| columns.iter().any(|(known, _)| *known == role);
    // A day of value alone is the day; so is a single account the other side's.
    if !has(Role::Date) {
        for (role, _) in &mut columns {
            if *role == Role::ValueDate {
                *role = Role::Date;
            }
        }
    }
    // One of two amounts says nothing beside the amount itself.
    if columns.iter().any(|(role, _)| *role == Role::Amount) {
        columns.retain(|(role, _)| !matches!(role, Role::Debit | Role::Credit));
    }
    columns
}

/// The name without a currency in brackets or behind it.
fn plain(name: &str) -> String {
    let bare_name = bare(name);
    let Some(currency) = currency_in(name) else {
        return bare_name;
    };
    let code = currency.code().to_ascii_lowercase();
    match bare_name.strip_suffix(&code) {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => bare_name,
    }
}

/// The currency that a name ends with: `Amount (EUR)`, `Betrag EUR`.
fn currency_in(name: &str) -> Option<Currency> {
    let mut words = name.split(|letter: char| !letter.is_ascii_alphabetic());
    let last = words.rfind(|word| !word.is_empty())?;
    (last.len() == 3 && last.len() < name.trim().len())
        .then(|| last.parse().ok())
        .flatten()
}

async fn named(text: &str, found: Header, steps: &Steps) -> Result<CsvGuess, ReadError> {
    let bare_names: Vec<String> = found.names.iter().map(|name| bare(name)).collect();
    let column = |place: usize| {
        // Rows may be wider than the header.
        let name = bare_names.get(place).filter(|name| !name.is_empty());
        let is_one = |name: &&String| bare_names.iter().filter(|known| known == name).count() == 1;
        match name.filter(is_one).and_then(|_| found.names.get(place)) {
            Some(name) => Column::Name(name.clone()),
            None => Column::Index(u16::try_from(place).unwrap_or(u16::MAX)),
        }
    };
    let mut columns = found.columns.clone();
    let rows: Vec<Row> = Rows::new(text, found.delimiter)
        .map_while(Result::ok)
        .skip(found.rows)
        .take(VALUE_ROWS)
        .collect();
    // A mark often stands in a column of another name, or of none.
    if columns.iter().all(|(role, _)| *role != Role::Mark)
        && columns.iter().any(|(role, _)| *role == Role::Amount)
        && let Some(place) = mark_column(&rows, &columns)
    {
        columns.retain(|(_, known)| *known != place);
        columns.push((Role::Mark, place));
    }
    let amount = columns
        .iter()
        .find(|(role, _)| matches!(role, Role::Amount | Role::Debit | Role::Credit));
    let currency = amount.and_then(|(_, place)| currency_in(&found.names[*place]));
    let profile = CsvProfile {
        delimiter: found.delimiter,
        decimal_sign: DecimalSign::Point,
        date_order: DateOrder::Ymd,
        header_rows: u32::try_from(found.rows).unwrap_or(u32::MAX),
        columns: columns
            .iter()
            .map(|(role, place)| (*role, column(*place)))
            .collect(),
        debit_values: Vec::new(),
        credit_values: Vec::new(),
        invert_sign: false,
        currency,
    };
    let start = Start {
        header: found.names.clone(),
        line: found.line,
        rows: found.rows,
        unsure: Vec::new(),
    };
    values_of(text, profile, &columns, start, steps).await
}

/// A table whose columns nobody names: the first column of days, the first of
/// numbers with a sign or decimals, and the widest of words.
async fn unnamed(text: &str, steps: &Steps) -> Result<CsvGuess, ReadError> {
    let delimiter = guess_delimiter(text);
    let mut rows = Vec::new();
    for row in Rows::new(text, delimiter).take(VALUE_ROWS) {
        match row {
            Ok(row) => rows.push(row),
            Err((line, fault)) => {
                return Err(ReadError::Row {
                    place: Place::line(line),
                    fault: fault.into(),
                });
            }
        }
    }
    let first_line = rows
        .first()
        .map(|row| row.line)
        .ok_or(ReadError::NoStatement)?;
    let is_day = |field: &str| {
        DateOrder::ALL
            .into_iter()
            .any(|order| values::date(field, order).is_ok())
    };
    let is_amount = |field: &str| {
        let is_whole = field.bytes().all(|byte| byte.is_ascii_digit());
        let reads = |sign: DecimalSign| signed(field, sign).is_ok();
        !is_whole && !is_day(field) && DecimalSign::ALL.into_iter().any(reads)
    };
    // Rows above the first day are a header.
    let header_rows = rows
        .iter()
        .position(|row| row.fields.iter().any(|field| is_day(field)))
        .unwrap_or(0);
    let header: Vec<String> = header_rows
        .checked_sub(1)
        .map(|place| rows[place].fields.iter().map(ToString::to_string).collect())
        .unwrap_or_default();
    let rows = &rows[header_rows..];
    let width = rows.iter().map(|row| row.fields.len()).max().unwrap_or(0);
    let all = |place: usize, is: &dyn Fn(&str) -> bool| {
        let mut fields = rows
            .iter()
            .filter_map(|row| row.fields.get(place))
            .filter(|field| !field.is_empty())
            .peekable();
        fields.peek().is_some() && fields.all(|field| is(field))
    };
    let mut columns = Vec::new();
    let day = (0..width).find(|place| all(*place, &is_day));
    columns.extend(day.map(|place| (Role::Date, place)));
    let amount = (0..width).find(|place| all(*place, &is_amount));
    columns.extend(amount.map(|place| (Role::Amount, place)));
    let length = |place: &usize| {
        let fields = rows.iter().filter_map(|row| row.fields.get(*place));
        fields.map(|field| field.len()).sum::<usize>()
    };
    let words = (0..width)
        .filter(|place| !all(*place, &is_day) && !all(*place, &is_amount))
        .max_by_key(length);
    columns.extend(words.map(|place| (Role::Text, place)));
    if let Some(place) = amount.and_then(|_| mark_column(rows, &columns)) {
        columns.retain(|(_, known)| *known != place);
        columns.push((Role::Mark, place));
    }
    let profile = CsvProfile {
        delimiter,
        decimal_sign: DecimalSign::Point,
        date_order: DateOrder::Ymd,
        header_rows: u32::try_from(header_rows).unwrap_or(u32::MAX),
        columns: columns
            .iter()
            .map(|(role, place)| {
                (
                    *role,
                    Column::Index(u16::try_from(*place).unwrap_or(u16::MAX)),
                )
            })
            .collect(),
        debit_values: Vec::new(),
        credit_values: Vec::new(),
        invert_sign: false,
        currency: None,
    };
    let start = Start {
        header,
        line: rows.first().map_or(first_line, |row| row.line),
        rows: header_rows,
        unsure: vec![Unsure::Header],
    };
    values_of(text, profile, &columns, start, steps).await
}

/// A column of nothing but marks of debit and credit, where no amount says
/// itself which it is. Words that may as well be the kind of a booking count
/// only in a column that is called so.
fn mark_column(rows: &[Row], columns: &[(Role, usize)]) -> Option<usize> {
    const LETTERS_MAX: usize = 6;
    let amount = columns.iter().find(|(role, _)| *role == Role::Amount)?.1;
    let mut amounts = rows.iter().filter_map(|row| row.fields.get(amount));
    let has_sign = |text: &str| {
        let negative = |sign| signed(text, sign).is_ok_and(|found| found.amount.is_negative());
        DecimalSign::ALL.into_iter().any(negative)
    };
    if amounts.any(|text| has_sign(text)) {
        return None;
    }
    let width = rows.iter().map(|row| row.fields.len()).max().unwrap_or(0);
    let keeps = |place: usize| {
        let role = columns.iter().find(|(_, known)| *known == place);
        role.is_none_or(|(role, _)| matches!(role, Role::Code | Role::Text))
    };
    (0..width).filter(|place| keeps(*place)).find(|place| {
        let mut fields = rows
            .iter()
            .filter_map(|row| row.fields.get(*place))
            .map(|field| field.trim().to_lowercase())
            .filter(|field| !field.is_empty())
            .peekable();
        let is_mark = |field: &str| {
            field.len() <= LETTERS_MAX && (DEBIT.contains(&field) || CREDIT.contains(&field))
        };
        fields.peek().is_some() && fields.all(|field| is_mark(&field))
    })
}

/// What was found before the rows are looked at.
struct Start {
    header: Vec<String>,
    line: u32,
    rows: usize,
    unsure: Vec<Unsure>,
}

async fn values_of(
    text: &str,
    mut profile: CsvProfile,
    columns: &[(Role, usize)],
    start: Start,
    steps: &Steps,
) -> Result<CsvGuess, ReadError> {
    let places = |roles: &'static [Role]| {
        let of = columns.iter().filter(move |(role, _)| roles.contains(role));
        of.map(|(_, place)| *place).collect::<Vec<usize>>()
    };
    let days = places(&[Role::Date, Role::ValueDate]);
    let numbers = places(&[Role::Amount, Role::Debit, Role::Credit, Role::Balance]);
    let mark = places(&[Role::Mark]).first().copied();
    let mut dates = Dates::default();
    let mut amounts = Amounts::default();
    let mut marks: Vec<String> = Vec::new();
    let mut sample = Vec::new();
    let mut count = 0;
    steps.begin(text.len() / 64);
    let rows = Rows::new(text, profile.delimiter).map_while(Result::ok);
    for row in rows.skip(start.rows) {
        steps.step().await;
        count += 1;
        if sample.len() < SAMPLE_ROWS {
            sample.push(row.fields.iter().map(ToString::to_string).collect());
        }
        let field = |place: &usize| row.fields.get(*place).map_or("", |field| field.trim());
        for place in &days {
            dates.add(row.line, field(place));
        }
        for place in &numbers {
            let text = field(place);
            let text = text.strip_prefix('+').unwrap_or(text);
            let text = text.strip_suffix('+').unwrap_or(text).trim();
            if !is_nothing(text) {
                amounts.add(row.line, text);
            }
        }
        if let Some(mark) = mark.as_ref().map(field).filter(|mark| !mark.is_empty())
            && marks.len() <= MARKS_MAX
            && !marks.iter().any(|known| known == mark)
        {
            marks.push(mark.to_owned());
        }
    }
    let mut unsure = start.unsure;
    let is_of = |mark: &String, known: &[&str]| known.contains(&mark.to_lowercase().as_str());
    for mark in marks {
        if is_of(&mark, &DEBIT) {
            profile.debit_values.push(mark);
        } else if is_of(&mark, &CREDIT) {
            profile.credit_values.push(mark);
        } else if !unsure.contains(&Unsure::Marks) {
            unsure.push(Unsure::Marks);
        }
    }
    unsure.extend(profile.missing().map(Unsure::Missing));
    let (date_orders, decimal_signs) = (dates.possible(), amounts.possible());
    match date_orders.as_slice() {
        [order] => profile.date_order = *order,
        [order, ..] => {
            profile.date_order = *order;
            unsure.push(Unsure::DateOrder);
        }
        [] => unsure.push(Unsure::DateOrder),
    }
    match decimal_signs.as_slice() {
        [sign] => profile.decimal_sign = *sign,
        [sign, ..] => {
            profile.decimal_sign = *sign;
            unsure.push(Unsure::DecimalSign);
        }
        [] => unsure.push(Unsure::DecimalSign),
    }
    Ok(CsvGuess {
        profile,
        unsure,
        date_orders,
        decimal_signs,
        header: start.header,
        line: start.line,
        sample,
        rows: count,
    })
}
