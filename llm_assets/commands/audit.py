"""`audit`: the checks of the gate, made again of what is published."""

import argparse
import sys

from llm_assets.commands import Commands, command
from llm_assets.settings.load import load_settings


def add(commands: Commands) -> None:
    """Declares the command."""
    text = "Make the checks of a publication again on what is published. Exit code: 0 none failed, 1 one did."
    command(commands, "audit", _audit, text)


def _audit(_: argparse.Namespace) -> int:
    from llm_assets.audit import audit, told

    audited = audit(load_settings(), say=lambda text: print(text, file=sys.stderr))
    for line in told(audited):
        print(line)
    return 0 if audited.passed else 1
