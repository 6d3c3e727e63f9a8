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
