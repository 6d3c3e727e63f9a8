"""The same book is the same bytes, whatever the machine around it is like. DULY_RELEASE names a release build of the same source."""
import itertools, os, random, shutil

from book import Book, duly, promise, run


def combinations(full):
    threads = ["1", "2", "8"]
    zones = ["UTC", "Pacific/Kiritimati", "America/St_Johns"]
    locales = ["C", "cy_GB.UTF-8", "tr_TR.UTF-8"]
    umasks = ["022", "077"]
    orders = ["written forwards", "written backwards", "moved"]
    programs = [duly()] + [other for other in [os.environ.get("DULY_RELEASE")] if other]
    existing = ["no site", "the same site", "another site"]
    # What the clock shows, on two days that are not the one that the site is of.
    clocks = ["1796040000", "1803902400"]
    # File systems that list folders in orders of their own.
    places = [None] + [place for place in ["/dev/shm"] if os.path.isdir(place)]
    everything = list(itertools.product(threads, zones, locales, umasks, orders, programs, existing, clocks, places))
    dice = random.Random(11)
    chosen = dice.sample(everything, min(len(everything), 240 if full else 12))
    with Book() as book:
        book.title("One", '[theme]\naccent = "#00703c"\n')
        promise(book.build().returncode == 0, "it does not build")
        expected = book.site()
        listings = set()
        for thread, zone, locale, umask, order, program, before, clock, place in chosen:
            folder = os.path.join(place or os.path.dirname(book.root), f"duly-copy-{dice.randrange(10**9)}-é ü")
            copy(book.root, folder, order)
            listings.add(tuple(os.listdir(os.path.join(folder, "content", "guides"))))
            try:
                if before == "another site":
                    run([program, "build", "--root", folder, "--as-at", "2020-01-01"])
                elif before == "the same site":
                    run([program, "build", "--root", folder, "--as-at", "2026-11-30"])
                env = {"RAYON_NUM_THREADS": thread, "TZ": zone, "LC_ALL": locale, "LANG": locale, "SOURCE_DATE_EPOCH": clock}
                done = run(["sh", "-c", f'umask {umask}; exec "$0" "$@"', program, "build", "--quiet", "--root", folder, "--as-at", "2026-11-30"], env=env)
                what = f"{thread} threads, {zone}, {locale}, umask {umask}, {order}, {program}, {before}, clock {clock}, in {folder}"
                promise(done.returncode == 0, f"{what}: {done.stderr!r}")
                made = Book.site(Folder(folder))
                differing = [path for path in expected.keys() | made.keys() if expected.get(path) != made.get(path)]
                promise(not differing, f"{what}: {differing[:5]} differ")
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        promise(len(listings) > 1 or len(places) == 1, "every copy lists its files in one order")
    return f"{len(chosen)} combinations of threads, time zones, locales, umasks, paths, orders of files ({len(listings)}), days of the clock, programs and what was there before: 0 differing bytes"


class Folder(Book):
    """A book that is there already."""

    def __init__(self, root):
        self.root = root


def copy(source, target, order):
    """Copies a book so that its folders list their files in another order."""
    paths = []
    for where, folders, names in os.walk(source):
        folders[:] = [folder for folder in folders if folder != "_site"]
        paths += [os.path.relpath(os.path.join(where, name), source) for name in names]
    paths.sort(reverse=order == "written backwards")
    for path in paths:
        to = os.path.join(target, path)
        os.makedirs(os.path.dirname(to), exist_ok=True)
        if order == "moved":
            shutil.copyfile(os.path.join(source, path), to + ".tmp")
            os.rename(to + ".tmp", to)
        else:
            shutil.copyfile(os.path.join(source, path), to)


CHECKS = [combinations]
