"""`preview`: a few documents in the terminal, of the sample or of the beginning of the data; nothing is kept."""

import argparse
import sys

from llm_assets.commands import Commands, command
from llm_assets.settings.load import load_settings


def add(commands: Commands) -> None:
    """Declares the command."""
    text = "Show a few anonymised documents of the beginning of the data, or of the sample. Nothing is kept or published."
    shown = command(commands, "preview", _preview, text)
    shown.add_argument("--users", metavar="N", type=_number, default=3, help="how many users to show (3)")
    shown.add_argument("--format", metavar="F", help="the format; else the first of [llm_output] format")


def _number(text: str) -> int:
    number = int(text)
    if not 1 <= number <= _MOST:
        raise argparse.ArgumentTypeError(f"from 1 to {_MOST}")
    return number


_MOST = 100


def _preview(arguments: argparse.Namespace) -> None:
    from llm_assets.preview import preview

    settings = load_settings()
    made = preview(settings, arguments.users, arguments.format)
    source = f"the first {made.users:,} users" if settings.dataset else f"{made.users:,} users of the bundled sample"
    print(f"{made.format} at privacy level {made.level}, from {source}; nothing was published", file=sys.stderr)
    if any("[ERASED]" in text for _, text in made.documents):
        print("[ERASED]: another user, who is not among these; in a run it is a pseudonym", file=sys.stderr)
    if made.unknown:
        print("the table of users is long: texts may name some whose values were not read", file=sys.stderr)
    for title, text in made.documents:
        print(f"===== {title} =====\n{text}")
