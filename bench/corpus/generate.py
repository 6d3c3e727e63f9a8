#!/usr/bin/env python3
"""Makes the corpus of the measurements: invented digital-strategy documents, in the dialect of one generator.

    generate.py --pages 1000 --dialect duly --out FOLDER [--seed 1]

The same pages and seed give the same bytes on any machine: only Python's Mersenne Twister and its `choice`, `choices`,
`randint`, `sample` and `shuffle` are used, whose results are fixed by the language. Every dialect says the same words; front
matter, links, insets and names of files are what each generator asks for. The order in which random numbers are drawn is
part of the corpus: change it, and figures of before can no longer be compared.
"""

import argparse
import datetime
import os
import random
import struct
import zlib
from itertools import accumulate, count
from pathlib import Path

HERE = Path(__file__).parent
PAGES_IN_A_SECTION = 20
LANGUAGES = ("yaml", "sql", "bash", "python")
PICTURES = 8
TODAY = datetime.date(2026, 11, 1)

# For each generator: the folder of pages, that of other files, the file of a section.
DIALECTS = {
    "duly": ("content", "content", "index.md"),
    "hugo": ("content", "static", "_index.md"),
    "zola": ("content", "static", "_index.md"),
    "mdbook": ("src", "src", "README.md"),
    "eleventy": ("content", "static", "index.md"),
}


# Words and phrases

def lists(name):
    """The lists of a file, by the headings above them."""
    found, current = {}, None
    for line in (HERE / name).read_text().splitlines():
        if line.startswith("# "):
            current = found.setdefault(line[2:], [])
        elif line:
            current.append(line)
    return found


def words():
    return {name: " ".join(lines).split() for name, lines in lists("words.txt").items()}


def falling(size, power=1.3, offset=2.7):
    """Cumulative weights by Zipf's law: few words are frequent, most are rare."""
    return list(accumulate(1.0 / (rank + offset) ** power for rank in range(size)))


def rare_words(rng, known, endings, wanted):
    """Words that look like English ones, each once, for the long tail of a vocabulary."""
    prefixes, stems = known["prefixes"] + [""], known["stems"]
    made = {}
    while len(made) < wanted:
        # Drawn from left to right, even where a second stem is not taken.
        word = rng.choice(prefixes) + rng.choice(stems)
        word += rng.choice(("", "", "", "", rng.choice(stems)))
        made.setdefault(word + rng.choice(endings))
    return list(made)


def plural(word):
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def endless(rng, choices, weights=None):
    while True:
        yield from rng.choices(choices, cum_weights=weights, k=2048)


def amounts(rng):
    units = ("{} thousand pounds", "{} million pounds", "{}", "{} per cent", "{} weeks", "{} days", "{} hours")
    while True:
        yield rng.choice(units).format(rng.randint(2, 400))


def references(rng):
    while True:
        yield f"{rng.choice(('DS', 'TCoP', 'REF', 'ADR', 'OBJ'))}-{rng.randint(100, 9999)}"


class Writer:
    """Says something when asked; one stream of random numbers for all of it."""

    def __init__(self, seed):
        known = words()
        self.known = known
        rng = random.Random(f"vocab-{seed}")
        nouns = list(dict.fromkeys(known["nouns"])) + rare_words(rng, known, known["noun endings"], 16000)
        adjectives = list(dict.fromkeys(known["adjectives"])) + rare_words(rng, known, known["adjective endings"], 8000)
        verbs = list(dict.fromkeys(known["verbs"])) + rare_words(rng, known, known["verb endings"], 4000)
        halves = known["places, first half"]
        places = [first + second for first in halves for second in known["places, second half"]]
        rng.shuffle(places)
        endings = ("son", "er", "well", "ley", "man")
        people = [f"{first} {half}{end}" for first in known["first names"] for half in halves for end in endings]
        rng.shuffle(people)

        self.rng = random.Random(f"text-{seed}")

        def weighted(choices, *law):
            return endless(self.rng, choices, falling(len(choices), *law))

        self.streams = {
            "n": weighted(nouns),
            "N": weighted([plural(noun) for noun in nouns]),
            "a": weighted(adjectives),
            "v": weighted(verbs),
            "d": weighted(known["adverbs"]),
            "p": weighted(places, 0.9),
            "w": weighted(people, 0.8),
            "y": endless(self.rng, [str(year) for year in range(2019, 2036)]),
            "q": amounts(self.rng),
            "c": references(self.rng),
        }
        for name, of in (("Na", "n"), ("Aa", "a"), ("Va", "v")):
            self.streams[name] = (word[:1].upper() + word[1:] for word in self.streams[of])
        phrases = lists("phrases.txt")
        self.sentences, self.headings, self.titles = (
            [self.slots(phrase) for phrase in phrases[kind]] for kind in ("sentences", "headings", "titles"))

    def slots(self, phrase):
        """A phrase as the text between its slots, and the stream of each slot."""
        pieces = [piece.split("}", 1) for piece in ("}" + phrase).split("{")]
        return [after for _, after in pieces], [self.streams[name] for name, _ in pieces[1:]]

    def say(self, phrase):
        texts, streams = phrase
        return texts[0] + "".join(next(stream) + text for stream, text in zip(streams, texts[1:]))

    def word(self, stream):
        return next(self.streams[stream])

    def sentence(self):
        return self.say(self.rng.choice(self.sentences))

    def paragraph(self, least=3, most=6):
        return " ".join(self.sentence() for _ in range(self.rng.randint(least, most)))

    def heading(self):
        return self.say(self.rng.choice(self.headings))

    def title(self):
        return self.say(self.rng.choice(self.titles))

    def clause(self):
        sentence = self.sentence()
        if len(sentence) < 90:
            return sentence[:-1]
        return sentence[:sentence.rfind(" ", 0, 88)].rstrip(",;:")


