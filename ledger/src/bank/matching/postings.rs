//! Which records something stands in: chains of places in one list, by the hash of what it is.

use std::collections::HashMap;

/// Slots by a 64-bit key, in the order in which they were added.
#[derive(Default)]
pub(super) struct Postings {
    first: HashMap<u64, u32, Plain>,
    /// A slot and the next of the same key, from 1.
    pub(super) entries: Vec<(u32, u32)>,
    last: HashMap<u64, u32, Plain>,
}

/// Keys are hashes already.
#[derive(Clone, Default)]
struct Plain;

struct PlainHasher(u64);

impl std::hash::BuildHasher for Plain {
    type Hasher = PlainHasher;

    fn build_hasher(&self) -> PlainHasher {
        PlainHasher(0)
    }
}

impl std::hash::Hasher for PlainHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn write_u64(&mut self, key: u64) {
        // The table takes the top bits and the low ones.
        self.0 = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Postings {
    pub(super) fn reserve(&mut self, keys: usize) {
        self.first.reserve(keys);
        self.last.reserve(keys);
        self.entries.reserve(keys);
    }

    pub(super) fn add(&mut self, key: u64, slot: u32) {
        let Ok(place) = u32::try_from(self.entries.len() + 1) else {
            return;
        };
        self.entries.push((slot, 0));
        match self.last.insert(key, place) {
            None => {
                self.first.insert(key, place);
            }
            Some(before) => {
                if let Some(entry) = self.entry_mut(before) {
                    entry.1 = place;
                }
            }
        }
    }

    fn entry_mut(&mut self, place: u32) -> Option<&mut (u32, u32)> {
        self.entries
            .get_mut(usize::try_from(place.checked_sub(1)?).ok()?)
    }

    pub(super) fn get(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let mut next = self.first.get(&key).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let place = usize::try_from(next.checked_sub(1)?).ok()?;
            let (slot, after) = *self.entries.get(place)?;
            next = after;
            Some(slot)
        })
    }
}

pub(super) fn text_key(text: &str) -> u64 {
    use std::hash::Hasher;
    let mut hasher = PlainHasher(0xcbf2_9ce4_8422_2325);
    hasher.write(text.as_bytes());
    hasher.finish()
}

pub(super) fn amount_key(currency: u8, amount: i64) -> u64 {
    (u64::from(currency) << 56) ^ amount.unsigned_abs()
}
