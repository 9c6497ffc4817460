// For pages and workers: the class Book, and the plain functions.
import start from "./book.js";
import { once } from "./once.js";

export * from "./book-functions.js";
export { readStatement } from "./statements-web.js";

const load = once((source) => start({ module_or_path: source }));

/** Loads the program: await it once, before anything else is called. */
export default async function init(source = new URL("./book_bg.wasm", import.meta.url)) {
  await load(source);
}
