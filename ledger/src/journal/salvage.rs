//! What is left of a journal whose own record of its end cannot be relied on.
//!
//! Nothing is repaired and nothing is made up: entries are put in order by
//! what they say of themselves, and what cannot be read keeps its place.

use std::collections::BTreeMap;
use std::mem;

use super::{BookId, Hash, Head, read};
use crate::ids::Seq;

/// All that was found, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Salvage {
    /// From entry 1 on: an entry's bytes, what is left of them, or nothing.
    pub lines: Vec<Vec<u8>>,
    /// The last entry that can be read.
    pub head: Head,
}

/// A line that is an entry of the book.
struct Good {
    head: Head,
    prev: Hash,
    line: usize,
    /// Entries that follow one another from it on.
    reach: u32,
}

/// Puts in order what was found of a book's entries, each with the place it
/// was found at. Where several claim a place, as after a restore that was
/// broken off, the one counts that follows the entry before it, and of several
/// that do, the one that most others follow.
pub fn salvage(book: &BookId, found: Vec<(Seq, Vec<u8>)>) -> Salvage {
    let mut places: BTreeMap<Seq, Vec<Good>> = BTreeMap::new();
    let mut damaged: BTreeMap<Seq, usize> = BTreeMap::new();
    for (line, (place, bytes)) in found.iter().enumerate() {
        match read(bytes) {
            Ok(entry) if entry.header.book == *book && entry.header.seq > 0 => {
                places.entry(entry.header.seq).or_default().push(Good {
                    head: entry.head(),
                    prev: entry.header.prev,
                    line,
                    reach: 1,
                });
            }
            _ => {
                damaged.entry(*place).or_insert(line);
            }
        }
    }
    measure(&mut places);
    let mut salvage = Salvage::default();
    let Some(last) = places.keys().last().copied() else {
        return salvage;
    };
    // What is no entry any more counts as far as it follows without a gap.
    let last = (last..Seq::MAX)
        .find(|seq| !damaged.contains_key(&(seq + 1)))
        .unwrap_or(last);
    let mut bytes: Vec<Vec<u8>> = found.into_iter().map(|(_, bytes)| bytes).collect();
    for seq in 1..=last {
        let good = places.get(&seq).and_then(|all| {
            all.iter()
                .max_by_key(|good| (good.prev == salvage.head.hash, good.reach))
        });
        if let Some(good) = good {
            salvage.head = good.head;
        }
        let line = good.map(|good| good.line).or(damaged.get(&seq).copied());
        let line = line.and_then(|line| bytes.get_mut(line)).map(mem::take);
        salvage.lines.push(line.unwrap_or_default());
    }
    salvage
}

/// How many entries follow each, from the last one back.
fn measure(places: &mut BTreeMap<Seq, Vec<Good>>) {
    let mut after: (Seq, Vec<(Hash, u32)>) = (0, Vec::new());
    for (seq, all) in places.iter_mut().rev() {
        for good in all.iter_mut() {
            let follow = after.1.iter().filter(|(prev, _)| *prev == good.head.hash);
            let longest = follow.map(|(_, reach)| *reach).max().unwrap_or(0);
            if after.0 == seq + 1 {
                good.reach += longest;
            }
        }
        after = (
            *seq,
            all.iter().map(|good| (good.prev, good.reach)).collect(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::CommandName;
    use crate::change::{Change, RecordId};
    use crate::date::Timestamp;
    use crate::ids::Chain;
    use crate::journal::{Writer, write};

    fn writer(chain: u32) -> Writer {
        Writer {
            book: BookId::from_random([7; 16]),
            chain: Chain(chain),
            device: String::new(),
            actor: String::new(),
            at: Timestamp(0),
        }
    }

    /// So many entries after `head`, each with its place.
    fn entries(mut head: Head, chain: u32, count: u32) -> Vec<(Head, (Seq, Vec<u8>))> {
        let mut all = Vec::new();
        for _ in 0..count {
            let changes = [Change::Remove(RecordId::Business)];
            let written = write(
                &head,
                &writer(chain),
                CommandName::SaveItem,
                &changes,
                || [chain as u8; 16],
            );
            let written = written.expect("an entry").remove(0);
            head = written.head;
            all.push((head, (head.seq, written.bytes)));
        }
        all
    }

    fn lines(entries: &[(Head, (Seq, Vec<u8>))]) -> Vec<(Seq, Vec<u8>)> {
        entries.iter().map(|(_, line)| line.clone()).collect()
    }

    #[test]
    fn entries_come_back_in_order_wherever_they_lay() {
        let book = writer(1).book;
        let all = entries(Head::EMPTY, 1, 12);
        let mut found = lines(&all);
        found.reverse();
        // A name of the place that is nonsense does not matter.
        found[3].0 = 4_000_000_000;
        let salvage = salvage(&book, found);
        let expected: Vec<Vec<u8>> = lines(&all).into_iter().map(|(_, bytes)| bytes).collect();
        assert_eq!(salvage.lines, expected);
        assert_eq!(salvage.head, all[11].0);
    }

    #[test]
    fn what_cannot_be_read_keeps_its_place() {
        let book = writer(1).book;
        let all = entries(Head::EMPTY, 1, 5);
        let mut found = lines(&all);
        found[1].1[20] ^= 1;
        let torn = found[1].1.clone();
        found.remove(3);
        found.push((6, b"torn".to_vec()));
        found.push((9, b"far away".to_vec()));
        let salvage = salvage(&book, found);
        let whole = |place: usize| all[place].1.1.clone();
        assert_eq!(
            salvage.lines,
            [
                whole(0),
                torn,
                whole(2),
                Vec::new(),
                whole(4),
                b"torn".to_vec()
            ]
        );
        assert_eq!(salvage.head, all[4].0);
    }

    #[test]
    fn of_two_histories_the_longer_one_counts_as_a_whole() {
        let book = writer(1).book;
        let ours = entries(Head::EMPTY, 1, 6);
        // What a restore brought in before it was broken off.
        let theirs = entries(ours[1].0, 2, 2);
        for reversed in [false, true] {
            let mut found = [lines(&theirs), lines(&ours)].concat();
            if reversed {
                found.reverse();
            }
            let salvage = salvage(&book, found);
            assert_eq!(salvage.head, ours[5].0);
            assert_eq!(salvage.lines[2], ours[2].1.1);
            assert_eq!(salvage.lines[3], ours[3].1.1);
        }
    }

    #[test]
    fn another_book_and_nothing_are_nothing() {
        let all = lines(&entries(Head::EMPTY, 1, 2));
        let other = BookId::from_random([8; 16]);
        assert_eq!(salvage(&other, all), Salvage::default());
        assert_eq!(salvage(&other, Vec::new()), Salvage::default());
    }
}
