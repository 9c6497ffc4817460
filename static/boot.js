// Starts the program. It is a file because the content security policy allows no inline script,
// and it finds the program's files by the names that the build wrote into the page.

const named = (name) => {
  const meta = document.querySelector(`meta[name="${name}"]`);
  return meta && new URL(meta.content, document.baseURI).href;
};

// The build may have cut off what only an open book needs: the program asks for it here. Where it
// is whole, the rest is there from the beginning.
const rest = named("owed-rest");
let first;
let coming;
let isThere = !rest;

const join = (module) => {
  if (!isThere) {
    new WebAssembly.Instance(module, { first });
    isThere = true;
  }
};

globalThis.owedRest = {
  // Promises the rest. After a failure the next call tries again.
  async soon() {
    const fetched = async () => {
      const response = await fetch(rest);
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
      return WebAssembly.compile(await response.arrayBuffer());
    };
    if (!isThere) {
      coming ??= fetched();
      try {
        join(await coming);
      } catch (problem) {
        coming = undefined;
        throw problem;
      }
    }
  },
  // Has the rest before it returns: for what is needed before anything promised it.
  now() {
    if (isThere) return;
    const request = new XMLHttpRequest();
    request.open("GET", rest, false);
    request.overrideMimeType("text/plain; charset=x-user-defined");
    request.send();
    join(new WebAssembly.Module(Uint8Array.from(request.responseText, (unit) => unit.charCodeAt(0) & 255)));
  },
};

try {
  const { default: load, startOwed } = await import(named("owed-glue"));
  first = await load({ module_or_path: named("owed-wasm") });
  startOwed();
} catch (problem) {
  const place = document.getElementById("boot");
  if (place) {
    place.setAttribute("role", "alert");
    place.textContent = "Owed could not start. What was saved is safe. Reload the page; if it stays so, try a newer browser.";
  }
  throw problem;
}
