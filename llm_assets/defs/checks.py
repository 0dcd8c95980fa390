"""Asset checks that look at what a stage left; those that decide on publishing are made by the function that publishes."""

import dagster as dg

from llm_assets.classify.drift import changed_columns
from llm_assets.classify.kept import doubts
from llm_assets.defs import verdicts
from llm_assets.defs.checking import Check, check
from llm_assets.defs.failures import told_safely
from llm_assets.defs.resources import PipelineResource
from llm_assets.defs.watched import figures_of
from llm_assets.documents.wellformed import check_documents
from llm_assets.monitoring.openmetrics import recorded
from llm_assets.privacy.anonymity.told import Told, group_sizes_told, released_groups_told
from llm_assets.privacy.evidence import read_evidence
from llm_assets.privacy.uniqueness import repeated_pseudonyms
from llm_assets.settings import Settings
from llm_assets.settings.monitoring import ServiceLevels
from llm_assets.tree.report.figures import sentence

WARN, ERROR = dg.AssetCheckSeverity.WARN, dg.AssetCheckSeverity.ERROR


@check(
    "raw_dataset",
    description="Every row that was read is kept, in quarantine with its reason, erased, or cut by the settings.",
)
def rows_accounted_for(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "rows_accounted_for"):
        (report,) = job.reports("raw")
    return _told(
        context, "rows_accounted_for", verdicts.rows_accounted_for(report, str(job.work.quarantine("raw_dataset"))), ERROR
    )


@check("raw_dataset", description="Every column of the sources has a role; one without a role is dropped.")
def columns_classified(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "columns_classified"):
        (report,) = job.reports("raw")
    return _told(context, "columns_classified", verdicts.columns_classified(report), WARN)


@check("raw_dataset", description="No column that is kept as it stands looks like personal data.")
def kept_columns(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "kept_columns"):
        job.reports("raw")
        found = doubts(job.work.stage("raw"), job.dataset)
    return _told(context, "kept_columns", verdicts.kept_columns(found), WARN)


@check(
    "raw_dataset",
    description="The sources have the columns, with values of the kinds, that they had at the last publication.",
)
def columns_unchanged(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "columns_unchanged"):
        (report,) = job.reports("raw")
        found = changed_columns(job.work, report, job.dataset)
    return _told(context, "columns_unchanged", verdicts.columns_unchanged(found), WARN)


@check("anonymized_users", description="No two users share a pseudonym.")
def pseudonyms_unique(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "pseudonyms_unique"):
        (report,) = job.reports("safe")
        users, repeated = repeated_pseudonyms(job.work.stage("safe"), report["shards"])
    return _told(context, "pseudonyms_unique", verdicts.pseudonyms_unique(users, repeated), ERROR)


@check(
    "anonymized_users",
    description="Every group of equal quasi-identifiers has min_group_size users or more, and the diversity that is asked for.",
)
def group_sizes(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "group_sizes"):
        (report,) = job.reports("safe")
        section = read_evidence(job.work.stage("safe"))["anonymity"]
    return _told(context, "group_sizes", group_sizes_told(section, report["level"], report["suppress"]), WARN)


@check(
    "anonymized_users",
    description="No group of fewer than min_group_size users shows in the difference to the last published release.",
)
def released_groups(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "released_groups"):
        job.reports("safe")
        section = read_evidence(job.work.stage("safe"))["anonymity"]
    return _told(context, "released_groups", released_groups_told(section), WARN)


@check("anonymized_users", description="No attacker links more people to their profiles than the limit allows.")
def motivated_intruder(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "motivated_intruder"):
        job.reports("safe")
        attackers = read_evidence(job.work.stage("safe")).get("intruder", {}).get("attackers", [])
    return _told(context, "motivated_intruder", verdicts.motivated_intruder(attackers), WARN)


@check(
    "anonymized_users",
    description="Of made-up users that went through this run, each kind of value was removed often enough.",
)
def canary_recall(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "canary_recall"):
        job.reports("safe")
        section = read_evidence(job.work.stage("safe"))["canaries"]
    return _told(context, "canary_recall", verdicts.canary_recall(section, job.settings.privacy.canary_recall), WARN)


@check("formatted_documents", description="Every document has the structure of its format, and no other.")
def documents_well_formed(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "documents_well_formed"):
        (report,) = job.reports("documents")
        found = check_documents(job.work.stage("documents"), report, job.settings.llm_output, sample=None)
    return _told(context, "documents_well_formed", verdicts.documents_well_formed(found["documents"], found["faults"]), ERROR)


@check(
    "formatted_documents",
    blocking=True,
    description="No direct identifier of the source stands in a record that documents are made of. Stops the run early.",
)
def no_known_identifiers(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "no_known_identifiers"):
        (report,) = job.reports("documents")
    return _told(context, "no_known_identifiers", verdicts.no_known_identifiers(report["checks"]), ERROR)


@check("output_tree", description="The run took no more time and memory, and lost no more users, than it may.")
def service_levels(context: dg.AssetCheckExecutionContext, pipeline: PipelineResource) -> dg.AssetCheckResult:
    job = pipeline.open(context.log.info)
    with told_safely(job, "service_levels"):
        levels = job.settings.llm_output.service_levels or ServiceLevels()
        verdict = verdicts.service_levels(levels, recorded(figures_of(job)))
    return _told(context, "service_levels", verdict, WARN)


def _told(
    context: dg.AssetCheckExecutionContext, name: str, verdict: Told, severity: dg.AssetCheckSeverity
) -> dg.AssetCheckResult:
    """The result; a failure is logged too, for who sees the log of a run and not the UI."""
    told = sentence(verdict.summary)
    if not verdict.passed:
        context.log.log(severity.value, f"{name}: {told}")
    return dg.AssetCheckResult(passed=verdict.passed, severity=severity, description=told, metadata=dict(verdict.figures))


def checks_of(settings: Settings) -> list[Check]:
    """The checks that the settings ask for."""
    return [*CHECKS, service_levels] if settings.llm_output.service_levels else CHECKS


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
