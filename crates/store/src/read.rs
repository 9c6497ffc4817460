//! Reading a whole book: from the snapshot where there is a good one, then the
//! entries after it; from whatever is left where the record of its end cannot
//! be relied on.
//!
//! What does not add up is no error: the book is read as far as it goes, and
//! says why it may not be written.

use ledger::book::Book;
use ledger::ids::Seq;
use ledger::journal::{self, BookId, Fault, Salvage};

use super::failure::{Damage, Failure};
use super::handle::Store;
use super::journal::Opening;
use super::mode::Reason;
use super::packed;
use super::pause::Slices;
use super::sentinel::{Sentinel, Standing};

/// Entries read from the disk at a time, where they are not sealed.
pub const ENTRIES: Seq = 500;

/// What stands in a book's database, and what this device remembered of it
/// before it was read.
pub struct StoredBook {
    pub store: Store,
    /// One that is lost or cannot be read locks nobody out: then the list of
    /// books says whether there must be entries.
    pub sentinel: Option<Sentinel>,
    pub opening: Opening,
    /// All that could be read, where the record of the book's end is damaged.
    pub salvaged: Option<Salvage>,
    /// As far as it could be read.
    pub book: Book,
    /// The entry of the snapshot that was used; 0 for none.
    pub snapshot_seq: Seq,
    /// Why it could not be read to its end.
    fault: Option<Reason>,
}

/// Opens a book's database and reads it, once more for each time that another
/// tab replaced the journal meanwhile: what was read then is of neither of
/// them, and looks like damage.
///
/// # Errors
/// Why the database cannot be read.
pub async fn read_book(id: &BookId) -> Result<StoredBook, Failure> {
    loop {
        let read = read_once(Store::open(id).await?).await;
        let (Ok(StoredBook { store, .. }) | Err((store, _))) = &read;
        let adds_up = |read: &StoredBook| read.fault.is_none() && read.salvaged.is_none();
        if read.as_ref().is_ok_and(adds_up) || !matches!(store.head().await, Err(Failure::Replaced))
        {
            return read.map_err(|(_, failure)| failure);
        }
    }
}

async fn read_once(store: Store) -> Result<StoredBook, (Store, Failure)> {
    // Before the database: it remembers what is saved, so that what another tab
    // saves meanwhile is in the database at the most, and never missing there.
    let sentinel = Sentinel::load(store.book()).ok().flatten();
    let (opening, salvaged) = match found(&store).await {
        Ok(found) => found,
        Err(failure) => return Err((store, failure)),
    };
    let (book, snapshot_seq, fault) = match &salvaged {
        Some(salvaged) => (fold(store.book(), salvaged).await, 0, None),
        None => load(&store, &opening).await,
    };
    Ok(StoredBook {
        store,
        sentinel,
        opening,
        salvaged,
        book,
        snapshot_seq,
        fault,
    })
}

impl StoredBook {
    /// How the book stands to what this device remembered of it.
    pub fn standing(&self) -> Standing {
        Standing::of(self.sentinel.as_ref(), &self.opening)
    }

    /// The last entry that this device remembered; 0 for none.
    pub fn remembered(&self) -> Seq {
        let sentinel = self.sentinel.as_ref();
        sentinel.map_or(0, |sentinel| sentinel.head.seq)
    }

    /// Why it may not be written; `None` where all adds up.
    pub fn reason(&self) -> Option<Reason> {
        let damage = self.opening.damage.as_ref();
        let damage = damage.map(|damage| Reason::Damaged(damage.to_string()));
        let standing = || match self.standing() {
            Standing::Behind => Some(Reason::Behind {
                remembered: self.remembered(),
            }),
            Standing::Differs => Some(Reason::Differs),
            _ => None,
        };
        damage.or_else(|| self.fault.clone()).or_else(standing)
    }
}

/// Reads an entry that must follow the book's head, and applies it.
///
/// # Errors
/// The [`Fault`] of an entry that cannot be read, does not follow, or does not
/// fit the book.
pub fn follow(book: &mut Book, line: &[u8]) -> Result<(), Fault> {
    let entry = journal::read(line)?;
    journal::follows(book.head(), book.id(), &entry.header)?;
    book.apply_entry(&entry)
        .map_err(|misfit| Fault::Malformed(misfit.to_string()))
}

/// Where the book ends, and all that is left of it where that cannot be
/// relied on.
async fn found(store: &Store) -> Result<(Opening, Option<Salvage>), Failure> {
    let opening = store.opening().await;
    let damage = match &opening {
        Ok(opening) => opening.damage.clone().filter(Damage::is_of_head),
        Err(Failure::Damaged(damage)) => Some(damage.clone()),
        Err(_) => None,
    };
    let Some(damage) = damage else {
        return Ok((opening?, None));
    };
    let salvage = journal::salvage(store.book(), store.salvage().await?);
    let opening = Opening {
        created: false,
        head: salvage.head,
        sealed: 0,
        journal_last: salvage.head.seq,
        snapshot: None,
        damage: Some(damage),
        generation: None,
        superseded: Vec::new(),
    };
    Ok((opening, Some(salvage)))
}

/// The book up to the first salvaged entry that is missing or does not follow.
async fn fold(id: &BookId, salvage: &Salvage) -> Book {
    let mut book = Book::empty(id.clone());
    let mut slices = Slices::begin();
    for line in &salvage.lines {
        if follow(&mut book, line).is_err() {
            break;
        }
        slices.breathe().await;
    }
    book
}

/// Folds the book: from the snapshot where there is a good one, then the
/// entries after it. What was folded before a fault is kept and shown. The
/// seq is that of the snapshot, 0 where there is none to use.
async fn load(store: &Store, opening: &Opening) -> (Book, Seq, Option<Reason>) {
    let mut book = Book::empty(store.book().clone());
    if opening.snapshot.is_some() {
        match packed::unpack(store, opening).await {
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
            if let Err(fault) = follow(&mut book, &line) {
                return (book, unpacked, Some(fault.into()));
            }
            slices.breathe().await;
        }
    }
    // Another tab may have written meanwhile.
    let whole = book.head() == &opening.head || book.head().seq > opening.head.seq;
    let fault = (!whole).then(|| {
        Reason::Damaged(format!(
            "the entries end at {}, the head is {}",
            book.head().seq,
            opening.head.seq
        ))
    });
    (book, unpacked, fault)
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
