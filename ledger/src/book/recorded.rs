//! When entries were recorded, as far as their clocks can be believed.
//!
//! Entries lie in the order in which they were written, so true moments never
//! go back. Where they do, a clock was wrong, and whose it was shows in what
//! came before and after: the longest row of moments that never goes back is
//! believed, and every other entry is taken to its nearest believed
//! neighbours. So one jump of a clock, ahead or back, is forgotten as soon as
//! entries around it agree. Days are the caller's: it names the moment at which
//! a civil day ends where the user is.

use std::cmp::Reverse;

use crate::date::Timestamp;
use crate::ids::Seq;

/// Everywhere civil days begin on a quarter of an hour of UTC, so that a mark
/// for each is enough to tell any day's last entry.
const QUARTER_MS: i64 = 15 * 60 * 1_000;

/// Quarters of an hour since 1970 in which something was recorded, each with
/// its last entry; in the order of the entries.
pub(crate) type Marks = Vec<(i32, Seq)>;

/// Notes when an entry was recorded.
pub(super) fn mark(marks: &mut Marks, seq: Seq, at: Timestamp) {
    let quarter = i32::try_from(at.0.div_euclid(QUARTER_MS));
    let quarter = quarter.unwrap_or(if at.0 < 0 { i32::MIN } else { i32::MAX });
    match marks.last_mut() {
        Some((known, last)) if *known == quarter => *last = seq,
        _ => marks.push((quarter, seq)),
    }
}

/// When the entries of a book were recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// Never goes back.
    marks: Marks,
}

impl Recorded {
    pub(super) fn of(marks: &Marks) -> Recorded {
        Recorded {
            marks: believed(marks),
        }
    }

    /// The last entry that was recorded before a moment, which is the end of a
    /// quarter of an hour; `None` where the book did not exist yet.
    pub fn before(&self, end: Timestamp) -> Option<Seq> {
        let quarter = end.0.div_euclid(QUARTER_MS);
        let later = self
            .marks
            .partition_point(|(known, _)| i64::from(*known) < quarter);
        Some(self.marks.get(later.checked_sub(1)?)?.1)
    }

    /// When an entry was recorded, to the quarter of an hour that began then.
    pub fn at(&self, seq: Seq) -> Option<Timestamp> {
        let place = self.marks.partition_point(|(_, last)| *last < seq);
        self.marks.get(place).map(moment)
    }

    /// When the last entry was recorded.
    pub fn last(&self) -> Option<Timestamp> {
        self.marks.last().map(moment)
    }
}

fn moment(mark: &(i32, Seq)) -> Timestamp {
    Timestamp(i64::from(mark.0) * QUARTER_MS)
}

/// The marks with what cannot be believed moved to between its neighbours.
fn believed(marks: &Marks) -> Marks {
    if marks.is_sorted_by_key(|(quarter, _)| *quarter) {
        return marks.clone();
    }
    let trusted = longest_row(marks);
    let mut moved = marks.clone();
    let mut next = trusted.iter().copied().peekable();
    let mut least = i32::MIN;
    for (place, (quarter, _)) in moved.iter_mut().enumerate() {
        if next.next_if_eq(&place).is_some() {
            least = *quarter;
            continue;
        }
        let most = next.peek().and_then(|next| marks.get(*next));
        // Both ends are in order, so the higher one counts last.
        *quarter = most
            .map_or(*quarter, |(most, _)| (*quarter).min(*most))
            .max(least);
    }
    moved
}

/// How good a row of marks is that ends somewhere: the longest, of those the
/// one that begins first, as the entries before a jump are believed.
type Rank = (usize, Reverse<usize>);

