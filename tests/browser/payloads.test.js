// What an author pastes runs nowhere: 200 payloads in every field and file name, looked at in every page and file of the site.
//
// The policy is only reported here, so that one look tells both whether a script runs that no policy holds back and whether the policy would
// have had to hold something back. Of pages that differ in a name alone (those of owners, of old addresses) a few are looked at. `PAYLOADS=full`
// looks at all of them, without any policy and with it in force as well, and at a book for each payload.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { book } from "./support/book.js";
import { launch, WIDE } from "./support/browser.js";
import { PAYLOADS } from "./support/payloads.js";
import { preview } from "./support/preview.js";
import { ENFORCED, REPORTED, serve } from "./support/server.js";
import { filesOf } from "./support/site.js";

const FULL = process.env.PAYLOADS === "full";
const POLICIES = FULL ? [undefined, REPORTED, ENFORCED] : [REPORTED];
const TABS = 4;
const browser = await launch();

/** A text as YAML and TOML both read it. */
const quoted = (text) => JSON.stringify(text).replaceAll("\u007f", "\\u007f");
/** As the name of a file: all that a file system takes. */
const name = (payload, at) => `${payload.replaceAll("/", "_")}-${at}`;

/** Every key of front matter that takes a text. */
const frontMatter = (payload, at) => {
  const text = quoted(payload);
  return `title: ${text}
description: ${text}
kind: kind${at}
owner: [owner${at}, ${text}]
last_reviewed_on: 2026-01-01
review_in: 6 months
reviewed_by: ${text}
review_history:
  - {on: 2026-01-01, by: ${text}, note: ${text}}
status: ${at % 7 ? "live" : "superseded"}
superseded_by: ${text}
supports: [${text}]
replaces: ${text}
impact_assessment: ${text}
version: ${text}
approved_by: ${text}
approved_on: 2026-01-01
phase: ${text}
tags: [${text}]
aliases: [${quoted(`/old/${name(payload, at)}/`)}]
extra: {a: ${text}, b: [${text}], ${quoted(payload)}: ${text}}
${quoted(payload)}: ${text}`;
};

/** Every place of a page. What may swallow the rest of it stands at the end. */
const body = (payload, at) => {
  const line = payload.replaceAll("\u2028", " ");
  const attribute = line.replaceAll("\"", "&quot;");
  return `# ${line}

[${line}](${line}) [a](<${line}>) [b](/p/ "${line}") ![${line}](${line} '${line}') ![c](<${line}>) [${line}][d] [e](#${line})

[d]: <${line}> (${line})

## ${line} {#${line} .${line} ${line}=${line}}

\`\`${line}\`\` **${line}** ~~${line}~~ <https://example.org/${line}> <${line}> ${line}[^${line}] [^${at}] $${line}$

[^${line}]: ${line}
[^${at}]: ${line}

> [!NOTE] ${line}
> ${line}

> [!${line}]
> ${line}

- [ ] ${line}
- ${line}

| ${line} | a |
|---|---|
| ${line} | b |

${line}
: ${line}

~~~${line}
${line}
~~~

~~~html
${line}
~~~

<details id="${attribute}" class="${attribute}" title="${attribute}"><summary>${attribute}</summary><a href="${attribute}" name="${attribute}">a</a> <img src="${attribute}" alt="${attribute}"></details>

<a href=${line}>a</a> <img src=${line} alt=${line}> <b title='${line}' ${line}>b</b>

${line}

<p title="${line}">a</p>`;
};

/** What a book says of itself. */
const config = (text, synonyms, kinds) => `description = ${quoted(text)}
[site]
url = "https://example.org/playbook/"
repository = "https://github.com/example/book"
contribute-links = true
licence = ${quoted(text)}
copyright = ${quoted(text)}
phase = ${quoted(text)}
phase-text = ${quoted(text)}
header-links = [{text = ${quoted(text)}, url = "https://example.org/"}]
footer-links = [{text = ${quoted(text)}, url = "https://example.org/"}]
[search]
synonyms = [${synonyms.map((synonym) => `[${quoted(synonym)}, "a"]`)}]
[review]
every = "1 year"
${kinds}`;

const ofPayload = (payload, at) => `[owners.owner${at}]\nname = ${quoted(payload)}\nslack = ${quoted(payload)}\n[kinds.kind${at}]\nlabel = ${quoted(payload)}\nsections = [${quoted(payload)}]\n`;

