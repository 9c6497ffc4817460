// The body of a function: what a reader of the page meets with an English letter in it, but for the
// book's own words (the argument, the longest first).
const [data] = arguments;
const found = new Set();

// What no language changes: codes of currencies, signs of units, account numbers, names of keys,
// of the program, and of the languages themselves.
const CODES = /\b[A-Z]{3}\b|\b[A-Z]{2}\d{2}( ?[A-Z0-9]{2,4})+\b|#[0-9a-f]{6}|\b[A-Z]{1,2}-\d{4}-\d+|\b(kB|MB|km|kg|A4|Ctrl K|Enter|Owed|English|Deutsch|Français|Español)\b/g;

const look = (where, text) => {
  if (!text || !/[A-Za-z]/.test(text)) return;
  let rest = text.replace(/\s+/g, " ");
  for (const own of data.filter((own) => own.length > 3)) rest = rest.replaceAll(own, "");
  rest = rest.replace(CODES, "");
  for (const own of data.filter((own) => own.length < 4)) rest = rest.replaceAll(own, "");
  if (/[A-Za-z]/.test(rest)) found.add(`${where}: ${text.trim().slice(0, 90)}`);
};

const isOurs = (element) => {
  // A printed document, or a part of one, is in the language of its reader.
  const own = element.closest("[lang]");
  // The kit is seen by those who work on the program.
  if (location.hash.startsWith("#/kit") && element.closest("main")) return false;
  // What errors say of themselves.
  if (element.closest("details > p")) return false;
  return (!own || own === document.documentElement) && !element.closest("script, style, noscript, pre, code, kbd, [translate=no]");
};

look("title", document.title);
for (const element of document.querySelectorAll("body, body *")) {
  if (!isOurs(element)) continue;
  const name = `<${element.localName}${element.id ? ` #${element.id}` : ""}>`;
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) look(name, node.data);
  }
  for (const attribute of ["title", "aria-label", "aria-description", "aria-valuetext", "placeholder", "alt", "download", "data-label"]) {
    look(`${name} ${attribute}`, element.getAttribute(attribute));
  }
  if (element.matches("input[type=submit], input[type=button], input[type=reset]")) look(`${name} value`, element.value);
  if (element.matches("optgroup")) look(`${name} label`, element.label);
}
return [...found];
