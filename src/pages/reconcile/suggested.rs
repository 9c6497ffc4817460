//! What the open lines may be, worked out beside the page.

use std::cell::Cell;
use std::rc::Rc;

use ledger::ids::BankAccountId;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::dispatch::{Long, Suggestions};
use crate::hooks::{use_dispatcher, use_view};
use crate::pages::reconcile::sorted::lines;

/// What the open lines may be, again after each change of the book. The ones
/// before stay until then: confirming checks them anew.
#[hook]
pub fn use_suggestions(account: Option<BankAccountId>) -> (Rc<Suggestions>, bool) {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let suggestions = use_state_eq(|| Rc::new(Suggestions::default()));
    let reading = use_state_eq(|| true);
    let wanted = use_mut_ref(|| account);
    *wanted.borrow_mut() = account;
    let running = use_memo((), |()| Cell::new(false));
    let gone = use_memo((), |()| Cell::new(false));
    {
        let gone = gone.clone();
        use_effect_with((), move |()| move || gone.set(true));
    }
    {
        let (suggestions, reading) = (suggestions.setter(), reading.setter());
        use_effect_with((view.book.head().seq, account), move |_| {
            if running.replace(true) {
                return;
            }
            spawn_local(async move {
                while !gone.get()
                    && let Some(book) = dispatcher.book()
                {
                    let account = *wanted.borrow();
                    let open = lines(&book, account).open;
                    let Ok(made) = dispatcher.suggest(&open, &Long::default()).await else {
                        break;
                    };
                    let seq = made.seq;
                    if gone.get() {
                        break;
                    }
                    suggestions.set(Rc::new(made));
                    let now = dispatcher.book().map(|book| book.head().seq);
                    if now == Some(seq) && account == *wanted.borrow() {
                        break;
                    }
                }
                running.set(false);
                if !gone.get() {
                    reading.set(false);
                }
            });
        });
    }
    ((*suggestions).clone(), *reading)
}
