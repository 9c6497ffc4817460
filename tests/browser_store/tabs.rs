//! Tabs that hear each other.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use ledger::journal::{BookId, Head};
use owed::store::tabs::{Build, Notice, Tabs};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::history::{CHAIN, entry, new_book};

fn build(number: u64) -> Build {
    Build {
        number,
        id: format!("build {number}"),
    }
}

/// A tab and what it heard.
struct Listener {
    tabs: Tabs,
    heard: Rc<RefCell<Vec<Notice>>>,
    waiting: Rc<RefCell<Option<js_sys::Function>>>,
}

impl Listener {
    fn join(book: &BookId, number: u64) -> Listener {
        let heard: Rc<RefCell<Vec<Notice>>> = Rc::default();
        let waiting: Rc<RefCell<Option<js_sys::Function>>> = Rc::default();
        let hear = {
            let (heard, waiting) = (Rc::clone(&heard), Rc::clone(&waiting));
            move |notice| {
                heard.borrow_mut().push(notice);
                if let Some(wake) = waiting.take() {
                    wake.call0(&JsValue::NULL).expect("woken");
                }
            }
        };
        let tabs = Tabs::join(book, build(number), hear).expect("joined");
        Listener {
            tabs,
            heard,
            waiting,
        }
    }

    /// Waits until it heard so many notices.
    async fn hears(&self, count: usize) -> Vec<Notice> {
        while self.heard.borrow().len() < count {
            let next = Promise::new(&mut |resolve, _| {
                self.waiting.replace(Some(resolve));
            });
            JsFuture::from(next).await.expect("woken");
        }
        self.heard.borrow().clone()
    }
}

#[wasm_bindgen_test]
async fn tabs_hear_each_other_and_not_themselves() {
    let book = new_book();
    let first = Listener::join(&book, 1);
    let second = Listener::join(&book, 1);
    let elsewhere = Listener::join(&new_book(), 1);
    let head = entry(&Head::EMPTY, CHAIN, "a").0;
    first.tabs.tell(&Notice::Committed { head }).expect("told");
    first.tabs.tell(&Notice::Replaced).expect("told");
    assert_eq!(
        second.hears(2).await,
        [Notice::Committed { head }, Notice::Replaced]
    );
    assert_eq!(*first.heard.borrow(), []);
    assert_eq!(*elsewhere.heard.borrow(), []);
    assert!(!first.tabs.outdated() && !second.tabs.outdated());
}

#[wasm_bindgen_test]
async fn a_tab_with_an_older_program_hears_that_it_is_outdated() {
    // Whichever opened first.
    for (first, second) in [(1, 2), (2, 1)] {
        let book = new_book();
        let (first, second) = (Listener::join(&book, first), Listener::join(&book, second));
        let (older, later) = match first.tabs.build().number {
            1 => (first, second),
            _ => (second, first),
        };
        assert_eq!(older.hears(1).await, [Notice::Outdated { by: build(2) }]);
        assert!(older.tabs.outdated());
        assert!(!later.tabs.outdated());
    }
}
