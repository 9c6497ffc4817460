// The cases that others computed, through the API of the package: `node oracles.mjs FOLDER`. It turns a case into
// calls and their answers into the names of the case; it computes no figure.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as owed from "owed/book";

const TOPICS = ["metrics", "aging", "totals", "numbers", "split", "identifiers"];
// Lists whose order says nothing.
const SETS = ["tax_breakdown", "rows", "customers"];

const has = (input, key) => input[key] !== undefined && input[key] !== null && input[key] !== false;
const text = (value) => (value === undefined ? undefined : String(value));

class Refused extends Error {}

// --- metrics

const days = (figure) => ({ days: figure });
const percent = (figure) => ({ percent: figure });
const metrics = {
  dso_simple: (i) => days(owed.dso({ receivables: i.ar, sales: i.sales, days: i.days })),
  dso_best_possible: (i) => days(owed.bestPossibleDso({ current: i.ar_current, sales: i.sales, days: i.days })),
  dso_average: (i) =>
    days(has(i, "ar_average")
      ? owed.dso({ receivables: i.ar_average, sales: i.sales, days: i.days })
      : owed.averageDso({ opening: i.ar_opening, closing: i.ar_closing, sales: i.sales, days: i.days })),
  dso_countback: (i) =>
    days(owed.countbackDso({
      receivables: i.ar,
      months: i.months.map(({ sales, days }) => ({ sales, days })),
      zero_sales: i.zero_sales ?? undefined,
    })),
  average_days_delinquent: (i) =>
    days(owed.averageDaysDelinquent({ receivables: i.ar, current: i.ar_current, sales: i.sales, days: i.days })),
  days_to_pay_weighted: (i) => days(owed.weightedAverageDays(i.payments.map(({ amount, days }) => ({ amount, days })))),
  cei: (i) =>
    percent(owed.collectionEffectivenessIndex({
      opening: i.opening_ar,
      sales: i.sales,
      closing: i.closing_ar,
      closing_current: i.closing_current,
      months: has(i, "months") ? i.months : undefined,
    })),
  bad_debt_ratio: (i) => percent(owed.badDebtRatio({ write_offs: i.write_offs, sales: i.sales })),
};

// --- aging

const allocations = (stated) =>
  (stated.allocations ?? []).map((part) => ({
    invoice: part.document,
    amount: part.amount,
    date: part.date ?? undefined,
  }));

function records(input) {
  const documents = input.documents ?? [];
  const payments = input.payments ?? [];
  const names = new Set([...documents, ...payments].map((one) => one.customer));
  const file = {
    owed_records: 1,
    currency: input.currency,
    customers: [...names].sort().map((name) => ({ name })),
    invoices: documents.map((one) => ({
      kind: one.type,
      number: one.id,
      customer: one.customer,
      issued: one.date,
      due: one.due ?? undefined,
      total: one.total,
      instalments: (one.instalments ?? []).map(({ due, amount }) => ({ due, amount })),
      allocations: allocations(one),
      refunds: [],
    })),
    payments: payments.map((one) => ({
      customer: one.customer,
      date: one.date,
      amount: one.amount,
      reference: one.id ?? undefined,
      allocations: allocations(one),
      refunds: [],
    })),
    write_offs: (input.write_offs ?? []).map((one) => ({
      invoice: one.document,
      date: one.date,
      amount: one.amount,
      reason: "uncollectable",
    })),
  };
  for (const stated of input.refunds ?? []) refund(file, stated, input.currency);
  // In a book an advance is put against a later invoice from the day on which both exist.
  const issued = new Map(file.invoices.map((one) => [one.number, one.issued]));
  for (const one of [...file.payments, ...file.invoices]) {
    for (const part of one.allocations) {
      const day = issued.get(part.invoice);
      if (part.date && day > part.date) part.date = day;
    }
  }
  return file;
}

