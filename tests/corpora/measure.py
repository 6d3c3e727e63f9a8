#!/usr/bin/env python3
"""Measures builds and imports of real documents, with rules of its own: no code of Duly is used.

    tests/corpora/measure.py tech-docs DULY FOLDER DATE   a site of the tech-docs template: built as it is, and imported
    tests/corpora/measure.py folder DULY FOLDER DATE      a folder of Markdown: imported and built

It copies the folder, and prints: pages, links broken at the source and in the site, states of review, words and
headings of source and site. The last line is `ok`, or says what does not hold.
"""

import calendar
import collections
import datetime
import html
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

WORD = re.compile(r"[^\W_]+", re.UNICODE)
WRONG = []


def check(holds, what):
    if not holds:
        WRONG.append(what)


def run(*arguments):
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode > 1:
        sys.exit(f"{' '.join(arguments)}\n{done.stdout}{done.stderr}")
    return done


def files(folder):
    for below, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            yield os.path.relpath(os.path.join(below, name), folder).replace(os.sep, "/")


def read(*path):
    with open(os.path.join(*path), encoding="utf-8-sig") as file:
        return file.read()


class Page(html.parser.HTMLParser):
    """The text, headings, ids and links within the <main> of a page."""

    VOID = {"br", "img", "hr", "input", "meta", "link", "col", "wbr", "source"}

    def __init__(self, text):
        super().__init__()
        self.words, self.headings, self.ids, self.links = [], [], set(), []
        self.main = self.skipped = 0
        self.heading = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if tag == "a" and attributes.get("name"):
            self.ids.add(attributes["name"])
        if tag == "main":
            self.main += 1
        # What the theme adds is no part of the page.
        if self.skipped or tag in ("nav", "script", "style", "footer"):
            self.skipped += tag not in self.VOID
            return
        if not self.main:
            return
        if re.fullmatch("h[1-6]", tag):
            self.heading = []
        if tag == "br" and self.heading is not None:
            self.heading.append(" ")
        for name in ("href", "src"):
            if attributes.get(name) and tag in ("a", "img"):
                self.links.append(attributes[name])
        self.words += WORD.findall(attributes.get("alt") or "")

    def handle_endtag(self, tag):
        if self.skipped:
            self.skipped -= tag not in self.VOID
            return
        if tag == "main":
            self.main -= 1
        if re.fullmatch("h[1-6]", tag) and self.heading is not None:
            self.headings.append(" ".join("".join(self.heading).split()))
            self.heading = None

    def handle_data(self, data):
        if self.main and not self.skipped:
            self.words += WORD.findall(data)
            if self.heading is not None:
                self.heading.append(data)

    def handle_comment(self, data):
        pass


