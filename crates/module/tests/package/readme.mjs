// Runs the examples of the README: what stands behind `console.log(…); //` is what must come.
import { readFile, writeFile } from "node:fs/promises";
import { inspect } from "node:util";

const readme = await readFile(new URL("node_modules/owed/README.md", import.meta.url), "utf8");
const examples = [...readme.matchAll(/```js\n([^]*?)```/g)].map(([, code]) => code);
if (examples.length < 4) throw new Error(`${examples.length} examples`);
let compared = 0;
for (const [place, code] of examples.entries()) {
  const expected = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
  const said = [];
  const name = new URL(`example-${place}.mjs`, import.meta.url);
  await writeFile(name, code);
  const { log } = console;
  console.log = (...values) => said.push(values.map((value) => (typeof value === "string" ? value : inspect(value))).join(" "));
  try {
    await import(name);
  } finally {
    console.log = log;
  }
  const heard = said.filter((text) => expected.includes(text));
  if (JSON.stringify(heard) !== JSON.stringify(expected)) {
    throw new Error(`example ${place} says ${JSON.stringify(said)}, not ${JSON.stringify(expected)}`);
  }
  compared += expected.length;
}
console.log(`PASSED: ${examples.length} examples of the README, ${compared} answers`);
