//! IndexedDB as futures: connections, transactions, requests, keys.
//!
//! A layer of our own over web-sys instead of indexed_db_futures 0.6.4. There
//! `commit()` answers on the first `error` event, before the rollback, and
//! drops the reason of an `abort`, which is where a full disk is reported; so
//! neither "saved" nor "no room left" could be told exactly. Here a write is
//! done when `complete` fired and not done when `abort` fired, with its
//! reason. It is also smaller: opening, appending and reading took 33.2 kB of
//! brotli instead of 44.0. Nothing here knows what the stores hold.
//!
//! A transaction commits by itself as soon as nothing is asked of it: inside
//! one, nothing may be awaited but its own requests.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, Event, IdbCursor, IdbCursorDirection, IdbDatabase, IdbFactory, IdbKeyRange,
    IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbVersionChangeEvent,
};

use super::failure::{Damage, Failure};
use crate::digest::{self, Digesting};

pub const JOURNAL: &str = "journal";
pub const SEGMENTS: &str = "segments";
pub const SNAPSHOT: &str = "snapshot";
pub const BLOBS: &str = "blobs";
pub const SCRATCH: &str = "scratch";
pub const META: &str = "meta";

const STORES: [&str; 6] = [JOURNAL, SEGMENTS, SNAPSHOT, BLOBS, SCRATCH, META];

/// The layout of the stores. It hardly ever changes: new formats are new
/// versions of entries, not of the database.
const LAYOUT_VERSION: u32 = 1;

/// How long opening or deleting a database waits for connections to close.
const BLOCKED_MS_MAX: i32 = 3_000;

#[wasm_bindgen]
extern "C" {
    /// `IDBDatabase.transaction` with its options, which web-sys only offers
    /// behind an unstable flag.
    #[wasm_bindgen(extends = IdbDatabase)]
    type DurableDatabase;

    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn durable_transaction(
        this: &DurableDatabase,
        stores: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;

    /// `IDBFactory.databases`, which web-sys does not have.
    #[wasm_bindgen(extends = IdbFactory)]
    type ListingFactory;

    #[wasm_bindgen(method, catch)]
    fn databases(this: &ListingFactory) -> Result<Promise, JsValue>;
}

/// What a transaction may do and when it counts as done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Read,
    /// Done once it is flushed to the disk.
    Write,
    /// Done once the operating system has it: for what may be lost with the
    /// power.
    WriteRelaxed,
}

/// How a connection came to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// A transaction could not be begun or was cut off; reopening may help.
    Lost,
    Deleted,
    Superseded,
}

/// An open database. Dropping it closes it.
pub struct Connection {
    database: DurableDatabase,
    ended: Rc<Cell<Option<Ended>>>,
    created: bool,
    _on_version_change: Closure<dyn FnMut(IdbVersionChangeEvent)>,
}

impl Connection {
    /// Opens a database. Where there is none, `create` makes it; else the
    /// answer is [`Failure::Vanished`] and none is left behind.
    pub async fn open(name: &str, create: bool) -> Result<Connection, Failure> {
        let request = factory()?
            .open_with_u32(name, LAYOUT_VERSION)
            .map_err(|error| Failure::from_js(&error))?;
        let created = Rc::new(Cell::new(false));
        let upgrade = {
            let (request, created) = (request.clone(), Rc::clone(&created));
            Closure::once(move || {
                created.set(true);
                // A failure in here aborts the upgrade, and opening fails.
                lay_out(&request, create)
            })
        };
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let blocked = Promise::new(&mut |resolve, _| request.set_onblocked(Some(&resolve)));
        let answer = Request::new(Ok(request.clone().into()))?;
        let was_blocked = is_blocked(&answer.answered, &blocked).await;
        request.set_onupgradeneeded(None);
        if was_blocked {
            // Where it opens all the same, nobody holds it.
            let database = request.clone();
            let close = Closure::once_into_js(move || {
                if let Ok(database) = database.result() {
                    database.unchecked_into::<IdbDatabase>().close();
                }
            });
            request.set_onsuccess(Some(close.unchecked_ref()));
            return Err(Failure::Blocked);
        }
        let result = answer.result().await;
        match result {
            Ok(database) => Ok(Connection::new(database.unchecked_into(), created.get())),
            Err(_) if created.get() && !create => Err(Failure::Vanished),
            Err(failure) => Err(failure),
        }
    }

