// The review register is right on the day on which it is read, can be filtered and sorted, and says so in its address.
import { test } from "node:test";
import assert from "node:assert/strict";
import { objections } from "./support/axe.js";
import { book } from "./support/book.js";
import { launch, NARROW, openWithoutScript, read, WAYS, WIDE } from "./support/browser.js";
import { close, found, opener, query, titles } from "./support/lists.js";

const browser = await launch();
const open = opener(browser);

const HOSTILE = `<img src=x onerror="document.title='harm'"> & "quotes" '</script>`;
const yaml = (text) => `'${text.replaceAll("'", "''")}'`;
const toml = JSON.stringify;

const page = (title, ...lines) => [[`title: ${yaml(title)}`, ...lines].join("\n"), "Words."];
const site = await book({
  asAt: "2026-11-30",
  config: `[review]\ndue-soon = "30 days"
[owners.digital]\nname = "Digital team"
[owners."a&b+c"]\nname = ${toml(HOSTILE)}
[kinds.policy]\nlabel = "Policy"\nreview-in = "1 year"
[kinds.guide]\nlabel = "Guide"`,
  pages: {
    "late.md": page("Late", "last_reviewed_on: 2026-01-01", "review_in: 6 months", "owner: digital", "kind: guide"),
    "soon.md": page("Shortly", "last_reviewed_on: 2026-06-10", "review_in: 6 months", "owner: digital", "kind: guide"),
    "law/index.md": page("Law"),
    "law/kept.md": page(
      "Kept", "kind: policy", "owner: a&b+c", "last_reviewed_on: 2026-05-01", "reviewed_by: Ann",
      "review_history:", "  - {on: 2026-05-01, by: Ann, outcome: changed}", "  - {on: 2025-05-01, by: Bob}",
    ),
    "law/new.md": page("New", "kind: policy"),
    "law/deep/inner.md": page("Inner", "last_reviewed_on: 2026-11-01", "review_in: 2 years", "owner: [digital, a&b+c]"),
    "cymraeg.md": page("Cymraeg", "language: cy", "last_reviewed_on: 2026-11-02", "review_in: 1 year", "owner: digital"),
    "unset.md": page(HOSTILE, "owner: digital"),
    "gone.md": page("Gone", "status: withdrawn", "last_reviewed_on: 2020-01-01", "review_in: 1 year"),
    "old.md": page("Old", "status: superseded", "superseded_by: /late.md"),
  },
});
const REGISTER = `${site.url}review-register/`;
const ORDER = ["Late", "Shortly", "New", "Kept", "Cymraeg", "Inner", HOSTILE, "Test book", "Gone", "Law", "Old"];

const states = (page) => page.locator(".register-table tbody .standing").allInnerTexts();
const sorted = (page) =>
  page.locator("th[aria-sort]").evaluateAll((heads) => heads.map((head) => `${head.dataset.sort} ${head.ariaSort}`));

test("every page is there, and what is most overdue comes first", async () => {
  const page = await open(REGISTER);
  assert.deepEqual(await titles(page), ORDER);
  assert.equal(await found(page), "Pages found: 11 of 11");
  assert.deepEqual(await sorted(page), ["state ascending"]);
  await close(page);
});

test("filters narrow the table, and their address leads to the same table", async () => {
  const page = await open(REGISTER);
  await page.getByLabel("Owner", { exact: true }).selectOption("Digital team");
  assert.deepEqual(await titles(page), ["Late", "Shortly", "Cymraeg", "Inner", HOSTILE]);
  assert.equal(await found(page), "Pages found: 5 of 11");
  await page.getByLabel("State", { exact: true }).selectOption("Not due soon");
  assert.deepEqual(await titles(page), ["Cymraeg", "Inner"]);
  await page.getByLabel("Section").selectOption("Law");
  assert.deepEqual(await titles(page), ["Inner"], "what is in a section of the section is in it too");
  assert.equal(query(page), "?owner=digital&state=current&section=law%2F");

  const other = await open(page.url());
  assert.deepEqual(await titles(other), ["Inner"]);
  assert.equal(await other.getByLabel("Owner", { exact: true }).inputValue(), "digital");
  await close(other);

  await page.getByRole("link", { name: "Clear filters" }).click();
  assert.equal((await titles(page)).length, 11);
  assert.equal(query(page), "");
  await page.getByLabel("Kind").selectOption("Policy");
  assert.deepEqual(await titles(page), ["New", "Kept"]);
  await page.getByLabel("Kind").selectOption("All");
  await page.getByLabel("Owner", { exact: true }).selectOption("No owner");
  assert.deepEqual(await titles(page), ["New"]);
  await close(page);
});

