// The list of commitments as it is today: what is past its date by the reader's clock, filters and sorting that stand
// in the address. It works on the rows that are there, and fetches those of the other parts.
(() => {
  const settings = document.currentScript.dataset;
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const fill = (text, values) =>
    Object.entries(values).reduce((filled, [name, value]) => filled.replace("{" + name + "}", () => value), text);

  const table = one(".commitments-table");
  const body = table.tBodies[0];
  const today = window.duly.day(Date.now(), settings.timeZone);
  const ORDER = ["delayed", "at-risk", "on-track", "not-started", "none", "complete", "stopped"];

  function read(line) {
    const [title, theme, owner, due, status] = line.cells;
    const mark = one("[data-status]", status);
    const date = one("time", due);
    const row = {
      line,
      text: title.textContent.toLowerCase(),
      title: one("a", title).textContent,
      theme: theme.textContent.trim(),
      owners: all("[data-owner]", owner).map((name) => name.textContent.trim()),
      due: date ? date.dateTime : "",
      status: mark.dataset.status,
      label: mark.textContent,
    };
    row.owner = row.owners[0] || "";
    row.pastDue = row.due && row.due < today && row.status !== "complete" && row.status !== "stopped";
    if (row.pastDue && !one(".tag", status)) {
      const tag = document.createElement("strong");
      tag.className = "tag";
      tag.textContent = table.dataset.pastDue;
      status.append(" ", tag);
    }
    return row;
  }

  const here = all("tr", body).map(read);
  if (settings.part !== "1") return;

  // The rows of the other parts. Their links count from where they stand.
  async function others() {
    const lines = [];
    for (let next = one(".register-pages [rel=next]"), from = location.href; next; ) {
      from = new URL(next.getAttribute("href"), from).href;
      const response = await fetch(from);
      if (!response.ok) throw new Error(from);
      const part = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const line of all(".commitments-table tbody tr", part)) {
        for (const link of all("a", line)) link.href = new URL(link.getAttribute("href"), from).href;
        lines.push(document.adoptNode(line));
      }
      next = one(".register-pages [rel=next]", part);
    }
    return lines;
  }
  others().then((lines) => start([...here, ...lines.map(read)])).catch(() => {});

  function start(rows) {
    const form = one(".register-filter");
    const status = one(".register-count");
    const heads = all("th[data-sort]", table);
    const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const names = ["q", "theme", "owner", "status"];
    let sort = "";
    rows.forEach((row, at) => { row.at = at; });

    const options = (name, values) => {
      for (const [value, text] of values) form[name].append(new Option(text, value));
    };
    const named = (values) => [...new Set(values)].filter(Boolean).sort(collator.compare).map((text) => [text, text]);
    options("theme", [...new Set(rows.map((row) => row.theme))].map((text) => [text, text]));
    options("owner", named(rows.flatMap((row) => row.owners)));
    const labels = new Map(rows.map((row) => [row.status, row.label]));
    options("status", ORDER.filter((name) => labels.has(name)).map((name) => [name, labels.get(name)]));

    const compare = {
      title: (a, b) => collator.compare(a.title, b.title),
      theme: (a, b) => collator.compare(a.theme, b.theme),
      owner: (a, b) => collator.compare(a.owner, b.owner),
      due: (a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0),
      status: (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status),
    };
    function ordered(found) {
      const name = sort.replace("-", "");
      if (!name) return found;
      const way = sort === name ? 1 : -1;
      // What has nothing to sort by comes last in either direction.
      const lacks = (row) => (name === "due" || name === "owner") && !row[name];
      return found.sort((a, b) => lacks(a) - lacks(b) || way * compare[name](a, b) || a.at - b.at);
    }

    function show() {
      const words = form.q.value.toLowerCase().split(" ");
      const [theme, owner, state] = ["theme", "owner", "status"].map((name) => form[name].value);
      const found = ordered(rows.filter((row) =>
        (!theme || row.theme === theme) &&
        (!owner || row.owners.includes(owner)) &&
        (!state || (state === "past-due" ? row.pastDue : row.status === state)) &&
        words.every((word) => row.text.includes(word))));
      body.replaceChildren(...found.map((row) => row.line));
      table.hidden = !found.length;
      status.textContent = fill(table.dataset.count, { count: found.length, total: rows.length });
      for (const head of heads) {
        const name = sort.replace("-", "");
        if (head.dataset.sort === name) head.setAttribute("aria-sort", sort === name ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      }
    }

    // The address is the state of the form.
    function restore() {
      const asked = new URLSearchParams(location.search);
      for (const name of names) {
        form[name].value = asked.get(name) || "";
        if (form[name].selectedIndex === -1) form[name].value = "";
      }
      const name = asked.get("sort") || "";
      sort = compare[name.replace("-", "")] ? name : "";
      show();
    }
    function write(how) {
      const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      if (sort) query.set("sort", sort);
      const search = query.size ? "?" + query : "";
      if (search !== location.search) history[how](null, "", search || location.pathname);
      show();
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      write("pushState");
    });
    form.addEventListener("change", (event) => {
      if (event.target !== form.q) write("pushState");
    });
    form.q.addEventListener("input", () => write("replaceState"));
    one(".register-clear").addEventListener("click", (event) => {
      event.preventDefault();
      for (const name of names) form[name].value = "";
      write("pushState");
    });
    addEventListener("popstate", restore);
    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => {
        sort = sort === head.dataset.sort ? "-" + sort : head.dataset.sort;
        write("pushState");
      });
      head.replaceChildren(button);
    }
    const parts = one(".register-pages .pagination");
    if (parts) parts.remove();
    form.hidden = false;
    restore();
  }
})();
