//! The day turns while a book is open: what is open, late or due is that of
//! the new day, and what is being typed stays.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::Session;
use crate::platform::day;

impl Session {
    /// Shows each new day, as long as the book is open.
    pub fn follow_day(self: &Rc<Self>) {
        let session = Rc::downgrade(self);
        spawn_local(async move {
            loop {
                day::may_have_turned().await;
                let Some(session) = session.upgrade().filter(|known| !known.closed.get()) else {
                    return;
                };
                if session.today() != session.view().today {
                    // A view that is shown is of the day it is made on.
                    session.publish(|_| {});
                }
            }
        });
    }
}
