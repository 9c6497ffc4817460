// Starts the program. It is a file because the content security policy allows no inline script,
// and it finds the program's files by the names that the build wrote into the page.

const content = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
const named = (name) => content(name) && new URL(content(name), document.baseURI).href;

// The beginnings of the files' SHA-256, as the build wrote them down. Where a file is another, a
// cache spoilt it, and it is fetched again past all caches.
const digests = Object.fromEntries((content("owed-digests") ?? "").split(" ").map((pair) => pair.split("=")));
const fits = async (url, bytes) => {
  const digest = digests[url.split("/").pop()];
  if (!digest || !globalThis.crypto?.subtle) return true;
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(found.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("") === digest;
};

const fetched = async (url, cache = "default") => {
  const response = await fetch(url, { cache });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  // What is compiled as it comes is compiled faster, and kept by the browser.
  const copy = response.clone();
  const coming = url.endsWith(".wasm") && WebAssembly.compileStreaming?.(copy).catch(() => null);
  const bytes = await response.arrayBuffer();
  if (await fits(url, bytes)) return { bytes, program: await coming };
  throw new Error(`${url} is damaged`);
};

const whole = (url) => fetched(url).catch(async () => ({ ...await fetched(url, "reload"), isAgain: true }));

const compiled = async (url) => {
  const { bytes, program } = await whole(url);
  return program || WebAssembly.compile(bytes);
};

// The program's parts, as it asks for them. After a failure the next call tries again.
globalThis.owedPart = async ({ href }) => {
  const { bytes } = await whole(href);
  keepAll();
  return new Response(bytes, { headers: { "Content-Type": "application/wasm" } });
};

// Workers' addresses are checked: there is one policy, and all of them come from the build.
const policy = globalThis.trustedTypes?.createPolicy("owed", { createScriptURL: (url) => url });
const script = (url) => policy?.createScriptURL(url) ?? url;

// The program that makes PDFs, where the build made it.
const pdf = named("owed-pdf");
const start = () => {
  const worker = new Worker(script(named("owed-pdf-worker")));
  // The next try finds it as the host has it.
  worker.addEventListener("error", () => fetch(named("owed-pdf-worker"), { cache: "reload" }).catch(() => {}));
  return worker;
};
globalThis.owedPdf = pdf && { url: pdf, start };

// Where the build listed its files, a worker keeps them. A new version waits: the program says so,
// and the page is loaded again only when the user asks for it.
const worker = named("owed-worker");
const workers = worker && navigator.serviceWorker;
let waiting;
let isAsked = false;

// Loads the page again as the host has it, past all that is kept here of the program: where the
// host answers. Where it does not, what is kept is all there is.
const again = async (address) => {
  try {
    const answer = workers && await fetch(worker, { cache: "reload" });
    if (answer?.ok) await (await workers.getRegistration())?.unregister();
  } catch {
    // No network.
  }
  if (address) location.assign(address);
  else location.reload();
};

// What leads to the page's folder is there to load it again, from its beginning.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href="./"]');
  if (link) {
    event.preventDefault();
    again(link.href);
  }
});

globalThis.owedVersion = {
  // Is called when another version than this page's can be used.
  onNew: null,
  again: () => again(),
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

// No browser says that a window is private. Two signs together do: it gives out no folder of the
// page's own, and it refuses at once to keep data, where others ask their user. Each alone has other
// causes; and who has a folder is not asked.
globalThis.owedWindow = {
  async isPrivate() {
    const { storage } = navigator;
    if (!storage?.getDirectory || await storage.getDirectory().catch(() => null)) return false;
    const patience = new Promise((resolve) => setTimeout(resolve, 300));
    return await Promise.race([storage.persist(), patience]) === false;
  },
};

const say = (text, link) => {
  const place = document.getElementById("boot");
  if (!place) return;
  delete document.documentElement.dataset.start;
  place.setAttribute("role", "alert");
  place.replaceChildren(`${text} `, link);
  document.getElementById("slow")?.remove();
};

const link = (text) => Object.assign(document.createElement("a"), { href: "./", textContent: text });

// The language of the interface, where one but English was chosen: its texts are a file beside the
// program's. Texts of another version are asked for again; without them the page is in English.
const useLanguage = async (useWords) => {
  let tag = null;
  try {
    tag = localStorage.getItem("owed-language");
  } catch {
    // Who may not ask reads English.
  }
  if (!/^[a-z]{2}(-[A-Z]{2})?$/.test(tag ?? "en") || !tag || tag === "en") return;
  const words = async (cache) => {
    const response = await fetch(`words-${tag}.txt`, { cache });
    return response.ok && useWords(await response.text());
  };
  try {
    if (!await words("default") && !await words("reload")) return;
    const locale = new Intl.Locale(tag);
    const info = locale.getTextInfo?.() ?? locale.textInfo;
    Object.assign(document.documentElement, { lang: tag, dir: info?.direction ?? "" });
  } catch {
    // No network, and they are not kept.
  }
};

// Another site could lay its own page over this one and have the user click through it.
const isFramed = () => {
  try {
    return top.location.origin !== location.origin;
  } catch {
    return true;
  }
};

if (isFramed()) {
  const alone = link("Open Owed on its own");
  alone.target = "_blank";
  alone.rel = "noopener";
  // The listener above is for links of a page that runs.
  alone.addEventListener("click", (event) => event.stopPropagation());
  say("Owed can’t run inside another site’s page.", alone);
} else {
  try {
    const glue = named("owed-glue");
    const [program, { isAgain }] = await Promise.all([compiled(named("owed-wasm")), whole(glue)]);
    // Under its own name the page may hold the one that was spoilt.
    const { default: load, startOwed, useWords } = await import(isAgain ? `${glue}#again` : glue);
    await load({ module_or_path: program });
    await useLanguage(useWords);
    startOwed();
    if (workers) {
      // Without it the page works all the same, as long as there is a network.
      watch().catch(() => {});
    }
  } catch (problem) {
    say("Owed could not start. Your saved data is safe. Reload the page; if that doesn’t help, try a newer browser.", link("Reload"));
    throw problem;
  }
}
