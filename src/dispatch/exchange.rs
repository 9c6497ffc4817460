//! Files in and out: backup, records file, CSV.

use std::collections::BTreeSet;
use std::rc::Rc;

use ledger::backup::{self, BackupReader, BackupWriter, ControlTotals};
use ledger::bank::file::ReadError;
use ledger::bank::is_of_bank;
use ledger::book::Book;
use ledger::check;
use ledger::command::Command;
use ledger::file_kind::FileKind;
use ledger::ids::Seq;
use ledger::import::exports::{self, Export, Paid};
use ledger::import::{Origins, Sound, csv, sound_in_steps};
use ledger::journal::{self, BookId, Fault, Hash, Head, Writer, Written};
use ledger::problem::Refusal;
use ledger::records::{self, RecordsFile};

use super::{BankSource, Dispatcher, Done, Long, NotDone, Part, Session, follow};
use crate::boot::{ENTRIES, keep_backup_mark};
use crate::platform::files::{ChosenFile, Handed, NewFile};
use crate::platform::pause::{Slices, pause};
use crate::platform::{clock, random};
use crate::state::{BackupMark, Mode, Reason};
use crate::store::Failure;

/// Bytes of a file that is read as a whole.
pub const FILE_BYTES_MAX: u64 = 50 << 20;
/// Bytes of a damaged backup that is read as a whole.
pub(super) const UNPACKED_MAX: u64 = 512 << 20;

/// Why nothing was imported.
#[derive(Clone, PartialEq, Debug)]
pub enum ImportFailure {
    TooLarge {
        bytes: u64,
        limit: u64,
    },
    Unreadable(String),
    Records(records::Problem),
    Csv(csv::FileFault),
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
    /// Saves the whole book as one file; lines that do not verify are kept as
    /// they are. Where the database is gone, all that this page holds of the
    /// book. The file is read again before it is handed over.
    ///
    /// # Errors
    /// Why there is no file. The book is not touched.
    pub async fn backup(&self) -> Result<SavedBackup, String> {
        let session = self.session().ok_or("no book is open")?;
        let backup = session.backup_file().await?;
        self.hand_over(&session, backup).await
    }

    /// Saves what is stored of a damaged book, byte by byte, as one file.
    ///
    /// # Errors
    /// Why there is no file.
    pub async fn save_remains(&self) -> Result<SavedBackup, String> {
        let session = self.session().ok_or("no book is open")?;
        let stored = session.stored_backup().await.map_err(NoBackup::why)?;
        self.hand_over(&session, stored).await
    }

    async fn hand_over(&self, session: &Session, backup: Backup) -> Result<SavedBackup, String> {
        let bytes = backup.file.size();
        // A name of its own: it never takes the place of a good one.
        let kind = if backup.is_damaged {
            "damaged"
        } else {
            "backup"
        };
        let name = session.file_name(kind);
        let handed = backup
            .file
            .hand_over(&name, "application/json")
            .await
            .map_err(|error| error.to_string())?;
        let saved = SavedBackup {
            handed,
            bytes,
            from_memory: backup.from_memory,
            is_damaged: backup.is_damaged,
            lacks_pictures: backup.lacks_pictures,
        };
        if handed == Handed::Cancelled || saved.is_damaged {
            return Ok(saved);
        }
        let mark = BackupMark {
            at: clock::now(),
            seq: backup.seq,
        };
        keep_backup_mark(&session.store, mark).await;
        session.publish(|view| {
            view.backup = Some(mark);
            view.reminded = mark;
        });
        Ok(saved)
    }

    /// The backup as a file that is not saved yet, and the last entry in it.
    ///
    /// # Errors
    /// Why there is no file. The book is not touched.
    pub async fn backup_file(&self) -> Result<(NewFile, Seq), String> {
        let session = self.session().ok_or("no book is open")?;
        let backup = session.backup_file().await?;
        Ok((backup.file, backup.seq))
    }

    /// Saves the records as plain JSON for other tools.
    ///
    /// # Errors
    /// Why there is no file.
    pub fn export_records(&self) -> Result<(), String> {
        let session = self.session().ok_or("no book is open")?;
        let records = records::of(&session.book());
        let bytes = records::write(&records).map_err(|error| error.to_string())?;
        if records::read(&bytes).as_ref() != Ok(&records) {
            return Err("what was written could not be read again".to_owned());
        }
        let mut file = NewFile::new();
        file.push(&bytes).map_err(|error| error.to_string())?;
        file.save(&session.file_name("records"), "application/json")
            .map_err(|error| error.to_string())
    }

