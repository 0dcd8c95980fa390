"""The jobs that make no asset: a preview, the audit of what is published, the removal of raw values from the work folder.

retries: of what may pass by itself; which failures do is said by each error (`failures`).
"""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from llm_assets.audit import audit as audit_tree
from llm_assets.audit import told as told_audit
from llm_assets.defs.failures import told_safely
from llm_assets.defs.names import Names
from llm_assets.defs.upstream import Upstream
from llm_assets.preview import preview as make_preview
from llm_assets.purge import purge, told
from llm_assets.work import secure_open

_SHOWN = 20_000  # characters of a document


class PreviewConfig(dg.Config):
    """users: how many to show; format: one format, else the first of the settings."""

    users: int = 3
    format: str | None = None


class PurgeConfig(dg.Config):
    """dry_run: only say what would be removed."""

    dry_run: bool = False


def preview(names: Names, upstream: Upstream, retries: dg.RetryPolicy | None) -> dg.JobDefinition:
    """A few documents, as a run would publish them. upstream: of the sources, which are read."""

    @dg.op(
        name=names.named("preview_documents"),
        description="Anonymises and audits the beginning of the data in a folder of its own, and publishes nothing. Documents "
        "of the bundled sample are shown here; those of real users stay in the work folder (mode 0700), linked by path.",
        ins=upstream.op_ins,
        out=dg.Out(dg.Nothing),
        required_resource_keys=names.needs,
        retry_policy=retries,
    )
    def look(context: dg.OpExecutionContext, config: PreviewConfig, **frames: Any) -> None:
        door = names.pipeline(context)
        job = door.open(context.log.info)
        with told_safely(job, "preview"):
            made = make_preview(job.settings, max(1, config.users), config.format, frames=frames or None)
            shown: dict[str, dg.MetadataValue] = {}
            if job.settings.dataset is None and not frames:
                for title, text in made.documents:
                    shown[title] = dg.MetadataValue.md(_fenced(text[:_SHOWN]))
            else:
                folder = _new_folder(job.work.root / "preview")
                for title, text in made.documents:
                    with secure_open(folder / title) as file:
                        file.write(text.encode())
                shown["documents"] = dg.MetadataValue.path(str(folder))
            context.add_output_metadata(
                {
                    "format": made.format,
                    "privacy_level": made.level,
                    "users_read": made.users,
                    "shown": len(made.documents),
                    **shown,
                }
            )

    return _job(names, "preview", "Shows a few documents as a run would publish them.", look, upstream.frames)


def audit(names: Names, retries: dg.RetryPolicy | None) -> dg.JobDefinition:
    """The checks of the gate, made again of what is published; they go into the history of the same checks."""

    @dg.op(
        name=names.named("audit_published"),
        description="Reads every file of the published tree again, compares it with the manifest and searches it for values of "
        "people. Its results are those of the checks of output_tree. Fails when one fails; rebuilds nothing.",
        out=dg.Out(dg.Nothing),
        required_resource_keys=names.needs,
        retry_policy=retries,
    )
    def look(context: dg.OpExecutionContext) -> Iterator[dg.AssetCheckEvaluation | dg.Output[None]]:
        job = names.pipeline(context).open(context.log.info)
        with told_safely(job, "audit"):
            audited = audit_tree(job.settings, say=context.log.info, run=job.run)
            for each in audited.checks:  # yielded, and so recorded also when the op fails
                yield dg.AssetCheckEvaluation(
                    asset_key=names.key("output_tree"),
                    check_name=each.name,
                    passed=each.passed,
                    description=each.summary,
                    severity=dg.AssetCheckSeverity.ERROR,
                    metadata={**each.counts, "audited_version": audited.version},
                )
            for line in told_audit(audited):
                context.log.info(line)
            audited.demand()
        about: dict[str, Any] = {
            "version": audited.version,
            "checks": len(audited.checks),
            "not_checked": list(audited.not_made),
        }
        yield dg.Output(None, metadata=about | ({"not_checked_because": audited.reason} if audited.reason else {}))

    return _job(names, "audit", "Audits what is published, without making it again.", look)


def purge_work_dir(names: Names, retries: dg.RetryPolicy | None) -> dg.JobDefinition:
    """The work folder without raw values."""

    @dg.op(
        name=names.named("purge_raw_values"),
        description="Removes what holds raw values from the work folder. Documents, what is remembered of the last release and "
        "receipts of erasures stay. Never while another run works there.",
        out=dg.Out(dg.Nothing),
        required_resource_keys=names.needs,
        retry_policy=retries,
    )
    def remove(context: dg.OpExecutionContext, config: PurgeConfig) -> None:
        job = names.pipeline(context).open(context.log.info)
        with told_safely(job, "purge"):
            done = purge(job.settings, dry=config.dry_run, say=context.log.info, run=job.run)
            context.log.info(told(done))
            context.add_output_metadata(
                {"files": done.files, "bytes": done.bytes, "entries": sorted(done.entries), "dry_run": done.dry}
            )

    return _job(names, "purge_work_dir", "Removes what holds raw values from the work folder; dry run by config.", remove)


def _job(names: Names, name: str, text: str, op: dg.OpDefinition, frames: Mapping[str, Any] | None = None) -> dg.JobDefinition:
    @dg.job(name=names.named(name), description=text, executor_def=dg.in_process_executor)
    def made() -> None:
        op(**(frames or {}))

    return made


def _fenced(text: str) -> str:
    """As it is: a fence longer than any in the text."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}\n{text}\n{fence}"


def _new_folder(folder: Path) -> Path:
    """Empty, and nobody else's to read."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder
