"""Work on a shard that is killed half-way when it meets a marked user, as by the kernel when memory is out."""

import os
import signal
from pathlib import Path

import pyarrow.parquet as pq

from llm_assets.documents.packs import pack_path
from llm_assets.documents.shard import FormatShard, FormattedShard, format_shard
from llm_assets.privacy.anonymize import ShardReport, ShardTask, anonymize_shard

MARK = "doomed"  # as the plan of a user


def anonymize(task: ShardTask) -> ShardReport:
    """Dies with half of a file written."""
    report = anonymize_shard(task)
    name = f"users-{task.number:05d}.parquet"
    if MARK in pq.read_table(task.raw / name)["col:plan"].to_pylist():
        _die(task.safe / name)
    return report


def format_(task: FormatShard) -> FormattedShard:
    """Dies with half of a file written."""
    report = format_shard(task)
    users = pq.read_table(task.source / f"users-{task.shard:05d}.parquet")
    if MARK in [row["plan"] for row in users["attributes"].to_pylist()]:
        _die(pack_path(task.target, "markdown", task.shard))
    return report


def _die(half: Path) -> None:
    os.truncate(half, half.stat().st_size // 2)
    os.kill(os.getpid(), signal.SIGKILL)
