// Pages are light.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { addresses, SITE } from "./support/site.js";

const MOST = 30_000;
const MOST_GZIPPED = 10_000;

/** HTML, CSS and JavaScript of a page in bytes, as they are and gzipped. */
function weight(path) {
  const file = join(SITE, path, "index.html");
  const html = readFileSync(file);
  const linked = [...html.toString().matchAll(/<(?:link rel="stylesheet" href|script src)="([^"]+)"/g)];
  const parts = [html, ...linked.map(([, href]) => readFileSync(join(dirname(file), href)))];
  const sum = (size) => parts.reduce((total, part) => total + size(part), 0);
  return { path, parts: parts.length, raw: sum((part) => part.length), gzipped: sum((part) => gzipSync(part, { level: 9 }).length) };
}

test("the HTML, CSS and JavaScript of every principle are at most 30,000 bytes, 10,000 gzipped", (t) => {
  const principles = addresses().filter((path) => /^principles\/[^/]+\/$/.test(path)).map(weight);
  assert.ok(principles.length > 5);
  const heaviest = principles.sort((a, b) => b.raw - a.raw)[0];
  t.diagnostic(`heaviest principle: ${heaviest.path} ${heaviest.raw} (${heaviest.gzipped})`);
  for (const { path, parts, raw, gzipped } of principles) {
    assert.equal(parts, 3, `${path}: page, style, script`);
    assert.ok(raw <= MOST, `${path}: ${raw} bytes`);
    assert.ok(gzipped <= MOST_GZIPPED, `${path}: ${gzipped} bytes gzipped`);
  }
});

test("what other pages weigh", (t) => {
  for (const path of ["", "strategy/digital-services/", "policies/acceptable-use-of-generative-ai/", "standards/api-standard/", "a-z/"]) {
    const { raw, gzipped } = weight(path);
    t.diagnostic(`${path || "the home page"} ${raw} (${gzipped})`);
    assert.ok(gzipped <= 1.5 * MOST_GZIPPED, `${path}: ${gzipped} bytes gzipped`);
  }
});
