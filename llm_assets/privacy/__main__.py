"""The command line of the redactor: `python -m llm_assets.privacy explain < message.txt`."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from llm_assets.errors import FileGenerationError, OutputError
from llm_assets.privacy import catalogue
from llm_assets.privacy.explain import explain
from llm_assets.privacy.policy.policy import Policy
from llm_assets.privacy.recognisers.recogniser import LEVELS
from llm_assets.privacy.redactor import Redactor
from llm_assets.settings.load import load_settings


def _explain(arguments: argparse.Namespace) -> None:
    settings = load_settings()
    level = arguments.level or settings.llm_output.privacy_level
    policy = replace(Policy.of(settings), level=level)
    redactor = Redactor(level, regions=settings.privacy.phone_regions, policy=policy, ner=policy.model())
    wanted = {"always": True, "never": False, "auto": sys.stdout.isatty() and not os.environ.get("NO_COLOR")}
    print(
        explain(redactor, sys.stdin.read().rstrip("\n"), arguments.before, colour=wanted[arguments.colour], more=policy.rules())
    )


def _recognisers(arguments: argparse.Namespace) -> None:
    if not arguments.write:
        print(catalogue.page(), end="")
        return
    path = Path("docs/recognisers.md")
    try:
        path.write_text(catalogue.page(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(
            f"the table of recognisers cannot be written: {error.strerror}", where=str(path), remedy="Run it in the repo."
        ) from None
    print(path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m llm_assets.privacy", description=__doc__)
    commands = parser.add_subparsers(title="commands", required=True, metavar="command")
    text = "Show what is found in the text on standard input, and why, with the settings of this folder."
    shown = commands.add_parser("explain", help=text, description=text)
    shown.add_argument("--level", choices=LEVELS, help="instead of the level of the settings")
    shown.add_argument("--before", default="", metavar="TEXT", help="the message that came before in the conversation")
    shown.add_argument("--colour", "--color", choices=("auto", "always", "never"), default="auto")
    shown.set_defaults(run=_explain)
    text = "Print the table of all rules."
    table = commands.add_parser("recognisers", help=text, description=text)
    table.add_argument("--write", action="store_true", help="write docs/recognisers.md instead")
    table.set_defaults(run=_recognisers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Gives the exit code: 0, or 1 with one message on stderr when something must be put right."""
    arguments = _parser().parse_args(argv)
    try:
        arguments.run(arguments)
    except FileGenerationError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
