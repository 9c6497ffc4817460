// The body of an async function: what keeps people out of the page as it is now, a line each.
// Every rule runs as it is delivered, with the one of WCAG 2.2 AA that is off by default.
await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})));
const { violations } = await axe.run(document, {
  resultTypes: ["violations"],
  rules: { "target-size": { enabled: true } },
});
return violations.flatMap(({ id, nodes }) =>
  nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")} ${node.html.slice(0, 300)}`));
