// The engines that are compared. Each is given the folder of a built site and the documents of the book, and gives back
// a function from a query to the pages that it finds, best first.
import { createServer } from "node:http";
import { copyFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";

const MOST = 10;
const require = createRequire(import.meta.url);

/** The script and the index as they are shipped. */
export async function duly(site, documents) {
  const { open } = await script(site);
  const index = await open(async (name) => readFileSync(join(site, "search", `${name}.bin`)));
  const byAddress = new Map(documents.map(({ address, page }) => [address, page]));
  return async (query) => {
    const { pages } = await index.search(query);
    const records = await Promise.all(pages.slice(0, MOST).map(index.record));
    return records.map(([, address]) => byAddress.get(decodeURIComponent(address)));
  };
}

/** The script of a site as a module. */
export async function script(site) {
  const copy = join(site, "search", "search.node.mjs");
  copyFileSync(join(site, "search", "search.js"), copy);
  const module = await import(pathToFileURL(copy));
  rmSync(copy);
  return module;
}

export async function minisearch(_site, documents) {
  const { default: MiniSearch } = await import("minisearch");
  const index = new MiniSearch({ idField: "page", fields: ["title", "headings", "text"] });
  index.addAll(documents);
  const options = { prefix: (_term, at, terms) => at === terms.length - 1, fuzzy: 0.2, boost: { title: 4, headings: 2 } };
  return async (query) => index.search(query, options).slice(0, MOST).map(({ id }) => id);
}

export async function elasticlunr(_site, documents) {
  const lunr = require("elasticlunr");
  const index = lunr(function () {
    this.setRef("page");
    for (const field of ["title", "headings", "text"]) this.addField(field);
    this.saveDocument(false);
  });
  for (const document of documents) index.addDoc(document);
  const options = { fields: { title: { boost: 4 }, headings: { boost: 2 }, text: { boost: 1 } }, bool: "OR", expand: true };
  return async (query) => index.search(query, options).slice(0, MOST).map(({ ref }) => ref);
}

/** Pagefind has its index made of the site's HTML, and reads it as a browser does. */
export async function pagefind(site, documents) {
  const { createIndex, close } = await import("pagefind");
  const { index } = await createIndex();
  await index.addDirectory({ path: site });
  await index.writeFiles({ outputPath: join(site, "pagefind") });
  await close();
  const url = await serve(site);
  const element = { getAttribute: () => "en", lang: "en", setAttribute() {}, remove() {} };
  globalThis.document = { querySelector: () => element, querySelectorAll: () => [], documentElement: element, currentScript: null, baseURI: url };
  globalThis.location = new URL(url);
  globalThis.window = globalThis;
  const fetched = globalThis.fetch;
  globalThis.fetch = (address, options) => fetched(String(address).startsWith("/") ? new URL(address, url) : address, options);
  const copy = join(site, "pagefind", "pagefind.node.mjs");
  copyFileSync(join(site, "pagefind", "pagefind.js"), copy);
  const engine = await import(pathToFileURL(copy));
  await engine.options({ basePath: `${url}pagefind/`, baseUrl: "/" });
  await engine.init();
  const byAddress = new Map(documents.map(({ address, page }) => [`/${address}`, page]));
  return async (query) => {
    const { results } = await engine.search(query);
    const pages = await Promise.all(results.slice(0, MOST).map((result) => result.data()));
    return pages.map((page) => byAddress.get(decodeURIComponent(page.raw_url ?? page.url)));
  };
}

async function serve(folder) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    try {
      response.end(readFileSync(join(folder, path)));
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  server.unref();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${server.address().port}/`;
}
