// What a page says about its review is true on the day on which it is read, whenever it was built.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { book } from "./support/book.js";
import { launch } from "./support/browser.js";

const browser = await launch();

const reviewed = (on, more = "") => [`last_reviewed_on: ${on}\n${more}`, "# Page\n\nWords."];
const WINTER = reviewed("2026-06-14", "review_in: 6 months");
const SUMMER = reviewed("2026-01-14", "review_in: 6 months");

const london = await book({
  asAt: "2026-02-01",
  config: `[review]\ndue-soon = "30 days"\n[owners.team]\nname = "The team"`,
  pages: {
    "winter.md": reviewed("2026-01-14", "review_in: 11 months"),
    "summer.md": SUMMER,
    "leap.md": reviewed("2026-01-15", "next_review_on: 2028-03-15"),
    "unset.md": "# Page\n\nWords.",
    "unreviewed.md": ["review_in: 6 months", "# Page\n\nWords."],
    "promised.md": ["next_review_on: 2026-07-14", "# Page\n\nWords."],
    "exempt.md": ["review_in: never", "# Page\n\nWords."],
    "undated.md": ["owner: team", "# Page\n\nWords."],
    "withdrawn.md": reviewed("2020-01-14", "review_in: 6 months\nstatus: withdrawn"),
    "superseded.md": reviewed("2020-01-14", "review_in: 6 months\nstatus: superseded\nsuperseded_by: /summer.md"),
  },
});
const auckland = await book({
  asAt: "2026-07-01",
  config: `[site]\ntime-zone = "Pacific/Auckland"`,
  pages: { "winter.md": WINTER },
});
const late = await book({ asAt: "2026-12-15", pages: { "winter.md": WINTER } });

const CURRENT = "Next review due: 14 December 2026";
const SOON = "Review due by 14 December 2026";
const OVERDUE = "Review overdue: was due 14 December 2026";
const SUMMER_SOON = "Review due by 14 July 2026";
const SUMMER_OVERDUE = "Review overdue: was due 14 July 2026";

/** Opens a page at a moment, in a reader's time zone. */
async function open(url, { at, zone = "Europe/London", script = true, ...options } = {}) {
  const context = await browser.newContext({ timezoneId: zone, javaScriptEnabled: script, ...options });
  const page = await context.newPage();
  if (at) await page.clock.setFixedTime(new Date(at));
  await page.goto(url);
  return page;
}

async function close(page) {
  await page.context().close();
}

const badge = (page) => page.locator(".review-line .badge");

const MOMENTS = [
  ["the day before the notice begins", "winter/", "2026-11-13T23:59:59Z", "Europe/London", CURRENT, ""],
  ["the first moment of the notice", "winter/", "2026-11-14T00:00:00Z", "Europe/London", SOON, "due-soon"],
  ["half an hour before the end of the due day in winter", "winter/", "2026-12-14T23:30:00Z", "Europe/London", SOON, "due-soon"],
  ["half past midnight after the due day in winter", "winter/", "2026-12-15T00:30:00Z", "Europe/London", OVERDUE, "overdue"],
  ["half an hour before the end of the due day in summer", "summer/", "2026-07-14T22:30:00Z", "Europe/London", SUMMER_SOON, "due-soon"],
  ["23:30 UTC on the due day in summer, when London has the next day", "summer/", "2026-07-14T23:30:00Z", "Europe/London", SUMMER_OVERDUE, "overdue"],
  ["a reader in Auckland whose own day is over", "winter/", "2026-12-14T12:30:00Z", "Pacific/Auckland", SOON, "due-soon"],
  ["a reader in Los Angeles whose own day is not over", "winter/", "2026-12-15T00:30:00Z", "America/Los_Angeles", OVERDUE, "overdue"],
  ["a notice that begins in February of a leap year", "leap/", "2028-02-14T12:00:00Z", "Europe/London", "Review due by 15 March 2028", "due-soon"],
  ["the day before that", "leap/", "2028-02-13T12:00:00Z", "Europe/London", "Next review due: 15 March 2028", ""],
  ["years later", "winter/", "2031-01-01T12:00:00Z", "Europe/London", OVERDUE, "overdue"],
  ["a reader whose clock is years behind", "winter/", "2001-01-01T12:00:00Z", "Europe/London", CURRENT, ""],
];

