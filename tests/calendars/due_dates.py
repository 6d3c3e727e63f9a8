"""Due dates by other means than Duly's: the digests of `due-dates.txt`.

For each cadence of 1 to 60 months, weeks and years a line: the cadence, to how many days it was added (every day of
1990 to 2060), and a digest of the results in their order. `tests/it/due_dates.rs` adds with Duly's own arithmetic and
compares. Without arguments this says whether the file is right; with `--write` it writes it.
"""

import sys
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

FILE = Path(__file__).parent / "due-dates.txt"
FIRST, LAST = date(1990, 1, 1), date(2060, 12, 31)
MODULUS = 2**61 - 1

days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
# Sixty years after the last day is 2120: the length of each month, and the ordinal of the day before it.
length = {(y, m): monthrange(y, m)[1] for y in range(1990, 2122) for m in range(1, 13)}
before = {(y, m): date(y, m, 1).toordinal() - 1 for (y, m) in length}


def after_months(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    place = (year, month + 1)
    return before[place] + min(day.day, length[place])


def digest(ordinals):
    value = 0
    for ordinal in ordinals:
        value = (value * 31 + ordinal) % MODULUS
    return value


def lines():
    for count in range(1, 61):
        for unit, ordinals in [
            ("month", (after_months(day, count) for day in days)),
            ("week", (day.toordinal() + 7 * count for day in days)),
            ("year", (after_months(day, 12 * count) for day in days)),
        ]:
            yield f"{count} {unit}{'s' if count > 1 else ''}\t{len(days)}\t{digest(ordinals)}\n"


def main():
    text = "".join(lines())
    if "--write" in sys.argv:
        FILE.write_text(text)
    elif text != FILE.read_text():
        return f"{FILE.name} is not what these rules give"
    cadences = text.count("\n")
    print(f"{cadences} cadences, {cadences * len(days):,} due dates")


sys.exit(main())
