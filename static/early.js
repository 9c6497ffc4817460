// Runs before the page is drawn: shows the start page that is written into index.html where this
// browser knows no book, and remembers what is pressed there until the program takes it over
// (src/platform/early.rs). It is a file because the content security policy allows no inline script.
{
  const root = document.documentElement;
  const hide = () => delete root.dataset.start;

  const isFirstVisit = () => {
    try {
      return top === self && localStorage.getItem("owed-books") === null
        // It is written in English.
        && localStorage.getItem("owed-language") === null
        && !/^#\/(demo|books)\b/.test(location.hash)
        && !matchMedia("(display-mode: standalone)").matches && !navigator.standalone;
    } catch {
      // Who may not ask is told by the program.
      return false;
    }
  };

  globalThis.owedEarly = { pressed: null };
  const remember = (button) => {
    if (!button || !("start" in root.dataset)) return;
    owedEarly.pressed = button.type;
    button.setAttribute("aria-busy", "true");
  };

  if (isFirstVisit()) {
    root.dataset.start = "";
    document.addEventListener("submit", (event) => {
      if (!("start" in root.dataset)) return;
      event.preventDefault();
      remember(event.submitter ?? event.target.querySelector("[type=submit]"));
    });
    document.addEventListener("click", ({ target }) => remember(target.closest?.("form button[type=button]")));
    // Another page is asked for.
    addEventListener("hashchange", () => {
      if ("start" in root.dataset) owedEarly.pressed = null;
      hide();
    });
    // A book whose note in the local storage was lost.
    globalThis.indexedDB?.databases?.().then((found) => {
      if (found.some(({ name }) => name.startsWith("owed-"))) hide();
    }).catch(() => {});
  }
}