for (const [moment, path, at, zone, words, state] of MOMENTS) {
  test(`the badge is right for ${moment}`, async () => {
    const page = await open(london.url + path, { at, zone });
    assert.equal(await badge(page).innerText(), words);
    assert.equal((await badge(page).getAttribute("data-state")) ?? "", state);
    assert.equal(await badge(page).locator("time[datetime]").count(), 1);
    await close(page);
  });
}

test("the day is that of the book's time zone, wherever the reader is", async () => {
  for (const zone of ["Europe/London", "America/Los_Angeles"]) {
    const before = await open(`${auckland.url}winter/`, { at: "2026-12-14T10:30:00Z", zone });
    assert.equal(await badge(before).innerText(), SOON);
    await close(before);
    const past = await open(`${auckland.url}winter/`, { at: "2026-12-14T11:30:00Z", zone });
    assert.equal(await badge(past).innerText(), OVERDUE);
    await close(past);
  }
});

test("without JavaScript the dates stand in words that stay true, and no page claims to be up to date", async () => {
  const page = await open(`${london.url}winter/`, { script: false });
  assert.equal(await badge(page).innerText(), CURRENT);
  assert.match(await page.locator(".review-line").innerText(), /Last reviewed: 14 January 2026/);
  assert.doesNotMatch(await page.locator("body").innerText(), /up to date/i);
  await close(page);
});

test("a page that was overdue when it was built says so, with JavaScript, without it, and by any clock", async () => {
  for (const options of [{ script: false }, { at: "2027-01-01T12:00:00Z" }, { at: "2020-01-01T12:00:00Z" }]) {
    const page = await open(`${late.url}winter/`, options);
    assert.equal(await badge(page).innerText(), OVERDUE);
    assert.equal(await badge(page).getAttribute("data-state"), "overdue");
    await close(page);
  }
});

test("a state has words and a border of its own, in light, in the dark, in forced colours and in print", async () => {
  const soon = await open(`${london.url}winter/`, { at: "2026-12-01T12:00:00Z" });
  const overdue = await open(`${london.url}winter/`, { at: "2026-12-31T12:00:00Z" });
  const shape = (page) =>
    badge(page).evaluate((element) => {
      const { borderTopStyle, borderTopWidth, borderInlineStartWidth, fontWeight } = getComputedStyle(element);
      return { visible: element.checkVisibility(), borderTopStyle, borderTopWidth, borderInlineStartWidth, fontWeight };
    });
  for (const media of [
    {},
    { colorScheme: "dark" },
    { forcedColors: "active" },
    { media: "print" },
    { media: "print", colorScheme: "dark" },
  ]) {
    const set = { media: "screen", colorScheme: "light", forcedColors: "none", ...media };
    await soon.emulateMedia(set);
    await overdue.emulateMedia(set);
    assert.equal(await badge(soon).innerText(), SOON);
    assert.equal(await badge(overdue).innerText(), OVERDUE);
    for (const { visible, borderTopWidth, borderInlineStartWidth } of [await shape(soon), await shape(overdue)]) {
      assert.ok(visible);
      assert.ok(parseFloat(borderTopWidth) >= 1 && parseFloat(borderInlineStartWidth) >= 4, "a border with a thick edge");
    }
    assert.equal((await shape(soon)).borderTopStyle, "dashed");
    assert.equal((await shape(overdue)).borderTopStyle, "solid");
  }
  await close(soon);
  await close(overdue);
});

