// The browser, and what a reader may have set in it.
import { after } from "node:test";
import { chromium } from "playwright-core";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 320, height: 640 };

/** A browser that is closed when the tests of the file are over. */
export async function launch() {
  const browser = await chromium.launch({ executablePath, args });
  after(() => browser.close());
  return browser;
}

/** The ways of reading in which every page must hold. */
export const WAYS = [
  { name: "in light" },
  { name: "in the dark", colorScheme: "dark" },
  { name: "320 pixels wide", viewport: NARROW },
  { name: "in forced colours", forcedColors: "active" },
  { name: "with text of twice the size", text: "200%" },
  { name: "in print", media: "print" },
];

/** Sets the page up for a way of reading. */
export async function read(page, { viewport = WIDE, text = "", ...media }) {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ media: "screen", colorScheme: "light", forcedColors: "none", ...media });
  await page.evaluate((size) => { document.documentElement.style.fontSize = size; }, text);
}

/** Shows every part of the page once, so that results of the search have the words that are read when they are seen. */
export async function readOn(page) {
  const results = page.locator("main [data-search=list]");
  if (!(await results.count())) return;
  await results.locator("li").first().waitFor();
  await page.evaluate(async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
      scrollTo(0, y);
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    }
    scrollTo(0, 0);
  });
  await settled(page);
}

/** Waits until the page has stayed as it is for a while. */
export async function settled(page) {
  let last;
  for (let now; (now = await page.content()) !== last; last = now) await page.waitForTimeout(400);
}

/** Opens a page with its scripts switched off, and gives the switch back that lets the test's own scripts run. */
export async function openWithoutScript(page, url) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setScriptExecutionDisabled", { value: true });
  // Scripts count as enabled again once the tests' own may run: the style must not notice.
  await page.route("**/*.css", async (route) => {
    const response = await route.fetch();
    const style = (await response.text()).replaceAll(/\(\s*scripting\s*:\s*enabled\s*\)/g, "not all");
    await route.fulfill({ response, body: style });
  });
  await page.goto(url);
  await session.send("Emulation.setScriptExecutionDisabled", { value: false });
}
