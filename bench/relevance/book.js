// A judged set: a book and `queries.json`, a list of { id, page, FORM: query or null }.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const DULY = resolve(process.env.DULY ?? `${repository}target/release/duly`);

/** Builds a copy of the book with Duly: its site, and its pages as documents for the other engines. */
export function build(set) {
  const root = mkdtempSync(join(tmpdir(), "duly-relevance-"));
  for (const part of ["book.toml", "content"]) cpSync(join(set, part), join(root, part), { recursive: true });
  execFileSync(DULY, ["build", "--quiet", "--root", root, "--as-at", "2026-11-30"], { stdio: ["ignore", "ignore", "pipe"] });
  return { root, site: join(root, "_site"), documents: documents(join(root, "content")) };
}

/** The pages of a folder as documents. */
export function documents(folder) {
  const files = readdirSync(folder, { recursive: true }).map((file) => file.replaceAll("\\", "/"));
  return files.filter((file) => file.endsWith(".md")).sort().map((page) => {
    const [, matter = "", body] = readFileSync(join(folder, page), "utf8").match(/^(?:---\n([^]*?)\n---\n)?([^]*)$/);
    const field = (name) => matter.match(new RegExp(`^${name}:\\s*["']?(.*?)["']?\\s*$`, "m"))?.[1] ?? "";
    const headings = [...body.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading);
    return {
      page,
      address: page.replace(/(^|\/)(index|README)\.md$/, "$1").replace(/\.md$/, "/"),
      title: field("title") || headings[0] || page,
      headings: headings.join("\n"),
      text: `${field("description")}\n${body}`,
    };
  });
}
