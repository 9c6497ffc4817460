import * as owed from "owed";
import * as named from "owed/nodejs";
import { check } from "./check.mjs";

if (owed.Book !== named.Book) throw new Error("two entries, two programs");
await check(owed);
console.log("PASSED in Node");
