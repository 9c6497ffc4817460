//! How pages reach the session: the view to read, the dispatcher to act.

use std::rc::Rc;

use yew::prelude::*;

use crate::dispatch::Dispatcher;
use crate::door::Door;
use crate::state::{View, ViewContext};

/// The session as it stands; the component renders anew when it changes.
///
/// # Panics
/// Outside of the shell, which is an error of the program.
#[hook]
pub fn use_view() -> Rc<View> {
    use_context::<ViewContext>()
        .expect("pages are shown within an open book")
        .0
}

/// The handle to act with; it never changes.
///
/// # Panics
/// Outside of the shell, which is an error of the program.
#[hook]
pub fn use_dispatcher() -> Dispatcher {
    use_context::<Dispatcher>().expect("the shell provides the dispatcher")
}

/// The way into the house; it never changes.
///
/// # Panics
/// Outside of the app, which is an error of the program.
#[hook]
pub fn use_door() -> Door {
    use_context::<Door>().expect("the app provides the door")
}
