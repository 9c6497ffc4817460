//! Snapshots: the Book packed to open fast.
//!
//! A snapshot is a cache and decides nothing: it is written when idle, and
//! deleting it loses nothing but time. It consists of parts, each the
//! postcard encoding of some thousands of rows of one table, and a manifest
//! that names the entry they stand for and their digests. The columns are
//! not stored; they are linked anew ([`Relink`]), by the same code that
//! follows each change.
//!
//! Postcard does not describe itself: any change to a record's fields makes
//! old snapshots unreadable. [`SCHEMA`] must then be raised; the book is
//! replayed from the journal, which is always read.

use std::rc::Rc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::book::recorded::Marks;
use crate::book::versions::Versions;
use crate::book::{Book, Misfit};
use crate::business::Business;
use crate::change::RecordKind;
use crate::ids::{RawId, Seq};
use crate::journal::{BookId, Hash, Head};
use crate::kinds::each_kind;
use crate::table::{Entity, Table};

/// The layout of the records in a snapshot. Raise it whenever a record's
/// fields change; `tests/laws/golden.rs` notices.
pub const SCHEMA: u32 = 10;

/// Rows of one part: as many as are packed well within a frame. Larger parts
/// are not read faster.
const ROWS: usize = 2_000;

/// What stands beside the parts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub schema: u32,
    pub book: BookId,
    pub head: Head,
    /// The SHA-256 of each part.
    pub parts: Vec<Hash>,
}

impl Manifest {
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// # Errors
    /// [`Unusable`] for another schema or a damaged manifest.
    pub fn from_bytes(bytes: &[u8]) -> Result<Manifest, Unusable> {
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(|_| Unusable::Damaged)?;
        if manifest.schema == SCHEMA {
            Ok(manifest)
        } else {
            Err(Unusable::OtherSchema(manifest.schema))
        }
    }
}

/// Why a snapshot is not used. The journal is replayed instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    #[error("damaged")]
    Damaged,
    #[error("of schema {0}")]
    OtherSchema(u32),
    #[error(transparent)]
    Misfit(#[from] Misfit),
}

#[derive(Serialize, Deserialize)]
struct Row<T>(RawId, Seq, Option<T>);

macro_rules! tables {
    ($($code:literal $kind:ident($record:ty, $id:ty) $table:ident;)*) => {
        /// The codes that begin the parts of a table: each from 1 up.
        const CODES: &[u8] = &[$($code),*];

        fn encode_rows(
            book: &Book,
            code: u8,
            start: usize,
        ) -> Result<Option<Vec<u8>>, Unusable> {
            match code {
                $($code => encode_table(&book.records.$table, code, start),)*
                _ => Ok(None),
            }
        }

        fn decode_rows(book: &mut Book, code: u8, bytes: &[u8]) -> Result<(), Unusable> {
            match code {
                $($code => decode_table(&mut book.records.$table, bytes),)*
                _ => Err(Unusable::Damaged),
            }
        }
    };
}
each_kind!(tables);

/// The code of the part that holds the business.
const BUSINESS: u8 = 0;

/// A part, read again: what would not give the same rows is no part.
fn encode_table<T: Entity + Serialize + DeserializeOwned>(
    table: &Table<T>,
    code: u8,
    start: usize,
) -> Result<Option<Vec<u8>>, Unusable> {
    let rows: Vec<Row<&T>> = table
        .rows()
        .iter_from(start)
        .take(ROWS)
        .map(|row| Row(row.id, row.seq, row.value.as_deref()))
        .collect();
    if rows.is_empty() {
        return Ok(None);
    }
    let part = postcard::to_extend(&rows, vec![code]).map_err(|_| Unusable::Damaged)?;
    let read = part.split_first().map(|(_, bytes)| bytes).map(rows_of::<T>);
    let read = read.ok_or(Unusable::Damaged)??;
    let same = read.len() == rows.len()
        && read
            .iter()
            .zip(&rows)
            .all(|(read, row)| (read.0, read.1) == (row.0, row.1) && read.2.as_deref() == row.2);
    same.then_some(Some(part)).ok_or(Unusable::Damaged)
}

fn rows_of<T: DeserializeOwned>(bytes: &[u8]) -> Result<Vec<Row<Rc<T>>>, Unusable> {
    postcard::from_bytes(bytes).map_err(|_| Unusable::Damaged)
}

fn decode_table<T: Entity + DeserializeOwned>(
    table: &mut Table<T>,
    bytes: &[u8],
) -> Result<(), Unusable> {
    for Row(id, seq, value) in rows_of::<T>(bytes)? {
        if value
            .as_ref()
            .is_some_and(|value| crate::ids::Id::raw(value.id()) != id)
        {
            return Err(Unusable::Damaged);
        }
        table
            .set(crate::ids::Id::from_raw(id), seq, value)
            .map_err(Misfit::from)?;
    }
    Ok(())
}

