//! The product's side of the measurements: what `bench.js` calls and times.
//!
//! Everything goes the way the pages go: a [`Dispatcher`] opens the book, runs
//! the command, makes the backup and restores it. The floors are in
//! `bench.js`. Never part of the app.

mod book;
mod list;
mod matching;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, Function};
use ledger::business::GapReason;
use ledger::command::{Command, IssueInvoice};
use ledger::date::Date;
use ledger::journal::BookId;
use ledger::report::aging::{self, Options};
use ledger::report::dso::{self, Period};
use ledger::report::kpi::ZeroSales;
use ledger::report::worklist::worklist;
use owed::dispatch::Dispatcher;
use owed::platform::files::ChosenFile;
use owed::platform::{clock, pause};
use owed::state::{Check, Stage, View, ViewContext};
use owed::store::sentinel::Sentinel;
use owed::store::{Store, StoredBytes, save_snapshot};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, File};
use yew::Callback;

/// A book that is open, and the newest view of it.
struct Open {
    dispatcher: Dispatcher,
    view: Rc<RefCell<Option<Rc<View>>>>,
}

thread_local! {
    static OPEN: RefCell<BTreeMap<u32, Open>> = const { RefCell::new(BTreeMap::new()) };
}

/// The bench is not cut into parts.
fn all_commands() -> std::pin::Pin<Box<dyn Future<Output = Option<ledger::command::Execute>>>> {
    Box::pin(async { Some(ledger::command::execute_boxed as ledger::command::Execute) })
}

fn main() {}

/// Makes the book of `size` invoices; `keep` takes its records as JSON.
#[wasm_bindgen]
pub async fn make(size: u32, keep: Function) -> Result<String, JsValue> {
    let today = clock::today().map_err(text)?;
    let (store, made) = book::make(&id(size), size, today).await.map_err(text)?;
    book::keep_records(&made.book, &keep).await?;
    let saved = save_snapshot(&store, &made.book, || true).await;
    let snapshot = store
        .load_snapshot()
        .await
        .map_err(text)?
        .ok_or("no snapshot")?;
    let bytes: usize = snapshot.parts.iter().map(StoredBytes::len).sum();
    Ok(format!(
        "{{\"entries\":{},\"journal_bytes\":{},\"records\":{},\"snapshot_bytes\":{bytes},\"snapshot_parts\":{},\"saved\":{saved}}}",
        made.book.head().seq,
        made.journal_bytes,
        made.records,
        snapshot.parts.len(),
    ))
}

/// Bank lines against open invoices of so many customers.
#[wasm_bindgen]
pub async fn match_lines(invoices: u32, customers: u32, lines: u32) -> String {
    matching::measure(invoices, customers, lines).await
}

/// Opens the book, until its aging of today stands. In ms.
#[wasm_bindgen]
pub async fn open(size: u32) -> Result<f64, JsValue> {
    let view: Rc<RefCell<Option<Rc<View>>>> = Rc::default();
    let first = Rc::new(RefCell::new(None));
    let stage = {
        let (view, first) = (view.clone(), first.clone());
        Callback::from(move |stage| {
            let Stage::Ready(ready) = stage else { return };
            if first.borrow().is_none() {
                let aging = aging::aging(&ready.0.book, &Options::as_of(ready.0.today));
                first.replace(Some((clock::ticks_ms(), aging)));
            }
            view.replace(Some(ready.0));
        })
    };
    let start = clock::ticks_ms();
    let dispatcher = Dispatcher::new(stage, all_commands);
    dispatcher.open_book(&id(size), false).await;
    let (end, aging) = first.take().ok_or("the book did not open")?;
    if aging.map_err(text)?.currencies.is_empty() {
        return Err("nothing is outstanding".into());
    }
    OPEN.with_borrow_mut(|open| open.insert(size, Open { dispatcher, view }));
    Ok(end - start)
}

#[wasm_bindgen]
pub fn memory_bytes() -> f64 {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let buffer: js_sys::ArrayBuffer = memory.buffer().unchecked_into();
    f64::from(buffer.byte_length())
}

/// Aging and DSO of all customers, `days_ago` days before today: ms per run.
/// The browser's clock is coarse, so a sample is as many runs as take 5 ms.
#[wasm_bindgen]
pub fn figures(size: u32, days_ago: u32, samples: u32) -> Result<Vec<f64>, JsValue> {
    let view = view(size)?;
    let day = view.today.minus_days(days_ago).map_err(text)?;
    Ok(taken(samples, || {
        std::hint::black_box(all_figures(&view, day));
    }))
}

/// Whom to remind today: ms per run.
#[wasm_bindgen]
pub fn remind(size: u32, samples: u32) -> Result<Vec<f64>, JsValue> {
    let view = view(size)?;
    Ok(taken(samples, || {
        drop(std::hint::black_box(worklist(&view.book, view.today)));
    }))
}

