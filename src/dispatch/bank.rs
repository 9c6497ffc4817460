//! A bank's file on its way into the book: read, looked at, brought in. Each
//! is long work, and until the last one nothing is written.

use std::collections::BTreeSet;
use std::rc::Rc;

use ledger::bank::csv::{CsvGuess, CsvProfile, Looks, guess_as_in_steps};
use ledger::bank::file::{BankFile, ReadError};
use ledger::bank::intake::{ImportStatements, Planned, plan_in_steps};
use ledger::bank::{Letters, ReadOptions, foreign, letters, read_in_steps};
use ledger::change::RecordId;
use ledger::command::Command;
use ledger::ids::StatementId;

use super::import_file::read_bytes;
use super::{ChosenFile, Dispatcher, ImportFailure, Long, NotDone, Part};
use crate::platform::text;

/// A chosen file.
#[derive(Clone, PartialEq, Debug)]
pub struct BankSource {
    pub name: String,
    /// What is read: the file, or its text where the browser decoded it.
    bytes: Rc<[u8]>,
    /// The file as it is.
    original: Rc<[u8]>,
    /// Which letters it is read with, where there is a choice.
    pub letters: Option<Letters>,
}

impl BankSource {
    /// Where the file's letters are not read by the ledger, the browser
    /// decodes them.
    pub fn new(name: String, bytes: Rc<[u8]>) -> BankSource {
        let decoded = foreign(&bytes).and_then(|label| text::decode_as(&bytes, &label));
        BankSource {
            name,
            letters: letters(&bytes),
            bytes: decoded.map_or_else(|| bytes.clone(), |text| text.into_bytes().into()),
            original: bytes,
        }
    }

    /// The same file read with other letters; the file as it was where it
    /// cannot be read with them.
    pub fn with_letters(&self, letters: Letters) -> BankSource {
        match text::decode_as(&self.original, letters.label()) {
            Some(text) => BankSource {
                bytes: text.into_bytes().into(),
                letters: Some(letters),
                ..self.clone()
            },
            None => self.clone(),
        }
    }
}

/// How a table was read, and how the account that it is of says.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadTable {
    pub file: BankFile,
    pub profile: CsvProfile,
    pub saved: CsvProfile,
}

/// What an import of statements wrote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementReport {
    pub statements: Vec<StatementId>,
    pub lines: usize,
    /// Lines of the file that were in the book already.
    pub known: usize,
    /// Lines that an ignore rule took.
    pub ignored: usize,
    /// Sure ones that were posted at once, as the settings allow.
    pub posted: usize,
}

impl Dispatcher {
    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// [`ImportFailure`].
    pub async fn bank_source(&self, file: &ChosenFile) -> Result<BankSource, ImportFailure> {
        let bytes = read_bytes(file).await?;
        Ok(BankSource::new(file.name(), bytes.into()))
    }

    /// Reads statements.
    ///
    /// # Errors
    /// [`ImportFailure`].
    pub async fn bank_file(
        &self,
        source: &BankSource,
        options: &ReadOptions,
        long: &Long,
    ) -> Result<BankFile, ImportFailure> {
        long.begin(Part::Reading, 0);
        let read = read_in_steps(&source.bytes, &source.name, options, long.steps());
        let read = long.drive(read).await.map_err(ImportFailure::NotDone)?;
        read.map_err(ImportFailure::Bank)
    }

    /// Reads a table in the first of these ways in which it can be read. Where
    /// one finds its columns and the file itself leaves no doubt that dates or
    /// amounts are written otherwise this time, they are read as they are
    /// written.
    ///
    /// # Errors
    /// [`NotDone::Cancelled`].
    pub async fn bank_table(
        &self,
        source: &BankSource,
        profiles: Vec<CsvProfile>,
        long: &Long,
    ) -> Result<Option<ReadTable>, ImportFailure> {
        for saved in profiles {
            let looks = Looks::Like(Box::new(saved.clone()));
            let profile = match self.bank_guess(source, &looks, long).await {
                Ok(guess) if guess.profile.columns == saved.columns && guess.unsure.is_empty() => {
                    guess.profile
                }
                Ok(_) | Err(ImportFailure::Bank(_)) => saved.clone(),
                Err(failure) => return Err(failure),
            };
            let options = ReadOptions {
                csv: Some(profile.clone()),
                ..ReadOptions::default()
            };
            match self.bank_file(source, &options, long).await {
                // One that finds no movement in it is of another bank.
                Ok(file) if file.statements.iter().any(|one| !one.lines.is_empty()) => {
                    return Ok(Some(ReadTable {
                        file,
                        profile,
                        saved,
                    }));
                }
                Ok(_) | Err(ImportFailure::Bank(_)) => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(None)
    }

    /// What a table seems to be.
    ///
    /// # Errors
    /// [`ImportFailure`].
    pub async fn bank_guess(
        &self,
        source: &BankSource,
        looks: &Looks,
        long: &Long,
    ) -> Result<CsvGuess, ImportFailure> {
        long.begin(Part::Reading, 0);
        let guess = guess_as_in_steps(&source.bytes, looks, long.steps());
        let guess = long.drive(guess).await.map_err(ImportFailure::NotDone)?;
        guess.map_err(ImportFailure::Bank)
    }

    /// What of statements would be kept.
    ///
    /// # Errors
    /// [`ImportFailure`].
    pub async fn bank_plan(
        &self,
        import: &ImportStatements,
        long: &Long,
    ) -> Result<Vec<Planned>, ImportFailure> {
        let book = self
            .book()
            .ok_or(ImportFailure::NotDone(NotDone::ReadOnly))?;
        long.begin(Part::Checking, 0);
        let planned = long.drive(plan_in_steps(&book, import, long.steps())).await;
        let refused = |problems| {
            let refusal = ledger::problem::Refusal::Problems(problems);
            ImportFailure::NotDone(refusal.into())
        };
        planned.map_err(ImportFailure::NotDone)?.map_err(refused)
    }

    /// Brings statements in.
    ///
    /// # Errors
    /// [`ImportFailure`]; nothing was written.
    pub async fn bank_import(
        &self,
        import: ImportStatements,
        long: &Long,
    ) -> Result<StatementReport, ImportFailure> {
        let all: usize = import
            .statements
            .iter()
            .map(|(statement, _)| statement.lines.len())
            .sum();
        let command = Command::ImportStatements(Box::new(import));
        let done = self.run_long(&command, None, None, long).await;
        let done = done.map_err(ImportFailure::NotDone)?;
        let count = |is: fn(&RecordId) -> bool| done.put.iter().filter(|id| is(id)).count();
        let lines = count(|id| matches!(id, RecordId::BankLine(_)));
        let statements: BTreeSet<StatementId> = done
            .put
            .iter()
            .filter_map(|id| match id {
                RecordId::Statement(id) => Some(*id),
                _ => None,
            })
            .collect();
        let statements: Vec<StatementId> = statements.into_iter().collect();
        // The lines are kept: what cannot be posted waits to be confirmed.
        let posted = self.post_sure(&statements, long).await.unwrap_or(0);
        Ok(StatementReport {
            posted,
            statements,
            lines,
            known: all.saturating_sub(lines),
            ignored: count(|id| matches!(id, RecordId::Match(_))),
        })
    }
}

/// Whether a file waits for its columns to be named.
pub fn is_table(failure: &ImportFailure) -> bool {
    matches!(failure, ImportFailure::Bank(ReadError::NeedsProfile))
}
