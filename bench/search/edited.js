// How soon the search of a preview finds what was saved:
//
//     node bench/search/edited.js BOOK [SAVES]
//
// BOOK is copied. Each save gives a page a word that no page has. Once the page is served with it, a search asks for that word and
// two others; what the preview takes to answer is counted: for the script, for which it counts the words of the page, and for all files.
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

const preview = spawn(DULY, ["serve", "--port", "0", "--root", root], { stdio: ["ignore", "pipe", "ignore"] });
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

/** What the preview took to answer: from asking for a file until it is there. */
let taken = 0;
const timed = async (path) => {
  const started = performance.now();
  const bytes = await (await fetched(path)).arrayBuffer();
  taken += performance.now() - started;
  return bytes;
};

/** The script as it is served now, opened on the files that are served now, which are asked for one after the other. */
const engine = async (at) => {
  const file = join(root, `search-${at}.mjs`);
  writeFileSync(file, Buffer.from(await timed("search/search.js")));
  const { open } = await import(pathToFileURL(file));
  let last = Promise.resolve();
  return open((name) => (last = last.then(() => timed(`search/${name}.bin`))));
};

const pages = readdirSync(join(root, "content"), { recursive: true }).filter((file) => file.endsWith(".md") && !file.endsWith("index.md"));
console.log(`${pages.length} pages, load ${loadavg()[0].toFixed(1)}`);
let started = performance.now();
await engine("first");
console.log(`index of the whole book: ${Math.round(performance.now() - started)} ms`);
const letters = (number) => [...String(number)].map((digit) => "bcdfghjklm"[digit]).join("");
const scripts = [];
const times = [];
for (let save = 0; save < saves; save++) {
  const page = pages[Math.floor((save * 7919) % pages.length)];
  const word = `zq${letters(1000 + save)}`;
  appendFileSync(join(root, "content", page), `\nThe word ${word} and a plan of the service.\n`);
  const address = page.replaceAll("\\", "/").replace(/\.md$/, "/");
  while (!(await (await fetched(address)).text()).includes(word)) await new Promise((later) => setTimeout(later, 2));
  taken = 0;
  const index = await engine(save);
  scripts.push(taken);
  const { pages: found } = await index.search(`${word} service plan`);
  times.push(taken);
  const [, best] = await index.record(found[0]);
  if (best !== address) throw new Error(`${word} finds ${best} and not ${address}`);
}
const told = (times) => {
  times.sort((a, b) => a - b);
  return `median ${times[Math.floor(times.length / 2)].toFixed(1)} ms, p95 ${times[Math.floor(times.length * 0.95)].toFixed(1)} ms`;
};
console.log(`after a save, the page counted and the script answered: ${told(scripts)}`);
console.log(`with all other files of a search for three words: ${told(times)} (${saves} saves)`);
process.exit();
