//! What a bank's table seems to be: to be shown and confirmed. What could be
//! read in two ways is named, not decided.

use super::cells::{self, Day};
use super::columns::{self, Table};
use super::names::{BOOKED, CREDIT, DEBIT, NOT_BOOKED};
use super::unsure::{STATUSES_MAX, Unsure};
use super::{Column, CsvProfile, HEADER_ROWS_MAX, Role, is_nothing, newest_above, plain_name};
use crate::decode;
use crate::file::{Place, ReadError};
use crate::table::{DateOrder, DecimalSign, Delimiter, Row, Rows, Ways, stated_delimiter};
use values::date::Date;
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
        Some(table) => Ok(seen(&text, table, steps).await),
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
        if let Some(free) = roles.get_mut(place) {
            *free = free.or(Some(role));
        }
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
    Ok(values_of(text, profile, &columns, start, steps).await)
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
        let mut named = names.iter().zip(&plain).skip(place);
        let is_one = |(_, name): &(&String, &String)| {
            !name.is_empty() && plain.iter().filter(|known| known == name).count() == 1
        };
        match named.next().filter(is_one) {
            Some((name, _)) => Column::Name(name.clone()),
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
async fn seen(text: &str, table: Table<'_>, steps: &Steps) -> CsvGuess {
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

/// The columns whose values are looked at.
struct Looked {
    days: Vec<usize>,
    amounts: Vec<usize>,
    mark: Option<usize>,
    status: Option<usize>,
    fee: Option<usize>,
    currency: Option<usize>,
}

impl Looked {
    fn of(columns: &[(Role, usize)]) -> Looked {
        let all = |roles: &[Role]| -> Vec<usize> {
            let of = columns.iter().filter(|(role, _)| roles.contains(role));
            of.map(|(_, place)| *place).collect()
        };
        let first = |role: Role| all(&[role]).first().copied();
        Looked {
            days: all(&[Role::Date, Role::ValueDate]),
            amounts: all(&[
                Role::Amount,
                Role::Debit,
                Role::Credit,
                Role::Balance,
                Role::Fee,
                Role::FeeWithin,
            ]),
            mark: first(Role::Mark),
            status: first(Role::Status),
            fee: first(Role::Fee),
            currency: first(Role::Currency),
        }
    }
}

/// What was seen of a table, row by row.
struct Seen {
    columns: Looked,
    written: Written,
    marks: Said,
    statuses: Said,
    /// Fees that are written as positive, and as negative.
    fees: (usize, usize),
    /// Days without a year.
    yearless: usize,
    /// The last day above the table.
    newest: Option<Date>,
    /// Amounts above the table, with their lines.
    above: Vec<(u32, String)>,
    sample: Vec<Vec<String>>,
    rows: usize,
}

impl Seen {
    fn new(columns: &[(Role, usize)], currency: Option<Currency>) -> Seen {
        Seen {
            columns: Looked::of(columns),
            written: Written {
                dates: Ways::new(DateOrder::Ymd, &DateOrder::ALL),
                amounts: Ways::new(DecimalSign::Point, &DecimalSign::ALL),
                decimals: currency.map(Currency::exponent),
            },
            marks: Said::default(),
            statuses: Said::default(),
            fees: (0, 0),
            yearless: 0,
            newest: None,
            above: Vec::new(),
            sample: Vec::new(),
            rows: 0,
        }
    }

    /// A row above the first movement.
    fn row_above(&mut self, row: &Row) {
        self.newest = self.newest.max(newest_above(row, DateOrder::Dmy));
        let cells = row.fields.iter().map(|field| (row.line, field.to_string()));
        let amounts = cells.filter(|(_, cell)| columns::is_amount(cell));
        self.above.extend(amounts);
    }

    fn row(&mut self, row: &Row) {
        self.rows += 1;
        if self.sample.len() < SAMPLE_ROWS {
            let fields = row.fields.iter().map(ToString::to_string);
            self.sample.push(fields.collect());
        }
        let field = |place: usize| row.fields.get(place).map_or("", |field| field.trim());
        let has_day = self.days(row.line, field);
        if let Some(code) = self.columns.currency.map(field)
            && let Ok(currency) = code.parse::<Currency>()
        {
            self.written.decimals = Some(currency.exponent());
        }
        let amounts = self.columns.amounts.iter().map(|place| field(*place));
        for text in amounts.filter(|text| !is_nothing(text)) {
            self.written.amount(row.line, text);
        }
        if let Some(mark) = self.columns.mark.map(field).filter(|_| has_day) {
            self.marks.add(mark, MARKS_MAX);
        }
        let status = self.columns.status.map(field);
        if let Some(status) = status.filter(|_| row.fields.len() > 1) {
            let is_known = NOT_BOOKED.contains(&plain_name(status).as_str());
            if has_day || is_known {
                self.statuses.add(status, STATUSES_MAX);
            }
        }
        if let Some(fee) = self.columns.fee.map(field)
            && fee.contains(|letter: char| matches!(letter, '1'..='9'))
        {
            let (positive, negative) = &mut self.fees;
            let is_negative = fee.contains(['-', '(', '\u{2212}']);
            *(if is_negative { negative } else { positive }) += 1;
        }
    }

    /// Takes the days of a row; whether it has one.
    fn days<'r>(&mut self, line: u32, field: impl Fn(usize) -> &'r str) -> bool {
        let mut has_day = false;
        for place in &self.columns.days {
            let text = field(*place);
            let read = DateOrder::ALL.map(|order| cells::day(text, order));
            let is_short = |day: &Day| matches!(day, Day::OfAnyYear { .. });
            self.yearless += usize::from(read.iter().flatten().any(is_short));
            has_day |= read.iter().any(Option::is_some);
            self.written.day(line, text);
        }
        has_day
    }

    /// How the table is to be read, and what of it is left open.
    fn finish(mut self, mut profile: CsvProfile, start: Start) -> CsvGuess {
        // An amount above the table shows how amounts are written.
        for (line, cell) in self.above {
            self.written.amount(line, &cell);
        }
        let mut unsure = start.unsure;
        mark_values(&mut profile, self.marks, &mut unsure);
        status_values(&mut profile, self.statuses, &mut unsure);
        let (positive, negative) = self.fees;
        profile.fee_is_negative = (negative > positive).then_some(true);
        unsure.extend(profile.missing().map(Unsure::Missing));
        let date_orders = self.written.dates.possible();
        if let Some(order) = date_orders.first() {
            profile.date_order = *order;
        }
        if date_orders.len() != 1 {
            unsure.push(Unsure::DateOrder);
        }
        let decimal_signs = self.written.amounts.possible();
        if let Some(sign) = decimal_signs.first() {
            profile.decimal_sign = *sign;
        }
        if decimal_signs.len() != 1 {
            unsure.push(Unsure::DecimalSign);
        }
        if self.yearless > 0 && self.newest.is_none() {
            unsure.push(Unsure::Year);
        }
        CsvGuess {
            profile,
            unsure,
            date_orders,
            decimal_signs,
            header: start.header,
            line: start.line,
            sample: self.sample,
            rows: self.rows,
        }
    }
}

/// Which marks are money out and which money in.
fn mark_values(profile: &mut CsvProfile, marks: Said, unsure: &mut Vec<Unsure>) {
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
}

/// Which statuses say that a row is booked, and which that it is not.
fn status_values(profile: &mut CsvProfile, statuses: Said, unsure: &mut Vec<Unsure>) {
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
}

/// Looks at the values of a table of these columns.
async fn values_of(
    text: &str,
    profile: CsvProfile,
    columns: &[(Role, usize)],
    start: Start,
    steps: &Steps,
) -> CsvGuess {
    let mut seen = Seen::new(columns, profile.currency);
    steps.begin(text.len() / 64);
    let rows = Rows::new(text, profile.delimiter).map_while(Result::ok);
    for (index, row) in rows.enumerate() {
        steps.step().await;
        if index < start.rows {
            seen.row_above(&row);
        } else {
            seen.row(&row);
        }
    }
    seen.finish(profile, start)
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
