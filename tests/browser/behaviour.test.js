// What a page does when it is used.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { book } from "./support/book.js";
import { launch, NARROW, openWithoutScript, read, WIDE } from "./support/browser.js";
import { objections } from "./support/axe.js";
import { serve } from "./support/server.js";
import { KINDS, MOVED, SITE } from "./support/site.js";

const server = await serve(SITE);
after(server.close);
const browser = await launch();

const CANONICAL = "https://exampleshire.github.io/playbook/";

async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const page = await context.newPage();
  await page.goto(server.url + path);
  return page;
}

const close = (page) => page.context().close();

test("a button copies the address of the page, and says so", async () => {
  const page = await open("principles/culture/#rationale", { permissions: ["clipboard-read", "clipboard-write"] });
  const button = page.getByRole("button", { name: "Copy link to this page" });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("Copied").waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${CANONICAL}principles/culture/`);
  await page.getByRole("button", { name: "Copied" }).waitFor();
  await button.waitFor();
  assert.equal(await page.getByRole("status").textContent(), "");
  await close(page);
});

test("a button copies code as it was written, and says so", async () => {
  const page = await open("guides/charts-and-tables/", { permissions: ["clipboard-read", "clipboard-write"] });
  assert.equal(await page.getByRole("button", { name: "Copy code" }).count(), await page.locator("pre.code").count());
  await page.getByRole("button", { name: "Copy code" }).last().click();
  await page.getByRole("status").getByText("Copied").waitFor({ state: "attached" });
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^import csv\nfrom pathlib import Path\n\nimport matplotlib/);
  await close(page);
});

test("buttons that could do nothing are not there", async () => {
  const silent = await open("guides/charts-and-tables/", { javaScriptEnabled: false });
  assert.equal(await silent.locator("button:visible").count(), 0, "without JavaScript");
  await close(silent);

  const context = await browser.newContext();
  await context.addInitScript(() => Object.defineProperty(Navigator.prototype, "clipboard", { value: undefined }));
  const page = await context.newPage();
  await page.goto(`${server.url}guides/charts-and-tables/`);
  assert.equal(await page.locator("button:visible").count(), 0, "without a clipboard");
  await close(page);
});

test("the contents lead to every part of a long page", async () => {
  const page = await open("standards/api-standard/");
  const links = page.getByRole("navigation", { name: "On this page" }).getByRole("link");
  assert.ok((await links.count()) >= 3);
  for (const link of await links.all()) {
    await link.click();
    const id = decodeURIComponent(new URL(page.url()).hash.slice(1));
    const heading = page.locator(`[id="${id}"]`);
    assert.equal(await heading.innerText(), await link.innerText());
    assert.ok(await heading.evaluate((e) => e.getBoundingClientRect().bottom > 0 && e.getBoundingClientRect().top < innerHeight));
  }
  await close(page);
});

test("a short page has no contents", async () => {
  const page = await open("guides/internet-explorer-11/");
  assert.equal(await page.getByRole("navigation", { name: "On this page" }).count(), 0);
  await close(page);
});

test("the last link of a long page leads back to its top", async () => {
  const page = await open("principles/culture/");
  await page.getByRole("link", { name: "Back to top" }).click();
  await page.waitForFunction(() => scrollY === 0);
  await close(page);
});

test("a footnote leads to its note, and the note leads back", async () => {
  const page = await open("guides/complete-a-dpia/");
  await page.getByRole("link", { name: "Footnote 1", exact: true }).click();
  assert.ok(await page.locator(":target").evaluate((note) => note.matches(".footnotes li")));
  await page.locator(":target").getByRole("link", { name: "Back to reference 1" }).click();
  assert.ok(await page.locator(":target").evaluate((reference) => reference.matches(".footnote-ref a")));
  await close(page);
});

test("on a wide screen the menu and the list of the section stand open, with JavaScript and without it", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await open("principles/culture/", { javaScriptEnabled });
    assert.deepEqual(await links(page), ["Standards", "Grow digital skills"]);
    assert.ok(await page.locator(".unfold > summary").evaluateAll((all) => all.every((s) => !s.checkVisibility())));
    await close(page);
  }
});

test("on a narrow screen they are folded until somebody opens them, with the keyboard too", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await open("principles/culture/", { javaScriptEnabled, viewport: NARROW });
    assert.deepEqual(await links(page), []);
    await page.locator(".menu summary").focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await links(page), ["Standards"]);
    await page.keyboard.press("Enter");
    assert.deepEqual(await links(page), [], "closed again");
    await page.locator(".section-navigation summary").click();
    assert.deepEqual(await links(page), ["Grow digital skills"]);
    await page.locator(".section-navigation").getByRole("link", { name: "Grow digital skills" }).click();
    await page.waitForURL(`${server.url}principles/skills/`);
    await close(page);
  }
});

test("a browser that cannot show what is folded lets the reader unfold it without JavaScript", async () => {
  const context = await browser.newContext({ viewport: WIDE, javaScriptEnabled: false });
  await context.route("**/*.css", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll("::details-content", "::not-known") });
  });
  const page = await context.newPage();
  await page.goto(`${server.url}principles/culture/`);
  await page.locator(".menu summary").click();
  await page.locator(".section-navigation summary").click();
  assert.deepEqual(await links(page), ["Standards", "Grow digital skills"]);
  await context.close();
});

/** Which of two links, one of the menu and one of the section's list, the browser offers to assistive technology. */
async function links(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const names = nodes.filter(({ ignored, role }) => !ignored && role?.value === "link").map(({ name }) => name.value);
  return ["Standards", "Grow digital skills"].filter((name) => names.includes(name));
}

test("the menu tells where the reader is", async () => {
  const page = await open("principles/culture/");
  assert.equal(await page.locator(".site-navigation [aria-current=true]").innerText(), "Principles");
  assert.equal(await page.locator(".section-navigation [aria-current=page]").innerText(), "Build a digital culture");
  await close(page);
});

test("what is printed is open, dated, and without what cannot be clicked", async () => {
  const page = await open("policies/acceptable-use-of-generative-ai/");
  const folded = page.locator("main details:not([open])");
  const count = await folded.count();
  assert.ok(count > 0);
  await page.evaluate(() => {
    addEventListener("beforeprint", () => {
      window.printed = {
        folded: document.querySelectorAll("main details:not([open])").length,
        note: document.querySelector(".print-note").textContent,
      };
    });
  });
  const pdf = await page.pdf({ tagged: true, format: "A4" });
  assert.match(pdf.toString("latin1"), /\/MarkInfo/, "a tagged PDF");
  const { folded: foldedInPrint, note } = await page.evaluate(() => window.printed);
  assert.equal(foldedInPrint, 0);
  const today = new Date().toLocaleDateString("en-GB", { dateStyle: "long" });
  assert.equal(note, `Printed from ${CANONICAL}policies/acceptable-use-of-generative-ai/ on ${today}. The latest version is online.`);
  assert.equal(await folded.count(), count, "folded again afterwards");
  await close(page);

  for (const javaScriptEnabled of [true, false]) {
    const page = await open("policies/acceptable-use-of-generative-ai/", { javaScriptEnabled });
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator(".history").isVisible(), "details are open");
    assert.ok(await page.locator(".review-line").isVisible());
    assert.match(await page.locator(".print-note").innerText(), /The latest version is online\.$/);
    for (const gone of [".skip-link", ".site-navigation", ".breadcrumbs", ".section-navigation", ".contents", ".page-actions", ".pagination", ".back-to-top", "button"]) {
      assert.equal(await page.locator(`${gone} >> visible=true`).count(), 0, gone);
    }
    const shown = (link) => getComputedStyle(link, "::after").content;
    assert.match(await page.locator(".prose a[href^='https:']").first().evaluate(shown), /https:/);
    await close(page);
  }
});

test("print is dark on white, for a reader of the dark scheme too", async () => {
  const page = await open("principles/culture/", { colorScheme: "dark" });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const colours = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
  assert.deepEqual(colours, ["rgb(27, 35, 39)", "rgb(255, 255, 255)"]);
  await close(page);
});

test("the heads of a table are repeated on paper", async () => {
  const page = await open("standards/api-standard/");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("thead").first().evaluate((head) => getComputedStyle(head).display), "table-header-group");
  await close(page);
});

test("an old address leads to the page, and keeps the place on it", async () => {
  const page = await open(`${MOVED.from}#implications`);
  await page.waitForURL(`${server.url}${MOVED.to}#implications`);
  assert.ok(await page.locator(":target").isVisible());
  await page.goBack().catch(() => {});
  assert.notEqual(page.url(), `${server.url}${MOVED.from}#implications`, "the old address is no trap for the back button");
  await close(page);
});

