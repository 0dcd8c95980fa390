"""Deletes finished runs, with their events, that are older than some days from Dagster's storage. No tree is touched.

    DAGSTER_HOME=… python deploy/delete_old_runs.py --days 90 [--keep 30]

Figures that plot in the UI are events of runs: what is deleted here no longer plots. The newest runs stay in any case.
"""

import argparse
import sys
from datetime import UTC, datetime, timedelta

import dagster as dg

_FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
_AT_ONCE = 100


def delete_old_runs(instance: dg.DagsterInstance, days: float, keep: int) -> int:
    """Deletes finished runs that were created more than `days` ago, but for the `keep` newest of all; gives their number."""
    newest = {run.run_id for run in instance.get_runs(limit=keep)} if keep else set()
    old = dg.RunsFilter(statuses=_FINISHED, created_before=datetime.now(UTC) - timedelta(days=days))
    deleted, cursor = 0, None
    while runs := instance.get_runs(old, cursor=cursor, limit=_AT_ONCE):
        for run in runs:
            if run.run_id not in newest:
                instance.delete_run(run.run_id)
                deleted += 1
        kept = [run.run_id for run in runs if run.run_id in newest]
        if len(runs) < _AT_ONCE:
            break
        cursor = kept[-1] if kept else None
    return deleted


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=float, required=True, help="older than this")
    parser.add_argument("--keep", type=int, default=30, help="runs that stay in any case: the newest (30)")
    given = parser.parse_args()
    with dg.DagsterInstance.get() as instance:
        print(f"{delete_old_runs(instance, given.days, given.keep)} runs deleted")
    return 0


if __name__ == "__main__":
    sys.exit(main())
