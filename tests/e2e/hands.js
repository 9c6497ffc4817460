// Hands on the book's database that owe nothing to the app: they read it and damage it. The body
// of an async function: what it is asked for, and with what.
const [what, ...given] = arguments;

const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const end = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
});

const names = (await indexedDB.databases()).map((database) => database.name);
const books = names.filter((name) => /^owed-[0-9a-f]{32}$/.test(name));
if (books.length !== 1) throw new Error(`not one book but ${books.length}`);

const database = await answer(indexedDB.open(books[0]));
const read = (store) => database.transaction(store).objectStore(store);
const write = async (store, change) => {
  const transaction = database.transaction(store, "readwrite", { durability: "strict" });
  change(transaction.objectStore(store));
  await end(transaction);
};
const text = (bytes) => new TextDecoder().decode(bytes);
const inJournal = async (seq) => {
  const keys = await answer(read("journal").getAllKeys());
  const key = keys.find((key) => key[1] === seq);
  if (!key) throw new Error(`entry ${seq} is not in the journal, only ${JSON.stringify(keys)}`);
  return key;
};
const flip = async (store, key) => {
  const value = await answer(read(store).get(key));
  value[value.length >> 1] ^= 1;
  await write(store, (objects) => objects.put(value, key));
};

try {
  switch (what) {
    // The entries in the journal, as text.
    case "journal": return (await answer(read("journal").getAll())).map(text);
    // The seqs of the entries in the journal.
    case "seqs": return (await answer(read("journal").getAllKeys())).map((key) => key[1]);
    // The record of the head, to be put back later.
    case "head": return text(await answer(read("meta").get("head")));
    case "put head": return await write("meta", (objects) => objects.put(new TextEncoder().encode(given[0]), "head"));
    case "flip entry": return await flip("journal", await inJournal(given[0]));
    // Changes the first byte of some text within an entry.
    case "spoil entry": {
      const [seq, wanted] = given;
      const key = await inJournal(seq);
      const value = await answer(read("journal").get(key));
      const place = text(value).indexOf(wanted);
      if (place < 0) throw new Error(`no ${wanted} in entry ${seq}`);
      value[new TextEncoder().encode(text(value).slice(0, place)).length] ^= 1;
      return await write("journal", (objects) => objects.put(value, key));
    }
    case "flip snapshot": return await flip("snapshot", given[0]);
    case "delete entry": {
      const key = await inJournal(given[0]);
      return await write("journal", (objects) => objects.delete(key));
    }
    case "delete snapshot": return await write("snapshot", (objects) => objects.clear());
    case "lose blobs": return await write("blobs", (objects) => objects.clear());
    case "flip segment": return await flip("segments", (await answer(read("segments").getAllKeys()))[0]);
    // Lays sealed entries, given as lines, where they lie before they are sealed, without a snapshot.
    case "unseal": {
      const [lines] = given;
      const head = JSON.parse(text(await answer(read("meta").get("head"))));
      const chain = parseInt(head.spans[0].chain, 16);
      const bytes = (line) => new TextEncoder().encode(line);
      await write("journal", (objects) => lines.forEach((line, index) => objects.put(bytes(line), [chain, index + 1])));
      await write("meta", (objects) => objects.put(bytes(JSON.stringify({ ...head, sealed: 0 })), "head"));
      await write("segments", (objects) => objects.clear());
      return await write("snapshot", (objects) => objects.clear());
    }
    // Appends an entry as a later program with another format would.
    case "newer entry": {
      const head = JSON.parse(text(await answer(read("meta").get("head"))));
      const span = head.spans.at(-1);
      const last = JSON.parse(text(await answer(read("journal").get([parseInt(span.chain, 16), span.last]))));
      const header = JSON.stringify({ ...last.header, v: 999, seq: span.last + 1, prev: last.hash, of_later: { mood: "fine" } });
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(header));
      const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
      const entry = `{"header":${header},"hash":"${hash}","changes":${JSON.stringify(last.changes)}}`;
      span.last += 1;
      head.head = { ...head.head, seq: span.last, hash };
      const transaction = database.transaction(["journal", "meta"], "readwrite", { durability: "strict" });
      transaction.objectStore("journal").put(new TextEncoder().encode(entry), [parseInt(span.chain, 16), span.last]);
      transaction.objectStore("meta").put(new TextEncoder().encode(JSON.stringify(head)), "head");
      return await end(transaction);
    }
    // The entry that the snapshot stands for; 0 where there is none.
    case "snapshot": {
      const framed = await answer(read("snapshot").get("manifest"));
      return framed ? JSON.parse(text(framed.subarray(0, framed.indexOf(10)))).seq : 0;
    }
  }
  throw new Error(`no such hand: ${what}`);
} finally {
  database.close();
}