const line = async (page) => ((await page.locator(".review-line").count()) ? page.locator(".review-line").innerText() : "");
const control = async (page) =>
  (await page.locator(".document-control").count()) ? page.locator(".document-control").innerText() : "";
const LATER = { at: "2030-01-01T12:00:00Z" };

test("a page of which nobody has said anything about a review says nothing about it either", async () => {
  const unset = await open(`${london.url}unset/`, LATER);
  assert.equal(await line(unset), "");
  assert.equal(await control(unset), "");
  await close(unset);
  const undated = await open(`${london.url}undated/`, LATER);
  assert.equal(await line(undated), "Owner: The team");
  assert.doesNotMatch(await control(undated), /review/i);
  await close(undated);
});

test("a page that was never reviewed says so in document control and not under its title", async () => {
  const page = await open(`${london.url}unreviewed/`, LATER);
  assert.equal(await line(page), "");
  assert.match(await control(page), /Not yet reviewed/);
  await close(page);
});

test("a page whose first review is promised for a day is overdue after it", async () => {
  const before = await open(`${london.url}promised/`, { at: "2026-07-14T12:00:00Z" });
  assert.equal(await badge(before).innerText(), SUMMER_SOON);
  await close(before);
  const past = await open(`${london.url}promised/`, { at: "2026-07-15T12:00:00Z" });
  assert.equal(await badge(past).innerText(), SUMMER_OVERDUE);
  await close(past);
});

test("a page that is not subject to review says so in document control alone", async () => {
  const page = await open(`${london.url}exempt/`, LATER);
  assert.equal(await line(page), "");
  assert.match(await control(page), /Not subject to review/);
  await close(page);
});

test("withdrawn and superseded pages are never chased: they say what they are and where to go", async () => {
  for (const [path, words] of [["withdrawn/", /Withdrawn\./], ["superseded/", /Superseded\./]]) {
    const page = await open(london.url + path, LATER);
    assert.match(await page.locator(".status-banner").innerText(), words);
    assert.equal(await badge(page).count(), 0);
    assert.doesNotMatch(await page.locator("main").innerText(), /due/i);
    assert.match(await page.locator(".status-banner").evaluate((banner) => getComputedStyle(banner).borderTopStyle), /solid/);
    assert.equal(await page.locator("meta[name=robots]").getAttribute("content"), "noindex");
    await close(page);
  }
  const page = await open(`${london.url}superseded/`);
  await page.getByRole("note", { name: "Status" }).getByRole("link").click();
  await page.waitForURL(`${london.url}summer/`);
  await close(page);
});

test("a book may show dates without a state, or neither", async () => {
  for (const [badge, words] of [
    ["dates", "Last reviewed: 14 June 2026\nNext review due: 14 December 2026"],
    ["none", ""],
  ]) {
    for (const asAt of ["2026-07-01", "2026-12-31"]) {
      const { url } = await book({ asAt, config: `[review]\nbadge = "${badge}"`, pages: { "winter.md": WINTER } });
      const page = await open(`${url}winter/`, LATER);
      assert.equal((await line(page)).replace(/\n+/g, "\n"), words, `badge = "${badge}" as at ${asAt}`);
      assert.equal(await page.locator("[data-state], [data-due]").count(), 0);
      assert.doesNotMatch(await page.locator("main").innerText(), /overdue/i);
      await close(page);
    }
  }
});

test("the badge speaks the language of its page", async () => {
  const { url } = await book({
    asAt: "2026-07-01",
    pages: { "cy.md": reviewed("2026-06-14", "review_in: 6 months\nlanguage: cy") },
  });
  const page = await open(`${url}cy/`, { at: "2026-12-15T12:00:00Z" });
  assert.equal(await page.locator("html").getAttribute("lang"), "cy");
  assert.match(await badge(page).innerText(), /14 Rhagfyr 2026/);
  assert.doesNotMatch(await badge(page).innerText(), /overdue/i);
  await close(page);
});
