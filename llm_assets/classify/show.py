"""Shows a proposal on a terminal: columns, roles, how sure and why. No value of the data."""

from collections.abc import Iterator

from llm_assets.classify.tables import Proposal
from llm_assets.classify.write import SURE, setting_of

_RED, _PLAIN = "\x1b[33m", "\x1b[0m"


def shown(proposal: Proposal, *, colour: bool) -> str:
    """A table of one line a column. colour: what should be checked stands in yellow."""
    rows = [(proposal.key, "id" if proposal.table == "users" else "user", proposal.key_confidence, proposal.key_reason)]
    rows += [(name, setting_of(guess).strip('"'), guess.confidence, guess.reason) for name, guess in proposal.columns.items()]
    return "\n".join(_lines(f"{proposal.table}: {proposal.source}", rows, colour=colour))


def _lines(title: str, rows: list[tuple[str, str, float, str]], *, colour: bool) -> Iterator[str]:
    first, second = min(max(len(row[0]) for row in rows), 32), min(max(len(row[1]) for row in rows), 46)
    yield title
    for name, setting, confidence, reason in rows:
        line = f"  {_printable(name):<{first}}  {setting:<{second}}  {confidence:>4.0%}  {reason}"
        yield f"{_RED}{line}{_PLAIN}" if colour and confidence < SURE else line


def _printable(name: str) -> str:
    """A header comes from a file: nothing in it may speak to the terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)
