//! The steps of an import of statements: what an event leads to. Where it leads
//! does not depend on where one was, as each event carries what it is about.

use std::rc::Rc;

use ledger::bank::ReadOptions;
use ledger::bank::csv::{CsvGuess, CsvProfile, Looks};
use ledger::bank::file::{BankFile, ReadError};
use ledger::bank::intake::{ImportStatements, Planned};
use ledger::book::Book;
use ledger::ids::BankAccountId;

use crate::components::statement_import::looked::Looked;
use crate::components::statement_import::table::TableLook;
use crate::components::wizard::{Step, ask, show};
use crate::dispatch::{
    BankSource, ChosenFile, ImportFailure, Long, NotDone, Progress, ReadTable, StatementReport,
    is_table,
};

/// How far an import has come.
#[derive(Clone)]
pub enum Phase {
    Idle,
    Opening,
    Working(Long, Progress),
    /// A table: which column holds what, and why it was not read so before.
    Columns(TableLook, Option<ReadError>),
    /// What the file leaves open.
    Asking(BankSource, ReadOptions, ReadError),
    Looking(Rc<Looked>, Option<Rc<ImportFailure>>),
    Done(StatementReport),
    Failed(Rc<ImportFailure>),
}

/// What happened: something was chosen, or work came to its end.
pub enum Event {
    Again,
    Chosen(ChosenFile),
    Opened(Result<BankSource, ImportFailure>),
    ToRead(BankSource, ReadOptions),
    Read(BankSource, ReadOptions, Result<BankFile, ImportFailure>),
    TableRead(BankSource, Result<Option<ReadTable>, ImportFailure>),
    /// Which column holds what is to be asked.
    ToAsk(BankSource, Looks),
    Guessed(BankSource, Result<CsvGuess, ImportFailure>),
    ColumnsChosen(TableLook),
    ColumnsRead(TableLook, Result<BankFile, ImportFailure>),
    /// A new account is called otherwise; nothing else depends on it.
    Renamed(Looked),
    /// What of it is new is to be found out.
    ToPlan(Looked),
    Planned(Looked, Result<Vec<Planned>, ImportFailure>),
    Confirmed(Rc<Looked>),
    Imported(Rc<Looked>, Result<StatementReport, ImportFailure>),
}

/// Work that is asked for; it ends in an event.
pub enum Ask {
    Open(ChosenFile),
    Read(BankSource, ReadOptions),
    /// As one of the accounts says.
    ReadTable(BankSource, Vec<CsvProfile>),
    Guess(BankSource, Looks),
    ReadColumns(TableLook),
    Plan(Box<Looked>, ImportStatements),
    Import(Rc<Looked>, ImportStatements),
}

/// Where an event leads.
pub fn step(event: Event, book: &Book) -> Step<Phase, Ask> {
    match event {
        Event::Again => show(Phase::Idle),
        Event::Chosen(file) => (Some(Phase::Opening), Some(Ask::Open(file))),
        Event::Opened(Ok(source)) => ask(Ask::Read(source, ReadOptions::default())),
        Event::ToRead(source, options) => ask(Ask::Read(source, options)),
        Event::Read(source, options, Ok(file)) => {
            plan(Looked::of(book, source, options, file, &[]))
        }
        Event::Read(source, _, Err(failure)) if is_table(&failure) => {
            ask(Ask::ReadTable(source, profiles(book)))
        }
        Event::Read(
            source,
            options,
            Err(ImportFailure::Bank(
                error @ (ReadError::DateOrder { .. } | ReadError::DecimalSign { .. }),
            )),
        ) => show(Phase::Asking(source, options, error)),
        Event::TableRead(source, Ok(Some(table))) => {
            let options = ReadOptions {
                csv: Some(table.profile),
                ..ReadOptions::default()
            };
            let saved = accounts_of(book, &table.saved);
            plan(Looked::of(book, source, options, table.file, &saved))
        }
        Event::TableRead(source, Ok(None)) => ask(Ask::Guess(source, Looks::Unknown)),
        Event::ToAsk(source, looks) => ask(Ask::Guess(source, looks)),
        Event::Guessed(source, Ok(guess)) => {
            show(Phase::Columns(TableLook::new(source, guess), None))
        }
        Event::ColumnsChosen(look) => ask(Ask::ReadColumns(look)),
        Event::ColumnsRead(look, Ok(file)) => {
            let options = look.options();
            plan(Looked::of(book, look.source, options, file, &[]))
        }
        Event::ColumnsRead(look, Err(ImportFailure::Bank(error))) => {
            show(Phase::Columns(look.tried(), Some(error)))
        }
        Event::Renamed(looked) => show(Phase::Looking(Rc::new(looked), None)),
        Event::ToPlan(looked) => plan(looked),
        Event::Planned(mut looked, Ok(planned)) => {
            looked.planned = Some(Rc::new(planned));
            show(Phase::Looking(Rc::new(looked), None))
        }
        Event::Confirmed(looked) => match looked.import() {
            Some(import) => ask(Ask::Import(looked, import)),
            None => (None, None),
        },
        Event::Imported(_, Ok(report)) => show(Phase::Done(report)),
        Event::Planned(_, Err(failure @ ImportFailure::NotDone(NotDone::Cancelled)))
        | Event::Imported(_, Err(failure @ ImportFailure::NotDone(NotDone::Cancelled)))
        | Event::Opened(Err(failure))
        | Event::Read(_, _, Err(failure))
        | Event::TableRead(_, Err(failure))
        | Event::Guessed(_, Err(failure))
        | Event::ColumnsRead(_, Err(failure)) => show(Phase::Failed(Rc::new(failure))),
        // What was chosen stays beside what is wrong with it.
        Event::Planned(looked, Err(failure)) => {
            show(Phase::Looking(Rc::new(looked), Some(Rc::new(failure))))
        }
        Event::Imported(looked, Err(failure)) => {
            show(Phase::Looking(looked, Some(Rc::new(failure))))
        }
    }
}

/// What of it is new is asked where it is known whose it is.
fn plan(mut looked: Looked) -> Step<Phase, Ask> {
    looked.planned = None;
    match looked.import() {
        Some(import) => ask(Ask::Plan(Box::new(looked), import)),
        None => show(Phase::Looking(Rc::new(looked), None)),
    }
}

/// How the accounts' tables are read, each way once.
fn profiles(book: &Book) -> Vec<CsvProfile> {
    let mut profiles: Vec<CsvProfile> = Vec::new();
    let accounts = book.bank_accounts().iter();
    for profile in accounts.filter_map(|account| account.csv.as_deref()) {
        if !profiles.contains(profile) {
            profiles.push(profile.clone());
        }
    }
    profiles
}

fn accounts_of(book: &Book, profile: &CsvProfile) -> Vec<BankAccountId> {
    let accounts = book.bank_accounts().iter();
    accounts
        .filter(|account| account.csv.as_deref() == Some(profile))
        .map(|account| account.id)
        .collect()
}

#[cfg(test)]
mod tests;
