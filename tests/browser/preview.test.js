// The preview in a browser: what is saved is what is seen, and mistakes come up over the page.
import { test } from "node:test";
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { objections } from "./support/axe.js";
import { launch, read, WAYS, WIDE } from "./support/browser.js";
import { preview } from "./support/preview.js";

const LONG = Array.from({ length: 60 }, (_, at) => `Paragraph ${at}.`).join("\n\n");
const page = (words) => `---\ntitle: A page\n---\n\n${words}\n\n${LONG}\n`;
const BROKEN = "---\ntitle: [<img src=x onerror=alert(1)>\n---\n\nWords.\n";

const { url, save, restart, root } = await preview({
  files: {
    "content/index.md": "# Home\n",
    "content/a.md": page("First words."),
    "content/plan.md": "---\ntitle: A plan\nstatus: draft\n---\n\nTo come.\n",
  },
  options: ["--drafts", "--editor", "vscode"],
});
const browser = await launch();

/** Opens a page and waits until the preview's part of it is there. */
async function open(path, options = {}) {
  const tab = await (await browser.newContext({ viewport: WIDE, ...options })).newPage();
  tab.complaints = [];
  tab.on("console", (message) => message.type() === "error" && tab.complaints.push(message.text()));
  tab.on("pageerror", (error) => tab.complaints.push(String(error)));
  await tab.goto(url + path);
  await tab.locator("duly-preview .bar").waitFor({ state: "attached" });
  return tab;
}

const dialog = (tab) => tab.locator("duly-preview dialog");
const mend = async (tab) => {
  save("content/a.md", page("First words."));
  await tab.locator("main p", { hasText: /^First words\.$/ }).waitFor();
  await dialog(tab).waitFor({ state: "hidden" });
};

test("a saved page is loaded again and stays where the author was reading", async () => {
  const tab = await open("a/");
  await tab.evaluate(() => scrollTo(0, 700));
  save("content/a.md", page("Second words."));
  await tab.getByText("Second words.").waitFor();
  await tab.waitForFunction(() => Math.abs(scrollY - 700) < 2);
  await mend(tab);
});

test("another page that is saved leaves this one alone", async () => {
  const [tab, other] = [await open(""), await open("a/")];
  await tab.evaluate(() => { window.untouched = true; });
  save("content/a.md", page("Third words."));
  await other.getByText("Third words.").waitFor();
  assert.equal(await tab.evaluate(() => window.untouched), true);
  await mend(other);
});

test("the search finds words that were just saved", async () => {
  const tab = await open("search/");
  const titles = async (query) => {
    await tab.goto(`${url}search/?q=${query}`);
    await tab.locator(".search-status", { hasText: "found" }).waitFor();
    return tab.locator(".search-results h2").allInnerTexts();
  };
  assert.deepEqual(await titles("zebras"), []);
  const other = await open("a/");
  save("content/a.md", page("Zebras."));
  await other.getByText("Zebras.").waitFor();
  assert.deepEqual(await titles("zebras"), ["A page"]);
  await mend(other);
  assert.deepEqual(await titles("zebras"), []);
});

test("a change of style is shown without loading the page again", async () => {
  const tab = await open("a/");
  await tab.evaluate(() => { window.untouched = true; });
  save("themes/civic/assets/civic.css", "body { outline: 3px solid rgb(1, 2, 3); }\n");
  await tab.waitForFunction(() => getComputedStyle(document.body).outlineColor === "rgb(1, 2, 3)");
  rmSync(`${root}/themes`, { recursive: true });
  await tab.waitForFunction(() => getComputedStyle(document.body).outlineColor !== "rgb(1, 2, 3)");
  assert.equal(await tab.evaluate(() => window.untouched), true);
});

