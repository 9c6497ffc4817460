//! Opening: from a page that just loaded to a book that can be worked in.
//!
//! Nothing is written before loading finished. Whatever does not add up opens
//! the book to read only; an empty database on a device that knows a book is
//! an alarm, never a welcome.

pub(crate) mod books;
mod salvage;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ledger::book::Book;
use ledger::command::Command;
use ledger::ids::{Chain, Seq};
use ledger::journal::{BookId, Hash, Head, Salvage};
use ledger::snapshot::{Manifest, Unpacker, Unusable};
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::dispatch::{Dispatcher, NotDone, Session, first_view, follow};
use crate::platform::digest::Digesting;
use crate::platform::pause::Slices;
use crate::platform::{clock, device, random};
use crate::state::{BackupMark, Mode, News, Reason, Stage, Unskipped, ViewContext};
use crate::store::sentinel::{Sentinel, Standing};
use crate::store::tabs::{Build, Notice, Tabs};
use crate::store::{self, Damage, Failure, Opening, SnapshotMark, Store, StoredBytes};

pub(crate) use books::make_current;

/// What the database keeps of this device.
#[derive(Serialize, Deserialize)]
struct Device {
    chain: Chain,
    /// As its user calls it; empty for the browser's own word.
    #[serde(default)]
    name: String,
}

const DEVICE: &str = "device";
const BACKUP: &str = "backup";
const REMINDER: &str = "reminder";
const UNSKIPPED: &str = "unskipped";

/// Entries read from the disk at a time, where they are not sealed.
pub(crate) const ENTRIES: Seq = 500;

impl Dispatcher {
    /// Opens the book this device works in, or says that there is none.
    pub async fn open_current(&self) {
        books::open_known(self).await;
    }

    /// Opens a book by its id. The demo book is never listed.
    pub async fn open_book(&self, id: &BookId, demo: bool) {
        self.stage.emit(Stage::Opening);
        match self.opened(id, demo).await {
            Ok(Some(session)) => {
                self.enter(session.clone());
                // What it comes to is shown by the book.
                drop(session.skip_numbers().await);
            }
            Ok(None) => {}
            Err(message) => self.stage.emit(Stage::Failed(message)),
        }
    }

    /// Begins a book of this device under a name and opens it: what begins it
    /// is one action, and only a book that has it becomes this device's.
    ///
    /// # Errors
    /// [`NotDone`]; no book was begun.
    pub async fn begin_book(&self, label: &str, command: &Command) -> Result<(), NotDone> {
        let id = BookId::from_random(random::bytes().map_err(|_| NotDone::NoRandom)?);
        let begun = self.begun(&id, label, command).await;
        if begun.is_err() {
            // Empty, it would be no book at the next opening either.
            drop(Store::delete(&id).await);
        }
        self.enter(begun?);
        Ok(())
    }

    async fn begun(
        &self,
        id: &BookId,
        label: &str,
        command: &Command,
    ) -> Result<Rc<Session>, NotDone> {
        let opened = self.opened(id, false).await;
        let session = opened
            .map_err(Failure::Unavailable)?
            .ok_or(Failure::Vanished)?;
        let begun = match session.begin(command).await {
            Ok(_) => make_current(id, label, true)
                .await
                .map_err(|why| Failure::Unavailable(why).into()),
            Err(failure) => Err(failure),
        };
        if begun.is_err() {
            session.tabs.replace(None);
            session.closed.set(true);
        }
        begun.map(|()| session)
    }

    fn enter(&self, session: Rc<Session>) {
        if let Some(news) = self.news.take() {
            session.publish_news(news);
        }
        self.set_session(Some(session.clone()));
        session.shown.set(true);
        self.stage.emit(Stage::Ready(ViewContext(session.view())));
        // After the first paint: the whole book, then what there is to pack.
        session.check_in_background();
        session.learn_whether_kept();
        session.say_open();
        session.follow_day();
        session.bring_filters();
    }