def divided(text):
    """Front matter as keys and values, and the body."""
    match = re.match(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", text, re.S)
    if not match:
        return {}, text
    pairs = (line.split(":", 1) for line in match.group(1).splitlines() if re.match(r"\w+:", line))
    return {key: value.strip().strip("'\"") for key, value in pairs}, text[match.end():]


def without_code(text):
    text = re.sub(r"^[ \t]*(```|~~~).*?^[ \t]*\1", "", text, flags=re.M | re.S)
    return re.sub(r"`[^`\n]*`", "", text)


def broken_in_site(site):
    pages = {path: Page(read(site, path)) for path in files(site) if path.endswith(".html")}
    there, broken = set(files(site)), []
    for path, page in pages.items():
        for link in page.links:
            url = urllib.parse.urlsplit(link)
            if url.scheme or url.netloc:
                continue
            # Only the page for what is not found has links from the root.
            folder = "" if url.path.startswith("/") else os.path.dirname(path)
            target = os.path.normpath(os.path.join(folder, urllib.parse.unquote(url.path).lstrip("/")))
            if not url.path:
                target = path
            elif url.path.endswith(("/", ".")) or target == ".":
                target = os.path.normpath(target + "/index.html")
            part = urllib.parse.unquote(url.fragment)
            if target not in there:
                broken.append((path, link))
            elif part and part != "top" and target in pages and part not in pages[target].ids:
                broken.append((path, link))
    return pages, broken


# Sites of the tech-docs template


def tech_docs_id(text, level, given):
    """The id that the template gives to a heading; `given` are those above it, with their levels."""
    shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    shown = re.sub(r"</?[^>]+?>", "", re.sub(r"[`*]", "", shown)).strip()
    slug = re.sub(r"[^0-9a-z]+", "-", html.escape(shown).replace("&#x27;", "&#39;").lower()).strip("-")
    taken = {identifier for identifier, _ in given}
    if slug in taken:
        above = next((identifier for identifier, other in reversed(given) if other < level), None)
        slug = f"{above}-{slug}" if above else slug
    number, wanted = 2, slug
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    given.append((slug, level))
    return slug


def ruby_gone(text, title):
    text = re.sub(r"<%=\s*current_page\.data\.title\s*-?%>", lambda _: title, text)
    text = re.sub(r"<%=\s*warning_text\('(.*?)'\)\s*%>", r"\1", text)
    text = re.sub(r"<%(?!=)[^%]*\bdo\b.*?%>.*?^\s*<%\s*end\s*%>", "", text, flags=re.M | re.S)
    return re.sub(r"<%.*?%>", "", text, flags=re.S)


def tech_docs_source(folder):
    """The pages of a site by their old addresses: front matter, body without Ruby, ids."""
    pages = {}
    for path in files(os.path.join(folder, "source")):
        name = path.rsplit("/", 1)[-1]
        if name.startswith("_") or not re.search(r"\.md(\.erb)?$", name):
            continue
        keys, body = divided(read(folder, "source", path))
        body = ruby_gone(body, keys.get("title", ""))
        given = []
        for line in re.sub(r"^[ \t]*(```|~~~).*?^[ \t]*\1", "", body, flags=re.M | re.S).splitlines():
            heading = re.match(r"(#{1,6})\s*(.+?)\s*#*$", line)
            if heading:
                tech_docs_id(heading.group(2), len(heading.group(1)), given)
        address = "/" + re.sub(r"(\.html)?\.md(\.erb)?$", ".html", path)
        ids = {identifier for identifier, _ in given} | set(re.findall(r"(?:id|name)=[\"']([^\"']+)", body))
        pages[address] = {"path": path, "keys": keys, "body": body, "ids": ids}
    return pages


def broken_at_source(folder, pages):
    settings = read(folder, "config", "tech-docs.yml")
    redirects = dict(re.findall(r"^\s+(/\S+):\s+(/\S+)\s*$", settings, re.M))
    assets = {"/" + path for path in files(os.path.join(folder, "source"))}
    broken = []
    for address, page in pages.items():
        body = without_code(page["body"])
        links = re.findall(r"\]\(\s*<?([^)\s>]+)", body) + re.findall(r"(?:href|src)=[\"']([^\"']+)", body)
        links += re.findall(r"^\[[^\]^]+\]:\s*(\S+)", body, re.M)
        for link in links:
            url = urllib.parse.urlsplit(link)
            if url.scheme or url.netloc:
                continue
            target = urllib.parse.urljoin(address, urllib.parse.unquote(url.path)) if url.path else address
            fragment = url.fragment
            if target in redirects:
                target, _, own = redirects[target].partition("#")
                fragment = fragment or own
            target = target + "index.html" if target.endswith("/") else target
            if target not in pages and target not in assets:
                broken.append((address, link))
            # The skip link of the layout leads to `#content`.
            elif fragment and target in pages and fragment != "content" and fragment not in pages[target]["ids"]:
                broken.append((address, link))
    return broken


def due(keys):
    """The last day on which a review counts."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", keys.get("last_reviewed_on", "")) or "review_in" not in keys:
        return None
    day = datetime.date.fromisoformat(keys["last_reviewed_on"])
    number, unit = re.fullmatch(r"(\d+) (day|week|month|year)s?", keys["review_in"]).groups()
    number = int(number)
    if unit in ("day", "week"):
        return day + datetime.timedelta(days=number * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def measure_tech_docs(duly, folder, date, work):
    run(duly, "build", "--root", folder, "--as-at", date, "--quiet")
    site = os.path.join(folder, "_site")
    pages = tech_docs_source(folder)
    made, broken = broken_in_site(site)
    at_source = broken_at_source(folder, pages)
    missing = []
    for address, page in pages.items():
        new = re.sub(r"(^|/)index\.html$", r"\1", address.lstrip("/"))
        new = new if new == "" or new.endswith("/") else new[: -len(".html")] + "/"
        page["new"] = new + "index.html"
        old = os.path.join(site, address.lstrip("/"))
        if page["new"] not in made or not os.path.exists(old):
            missing.append(address)
    print(f"pages at the source {len(pages)}, missing in the site {len(missing)} {missing}")
    check(not missing, "pages are missing")
    print(f"links broken at the source {len(at_source)}: {at_source}")
    print(f"links broken in the site {len(broken)}: {broken}")
    check(len(broken) <= len(at_source), "links are broken that were not")
    ids = [(a, i) for a, page in pages.items() for i in page["ids"] - made[page["new"]].ids - {""}]
    # The title has its own place, and the id of its words is not used on the page.
    ids = [(a, i) for a, i in ids if i != tech_docs_id(pages[a]["keys"].get("title", ""), 1, [])]
    print(f"ids of headings {sum(len(page['ids']) for page in pages.values())}, not in the site {len(ids)}: {ids}")
    check(not ids, "deep links do not land")
    today = datetime.date.fromisoformat(date)
    register = {row["source"]: row for row in json.loads(read(site, "register.json"))["pages"]}
    states = collections.Counter()
    for page in pages.values():
        row, day = register.get("source/" + page["path"]), due(page["keys"])
        if day:
            states["dated"] += 1
            states["overdue"] += day < today
            states["same"] += bool(row and row["next_review_due"] == day.isoformat())
            same = row and row["next_review_due"] == day.isoformat() and (row["state"] == "overdue") == (day < today)
            check(same, f"the state of {page['path']} differs")
    print(f"pages with a review {states['dated']}, overdue {states['overdue']}, in the register with that day {states['same']}")
    words_of_pages(pages, made)
    into = os.path.join(work, "imported")
    said = run(duly, "import", "tech-docs", folder, into, "--as-at", date, "--no-proposals")
    print(said.stdout[said.stdout.rfind("\npages") + 1:].rstrip())
    told = sum(int(figure) for figure in re.findall(r"(?:at the source already|at the source, kept now) +(\d+)", said.stdout))
    check(told == len(at_source), f"the import tells of {told} links broken at the source")
    of_original = findings(duly, folder, date)
    of_imported = findings(duly, into, date)
    more = {code: (of_original[code], of_imported[code]) for code in of_imported if of_imported[code] > of_original[code]}
    print(f"findings of the original {dict(of_original)}\nfindings of the imported {dict(of_imported)}\nmore of: {more}")
    check(not more, "the imported book has new findings")
    run(duly, "build", "--root", into, "--as-at", date, "--quiet")
    imported, broken = broken_in_site(os.path.join(into, "_site"))
    print(f"imported: links broken {len(broken)}: {broken}")
    check({p for p in made} <= {p for p in imported}, "the imported book lacks addresses")
    check(len(broken) <= len(at_source), "links are broken in the imported book that were not")


def findings(duly, folder, date):
    said = run(duly, "check", "--root", folder, "--as-at", date, "--format", "json").stdout
    return collections.Counter(json.loads(line)["code"] for line in said.splitlines())


def words_of_pages(pages, made):
    lost = collections.Counter()
    total = 0
    for page in pages.values():
        source = collections.Counter(source_words(page["body"]))
        total += sum(source.values())
        lost += source - collections.Counter(made[page["new"]].words)
    print(f"words at the source {total}, lost {sum(lost.values())}: {dict(lost.most_common(30))}")
    check(sum(lost.values()) == 0, "words are lost")


# Folders of Markdown


def source_words(text):
    """The words that readers are to see."""
    text = re.sub(r"<!--.*?-->", " ", text, flags=re.S)
    text = re.sub(r"\{::comment\}.*?\{:/comment\}", " ", text, flags=re.S)
    # The item above is what the contents take the place of.
    text = re.sub(r"^[*-] .*\n\{:toc\}", " ", text, flags=re.M)
    text = re.sub(r"^\s*\{[^{}\n]*\}\s*$|^\s*\{\{.*\}\}\s*$", " ", text, flags=re.M)
    text = re.sub(r"\{:[^}\n]*\}", " ", text)
    text = re.sub(r"^\[\^[^\]]+\]:", " ", text, flags=re.M)
    text = re.sub(r"\[\^[^\]]+\]", " ", text)
    text = re.sub(r"^[ \t]*(```|~~~).*$", " ", text, flags=re.M)
    text = re.sub(r"\]\(\s*(?:<[^>\n]*>|[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+\"[^\"]*\"|\s+'[^']*')?\s*\)", "] ", text)
    text = re.sub(r"^ {0,3}\[[^\]]+\]:\s*\S+.*$", " ", text, flags=re.M)
    text = re.sub(r"\]\s?\[[^\]\n]*\]", "] ", text)
    text = re.sub(r"</?[a-zA-Z][^<>]*>", lambda tag: " " + " ".join(re.findall(r"alt=\"([^\"]*)\"", tag.group())) + " ", text)
    text = re.sub(r"^(\s*)\d+[.)]\s", r"\1", text, flags=re.M)
    return WORD.findall(html.unescape(text))


def heading_id(text):
    """The id that git hosts give to a heading."""
    shown = re.sub(r"!?\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])", r"\1", re.sub(r"</?[a-zA-Z][^<>]*>", "", text))
    shown = re.sub(r"\[\^[^\]]*\]|[*`]", "", html.unescape(shown)).strip().lower()
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", shown)) or "section"


def folder_pages(folder):
    """The pages of a folder by path, with what they include put in, less the files that are included."""
    texts = {path: divided(read(folder, path))[1] for path in files(folder) if path.endswith(".md")}
    included = set()

    def whole(text):
        def part(match):
            above, _, name = match.group(1).rpartition("/")
            name = f"{re.escape(above)}/_?{re.escape(name)}" if above else f"_?{re.escape(name)}"
            found = [path for path in texts if re.search(f"(^|/){name}$", path)]
            if len(found) != 1:
                return ""
            included.add(found[0])
            return whole(texts[found[0]])

        return re.sub(r"^\{include (\S+?)\}[ \t]*$", part, text, flags=re.M)

    # Footnotes of a file of their own stand on each page that refers to them.
    for path in [path for path in texts if os.path.basename(path) == "footnotes.md"]:
        notes = re.findall(r"^(\[\^[^\]]+\]):((?:.|\n(?=[ \t]|\n))*)", texts[path], re.M)
        for page in [page for page in texts if os.path.dirname(page) == os.path.dirname(path) and page != path]:
            own = texts[page]
            texts[page] += "".join(f"\n{note}:{words}\n" for note, words in notes if note in own and f"{note}:" not in own)
    pages = {path: re.sub(r"<!--.*?-->", "", without_code(without_fences(whole(text))), flags=re.S) for path, text in texts.items()}
    return {path: text for path, text in pages.items() if path not in included}


def folder_ids(text):
    ids, seen = set(re.findall(r"(?:id|name)=[\"']([^\"']+)", text)), collections.Counter()
    lines = text.splitlines()
    for line, below in zip(lines, lines[1:] + [""]):
        heading = re.match(r"(#{1,6})\s*(\w.*?|\W.*?\w.*?)\s*#*$", line)
        if not heading or line.startswith("####### "):
            continue
        words = re.sub(r"\s*\{[:#][^}]*\}\s*$", "", heading.group(2))
        own = re.search(r"\{:?[^}]*#([\w-]+)", line) or re.match(r"\{:[^}]*#([\w-]+)", below)
        base = own.group(1) if own else heading_id(words)
        ids.add(f"{base}-{seen[base]}" if seen[base] else base)
        seen[base] += 1
    return ids | {f"fn-{label}" for label in re.findall(r"\[\^([^\]]+)\]:", text)}


def folder_links(text):
    """The targets of all links and pictures of a page: those that name a definition, too."""
    text = re.sub(r"\[\^[^\]]*\]:?", " ", text)
    defined = {}
    for label, target in re.findall(r"^ {0,3}\[([^\]]+)\]:\s*<?([^\s>]+)", text, re.M):
        defined.setdefault(label.lower(), target)
    text = re.sub(r"^ {0,3}\[[^\]]+\]:.*$", "", text, flags=re.M)
    links = re.findall(r"(?:href|src)=[\"']([^\"']+)", text)
    # What stands in a block of HTML is no Markdown.
    text = re.sub(r"^<(?:div|section|figure)\b[^>]*>[ \t]*\n(?:(?![ \t]*\n|</).*\n)+", "\n", text, flags=re.M)
    text = re.sub(r"<[a-zA-Z/][^<>]*>", "", text)
    links += [a or b for a, b in re.findall(r"\]\(\s*(?:<([^>\n]*)>|((?:[^()\s]|\([^()]*\))+))", text)]
    text = re.sub(r"\]\([^)]*\)", "]()", text)
    for words, label in re.findall(r"\[([^\[\]]+)\](?:\[([^\[\]]*)\])?(?!\()", text):
        links += [defined[key] for key in [(label or words).lower()] if key in defined]
    return links


def broken_in_folder(folder):
    """The links of a folder of Markdown that lead to nothing in it, read as any of the usual programs would."""
    pages = folder_pages(folder)
    tops = {path.split("/")[0] for path in pages if "/" in path}
    root = tops.pop() if len(tops) == 1 else ""
    names = {}
    for path in pages:
        stem = path[: -len(".md")]
        plain = "/".join(re.sub(r"^\d{1,3}[-_. )]+(?=[^\W\d_])", "", part).lstrip("_") for part in stem.split("/"))
        for name in {path, stem, stem + ".html", plain, plain + ".html"}:
            names.setdefault(name, path)
        folder_of, _, last = stem.rpartition("/")
        if last.lower() in ("index", "readme"):
            names.setdefault(folder_of, path)
    others = {path for path in files(folder)}
    ids = {path: folder_ids(text) for path, text in pages.items()}
    broken = []
    for path, text in pages.items():
        for link in folder_links(text):
            url = urllib.parse.urlsplit(link)
            if url.scheme or url.netloc or ":" in link.split("/")[0]:
                continue
            target = urllib.parse.unquote(url.path)
            if target.startswith("/"):
                tries = [root + target, target.lstrip("/")]
            else:
                tries = [os.path.join(os.path.dirname(path), target), os.path.join(path[: -len(".md")], target)]
            tries = [os.path.normpath(one).strip("/") for one in tries]
            tries = [path] if not target else [one if one != "." else "" for one in tries if not one.startswith("..")]
            page = next((names[one] for one in tries if one in names), None)
            part = urllib.parse.unquote(url.fragment)
            if page is None and not any(one in others for one in tries):
                broken.append((path, link))
            elif page and part and part.lower() != "top" and part not in ids[page]:
                broken.append((path, link))
    return broken


def measure_folder(duly, folder, date, work):
    at_source = broken_in_folder(folder)
    into = os.path.join(work, "imported")
    said = run(duly, "import", "folder", folder, into, "--as-at", date, "--no-proposals")
    print(said.stdout[said.stdout.rfind("\npages") + 1:].rstrip())
    run(duly, "build", "--root", into, "--as-at", date, "--quiet")
    # Lists that the program makes itself would hide what is lost.
    written = (re.sub(r"(^|/)index$", "", path[:-3]) for path in files(os.path.join(into, "content")) if path.endswith(".md"))
    pages = {path: Page(read(into, "_site", path, "index.html")) for path in written}
    words, headings = collections.Counter(), collections.Counter()
    sources = [path for path in files(folder) if path.endswith(".md") and not path.lower().startswith("readme")]
    for path in sources:
        _, body = divided(read(folder, path))
        words += collections.Counter(source_words(body))
        for line in without_fences(body).splitlines():
            heading = re.match(r"(#{1,6})\s*(\w.*?)\s*#*$", line)
            if heading:
                headings[plain(heading.group(2))] += 1
    of_site = collections.Counter(word for page in pages.values() for word in page.words)
    of_headings = collections.Counter(plain(text) for page in pages.values() for text in page.headings)
    lost = words - of_site
    print(f"sources {len(sources)}, pages {len(pages)}")
    print(f"words at the source {sum(words.values())}, lost {sum(lost.values())}: {dict(lost.most_common(40))}")
    gone = headings - of_headings
    print(f"headings at the source {sum(headings.values())}, not in the site {sum(gone.values())}: {dict(gone.most_common(20))}")
    check(not lost, "words are lost")
    check(not gone, "headings are lost")
    _, broken = broken_in_site(os.path.join(into, "_site"))
    print(f"links broken in the site {len(broken)}: {collections.Counter(link for _, link in broken).most_common(12)}")
    print(f"links broken at the source {len(at_source)}: {collections.Counter(link for _, link in at_source).most_common(12)}")
    told = sum(int(figure) for figure in re.findall(r"(?:at the source already|at the source, kept now) +(\d+)", said.stdout))
    check(told == len(at_source), f"the import tells of {told} links broken at the source")
    check(len(broken) <= len(at_source), "links are broken that were not")
    if os.environ.get("MEASURE_LINKS"):
        print("\n".join(f"{path} {link}" for path, link in at_source))


def without_fences(text):
    text = re.sub(r"\{::comment\}.*?\{:/comment\}", " ", text, flags=re.S)
    return re.sub(r"^[ \t]*(```|~~~).*?^[ \t]*\1", "", text, flags=re.M | re.S)


def plain(text):
    return " ".join(source_words(text)).lower()


def main():
    dialect, duly, folder, date = sys.argv[1:]
    with tempfile.TemporaryDirectory() as work:
        copy = os.path.join(work, "copy")
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".git", "_site"))
        before = {path: open(os.path.join(copy, path), "rb").read() for path in files(copy)}
        measure = {"tech-docs": measure_tech_docs, "folder": measure_folder}[dialect]
        measure(os.path.abspath(duly), copy, date, work)
        after = {path: open(os.path.join(copy, path), "rb").read() for path in files(copy) if not path.startswith("_site/")}
        check(before == after, "the source was changed")
    print("\n".join(WRONG) or "ok")
    sys.exit(bool(WRONG))


if __name__ == "__main__":
    main()
