"""The four assets, one direction: raw_dataset, anonymized_users, formatted_documents, output_tree.

Each function makes one of them, with the names of its dataset. An asset reads its resources, calls one function of the domain,
and tells its report. What passes between assets are files of the work folder, never values: Dagster's storage holds no personal
data.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg

from llm_assets.defs.descriptions import ASSETS, CHECKS, HOLDS
from llm_assets.defs.metadata import documents_metadata, raw_metadata, safe_metadata, tree_metadata
from llm_assets.defs.names import Names
from llm_assets.defs.running import Running
from llm_assets.defs.schemas import raw_schema, safe_schema
from llm_assets.defs.upstream import Upstream
from llm_assets.defs.watched import watched
from llm_assets.settings import Dataset
from llm_assets.tree.audit import LEAK_CHECKS, TREE_CHECKS, CheckResult
from llm_assets.tree.evidence import EVIDENCE_CHECKS
from llm_assets.tree.remedies import told

Columns = Mapping[str, dg.TableSchema]
_SCHEMA = "dagster/column_schema"


def build_assets(names: Names, upstream: Upstream, running: Running, dataset: Dataset) -> list[dg.AssetsDefinition]:
    """The four assets of one dataset. upstream: what its sources are made by; running: what Dagster does by itself.

    dataset: whose columns are shown until there is a run, which shows its own.
    """
    left = {_SCHEMA: safe_schema(dataset)}
    return [
        _raw_dataset(names, upstream, running, {_SCHEMA: raw_schema(dataset)}),
        _anonymized_users(names, running, left),
        _formatted_documents(names, running, left),
        _output_tree(names, running, left),
    ]


def _raw_dataset(names: Names, upstream: Upstream, running: Running, columns: Columns) -> dg.AssetsDefinition:
    @dg.asset(
        key=names.key("raw_dataset"),
        group_name=names.group,
        owners=names.owners,
        metadata=columns,
        required_resource_keys=names.needs,
        retry_policy=running.retries,
        automation_condition=running.condition,
        deps=upstream.deps,
        ins=upstream.asset_ins,
        kinds={"python", "duckdb", "parquet"},
        tags=HOLDS["raw_dataset"],
        description=ASSETS["raw_dataset"],
    )
    def asset(context: dg.AssetExecutionContext, **frames: Any) -> dg.MaterializeResult[None]:
        job = names.pipeline(context).open(context.log.info, frames)
        with watched(job, "raw_dataset", context.log.warning) as stage:
            report = job.raw()
            return dg.MaterializeResult(metadata=stage.told(raw_metadata(job, report)))

    return asset


def _anonymized_users(names: Names, running: Running, columns: Columns) -> dg.AssetsDefinition:
    @dg.asset(
        key=names.key("anonymized_users"),
        group_name=names.group,
        owners=names.owners,
        metadata=columns,
        required_resource_keys=names.needs,
        retry_policy=running.retries,
        automation_condition=running.condition,
        deps=[names.key("raw_dataset")],
        kinds={"python", "parquet"},
        tags=HOLDS["anonymized_users"],
        description=ASSETS["anonymized_users"],
    )
    def asset(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        job = names.pipeline(context).open(context.log.info)
        with watched(job, "anonymized_users", context.log.warning) as stage:
            report = job.safe()
            return dg.MaterializeResult(metadata=stage.told(safe_metadata(job, report, names.key("raw_dataset"))))

    return asset


def _formatted_documents(names: Names, running: Running, columns: Columns) -> dg.AssetsDefinition:
    @dg.asset(
        key=names.key("formatted_documents"),
        group_name=names.group,
        owners=names.owners,
        metadata=columns,
        required_resource_keys=names.needs,
        retry_policy=running.retries,
        automation_condition=running.condition,
        deps=[names.key("anonymized_users")],
        kinds={"python", "jinja", "markdown", "json"},
        tags=HOLDS["formatted_documents"],
        description=ASSETS["formatted_documents"],
    )
    def asset(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        job = names.pipeline(context).open(context.log.info)
        with watched(job, "formatted_documents", context.log.warning) as stage:
            report = job.documents()
            return dg.MaterializeResult(metadata=stage.told(documents_metadata(job, report, names.key("anonymized_users"))))

    return asset


def _output_tree(names: Names, running: Running, columns: Columns) -> dg.AssetsDefinition:
    @dg.asset(
        key=names.key("output_tree"),
        group_name=names.group,
        owners=names.owners,
        metadata=columns,
        required_resource_keys=names.needs,
        retry_policy=running.retries,
        automation_condition=running.condition,
        freshness_policy=running.freshness,
        deps=[names.key("formatted_documents")],
        kinds={"python", "markdown", "json"},
        check_specs=[
            dg.AssetCheckSpec(name, asset=names.key("output_tree"), description=CHECKS[name], blocking=True)
            for name in (*LEAK_CHECKS, *TREE_CHECKS, *EVIDENCE_CHECKS)
        ],
        tags=HOLDS["output_tree"],
        description=ASSETS["output_tree"],
    )
    def asset(context: dg.AssetExecutionContext) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult[None]]:
        job = names.pipeline(context).open(context.log.info)
        with watched(job, "output_tree", context.log.warning) as stage:
            for event in job.tree():
                if isinstance(event, CheckResult):
                    yield _checked(context, event)
                else:
                    metadata = tree_metadata(job, event, names.key("formatted_documents"))
                    yield dg.MaterializeResult(metadata=stage.told(metadata))

    return asset


def _checked(context: dg.AssetExecutionContext, result: CheckResult) -> dg.AssetCheckResult:
    verdict = told(result)
    if not result.passed:
        context.log.error(f"{result.name}: {verdict}")
    return dg.AssetCheckResult(
        passed=result.passed,
        check_name=result.name,
        description=verdict,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata=dict(result.counts),
    )
