// What axe has to say about a page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const OPTIONS = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations", "incomplete"],
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
  for (const rule of incomplete) {
    const keep = await Promise.all(rule.nodes.map(({ target }) => page.evaluate(isOpen, [rule.id, target.at(-1)])));
    rule.nodes = rule.nodes.filter((_, at) => keep[at]);
  }
  const line = ({ id }, { target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`;
  return [...violations, ...incomplete].flatMap((rule) => rule.nodes.map((node) => line(rule, node)));
}

/** Whether what axe cannot tell is an open question. Where it is not, the reason stands beside it. */
function isOpen([rule, target]) {
  const element = document.querySelector(target);
  switch (rule) {
    case "color-contrast":
      // axe looks at the colour of text before the browser forces another one.
      if (matchMedia("(forced-colors: active)").matches) return false;
      // It does not find the cells of a table that have been scrolled out of sight to the left.
      if (document.dir === "rtl" && element.closest(".table-scroll")) return false;
      // Nor what has been scrolled out of sight in the dialogue of the preview.
      if (element.matches("duly-preview")) return false;
      // It takes the empty box at the end of a line of code for something that lies over the text.
      return !(element.closest("pre") && element.textContent.endsWith("\n"));
    case "label-content-name-mismatch":
      // An arrow is no words that a name could hold.
      return !element.matches(".footnote-back");
  }
  return true;
}
