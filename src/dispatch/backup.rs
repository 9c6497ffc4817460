//! The whole book as one file: as it is stored, or of what this page holds of
//! it.

mod writing;

use std::collections::BTreeSet;
use std::rc::Rc;

use ledger::backup::{self, ControlTotals, Header};
use ledger::book::Book;
use ledger::check;
use ledger::ids::Seq;
use ledger::journal::{BookId, Fault, Head, Writer, Written};

use self::writing::Writing;
use super::memory::keep_backup_mark;
use super::{Dispatcher, Long, Session};
use crate::platform::files::{Handed, NewFile};
use crate::platform::pause::Slices;
use crate::platform::{clock, random};
use crate::state::{BackupMark, Mode, Reason};
use crate::store::{ENTRIES, Failure, follow};

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
        keep_backup_mark(session.store(), mark).await;
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

    /// Whether this page holds the book up to its last entry, and true to the
    /// laws of the books, whatever the disk holds of it.
    pub(super) async fn holds_all(&self) -> bool {
        let book = self.book();
        let stored = self.store().head().await;
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
                let stored = self.store().head().await?;
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
        let blobs = self.store().blobs().await?;
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
            let blob = self.store().blob(&hash).await?;
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

    fn header(&self, book: &Book, head: Head, entries: u32, blobs: u32) -> Header {
        Header {
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
            ..self.open_book.writer()
        };
        let (written, folded) = written_down(&book, &writer).await?;
        let named = backup::blobs_named(&book);
        let mut blobs = Vec::new();
        for hash in &named {
            let held = self.pictures.borrow().get(hash).cloned();
            let stored = match held {
                Some(bytes) => Some(bytes),
                None => self.store().blob(hash).await.ok().flatten().map(Rc::from),
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
            if let Ok(Some(bytes)) = self.store().blob(&hash).await {
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
        match self.store().next_entries(written, ENTRIES).await {
            Ok(lines) if !lines.is_empty() => Ok(lines),
            Ok(_) | Err(Failure::Damaged(_)) => Ok(self.remains_from(written + 1).await),
            Err(failure) => Err(failure),
        }
    }

    /// What is left of an entry that is damaged, or that others beside it are;
    /// where a segment is, of all that follow in it.
    async fn remains_from(&self, seq: Seq) -> Vec<Vec<u8>> {
        if let Ok(remains) = self.store().remains_from(seq).await
            && !remains.is_empty()
        {
            return remains;
        }
        let lines = self.store().next_entries(seq - 1, 1).await;
        let line = lines.ok().and_then(|lines| lines.into_iter().next());
        vec![line.unwrap_or_default()]
    }
}
