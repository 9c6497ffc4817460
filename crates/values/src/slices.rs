//! Long work in slices.
//!
//! What may take long is an `async` function that rests at each [`Steps::step`]
//! some records apart. Whoever drives it decides at each rest whether to go
//! on at once, to do something else first, or to drop it: then nothing was
//! done. Nothing here knows a clock, a thread or the browser.

use std::cell::Cell;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// Steps between two rests: some hundred microseconds of work.
const REST: usize = 16;

/// How far long work has come.
#[derive(Debug, Default)]
pub struct Steps {
    done: Cell<usize>,
    all: Cell<usize>,
}

impl Steps {
    /// A part of the work begins, of so many steps.
    pub fn begin(&self, all: usize) {
        self.done.set(0);
        self.all.set(all);
    }

    /// One step is done; rests now and then.
    pub async fn step(&self) {
        self.done.set(self.done.get() + 1);
        if self.done.get().is_multiple_of(REST) {
            Rest(false).await;
        }
    }

    /// As many steps at once, and a rest.
    pub async fn steps(&self, count: usize) {
        self.done.set(self.done.get() + count);
        Rest(false).await;
    }

    /// Steps done of the part that goes on, and all of them.
    pub fn progress(&self) -> (usize, usize) {
        let all = self.all.get();
        (self.done.get().min(all), all)
    }
}

/// Gives way once.
struct Rest(bool);

impl Future for Rest {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

/// Does long work without a rest. Only for work that waits for nothing else.
pub fn at_once<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        if let Some(value) = go_on(work.as_mut()) {
            return value;
        }
    }
}

/// Goes on until the next rest, or the end.
pub fn go_on<T>(work: Pin<&mut impl Future<Output = T>>) -> Option<T> {
    match work.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_rests_and_says_how_far_it_is() {
        let steps = Steps::default();
        let mut work = pin!(async {
            steps.begin(40);
            for _ in 0..40 {
                steps.step().await;
            }
            "done"
        });
        assert_eq!(go_on(work.as_mut()), None);
        assert_eq!(steps.progress(), (16, 40));
        assert_eq!(go_on(work.as_mut()), None);
        assert_eq!(go_on(work.as_mut()), Some("done"));
        assert_eq!(at_once(steps.steps(7)), ());
        assert_eq!(steps.progress(), (40, 40));
    }
}
