"""What GitHub's own parser makes of footnotes, which the specification of its Markdown has no examples of: `footnotes.json`.

`pip install cmarkgfm==2025.10.22`, then this writes the file anew; `tests/it/gfm.rs` compares it with what Duly makes.
"""

import json
from pathlib import Path

import cmarkgfm
from cmarkgfm.cmark import Options

EXAMPLES = [
    "A word.[^1]\n\n[^1]: A note.\n",
    "A[^1] and B[^2].\n\n[^2]: Two.\n[^1]: One.\n",
    "B[^b], A[^a].\n\n[^a]: a\n\n[^b]: b\n",
    "Twice[^1] here[^1].\n\n[^1]: A note.\n",
    "Thrice[^x][^x] [^x].\n\n[^x]: A note.\n",
    "[^long-label_1.2]\n\n[^long-label_1.2]: A note.\n",
    "A[^1]\n\n[^1]: One paragraph.\n\n    Another one.\n",
    "A[^1]\n\n[^1]: One line\nthat goes on.\n",
    "A[^1]\n\n[^1]: *Emphasis*, `code` and [a link](https://example.org).\n",
    "A[^1]\n\n[^1]: A note.\n\n    - an item\n    - another\n",
    "A[^1]\n\n[^1]: A note.\n\n    > quoted\n",
    "A[^1]\n\n[^1]: A note.\n\n        code\n",
    "A[^1]\n\n[^1]:\n    Below.\n",
    "A[^none] is text.\n",
    "Nobody refers to it.\n\n[^1]: A note.\n",
    "[^1]: A note in front.\n\nA[^1]\n",
    "A[^a]\n\n[^a]: See[^b].\n\n[^b]: Seen.\n",
    "A[^a]\n\n[^a]: See[^a].\n",
    "A[^a] and B[^b]\n\n[^a]: See[^b].\n[^b]: See[^a].\n",
    "- an item[^1]\n\n[^1]: A note.\n",
    "> quoted[^1]\n\n[^1]: A note.\n",
    "| a[^1] | b |\n|---|---|\n| c | d[^2] |\n\n[^1]: One.\n[^2]: Two.\n",
    "## A heading[^1]\n\n[^1]: A note.\n",
    "**A[^1]** *B[^2]*\n\n[^1]: One.\n[^2]: Two.\n",
    "`[^1]` and \\[^1]\n\n[^1]: A note.\n",
    "A[^1]\n\n[^1]: First.\n[^1]: Second.\n",
    "A[^Ä] and B[^ä]\n\n[^ä]: A note.\n",
    "A[^Case]\n\n[^case]: A note.\n",
    "A[^1]: no definition here.\n\n[^1]: A note.\n",
    "A [^a b] is text.\n\n[^a b]: A note.\n",
    "> A[^1]\n>\n> [^1]: A note within.\n",
    "- A[^1]\n\n  [^1]: A note within.\n",
    "A[^1][^2]\n\n[^1]: One.\n\n\n\n[^2]: Two.\n\nAfter.\n",
    "![a[^1]](b.png)\n\n[^1]: A note.\n",
    "[a[^1]](https://example.org)\n\n[^1]: A note.\n",
    "A[^1]\n\n[^1]: | a | b |\n    |---|---|\n    | c | d |\n",
]

FILE = Path(__file__).parent / "footnotes.json"
OPTIONS = Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_UNSAFE


def main():
    made = [{"markdown": text, "html": cmarkgfm.github_flavored_markdown_to_html(text, options=OPTIONS)} for text in EXAMPLES]
    FILE.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(made)} examples")


main()
