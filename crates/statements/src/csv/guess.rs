//! What a bank's table seems to be: to be shown and confirmed. What could be
//! read in two ways is named, not decided.

use super::cells::{self, Day};
use super::columns::{self, Table};
use super::names::{BOOKED, CREDIT, DEBIT, NOT_BOOKED};
use super::unsure::{STATUSES_MAX, Unsure};
use super::{Column, CsvProfile, HEADER_ROWS_MAX, Role, is_nothing, newest_above, plain_name};
use crate::decode;
use crate::file::{Place, ReadError};
use crate::table::{DateOrder, DecimalSign, Delimiter, Rows, Ways, stated_delimiter};
use values::money::Currency;
use values::slices::{Steps, at_once};

/// Rows shown of a file.
const SAMPLE_ROWS: usize = 8;
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
            let name = plain_name(name);
            header.iter().position(|known| plain_name(known) == name)
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
    if bytes.len() > crate::file::BYTES_MAX {
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
    let delimiter = delimiter.or_else(|| stated_delimiter(&text));
    let mut best: Option<Table> = None;
    let mut fault = None;
    for known in Delimiter::ALL {
        if delimiter.is_some_and(|delimiter| delimiter != known) {
            continue;
        }
        steps.steps(0).await;
        match Table::of(&text, known) {
            Ok(table) if best.as_ref().is_none_or(|best| table.score > best.score) => {
                best = Some(table);
            }
            Ok(_) => {}
            Err(error) => fault = fault.or(Some(error)),
        }
    }
    match best {
        Some(table) => seen(&text, table, steps).await,
        None => Err(fault.unwrap_or(ReadError::NoStatement)),
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

/// What a profile says beyond the places of columns is not guessed again,
/// unless the file itself says that it is otherwise.
fn written_like(mut guess: CsvGuess, profile: &CsvProfile) -> CsvGuess {
    if guess.date_orders.contains(&profile.date_order) || guess.date_orders.is_empty() {
        guess.profile.date_order = profile.date_order;
        guess.unsure.retain(|unsure| *unsure != Unsure::DateOrder);
    }
    if guess.decimal_signs.contains(&profile.decimal_sign) || guess.decimal_signs.is_empty() {
        guess.profile.decimal_sign = profile.decimal_sign;
        guess.unsure.retain(|unsure| *unsure != Unsure::DecimalSign);
    }
    guess.profile.invert_sign = profile.invert_sign;
    guess.profile.fee_is_negative = profile.fee_is_negative;
    guess.profile.currency = profile.currency;
    // A word stands on the side where it was put.
    let sides = |profile: &CsvProfile| {
        [
            profile.debit_values.clone(),
            profile.credit_values.clone(),
            profile.booked_values.clone(),
            profile.pending_values.clone(),
        ]
    };
    let theirs = sides(profile);
    let is_known = |value: &String| theirs.iter().flatten().any(|known| known == value);
    let mine = [
        &mut guess.profile.debit_values,
        &mut guess.profile.credit_values,
        &mut guess.profile.booked_values,
        &mut guess.profile.pending_values,
    ];
    for (mine, theirs) in mine.into_iter().zip(&theirs) {
        mine.retain(|value| !is_known(value));
        mine.extend(theirs.iter().cloned());
    }
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
    let profile = profile_of(layout.delimiter, before, &names, &columns);
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
) -> CsvProfile {
    let plain: Vec<String> = names.iter().map(|name| plain_name(name)).collect();
    let column = |place: usize| {
        let name = plain.get(place).filter(|name| !name.is_empty());
        let is_one = |name: &&String| plain.iter().filter(|known| known == name).count() == 1;
        match name.filter(is_one) {
            Some(_) => Column::Name(names[place].clone()),
            None => Column::Index(u16::try_from(place).unwrap_or(u16::MAX)),
        }
    };
    let amounts = columns
        .iter()
        .filter(|(role, _)| matches!(role, Role::Amount | Role::Debit | Role::Credit));
    let currency = amounts
        .filter_map(|(_, place)| columns::currency_in(names.get(*place)?))
        .next();
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
        booked_values: Vec::new(),
        pending_values: Vec::new(),
        invert_sign: false,
        fee_is_negative: None,
        currency,
    }
}

/// A table as its names and values have it.
async fn seen(text: &str, table: Table<'_>, steps: &Steps) -> Result<CsvGuess, ReadError> {
    let found = columns::find(&table);
    // Without a header nothing is known by name.
    let names: &[String] = if table.is_named { &table.names } else { &[] };
    let profile = profile_of(table.delimiter, table.first, names, &found.columns);
    let start = Start {
        header: table.names.clone(),
        line: table.line,
        rows: table.first,
        unsure: found.unsure,
    };
    values_of(text, profile, &found.columns, start, steps).await
}

/// What was found before the rows are looked at.
struct Start {
    header: Vec<String>,
    line: u32,
    rows: usize,
    unsure: Vec<Unsure>,
}

/// Different words of a column, as they are first written.
#[derive(Default)]
struct Said(Vec<String>);

impl Said {
    fn add(&mut self, word: &str, most: usize) {
        if !is_nothing(word) && self.0.len() <= most && !self.0.iter().any(|known| known == word) {
            self.0.push(word.to_owned());
        }
    }
}

/// In which ways the values of a table can be read.
struct Written {
    dates: Ways<DateOrder>,
    amounts: Ways<DecimalSign>,
    /// Decimals of its currency, where that is known.
    decimals: Option<u32>,
}

impl Written {
    fn day(&mut self, line: u32, text: &str) {
        self.dates
            .add(line, text, &DateOrder::ALL, |order| cells::day(text, order));
    }

    fn amount(&mut self, line: u32, text: &str) {
        let read = |sign: DecimalSign| cells::amount(text, sign).ok();
        let fits = |sign: DecimalSign| {
            let found = read(sign)?;
            let decimals = found.currency.map(Currency::exponent).or(self.decimals);
            // 1.234 is no amount of a currency of cents.
            let is_fine =
                decimals.is_none_or(|decimals| found.amount.scale() != 3 || decimals >= 3);
            is_fine.then_some(found)
        };
        let is_told = DecimalSign::ALL
            .into_iter()
            .any(|sign| fits(sign).is_some());
        self.amounts.add(line, text, &DecimalSign::ALL, |sign| {
            if is_told { fits(sign) } else { read(sign) }
        });
    }
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
    let numbers = places(&[
        Role::Amount,
        Role::Debit,
        Role::Credit,
        Role::Balance,
        Role::Fee,
        Role::FeeWithin,
    ]);
    let (mark, status) = (places(&[Role::Mark]), places(&[Role::Status]));
    let (fee, money) = (places(&[Role::Fee]), places(&[Role::Currency]));
    let mut written = Written {
        dates: Ways::new(DateOrder::Ymd, &DateOrder::ALL),
        amounts: Ways::new(DecimalSign::Point, &DecimalSign::ALL),
        decimals: profile.currency.map(Currency::exponent),
    };
    let (mut marks, mut statuses) = (Said::default(), Said::default());
    let (mut fees_in, mut fees_out) = (0_usize, 0_usize);
    let (mut yearless, mut newest) = (0_usize, None);
    let mut sample = Vec::new();
    let mut count = 0;
    let mut above: Vec<(u32, String)> = Vec::new();
    steps.begin(text.len() / 64);
    let rows = Rows::new(text, profile.delimiter).map_while(Result::ok);
    for (index, row) in rows.enumerate() {
        steps.step().await;
        if index < start.rows {
            newest = newest.max(newest_above(&row, DateOrder::Dmy));
            let cells = row.fields.iter().map(|field| (row.line, field.to_string()));
            above.extend(cells.filter(|(_, cell)| columns::is_amount(cell)));
            continue;
        }
        count += 1;
        if sample.len() < SAMPLE_ROWS {
            sample.push(row.fields.iter().map(ToString::to_string).collect());
        }
        let field = |place: &usize| row.fields.get(*place).map_or("", |field| field.trim());
        let is_day = |text: &str| {
            DateOrder::ALL
                .iter()
                .any(|order| cells::day(text, *order).is_some())
        };
        for place in &days {
            let text = field(place);
            let is_short =
                |order: &DateOrder| matches!(cells::day(text, *order), Some(Day::OfAnyYear { .. }));
            yearless += usize::from(DateOrder::ALL.iter().any(is_short));
            written.day(row.line, text);
        }
        if let Some(code) = money.first().map(field)
            && let Ok(currency) = code.parse::<Currency>()
        {
            written.decimals = Some(currency.exponent());
        }
        for place in &numbers {
            let text = field(place);
            if !is_nothing(text) {
                written.amount(row.line, text);
            }
        }
        let has_day = days.iter().map(field).any(is_day);
        if let Some(mark) = mark.first().map(field).filter(|_| has_day) {
            marks.add(mark, MARKS_MAX);
        }
        if let Some(status) = status.first().map(field).filter(|_| row.fields.len() > 1) {
            let is_known = NOT_BOOKED.contains(&plain_name(status).as_str());
            if has_day || is_known {
                statuses.add(status, STATUSES_MAX);
            }
        }
        if let Some(fee) = fee.first().map(field) {
            let is_out = fee.contains(['-', '(', '\u{2212}']);
            let is_some = fee.contains(|letter: char| matches!(letter, '1'..='9'));
            fees_out += usize::from(is_some && is_out);
            fees_in += usize::from(is_some && !is_out);
        }
    }
    // An amount above the table shows how amounts are written.
    for (line, cell) in above {
        written.amount(line, &cell);
    }
    let mut unsure = start.unsure;
    for mark in marks.0 {
        let lower = mark.to_lowercase();
        if DEBIT.contains(&lower.as_str()) {
            profile.debit_values.push(mark);
        } else if CREDIT.contains(&lower.as_str()) {
            profile.credit_values.push(mark);
        } else if !unsure.contains(&Unsure::Marks) {
            unsure.push(Unsure::Marks);
        }
    }
    for status in statuses.0 {
        let word = plain_name(&status);
        if NOT_BOOKED.contains(&word.as_str()) {
            profile.pending_values.push(status);
            continue;
        }
        if !BOOKED.contains(&word.as_str()) && !unsure.contains(&Unsure::Statuses) {
            unsure.push(Unsure::Statuses);
        }
        profile.booked_values.push(status);
    }
    profile.fee_is_negative = (fees_out > fees_in).then_some(true);
    unsure.extend(profile.missing().map(Unsure::Missing));
    let (date_orders, decimal_signs) = (written.dates.possible(), written.amounts.possible());
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
    if yearless > 0 && newest.is_none() {
        unsure.push(Unsure::Year);
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
