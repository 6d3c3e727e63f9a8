// Eleventy knows no sections: one pass over all pages finds out what stands above, below and beside each of them.
import footnotes from "markdown-it-footnote";
import tasks from "markdown-it-task-lists";
import anchors from "markdown-it-anchor";
import highlighting from "@11ty/eleventy-plugin-syntaxhighlight";
import { InputPathToUrlTransformPlugin } from "@11ty/eleventy";

const today = new Date("2026-11-22");

function tree(pages) {
  const byUrl = Object.fromEntries(pages.map((page) => [page.url, {
    url: page.url,
    title: page.data.title,
    description: page.data.description,
    order: page.data.order,
    isSection: page.inputPath.endsWith("/index.md"),
    children: [],
  }]));
  const all = Object.values(byUrl).sort((a, b) => a.order - b.order);
  for (const page of all) {
    page.parent = page.url === "/" ? undefined : byUrl[page.url.replace(/[^/]+\/$/, "")];
    page.parent?.children.push(page);
  }
  for (const page of all) {
    page.above = [];
    for (let above = page.parent; above; above = above.parent) page.above.unshift(above);
    page.children.forEach((child, index, children) => {
      child.previous = children[index - 1];
      child.next = children[index + 1];
    });
  }
  return byUrl;
}

export default function (eleventy) {
  eleventy.addPlugin(InputPathToUrlTransformPlugin);
  eleventy.addPlugin(highlighting);
  eleventy.amendLibrary("md", (markdown) => markdown.use(footnotes).use(tasks).use(anchors));
  eleventy.addPassthroughCopy({ static: "." });
  eleventy.addCollection("tree", (api) => tree(api.getAll().filter((page) => page.inputPath.endsWith(".md"))));
  eleventy.addFilter("day", (date) => new Date(date).toISOString().slice(0, 10));
  eleventy.addFilter("past", (date) => date < today);
  eleventy.addFilter("due", (reviewed, reviewIn) => {
    const due = new Date(reviewed);
    due.setMonth(due.getMonth() + parseInt(reviewIn, 10));
    return due;
  });
  eleventy.addFilter("contents", (html) => {
    const headings = html.matchAll(/<h([23]) id="([^"]+)"[^>]*>(.*?)<\/h\1>/g);
    return [...headings].map(([, level, id, text]) => `<li class="level${level}"><a href="#${id}">${text}</a></li>`).join("");
  });
  return { dir: { input: "content", includes: "../_includes", output: "_site" }, markdownTemplateEngine: false };
}
