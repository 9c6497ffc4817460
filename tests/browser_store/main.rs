//! The store on a real IndexedDB: each case, and a planted fault that its
//! checker must catch.

#![cfg(target_arch = "wasm32")]

mod appending;
mod commands;
mod connection;
mod damage;
mod erasure;
mod hands;
mod history;
mod restoring;
mod sealing;
mod sentinel;
mod snapshot;
mod tabs;
mod values;

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

/// Runs two futures at once.
pub(crate) async fn both<A, B>(first: A, second: B) -> (A::Output, B::Output)
where
    A: Future + 'static,
    B: Future + 'static,
{
    let (first_value, first) = kept(first);
    let (second_value, second) = kept(second);
    let all = Promise::all(&Array::of2(&first, &second));
    JsFuture::from(all).await.expect("neither fails");
    let taken = (first_value.take(), second_value.take());
    (taken.0.expect("done"), taken.1.expect("done"))
}

fn kept<F: Future + 'static>(future: F) -> (Rc<RefCell<Option<F::Output>>>, Promise) {
    let value = Rc::new(RefCell::new(None));
    let promise = future_to_promise({
        let value = Rc::clone(&value);
        async move {
            let output = future.await;
            value.replace(Some(output));
            Ok(JsValue::UNDEFINED)
        }
    });
    (value, promise)
}

pub(crate) fn js_bytes(bytes: &[u8]) -> Uint8Array {
    Uint8Array::from(bytes)
}

/// Whether the checker named a fault.
pub(crate) fn caught(result: Result<(), String>) -> bool {
    result.is_err()
}
