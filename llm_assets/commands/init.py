"""`init`: reads a sample of one's own tables and writes a commented settings file that runs as it is."""

import argparse
import json
import os
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from llm_assets.commands import Commands, command
from llm_assets.errors import ConfigError

if TYPE_CHECKING:
    from llm_assets.classify.sample import Sample
    from llm_assets.classify.tables import Proposal
    from llm_assets.settings.exports import ExportName

_FILE = "llm_assets.toml"


def add(commands: Commands) -> None:
    """Declares the command."""
    init = command(commands, "init", _init, f"Look at your tables and write {_FILE}, with a role for every column.")
    init.add_argument("users", metavar="USERS", help="the table of users: a file, glob, folder, or URL#table; or events alone")
    init.add_argument("interactions", metavar="INTERACTIONS", nargs="?", help="the table of interactions; may be left out")
    init.add_argument("--export", metavar="NAME", help="USERS is an export of another system: slack, mbox, … (docs/exports.md)")
    init.add_argument("--name", help="name of the dataset; else that of the folder")
    init.add_argument("--yes", action="store_true", help="ask nothing")
    init.add_argument("--force", action="store_true", help=f"overwrite {_FILE}")


def _init(arguments: argparse.Namespace) -> None:
    from llm_assets.classify.show import shown
    from llm_assets.classify.tables import nobody, nothing
    from llm_assets.classify.write import SURE, settings_text
    from llm_assets.settings.load import parse_settings

    root = Path.cwd()
    target = root / _FILE
    if target.exists() and not arguments.force:
        raise ConfigError(
            "llm_assets.toml is there already", where=str(target), remedy="Move it away, or add --force to overwrite it."
        )
    if arguments.export is not None:
        _from_export(arguments.export, _relative(arguments.users, root), target)
        return
    users, interactions = _proposals(arguments, root)
    name = arguments.name or re.sub("[^A-Za-z0-9_-]", "-", root.name).strip("-_")[:64] or "dataset"
    unknown = "keep" if users is None else "quarantine"
    text = settings_text(name, users or nobody(), interactions or nothing(), unknown_users=unknown)
    parse_settings(tomllib.loads(text), root=root, origin="the proposed settings")
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    proposals = [each for each in (users, interactions) if each is not None]
    print("\n\n".join(shown(each, colour=colour) for each in proposals))
    if not arguments.yes:
        _ask()
    for each in (nobody() if users is None else None, nothing() if interactions is None else None):
        if each is not None:
            (root / each.source).write_text(f"{each.key}\n", encoding="utf-8")
    target.write_text(text, encoding="utf-8")
    unsure = sum(guess.confidence < SURE for each in proposals for guess in each.columns.values())
    print(f"\n{target}: {unsure} of {sum(len(each.columns) for each in proposals)} columns to check")
    print("next: dagster asset materialize --select '*' -m llm_assets.definitions")


def _from_export(name: str, source: str, target: Path) -> None:
    """Writes the ready mapping of an export."""
    from llm_assets.dataset.exports import EXPORTS, mapping

    known: dict[str, ExportName] = {each: each for each in EXPORTS}
    if name not in known:
        raise ConfigError("there is no such export", where=f"--export {name}", remedy=f"Known: {', '.join(EXPORTS)}.")
    if not (target.parent / source).exists():
        raise ConfigError("there is no such file or folder", where=source, remedy="Name the folder, the zip file or the file.")
    target.write_text(mapping(known[name]).replace('"SOURCE"', json.dumps(source, ensure_ascii=False)), encoding="utf-8")
    print(f"{target}: every column of the {name} export has its role")
    print("next: dagster asset materialize --select '*' -m llm_assets.definitions")


def _proposals(arguments: argparse.Namespace, root: Path) -> "tuple[Proposal | None, Proposal | None]":
    from llm_assets.classify.sample import read_sample
    from llm_assets.classify.tables import is_like_events, propose

    sources = [_relative(each, root) for each in (arguments.users, arguments.interactions) if each is not None]
    samples: list[Sample | None] = [read_sample(sources[0], root, "users")]
    samples.append(read_sample(sources[1], root, "interactions") if len(sources) > 1 else None)
    first, second = samples
    if first is not None and is_like_events(first) and (second is None or not is_like_events(second)):
        if second is not None:
            print("the first table looks like interactions, and the second like users: taken so", file=sys.stderr)
        samples = [second, first]
    users, interactions = propose(samples[0], samples[1], root)
    if samples[0] is not None and users is None:
        raise _no_key("users", samples[0], "id", "a column with another value in every row")
    if samples[1] is not None and interactions is None:
        raise _no_key("interactions", samples[1], "user", "a column that names the user of an event")
    return users, interactions


def _relative(source: str, root: Path) -> str:
    """As it is found from the working directory, where the settings will stand."""
    return source if "://" in source or not Path(source).is_absolute() else os.path.relpath(source, root)


def _ask() -> None:
    if not sys.stdin.isatty():
        raise ConfigError("nothing was written: there is no terminal to ask at", remedy="To write the file, add --yes.")
    if input(f"\nWrite {_FILE}? [Y/n] ").strip().casefold() not in ("", "y", "yes"):
        raise ConfigError("nothing was written")


def _no_key(table: str, sample: "Sample", key: str, what: str) -> ConfigError:
    return ConfigError(
        f"no column can be {key} of the table of {table}: {what} is needed",
        where=sample.source,
        remedy=f"Look at the file, or write {_FILE} by hand: see docs/configuration.md.",
    )