test("words are looked for in titles while they are typed", async () => {
  const page = await open(REGISTER);
  const before = await page.evaluate(() => history.length);
  await page.getByLabel("Words in the title").pressSequentially("LAT");
  assert.deepEqual(await titles(page), ["Late"]);
  assert.equal(query(page), "?q=LAT");
  await page.keyboard.press("Enter");
  assert.deepEqual(await titles(page), ["Late"]);
  assert.equal(await page.evaluate(() => history.length), before, "letters are no steps to go back by");
  await page.getByLabel("Words in the title").fill("nothing of that name");
  assert.equal(await found(page), "Pages found: 0 of 11");
  await close(page);
});

test("back and forward lead through what was asked", async () => {
  const page = await open(REGISTER);
  await page.getByLabel("State", { exact: true }).selectOption("Overdue");
  await page.getByLabel("State", { exact: true }).selectOption("Due soon");
  await page.getByRole("button", { name: "Page" }).click();
  assert.equal(query(page), "?state=due-soon&sort=title");
  await page.goBack();
  await page.goBack();
  assert.deepEqual([query(page), await titles(page)], ["?state=overdue", ["Late"]]);
  assert.equal(await page.getByLabel("State", { exact: true }).inputValue(), "overdue");
  await page.goBack();
  assert.equal((await titles(page)).length, 11);
  await page.goForward();
  assert.deepEqual(await titles(page), ["Late"]);
  await close(page);
});

test("an address that asks for what is not there shows what is", async () => {
  const page = await open(`${REGISTER}?owner=nobody&state=%3Cb%3E&sort=nothing&more=1`);
  assert.equal((await titles(page)).length, 11);
  assert.deepEqual(await sorted(page), ["state ascending"]);
  await close(page);
});

test("each column sorts both ways, and what has nothing to sort by comes last", async () => {
  const page = await open(REGISTER);
  const by = async (name) => {
    await page.locator("thead").getByRole("button", { name }).click();
    return titles(page);
  };
  const title = await by("Page");
  assert.deepEqual([title.slice(1, 4), await sorted(page)], [["Cymraeg", "Gone", "Inner"], ["title ascending"]]);
  assert.deepEqual(await by("Page"), title.toReversed());
  assert.deepEqual([query(page), await sorted(page)], ["?sort=-title", ["title descending"]]);
  assert.deepEqual((await by("Next review due")).slice(0, 3), ["Late", "Shortly", "Kept"]);
  assert.deepEqual((await by("Next review due")).slice(0, 3), ["Inner", "Cymraeg", "Kept"]);
  assert.deepEqual((await by("Last reviewed")).slice(0, 2), ["Gone", "Late"]);
  assert.deepEqual((await by("Last reviewed")).slice(0, 2), ["Cymraeg", "Inner"]);
  assert.deepEqual((await by("Kind")).slice(0, 2).toSorted(), ["Late", "Shortly"]);
  assert.deepEqual((await by("Section")).slice(0, 1), ["Inner"]);
  assert.deepEqual((await by("Owner")).slice(0, 1), ["Kept"]);
  assert.deepEqual((await by("State")).slice(0, 2), ["Late", "Shortly"]);
  assert.equal(query(page), "");
  assert.deepEqual((await by("State")).at(-1), "Late");
  await close(page);
});

test("it is worked with the keyboard alone", async () => {
  const page = await open(REGISTER);
  await page.getByLabel("Words in the title").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Over");
  await page.keyboard.press("Enter");
  assert.deepEqual(await titles(page), ["Late"]);
  await page.keyboard.press("Escape");
  const stops = [];
  while (stops.length < 30 && stops.at(-1) !== "Page") {
    await page.keyboard.press("Tab");
    stops.push(await page.evaluate(() => document.activeElement.textContent));
  }
  await page.keyboard.press("Enter");
  assert.deepEqual(await sorted(page), ["title ascending"]);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Page", "the focus stays");
  await close(page);
});

