"""A hostile page costs bounded time: families of texts that are dear to careless readers, at n, 2n, 4n.

Each family is a text that can be made as long as one likes. Duly builds a book with it, and the processor time that this takes beyond that of the
book without it is compared: twice the text may take 2.5 times as long. Where a limit cuts a family short (front matter of 64 KiB), what
counts is that the longest one is cheap.
"""
import os, subprocess, tempfile

from book import Book, duly, promise

# What a doubling may cost, and from which time on (in seconds) a time is no noise.
RATIO, NOISE = 2.5, 0.2
KIB, MIB = 1024, 1024 * 1024
# In a short run, which has little time to tell the two apart: what four times the text may take, where a square takes 16 times as long, and
# from which time on.
SHORT_RATIO, SHORT_NOISE = 10, 0.5
# The longest page, front matter and configuration that Duly reads.
PAGE, FRONT_MATTER, CONFIG = 16 * MIB, 64 * KIB, MIB
# What a text that a limit cuts short may take.
CHEAP = 1.0


def repeated(unit, before="", after=""):
    """The unit as often as it fits; `§` in it is a number that counts up."""
    def make(size):
        if "§" not in unit:
            return before + unit * max(1, size // len(unit)) + after
        count = max(1, size // (len(unit) + 4))
        return before + "".join(unit.replace("§", str(number)) for number in range(count)) + after
    return make


def opened_and_closed(opening, closing, within="a"):
    """As many openings as closings."""
    return lambda size: opening * (size // (len(opening) + len(closing))) + within + closing * (size // (len(opening) + len(closing)))


def both(first, second):
    """Half of the one, then half of the other."""
    return lambda size: first(size // 2) + second(size // 2)


def nested_lists(size):
    """Each item deeper than the one before; the indentation makes the text grow with the square of the depth."""
    depth, lines, length = 0, [], 0
    while length < size:
        line = "  " * depth + "- a\n"
        lines.append(line)
        length += len(line)
        depth += 1
    return "".join(lines)


def wide_table(size):
    """A table with more and more columns, and one short row after the other."""
    columns = max(1, size // 16)
    return "|a" * columns + "|\n" + "|-" * columns + "|\n" + "|b|\n" * (size // 8)


def backticks(size):
    """Runs of backticks of every length, none of which closes another."""
    runs, length, total = [], 1, 0
    while total < size:
        runs.append("`" * length + " ")
        total += length + 1
        length += 1
    return "".join(runs)


MARKDOWN = {
    "quotations": repeated(">"),
    "quotations with blanks": repeated("> "),
    "quotations, line by line": repeated("> > > > a\n"),
    "named quotations": repeated("> [!NOTE] a\n> b\n\n"),
    "named quotations in each other": repeated("> [!NOTE]\n"),
    "opening brackets": repeated("["),
    "brackets": opened_and_closed("[", "]"),
    "brackets and parentheses": repeated("]("),
    "links that never end": repeated("[a]("),
    "links with long titles that never end": repeated("[a](b \""),
    "links to angle brackets": repeated("[a](<b"),
    "pictures in pictures": opened_and_closed("![", "](b)"),
    "links in brackets": opened_and_closed("[", "](b)"),
    "references in brackets": opened_and_closed("[a][", "]"),
    "parentheses of a link": opened_and_closed("(", ")", within=""),
    "a link with parentheses": lambda size: "[a](" + "(" * (size // 2) + ")" * (size // 2) + ")",
    "items in items": repeated("+ "),
    "stars that are a rule": repeated("* "),
    "items in items with numbers": repeated("1. "),
    "nested lists": nested_lists,
    "items and blank lines": repeated("- a\n\n"),
    "items that are empty": repeated("-\n"),
    "tasks": repeated("- [ ] a\n"),
    "less-than signs": repeated("<"),
    "half tags": repeated("<a "),
    "half tags with quotes": repeated("<a b='"),
    "half comments": repeated("<!-- "),
    "half instructions": repeated("<?"),
    "half declarations": repeated("<!A "),
    "half character data": repeated("<![CDATA["),
    "tags that are refused": repeated("<x>"),
    "tags that are refused, line by line": repeated("<x>\n\n"),
    "tags that are never closed": repeated("a <b>"),
    "tags of one name": lambda size: "a " + opened_and_closed("<b>", "</b>")(size),
    "tags that close others": both(repeated("a <b>"), repeated("</i>")),
    "tags that close nothing": repeated("a </i>"),
    "tags with many attributes": lambda size: "a <b " + repeated("a§=b ")(size) + ">",
    "tags with handlers": repeated("a <b onclick=x>c</b>\n"),
    "blocks of HTML": repeated("<div>\n\na\n\n</div>\n\n"),
    "blocks of HTML in each other": repeated("<div>\n"),
    "comments": repeated("<!-- a -->"),
    "backticks": repeated("`a"),
    "runs of backticks": backticks,
    "code": repeated("`a` "),
    "fences": repeated("```\na\n```\n"),
    "fences that never close": repeated("```\n"),
    "a fence with long lines": lambda size: "```js\n" + "a" * size + "\n```\n",
    "fences of code that is coloured": repeated("```js\nlet a = {'b': [1, 2]};\n```\n\n"),
    "stars": repeated("*"),
    "stars and letters": repeated("*a"),
    "stars and letters in pairs": repeated("*a **b "),
    "stars that close nothing": repeated("a** "),
    "underscores": repeated("_a"),
    "stars and underscores": repeated("*_a "),
    "emphasis": repeated("*a* "),
    "emphasis in emphasis": opened_and_closed("*a ", " b*"),
    "tildes": repeated("~~a "),
    "equal headings": repeated("# a\n\n"),
    "headings": repeated("## a #\n\n"),
    "headings of one underlined text": repeated("a\n---\n"),
    "headings with ids": repeated("## a {#b}\n\n"),
    "headings with attributes": lambda size: "## a {" + repeated(".a§ ")(size) + "}\n",
    "headings with open braces": repeated("## a {\n"),
    "open braces": lambda size: "# a " + "{" * size,
    "definitions of references": repeated("[a§]: b\n"),
    "references without a definition": repeated("[a][b§]\n"),
    "references beside definitions": both(repeated("[a][b§]\n"), lambda size: "\n" + repeated("[c§d]: e\n")(size)),
    "references to one definition": lambda size: repeated("[a] ")(size) + "\n\n[a]: b\n",
    "footnotes": both(repeated("a[^§] "), lambda size: "\n\n" + repeated("[^§]: a\n")(size)),
    "footnotes in a circle": lambda size: "a[^0]\n\n" + "".join(f"[^{at}]: a[^{at + 1}] [^0]\n" for at in range(size // 24)),
    "footnotes to one note": lambda size: repeated("a[^b] ")(size) + "\n\n[^b]: c\n",
    "footnotes without a note": repeated("a[^b§] "),
    "footnotes in footnotes": repeated("[^§]: "),
    "entities": repeated("&amp;"),
    "entities without an end": repeated("&a"),
    "numbered entities": repeated("&#x10ffff;"),
    "backslashes": repeated("\\"),
    "autolinks": repeated("<https://a.b>"),
    "half autolinks": repeated("<https://a"),
    "links to missing pages": repeated("[a](b§.md)\n"),
    "links to one missing page": repeated("[a](b.md)\n"),
    "links to missing headings": repeated("[a](#b§)\n"),
    "links to missing headings beside headings": both(repeated("[a](#bcdefg§)\n"), lambda size: "\n" + repeated("## bcdefgh§\n\n")(size)),
    "links up": lambda size: "[a](" + "../" * (size // 3) + ")",
    "links of one long address": lambda size: "[a](" + "b" * size + ")",
    "links with schemes": repeated("[a](javascript:b)\n"),
    "rows of a table": lambda size: "|a|b|\n|-|-|\n" + repeated("|c|d|\n")(size),
    "columns of a table": wide_table,
    "heads of tables": repeated("|a|b|\n|-|-|\n\n"),
    "bars": repeated("|"),
    "bars with rules": repeated("|-\n"),
    "definition lists": repeated("a\n: b\n\n"),
    "commitments of one name": repeated("- Do it\n", before="We will:\n\n"),
    "commitments": repeated("- Do§ it\n", before="We will:\n\n"),
    "colons": repeated(": "),
    "rules": repeated("---\n"),
    "lines": repeated("a\n"),
    "blank lines": repeated("\n"),
    "blanks": repeated(" "),
    "tabs": repeated("\t"),
    "hard line ends": repeated("a  \n"),
    "one long word": repeated("a"),
    "one long line of words": repeated("word§ "),
    "words that are all different": repeated("w§x\n"),
    "accents on one letter": lambda size: "a" + "\u0301" * (size // 2),
    "quotes": repeated("\""),
    "dots": repeated("."),
    "NULs": repeated("\0"),
    "shortcodes": repeated("warning\n\n"),
}

TOP = "---\ntitle: a\n"
YAML = {
    "brackets": repeated("[", before="a: "),
    "braces": repeated("{", before="a: "),
    "brackets and commas": repeated("[,", before="a: "),
    "keys in braces": repeated("{a: ", before="a: "),
    "items in items": repeated("- ", before="a:\n  "),
    "questions": repeated("? "),
    "colons": repeated(": "),
    "anchors": repeated("&a", before="a: "),
    "anchors, one a key": repeated("a§: &a b\n"),
    "aliases": repeated("*a ", before="a: &a b\nc: ["),
    "tags": repeated("!", before="a: "),
    "tags, one a key": repeated("a§: !b c\n"),
    "one long key": repeated("a", after=": b"),
    "one long value": repeated("a", before="owner: "),
    "keys": repeated("a§: b\n"),
    "equal keys": repeated("owner: b\n"),
    "keys that are slips": repeated("owner§: b\n"),
    "quotes": repeated("\"", before="a: "),
    "single quotes": repeated("'", before="a: "),
    "quotes that never end": repeated("a§: \"b\n"),
    "values that begin oddly": repeated("a§: @b\n"),
    "escapes": repeated("\\x41", before="a: \"", after="\""),
    "blocks of text": repeated("a§: |\n  b\n"),
    "one block of text": repeated("  b\n", before="a: |\n"),
    "comments": repeated("# a\n"),
    "hash signs": repeated(" #", before="a: b"),
    "blanks": repeated(" ", before="a:"),
    "deeper and deeper": nested_lists,
    "tabs": repeated("\ta: b\n"),
    "items of a list": repeated("  - a§\n", before="tags:\n"),
    "reviews": repeated("  - on: 2026-01-01\n    by: a§\n", before="review_history:\n"),
    "reviews with slips": repeated("  - on: 1/2/2026\n    bye: a§\n", before="review_history:\n"),
    "a date of digits": repeated("1", before="last_reviewed_on: "),
    "a date of dashes": repeated("-", before="last_reviewed_on: '", after="'"),
    "a date of words": repeated("july ", before="last_reviewed_on: "),
    "a date of colons": repeated("1:", before="last_reviewed_on: '", after="'"),
    "a cadence of words": repeated("1 month ", before="review_in: "),
    "a cadence of digits": repeated("9", before="review_in: "),
    "a cadence of letters": repeated("P1Y", before="review_in: "),
    "pages that are supported": repeated("  - /b§.md\n", before="supports:\n"),
    "old addresses": repeated("  - /b§/\n", before="aliases:\n"),
}

TITLE = "[book]\ntitle = \"a\"\n"
TOML = {
    "brackets": repeated("[", before=TITLE + "a = "),
    "brackets as headings": repeated("[", before=TITLE),
    "braces": repeated("{a=", before=TITLE + "a = "),
    "dotted keys": repeated("a.", before=TITLE, after="a = 1\n"),
    "dotted headings": repeated("a.", before=TITLE + "[", after="a]\n"),
    "headings": repeated("[a§]\n", before=TITLE),
    "tables in a list": repeated("[[a]]\n", before=TITLE),
    "keys": repeated("a§ = 1\n", before=TITLE),
    "equal keys": repeated("a = 1\n", before=TITLE),
    "keys without values": repeated("a§ =\n", before=TITLE),
    "values without quotes": repeated("a§ = b c\n", before=TITLE),
    "quotes": repeated("\"", before=TITLE + "a = "),
    "quotes that never end": repeated("a§ = \"b\n", before=TITLE),
    "brackets that never end": repeated("a§ = [\n", before=TITLE),
    "brackets on one line": repeated("a§ = [ ", before=TITLE),
    "equals signs": repeated("=", before=TITLE),
    "escapes": repeated("\\q", before=TITLE + "a = \"", after="\"\n"),
    "comments": repeated("# a\n", before=TITLE),
    "one long line": repeated("a", before=TITLE),
    "one long value": repeated("a", before="[book]\ntitle = \"", after="\"\n"),
    "owners": repeated("[owners.o§]\nname = \"a\"\n", before=TITLE),
    "owners with slips": repeated("[owners.o§]\nnaem = \"a\"\n", before=TITLE),
    "kinds": repeated("[kinds.k§]\nlabel = \"a\"\n", before=TITLE),
    "synonyms": repeated("[\"a§\", \"b§\"],", before=TITLE + "[search]\nsynonyms = [", after="]\n"),
    "one long list of synonyms": repeated("\"a§\",", before=TITLE + "[search]\nsynonyms = [[", after="]]\n"),
    "redirects": repeated("\"/a§/\" = \"/\"\n", before=TITLE + "[redirects]\n"),
}


class Run:
    """The processor time and the memory of a build."""

    def __init__(self, book, command="build"):
        with open(os.devnull, "wb") as nowhere, tempfile.TemporaryFile() as said:
            child = subprocess.Popen([duly(), command, "--quiet", "--root", book.root, "--as-at", "2026-11-30"], stdout=nowhere, stderr=said)
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            self.said = said.read(2000).decode("utf-8", "replace")
        self.status = child.returncode
        self.seconds = used.ru_utime + used.ru_stime
        self.memory = used.ru_maxrss * KIB


class Family:
    """Texts of one kind, and what they take."""

    def __init__(self, name, make, limit, put):
        self.name, self.make, self.limit, self.put = name, make, limit, put

    def run(self, size, times, base):
        with Book(pages=1) as book:
            self.put(book, self.make(size))
            runs = [Run(book) for _ in range(times)]
        for run in runs:
            promise(run.status in (0, 1), f"{self.name}, {size} bytes: status {run.status}, {run.said[:300]!r}")
            promise("panicked" not in run.said, f"{self.name}, {size} bytes: {run.said[:300]!r}")
        # Longer texts are refused as well.
        self.refused = any("too-large" in run.said for run in runs)
        return max(0.0, min(run.seconds for run in runs) - base)


def families():
    def page(book, text):
        book.write("content/a.md", "# A\n\n" + text)

    def front_matter(book, text):
        book.write("content/a.md", (TOP + text)[:FRONT_MATTER - 8] + "\n---\n\na\n")

    def config(book, text):
        book.write("book.toml", text)

    kinds = [("Markdown", MARKDOWN, PAGE, page), ("front matter", YAML, FRONT_MATTER, front_matter), ("book.toml", TOML, CONFIG, config)]
    return [Family(f"{kind}: {name}", make, limit, put) for kind, named, limit, put in kinds for name, make in named.items()]


# Families that were dear once.
MENDED = ["references beside definitions", "references to one definition", "one long list of synonyms", "one long value", "definition lists"]


def wanted(full):
    """All of them, or those that FAMILY names in part. A short run takes an eighth of them, and those that were dear once."""
    part = os.environ.get("FAMILY", "")
    some = lambda index, family: full or part or index % 8 == 0 or family.name.split(": ")[1] in MENDED
    return [family for index, family in enumerate(families()) if part in family.name and some(index, family)]


def base_time():
    with Book(pages=1) as book:
        return min(Run(book).seconds for _ in range(5))


def a_little(base):
    """32 KiB and four times as much: not as much longer as a square would take, where it can be told."""
    slowest = (0.0, "")
    for family in wanted(full=False):
        size = 32 * KIB if 128 * KIB <= family.limit else family.limit
        first, second = family.run(size, 1, base), 0.0
        # What would be noise even if it grew with the square is not looked at again.
        if 4 * size <= family.limit and first * 4 * 4 > SHORT_NOISE:
            second = family.run(4 * size, 1, base)
            for _ in range(3):
                # What is noise is gone when one looks again.
                if second <= max(SHORT_NOISE, SHORT_RATIO * first):
                    break
                first, second = min(first, family.run(size, 3, base)), min(second, family.run(4 * size, 3, base))
            else:
                promise(False, f"{family.name}: {first:.2f} s for {size} bytes, {second:.2f} s for four times as many")
        if size == family.limit and first > CHEAP:
            first = family.run(size, 5, base)
            promise(first <= CHEAP, f"{family.name}: {first:.2f} s for {size} bytes")
        slowest = max(slowest, (max(first, second), family.name))
    return slowest


def at_length(base):
    """Doubled until the time is no noise, and twice again."""
    slowest = (0.0, "")
    for family in wanted(full=True):
        size, told = 16 * KIB, []
        while size <= family.limit:
            seconds = family.run(size, 1, base)
            if seconds >= NOISE:
                seconds = min(seconds, family.run(size, 2, base))
            if told and told[-1][1] >= NOISE and seconds > RATIO * told[-1][1]:
                told[-1] = (told[-1][0], family.run(told[-1][0], 5, base))
                seconds = min(seconds, family.run(size, 5, base))
            told.append((size, seconds))
            if family.refused or sum(seconds >= NOISE for _, seconds in told) == 3:
                break
            size *= 2
        ratios = [later / earlier for (_, earlier), (_, later) in zip(told, told[1:]) if earlier >= NOISE]
        line = ", ".join(f"{size // KIB} KiB {seconds:.2f} s" for size, seconds in told[-3:])
        print(f"  {family.name}: {line}" + (f"; at most {max(ratios):.1f} times as long for twice the text" if ratios else "; the limit"), flush=True)
        promise(all(ratio <= RATIO for ratio in ratios), f"{family.name}: {line}")
        promise(ratios or told[-1][1] <= CHEAP, f"{family.name}: {line}")
        slowest = max(slowest, (told[-1][1] / told[-1][0] * MIB, family.name))
    return slowest


def doublings(full):
    base = base_time()
    if full:
        seconds, name = at_length(base)
        return f"{len(wanted(full))} families at n, 2n, 4n: at most {RATIO} times as long for twice the text; the dearest is {name} with {seconds:.1f} s a MiB"
    seconds, name = a_little(base)
    return f"{len(wanted(full))} families at 32 and 128 KiB: none grows with the square of its text; the dearest is {name} with {seconds:.2f} s"


CHECKS = [doublings]
