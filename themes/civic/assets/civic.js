// What a page gains from a script: a badge that knows today's date, buttons that copy, a print-out that is dated.
// It holds no words: they come from `data-` attributes of the page.
(() => {
  const words = document.currentScript.dataset;
  const all = (selector) => document.querySelectorAll(selector);

  // The badge. A day in the book's time zone, as `2024-01-14`: such days compare as text.
  const day = (moment, timeZone) => {
    const part = {};
    const format = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    for (const { type, value } of format.formatToParts(moment)) part[type] = value;
    return `${part.year}-${part.month}-${part.day}`;
  };
  const stateOf = ({ due, dueSoonDays, timeZone }, today = day(Date.now(), timeZone)) => {
    if (today > due) return "overdue";
    const soon = new Date(due + "T00:00Z");
    soon.setUTCDate(soon.getUTCDate() - dueSoonDays);
    return today >= soon.toISOString().slice(0, 10) ? "due-soon" : "";
  };
  // For the scripts of single pages: what they say of a page is what its badge says.
  window.duly = { day, stateOf };
  for (const badge of all("[data-due]")) {
    const state = stateOf(badge.dataset);
    if (!state) continue;
    const [before, after] = (state === "overdue" ? badge.dataset.overdue : badge.dataset.dueSoon).split("{date}");
    badge.replaceChildren(before, badge.querySelector("time"), after || "");
    badge.dataset.state = state;
  }

  // The style shows what is folded where a wide screen has no need of the fold: then it is open indeed.
  for (const summary of all(".unfold > summary")) {
    if (!summary.offsetParent) summary.parentElement.open = true;
  }

  // Ctrl + K opens the search above the page. Its script is loaded then.
  const search = all("[rel=search]")[0];
  addEventListener("keydown", (event) => {
    if (!search || event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    import(search.href + "search.js").then(({ show }) => show(search)).catch(() => location.assign(search.href));
  });

  // Everything is open when printed.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...all("main details:not([open])")];
    for (const details of opened) details.open = true;
    for (const note of all("[data-printed]")) {
      const date = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
      note.textContent = note.dataset.printed.replace("{date}", () => date);
    }
  });
  addEventListener("afterprint", () => { for (const details of opened) details.open = false; });

  // Buttons that copy.
  if (!navigator.clipboard) return;
  const status = document.createElement("p");
  status.role = "status";
  status.className = "unseen";
  document.body.append(status);
  const copies = (button, text) => button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text());
    const label = button.textContent;
    if (label === words.copied) return;
    button.textContent = status.textContent = words.copied;
    setTimeout(() => { button.textContent = label; status.textContent = ""; }, 2000);
  });
  for (const button of all(".copy-link")) {
    copies(button, () => button.dataset.link || location.href);
    button.parentElement.hidden = false;
  }
  for (const code of all("pre.code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-code";
    button.textContent = words.copy;
    copies(button, () => code.textContent);
    const box = document.createElement("div");
    box.className = "code-box";
    code.replaceWith(box);
    box.append(code, button);
  }
})();
