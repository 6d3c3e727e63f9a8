// The search: first the engine, which reads the index that the build made, then what readers see of it.
//
// The build puts `export const manifest = "…"` in front of it and publishes both as search/search.js, which is loaded
// when a reader opens the search. It knows no language and holds no words: stems, mutations and synonyms are worked into the
// index, and the words of the interface are in `data-` attributes of the page. Whatever is shown is put in as text.

// The engine


// As in src/index/search/words.rs.
const WHOLE = /[\p{L}\p{N}\p{M}]+(?:['’&._‐‑-][\p{L}\p{N}\p{M}]+)*(?:\+\+|#)?/gu;
const PART = /(['’])?(\p{N}+|\p{L}+(?:\+\+|#)?)/gu;
const JOINTS = /['’&._‐‑-]/g;

const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/ς/g, "σ");

/** The words of a text with their places; what is joined as its parts and, when `joined`, as a whole. */
const words = (text) =>
  [...text.matchAll(WHOLE)].map(({ 0: written, index }) => {
    const folded = fold(written);
    const parts = [...folded.matchAll(PART)].filter(([, quote, part]) => !quote || part.length > 2).map(([, , part]) => part);
    const whole = folded.replace(JOINTS, "");
    const counts = parts.length && parts[0] !== whole && !/^\p{L}+['’]s$/u.test(folded);
    const joined = counts && (whole.length < 6 || !/\p{N}/u.test(whole)) ? whole : "";
    return { parts, joined, from: index, to: index + written.length };
  });

/** How many letters of `typed` are added, left out, replaced or swapped in `word`; any number above `most` when they are more. */
const distance = (typed, word, most) => {
  if (Math.abs(typed.length - word.length) > most) return 9;
  let before;
  let last = [...word, ""].map((_, at) => at);
  for (let i = 1; i <= typed.length; i++) {
    const row = [i];
    for (let j = 1; j <= word.length; j++) {
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (typed[i - 1] !== word[j - 1]));
      if (typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return 9;
    before = last;
    last = row;
  }
  return last[word.length];
};

const unzipped = async (bytes) =>
  new Uint8Array(await new Response(new Response(bytes).body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());

const text = (bytes) => new TextDecoder().decode(bytes);

/** The words of a piece of the lexicon: [word, how common it is, its terms]. */
const lexicon = (lines) => {
  let word = "";
  let term = -1;
  return lines.split("\n").filter(Boolean).map((line) => {
    const [letters, rest] = line.split(" ");
    word = word.slice(0, parseInt(letters[0], 36)) + letters.slice(1);
    const steps = rest.slice(1).split(",");
    return [word, parseInt(rest[0], 36), steps.map((step) => (term += parseInt(step || "1", 36)))];
  });
};

/** A block as a function for each of its terms, which reads the term's pages when it is first called. */
const termsOf = (bytes) => {
  let at = 0;
  const number = () => {
    const byte = bytes[at++];
    return byte < 128 ? byte : byte - 128 + 128 * number();
  };
  const sections = () => {
    const value = number();
    return value > 32 ? value - 32 : value && 2 ** (value - 1);
  };
  const terms = Array.from({ length: number() }, () => [number(), number()]);
  let next = at;
  return terms.map(([length, size]) => {
    const start = next;
    let read;
    next += size;
    return () => {
      if (read) return read;
      at = start;
      let page = 0;
      const pages = Uint32Array.from({ length }, () => (page += number()));
      const flags = bytes.subarray(at, (at += length));
      const inSections = Uint32Array.from({ length }, sections);
      return (read = { pages, flags, inSections, inHeadings: Uint32Array.from(flags, (flag) => (flag & 1 ? sections() : 0)) });
    };
  });
};

/** Opens the index. `read(name)` gives the bytes of the file of that name. */
export const open = async (read) => {
  const book = JSON.parse(text(await unzipped(Uint8Array.from(atob(manifest), (letter) => letter.charCodeAt(0)))));
  const size = book.pages;
  const common = lexicon(book.common);
  let sum = 0;
  const firsts = book.firsts.map((step) => (sum += step));

  // What a reader is typing may be the beginning of many words; in a large book that would be many files.
  const isSmall = firsts.length < 60;

  // Every file is asked for once; one that could not be had may be asked for again.
  const kept = {};
  const load = (names, at, make) => {
    const name = book[names].slice(8 * at, 8 * at + 8);
    if (!kept[name]) {
      kept[name] = read(name).then(unzipped).then(make);
      kept[name].catch(() => delete kept[name]);
    }
    return kept[name];
  };
  const shard = (at) => (at < 0 ? [] : load("shards", at, (bytes) => lexicon(text(bytes))));
  const shardOf = (word) => shard(book.shardFirsts.findLastIndex((first) => first <= word));
  const blockOf = (term) => firsts.findLastIndex((first) => first <= term);
  const pagesOf = async (term) => {
    const at = blockOf(term);
    return (await load("blocks", at, termsOf))[term - firsts[at]]();
  };

  /** The words that were most likely meant by one that the index does not know. */
  const nearest = (typed, list) => {
    const most = typed.length < 8 ? 1 : 2;
    const near = [];
    for (const entry of list) {
      // People rarely get the first letter wrong.
      const far = distance(typed, entry[0], most) + (entry[0][0] === typed[0] ? 0 : .5);
      if (far < most + 1) near.push([far - entry[1] / 40, entry]);
    }
    near.sort(([a], [b]) => a - b);
    return near.slice(0, 3).filter(([far]) => far < near[0][0] + .3).map(([, entry]) => entry);
  };

  /** The terms that a word stands for, with the weight of each; `marks` are the words that have them. */
  const meaning = async ({ typed, last, optional }) => {
    const known = (list) => list.find(([word]) => word === typed);
    let list = common;
    let exact = known(common);
    if (!exact) {
      // What is not common is in a file of its own.
      list = common.concat(await shardOf(typed));
      exact = known(list);
    }
    const weights = new Map(exact?.[2].map((term) => [term, 1]));
    if (last) {
      // It may be the beginning of a word; of one that is known, only words that cost no further file.
      const loaded = exact?.[2].map(blockOf);
      const begun = list.filter(([word, , [term]]) => word.startsWith(typed) && (!loaded || loaded.includes(blockOf(term))));
      begun.sort(([a, m], [b, n]) => n - m || a.length - b.length);
      for (const [, , terms] of begun.slice(0, isSmall ? 30 : 6)) {
        for (const term of terms) if (!weights.has(term)) weights.set(term, exact ? .8 : 1);
      }
    }
    let taken;
    if (!weights.size && !optional && typed.length > 3 && !/\p{N}/u.test(typed)) {
      let instead = nearest(typed, list);
      if (!instead.length) {
        // The first letter may be wrong. In a large book only one that is too many or swapped is looked for everywhere.
        const others = isSmall ? book.shardFirsts.map((_, at) => shard(at)) : [shardOf(typed.slice(1))];
        list = common.concat(...(await Promise.all(others)));
        instead = nearest(typed, list);
      }
      for (const [, , terms] of instead) for (const term of terms) weights.set(term, .95);
      taken = instead[0]?.[0];
    }
    const marks = list.filter(([, , terms]) => terms.some((term) => weights.has(term))).map(([word]) => word);
    return { typed, optional, weights, taken, marks };
  };

  /** What a word says about each page. */
  const found = async ({ weights, optional }) => {
    const [impact, sections, headings] = [new Float32Array(size), new Uint32Array(size), new Uint32Array(size)];
    let count = 0;
    const lists = await Promise.all([...weights].map(async ([term, weight]) => ({ weight, ...(await pagesOf(term)) })));
    for (const { weight, pages, flags, inSections, inHeadings } of lists) {
      for (let at = 0; at < pages.length; at++) {
        const page = pages[at];
        if (!impact[page]) count++;
        impact[page] = Math.max(impact[page], weight * (flags[at] >> 2) / 63);
        headings[page] |= flags[at] & 2 ? 0x7fffffff : inHeadings[at];
        sections[page] |= inSections[at] | headings[page];
      }
    }
    // A word that is on no page counts as a rare one that is missing.
    const rarity = count ? Math.log(1 + (size - count + .5) / (count + .5)) : 6;
    return { impact, sections, headings, rarity, optional };
  };

  /**
   * The pages for a query, the best first; `sections` gives the best sections of a page, `marks` are the words to be
   * marked, and `corrected` is the query with other words in the place of those that are not known.
   */
  const search = async (query) => {
    // So much is looked at, and so many words below: each may be a file.
    query = query.slice(0, 400);
    const cut = words(query);
    const asked = new Map();
    for (const { parts, joined, to } of cut) {
      for (const part of parts) asked.set(part, { typed: part, last: to === query.length && part === parts.at(-1) });
      if (joined && !asked.has(joined)) asked.set(joined, { typed: joined, optional: true });
    }
    const meant = await Promise.all([...asked.values()].slice(0, 24).map(meaning));
    const all = await Promise.all(meant.map(found));
    const needed = all.reduce((sum, { rarity, optional }) => sum + (optional ? 0 : rarity), 0) || 1;
    // How much of the query stands in each section, and in the heading of each; and what the best of them are worth:
    // words that meet in one section, and most of all in its heading, belong together.
    const met = new Float32Array(31);
    const named = new Float32Array(31);
    const weigh = (page) => {
      let mostMet = 0;
      let mostNamed = 0;
      let covered = 0;
      met.fill(0);
      named.fill(0);
      for (const { impact, sections, headings, rarity, optional } of all) {
        if (impact[page] && !optional) covered += rarity;
        for (let mask = sections[page], at; mask; mask ^= 1 << at) {
          at = 31 - Math.clz32(mask);
          if ((met[at] += rarity) > mostMet) mostMet = met[at];
          if (headings[page] & (1 << at) && (named[at] += rarity) > mostNamed) mostNamed = named[at];
        }
      }
      return (1 + (.3 * mostMet + 2.2 * mostNamed) / needed) * (.7 + .3 * covered / needed);
    };
    const score = new Float32Array(size);
    for (const { impact, rarity } of all) {
      for (let page = 0; page < size; page++) score[page] += rarity * impact[page];
    }
    const pages = [...score.keys()].filter((page) => (score[page] *= score[page] && weigh(page)));
    const best = (a, b) => score[b] - score[a] || a - b;
    pages.sort(best);
    // Who types a title or a heading wants that page. The records of the first pages are needed in any case.
    const marks = new Set(meant.flatMap(({ marks }) => marks));
    const first = pages.splice(0, RESULTS);
    const close = (text) => (places(text, marks).length / Math.max(words(text).length, cut.length)) ** 4;
    await Promise.all(first.map(async (page) => {
      score[page] *= 1 + Math.max(...(await record(page)).map(({ words }) => close(words ?? "")));
    }));
    pages.unshift(...first.sort(best));
    const sections = (page) => {
      weigh(page);
      const title = Math.min(...named);
      const worth = (at) => met[at] + 2 * named[at];
      return [...met.keys()].filter((at) => met[at] > title).sort((a, b) => worth(b) - worth(a) || a - b);
    };
    const taken = (part) => meant.find(({ typed }) => typed === part)?.taken;
    const corrected = query.replace(WHOLE, (written) => {
      const { parts } = words(written)[0];
      return parts.some(taken) ? parts.map((part) => taken(part) ?? part).join("-") : written;
    });
    return { pages, sections, query, corrected, marks };
  };

  /** What is shown of a page: title (its words), address, lead, kind, owners, due day, and each heading. */
  const record = async (page) => {
    const lines = await load("records", (page / book.group) | 0, (bytes) => text(bytes).split("\n"));
    return lines[page % book.group].split("\t").map((field, at) => {
      if (at && at < 6) return field;
      const [words, id] = field.split("\x1f");
      return { words, id: id ?? words.toLowerCase().replace(/[^\w -]/g, "").replaceAll(" ", "-") };
    });
  };

  /** What all pages can be filtered by: names of kinds, owners and tags; their numbers for each page; due days. */
  const facets = () => load("facets", 0, (bytes) => text(bytes).split("\n").map((line) => line.split("\t")));

  return { book, search, record, facets };
};

// What readers see

const RESULTS = 10;
const EXCERPT = 180;

const element = (name, content, attributes) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...content);
  return made;
};

/** A part of the interface. */
const part = (box, name) => box.querySelector(`[data-search=${name}]`);

/** A phrase with values in the place of their names. */
const fill = (phrase, values) => phrase.split(/[{}]/).map((part, at) => (at % 2 ? values[part] : part));

/** A text whose words are marked if they are among `marks`. */
const marked = (text, marks) => {
  const parts = [];
  let end = 0;
  for (const { from, to } of places(text, marks)) {
    parts.push(text.slice(end, from), element("mark", [text.slice(from, to)]));
    end = to;
  }
  return [...parts, text.slice(end)];
};

const places = (text, marks) => words(text).filter(({ parts, joined }) => [...parts, joined].some((word) => marks.has(word)));

/** The part of a text in which most of the words stand. */
const excerpt = (text, marks) => {
  const all = places(text, marks);
  const within = ({ from }) => new Set(all.flatMap((place) => (place.from >= from && place.to < from + EXCERPT ? place.parts : []))).size;
  const [best] = all.sort((a, b) => within(b) - within(a));
  const from = best?.from > 40 ? text.indexOf(" ", best.from - 40) + 1 : 0;
  const to = `${text} `.lastIndexOf(" ", from + EXCERPT);
  return [from ? "… " : "", ...marked(text.slice(from, to), marks), to < text.length ? " …" : ""];
};

/** The words of a page behind the heading of an id, or at its beginning, up to the next heading. */
const wordsBehind = (page, id) => {
  const body = page.querySelector("div[data-pagefind-body]") ?? page.querySelector("main");
  const headings = [...body.querySelectorAll("h2,h3,h4,h5,h6")];
  const at = headings.findIndex((heading) => heading.id === id);
  const range = page.createRange();
  range.selectNodeContents(body);
  if (headings[at]) range.setStartAfter(headings[at]);
  if (headings[at + 1]) range.setEndBefore(headings[at + 1]);
  return `${range}`.replace(/\s+/g, " ").trim();
};

/** Makes the field, the filters and the list in `box` work; `root` is the address of the site. */
const start = (box, root, onPage) => {
  const [form, status, filters, list, more] = ["form", "status", "filters", "list", "more"].map((name) => part(box, name));
  const field = form.q;
  const selects = [...filters.querySelectorAll("select")];
  const elsewhere = status.querySelector("a");
  const { lang } = box.closest("[lang]");
  const say = (phrase, values) => fill(box.dataset[phrase], values);
  const wanted = new URLSearchParams(onPage ? location.search : "");

  let engine;
  let shown;
  let run = 0;
  // An answer that is no file of the index, such as a page for 404, cannot be unzipped.
  const read = async (name) => (await fetch(new URL(`search/${name}.bin`, root))).arrayBuffer();

  const states = {};
  const stateOf = (due) =>
    due < "0" ? due && "unreviewed" : (states[due] ??= globalThis.duly?.stateOf({ due, ...shown.book }) || "current");
  const badge = (due) => {
    const state = stateOf(due);
    const made = element("span", fill(box.getAttribute(`data-${state}`), { date: due > "0" && new Date(due).toLocaleDateString(lang, { dateStyle: "long", timeZone: "UTC" }) }));
    if (state !== "current") made.className = "badge";
    made.dataset.state = state;
    return made;
  };

  // Excerpts are the page's own words, fetched once the result can be seen.
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) {
        seen.unobserve(target);
        target.read();
      }
    }
  });

  const result = async (page) => {
    const { record, sections, marks } = shown;
    const [title, address, lead, kind, owners, due, ...headings] = await record(page);
    const url = new URL(address, root);
    const link = (words, hash) => element("a", marked(words, marks), { href: url + hash });
    const paragraph = (content, className) => element("p", content, { className });
    const facts = [kind, owners].filter(Boolean).map((fact) => element("span", [fact]));
    if (due) facts.push(badge(due));
    const body = paragraph(marked(lead, marks), "excerpt");
    // On a very long page several headings share a number; those without the words go once the page is read.
    const below = sections(page).flatMap((section) => headings.filter((_, at) => (at + 1) % 31 === section));
    const parts = below.slice(0, 3).map(({ words, id }) => {
      const body = paragraph([], "excerpt");
      return { id, body, item: element("li", [link(words, "#" + encodeURIComponent(id)), body]) };
    });
    const item = element("li", [element("h2", [link(title.words, "")]), paragraph(facts, "facts"), body]);
    if (parts[0]) item.append(element("ul", parts.map(({ item }) => item)));
    item.read = async () => {
      const parsed = await pageAt(url);
      for (const cell of parsed.querySelectorAll("td,th")) cell.append(" ");
      // What grows above it must not push the reader's place off the screen, nor take it away.
      const place = document.activeElement;
      const { top } = place.getBoundingClientRect();
      if (!parts[0] || !lead) body.replaceChildren(...excerpt(wordsBehind(parsed), marks));
      for (const { id, body, item } of parts) {
        body.replaceChildren(...excerpt(wordsBehind(parsed, id), marks));
        if (!item.querySelector("mark, :focus")) item.remove();
      }
      if (top >= 0 && top < innerHeight) place.scrollIntoView({ block: "nearest" });
    };
    return item;
  };

  const show = async (from, mine) => {
    const items = await Promise.all(shown.pages.slice(from, from + RESULTS).map(result));
    if (mine !== run) return;
    if (!from) list.replaceChildren();
    for (const item of items) {
      list.append(item);
      seen.observe(item);
    }
    more.hidden = from + RESULTS >= shown.pages.length;
    if (from) items[0].querySelector("a").focus();
  };

  /** Those of the pages that the filters allow; fills the filters with what there is. */
  const filtered = async (pages) => {
    if (!filters.open) return pages;
    const facets = await shown.facets();
    selects.forEach((select, at) => {
      if (!select.options[1]) {
        for (const name of facets[at].filter(Boolean)) select.append(new Option(name, name, false, name === wanted.get(select.name)));
      }
      const { value } = select;
      if (value) pages = pages.filter((page) => (at === 3 ? stateOf(facets[6][page]) === value : facets[at + 3][page].split(",").some((number) => facets[at][number - 1] === value)));
    });
    return pages;
  };

  const search = async () => {
    const mine = ++run;
    const query = field.value.trim();
    try {
      const index = await (engine ??= open(read));
      const found = await index.search(field.value);
      if (mine !== run) return;
      shown = { ...index, ...found };
      shown.pages = await filtered(found.pages);
      await show(0, mine);
      if (mine !== run) return;
      const count = shown.pages.length;
      status.replaceChildren(...say(query ? (count > 1 ? "count" : count ? "one" : "none") : "hint", { query, count }));
      if (found.corrected !== found.query) status.append(" ", ...say("corrected", { query: found.corrected }));
      if (query && !count) status.append(" ", elsewhere);
      if (onPage) history.replaceState(null, "", "?" + new URLSearchParams([field, ...selects].map(({ name, value }) => [name, value.trim()]).filter(([, value]) => value)));
    } catch {
      if (mine !== run) return;
      list.replaceChildren();
      more.hidden = true;
      status.replaceChildren(...say("failed"), " ", elsewhere);
    }
  };

  elsewhere.href = new URL("a-z/", root);
  form.action = new URL("search/", root);
  field.value ||= wanted.get("q");
  selects[3].value = wanted.get("state") ?? "";
  filters.open = selects.some(({ name }) => wanted.get(name));
  filters.hidden = false;
  let pause;
  field.oninput = () => {
    clearTimeout(pause);
    pause = setTimeout(search, 150);
  };
  filters.onchange = filters.ontoggle = search;
  more.onclick = () => show(list.children.length, run);
  if (onPage) {
    form.onsubmit = (event) => {
      event.preventDefault();
      search();
    };
  }
  box.onkeydown = (event) => {
    const stops = [field, ...list.querySelectorAll("a")];
    const here = stops.indexOf(document.activeElement);
    const next = event.key === "Escape" ? here && field : stops[here + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    if (here < 0 || !next) return;
    event.preventDefault();
    next.focus();
  };
  search();
};

const pageAt = async (url) => new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html");

/** Opens the search above the page; `link` leads to the page of the search. */
export const show = async (link) => {
  const field = document.querySelector("[data-search=form] input");
  if (field) {
    field.closest("dialog:not([open])")?.showModal();
    return field.select();
  }
  const page = await pageAt(link.href);
  const box = part(page, "box");
  const style = element("link", [], { rel: "stylesheet", href: new URL(part(page, "style").getAttribute("href"), link.href) });
  const dialog = element("dialog", [box], { className: "search-dialog", ariaLabel: box.dataset.name, lang: page.documentElement.lang });
  await new Promise((done) => {
    style.onload = style.onerror = done;
    document.head.append(style);
  });
  document.body.append(dialog);
  start(box, new URL("../", link.href), false);
  dialog.showModal();
};

const box = globalThis.document?.querySelector("main [data-search=box]");
if (box) start(box, new URL("../", import.meta.url), true);
