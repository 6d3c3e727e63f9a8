"""Builds a few books and reads their calendars and feeds with programs that others wrote.

`icalendar` reads the calendars, `feedparser` and the RELAX NG schema of RFC 4287 the feeds. What they find is
compared with `register.json`. `calendars.test.js` reads the same books afterwards.
"""

import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import feedparser
import icalendar
from lxml import etree

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
DULY = os.environ.get("DULY", ROOT / "target/debug/duly")
BOOKS = ROOT / "target/calendars/books"
SOURCES = ROOT / "target/calendars/sources"
DATES = ["2024-01-15", "2026-11-30", "2027-12-31"]

ODD_CONFIG = """
[book]
title = "Odd; book, \\\\ <&> “Ŵ”"
language = "cy"
[site]
url = "https://example.org/a-b/"
time-zone = "Pacific/Apia"
[review]
register = "private"
[owners.one]
name = "Un; dau, tri"
[owners."Ŵ ö/ü"]
name = "Ŵ"
"""

ODD_TITLES = [
    "Semi;colon, comma \\\\ backslash \\\\n no line",
    "<script>alert(1)</script> &amp; ]]> “quoted”",
    "老虎 🎉 " * 30,
    "é" * 200,
    "  blank  ",
    ": colon",
    "=1+1",
    "control \\x07\\u0085\\ufffe character",
    "new\\nline and\\ttab\\r",
]


def build(name, source, *options):
    """Builds a book and keeps its site, or the folder of its private register."""
    subprocess.run([DULY, "build", "--quiet", "--root", source, *options], check=True)
    private = source / "_register"
    shutil.copytree(private if private.exists() else source / "_site", BOOKS / name)


def build_books():
    for folder in [BOOKS, SOURCES]:
        shutil.rmtree(folder, ignore_errors=True)
    demonstration = SOURCES / "demonstration"
    shutil.copytree(ROOT / "content", demonstration / "content")
    shutil.copy(ROOT / "book.toml", demonstration)
    for day in DATES:
        build(day, demonstration, "--as-at", day)
    odd = SOURCES / "odd"
    (odd / "content").mkdir(parents=True)
    (odd / "book.toml").write_text(ODD_CONFIG)
    for number, title in enumerate(ODD_TITLES):
        owner = ["one", "Ŵ ö/ü"][number % 2]
        (odd / f"content/ö {number}.md").write_text(
            f'---\ntitle: "{title}"\nowner: "{owner}"\nlast_reviewed_on: 2026-0{number + 1}-28\n'
            f'review_in: 6 months\nreviewed_by: "{title}"\n---\n'
        )
    build("odd", odd, "--as-at", "2026-11-30")


def is_kept(c):
    """Whether a calendar or a feed may hold it."""
    return c in "\n\t" or not (ord(c) < 32 or 127 <= ord(c) < 160 or c in "\ufffe\uffff")


def check_calendar(path, pages, commitments, as_at):
    data = path.read_bytes()
    for line in data.split(b"\r\n"):
        assert len(line) <= 75 and b"\n" not in line, (path, line)
        line.decode()
    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.errors, calendar.errors
    events = calendar.walk("VEVENT")
    reviews = [page for page in pages if page["next_review_due"]]
    open_ones = [one for one in commitments if one["due"] and one["status"] not in ("complete", "stopped")]
    assert len(events) == len(reviews) + len(open_ones), path
    assert len({str(event["UID"]) for event in events}) == len(events), "a UID is there twice"
    for event, page in zip(events, reviews):
        check_event(event, page, page["next_review_due"], as_at)
        assert str(event["DESCRIPTION"]).split("\n")[-1] == page["source"]
    for event, commitment in zip(events[len(reviews):], open_ones):
        check_event(event, commitment, commitment["due"], as_at)
    return len(events)


def check_event(event, what, due, as_at):
    assert not event.errors, event.errors
    due = date.fromisoformat(due)
    assert event.decoded("DTSTART") == due, what
    assert event.decoded("DTEND") == due + timedelta(days=1)
    assert event.decoded("DTSTAMP").date() == as_at
    assert str(event["URL"]) == what["url"]
    title = "".join(filter(is_kept, what["title"])).replace("\n", " ").replace("\t", " ")
    assert str(event["SUMMARY"]).endswith(title), (event["SUMMARY"], title)


def check_feed(path, pages):
    data = path.read_bytes()
    schema().assertValid(etree.fromstring(data))
    feed = feedparser.parse(data)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids) > 0, "an id is there twice"
    stamps = [entry.updated_parsed for entry in feed.entries]
    assert stamps == sorted(stamps, reverse=True)
    assert feed.feed.updated_parsed == stamps[0]
    days = [entry.updated[:10] for entry in feed.entries]
    told = set(zip((entry.link for entry in feed.entries), days))
    reviewed = {(page["url"], page["last_reviewed_on"]) for page in pages if page["last_reviewed_on"]}
    # A long feed leaves out what is older than its last entry.
    assert {review for review in reviewed if review[1] > min(days)} <= told
    return len(ids)


def schema():
    return etree.RelaxNG(etree.parse(HERE / "atom.rng"))


def check_schema_of_feeds():
    """The schema is one that refuses something."""
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{}</feed>'
    valid = lambda inner: schema().validate(etree.fromstring(feed.format(inner)))
    assert valid("<id>x:y</id><updated>2026-01-01T00:00:00Z</updated>")
    assert not valid("<updated>2026-01-01T00:00:00Z</updated>")
    assert not valid("<id>x:y</id><updated>2026-01-01</updated>")
    assert not valid("<id>x:y</id><updated>2026-01-01T00:00:00Z</updated><entry/>")


def main():
    build_books()
    check_schema_of_feeds()
    for book in sorted(BOOKS.iterdir()):
        register = json.loads((book / "register.json").read_text())
        pages, as_at = register["pages"], date.fromisoformat(register["as_at"])
        listed = book / "commitments.json"
        commitments = json.loads(listed.read_text())["commitments"] if listed.exists() else []
        events = check_calendar(book / "reviews.ics", pages, commitments, as_at)
        owners = {owner["id"] for page in pages for owner in page["owners"]}
        for owner in owners:
            own = [[one for one in all_of_them if any(other["id"] == owner for other in one["owners"])]
                   for all_of_them in (pages, commitments)]
            check_calendar(book / "owners" / owner / "reviews.ics", *own, as_at)
        entries = check_feed(book / "feed.xml", pages)
        print(f"{book.name}: {events} events, {len(owners)} owners, {entries} entries of the feed")


sys.exit(main())
