//! Files of other programs, and records files, into the book.

use std::rc::Rc;

use ledger::bank::is_of_bank;
use ledger::book::Book;
use ledger::command::Command;
use ledger::file_kind::FileKind;
use ledger::ids::Seq;
use ledger::import::exports::{self, Export, Paid};
use ledger::import::{Origins, Sound, csv, sound_in_steps};
use ledger::problem::Refusal;
use ledger::records::{self, RecordsFile};

use super::import_file::read_bytes;
use super::{BankSource, Dispatcher, Done, ImportFailure, Long, NotDone, Part};
use crate::platform::files::ChosenFile;

/// A CSV file as it was read, before anything is imported.
#[derive(Clone, PartialEq, Debug)]
pub struct CsvFile {
    pub name: String,
    /// As they were chosen: it may be a bank's after all.
    pub bytes: Rc<[u8]>,
    pub text: Rc<str>,
    /// As people name it.
    pub encoding: &'static str,
    pub guess: csv::Guess,
}

/// A chosen file, by what it turned out to be.
pub enum Chosen {
    /// Imported at once, as nothing of it is to be chosen.
    Records(Rc<RecordsFile>),
    Table(Rc<CsvFile>),
    Export(Rc<Export>),
    /// A bank's: the statements in it are looked at before they are imported.
    Statements(BankSource),
}

/// What was taken, but is odd.
#[derive(Clone, PartialEq, Debug)]
pub enum Odd {
    Nothing,
    /// Of a table, with what of it stayed out.
    Table(Rc<csv::Checked>),
    /// Of another program's export.
    Export(Rc<Export>),
    /// Of a records file: what stayed out, and why.
    Records(Rc<Sound>),
}

/// What an import wrote.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportReport {
    pub first: Seq,
    pub last: Seq,
    pub customers: usize,
    pub documents: usize,
    pub payments: usize,
    /// Customers of a file of customers that the book had already.
    pub known: usize,
    pub odd: Odd,
}

impl Dispatcher {
    /// Reads a file to import and says what it is, by what stands in it.
    ///
    /// # Errors
    /// [`ImportFailure`].
    pub async fn read_import(&self, file: &ChosenFile) -> Result<Chosen, ImportFailure> {
        let bytes = read_bytes(file).await?;
        let kind = FileKind::of(&bytes);
        let text = |refused| ImportFailure::Records(refused);
        let chosen = |file| Chosen::Records(Rc::new(file));
        match kind {
            FileKind::Backup => Err(ImportFailure::IsBackup),
            FileKind::Records => records::read(&bytes).map(chosen).map_err(text),
            FileKind::Json | FileKind::ServerlessInvoices | FileKind::InvGen => {
                let currency = self.session().and_then(|session| {
                    let book = session.book();
                    book.business().map(|business| business.currency)
                });
                match exports::read(&bytes, currency.unwrap_or_default()) {
                    Ok(export) => Ok(Chosen::Export(Rc::new(export))),
                    // None of those: a records file that begins otherwise.
                    Err(exports::Refused::File(records::Problem::WrongFile(_))) => {
                        records::read(&bytes).map(chosen).map_err(text)
                    }
                    Err(refused) => Err(ImportFailure::Export(refused)),
                }
            }
            _ if is_of_bank(&bytes) => Ok(Chosen::Statements(BankSource::new(
                file.name(),
                bytes.into(),
            ))),
            _ => {
                let table = read_table(file.name(), bytes).await?;
                Ok(Chosen::Table(Rc::new(table)))
            }
        }
    }

    /// Holds a table against the book: what of it can be taken, and what is
    /// odd. `deep`: also against all rules of the books, where nothing is odd
    /// otherwise.
    ///
    /// # Errors
    /// [`ImportFailure`] where it cannot be read as chosen. Nothing is written
    /// in any case.
    pub async fn check_table(
        &self,
        file: &CsvFile,
        options: &csv::Options,
        deep: bool,
        long: &Long,
    ) -> Result<csv::Checked, ImportFailure> {
        let session = self
            .session()
            .ok_or(ImportFailure::NotDone(NotDone::ReadOnly))?;
        let book = session.book();
        long.begin(Part::Reading, file.guess.rows);
        let checked = csv::check_in_steps(&file.text, options, &book, long.steps());
        let checked = long.drive(checked).await.map_err(ImportFailure::NotDone)?;
        let checked = checked.map_err(ImportFailure::Csv)?;
        if checked.is_plain() && !deep {
            return Ok(checked);
        }
        long.begin(Part::Checking, 0);
        let context = session.open_book.context(session.today(), None);
        let sound =
            csv::sound_in_steps(checked, &file.text, options, &book, &context, long.steps());
        let sound = long.drive(sound).await.map_err(ImportFailure::NotDone)?;
        sound.map_err(|problems| ImportFailure::NotDone(Refusal::Problems(problems).into()))
    }

