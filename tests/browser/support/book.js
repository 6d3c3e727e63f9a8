// Small books, built for one test file each.
import { after } from "node:test";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { serve } from "./server.js";
import { DULY } from "./site.js";

/** Builds a book as on the day `asAt` and serves it. `pages` are files of `content/`: a body, or `[front matter, body]`. */
export async function book({ asAt, title = "Test book", config = "", pages }) {
  const root = mkdtempSync(join(tmpdir(), "duly-book-"));
  after(() => rmSync(root, { recursive: true }));
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("book.toml", `[book]\ntitle = ${JSON.stringify(title)}\n${config}`);
  write("content/index.md", "# Test book\n\nWelcome.\n");
  for (const [path, page] of Object.entries(pages)) {
    const [frontMatter, body] = Array.isArray(page) ? page : ["", page];
    write(`content/${path}`, `---\n${frontMatter}\n---\n\n${body}\n`);
  }
  execFileSync(DULY, ["build", "--quiet", "--root", root, "--as-at", asAt], { stdio: ["ignore", "inherit", "pipe"] });
  const server = await serve(join(root, "_site"));
  after(server.close);
  return { url: server.url, folder: join(root, "_site") };
}
