//! Files in and out: backup, records file, CSV.

use std::rc::Rc;

use ledger::backup::{self, BackupWriter, ControlTotals};
use ledger::bank::file::ReadError;
use ledger::bank::is_of_bank;
use ledger::book::Book;
use ledger::command::Refusal;
use ledger::date::Date;
use ledger::file_kind::{FileKind, SNIFF_BYTES};
use ledger::ids::Seq;
use ledger::import::exports::{self, Export, ExportProblem, Paid};
use ledger::import::{Origins, csv};
use ledger::journal;
use ledger::records::{self, RecordsFile};
use ledger::report::aging;

use super::{BankSource, Dispatcher, Done, Long, NotDone, Part, Session};
use crate::boot::{ENTRIES, keep_backup_mark};
use crate::platform::clock;
use crate::platform::files::{ChosenFile, Handed, NewFile};
use crate::platform::pause::Slices;
use crate::platform::text::{self, Decoded};
use crate::state::BackupMark;
use crate::store::Failure;

/// Bytes of a file that is read as a whole.
pub const FILE_BYTES_MAX: u64 = 50 << 20;

/// Why nothing was imported.
#[derive(Clone, PartialEq, Debug)]
pub enum ImportFailure {
    TooLarge {
        bytes: u64,
        limit: u64,
    },
    Unreadable(String),
    /// Neither UTF-8 nor text of an older encoding.
    NotText,
    Records(records::Problem),
    Csv(csv::Refused),
    Export(exports::Refused),
    Bank(ReadError),
    /// Another door is for it.
    IsBackup,
    NotDone(NotDone),
}

/// A CSV file as it was read, before anything is imported.
#[derive(Clone, PartialEq, Debug)]
pub struct CsvFile {
    pub name: String,
    /// As they were chosen: it may be a bank's after all.
    pub bytes: Rc<[u8]>,
    pub text: Rc<str>,
    /// As the browser names it.
    pub encoding: &'static str,
    pub guess: csv::Guess,
}

/// A chosen file, by what it turned out to be.
pub enum Chosen {
    /// Imported at once, as nothing of it is to be chosen.
    Records(RecordsFile),
    Table(Rc<CsvFile>),
    Export(Rc<Export>),
    /// A bank's: the statements in it are looked at before they are imported.
    Statements(BankSource),
}

/// What was taken, but is odd.
#[derive(Clone, PartialEq, Debug)]
pub enum Odd {
    Rows(Vec<csv::RowProblem>),
    Places(Vec<ExportProblem>),
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
    /// Saves the whole book as one file, verified line by line; lines that do
    /// not verify are kept as they are. Answers what became of the file and
    /// its size in bytes.
    ///
    /// # Errors
    /// Why there is no file. The book is not touched.
    pub async fn backup(&self) -> Result<(Handed, u64), String> {
        let (file, seq) = self.backup_file().await?;
        let session = self.session().ok_or("no book is open")?;
        let size = file.size();
        let name = format!("owed-backup-{}.json", session.today());
        let handed = file
            .hand_over(&name, "application/json")
            .await
            .map_err(|error| error.to_string())?;
        if handed == Handed::Cancelled {
            return Ok((handed, size));
        }
        let mark = BackupMark {
            at: clock::now(),
            seq,
        };
        keep_backup_mark(&session.store, mark).await;
        session.publish(|view| {
            view.backup = Some(mark);
            view.reminded = mark;
        });
        Ok((handed, size))
    }

    /// The backup as a file that is not saved yet, and the last entry in it.
    ///
    /// # Errors
    /// Why there is no file. The book is not touched.
    pub async fn backup_file(&self) -> Result<(NewFile, Seq), String> {
        let session = self.session().ok_or("no book is open")?;
        session.backup_file().await
    }

    /// Saves the records as plain JSON for other tools.
    ///
    /// # Errors
    /// Why there is no file.
    pub fn export_records(&self) -> Result<(), String> {
        let session = self.session().ok_or("no book is open")?;
        let bytes =
            records::write(&records::of(&session.book())).map_err(|error| error.to_string())?;
        let mut file = NewFile::new();
        file.push(&bytes).map_err(|error| error.to_string())?;
        file.save(
            &format!("owed-records-{}.json", session.today()),
            "application/json",
        )
        .map_err(|error| error.to_string())
    }

