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
        keepAll();
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
    keepAll();
    // The page stood still meanwhile: whoever tests it is to see that.
    console.warn("The rest of the program was needed before it was asked for.");
  },
};

// Workers' addresses are checked: there is one policy, and all of them come from the build.
const policy = globalThis.trustedTypes?.createPolicy("owed", { createScriptURL: (url) => url });
const script = (url) => policy?.createScriptURL(url) ?? url;

// The program that makes PDFs, where the build made it.
const pdf = named("owed-pdf");
globalThis.owedPdf = pdf && { url: pdf, start: () => new Worker(script(named("owed-pdf-worker"))) };

// Where the build listed its files, a worker keeps them. A new version waits: the program says so,
// and the page is loaded again only when the user asks for it.
const worker = named("owed-worker");
const workers = worker && navigator.serviceWorker;
let waiting;
let isAsked = false;

globalThis.owedVersion = {
  // Is called when another version than this page's can be used.
  onNew: null,
  use() {
    isAsked = true;
    if (waiting?.state === "installed") waiting.postMessage("use");
    else location.reload();
  },
};

// Whoever opens a book wants to open it without a network too.
const keepAll = () => {
  if (workers) workers.ready.then(({ active }) => active.postMessage("keep"));
};

const watch = async () => {
  // A first worker takes pages over without being another version.
  let hadWorker = Boolean(workers.controller);
  const offer = (found) => {
    if (found?.state !== "installed" || !hadWorker) return;
    waiting = found;
    globalThis.owedVersion.onNew?.();
  };
  workers.addEventListener("controllerchange", () => {
    if (isAsked) location.reload();
    else if (hadWorker) globalThis.owedVersion.onNew?.();
    hadWorker = true;
  });
  const registration = await workers.register(script(worker), { updateViaCache: "none" });
  registration.addEventListener("updatefound", () => {
    const found = registration.installing;
    found?.addEventListener("statechange", () => offer(found));
  });
  offer(registration.waiting);
  // A page that stays open for days asks when it is looked at.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) registration.update().catch(() => {});
  });
};

try {
  const { default: load, startOwed } = await import(named("owed-glue"));
  first = await load({ module_or_path: named("owed-wasm") });
  startOwed();
  if (workers) {
    // Without it the page works all the same, as long as there is a network.
    watch().catch(() => {});
  }
} catch (problem) {
  const place = document.getElementById("boot");
  if (place) {
    place.setAttribute("role", "alert");
    place.textContent = "Owed could not start. What was saved is safe. Reload the page; if it stays so, try a newer browser.";
  }
  throw problem;
}
