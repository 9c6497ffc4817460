//! Faults to plant: what a browser, a disk or a careless store could do to the app. Each is
//! JavaScript for the open page, or for each page before it starts, and changes what the browser
//! offers until the next load.

use std::fmt;
use xtask::browser::Browser;
use xtask::step::Outcome;

/// A fault by its name.
#[derive(Clone, Copy)]
pub struct Fault {
    name: &'static str,
    script: &'static str,
}

impl Fault {
    pub const fn new(name: &'static str, script: &'static str) -> Fault {
        Fault { name, script }
    }

    /// Plants it in the page that is open now.
    pub async fn plant(self, browser: &Browser) -> Outcome {
        browser.script_async(self.script, vec![]).await.map(drop)
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name)
    }
}

/// Plants the fault where there is one.
pub async fn plant(browser: &Browser, fault: Option<Fault>) -> Outcome {
    match fault {
        Some(fault) => fault.plant(browser).await,
        None => Ok(()),
    }
}

/// The store lies: entries are dropped, and all the rest of the transaction completes.
pub const DROPPED_ENTRIES: Fault = Fault {
    name: "dropped entries",
    script: "
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (value, key) {
      return this.name === 'journal' ? this.count() : add.call(this, value, key);
    };",
};

/// A store without compare-and-append: this page always sees the head of this moment, and writes
/// its entries over others.
pub const FROZEN_HEAD: Fault = Fault {
    name: "frozen head",
    script: "
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
    });",
};

/// Each entry meets another one in its place, so that the browser rolls its transaction back.
/// `window.repair()` ends it.
pub const ABORTED: Fault = Fault {
    name: "aborted",
    script: "
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (value, key) {
      const request = add.call(this, value, key);
      if (this.name === 'journal') add.call(this, value, key);
      return request;
    };
    window.repair = () => { IDBObjectStore.prototype.add = add; };",
};

/// There is no room for another entry: its transaction ends as on a full disk.
pub const FULL_DISK: Fault = Fault {
    name: "full disk",
    script: "
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (value, key) {
      const request = add.call(this, value, key);
      if (this.name === 'journal') {
        const error = new DOMException('no room', 'QuotaExceededError');
        Object.defineProperty(this.transaction, 'error', { get: () => error });
        this.transaction.abort();
      }
      return request;
    };",
};

/// As [`DROPPED_ENTRIES`], until `window.repair()`.
pub const DROPPED_UNTIL_REPAIRED: Fault = Fault {
    name: "dropped until repaired",
    script: "
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (value, key) {
      return this.name === 'journal' ? this.count() : add.call(this, value, key);
    };
    window.repair = () => { IDBObjectStore.prototype.add = add; };",
};

/// This page tells the others nothing.
pub const SILENT_TAB: Fault = Fault {
    name: "silent tab",
    script: "BroadcastChannel.prototype.postMessage = () => {};",
};

/// What is being typed is not kept, though it seems so.
pub const FORGOTTEN_TYPING: Fault = Fault {
    name: "forgotten typing",
    script: "
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (value, key) {
      return this.name === 'scratch' ? this.count() : put.call(this, value, key);
    };",
};

/// Not a fault: `window.kept` is the last text that a page asked to keep of what is typed and
/// whose transaction completed. Planted before a fault, it also sees what the fault drops.
pub const WATCHED_TYPING: Fault = Fault {
    name: "watched typing",
    script: "
    window.kept = '';
    const watched = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
      if (this.name === 'scratch') {
        const text = new TextDecoder().decode(value);
        this.transaction.addEventListener('complete', () => { window.kept = text; });
      }
      return watched.call(this, value, key);
    };",
};
