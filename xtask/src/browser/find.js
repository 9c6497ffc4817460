// The body of a function: the visible elements that are meant by (kind, first, second).
const [kind, first, second] = arguments;

// In the language that is made of foreign letters (crates/words/src/pseudo.rs) a page is searched by
// the English words that it is made of: vowels stand there twice.
const isForeign = document.documentElement.lang === "he";
const FOREIGN = "àƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÀɃÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ";
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const english = (text) => text.replace(/([àéîöû])\1/g, "$1").replace(/[^\0-\x7f]/g, (sign) => LETTERS[FOREIGN.indexOf(sign)] ?? sign);
const tidy = (text) => (isForeign ? english(text ?? "") : text ?? "").replace(/\s+/g, " ").trim();
const visible = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[aria-hidden=true]");

const TAGS = {
  alert: "", alertdialog: "", banner: "header", button: "button, input[type=button], input[type=submit], input[type=reset], summary",
  cell: "td", checkbox: "input[type=checkbox]", columnheader: "th:not([scope=row])", combobox: "select:not([multiple]), input[list]",
  complementary: "aside", contentinfo: "footer", dialog: "dialog", figure: "figure", form: "form", group: "fieldset, details",
  heading: "h1, h2, h3, h4, h5, h6", img: "img", link: "a[href]", list: "ul, ol", listbox: "select[multiple]", listitem: "li",
  main: "main", menuitem: "", navigation: "nav", option: "option", progressbar: "progress", radio: "input[type=radio]",
  region: "section[aria-label], section[aria-labelledby]", row: "tr", rowheader: "th[scope=row]", searchbox: "input[type=search]",
  spinbutton: "input[type=number]", status: "output", switch: "", tab: "", table: "table", tabpanel: "",
  textbox: "input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=url], textarea",
};

// Roles that are named by what stands in them.
const NAMED_BY_CONTENT = new Set(["button", "cell", "columnheader", "heading", "link", "listitem", "menuitem", "option", "row", "rowheader", "switch", "tab", "alert", "status"]);

function nameOf(element, role) {
  const by = element.getAttribute("aria-labelledby");
  if (by) return tidy(by.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(" "));
  if (element.hasAttribute("aria-label")) return tidy(element.getAttribute("aria-label"));
  if (element.labels?.length) return tidy([...element.labels].map(labelText).join(" "));
  if (element.matches("img")) return tidy(element.alt);
  if (element.matches("input[type=submit], input[type=button], input[type=reset]")) return tidy(element.value);
  const part = { figure: "figcaption", table: "caption", group: "legend, summary", img: "title" }[role];
  const own = part && element.querySelector(part);
  if (own) return tidy(own.textContent);
  if (NAMED_BY_CONTENT.has(role)) return tidy(element.innerText ?? element.textContent);
  return tidy(element.getAttribute("title"));
}

// A label without the values of the fields in it.
function labelText(label) {
  const copy = label.cloneNode(true);
  for (const field of copy.querySelectorAll("input, select, textarea, output, [aria-hidden=true]")) field.remove();
  return copy.textContent;
}

const all = (selector) => [...document.querySelectorAll(selector)].filter(visible);

switch (kind) {
  case "role": {
    const tags = TAGS[first] ? `, ${TAGS[first].split(", ").map((tag) => `${tag}:not([role])`).join(", ")}` : "";
    return all(`[role="${first}"]${tags}`).filter((element) => nameOf(element, first) === tidy(second));
  }
  case "label":
    return all("input, select, textarea, output, meter, progress, [contenteditable=true]")
      .filter((element) => nameOf(element, "") === tidy(first));
  case "text":
    return all("body *").filter((element) => tidy(element.innerText ?? element.textContent) === tidy(first)
      && ![...element.children].some((child) => tidy(child.innerText ?? child.textContent) === tidy(first)));
  case "test":
    return all(`[data-test="${first}"]`);
  // What has the focus, and whether one sees it.
  case "focused": {
    const element = document.activeElement ?? document.body;
    const role = element.getAttribute("role") ?? Object.keys(TAGS).find((role) => TAGS[role] && element.matches(TAGS[role])) ?? "";
    const style = getComputedStyle(element);
    const standsOut = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    const { left, top, width, height } = element.getBoundingClientRect();
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    return {
      name: element === document.body ? "" : nameOf(element, role),
      tag: element.localName,
      visible: standsOut && !!there && (element.contains(there) || there.contains(element)),
      inDialog: !!element.closest("dialog"),
    };
  }
}
throw new Error(`no such kind: ${kind}`);