    async fn opened(&self, id: &BookId, demo: bool) -> Result<Option<Rc<Session>>, String> {
        let (store, read) = read(id).await?;
        let Read {
            sentinel,
            opening,
            salvaged,
            book,
            snapshot_seq,
            mut reason,
        } = read;
        let standing = Standing::of(sentinel.as_ref(), &opening);
        let remembered = sentinel.map_or(0, |sentinel| sentinel.head.seq);
        // A head that is gone while entries are there is damage, not loss.
        let is_empty = opening.head.seq == 0 && !demo && salvaged.is_none();
        if is_empty && (standing == Standing::Lost || books::is_known(id).await) {
            self.stage.emit(Stage::Lost {
                book: id.clone(),
                remembered,
            });
            return Ok(None);
        }
        let today = clock::today().map_err(|error| error.to_string())?;
        if let Some(damage) = &opening.damage {
            reason = Some(Reason::Damaged(damage.to_string()));
        }
        reason = reason.or(match standing {
            Standing::Behind => Some(Reason::Behind { remembered }),
            Standing::Differs => Some(Reason::Differs),
            _ => None,
        });
        let this_device = this_device(&store, reason.is_none()).await?;
        let mut view = first_view(book, today, demo);
        view.backup = mark(&store, BACKUP).await;
        view.reminded = match mark(&store, REMINDER).await.max(view.backup) {
            Some(mark) => mark,
            None => first_reminder(&store, &view.book, reason.is_none()).await,
        };
        view.unskipped = unskipped(&store).await;
        view.device = match &this_device.name[..] {
            "" => device::name().into(),
            name => name.into(),
        };
        if let Some(reason) = reason {
            view.mode = Mode::ReadOnly(reason);
        }
        let session = Rc::new(Session {
            store,
            tabs: RefCell::default(),
            chain: Cell::new(this_device.chain),
            device: RefCell::new(view.device.clone()),
            view: RefCell::new(Rc::new(view)),
            asked_to_keep: Cell::new(false),
            matching: RefCell::default(),
            snapshot_seq: Cell::new(snapshot_seq),
            sealed: Cell::new(opening.sealed),
            writes: Cell::new(0),
            verified: Cell::new(Head::EMPTY),
            shown: Cell::new(false),
            closed: Cell::new(false),
            kept: RefCell::default(),
            salvaged,
            stage: self.stage.clone(),
            reopen: self.reopening(id),
            open: RefCell::default(),
            pictures: RefCell::default(),
        });
        if matches!(standing, Standing::Unknown | Standing::Superseded) {
            session.remember_if_whole();
        }
        self.join_tabs(&session);
        Ok(Some(session))
    }

    /// Opens the book anew, once, as another tab replaced it.
    fn reopening(&self, id: &BookId) -> Callback<()> {
        let (dispatcher, id, begun) = (self.clone(), id.clone(), Cell::new(false));
        Callback::from(move |()| {
            if !begun.replace(true) {
                let (dispatcher, id) = (dispatcher.clone(), id.clone());
                dispatcher.bring(News::RestoredElsewhere);
                spawn_local(async move { dispatcher.open_book(&id, false).await });
            }
        })
    }

    fn join_tabs(&self, session: &Rc<Session>) {
        let weak = Rc::downgrade(session);
        let hear = move |notice: Notice| {
            let Some(session) = weak.upgrade() else {
                return;
            };
            spawn_local(async move {
                match notice {
                    // A failure has told its reason itself.
                    Notice::Committed { .. } => drop(session.catch_up().await),
                    Notice::Replaced => session.reopen.emit(()),
                    Notice::Deleted => session.read_only(Reason::Deleted),
                    Notice::Outdated { .. } => session.read_only(Reason::Outdated),
                }
            });
        };
        // Without a channel the head check still guards the book.
        if let Ok(tabs) = Tabs::join(&session.id(), build(), hear) {
            session.tabs.replace(Some(tabs));
        }
    }
}

/// What stands in a book's database, and what this device remembered of it
/// before it was read.
struct Read {
    /// One that is lost or cannot be read locks nobody out: then the list of
    /// books says whether there must be entries.
    sentinel: Option<Sentinel>,
    opening: Opening,
    salvaged: Option<Salvage>,
    book: Book,
    /// The entry of the snapshot that was used; 0 for none.
    snapshot_seq: Seq,
    reason: Option<Reason>,
}

