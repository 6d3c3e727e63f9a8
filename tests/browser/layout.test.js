// A page can be read and worked at any width and size of text, and with the keyboard alone.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { launch, NARROW, read, readOn, WIDE } from "./support/browser.js";
import { serve } from "./support/server.js";
import { KINDS, SITE } from "./support/site.js";

const server = await serve(SITE);
after(server.close);
const browser = await launch();

const TIGHT = [
  { name: "320 pixels wide", viewport: NARROW },
  { name: "with text of twice the size", text: "200%" },
];

for (const { name, path } of KINDS) {
  test(`${name} fits`, async (t) => {
    const page = await browser.newPage();
    await page.goto(server.url + path);
    for (const way of TIGHT) {
      await t.test(`${way.name} without scrolling sideways`, async () => {
        await read(page, way);
        assert.deepEqual(await sideways(page), []);
      });
      await t.test(`${way.name} without a broken word in its headings`, async () => {
        assert.deepEqual(await brokenHeadings(page), []);
      });
      await t.test(`${way.name}, and what scrolls by itself can be reached and has a name`, async () => {
        assert.deepEqual(await unreachableScrollers(page), []);
      });
    }
    await t.test("320 pixels wide with the spacing that a reader may ask for", async () => {
      await read(page, { viewport: NARROW });
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(
          "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }" +
            "p { margin-bottom: 2em !important }",
        );
        document.adoptedStyleSheets = [sheet];
      });
      assert.deepEqual(await sideways(page), []);
    });
    await page.close();
  });

  test(`${name} is worked with the keyboard alone`, async (t) => {
    const page = await browser.newPage();
    for (const way of [TIGHT[0], { name: "1280 pixels wide in the dark", viewport: WIDE, colorScheme: "dark" }]) {
      await t.test(`${way.name}: the skip link comes first, every stop shows, nothing is passed over`, async () => {
        await read(page, way);
        await page.goto(server.url + path);
        await readOn(page);
        const stops = await walk(page);
        assert.equal(stops[0].name, "a.skip-link");
        assert.deepEqual(stops.flatMap((stop) => stop.objections.map((text) => `${stop.name}: ${text}`)), []);
        assert.equal(stops.length, await page.evaluate(countFocusable), "each stop once");
      });
    }
    await t.test("the skip link leads to the words of the page", async () => {
      await page.goto(server.url + path);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.id), "mainContent");
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => document.activeElement.closest("main, footer")), "the next stop is after it");
    });
    await page.close();
  });

  test(`${name} has targets of 24 pixels, one title, and parts with names`, async (t) => {
    const page = await browser.newPage({ viewport: NARROW });
    for (const viewport of [NARROW, WIDE]) {
      await page.setViewportSize(viewport);
      await page.goto(server.url + path);
      assert.deepEqual(await page.evaluate(smallTargets), []);
    }
    const { titles, jumps, unnamed } = await page.evaluate(outline);
    assert.equal(titles, 1, "one h1");
    assert.deepEqual(jumps, [], "no level of heading is left out");
    assert.deepEqual(unnamed, [], "landmarks of one sort have names of their own");
    await page.close();
  });
}

/** What makes the page wider than the screen. */
const sideways = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > clientWidth);
    return [`${scrollWidth} > ${clientWidth}`, ...wide.slice(0, 5).map((e) => e.outerHTML.slice(0, 80))];
  });

/** Headings that hold a word which is longer than their line. */
const brokenHeadings = (page) =>
  page.evaluate(() => {
    const headings = [...document.querySelectorAll("h1, h2, h3")];
    document.body.style.overflowWrap = "normal";
    const broken = headings.filter((heading) => heading.scrollWidth > heading.clientWidth + 1);
    document.body.style.overflowWrap = "";
    return broken.map((heading) => heading.textContent);
  });

