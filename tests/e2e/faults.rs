//! Faults to plant: what a browser, a disk or a careless store could do to the app. Each is
//! JavaScript for the open page, or for each page before it starts, and changes what the browser
//! offers until the next load.

use xtask::browser::Browser;
use xtask::step::Outcome;

/// A fault for the page that is open now.
pub async fn plant(browser: &Browser, fault: Option<&str>) -> Outcome {
    match fault {
        Some(fault) => browser.script_async(fault, vec![]).await.map(drop),
        None => Ok(()),
    }
}

/// The store lies: entries are dropped, and all the rest of the transaction completes.
pub const DROPPED_ENTRIES: &str = "
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (value, key) {
      return this.name === 'journal' ? this.count() : add.call(this, value, key);
    };";

/// A store without compare-and-append: this page always sees the head of this moment, and writes
/// its entries over others.
pub const FROZEN_HEAD: &str = "
    const answer = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const names = (await indexedDB.databases()).map((database) => database.name);
    const name = names.find((name) => /^owed-[0-9a-f]{32}$/.test(name));
    const database = await answer(indexedDB.open(name));
    const frozen = await answer(database.transaction('meta').objectStore('meta').get('head'));
    database.close();

    const { get, put } = IDBObjectStore.prototype;
    const heads = new WeakSet();
    IDBObjectStore.prototype.add = function (value, key) { return put.call(this, value, key); };
    IDBObjectStore.prototype.get = function (key) {
      const request = get.call(this, key);
      if (this.name === 'meta' && key === 'head') heads.add(request);
      return request;
    };
    const result = Object.getOwnPropertyDescriptor(IDBRequest.prototype, 'result');
    Object.defineProperty(IDBRequest.prototype, 'result', {
      ...result,
      get() { return heads.has(this) ? frozen : result.get.call(this); },
    });";

/// Each entry meets another one in its place, so that the browser rolls its transaction back.
/// `window.repair()` ends it.
pub const ABORTED: &str = "
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (value, key) {
      const request = add.call(this, value, key);
      if (this.name === 'journal') add.call(this, value, key);
      return request;
    };
    window.repair = () => { IDBObjectStore.prototype.add = add; };";

/// As [`DROPPED_ENTRIES`], until `window.repair()`.
pub const DROPPED_UNTIL_REPAIRED: &str = "
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (value, key) {
      return this.name === 'journal' ? this.count() : add.call(this, value, key);
    };
    window.repair = () => { IDBObjectStore.prototype.add = add; };";

/// This page tells the others nothing.
pub const SILENT_TAB: &str = "BroadcastChannel.prototype.postMessage = () => {};";

/// What is being typed is not kept, though it seems so.
pub const FORGOTTEN_TYPING: &str = "
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (value, key) {
      return this.name === 'scratch' ? this.count() : put.call(this, value, key);
    };";

/// Not a fault: `window.kept` is the last text that a page asked to keep of what is typed and
/// whose transaction completed. Planted before a fault, it also sees what the fault drops.
pub const WATCHED_TYPING: &str = "
    window.kept = '';
    const watched = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
      if (this.name === 'scratch') {
        const text = new TextDecoder().decode(value);
        this.transaction.addEventListener('complete', () => { window.kept = text; });
      }
      return watched.call(this, value, key);
    };";
