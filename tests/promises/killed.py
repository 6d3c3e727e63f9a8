"""A killed build never leaves a half site: it is ended at each call that it makes of the system, and at any moment."""
import random, signal, subprocess, time

from book import Book, duly, promise

# What ends a build: the system, a program that stops it, a person with Ctrl-C.
SIGNALS = ["KILL", "TERM", "INT"]


def at_every_call(full):
    """Kills the build when one of its threads makes its n-th system call, for each n (a few of them unless `full`)."""
    with Book() as book:
        sites = book.two_sites()
        calls = count(book)
        promise(calls > 100, f"strace counts {calls} calls: it sees nothing of the build")
        step = 1 if full else max(1, calls // 40)
        seen = {"old": 0, "new": 0}
        killed = 0
        title = "Two"
        at = 1
        while True:
            # The site that is there is that of the other title.
            old, new = (sites[1], sites[0]) if title == "Two" else (sites[0], sites[1])
            book.title("One" if title == "Two" else "Two")
            done = book.build(before=["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=all", "-e", f"inject=all:signal={SIGNALS[at % 3]}:when={at}"], env={"RAYON_NUM_THREADS": "1"})
            site = book.site()
            which = "new" if site == new else "old" if site == old else None
            promise(which, f"killed at call {at}: the site is neither the old one nor the new one")
            seen[which] += 1
            if which == "new":
                title = "One" if title == "Two" else "Two"
            if done.returncode == 0:
                break
            killed += 1
            promise(at <= calls + step, f"the build does not end by itself with call {at} of {calls}")
            at += step
        promise(killed >= 3 and seen["old"] and seen["new"], f"{killed} builds were killed, {seen}: too few to tell")
        promise(book.build().returncode == 0, "the build after it does not work")
        return f"ended by {', '.join(SIGNALS)} at {sum(seen.values())} places, where a thread of the build makes its n-th system call (all threads make {calls}): {seen['old']} times the old site, {seen['new']} times the new one, 0 others"


def count(book):
    """The most system calls that a thread of a build makes; `when=` counts those of each."""
    book.title("Three")
    done = book.build(before=["strace", "-f", "-qq", "-c", "-o", "/dev/stdout"], env={"RAYON_NUM_THREADS": "1"})
    book.title("Two")
    book.build()
    total = [line for line in done.stdout.splitlines() if line.endswith(" total")]
    return int(total[0].split()[3]) if total else 0


def at_any_moment(full):
    """Kills the build after a random time."""
    with Book(pages=300) as book:
        sites = book.two_sites()
        started = time.monotonic()
        book.title("One")
        book.build()
        length = time.monotonic() - started
        dice = random.Random(7)
        seen = {"old": 0, "new": 0}
        current = killed = 0
        times = 1000 if full else 20
        for kill in range(times):
            wanted = 1 - current
            book.title(["One", "Two"][wanted])
            build = subprocess.Popen([duly(), "build", "--quiet", "--root", book.root, "--as-at", "2026-11-30"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            # Half of them about the time when the new site takes its place.
            time.sleep(dice.uniform(0, 1.2 * length) if kill % 2 else dice.uniform(0.6, 1.1) * length)
            build.send_signal(signal.Signals[f"SIG{SIGNALS[kill % 3]}"])
            build.wait()
            killed += build.returncode < 0
            site = book.site()
            promise(site in sites, f"kill {kill}: the site is neither the old one nor the new one")
            seen["new" if site == sites[wanted] else "old"] += 1
            current = sites.index(site)
        promise(killed > times // 4 and seen["old"], f"only {killed} of {times} builds were killed in time")
        return f"ended by {', '.join(SIGNALS)} at {times} moments, {killed} of them before their own end: {seen['old']} times the old site, {seen['new']} times the new one, 0 others"


CHECKS = [at_every_call, at_any_moment]
