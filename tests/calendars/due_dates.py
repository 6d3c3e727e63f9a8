"""Due dates by other means than Duly's, whose calendar is that of the crate `jiff`: the digests of `due-dates.txt`.

Each line has a cadence, the days to which it was added, how many these are, and a digest of the results in their order, with 0 for those past
the year 9999. `tests/it/due_dates.rs` adds with Duly's own arithmetic and compares. The first line is about dates themselves: of every
year from 1583 to 9999, which of twelve times 31 days there are.

Without arguments this says whether the file is right; with `--write` it writes it. `--full FILE` writes another one, of every day
from 1583 to 9999, for `DUE_DATES=FILE cargo test --release due_dates -- --ignored`.
"""

import sys
from calendar import monthrange
from datetime import date
from pathlib import Path

FILE = Path(__file__).parent / "due-dates.txt"
# The first whole year of the Gregorian calendar, and the last with four figures.
FIRST, LAST = 1583, 9999
MODULUS = 2**61 - 1
CADENCES = [(count, unit) for count in range(1, 61) for unit in ("month", "week", "year")]
# Of every day there are three million: the cadences that people use, and the longest there are.
CADENCES_OF_ALL = [(count, "month") for count in (1, 2, 3, 4, 6, 9, 12, 13, 18, 24, 30, 36, 48, 60, 119, 1200)] + [
    (count, unit) for count in (1, 2, 5, 10, 100) for unit in ("year", "week")
]

END = date(LAST, 12, 31).toordinal()
length = {(y, m): monthrange(y, m)[1] for y in range(FIRST, LAST + 1) for m in range(1, 13)}
before = {(y, m): date(y, m, 1).toordinal() - 1 for (y, m) in length}


def days_of(first, last):
    return [(y, m, d) for y in range(first, last + 1) for m in range(1, 13) for d in range(1, length[y, m] + 1)]


RANGES = {
    "1990 to 2060": lambda: days_of(1990, 2060),
    # December to March, where a century has its leap day or has none.
    "centuries": lambda: [day for y in range(1600, LAST, 100) for day in days_of(y - 1, y) if (day[0] < y and day[1] == 12) or (day[0] == y and day[1] <= 3)],
    "1583 to 9999": lambda: days_of(FIRST, LAST),
}


def due(days, count, unit):
    """The number of the day, 1 January of the year 1 being 1, that each due date is."""
    if unit == "week":
        ordinals = (before[y, m] + d + 7 * count for y, m, d in days)
        return (ordinal if ordinal <= END else 0 for ordinal in ordinals)
    return (after_months(*day, count * (12 if unit == "year" else 1)) for day in days)


def after_months(year, month, day, months):
    year, month = divmod(year * 12 + month - 1 + months, 12)
    place = (year, month + 1)
    return before[place] + min(day, length[place]) if year <= LAST else 0


def digest(ordinals):
    value = 0
    for ordinal in ordinals:
        value = (value * 31 + ordinal) % MODULUS
    return value


def dates():
    """Every date that can be written with a month of 12 and a day of 31; 0 for those that do not exist."""
    for y in range(FIRST, LAST + 1):
        for m in range(1, 13):
            for d in range(1, 32):
                yield before[y, m] + d if d <= length[y, m] else 0


def lines(chosen):
    yield f"dates\t1583 to 9999\t{(LAST - FIRST + 1) * 12 * 31}\t{digest(dates())}\n"
    for name, cadences in chosen.items():
        days = RANGES[name]()
        for count, unit in cadences:
            yield f"{count} {unit}{'s' if count > 1 else ''}\t{name}\t{len(days)}\t{digest(due(days, count, unit))}\n"


def main():
    if "--full" in sys.argv:
        file = Path(sys.argv[sys.argv.index("--full") + 1])
        file.write_text("".join(lines({"1583 to 9999": CADENCES_OF_ALL})))
        text = file.read_text()
    else:
        text = "".join(lines({"1990 to 2060": CADENCES, "centuries": CADENCES}))
        if "--write" in sys.argv:
            FILE.write_text(text)
        elif text != FILE.read_text():
            return f"{FILE.name} is not what these rules give"
    counts = [int(line.split("\t")[2]) for line in text.splitlines()[1:]]
    print(f"{len(counts)} times a cadence, {sum(counts):,} due dates, and all dates of 1583 to 9999")

sys.exit(main())