/// Opens a book's database and reads it, once more for each time that another
/// tab replaced the journal meanwhile: what was read then is of neither of
/// them, and looks like damage.
///
/// # Errors
/// Why the database cannot be read.
async fn read(id: &BookId) -> Result<(Store, Read), String> {
    loop {
        let store = Store::open(id).await.map_err(|error| error.to_string())?;
        let read = read_once(&store).await;
        let adds_up = |read: &Read| read.reason.is_none() && read.salvaged.is_none();
        if read.as_ref().is_ok_and(adds_up) || !matches!(store.head().await, Err(Failure::Replaced))
        {
            return read.map(|read| (store, read));
        }
    }
}

async fn read_once(store: &Store) -> Result<Read, String> {
    // Before the database: it remembers what is saved, so that what another tab
    // saves meanwhile is in the database at the most, and never missing there.
    let sentinel = Sentinel::load(store.book()).ok().flatten();
    let (opening, salvaged) = found(store).await?;
    let (book, snapshot_seq, reason) = match &salvaged {
        Some(salvaged) => (salvage::fold(store.book(), salvaged).await, 0, None),
        None => load(store, &opening).await,
    };
    Ok(Read {
        sentinel,
        opening,
        salvaged,
        book,
        snapshot_seq,
        reason,
    })
}

/// Where the book ends, and all that is left of it where that cannot be
/// relied on.
async fn found(store: &Store) -> Result<(Opening, Option<Salvage>), String> {
    let opening = store.opening().await;
    let damage = match &opening {
        Ok(opening) => opening.damage.clone().filter(Damage::is_of_head),
        Err(Failure::Damaged(damage)) => Some(damage.clone()),
        Err(failure) => return Err(failure.to_string()),
    };
    match (damage, opening) {
        (Some(damage), _) => salvage::salvaged(store, damage).await,
        (None, opening) => opening
            .map(|opening| (opening, None))
            .map_err(|failure| failure.to_string()),
    }
}

/// A book that this browser holds, as far as it can be read, and its head where
/// that can be read; `None` where there is none.
///
/// # Errors
/// Why the database cannot be read.
pub(crate) async fn stored_book(id: &BookId) -> Result<Option<(Option<Head>, Book)>, String> {
    if let Ok(stored) = store::stored_books().await
        && !stored.contains(id)
    {
        return Ok(None);
    }
    let (store, Read { book, .. }) = read(id).await?;
    // Asked of the record itself: what was salvaged ends elsewhere.
    let head = match store.head().await {
        Ok(head) => Some(head),
        Err(Failure::Damaged(_)) => None,
        Err(failure) => return Err(failure.to_string()),
    };
    Ok(Some((head, book)))
}

/// Folds the book: from the snapshot where there is a good one, then the
/// entries after it. What was folded before a fault is kept and shown. The
/// seq is that of the snapshot, 0 where there is none to use.
async fn load(store: &Store, opening: &Opening) -> (Book, Seq, Option<Reason>) {
    let mut book = Book::empty(store.book().clone());
    if opening.snapshot.is_some() {
        match unpack(store, opening).await {
            Some(unpacked) => book = unpacked,
            // A cache that is not whole is thrown away; the entries count.
            None => drop(store.delete_snapshot().await),
        }
    }
    let unpacked = book.head().seq;
    let mut slices = Slices::begin();
    while book.head().seq < opening.head.seq {
        let lines = match store.next_entries(book.head().seq, ENTRIES).await {
            Ok(lines) if lines.is_empty() => break,
            Ok(lines) => lines,
            Err(failure) => {
                follow_one_by_one(store, &mut book).await;
                return (book, unpacked, Some(Reason::Damaged(failure.to_string())));
            }
        };
        for line in lines {
            match follow(&mut book, &line) {
                Ok(()) => {}
                Err(fault) => return (book, unpacked, Some(fault.into())),
            }
            slices.breathe().await;
        }
    }
    // Another tab may have written meanwhile.
    let whole = book.head() == &opening.head || book.head().seq > opening.head.seq;
    let reason = (!whole).then(|| {
        Reason::Damaged(format!(
            "the entries end at {}, the head is {}",
            book.head().seq,
            opening.head.seq
        ))
    });
    (book, unpacked, reason)
}

