"""Asset checks of the first three assets; those of `output_tree` are made by the function that publishes."""

from typing import Any

import dagster as dg

from llm_assets.classify.drift import changed_columns
from llm_assets.classify.kept import doubts
from llm_assets.dataset.counting import told_attachments
from llm_assets.defs.checking import check
from llm_assets.defs.failures import told_safely
from llm_assets.defs.resources import PipelineResource
from llm_assets.documents.wellformed import check_documents
from llm_assets.privacy.anonymity.told import group_sizes_told, released_groups_told
from llm_assets.privacy.canaries.tell import recall_by_kind
from llm_assets.privacy.evidence import read_evidence
from llm_assets.privacy.uniqueness import repeated_pseudonyms
from llm_assets.tree.evidence import figures, remedy, told

WARN, ERROR = dg.AssetCheckSeverity.WARN, dg.AssetCheckSeverity.ERROR


@check(
    "raw_dataset",
    description="Every row that was read is kept, in quarantine with its reason, erased, or cut by the settings.",
)
def rows_accounted_for(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "rows_accounted_for"):
        (report,) = job.reports("raw")
    tables = {name: report[name] for name in ("users", "interactions")}
    cut = tables["interactions"]["cut_reasons"]
    lost = sum(table["read"] - table["kept"] - table["quarantined"] - table["erased"] for table in tables.values())
    lost -= sum(cut.values())
    unexplained = sum(table["quarantined"] - sum(table["reasons"].values()) for table in tables.values())
    quarantined = sum(table["quarantined"] for table in tables.values())
    reasons = {f"{name}_{reason}": n for name, table in tables.items() for reason, n in table["reasons"].items()}
    passed = not lost and not unexplained
    summary = f"{tables['users']['read']:,} users and {tables['interactions']['read']:,} interactions read, all accounted for"
    if quarantined:
        summary += f"; {quarantined:,} rows are in quarantine: see {job.work.quarantine('raw_dataset')}"
    if not passed:
        summary = f"{lost:,} rows are lost and {unexplained:,} are in quarantine without a reason; please report this as a bug"
    erased = sum(table["erased"] for table in tables.values())
    if erased and passed:
        summary += f"; {erased:,} rows of people who asked to be erased are left out"
    if cut and passed:
        summary += f"; {sum(cut.values()):,} interactions are cut by [llm_output.content]"
    figures = {
        "erased_rows": erased,
        **{f"cut_{reason}": n for reason, n in cut.items()},
        "lost": lost,
        "quarantined": quarantined,
        "implied_users": tables["users"]["implied"],
        **reasons,
    }
    return _told(context, "rows_accounted_for", passed, ERROR, summary, figures)


@check("raw_dataset", description="Every column of the sources has a role; one without a role is dropped.")
def columns_classified(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "columns_classified"):
        (report,) = job.reports("raw")
    dropped = [f"{table}.{name}" for table, names in report["dropped_columns"].items() for name in names]
    summary = "every column of the sources has a role"
    if dropped:
        named = ", ".join(dropped)
        summary = (
            f"{len(dropped)} columns without a role were dropped: {named}. Give each a role, or role drop, in the settings."
        )
    if gone := told_attachments(report):
        summary += f"; {gone}"
    return _told(context, "columns_classified", not dropped, WARN, summary, {"dropped": len(dropped), "columns": dropped})


@check("raw_dataset", description="No column that is kept as it stands looks like personal data.")
def kept_columns(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "kept_columns"):
        job.reports("raw")
        found = doubts(job.work.stage("raw"), job.dataset)
    summary = "no column of role attribute or kind looks like personal data"
    if found:
        summary = f"{'; '.join(map(str, found))}. Give each the role that fits, or leave it when you know better."
    columns = [f"{each.table}.{each.column}" for each in found]
    return _told(context, "kept_columns", not found, WARN, summary, {"doubtful": len(found), "columns": columns})


@check(
    "raw_dataset",
    description="The sources have the columns, with values of the kinds, that they had at the last publication.",
)
def columns_unchanged(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "columns_unchanged"):
        (report,) = job.reports("raw")
        found = changed_columns(job.work, report, job.dataset)
    summary = "the columns of the sources are those of the last publication"
    if found:
        summary = (
            f"changed since the last publication: {'; '.join(map(str, found))}. A new column is dropped until it has a role."
        )
    counts = {what: sum(each.what == what for each in found) for what in ("new", "gone")}
    changed = {**counts, "other_kind": len(found) - sum(counts.values())}
    return _told(context, "columns_unchanged", not found, WARN, summary, changed)


@check("anonymized_users", description="No two users share a pseudonym.")
def pseudonyms_unique(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "pseudonyms_unique"):
        (report,) = job.reports("safe")
        users, repeated = repeated_pseudonyms(job.work.stage("safe"), report["shards"])
    summary = f"{users:,} users, each with a pseudonym of its own"
    if repeated:
        summary = f"{repeated:,} pseudonyms stand twice: materialize raw_dataset and anonymized_users again"
    return _told(context, "pseudonyms_unique", not repeated, ERROR, summary, {"users": users, "repeated": repeated})


