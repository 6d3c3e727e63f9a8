// From a folder to a site: what `duly init` begins with is a site without a broken link, and so is a folder of Markdown.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { objections } from "./support/axe.js";
import { launch, NARROW, WIDE } from "./support/browser.js";
import { serve } from "./support/server.js";
import { DULY, REPOSITORY } from "./support/site.js";

const browser = await launch();

/** A folder with those files, made a book and built. */
function adopt(files) {
  const root = mkdtempSync(join(tmpdir(), "duly-adopt-"));
  after(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const run = (...words) => execFileSync(DULY, [...words, "--root", root, "--as-at", "2026-11-30"], { stdio: ["ignore", "pipe", "pipe"] });
  run("init", "--yes", "--title", "Playbook", "--repository", "exampleshire/playbook");
  run("build", "--quiet");
  return root;
}

/** Follows every link of a site from its home page; what went wrong, a line each. */
async function crawl(url) {
  const page = await browser.newPage({ viewport: WIDE });
  const wrong = [];
  page.on("console", (message) => wrong.push(`${page.url()}: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`${page.url()}: ${error}`));
  page.on("response", (response) => {
    if (response.status() >= 400) wrong.push(`${page.url()}: ${response.status()} ${response.url()}`);
  });
  const waiting = [url];
  const seen = new Set(waiting);
  for (const next of waiting) {
    if (!/(\/|\.html)$/.test(next)) {
      const { status } = await page.request.get(next).then((response) => ({ status: response.status() }));
      if (status >= 400) wrong.push(`${next}: ${status}`);
      continue;
    }
    await page.goto(next, { waitUntil: "load" });
    const links = await page.$$eval("a[href]", (all) => all.map((link) => ({ href: link.href, hash: link.hash })));
    const here = page.url().split("#")[0];
    for (const { href, hash } of links) {
      const [target] = href.split("#");
      if (hash && target === here && !(await page.evaluate((id) => id === "top" || document.getElementById(decodeURIComponent(id)) !== null, hash.slice(1)))) {
        wrong.push(`${here}: no place ${hash}`);
      }
      if (target.startsWith(url) && !seen.has(target)) {
        seen.add(target);
        waiting.push(target);
      }
    }
  }
  await page.close();
  return { wrong, pages: seen.size };
}

const BEGINNINGS = {
  "an empty folder": {},
  "a folder of plain Markdown": {
    "README.md": "# Our notes\n\nSee [planning](work/planning.md) and [the picture](work/plan.svg).\n",
    "work/planning.md": "# Planning\n\nBack to [the notes](../README.md), on to [nothing but words](words.md#words).\n\n![plan](plan.svg)\n",
    "work/words.md": "## Words\n\nNo heading at the top, and no front matter.\n",
    "work/plan.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>',
  },
};

for (const [name, files] of Object.entries(BEGINNINGS)) {
  test(`${name} becomes a site without a broken link or a complaint`, async (t) => {
    const root = adopt(files);
    const server = await serve(join(root, "_site"));
    after(server.close);
    const { wrong, pages } = await crawl(server.url);
    t.diagnostic(`${pages} addresses`);
    assert.deepEqual(wrong, []);
    assert.ok(pages > 8);
  });
}

test("the demonstration book, built as its own workflow builds it, has no broken link and no complaint", async (t) => {
  const workflow = readFileSync(join(REPOSITORY, ".github/workflows/publish.yml"), "utf8");
  const [, command] = workflow.match(/^ +command: (.+)$/m);
  const root = mkdtempSync(join(tmpdir(), "duly-publish-"));
  after(() => rmSync(root, { recursive: true }));
  for (const part of ["book.toml", "content"]) cpSync(join(REPOSITORY, part), join(root, part), { recursive: true });
  execFileSync(DULY, command.split(" "), { cwd: root, stdio: "pipe" });
  const server = await serve(join(root, "_site"));
  after(server.close);
  const { wrong, pages } = await crawl(server.url);
  t.diagnostic(`${pages} addresses`);
  assert.deepEqual(wrong, []);
  assert.ok(pages > 80);
});

test("the changed pages in one file can be read by everybody, on a host that lets nothing run", async () => {
  const root = adopt({});
  const git = (...words) => execFileSync("git", ["-C", root, "-c", "user.name=Ann", "-c", "user.email=ann@example.org", ...words]);
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message=begin");
  for (const path of ["content/guides/look-after-a-page.md", "content/policies/working-in-the-open.md"]) {
    writeFileSync(join(root, path), `${readFileSync(join(root, path))}\n\nMore words.\n`);
  }
  const file = join(root, "changed.html");
  execFileSync(DULY, ["build", "--quiet", "--root", root, "--as-at", "2026-11-30", "--changed-since", "HEAD", "--one-file", file], { stdio: "pipe" });
  const page = await browser.newPage({ viewport: NARROW });
  const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  await page.route("https://host.example/**", (route) =>
    route.fulfill({
      contentType: "text/html",
      headers: { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox" },
      body: readFileSync(file),
    }),
  );
  await page.goto("https://host.example/changed.html");
  assert.deepEqual(await page.$$eval("h1", (all) => all.map((heading) => heading.textContent)), [
    "Changed pages",
    "Look after a page",
    "Working in the open",
  ]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wide, false, "nothing is cut off on a telephone");
  assert.deepEqual(complaints, []);
  await page.close();
});