/// Takes in what is good before something that is not.
async fn follow_one_by_one(store: &Store, book: &mut Book) {
    while let Ok(lines) = store.next_entries(book.head().seq, 1).await {
        let good = lines.iter().take_while(|line| follow(book, line).is_ok());
        if good.count() != 1 {
            break;
        }
    }
}

/// The book of the snapshot, where it is whole and stands for an entry of
/// this very journal.
async fn unpack(store: &Store, opening: &Opening) -> Option<Book> {
    if !stands(store, opening).await {
        return None;
    }
    let begin = |mark: SnapshotMark, manifest: &[u8]| {
        let manifest = Manifest::from_bytes(manifest).ok()?;
        let fits = manifest.book == *store.book()
            && u32::try_from(manifest.parts.len()) == Ok(mark.parts)
            && opening.snapshot == Some(mark)
            && (manifest.head.seq, manifest.head.hash) == (mark.seq, mark.hash);
        fits.then(|| Unpacking {
            unpacker: Ok(Unpacker::new(&manifest)),
            digests: Vec::with_capacity(manifest.parts.len()),
            part: Vec::new(),
            manifest,
        })
    };
    let unpacking = store.unpack_snapshot(begin, Unpacking::take).await.ok()??;
    unpacking.book().await
}

/// A snapshot on its way to a book.
struct Unpacking {
    manifest: Manifest,
    unpacker: Result<Unpacker, Unusable>,
    /// The browser computes them while the parts are unpacked here.
    digests: Vec<Result<Digesting, Hash>>,
    /// The part at hand: one place for all of them.
    part: Vec<u8>,
}

impl Unpacking {
    fn take(&mut self, part: StoredBytes) {
        let digest = part.begin_sha256();
        part.read_into(&mut self.part);
        self.digests
            .push(digest.ok_or_else(|| Hash::of(&self.part)));
        if let Ok(unpacker) = &mut self.unpacker
            && let Err(unusable) = unpacker.part(&self.part)
        {
            self.unpacker = Err(unusable);
        }
    }

    /// The book, where every part was as it was packed.
    async fn book(self) -> Option<Book> {
        let unpacker = self.unpacker.ok()?;
        for (digest, expected) in self.digests.into_iter().zip(&self.manifest.parts) {
            let digest = match digest {
                Ok(digesting) => Hash(digesting.end().await?),
                Err(digest) => digest,
            };
            if digest != *expected {
                return None;
            }
        }
        unpacker.relink().step(usize::MAX)?.ok()
    }
}

/// Whether the entry that the snapshot stands for is the book's last one, or
/// the one that its next entry follows.
async fn stands(store: &Store, opening: &Opening) -> bool {
    let Some(mark) = opening.snapshot else {
        return false;
    };
    if mark.seq >= opening.head.seq {
        return (mark.seq, mark.hash) == (opening.head.seq, opening.head.hash);
    }
    let next = store.entry(mark.seq + 1).await.ok().flatten();
    next.and_then(|line| ledger::journal::read(&line).ok())
        .is_some_and(|entry| entry.header.prev == mark.hash)
}

async fn known_device(store: &Store) -> Option<Device> {
    let bytes = store.meta_get(DEVICE).await.ok()??;
    serde_json::from_slice(&bytes).ok()
}

async fn keep_device(store: &Store, device: &Device) -> Result<(), Failure> {
    let bytes = serde_json::to_vec(device).unwrap_or_default();
    store.meta_put(DEVICE, &bytes).await
}

/// The chain that this device writes on in this database, and its name.
async fn this_device(store: &Store, may_write: bool) -> Result<Device, String> {
    if let Some(device) = known_device(store).await {
        return Ok(device);
    }
    let chain = new_chain(store, may_write).await?;
    let name = String::new();
    Ok(Device { chain, name })
}

/// A new chain for this device: in a new book, and after a restore, when the
/// old one may go on elsewhere.
async fn new_chain(store: &Store, may_write: bool) -> Result<Chain, String> {
    let device = new_device(store).await?;
    if may_write {
        keep_device(store, &device)
            .await
            .map_err(|error| error.to_string())?;
    }
    Ok(device.chain)
}

