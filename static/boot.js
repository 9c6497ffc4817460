// Starts the program. It is a file because the content security policy allows no inline script,
// and it finds the program's files by the names that the build wrote into the page.

const named = (name) => new URL(document.querySelector(`meta[name="${name}"]`).content, document.baseURI).href;

try {
  const { default: start } = await import(named("owed-glue"));
  await start({ module_or_path: named("owed-wasm") });
} catch (problem) {
  const place = document.getElementById("boot");
  if (place) {
    place.setAttribute("role", "alert");
    place.textContent = "Owed could not start. What was saved is safe. Reload the page; if it stays so, try a newer browser.";
  }
  throw problem;
}
