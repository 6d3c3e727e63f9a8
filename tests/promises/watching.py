"""The preview sees what is saved where the system does not tell of it."""
import os, re, signal, subprocess, time
import urllib.request

from book import Book, duly, promise

PATIENCE = 30


def no_watches(_full):
    """Serves a book on a system that has no watches left, and on one that has no room for anybody who watches."""
    for call, error in (("inotify_add_watch", "ENOSPC"), ("inotify_init1", "EMFILE")):
        with Book(pages=1) as book:
            inject = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:error={error}"]
            command = [*inject, duly(), "serve", "--port", "0", "--root", book.root]
            said = book.path("said")
            with open(said, "wb") as stderr:
                preview = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True, start_new_session=True)
            try:
                url = preview.stdout.readline().strip()
                promise(url.startswith("http://"), f"{call}: no address but {url!r}")
                wait(lambda: "Page 0" in page(f"{url}guides/page-0/"), f"{call}: the page is not shown")
                book.write("content/guides/page-0.md", "# Saved\n")
                wait(lambda: "Saved" in page(f"{url}guides/page-0/"), f"{call}: what was saved is not shown")
                with open(said, encoding="utf-8") as file:
                    promise(re.search("does not tell about changes .*looked at now and then", file.read()), f"{call}: the weaker promise is not printed")
            finally:
                os.killpg(preview.pid, signal.SIGKILL)
                preview.wait()
    return "no watches left: the files are looked at now and then, which the preview says, and what is saved is shown"


def page(url):
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return answer.read().decode()


def wait(holds, what):
    end = time.monotonic() + PATIENCE
    while not holds():
        promise(time.monotonic() < end, what)
        time.sleep(0.1)


CHECKS = [no_watches]
