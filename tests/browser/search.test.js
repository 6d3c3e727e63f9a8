// The search as readers meet it: by keyboard, with slips, with hostile words, without its index, without JavaScript.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { book } from "./support/book.js";
import { launch, NARROW, read, settled, WIDE } from "./support/browser.js";
import { objections } from "./support/axe.js";
import { serve } from "./support/server.js";
import { SITE } from "./support/site.js";

const server = await serve(SITE);
after(server.close);
const browser = await launch();
const complaints = new WeakMap();

/** A page in a context of its own, whose complaints are kept. */
async function open(url, options = {}, today = "2026-11-30T12:00:00Z") {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const page = await context.newPage();
  const heard = [];
  complaints.set(page, heard);
  page.on("console", (message) => heard.push(message.text()));
  page.on("pageerror", (error) => heard.push(String(error)));
  if (options.javaScriptEnabled !== false) await page.clock.setFixedTime(new Date(today));
  await page.goto(url);
  return page;
}

async function close(page, allowed = /^$/) {
  assert.deepEqual(complaints.get(page).filter((text) => !allowed.test(text)), [], "the console is silent");
  await page.context().close();
}

const results = (page) => page.locator(".search-results > li");
const titles = (page) => results(page).locator("h2").allInnerTexts();
const said = (page, text) => page.getByRole("status").filter({ hasText: text }).first().waitFor();

/** Searches on the page of the search. */
async function find(url, query) {
  const page = await open(`${url}search/?q=${encodeURIComponent(query)}`);
  await page.locator(".search-status", { hasText: /found|Type one/ }).waitFor();
  return page;
}

test("the script is at most 6 kB, and nothing of it is loaded before the search is opened", async (t) => {
  const [manifest, ...script] = readFileSync(join(SITE, "search/search.js"), "utf8").split("\n");
  assert.match(manifest, /^export const manifest="/);
  const bytes = gzipSync(script.join("\n"), { level: 9 }).length;
  t.diagnostic(`${bytes} bytes gzipped`);
  assert.ok(bytes <= 6000);
  const page = await open(`${server.url}principles/culture/`);
  const asked = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  assert.deepEqual(asked.filter((name) => name.includes("search")), []);
  await close(page);
});

test("an address with a query shows its results, with kind, owner and review, and sections that exist", async () => {
  const page = await find(server.url, "alt text for pictures");
  assert.equal((await titles(page))[0], "Write content");
  assert.match(await results(page).first().locator(".facts").innerText(), /Guide\s+Digital team\s+Next review due: \d+ \w+ \d{4}/);
  const section = results(page).first().locator("li a").first();
  await results(page).first().locator("li mark").first().waitFor();
  await section.click();
  await page.waitForURL(/#/);
  assert.ok(await page.locator(":target").isVisible());
  await close(page);
});

test("results come while one types, the number is said, and the address remembers", async () => {
  const page = await open(`${server.url}search/`);
  await said(page, "Type one word or more.");
  const field = page.getByRole("searchbox");
  await field.pressSequentially("secure by des");
  await said(page, /\d+ pages found\./);
  assert.equal((await titles(page))[0], "Make it secure by design");
  await page.waitForURL(/\?q=secure\+by\+des$/);
  await page.reload();
  await said(page, /\d+ pages found\./);
  assert.equal((await titles(page))[0], "Make it secure by design");
  await close(page);
});

test("a slip is mended, and that is said", async () => {
  const page = await find(server.url, "acessibility statemnet");
  await said(page, "Showing results for “accessibility statement”.");
  assert.equal((await titles(page))[0], "Accessibility statement");
  await close(page);
});

test("Ctrl or Cmd + K opens the search above any page; arrows walk through the results, Escape leads back", async () => {
  for (const key of ["Control+k", "Meta+k"]) {
    const page = await open(`${server.url}principles/culture/`);
    const before = page.getByRole("link", { name: "Principles", exact: true }).first();
    await before.focus();
    await page.keyboard.press(key);
    const dialog = page.getByRole("dialog", { name: "Search" });
    await dialog.waitFor();
    const field = dialog.getByRole("searchbox");
    assert.ok(await field.evaluate((element) => element === document.activeElement), "the field has the focus");
    await page.keyboard.type("retention of records");
    await said(page, /pages found/);
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.closest("h2")?.innerText), "Information retention");
    await page.keyboard.press("ArrowUp");
    assert.ok(await field.evaluate((element) => element === document.activeElement));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Escape");
    assert.ok(await dialog.isVisible(), "the first Escape leads back to the field");
    assert.ok(await field.evaluate((element) => element === document.activeElement));
    await dialog.getByRole("button", { name: "Close" }).click();
    assert.ok(!(await dialog.isVisible()));
    assert.ok(await before.evaluate((element) => element === document.activeElement), "the focus is where it was");
    await page.keyboard.press(key);
    await dialog.waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${server.url}policies/information-retention/`);
    await close(page);
  }
});

test("words that come late leave the result that has the focus on the screen", async () => {
  const page = await open(`${server.url}search/`, { viewport: NARROW });
  const pages = [];
  await page.route(/\/playbook\/(?!search)[^.]*$/, (route) => pages.push(route));
  await page.getByRole("searchbox").fill("data");
  await said(page, /found/);
  // What is last on the screen is what the words of those above it would push away.
  const focus = () => page.evaluate(() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    return { words: document.activeElement.innerText, top, shows: top >= 0 && bottom < innerHeight + 1 };
  });
  for (let link = 0; link < 4; link++) await page.keyboard.press("ArrowDown");
  await page.evaluate(() => document.activeElement.scrollIntoView({ block: "end" }));
  const before = await focus();
  assert.ok(before.shows && pages.length > 1);
  const height = await page.evaluate(() => document.body.scrollHeight);
  await Promise.all(pages.map((route) => route.continue()));
  await page.waitForFunction((height) => document.body.scrollHeight > height + 100, height);
  await settled(page);
  const later = await focus();
  assert.equal(later.words, before.words);
  assert.ok(later.shows, `from ${before.top} to ${later.top}`);
  await close(page);
});

test("a query of the box above a page may be sent to the page of the search", async () => {
  const page = await open(`${server.url}principles/culture/`);
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.type("open data");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${server.url}search/?q=open+data`);
  await said(page, /pages found/);
  await close(page);
});

