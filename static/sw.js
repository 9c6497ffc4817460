// Keeps the program, so that it opens without a network. It holds no data of anybody.
//
// The build fills in the names and SHA-256 digests of all files. A version is kept whole or not at
// all: where one file is missing or is of another version, the old one stays. A new version waits
// until the user takes it, or until no page of the old one is open.

const version = "VERSION";
// What every visit needs, and what an open book needs as well.
const first = { FIRST };
const later = { LATER };

const { scope } = self.registration;
const prefix = `owed ${scope} `;
const name = prefix + version;

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

const isWhole = async (response, digest) =>
  hex(await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer())) === digest;

const fetched = async ([path, digest], mode = "no-cache") => {
  const url = new URL(path, scope).href;
  const response = await fetch(url, { cache: mode });
  if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`);
  if (!await isWhole(response, digest)) throw new Error(`${path} is of another version`);
  return [url, response];
};

const keep = async (files) => {
  const responses = await Promise.all(Object.entries(files).map((file) => fetched(file)));
  const cache = await caches.open(name);
  await Promise.all(responses.map(([url, response]) => cache.put(url, response)));
};

const keepsLater = async (cacheName) => {
  const requests = await (await caches.open(cacheName)).keys();
  return requests.some(({ url }) => url.includes("_part-"));
};

const versions = async () => (await caches.keys()).filter((known) => known.startsWith(prefix));

const install = async () => {
  const earlier = (await versions()).filter((known) => known !== name);
  const opensBooks = (await Promise.all(earlier.map(keepsLater))).includes(true);
  try {
    await keep(opensBooks ? { ...first, ...later } : first);
  } catch (problem) {
    await caches.delete(name);
    throw problem;
  }
};

const activate = async () => {
  for (const known of await versions()) {
    if (known !== name) await caches.delete(known);
  }
  await self.clients.claim();
};

// The texts of another language than English are kept once they were loaded. They say themselves
// which version of the program they are for.
const isOfLanguage = (request) => /^words-[\w-]+\.txt$/.test(request.url.slice(scope.length));

const inLanguage = async (request) => {
  const cache = await caches.open(name);
  const kept = request.cache !== "reload" && await cache.match(request.url);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request.url, response.clone());
  return response;
};

// What is kept is held against its digest each time: bytes on a disk change. What does not fit is
// fetched again, past the browser's cache as well, and kept in its place.
const answer = async (request) => {
  const [url] = request.url.split(/[?#]/);
  const isPage = url === scope || url === `${scope}index.html`;
  const path = isPage ? "./" : url.slice(scope.length);
  const digest = first[path] ?? later[path];
  if (!digest) return fetch(request);
  const cache = await caches.open(name);
  const key = isPage ? scope : url;
  const kept = await cache.match(key);
  if (!kept) return fetch(request);
  if (request.cache !== "reload" && await isWhole(kept, digest)) return kept;
  try {
    const [, response] = await fetched([path, digest], "reload");
    await cache.put(key, response.clone());
    return response;
  } catch {
    // A host that has another version by now, or none: the page says what to do.
    return isPage ? fetch(request) : kept;
  }
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope)) return;
  event.respondWith(isOfLanguage(request) ? inLanguage(request) : answer(request));
});
self.addEventListener("message", (event) => {
  if (event.data === "use") self.skipWaiting();
  if (event.data === "keep") event.waitUntil(keepsLater(name).then((known) => known || keep(later)));
});
