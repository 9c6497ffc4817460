//! Documents that a line names by number or reference.

use super::number;
use super::number::Strength;
use super::reading::{Named, Reading};

impl Reading<'_> {
    /// The documents that the line names, each once, and its runs.
    pub(super) fn named(&self, runs: &[number::Run]) -> Vec<Named> {
        let mut hits: Vec<(usize, usize, Named)> = Vec::new();
        let mut going_on: Vec<number::Window> = Vec::new();
        number::windows(runs, |window| {
            let mut hit = |slot: u32, strength: Strength, reference: bool| {
                let named = Named {
                    slot,
                    strength,
                    reference,
                    shared: false,
                    listed: false,
                };
                hits.push((window.first, window.end, named));
            };
            for slot in self.index.references.get(window.key) {
                if self.has_reference(slot, window.key) {
                    hit(slot, Strength::Strong, true);
                }
            }
            for slot in self.index.numbers.get(window.key) {
                let Some(whole) = self.has_number(slot, window.key) else {
                    continue;
                };
                // Without its letters it needs more digits to be sure of.
                let within = runs.get(window.first..window.end).unwrap_or_default();
                let digits = within.iter().filter(|run| run.digits);
                let digits: usize = digits.map(|run| run.text.len()).sum();
                let strength = if whole || digits >= 6 {
                    window.strength
                } else {
                    Strength::Weak
                };
                hit(slot, strength, false);
                if whole {
                    going_on.push(window);
                }
            }
        });
        let mut named = each_once(&hits);
        for window in going_on {
            for key in number::listed_after(runs, window) {
                for slot in self.index.numbers.get(key) {
                    let known = named.iter().any(|known| known.slot == slot);
                    if !known && self.has_number(slot, key).is_some() {
                        named.push(Named {
                            slot,
                            strength: Strength::Strong,
                            reference: false,
                            shared: false,
                            listed: true,
                        });
                    }
                }
            }
        }
        named
    }

    pub(super) fn number_of(&self, slot: u32) -> Option<&str> {
        let slot = usize::try_from(slot).ok()?;
        Some(self.book.invoices().at(slot)?.number())
    }

    /// Whether a key is of the whole number, or of it without its letters.
    fn has_number(&self, slot: u32, key: u64) -> Option<bool> {
        let keys = number::keys(self.number_of(slot)?);
        if keys.whole.contains(&key) {
            Some(true)
        } else {
            keys.bare.contains(&key).then_some(false)
        }
    }

    fn has_reference(&self, slot: u32, key: u64) -> bool {
        let Ok(slot) = usize::try_from(slot) else {
            return false;
        };
        let more = self
            .book
            .invoices()
            .at(slot)
            .and_then(|known| known.more.as_ref());
        more.and_then(|more| number::reference_key(&more.payment_reference)) == Some(key)
    }
}

/// The documents that were found, each once, with the places at which they
/// were. What is within something longer that is a document's is no number.
fn each_once(hits: &[(usize, usize, Named)]) -> Vec<Named> {
    let within = |(first, end): (usize, usize), (from, to): (usize, usize)| {
        from <= first && end <= to && (from, to) != (first, end)
    };
    let mut named: Vec<Named> = Vec::new();
    for (first, end, hit) in hits {
        let swallowed = hits.iter().any(|(from, to, other)| {
            other.slot != hit.slot && within((*first, *end), (*from, *to))
        });
        if swallowed {
            continue;
        }
        let shared = hits
            .iter()
            .any(|(from, to, other)| other.slot != hit.slot && (*from, *to) == (*first, *end));
        match named.iter_mut().find(|known| known.slot == hit.slot) {
            Some(known) => {
                known.strength = known.strength.max(hit.strength);
                known.reference |= hit.reference;
                known.shared &= shared;
            }
            None => named.push(Named { shared, ..*hit }),
        }
    }
    named
}
