//! Which lines of a bank's file are new, and whether the statements fit on
//! what is kept. Nothing is written here: the command that keeps them, and
//! the page that shows what would be kept, ask the same function.

// What is read is untrusted: no place in it is taken to be there.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

use serde::{Deserialize, Serialize};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::book::Book;
use crate::date::Date;
use crate::ids::{BankAccountId, StatementId};
use crate::money::{Currency, Decimal};
use crate::problem::{At, FieldName, Problem, What};
use crate::query::fold;
use crate::slices::{Steps, at_once};

use super::{BankAccount, BankLine, Statement};
use statements::csv::CsvProfile;
use statements::file::{FileLine, FileStatement};
use statements::number::same_number;
use statements::sum;

/// A bank's file, and the account that each of its statements is of.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ImportStatements {
    /// The file's name.
    pub file: String,
    /// Accounts that are not there yet.
    pub accounts: Vec<BankAccount>,
    pub statements: Vec<(Rc<FileStatement>, Of)>,
    /// How the file was read, where it is a table: kept with its accounts, so
    /// that their next one is read in the same way.
    pub csv: Option<CsvProfile>,
}

/// The account that a statement is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    Known(BankAccountId),
    /// One of [`ImportStatements::accounts`].
    New(usize),
}

impl ImportStatements {
    /// The same, with the accounts that are there by now in place of new ones.
    fn account(&self, book: &Book, of: Of) -> Option<Of> {
        match of {
            Of::Known(id) => book.bank_accounts().get(id).map(|_| of),
            Of::New(place) => {
                let account = self.accounts.get(place)?;
                Some(same(book, account).map_or(of, Of::Known))
            }
        }
    }
}

/// The account of the book that this one is: by number and currency, without
/// a number by name. Another tab may have brought it in a moment ago. A number
/// and the IBAN that it stands in are one, unless the book has both.
pub fn same(book: &Book, account: &BankAccount) -> Option<BankAccountId> {
    let (number, name) = (account.number.trim(), account.name.trim());
    let accounts = || {
        let accounts = book.bank_accounts().iter();
        accounts.filter(|known| known.currency == account.currency)
    };
    let is_exact = |known: &&Rc<BankAccount>| {
        known.number == number && (!number.is_empty() || known.name == name)
    };
    let is_within = |known: &&Rc<BankAccount>| same_number(&known.number, number, "");
    let found = accounts().find(is_exact);
    found
        .or_else(|| accounts().find(is_within))
        .map(|known| known.id)
}

/// What would be kept of a statement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Planned {
    /// The account that it is of: a known one also where the import calls it
    /// new, and it is there by now.
    pub of: Of,
    pub currency: Currency,
    /// Places of the lines that are new.
    pub new: Vec<usize>,
    /// How many were known from another statement.
    pub known: usize,
    /// Where it does not begin with what the statement before it ended with.
    pub gap: Option<Gap>,
    /// Where it does not end with what the account comes to with its new
    /// lines, so that one was taken for known which is not, or one is lacking.
    pub contradiction: Option<Contradiction>,
}

/// What an account comes to, and what the statement says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contradiction {
    pub expected: Decimal,
    pub closing: Decimal,
}

/// Something may be missing between two statements.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Gap {
    /// What the one before it ended with, and when.
    pub closed: Decimal,
    pub closed_on: Option<Date>,
    /// What it begins with.
    pub opened: Decimal,
}

/// What two lines must share to be one and the same.
type Likeness = (Date, Decimal, String);

/// A line that is known, as far as it is compared.
struct Known {
    bank_id: (String, Decimal),
    likeness: Likeness,
    words: Words,
    taken: bool,
}

/// The words that a line says.
type Words = BTreeSet<String>;

/// Whether two lines of one name that the bank gave say the same: banks write
/// less in one format than in another, so the words of the shorter one must be
/// in the longer one, three of four at least.
fn say_the_same(one: &Words, other: &Words) -> bool {
    let (less, more) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let shared = less.iter().filter(|word| more.contains(*word)).count();
    shared * 4 >= less.len() * 3
}

