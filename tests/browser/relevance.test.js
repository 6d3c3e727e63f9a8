// The search finds what people look for as well as it did at the last release. bench/relevance/ compares it with others.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { documents } from "../../bench/relevance/book.js";
import { duly } from "../../bench/relevance/engines.js";
import { score } from "../../bench/relevance/score.js";
import { SITE } from "./support/site.js";

const demo = new URL("../../bench/relevance/demo/", import.meta.url);
const read = (file) => JSON.parse(readFileSync(new URL(file, demo), "utf8"));

test("what the demonstration book has is found, with slips and unfinished words too", async (t) => {
  const queries = read("queries.json");
  const find = await duly(SITE, documents(new URL("../../content/", import.meta.url).pathname));
  for (const [form, recorded] of Object.entries(read("scores.json"))) {
    const { ndcg, empty } = await score(find, queries, form);
    t.diagnostic(`${form}: nDCG@10 ${ndcg.toFixed(3)}, recorded ${recorded}`);
    assert.ok(ndcg >= recorded - 0.01, `${form}: ${ndcg} after ${recorded}`);
    assert.equal(empty, 0, `${form}: every query finds something`);
  }
});