/// What the first part holds beside the code: the business, which chain wrote
/// which entries, and when they were recorded.
type First = (Seq, Option<Business>, Versions, Marks);

/// Packs a book, a part at a time.
pub struct Packer {
    book: Book,
    /// The code of the table, and its first row that is not packed.
    next: Option<(u8, usize)>,
}

impl Packer {
    pub fn new(book: &Book) -> Packer {
        Packer {
            book: book.clone(),
            next: None,
        }
    }

    /// The head that the finished snapshot stands for.
    pub fn head(&self) -> Head {
        self.book.head
    }

    /// The next part; `None` after the last.
    ///
    /// # Errors
    /// [`Unusable`] where the part, read again, is not what was packed.
    pub fn next_part(&mut self) -> Result<Option<Vec<u8>>, Unusable> {
        let Some((code, start)) = &mut self.next else {
            self.next = Some((BUSINESS + 1, 0));
            return self.first_part().map(Some);
        };
        while CODES.contains(code) {
            if let Some(part) = encode_rows(&self.book, *code, *start)? {
                *start += ROWS;
                return Ok(Some(part));
            }
            *code += 1;
            *start = 0;
        }
        Ok(None)
    }

    fn first_part(&self) -> Result<Vec<u8>, Unusable> {
        let records = &self.book.records;
        let first = (
            records.business_seq,
            records.business.as_deref(),
            &*records.versions,
            records.marks.as_slice(),
        );
        let part = postcard::to_extend(&first, vec![BUSINESS]).map_err(|_| Unusable::Damaged)?;
        let bytes = part.get(1..).unwrap_or_default();
        let read: First = postcard::from_bytes(bytes).map_err(|_| Unusable::Damaged)?;
        let same = (read.0, read.1.as_ref(), &read.2, read.3.as_slice()) == first;
        same.then_some(part).ok_or(Unusable::Damaged)
    }

    /// The manifest of the parts with these digests.
    pub fn manifest(&self, parts: Vec<Hash>) -> Manifest {
        Manifest {
            schema: SCHEMA,
            book: self.book.id().clone(),
            head: self.book.head,
            parts,
        }
    }
}

/// Unpacks a book, a part at a time. The caller holds each part against its
/// digest, before or after: damaged ones are refused or give another book.
pub struct Unpacker {
    book: Book,
}

impl Unpacker {
    pub fn new(manifest: &Manifest) -> Unpacker {
        let mut book = Book::empty(manifest.book.clone());
        book.head = manifest.head;
        Unpacker { book }
    }

    /// # Errors
    /// [`Unusable`] where the part is not what a packer of this schema wrote.
    pub fn part(&mut self, bytes: &[u8]) -> Result<(), Unusable> {
        let (code, bytes) = bytes.split_first().ok_or(Unusable::Damaged)?;
        if *code == BUSINESS {
            let (seq, business, versions, marks): First =
                postcard::from_bytes(bytes).map_err(|_| Unusable::Damaged)?;
            self.book.records.business_seq = seq;
            self.book.records.versions = Rc::new(versions);
            self.book.records.marks = Rc::new(marks);
            self.book.records.business = business.map(Rc::new);
            return Ok(());
        }
        decode_rows(&mut self.book, *code, bytes)
    }

    /// The links that are still to be made.
    pub fn relink(self) -> Relink {
        Relink::new(&self.book)
    }
}

/// Makes the columns of a book anew from its records, some rows a step.
pub struct Relink {
    book: Book,
    kind: usize,
    slot: usize,
}

impl Relink {
    /// Takes the records of `book` and none of its columns.
    pub fn new(book: &Book) -> Relink {
        Relink {
            book: book.without_columns(),
            kind: 0,
            slot: 0,
        }
    }

    /// Links about `rows` more. The book, once all is linked.
    pub fn step(&mut self, rows: usize) -> Option<Result<Book, Misfit>> {
        let mut left = rows;
        while let Some(kind) = RecordKind::ALL.get(self.kind) {
            while self.slot < self.book.slots(*kind) {
                if left == 0 {
                    return None;
                }
                if let Err(misfit) = self.book.link(*kind, self.slot) {
                    return Some(Err(misfit));
                }
                self.slot += 1;
                left -= 1;
            }
            self.kind += 1;
            self.slot = 0;
        }
        Some(Ok(std::mem::take(&mut self.book)))
    }
}
