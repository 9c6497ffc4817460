// Aging by customer and DSO of the same invoices, by this package and as users of others would write it. The figures
// are compared before anything is timed.

const CUSTOMERS = 5_000;
const AS_OF = "2026-06-30";
const FROM = "2026-04-02";
const DAYS = 90;
const TIMES = 7;

const day = (number) => new Date(Date.UTC(2025, 6, 1) + number * 86_400_000).toISOString().slice(0, 10);
const cents = (number) => `${Math.floor(number / 100)}.${String(number % 100).padStart(2, "0")}`;

/** Invoices over a year; four of five are paid, some of these in part. */
function made(size) {
  let state = 7;
  const below = (end) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % end;
  return Array.from({ length: size }, (_, i) => {
    const issued = below(360);
    const total = 1_000 + below(500_000);
    const paid = i % 5 === 0 ? 0 : i % 7 === 0 ? 1 + Math.floor(total / 2) : total;
    return {
      number: `2026-${i}`,
      customer: `C-${i % CUSTOMERS}`,
      issued: day(issued),
      due: day(issued + 30),
      total: cents(total),
      paid: paid ? cents(paid) : "",
      paid_on: paid ? day(issued + 5 + below(60)) : "",
    };
  });
}

const now = () => performance.now();
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

async function timed(work) {
  const times = [];
  let answer;
  for (let i = 0; i < TIMES; i++) {
    const start = now();
    answer = await work();
    times.push(now() - start);
  }
  return [answer, median(times)];
}

