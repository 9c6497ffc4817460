import { check } from "./check.mjs";
import * as owed from "./node_modules/owed/web.js";

try {
  await check(owed);
  postMessage("PASSED in a worker");
} catch (error) {
  postMessage(`FAILED: ${error.stack}`);
}
