#!/usr/bin/env python3
"""How long an author waits for the preview, and how much memory it takes.

    bench/preview/measure.py start BOOK              from starting `duly serve` to the first page
    bench/preview/measure.py edits BOOK [--kind …]   from saving a page to the changed page
    bench/preview/measure.py memory BOOK             resident memory while a page is saved again and again

The book is copied first and never changed. Needs Linux for the figures of memory and processor time, and nothing but
Python's standard library.
"""
import argparse
import contextlib
import http.client
import os
import pathlib
import re
import shlex
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

# How often the page is asked for: the measured times are too long by half of this on average.
POLL = 0.001


class Preview:
    """A copy of a book with a preview of it."""

    def __init__(self, arguments):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="duly-preview-", dir=arguments.scratch))
        self.book = self.folder / "book"
        shutil.copytree(arguments.book, self.book)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [part.format(port=self.port, duly=arguments.duly, day=arguments.as_at) for part in shlex.split(arguments.serve)]
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command, cwd=self.book, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        # What the terminal says of each rebuild: the name of the file and the time from looking to showing.
        self.said = []
        threading.Thread(target=self.listen, daemon=True).start()
        self.connection = None

    def listen(self):
        for line in self.process.stderr:
            rebuilt = re.match(r"(\S+\.md): (\d+) ms$", line)
            if rebuilt:
                self.said.append(float(rebuilt.group(2)))

    def get(self, address):
        """The body of a page; empty until the preview answers."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.connection.request("GET", address)
            answer = self.connection.getresponse()
            body = answer.read()
            return body if answer.status == 200 else b""
        except (OSError, http.client.HTTPException):
            self.connection = None
            return b""

    def wait_for(self, address, words, patience=120):
        end = time.perf_counter() + patience
        while words not in self.get(address):
            if time.perf_counter() > end or self.process.poll() is not None:
                sys.exit(f"{address} does not come (the preview's status: {self.process.poll()})")
            time.sleep(POLL)

    def pages(self):
        """Pages from all over the book, in an order that is always the same."""
        found = sorted(self.book.glob("content/**/*.md"))
        pages = [page for page in found if page.name not in ("index.md", "_index.md", "README.md")]
        step = max(1, len(pages) * 7 // 11)
        while len(pages) % step == 0 and step > 1:
            step -= 1
        return [pages[index * step % len(pages)] for index in range(len(pages))]

    def address(self, page):
        return "/" + page.relative_to(self.book / "content").as_posix().removesuffix(".md") + "/"

    def status(self, key):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(key):
                return int(line.split()[1]) / 1024
        return 0

    def processor_time(self):
        """Seconds of all its threads."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def preview_of(arguments):
    preview = Preview(arguments)
    try:
        yield preview
    finally:
        preview.end()


def edited(page, kind, number):
    """The text of the page with a change of that kind, and the words that show it."""
    text = page.read_text()
    word = f"zq{kind}{number}x"
    if kind == "body":
        return re.sub(r"\n*Changed zqbody\d+x here\.\n$", "\n", text) + f"\nChanged {word} here.\n", word
    front_matter, body = text.split("\n---\n", 1)
    if kind == "title":
        return re.sub(r"(?m)^title:.*$", f"title: The {word} page", front_matter) + "\n---\n" + body, word
    # A new order shows nowhere for sure on the page itself, so its words change with it.
    front_matter = re.sub(r"(?m)^weight:.*\n?", "", front_matter)
    return f"{front_matter}\nweight: {number + 1}\n---\n{body}\nChanged {word} here.\n", word