/// What is known of one account: of the book, and of statements of the file
/// that come before.
#[derive(Default)]
struct Account {
    lines: Vec<Known>,
    by_id: BTreeMap<(String, Decimal), Vec<usize>>,
    by_likeness: BTreeMap<Likeness, Vec<usize>>,
    /// The ends of its statements: number, opening, closing.
    ends: BTreeSet<(String, Option<Decimal>, Option<Decimal>)>,
    last: Option<(Option<Date>, Decimal)>,
    last_line: Option<Date>,
}

impl Account {
    fn add(&mut self, bank_id: &str, amount: Decimal, likeness: Likeness, words: Words) {
        let place = self.lines.len();
        let bank_id = (bank_id.to_owned(), amount.trimmed());
        if !bank_id.0.is_empty() {
            self.by_id.entry(bank_id.clone()).or_default().push(place);
        }
        self.by_likeness
            .entry(likeness.clone())
            .or_default()
            .push(place);
        self.last_line = self.last_line.max(Some(likeness.0));
        self.lines.push(Known {
            bank_id,
            likeness,
            words,
            taken: false,
        });
    }

    async fn of_book(book: &Book, account: BankAccountId, steps: &Steps) -> Account {
        let mut known = Account::default();
        let statements = book
            .statements()
            .iter()
            .filter(|known| known.account == account);
        for statement in statements {
            for line in book.lines_of(statement.id) {
                steps.step().await;
                known.add(
                    &line.bank_id,
                    line.amount,
                    likeness_of(line),
                    words_of(line),
                );
            }
            known.ends.insert(ends(
                &statement.number,
                statement.opening.map(|balance| balance.amount),
                statement.closing.map(|balance| balance.amount),
            ));
            if let Some(last) = ends_with(book, statement) {
                known.last = known.last.max(Some(last));
            }
        }
        known
    }

    /// Whether a statement goes on where the last one ended, after every line
    /// that is known: then an equal line in it is another payment.
    fn goes_on(&self, statement: &FileStatement) -> bool {
        let opening = statement.opening.map(|balance| balance.amount);
        let first = statement.lines.iter().map(|line| line.date).min();
        let is_known = self.ends.contains(&ends(
            &statement.number,
            opening,
            statement.closing.map(|balance| balance.amount),
        ));
        !is_known
            && matches!((opening, self.last), (Some(opening), Some((_, closed))) if opening == closed)
            && match (self.last_line, first) {
                (Some(last), Some(first)) => last <= first,
                _ => true,
            }
    }

    /// Whether a statement that ends where the account does ends with something
    /// else than what it comes to with these new lines.
    fn contradiction(&self, statement: &FileStatement, new: &[usize]) -> Option<Contradiction> {
        let closing = statement.closing?.amount;
        let (closed_on, closed) = self.last?;
        let last = statement.lines.iter().map(|line| line.date).max()?;
        let closed_on = closed_on.or(self.last_line)?;
        // Lines that came after the last balance are in no balance.
        let is_whole = self.last_line.is_none_or(|known| known <= closed_on);
        if !is_whole || last < closed_on {
            return None;
        }
        let after = new.iter().filter_map(|place| statement.lines.get(*place));
        let after = after.filter(|line| self.last_line.is_none_or(|known| known <= line.date));
        let lines = sum(after.map(|line| line.amount)).ok()?;
        let expected = closed.add(lines).ok()?;
        (expected != closing).then_some(Contradiction { expected, closing })
    }

    /// The places of the lines that are not known.
    async fn new_lines(&mut self, lines: &[FileLine], goes_on: bool, steps: &Steps) -> Vec<usize> {
        self.lines.iter_mut().for_each(|known| known.taken = false);
        let mut is_known = vec![false; lines.len()];
        // By what the bank calls them, where day and text are the same too: a
        // bank may give one name twice.
        for (line, known) in lines.iter().zip(&mut is_known) {
            if line.bank_id.is_empty() {
                continue;
            }
            let places = self
                .by_id
                .get(&(line.bank_id.clone(), line.amount.trimmed()));
            let like = likeness(line);
            let said = words(line);
            let free = |place: &&usize| {
                self.lines.get(**place).is_some_and(|known| {
                    !known.taken
                        && known.likeness.0 == line.date
                        && say_the_same(&known.words, &said)
                })
            };
            let place = places.and_then(|places| {
                let exact = places.iter().filter(free).find(|place| {
                    self.lines
                        .get(**place)
                        .is_some_and(|known| known.likeness == like)
                });
                exact.or_else(|| places.iter().find(free)).copied()
            });
            if let Some(found) = place.and_then(|place| self.lines.get_mut(place)) {
                found.taken = true;
                *known = true;
            }
        }
        // By what they say: as many as are known already.
        for (line, known) in lines.iter().zip(&mut is_known) {
            steps.step().await;
            if *known || goes_on {
                continue;
            }
            let Some(places) = self.by_likeness.get(&likeness(line)) else {
                continue;
            };
            let place = places.iter().copied().find(|place| {
                self.lines.get(*place).is_some_and(|known| {
                    // Two names that the bank gave are two payments.
                    !known.taken && (known.bank_id.0.is_empty() || line.bank_id.is_empty())
                })
            });
            if let Some(found) = place.and_then(|place| self.lines.get_mut(place)) {
                found.taken = true;
                *known = true;
            }
        }
        let places = is_known.iter().enumerate();
        places
            .filter(|(_, known)| !**known)
            .map(|(place, _)| place)
            .collect()
    }

