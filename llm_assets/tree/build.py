"""`output_tree`: stage, audit, publish."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from llm_assets.privacy.evidence import Evidence
from llm_assets.settings.model import Settings
from llm_assets.tree.audit import CheckResult, Scan, audit_tree
from llm_assets.tree.evidence import check_evidence
from llm_assets.tree.plan import TreeFacts, plan_tree
from llm_assets.tree.publish import check_exchange, gate, publish
from llm_assets.tree.stage import stage_tree
from llm_assets.tree.target import cannot_write, check_target
from llm_assets.tree.versions import recover
from llm_assets.work import WorkDir

__all__ = ["PublishedTree", "TreeFacts", "output_tree"]

_SAMPLE = Path(__file__).parent.parent / "sample"


@dataclass(frozen=True, slots=True)
class PublishedTree:
    """What was published: files and bytes of all files, users and interactions in them.

    warnings: what did not go well without harm to the tree (old trees that could not be deleted).
    """

    path: Path
    version: str
    files: int
    bytes: int
    users: int
    interactions: int
    seconds: float
    warnings: tuple[str, ...] = ()


def warned(tree: PublishedTree, warning: str) -> PublishedTree:
    """The same tree with one more warning, if there is one."""
    return replace(tree, warnings=(*tree.warnings, warning)) if warning else tree


def output_tree(
    settings: Settings,
    *,
    work: WorkDir,
    documents_report: Mapping[str, Any],
    facts: TreeFacts,
    scan: Scan,
    evidence: Evidence,
    processes: int,
    say: Callable[[str], None],
) -> Iterator[CheckResult | PublishedTree]:
    """Yields each check as it is made, and at last the published tree. The caller holds the lock of `work`.

    scan: makes the leak checks; evidence: what the safe stage measured.

    When a check failed, raises PrivacyViolation (a leak) or OutputError (another) after all checks were yielded. Whatever is
    raised, nothing is published, and what was staged is removed.
    Raises ConfigError before anything is written when `output_dir` may not be published to.
    """
    started = time.monotonic()
    output = settings.llm_output
    target = check_target(settings.path(output.output_dir), settings.path(settings.compute.work_dir), source_paths(settings))
    plan = plan_tree(work.stage("documents"), documents_report, facts, output)
    with target.locked():
        try:
            recover(target)
            check_exchange(target)
        except OSError as error:
            raise cannot_write(error, target.versions) from None
        try:
            staged = stage_tree(plan, target, processes, say)
            results = []
            for result in chain(audit_tree(staged, scan, processes), check_evidence(evidence)):
                results.append(result)
                yield result
            gate(results)
            published = publish(staged, results, target.output, output.keep_versions)
        finally:
            # What stays behind is no harm, and the next run removes it; the error that led here must not be hidden by it.
            with suppress(OSError):
                recover(target)
    yield PublishedTree(
        path=published.path,
        version=staged.version,
        files=staged.files,
        bytes=staged.bytes,
        users=staged.users,
        interactions=staged.interactions,
        seconds=time.monotonic() - started,
        warnings=published.warnings,
    )


def source_paths(settings: Settings) -> list[Path]:
    """Files and folders that the data is read from; of a glob, the folder before its first wildcard."""
    if settings.dataset is None:
        return [_SAMPLE]
    paths = []
    for source in (settings.dataset.users.source, settings.dataset.interactions.source):
        if "://" in source:
            continue
        path = settings.path(source)
        parts = path.parts
        fixed = next((index for index, part in enumerate(parts) if any(sign in part for sign in "*?[")), len(parts))
        paths.append(Path(*parts[:fixed]))
    return paths
