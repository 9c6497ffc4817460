// For pages and workers: the plain functions. Their program is fetched beside this file by `init`, the readers of
// banks' files when the first one is read.
import start from "./owed.js";
import { once } from "./once.js";

export * from "./functions.js";
export { readStatement } from "./statements-web.js";

const load = once((source) => start({ module_or_path: source }));

/** Loads the program: await it once, before anything else is called. */
export default async function init(source = new URL("./owed_bg.wasm", import.meta.url)) {
  await load(source);
}
