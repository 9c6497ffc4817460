//! What settled a document or used up a payment, by day.

use std::rc::Rc;

use crate::payment::WriteOffKind;

/// What settled an invoice, or used up a payment or credit note.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SettledBy {
    Payment,
    CreditNote,
    /// A bad debt.
    WriteOff,
    Refund,
    EarlyDiscount,
    SmallDifference,
}

impl SettledBy {
    pub fn of(kind: WriteOffKind) -> SettledBy {
        match kind {
            WriteOffKind::BadDebt => SettledBy::WriteOff,
            WriteOffKind::EarlyDiscount => SettledBy::EarlyDiscount,
            WriteOffKind::SmallDifference => SettledBy::SmallDifference,
        }
    }

    /// Whether its record is a write-off, of whatever kind.
    pub fn is_write_off(self) -> bool {
        use SettledBy::{EarlyDiscount, SmallDifference, WriteOff};
        matches!(self, WriteOff | EarlyDiscount | SmallDifference)
    }
}

/// One dated part of a settlement. Ordered by day, then by what it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Settlement {
    pub day: i32,
    pub by: SettledBy,
    /// Of the allocation, refund or write-off.
    pub slot: u32,
    /// Below zero for a reversal.
    pub amount: i64,
}

/// The settlements of one row, by day. Most rows have none or one: these lie
/// in the row itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settlements(List);

#[derive(Clone, PartialEq, Eq, Debug, Default)]
enum List {
    #[default]
    None,
    One(Settlement),
    Many(Rc<Many>),
}

#[derive(PartialEq, Eq, Debug)]
struct Many {
    parts: Vec<Settlement>,
    /// The sum of all, whatever their day.
    total: i64,
}

impl Settlements {
    pub(crate) fn as_slice(&self) -> &[Settlement] {
        match &self.0 {
            List::None => &[],
            List::One(one) => std::slice::from_ref(one),
            List::Many(many) => &many.parts,
        }
    }

    /// The sum of what is dated up to `day`.
    #[inline]
    pub(crate) fn up_to(&self, day: i32) -> i64 {
        match &self.0 {
            List::None => 0,
            List::One(one) if one.day <= day => one.amount,
            List::One(_) => 0,
            List::Many(many) => many
                .parts
                .iter()
                .take_while(|settlement| settlement.day <= day)
                .map(|settlement| settlement.amount)
                .sum(),
        }
    }

    /// The sum of all, whatever their day.
    pub(crate) fn total(&self) -> i64 {
        match &self.0 {
            List::None => 0,
            List::One(one) => one.amount,
            List::Many(many) => many.total,
        }
    }

    /// The totals at the end of `day`, and of each later day with a
    /// settlement. Within one day the order does not matter.
    fn running_from(&self, day: i32) -> impl Iterator<Item = i64> {
        let parts = self.as_slice();
        let later = &parts[parts.partition_point(|part| part.day <= day)..];
        let days = later.chunk_by(|a, b| a.day == b.day);
        let now = self.up_to(day);
        std::iter::once(now).chain(days.scan(now, |sum, parts| {
            *sum += parts.iter().map(|part| part.amount).sum::<i64>();
            Some(*sum)
        }))
    }

    /// The highest running total from the end of `day` on.
    pub(crate) fn peak_from(&self, day: i32) -> i64 {
        self.running_from(day).max().unwrap_or(0)
    }

    /// What may still be added on `day` so that no later day exceeds `whole`.
    pub(crate) fn headroom(&self, whole: i64, day: i32) -> i64 {
        whole - self.peak_from(day)
    }

    /// Whether the running total stays within 0 and `whole` at the end of
    /// every day.
    pub(crate) fn stays_within(&self, whole: i64) -> bool {
        let days = self.as_slice().chunk_by(|a, b| a.day == b.day);
        let mut sum = 0_i64;
        days.into_iter().all(|parts| {
            sum += parts.iter().map(|part| part.amount).sum::<i64>();
            (0..=whole).contains(&sum)
        })
    }

