import { check } from "./check.mjs";
import * as book from "./node_modules/owed/book-web.js";
import * as owed from "./node_modules/owed/web.js";

try {
  await check(owed, book);
  postMessage("PASSED in a worker");
} catch (error) {
  postMessage(`FAILED: ${error.stack}`);
}
