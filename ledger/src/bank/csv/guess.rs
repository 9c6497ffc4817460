//! What a bank's table seems to be: to be shown and confirmed. What could be
//! read in two ways is named, not decided.

use std::collections::BTreeMap;

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
    guess_as_in_steps(bytes, &Looks::Unknown, steps).await
}

/// What is known already of how a table looks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Looks {
    Unknown,
    Delimited(Delimiter),
    /// As the user says: only how dates and amounts are written is guessed.
    Laid(Layout),
    /// As another file of the same bank.
    Like(Box<CsvProfile>),
}

/// Where in a file its movements are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    pub delimiter: Delimiter,
    /// Rows, blank ones not counted, before the first movement; the last one
    /// of them names the columns.
    pub header_rows: u32,
    /// What each column holds, where it is used.
    pub roles: Vec<Option<Role>>,
}

impl CsvGuess {
    /// Where this guess has the movements.
    pub fn layout(&self) -> Layout {
        let widths = self.sample.iter().map(Vec::len);
        let width = widths.max().unwrap_or(0).max(self.header.len());
        let mut roles = vec![None; width];
        for (role, column) in &self.profile.columns {
            let place = place_of(column, &self.header);
            if let Some(free) = place.and_then(|place| roles.get_mut(place)) {
                *free = free.or(Some(*role));
            }
        }
        Layout {
            delimiter: self.profile.delimiter,
            header_rows: self.profile.header_rows,
            roles,
        }
    }
}

fn place_of(column: &Column, header: &[String]) -> Option<usize> {
    match column {
        Column::Index(index) => Some(usize::from(*index)),
        Column::Name(name) => {
            let name = bare(name);
            header.iter().position(|known| bare(known) == name)
        }
    }
}

