"""The command line: `python -m llm_assets <command>`. Runs are started by Dagster, not from here, but for erasure."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from llm_assets.commands import audit, init, keys, preview, purge, vault, verify
from llm_assets.errors import ConfigError, FileGenerationError
from llm_assets.settings import reference
from llm_assets.settings.load import find_settings, load_settings, parse_settings


def _check_config(_: argparse.Namespace) -> None:
    there = find_settings()
    settings = parse_settings(there.values, root=there.root, origin=there.origin)
    output = settings.llm_output
    print(f"OK: {there.origin}")
    print(f"dataset: {settings.dataset.name if settings.dataset else 'the bundled sample'}")
    print(f"output_dir: {settings.place(output.output_dir)}")
    print(f"format: {', '.join(output.format)}")
    print(f"privacy_level: {output.privacy_level}")


def _where(_: argparse.Namespace) -> None:
    settings = load_settings()
    print(settings.place(settings.llm_output.output_dir))


def _schema(_: argparse.Namespace) -> None:
    print(reference.schema_text(), end="")


def _reference(arguments: argparse.Namespace) -> None:
    if not arguments.write:
        print(reference.markdown(), end="")
        return
    for path in reference.write(Path("docs")):
        print(path)


def _report(arguments: argparse.Namespace) -> None:
    from llm_assets.stores.trees import find_tree
    from llm_assets.tree.report.page import REPORT
    from llm_assets.tree.report.reading import read_facts
    from llm_assets.tree.report.summary import all_figures

    tree = find_tree(arguments.tree)
    facts = read_facts(tree)
    if arguments.json:
        print(json.dumps(facts, indent=2))
        return
    print(tree / REPORT)
    for name, value in all_figures(facts).items():
        print(f"{name}: {value}")


def _diff(arguments: argparse.Namespace) -> int:
    from llm_assets.stores.trees import find_tree
    from llm_assets.tree.diff.compare import compare
    from llm_assets.tree.diff.table import table

    difference = compare(find_tree(arguments.first), find_tree(arguments.second))
    print(json.dumps(difference, indent=2) if arguments.json else table(difference), end="\n" if arguments.json else "")
    return 0 if difference["same"] else 1


def _erase(arguments: argparse.Namespace) -> None:
    from llm_assets.erase import erase, is_listed, read_requests  # the engine takes half a second to load

    settings = load_settings()
    if arguments.check is not None:
        for held in is_listed(settings, arguments.check):
            print("yes" if held else "no")
        return
    if arguments.id_file is None and settings.privacy.erase is None:
        raise ConfigError(
            "no file of ids to erase is named", where="[privacy] erase", remedy="Set it, or give one with --id-file."
        )
    ids = read_requests(settings, arguments.id_file) if arguments.id_file is not None else ()
    receipt = erase(settings, ids, say=lambda text: print(text, file=sys.stderr)).receipt
    print(json.dumps(receipt, indent=2) if receipt else "nobody is to be erased")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m llm_assets", description=__doc__)
    commands = parser.add_subparsers(title="commands", required=True, metavar="command")

    def add(name: str, run: Callable[[argparse.Namespace], int | None], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run, trouble=1)
        return command

    add("check-config", _check_config, "Check the settings without running anything.")
    add("where", _where, "Print the path of the published tree.")
    add("schema", _schema, "Print the JSON schema of the settings, for editors.")
    people = add("erase", _erase, "Erase people from the tree, its old versions and the work folder; prints the receipt.")
    people.add_argument("--id-file", metavar="FILE", help="ids to erase beside those of [privacy] erase, in one column")
    people.add_argument("--check", metavar="FILE", help="erase nobody; say of each id of a file whether it is on the list")
    write = add("reference", _reference, "Print the reference page of the settings.")
    write.add_argument(
        "--write", action="store_true", help="write docs/configuration.md and docs/llm_assets.schema.json instead"
    )
    report = add("report", _report, "Print the figures of the privacy report of a tree.")
    report.add_argument("tree", help="folder of a published tree, or its URL")
    report.add_argument("--json", action="store_true", help="print all that the report tells, as JSON")
    diff = add("diff", _diff, "Compare two published trees. Exit code: 0 the same, 1 they differ, 2 they cannot be compared.")
    diff.add_argument("first", help="folder of a published tree, or its URL")
    diff.add_argument("second", help="folder or URL of another, or of an older version of it")
    diff.add_argument("--json", action="store_true", help="print what differs as JSON")
    diff.set_defaults(trouble=2)  # 1 says that they differ, as with diff(1)
    for each in (init, preview, audit, purge, keys, vault, verify):
        each.add(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Gives the exit code: 0, or 1 with one message on stderr when something must be put right.

    `diff` has codes of its own: see its help.
    """
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments) or 0)
    except FileGenerationError as error:
        print(error, file=sys.stderr)
        return int(arguments.trouble)


if __name__ == "__main__":
    sys.exit(main())
