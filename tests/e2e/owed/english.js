// The body of a function: what a reader of the page meets with an English letter in it, but for the
// book's own words (the argument, the longest first).
const [data] = arguments;
const found = new Set();

// Codes of currencies and of units, which no language changes.
const CODES = /\b[A-Z]{3}\b/g;

const look = (where, text) => {
  if (!text || !/[A-Za-z]/.test(text)) return;
  let rest = text.replace(/\s+/g, " ");
  for (const own of data) {
    if (own.length > 1 && rest.includes(own)) rest = rest.replaceAll(own, "");
  }
  rest = rest.replace(CODES, "");
  if (/[A-Za-z]/.test(rest)) found.add(`${where}: ${text.trim().slice(0, 90)}`);
};

const isOurs = (element) => {
  // A printed document, or a part of one, is in the language of its reader.
  const own = element.closest("[lang]");
  return (!own || own === document.documentElement) && !element.closest("script, style, noscript, pre, code");
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
