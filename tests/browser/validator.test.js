// The Nu validator finds neither an error nor a warning in the HTML and CSS of the site.
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import jar from "vnu-jar";
import { filesOfSite, SITE } from "./support/site.js";

test("the Nu validator accepts all HTML and CSS", (t) => {
  const files = [...filesOfSite(".html"), ...filesOfSite(".css")];
  const options = ["-Xss2m", "-jar", jar, "--format", "json", "--also-check-css", "--exit-zero-always"];
  const { status, stderr } = spawnSync("java", [...options, ...files.map((file) => join(SITE, file))], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  assert.equal(status, 0, stderr);
  const { messages } = JSON.parse(stderr);
  t.diagnostic(`${files.length} files, ${messages.length} messages`);
  assert.deepEqual(messages.map(({ url, lastLine, message }) => `${url.split("/_site/").at(-1)}:${lastLine} ${message}`), []);
});
