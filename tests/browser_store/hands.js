// Hands on the database that owe nothing to the store under test: they read it, damage it, and
// write to it as a careless program would.

const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const end = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
});

async function opened(name, use) {
  const database = await answer(indexedDB.open(name));
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

const write = (database, store, change) => {
  const transaction = database.transaction(store, "readwrite");
  change(transaction.objectStore(store));
  return end(transaction);
};

export const raw_get = (name, store, key) => opened(name, (database) =>
  answer(database.transaction(store).objectStore(store).get(key)));

export const raw_put = (name, store, key, value) => opened(name, (database) =>
  write(database, store, (objects) => objects.put(value, key)));

export const raw_delete = (name, store, key) => opened(name, (database) =>
  write(database, store, (objects) => objects.delete(key)));

export const raw_drop = (name) => answer(indexedDB.deleteDatabase(name));

// A tab that is told to let go of its database: it does so a little later, or never.
export const hold_open = async (name, lets_go) => {
  const database = await answer(indexedDB.open(name));
  database.onversionchange = () => {
    if (lets_go) setTimeout(() => database.close(), 20);
  };
  return () => database.close();
};

// Timers fire at once.
export const hurry = () => {
  replace(globalThis, "setTimeout", ({ value: later }) => ({ value: (happen) => later(happen, 0) }));
};

// Flips one bit of the last byte of a value.
export const raw_flip = (name, store, key) => opened(name, async (database) => {
  const value = await answer(database.transaction(store).objectStore(store).get(key));
  value[value.length - 1] ^= 1;
  await write(database, store, (objects) => objects.put(value, key));
});

// The stores in which a text occurs, in keys, values, and compressed values.
export const raw_stores_with = (name, text) => opened(name, async (database) => {
  const found = [];
  for (const store of database.objectStoreNames) {
    const objects = database.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([answer(objects.getAllKeys()), answer(objects.getAll())]);
    const texts = keys.map((key) => JSON.stringify(key));
    for (const value of values) {
      texts.push(new TextDecoder().decode(value));
      if (store === "segments") {
        const packed = value.subarray(value.indexOf(10) + 1);
        const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
        texts.push(await new Response(stream).text());
      }
    }
    if (texts.some((one) => one.includes(text))) found.push(store);
  }
  return found.join(" ");
});

// Appends as a program does that reads the head in one transaction and writes in the next.
export const naive_append = (name, key, head, value) => opened(name, async (database) => {
  await answer(database.transaction("meta").objectStore("meta").get("head"));
  const transaction = database.transaction(["journal", "meta"], "readwrite");
  transaction.objectStore("journal").put(value, key);
  transaction.objectStore("meta").put(head, "head");
  await end(transaction);
});

// Appends as a program does that takes a request's success for saved.
export const hasty_append = (name, key, head, value) => opened(name, async (database) => {
  const transaction = database.transaction(["journal", "meta"], "readwrite");
  await Promise.all([
    answer(transaction.objectStore("journal").put(value, key)),
    answer(transaction.objectStore("meta").put(head, "head")),
  ]);
});

// Restores as a program does that clears first and then writes slice by slice.
export const naive_restore = (name, keys, values, written) => opened(name, async (database) => {
  await write(database, "journal", (objects) => objects.clear());
  for (let index = 0; index < written; index += 1) {
    await write(database, "journal", (objects) => objects.put(values[index], keys[index]));
  }
});

// Each sabotage changes the browser for everybody until `repair`.
const repairs = [];
const replace = (prototype, property, make) => {
  const before = Object.getOwnPropertyDescriptor(prototype, property);
  Object.defineProperty(prototype, property, { ...before, ...make(before) });
  repairs.push(() => Object.defineProperty(prototype, property, before));
};

export const repair = () => {
  while (repairs.length > 0) repairs.pop()();
};

// Each put into a store is rolled back after its request succeeded; `reason` becomes the error of
// the transaction, or none.
export const roll_back_puts = (store, reason) => {
  replace(IDBObjectStore.prototype, "put", ({ value: put }) => ({
    value(...args) {
      const request = put.apply(this, args);
      if (this.name === store) {
        request.addEventListener("success", () => this.transaction.abort());
      }
      return request;
    },
  }));
  if (reason) {
    replace(IDBTransaction.prototype, "error", () => ({ get: () => new DOMException("planted", reason) }));
  }
};

// The next `times` transactions find their connection closed.
export const break_connections = (times) => {
  let left = times;
  replace(IDBDatabase.prototype, "transaction", ({ value: transaction }) => ({
    value(...args) {
      if (left > 0) {
        left -= 1;
        throw new DOMException("The database connection is closing.", "InvalidStateError");
      }
      return transaction.apply(this, args);
    },
  }));
};

// The next `times` transactions that complete say that they were aborted.
export const hide_completions = (times) => {
  let left = times;
  replace(IDBTransaction.prototype, "oncomplete", ({ set }) => ({
    set(handler) {
      set.call(this, (event) => {
        if (left > 0 && this.mode === "readwrite") {
          left -= 1;
          handler(new Event("abort"));
        } else {
          handler(event);
        }
      });
    },
  }));
};

// The next compression begins only when what `happen` promises has happened.
export const before_compression = (happen) => {
  let happened = false;
  replace(globalThis, "CompressionStream", ({ value: Stream }) => ({
    value: function (format) {
      const stream = new Stream(format);
      if (happened) return stream;
      happened = true;
      const gate = new TransformStream({ start: () => happen() });
      return { writable: gate.writable, readable: gate.readable.pipeThrough(stream) };
    },
  }));
};

// Right before the next write, another tab sweeps away what an unfinished restore left.
export const sweep_before_write = () => {
  let swept = false;
  replace(IDBDatabase.prototype, "transaction", ({ value: transaction }) => ({
    value(stores, mode, options) {
      if (mode === "readwrite" && !swept) {
        swept = true;
        const sweep = transaction.call(this, "segments", "readwrite");
        sweep.objectStore("segments").delete(IDBKeyRange.lowerBound([1]));
      }
      return transaction.call(this, stores, mode, options);
    },
  }));
};

// What durability each read-write transaction asks for.
export const watch_durability = () => {
  const asked = [];
  replace(IDBDatabase.prototype, "transaction", ({ value: transaction }) => ({
    value(stores, mode, options) {
      if (mode === "readwrite") asked.push(options?.durability ?? "default");
      return transaction.call(this, stores, mode, options);
    },
  }));
  return asked;
};

// Keeps the connections that are opened, so that they can be lost.
export const keep_connections = () => {
  const kept = [];
  replace(IDBDatabase.prototype, "onversionchange", ({ set }) => ({
    set(handler) {
      if (handler) kept.push(this);
      set.call(this, handler);
    },
  }));
  return kept;
};

// The browser loses the connections: their handles close without a versionchange.
export const lose_connections = (kept) => {
  for (const database of kept) {
    database.onversionchange = null;
    database.close();
    database.dispatchEvent(new Event("close"));
  }
};