test("an old address leads to the page without JavaScript", async () => {
  const page = await open(MOVED.from, { javaScriptEnabled: false });
  await page.waitForURL((url) => url.href.startsWith(server.url + MOVED.to));
  assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
  await close(page);
});

test("an old address has a link for those who are not taken along", async () => {
  const page = await browser.newPage();
  await page.route(server.url + MOVED.to, (route) => route.fulfill({ status: 204 }));
  await openWithoutScript(page, server.url + MOVED.from);
  const link = page.getByRole("main").getByRole("link");
  assert.equal(await link.evaluate((element) => element.href), server.url + MOVED.to);
  assert.ok(await link.isVisible());
  await page.close();
});

test("an address without a page is answered with a page that works at any depth", async () => {
  const page = await open("no/such/page/at/all/");
  assert.ok(await page.getByRole("heading", { level: 1, name: "Page not found" }).isVisible());
  assert.ok(await page.evaluate(() => document.styleSheets[0].cssRules.length > 0), "it has its style");
  await page.getByRole("main").getByRole("link", { name: "A to Z" }).click();
  await page.waitForURL(`${server.url}a-z/`);
  await close(page);
});

test("a letter of the A to Z leads to its pages", async () => {
  const page = await open("a-z/");
  await page.getByRole("navigation", { name: "Letters" }).getByRole("link", { name: "P", exact: true }).click();
  assert.equal(await page.locator(":target").innerText(), "P");
  await close(page);
});