@check(
    "anonymized_users",
    description="Every group of equal quasi-identifiers has min_group_size users or more, and the diversity that is asked for.",
)
def group_sizes(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "group_sizes"):
        (report,) = job.reports("safe")
        told = group_sizes_told(read_evidence(job.work.stage("safe"))["anonymity"], report["level"], report["suppress"])
    return _told(context, "group_sizes", told.passed, WARN, told.summary, dict(told.figures))


@check(
    "anonymized_users",
    description="No group of fewer than min_group_size users shows in the difference to the last published release.",
)
def released_groups(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "released_groups"):
        job.reports("safe")
        told = released_groups_told(read_evidence(job.work.stage("safe"))["anonymity"])
    return _told(context, "released_groups", told.passed, WARN, told.summary, dict(told.figures))


@check("anonymized_users", description="No attacker links more people to their profiles than the limit allows.")
def motivated_intruder(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "motivated_intruder"):
        job.reports("safe")
        attackers = read_evidence(job.work.stage("safe")).get("intruder", {}).get("attackers", [])
    failed = [each for each in attackers if not each["passed"]]
    summary = told(failed or attackers) or "there is nothing to link people by"
    if failed:
        summary += f": {remedy(failed)}"
    return _told(context, "motivated_intruder", not failed, WARN, summary, figures(attackers))


@check(
    "anonymized_users",
    description="Of made-up users that went through this run, each kind of value was removed often enough.",
)
def canary_recall(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "canary_recall"):
        job.reports("safe")
        section = read_evidence(job.work.stage("safe"))["canaries"]
    floor = job.settings.privacy.canary_recall
    shares = recall_by_kind(section)
    low = {kind: share for kind, share in shares.items() if share < floor}
    summary = (
        f"{section['removed']:,} of {section['planted']:,} canary values removed; {floor:.0%} or more of each kind that should"
    )
    if section["off"]:
        summary = "canaries are off: what is found was not measured in this run"
    elif low or section["failed"]:
        named = ", ".join(f"{kind} ({share:.0%})" for kind, share in sorted(low.items()))
        summary = f"kinds of which fewer canaries than {floor:.0%} were removed: {named or 'none'}"
        summary += f"; {section['failed']} canaries could not be redacted" if section["failed"] else ""
    figures = {"planted": section["planted"], "removed": section["removed"], **{f"recall_{k}": v for k, v in shares.items()}}
    return _told(context, "canary_recall", not low and not section["failed"], WARN, summary, figures)


@check("formatted_documents", description="Every document has the structure of its format, and no other.")
def documents_well_formed(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "documents_well_formed"):
        (report,) = job.reports("documents")
        found = check_documents(job.work.stage("documents"), report, job.settings.llm_output, sample=None)
    faults = found["faults"]
    summary = f"{found['documents']:,} documents and records have the structure of their format"
    if faults:
        named = ", ".join(f"{fault} ({count:,})" for fault, count in sorted(faults.items()))
        summary = f"documents with faults: {named}; look at the template, or report this as a bug"
    return _told(context, "documents_well_formed", not faults, ERROR, summary, {"documents": found["documents"], **faults})


@check(
    "formatted_documents",
    blocking=True,
    description="No direct identifier of the source stands in a record that documents are made of. Stops the run early.",
)
def no_known_identifiers(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "no_known_identifiers"):
        (report,) = job.reports("documents")
    places: dict[str, int] = {}
    for found in report["checks"]:
        for place, count in found.items():
            places[place] = places.get(place, 0) + count
    count = sum(places.values())
    summary = "no value of a direct identifier stands in a record"
    if count:
        named = ", ".join(f"{place} ({n:,})" for place, n in sorted(places.items()))
        summary = f"{count:,} values are left in {named}. Give a column that holds names the role direct or text."
    return _told(context, "no_known_identifiers", not count, ERROR, summary, {"values": count, "places": len(places)})


def _told(
    context: dg.AssetCheckExecutionContext,
    name: str,
    passed: bool,
    severity: dg.AssetCheckSeverity,
    summary: str,
    metadata: dict[str, Any],
) -> dg.AssetCheckResult:
    """The result; a failure is logged too, for who sees the log of a run and not the UI."""
    if not passed:
        context.log.log(severity.value, f"{name}: {summary}")
    return dg.AssetCheckResult(passed=passed, severity=severity, description=summary, metadata=metadata)


CHECKS = [
    rows_accounted_for,
    columns_classified,
    kept_columns,
    columns_unchanged,
    pseudonyms_unique,
    group_sizes,
    motivated_intruder,
    released_groups,
    canary_recall,
    documents_well_formed,
    no_known_identifiers,
]
