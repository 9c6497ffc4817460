// Chooses the language of foreign letters (crates/words/src/pseudo.rs), and lets the journeys read
// the page as if it were in English: what they ask for by its words is translated on the way.
if (location.protocol === "http:") {
  localStorage.setItem("owed-language", "he");
  const FOREIGN = "àƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÀɃÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ";
  const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const english = (text) => text?.replace(/([àéîöû])\1/g, "$1").replace(/[^\0-\x7f]/g, (sign) => LETTERS[FOREIGN.indexOf(sign)] ?? sign);
  const foreign = (text) => [...text].map((sign) => {
    const letter = FOREIGN[LETTERS.indexOf(sign)] ?? sign;
    return "aeiou".includes(sign) ? letter + letter : letter;
  }).join("");
  const reads = (prototype, name) => {
    const { get, set, ...rest } = Object.getOwnPropertyDescriptor(prototype, name);
    Object.defineProperty(prototype, name, { ...rest, set, get() { return english(get.call(this)); } });
  };
  reads(HTMLElement.prototype, "innerText");
  reads(HTMLOptionElement.prototype, "text");
  for (const prototype of [Document.prototype, Element.prototype]) {
    for (const name of ["querySelector", "querySelectorAll"]) {
      const asked = prototype[name];
      prototype[name] = function (selector) {
        const label = /\[data-label=(\\?['"]?)([^'"\]\\]+)(\\?['"]?)\]/g;
        return asked.call(this, String(selector).replace(label, (_, before, text) => `[data-label="${foreign(text)}"]`));
      };
    }
  }
}
