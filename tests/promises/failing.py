"""A failed build leaves the old site, says why, and ends."""
import os, shutil, tempfile

from book import Book, promise, run

# Calls that touch files; each is made to fail.
CALLS = "open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,write,pwrite64,writev,ftruncate,fsync,fdatasync,fchmod,chmod,link,linkat,copy_file_range,sendfile,getdents64,statx,newfstatat,flock"


def injected(full):
    """Makes the n-th call fail, for each n and each error."""
    done_by = {}
    with Book() as book:
        old, new = book.two_sites()[::-1]
        for error in ("ENOSPC", "EIO", "EMFILE", "EACCES"):
            at, step, runs, failed = 1, 1 if full else 61, 0, 0
            while True:
                book.title("One")
                inject = f"inject={CALLS}:error={error}:when={at}"
                done = book.build(before=["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={CALLS}", "-e", inject], env={"RAYON_NUM_THREADS": "1"}, timeout=20)
                runs += 1
                what = f"{error} at call {at}: status {done.returncode}, {done.stderr.strip()[:300]!r}"
                promise(done.returncode is not None and done.seconds < 20, f"{what}: it does not end")
                promise("panicked" not in done.stderr, f"{what}: a panic")
                site = book.site()
                promise(site in (old, new), f"{what}: the site is neither the old one nor the new one")
                if done.returncode == 0:
                    promise(site == new, f"{what}: it says that all is well, and the site is the old one")
                else:
                    failed += 1
                    # Before anything of the book was touched there is nothing to name: the program could not even start. Nor can it
                    # name anything when the call that fails is the one that writes the message.
                    started = done.stderr.strip() not in ("", "error:")
                    promise(not started or book.root in done.stderr or "book.toml" in done.stderr or "_site" in done.stderr or "content" in done.stderr, f"{what}: no path is named")
                if site == new:
                    book.title("Two")
                    promise(book.build().returncode == 0, f"{what}: the build after it does not work")
                if at > 3000 or (done.returncode == 0 and at > last_call(book)):
                    break
                at += step
            done_by[error] = (runs, failed)
    return ", ".join(f"{error} at {runs} calls ({failed} failed builds)" for error, (runs, failed) in done_by.items()) + ": the old site or the new one each time, 0 others"


LAST = {}


def last_call(book):
    """How many of these calls a thread of a build makes at most."""
    if book.root not in LAST:
        book.title("One")
        done = book.build(before=["strace", "-f", "-qq", "-c", "-e", f"trace={CALLS}", "-o", "/dev/stdout"], env={"RAYON_NUM_THREADS": "1"})
        total = [line for line in done.stdout.splitlines() if line.endswith(" total")]
        LAST[book.root] = int(total[0].split()[3]) if total else 1000
        book.title("Two")
        book.build()
    return LAST[book.root]


def disk_full(full):
    """Builds into a file system that is too small, by steps."""
    place = tempfile.mkdtemp(prefix="duly-full-")
    if run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", place]).returncode != 0:
        os.rmdir(place)
        return "a full disk: not tried, only an administrator can mount one here"
    try:
        with Book(os.path.join(place, "book"), pages=30) as book:
            old, new = book.two_sites()[::-1]
            size = sum(len(data) for data in new.values())
            tried = failed = 0
            slowest = 0.0
            for share in range(0, 21) if full else range(0, 21, 4):
                # All but so much is taken by somebody else.
                free = size * share // 10
                filler = os.path.join(place, "filler")
                status = os.statvfs(place)
                with open(filler, "wb") as file:
                    file.truncate(0)
                    left = status.f_bavail * status.f_frsize - free
                    file.write(b"\0" * max(0, left))
                try:
                    rewrite_title(book, "One")
                    done = book.build(timeout=20)
                finally:
                    os.remove(filler)
                tried += 1
                site = book.site()
                what = f"{free} bytes free: status {done.returncode}, {done.stderr.strip()[:300]!r}"
                promise(done.returncode is not None and done.seconds <= 5, f"{what}: {done.seconds:.1f} s")
                slowest = max(slowest, done.seconds)
                if done.returncode == 0:
                    promise(site == new, f"{what}: the site is not the new one")
                    book.title("Two")
                    book.build()
                else:
                    failed += 1
                    promise(site == old, f"{what}: the old site is not whole")
                    promise(book.root in done.stderr or "_site" in done.stderr, f"{what}: no path is named")
            promise(failed, "no build failed: the file system was never full")
            return f"a full disk at {tried} sizes: {failed} failed builds, the old site whole each time, at most {slowest:.1f} s"
    finally:
        run(["umount", place])
        shutil.rmtree(place, ignore_errors=True)


def rewrite_title(book, title):
    """Changes the title in place, with not a byte more."""
    with open(book.path("book.toml"), "r+", encoding="utf-8") as file:
        text = file.read().replace('"Two"', f'"{title}"')
        file.seek(0)
        file.write(text)


def read_only(_full):
    """Builds as an ordinary user into a folder that only somebody else may write."""
    with Book() as book:
        old, _ = book.two_sites()[::-1]
        run(["chmod", "-R", "a+rX", book.root])
        if os.getuid() != 0:
            run(["chmod", "-R", "a-w", book.path("_site"), book.root])
            before = []
        else:
            before = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        book.title("One")
        done = book.build(before=before)
        run(["chmod", "-R", "u+w", book.root])
        promise(done.returncode not in (0, None), f"it does not fail: {done.stderr!r}")
        promise(book.root in done.stderr or "_site" in done.stderr, f"no path is named: {done.stderr!r}")
        promise(book.site() == old, "the old site is not whole")
        return "a folder that must not be written: refused with its path, the old site whole"


CHECKS = [injected, disk_full, read_only]
