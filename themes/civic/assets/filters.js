// Lists that readers filter and sort: what they ask for stands in the address. The scripts of the register and of the
// commitments bring the rows.
(() => {
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const fill = (text, values) =>
    Object.entries(values).reduce((filled, [name, value]) => filled.replace("{" + name + "}", () => value), text);
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  // Each value once, with its words and in their order.
  const named = (values) =>
    [...new Map(values.map((value) => [value[0], value])).values()]
      .filter(([, text]) => text)
      .sort((a, b) => collator.compare(a[1], b[1]));

  // Lets readers filter and sort the rows. `usual` is the column by which they are sorted already, `keys` are what the
  // other columns are sorted by, `choices` what may be chosen, `matches` tells whether a row has what was chosen, and
  // `show` draws the rows that were found.
  function list({ table, rows, usual, keys, choices, matches, show }) {
    const form = one(".register-filter");
    const status = one(".register-count");
    const heads = all("th[data-sort]", table);
    const fields = [...form.elements].filter((field) => field.name);
    let sort = usual;
    for (const [name, values] of Object.entries(choices)) {
      if (form[name]) for (const [value, text] of values) form[name].append(new Option(text, value));
    }

    // Words are compared slowly, so each order is made once.
    const orders = { [usual]: rows, ["-" + usual]: [...rows].reverse() };
    function ordered() {
      if (!orders[sort]) {
        const key = keys[sort.replace("-", "")];
        const way = sort[0] === "-" ? -1 : 1;
        const rank = new Map([...new Set(rows.map(key))].sort(collator.compare).map((text, at) => [text, at]));
        // What has nothing to sort by comes last in either direction.
        const place = (row) => (key(row) === "" ? Infinity : way * rank.get(key(row)));
        const places = new Map(rows.map((row) => [row, place(row)]));
        orders[sort] = [...rows].sort((a, b) => {
          const [first, second] = [places.get(a), places.get(b)];
          return first === second ? 0 : first - second;
        });
      }
      return orders[sort];
    }

    function draw() {
      const chosen = Object.fromEntries(fields.map((field) => [field.name, field.value]));
      const words = chosen.q.toLowerCase().split(" ");
      const found = ordered().filter((row) => matches(row, chosen) && words.every((word) => row.text.includes(word)));
      show(found);
      table.hidden = !found.length;
      status.textContent = fill(table.dataset.count, { count: found.length, total: rows.length });
      for (const head of heads) {
        const name = sort.replace("-", "");
        if (head.dataset.sort === name) head.setAttribute("aria-sort", sort === name ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      }
    }

    // The address is the state of the form.
    function read() {
      const asked = new URLSearchParams(location.search);
      for (const field of fields) {
        field.value = asked.get(field.name) || "";
        if (field.selectedIndex === -1) field.value = "";
      }
      const name = asked.get("sort") || usual;
      sort = heads.some((head) => head.dataset.sort === name.replace("-", "")) ? name : usual;
      draw();
    }
    function write(how) {
      const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      if (sort !== usual) query.set("sort", sort);
      const search = query.size ? "?" + query : "";
      if (search !== location.search) history[how](null, "", search || location.pathname);
      draw();
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
      for (const field of fields) field.value = "";
      write("pushState");
    });
    addEventListener("popstate", read);
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
    read();
  }

  Object.assign(window.duly, { one, all, fill, named, list });
})();
