"""Metadata of the materializations: figures that plot from run to run, schemas, summaries, links; never a value of the data.

A figure has one name in all assets, and is a number. It is there in every run, so that its plot has no gaps, unless the
settings ask for nothing that it counts.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from llm_assets.defs import summaries
from llm_assets.defs.schemas import raw_schema, safe_lineage, safe_schema, same_lineage
from llm_assets.examples import examples
from llm_assets.pipeline import Pipeline
from llm_assets.privacy.evidence import read_evidence
from llm_assets.stores.trees import Folder
from llm_assets.tree.build import PublishedTree
from llm_assets.tree.manifest import MANIFEST
from llm_assets.tree.report.facts import Facts
from llm_assets.tree.report.page import REPORT
from llm_assets.tree.report.reading import read_facts
from llm_assets.tree.report.summary import risk_figures

Report = Mapping[str, Any]
Metadata = dict[str, Any]


def raw_metadata(job: Pipeline, report: Report) -> Metadata:
    """Of `raw_dataset`. errors: rows in quarantine, and times that could not be read."""
    quarantined = {f"quarantined_{table}": report[table]["quarantined"] for table in ("users", "interactions")}
    cut = {"cut_interactions": report["interactions"]["cut"]} if report["interactions"]["cut_reasons"] else {}
    return {
        "summary": dg.MetadataValue.md(summaries.raw_summary(report)),
        **_counts(report),
        **quarantined,
        **cut,
        "errors": sum(quarantined.values()) + report["unreadable_timestamps"],
        "source_bytes": report["source_bytes"],
        "bytes": _size(job.work.stage("raw")),
        "shards": report["shards"],
        "quarantine": dg.MetadataValue.path(str(job.work.quarantine("raw_dataset"))),
        "dagster/column_schema": raw_schema(job.dataset),
    }


def safe_metadata(job: Pipeline, report: Report, raw: dg.AssetKey) -> Metadata:
    """Of `anonymized_users`. errors: users that could not be processed. raw: key of `raw_dataset`."""
    groups = report["groups"]
    evidence = read_evidence(job.work.stage("safe"))
    return {
        "summary": dg.MetadataValue.md(summaries.safe_summary(report, evidence)),
        **_counts(report),
        "errors": report["users"]["quarantined"],
        "bytes": _size(job.work.stage("safe")),
        "privacy_level": report["level"],
        "key_id": report["key_id"],
        **({"smallest_group": groups["smallest"]} if evidence["anonymity"]["quasi"] else {}),
        "suppressed_values": groups["suppressed_values"],
        "information_loss": groups["loss"],
        "replacements": sum(report["replaced"].values()),
        **{f"replaced_{entity}": count for entity, count in report["replaced"].items()},
        "dagster/column_schema": safe_schema(job.dataset),
        "dagster/column_lineage": safe_lineage(job.dataset, raw),
    }


def documents_metadata(job: Pipeline, report: Report, safe: dg.AssetKey) -> Metadata:
    """Of `formatted_documents`. errors: users that could not be formatted. safe: key of `anonymized_users`."""
    formats = report["formats"]
    return {
        "summary": dg.MetadataValue.md(summaries.documents_summary(report)),
        **_counts(report),
        "errors": report["users"]["quarantined"],
        "documents": sum(sum(each["pieces"].values()) for each in formats.values()),
        "bytes": sum(each["bytes"] for each in formats.values()),
        "tokens": sum(each["tokens"] for each in formats.values()),
        "formats": ", ".join(formats),
        "token_counter": report["token_counter"],
        **_split_figures(report),
        **{f"duplicates_{name}": number for name, number in (report.get("duplicates") or {}).items()},
        "dagster/column_schema": safe_schema(job.dataset),
        "dagster/column_lineage": same_lineage(job.dataset, safe),
    }


def tree_metadata(job: Pipeline, tree: PublishedTree, documents: dg.AssetKey) -> Metadata:
    """Of `output_tree`. errors: rows in quarantine, of all stages together. documents: key of `formatted_documents`."""
    facts = read_facts(tree.path)
    shown = examples(job)
    return {
        "summary": dg.MetadataValue.md(summaries.tree_summary(tree, facts)),
        **({"preview": dg.MetadataValue.md(summaries.preview(shown))} if shown else {}),
        "path": dg.MetadataValue.path(tree.where),
        **_links(tree.path),
        "version": tree.version,
        "users": tree.users,
        "interactions": tree.interactions,
        "dagster/row_count": tree.users + tree.interactions,
        "errors": sum(facts["counts"][table]["quarantined"] for table in ("users", "interactions")),
        "files": tree.files,
        "bytes": tree.bytes,
        **risks_left(facts),
        **({"warnings": "\n".join(tree.warnings)} if tree.warnings else {}),
        "dagster/column_schema": safe_schema(job.dataset),
        "dagster/column_lineage": same_lineage(job.dataset, documents),
    }


def risks_left(facts: Facts) -> dict[str, int | float]:
    """The figures of the risk that is left. What there was before, what guessing gives, and the recall of each kind are in the
    report and in the checks `motivated_intruder` and `canary_recall`: here they would hide the others."""
    return {
        name: value
        for name, value in risk_figures(facts).items()
        if not name.endswith(("_before", "_guess")) and not name.startswith("canary_recall_")
    }


def _counts(report: Report) -> Metadata:
    users, interactions = report["users"]["kept"], report["interactions"]["kept"]
    return {"users": users, "interactions": interactions, "dagster/row_count": users + interactions}


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _split_figures(report: Report) -> dict[str, int]:
    """Users and interactions of each split, and how far conversations connect users; nothing where there are no splits."""
    splits = report.get("splits")
    if not splits:
        return {}
    found = {f"{table}_{name}": number for table in ("users", "interactions") for name, number in splits[table].items()}
    return {**found, "connected_users": splits["connected_users"], "largest_component": splits["largest_component"]}


def _links(tree: Folder) -> Metadata:
    """Where the report and the manifest of a published tree stand; the page has a link of its own for the browser."""
    return {
        "manifest": dg.MetadataValue.path(str(tree / MANIFEST)),
        "privacy_report": dg.MetadataValue.path(str(tree / REPORT)),
        "privacy_report_page": dg.MetadataValue.url((tree / REPORT).as_uri()),
    }
