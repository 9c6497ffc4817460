// For Node. The first program is there at once, the others are read when they are first used.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { initSync } from "./owed.js";
import { once } from "./once.js";

export * from "./functions.js";

const place = (name) => new URL(name, import.meta.url);

initSync({ module: readFileSync(place("./owed_bg.wasm")) });

/** There is nothing to wait for in Node: the same call as in a page. */
export default async function init() {}

const files = once(async () => {
  const program = await import("./files.js");
  program.initSync({ module: await readFile(place("./files_bg.wasm")) });
  return program;
});

export async function readStatement(...given) {
  return (await files()).readStatement(...given);
}
