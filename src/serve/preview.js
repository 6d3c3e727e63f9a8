// The preview's part of a page: it loads the page again when it has changed, and shows what the book has to say.
// It is put in while a page is previewed and is never published.
(() => {
  const { path, version, base, ...told } = document.currentScript.dataset;
  const own = `${base}.duly/`;
  const query = `?path=${encodeURIComponent(path)}`;
  let style = told.style;
  let known; // the stamp of the findings that are shown
  let dismissed; // the stamp of the findings that the author has put aside
  let opened; // the element that had the focus before the dialogue

  const host = document.createElement("duly-preview");
  const root = host.attachShadow({ mode: "open" });
  const element = (name, fields = {}, ...children) => {
    const made = Object.assign(document.createElement(name), fields);
    made.append(...children);
    return made;
  };
  const sheet = element("link", { rel: "stylesheet", href: `${own}preview.css` });
  const draft = element("span", { className: "mark", textContent: "Draft", hidden: true });
  const findings = element("button", { type: "button", hidden: true, onclick: () => show(listFindings) });
  const about = element("button", { type: "button", textContent: "This page", hidden: true, onclick: () => show(tellAboutPage) });
  const heading = element("h2", { id: "heading" });
  const close = element("button", { type: "button", textContent: "Close", onclick: () => dialog.close() });
  const body = element("div");
  const dialog = element("dialog", {}, element("div", { className: "top" }, heading, close), body);
  dialog.setAttribute("aria-labelledby", "heading");
  dialog.addEventListener("close", () => {
    dismissed = known;
    opened?.focus?.({ preventScroll: true });
  });
  const bar = element("div", { className: "bar" }, draft, findings, about);
  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", "Preview");
  root.append(sheet, bar, dialog);
  // What is unstyled is not shown.
  host.hidden = true;
  sheet.addEventListener("load", () => { host.hidden = false; });
  document.body.append(host);

  const read = async (name) => (await fetch(own + name)).json();

  async function show(fill) {
    await fill();
    if (!dialog.open) {
      opened = document.activeElement;
      dialog.showModal();
    }
  }

  async function listFindings() {
    const { summary, findings, others } = await read("findings.json");
    const broken = findings.some(({ severity }) => severity === "error");
    heading.textContent = broken ? "The book has errors" : "What the book has to say";
    const says = broken ? `${summary}. What cannot be understood is shown as it was before.` : summary;
    const listed = findings.map(({ severity, text, place, open }) => {
      const title = element("h3");
      title.append(open ? element("a", { href: open, textContent: place }) : place);
      const excerpt = element("pre", { textContent: text, tabIndex: 0 });
      excerpt.setAttribute("role", "group");
      excerpt.setAttribute("aria-label", place || severity);
      return element("section", { className: severity }, ...(place ? [title] : []), excerpt);
    });
    const more = others ? [element("p", { textContent: `And ${others} more; duly check lists them all.` })] : [];
    body.replaceChildren(element("p", { textContent: says }), ...listed, ...more);
  }

  const EVIDENCE = {
    "signed-off": "Signed off, and the words are those that were read",
    "updated-since": "Signed off, and the words have changed since",
    "by-hand": "The date was written by hand",
  };

  const atHost = (href, textContent) => href ? [element("p", {}, element("a", { href, textContent, target: "_blank", rel: "noopener" }))] : [];

  async function tellAboutPage() {
    const { source, open, draft, review, sign, record_review, new_page } = await read(`page.json${query}`);
    heading.textContent = "This page";
    const entry = (term, ...value) => [element("dt", { textContent: term }), element("dd", {}, ...value)];
    const link = open
      ? element("a", { href: open, textContent: source })
      : element("a", { href: `${own}source${query}`, target: "_blank", textContent: source });
    body.replaceChildren(
      element("dl", {},
        ...entry("Source", link),
        ...entry("Status", draft ? "Draft" : "Published"),
        ...entry("Last reviewed", [review.last_reviewed_on ?? "Never", review.reviewed_by].filter(Boolean).join(", by ")),
        ...entry("Next due", review.due ?? "No date"),
        ...entry("Behind the review", EVIDENCE[review.evidence] ?? "Nothing is recorded"),
      ),
      ...(sign.refusal
        ? [element("h3", { textContent: "It cannot be signed off" }), element("p", { textContent: `${sign.refusal}.` })]
        : [
            element("h3", { textContent: "What signing it off today would record" }),
            element("pre", { className: "record", textContent: `last_reviewed_on: ${sign.last_reviewed_on}\nreviewed_text: ${sign.reviewed_text}` }),
            element("p", {}, "After reading it: ", element("code", { textContent: sign.command })),
          ]),
      ...atHost(record_review, "Record a review in the browser"),
      ...atHost(new_page, "New page of this kind"),
    );
  }

  const SCROLL = "duly-preview-scroll";
  const place = () => JSON.stringify([location.pathname, scrollX, scrollY]);
  function reload() {
    sessionStorage.setItem(SCROLL, place());
    location.reload();
  }
  try {
    const [pathname, x, y] = JSON.parse(sessionStorage.getItem(SCROLL));
    sessionStorage.removeItem(SCROLL);
    if (pathname === location.pathname) scrollTo({ left: x, top: y, behavior: "instant" });
  } catch {
    // This page was not loaded again by us.
  }

  /** Puts another style sheet beside the old one, and takes that away when the new one is there. */
  function restyle(next) {
    const links = [...document.querySelectorAll("link[rel=stylesheet]")];
    const old = links.find(({ href }) => new URL(href).pathname === base + encodeURI(style));
    if (!old) return reload();
    const link = old.cloneNode();
    link.href = base + encodeURI(next);
    link.addEventListener("load", () => old.remove());
    link.addEventListener("error", reload);
    old.after(link);
    style = next;
  }

  const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

  async function take(state) {
    if (state.version !== version && (state.version || version)) {
      // A page that has gone keeps being shown while the book is broken.
      return reload();
    }
    if (state.style !== style && state.style) restyle(state.style);
    const parts = [
      state.errors && plural(state.errors, "error"),
      state.warnings && plural(state.warnings, "warning"),
      state.notes && plural(state.notes, "note"),
    ].filter(Boolean);
    findings.hidden = parts.length === 0;
    findings.textContent = parts.join(", ");
    findings.classList.toggle("error", state.errors > 0);
    if (state.findings === known) return;
    known = state.findings;
    if (state.errors && known !== dismissed) await show(listFindings);
    else if (dialog.open && parts.length) await listFindings();
    else if (dialog.open) dialog.close();
  }

  let events;
  function listen() {
    events?.close();
    events = new EventSource(`${own}events${query}`);
    events.onmessage = ({ data }) => take(JSON.parse(data));
  }
  // A browser opens few connections to one server: a tab that nobody sees needs none. It catches up when it is seen.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") listen();
    else events?.close();
  });
  addEventListener("pagehide", () => events?.close());
  addEventListener("pageshow", ({ persisted }) => { if (persisted) listen(); });
  if (document.visibilityState === "visible") listen();

  read(`page.json${query}`).then((page) => {
    about.hidden = false;
    draft.hidden = !page.draft;
  }).catch(() => { /* It is none of the book's pages. */ });
})();