test("the colour scheme is that of the reader's system", async () => {
  const page = await open("principles/culture/");
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  assert.equal(await ground(), "rgb(255, 255, 255)");
  await page.emulateMedia({ colorScheme: "dark" });
  assert.equal(await ground(), "rgb(20, 25, 28)");
  await close(page);
});

test("nothing jumps while a page is loaded, however late its logo, its script and its pictures come", async () => {
  for (const viewport of [NARROW, { width: 1280, height: 4000 }]) {
    const context = await browser.newContext({ viewport });
    await context.route(/\.(svg|png|js)$/, async (route) => {
      await new Promise((later) => setTimeout(later, 200));
      await route.continue();
    });
    await context.addInitScript(() => {
      window.jumps = [];
      const name = (node) => `${node?.localName}.${node?.className}`;
      new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries()) window.jumps.push([value, ...sources.map(({ node }) => name(node))]);
      }).observe({ type: "layout-shift", buffered: true });
    });
    const page = await context.newPage();
    for (const path of ["", "principles/culture/", "guides/charts-and-tables/", "standards/api-standard/", "a-z/", "privacy/"]) {
      await page.goto(server.url + path);
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 50))));
      assert.deepEqual(await page.evaluate(() => window.jumps), [], `${path} at ${viewport.width} × ${viewport.height}`);
    }
    await context.close();
  }
});

test("nothing moves by itself, and nothing at all for a reader who asks for less motion", async () => {
  for (const reducedMotion of ["no-preference", "reduce"]) {
    const context = await browser.newContext({ reducedMotion });
    const page = await context.newPage();
    for (const { path } of KINDS) {
      await page.goto(server.url + path);
      const moving = await page.evaluate(() => [
        ...document.getAnimations().map(String),
        ...[document.documentElement, ...document.querySelectorAll("*")]
          .filter((element) => {
            const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
            return animationName !== "none" || parseFloat(transitionDuration) > 0 || scrollBehavior !== "auto";
          })
          .map((element) => element.outerHTML.slice(0, 80)),
      ]);
      assert.deepEqual(moving, [], path);
    }
    await context.close();
  }
});

test("a page in Urdu reads from right to left and does not scroll sideways", async () => {
  const { url } = await book({
    asAt: "2026-11-30",
    config: `[owners.team]\nname = "ڈیجیٹل ٹیم"\nemail = "team@council.example"\n[kinds.guide]\nlabel = "رہنما"`,
    pages: {
      "urdu/index.md": ["language: ur", "# رہنمائی"],
      "urdu/page.md": [
        "language: ur\nkind: guide\nowner: team\nlast_reviewed_on: 2026-10-01\nreview_in: 6 months\nreviewed_by: Sana",
        `# عوامی خدمات

ہم [خدمات](index.md) کو سب کے لیے آسان بناتے ہیں۔

## پہلا حصہ

| خدمت | پتہ | وقت | نگران | کیفیت |
|---|:-:|--:|---|---|
| کتب خانہ | https://council.example/libraries/opening-times | 42 | ٹیم | جاری |

## دوسرا حصہ

> [!WARNING]
> ذاتی معلومات شائع نہ کریں۔

- ایک
- دو
  1. تین

## تیسرا حصہ

\`\`\`sh
duly build --as-at 2026-11-30 --format human --quiet --root a/long/line/that/scrolls
\`\`\`
`,
      ],
    },
  });
  const context = await browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  await page.goto(`${url}urdu/page/`);
  assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
  assert.equal(await page.locator("html").getAttribute("lang"), "ur");
  for (const way of [{ viewport: WIDE }, { viewport: NARROW }, { text: "200%" }]) {
    await read(page, way);
    const { inner, outer } = await page.evaluate(() => {
      const { scrollWidth: inner, clientWidth: outer } = document.documentElement;
      return { inner, outer };
    });
    assert.ok(inner <= outer, `${inner} > ${outer}`);
    assert.deepEqual(await objections(page), [], JSON.stringify(way));
  }
  await read(page, {});
  const right = (selector) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().right);
  assert.ok((await right(".section-navigation")) > (await right("h1")), "the list of the section is on the right");
  await context.close();
});
