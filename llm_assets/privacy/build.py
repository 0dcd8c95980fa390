"""The stage `anonymized_users`: raw shards in, safe shards out, with the global state that all shards share."""

import hashlib
import secrets
import shutil
import time
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from llm_assets.compute import Progress, map_shards
from llm_assets.compute.dead import refuse_many
from llm_assets.dataset.erased_values import ERASED_VALUES
from llm_assets.dataset.speakers import key_of
from llm_assets.errors import DatasetError
from llm_assets.privacy.anonymity.event_ladders import event_ladders
from llm_assets.privacy.anonymity.release import grouped_users, last_release
from llm_assets.privacy.anonymize import KEPT_BACK, ShardReport, ShardTask, anonymize_shard, without_shard
from llm_assets.privacy.audit.scan import SURROGATES
from llm_assets.privacy.audit.source import source_values
from llm_assets.privacy.canaries.measure import measure_canaries
from llm_assets.privacy.evidence import Evidence, write_evidence
from llm_assets.privacy.generalize import in_view_of
from llm_assets.privacy.keys import Key
from llm_assets.privacy.known import KnownValues
from llm_assets.privacy.known_build import Entries, KnownValuesBuilder
from llm_assets.privacy.memo.forms import FormsMemo
from llm_assets.privacy.memo.people import identities_of
from llm_assets.privacy.memo.state import IndexState
from llm_assets.privacy.memo.store import forget_others, open_memo
from llm_assets.privacy.policy.policy import Policy
from llm_assets.privacy.pseudonymizer import pseudonymizer_of
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.review import Review
from llm_assets.privacy.risk.measure import measure_risk
from llm_assets.privacy.risk.rare import find_rare
from llm_assets.privacy.tags import ERASED, ERASED_COUNT
from llm_assets.privacy.values import forms
from llm_assets.resume import contents
from llm_assets.settings.model import Dataset, LlmOutput, Privacy
from llm_assets.work import WorkDir

_ASSET = "anonymized_users"
_VALUES = 50_000


def build_safe(
    dataset: Dataset,
    privacy: Privacy,
    output: LlmOutput,
    *,
    key: Key,
    work: WorkDir,
    raw_report: dict[str, Any],
    fingerprint: str,
    processes: int,
    policy: Policy | None = None,
    progress: Progress | None = None,
    evidence: Evidence | None = None,
    made_by: str | None = None,
) -> dict[str, Any]:
    """Anonymises all shards with `processes` workers, and gives the report of the stage.

    Users that fail are left out: quarantine/anonymized_users.jsonl says who and why, errors/anonymized_users.txt holds
    the first tracebacks. evidence: sections that are known beforehand. made_by: what all texts are redacted by (code, settings,
    key): those of which nothing has changed since a run with the same are taken from it. None: all are redacted, and none kept.
    Raises DatasetError, and leaves the stage as it was, when more users fail than `max_error_rate` allows.
    """
    policy = policy or Policy(output.privacy_level)
    dataset = in_view_of(dataset, privacy.reference_year)
    started, level, raw = time.monotonic(), output.privacy_level, work.stage("raw")
    with work.writing("safe") as folder:
        shards = range(raw_report["shards"])
        users = [raw / f"users-{number:05d}.parquet" for number in shards]
        names = _pseudonyms(users)
        erased, values = int(raw_report["erased"]["people"]), [raw / "values.parquet"]
        if erased:
            values.append(raw / ERASED_VALUES)
        # Texts and values that may name somebody erased are not kept.
        made_by = None if erased else made_by
        if made_by is None:
            shutil.rmtree(work.memo, ignore_errors=True)
        index, entries = _index(values, level, len(names) + erased, policy, work.memo, made_by)
        index.save(folder / "known")
        pseudonymizer = pseudonymizer_of(key, privacy, dataset, level, raw)
        # In the place of a pseudonym stands what is written for everybody who was erased.
        gone = np.full(erased, ERASED, dtype="S24")
        people = np.concatenate((names, gone, _speakers(raw / "values.parquet", pseudonymizer)))
        np.save(folder / "known" / "people.npy", people)
        source = source_values(values, level)
        source.save(folder / "audit")
        (folder / "audit" / SURROGATES).write_text("\n".join(policy.surrogates()), encoding="ascii")
        grouped = grouped_users(users, names, dataset, privacy, level, key, safe=folder, released=work.released)
        rare, rare_figures = find_rare(raw, dataset, privacy.min_group_size, privacy.rare_events, folder)
        rare.save(folder / "known")
        columns = dataset.interactions.columns if level != "low" else {}  # at low nothing is coarsened
        events = event_ladders(sorted(raw.glob("interactions-*.parquet")), columns)
        memo = None
        if made_by is not None:
            state = IndexState.of(entries, people, index.users, dated=index.dated)
            generation = hashlib.sha256(f"{made_by} {raw_report['content']}".encode()).hexdigest()[:32]
            memo = open_memo(work.memo, made_by, generation, state, identities_of(values, people, index.users))
        fixed = dataset, privacy, level, key, grouped.ladders, policy, events, memo
        tasks = [ShardTask(raw, folder, number, *fixed) for number in shards]
        watched = progress or Progress(lambda _: None, _ASSET, 0)
        reports = map_shards(
            anonymize_shard, tasks, processes, lambda each: watched.add(each.users), instead=without_shard, say=watched.say
        )
        died = [task.number for task, each in zip(tasks, reports, strict=True) if each.died]
        left_out = {user: reason for report in reports for user, reason in report.left_out.items()}
        work.explain(_ASSET, left_out.items(), (trace for report in reports for trace in report.traces))
        review = Review()
        review.merge(each.review for each in reports)
        review.write(folder / "review.md")
        report = {
            **_totals(reports, left_out),
            # Who was left out with a worker's death is tried again by the next run.
            "fingerprint": f"{fingerprint}.{secrets.token_hex(8)}" if died else fingerprint,
            "shards": len(tasks),
            "level": level,
            "key_id": key.id,
            "groups": dict(grouped.sizes),
            "min_group_size": privacy.min_group_size,
            "suppress": privacy.suppress,
            "values_not_hunted": index.skipped,
            "replaced_by_rule": {f"{entity} {rule}": times for (entity, rule), times in sorted(review.rules.items())},
            "weaker": list(policy.weaker),
            "seconds": time.monotonic() - started,
        }
        rare_figures |= {
            "cut": report["interactions"]["cut"],
            "generalized": sum(each.generalized for each in reports),
        }
        failed, users = report["users"]["failed"], raw_report["users"]["kept"]
        refuse_many(died, len(tasks), failed=failed, users=users, rate=output.max_error_rate)
        _within(failed, users, left_out, output.max_error_rate, work)
        canaries, marks = measure_canaries(
            tasks[0], known=index, people=people, source=source, shards=len(tasks), processes=processes
        )
        marks.save(folder)
        measured: Evidence = {
            "anonymity": grouped.evidence,
            "canaries": canaries,
            "erasure": {
                "erased_users": raw_report["users"]["erased"],
                "erased_interactions": raw_report["interactions"]["erased"],
                "mentions_replaced": report["replaced"].get(ERASED_COUNT, 0),
                "listed": raw_report["erased"]["listed"],
            },
            **measure_risk(
                dataset,
                privacy,
                level,
                raw=raw,
                safe=folder,
                shards=len(tasks),
                key=key,
                rare=rare,
                rare_figures=rare_figures,
            ),
            **(evidence or {}),
        }
        write_evidence(folder, measured)
        report |= {"released": last_release(work), "content": contents(folder)}
        work.write_report(folder, report)
    if memo is not None:
        forget_others(memo)
    return report


