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


def measure_folder(duly, folder, date, work):
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