test("states, counts, picture and forecast are those of the reader's day, and agree with every badge", async () => {
  const page = await open(REGISTER, { at: "2027-04-15T12:00:00Z" });
  assert.deepEqual((await titles(page)).slice(0, 3), ["Late", "Shortly", "Kept"]);
  assert.deepEqual((await states(page)).slice(0, 5), ["Overdue", "Overdue", "Due soon", "Not yet reviewed", "Not due soon"]);
  assert.equal(
    (await page.locator(".register-words").innerText()).trim(),
    "2 of 11 pages are overdue. One falls due within 30 days. One has not yet been reviewed.",
  );
  assert.match(await page.locator(".register-health").innerText(), /On 15 April 2027/);
  assert.match(await page.getByRole("img", { name: "Pages by state" }).getAttribute("aria-label"), /Overdue 2, Due soon 1,/);
  assert.equal(await page.locator("[data-health=overdue] td").innerText(), "2");
  const months = await page.locator(".register-months tbody tr").allInnerTexts();
  assert.deepEqual([months.length, months[0].trim(), months[1].trim()], [12, "April 2027\t0", "May 2027\t1"]);

  const rows = await page.locator(".register-table tbody tr").evaluateAll((rows) =>
    rows.map((row) => [row.querySelector("a").href, row.querySelector(".standing").dataset.state]),
  );
  for (const [href, state] of rows) {
    const other = await open(href, { at: "2027-04-15T12:00:00Z", ready: "" });
    const badge = other.locator(".review-line .badge");
    const said = (await badge.count()) ? ((await badge.getAttribute("data-state")) ?? "current") : undefined;
    if (said || ["overdue", "due-soon", "current"].includes(state)) assert.equal(said, state, href);
    await close(other);
  }
  await close(page);

  const owners = await open(`${site.url}owners/`, { at: "2027-04-15T12:00:00Z", ready: "" });
  await owners.getByText("On 15 April 2027").waitFor();
  assert.equal((await owners.locator("tr[data-owner=digital] td").allInnerTexts()).join(" "), "5 2 0");
  await close(owners);
});

test("a reader whose clock is years behind is not told that an overdue page is not", async () => {
  const page = await open(REGISTER, { at: "2001-01-01T12:00:00Z" });
  assert.equal((await states(page))[0], "Overdue");
  await close(page);
});

test("more than 60 days after the build a notice says so", async () => {
  for (const [at, shown] of [["2027-01-29T12:00:00Z", false], ["2027-01-30T12:00:00Z", true]]) {
    for (const path of ["review-register/", "owners/", "owners/digital/"]) {
      const page = await open(site.url + path, { at, ready: "" });
      const notice = page.getByText("This page was built 61 days ago");
      assert.equal(await notice.isVisible(), shown, `${path} ${at}`);
      await close(page);
    }
  }
});

test("without JavaScript the whole table is there and says only what stays true", async () => {
  const page = await open(REGISTER, { javaScriptEnabled: false, ready: "", at: "2030-01-01T12:00:00Z" });
  assert.equal((await titles(page)).length, 11);
  assert.deepEqual((await states(page)).slice(0, 3), ["Overdue", "Due 10 December 2026", "Not yet reviewed"]);
  assert.equal(await page.locator(".register-filter:visible, button:visible").count(), 0);
  assert.match(await page.locator("main").innerText(), /Built on 30 November 2026/);
  assert.doesNotMatch(await page.locator(".register-table").innerText(), /not due|due soon|up to date/i);
  await close(page);
});

test("where the rows cannot be had, the table stays as it was built, with today's states", async () => {
  const context = await browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date("2026-12-15T12:00:00Z"));
  await page.route("**/pages.json", (route) => route.abort());
  await page.goto(REGISTER, { waitUntil: "networkidle" });
  assert.deepEqual((await states(page)).slice(0, 2), ["Overdue", "Overdue"]);
  assert.equal(await page.locator(".register-filter:visible").count(), 0);
  await close(page);
});

test("hostile words in titles and owners are only words", async () => {
  const page = await open(REGISTER);
  assert.equal(await page.locator("main img, main script").count(), 0);
  assert.ok((await page.locator(".register-table td").allInnerTexts()).some((text) => text.includes("<img src=x")));
  await page.getByLabel("Owner", { exact: true }).selectOption("a&b+c");
  assert.deepEqual((await titles(page)).toSorted(), ["Inner", "Kept"]);
  const shared = await open(page.url());
  assert.deepEqual((await titles(shared)).toSorted(), ["Inner", "Kept"]);
  await close(shared);
  assert.notEqual(await page.title(), "harm");
  await close(page);
});

