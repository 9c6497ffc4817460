// The readers of banks' files: fetched when the first one is read.
import { once } from "./once.js";

const files = once(async () => {
  const program = await import("./files.js");
  await program.default({ module_or_path: new URL("./files_bg.wasm", import.meta.url) });
  return program;
});

export async function readStatement(...given) {
  return (await files()).readStatement(...given);
}
