// Issues invoices of 10 through the form, one after the other, from "go" to "stop".
const [customer] = arguments;
const acked = [];
let going = false;
const turn = () => new Promise((resolve) => {
  // Timers of a tab that is not in sight are held back; messages are not.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = resolve;
  port2.postMessage(0);
});
const heading = () => document.querySelector("main h1")?.innerText ?? "";
const field = (name) => document.getElementById(`f-${name}`);
const type = (name, text) => {
  field(name).value = text;
  field(name).dispatchEvent(new InputEvent("input", { bubbles: true }));
};
// Answers what it sees, or null after many turns.
const until = async (seen) => {
  for (let left = 20_000; left > 0; left -= 1) {
    const found = seen();
    if (found) return found;
    await turn();
  }
  return null;
};
const issue = async () => {
  if (heading() !== "New invoice") location.hash = "#/invoices/new";
  if (!await until(() => heading() === "New invoice" && field("line-1-price"))) return;
  type("customer", customer);
  type("line-1-description", "Work");
  type("line-1-price", "10");
  await turn();
  document.querySelector("main form button[type=submit]")?.click();
  const number = await until(() => heading().match(/^Invoice (\S+)$/)?.[1]);
  if (number && !acked.includes(number)) {
    acked.push(number);
    localStorage.setItem("e2e-acked", JSON.stringify(acked));
  }
};
const all = async () => {
  localStorage.setItem("e2e-busy", "yes");
  while (going) {
    // The page may go while it is typed into: a restore opens the book anew.
    try { await issue(); } catch { await turn(); }
  }
  localStorage.setItem("e2e-busy", "no");
};
window.signal = new BroadcastChannel("e2e");
window.signal.onmessage = ({ data }) => {
  if (data === "go" && !going) { going = true; all(); }
  if (data === "stop") going = false;
};