/** What each answers: `{ dso, customers: Map(name → [current, 1-30, 31-60, 61-90, 91+]) }`, amounts in cents. */
const WAYS = {
  async owed(rows) {
    const start = now();
    const { default: init, Receivables } = await import("./node_modules/owed/web.js");
    await init();
    const loaded = now();
    const records = {
      owed_records: 1,
      currency: "EUR",
      customers: Array.from({ length: CUSTOMERS }, (_, i) => ({ number: `C-${i}`, name: `C-${i}` })),
      invoices: rows.map(({ number, customer, issued, due, total }) => ({ number, customer, issued, due, total })),
      payments: rows.filter((row) => row.paid).map((row) => ({
        customer: row.customer,
        date: row.paid_on,
        amount: row.paid,
        allocations: [{ invoice: row.number, amount: row.paid }],
      })),
    };
    // As it comes from a server: text.
    const bytes = new TextEncoder().encode(JSON.stringify(records));
    const filling = now();
    const receivables = Receivables.fromRecords(bytes, AS_OF);
    const filled = now();
    const [answer, compute] = await timed(() => [
      receivables.aging({ as_of: AS_OF }).currencies[0],
      receivables.metrics({ period: { from: FROM, to: AS_OF }, currency: "EUR" })[0].dso,
    ]);
    const [aging, dso] = answer;
    const names = new Map(receivables.customers().map(({ id, name }) => [id, name]));
    const whole = (text) => Number(text.replace(".", ""));
    const customers = new Map(
      aging.customers.map(({ customer, sums }) => [names.get(customer), sums.buckets.map(whole)]),
    );
    return { load: loaded - start, fill: filled - filling, compute, dso, customers };
  },

  async "decimal.js"(rows) {
    const start = now();
    const { Decimal } = await import("./node_modules/decimal.js/decimal.mjs");
    const loaded = now();
    const time = (text) => Date.parse(text) / 86_400_000;
    const invoices = rows.map((row) => ({
      customer: row.customer,
      issued: time(row.issued),
      due: time(row.due),
      total: new Decimal(row.total),
      payments: row.paid ? [{ date: time(row.paid_on), amount: new Decimal(row.paid) }] : [],
    }));
    const filled = now();
    const [asOf, from] = [time(AS_OF), time(FROM)];
    const [answer, compute] = await timed(() => {
      const customers = new Map();
      let receivables = new Decimal(0);
      let sales = new Decimal(0);
      for (const invoice of invoices) {
        if (invoice.issued > asOf) continue;
        if (invoice.issued >= from) sales = sales.plus(invoice.total);
        let open = invoice.total;
        for (const payment of invoice.payments) if (payment.date <= asOf) open = open.minus(payment.amount);
        if (open.isZero()) continue;
        receivables = receivables.plus(open);
        const late = asOf - invoice.due;
        const bucket = late <= 0 ? 0 : late <= 30 ? 1 : late <= 60 ? 2 : late <= 90 ? 3 : 4;
        let buckets = customers.get(invoice.customer);
        if (!buckets) customers.set(invoice.customer, (buckets = Array.from({ length: 5 }, () => new Decimal(0))));
        buckets[bucket] = buckets[bucket].plus(open);
      }
      return [customers, receivables.div(sales).times(DAYS).toFixed(2)];
    });
    const [customers, dso] = answer;
    const whole = new Map([...customers].map(([name, buckets]) => [name, buckets.map((one) => one.times(100).toNumber())]));
    return { load: loaded - start, fill: filled - loaded, compute, dso, customers: whole };
  },

  async "SQLite"(rows) {
    const start = now();
    const { default: init } = await import("./node_modules/@sqlite.org/sqlite-wasm/dist/index.mjs");
    const sqlite3 = await init({ print: () => {}, printErr: () => {} });
    const db = new sqlite3.oo1.DB(":memory:");
    const loaded = now();
    db.exec(`CREATE TABLE invoices (id INTEGER PRIMARY KEY, customer TEXT, issued TEXT, due TEXT, total INTEGER);
      CREATE TABLE payments (invoice INTEGER, date TEXT, amount INTEGER); BEGIN`);
    const invoice = db.prepare("INSERT INTO invoices VALUES (?, ?, ?, ?, ?)");
    const payment = db.prepare("INSERT INTO payments VALUES (?, ?, ?)");
    const whole = (text) => Number(text.replace(".", ""));
    for (const [i, row] of rows.entries()) {
      invoice.bind([i, row.customer, row.issued, row.due, whole(row.total)]).stepReset();
      if (row.paid) payment.bind([i, row.paid_on, whole(row.paid)]).stepReset();
    }
    db.exec("COMMIT; CREATE INDEX payments_of ON payments (invoice)");
    const filled = now();
    const open = `SELECT i.customer, i.due, i.total - COALESCE((SELECT SUM(p.amount) FROM payments p
      WHERE p.invoice = i.id AND p.date <= '${AS_OF}'), 0) AS open FROM invoices i WHERE i.issued <= '${AS_OF}'`;
    const late = `julianday('${AS_OF}') - julianday(due)`;
    const bucket = (above, upTo) => `SUM(CASE WHEN late > ${above} AND late <= ${upTo} THEN open ELSE 0 END)`;
    const [answer, compute] = await timed(() => [
      db.exec({
        sql: `SELECT customer, ${bucket(-9e9, 0)}, ${bucket(0, 30)}, ${bucket(30, 60)}, ${bucket(60, 90)}, ${bucket(90, 9e9)}
          FROM (SELECT customer, open, ${late} AS late FROM (${open}) WHERE open <> 0) GROUP BY customer`,
        rowMode: "array",
        returnValue: "resultRows",
      }),
      db.selectValue(`SELECT ROUND((SELECT SUM(open) FROM (${open})) * ${DAYS}.0 / SUM(total), 2) FROM invoices
        WHERE issued BETWEEN '${FROM}' AND '${AS_OF}'`),
    ]);
    const [found, dso] = answer;
    db.close();
    const customers = new Map(found.map(([name, ...buckets]) => [name, buckets]));
    return { load: loaded - start, fill: filled - loaded, compute, dso: dso.toFixed(2), customers };
  },

  async "DuckDB"(rows) {
    const start = now();
    const duckdb = await import("./node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser.mjs");
    const dist = new URL("./node_modules/@duckdb/duckdb-wasm/dist/", import.meta.url);
    const worker = new Worker(new URL("duckdb-browser-eh.worker.js", dist));
    const failed = new Promise((_, fail) => (worker.onerror = (event) => fail(new Error(event.message))));
    const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
    await Promise.race([db.instantiate(new URL("duckdb-eh.wasm", dist).href), failed]);
    const connection = await db.connect();
    const loaded = now();
    // CSV, whose reader is within it: that of JSON would be fetched from elsewhere.
    const cents = (text) => text.replace(".", "");
    const file = (lines) => lines.map((line) => line.join()).join("\n");
    const invoices = rows.map((row, i) => [i, row.customer, row.issued, row.due, cents(row.total)]);
    const payments = rows.flatMap((row, i) => (row.paid ? [[i, row.paid_on, cents(row.paid)]] : []));
    await db.registerFileText("invoices.csv", file(invoices));
    await db.registerFileText("payments.csv", file(payments));
    const read = (name, columns) => connection.query(
      `CREATE TABLE ${name} AS SELECT * FROM read_csv('${name}.csv', header = false, columns = ${columns})`);
    await read("invoices", "{ id: 'INTEGER', customer: 'VARCHAR', issued: 'DATE', due: 'DATE', total: 'BIGINT' }");
    await read("payments", "{ invoice: 'INTEGER', date: 'DATE', amount: 'BIGINT' }");
    const filled = now();
    const open = `SELECT customer, due, total - COALESCE(paid, 0) AS open FROM invoices LEFT JOIN
      (SELECT invoice, SUM(amount) AS paid FROM payments WHERE date <= DATE '${AS_OF}' GROUP BY invoice) ON invoice = id
      WHERE issued <= DATE '${AS_OF}'`;
    const bucket = (above, upTo) =>
      `CAST(COALESCE(SUM(open) FILTER (WHERE late > ${above} AND late <= ${upTo}), 0) AS DOUBLE)`;
    const aging = `SELECT customer, ${bucket(-99999, 0)} AS b0, ${bucket(0, 30)} AS b1, ${bucket(30, 60)} AS b2,
      ${bucket(60, 90)} AS b3, ${bucket(90, 99999)} AS b4
      FROM (SELECT customer, open, DATE '${AS_OF}' - due AS late FROM (${open}) WHERE open <> 0) GROUP BY customer`;
    const dsoOf = `SELECT ROUND((SELECT SUM(open) FROM (${open})) * ${DAYS}.0 / SUM(total), 2)::DOUBLE AS dso FROM invoices
      WHERE issued BETWEEN DATE '${FROM}' AND DATE '${AS_OF}'`;
    const objects = async (sql) => (await connection.query(sql)).toArray().map((row) => row.toJSON());
    const [answer, compute] = await timed(async () => [await objects(aging), (await objects(dsoOf))[0].dso]);
    const [found, dso] = answer;
    await connection.close();
    await db.terminate();
    const customers = new Map(found.map(({ customer, b0, b1, b2, b3, b4 }) => [customer, [b0, b1, b2, b3, b4]]));
    return { load: loaded - start, fill: filled - loaded, compute, dso: dso.toFixed(2), customers };
  },
};

/** Runs one of them; its times in ms, and its figures as a text to compare. */
export async function measure(way, size) {
  const { load, fill, compute, dso, customers } = await WAYS[way](made(size));
  const lines = [...customers].map(([name, buckets]) => `${name} ${buckets.join(" ")}`).sort();
  const text = new TextEncoder().encode(lines.join("\n"));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return { load, fill, compute, figures: `${dso} ${customers.size} ${[...digest.slice(0, 8)].join(".")}` };
}
