// The lists that readers filter and sort: the register and the commitments.
import { WIDE } from "./browser.js";

/** Opens lists of a browser at a moment, each as soon as its script has done its work. */
export function opener(browser) {
  return async (url, { at = "2026-11-30T12:00:00Z", ready = ".register-filter:visible", ...options } = {}) => {
    const context = await browser.newContext({ viewport: WIDE, ...options });
    const page = await context.newPage();
    await page.clock.setFixedTime(new Date(at));
    await page.goto(url);
    if (ready) await page.locator(ready).waitFor();
    return page;
  };
}

export const close = (page) => page.context().close();
export const titles = (page) => page.locator(".register-table tbody th > a:first-child").allInnerTexts();
export const found = (page) => page.getByRole("status").filter({ hasText: "found" }).innerText();
export const query = (page) => new URL(page.url()).search;