/** The book of all payloads: each has a page, every tenth a folder as well. */
const all = () => {
  const pages = {};
  for (const [at, payload] of PAYLOADS.entries()) {
    pages[`p/${name(payload, at)}.md`] = [frontMatter(payload, at), body(payload, at)];
    if (at % 10 === 0) pages[`q/${name(payload, at)}/index.md`] = [`title: ${quoted(payload)}`, "Words."];
    if (at % 10 === 0) pages[`q/${name(payload, at)}/${name(payload, at)}.svg`] = "";
  }
  const text = PAYLOADS.join(" ");
  return { asAt: "2026-11-30", title: text, config: config(text, PAYLOADS, PAYLOADS.map(ofPayload).join("")), pages };
};

const { folder } = await book(all());

/** What the page holds that could act, whether or not it has yet. What is no HTML is shown by the browser with markup of its own. */
function actors() {
  const found = [];
  if (document.contentType !== "text/html") return found;
  const own = (address) => new URL(address, location).origin === location.origin;
  for (const element of document.querySelectorAll("*")) {
    const tell = (what) => found.push(`${what}: ${element.outerHTML.slice(0, 200)}`);
    if (/^(iframe|object|embed|base|applet|frame|frameset|style|math|foreignobject|animate|set|portal)$/i.test(element.localName)) tell("element");
    if (element.localName === "script" && !(element.src && own(element.src))) tell("script");
    if (element.localName === "meta" && element.httpEquiv === "refresh" && !own(element.content.replace(/^\d+;\s*url=/i, ""))) tell("refresh");
    for (const { localName, value } of element.attributes) {
      if (/^(on|style$|srcdoc$)/i.test(localName)) tell(localName);
      if (!/^(href|src|srcset|action|formaction|data|poster|background|cite)$/i.test(localName)) continue;
      if (!/^(https?|mailto|tel|webcal):$/.test(new URL(value, location).protocol)) tell(localName);
      if (/^(src|srcset|poster|background)$/i.test(localName) && !own(value)) tell(localName);
    }
  }
  return found;
}

/** A tab that keeps what runs, what the policy holds against the page, and what is asked of others. */
async function tab(harm, origin) {
  const context = await browser.newContext({ viewport: WIDE, acceptDownloads: false });
  await context.addInitScript(() => addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => console.error(`policy: ${violatedDirective} ${blockedURI}`)));
  const page = await context.newPage();
  const tell = (what) => harm.push(`${decodeURI(page.url())}: ${what}`.slice(0, 500));
  page.on("dialog", (dialog) => { tell(`a script runs: ${dialog.message()}`); dialog.dismiss(); });
  page.on("popup", () => tell("a window is opened"));
  page.on("pageerror", (error) => tell(String(error)));
  // The browser shows XML in a style of its own, of which its policy complains.
  const ofViewer = () => /\.xml$/.test(page.url());
  page.on("console", (message) => /policy/i.test(message.text()) && !(ofViewer() && /style|img-src data|data:image/.test(message.text())) && tell(message.text()));
  page.on("request", (request) => new URL(request.url()).origin === origin || /^(blob|data|about):/.test(request.url()) || tell(`asks ${request.url()}`));
  return page;
}

/** Opens addresses in a few tabs and gives what did harm. */
async function harmOf(addresses, look = (page) => page.evaluate(actors)) {
  const harm = [];
  const left = [...addresses];
  const open = async () => {
    const page = await tab(harm, new URL(addresses[0]).origin);
    for (let url; (url = left.pop()); ) {
      const isDownload = await page.goto(url, { waitUntil: "load" }).then(() => false, (error) => {
        if (!/Download is starting/.test(error.message)) throw error;
        return true;
      });
      const found = isDownload ? [] : await look(page);
      harm.push(...found.map((what) => `${decodeURI(url)}: ${what}`));
    }
    await page.context().close();
  };
  await Promise.all(Array.from({ length: TABS }, open));
  return harm;
}

/** Of the files of a folder that each payload has one of, every twentieth. */
const some = (files) => {
  const seen = {};
  return files.filter((file) => {
    const kind = file.match(/^(owners\/|old\/|.*\.(?!html$)\w+$)/)?.[0].replace(/^.*(?=\.)/, "") ?? "page";
    seen[kind] = (seen[kind] ?? -1) + 1;
    return kind === "page" || seen[kind] % 20 === 0;
  });
};

const address = (url, file) => url + file.replace(/(^|\/)index\.html$/, "$1").split("/").map(encodeURIComponent).join("/");

