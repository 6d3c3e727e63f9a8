"""Scale does not break it: what is large is built in bounded memory, or refused with a finding that names the limit."""
import os, subprocess, sys

from book import Book, duly, promise
from families import KIB, MIB, Run

# Memory beside the size of a large file, and what a build takes that has none. A page of nothing but marks or cells takes more: each of its
# pieces is of a few bytes, and what the parser keeps of it is not. Pages have a limit for that, and within it a page takes no more than this.
TIMES, BESIDE, OF_MARKS = 10, 128 * MIB, 320 * MIB
# As many marks as a page may have.
MOST_MARKS = 500_000
MARKS = "\n\r!\"#&'*+-.:<>[\\]^_`{|~"

# Python removes folders in folders by calling itself.
sys.setrecursionlimit(10_000)


def told(book):
    """What `check` says, a line each."""
    done = subprocess.run([duly(), "check", "--format", "short", "--root", book.root, "--as-at", "2026-11-30"], capture_output=True, text=True, errors="replace")
    return done.stdout[:2000]


def shown(run):
    return f"{run.seconds:.1f} s, {run.memory // MIB} MiB"


def large_files(full):
    """Pages that are refused, and pages and other files that are built."""
    page = 16 * MIB if full else 2 * MIB
    cases = {
        "a page of 100 MB": ("content/a.md", "", "word ", 100 * MIB if full else 20 * MIB, "16 MiB"),
        "a page of one line of 50 MB": ("content/a.md", "", "a", 50 * MIB if full else 17 * MIB, "16 MiB"),
        "front matter of 5 MB": ("content/a.md", "---\ntitle: ", "a long key: and a value that is as long as words are\n", 5 * MIB, "64 KiB"),
        "a book.toml of 5 MB": ("book.toml", "[book]\ntitle = \"a\"\n", "#\n", 5 * MIB, "1 MiB"),
        "a table of a million rows": ("content/a.md", "|a|b|\n|-|-|\n", "|c|d|\n", 6_000_000, "500,000 marks"),
        "the longest page, of words": ("content/a.md", "", "word " * 15 + "\n", page, None),
        "the longest page, of one line": ("content/a.md", "", "word ", page, None),
        "the longest page, of marks": ("content/a.md", "", "<x> ", 16 * MIB, "500,000 marks"),
        "another file of 100 MB": ("content/a.bin", "", "a", 100 * MIB if full else 10 * MIB, None),
    }
    results = []
    for name, (path, before, unit, size, limit) in cases.items():
        with Book(pages=1) as book:
            fill(book.path(path), before, unit, size, "\n---\n" if before.startswith("---") else "\n")
            size = os.path.getsize(book.path(path))
            run = Run(book)
            promise(run.status in (0, 1) and "panicked" not in run.said, f"{name}: status {run.status}, {run.said[:300]!r}")
            promise(run.memory <= TIMES * size + BESIDE, f"{name}: {shown(run)} for {size // MIB} MiB")
            if limit:
                said = told(book)
                promise(run.status == 1 and "too-large" in said and limit in said, f"{name}: no finding names {limit}: {said[:300]!r}")
            else:
                promise(run.status == 0, f"{name}: it is not built: {run.said[:300]!r}")
            results.append(f"{name} {'refused' if limit else 'built'} ({shown(run)})")
    return "; ".join(results)


def many_marks(full):
    """Pages of as many marks as a page may have."""
    kinds = {"cells": "|c|d|\n", "tags": "<x> ", "emphasis": "*a* ", "brackets": "[", "lines": "a\n", "headings": "# a\n", "links": "[a](b) ", "code": "`a` ", "items": "- a\n", "definitions": "a\n: b\n\n", "footnotes": "a[^b] "}
    results = []
    for name, unit in kinds.items() if full else list(kinds.items())[:2]:
        with Book(pages=1) as book:
            before = "|a|b|\n|-|-|\n" if name == "cells" else ""
            count = (MOST_MARKS - 16) // sum(letter in MARKS for letter in unit)
            book.write("content/a.md", before + unit * count + "\n")
            run = Run(book)
            promise(run.status == 0, f"{name}: status {run.status}, {run.said[:300]!r}")
            promise(run.memory <= OF_MARKS, f"{name}: {shown(run)}")
            results.append(f"{name} ({shown(run)})")
    return f"a page of {MOST_MARKS:,} marks: " + "; ".join(results)


def fill(path, before, unit, size, after):
    """Writes a large file bit by bit: what this program takes itself would count as memory of the build that it starts."""
    part = unit * (64 * KIB // len(unit))
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(before)
        for _ in range((size - len(before) - len(after)) // len(part)):
            file.write(part)
        file.write(after)


def many_pages(full):
    """Many pages in one folder, folders in folders, and ten times as many pages."""
    results, before = [], None
    for pages in ([1_000, 10_000, 100_000] if full else [200, 2_000]):
        with Book(pages=pages) as book:
            run = Run(book)
            site = os.path.getsize(book.path("_site", "guides", "index.html"))
            promise(run.status == 0, f"{pages} pages in one folder: status {run.status}, {run.said[:300]!r}")
            promise(not before or run.memory <= 12 * before.memory, f"{pages} pages: {shown(run)}; a tenth of them: {shown(before or run)}")
            results.append(f"{pages:,} pages in one folder ({shown(run)}, the page that lists them {site // KIB} KiB)")
            before = run
    for depth in (200, 1_000) if full else (200,):
        with Book(pages=1) as book:
            deep(book, depth)
            run = Run(book)
            promise(run.status == 0 and "panicked" not in run.said, f"{depth} folders deep: status {run.status}, {run.said[:300]!r}")
            results.append(f"{depth:,} folders deep ({shown(run)})")
    return "; ".join(results)


def deep(book, depth):
    """A page at the bottom of folders in folders, with a page in each of them."""
    where = os.open(book.path("content"), os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=where)
        inner = os.open("d", os.O_RDONLY, dir_fd=where)
        os.close(where)
        where = inner
        page = os.open("a.md", os.O_WRONLY | os.O_CREAT, dir_fd=where)
        os.write(page, b"# A\n")
        os.close(page)
    os.close(where)


CHECKS = [large_files, many_marks, many_pages]
