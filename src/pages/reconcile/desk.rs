//! Where one is at the desk: which lines are looked at, which one is in hand,
//! what is typed of it, and which are marked.

use std::rc::Rc;

use ledger::bank::matching::Way;
use ledger::ids::BankLineId;
use yew::prelude::*;

use crate::form::Problems;
use crate::form::reconcile::ReconcileForm;
use crate::pages::reconcile::several::Marks;
use crate::pages::reconcile::sorted::Looked;

/// What was typed about one line.
#[derive(Clone, PartialEq)]
pub struct Typed {
    pub line: BankLineId,
    pub form: ReconcileForm,
    pub way: Option<Way>,
    pub problems: Problems,
}

/// What the page asks about lines that are nothing of a customer.
#[derive(Clone, PartialEq, Debug)]
pub struct WhyNot {
    pub lines: Rc<Vec<BankLineId>>,
    /// All lines like it.
    pub always: bool,
}

#[derive(Clone, PartialEq, Default)]
pub struct Desk {
    pub looked: Looked,
    /// The line in hand, as long as it is shown.
    current: Option<BankLineId>,
    typed: Option<Typed>,
    pub marks: Marks,
    pub why_not: Option<WhyNot>,
    /// Why a fact of a closed period is recorded, where somebody says so.
    pub reason: String,
}

pub enum Step {
    /// Takes another line in hand.
    Take(BankLineId),
    Type(Typed),
    Mark(Marks),
    Look(Looked),
    /// Asks why lines are nothing of a customer; no more where it is `None`.
    Ask(Option<WhyNot>),
    Reason(String),
    /// It is known what the line was: goes on with another.
    Done(Option<BankLineId>),
}

impl Desk {
    /// The line in hand: the first one as long as nobody chose one that is
    /// shown.
    pub fn here(&self, shown: &[BankLineId]) -> Option<BankLineId> {
        let current = self.current.filter(|line| shown.contains(line));
        current.or(shown.first().copied())
    }

    /// What was typed about a line.
    pub fn typed(&self, line: Option<BankLineId>) -> Option<&Typed> {
        let typed = self.typed.as_ref();
        typed.filter(|typed| Some(typed.line) == line)
    }

    /// The marked lines that are shown.
    pub fn marked(&self, shown: &[BankLineId]) -> Vec<BankLineId> {
        let marked = shown.iter().filter(|line| self.marks.contains(line));
        marked.copied().collect()
    }

    fn after(mut self, step: Step) -> Desk {
        match step {
            Step::Take(line) => {
                self.typed = None;
                self.current = Some(line);
            }
            Step::Type(typed) => self.typed = Some(typed),
            Step::Mark(marks) => self.marks = marks,
            Step::Look(looked) => {
                self.typed = None;
                self.marks = Marks::default();
                self.looked = looked;
            }
            Step::Ask(why_not) => self.why_not = why_not,
            Step::Reason(reason) => self.reason = reason,
            // Which lines are looked at stays.
            Step::Done(next) => {
                self = Desk {
                    looked: self.looked,
                    current: next,
                    ..Desk::default()
                }
            }
        }
        self
    }
}

impl Reducible for Desk {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        Rc::new(Rc::unwrap_or_clone(self).after(step))
    }
}

/// The line that stands where this one stood, once this one is gone.
pub fn next(shown: &[BankLineId], here: Option<BankLineId>) -> Option<BankLineId> {
    let place = shown.iter().position(|known| Some(*known) == here)?;
    let next = shown.get(place + 1);
    next.or_else(|| shown.get(place.checked_sub(1)?)).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use ledger::ids::Chain;

    use super::*;
    use crate::pages::reconcile::sorted::Group;

    fn line(place: u32) -> BankLineId {
        format!("{}-{place}", Chain::default())
            .parse()
            .expect("an id")
    }

    fn typed(place: u32) -> Typed {
        Typed {
            line: line(place),
            form: ReconcileForm::default(),
            way: Some(Way::Receipt),
            problems: Problems::default(),
        }
    }

    /// All that a desk can hold at once.
    fn full() -> Desk {
        let marks: BTreeSet<BankLineId> = [line(1), line(2)].into();
        Desk {
            looked: Looked {
                group: Group::All,
                money_out: true,
            },
            current: Some(line(2)),
            typed: Some(typed(2)),
            marks: Rc::new(marks),
            why_not: Some(WhyNot {
                lines: Rc::new(vec![line(2)]),
                always: false,
            }),
            reason: "An audit".to_owned(),
        }
    }

    #[test]
    fn what_was_typed_goes_with_its_line() {
        let desk = full().after(Step::Take(line(1)));
        assert!(desk.typed(Some(line(2))).is_none());
        assert_eq!(desk.here(&[line(1), line(2)]), Some(line(1)));
        assert_eq!(desk.marked(&[line(1), line(2)]), [line(1), line(2)]);
        assert_eq!(desk.reason, "An audit");
        let again = desk.after(Step::Type(typed(1)));
        assert!(again.typed(Some(line(1))).is_some());
        assert!(again.typed(Some(line(2))).is_none());
    }

    #[test]
    fn other_lines_are_looked_at_without_marks() {
        let desk = full().after(Step::Look(Looked::default()));
        assert!(desk.typed(Some(line(2))).is_none());
        assert_eq!(desk.marked(&[line(1), line(2)]), []);
        assert!(!desk.looked.money_out);
        assert_eq!(desk.here(&[line(1)]), Some(line(1)), "it is not shown");
    }

    #[test]
    fn what_is_done_leaves_nothing_but_where_one_looks() {
        let desk = full().after(Step::Done(Some(line(3))));
        assert!(desk.looked.money_out);
        assert_eq!(desk.here(&[line(1), line(3)]), Some(line(3)));
        assert!(desk.why_not.is_none() && desk.reason.is_empty());
        assert_eq!(desk.marked(&[line(1), line(2)]), []);
    }

    #[test]
    fn the_next_line_stands_where_this_one_stood() {
        let lines = [line(1), line(2), line(3)];
        for (here, then) in [(1, Some(2)), (2, Some(3)), (3, Some(2)), (4, None)] {
            assert_eq!(next(&lines, Some(line(here))), then.map(line), "{here}");
        }
        assert_eq!(next(&lines[..1], Some(line(1))), None);
        assert_eq!(next(&lines, None), None);
    }
}
