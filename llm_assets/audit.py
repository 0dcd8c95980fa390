"""What is published is audited again, without making anything: every byte, with the checks that stood at its gate.

Integrity needs the tree alone. To search it for values of people takes these values, to compare its users its documents:
both are in the work folder, as long as its stages are those that the tree was made from. Where they are not, or are gone
(`keep_work = "none"`, or the key with its run), the tree is searched for what looks like an e-mail, a card, an IBAN or a
secret, and what could not be checked is told with its reason. A tree on an object store is fetched into the work folder first.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from llm_assets import __version__
from llm_assets.errors import ConfigError, DatasetError, OutputError, PrivacyViolation
from llm_assets.pipeline import Pipeline, Say
from llm_assets.privacy.evidence import read_evidence
from llm_assets.settings import Settings
from llm_assets.stores.trees import Folder, find_tree
from llm_assets.tree.audit import LEAK_CHECKS, TREE_CHECKS, CheckResult, every_user_published, matches_manifest
from llm_assets.tree.copying import copy_tree
from llm_assets.tree.disjoint import check_splits
from llm_assets.tree.evidence import EVIDENCE_CHECKS, check_evidence
from llm_assets.tree.facts import tree_facts
from llm_assets.tree.leaks import leak_scan, pattern_scan
from llm_assets.tree.manifest import MANIFEST, read_entries
from llm_assets.tree.plan import TreeFacts, TreePlan, plan_tree
from llm_assets.tree.report.reading import read_manifest_head
from llm_assets.tree.stage import StagedTree

CHECKS = (*LEAK_CHECKS, *TREE_CHECKS, *EVIDENCE_CHECKS)
_COPY = ".audit"  # the dot keeps it out of a work folder that is kept on a store


@dataclass(frozen=True)
class Audited:
    """where, version: of the tree; checks: those that were made; reason: why the others were not, "" when all were."""

    where: str
    version: str
    checks: tuple[CheckResult, ...]
    reason: str = ""

    @property
    def not_made(self) -> tuple[str, ...]:
        """The names of the checks that could not be made."""
        made = {each.name for each in self.checks}
        return tuple(name for name in CHECKS if name not in made)

    @property
    def passed(self) -> bool:
        """Whether no check failed."""
        return all(each.passed for each in self.checks)

    def demand(self) -> None:
        """Raises PrivacyViolation for a check of leaks or of the evidence that failed, OutputError for another."""
        for each in self.checks:
            if not each.passed:
                kind = OutputError if each.name in TREE_CHECKS else PrivacyViolation
                raise kind(
                    f"the published tree fails the check {each.name}: {each.summary}",
                    where=self.where,
                    remedy="It is published all the same: take it away or mend the cause and publish again.",
                )


def audit(settings: Settings, say: Say = lambda _: None, run: str = "") -> Audited:
    """Audits what stands at `output_dir`. Writes nothing there. run: as of `Pipeline`.

    Raises OutputError when there is no tree of ours, it cannot be read, or another run publishes in the meantime.
    """
    pipeline = Pipeline(settings, say=say, run=run)
    with pipeline.work.hold("audit"):
        where = settings.place(settings.llm_output.output_dir)
        tree = find_tree(where)
        head = read_manifest_head(tree)
        say(f"auditing version {head['version']} of {where}")
        with _on_disk(tree, pipeline.work.root / _COPY) as root:
            checks, reason = _checked(pipeline, root, head)
        if read_manifest_head(find_tree(where))["version"] != head["version"]:
            raise OutputError("another run has published there in the meantime", where=where, remedy="Run audit again.")
    return Audited(where, str(head["version"]), checks, reason)


@contextmanager
def _on_disk(tree: Folder, copy: Path) -> Iterator[Path]:
    """The folder of a tree, or a copy of it that is removed in the end."""
    if isinstance(tree, Path):
        yield tree
        return
    try:
        yield copy_tree(tree, copy)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _checked(pipeline: Pipeline, root: Path, head: Mapping[str, Any]) -> tuple[tuple[CheckResult, ...], str]:
    processes = pipeline.settings.llm_output.rate_limiting.max_concurrent or 1
    alone = _alone(root, head)
    integrity = matches_manifest(alone, processes)
    if not integrity.passed:
        return (integrity,), "the files are not those that were published"
    try:
        staged, evidence = _remade(pipeline, root, head)
    except (DatasetError, ConfigError) as error:  # also: the key is gone with its run
        return (integrity, pattern_scan(alone, head["level"], pipeline.policy.surrogates(), processes)), error.what
    stages = {name: pipeline.work.stage(name) for name in ("raw", "safe", "documents")}
    scan = leak_scan(pipeline.dataset, head["level"], **stages, key=pipeline.key, processes=processes)
    made = chain([integrity, every_user_published(staged)], scan(staged), check_splits(staged, processes))
    return (*made, *check_evidence(evidence)), ""


def _remade(pipeline: Pipeline, root: Path, head: Mapping[str, Any]) -> tuple[StagedTree, Any]:
    """The tree with the plan that the stages of the work folder make.

    Raises DatasetError when it was made from others, ConfigError when the key is gone.
    """
    raw, safe, documents = pipeline.reports("raw", "safe", "documents")
    evidence = read_evidence(pipeline.work.stage("safe"))
    who = f"llm-assets {__version__}"
    reports = (raw, safe, documents)
    facts = tree_facts(pipeline.settings, pipeline.dataset, pipeline.key.id, pipeline.policy, reports, evidence, who)
    made = {
        "key_id": facts.key_id,
        "level": facts.level,
        "settings_fingerprint": facts.settings_fingerprint,
        "users": documents["users"]["kept"],
        "interactions": documents["interactions"]["kept"],
        "tokens": {name: documents["formats"][name]["tokens"] for name in facts.formats},
    }
    if any(head.get(name) != value for name, value in made.items()):
        raise DatasetError(
            "the stages of the work folder are not those that the tree was made from",
            where=str(pipeline.work.root),
            remedy="Materialize all assets, then audit again.",
        )
    packs, records = pipeline.work.stage("documents"), pipeline.work.stage("safe")
    return _staged(root, head, plan_tree(packs, documents, facts, pipeline.settings.llm_output, records)), evidence


def _alone(root: Path, head: Mapping[str, Any]) -> StagedTree:
    """The tree as its manifest describes it."""
    facts = TreeFacts(
        dataset=head["dataset"],
        level=head["level"],
        key_id=head["key_id"],
        settings_fingerprint=head["settings_fingerprint"],
        counts=head["counts"],
        token_counter=head["token_counter"],
        formats=tuple(head["formats"]),
    )
    return _staged(root, head, TreePlan(root, 0, (), head["users"], head["interactions"], facts))


def _staged(root: Path, head: Mapping[str, Any], plan: TreePlan) -> StagedTree:
    try:
        sizes = [entry.size for entry in read_entries(root / MANIFEST)]
    except ValueError:  # a damaged list of files is for the check to tell
        sizes = []
    return StagedTree(root, head["version"], plan, len(sizes), sum(sizes), head["users"], head["interactions"])


def told(audited: Audited) -> Iterator[str]:
    """One line a check, and one for those that could not be made."""
    for each in audited.checks:
        yield f"{'passed' if each.passed else 'FAILED'}  {each.name}: {each.summary}"
    if audited.not_made:
        yield f"not checked: {', '.join(audited.not_made)} ({audited.reason})"
    counts = Counter(each.passed for each in audited.checks)
    yield f"{audited.where}, version {audited.version}: {counts[True]} checks passed, {counts[False]} failed"
