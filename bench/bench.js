// The measurements of one page load, and the floors: what plain JavaScript needs for the same
// bytes. The product's side is in bench.rs. `cargo xtask bench` calls `window.bench`.

const named = (name) => new URL(document.querySelector(`meta[name="${name}"]`).content, document.baseURI).href;
const product = await import(named("owed-glue"));
await product.default({ module_or_path: named("owed-wasm") });

const STORES = ["records", "file", "puts"];

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function database(size) {
  const request = indexedDB.open(`floor-${size}`, 1);
  request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
  return answer(request);
}

function put(base, store, key, value, durability) {
  return new Promise((resolve, reject) => {
    const transaction = base.transaction([store], "readwrite", { durability });
    transaction.objectStore(store).put(value, key);
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
}

function all(base, store) {
  return answer(base.transaction([store]).objectStore(store).getAll());
}

async function timed(work) {
  const start = performance.now();
  const value = await work();
  return [performance.now() - start, value];
}

/// The blob's bytes as values of some megabytes.
async function keep(base, store, blob, bytes) {
  for (let at = 0; at < blob.size; at += bytes) {
    const part = new Uint8Array(await blob.slice(at, at + bytes).arrayBuffer());
    await put(base, store, at, part, "relaxed");
  }
}

window.bench = {
  /// Bank lines against open invoices, and the longest task meanwhile.
  async match(invoices, customers, lines) {
    const tasks = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
    observer.observe({ type: "longtask" });
    const facts = JSON.parse(await product.match_lines(invoices, customers, lines));
    const end = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 200));
    observer.disconnect();
    // What makes the world before, and counts after, is not measured.
    const from = end - facts.ms - facts.after;
    const within = tasks.filter(({ startTime }) => startTime >= from && startTime < from + facts.ms);
    return { ...facts, task: Math.max(0, ...within.map(({ duration }) => duration)) };
  },

  /// Makes the book, and beside it what the floors read.
  async make(size) {
    const base = await database(size);
    let key = 0;
    const records = async (bytes) => put(base, "records", key++, bytes, "relaxed");
    const facts = JSON.parse(await product.make(size, records));
    base.close();
    return facts;
  },

  /// From nothing to the aging of today.
  async open(size) {
    const ms = await product.open(size);
    return { ms, memory: product.memory_bytes() };
  },

  /// The same records as JSON: read and parsed.
  async open_floor(size) {
    const base = await database(size);
    const [read, values] = await timed(() => all(base, "records"));
    const decoder = new TextDecoder();
    let count = 0;
    const [parse] = await timed(async () => {
      for (const value of values) {
        count += JSON.parse(decoder.decode(value)).length;
      }
    });
    base.close();
    return { read, parse, count };
  },

  /// Aging and DSO of all customers as of a day so many days ago, in ms per run.
  figures(size, daysAgo, samples) {
    return Array.from(product.figures(size, daysAgo, samples));
  },

  /// Whom to remind today, in ms per run.
  remind(size, samples) {
    return Array.from(product.remind(size, samples));
  },

  /// Types words into the filter of the list and deletes them again, letter by letter: ms from each
  /// event to the frame that shows the answer, and how much of it was work.
  async type(size, words, rounds) {
    await shown(size);
    const field = document.getElementById("f-filter");
    const result = { painted: [], work: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const word of words) {
        const ends = [...word].map((_, place) => place + 1);
        for (const end of [...ends, ...ends.reverse().map((end) => end - 1)]) {
          await painted();
          const start = performance.now();
          const done = task();
          field.value = word.slice(0, end);
          field.dispatchEvent(new InputEvent("input", { bubbles: true }));
          await done;
          result.work.push(performance.now() - start);
          await painted();
          result.painted.push(performance.now() - start);
        }
      }
    }
    return result;
  },

  /// Scrolls the list, so many px each frame, the last step as far as it takes to the end: ms from
  /// frame to frame, and from the scrolling to what is painted.
  async scroll(size, px, frames) {
    await shown(size);
    const list = document.querySelector("table.data");
    const rows = () => list.querySelectorAll("tr[aria-rowindex]").length;
    const step = px || (list.offsetHeight - innerHeight) / frames;
    const result = { frames: [], work: [], rows: 0, missing: 0 };
    let began = 0;
    const begin = () => { began = performance.now(); };
    addEventListener("scroll", begin, { capture: true });
    let before = await frame();
    for (let count = 0; count < frames; count += 1) {
      scrollBy(0, step);
      began = 0;
      const now = await frame();
      result.frames.push(now - before);
      before = now;
      const done = task();
      // A row that is in sight and not there would be a lie.
      if (!document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest("tr[aria-rowindex]")) result.missing += 1;
      await done;
      if (began) result.work.push(performance.now() - began);
      result.rows = Math.max(result.rows, rows());
    }
    removeEventListener("scroll", begin, { capture: true });
    scrollTo(0, 0);
    await painted();
    return result;
  },

  /// Waits until the book's check in the background is through.
  async checked(size) {
    const [ms, passed] = await timed(() => product.checked(size));
    return { ms, passed };
  },

  /// Issues invoices in these open books in turn, each beside one strict put of the same bytes.
  async issue(sizes, rounds) {
    const bases = await Promise.all(sizes.map(database));
    const result = sizes.map(() => ({ issue: [], put: [], bytes: 0 }));
    for (let round = 0; round < rounds; round += 1) {
      for (const [place, size] of sizes.entries()) {
        const [issue] = await timed(() => product.issue(size, round));
        const bytes = await product.last_entry(size);
        const [floor] = await timed(() => put(bases[place], "puts", round, bytes, "strict"));
        result[place].issue.push(issue);
        result[place].put.push(floor);
        result[place].bytes = bytes.length;
      }
    }
    bases.forEach((base) => base.close());
    return result;
  },

  /// Makes the backup; the floor reads the same bytes from the database.
  async backup(size) {
    const [backup, file] = await timed(() => product.backup(size));
    files.set(size, file);
    const base = await database(size);
    await keep(base, "file", file, 8 << 20);
    const [floor] = await timed(async () => {
      for (const key of await answer(base.transaction(["file"]).objectStore("file").getAllKeys())) {
        await answer(base.transaction(["file"]).objectStore("file").get(key));
      }
    });
    base.close();
    return { bytes: file.size, backup, floor };
  },

  /// Restores the backup into a book that is gone; the floor parses each entry of the file.
  async restore(size) {
    const file = files.get(size);
    const [floor, lines] = await timed(() => parse_lines(file));
    await product.forget(size);
    return { lines, floor, restore: await product.restore(file) };
  },
};

/// The list of this book's documents is in the page.
async function shown(size) {
  if (!document.querySelector("table.data")) {
    product.show_list(size);
    while (!document.querySelector("table.data tr[aria-rowindex]")) await frame();
  }
  await painted();
}

/// The next frame's beginning.
function frame() {
  return new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
}

/// After what is going on now, and what it left to do at once.
function task() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(0);
  });
}

/// A frame, and its painting, is through.
async function painted() {
  await frame();
  await task();
}

/// The backups, by size.
const files = new Map();

/// Reads a backup as a stream and parses each entry.
async function parse_lines(file) {
  const decoder = new TextDecoder();
  let rest = "";
  let count = 0;
  for await (const chunk of file.stream()) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith('{"header":')) {
        JSON.parse(line.endsWith(",") ? line.slice(0, -1) : line);
        count += 1;
      }
    }
  }
  return count;
}

document.getElementById("boot").textContent = "ready";