    fn new(database: DurableDatabase, created: bool) -> Connection {
        let ended = Rc::new(Cell::new(None));
        let on_version_change = {
            let (ended, database) = (Rc::clone(&ended), database.clone());
            Closure::new(move |event: IdbVersionChangeEvent| {
                ended.set(Some(match event.new_version() {
                    None => Ended::Deleted,
                    Some(_) => Ended::Superseded,
                }));
                database.close();
            })
        };
        database.set_onversionchange(Some(on_version_change.as_ref().unchecked_ref()));
        Connection {
            database,
            ended,
            created,
            _on_version_change: on_version_change,
        }
    }

    /// Whether opening made the database.
    pub fn created(&self) -> bool {
        self.created
    }

    /// Whether it is still good for use. `Ok(false)` means: reopen it.
    pub fn alive(&self) -> Result<bool, Failure> {
        match self.ended.get() {
            None => Ok(true),
            Some(Ended::Lost) => Ok(false),
            Some(Ended::Deleted) => Err(Failure::Deleted),
            Some(Ended::Superseded) => Err(Failure::Superseded),
        }
    }

    /// Marks it as lost, so that the next operation reopens the database.
    pub fn give_up(&self) {
        if self.ended.get().is_none() {
            self.ended.set(Some(Ended::Lost));
        }
        self.database.close();
    }

    pub fn begin(&self, stores: &[&str], access: Access) -> Result<Transaction, Failure> {
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let (mode, durability) = match access {
            Access::Read => ("readonly", "default"),
            Access::Write => ("readwrite", "strict"),
            Access::WriteRelaxed => ("readwrite", "relaxed"),
        };
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &durability.into())
            .and_then(|_| self.database.durable_transaction(&names, mode, &options))
            .map(|raw| Transaction::new(raw, access))
            .map_err(|error| Failure::from_js(&error))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.set_onversionchange(None);
        self.database.close();
    }
}

/// Deletes a database; its open connections are told and let go of it.
pub async fn delete(name: &str) -> Result<(), Failure> {
    let request = factory()?
        .delete_database(name)
        .map_err(|error| Failure::from_js(&error))?;
    let blocked = Promise::new(&mut |resolve, _| request.set_onblocked(Some(&resolve)));
    let request = Request::new(Ok(request.into()))?;
    if is_blocked(&request.answered, &blocked).await {
        return Err(Failure::Blocked);
    }
    request.result().await.map(drop)
}

/// Whether other connections keep a request from its answer. One that is just
/// closing blocks for a moment, a tab that does not listen for good.
async fn is_blocked(answered: &Promise, blocked: &Promise) -> bool {
    let first = Promise::race(&Array::of2(answered, blocked));
    if event_kind(JsFuture::from(first).await).as_deref() != Some("blocked") {
        return false;
    }
    let patience = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Without a timer it waits on for the answer.
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, BLOCKED_MS_MAX);
        }
    });
    let first = Promise::race(&Array::of2(answered, &patience));
    event_kind(JsFuture::from(first).await).is_none()
}

/// The names of all databases of this page.
pub async fn names() -> Result<Vec<String>, Failure> {
    let factory: ListingFactory = factory()?.unchecked_into();
    let listed = factory
        .databases()
        .map_err(|error| Failure::from_js(&error))?;
    let listed = JsFuture::from(listed)
        .await
        .map_err(|error| Failure::from_js(&error))?;
    let name = |database: JsValue| Reflect::get(&database, &"name".into()).ok()?.as_string();
    Ok(Array::from(&listed).iter().filter_map(name).collect())
}

fn factory() -> Result<IdbFactory, Failure> {
    let window = web_sys::window().ok_or_else(|| Failure::Unavailable("no window".to_owned()))?;
    match window.indexed_db() {
        Ok(Some(factory)) => Ok(factory),
        Ok(None) => Err(Failure::Unavailable("no IndexedDB".to_owned())),
        Err(error) => Err(Failure::Unavailable(Failure::from_js(&error).to_string())),
    }
}

fn lay_out(request: &IdbOpenDbRequest, create: bool) -> Result<(), JsValue> {
    if !create {
        return match request.transaction() {
            Some(upgrade) => upgrade.abort(),
            None => Ok(()),
        };
    }
    let database: IdbDatabase = request.result()?.unchecked_into();
    for name in STORES {
        database.create_object_store(name)?;
    }
    Ok(())
}

/// One transaction. Dropped before its end, it rolls back.
pub struct Transaction {
    raw: IdbTransaction,
    access: Access,
    finished: Promise,
    settled: Cell<bool>,
}

impl Transaction {
    fn new(raw: IdbTransaction, access: Access) -> Transaction {
        let finished = Promise::new(&mut |resolve, _| {
            raw.set_oncomplete(Some(&resolve));
            raw.set_onabort(Some(&resolve));
        });
        Transaction {
            raw,
            access,
            finished,
            settled: Cell::new(false),
        }
    }