test("filters leave what is of a kind, of an owner, tagged, and in a state on the reader's day", async () => {
  const config = `[owners.a]\nname = "Team A"\n[owners.b]\nname = "Team B"\n[kinds.guide]\nlabel = "Guide"\n[kinds.policy]\nlabel = "Policy"`;
  const front = (kind, owner, due, tag) => `kind: ${kind}\nowner: ${owner}\nlast_reviewed_on: 2026-01-01\nnext_review_on: ${due}\ntags: [${tag}]`;
  const { url } = await book({
    asAt: "2026-11-30",
    config,
    pages: {
      "one.md": [front("guide", "a", "2027-06-01", "cats"), "# One\n\nA word."],
      "two.md": [front("policy", "a", "2027-01-10", "dogs"), "# Two\n\nA word."],
      "three.md": [front("policy", "b", "2026-12-20", "cats, dogs"), "# Three\n\nA word."],
    },
  });
  const page = await open(`${url}search/?q=word`, {}, "2027-01-02T12:00:00Z");
  await said(page, "3 pages found.");
  assert.deepEqual((await page.locator(".badge").allInnerTexts()).sort(), ["Review due by 10 January 2027", "Review overdue: was due 20 December 2026"]);
  await page.getByText("Filter", { exact: true }).click();
  const choose = async (label, value, expected) => {
    await page.getByLabel(label).selectOption(value);
    await page.waitForFunction((count) => document.querySelectorAll(".search-results > li").length === count, expected.length);
    assert.deepEqual((await titles(page)).sort(), expected);
    await page.getByLabel(label).selectOption("");
    await page.waitForFunction(() => document.querySelectorAll(".search-results > li").length === 3);
  };
  await page.locator("select[name=owner] option", { hasText: "Team B" }).waitFor({ state: "attached" });
  await choose("Kind", "Policy", ["Three", "Two"]);
  await choose("Owner", "Team B", ["Three"]);
  await choose("Tags", "cats", ["One", "Three"]);
  await choose("Review", "overdue", ["Three"]);
  await choose("Review", "due-soon", ["Two"]);
  await choose("Review", "current", ["One"]);
  await page.getByLabel("Kind").selectOption("Guide");
  await page.waitForURL(/kind=Guide/);
  await page.reload();
  await said(page, "1 page found.");
  assert.deepEqual(await titles(page), ["One"]);
  await close(page);
});

