"""`output_tree`: stage, audit, publish."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from llm_assets.privacy.evidence import Evidence
from llm_assets.resume import file_hash
from llm_assets.settings.model import Settings
from llm_assets.stores.trees import Folder
from llm_assets.tree.audit import CheckResult, Scan, audit_tree
from llm_assets.tree.destination import Disk, check_dataset, find_destination, source_paths
from llm_assets.tree.disjoint import check_splits
from llm_assets.tree.evidence import check_evidence
from llm_assets.tree.kept import KeptTree
from llm_assets.tree.manifest import MANIFEST
from llm_assets.tree.plan import TreeFacts, plan_tree
from llm_assets.tree.publish import gate
from llm_assets.tree.stage import stage_tree
from llm_assets.work import WorkDir

__all__ = ["PublishedTree", "TreeFacts", "output_tree", "source_paths"]


@dataclass(frozen=True, slots=True)
class PublishedTree:
    """What was published: files and bytes of all files, users and interactions in them.

    path: of the files, on a store those of this version; where: the path or the URL of the settings, which stays.
    warnings: what did not go well without harm to the tree (old trees that could not be deleted).
    """

    path: Folder
    where: str
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
    kept: KeptTree | None = None,
) -> Iterator[CheckResult | PublishedTree]:
    """Yields each check as it is made, and at last the published tree. The caller holds the lock of `work`.

    scan: makes the leak checks; evidence: what the safe stage measured. kept: what the checks found in the published tree: if
    that is the very one that would be made, it stays. (On a store it is made again, and only what differs is sent.)

    When a check failed, raises PrivacyViolation (a leak) or OutputError (another) after all checks were yielded. Whatever is
    raised, nothing is published, and what was staged is removed.
    Raises ConfigError before anything is written when `output_dir` may not be published to.
    """
    started = time.monotonic()
    output = settings.llm_output
    destination = find_destination(settings, work.outgoing, say, work.run)
    plan = plan_tree(work.stage("documents"), documents_report, facts, output, work.stage("safe"))
    with destination.locked():
        check_dataset(destination, facts.dataset)
        disk = destination if isinstance(destination, Disk) else None
        found = kept.find(disk.target.output.resolve(), plan, processes) if kept and disk else None
        staged = found[0] if found else stage_tree(plan, destination.desk, processes, say)
        manifest = file_hash(staged.root / MANIFEST)
        checks = found[1] if found else chain(audit_tree(staged, scan, processes), check_splits(staged, processes))
        results = []
        for result in chain(checks, check_evidence(evidence)):
            results.append(result)
            yield result
        gate(results)
        if found and disk:
            say("output_tree: nothing that it is made from has changed; all its files were read again, and it stays as it is")
            published = disk.keep(staged.version, output.keep_versions)
        else:
            published = destination.publish(staged, results, output.keep_versions)
            if kept and disk:
                kept.keep(staged, manifest, results)
    yield PublishedTree(
        path=published.path,
        where=destination.where,
        version=staged.version,
        files=staged.files,
        bytes=staged.bytes,
        users=staged.users,
        interactions=staged.interactions,
        seconds=time.monotonic() - started,
        warnings=published.warnings,
    )