    pub(crate) fn change(&mut self, settlement: Settlement, add: bool) {
        if let (List::None, true) = (&self.0, add) {
            self.0 = List::One(settlement);
            return;
        }
        let mut parts = self.as_slice().to_vec();
        match (parts.binary_search(&settlement), add) {
            (Err(place), true) => parts.insert(place, settlement),
            (Ok(place), false) => {
                parts.remove(place);
            }
            _ => return,
        }
        self.0 = match parts.as_slice() {
            [] => List::None,
            [one] => List::One(*one),
            _ => List::Many(Rc::new(Many {
                total: parts
                    .iter()
                    .fold(0_i64, |sum, part| sum.saturating_add(part.amount)),
                parts,
            })),
        };
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(crate) fn settled(parts: &[(i32, i64)]) -> Settlements {
        let mut settlements = Settlements::default();
        for (slot, (day, amount)) in (0..).zip(parts) {
            settlements.change(part(slot, *day, *amount), true);
        }
        settlements
    }

    fn part(slot: u32, day: i32, amount: i64) -> Settlement {
        Settlement {
            day,
            by: SettledBy::Payment,
            slot,
            amount,
        }
    }

    #[test]
    fn a_day_counts_what_is_dated_up_to_it() {
        let settlements = settled(&[(20, 30), (10, 100), (20, -100)]);
        for (day, sum) in [(9, 0), (10, 100), (19, 100), (20, 30), (99, 30)] {
            assert_eq!(settlements.up_to(day), sum, "day {day}");
        }
        assert_eq!(settlements.total(), 30);
        assert_eq!(Settlements::default().up_to(i32::MAX), 0);
    }

    #[test]
    fn headroom_is_what_no_later_day_needs() {
        // 100 from day 10, taken back on day 20, 60 from day 30.
        let settlements = settled(&[(10, 100), (20, -100), (30, 60)]);
        for (day, room, why) in [
            (5, 0, "all of it is taken on day 10"),
            (10, 0, "all of it is taken"),
            (19, 0, "still"),
            (20, 40, "free again, but 60 are taken later"),
            (30, 40, "the rest"),
            (99, 40, "the rest"),
        ] {
            assert_eq!(settlements.headroom(100, day), room, "day {day}: {why}");
        }
        assert_eq!(Settlements::default().headroom(100, 0), 100);
        assert_eq!(settlements.headroom(50, 5), -50, "overdrawn is negative");
    }

    #[test]
    fn within_a_day_the_order_does_not_matter() {
        for (parts, whole, within, why) in [
            (&[][..], 0, true, "nothing"),
            (&[(1, 100)], 100, true, "all of it"),
            (&[(1, 101)], 100, false, "more than it"),
            (&[(1, -1)], 100, false, "less than nothing"),
            (
                &[(1, 100), (2, 100), (2, -100)],
                100,
                true,
                "moved on one day",
            ),
            (
                &[(1, 100), (2, 100), (3, -100)],
                100,
                false,
                "twice for a day",
            ),
            (&[(1, -50), (1, 50)], 0, true, "nothing on balance"),
            (
                &[(1, -50), (2, 50)],
                100,
                false,
                "taken back before it came",
            ),
        ] {
            assert_eq!(settled(parts).stays_within(whole), within, "{why}");
        }
    }

    #[test]
    fn what_is_taken_away_leaves_no_trace() {
        let mut settlements = settled(&[(10, 100), (20, 30)]);
        settlements.change(part(1, 20, 30), false);
        assert_eq!(settlements, settled(&[(10, 100)]));
        settlements.change(part(7, 20, 30), false);
        settlements.change(part(0, 10, 100), true);
        assert_eq!(
            settlements,
            settled(&[(10, 100)]),
            "not there, and there already"
        );
        settlements.change(part(0, 10, 100), false);
        assert_eq!(settlements, Settlements::default());
    }

    proptest! {
        #[test]
        fn settlements_are_the_sums_of_their_parts(
            facts in prop::collection::vec((0_i32..30, -50_i64..100), 0..12),
            drop in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
            whole in 0_i64..300,
            day in -1_i32..32,
        ) {
            let mut settlements = settled(&facts);
            let mut left: Vec<_> = (0..).zip(facts).collect();
            for index in drop {
                if !left.is_empty() {
                    let (slot, (day, amount)) = left.remove(index.index(left.len()));
                    settlements.change(part(slot, day, amount), false);
                }
            }
            let up_to = |day| left.iter().filter(|(_, part)| part.0 <= day).map(|(_, part)| part.1).sum::<i64>();
            prop_assert_eq!(settlements.up_to(day), up_to(day));
            let within = (0..30).all(|day| (0..=whole).contains(&up_to(day)));
            prop_assert_eq!(settlements.stays_within(whole), within);
            let highest = (day..=32).map(up_to).max().unwrap_or(0);
            prop_assert_eq!(settlements.headroom(whole, day), whole - highest);
        }
    }
}
