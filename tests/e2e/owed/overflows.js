// The body of a function: what is wider than there is room for.
const found = [];
const page = document.documentElement;
if (page.scrollWidth > page.clientWidth) found.push(`the page: ${page.scrollWidth} of ${page.clientWidth} px`);
const visible = (one) => one.checkVisibility({ visibilityProperty: true });
for (const cell of [...document.querySelectorAll("main td.num, main b.num")].filter(visible)) {
  if (cell.scrollWidth > cell.clientWidth && cell.matches("td")) {
    found.push(`${cell.textContent.trim()}: ${cell.scrollWidth} of ${cell.clientWidth} px`);
  }
}
for (const name of [...document.querySelectorAll("main .data td.p-title")].filter(visible)) {
  if (name.clientWidth < 60) found.push(`a name: ${name.clientWidth} px`);
}
const rows = [...document.querySelectorAll("main tbody tr[aria-rowindex]")];
const heights = new Set(rows.map((row) => Math.round(row.getBoundingClientRect().height)));
if (heights.size > 1) found.push(`rows of different heights: ${[...heights].join(", ")}`);
for (const row of rows) {
  const { left, right } = row.getBoundingClientRect();
  for (const cell of [...row.children].filter(visible)) {
    const place = cell.getBoundingClientRect();
    if (place.left < left - 1 || place.right > right + 1) found.push(`${cell.textContent.trim()}: beside its row`);
  }
}
return found;
