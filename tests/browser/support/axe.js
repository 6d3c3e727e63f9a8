// What axe has to say about a page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const OPTIONS = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations", "incomplete"],
};

/** What axe cannot tell and a person could; each with the reason why it is no objection. */
const UNTOLD = {
  // It looks at the colour of text before the browser forces another one.
  "color-contrast": (_, forced) => forced,
  // An arrow is not words that a name could hold.
  "label-content-name-mismatch": (target) => target.endsWith(".footnote-back"),
};

/** One line for each violation, and for each thing that axe cannot tell. */
export async function objections(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  const { violations, incomplete } = await page.evaluate((options) => {
    // axe cannot see through the shade at the edge of a wide table: take its darkest colour for the whole.
    for (const table of document.querySelectorAll(".table-scroll")) table.style.background = "var(--border)";
    // Nor does it know that a page without a background of its own is dark in the dark.
    document.documentElement.style.background ||= "Canvas";
    return window.axe.run(document, options);
  }, OPTIONS);
  const forced = await page.evaluate(() => matchMedia("(forced-colors: active)").matches);
  for (const rule of incomplete) {
    rule.nodes = rule.nodes.filter(({ target }) => !UNTOLD[rule.id]?.(target.at(-1), forced));
  }
  const line = ({ id }, { target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`;
  return [...violations, ...incomplete].flatMap((rule) => rule.nodes.map((node) => line(rule, node)));
}
