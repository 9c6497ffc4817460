//! Which lines of a bank's file are new, and whether the statements fit on
//! what is kept. Nothing is written here: the command that keeps them, and
//! the page that shows what would be kept, ask the same function.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::Book;
use crate::command::{At, Problem, What};
use crate::date::Date;
use crate::ids::{BankAccountId, StatementId};
use crate::money::{Currency, Decimal};
use crate::query::fold;

use super::file::{FileLine, FileStatement};
use super::{BankAccount, BankLine, Statement};

/// A bank's file, and the account that each of its statements is of.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportStatements {
    /// The file's name.
    pub file: String,
    /// Accounts that are not there yet.
    pub accounts: Vec<BankAccount>,
    pub statements: Vec<(FileStatement, Of)>,
}

/// The account that a statement is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Of {
    Known(BankAccountId),
    /// One of [`ImportStatements::accounts`].
    New(usize),
}

/// What would be kept of a statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Planned {
    pub currency: Currency,
    /// Places of the lines that are new.
    pub new: Vec<usize>,
    /// How many were known from another statement.
    pub known: usize,
    /// Where it does not begin with what the statement before it ended with.
    pub gap: Option<Gap>,
}

/// Something may be missing between two statements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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
    taken: bool,
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
    fn add(&mut self, bank_id: &str, amount: Decimal, likeness: Likeness) {
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
            taken: false,
        });
    }

    fn of_book(book: &Book, account: BankAccountId) -> Account {
        let mut known = Account::default();
        let statements = book
            .statements
            .iter()
            .filter(|known| known.account == account);
        for statement in statements {
            for line in book.lines_of(statement.id) {
                known.add(&line.bank_id, line.amount, likeness_of(line));
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

    /// The places of the lines that are not known.
    fn new_lines(&mut self, lines: &[FileLine], goes_on: bool) -> Vec<usize> {
        self.lines.iter_mut().for_each(|known| known.taken = false);
        let mut is_known = vec![false; lines.len()];
        // By what the bank calls them.
        for (line, known) in lines.iter().zip(&mut is_known) {
            if line.bank_id.is_empty() {
                continue;
            }
            let places = self
                .by_id
                .get(&(line.bank_id.clone(), line.amount.trimmed()));
            let like = likeness(line);
            let free = |place: &&usize| self.lines.get(**place).is_some_and(|known| !known.taken);
            let place = places.and_then(|places| {
                let exact = places.iter().filter(free).find(|place| {
                    self.lines
                        .get(**place)
                        .is_some_and(|known| known.likeness == like)
                });
                exact.or_else(|| places.iter().find(free)).copied()
            });
            if let Some(place) = place {
                self.lines[place].taken = true;
                *known = true;
            }
        }
        // By what they say: as many as are known already.
        for (line, known) in lines.iter().zip(&mut is_known) {
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
            if let Some(place) = place {
                self.lines[place].taken = true;
                *known = true;
            }
        }
        let places = is_known.iter().enumerate();
        places
            .filter(|(_, known)| !**known)
            .map(|(place, _)| place)
            .collect()
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
    let refuse = |at: At, what| Err(vec![Problem { at, what }]);
    if import.statements.is_empty() {
        return refuse("statement".into(), What::Missing);
    }
    let mut accounts: BTreeMap<(bool, BankAccountId, usize), Account> = BTreeMap::new();
    let mut planned = Vec::with_capacity(import.statements.len());
    for (index, (statement, into)) in import.statements.iter().enumerate() {
        let at = At::from(("statement", index));
        let (key, currency) = match into {
            Of::Known(id) => match book.bank_accounts.get(*id) {
                Some(account) => ((false, *id, 0), account.currency),
                None => return refuse(at, What::Unknown),
            },
            Of::New(place) => match import.accounts.get(*place) {
                Some(account) => ((true, BankAccountId::default(), *place), account.currency),
                None => return refuse(at, What::Unknown),
            },
        };
        let lines = statement.lines.iter().map(|line| line.currency);
        if std::iter::once(statement.currency)
            .chain(lines)
            .flatten()
            .any(|found| found != currency)
        {
            return refuse(at, What::OtherCurrency);
        }
        let known = accounts.entry(key).or_insert_with(|| match into {
            Of::Known(id) => Account::of_book(book, *id),
            Of::New(_) => Account::default(),
        });
        let goes_on = known.goes_on(statement);
        let new = known.new_lines(&statement.lines, goes_on);
        let gap = gap(known, statement, &new);
        planned.push(Planned {
            currency,
            known: statement.lines.len() - new.len(),
            gap,
            new: new.clone(),
        });
        // The next one is held against what this one brings.
        for place in new {
            if let Some(line) = statement.lines.get(place) {
                known.add(&line.bank_id, line.amount, likeness(line));
            }
        }
        let closing = statement.closing.map(|balance| balance.amount);
        let opening = statement.opening.map(|balance| balance.amount);
        known.ends.insert(ends(&statement.number, opening, closing));
        if let Some(closing) = statement.closing {
            let last = statement.lines.iter().map(|line| line.date).max();
            let ends = (closing.date.or(last), closing.amount);
            known.last = known.last.max(Some(ends));
        }
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
    let first = book.statements.get(statement).map(|known| known.first);
    let statements = book.statements.iter();
    let same = statements.filter(|other| Some(other.first) == first);
    same.map(|other| other.id).collect()
}