// A case does not say what a refund gives back: it is taken from what has something left.
function refund(file, stated, currency) {
  const money = (amount) => ({ amount, currency });
  const less = (a, b) => owed.subtractMoney(a, b);
  const isPositive = ({ amount }) => !amount.startsWith("-") && /[1-9]/.test(amount);
  let left = money(stated.amount);
  const notes = file.invoices.filter((one) => one.kind === "credit_note");
  for (const source of [...file.payments, ...notes]) {
    if (source.customer !== stated.customer || !isPositive(left)) continue;
    let unapplied = money(source.amount ?? source.total);
    for (const used of [...source.allocations, ...source.refunds]) unapplied = less(unapplied, money(used.amount));
    const part = isPositive(less(left, unapplied)) ? unapplied : left;
    if (isPositive(part)) {
      left = less(left, part);
      source.refunds.push({ date: stated.date, amount: part.amount });
    }
  }
  if (isPositive(left)) throw new Refused("more is refunded than was unapplied");
}

function aging(input) {
  const options = {
    as_of: input.as_of,
    basis: input.basis ?? undefined,
    bounds: has(input, "buckets") ? input.buckets : undefined,
  };
  const book = owed.Book.fromRecords(records(input), { today: input.as_of });
  const aged = book.aging(options);
  const { bounds } = aged.options;
  const names = ["current", ...bounds.map((last, i) => `${(bounds[i - 1] ?? 0) + 1}-${last}`), `${bounds.at(-1) + 1}+`];
  const found = aged.currencies.find((one) => one.currency === input.currency);
  const sums = found?.total ?? { buckets: names.map(() => "0"), outstanding: "0", unapplied: "0", net: "0" };
  const numbers = new Map(book.records("invoice").map(({ invoice }) => [invoice.id, invoice.issue.number]));
  return {
    ...sums,
    buckets: Object.fromEntries(names.map((name, i) => [name, sums.buckets[i]])),
    rows: book.agedItems(options).map((row) => ({
      document: numbers.get(row.invoice),
      outstanding: row.open.amount,
      bucket: names[row.bucket],
      due: row.due,
    })),
  };
}

// --- totals

function taxesOf(known, stated) {
  const category = stated.tax_category ?? (has(stated, "tax_percent") ? "S" : undefined);
  if (category === undefined) return [];
  const tax = { name: "VAT", category, percent: text(stated.tax_percent ?? "0") };
  const same = (other) => other.category === tax.category && Number(other.percent) === Number(tax.percent);
  let place = known.findIndex(same);
  if (place < 0) place = known.push(tax) - 1;
  return [place];
}

const adjustments = (stated) =>
  [["allowances", "allowance"], ["charges", "charge"]].flatMap(([key, kind]) =>
    (stated[key] ?? []).map((one) => [
      { kind, value: has(one, "amount") ? { amount: one.amount } : { percent: one.percent }, taxes: [] },
      one,
    ]));

function totals(input) {
  const taxes = [];
  const lines = input.lines.map((line) => {
    const base = line.price_base_quantity ?? undefined;
    return {
      description: "A line",
      quantity: line.quantity,
      unit_price: line.unit_price,
      taxes: taxesOf(taxes, line),
      adjustments: adjustments(line).map(([made]) => made),
      more: base === undefined ? null : { price_base_quantity: base },
    };
  });
  const document = {
    id: "00000000-0",
    customer: "00000000-0",
    currency: input.currency,
    price_mode: input.price_mode ?? undefined,
    rule: "second",
    lines,
    adjustments: adjustments(input).map(([made, stated]) => ({
      ...made,
      spread: !has(stated, "tax_category") && !has(stated, "tax_percent"),
      taxes: taxesOf(taxes, stated),
    })),
    taxes,
  };
  const report = owed.invoiceTotals(document, {
    prepaid: input.prepaid ?? undefined,
    rounding: has(input, "rounding") ? input.rounding : undefined,
  });
  if (!("totals" in report)) throw new Refused(JSON.stringify(report));
  const made = report.totals;
  return {
    ...made,
    total_net: made.net,
    tax_total: made.tax,
    total_gross: made.gross,
    tax_breakdown: made.rows.map((row) => ({
      category: taxes[row.place]?.category ?? "O",
      percent: taxes[row.place]?.percent ?? "0",
      taxable: row.taxable,
      tax: row.tax,
    })),
  };
}

// --- numbers

