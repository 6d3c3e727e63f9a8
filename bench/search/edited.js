// How soon the search of a preview finds what was saved:
//
//     node bench/search/edited.js BOOK [SAVES]
//
// BOOK is copied. Each save gives a page a word that no page has. Once the page is served with it, the time runs that the preview
// takes to count the page's words and to answer a search for the word with all files that it needs.
import { spawn } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { loadavg } from "node:os";

const DULY = resolve(process.env.DULY ?? fileURLToPath(new URL("../../target/release/duly", import.meta.url)));
const root = mkdtempSync(join(process.env.TMPDIR ?? tmpdir(), "duly-edited-"));
cpSync(resolve(process.argv[2]), root, { recursive: true });
const saves = Number(process.argv[3] ?? 20);

const preview = spawn(DULY, ["serve", "--port", "0", "--root", root], { stdio: ["ignore", "pipe", "inherit"] });
process.on("exit", () => {
  preview.kill();
  rmSync(root, { recursive: true });
});
const url = await new Promise((told) => {
  let said = "";
  preview.stdout.on("data", (text) => {
    const [address] = (said += text).match(/http:\/\/\S+/) ?? [];
    if (address) told(address);
  });
});
const fetched = async (path) => {
  const response = await fetch(url + path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
};

/** The script as it is served now, opened on the files that are served now. */
const engine = async (at) => {
  const file = join(root, `search-${at}.mjs`);
  writeFileSync(file, await (await fetched("search/search.js")).text());
  const { open } = await import(pathToFileURL(file));
  return open(async (name) => (await fetched(`search/${name}.bin`)).arrayBuffer());
};

const pages = readdirSync(join(root, "content"), { recursive: true }).filter((file) => file.endsWith(".md") && !file.endsWith("index.md"));
console.log(`${pages.length} pages, load ${loadavg()[0].toFixed(1)}`);
let started = performance.now();
await engine("first");
console.log(`index of the whole book: ${Math.round(performance.now() - started)} ms`);
const letters = (number) => [...String(number)].map((digit) => "bcdfghjklm"[digit]).join("");
const times = [];
for (let save = 0; save < saves; save++) {
  const page = pages[Math.floor((save * 7919) % pages.length)];
  const word = `zq${letters(1000 + save)}`;
  appendFileSync(join(root, "content", page), `\nThe word ${word} and a plan of the service.\n`);
  const address = page.replaceAll("\\", "/").replace(/\.md$/, "/");
  while (!(await (await fetched(address)).text()).includes(word)) await new Promise((later) => setTimeout(later, 2));
  started = performance.now();
  const index = await engine(save);
  const { pages: found } = await index.search(`${word} service plan`);
  times.push(performance.now() - started);
  const [, best] = await index.record(found[0]);
  if (best !== address) throw new Error(`${word} finds ${best} and not ${address}`);
}
times.sort((a, b) => a - b);
const at = (share) => times[Math.floor(times.length * share)].toFixed(1);
console.log(`after a save: median ${at(0.5)} ms, p95 ${at(0.95)} ms (${saves} saves)`);
process.exit();
