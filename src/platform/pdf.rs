//! The program that makes PDFs, in a worker of its own.
//!
//! It is loaded when the first PDF is made, and stays for the next. Nothing
//! here knows what is in the bytes.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array, global};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, Worker};

/// Two minutes: the largest document takes a small part of it on a phone.
const PATIENCE_MS: i32 = 120_000;

thread_local! {
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// Why nothing came back.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotMade {
    #[error("the part of Owed that makes PDFs could not be loaded")]
    NotLoaded,
    #[error("the making of the PDF stopped: {0}")]
    Stopped(String),
    #[error("the making of the PDF took too long")]
    TooLong,
}

/// Whether this build has it.
pub fn is_there() -> bool {
    offer().is_some()
}

/// What becomes of the bytes of a document.
///
/// # Errors
/// [`NotMade`]; another try begins anew.
pub async fn make(document: &[u8]) -> Result<Vec<u8>, NotMade> {
    let answer = asked(document).await;
    if answer.is_err() {
        // The next try begins with a worker that nothing happened to.
        if let Some(worker) = WORKER.take() {
            worker.terminate();
        }
    }
    answer
}

async fn asked(document: &[u8]) -> Result<Vec<u8>, NotMade> {
    let (worker, url) = worker().ok_or(NotMade::NotLoaded)?;
    let channel = MessageChannel::new().map_err(|_| NotMade::NotLoaded)?;
    let (here, there) = (channel.port1(), channel.port2());
    let message = Object::new();
    let bytes = Uint8Array::from(document);
    for (name, value) in [("url", &url), ("bytes", &bytes)] {
        Reflect::set(&message, &name.into(), value).map_err(|_| NotMade::NotLoaded)?;
    }
    let answered = Promise::new(&mut |resolve: Function, reject: Function| {
        here.set_onmessage(Some(&resolve));
        // A worker whose own file cannot be loaded only says that.
        worker.set_onerror(Some(&reject));
        if let Some(window) = web_sys::window() {
            drop(
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE_MS),
            );
        }
    });
    worker
        .post_message_with_transfer(&message, &Array::of1(&there))
        .map_err(|_| NotMade::NotLoaded)?;
    let event = JsFuture::from(answered).await;
    here.close();
    worker.set_onerror(None);
    let event = event.map_err(|_| NotMade::NotLoaded)?;
    if event.is_undefined() {
        return Err(NotMade::TooLong);
    }
    let data = Reflect::get(&event, &"data".into()).map_err(|_| NotMade::NotLoaded)?;
    match data.dyn_into::<Uint8Array>() {
        Ok(bytes) => Ok(bytes.to_vec()),
        Err(told) => Err(failure(&told.as_string().unwrap_or_default())),
    }
}

fn failure(told: &str) -> NotMade {
    match told.split_once(": ") {
        Some(("stopped", why)) => NotMade::Stopped(why.to_owned()),
        _ => NotMade::NotLoaded,
    }
}

/// The worker, begun where there is none, and where its program is.
fn worker() -> Option<(Worker, JsValue)> {
    let offer = offer()?;
    let url = Reflect::get(&offer, &"url".into()).ok()?;
    let known = WORKER.with_borrow(Clone::clone);
    if let Some(worker) = known {
        return Some((worker, url));
    }
    let start: Function = Reflect::get(&offer, &"start".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let worker: Worker = start.call0(&offer).ok()?.dyn_into().ok()?;
    WORKER.set(Some(worker.clone()));
    Some((worker, url))
}

/// What `static/boot.js` offers.
fn offer() -> Option<Object> {
    Reflect::get(&global(), &"owedPdf".into())
        .ok()?
        .dyn_into()
        .ok()
}