function currencyFor(...amounts) {
  const decimals = Math.max(...amounts.map((amount) => (amount.split(".")[1] ?? "").replace(/0+$/, "").length));
  return decimals <= 2 ? "EUR" : decimals === 3 ? "KWD" : "CLF";
}

const numbers = {
  round: (i) => ({ value: owed.round(i.value, i.decimals) }),
  multiply: (i) => ({ value: owed.multiply(i.a, i.b, i.decimals) }),
  divide: (i) => ({ value: owed.divide(i.a, i.b, i.decimals) }),
  convert: (i) => {
    const { amount } = owed.convertMoney({ amount: i.amount, currency: i.from ?? currencyFor(i.amount) }, i.rate, i.to);
    return { amount, value: amount };
  },
  minor_units: (i) => ({ decimals: owed.currencyDecimals(i.currency) }),
  part_payment: (i) => {
    const before = i.paid_before ?? "0";
    const currency = i.currency ?? currencyFor(i.payable, before, i.payment);
    const money = (amount) => ({ amount, currency });
    const due = owed.subtractMoney(owed.subtractMoney(money(i.payable), money(before)), money(i.payment));
    const share = has(i, "tax_percent") ? { tax_share: owed.taxShare(i.payment, i.tax_percent, currency) } : {};
    return { due: due.amount, ...share };
  },
  allocate: (i) => ({ parts: owed.splitWhole(text(i.total_minor), i.weights.map(text)) }),
};

// --- identifiers

const checked = (report) =>
  "valid" in report
    ? { valid: true, canonical: report.valid.iban ?? report.valid.reference, printed: report.valid.printed }
    : { valid: false };

const identifiers = {
  iban: (i) => checked(owed.checkIban(i.text)),
  iso11649: (i) => checked(owed.checkReference(i.text)),
  qrr: (i) => checked(owed.checkReference(i.text)),
  iso11649_create: (i) => ({ text: owed.createReference(i.reference) }),
};

const ANSWERS = { ...metrics, aging, invoice_totals: totals, ...numbers, ...identifiers };

// --- comparing

const decimal = /^-?\d+(\.\d+)?$/;
const canonical = (value) => {
  const [, sign, whole, part] = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(value);
  const digits = part ? `${whole}.${part}` : whole;
  return digits === "0" ? digits : sign + digits;
};

function agrees(expected, got, asSet = false) {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return false;
    if (!asSet) return expected.every((one, i) => agrees(one, got[i]));
    const left = [...got];
    return expected.every((one) => {
      const place = left.findIndex((other) => agrees(one, other));
      return place >= 0 && left.splice(place, 1).length === 1;
    });
  }
  if (expected !== null && typeof expected === "object") {
    return got !== null && typeof got === "object" &&
      Object.entries(expected).every(([key, one]) => agrees(one, got[key], SETS.includes(key)));
  }
  if (expected === null || typeof expected === "boolean" || got === null || got === undefined) return expected === got;
  const [a, b] = [String(expected), String(got)];
  return decimal.test(a) && decimal.test(b) ? canonical(a) === canonical(b) : a === b;
}

let failed = 0;
const folder = process.argv[2];
await owed.default();
for (const topic of TOPICS) {
  const lines = (await readFile(join(folder, `${topic}.jsonl`), "utf8")).split("\n").filter((line) => line.trim());
  let [passed, wrong] = [0, 0];
  for (const line of lines) {
    const { id, kind, input, expect } = JSON.parse(line);
    const mayRefuse = expect.error === true || expect.or_error === true;
    let found;
    let good;
    try {
      found = ANSWERS[kind](input);
      const { or_error: _, ...figures } = expect;
      good = expect.error !== true && agrees(figures, found);
    } catch (error) {
      found = error.code ? `${error.code}: ${error.message}` : error.stack;
      good = mayRefuse && (error instanceof Refused || (error.code !== undefined && error.code !== "internal"));
    }
    if (good) passed++;
    else {
      wrong++;
      console.log(`FAILED ${topic} ${id} (${kind}): expected ${JSON.stringify(expect)}, got ${JSON.stringify(found)}`);
    }
  }
  failed += wrong;
  console.log(`${topic}: ${passed} passed, ${wrong} failed`);
}
if (failed > 0) process.exit(1);
