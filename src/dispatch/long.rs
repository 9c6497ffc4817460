//! Long work that a page asked for: in slices, with how far it has come, and
//! given up where it is not wanted any more. Given up, nothing was done.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;

use ledger::slices::{Steps, go_on};
use yew::Callback;

use super::NotDone;
use crate::platform::pause::Slices;

/// Where long work is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    pub part: Part,
    /// Steps done of the part that goes on, and all of them.
    pub steps: (usize, usize),
}

/// What is being done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Part {
    #[default]
    Reading,
    Checking,
    /// The entries are made and the book that they come to.
    Preparing,
    /// The transaction is under way: it cannot be given up any more.
    Saving,
}

/// A page's handle on one piece of long work.
#[derive(Clone, Default)]
pub struct Long(Rc<Inner>);

#[derive(Default)]
struct Inner {
    steps: Steps,
    part: Cell<Part>,
    cancelled: Cell<bool>,
    told: RefCell<Callback<(Long, Progress)>>,
}

impl PartialEq for Long {
    fn eq(&self, other: &Long) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Long {
    /// Work that tells where it is.
    pub fn telling(told: Callback<(Long, Progress)>) -> Long {
        let long = Long::default();
        long.0.told.replace(told);
        long.tell();
        long
    }

    /// The work ends at its next rest, as [`NotDone::Cancelled`].
    pub fn cancel(&self) {
        self.0.cancelled.set(true);
    }

    pub(super) fn steps(&self) -> &Steps {
        &self.0.steps
    }

    pub(super) fn begin(&self, part: Part, steps: usize) {
        self.0.part.set(part);
        self.0.steps.begin(steps);
        self.tell();
    }

    fn tell(&self) {
        let progress = Progress {
            part: self.0.part.get(),
            steps: self.0.steps.progress(),
        };
        self.0.told.borrow().emit((self.clone(), progress));
    }

    /// Does work that rests at its steps, and lets the page breathe.
    pub(super) async fn drive<T>(&self, work: impl Future<Output = T>) -> Result<T, NotDone> {
        let mut work = pin!(work);
        let mut slices = Slices::begin();
        loop {
            if let Some(value) = go_on(work.as_mut()) {
                return Ok(value);
            }
            if slices.is_over() {
                self.tell();
                slices.breathe().await;
                if self.0.cancelled.get() {
                    return Err(NotDone::Cancelled);
                }
            }
        }
    }
}
