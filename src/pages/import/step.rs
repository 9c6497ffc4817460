//! The steps of an import: what an event leads to. Where it leads does not
//! depend on where one was, as each event carries what it is about.

use std::rc::Rc;

use ledger::date::Date;
use ledger::import::csv::{Checked, Options};
use ledger::import::exports::{Export, Paid};
use ledger::problem::Refusal;
use ledger::records::RecordsFile;

use crate::components::wizard::{Step, ask, show};
use crate::dispatch::{
    BankSource, Chosen, ChosenFile, CsvFile, ImportFailure, ImportReport, Long, NotDone, Progress,
};
use crate::pages::import::looked::{Looked, Rest, ToTake};

/// How far an import has come.
pub enum Phase {
    Idle,
    /// Reading a file, to see what it is.
    Opening,
    /// It can be given up until it saves.
    Working(Long, Progress),
    /// With why it was not imported as chosen before.
    Looking(Looked, Option<Box<ImportFailure>>),
    /// A table of which something is odd: what is to become of that.
    Checked(ToTake),
    /// It is a bank's: all further steps are those of the bank.
    Statements(BankSource),
    Done(Box<ImportReport>),
    Failed(Box<ImportFailure>),
    /// The book cannot take all of these records.
    Refused(Rest, Box<ImportFailure>),
}

/// What happened: something was chosen, or work came to its end.
pub enum Event {
    Again,
    Chosen(ChosenFile),
    Opened(Result<Chosen, ImportFailure>),
    ToImport(Looked),
    /// Held against the book; with what the rules of the books are against,
    /// where it was asked for.
    Checked(
        Rc<CsvFile>,
        Box<Options>,
        Rules,
        Result<Rc<Checked>, ImportFailure>,
    ),
    ToTake(ToTake),
    /// What is odd is to be read otherwise.
    Back(ToTake),
    LeaveOut(Rest),
    IsOfBank(BankSource),
    Imported(What, Result<ImportReport, ImportFailure>),
}

/// Whether a table is held against the rules of the books as well, row by row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rules {
    Later,
    Now,
}

/// What is imported.
#[derive(Clone)]
pub enum What {
    Records(Rc<RecordsFile>),
    Export(Rc<Export>, Option<Paid>),
    /// A table of which nothing is odd.
    Plain(ToTake),
    /// A table with what was chosen of its odd rows.
    Taken(ToTake),
    Rest(Rest),
}

/// Work that is asked for; it ends in an event.
pub enum Ask {
    Open(ChosenFile),
    Check(Rc<CsvFile>, Box<Options>, Rules),
    Import(What),
}

/// Where an event leads.
pub fn step(event: Event, today: Date) -> Step<Phase, Ask> {
    match event {
        Event::Again => show(Phase::Idle),
        Event::Chosen(file) => (Some(Phase::Opening), Some(Ask::Open(file))),
        Event::Opened(Err(failure)) => show(Phase::Failed(Box::new(failure))),
        // A records file is imported at once, anything else is looked at first.
        Event::Opened(Ok(Chosen::Records(records))) => ask(Ask::Import(What::Records(records))),
        Event::Opened(Ok(Chosen::Table(file))) => {
            let options = Options::from_guess(&file.guess, today);
            show(Phase::Looking(Looked::Table(file, Box::new(options)), None))
        }
        Event::Opened(Ok(Chosen::Export(export))) => {
            show(Phase::Looking(Looked::Export(export, None), None))
        }
        Event::Opened(Ok(Chosen::Statements(source))) | Event::IsOfBank(source) => {
            show(Phase::Statements(source))
        }
        Event::ToImport(Looked::Table(file, options)) => {
            ask(Ask::Check(file, options, Rules::Later))
        }
        Event::ToImport(Looked::Export(export, paid)) => {
            ask(Ask::Import(What::Export(export, paid)))
        }
        Event::Checked(file, options, rules, checked) => match checked {
            Err(failure) => again(file, options, Some(failure)),
            Ok(checked) => {
                let is_plain = checked.is_plain() && rules == Rules::Later;
                let table = ToTake {
                    file,
                    options,
                    checked,
                };
                if is_plain {
                    ask(Ask::Import(What::Plain(table)))
                } else {
                    show(Phase::Checked(table))
                }
            }
        },
        Event::ToTake(table) => ask(Ask::Import(What::Taken(table))),
        Event::Back(table) => again(table.file, table.options, None),
        Event::LeaveOut(rest) => ask(Ask::Import(What::Rest(rest))),
        Event::Imported(_, Ok(report)) => show(Phase::Done(Box::new(report))),
        Event::Imported(what, Err(failure)) => not_imported(what, failure),
    }
}

fn not_imported(what: What, failure: ImportFailure) -> Step<Phase, Ask> {
    let is_of_records = is_of_records(&failure);
    match what {
        // The rules of the books may be against some rows only.
        What::Plain(table) if is_of_records => {
            ask(Ask::Check(table.file, table.options, Rules::Now))
        }
        What::Plain(table) | What::Taken(table) => again(table.file, table.options, Some(failure)),
        What::Records(records) if is_of_records => {
            let origins = Rc::default();
            show(Phase::Refused(Rest { records, origins }, Box::new(failure)))
        }
        What::Export(export, paid) if is_of_records => {
            let (records, origins) = export.records(paid.unwrap_or(Paid::Open));
            let (records, origins) = (Rc::new(records), Rc::new(origins));
            show(Phase::Refused(Rest { records, origins }, Box::new(failure)))
        }
        What::Export(export, paid) => show(Phase::Looking(
            Looked::Export(export, paid),
            Some(Box::new(failure)),
        )),
        What::Records(_) | What::Rest(_) => show(Phase::Failed(Box::new(failure))),
    }
}

/// The table is looked at again.
fn again(
    file: Rc<CsvFile>,
    options: Box<Options>,
    failure: Option<ImportFailure>,
) -> Step<Phase, Ask> {
    show(Phase::Looking(
        Looked::Table(file, options),
        failure.map(Box::new),
    ))
}

/// Whether it names the records that cannot be taken.
fn is_of_records(failure: &ImportFailure) -> bool {
    matches!(
        failure,
        ImportFailure::NotDone(NotDone::Refused(Refusal::Problems(_)))
    )
}

#[cfg(test)]
mod tests;
