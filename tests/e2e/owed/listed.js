// The body of an async function: the numbers of the open list, those out of sight included, and how
// many rows it says it has.
const list = document.querySelector("main [role=grid]");
const read = (row) => row.querySelector("td[data-label=Number]").innerText.trim();
if (!list) {
  const cells = [...document.querySelectorAll("main td[data-label=Number]")];
  return { numbers: cells.map((cell) => cell.innerText.trim()) };
}
const frame = () => new Promise(requestAnimationFrame);
const count = Number(list.getAttribute("aria-rowcount")) - 1;
const numbers = new Map();
const look = () => {
  for (const row of list.querySelectorAll("tbody tr[aria-rowindex]")) {
    numbers.set(Number(row.getAttribute("aria-rowindex")), read(row));
  }
};
look();
for (let top = 0; numbers.size < count && top < document.documentElement.scrollHeight; top += innerHeight / 2) {
  scrollTo(0, top);
  await frame();
  await frame();
  look();
}
scrollTo(0, 0);
return { count, numbers: [...numbers].sort(([a], [b]) => a - b).map(([, number]) => number) };