/// How long work takes, run after run.
fn taken(samples: u32, work: impl Fn()) -> Vec<f64> {
    let mut runs = 1_u32;
    let mut taken = Vec::new();
    while taken.len() < usize::try_from(samples).unwrap_or(0) {
        let start = clock::ticks_ms();
        for _ in 0..runs {
            work();
        }
        let took = clock::ticks_ms() - start;
        if took < 5.0 {
            runs *= 2;
            taken.clear();
        } else {
            taken.push(took / f64::from(runs));
        }
    }
    taken
}

fn all_figures(view: &View, day: Date) -> usize {
    let aging = aging::aging(&view.book, &Options::as_of(day));
    let currencies = aging.map_or_else(|_| Vec::new(), |aging| aging.currencies);
    let figures = currencies.iter().map(|aging| {
        let period = Period::last_days(day, 90);
        let figures = dso::figures(&view.book, aging.currency, period, ZeroSales::Count);
        figures.customers.len()
    });
    figures.sum()
}

/// Shows the list of documents as the app does.
#[wasm_bindgen]
pub fn show_list(size: u32) -> Result<(), JsValue> {
    let list = list::ListProps {
        dispatcher: dispatcher(size)?,
        view: ViewContext(view(size)?),
    };
    let place = gloo::utils::document()
        .get_element_by_id("list")
        .ok_or("no place for the list")?;
    yew::Renderer::<list::List>::with_root_and_props(place, list).render();
    Ok(())
}

/// Waits for the check of the whole book; whether it passed.
#[wasm_bindgen]
pub async fn checked(size: u32) -> Result<bool, JsValue> {
    loop {
        match view(size)?.check {
            Check::Running => pause::wait_ms(20).await,
            Check::Passed { .. } => return Ok(true),
            Check::Failed => return Ok(false),
        }
    }
}

/// Issues one invoice to one of the book's customers.
#[wasm_bindgen]
pub async fn issue(size: u32, round: u32) -> Result<(), JsValue> {
    let (dispatcher, view) = (dispatcher(size)?, view(size)?);
    let slots = view.book.customers().slots();
    let slot = usize::try_from(round).unwrap_or(0) * 7 % slots.max(1);
    let customer = view.book.customers().id_at(slot);
    let command = Command::IssueInvoice(Box::new(IssueInvoice {
        draft: None,
        document: book::document(customer, round),
        date: view.today,
        series: None,
        rate: None,
        settle_original: false,
    }));
    dispatcher.run(command, None, None).await.map_err(text)?;
    Ok(())
}

/// The bytes of the newest entry.
#[wasm_bindgen]
pub async fn last_entry(size: u32) -> Result<Vec<u8>, JsValue> {
    let seq = view(size)?.book.head().seq;
    let store = Store::open(&id(size)).await.map_err(text)?;
    let entry = store.entry(seq).await.map_err(text)?;
    entry.ok_or_else(|| "no entry".into())
}

/// Makes the backup: the whole file.
#[wasm_bindgen]
pub async fn backup(size: u32) -> Result<Blob, JsValue> {
    let (file, _) = dispatcher(size)?.backup_file().await?;
    file.into_blob("application/json").map_err(text)
}

/// Deletes the book with all that the device knows of it.
#[wasm_bindgen]
pub async fn forget(size: u32) -> Result<(), JsValue> {
    if let Some(open) = OPEN.with_borrow_mut(|open| open.remove(&size)) {
        open.dispatcher.close();
    }
    Sentinel::forget(&id(size)).map_err(text)?;
    Store::delete(&id(size)).await.map_err(text)
}

/// Restores the backup and opens its book. In ms.
#[wasm_bindgen]
pub async fn restore(blob: Blob) -> Result<f64, JsValue> {
    let parts = Array::of1(&blob);
    let file = File::new_with_blob_sequence(&parts, "backup.json")?;
    let ready = Rc::new(RefCell::new(None));
    let dispatcher = {
        let ready = ready.clone();
        Dispatcher::new(
            Callback::from(move |stage| {
                if let Stage::Ready(view) = stage {
                    ready.replace(Some(view.0.book.head().seq));
                }
            }),
            all_commands,
        )
    };
    let file = ChosenFile::from(file);
    let planned = dispatcher.plan_restore(&file).await;
    let plan = planned.map_err(|failure| format!("{failure:?}"))?;
    let start = clock::ticks_ms();
    let restored = dispatcher
        .restore(&file, &plan, &[], GapReason::OlderBackup)
        .await;
    let took = clock::ticks_ms() - start;
    restored.map_err(|failure| format!("{failure:?}"))?;
    dispatcher.close();
    if ready.take().is_none() {
        return Err("the restored book did not open".into());
    }
    Ok(took)
}

fn id(size: u32) -> BookId {
    BookId(format!("{size:032x}"))
}

fn view(size: u32) -> Result<Rc<View>, JsValue> {
    OPEN.with_borrow(|open| open.get(&size).and_then(|open| open.view.borrow().clone()))
        .ok_or_else(|| "the book is not open".into())
}

fn dispatcher(size: u32) -> Result<Dispatcher, JsValue> {
    OPEN.with_borrow(|open| open.get(&size).map(|open| open.dispatcher.clone()))
        .ok_or_else(|| "the book is not open".into())
}

fn text(error: impl std::fmt::Display) -> JsValue {
    error.to_string().into()
}