test("a broken save brings its mistake up over the last good page, and the next good one takes it away", async () => {
  const tab = await open("a/");
  save("content/a.md", BROKEN);
  await dialog(tab).waitFor();
  const text = await dialog(tab).innerText();
  assert.match(text, /content\/a\.md:2:/);
  assert.match(text, /<img src=x onerror=alert\(1\)>/, "what the author wrote is text");
  assert.ok(await tab.getByText("First words.").count(), "the last good page is there");
  const link = await dialog(tab).getByRole("link").first().getAttribute("href");
  assert.match(link, /^vscode:\/\/file\/.*\/content\/a\.md:2:\d+$/);
  await tab.keyboard.press("Escape");
  await dialog(tab).waitFor({ state: "hidden" });
  assert.match(await tab.locator("duly-preview .bar button.error").innerText(), /1 error/);
  await mend(tab);
  assert.deepEqual(tab.complaints, []);
});

test("the strictest policy for content lets the preview work", async () => {
  const tab = await open("");
  await tab.route(`${url}a/`, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), "content-security-policy": "default-src 'self'" };
    await route.fulfill({ response, headers });
  });
  await tab.goto(`${url}a/`);
  save("content/a.md", BROKEN);
  await dialog(tab).waitFor();
  await mend(tab);
  assert.deepEqual(tab.complaints, []);
});

test("a warning is a number that leads to its text", async () => {
  const tab = await open("a/");
  save("content/a.md", page("First words. [x](none.md)"));
  const counter = tab.locator("duly-preview .bar button", { hasText: "1 warning" });
  await counter.click();
  await dialog(tab).waitFor();
  assert.match(await dialog(tab).innerText(), /there is no page `none\.md`/);
  await dialog(tab).getByRole("button", { name: "Close" }).click();
  await mend(tab);
});

test("the panel of a page tells where its source is and what a sign-off would record", async () => {
  const tab = await open("plan/");
  await tab.locator("duly-preview .mark", { hasText: "Draft" }).waitFor();
  await tab.getByRole("button", { name: "This page", exact: true }).click();
  await dialog(tab).waitFor();
  const text = await dialog(tab).innerText();
  assert.match(text, /content\/plan\.md/);
  assert.match(text, /It cannot be signed off\s+it is a draft/);
  await tab.goto(`${url}a/`);
  await tab.getByRole("button", { name: "This page", exact: true }).click();
  await dialog(tab).waitFor();
  assert.match(await dialog(tab).innerText(), /reviewed_text: 2026-11-30 1:[0-9a-f]+/);
  assert.match(await dialog(tab).innerText(), /duly sign content\/a\.md/);
});

test("a page that is open while the preview starts again catches up", async () => {
  const tab = await open("a/");
  await restart(() => save("content/a.md", page("Words of the night.")));
  await tab.getByText("Words of the night.").waitFor({ timeout: 20_000 });
  await mend(tab);
});

test("an address without a page comes alive when the page is written", async () => {
  const tab = await open("b/");
  save("content/b.md", "# A new page\n");
  await tab.getByRole("heading", { level: 1, name: "A new page" }).waitFor();
});

for (const way of WAYS.filter(({ media }) => media !== "print")) {
  test(`nobody is shut out of the overlay ${way.name}`, async () => {
    const tab = await open("a/");
    await read(tab, way);
    save("content/a.md", BROKEN);
    await dialog(tab).waitFor();
    assert.deepEqual(await objections(tab), []);
    if (process.env.SCREENSHOTS) await tab.screenshot({ path: `${process.env.SCREENSHOTS}/overlay ${way.name}.png` });
    await tab.keyboard.press("Escape");
    await tab.getByRole("button", { name: "This page", exact: true }).click();
    await dialog(tab).getByText("What signing it off").waitFor();
    assert.deepEqual(await objections(tab), []);
    const width = await tab.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= (way.viewport ?? WIDE).width, `${width} pixels`);
    if (process.env.SCREENSHOTS) await tab.screenshot({ path: `${process.env.SCREENSHOTS}/panel ${way.name}.png` });
    await tab.keyboard.press("Escape");
    await mend(tab);
  });
}