/// Looks at a whole file of which something is known.
///
/// # Errors
/// As [`guess`].
pub async fn guess_as_in_steps(
    bytes: &[u8],
    looks: &Looks,
    steps: &Steps,
) -> Result<CsvGuess, ReadError> {
    if bytes.len() > crate::bank::file::BYTES_MAX {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    let text = decode::decode(bytes, steps).await?;
    let delimiter = match looks {
        Looks::Laid(layout) => return laid(&text, layout, steps).await,
        Looks::Like(profile) => {
            if let Some(layout) = like(&text, profile) {
                let guess = laid(&text, &layout, steps).await?;
                return Ok(written_like(guess, profile));
            }
            None
        }
        Looks::Delimited(delimiter) => Some(*delimiter),
        Looks::Unknown => None,
    };
    let found = Delimiter::ALL
        .into_iter()
        .filter(|known| delimiter.is_none_or(|delimiter| delimiter == *known))
        .filter_map(|delimiter| header(&text, delimiter))
        .max_by_key(|found| found.score);
    match found {
        Some(found) => named(&text, found, steps).await,
        None => unnamed(&text, delimiter, steps).await,
    }
}

/// Where a profile finds its columns; `None` where it does not.
fn like(text: &str, profile: &CsvProfile) -> Option<Layout> {
    let rows = Rows::new(text, profile.delimiter).map_while(Result::ok);
    let is_named = profile
        .columns
        .iter()
        .any(|(_, column)| matches!(column, Column::Name(_)));
    let (header_rows, header) = if is_named {
        rows.take(HEADER_ROWS_MAX)
            .enumerate()
            .find_map(|(index, row)| {
                let names: Vec<String> = row.fields.iter().map(ToString::to_string).collect();
                let mut columns = profile.columns.iter();
                let has_all = columns.all(|(_, column)| place_of(column, &names).is_some());
                has_all.then_some((index + 1, names))
            })?
    } else {
        let rows_before = usize::try_from(profile.header_rows).ok()?;
        (rows_before, Vec::new())
    };
    let places = profile
        .columns
        .iter()
        .filter_map(|(role, column)| Some((*role, place_of(column, &header)?)));
    let places: Vec<(Role, usize)> = places.collect();
    let width = places.iter().map(|(_, place)| place + 1).max()?;
    let mut roles = vec![None; width.max(header.len())];
    for (role, place) in places {
        roles[place] = roles[place].or(Some(role));
    }
    Some(Layout {
        delimiter: profile.delimiter,
        header_rows: u32::try_from(header_rows).ok()?,
        roles,
    })
}

/// What a profile says beyond the places of columns is not guessed again.
fn written_like(mut guess: CsvGuess, profile: &CsvProfile) -> CsvGuess {
    guess.profile.date_order = profile.date_order;
    guess.profile.decimal_sign = profile.decimal_sign;
    guess.profile.invert_sign = profile.invert_sign;
    guess.profile.currency = profile.currency;
    for (mine, theirs) in [
        (&mut guess.profile.debit_values, &profile.debit_values),
        (&mut guess.profile.credit_values, &profile.credit_values),
    ] {
        let more = theirs.iter().filter(|value| !mine.contains(value));
        let more: Vec<String> = more.cloned().collect();
        mine.extend(more);
    }
    let is_known = |unsure: &Unsure| matches!(unsure, Unsure::DateOrder | Unsure::DecimalSign);
    guess.unsure.retain(|unsure| !is_known(unsure));
    guess
}

/// A table whose columns the user named.
async fn laid(text: &str, layout: &Layout, steps: &Steps) -> Result<CsvGuess, ReadError> {
    let before = usize::try_from(layout.header_rows).unwrap_or(usize::MAX);
    let mut names: Vec<String> = Vec::new();
    let mut line = 1;
    for row in Rows::new(text, layout.delimiter).take(before.min(HEADER_ROWS_MAX)) {
        let row = row.map_err(|(line, fault)| ReadError::Row {
            place: Place::line(line),
            fault: fault.into(),
        })?;
        names = row.fields.iter().map(ToString::to_string).collect();
        line = row.line;
    }
    let columns = layout.roles.iter().enumerate();
    let columns: Vec<(Role, usize)> = columns
        .filter_map(|(place, role)| Some(((*role)?, place)))
        .collect();
    let amount = columns
        .iter()
        .find(|(role, _)| matches!(role, Role::Amount | Role::Debit | Role::Credit));
    let currency = amount
        .and_then(|(_, place)| names.get(*place))
        .and_then(|name| currency_in(name));
    let profile = profile_of(layout.delimiter, before, &names, &columns, currency);
    let start = Start {
        header: names,
        line,
        rows: before,
        unsure: Vec::new(),
    };
    values_of(text, profile, &columns, start, steps).await
}

/// How a table of these columns is read, as far as its values do not matter.
fn profile_of(
    delimiter: Delimiter,
    header_rows: usize,
    names: &[String],
    columns: &[(Role, usize)],
    currency: Option<Currency>,
) -> CsvProfile {
    let bare_names: Vec<String> = names.iter().map(|name| bare(name)).collect();
    let column = |place: usize| {
        let name = bare_names.get(place).filter(|name| !name.is_empty());
        let is_one = |name: &&String| bare_names.iter().filter(|known| known == name).count() == 1;
        match name.filter(is_one) {
            Some(_) => Column::Name(names[place].clone()),
            None => Column::Index(u16::try_from(place).unwrap_or(u16::MAX)),
        }
    };
    CsvProfile {
        delimiter,
        decimal_sign: DecimalSign::Point,
        date_order: DateOrder::Ymd,
        header_rows: u32::try_from(header_rows).unwrap_or(u32::MAX),
        columns: columns
            .iter()
            .map(|(role, place)| (*role, column(*place)))
            .collect(),
        debit_values: Vec::new(),
        credit_values: Vec::new(),
        invert_sign: false,
        currency,
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
    let profile = profile_of(
        found.delimiter,
        found.rows,
        &found.names,
        &columns,
        currency,
    );
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
async fn unnamed(
    text: &str,
    delimiter: Option<Delimiter>,
    steps: &Steps,
) -> Result<CsvGuess, ReadError> {
    let delimiter = delimiter.unwrap_or_else(|| delimiter_of(text));
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
    let profile = profile_of(delimiter, header_rows, &[], &columns, None);
    let start = Start {
        header,
        line: rows.first().map_or(first_line, |row| row.line),
        rows: header_rows,
        unsure: vec![Unsure::Header],
    };
    values_of(text, profile, &columns, start, steps).await
}

/// What stands between two columns. Where a title stands above the table, its
/// first row says nothing: then the most rows of one width do.
fn delimiter_of(text: &str) -> Delimiter {
    let guessed = guess_delimiter(text);
    let first = Rows::new(text, guessed).next();
    if matches!(first, Some(Ok(row)) if row.fields.len() > 1) {
        return guessed;
    }
    let score = |delimiter: &Delimiter| {
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        let rows = Rows::new(text, *delimiter).map_while(Result::ok);
        for row in rows.take(HEADER_ROWS_MAX) {
            *widths.entry(row.fields.len()).or_default() += 1;
        }
        let wide = widths.into_iter().filter(|(width, _)| *width > 1);
        wide.map(|(width, rows)| (rows, width)).max()
    };
    let best = Delimiter::ALL.into_iter().max_by_key(score);
    best.unwrap_or(guessed)
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

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "Export of 1.4.2026\nTag;Wert;Wer;Was\n03.04.2026;1,50;Linden;R-1\n04.04.2026;-2,00;Birke;R-2\n";

    fn guessed(looks: &Looks) -> CsvGuess {
        at_once(guess_as_in_steps(
            TABLE.as_bytes(),
            looks,
            &Steps::default(),
        ))
        .expect("a table")
    }

    fn layout(header_rows: u32) -> Layout {
        let roles = vec![
            Some(Role::Date),
            Some(Role::Amount),
            Some(Role::Name),
            Some(Role::Text),
        ];
        Layout {
            delimiter: Delimiter::Semicolon,
            header_rows,
            roles,
        }
    }

    #[test]
    fn columns_that_the_user_named_are_known_by_their_names_the_next_time() {
        let guess = guessed(&Looks::Laid(layout(2)));
        assert_eq!(guess.header, ["Tag", "Wert", "Wer", "Was"]);
        assert_eq!(guess.rows, 2);
        assert_eq!(guess.profile.decimal_sign, DecimalSign::Comma);
        // 3.4. and 4.4. can be read in two ways.
        assert_eq!(guess.unsure, [Unsure::DateOrder]);
        assert_eq!(
            guess.profile.columns[0],
            (Role::Date, Column::Name("Tag".to_owned()))
        );
        assert_eq!(guess.layout(), layout(2));

        let chosen = CsvProfile {
            date_order: DateOrder::Mdy,
            currency: Some(Currency::default()),
            ..guess.profile
        };
        let again = guessed(&Looks::Like(Box::new(chosen.clone())));
        assert_eq!((again.profile, again.unsure), (chosen, Vec::new()));
    }

    #[test]
    fn columns_without_names_are_known_by_their_places() {
        let guess = guessed(&Looks::Laid(layout(0)));
        assert_eq!(guess.header, Vec::<String>::new());
        assert_eq!(guess.profile.columns[1], (Role::Amount, Column::Index(1)));
        assert_eq!(guess.layout(), layout(0));
    }

    #[test]
    fn a_title_above_the_table_hides_no_column() {
        let text = "Account: my own\nA;B;C\n03.04.2026;Linden;250,00\n14.04.2026;Birke;-12,50\n";
        let guess = guess(text.as_bytes()).expect("a table");
        let roles = [Some(Role::Date), Some(Role::Text), Some(Role::Amount)];
        assert_eq!(guess.layout().roles, roles);
        assert_eq!(guess.profile.header_rows, 2);
    }

    #[test]
    fn another_delimiter_is_another_table() {
        let guess = guessed(&Looks::Delimited(Delimiter::Pipe));
        assert_eq!(guess.layout().delimiter, Delimiter::Pipe);
        assert!(guess.unsure.contains(&Unsure::Missing(Role::Date)));
    }
}
