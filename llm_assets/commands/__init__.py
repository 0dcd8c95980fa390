"""The commands of `python -m llm_assets`, one module a group.

Each module has `add(commands)`, which declares its commands; `keys` and `vault` are such groups. A command takes
the parsed arguments, prints what people asked for, and raises the package's errors for what must be put right.
What costs time to import is imported by the command that needs it.
"""

import argparse
from collections.abc import Callable
from typing import Protocol

Run = Callable[[argparse.Namespace], int | None]


class Commands(Protocol):
    """What argparse gives for a set of commands."""

    def add_parser(self, name: str, *, help: str, description: str) -> argparse.ArgumentParser:
        """A parser of one command."""


def command(commands: Commands, name: str, run: Run, text: str) -> argparse.ArgumentParser:
    """Declares one command; its own arguments can be added to what this gives."""
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run, trouble=1)
    return parser


def group(commands: Commands, name: str, text: str) -> Commands:
    """Declares a command that has commands of its own."""
    parser = commands.add_parser(name, help=text, description=text)
    return parser.add_subparsers(title="commands", required=True, metavar="command")
