// Between the caller's values and the program: everything that can run code of the caller's (a getter, a
// proxy, a changed prototype) runs here, within `try`, and never while the program is at work.

// Taken before anybody can change them.
const { stringify, parse } = JSON;
const { isArray } = Array;
const { isInteger, isSafeInteger, isFinite } = Number;
const { keys, getPrototypeOf, getOwnPropertyDescriptor, defineProperty } = Object;
const { apply } = Reflect;
const Bytes = Uint8Array;
const kindOf = getOwnPropertyDescriptor(getPrototypeOf(Bytes.prototype), Symbol.toStringTag).get;

// Values within values at the most; no type of the ledger is as deep.
const DEPTH_MAX = 64;
// Characters of one text, and items of one list, at the most.
const TEXT_MAX = 1 << 20;
const ITEMS_MAX = 1 << 20;

const own = (object, name, value) =>
  defineProperty(object, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });

class Unfit {
  constructor(code, message) {
    own(this, "code", code);
    own(this, "message", message);
  }
}

// An Error as this package throws it.
export function failure(code, message, path, problem) {
  const error = new Error(message);
  own(error, "name", "OwedError");
  own(error, "code", code);
  own(error, "path", parse(path));
  if (problem !== undefined) own(error, "problem", parse(problem));
  return error;
}

// A value as JSON. Only data is taken: texts, numbers that are exact, booleans, null, lists and objects without a
// class. What is undefined in an object counts as left out.
export function toJson(value) {
  const path = [];
  const within = [];
  let length = 0;

  const at = (depth, key) => {
    own(path, depth, key);
    length = depth + 1;
  };

  const write = (value, depth) => {
    switch (typeof value) {
      case "string":
        if (value.length > TEXT_MAX) throw new Unfit("too_large", `a text of ${value.length} characters`);
        return stringify(value);
      case "boolean":
        return value ? "true" : "false";
      case "number":
        if (!isFinite(value)) throw new Unfit("not_a_number", `${value} is no number`);
        if (isInteger(value) && !isSafeInteger(value)) {
          throw new Unfit("not_exact", `${value} is too large to be exact: write amounts as text`);
        }
        return `${value}`;
      case "object":
        break;
      default:
        throw new Unfit("not_plain_data", `${typeof value} is no data`);
    }
    if (value === null) return "null";
    if (depth >= DEPTH_MAX) throw new Unfit("too_large", `more than ${DEPTH_MAX} values within each other`);
    for (let i = 0; i < depth; i++) {
      if (within[i] === value) throw new Unfit("cyclic", "a value within itself");
    }
    own(within, depth, value);
    let text = "";
    if (isArray(value)) {
      const count = value.length;
      if (count > ITEMS_MAX) throw new Unfit("too_large", `a list of ${count}`);
      for (let i = 0; i < count; i++) {
        at(depth, i);
        text += (i ? "," : "") + write(value[i], depth + 1);
      }
      length = depth;
      return `[${text}]`;
    }
    const prototype = getPrototypeOf(value);
    if (prototype !== null && getPrototypeOf(prototype) !== null) {
      throw new Unfit("not_plain_data", "an object of a class; plain objects and lists are data");
    }
    const names = keys(value);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      at(depth, name);
      const member = value[name];
      if (member !== undefined) text += (text && ",") + stringify(name) + ":" + write(member, depth + 1);
    }
    length = depth;
    return `{${text}}`;
  };

  try {
    return write(value, 0);
  } catch (problem) {
    const known = problem instanceof Unfit;
    let place = "";
    for (let i = 0; i < length; i++) place += (i ? "," : "") + stringify(path[i]);
    const message = known ? problem.message : "reading it failed";
    const error = failure(known ? problem.code : "not_readable", message, `[${place}]`);
    if (!known) own(error, "cause", problem);
    throw error;
  }
}

// What the program answers.
export function fromJson(text) {
  return parse(text);
}

// The bytes of a Uint8Array, of whatever window or subclass.
export function toBytes(value) {
  let kind;
  try {
    kind = apply(kindOf, value, []);
  } catch {
    kind = undefined;
  }
  if (kind !== "Uint8Array") throw failure("wrong_type", "bytes are a Uint8Array", "[]");
  return new Bytes(value);
}

// A list of bytes, as a list that nobody else holds.
export function toBytesList(value) {
  const list = [];
  try {
    if (isArray(value)) {
      const count = value.length;
      for (let i = 0; i < count; i++) own(list, i, toBytes(value[i]));
      return list;
    }
  } catch {
    throw failure("wrong_type", "entries are a list of Uint8Array", `[${list.length}]`);
  }
  throw failure("wrong_type", "entries are a list of Uint8Array", "[]");
}

// The user's civil day.
export function today() {
  const now = new Date();
  const two = (number) => (number < 10 ? `0${number}` : `${number}`);
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export function now() {
  return Date.now();
}

export function random(count) {
  const bytes = new Bytes(count);
  // A call gives 65,536 bytes at the most.
  for (let at = 0; at < count; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
  return bytes;
}

// Calls a listener once the program is through, so that it may call the book.
export function tell(listener, notice) {
  queueMicrotask(() => listener(notice));
}