/// This device with a new chain, and its name.
async fn new_device(store: &Store) -> Result<Device, String> {
    let chain = random::chain().map_err(|error| error.to_string())?;
    let known = known_device(store).await;
    let name = known.map_or_else(String::new, |device| device.name);
    Ok(Device { chain, name })
}

/// What is kept beside a restored book, to be written with it: a new chain, the
/// numbers to go on after, when the backup was made, what its reminder counts
/// from.
///
/// # Errors
/// There are no random numbers.
pub(crate) async fn restored_meta(
    store: &Store,
    unskipped: Option<&Unskipped>,
    backup: Option<BackupMark>,
) -> Result<Vec<(&'static str, Vec<u8>)>, String> {
    let device = new_device(store).await?;
    // Without a backup it is due at once.
    let reminder = BackupMark {
        at: clock::now(),
        seq: backup.map_or(0, |backup| backup.seq),
    };
    let bytes = |written: serde_json::Result<Vec<u8>>| written.map_err(|error| error.to_string());
    Ok(vec![
        (DEVICE, bytes(serde_json::to_vec(&device))?),
        (UNSKIPPED, bytes(serde_json::to_vec(&unskipped))?),
        (BACKUP, bytes(serde_json::to_vec(&backup))?),
        (REMINDER, bytes(serde_json::to_vec(&reminder))?),
    ])
}

/// Keeps what the user calls this device.
pub(crate) async fn keep_device_name(
    store: &Store,
    chain: Chain,
    name: &str,
) -> Result<(), Failure> {
    let name = name.to_owned();
    keep_device(store, &Device { chain, name }).await
}

async fn mark(store: &Store, name: &str) -> Option<BackupMark> {
    let bytes = store.meta_get(name).await.ok()??;
    serde_json::from_slice(&bytes).ok()
}

async fn keep_mark(store: &Store, name: &str, mark: BackupMark) {
    if let Ok(bytes) = serde_json::to_vec(&mark) {
        // Only the age of the backup is lost with it.
        drop(store.meta_put(name, &bytes).await);
    }
}

/// When the last backup was made.
pub(crate) async fn backup_mark(store: &Store) -> Option<BackupMark> {
    mark(store, BACKUP).await
}

/// Keeps when the last backup was made.
pub(crate) async fn keep_backup_mark(store: &Store, mark: BackupMark) {
    keep_mark(store, BACKUP, mark).await;
}

/// Keeps what the reminder of a backup counts from.
pub(crate) async fn keep_reminder(store: &Store, mark: BackupMark) {
    keep_mark(store, REMINDER, mark).await;
}

/// A book that was never backed up here: it counts from its first opening, and
/// what begins it is no change.
async fn first_reminder(store: &Store, book: &Book, may_write: bool) -> BackupMark {
    let first = BackupMark {
        seq: book.head().seq.max(crate::dispatch::BEGINNING),
        at: clock::now(),
    };
    if may_write {
        keep_reminder(store, first).await;
    }
    first
}

/// The numbers that are still to be skipped.
pub(crate) async fn unskipped(store: &Store) -> Option<Rc<Unskipped>> {
    let bytes = store.meta_get(UNSKIPPED).await.ok()??;
    let unskipped: Option<Unskipped> = serde_json::from_slice(&bytes).ok()?;
    unskipped.map(Rc::new)
}

/// Keeps which numbers are still to be skipped.
///
/// # Errors
/// A [`Failure`]; it is as it was.
pub(crate) async fn keep_unskipped(
    store: &Store,
    unskipped: Option<&Unskipped>,
) -> Result<(), Failure> {
    let bytes = serde_json::to_vec(&unskipped).unwrap_or_default();
    store.meta_put(UNSKIPPED, &bytes).await
}

/// What this tab runs: the build's moment orders the builds.
pub(crate) fn build() -> Build {
    Build {
        number: option_env!("OWED_BUILD")
            .and_then(|text| text.parse().ok())
            .unwrap_or(0),
        id: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