test("odd queries are only queries", async () => {
  const queries = ["__proto__", "constructor toString", "", "   ", "the of and", "🎉", "C++", "a".repeat(10_000), "word ".repeat(2_000), "\u0000\ufffd", "%00%ff", "'\"`", "(((("];
  for (const query of queries) {
    const page = await open(`${server.url}search/`);
    await page.getByRole("searchbox").evaluate((field, query) => {
      field.value = query;
      field.dispatchEvent(new Event("input"));
    }, query);
    await page.locator(".search-status", { hasText: query.trim() ? /found/ : /Type one/ }).waitFor();
    if (query === "the of and") assert.ok((await results(page).count()) > 0, "words that are everywhere find something");
    await close(page);
  }
});

const PAYLOADS = [
  "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "\"><script>alert(1)</script>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
  "<iframe src=javascript:alert(1)>", "<body onload=alert(1)>", "<details open ontoggle=alert(1)>x</details>", "<input autofocus onfocus=alert(1)>", "<a href=javascript:alert(1)>x</a>",
  "javascript:alert(1)", "';alert(1);//", "</title><script>alert(1)</script>", "<math><mtext><img src=x onerror=alert(1)></math>", "<template><script>alert(1)</script></template>",
  "{{ 7*7 }} ${alert(1)}", "<mark onmouseover=alert(1)>x</mark>", "<style>@import'x'</style>", "<base href=//evil.example/>", "&lt;img src=x onerror=alert(1)&gt;",
];

test("words that look like HTML stay words, in queries, titles, bodies, owners and tags", async () => {
  assert.equal(PAYLOADS.length, 20);
  const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
  const code = (text) => `\`\`${text}\`\``;
  const entries = PAYLOADS.map((payload, at) => [
    `page-${at}.md`,
    [`title: ${quoted(`Zebra ${payload}`)}\ndescription: ${quoted(payload)}\nowner: ${quoted(payload)}\ntags: [${quoted(payload)}]`, `${code(payload)}\n\n## Zebra ${code(payload)}\n\n${code(payload)}`],
  ]);
  const { url } = await book({ asAt: "2026-11-30", pages: Object.fromEntries(entries) });
  const page = await open(`${url}search/?q=zebra`);
  await page.evaluate(() => { window.alert = () => { document.title = "owned"; }; });
  await said(page, "20 pages found.");
  await page.getByText("Filter", { exact: true }).click();
  await page.getByRole("button", { name: "Show more results" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".search-results > li").length === 20);
  const shown = (await titles(page)).sort();
  assert.deepEqual(shown, PAYLOADS.map((payload) => `Zebra ${payload}`).sort());
  for (const payload of PAYLOADS) {
    await page.getByRole("searchbox").fill(payload);
    await page.waitForFunction((query) => new URLSearchParams(location.search).get("q") === query, payload);
  }
  const foreign = await page.locator(".search-box").evaluate((box) => [...box.querySelectorAll("img, script, svg, iframe, style, base, math, template, [onerror], [onload], [href^=javascript]")].map((element) => element.outerHTML));
  assert.deepEqual(foreign, []);
  assert.notEqual(await page.title(), "owned");
  await close(page);
});

test("without its index the search says so and leads to the A to Z", async () => {
  const failed = /404|Failed to load/;
  const page = await open(`${server.url}search/`);
  await page.context().route("**/search/*.bin", (route) => route.fulfill({ status: 404 }));
  await page.getByRole("searchbox").fill("privacy");
  await said(page, "The search does not work at the moment.");
  await page.locator(".search-status").getByRole("link", { name: "A to Z" }).click();
  await page.waitForURL(`${server.url}a-z/`);
  await close(page, failed);

  const other = await open(`${server.url}principles/culture/`);
  await other.context().route("**/search/search.js", (route) => route.fulfill({ status: 404 }));
  await other.locator("#mainContent").press("Control+k");
  await other.waitForURL(`${server.url}search/`);
  assert.match(await other.locator(".search-status").innerText(), /All pages are also listed by title: A to Z/);
  await close(other, failed);
});

test("without JavaScript the form leads to the A to Z", async () => {
  const page = await open(`${server.url}principles/culture/`, { javaScriptEnabled: false });
  await page.getByRole("link", { name: "Search", exact: true }).click();
  await page.getByRole("searchbox").fill("privacy");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(`${server.url}a-z/?q=privacy`);
  await close(page);
});