    /// Saves the records that an import left out, as a file to mend.
    ///
    /// # Errors
    /// Why there is no file.
    pub fn save_left_out(&self, records: &RecordsFile) -> Result<(), String> {
        let bytes = records::write(records).map_err(|error| error.to_string())?;
        let mut file = NewFile::new();
        file.push(&bytes).map_err(|error| error.to_string())?;
        file.save("owed-left-out.json", "application/json")
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
        let context = session.context(None);
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
        let context = session.context(None);
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

/// A backup that was handed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SavedBackup {
    pub handed: Handed,
    pub bytes: u64,
    /// What is stored is damaged or gone: it is of what this page held, without
    /// the history of changes.
    pub from_memory: bool,
    /// It has lines that do not verify: it restores only in part.
    pub is_damaged: bool,
    /// Pictures that the book names and that were not to be had any more.
    pub lacks_pictures: usize,
}

/// A backup that was written and read again.
struct Backup {
    file: NewFile,
    /// The last entry of the book that it has.
    seq: Seq,
    from_memory: bool,
    /// It has lines that do not verify.
    is_damaged: bool,
    lacks_pictures: usize,
}

/// Why there is no backup.
enum NoBackup {
    /// The database is gone, or holds less than this page does.
    Gone,
    /// A restore replaced the book while it was read.
    Replaced,
    Other(String),
}

impl NoBackup {
    fn why(self) -> String {
        match self {
            NoBackup::Gone => "the stored data is gone".to_owned(),
            NoBackup::Replaced => {
                "the book was restored from a backup meanwhile; save it again".to_owned()
            }
            NoBackup::Other(why) => why,
        }
    }
}

impl From<Failure> for NoBackup {
    fn from(failure: Failure) -> NoBackup {
        match failure {
            Failure::Deleted | Failure::Vanished => NoBackup::Gone,
            Failure::Replaced => NoBackup::Replaced,
            failure => NoBackup::Other(failure.to_string()),
        }
    }
}

/// A backup on its way out.
struct Writing {
    header: backup::Header,
    writer: BackupWriter,
    file: NewFile,
    /// Of each piece, how long it is and its digest.
    pieces: Vec<(usize, Hash)>,
    /// It has lines that do not verify.
    is_damaged: bool,
}

impl Writing {
    fn begin(header: backup::Header) -> Result<Writing, String> {
        Ok(Writing {
            writer: BackupWriter::new(header.clone()).map_err(|error| error.to_string())?,
            header,
            file: NewFile::new(),
            pieces: Vec::new(),
            is_damaged: false,
        })
    }

    fn line(&mut self, line: &[u8]) -> Result<(), String> {
        let written = match journal::read(line) {
            Ok(_) => self.writer.entry(line),
            Err(_) => {
                self.is_damaged = true;
                self.writer.damaged(line)
            }
        };
        written.map_err(|error| error.to_string())?;
        self.drain()
    }

    fn blob(&mut self, hash: Hash, bytes: &[u8]) -> Result<(), String> {
        let written = self.writer.blob(hash, bytes);
        written.map_err(|error| error.to_string())?;
        self.drain()
    }