    /// Saves text that a page made, such as a report as CSV.
    ///
    /// # Errors
    /// Why there is no file.
    pub fn save_text(&self, name: &str, media_type: &str, text: &str) -> Result<(), String> {
        let mut file = NewFile::new();
        file.push(text.as_bytes())
            .map_err(|error| error.to_string())?;
        file.save(name, media_type)
            .map_err(|error| error.to_string())
    }

    /// Reads a file to import and says what it is, by what stands in it.
    ///
    /// # Errors
    /// [`ImportFailure`].
    pub async fn read_import(&self, file: &ChosenFile) -> Result<Chosen, ImportFailure> {
        let bytes = read_bytes(file).await?;
        let kind = FileKind::of(&bytes);
        let text = |refused| ImportFailure::Records(refused);
        match kind {
            FileKind::Backup => Err(ImportFailure::IsBackup),
            FileKind::Records => records::read(&bytes).map(Chosen::Records).map_err(text),
            FileKind::Json | FileKind::ServerlessInvoices | FileKind::InvGen => {
                let currency = self.session().and_then(|session| {
                    let book = session.book();
                    book.business().map(|business| business.currency)
                });
                match exports::read(&bytes, currency.unwrap_or_default()) {
                    Ok(export) => Ok(Chosen::Export(Rc::new(export))),
                    // None of those: a records file that begins otherwise.
                    Err(exports::Refused::File(records::Problem::WrongFile(_))) => {
                        records::read(&bytes).map(Chosen::Records).map_err(text)
                    }
                    Err(refused) => Err(ImportFailure::Export(refused)),
                }
            }
            _ if is_of_bank(&bytes) => Ok(Chosen::Statements(BankSource {
                name: file.name(),
                bytes: bytes.into(),
            })),
            _ => {
                let table = read_table(file.name(), bytes).await?;
                Ok(Chosen::Table(Rc::new(table)))
            }
        }
    }

    /// Imports a CSV file, all of it or nothing.
    ///
    /// # Errors
    /// [`ImportFailure`] with every row's problem.
    pub async fn import_csv(
        &self,
        file: &CsvFile,
        options: &csv::Options,
        long: &Long,
    ) -> Result<ImportReport, ImportFailure> {
        long.begin(Part::Reading, file.guess.rows);
        let batch = long
            .drive(csv::read_in_steps(&file.text, options, long.steps()))
            .await
            .map_err(ImportFailure::NotDone)?
            .map_err(ImportFailure::Csv)?;
        let odd = Odd::Rows(batch.warnings);
        self.import(batch.records, &batch.origins, odd, long).await
    }

    /// Imports another program's export, all of it or nothing.
    ///
    /// # Errors
    /// [`ImportFailure`].
    pub async fn import_export(
        &self,
        export: &Export,
        paid: Paid,
        long: &Long,
    ) -> Result<ImportReport, ImportFailure> {
        let (records, origins) = export.records(paid);
        let odd = Odd::Places(export.warnings.clone());
        self.import(records, &origins, odd, long).await
    }

