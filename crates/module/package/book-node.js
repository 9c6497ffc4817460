// For Node: the class Book, and the plain functions. Their program is there at once.
import { readFileSync } from "node:fs";
import { initSync } from "./book.js";

export * from "./book-functions.js";
export { readStatement } from "./statements-node.js";

initSync({ module: readFileSync(new URL("./book_bg.wasm", import.meta.url)) });

/** There is nothing to wait for in Node: the same call as in a page. */
export default async function init() {}
