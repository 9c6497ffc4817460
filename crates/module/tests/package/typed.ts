// What the compiler takes, and what it must refuse.
import init, { aging, dso, invoiceTotals, Receivables } from "owed";
import { Book, matchBankLines, readStatement } from "owed/book";
import type { Aging, BookRecord, Command, Decimal, OwedError, RecordsFile } from "owed";

await init();

const records: RecordsFile = {
  owed_records: 1,
  invoices: [{ number: "1", customer: "Ada", issued: "2026-01-01", total: "1.00" }],
};
const found: Aging = aging(records, { as_of: "2026-01-31" });
Receivables.fromRecords(records).metrics({ period: { from: "2026-01-01", to: "2026-01-31" } })[0]?.dso;
const net: Decimal | undefined = found.currencies[0]?.total.net;
const command: Command = { void_invoice: { invoice: "00000001-1", date: "2026-01-31", reason: "twice" } };
const book = new Book();
book.subscribe((notice) => notice.changes.length);
const outcome = book.run(command);
if ("refused" in outcome && "problems" in outcome.refused) outcome.refused.problems[0]?.at.field satisfies string | undefined;
for (const record of book.records("customer") satisfies BookRecord[]) {
  if ("customer" in record) record.customer.details?.name;
}
const file = await readStatement(new Uint8Array());
matchBankLines(records, file.statements)[0]?.certainty === "sure";
const thrown = (error: OwedError) => [error.code, ...error.path, error.message, net];
dso({ receivables: "1", sales: "1", days: 1 }) satisfies Decimal | null;
export { thrown };

// @ts-expect-error a number is no amount
dso({ receivables: 1, sales: "1", days: 1 });
// @ts-expect-error a field is missing
dso({ receivables: "1", days: 1 });
// @ts-expect-error there is no such field
dso({ receivables: "1", sales: "1", days: 1, day: 1 });
// @ts-expect-error there is no such command
book.run({ void: { invoice: "00000001-1" } });
// @ts-expect-error a code that is none
((error: OwedError) => error.code === "no_such_code");
// @ts-expect-error its answer has to be waited for
readStatement(new Uint8Array()).statements;
// @ts-expect-error bytes are no text
Book.fromBackup("backup");
// @ts-expect-error totals are of an invoice
invoiceTotals({ lines: [] });
// @ts-expect-error a basis that is none
aging(records, { as_of: "2026-01-31", basis: "issue" });
