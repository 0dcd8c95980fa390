"""Publishes one tree after the other until it is killed: run in processes of their own by test_publish_killed."""

import errno
import os
from itertools import count, islice
from multiprocessing.connection import Connection
from pathlib import Path

from llm_assets.errors import OutputError
from llm_assets.settings import Settings
from llm_assets.tree import exchange
from llm_assets.tree.build import output_tree

from .conftest import SAFE, Bench, passing_scan


def publish_rounds(folder: Path, linked: bool, rounds: int | None, said: Connection) -> None:
    """Publishes `rounds` trees (None: without end), three in turn, and says so after each of them.

    linked: as on a file system that cannot exchange folders.
    """
    if linked:
        exchange.exchange = _cannot
    bench = Bench(folder)
    for number in islice(count(), rounds):
        said.send(_version(bench, bench.settings(keep_versions=1), str(number % 3)))


def publish_to(folder: Path, url: str, environment: dict[str, str], rounds: int | None, said: Connection) -> None:
    """The same to a prefix of a store; says the version, or the words in which another publisher was told of."""
    os.environ.update(environment)
    folder.mkdir(exist_ok=True)
    bench = Bench(folder)
    for number in islice(count(), rounds):
        try:
            said.send(_version(bench, bench.settings(keep_versions=1, output_dir=url), f"{folder.name}{number % 3}"))
        except OutputError as error:
            said.send(error.what)


def _version(bench: Bench, settings: Settings, seed: str) -> str:
    """Publishes a tree of twelve users, and gives its version."""
    report = bench.report(users=12, seed=seed)
    run = output_tree(
        settings,
        work=bench.work,
        documents_report=report,
        facts=bench.facts(report),
        scan=passing_scan,
        evidence=SAFE,
        processes=1,
        say=lambda line: None,
    )
    return str(list(run)[-1].version)


def _cannot(one: Path, other: Path) -> None:
    raise OSError(errno.ENOTSUP, "not supported")
