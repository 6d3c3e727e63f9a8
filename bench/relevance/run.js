// How well the search finds what people look for, beside other engines:
//
//     node run.js SET [--queries FILE] [--ids odd|even|all] [--engines duly,minisearch,elasticlunr,pagefind] [--missed]
import { readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./book.js";
import * as engines from "./engines.js";
import { ceiling, score } from "./score.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ids: { type: "string", default: "odd" },
    engines: { type: "string", default: "duly,minisearch,elasticlunr,pagefind" },
    queries: { type: "string" },
    missed: { type: "boolean", default: false },
  },
});
const set = resolve(positionals[0] ?? "../..");
const wanted = { odd: (id) => id % 2 === 1, even: (id) => id % 2 === 0, all: () => true }[values.ids];
const queries = JSON.parse(readFileSync(values.queries ?? join(set, "queries.json"), "utf8")).filter(({ id }) => wanted(id));
const forms = Object.keys(queries[0]).filter((key) => !["id", "page"].includes(key));
const { root, site, documents } = build(set);
process.on("exit", () => rmSync(root, { recursive: true }));

console.log(`${documents.length} pages, ${queries.length} queries (${values.ids} ids)`);
const row = (...cells) => console.log(cells.map((cell, at) => (at < 2 ? String(cell).padEnd(14) : String(cell).padStart(9))).join(""));
row("form", "engine", "queries", "nDCG@10", "MRR", "recall@10", "empty");
const find = {};
for (const engine of values.engines.split(",")) find[engine] = await engines[engine](site, documents);
for (const form of forms) {
  const best = ceiling(documents, queries, form);
  if (best.shared) console.log(`${form}: ${best.shared} queries are the heading of several pages, so at most about ${best.ndcg.toFixed(3)} can be reached`);
  for (const engine of Object.keys(find)) {
    const { queries: count, missed, ...figures } = await score(find[engine], queries, form);
    row(form, engine, count, ...Object.values(figures).map((figure) => figure.toFixed(3)));
    if (values.missed) for (const miss of missed) console.log("   ", JSON.stringify(miss));
  }
}
process.exit();
