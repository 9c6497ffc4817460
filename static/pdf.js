// Makes PDFs in a thread of its own, so that the page stays alive meanwhile. It knows nothing of
// documents: bytes come, bytes go. It is a program apart, which the page's does not contain.

let program;

// Its name ends with the beginning of its SHA-256.
const fetched = async (url, cache) => {
  const response = await fetch(url, { cache });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const found = Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!url.endsWith(`-${found}.wasm`)) throw new Error("the program is damaged");
  return bytes;
};

const loaded = async (url) => {
  // A cache that spoilt it is gone past.
  const bytes = await fetched(url, "default").catch(() => fetched(url, "reload"));
  const { instance } = await WebAssembly.instantiate(bytes);
  return instance.exports;
};

addEventListener("message", async ({ data: { url, bytes }, ports: [port] }) => {
  let isLoaded = false;
  try {
    program ??= loaded(url);
    const { memory, room, make, made } = await program;
    isLoaded = true;
    const place = room(bytes.length);
    new Uint8Array(memory.buffer, place, bytes.length).set(bytes);
    const length = make();
    const answer = new Uint8Array(memory.buffer, made(), length).slice();
    port.postMessage(answer, [answer.buffer]);
  } catch (problem) {
    // A program that stopped is not gone on with.
    program = undefined;
    port.postMessage(isLoaded ? `stopped: ${problem}` : `not loaded: ${problem}`);
  }
});
