"""The blocks of the documentation: what each is, where it stands, and what its mark says.

A mark is an HTML comment above a block, which readers do not see:

    <!-- not run: WHY -->      a command or a program that no test can run, a drawing, an excerpt of what is not here
    <!-- file: NAME -->        the reader writes the block into this file
    <!-- prints -->            what the block before prints; `…` stands for anything, alone in a line for any lines
    <!-- part of: GLOB -->     an excerpt of a file of the sample's tree; letters of pseudonyms and times are free
    <!-- run first             commands that the page takes for granted, run at this place and shown to nobody
    … -->
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
RUN = {"sh", "python", "sql"}
DATA = {"toml", "json", "yaml", "jinja"}
SHOWN = {"text", "markdown", "xml"}
KINDS = RUN | DATA | SHOWN
_MARK = re.compile(r"<!--\s*(not run|file|prints|part of|run first)(?::\s*|\s+)?(.*?)\s*-->\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block. `kind` is what stands behind the fence, `mark` and `said` come from the comment above it."""

    page: str
    line: int
    kind: str
    body: str
    mark: str
    said: str

    @property
    def place(self) -> str:
        """Page and line, as editors take them."""
        return f"{self.page}:{self.line}"


@cache
def blocks(page: Path) -> tuple[Block, ...]:
    """The blocks of a page in its order; a comment `run first` is one of the kind `sh`. What has no kind has the empty one."""
    return tuple(_blocks(page))


def _blocks(page: Path) -> Iterator[Block]:
    name = page.relative_to(ROOT).as_posix()
    mark, said = "", ""
    for token in _leaves(MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))):
        line = (token.map or [0])[0] + 1
        if token.type == "html_block":
            found = _MARK.fullmatch(token.content)
            mark, said = (found[1], found[2]) if found else ("", "")
            if mark == "run first":
                yield Block(name, line, "sh", said, mark, "")
        elif token.type in ("fence", "code_block"):
            yield Block(name, line, token.info.strip() if token.type == "fence" else "", token.content, mark, said)
            mark, said = "", ""
        elif token.content:
            mark, said = "", ""


def _leaves(tokens: list[Token]) -> Iterator[Token]:
    yield from (token for token in tokens if token.type in ("html_block", "fence", "code_block", "inline"))


def all_blocks(*kinds: str) -> list[Block]:
    """The blocks of these kinds, of all pages."""
    return [block for page in PAGES for block in blocks(page) if block.kind in kinds]
