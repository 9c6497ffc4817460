// What the package promises, wherever it runs: `check` throws at the first promise that is broken.

function is(found, expected, what) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a}, not ${b}`);
}

const fails = (what, code, path, work) => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Error)) throw new Error(`${what}: what is thrown is no Error`);
    is([error.code, error.path], [code, path], what);
    return error;
  }
  throw new Error(`${what}: nothing is thrown`);
};

export const records = {
  owed_records: 1,
  currency: "EUR",
  customers: [{ number: "K-1", name: "Bolt AG" }, { number: "K-2", name: "Ada" }],
  invoices: [
    { number: "1", customer: "K-1", issued: "2026-01-01", due: "2026-01-31", total: "100.00" },
    { number: "2", customer: "K-2", issued: "2026-02-01", due: "2026-03-31", total: "50.50" },
  ],
  payments: [
    { customer: "K-1", date: "2026-02-10", amount: "40.00", allocations: [{ invoice: "1", amount: "40.00" }] },
    { customer: "K-2", date: "2026-02-11", amount: "5.00" },
  ],
};
const today = "2026-03-31";

function figures(owed) {
  const [euro] = owed.aging(records, { as_of: today }).currencies;
  is(euro.total.buckets, ["50.50", "0.00", "60.00", "0.00", "0.00"], "buckets");
  is([euro.total.outstanding, euro.total.unapplied, euro.total.net], ["110.50", "5.00", "105.50"], "sums");
  is(euro.customers.length, 2, "customers");
  is(owed.dso({ receivables: "100", sales: "300", days: 90 }), "30.00", "DSO");
  is(owed.dso({ receivables: "100", sales: "0", days: 90 }), null, "DSO without sales");
  is("valid" in owed.checkIban("GB82 WEST 1234 5698 7654 32"), true, "an IBAN");
  is("invalid" in owed.checkIban("GB82 WEST 1234 5698 7654 33"), true, "no IBAN");
  is(owed.checkReference("RF18 5390 0754 7034").valid.kind, "creditor", "a reference");
  is(owed.paymentCode({ name: "Ada", iban: "DE89370400440532013000", amount: "1.5" }).payload.split("\n")[7], "EUR1.50",
    "a payment code");
  is(owed.round("2.345", 2), "2.35", "rounding");
}

function totals(owed) {
  const invoice = {
    id: "00000000-0", customer: "00000000-0", currency: "EUR",
    taxes: [{ name: "VAT", category: "S", percent: "19" }],
    lines: [{ description: "Work", quantity: "8", unit_price: "95.00", taxes: [0] }],
  };
  is(owed.invoiceTotals(invoice).totals.gross, "904.40", "gross");
  is(owed.invoiceTotals(invoice, { prepaid: "4.40" }).totals.payable, "900.00", "payable");
}

function changes(owed) {
  const { Book } = owed;
  const empty = new Book({ device: "test", actor: "nobody" });
  is(empty.head, 0, "an empty book");
  const heard = [];
  const listener = (notice) => heard.push(notice);
  empty.subscribe(listener);
  const outcome = empty.run({ import_records: records }, { today });
  is([outcome.done.first, outcome.done.last, empty.head], [1, 1, 1], "what is done");
  const invoice = empty.records("invoice").find((record) => record.invoice.issue.number === "1").invoice.id;
  is(empty.openItem(invoice, today).open, { amount: "60.00", currency: "EUR" }, "an open item");
  const refused = empty.run({ void_invoice: { invoice, date: today, reason: "" } }, { today });
  is(refused.refused.problems.map((problem) => problem.at.field).includes("reason"), true, "a refusal");
  is(empty.head, 1, "a refusal changes nothing");
  empty.unsubscribe(listener);
  const written = empty.run({ write_off: { invoice, date: today, amount: "60.00", reason: "gone" } }, { today });
  is(written.done.put.length, 1, "a write-off");
  is(empty.timeline({ document: invoice }).length, 3, "a timeline");
  is(empty.metrics({ period: { from: "2026-01-01", to: today } })[0].inputs.written_off, "60.00", "metrics");
  is(empty.worklist(today).letters.map((letter) => letter.lines.map((line) => line.stage)), [[1]], "whom to remind");
  const again = Book.fromEntries(empty.entries());
  is(again.export(), empty.export(), "a book from its entries");
  is([again.head, again.id], [2, empty.id], "its head and id");
  is(empty.changes(1)[0].header.command, "write_off", "a change");
  const backup = empty.backup();
  is(Book.fromBackup(backup).export(), empty.export(), "a book from its backup");
  is(owed.verifyBackup(backup).whole.entries, 2, "a backup");
  const damaged = backup.slice();
  damaged[backup.length - 200] ^= 1;
  is("whole" in owed.verifyBackup(damaged), false, "a damaged backup");
  fails("a damaged backup", "invalid_backup", [], () => Book.fromBackup(damaged));
  const bytes = new TextEncoder().encode(JSON.stringify(records));
  is(Book.fromRecords(bytes, { today }).export(), Book.fromRecords(records, { today }).export(), "records as bytes");
  const light = Book.fromRecords(records, { today, without_history: true });
  fails("no history", "no_history", [], () => light.entries());
  return new Promise((done) => setTimeout(done, 0)).then(() => {
    is(heard.map((notice) => [notice.command, notice.first]), [["import_records", 1]], "who listens is told");
  });
}

function mistakes(owed) {
  const { Book } = owed;
  const book = Book.fromRecords(records, { today });
  const before = JSON.stringify([book.head, book.export()]);
  const command = (member, value) => ({ write_off: { invoice: "00000001-1", date: today, amount: "1", reason: "", [member]: value } });
  const at = (member) => ["write_off", member];
  const run = (given) => () => book.run(given, { today });
  const cyclic = command("reason", {});
  cyclic.write_off.reason.self = cyclic;
  const throwing = command("reason", "");
  Object.defineProperty(throwing.write_off, "reason", { enumerable: true, get() { throw new Error("no"); } });
  const again = command("reason", "");
  Object.defineProperty(again.write_off, "reason", { enumerable: true, get: () => book.run(again) });
  const proxy = new Proxy({}, { ownKeys() { throw new Error("no"); } });
  const cases = [
    ["nothing", undefined, "not_plain_data", []],
    ["null", null, "wrong_type", []],
    ["a wrong type", command("invoice", 7), "wrong_type", at("invoice")],
    ["a number for an amount", command("amount", 1.5), "wrong_type", at("amount")],
    ["a bad date", command("date", "2026-02-30"), "invalid_value", at("date")],
    ["a missing field", { write_off: { invoice: "00000001-1", date: today, amount: "1" } }, "missing_field", at("reason")],
    ["an unknown field", command("reson", ""), "unknown_field", at("reson")],
    ["an unknown command", { write_of: {} }, "unknown_variant", []],
    ["NaN", command("amount", NaN), "not_a_number", at("amount")],
    ["infinity", command("amount", -Infinity), "not_a_number", at("amount")],
    ["2^53 + 1", command("amount", 2 ** 53 + 1), "not_exact", at("amount")],
    ["a bigint", command("amount", 1n), "not_plain_data", at("amount")],
    ["a symbol", command("amount", Symbol("1")), "not_plain_data", at("amount")],
    ["a function", command("amount", () => "1"), "not_plain_data", at("amount")],
    ["a Date", command("date", new Date(0)), "not_plain_data", at("date")],
    ["a Map", command("reason", new Map()), "not_plain_data", at("reason")],
    ["a cyclic object", cyclic, "cyclic", ["write_off", "reason", "self"]],
    ["a getter that throws", throwing, "not_readable", at("reason")],
    ["a getter that runs the command again", again, "not_readable", undefined],
    ["a proxy that throws", command("reason", proxy), "not_readable", at("reason")],
    ["10 MB of text", command("reason", "x".repeat(10_000_000)), "too_large", at("reason")],
    ["half a character", command("reason", "\ud800"), "invalid_value", []],
    ["a hole in a list", { match_lines: [, 1] }, "not_plain_data", ["match_lines", 0]],
  ];
  for (const [what, given, code, path] of cases) {
    if (path) fails(what, code, path, run(given));
    else {
      // It ends with the stack, wherever that is.
      try { book.run(given); throw new Error(`${what}: nothing is thrown`); }
      catch (error) { if (!error.code) throw error; }
    }
    is(JSON.stringify([book.head, book.export()]), before, `${what}: the book`);
  }
  const deep = {};
  let inner = deep;
  for (let i = 0; i < 100_000; i++) inner = inner.a = {};
  is(fails("a deep object", "too_large", new Array(64).fill("a"), run(deep)).code, "too_large", "a deep object");
  fails("no bytes", "wrong_type", [], () => Book.fromBackup("backup"));
  fails("no entry", "invalid_journal", [0], () => Book.fromEntries([new Uint8Array([1, 2])]));
  fails("no list of entries", "wrong_type", [1], () => Book.fromEntries([new Uint8Array(1), "x"]));
  fails("bad bounds", "invalid_value", ["bounds"], () => book.aging({ as_of: today, bounds: [60, 30] }));
  fails("no listener", "wrong_type", [], () => book.subscribe(7));
  is(JSON.stringify([book.head, book.export()]), before, "the book");
}

function polluted(owed) {
  const book = owed.Book.fromRecords(records, { today });
  const before = JSON.stringify([book.head, book.export()]);
  const names = ["reason", "amount", "toJSON", "invoice"];
  const missing = { write_off: { invoice: "00000001-1", date: today, amount: "1" } };
  try {
    for (const name of names) {
      Object.defineProperty(Object.prototype, name, { configurable: true, get: () => "polluted", set() { throw new Error("no"); } });
    }
    Object.defineProperty(Array.prototype, "toJSON", { configurable: true, value: () => "polluted" });
    fails("a polluted prototype", "missing_field", ["write_off", "reason"], () => book.run(missing, { today }));
    if (owed.dso({ receivables: "100", sales: "300", days: 90 }) !== "30.00") throw new Error("polluted figures");
    if (!Object.hasOwn(book.records("invoice")[0], "invoice")) throw new Error("a polluted record");
  } finally {
    for (const name of names) delete Object.prototype[name];
    delete Array.prototype.toJSON;
  }
  is(JSON.stringify([book.head, book.export()]), before, "the book beside polluted prototypes");
}

const CAMT = `<?xml version="1.0"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id>
<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Ntry><Amt Ccy="EUR">60.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-20</Dt></BookgDt>
<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Bolt AG</Nm></Dbtr></RltdPties>
<RmtInf><Ustrd>invoice 2026-117</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>`;

async function statements(owed) {
  const bytes = new TextEncoder().encode(CAMT);
  const file = await owed.readStatement(bytes, { name: "march.xml" });
  is([file.format, file.statements[0].lines.length], ["camt053", 1], "a statement");
  const named = structuredClone(records);
  named.invoices[0].number = "2026-117";
  named.payments[0].allocations[0].invoice = "2026-117";
  const [line] = owed.matchBankLines(named, file.statements, today);
  is([line.certainty, line.invoices], ["sure", [{ invoice: "2026-117", amount: { amount: "60.00", currency: "EUR" } }]],
    "a match");
  let code;
  await owed.readStatement(new TextEncoder().encode("<Document>")).catch((error) => (code = error.code));
  is(code, "invalid_statement", "no statement");
}

function receivables(owed) {
  const read = owed.Receivables.fromRecords(new TextEncoder().encode(JSON.stringify(records)), today);
  const [euro] = read.aging({ as_of: today }).currencies;
  is(euro.total.net, "105.50", "the aging of records that are read once");
  is(read.agedItems({ as_of: today }).length, 2, "the items of it");
  is(read.customers().map(({ number, name }) => [number, name]), [["K-1", "Bolt AG"], ["K-2", "Ada"]], "customers");
  const period = { from: "2026-01-01", to: today };
  const [all] = read.metrics({ period });
  is([all.dso, all.customers], ["66.08", []], "DSO of records");
  const [each] = read.metrics({ period, by_customer: true });
  is(each.customers.map(({ dso }) => dso), ["54.00", "90.00"], "DSO of each customer");
  fails("records that are none", "unknown_field", ["invoice"], () => owed.Receivables.fromRecords({ owed_records: 1, invoice: [] }));
  const taken = structuredClone(records);
  taken.invoices[1].number = "1";
  const error = fails("a number twice", "invalid_records", [], () => owed.aging(taken, { as_of: today }));
  is(error.problem.problems[0].at, { field: "invoices", index: 1 }, "its place");
}

/** Holds both entries to what they promise. */
export async function check(owed, book) {
  await owed.default();
  await book.default();
  for (const entry of [owed, book]) {
    figures(entry);
    totals(entry);
    receivables(entry);
  }
  await changes(book);
  mistakes(book);
  polluted(book);
  await statements(book);
}