def _index(
    paths: Sequence[Path], level: str, users: int, policy: Policy, memo: Path, made_by: str | None
) -> tuple[KnownValues, Entries]:
    builder = KnownValuesBuilder(users)
    kept = FormsMemo(memo, made_by, lambda entity, value: forms(entity, value, level) if entity != ERASED_COUNT else iter(()))
    for path in paths:
        for batch in pq.ParquetFile(path).iter_batches(_VALUES):
            builder.take(kept.spelled(batch.to_pydict()))
    kept.keep()
    denied = policy.deny_rows()
    while rows := list(islice(denied, _VALUES)):
        builder.add(rows)
    return builder.build(), builder.entries


def _pseudonyms(users: list[Path]) -> Any:
    """Of all users, by ordinal."""
    names = [np.asarray(pq.read_table(path, columns=["pseudonym"]).column(0).to_pylist(), dtype="S24") for path in users]
    return np.concatenate(names)


def _speakers(path: Path, pseudonymizer: Pseudonymizer) -> Any:
    """Pseudonyms of the speakers who are no users, by ordinal; however a name is written, it is one."""
    rows = pq.read_table(path, columns=["ordinal", "value"], filters=[("entity", "=", "SPEAKER")]).to_pydict()
    names = dict(sorted((ordinal, key_of(value)) for ordinal, value in zip(rows["ordinal"], rows["value"], strict=True)))
    return np.asarray([pseudonymizer.pseudonym("speaker", name) for name in names.values()], dtype="S24")


def _totals(reports: list[ShardReport], left_out: dict[str, str]) -> dict[str, Any]:
    replaced: Counter[str] = Counter()
    by_column: dict[str, dict[str, int]] = {}
    for (column, entity), times in sorted(sum((report.replaced for report in reports), Counter()).items()):
        replaced[entity] += times
        by_column.setdefault(column, {})[entity] = times
    return {
        "users": {
            "kept": sum(report.users for report in reports),
            "quarantined": len(left_out),
            "failed": sum(reason != KEPT_BACK for reason in left_out.values()),
            "reasons": dict(sorted(Counter(left_out.values()).items())),
        },
        "interactions": {
            "kept": sum(report.interactions for report in reports),
            "quarantined": sum(report.left_out_interactions for report in reports),
            "cut": sum(report.cut_interactions for report in reports),
        },
        "users_per_shard": [report.users for report in reports],
        "interactions_per_shard": [report.interactions for report in reports],
        "replaced": dict(sorted(replaced.items())),
        "replaced_by_column": by_column,
    }


def _within(failed: int, users: int, left_out: dict[str, str], rate: float, work: WorkDir) -> None:
    if failed <= rate * users:
        return
    reasons = Counter(reason for reason in left_out.values() if reason != KEPT_BACK)
    raise DatasetError(
        f"{failed} of {users} users could not be anonymised, most often because of {reasons.most_common(1)[0][0]}",
        where=str(work.quarantine(_ASSET)),
        remedy=f"See {work.traces(_ASSET)}; mend the cause, or raise [llm_output] max_error_rate.",
    )
