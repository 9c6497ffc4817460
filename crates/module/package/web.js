// For pages and workers. The programs are fetched beside this file: the first by `init`, the others when
// they are first used.
import start from "./owed.js";
import { once } from "./once.js";

export * from "./functions.js";

const load = once((source) => start({ module_or_path: source }));

/** Loads the program: await it once, before anything else is called. */
export default async function init(source = new URL("./owed_bg.wasm", import.meta.url)) {
  await load(source);
}

const files = once(async () => {
  const program = await import("./files.js");
  await program.default({ module_or_path: new URL("./files_bg.wasm", import.meta.url) });
  return program;
});

export async function readStatement(...given) {
  return (await files()).readStatement(...given);
}
