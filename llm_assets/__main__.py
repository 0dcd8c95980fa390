"""The command line: `python -m llm_assets <command>`. Runs are started by Dagster, not from here."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from llm_assets.errors import FileGenerationError
from llm_assets.settings import reference
from llm_assets.settings.load import find_settings, load_settings, parse_settings


def _check_config(_: argparse.Namespace) -> None:
    there = find_settings()
    settings = parse_settings(there.values, root=there.root, origin=there.origin)
    output = settings.llm_output
    print(f"OK: {there.origin}")
    print(f"dataset: {settings.dataset.name if settings.dataset else 'the bundled sample'}")
    print(f"output_dir: {settings.path(output.output_dir)}")
    print(f"format: {', '.join(output.format)}")
    print(f"privacy_level: {output.privacy_level}")


def _where(_: argparse.Namespace) -> None:
    settings = load_settings()
    print(settings.path(settings.llm_output.output_dir))


def _schema(_: argparse.Namespace) -> None:
    print(reference.schema_text(), end="")


def _reference(arguments: argparse.Namespace) -> None:
    if not arguments.write:
        print(reference.markdown(), end="")
        return
    for path in reference.write(Path("docs")):
        print(path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m llm_assets", description=__doc__)
    commands = parser.add_subparsers(title="commands", required=True, metavar="command")

    def add(name: str, run: Callable[[argparse.Namespace], None], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    add("check-config", _check_config, "Check the settings without running anything.")
    add("where", _where, "Print the path of the published tree.")
    add("schema", _schema, "Print the JSON schema of the settings, for editors.")
    write = add("reference", _reference, "Print the reference page of the settings.")
    write.add_argument(
        "--write", action="store_true", help="write docs/configuration.md and docs/llm_assets.schema.json instead"
    )
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
