"""Reading a million rows from PostgreSQL, through ADBC and through a server-side cursor: rows per second and peak memory.

    DB_PASSWORD=… python -m benchmarks.databases 'postgresql://user:${DB_PASSWORD}@host/name' --rows 1000000

It makes a table `benchmark_rows` there, and drops it in the end. Each way runs in a process of its own.
"""

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from llm_assets.dataset.columns import shape_of
from llm_assets.dataset.databases import Databases
from llm_assets.settings.databases import expanded
from llm_assets.settings.model import Interactions

_COLUMNS = {"at": "timestamp", "body": "text", "amount": "attribute"}


def _read(url: str, way: str) -> None:
    if way == "cursor":
        sys.modules["adbc_driver_postgresql"] = None  # type: ignore[assignment]
    section = Interactions.model_validate({"source": url, "table": "benchmark_rows", "user": "owner", "columns": _COLUMNS})
    began, rows = time.monotonic(), 0
    with Databases(Path()) as databases:
        for _, batch in databases.read(section, shape_of(section)):
            rows += len(batch.rows)
    seconds, peak = time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {way} | {rows:,} | {rows / seconds:,.0f} | {peak:,.0f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--way", choices=["adbc", "cursor"])
    arguments = parser.parse_args()
    if arguments.way:
        _read(arguments.url, arguments.way)
        return
    plain = make_url(expanded(arguments.url)[0]).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute("DROP TABLE IF EXISTS benchmark_rows")
        connection.execute(
            "CREATE TABLE benchmark_rows AS SELECT 'u' || mod(n, 100000) AS owner, now() + n * interval '1 s' AS at, "
            "repeat('a message about an order ', 8) || n AS body, n * 1.1 AS amount, 'never asked for' AS other "
            "FROM generate_series(1, %s) n",
            (arguments.rows,),
        )
        print("| way | rows | rows per second | peak RSS, MB |\n|---|---|---|---|", flush=True)
        for way in ("adbc", "cursor", "adbc", "cursor"):
            subprocess.run([sys.executable, "-m", "benchmarks.databases", arguments.url, "--way", way], check=True)
        connection.execute("DROP TABLE benchmark_rows")


if __name__ == "__main__":
    main()
