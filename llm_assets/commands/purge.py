"""`purge`: the work folder without what holds raw values."""

import argparse
import sys

from llm_assets.commands import Commands, command
from llm_assets.settings.load import load_settings


def add(commands: Commands) -> None:
    """Declares the command."""
    text = "Remove what holds raw values from the work folder; documents, releases and receipts stay."
    command(commands, "purge", _purge, text).add_argument(
        "--dry-run", action="store_true", help="say what would be removed, and remove nothing"
    )


def _purge(arguments: argparse.Namespace) -> None:
    from llm_assets.purge import purge, told

    print(told(purge(load_settings(), dry=arguments.dry_run, say=lambda text: print(text, file=sys.stderr))))
