// What a search costs a reader: bytes and requests before ten results, and time.
//
//     node bench/search/cost.js SITE [QUERY …]
//
// The site is served as a host does that compresses scripts and leaves other files as they are. Needs what the browser suite needs
// (`npm ci --prefix tests/browser --ignore-scripts`).
import { createRequire } from "node:module";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { serve } from "../../tests/browser/support/server.js";

const require = createRequire(new URL("../../tests/browser/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const site = resolve(process.argv[2]);
const given = process.argv.slice(3);
const queries = given.length ? given : [
  "identity assurance plan", "workforce training needs", "legacy system migration", "cloud cost forecast", "accessibility audit report",
  "procurement framework review", "retention schedule policy", "supplier contract risk", "user research evidence", "data sharing agreement",
];

const folder = join(site, "search");
const files = readdirSync(folder).filter((name) => !name.endsWith(".html"));
const onDisk = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
console.log(`${files.length} files, ${onDisk} bytes on disk`);

const server = await serve(site);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const sent = (name) => {
  const bytes = readFileSync(join(folder, name));
  return name.endsWith(".js") ? gzipSync(bytes, { level: 9 }).length : bytes.length;
};
for (const query of queries) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const started = performance.now();
  await page.goto(`${server.url}search/?q=${encodeURIComponent(query)}`);
  await page.waitForFunction(() => document.querySelectorAll(".search-results > li").length === 10);
  const time = performance.now() - started;
  const own = asked.filter((path) => /\/search\/[^/]+\.(js|bin)$/.test(path)).map((path) => path.split("/").pop());
  console.log(`${query}: ${own.length} requests, ${own.reduce((sum, name) => sum + sent(name), 0)} bytes, first results after ${Math.round(time)} ms`);
  await context.close();
}

const page = await browser.newPage();
await page.goto(`${server.url}search/`);
const times = await page.evaluate(async (queries) => {
  const { open } = await import(new URL("search.js", location.href).href);
  const index = await open(async (name) => (await fetch(`${name}.bin`)).arrayBuffer());
  const times = [];
  for (let round = 0; round < 11; round++) {
    for (const query of queries) {
      const started = performance.now();
      const { pages } = await index.search(query);
      await Promise.all(pages.slice(0, 10).map(index.record));
      if (round) times.push(performance.now() - started);
    }
  }
  return times.sort((a, b) => a - b);
}, queries);
const at = (share) => times[Math.floor(times.length * share)].toFixed(1);
console.log(`warm: median ${at(0.5)} ms, p95 ${at(0.95)} ms`);
await browser.close();
await server.close();