test("every link of the rows that the script makes leads somewhere", async () => {
  const page = await open(REGISTER);
  await page.locator("thead").getByRole("button", { name: "Page" }).click();
  const links = await page.locator("main a").evaluateAll((anchors) => anchors.map((anchor) => anchor.href));
  for (const link of new Set(links.filter((link) => link.startsWith("http")))) {
    const response = await page.request.get(link);
    assert.ok(response.ok(), `${link}: ${response.status()}`);
  }
  const history = page.locator("tr", { hasText: "Kept" }).locator("details");
  await history.locator("summary").click();
  assert.deepEqual(await history.locator("li").allInnerTexts(), ["1 May 2026 Changed by Ann", "1 May 2025 by Bob"]);
  assert.equal(await page.locator("tbody th a[lang=cy]").innerText(), "Cymraeg");
  await close(page);
});

test("an owner's page shows what they own, by the same filters", async () => {
  const page = await open(`${site.url}owners/a&b+c/`);
  assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), HOSTILE);
  assert.deepEqual(await titles(page), ["Kept", "Inner"]);
  assert.equal(await found(page), "Pages found: 2 of 2");
  assert.equal(await page.getByLabel("Owner", { exact: true }).count(), 0);
  await page.getByRole("link", { name: "These pages in the review register" }).click();
  await page.locator(".register-filter:visible").waitFor();
  assert.deepEqual(await titles(page), ["Kept", "Inner"]);
  await close(page);

  const unowned = await open(`${REGISTER}no-owner/`);
  assert.deepEqual(await titles(unowned), ["New"]);
  await close(unowned);
});

test("a long register is drawn in slices, and read in parts without JavaScript", async () => {
  const pages = {};
  for (let at = 0; at < 260; at++) {
    const number = String(at).padStart(3, "0");
    pages[`p${number}.md`] = page(`P${number}`, `last_reviewed_on: 2026-01-01`, "review_in: 2 years");
  }
  const { url } = await book({ asAt: "2026-11-30", pages });
  const long = await open(`${url}review-register/`);
  assert.equal((await titles(long)).length, 100);
  assert.equal(await found(long), "Pages found: 261 of 261");
  await long.getByRole("button", { name: "Show more pages" }).click();
  assert.equal((await titles(long)).length, 200);
  assert.equal(await long.evaluate(() => document.activeElement.textContent), "P100", "the focus is on the first new page");
  await long.getByRole("button", { name: "Show more pages" }).click();
  assert.equal(await long.getByRole("button", { name: "Show more pages" }).isVisible(), false);
  await close(long);

  const silent = await open(`${url}review-register/`, { javaScriptEnabled: false, ready: "" });
  assert.equal((await titles(silent)).length, 250);
  await silent.getByRole("link", { name: /Next/ }).click();
  assert.equal((await titles(silent)).length, 11);
  assert.match(await silent.title(), /Part 2 of 2/);
  await close(silent);
  const second = await open(`${url}review-register/2/`, { ready: "", at: "2028-06-01T12:00:00Z" });
  assert.equal((await states(second))[0], "Overdue");
  await close(second);
});

test("it fits a screen of any width", async () => {
  const page = await open(REGISTER, { at: "2027-06-01T12:00:00Z" });
  for (const width of [320, 400, 600, 800, 959, 960, 1024, 1100, 1215, 1216, 1280, 1600]) {
    await page.setViewportSize({ width, height: 800 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} pixels`);
  }
  await close(page);
});

test("axe has no objection in any state, however it is read", async () => {
  const page = await open(REGISTER, { at: "2027-06-01T12:00:00Z" });
  for (const search of ["", "?state=overdue&sort=-title", "?q=nothing+at+all"]) {
    await page.goto(REGISTER + search);
    await page.locator(".register-filter:visible").waitFor();
    await page.locator("details").evaluateAll((all) => all.forEach((details) => { details.open = true; }));
    for (const way of WAYS) {
      await read(page, way);
      assert.deepEqual(await objections(page), [], `${search} ${way.name}`);
    }
    await read(page, { viewport: NARROW });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${search} fits`);
  }
  await close(page);
  for (const path of ["owners/a&b+c/", "review-register/no-owner/", "owners/"]) {
    const other = await open(site.url + path, { at: "2027-06-01T12:00:00Z", ready: "" });
    for (const way of WAYS) {
      await read(other, way);
      assert.deepEqual(await objections(other), [], `${path} ${way.name}`);
    }
    await close(other);
  }
  const silent = await browser.newPage({ viewport: NARROW });
  await openWithoutScript(silent, REGISTER);
  assert.deepEqual(await objections(silent), []);
  await silent.close();
});