    /// Imports a records file, all of it or nothing.
    ///
    /// # Errors
    /// [`ImportFailure`].
    pub async fn import_records(
        &self,
        file: RecordsFile,
        long: &Long,
    ) -> Result<ImportReport, ImportFailure> {
        let odd = Odd::Rows(Vec::new());
        self.import(file, &Origins::default(), odd, long).await
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
        let done = self
            .take_records(&records, long)
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
    let refused = |fault: csv::FileFault| ImportFailure::Csv(fault.into());
    csv::check_bytes(&bytes[..bytes.len().min(SNIFF_BYTES)]).map_err(refused)?;
    let Decoded { text, encoding } = text::decode(&bytes).ok_or(ImportFailure::NotText)?;
    let long = Long::default();
    let guess = long
        .drive(csv::sniff_in_steps(&text, None, None, long.steps()))
        .await
        .map_err(ImportFailure::NotDone)?
        .map_err(refused)?;
    Ok(CsvFile {
        name,
        bytes: bytes.into(),
        text: text.into(),
        encoding,
        guess,
    })
}

pub(super) async fn read_bytes(file: &ChosenFile) -> Result<Vec<u8>, ImportFailure> {
    if file.size() > FILE_BYTES_MAX {
        return Err(ImportFailure::TooLarge {
            bytes: file.size(),
            limit: FILE_BYTES_MAX,
        });
    }
    file.chunks()
        .collect(usize::try_from(FILE_BYTES_MAX).unwrap_or(usize::MAX))
        .await
        .map_err(|error| ImportFailure::Unreadable(error.to_string()))
}

/// The figures that a restore holds the book against, as of a day.
pub(crate) fn control_totals(book: &Book, today: Date) -> ControlTotals {
    let mut totals = ControlTotals::new();
    let Ok(aging) = aging::aging(book, &aging::Options::as_of(today)) else {
        return totals;
    };
    for aging in &aging.currencies {
        let figures = totals.entry(aging.currency.to_string()).or_default();
        for (name, minor) in [
            ("outstanding", aging.total.outstanding()),
            ("unapplied", aging.total.unapplied),
        ] {
            if let Some(money) = aging.money(minor) {
                figures.insert(name.to_owned(), money.amount().to_string());
            }
        }
    }
    totals
}

impl Session {
    async fn backup_file(&self) -> Result<(NewFile, Seq), String> {
        let head = match &self.salvaged {
            Some(salvaged) => salvaged.head,
            None => self.store.head().await.map_err(|error| error.to_string())?,
        };
        let blobs = self
            .store
            .blobs()
            .await
            .map_err(|error| error.to_string())?;
        let count = match &self.salvaged {
            Some(salvaged) => {
                u32::try_from(salvaged.lines.len()).map_err(|error| error.to_string())?
            }
            None => head.seq,
        };
        let header = backup::Header {
            book: self.id(),
            written: clock::now(),
            app: env!("CARGO_PKG_VERSION").to_owned(),
            entries: count,
            blobs: u32::try_from(blobs.len()).map_err(|error| error.to_string())?,
            head,
            totals: control_totals(&self.book(), self.today()),
        };
        let mut writer = BackupWriter::new(header).map_err(|error| error.to_string())?;
        let mut file = NewFile::new();
        let mut slices = Slices::begin();
        let mut written = 0;
        while written < count {
            let lines = self.lines_after(written).await?;
            // Another tab may have written more meanwhile.
            let left = usize::try_from(count - written).unwrap_or(usize::MAX);
            for line in lines.iter().take(left) {
                match journal::read(line) {
                    Ok(_) => writer.entry(line),
                    Err(_) => writer.damaged(line),
                }
                .map_err(|error| error.to_string())?;
                drain(&mut writer, &mut file)?;
                written += 1;
                slices.breathe().await;
            }
        }
        for hash in blobs {
            let blob = self
                .store
                .blob(&hash)
                .await
                .map_err(|error| error.to_string())?;
            let blob = blob.ok_or("an attachment is missing")?;
            writer
                .blob(hash, &blob)
                .map_err(|error| error.to_string())?;
            drain(&mut writer, &mut file)?;
        }
        let end = writer.finish().map_err(|error| error.to_string())?;
        file.push(&end).map_err(|error| error.to_string())?;
        Ok((file, head.seq))
    }
}

impl Session {
    /// The next lines for the backup, at least one.
    async fn lines_after(&self, written: Seq) -> Result<Vec<Vec<u8>>, String> {
        if let Some(salvaged) = &self.salvaged {
            let after = usize::try_from(written).unwrap_or(usize::MAX);
            let slice = usize::try_from(ENTRIES).unwrap_or(usize::MAX);
            let lines = salvaged.lines.iter().skip(after).take(slice);
            return Ok(lines.cloned().collect());
        }
        match self.store.next_entries(written, ENTRIES).await {
            Ok(lines) if !lines.is_empty() => Ok(lines),
            Ok(_) | Err(Failure::Damaged(_)) => Ok(vec![self.what_is_left_of(written + 1).await]),
            Err(failure) => Err(failure.to_string()),
        }
    }

    /// An entry's bytes, where others beside it are damaged; none where it is
    /// damaged itself.
    async fn what_is_left_of(&self, seq: Seq) -> Vec<u8> {
        let lines = self.store.next_entries(seq - 1, 1).await;
        lines
            .ok()
            .and_then(|lines| lines.into_iter().next())
            .unwrap_or_default()
    }
}

fn drain(writer: &mut BackupWriter, file: &mut NewFile) -> Result<(), String> {
    while let Some(piece) = writer.piece() {
        file.push(&piece).map_err(|error| error.to_string())?;
    }
    Ok(())
}
