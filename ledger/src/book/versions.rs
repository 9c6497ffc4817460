//! What the entries of a book are called: which chain wrote which of them.

use serde::{Deserialize, Serialize};

use crate::ids::{Chain, Seq, Version};

/// Runs of entries that one chain wrote without a gap: the place of the first
/// of each, ascending, and its version.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Versions(Vec<(Seq, Version)>);

impl Versions {
    /// Notes what the entry at a place is called; places ascend.
    pub(crate) fn note(&mut self, seq: Seq, version: Version) {
        if self.at(seq) != version {
            self.0.push((seq, version));
        }
    }

    /// What the entry at a place is called. One that was not noted goes on
    /// the run before it; without any it is of the chain that nobody has.
    pub(crate) fn at(&self, seq: Seq) -> Version {
        let later = self.0.partition_point(|(first, _)| *first <= seq);
        match later.checked_sub(1).and_then(|run| self.0.get(run)) {
            Some((first, Version(id))) => Version::new(id.chain, id.n.saturating_add(seq - first)),
            None => Version::new(Chain(0), seq),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_entry_is_called_by_its_chain_and_its_number_there() {
        let (here, there) = (Chain(7), Chain(9));
        let mut versions = Versions::default();
        let entries = [
            (here, 1),
            (here, 2),
            (there, 1),
            (there, 2),
            (here, 3),
            (here, 5),
        ];
        for (seq, (chain, n)) in (1..).zip(entries) {
            versions.note(seq, Version::new(chain, n));
        }
        let called = (1..=6).map(|seq| versions.at(seq));
        let expected = entries.map(|(chain, n)| Version::new(chain, n));
        assert_eq!(called.collect::<Vec<_>>(), expected);
        assert_eq!(versions.at(0), Version::NONE);
        assert_eq!(versions.at(7), Version::new(here, 6), "the one to come");
        assert_eq!(versions.0.len(), 4, "a run each");
    }
}