const unreachableScrollers = (page) =>
  page.evaluate(() => {
    const scrolls = (element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const can = (overflow) => overflow === "auto" || overflow === "scroll";
      return (
        (can(overflowX) && element.scrollWidth > element.clientWidth) ||
        (can(overflowY) && element.scrollHeight > element.clientHeight)
      );
    };
    const reachable = (element) =>
      (element.tabIndex === 0 && element.getAttribute("aria-label") && ["region", "group"].includes(element.role)) ||
      element.querySelector("a[href]");
    const scrollers = [...document.querySelectorAll("main *")].filter(scrolls);
    return scrollers.filter((e) => !reachable(e)).map((e) => e.outerHTML.slice(0, 80));
  });

/** Presses Tab until the page has been gone through, and looks at every stop. */
async function walk(page) {
  const stops = [];
  while (stops.length < 500) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(look);
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
}

/** What is wrong with how the focus shows; nothing at the end of the page. */
function look() {
  const element = document.activeElement;
  window.seen ??= new Set();
  if (element === document.body || window.seen.has(element)) return undefined;
  window.seen.add(element);
  const objections = [];
  const style = getComputedStyle(element);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) objections.push("no outline");

  // An outline of 3 : 1 to what is behind it: inside the element, or around it.
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let behind = parseFloat(style.outlineOffset) < 0 ? element : element.parentElement;
  while (behind && getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
  const [low, high] = [style.outlineColor, getComputedStyle(behind ?? document.documentElement).backgroundColor]
    .map(luminance)
    .sort((a, b) => a - b);
  if ((high + 0.05) / (low + 0.05) < 3) objections.push(`outline ${style.outlineColor} is too faint`);

  // The middle of its first line must be on the screen and belong to nothing else.
  const box = element.getClientRects()[0];
  const middle = (from, to, size) => (Math.max(from, 0) + Math.min(to, size)) / 2;
  const x = middle(box.left, box.right, innerWidth);
  const y = middle(box.top, box.bottom, innerHeight);
  if (!element.contains(document.elementFromPoint(x, y))) objections.push("hidden");
  return { name: element.localName + (element.className && "." + element.className), objections };
}

/** How many things the Tab key should stop at. */
function countFocusable() {
  const all = [...document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex='0']")];
  return all.filter((e) => !e.disabled && e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })).length;
}

/** Targets smaller than 24 by 24 pixels, but for links in a sentence. */
function smallTargets() {
  const inSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return block.textContent.trim() !== element.textContent.trim();
  };
  return [...document.querySelectorAll("a[href], button, summary, input:not([disabled])")]
    .filter((element) => element.checkVisibility() && !element.matches(".skip-link") && !inSentence(element))
    .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect()])
    .filter(([, { width, height }]) => Math.min(width, height) < 23.99)
    .map(([html, { width, height }]) => `${Math.round(width)} × ${Math.round(height)}: ${html}`);
}

/** How many h1 there are, which headings leave out a level, and which landmarks are not told apart. */
function outline() {
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((e) => e.checkVisibility());
  const level = (heading) => Number(heading.localName[1]);
  const jumps = headings.filter((heading, at) => at > 0 && level(heading) > level(headings[at - 1]) + 1);
  const labelled = (element) => element.getAttribute("aria-labelledby")?.split(" ").map((id) => document.getElementById(id).textContent).join(" ");
  const names = new Map();
  const unnamed = [];
  for (const landmark of document.querySelectorAll("main, nav, aside, search, [role=region], section[aria-label], section[aria-labelledby]")) {
    if (!landmark.checkVisibility()) continue;
    const sort = landmark.localName === "nav" ? "nav" : landmark.localName === "main" ? "main" : "region";
    const name = `${sort}: ${labelled(landmark) ?? landmark.getAttribute("aria-label") ?? ""}`;
    if (names.has(name)) unnamed.push(name);
    names.set(name, landmark);
    if (sort !== "main" && name.endsWith(": ")) unnamed.push(landmark.outerHTML.slice(0, 80));
  }
  return { titles: headings.filter((heading) => level(heading) === 1).length, jumps: jumps.map((h) => h.outerHTML), unnamed };
}
