//! Tables of records that share structure between versions of the Book.
//!
//! [`Chunked`] is a vector in chunks behind reference counts: a clone copies
//! one pointer per 512 elements, and a change copies one chunk. [`Table`]
//! keeps records by id in dense *slots* (0, 1, 2 … in order of creation), so
//! that what is derived from them can lie in columns beside it. A slot is
//! never given twice; a removed record leaves its slot empty.

use std::rc::Rc;

use crate::ids::{Chain, Id, RawId, Seq};

const CHUNK: usize = 512;
/// Ids of one chain are given in order. A record whose number is further
/// ahead than this is no record of ours, and would waste memory.
const ID_AHEAD_MAX: usize = 1 << 20;

/// A vector that is cheap to clone and to change in one place.
#[derive(Clone, Debug)]
pub struct Chunked<T> {
    chunks: Vec<Rc<Vec<T>>>,
    len: usize,
}

impl<T> Default for Chunked<T> {
    fn default() -> Self {
        Chunked {
            chunks: Vec::new(),
            len: 0,
        }
    }
}

impl<T: Clone> Chunked<T> {
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn get(&self, index: usize) -> Option<&T> {
        self.chunks.get(index / CHUNK)?.get(index % CHUNK)
    }

    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        Rc::make_mut(self.chunks.get_mut(index / CHUNK)?).get_mut(index % CHUNK)
    }

    pub fn push(&mut self, value: T) {
        if self.len.is_multiple_of(CHUNK) {
            self.chunks.push(Rc::new(Vec::with_capacity(CHUNK)));
        }
        if let Some(last) = self.chunks.last_mut() {
            Rc::make_mut(last).push(value);
            self.len += 1;
        }
    }

    /// Grows to at least `len` with clones of `value`.
    pub fn grow(&mut self, len: usize, value: &T) {
        while self.len < len {
            self.push(value.clone());
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// From `start` on.
    pub fn iter_from(&self, start: usize) -> impl Iterator<Item = &T> {
        self.chunks
            .iter()
            .skip(start / CHUNK)
            .flat_map(|chunk| chunk.iter())
            .skip(start % CHUNK)
    }
}

impl<T: Clone + PartialEq> PartialEq for Chunked<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len
            && self
                .chunks
                .iter()
                .zip(&other.chunks)
                .all(|(a, b)| Rc::ptr_eq(a, b) || a == b)
    }
}

/// A record's kind: what gives it an id.
pub trait Entity: Clone + PartialEq + std::fmt::Debug {
    type Id: Id;

    fn id(&self) -> Self::Id;
}

/// A record, when it last changed, and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<T> {
    pub id: RawId,
    /// The place of the entry that last put or removed it; 0 for a slot that
    /// only a reference has named so far.
    pub seq: Seq,
    pub value: Option<Rc<T>>,
}

/// The records of one kind.
#[derive(Clone, Debug)]
pub struct Table<T> {
    rows: Chunked<Row<T>>,
    /// Per chain: the slot of number `n` at `n - 1`, plus one; 0 for none.
    slots: Vec<(Chain, Chunked<u32>)>,
    live: usize,
}

/// An id far ahead of its chain: the journal is not ours or is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("record {0} is out of order")]
pub struct OutOfOrder(pub RawId);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table {
            rows: Chunked::default(),
            slots: Vec::new(),
            live: 0,
        }
    }
}

impl<T: Entity> PartialEq for Table<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<T: Entity> Table<T> {
    /// Records that exist.
    pub fn len(&self) -> usize {
        self.live
    }

    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// Slots given, the empty ones included.
    pub fn slots(&self) -> usize {
        self.rows.len()
    }

    pub fn slot(&self, id: T::Id) -> Option<usize> {
        let RawId { chain, n } = id.raw();
        let (_, slots) = self.slots.iter().find(|(known, _)| *known == chain)?;
        let slot = *slots.get(usize::try_from(n).ok()?.checked_sub(1)?)?;
        usize::try_from(slot).ok()?.checked_sub(1)
    }

    pub fn row(&self, slot: usize) -> Option<&Row<T>> {
        self.rows.get(slot)
    }

    pub fn at(&self, slot: usize) -> Option<&Rc<T>> {
        self.rows.get(slot)?.value.as_ref()
    }

    pub fn id_at(&self, slot: usize) -> T::Id {
        T::Id::from_raw(self.rows.get(slot).map(|row| row.id).unwrap_or_default())
    }

    pub fn get(&self, id: T::Id) -> Option<&Rc<T>> {
        self.at(self.slot(id)?)
    }

    /// The place of the entry that last changed the record; 0 where there is
    /// none.
    pub fn seq(&self, id: T::Id) -> Seq {
        self.slot(id)
            .and_then(|slot| self.rows.get(slot))
            .map_or(0, |row| row.seq)
    }

    /// The records in order of creation.
    pub fn iter(&self) -> impl Iterator<Item = &Rc<T>> {
        self.rows.iter().filter_map(|row| row.value.as_ref())
    }

    pub fn rows(&self) -> &Chunked<Row<T>> {
        &self.rows
    }

    /// The number that the next record of `chain` gets.
    pub fn next_n(&self, chain: Chain) -> u32 {
        let given = self
            .slots
            .iter()
            .find(|(known, _)| *known == chain)
            .map_or(0, |(_, slots)| slots.len());
        u32::try_from(given).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// The slot of `id`, given now where it had none.
    ///
    /// # Errors
    /// [`OutOfOrder`] for an id of number 0 or far ahead of its chain.
    pub fn slot_or_new(&mut self, id: T::Id) -> Result<usize, OutOfOrder> {
        if let Some(slot) = self.slot(id) {
            return Ok(slot);
        }
        let raw = id.raw();
        let out_of_order = OutOfOrder(raw);
        let n = usize::try_from(raw.n).map_err(|_| out_of_order)?;
        if !self.slots.iter().any(|(known, _)| *known == raw.chain) {
            self.slots.push((raw.chain, Chunked::default()));
        }
        let (_, slots) = self
            .slots
            .iter_mut()
            .find(|(known, _)| *known == raw.chain)
            .ok_or(out_of_order)?;
        if n == 0 || n > slots.len() + ID_AHEAD_MAX {
            return Err(out_of_order);
        }
        slots.grow(n, &0);
        let slot = self.rows.len();
        if let Some(place) = slots.get_mut(n - 1) {
            *place = u32::try_from(slot + 1).map_err(|_| out_of_order)?;
        }
        self.rows.push(Row {
            id: raw,
            seq: 0,
            value: None,
        });
        Ok(slot)
    }

    /// Puts or removes a record; its slot and what was there before.
    ///
    /// # Errors
    /// As [`Table::slot_or_new`].
    pub fn set(
        &mut self,
        id: T::Id,
        seq: Seq,
        value: Option<Rc<T>>,
    ) -> Result<(usize, Option<Rc<T>>), OutOfOrder> {
        let slot = self.slot_or_new(id)?;
        let Some(row) = self.rows.get_mut(slot) else {
            return Err(OutOfOrder(id.raw()));
        };
        row.seq = seq;
        let before = std::mem::replace(&mut row.value, value);
        self.live += usize::from(row.value.is_some());
        self.live -= usize::from(before.is_some());
        Ok((slot, before))
    }
}
