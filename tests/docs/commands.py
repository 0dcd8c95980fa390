"""The commands of this package inside a piece of shell, and whether its parser takes them."""

import argparse
import contextlib
import io
import re
import shlex
from collections.abc import Iterator

from llm_assets import __main__ as main
from llm_assets.privacy import __main__ as privacy

_PARSERS = {"llm_assets": main._parser, "llm_assets.privacy": privacy._parser}
_ENDS = {"&&", "||", "|", ";", "&", ">", ">>", "<", "2>", "(", ")"}


def commands(shell: str) -> Iterator[list[str]]:
    """Each `python -m llm_assets…` as its words, from the name of the module on."""
    for line in shell.replace("\\\n", " ").splitlines():
        if "-m llm_assets" not in line:
            continue
        reader = shlex.shlex(line, posix=True, punctuation_chars="&|;<>()")
        reader.whitespace_split = True
        words = list(reader)
        for start, word in enumerate(words[:-2]):
            if re.fullmatch(r".*python[\d.]*", word) and words[start + 1] == "-m" and words[start + 2] in _PARSERS:
                end = next((at for at in range(start, len(words)) if words[at] in _ENDS), len(words))
                yield words[start + 2 : end]


def refusal(words: list[str]) -> str:
    """Why the parser refuses a command; empty when it takes it."""
    parser: argparse.ArgumentParser = _PARSERS[words[0]]()
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        try:
            parser.parse_args(words[1:])
        except SystemExit as ended:
            return said.getvalue().strip().rpartition("\n")[2] if ended.code else ""
    return ""