test("axe has no objection to any state of the search", async (t) => {
  const states = {
    "nothing asked": ["search/", /Type one/],
    "results, a slip, filters": ["search/?q=acessibility+overdue&state=overdue", /found/],
    "many results": ["search/?q=service", /found/],
    "nothing found": ["search/?q=qqqqxxxx", /No page found/],
  };
  for (const [name, [path, status]] of Object.entries(states)) {
    await t.test(name, async () => {
      const page = await open(server.url + path);
      await page.locator(".search-status", { hasText: status }).waitFor();
      await page.waitForLoadState("networkidle");
      for (const way of [{}, { colorScheme: "dark" }, { viewport: NARROW }, { forcedColors: "active" }, { text: "200%" }]) {
        await read(page, way);
        assert.deepEqual(await objections(page), [], JSON.stringify(way));
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(over <= 0, `nothing scrolls sideways ${JSON.stringify(way)}`);
      }
      await close(page);
    });
  }
  for (const options of [{}, { viewport: NARROW, colorScheme: "dark" }]) {
    await t.test(`above a page ${JSON.stringify(options)}`, async () => {
      const page = await open(`${server.url}principles/culture/`, options);
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").waitFor();
      await page.keyboard.type("privacy");
      await said(page, /pages found/);
      await page.waitForLoadState("networkidle");
      assert.deepEqual(await objections(page), []);
      await close(page);
    });
  }
});

test("forms of a word, accents, signs and synonyms find what one expects", async () => {
  const { url } = await book({
    asAt: "2026-11-30",
    config: `[search]\nsynonyms = [["ASC", "adult social care"], ["bin", "refuse"]]`,
    pages: {
      "cafe.md": "# Places\n\nMeet in a café.",
      "languages.md": "# Languages\n\nWritten in C++ and C#.",
      "cloud.md": "# Buying\n\nUse G-Cloud 13 and ISO-27001.",
      "email.md": "# Writing\n\nSend an e-mail to the council's team.",
      "care.md": "# Care\n\nAdult social care is free for some.",
      "asc.md": "# Teams\n\nThe ASC team helps.",
      "refuse.md": "# Waste\n\nWe collect refuse.",
      "glossary.md": "# Glossary\n\n## GDPR\n\nGeneral data protection regulation.",
      "law.md": "# Law\n\nThe general data protection regulation applies.",
      "cymru.md": ["language: cy", "# Cymru\n\nDyma Gymru. Ym mis Ionawr."],
      "mutation.md": ["language: cy", "# Iaith\n\nYng Nghymru."],
      "french.md": ["language: fr", "# Politiques\n\nLes stratégies numériques."],
      "draft.md": ["status: draft", "# Draft\n\nUnfinished zebra."],
      "hidden.md": ["search: false", "# Hidden\n\nHidden zebra."],
      "noindex.md": ["prevent_indexing: true", "# Apart\n\nIndexed zebra."],
    },
  });
  const cases = {
    cafe: ["Places"], "café": ["Places"], "C++": ["Languages"], "c#": ["Languages"], "g-cloud 13": ["Buying"], gcloud: ["Buying"],
    iso27001: ["Buying"], email: ["Writing"], "e-mail": ["Writing"], councils: ["Writing"], ASC: ["Care", "Teams"], "adult social care": ["Care", "Teams"],
    bin: ["Waste"], GDPR: ["Glossary", "Law"], Cymru: ["Cymru", "Iaith"], Gymru: ["Cymru", "Iaith"], Nghymru: ["Cymru", "Iaith"], ionawr: ["Cymru"],
    "stratégie": ["Politiques"], strategie: ["Politiques"], zebra: [],
  };
  const page = await open(`${url}search/`);
  for (const [query, expected] of Object.entries(cases)) {
    await page.getByRole("searchbox").fill(`${query} `);
    await page.waitForFunction((query) => new URLSearchParams(location.search).get("q") === query, query);
    assert.deepEqual((await titles(page)).sort(), expected, query);
  }
  await close(page);
});

test("a book that wants no search has none", async () => {
  const { url } = await book({ asAt: "2026-11-30", config: "[search]\nenabled = false", pages: {} });
  const page = await open(url);
  assert.equal(await page.locator("[rel=search]").count(), 0);
  await page.keyboard.press("Control+k");
  const answer = await page.request.get(`${url}search/`);
  assert.equal(answer.status(), 404);
  assert.equal(await page.locator("dialog").count(), 0);
  await close(page);
});
