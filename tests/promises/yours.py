"""Your files are safe: no build touches a file that Duly did not write."""
import os

from book import Book, promise, run, tree


def nowhere_else(_full):
    """Output folders that a slip may name; each is refused, or the build leaves all that was there."""
    places = {
        "the folder of the book": lambda book: ".",
        "the root of the file system": lambda book: "/",
        "the home folder": lambda book: book.path("home"),
        "the pages": lambda book: "content",
        "a folder in the pages": lambda book: "content/guides",
        "the folder around the book": lambda book: "..",
        "the theme": lambda book: "themes",
        "a git work tree": lambda book: book.path("work-tree"),
        "a folder with foreign files": lambda book: book.path("foreign"),
        "a symbolic link": lambda book: book.path("link"),
        "a file": lambda book: book.path("file"),
    }
    for what, place in places.items():
        with Book() as parent:
            book = Book(parent.path("nested"))
            for folder in ("home", "work-tree", "foreign", "themes/civic", "target"):
                os.makedirs(book.path(folder), exist_ok=True)
            for file in ("home/letter.txt", "work-tree/.git", "foreign/thesis.txt", "file", "target/index.html"):
                book.write(file, "of somebody else\n")
            os.symlink(book.path("target"), book.path("link"))
            build_dir = place(book)
            book.title("One", f'[build]\nbuild-dir = "{build_dir}"\n')
            before = tree(parent.root)
            done = book.build(env={"HOME": book.path("home")}, cwd=book.root)
            after = tree(parent.root)
            promise(all(after.get(path) == data for path, data in before.items()), f"{what}: a file was touched")
            promise(done.returncode not in (0, None) and set(after) == set(before), f"{what}: it was not refused: {done.stderr!r}")
            promise("panicked" not in done.stderr, f"{what}: a panic")
    return f"{len(places)} places that are no output folder: all refused, 0 foreign files touched"


def mount_point(_full):
    """A file system that is mounted at the output folder cannot change places with another: file by file, and it says so."""
    with Book() as book:
        os.makedirs(book.path("_site"))
        if run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", book.path("_site")]).returncode != 0:
            return "a mount point: not tried, only an administrator can mount one here"
        try:
            done = book.build()
            promise(done.returncode == 0, f"it does not build: {done.stderr!r}")
            promise("one by one" in done.stderr + done.stdout, f"the weaker promise is not printed: {done.stderr + done.stdout!r}")
            promise("index.html" in book.site(), "there is no site")
            with open(book.path("_site", "letter.txt"), "w", encoding="utf-8") as file:
                file.write("of somebody else\n")
            again = book.build()
            promise(book.site().get("letter.txt") == b"of somebody else\n", "a foreign file was touched")
            promise(again.returncode != 0, "a foreign file is not refused")
            return "a mount point: file by file, which the closing line says; a foreign file in it refused and kept"
        finally:
            run(["umount", book.path("_site")])


CHECKS = [nowhere_else, mount_point]
