// A first view asks for four things of this site, and for nothing of any other; nothing is kept, nothing goes wrong.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { launch, WIDE } from "./support/browser.js";
import { serve } from "./support/server.js";
import { addresses, MOVED, SITE } from "./support/site.js";

const server = await serve(SITE);
after(server.close);
const browser = await launch();

test("every page", async (t) => {
  const context = await browser.newContext({ viewport: WIDE });
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI}`),
    );
  });
  const page = await context.newPage();
  let requests = [];
  let complaints = [];
  page.on("request", (request) => requests.push(request));
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(String(error)));

  let most = 0;
  for (const path of [...addresses(), "no/such/page/"]) {
    requests = [];
    complaints = [];
    await page.goto(server.url + path, { waitUntil: "load" });
    // Pictures of the text are the author's. The icon is the browser's own wish, once for the whole site.
    const pictures = await page.evaluate(() =>
      [...document.querySelectorAll("main img, link[rel=icon]")].map((image) => image.src ?? image.href),
    );
    const promises = await page.locator(".commitment").count();
    const moved = page.url() !== server.url + path;
    const own = requests.filter((request) => !pictures.includes(request.url()));

    await t.test(path || "the home page", () => {
      const elsewhere = requests.map((request) => request.url()).filter((url) => !url.startsWith(server.url));
      assert.deepEqual(elsewhere, [], "nothing is asked of another host");
      // The register has a style, a script and rows besides, the commitments two styles and a script, the search a style
      // and a script, and a page that makes commitments a style.
      const most = /^(review-register|owners|commitments)\//.test(path) ? 7 : path === "search/" ? 6 : promises ? 5 : 4;
      if (!moved) assert.ok(own.length <= most, own.map((request) => request.url()).join("\n"));
      const expected = path === "no/such/page/" ? /404 \(Not Found\)/ : /^$/;
      assert.deepEqual(complaints.filter((text) => !expected.test(text)), [], "the console is silent");
    });
    if (!moved && !promises && !/^(review-register|owners|commitments|search)\//.test(path)) most = Math.max(most, own.length);

    const kept = await page.evaluate(async () => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(await indexedDB.databases()),
      ...(await caches.keys()),
      ...(await navigator.serviceWorker.getRegistrations()),
    ]);
    assert.deepEqual(kept, [], `${path} keeps nothing`);
  }
  assert.deepEqual(await context.cookies(), [], "no cookie");
  t.diagnostic(`at most ${most} requests besides the icon and the pictures of the text, on ${addresses().length + 1} addresses`);
  await context.close();
});

test("a page without its script asks for three things", async () => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  const asked = [];
  page.on("request", (request) => asked.push(request.resourceType()));
  await page.goto(`${server.url}principles/culture/`);
  assert.deepEqual(asked.sort(), ["document", "image", "stylesheet"]);
  await page.close();
});

test("the page at an old address loads one small script", async () => {
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.resourceType()));
  await page.route(server.url + MOVED.to, (route) => route.fulfill({ status: 204 }));
  const script = page.waitForResponse(/redirect/);
  await page.goto(server.url + MOVED.from, { waitUntil: "commit" });
  await script;
  assert.deepEqual(asked.slice(0, 2), ["document", "script"]);
  await page.close();
});
