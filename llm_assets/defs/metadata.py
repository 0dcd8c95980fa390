"""Metadata of materializations: figures that plot, and schemas; never a value of the data."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from llm_assets.settings import Column, Dataset
from llm_assets.stores.trees import Folder
from llm_assets.tree.manifest import MANIFEST
from llm_assets.tree.report.page import REPORT
from llm_assets.tree.report.reading import read_facts
from llm_assets.tree.report.summary import risk_figures

Report = Mapping[str, Any]


def counts(report: Report, folder: Path) -> dict[str, Any]:
    """Users, interactions and bytes of a stage, and what was left out. folder: of the stage."""
    users, interactions = report["users"], report["interactions"]
    rows = users["kept"] + interactions["kept"]
    return {
        "users": users["kept"],
        "interactions": interactions["kept"],
        "quarantined_users": users["quarantined"],
        "quarantined_interactions": interactions["quarantined"],
        "quarantine_reasons": dict(users.get("reasons", {})),
        "cut_interactions": interactions.get("cut", 0),
        "cut_reasons": dict(interactions.get("cut_reasons", {})),
        "errors": users["quarantined"] + interactions["quarantined"],
        "stage_bytes": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        "dagster/row_count": rows,
    }


def split_figures(report: Report) -> dict[str, int]:
    """Users and interactions of each split, and how far conversations connect users; nothing where there are no splits."""
    splits = report.get("splits")
    if not splits:
        return {}
    found = {f"{table}_{name}": number for table in ("users", "interactions") for name, number in splits[table].items()}
    return {**found, "connected_users": splits["connected_users"], "largest_component": splits["largest_component"]}


def duplicate_figures(report: Report) -> dict[str, int]:
    """Documents that were compared, that were too short, and that were left out; nothing where they are all kept."""
    return {f"duplicates_{name}": number for name, number in (report.get("duplicates") or {}).items()}


def report_metadata(tree: Folder) -> dict[str, Any]:
    """Where the report and the manifest of a published tree stand, and the figures of its risk: they plot from run to run."""
    return {
        "manifest": dg.MetadataValue.path(str(tree / MANIFEST)),
        "privacy_report": dg.MetadataValue.path(str(tree / REPORT)),
        "privacy_report_page": dg.MetadataValue.url((tree / REPORT).as_uri()),
        **risk_figures(read_facts(tree)),
    }


def raw_schema(dataset: Dataset) -> dg.TableSchema:
    """The columns of both sources with their roles."""
    columns = [dg.TableColumn(f"users.{dataset.users.id}", "id", description="Identifies a user; becomes a pseudonym.")]
    columns += [_column("users", name, column) for name, column in dataset.users.columns.items()]
    columns += [dg.TableColumn(f"interactions.{dataset.interactions.user}", "user", description="Names the user.")]
    columns += [_column("interactions", name, column) for name, column in dataset.interactions.columns.items()]
    return dg.TableSchema(columns)


def safe_schema(dataset: Dataset) -> dg.TableSchema:
    """The columns that are left after anonymisation."""
    kept = [
        _column(table, name, column)
        for table, part in (("users", dataset.users), ("interactions", dataset.interactions))
        for name, column in part.columns.items()
        if column.role not in ("direct", "drop")
    ]
    return dg.TableSchema([dg.TableColumn("user", "pseudonym", description="24 lower-case letters."), *kept])


def _column(table: str, name: str, column: Column) -> dg.TableColumn:
    told = {
        "direct": f"Direct identifier ({column.entity}): dropped, and its values are hunted in texts.",
        "quasi": f"Quasi-identifier, generalised: {', '.join(column.generalize)}.",
        "sensitive": f"Kept, generalised: {column.generalize[0]}.",
        "text": "Free text, redacted.",
        "html": "HTML, made plain text and redacted.",
        "attribute": "Kept as it is; the audit looks into it.",
        "pseudonym": "Another id: keyed pseudonym.",
        "user": "Names a user: the same pseudonym as everywhere.",
        "timestamp": "Time, shifted by one secret offset per user.",
        "conversation": "Conversation: keyed pseudonym.",
        "kind": "What kind of interaction it is.",
        "speaker": "Who speaks; redacted.",
        "drop": "Dropped.",
    }[column.role]
    return dg.TableColumn(f"{table}.{name}", column.role, description=told)
