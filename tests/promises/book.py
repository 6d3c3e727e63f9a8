"""A small book in a folder of its own, and runs of Duly on it."""
import os, shutil, subprocess, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def duly():
    """The program under test."""
    path = os.environ.get("DULY") or os.path.join(ROOT, "target", "debug", "duly")
    if not os.access(path, os.X_OK):
        raise SystemExit(f"there is no {path}: run `cargo build`, or name a program in DULY")
    return os.path.abspath(path)


class Book:
    """A book of a few pages with a register, a feed and a search; in `folder`, or in one that is removed at the end."""

    def __init__(self, folder=None, pages=6):
        self.root = folder or tempfile.mkdtemp(prefix="duly-promise-")
        self.title("One")
        self.write("content/index.md", "# Home\n\nRead [a page](guides/page-1.md).\n")
        for page in range(pages):
            front = f"---\ntitle: Page {page}\nowner: digital\nlast_reviewed_on: 2026-0{1 + page % 9}-01\n---\n"
            self.write(f"content/guides/page-{page}.md", front + "\n## Why\n\n```rust\nfn main() {}\n```\n\n[x](page-0.md#why) ![p](p.svg)\n")
        self.write("content/guides/p.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root, ignore_errors=True)

    def path(self, *parts):
        return os.path.join(self.root, *parts)

    def write(self, path, text):
        os.makedirs(os.path.dirname(self.path(path)) or ".", exist_ok=True)
        with open(self.path(path), "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def title(self, title, more=""):
        """Another title: all pages are other pages."""
        config = f'[book]\ntitle = "{title}"\n[site]\nurl = "https://example.org/"\n[owners.digital]\nname = "Digital"\n'
        self.write("book.toml", config + more)

    def build(self, before=(), env=None, timeout=60, **options):
        """Runs `duly build`; `before` is what stands before the program on the command line."""
        command = [*before, duly(), "build", "--root", self.root, "--as-at", "2026-11-30"]
        return run(command, env, timeout, **options)

    def site(self):
        return tree(self.path("_site"))

    def two_sites(self):
        """The site of the book with the title One, and with the title Two, which is the one that is there then."""
        sites = []
        for title in ("One", "Two"):
            self.title(title)
            done = self.build()
            assert done.returncode == 0, done.stderr
            sites.append(self.site())
        return sites


def run(command, env=None, timeout=60, **options):
    started = time.monotonic()
    try:
        done = subprocess.run(command, env={**os.environ, **(env or {})}, timeout=timeout, capture_output=True, text=True, errors="replace", **options)
    except subprocess.TimeoutExpired as late:
        done = subprocess.CompletedProcess(command, None, "", f"it was stopped after {late.timeout} s")
    done.seconds = time.monotonic() - started
    return done


def tree(folder):
    """All files below a folder with their bytes."""
    files = {}
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            with open(path, "rb") as file:
                files[os.path.relpath(path, folder)] = file.read()
    return files


class Broken(Exception):
    """A promise that was not kept."""


def promise(kept, what):
    if not kept:
        raise Broken(what)
