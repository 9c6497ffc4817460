//! Which amounts add up to a sum: exactly one choice, or several.

/// Amounts that are tried in every combination.
const ALL_MAX: usize = 12;
/// Amounts of which a few are tried together.
const FEW_OF_MAX: usize = 24;
const FEW: usize = 3;
/// Choices that are told at the most.
const CHOICES_MAX: usize = 4;
/// Invoices of one customer of which each is tried by itself against more
/// than its amount.
pub(super) const MANY: usize = 200;

/// What adds up to a sum.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Choices {
    /// Places in the list, rising; at most a few choices, those of the fewest
    /// amounts first.
    pub found: Vec<Vec<usize>>,
    /// Whether all there are were looked at.
    pub complete: bool,
}

/// The choices of two or more of `amounts`, all above zero, that come to
/// `sum`. Of many amounts only some of the first ones are tried, and all of
/// them together.
pub(super) fn adding_up_to(amounts: &[i64], sum: i64) -> Choices {
    let mut choices = Choices {
        found: Vec::new(),
        complete: amounts.len() <= ALL_MAX,
    };
    let tried = &amounts[..amounts.len().min(FEW_OF_MAX)];
    // The largest first: branches that cannot reach the sum end early.
    let mut order: Vec<usize> = (0..tried.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(tried[*place]));
    let mut rest = vec![0_i64; order.len() + 1];
    for at in (0..order.len()).rev() {
        rest[at] = rest[at + 1] + tried[order[at]];
    }
    let mut search = Search {
        amounts: tried,
        order: &order,
        rest: &rest,
        most: if choices.complete { ALL_MAX } else { FEW },
        taken: Vec::new(),
        choices: &mut choices,
    };
    search.from(0, sum);
    if amounts.len() > ALL_MAX && amounts.iter().sum::<i64>() == sum {
        choices.found.push((0..amounts.len()).collect());
    }
    choices
        .found
        .sort_by_key(|choice| (choice.len(), choice.clone()));
    choices
}

struct Search<'a> {
    amounts: &'a [i64],
    order: &'a [usize],
    /// What is left from each place on.
    rest: &'a [i64],
    /// Amounts of a choice at the most.
    most: usize,
    taken: Vec<usize>,
    choices: &'a mut Choices,
}

impl Search<'_> {
    fn from(&mut self, at: usize, left: i64) {
        if left == 0 {
            if self.taken.len() > 1 {
                let mut choice = self.taken.clone();
                choice.sort_unstable();
                self.choices.found.push(choice);
            }
            return;
        }
        if self.choices.found.len() >= CHOICES_MAX {
            self.choices.complete = false;
            return;
        }
        if at == self.order.len() || self.rest[at] < left || self.taken.len() == self.most {
            return;
        }
        let place = self.order[at];
        let amount = self.amounts[place];
        if amount <= left {
            self.taken.push(place);
            self.from(at + 1, left - amount);
            self.taken.pop();
        }
        self.from(at + 1, left);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_choices_are_found() {
        let found = |amounts: &[i64], sum| adding_up_to(amounts, sum).found;
        assert_eq!(found(&[119_000, 35_700, 20_000], 154_700), [vec![0, 1]]);
        assert_eq!(
            found(&[100, 60, 40], 100),
            [vec![1, 2]],
            "one alone is no sum"
        );
        assert_eq!(
            found(&[50, 50, 50], 100),
            [vec![0, 1], vec![0, 2], vec![1, 2]]
        );
        assert_eq!(found(&[50, 70], 100), Vec::<Vec<usize>>::new());
        let many: Vec<i64> = (1..=30).map(|n| n * 1_001).collect();
        let all = adding_up_to(&many, many.iter().sum());
        assert_eq!(all.found.last(), Some(&(0..30).collect()));
        assert!(!all.complete);
    }

    proptest! {
        #[test]
        fn the_same_as_trying_every_subset(
            amounts in prop::collection::vec(1_i64..60, 0..9),
            sum in 1_i64..200,
        ) {
            let mut slow: Vec<Vec<usize>> = Vec::new();
            for mask in 0_u32..1 << amounts.len() {
                let choice: Vec<usize> = (0..amounts.len()).filter(|at| mask >> at & 1 == 1).collect();
                if choice.len() > 1 && choice.iter().map(|at| amounts[*at]).sum::<i64>() == sum {
                    slow.push(choice);
                }
            }
            slow.sort_by_key(|choice| (choice.len(), choice.clone()));
            let quick = adding_up_to(&amounts, sum);
            if quick.complete {
                prop_assert_eq!(quick.found, slow);
            } else {
                prop_assert!(quick.found.iter().all(|choice| slow.contains(choice)));
            }
        }
    }
}