    /// The lines of a statement that are new, by their places. Days that are
    /// known already are compared line by line; an equal line is another
    /// payment only where the balance says so.
    async fn new_of(&mut self, statement: &FileStatement, steps: &Steps) -> Vec<usize> {
        let new = self.new_lines(&statement.lines, false, steps).await;
        if new.len() < statement.lines.len()
            && self.goes_on(statement)
            && self.contradiction(statement, &new).is_some()
        {
            let all = self.new_lines(&statement.lines, true, steps).await;
            if self.contradiction(statement, &all).is_none() {
                return all;
            }
        }
        new
    }

    /// Takes the new lines and the balances of a statement, as the next one is
    /// held against them.
    async fn take(&mut self, statement: &FileStatement, new: Vec<usize>, steps: &Steps) {
        for place in new {
            steps.step().await;
            if let Some(line) = statement.lines.get(place) {
                self.add(&line.bank_id, line.amount, likeness(line), words(line));
            }
        }
        let closing = statement.closing.map(|balance| balance.amount);
        let opening = statement.opening.map(|balance| balance.amount);
        self.ends.insert(ends(&statement.number, opening, closing));
        if let Some(closing) = statement.closing {
            let last = statement.lines.iter().map(|line| line.date).max();
            let ends = (closing.date.or(last), closing.amount);
            self.last = self.last.max(Some(ends));
        }
    }
}

fn ends(
    number: &str,
    opening: Option<Decimal>,
    closing: Option<Decimal>,
) -> (String, Option<Decimal>, Option<Decimal>) {
    let trimmed = |amount: Option<Decimal>| amount.map(Decimal::trimmed);
    (number.to_owned(), trimmed(opening), trimmed(closing))
}

/// When a statement ends and with what: the day of its balance, or of its
/// last line.
fn ends_with(book: &Book, statement: &Statement) -> Option<(Option<Date>, Decimal)> {
    let closing = statement.closing?;
    let last = || book.lines_of(statement.id).map(|line| line.date).max();
    Some((closing.date.or_else(last), closing.amount))
}

fn likeness(line: &FileLine) -> Likeness {
    alike(
        line.date,
        line.amount,
        [
            &line.text,
            &line.name,
            &line.reference,
            &line.end_to_end,
            &line.iban,
        ],
    )
}

fn likeness_of(line: &BankLine) -> Likeness {
    alike(
        line.date,
        line.amount,
        [
            &line.text,
            &line.name,
            &line.reference,
            &line.end_to_end,
            &line.iban,
        ],
    )
}

/// The words of a line's texts, whatever their case and accents.
fn words(line: &FileLine) -> Words {
    words_in([&line.text, &line.name, &line.reference, &line.end_to_end])
}

fn words_of(line: &BankLine) -> Words {
    words_in([&line.text, &line.name, &line.reference, &line.end_to_end])
}

fn words_in(texts: [&String; 4]) -> Words {
    let mut words = Words::new();
    for text in texts {
        let folded = fold(text);
        let parts = folded.split(|letter: char| !letter.is_alphanumeric());
        words.extend(parts.filter(|word| !word.is_empty()).map(str::to_owned));
    }
    words
}

