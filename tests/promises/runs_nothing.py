"""Content runs nothing: a build starts no program but git and opens no connection."""
import re

from book import Book, duly, promise, run


def no_program(_full):
    with Book() as book:
        hostile = "---\ntitle: \"$(touch /tmp/x) `id` | sh\"\nowner: \"; curl example.org\"\n---\n\n![x](http://example.org/x.png) `$(id)`\n\n```sh\n$(id)\n```\n"
        book.write("content/$(id).md", hostile)
        book.write("content/a;b.md", hostile)
        log = book.path("calls")
        build = ["strace", "-f", "-qq", "-e", "trace=execve,execveat,connect,sendto,bind,listen", "-o", log]
        calls = []
        for arguments in (["build"], ["check"], ["due"]):
            run([*build, duly(), *arguments, "--root", book.root, "--as-at", "2026-11-30"])
            with open(log, encoding="utf-8", errors="replace") as file:
                mine = [line for line in file.read().splitlines() if re.search(r"\b(execve|execveat|connect|sendto|bind|listen)\(", line)]
            promise(mine and "execve" in mine[0], f"strace saw nothing of {arguments}")
            # The first is that of the program itself.
            calls += mine[1:]
        foreign = [call for call in calls if not re.search(r'execve\("[^"]*/git"', call)]
        promise(not foreign, f"it calls: {foreign[:5]}")
        return f"build, check and due: 0 programs started but git ({len(calls)} times), 0 connections"


CHECKS = [no_program]