    /// Imports what of a table can be taken, all of it or nothing.
    ///
    /// # Errors
    /// [`ImportFailure`].
    pub async fn import_checked(
        &self,
        checked: &Rc<csv::Checked>,
        long: &Long,
    ) -> Result<ImportReport, ImportFailure> {
        let odd = Odd::Table(checked.clone());
        self.import(checked.records.clone(), &checked.origins, odd, long)
            .await
    }

    /// Imports another program's export, all of it or nothing.
    ///
    /// # Errors
    /// [`ImportFailure`].
    pub async fn import_export(
        &self,
        export: &Rc<Export>,
        paid: Paid,
        long: &Long,
    ) -> Result<ImportReport, ImportFailure> {
        let (records, origins) = export.records(paid);
        let odd = Odd::Export(export.clone());
        self.import(records, &origins, odd, long).await
    }

    /// Imports a records file, all of it or nothing.
    ///
    /// # Errors
    /// [`ImportFailure`].
    pub async fn import_records(
        &self,
        file: &RecordsFile,
        long: &Long,
    ) -> Result<ImportReport, ImportFailure> {
        self.import(file.clone(), &Origins::default(), Odd::Nothing, long)
            .await
    }

    /// Imports what of a records file, or of another program's export, the
    /// book can take, and says what stays out.
    ///
    /// # Errors
    /// [`ImportFailure`].
    pub async fn import_rest(
        &self,
        records: &RecordsFile,
        origins: &Origins,
        long: &Long,
    ) -> Result<ImportReport, ImportFailure> {
        let session = self
            .session()
            .ok_or(ImportFailure::NotDone(NotDone::ReadOnly))?;
        let book = session.book();
        long.begin(Part::Checking, 0);
        let context = session.open_book.context(session.today(), None);
        let sound = sound_in_steps(&book, records, &context, long.steps());
        let sound = long.drive(sound).await.map_err(ImportFailure::NotDone)?;
        let mut sound =
            sound.map_err(|problems| ImportFailure::NotDone(Refusal::Problems(problems).into()))?;
        for problem in &mut sound.problems {
            problem.at = origins.of(problem.at);
        }
        let records = std::mem::take(&mut sound.records);
        let odd = Odd::Records(Rc::new(sound));
        self.import(records, &Origins::default(), odd, long).await
    }

    async fn import(
        &self,
        records: RecordsFile,
        origins: &Origins,
        odd: Odd,
        long: &Long,
    ) -> Result<ImportReport, ImportFailure> {
        let before = self.session().map(|session| session.book());
        let only_customers = records.invoices.is_empty() && records.payments.is_empty();
        let stated = records.customers.len();
        let command = Command::ImportRecords(Box::new(records));
        let done = self
            .run_long(&command, None, None, long)
            .await
            .map_err(|failure| ImportFailure::NotDone(placed(failure, origins)))?;
        let after = self.session().map(|session| session.book());
        let mut report = report(&done, before.as_deref(), after.as_deref(), odd);
        if only_customers {
            report.known = stated.saturating_sub(report.customers);
        }
        Ok(report)
    }
}

/// The same, with each problem where the file has it.
fn placed(mut failure: NotDone, origins: &Origins) -> NotDone {
    if let NotDone::Refused(Refusal::Problems(problems)) = &mut failure {
        for problem in problems {
            problem.at = origins.of(problem.at);
        }
    }
    failure
}

fn report(done: &Done, before: Option<&Book>, after: Option<&Book>, odd: Odd) -> ImportReport {
    let more = |count: fn(&Book) -> usize| {
        after
            .map_or(0, count)
            .saturating_sub(before.map_or(0, count))
    };
    ImportReport {
        first: done.first,
        last: done.last,
        customers: more(|book| book.customers().len()),
        documents: more(|book| book.invoices().len()),
        payments: more(|book| book.payments().len()),
        known: 0,
        odd,
    }
}

async fn read_table(name: String, bytes: Vec<u8>) -> Result<CsvFile, ImportFailure> {
    let long = Long::default();
    let decoded = long.drive(csv::decode_in_steps(&bytes, long.steps())).await;
    let csv::Decoded { text, encoding } = decoded
        .map_err(ImportFailure::NotDone)?
        .map_err(ImportFailure::Csv)?;
    let look = csv::Look::default();
    let guess = long
        .drive(csv::sniff_in_steps(&text, &look, long.steps()))
        .await;
    let guess = guess
        .map_err(ImportFailure::NotDone)?
        .map_err(ImportFailure::Csv)?;
    Ok(CsvFile {
        name,
        bytes: bytes.into(),
        text: text.into(),
        encoding,
        guess,
    })
}
