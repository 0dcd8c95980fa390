"""Somebody who reads a page from top to bottom and does what it says, in a folder of their own."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from tests.docs.blocks import ROOT, Block

_PATIENCE = 600  # seconds a block
GAP = "…"
_FREE = (
    (re.compile(r"\b[a-z]{24}\b"), "P"),
    (re.compile(r"\b([A-Z_]+):[a-z]{8}\b"), r"\1"),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), "D"),
)
# The recipes of the Makefile, run in the reader's folder; what needs the checkout itself is run by .ci/run.
_MAKE = f"""#!/bin/sh
case "$1" in
run|check-config) exec /usr/bin/make -s -f {ROOT}/Makefile VENV={sys.prefix} -o setup "$@" ;;
esac
"""
_REMEMBER = '\nexport -p | grep -vE \' (PWD|OLDPWD|SHLVL|_)=\' >"$READER"; printf \'cd %q\\n\' "$PWD" >>"$READER"\n'


class Reader:
    """Runs blocks one after the other; variables that are exported, and the folder, last from block to block."""

    def __init__(self, folder: Path, sample_tree: Path | None = None) -> None:
        self.folder = folder / "project"
        self._state, programs = folder / "state.sh", folder / "bin"
        for each in (self.folder, programs, folder / "home"):
            each.mkdir()
        self._state.touch()
        (programs / "make").write_text(_MAKE)
        (programs / "make").chmod(0o755)
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("LLM_ASSETS", "DAGSTER", "PYTHON", "AWS_"))
        }
        self._environment = kept | {
            "HOME": str(folder / "home"),
            "PATH": os.pathsep.join([str(programs), str(Path(sys.prefix) / "bin"), kept.get("PATH", "")]),
            "READER": str(self._state),
            "CHECKOUT": str(ROOT),
            "SAMPLE_TREE": str(sample_tree),
            "PYTHONPATH": str(self.folder),
            "NO_COLOR": "1",
        }
        self.printed = ""

    def does(self, block: Block) -> None:
        """Runs, writes or compares one block, as its kind and mark say. Raises AssertionError with what was printed."""
        if block.mark == "not run":
            return
        if block.mark == "file":
            path = self.folder / block.said
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.body, encoding="utf-8")
        elif block.mark == "prints":
            assert fits(block.body, self.printed), f"{block.place}: this was printed instead:\n{self.printed}"
        elif block.kind == "sh":
            self._runs(block, ["bash", "-euo", "pipefail", "-c", f". {self._state}\n{block.body}{_REMEMBER}"])
        elif block.kind == "python":
            self._runs(block, [sys.executable, "-c", block.body])
        elif block.kind == "sql":
            self._runs(block, [sys.executable, "-c", "import duckdb, sys; print(duckdb.sql(sys.argv[1]))", block.body])

    def _runs(self, block: Block, command: list[str]) -> None:
        ours, theirs = pty.openpty()  # `init` asks at a terminal alone
        os.write(ours, b"y\n" * 3)
        try:
            done = subprocess.run(
                command, cwd=self.folder, env=self._environment, stdin=theirs, text=True, capture_output=True, timeout=_PATIENCE
            )
        finally:
            os.close(ours)
            os.close(theirs)
        self.printed = done.stdout
        assert done.returncode == 0, f"{block.place} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"


def fits(shown: str, printed: str) -> bool:
    """Whether what is shown is what was printed: `…` is anything within a line, and any lines where it stands alone."""
    pattern = "".join("(?:.*\n)*?" if line.strip() == GAP else _line(line) for line in shown.strip("\n").splitlines())
    return re.search(f"(?m)^{pattern}", printed + "\n") is not None


def _line(shown: str) -> str:
    pieces = (r"[^\S\n]+".join(map(re.escape, piece.split())) for piece in shown.split(GAP))
    return r"[^\S\n]*" + r"[^\S\n]*.*[^\S\n]*".join(pieces) + r"[^\S\n]*\n"


def is_part(shown: str, text: str) -> bool:
    """Whether each stretch of what is shown, between lines of `…`, stands in a text; pseudonyms, tags and days may differ."""
    return all(_free(piece.strip("\n")) in _free(text) for piece in f"\n{shown.strip()}\n".split(f"\n{GAP}\n"))


def _free(text: str) -> str:
    for pattern, instead in _FREE:
        text = pattern.sub(instead, text)
    return text
