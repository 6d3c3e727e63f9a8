// axe finds nothing on any kind of page, however it is read.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { launch, openWithoutScript, read, NARROW, WAYS, WIDE } from "./support/browser.js";
import { objections } from "./support/axe.js";
import { serve } from "./support/server.js";
import { addresses, KINDS, MOVED, SITE } from "./support/site.js";

const server = await serve(SITE);
after(server.close);
const browser = await launch();

for (const { name, path, shows } of KINDS) {
  test(`axe has no objection to ${name}`, async (t) => {
    const page = await browser.newPage({ viewport: WIDE });
    await page.goto(server.url + path);
    assert.ok(await page.locator(shows).count(), `${path} shows ${shows}`);
    for (const way of WAYS) {
      await t.test(way.name, async () => {
        await read(page, way);
        assert.deepEqual(await objections(page), []);
      });
    }
    await page.close();
    await t.test("without JavaScript", async () => {
      const page = await browser.newPage({ viewport: WIDE });
      await openWithoutScript(page, server.url + path);
      assert.equal(await page.locator(".code-box, .copy-link:visible, [open]").count(), 0, "no script has run");
      assert.deepEqual(await objections(page), []);
      await read(page, { viewport: NARROW });
      assert.deepEqual(await objections(page), []);
      await page.close();
    });
  });
}

test("axe has no objection to the page left at an old address", async () => {
  const page = await browser.newPage({ viewport: WIDE });
  // A host that answers "no content" keeps the reader where they are.
  await page.route(server.url + MOVED.to, (route) => route.fulfill({ status: 204 }));
  await openWithoutScript(page, server.url + MOVED.from);
  for (const way of WAYS) {
    await read(page, way);
    assert.deepEqual(await objections(page), [], way.name);
  }
  await page.close();
});

test("axe has no objection to any other page", async (t) => {
  const others = addresses().filter((path) => !KINDS.some((kind) => kind.path === path));
  const page = await browser.newPage({ viewport: WIDE });
  for (const path of others) {
    await page.goto(server.url + path);
    assert.deepEqual(await objections(page), [], path);
  }
  t.diagnostic(`${others.length} other pages`);
  await page.close();
});