# Pages

class Page:
    def __init__(self, folder, title, description, slug=""):
        self.folder, self.title, self.description, self.slug = folder, title, description, slug
        self.children, self.blocks = [], []

    @property
    def path(self):
        return "/".join((*self.folder, self.slug) if self.slug else self.folder)

    def sign(self, rng, known, weight):
        half = rng.choice(known["first names"])
        self.owner = f"{half} {rng.choice(known['places, first half'])}{rng.choice(('son', 'er', 'well'))}"
        self.reviewed = (TODAY - datetime.timedelta(days=rng.randint(1, 700))).isoformat()
        self.review_in = f"{rng.choice((3, 6, 12, 18))} months"
        self.tags = rng.sample(known["tags"], rng.randint(1, 4))
        self.weight = weight


def slug_of(title, number):
    slug = "".join(c if c.isalnum() else "-" for c in title.lower()).replace("--", "-").strip("-")
    return f"{slug[:48].strip('-')}-{number}"


def book(pages, seed):
    """The sections by their folders, and the pages."""
    writer = Writer(seed)
    signing, linking = random.Random(f"meta-{seed}"), random.Random(f"links-{seed}-{pages}")
    leaves = max(1, -(-pages // PAGES_IN_A_SECTION))
    breadth = next(b for b in count(1) if b ** 3 >= leaves)
    folders = [(f"area-{leaf % breadth + 1:02}", f"theme-{leaf // breadth % breadth + 1:02}", f"topic-{leaf + 1:04}")
               for leaf in range(leaves)]
    sections = {}
    for folder in folders:
        for depth in range(4):
            if folder[:depth] not in sections:
                add_section(folder[:depth], sections, writer, signing)
    made = []
    for index in range(pages):
        title = writer.title()
        page = Page(folders[index // PAGES_IN_A_SECTION], title, writer.clause() + ".", slug_of(title, index + 1))
        page.sign(signing, writer.known, index % PAGES_IN_A_SECTION + 1)
        sections[page.folder].children.append(page)
        made.append(page)
    for index, page in enumerate(made):
        page.blocks = blocks(writer, index, [made[other] for other in linked(index, pages, linking)])
    return sections, made


def add_section(folder, sections, writer, signing):
    title = "Digital strategy"
    if folder:
        title = f"{writer.title()} {folder[-1][-2:] if len(folder) < 3 else folder[-1][-4:]}"
    section = Page(folder, title, writer.clause())
    section.sign(signing, writer.known, len(sections) + 1)
    section.blocks = [("paragraph", writer.paragraph(2, 4)), ("paragraph", writer.paragraph(2, 3))]
    sections[folder] = section
    if folder:
        sections[folder[:-1]].children.append(section)


def linked(index, pages, rng):
    """Which other pages a page links to: two of its section, and some from anywhere."""
    first = index // PAGES_IN_A_SECTION * PAGES_IN_A_SECTION
    wanted = rng.randint(3, 5)
    near = {min(first + rng.randrange(PAGES_IN_A_SECTION), pages - 1) for _ in range(2)}
    far = {rng.randrange(pages) for _ in range(wanted)}
    others = sorted((near | far) - {index})
    rng.shuffle(others)
    return others[:wanted]


def blocks(writer, index, links):
    """The body of a page: 600 to 1,200 words, one block of each kind, all its links."""
    rng, body, length = writer.rng, [], 0
    target = rng.randint(600, 1200)

    def add(kind, *content, words=None):
        nonlocal length
        body.append((kind, *content))
        length += weight(content) if words is None else words

    def link():
        clause = writer.clause()
        to = links.pop()
        return "link", clause, to, writer.sentence()

    add("paragraph", writer.paragraph(2, 3))
    add("inset", writer.sentence())
    extras = ["list", "tasks", "table", "quotation", "footnote"]
    extras += ["code"] if index % 3 == 0 else []
    extras += ["picture"] if index % 20 == 7 else []
    rng.shuffle(extras)
    while length < target or extras or links:
        add("h2", writer.heading())
        add("paragraph", writer.paragraph())
        if links:
            add(*link(), words=25)
        for extra in [extras.pop() for _ in range(min(2, len(extras)))]:
            weightless = {"words": 0} if extra in ("code", "picture") else {}
            add(*EXTRAS[extra](writer, rng, index), **weightless)
        if rng.random() < .45:
            add("h3", writer.heading())
            add("paragraph", writer.paragraph(2, 4))
        if links and rng.random() < .5:
            add(*link(), words=0)
    return body


def weight(content):
    """How many words there are, as the corpus counts them."""
    parts = [part for item in content for part in (item if isinstance(item, list) else [item])]
    return sum(str(part).count(" ") + 1 for part in parts)


def a_list(writer, rng, _):
    def item():
        clause = writer.clause()
        return clause, [writer.clause() for _ in range(rng.randint(0, 3))]
    return "list", [item() for _ in range(rng.randint(3, 5))]


def tasks(writer, rng, _):
    return "tasks", [(rng.random() < .5, writer.clause()) for _ in range(rng.randint(4, 6))]


def table(writer, rng, _):
    def row():
        # The fourth heading: “How we do things”.
        return [writer.say(writer.headings[3]), writer.word("w"), writer.word("q"), writer.word("y")]
    return "table", ["Measure", "Owner", "Baseline", "Target"], [row() for _ in range(rng.randint(4, 7))]


def quotation(writer, _rng, _index):
    return "quotation", writer.sentence(), writer.word("w")


def footnote(writer, _rng, _index):
    return "footnote", writer.sentence(), writer.sentence()


def picture(writer, _rng, index):
    return "picture", f"figure-{index % PICTURES}.png", writer.heading()


def code(writer, _rng, index):
    language = LANGUAGES[index // 3 % len(LANGUAGES)]
    return "code", language, CODE[language](lambda: writer.word("n").replace("-", "_"), index)


def yaml(noun, index):
    lines = [f"service: {noun()}", f"owner: {noun()}-team", "review:",
             f"  last: 2026-0{1 + index % 9}-1{index % 9}", "  every: 6 months", "environments:"]
    for number in range(3):
        lines += [f"  - name: {noun()}", f"    replicas: {2 + number}", f'    region: "uk-{number}"']
    return "\n".join(lines)


def sql(noun, index):
    table_name = noun()
    return "\n".join([
        f"-- {noun()} by {noun()}",
        f"SELECT t.{noun()}, count(*) AS total",
        f"FROM {table_name} AS t",
        f"LEFT JOIN {noun()} AS r ON r.id = t.{noun()}_id",
        f"WHERE t.updated_at >= date '2026-01-{1 + index % 28:02}'",
        f"  AND t.state IN ('{noun()}', '{noun()}')",
        "GROUP BY 1",
        f"HAVING count(*) > {index % 97}",
        "ORDER BY total DESC;",
    ])


def bash(noun, index):
    return "\n".join([
        "#!/usr/bin/env bash",
        "set -euo pipefail",
        f"# {noun()} the {noun()}",
        f"for f in {noun()}/*.csv; do",
        '  if [[ -s "$f" ]]; then',
        f"    grep -c '{noun()}' \"$f\" | sort -n | tail -{1 + index % 9}",
        "  fi",
        "done",
        f'export {noun().upper()}="${{HOME}}/{noun()}"',
    ])


def python(noun, index):
    name, method = noun(), noun()
    return "\n".join([
        "from dataclasses import dataclass",
        "",
        "",
        "@dataclass",
        f"class {name.capitalize()}:",
        f'    """One {method} with its {noun()}."""',
        "    name: str",
        f"    cost: float = {index % 1000}.5",
        "",
        f"    def {method}(self, rate: float = 0.{index % 9}) -> float:",
        f"        # {noun()} before {noun()}",
        "        return round(self.cost * (1 + rate), 2) if rate else self.cost",
    ])


CODE = {"yaml": yaml, "sql": sql, "bash": bash, "python": python}
EXTRAS = {"list": a_list, "tasks": tasks, "table": table, "quotation": quotation, "footnote": footnote,
          "picture": picture, "code": code}


# Markdown in a dialect

def markdown(dialect, page):
    lines = []
    if dialect == "mdbook":
        # No front matter there: the same facts as text.
        lines += [f"# {page.title}\n", f"*Owner: {page.owner}. Last reviewed: {page.reviewed}. Review every "
                  f"{page.review_in}. Tags: {', '.join(page.tags)}.*\n"]
    for kind, *content in page.blocks:
        lines += BLOCKS[kind](dialect, page, *content)
    return "\n".join(lines)


def link_to(dialect, page, to):
    if dialect == "zola":
        return f"@/{to.path}.md"
    return os.path.relpath(f"{to.path}.md", "/".join(page.folder) or ".").replace(os.sep, "/")


def nested(_dialect, _page, items):
    lines = ["In particular:\n"]
    for item, below in items:
        lines += [f"- {item}", *(f"    - {entry}" for entry in below)]
    return [*lines, ""]


def checklist(_dialect, _page, items):
    marks = [f"- [{'x' if done else ' '}] {text}" for done, text in items]
    return ["Check each of these before the next review:\n", *marks, ""]


def grid(_dialect, _page, heading, rows):
    cells = [f"| {' | '.join(row)} |" for row in (heading, *rows)]
    return [cells[0], "| --- | --- | --- | ---: |", *cells[1:], ""]


def image(dialect, page, name, text):
    above = "../" * len(page.folder) if dialect in ("duly", "mdbook") else "/"
    return [f"![{text}]({above}img/{name})\n"]


BLOCKS = {
    "paragraph": lambda _d, _p, text: [text + "\n"],
    "h2": lambda _d, _p, text: [f"## {text}\n"],
    "h3": lambda _d, _p, text: [f"### {text}\n"],
    "inset": lambda _d, _p, text: [f"> [!NOTE]\n> {text}\n"],
    "link": lambda dialect, page, before, to, after: [
        f"{before}, as set out in [{to.title}]({link_to(dialect, page, to)}). **Next:** {after}\n"],
    "list": nested,
    "tasks": checklist,
    "table": grid,
    "quotation": lambda _d, _p, text, who: [f"> {text}\n>\n> {who}\n"],
    "footnote": lambda _d, _p, text, note: [f"{text}[^1]\n\n[^1]: {note}\n"],
    "code": lambda _d, _p, language, text: [f"```{language}\n{text}\n```\n"],
    "picture": image,
}


def quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def front_matter(dialect, page):
    if dialect == "mdbook":
        return ""
    reviewed = quoted(page.reviewed) if dialect == "zola" else page.reviewed
    review = [f"owner: {quoted(page.owner)}", f"last_reviewed_on: {reviewed}", f"review_in: {page.review_in}",
              f"tags: [{', '.join(page.tags)}]"]
    order = "order" if dialect == "eleventy" else "weight"
    lines = ["---", f"title: {quoted(page.title)}", f"description: {quoted(page.description)}", f"{order}: {page.weight}"]
    if dialect == "zola":
        lines += ["sort_by: weight"] if not page.slug else []
        lines += ["extra:", *(f"  {line}" for line in review)]
    else:
        lines += review
    return "\n".join([*lines, "---", "", ""])


# Files

def file_of(dialect, page):
    return f"{page.path}.md" if page.slug else "/".join((*page.folder, DIALECTS[dialect][2]))


def summary(root):
    lines = ["# Summary", "", f"[{root.title}](README.md)", ""]

    def add(page, depth):
        for child in page.children:
            lines.append(f"{'  ' * depth}- [{child.title}]({file_of('mdbook', child)})")
            add(child, depth + 1)
    add(root, 0)
    return "\n".join(lines) + "\n"


def png(width, height, seed):
    rng = random.Random(seed)
    rows = b"".join(b"\0" + bytes((x * rng.randint(1, 3) ^ y) & 255 for x in range(width)) for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")


def write(dialect, sections, pages, out):
    content, static, _ = DIALECTS[dialect]
    for folder in sections:
        (out / content / "/".join(folder)).mkdir(parents=True, exist_ok=True)
    for page in [*sections.values(), *pages]:
        text = front_matter(dialect, page) + markdown(dialect, page)
        (out / content / file_of(dialect, page)).write_bytes(text.encode())
    pictures = out / static / "img"
    pictures.mkdir(parents=True, exist_ok=True)
    for number in range(PICTURES):
        (pictures / f"figure-{number}.png").write_bytes(png(320, 200, number))
    if dialect == "mdbook":
        (out / content / "SUMMARY.md").write_text(summary(sections[()]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--dialect", choices=DIALECTS, required=True, action="append")
    parser.add_argument("--out", type=Path, required=True, help="each dialect has a folder in it")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sections, pages = book(arguments.pages, arguments.seed)
    for dialect in arguments.dialect:
        write(dialect, sections, pages, arguments.out / dialect)


if __name__ == "__main__":
    main()
