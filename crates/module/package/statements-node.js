// The readers of banks' files: their program is read when the first one is.
import { readFile } from "node:fs/promises";
import { once } from "./once.js";

const files = once(async () => {
  const program = await import("./files.js");
  program.initSync({ module: await readFile(new URL("./files_bg.wasm", import.meta.url)) });
  return program;
});

export async function readStatement(...given) {
  return (await files()).readStatement(...given);
}
