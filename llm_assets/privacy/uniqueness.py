"""Whether each user has a pseudonym of its own, as read from the safe shards."""

from pathlib import Path

import pyarrow.parquet as pq


def repeated_pseudonyms(safe: Path, shards: int) -> tuple[int, int]:
    """(users, repeated): shards are in the order of pseudonyms, so one that does not follow its predecessor stands twice."""
    users, repeated, last = 0, 0, ""
    for number in range(shards):
        for batch in pq.ParquetFile(safe / f"users-{number:05d}.parquet").iter_batches(columns=["user"]):
            for user in batch.column(0).to_pylist():
                users += 1
                repeated += user <= last
                last = user
    return users, repeated
