// The list of commitments can be filtered and sorted, says so in its address, and is right on the day on which it is read.
import { test } from "node:test";
import assert from "node:assert/strict";
import { objections } from "./support/axe.js";
import { book } from "./support/book.js";
import { launch, NARROW, openWithoutScript, read, WAYS } from "./support/browser.js";
import { close, found, opener, query, titles } from "./support/lists.js";

const browser = await launch();
const open = opener(browser);

const HOSTILE = `<img src=x onerror="document.title='harm'"> & "quotes"`;
const theme = (title, owner, items) => [`title: '${title.replaceAll("'", "''")}'\nowner: ${owner}\nweight: ${title === "One" ? 1 : 2}`, `We will:\n\n${items.join("\n")}\n`];
const config = `[owners.data]\nname = "Data team"\n[owners.digital]\nname = ${JSON.stringify(HOSTILE)}`;
const pages = {
  "one.md": theme("One", "data", [
    '- Use one list. {due=2026-12-10 status="at risk" measure="No other list"}',
    "- Ask people. {due=2027-06-30 status=complete evidence=two.md}",
    "- Meet less.",
  ]),
  "two.md": theme(HOSTILE, "digital", ["- Close forms. {due=2026-11-01 status=delayed}", "- Open doors. {owner=data status=stopped}"]),
};
const site = await book({ asAt: "2026-11-30", config, pages });
const LIST = `${site.url}commitments/`;
const ALL = ["Use one list", "Ask people", "Meet less", "Close forms", "Open doors"];

test("filters narrow the list, stand in the address and come back with it", async () => {
  const page = await open(LIST);
  assert.deepEqual(await titles(page), ALL);
  await page.getByLabel("Owner", { exact: true }).selectOption("Data team");
  assert.deepEqual(await titles(page), ["Use one list", "Ask people", "Meet less", "Open doors"]);
  await page.getByLabel("Status", { exact: true }).selectOption("At risk");
  assert.deepEqual(await titles(page), ["Use one list"]);
  assert.equal(await found(page), "Commitments found: 1 of 5");
  assert.equal(query(page), "?owner=Data+team&status=at-risk");
  const shared = await open(page.url());
  assert.deepEqual(await titles(shared), ["Use one list"]);
  await close(shared);
  await page.goBack();
  assert.deepEqual((await titles(page)).length, 4);
  await page.getByRole("link", { name: "Clear filters" }).click();
  await page.getByLabel("Theme", { exact: true }).selectOption(HOSTILE);
  assert.deepEqual(await titles(page), ["Close forms", "Open doors"]);
  await page.getByLabel("Theme", { exact: true }).selectOption("");
  await page.getByLabel("Words in the commitment").fill("list no");
  assert.deepEqual(await titles(page), ["Use one list"]);
  await close(page);
});

test("it is filtered and sorted with the keyboard alone", async () => {
  const page = await open(LIST);
  await page.getByLabel("Words in the commitment").focus();
  await page.keyboard.type("forms");
  assert.deepEqual(await titles(page), ["Close forms"]);
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.locator("thead").getByRole("button", { name: "Due" }).focus();
  await page.keyboard.press("Enter");
  assert.deepEqual(await titles(page), ["Close forms", "Use one list", "Ask people", "Meet less", "Open doors"]);
  await page.keyboard.press("Enter");
  assert.deepEqual(await titles(page), ["Ask people", "Use one list", "Close forms", "Meet less", "Open doors"]);
  assert.equal(await page.locator("th[aria-sort]").getAttribute("aria-sort"), "descending");
  assert.equal(query(page), "?sort=-due");
  await close(page);
});

test("what is past its date is told by the reader's day", async () => {
  for (const [at, expected] of [["2026-11-30T12:00:00Z", ["Close forms"]], ["2026-12-11T12:00:00Z", ["Use one list", "Close forms"]]]) {
    const page = await open(`${LIST}?status=past-due`, { at });
    assert.deepEqual(await titles(page), expected);
    assert.equal(await page.locator("tbody .tag:visible", { hasText: "Past its due date" }).count(), expected.length);
    await close(page);
  }
});

test("without JavaScript the whole list is there and says only what stays true", async () => {
  const page = await open(LIST, { javaScriptEnabled: false, ready: "", at: "2030-01-01T12:00:00Z" });
  assert.deepEqual(await titles(page), ALL);
  assert.equal(await page.locator(".register-filter:visible, button:visible").count(), 0);
  assert.equal(await page.locator("tbody .tag", { hasText: "Past its due date" }).count(), 1);
  assert.match(await page.locator("main").innerText(), /5 commitments: 1 at risk, 1 delayed, 1 complete, 1 stopped, 1 without a status/);
  await close(page);
});

test("hostile words are only words", async () => {
  const page = await open(LIST);
  assert.equal(await page.locator("main img, main script").count(), 0);
  assert.notEqual(await page.title(), "harm");
  await close(page);
});

test("a long list is read in parts, and filtered as a whole", async () => {
  const items = Array.from({ length: 600 }, (_, at) => `- Do thing ${at}. {due=2027-01-01 status="on track"}`);
  const { url } = await book({ asAt: "2026-11-30", config, pages: { "one.md": theme("One", "data", items) } });
  const page = await open(`${url}commitments/`);
  assert.equal(await found(page), "Commitments found: 600 of 600");
  await page.getByLabel("Words in the commitment").fill("thing 599");
  assert.deepEqual(await titles(page), ["Do thing 599"]);
  const link = await page.locator("tbody th a").getAttribute("href");
  const response = await page.request.get(new URL(link, page.url()).href);
  assert.ok(response.ok() && (await response.text()).includes('id="commitment-do-thing-599"'));
  await close(page);
  const silent = await open(`${url}commitments/`, { javaScriptEnabled: false, ready: "" });
  assert.ok((await titles(silent)).length < 300);
  await silent.getByRole("link", { name: /Next/ }).click();
  assert.match(await silent.title(), /Part 2 of/);
  await close(silent);
});

test("axe has no objection, and everything fits, however it is read", async () => {
  for (const path of ["commitments/", "commitments/?status=delayed&sort=due", "commitments/?q=nothing+at+all", "one/"]) {
    const page = await open(site.url + path, { at: "2027-06-01T12:00:00Z", ready: path === "one/" ? "" : undefined });
    for (const way of WAYS) {
      await read(page, way);
      assert.deepEqual(await objections(page), [], `${path} ${way.name}`);
    }
    await read(page, { viewport: NARROW });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} fits`);
    await close(page);
  }
  const silent = await browser.newPage({ viewport: NARROW });
  await openWithoutScript(silent, LIST);
  assert.deepEqual(await objections(silent), []);
  await silent.close();
});