test("the harness sees what a payload does", async () => {
  const server = await serve(new URL("support/harmful/", import.meta.url).pathname, "/", { policy: REPORTED });
  after(server.close);
  const harm = await harmOf([server.url]);
  for (const what of ["a script runs: 1", "policy: script-src", "asks http://evil.example/", "onerror: ", "script: ", "href: "]) {
    assert.ok(harm.some((found) => found.includes(what)), `${what} is not seen in\n${harm.join("\n")}`);
  }
});

test("200 payloads in every field and file name run nothing, on no page and in no file", async (t) => {
  assert.equal(new Set(PAYLOADS).size, 200);
  const every = filesOf(folder, "").filter((file) => !/(\.(bin|css|js|svg)|^\.duly-manifest)$/.test(file));
  assert.ok(every.length > 800, `${every.length} files`);
  const files = FULL ? every : some(every);
  const pages = files.filter((file) => file.endsWith(".html"));
  assert.ok(pages.length > 240, `${pages.length} pages`);
  for (const policy of POLICIES) {
    const server = await serve(folder, "/playbook/", { policy });
    const harm = await harmOf(files.map((file) => address(server.url, file)));
    await server.close();
    assert.deepEqual(harm, []);
  }
  t.diagnostic(`${pages.length} pages and ${files.length - pages.length} other files, ${POLICIES.length} times: 0 scripts run, 0 violations of the policy, 0 requests of others`);
});

test("payloads in addresses, in the search and in the register stay words", async () => {
  const server = await serve(folder, "/playbook/", { policy: REPORTED });
  const queries = FULL ? PAYLOADS : PAYLOADS.filter((_, at) => at % 10 === 0);
  const of = (payload) => encodeURIComponent(payload);
  const addresses = [
    ...queries.map((payload) => `${server.url}search/?q=${of(payload)}#${of(payload)}`),
    ...queries.map((payload) => `${server.url}review-register/?owner=${of(payload)}&state=${of(payload)}&section=${of(payload)}&sort=${of(payload)}#${of(payload)}`),
    ...queries.map((payload) => `${server.url}no/${of(payload)}/?${of(payload)}`),
  ];
  const drawn = async (page) => {
    if (page.url().includes("/search/")) await page.locator(".search-status", { hasText: /found|Type/ }).waitFor();
    return page.evaluate(actors);
  };
  const harm = await harmOf(addresses, drawn);
  await server.close();
  assert.deepEqual(harm, []);
});

test("payloads run nothing in the preview, in what it says of their mistakes and in its panel", async () => {
  const files = { "content/index.md": "# Home\n" };
  const queries = FULL ? PAYLOADS : PAYLOADS.filter((_, at) => at % 10 === 0);
  for (const [at, payload] of queries.entries()) files[`content/${name(payload, at)}.md`] = `---\n${frontMatter(payload, at)}\n---\n\n${body(payload, at)}\n`;
  // A mistake in each of them, which the preview shows over the page.
  for (const [at, payload] of queries.entries()) files[`content/x/${name(payload, at)}.md`] = `---\ntitle: [${quoted(payload)}]\nowner: {a: ${quoted(payload)}}\nstatus: ${quoted(payload)}\n---\n`;
  const { url } = await preview({ files, said: "ignore" });
  const listed = await (await fetch(url)).text();
  assert.match(listed, /duly-preview|preview\.js/);
  const pages = [url, ...[...listed.matchAll(/href="([^"#?:]+\/)"/g)].map(([, href]) => new URL(href.replaceAll("&amp;", "&"), url).href)];
  const shown = async (page) => {
    await page.locator("duly-preview .bar").waitFor({ state: "attached" });
    return page.evaluate(() => {
      const root = document.querySelector("duly-preview").shadowRoot ?? document.querySelector("duly-preview");
      const scripts = [...root.querySelectorAll("img, script, iframe, object, embed, base, [onerror], [onload], [onfocus]")];
      return scripts.map((element) => element.outerHTML);
    });
  };
  assert.deepEqual(await harmOf([...new Set(pages)], shown), []);
});

test("a book for each payload: its title, its description and what stands on every page", { skip: !FULL && "PAYLOADS=full builds them" }, async () => {
  for (const [at, payload] of PAYLOADS.entries()) {
    const pages = { "p/a.md": [frontMatter(payload, at), body(payload, at)] };
    const { folder } = await book({ asAt: "2026-11-30", title: payload, config: config(payload, [payload], ofPayload(payload, at)), pages });
    for (const policy of POLICIES) {
      const server = await serve(folder, "/playbook/", { policy });
      const harm = await harmOf(filesOf(folder, ".html").map((file) => address(server.url, file)));
      await server.close();
      assert.deepEqual(harm, [], payload);
    }
  }
});
