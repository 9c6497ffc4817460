// Which lines of a bank statement pay which invoices: node match.mjs STATEMENT RECORDS.json [DAY]
// The statement is CAMT, MT940, OFX, QIF, CSV or a ZIP of them.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import init, { matchBankLines, readStatement } from "owed/book";

const [statement, records, day] = process.argv.slice(2);
if (!records) {
  console.error("node match.mjs STATEMENT RECORDS.json [DAY]");
  process.exit(2);
}

await init();
try {
  const file = await readStatement(await readFile(statement), { name: basename(statement) });
  for (const found of matchBankLines(await readFile(records), file.statements, day)) {
    const line = file.statements[found.statement].lines[found.line];
    const pays = found.invoices.map(({ invoice, amount }) => `${invoice} (${amount.amount})`).join(", ");
    console.log(line.date, line.amount, `${found.certainty}:`, pays || "nothing that is known");
  }
} catch (error) {
  console.error(error.code, error.message, error.problem ?? "");
  process.exit(1);
}