    fn drain(&mut self) -> Result<(), String> {
        while let Some(piece) = self.writer.piece() {
            self.pieces.push((piece.len(), Hash::of(&piece)));
            self.file.push(&piece).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    /// The file, once all of it was read again and is what was written.
    async fn end(mut self) -> Result<NewFile, String> {
        self.drain()?;
        let end = self.writer.finish().map_err(|error| error.to_string())?;
        self.pieces.push((end.len(), Hash::of(&end)));
        self.file.push(&end).map_err(|error| error.to_string())?;
        let read = match self.is_damaged {
            // No reader takes it as it is: then its bytes must be the same.
            true => same_bytes(&self.file, &self.pieces).await,
            false => reads(&self.file, &self.header).await,
        };
        read.map_err(|why| format!("it was written and could not be read again: {why}"))?;
        Ok(self.file)
    }
}

/// Whether a backup reads as what it was written of.
async fn reads(file: &NewFile, header: &backup::Header) -> Result<(), String> {
    /// Bytes read between two looks at the clock.
    const SLICE_BYTES: usize = 64 << 10;
    let mut reader = BackupReader::new();
    let mut slices = Slices::begin();
    let mut chunks = file.chunks().map_err(|error| error.to_string())?;
    while let Some(bytes) = chunks.next().await.map_err(|error| error.to_string())? {
        for slice in bytes.chunks(SLICE_BYTES) {
            reader.feed(slice).map_err(|problem| problem.to_string())?;
            slices.breathe().await;
        }
    }
    let read = reader.finish().map_err(|problem| problem.to_string())?;
    if read == *header {
        Ok(())
    } else {
        Err("it is of another book".to_owned())
    }
}

/// Whether a file is what was pushed into it.
async fn same_bytes(file: &NewFile, pieces: &[(usize, Hash)]) -> Result<(), String> {
    let other = || "it has other bytes".to_owned();
    let mut chunks = file.chunks().map_err(|error| error.to_string())?;
    let (mut left, mut read) = (pieces.iter(), Vec::new());
    let mut next = left.next();
    while let Some(mut bytes) = chunks.next().await.map_err(|error| error.to_string())? {
        read.append(&mut bytes);
        while let Some((length, hash)) = next.filter(|(length, _)| read.len() >= *length) {
            if Hash::of(&read[..*length]) != *hash {
                return Err(other());
            }
            read.drain(..*length);
            next = left.next();
        }
        pause().await;
    }
    (next.is_none() && read.is_empty())
        .then_some(())
        .ok_or_else(other)
}

impl Session {
    async fn backup_file(&self) -> Result<Backup, String> {
        match self.stored_backup().await {
            // This page may hold all that cannot be read from the disk.
            Ok(backup) if backup.is_damaged && self.holds_all().await => self.memory_backup().await,
            Ok(backup) => Ok(backup),
            Err(NoBackup::Gone) => {
                self.read_only(Reason::Deleted);
                self.memory_backup().await
            }
            Err(why) => {
                if matches!(why, NoBackup::Replaced) {
                    self.reopen.emit(());
                }
                Err(why.why())
            }
        }
    }

    /// What a file of the book is called: of several books' files in one folder
    /// each says whose it is.
    fn file_name(&self, kind: &str) -> String {
        let book = self.book();
        let business = book.business().map(|business| &business.details.name[..]);
        let name = paper::in_file_name(business.unwrap_or_default());
        let of = if name.is_empty() { "" } else { " " };
        format!("owed-{kind}-{}{of}{name}.json", self.today())
    }

    /// Whether this page holds the book up to its last entry, and true to the
    /// laws of the books, whatever the disk holds of it.
    pub(super) async fn holds_all(&self) -> bool {
        let book = self.book();
        let stored = self.store.head().await;
        if self.salvaged.is_some() || stored != Ok(*book.head()) {
            return false;
        }
        let long = Long::default();
        let checking = check::whole_in_steps(&book, long.steps());
        long.drive(checking)
            .await
            .is_ok_and(|findings| findings.is_empty())
    }

    /// The book as it is stored, as of one moment: the entries up to one head,
    /// and the totals of that very book.
    async fn stored_backup(&self) -> Result<Backup, NoBackup> {
        let book = self.book();
        let (head, count) = match &self.salvaged {
            Some(salvaged) => (salvaged.head, counted(salvaged.lines.len())?),
            None => {
                let stored = self.store.head().await?;
                if stored.seq < book.head().seq {
                    return Err(NoBackup::Gone);
                }
                let head = match self.view().mode {
                    Mode::Writable => *book.head(),
                    Mode::ReadOnly(_) => stored,
                };
                (head, head.seq)
            }
        };
        let blobs = self.store.blobs().await?;
        let header = self.header(&book, head, count, counted(blobs.len())?);
        let mut writing = Writing::begin(header).map_err(NoBackup::Other)?;
        let mut slices = Slices::begin();
        let mut written = 0;
        while written < count {
            let lines = self.lines_after(written).await?;
            // Another tab may have written more meanwhile.
            let left = usize::try_from(count - written).unwrap_or(usize::MAX);
            for line in lines.iter().take(left) {
                writing.line(line).map_err(NoBackup::Other)?;
                written += 1;
                slices.breathe().await;
            }
        }
        let mut kept = BTreeSet::new();
        for hash in blobs {
            let blob = self.store.blob(&hash).await?;
            let missing = || NoBackup::Other("an attachment is missing".to_owned());
            writing
                .blob(hash, &blob.ok_or_else(missing)?)
                .map_err(NoBackup::Other)?;
            kept.insert(hash);
        }
        Ok(Backup {
            is_damaged: writing.is_damaged,
            file: writing.end().await.map_err(NoBackup::Other)?,
            seq: head.seq,
            from_memory: false,
            lacks_pictures: backup::blobs_named(&book).difference(&kept).count(),
        })
    }

    fn header(&self, book: &Book, head: Head, entries: u32, blobs: u32) -> backup::Header {
        backup::Header {
            book: self.id(),
            written: clock::now(),
            app: env!("CARGO_PKG_VERSION").to_owned(),
            entries,
            blobs,
            head,
            // Of a book that is shown in part they would not be those of its
            // entries.
            totals: match book.head() == &head {
                true => backup::control_totals(book, self.today()),
                false => ControlTotals::new(),
            },
        }
    }

    /// All that this page holds of the book, as a journal of its own: what is
    /// stored is damaged or gone.
    async fn memory_backup(&self) -> Result<Backup, String> {
        let book = self.book();
        let writer = Writer {
            chain: random::chain().map_err(|error| error.to_string())?,
            ..self.writer()
        };
        let (written, folded) = written_down(&book, &writer).await?;
        let named = backup::blobs_named(&book);
        let mut blobs = Vec::new();
        for hash in &named {
            let held = self.pictures.borrow().get(hash).cloned();
            let stored = match held {
                Some(bytes) => Some(bytes),
                None => self.store.blob(hash).await.ok().flatten().map(Rc::from),
            };
            blobs.extend(stored.map(|bytes| (*hash, bytes)));
        }
        let head = written.last().map_or(Head::EMPTY, |last| last.head);
        let count = blobs.len().try_into().unwrap_or(u32::MAX);
        let mut writing = Writing::begin(self.header(&folded, head, head.seq, count))?;
        for entry in &written {
            writing.line(&entry.bytes)?;
        }
        for (hash, bytes) in &blobs {
            writing.blob(*hash, bytes)?;
        }
        Ok(Backup {
            file: writing.end().await?,
            seq: book.head().seq,
            from_memory: true,
            is_damaged: false,
            lacks_pictures: named.len() - blobs.len(),
        })
    }

    /// Keeps the pictures that the book names at hand, should its database go
    /// while it is open.
    pub(super) async fn hold_pictures(&self) {
        const PICTURES: usize = 4;
        for hash in backup::blobs_named(&self.book()).into_iter().take(PICTURES) {
            if let Ok(Some(bytes)) = self.store.blob(&hash).await {
                self.pictures.borrow_mut().insert(hash, bytes.into());
            }
        }
    }
}

/// Every record of a book as it stands, as a journal of its own, and the book
/// that this comes to: the same.
///
/// # Errors
/// Why it could not be written down whole.
pub(super) async fn written_down(
    book: &Book,
    writer: &Writer,
) -> Result<(Vec<Written>, Book), String> {
    let salts = random::salts(book.records().count()).map_err(|error| error.to_string())?;
    let mut salts = salts.into_iter();
    let salt = || salts.next().unwrap_or_default();
    let long = Long::default();
    let written = long
        .drive(backup::fresh_in_steps(book, writer, salt, long.steps()))
        .await
        .map_err(|error| error.to_string())?
        .map_err(|fault| fault.to_string())?;
    let folded = fold(book.id(), &written)
        .await
        .map_err(|fault| fault.to_string())?;
    let differs = long
        .drive(backup::compare_in_steps(book, &folded, long.steps()))
        .await
        .map_err(|error| error.to_string())?;
    match differs.is_empty() {
        true => Ok((written, folded)),
        false => Err("what this page holds could not be written down whole".to_owned()),
    }
}

/// The book that entries come to, read as strictly as any.
pub(super) async fn fold(id: &BookId, written: &[Written]) -> Result<Book, Fault> {
    let mut book = Book::empty(id.clone());
    let mut slices = Slices::begin();
    for entry in written {
        follow(&mut book, &entry.bytes)?;
        slices.breathe().await;
    }
    Ok(book)
}

fn counted(length: usize) -> Result<u32, NoBackup> {
    u32::try_from(length).map_err(|error| NoBackup::Other(error.to_string()))
}

impl Session {
    /// The next lines for the backup, at least one.
    pub(super) async fn lines_after(&self, written: Seq) -> Result<Vec<Vec<u8>>, Failure> {
        if let Some(salvaged) = &self.salvaged {
            let after = usize::try_from(written).unwrap_or(usize::MAX);
            let slice = usize::try_from(ENTRIES).unwrap_or(usize::MAX);
            let lines = salvaged.lines.iter().skip(after).take(slice);
            return Ok(lines.cloned().collect());
        }
        match self.store.next_entries(written, ENTRIES).await {
            Ok(lines) if !lines.is_empty() => Ok(lines),
            Ok(_) | Err(Failure::Damaged(_)) => Ok(self.remains_from(written + 1).await),
            Err(failure) => Err(failure),
        }
    }

    /// What is left of an entry that is damaged, or that others beside it are;
    /// where a segment is, of all that follow in it.
    async fn remains_from(&self, seq: Seq) -> Vec<Vec<u8>> {
        if let Ok(remains) = self.store.remains_from(seq).await
            && !remains.is_empty()
        {
            return remains;
        }
        let lines = self.store.next_entries(seq - 1, 1).await;
        let line = lines.ok().and_then(|lines| lines.into_iter().next());
        vec![line.unwrap_or_default()]
    }
}