    /// Ends it well: a write is done when this answers.
    pub async fn complete(self) -> Result<(), Failure> {
        self.settled.set(true);
        if self.access == Access::Read {
            // What was read is known already; there is nothing to wait for.
            return Ok(());
        }
        match self.outcome().await.as_deref() {
            Some("complete") => Ok(()),
            _ => Err(self
                .reason()
                .unwrap_or_else(|| Failure::Disconnected("aborted".to_owned()))),
        }
    }

    /// Rolls it back, waits until that is done, and answers why: the browser's
    /// reason where it has one, else `failure`.
    pub async fn roll_back(self, failure: Failure) -> Failure {
        self.settled.set(true);
        let asked = self.raw.abort().is_ok();
        self.outcome().await;
        match self.reason() {
            Some(reason) if !asked => reason,
            _ => failure,
        }
    }

    async fn outcome(&self) -> Option<String> {
        event_kind(JsFuture::from(self.finished.clone()).await)
    }

    fn reason(&self) -> Option<Failure> {
        let error: DomException = self.raw.error()?;
        Some(Failure::from_js(&error))
    }

    fn store(&self, name: &str) -> Result<IdbObjectStore, Failure> {
        self.raw
            .object_store(name)
            .map_err(|error| Failure::from_js(&error))
    }

    pub fn get(&self, store: &str, key: &JsValue) -> Result<Request, Failure> {
        Request::new(self.store(store)?.get(key))
    }

    /// All values of a range of keys, in the order of the keys.
    pub fn get_all(&self, store: &str, range: &JsValue) -> Result<Request, Failure> {
        Request::new(self.store(store)?.get_all_with_key(range))
    }

    /// The first value of a range of keys, as a list of one or none.
    pub fn get_first(&self, store: &str, range: &JsValue) -> Result<Request, Failure> {
        Request::new(self.store(store)?.get_all_with_key_and_limit(range, 1))
    }

    pub fn get_all_keys(&self, store: &str) -> Result<Request, Failure> {
        Request::new(self.store(store)?.get_all_keys())
    }

    pub fn count(&self, store: &str, range: &JsValue) -> Result<Request, Failure> {
        Request::new(self.store(store)?.count_with_key(range))
    }

    /// Asks for the last key of a range; see [`Request::key`].
    pub fn last_key(&self, store: &str, range: &JsValue) -> Result<Request, Failure> {
        let store = self.store(store)?;
        Request::new(
            store.open_key_cursor_with_range_and_direction(range, IdbCursorDirection::Prev),
        )
    }

    /// Puts a value under a key that must be free; else the whole transaction
    /// is rolled back. As with the other writes, nobody waits for its request:
    /// what counts is how the transaction ends.
    pub fn add(&self, store: &str, key: &JsValue, value: &JsValue) -> Result<(), Failure> {
        done(self.store(store)?.add_with_key(value, key))
    }

    pub fn put(&self, store: &str, key: &JsValue, value: &JsValue) -> Result<(), Failure> {
        done(self.store(store)?.put_with_key(value, key))
    }

    /// Puts a large value; it is copied before the answer comes. Of several,
    /// wait for each: the page breathes meanwhile.
    pub fn put_large(
        &self,
        store: &str,
        key: &JsValue,
        value: &StoredBytes,
    ) -> Result<Request, Failure> {
        Request::new(self.store(store)?.put_with_key(&value.0, key))
    }

    /// Deletes a key or a range of keys.
    pub fn delete(&self, store: &str, range: &JsValue) -> Result<(), Failure> {
        done(self.store(store)?.delete(range))
    }

    pub fn clear(&self, store: &str) -> Result<(), Failure> {
        done(self.store(store)?.clear())
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if !self.settled.get() {
            let _ = self.raw.abort();
        }
    }
}

fn done(request: Result<IdbRequest, JsValue>) -> Result<(), Failure> {
    request.map(drop).map_err(|error| Failure::from_js(&error))
}

/// A request on its way. Several may be on their way at once.
pub struct Request {
    raw: IdbRequest,
    answered: Promise,
}

impl Request {
    fn new(request: Result<IdbRequest, JsValue>) -> Result<Request, Failure> {
        let raw = request.map_err(|error| Failure::from_js(&error))?;
        let answered = Promise::new(&mut |resolve, _| {
            raw.set_onsuccess(Some(&resolve));
            raw.set_onerror(Some(&resolve));
        });
        Ok(Request { raw, answered })
    }

    pub async fn result(self) -> Result<JsValue, Failure> {
        // The promise only ever resolves; how it went is asked of the request.
        let _ = JsFuture::from(self.answered).await;
        match self.raw.error() {
            Ok(Some(error)) => Err(Failure::from_js(&error)),
            Ok(None) => self.raw.result().map_err(|error| Failure::from_js(&error)),
            Err(error) => Err(Failure::from_js(&error)),
        }
    }

