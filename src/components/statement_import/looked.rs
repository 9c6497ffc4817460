//! A file of statements that was read, and what was chosen of it.

use std::rc::Rc;

use ledger::bank::file::{BankFile, FileStatement, Format};
use ledger::bank::intake::{ImportStatements, Of, Planned};
use ledger::bank::whose::{OfAccount, Seems, by_account};
use ledger::bank::{BankAccount, ReadOptions};
use ledger::book::Book;
use ledger::ids::BankAccountId;
use ledger::money::Currency;

use crate::dispatch::BankSource;
use crate::text;

/// A file that was read, and what was chosen of it.
#[derive(Clone)]
pub struct Looked {
    pub source: BankSource,
    pub options: ReadOptions,
    /// Read as an account says.
    pub is_saved: bool,
    pub format: String,
    /// As sentences.
    pub warnings: Vec<String>,
    pub statements: Vec<Rc<FileStatement>>,
    pub groups: Vec<Group>,
    /// By statement; `None` as long as an account is to be chosen.
    pub planned: Option<Rc<Vec<Planned>>>,
}

impl Looked {
    /// Each statement with the account that it seems to be of: one of `saved`,
    /// where a table names none.
    pub fn of(
        book: &Book,
        source: BankSource,
        options: ReadOptions,
        file: BankFile,
        saved: &[BankAccountId],
    ) -> Looked {
        Looked {
            source,
            options,
            is_saved: !saved.is_empty(),
            format: file.format.to_string(),
            warnings: warnings(&file),
            groups: groups(book, &file.statements, saved),
            statements: file.statements.into_iter().map(Rc::new).collect(),
            planned: None,
        }
    }

    /// What is brought in; `None` as long as an account is to be chosen.
    pub fn import(&self) -> Option<ImportStatements> {
        let mut accounts = Vec::new();
        let mut of = vec![None; self.statements.len()];
        for group in &self.groups {
            let chosen = match &group.chosen {
                Choice::Open => return None,
                Choice::Known(id) => Of::Known(*id),
                Choice::New { name, currency } => {
                    accounts.push(BankAccount {
                        name: name.trim().to_owned(),
                        number: group.number.clone(),
                        currency: *currency,
                        ..BankAccount::default()
                    });
                    Of::New(accounts.len() - 1)
                }
            };
            for place in &group.statements {
                of[*place] = Some(chosen);
            }
        }
        let statements = self.statements.iter().cloned().zip(of);
        Some(ImportStatements {
            file: self.source.name.clone(),
            accounts,
            statements: statements
                .map(|(statement, of)| Some((statement, of?)))
                .collect::<Option<_>>()?,
            csv: self.options.csv.clone(),
        })
    }

    pub fn new_lines(&self) -> Option<usize> {
        let planned = self.planned.as_ref()?;
        Some(planned.iter().map(|one| one.new.len()).sum())
    }

    /// Whether it is a format without statements of its own: without a line
    /// there is nothing in it.
    pub fn is_table(&self) -> bool {
        let has_none = |one: &Rc<FileStatement>| matches!(one.format, Format::Csv | Format::Qif);
        self.statements.iter().all(has_none)
    }

    /// Whether every new account has a name.
    pub fn is_named(&self) -> bool {
        let is_named = |group: &Group| match &group.chosen {
            Choice::New { name, .. } => !name.trim().is_empty(),
            _ => true,
        };
        self.groups.iter().all(is_named)
    }

    /// Whether nothing of it would be kept.
    pub fn is_known(&self) -> bool {
        let nothing = |one: &Planned| one.new.is_empty() && one.known > 0;
        self.planned
            .as_ref()
            .is_some_and(|planned| planned.iter().all(nothing))
    }
}

/// The statements of one account.
#[derive(Clone)]
pub struct Group {
    /// As the file has it.
    pub number: String,
    pub currency: Option<Currency>,
    /// Places of its statements.
    pub statements: Vec<usize>,
    pub chosen: Choice,
}

#[derive(Clone, PartialEq)]
pub enum Choice {
    Open,
    Known(BankAccountId),
    New { name: String, currency: Currency },
}

/// The statements by account, each with the one that it seems to be of.
fn groups(book: &Book, statements: &[FileStatement], saved: &[BankAccountId]) -> Vec<Group> {
    let accounts = by_account(book, statements, saved).into_iter();
    let own = book.business().map(|business| business.currency);
    let group = |known: OfAccount| Group {
        chosen: match known.seems {
            Seems::Known(id) => Choice::Known(id),
            Seems::Open => Choice::Open,
            Seems::New => Choice::New {
                name: match known.number.as_str() {
                    "" => words::bank::bank_account().to_owned(),
                    number => text::bank::number(number),
                },
                currency: known.currency.or(own).unwrap_or_default(),
            },
        },
        number: known.number,
        currency: known.currency,
        statements: known.statements,
    };
    accounts.map(group).collect()
}

/// All that is odd, each with its statement where there are several.
fn warnings(file: &BankFile) -> Vec<String> {
    let of_file = file
        .warnings
        .iter()
        .map(|warning| text::bank::warning(warning, None));
    let has_many = file.statements.len() > 1;
    let of_statements = file.statements.iter().enumerate().flat_map(|(place, one)| {
        one.warnings.iter().map(move |warning| {
            let what = text::bank::warning(warning, one.currency);
            if has_many {
                format!("{}: {what}", statement_name(one, place))
            } else {
                what
            }
        })
    });
    of_file.chain(of_statements).collect()
}

pub fn statement_name(statement: &FileStatement, place: usize) -> String {
    if statement.number.is_empty() {
        words::statements::statement_number(&(place + 1).to_string())
    } else {
        words::statements::statement_number(&statement.number)
    }
}
