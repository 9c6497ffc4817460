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

const fetched = async ([path, digest]) => {
  const url = new URL(path, scope).href;
  const response = await fetch(url, { cache: "no-cache" });
  if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`);
  const bytes = await response.clone().arrayBuffer();
  if (hex(await crypto.subtle.digest("SHA-256", bytes)) !== digest) throw new Error(`${path} is of another version`);
  return [url, response];
};

const keep = async (files) => {
  const responses = await Promise.all(Object.entries(files).map(fetched));
  const cache = await caches.open(name);
  await Promise.all(responses.map(([url, response]) => cache.put(url, response)));
};

const keepsLater = async (cacheName) => {
  const requests = await (await caches.open(cacheName)).keys();
  return requests.some(({ url }) => url.endsWith("_rest.wasm"));
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

const answer = async (request) => {
  const [url] = request.url.split(/[?#]/);
  const isPage = url === scope || url === `${scope}index.html`;
  const cache = await caches.open(name);
  return (await cache.match(isPage ? scope : request.url)) ?? fetch(request);
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(scope)) event.respondWith(answer(request));
});
self.addEventListener("message", (event) => {
  if (event.data === "use") self.skipWaiting();
  if (event.data === "keep") event.waitUntil(keepsLater(name).then((known) => known || keep(later)));
});