/// The places of the best row of marks that never goes back; of equal ones
/// that which ends at the earliest moment, as a clock that ran ahead is the
/// likelier fault.
fn longest_row(marks: &Marks) -> Vec<usize> {
    let mut order: Vec<i32> = marks.iter().map(|(quarter, _)| *quarter).collect();
    order.sort_unstable();
    order.dedup();
    // The best row of those that end at a moment or before, as a Fenwick tree
    // over the moments in order.
    let mut tree: Vec<Option<(Rank, usize)>> = vec![None; order.len() + 1];
    let mut before: Vec<Option<usize>> = Vec::with_capacity(marks.len());
    let mut best: Option<(Rank, Reverse<i32>, usize)> = None;
    for (place, (quarter, _)) in marks.iter().enumerate() {
        let moment = order.partition_point(|known| known <= quarter);
        let mut last: Option<(Rank, usize)> = None;
        let mut node = moment;
        while node > 0 {
            last = last.max(tree.get(node).copied().flatten());
            node &= node - 1;
        }
        let rank = last.map_or((1, Reverse(place)), |((length, start), _)| {
            (length + 1, start)
        });
        before.push(last.map(|(_, place)| place));
        best = best.max(Some((rank, Reverse(*quarter), place)));
        let mut node = moment;
        while let Some(known) = tree.get_mut(node) {
            *known = (*known).max(Some((rank, place)));
            node += node & node.wrapping_neg();
        }
    }
    let mut row = Vec::new();
    let mut at = best.map(|(_, _, place)| place);
    while let Some(place) = at {
        row.push(place);
        at = before.get(place).copied().flatten();
    }
    row.reverse();
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a moment")
    }

    /// Entries from 1 on, recorded at these moments.
    fn recorded(moments: &[&str]) -> Recorded {
        let mut marks = Marks::new();
        for (seq, moment) in (1..).zip(moments) {
            mark(&mut marks, seq, at(moment));
        }
        Recorded::of(&marks)
    }

    #[test]
    fn a_day_ends_where_the_user_is() {
        // 23:30 in Auckland (UTC+13), 23:45 in Kathmandu (UTC+5:45) and 23:30
        // in New York (UTC-5), all on 30 November; and 15 minutes into the
        // next day of each.
        for (last, next, end) in [
            (
                "2026-11-30T10:30:00Z",
                "2026-11-30T11:15:00Z",
                "2026-11-30T11:00:00Z",
            ),
            (
                "2026-11-30T18:00:00Z",
                "2026-11-30T18:30:00Z",
                "2026-11-30T18:15:00Z",
            ),
            (
                "2026-12-01T04:30:00Z",
                "2026-12-01T05:15:00Z",
                "2026-12-01T05:00:00Z",
            ),
        ] {
            let recorded = recorded(&["2026-11-30T08:00:00Z", last, next]);
            assert_eq!(recorded.before(at(end)), Some(2), "{end}");
        }
    }

    #[test]
    fn one_jump_of_a_clock_is_forgotten_once_others_disagree() {
        for jump in ["2099-01-01T00:00:00Z", "2025-11-28T09:00:00Z"] {
            let recorded = recorded(&[
                "2026-11-27T09:00:00Z",
                "2026-11-28T09:00:00Z",
                jump,
                "2026-11-29T09:00:00Z",
                "2026-11-30T09:00:00Z",
            ]);
            let days: Vec<String> = (1..=5)
                .filter_map(|seq| recorded.at(seq))
                .map(|at| at.to_string()[..10].to_owned())
                .collect();
            let days: Vec<&str> = days.iter().map(String::as_str).collect();
            // What the jump recorded lies between its neighbours, at the one
            // that it lies nearer to.
            let own = if jump > "2027" {
                "2026-11-29"
            } else {
                "2026-11-28"
            };
            assert_eq!(
                days,
                ["2026-11-27", "2026-11-28", own, "2026-11-29", "2026-11-30"],
                "{jump}"
            );
            assert_eq!(
                recorded.before(at("2026-11-30T00:00:00Z")),
                Some(4),
                "{jump}"
            );
        }
    }

    #[test]
    fn a_clock_that_went_back_counts_for_what_it_had_reached() {
        let recorded = recorded(&[
            "2026-11-29T09:00:00Z",
            "2026-11-30T09:00:00Z",
            "2025-11-30T09:00:00Z",
            "2025-11-30T10:00:00Z",
        ]);
        assert_eq!(recorded.last(), Some(at("2026-11-30T09:00:00Z")));
        assert_eq!(recorded.before(at("2026-11-30T00:00:00Z")), Some(1));
    }

    #[test]
    fn of_two_that_disagree_the_one_ahead_is_doubted() {
        let recorded = recorded(&[
            "2026-11-29T09:00:00Z",
            "2099-01-01T00:00:00Z",
            "2026-11-30T09:00:00Z",
        ]);
        assert_eq!(recorded.last(), Some(at("2026-11-30T09:00:00Z")));
        assert_eq!(recorded.before(at("2026-12-01T00:00:00Z")), Some(3));
    }

    #[test]
    fn one_entry_before_a_jump_back_is_enough() {
        let recorded = recorded(&[
            "2026-11-29T09:00:00Z",
            "2025-11-30T09:00:00Z",
            "2026-11-30T09:00:00Z",
        ]);
        let first = recorded.at(1);
        assert_eq!(first, Some(at("2026-11-29T09:00:00Z")));
        assert_eq!(recorded.before(at("2026-11-29T00:00:00Z")), None);
        assert_eq!(recorded.before(at("2026-11-30T00:00:00Z")), Some(2));
    }

    #[test]
    fn moments_beyond_all_calendars_are_no_trouble() {
        let mut marks = Marks::new();
        for (seq, at) in [(1, i64::MIN), (2, i64::MAX), (3, 0)] {
            mark(&mut marks, seq, Timestamp(at));
        }
        let recorded = Recorded::of(&marks);
        assert_eq!(recorded.before(Timestamp(i64::MAX)), Some(3));
        assert_eq!(recorded.before(Timestamp(i64::MIN)), None);
        assert_eq!(Recorded::of(&Marks::new()).last(), None);
    }
}
