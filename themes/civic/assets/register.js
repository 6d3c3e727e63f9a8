// The register as it is today: states and counts by the reader's clock, and filters.
// It holds no words: they come from `data-` attributes of the page.
(() => {
  const settings = document.currentScript.dataset;
  const { all, day, fill, named, one, stateOf } = window.duly;

  // Days. The state of a page is what its badge says.
  const today = day(Date.now(), settings.timeZone);
  const months = settings.months.split("|");
  const inWords = (iso) => {
    const [year, month, day] = iso.split("-").map(Number);
    return fill(settings.date, { day, month: months[month - 1], year });
  };
  const showDay = (time, iso) => {
    time.dateTime = iso;
    time.textContent = inWords(iso);
    return time;
  };
  const timeOf = (iso) => showDay(document.createElement("time"), iso);
  const worsens = (state) => state === "current" || state === "due-soon";
  const stateToday = (state, due) => {
    if (!due || !worsens(state)) return state;
    return stateOf({ due, dueSoonDays: settings.dueSoonDays, timeZone: settings.timeZone }, today) || "current";
  };

  const stale = one("[data-stale]");
  const days = Math.round((Date.parse(today) - Date.parse(stale.dataset.built)) / 864e5);
  if (days > Number(stale.dataset.days)) {
    stale.textContent = fill(stale.dataset.stale, { days });
    stale.hidden = false;
  }

  const table = one(".register-table");
  const label = (state) => table.getAttribute("data-" + state);
  const showState = (mark, state) => {
    mark.dataset.state = state;
    mark.textContent = label(state);
  };
  for (const mark of all(".standing[data-due-day]")) showState(mark, stateToday("current", mark.dataset.dueDay));

  // What counts pages, and what finds them, is only on the first part of a list.
  const owners = all("tr[data-owner]");
  if (settings.part !== "1" && !owners.length) return;
  fetch(settings.pages).then((response) => response.json()).then(start).catch(() => {});

  function start(found) {
    const rows = found.pages.map((page) => {
      const [title, address, state, kind, section, owner, reviewed, due, by, evidence, entries, earlier, language] = page;
      return {
        title, reviewed, due, by, evidence, entries, earlier, language,
        text: title.toLowerCase(),
        href: settings.root + address,
        state: stateToday(state, due),
        kind: found.kinds[kind] || ["", ""],
        section: found.sections[section],
        owners: owner && owner.map((at) => found.owners[at]),
      };
    });
    for (const element of all("[data-today] time")) showDay(element, today);
    if (owners.length) return countOwners(rows);
    list(rows.filter((row) => {
      if (!("owner" in settings)) return true;
      if (!settings.owner) return row.owners && !row.owners.length;
      return row.owners && row.owners.some(([id]) => id === settings.owner);
    }));
  }

  function countOwners(rows) {
    const counts = new Map();
    for (const row of rows) {
      for (const [id] of row.owners || []) {
        const key = id + " " + row.state;
        counts.set(key, (counts.get(key) || 0) + 1);
      }
    }
    for (const row of owners) {
      for (const cell of all("[data-count]", row)) {
        cell.textContent = counts.get(row.dataset.owner + " " + cell.dataset.count) || 0;
      }
    }
  }

  // The summary.

  function summarise(rows) {
    const count = (state) => rows.filter((row) => row.state === state).length;
    for (const words of all("[data-words]")) {
      const number = count(words.dataset.words);
      const { none, one, some } = words.dataset;
      words.textContent = number ? (number > 1 ? fill(some, { count: number, total: rows.length }) : one) : none;
    }
    const picture = one(".register-bar");
    const said = [];
    let before = 0;
    for (const row of all("[data-health]")) {
      const state = row.dataset.health;
      const number = count(state);
      const place = (pages) => Math.floor((pages * 1000) / (rows.length || 1));
      const part = one("[data-state=" + state + "]", picture);
      part.setAttribute("x", place(before));
      part.setAttribute("width", place(before + number) - place(before));
      before += number;
      row.lastElementChild.textContent = number;
      const name = one("span", row);
      const link = document.createElement("a");
      link.href = "?state=" + state + "#registerPages";
      link.textContent = name.textContent;
      said.push(name.textContent + " " + number);
      if (number) name.replaceChildren(link);
    }
    picture.setAttribute("aria-label", picture.dataset.picture + ": " + said.join(", "));
    forecast(rows);
  }

  function forecast(rows) {
    const [year, month] = today.split("-").map(Number);
    const ahead = all(".register-months tbody tr").map((row, at) => {
      const first = new Date(Date.UTC(year, month - 1 + at, 1)).toISOString().slice(0, 7);
      const number = rows.filter(({ due, state }) => due && worsens(state) && due.startsWith(first)).length;
      const words = one(".register-months table").dataset.monthYear;
      row.cells[0].textContent = fill(words, { month: months[Number(first.slice(5)) - 1], year: Number(first.slice(0, 4)) });
      row.cells[1].textContent = number;
      return { bar: one("rect", row), number };
    });
    const most = Math.max(1, ...ahead.map(({ number }) => number));
    for (const { bar, number } of ahead) bar.setAttribute("width", Math.floor((number * 1000) / most));
  }

  // The table.

  function list(rows) {
    const body = table.tBodies[0];
    const more = one(".register-more");
    const most = Number(settings.most);
    let shown = [];
    rows.sort(byAttention);
    summarise(rows);
    more.firstElementChild.addEventListener("click", () => {
      const at = body.rows.length;
      body.append(...shown.slice(at, at + most).map(build));
      more.hidden = body.rows.length >= shown.length;
      one("a", body.rows[at]).focus();
    });
    window.duly.list({
      table,
      rows,
      usual: "state",
      keys: {
        title: (row) => row.title,
        kind: (row) => row.kind[1],
        section: (row) => row.section[1],
        owner: (row) => (row.owners && row.owners[0] ? row.owners[0][1] : ""),
        reviewed: (row) => row.reviewed || "",
        due: (row) => row.due || "",
      },
      choices: choices(rows),
      matches,
      show: (found) => {
        shown = found;
        body.replaceChildren(...shown.slice(0, most).map(build));
        more.hidden = shown.length <= most;
      },
    });
  }

  function matches(row, { owner, state, kind, section }) {
    const { owners } = row;
    return (
      (!state || row.state === state) &&
      (!kind || row.kind[0] === kind) &&
      (!section || (section === "/" ? !row.section[0] : row.section[0].startsWith(section))) &&
      (!owner || (owners && (owner === "none" ? !owners.length : owners.some(([id]) => id === owner))))
    );
  }

  const ATTENTION = ["overdue", "due-soon", "unreviewed", "current", "unset"];
  function byAttention(a, b) {
    const group = (row) => (ATTENTION.indexOf(row.state) + 1 || 9);
    const [due, other] = [a.due || "9999-99", b.due || "9999-99"];
    return group(a) - group(b) || (due < other ? -1 : due > other ? 1 : 0);
  }

  function choices(rows) {
    const states = [...ATTENTION, "exempt", "withdrawn", "superseded"];
    return {
      state: states.filter((state) => rows.some((row) => row.state === state)).map((state) => [state, label(state)]),
      kind: named(rows.map((row) => row.kind)),
      owner: named(rows.flatMap((row) => row.owners || [])),
      section: named(rows.map(({ section }) => (section[0] ? section : ["/", table.dataset.top]))),
    };
  }

  const template = one("#registerRow");
  function build(row) {
    const line = template.content.firstElementChild.cloneNode(true);
    const slot = {};
    for (const element of all("[data-slot]", line)) slot[element.dataset.slot] = element;
    const keep = (name, is) => {
      if (!is) slot[name].remove();
      return is;
    };
    slot.title.textContent = row.title;
    slot.title.href = row.href;
    if (row.language) slot.title.lang = row.language;
    slot.kind.textContent = row.kind[1];
    if (keep("section", row.section[0])) link(slot.section, settings.root + row.section[0], row.section[1]);
    for (const [at, [id, name]] of (row.owners || []).entries()) {
      if (at) slot.owners.append(", ");
      slot.owners.append(link(document.createElement("a"), settings.root + "owners/" + encodeURIComponent(id) + "/", name));
    }
    if (keep("reviewed", row.reviewed)) slot.reviewed.replaceWith(timeOf(row.reviewed));
    if (keep("by", row.by)) slot.by.textContent = fill(slot.by.textContent, { name: row.by });
    keep("by-hand", row.evidence === "by-hand");
    if (keep("history", row.entries)) showHistory(one("ol", slot.history), row);
    if (keep("due", row.due)) slot.due.replaceWith(timeOf(row.due));
    showState(slot.standing, row.state);
    keep("updated", row.evidence === "updated-since");
    return line;
  }

  function link(anchor, href, text) {
    anchor.href = href;
    anchor.textContent = text;
    return anchor;
  }

  function showHistory(place, { entries, earlier, href }) {
    const add = (...parts) => {
      const item = document.createElement("li");
      item.append(...parts);
      place.append(item);
    };
    for (const [on, outcome, by] of entries) {
      const words = [outcome && label(outcome), by && fill(table.dataset.by, { name: by })].filter(Boolean);
      add(timeOf(on), " ", words.join(" "));
    }
    if (earlier) add(link(document.createElement("a"), href, fill(table.dataset.earlier, { count: earlier })));
  }
})();
