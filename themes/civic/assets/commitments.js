// The list of commitments as it is today: what is past its date by the reader's clock, and filters. It works on the rows
// that are there, and fetches those of the other parts.
(() => {
  const settings = document.currentScript.dataset;
  const { all, day, list, named, one } = window.duly;
  const table = one(".commitments-table");
  const body = table.tBodies[0];
  const today = day(Date.now(), settings.timeZone);
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
    const itself = (text) => [text, text];
    const labels = new Map(rows.map((row) => [row.status, row.label]));
    list({
      table,
      rows,
      usual: "",
      keys: {
        title: (row) => row.title,
        theme: (row) => row.theme,
        owner: (row) => row.owners[0] || "",
        due: (row) => row.due,
        status: (row) => String(ORDER.indexOf(row.status)),
      },
      choices: {
        theme: [...new Set(rows.map((row) => row.theme))].map(itself),
        owner: named(rows.flatMap((row) => row.owners).map(itself)),
        status: ORDER.filter((name) => labels.has(name)).map((name) => [name, labels.get(name)]),
      },
      matches: (row, { theme, owner, status }) =>
        (!theme || row.theme === theme) &&
        (!owner || row.owners.includes(owner)) &&
        (!status || (status === "past-due" ? row.pastDue : row.status === status)),
      show: (found) => body.replaceChildren(...found.map((row) => row.line)),
    });
  }
})();
