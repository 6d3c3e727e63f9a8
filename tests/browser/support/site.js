// Where the demonstration book has been built, and the kinds of page that are looked at closely.
import { existsSync, readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of Duly itself. */
export const REPOSITORY = fileURLToPath(new URL("../../../", import.meta.url));

/** The binary that builds small books. */
export const DULY = resolve(process.env.DULY ?? `${REPOSITORY}target/debug/duly`);

/** The folder of the built demonstration book. */
export const SITE = resolve(process.env.SITE ?? `${REPOSITORY}_site`);
if (!existsSync(`${SITE}/index.html`)) throw new Error(`${SITE} holds no site: build the demonstration book first`);

/** Every template, and every kind of page. `shows` is there, so that the demonstration book cannot lose the case. */
export const KINDS = [
  { name: "the home page", path: "", shows: ".hero" },
  { name: "a section", path: "principles/", shows: ".page-list" },
  { name: "a section in a section", path: "guides/research/", shows: ".breadcrumbs li + li" },
  { name: "a principle", path: "principles/secure-by-design/", shows: ".badge[data-due]" },
  { name: "a strategy theme that is overdue", path: "strategy/connected-place/", shows: ".badge[data-state=overdue]" },
  { name: "a policy with its history", path: "policies/acceptable-use-of-generative-ai/", shows: ".history li + li" },
  { name: "a standard with wide tables", path: "standards/api-standard/", shows: ".table-scroll" },
  { name: "a guide with code", path: "guides/deploy-to-the-cloud/", shows: "pre.code" },
  { name: "a guide with a picture and alerts", path: "guides/charts-and-tables/", shows: ".callout" },
  { name: "a guide with footnotes and tasks", path: "guides/complete-a-dpia/", shows: ".footnotes" },
  { name: "a page in Welsh", path: "guides/gwasanaethau-cymraeg/", shows: "html[lang=cy]" },
  { name: "a withdrawn page", path: "guides/internet-explorer-11/", shows: ".status-banner.withdrawn" },
  { name: "a superseded page", path: "policies/generative-ai-interim/", shows: ".status-banner.superseded" },
  { name: "a page in alpha", path: "guides/try-ai-assistants/", shows: ".phase .tag" },
  { name: "the glossary", path: "glossary/", shows: "main" },
  { name: "the A to Z", path: "a-z/", shows: ".letters" },
  { name: "a page with commitments", path: "strategy/data-and-insight/", shows: ".commitment .standing" },
  { name: "the commitments", path: "commitments/", shows: ".commitments-table .standing + .quiet" },
  { name: "the questions of all checklists", path: "maturity/", shows: "[data-checklist]" },
  { name: "the review register", path: "review-register/", shows: ".register-table .standing + .tag" },
  { name: "an owner", path: "owners/digital/", shows: ".review-line + p" },
  { name: "the owners", path: "owners/", shows: ".owners-table" },
  { name: "the search", path: "search/?q=acessibility", shows: ".search-box" },
  { name: "an address without a page", path: "no/such/page/", shows: "main" },
];

/** A page that was moved: its old address, with where it is now. */
export const MOVED = { from: "principles/accessibility.html", to: "principles/accessibility-and-inclusion/" };

/** The addresses of all HTML files of the site. */
export function addresses() {
  return filesOfSite(".html").map((file) => file.replace(/(^|\/)index\.html$/, "$1"));
}

export const filesOfSite = (extension) => filesOf(SITE, extension);

/** The files of a folder that end so, by their paths from it. */
export function filesOf(folder, extension) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(extension));
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/")).sort();
}