    /// The value's bytes, `None` where the key is free.
    pub async fn bytes(self, store: &'static str) -> Result<Option<Vec<u8>>, Failure> {
        let value = self.result().await?;
        if value.is_undefined() {
            return Ok(None);
        }
        to_bytes(value, store).map(Some)
    }

    /// The bytes of all values.
    pub async fn all_bytes(self, store: &'static str) -> Result<Vec<Vec<u8>>, Failure> {
        self.list()
            .await?
            .iter()
            .map(|value| to_bytes(value, store))
            .collect()
    }

    /// The key that was asked for, `None` where the range has none.
    pub async fn key(self) -> Result<Option<Array>, Failure> {
        let cursor = self.result().await?;
        if cursor.is_null() {
            return Ok(None);
        }
        let cursor: IdbCursor = cursor.unchecked_into();
        let key = cursor.key().map_err(|error| Failure::from_js(&error))?;
        Ok(key.dyn_into().ok())
    }

    /// The value's bytes, which stay with the browser.
    pub async fn stored_bytes(self, store: &'static str) -> Result<Option<StoredBytes>, Failure> {
        let value = self.result().await?;
        if value.is_undefined() {
            return Ok(None);
        }
        match value.dyn_into() {
            Ok(bytes) => Ok(Some(StoredBytes(bytes))),
            Err(_) => Err(Damage::NotBytes(store).into()),
        }
    }

    pub async fn list(self) -> Result<Array, Failure> {
        Ok(self.result().await?.unchecked_into())
    }

    /// The answer to a count.
    pub async fn number(self) -> Result<u32, Failure> {
        Ok(to_number(&self.result().await?))
    }
}

/// The bytes of a value, still with the browser: of large values, only those
/// that are worked on have to lie in this program's memory, which never
/// shrinks.
#[derive(Clone, Debug)]
pub struct StoredBytes(Uint8Array);

impl From<&[u8]> for StoredBytes {
    fn from(bytes: &[u8]) -> StoredBytes {
        StoredBytes(Uint8Array::from(bytes))
    }
}

impl StoredBytes {
    pub fn len(&self) -> usize {
        usize::try_from(self.0.length()).unwrap_or(usize::MAX)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Copies them over what is in `buffer`.
    pub fn read_into(&self, buffer: &mut Vec<u8>) {
        buffer.resize(self.len(), 0);
        self.0.copy_to(buffer);
    }

    pub fn to_vec(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// As [`digest::begin_sha256`].
    pub fn begin_sha256(&self) -> Option<Digesting> {
        digest::begin_sha256(&self.0)
    }
}

impl PartialEq for StoredBytes {
    fn eq(&self, other: &StoredBytes) -> bool {
        *self == other.to_vec()
    }
}

impl PartialEq<Vec<u8>> for StoredBytes {
    fn eq(&self, other: &Vec<u8>) -> bool {
        self.to_vec() == *other
    }
}

/// The number in a key or an answer; 0 where it is none of ours.
pub fn to_number(value: &JsValue) -> u32 {
    // Counts and seqs are whole numbers below 2^32, which a float holds
    // exactly; the cast saturates.
    value.as_f64().unwrap_or_default() as u32
}

/// Bytes as the stores keep them: never as text, whose copying costs ten
/// times more.
pub fn from_bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn to_bytes(value: JsValue, store: &'static str) -> Result<Vec<u8>, Failure> {
    match value.dyn_into::<Uint8Array>() {
        Ok(bytes) => Ok(bytes.to_vec()),
        Err(_) => Err(Damage::NotBytes(store).into()),
    }
}

pub fn pair(first: impl Into<JsValue>, second: impl Into<JsValue>) -> JsValue {
    Array::of2(&first.into(), &second.into()).into()
}

/// The keys from `lower` to `upper`, both included.
pub fn range(lower: &JsValue, upper: &JsValue) -> Result<JsValue, Failure> {
    // Refused where `lower` is above `upper`, which callers rule out.
    IdbKeyRange::bound(lower, upper)
        .map(JsValue::from)
        .map_err(|error| Failure::from_js(&error))
}

/// The keys from `lower` on.
pub fn range_from(lower: &JsValue) -> Result<JsValue, Failure> {
    IdbKeyRange::lower_bound(lower)
        .map(JsValue::from)
        .map_err(|error| Failure::from_js(&error))
}

fn event_kind(event: Result<JsValue, JsValue>) -> Option<String> {
    event
        .ok()?
        .dyn_into::<Event>()
        .ok()
        .map(|event| event.type_())
}
