// Makes PDFs in a thread of its own, so that the page stays alive meanwhile. It knows nothing of
// documents: bytes come, bytes go. It is a program apart, which the page's does not contain.

let program;

const loaded = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  const { instance } = await WebAssembly.instantiate(await response.arrayBuffer());
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
