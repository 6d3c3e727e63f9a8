"""A failed build leaves the old site, says why, and ends."""
import os, re, shutil, tempfile

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
            log = book.path("..", f"{os.path.basename(book.root)}-calls")
            while True:
                book.title("One")
                inject = f"inject={CALLS}:error={error}:when={at}"
                done = book.build(before=["strace", "-f", "-qq", "-o", log, "-e", f"trace={CALLS}", "-e", inject], env={"RAYON_NUM_THREADS": "1"}, timeout=20)
                runs += 1
                hit = injected_call(log)
                what = f"{error} at call {at}, {hit[:120]}: status {done.returncode}, {done.stderr.strip()[:300]!r}"
                promise(done.returncode is not None and done.seconds <= 5, f"{what}: {done.seconds:.1f} s")
                promise("panicked" not in done.stderr, f"{what}: a panic")
                site = book.site()
                promise(site in (old, new), f"{what}: the site is neither the old one nor the new one")
                if done.returncode == 0:
                    promise(site == new, f"{what}: it says that all is well, and the site is the old one")
                else:
                    failed += 1
                    # Nothing can be said when the call that fails is the one that says it, nor by a program that could not be loaded.
                    is_silent = done.stderr.strip() in ("", "error:")
                    promise(not is_silent or re.search(r"\bwritev?\(2,|\.so\b|/etc/ld", hit), f"{what}: it fails without a word")
                    promise(is_silent or re.search(r"\.so\b", hit) or any(name in done.stderr for name in (book.root, "book.toml", "_site", "content")), f"{what}: no path is named")
                if site == new:
                    book.title("Two")
                    promise(book.build().returncode == 0, f"{what}: the build after it does not work")
                if at > 3000 or (done.returncode == 0 and at > last_call(book)):
                    break
                at += step
            os.remove(log)
            promise(failed or not full, f"{error}: of {runs} builds none failed")
            done_by[error] = (runs, failed)
    return ", ".join(f"{error} at {runs} calls ({failed} failed builds)" for error, (runs, failed) in done_by.items()) + ": the old site or the new one each time, 0 others"


def injected_call(log):
    """The call that was made to fail, as strace writes it; empty when the build made fewer."""
    with open(log, encoding="utf-8", errors="replace") as file:
        return next((line.strip() for line in file if "(INJECTED)" in line), "")


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


def no_links(_full):
    """Builds where files cannot be linked: on FAT, or files of another user on a careful system."""
    with Book() as book:
        book.two_sites()
        book.write("content/guides/page-0.md", "# Another page\n")
        done = book.build(before=["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=link,linkat", "-e", "inject=link,linkat:error=EPERM"])
        promise(done.returncode == 0 and "all at once" in done.stdout, f"status {done.returncode}, {done.stdout!r} {done.stderr!r}")
        made = book.site()
        shutil.rmtree(book.path("_site"))
        promise(book.build().returncode == 0 and book.site() == made, "the site is another one than without links")
        return "no links between files: copies of them, the new site at once"


def unreadable(_full):
    """Looks at a book as an ordinary user who may not read a page, a folder and a file of it."""
    with Book() as book:
        book.write("content/secret.md", "# Secret\n")
        book.write("content/closed/page.md", "# Closed\n")
        book.write("content/secret.pdf", "x")
        book.write("content/broken.md", "# Broken\n\n[x](none.md)\n")
        run(["chmod", "-R", "a+rX", book.root])
        for path in ("secret.md", "closed", "secret.pdf"):
            os.chmod(book.path("content", path), 0)
        before = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []
        done = book.build(before=before)
        for path in ("secret.md", "closed", "secret.pdf"):
            os.chmod(book.path("content", path), 0o755)
        said = done.stderr
        promise(done.returncode == 1 and not book.site(), f"status {done.returncode}: {said!r}")
        for words in ("content/secret.md", "content/closed", "content/secret.pdf", "Permission denied", "content/broken.md"):
            promise(words in said, f"{words} is not said: {said!r}")
        return "a page, a folder and a file that must not be read: each is said with all else there is to say, nothing is written"


CHECKS = [injected, disk_full, read_only, no_links, unreadable]