/// Blanks and case say nothing: banks change them between two files.
fn alike(date: Date, amount: Decimal, texts: [&String; 5]) -> Likeness {
    let mut said = String::new();
    for text in texts {
        said.extend(fold(text).chars().filter(|c| c.is_alphanumeric()));
        said.push('\n');
    }
    (date, amount.trimmed(), said)
}

/// What would be kept of each statement, in the order of the file.
///
/// # Errors
/// The place and what is wrong there: an account that is not known, a
/// currency that is not the account's.
pub fn plan(book: &Book, import: &ImportStatements) -> Result<Vec<Planned>, Vec<Problem>> {
    at_once(plan_in_steps(book, import, &Steps::default()))
}

/// The same as long work.
///
/// # Errors
/// As [`plan`].
pub async fn plan_in_steps(
    book: &Book,
    import: &ImportStatements,
    steps: &Steps,
) -> Result<Vec<Planned>, Vec<Problem>> {
    let refuse = |at: At, what| Err(vec![Problem { at, what }]);
    if import.statements.is_empty() {
        return refuse(FieldName::Statement.into(), What::Missing);
    }
    let mut accounts: BTreeMap<Of, Account> = BTreeMap::new();
    let mut planned = Vec::with_capacity(import.statements.len());
    for (index, (statement, into)) in import.statements.iter().enumerate() {
        let at = At::from((FieldName::Statement, index));
        let of = import.account(book, *into);
        let account = match of {
            Some(Of::Known(id)) => book.bank_accounts().get(id).map(|account| &**account),
            Some(Of::New(place)) => import.accounts.get(place),
            None => None,
        };
        let (Some(of), Some(account)) = (of, account) else {
            return refuse(at, What::Unknown);
        };
        let currency = account.currency;
        let lines = statement.lines.iter().map(|line| line.currency);
        if std::iter::once(statement.currency)
            .chain(lines)
            .flatten()
            .any(|found| found != currency)
        {
            return refuse(at, What::OtherCurrency);
        }
        let known = match accounts.entry(of) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(match of {
                Of::Known(id) => Account::of_book(book, id, steps).await,
                Of::New(_) => Account::default(),
            }),
        };
        let new = known.new_of(statement, steps).await;
        let gap = gap(known, statement, &new);
        let has_known = new.len() < statement.lines.len();
        let contradiction = known.contradiction(statement, &new);
        planned.push(Planned {
            of,
            currency,
            known: statement.lines.len() - new.len(),
            gap,
            contradiction: contradiction.filter(|_| has_known && gap.is_none()),
            new: new.clone(),
        });
        known.take(statement, new, steps).await;
    }
    Ok(planned)
}

/// Only where it begins after all that is known: one that overlaps begins
/// within it.
fn gap(known: &Account, statement: &FileStatement, new: &[usize]) -> Option<Gap> {
    let opened = statement.opening?;
    let (closed_on, closed) = known.last?;
    let first = statement.lines.iter().map(|line| line.date).min();
    let after = new.len() == statement.lines.len()
        && match (known.last_line, first.or(opened.date)) {
            (Some(last), Some(first)) => last <= first,
            _ => true,
        };
    (after && closed != opened.amount).then_some(Gap {
        closed,
        closed_on,
        opened: opened.amount,
    })
}

