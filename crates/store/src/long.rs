//! Long work in slices that let the page breathe, with how far it has come,
//! and given up where it is not wanted any more. Given up, nothing was done.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;

use ledger::slices::{Steps, go_on};

use super::failure::NotDone;
use super::pause::Slices;

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

/// A handle on one piece of long work, to tell of it and to give it up.
#[derive(Clone, Default)]
pub struct Long(Rc<Inner>);

/// Whoever is told how far it is.
type Tell = Box<dyn Fn(Long, Progress)>;

#[derive(Default)]
struct Inner {
    steps: Steps,
    part: Cell<Part>,
    cancelled: Cell<bool>,
    told: RefCell<Option<Tell>>,
}

impl PartialEq for Long {
    fn eq(&self, other: &Long) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Long {
    /// Work that tells where it is.
    pub fn telling(told: impl Fn(Long, Progress) + 'static) -> Long {
        let long = Long::default();
        long.0.told.replace(Some(Box::new(told)));
        long.tell();
        long
    }

    /// The work ends at its next rest, as [`NotDone::Cancelled`].
    pub fn cancel(&self) {
        self.0.cancelled.set(true);
    }

    /// What the work counts its steps on.
    pub fn steps(&self) -> &Steps {
        &self.0.steps
    }

    /// A part of the work begins, of so many steps; 0 where that is not known.
    pub fn begin(&self, part: Part, steps: usize) {
        self.0.part.set(part);
        self.0.steps.begin(steps);
        self.tell();
    }

    fn tell(&self) {
        let progress = Progress {
            part: self.0.part.get(),
            steps: self.0.steps.progress(),
        };
        if let Some(told) = &*self.0.told.borrow() {
            told(self.clone(), progress);
        }
    }

    /// Does work that rests at its steps, and lets the page breathe.
    ///
    /// # Errors
    /// [`NotDone::Cancelled`].
    pub async fn drive<T>(&self, work: impl Future<Output = T>) -> Result<T, NotDone> {
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