def row(name, times):
    ordered = sorted(times)
    ninth = ordered[min(len(ordered) - 1, len(ordered) * 9 // 10)]
    return f"{name}: median {statistics.median(times):.0f} ms, 9 of 10 below {ninth:.0f} ms, {ordered[0]:.0f} to {ordered[-1]:.0f} ms"


def load():
    return f"load {os.getloadavg()[0]:.1f}"


def start(arguments):
    times, processor, memory = [], [], []
    for _ in range(arguments.runs):
        with preview_of(arguments) as preview:
            preview.wait_for(preview.address(preview.pages()[0]), b"</html>")
            times.append((time.perf_counter() - preview.began) * 1000)
            processor.append(preview.processor_time())
            memory.append(preview.status("VmRSS"))
    print(f"{row('start to first page', times)}; {statistics.median(processor):.2f} s of processor time; "
          f"{statistics.median(memory):.0f} MiB ({arguments.runs} runs, {load()})")


def edits(arguments):
    kinds = [arguments.kind] if arguments.kind else ["body", "title", "order"]
    with preview_of(arguments) as preview:
        pages = preview.pages()
        preview.wait_for(preview.address(pages[0]), b"</html>")
        time.sleep(arguments.settle)
        for kind in kinds:
            times = []
            preview.said.clear()
            for number, page in enumerate(pages[: arguments.edits]):
                text, word = edited(page, kind, number)
                began = time.perf_counter()
                page.write_text(text)
                preview.wait_for(preview.address(page), word.encode())
                times.append((time.perf_counter() - began) * 1000)
                time.sleep(arguments.gap)
            said = preview.said[:]
            print(row(f"{kind}: save to served", times))
            if said:
                print(row(f"{kind}: of that, reading and settling", said) + f" ({len(times)} saves, {load()})", flush=True)


def memory(arguments):
    with preview_of(arguments) as preview:
        pages = preview.pages()
        preview.wait_for(preview.address(pages[0]), b"</html>")
        began = preview.status("VmRSS")
        time.sleep(arguments.rest)
        print(f"first page {began:.0f} MiB, at rest {preview.status('VmRSS'):.0f} MiB", flush=True)
        seen = {}
        for number in range(1, arguments.saves + 1):
            page = pages[number % arguments.pages]
            text, word = edited(page, "body", number)
            page.write_text(text)
            preview.wait_for(preview.address(page), word.encode())
            time.sleep(arguments.gap)
            if number == 25 or number % arguments.every == 0:
                busy = preview.status("VmRSS")
                time.sleep(arguments.rest)
                seen[number] = preview.status("VmRSS")
                print(f"save {number}: {busy:.0f} MiB, at rest {seen[number]:.0f} MiB ({load()})", flush=True)
        peak = preview.status("VmHWM")
        last = seen[max(seen)]
        grown = f", {100 * (last / seen[25] - 1):+.1f} % since save 25" if 25 in seen else ""
        print(f"after {arguments.saves} saves {last:.0f} MiB{grown}; the most at any time {peak:.0f} MiB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["start", "edits", "memory"])
    parser.add_argument("book", type=pathlib.Path)
    parser.add_argument("--duly", default=os.environ.get("DULY", "target/release/duly"), help="the program")
    parser.add_argument("--serve", default="{duly} serve --port {port} --as-at {day}", help="the command of the preview, of Duly unless given")
    parser.add_argument("--as-at", default="2026-11-22")
    parser.add_argument("--scratch", help="the folder for the copy of the book")
    parser.add_argument("--runs", type=int, default=5, help="of start")
    parser.add_argument("--kind", choices=["body", "title", "order"], help="of edits; all of them unless given")
    parser.add_argument("--edits", type=int, default=20, help="of each kind")
    parser.add_argument("--settle", type=float, default=5, help="seconds between the first page and the first edit")
    parser.add_argument("--gap", type=float, default=0.5, help="seconds between an answer and the next save")
    parser.add_argument("--saves", type=int, default=1000, help="of memory")
    parser.add_argument("--pages", type=int, default=200, help="of memory: among how many pages the saves go round")
    parser.add_argument("--every", type=int, default=250, help="of memory: after how many saves it is read")
    parser.add_argument("--rest", type=float, default=20, help="of memory: seconds in which the book is rendered behind")
    arguments = parser.parse_args()
    arguments.duly = str(pathlib.Path(arguments.duly).resolve())
    {"start": start, "edits": edits, "memory": memory}[arguments.what](arguments)


if __name__ == "__main__":
    main()