/// The statements that came in with the same file as this one.
pub fn of_file(book: &Book, statement: StatementId) -> Vec<StatementId> {
    let first = book.statements().get(statement).map(|known| known.first);
    let statements = book.statements().iter();
    let same = statements.filter(|other| Some(other.first) == first);
    same.map(|other| other.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::csv::Role;
    use crate::bank::file::{Balance, Format, Place};
    use crate::bank::standing;
    use crate::command::{Command, Context, execute};
    use crate::ids::Chain;
    use crate::import::csv::{DateOrder, DecimalSign, Delimiter};
    use crate::problem::Refusal;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    fn day(day: u32) -> Date {
        format!("2026-04-{day:02}").parse().expect("a day")
    }

    fn context() -> Context {
        Context {
            today: day(30),
            chain: Chain::default(),
            override_closed: None,
        }
    }

    fn run(book: &Book, command: &Command) -> Result<Book, Refusal> {
        let set = execute(book, command, &context())?;
        let mut after = book.clone();
        for change in &set.changes {
            after.apply(book.head().seq + 1, change).expect("fits");
        }
        Ok(after)
    }

    fn stated(account: &str, ends: (&str, &str), lines: &[(u32, &str)]) -> ImportStatements {
        let balance = |amount: &str| Balance {
            date: None,
            amount: decimal(amount),
            currency: None,
        };
        let lines = lines
            .iter()
            .map(|(on, amount)| FileLine::new(Place::line(1), day(*on), decimal(amount)));
        let statement = FileStatement {
            format: Format::Csv,
            file: "april.csv".to_owned(),
            place: Place::line(1),
            account: account.to_owned(),
            bank: String::new(),
            currency: None,
            number: String::new(),
            opening: Some(balance(ends.0)),
            closing: Some(balance(ends.1)),
            lines: lines.collect(),
            warnings: Vec::new(),
        };
        ImportStatements {
            file: "april.csv".to_owned(),
            accounts: vec![BankAccount {
                name: "House bank".to_owned(),
                number: account.to_owned(),
                ..BankAccount::default()
            }],
            statements: vec![(Rc::new(statement), Of::New(0))],
            csv: None,
        }
    }

    fn import(book: &Book, file: &ImportStatements) -> Result<Book, Refusal> {
        run(book, &Command::ImportStatements(Box::new(file.clone())))
    }

    fn nothing_new(refused: Result<Book, Refusal>) -> bool {
        matches!(refused, Err(Refusal::Problems(problems)) if problems[0].what == What::NothingNew)
    }

    #[test]
    fn an_account_that_another_tab_brought_in_is_not_made_twice() {
        for number in ["123456", ""] {
            let file = stated(number, ("10", "13"), &[(3, "1"), (4, "2")]);
            let book = import(&Book::default(), &file).expect("imported");
            assert!(nothing_new(import(&book, &file)), "{number:?}");
            let mut more = file.clone();
            Rc::make_mut(&mut more.statements[0].0)
                .lines
                .push(FileLine::new(Place::line(3), day(5), decimal("4")));
            let book = import(&book, &more).expect("one line more");
            assert_eq!(book.bank_accounts().len(), 1, "{number:?}");
            assert_eq!(book.bank_lines().len(), 3, "{number:?}");
        }
    }

    fn told(id: &str, on: u32, amount: &str, text: &str) -> FileLine {
        FileLine {
            bank_id: id.to_owned(),
            text: text.to_owned(),
            ..FileLine::new(Place::line(1), day(on), decimal(amount))
        }
    }

    fn with_lines(ends: (&str, &str), lines: Vec<FileLine>) -> ImportStatements {
        let mut file = stated("123456", ends, &[]);
        Rc::make_mut(&mut file.statements[0].0).lines = lines;
        file
    }

    /// The lines of a second file that are new after the first one.
    fn planned(first: &ImportStatements, second: &ImportStatements) -> Planned {
        let book = import(&Book::default(), first).expect("imported");
        plan(&book, second).expect("planned").remove(0)
    }

    #[test]
    fn a_name_that_the_bank_gave_twice_makes_no_line_known() {
        let first = with_lines(("0", "5"), vec![told("1", 3, "5", "Invoice 1")]);
        for (line, is_known, why) in [
            (
                told("1", 3, "5", "invoice  1"),
                true,
                "blanks and case say nothing",
            ),
            (
                told("1", 3, "5", "Invoice 1 Linden GmbH"),
                true,
                "more words",
            ),
            (told("1", 4, "5", "Invoice 1"), false, "another day"),
            (told("1", 3, "5", "Rent of April"), false, "another text"),
            (told("1", 3, "6", "Invoice 1"), false, "another amount"),
        ] {
            let plan = planned(&first, &with_lines(("0", "5"), vec![line]));
            assert_eq!(plan.new.is_empty(), is_known, "{why}");
        }
    }

    #[test]
    fn days_that_overlap_are_compared_and_the_balance_decides() {
        let line = |on, amount| told("", on, amount, "Order");
        // Twice 5 and back on the last day: the next file has that day again.
        let first = with_lines(("10", "10"), vec![line(3, "5"), line(3, "-5")]);
        let again = with_lines(
            ("10", "17"),
            vec![line(3, "5"), line(3, "-5"), line(4, "7")],
        );
        assert_eq!(planned(&first, &again).new, [2]);
        // An equal payment later on that day, as the balance says.
        let first = with_lines(("10", "15"), vec![line(3, "5")]);
        let more = with_lines(("15", "20"), vec![line(3, "5")]);
        let plan = planned(&first, &more);
        assert_eq!((plan.new, plan.contradiction), (vec![0], None));
    }

    #[test]
    fn a_closing_balance_that_contradicts_is_said() {
        let line = |on, amount| told("", on, amount, "Order");
        let first = with_lines(("10", "15"), vec![line(3, "5")]);
        let second = with_lines(("10", "25"), vec![line(3, "5"), line(4, "7")]);
        let plan = planned(&first, &second);
        assert_eq!(plan.new, [1]);
        let said = plan.contradiction.map(|said| (said.expected, said.closing));
        assert_eq!(said, Some((decimal("22"), decimal("25"))));
        let right = with_lines(("10", "22"), vec![line(3, "5"), line(4, "7")]);
        assert_eq!(planned(&first, &right).contradiction, None);
    }

    #[test]
    fn the_number_and_the_iban_of_an_account_are_one_account() {
        let (number, iban) = ("99999999/0123456789", "DE37999999990123456789");
        for (one, other) in [(number, iban), (iban, number)] {
            let first = stated(one, ("10", "13"), &[(3, "1"), (4, "2")]);
            let book = import(&Book::default(), &first).expect("imported");
            let second = stated(other, ("10", "18"), &[(3, "1"), (4, "2"), (5, "5")]);
            let book = import(&book, &second).expect("one line more");
            assert_eq!(book.bank_accounts().len(), 1, "{other}");
            assert_eq!(book.bank_lines().len(), 3, "{other}");
            // It is called by the IBAN from then on.
            let accounts = book.bank_accounts();
            assert!(
                accounts.iter().all(|account| account.number == iban),
                "{other}"
            );
        }
    }

    #[test]
    fn how_a_table_is_read_is_kept_with_its_account() {
        let mut file = stated("", ("10", "11"), &[(3, "1")]);
        file.csv = Some(CsvProfile {
            delimiter: Delimiter::Tab,
            decimal_sign: DecimalSign::Comma,
            date_order: DateOrder::Dmy,
            header_rows: 1,
            columns: vec![(Role::Date, crate::bank::csv::Column::Index(0))],
            debit_values: Vec::new(),
            credit_values: Vec::new(),
            booked_values: Vec::new(),
            pending_values: Vec::new(),
            invert_sign: false,
            fee_is_negative: None,
            currency: None,
        });
        let account = |book: &Book| book.bank_accounts().iter().next().cloned().expect("one");
        let book = import(&Book::default(), &file).expect("imported");
        assert_eq!(account(&book).csv.as_deref(), file.csv.as_ref());

        // The next one says the account's number, and is read in another way.
        let mut next = stated("987", ("11", "12"), &[(9, "1")]);
        next.accounts.clear();
        next.statements[0].1 = Of::Known(account(&book).id);
        next.csv = file.csv.map(|csv| CsvProfile {
            header_rows: 4,
            ..csv
        });
        let book = import(&book, &next).expect("imported");
        let known = account(&book);
        assert_eq!(
            (known.number.as_str(), known.name.as_str()),
            ("987", "House bank")
        );
        assert_eq!(known.csv.as_deref(), next.csv.as_ref());
    }

    #[test]
    fn a_statement_says_whether_it_adds_up_and_what_is_open() {
        let file = stated("1", ("10.00", "14.50"), &[(3, "5.00"), (4, "-1.00")]);
        let book = import(&Book::default(), &file).expect("imported");
        let statement = book.statements().iter().next().cloned().expect("one");
        let found = standing::of_statement(&book, &statement).expect("counted");
        let minor = |money: crate::money::Money| money.minor();
        assert_eq!((found.lines, found.open), (2, 2));
        assert_eq!((minor(found.open_in), minor(found.open_out)), (500, -100));
        assert_eq!((found.first, found.last), (Some(day(3)), Some(day(4))));
        let missing = standing::missing(&statement, found.sum);
        assert_eq!(missing.map(minor), Some(50));
        let (on, closing) = standing::closing(&book, statement.account).expect("a balance");
        assert_eq!((on, minor(closing)), (Some(day(4)), 1450));
        assert_eq!(standing::of_account(&book, statement.account), Some(found));
    }
}
