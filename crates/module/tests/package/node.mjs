import * as owed from "owed";
import * as book from "owed/book";
import * as named from "owed/nodejs";
import * as namedBook from "owed/book/nodejs";
import { check } from "./check.mjs";

if (owed.aging !== named.aging || book.Book !== namedBook.Book) throw new Error("two entries, two programs");
if ("Book" in owed) throw new Error("the first program has it all");
await check(owed, book);
console.log("PASSED in Node");
