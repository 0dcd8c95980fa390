"""Reading a million rows from a database: rows per second and peak memory.

    DB_PASSWORD=… python -m benchmarks.databases 'postgresql://user:${DB_PASSWORD}@host/name' --rows 1000000

The database is PostgreSQL (through ADBC, and through a server-side cursor), MariaDB, SQLite or DuckDB. It makes a table
`benchmark_rows` there, and drops it in the end. Each reading runs in a process of its own.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from llm_assets.dataset.columns import shape_of
from llm_assets.dataset.databases import Databases
from llm_assets.settings.databases import expanded
from llm_assets.settings.model import Interactions

_COLUMNS = {"at": "timestamp", "body": "text", "amount": "attribute"}
# About 250 bytes a row, of which 210 are asked for.
_BODY = "a message about an order " * 8
_ROWS = {
    "postgresql": "SELECT 'u' || mod(n, 100000) AS owner, now() + n * interval '1 s' AS at, '{body}' || n AS body, "
    "n * 1.1 AS amount, 'never asked for' AS other FROM generate_series(1, {rows}) n",
    "mysql": "SELECT CONCAT('u', MOD(seq, 100000)) AS owner, NOW() + INTERVAL seq SECOND AS at, CONCAT('{body}', seq) AS body, "
    "seq * 1.1 AS amount, 'never asked for' AS other FROM seq_1_to_{rows}",
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {rows}) "
    "SELECT 'u' || (n % 100000) AS owner, datetime(1700000000 + n, 'unixepoch') AS at, '{body}' || n AS body, "
    "n * 1.1 AS amount, 'never asked for' AS other FROM s",
    "duckdb": "SELECT 'u' || (n % 100000) AS owner, now() + n * interval 1 second AS at, '{body}' || n AS body, "
    "n * 1.1 AS amount, 'never asked for' AS other FROM range(1, {rows} + 1) t(n)",
}


def _read(url: str, way: str) -> None:
    if way == "cursor":
        sys.modules["adbc_driver_postgresql"] = None  # type: ignore[assignment]
    section = Interactions.model_validate({"source": url, "table": "benchmark_rows", "user": "owner", "columns": _COLUMNS})
    began, rows = time.monotonic(), 0
    with Databases(Path()) as databases:
        for _, batch in databases.read(section, shape_of(section)):
            rows += len(batch.rows)
    seconds = time.monotonic() - began
    print(f"| {way} | {rows:,} | {rows / seconds:,.0f} | {_peak_megabytes():,.0f} |")


def _peak_megabytes() -> float:
    """The largest resident set of this process. Linux' ru_maxrss would count what the parent held when it made this process."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


@contextmanager
def _writing(url: str, kind: str) -> Iterator[Callable[[str], object]]:
    """What runs a statement that writes."""
    parts = sa.make_url(expanded(url)[0])
    if kind == "duckdb":
        import duckdb

        with duckdb.connect(parts.database or "") as file:
            yield file.execute
        return
    engine = sa.create_engine(parts.set(drivername="postgresql+psycopg") if kind == "postgresql" else parts)
    with engine.begin() as connection:
        yield lambda statement: connection.exec_driver_sql(statement.replace("%", "%%") if kind == "mysql" else statement)
    engine.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--way", choices=["adbc", "cursor", "driver"])
    arguments = parser.parse_args()
    if arguments.way:
        _read(arguments.url, arguments.way)
        return
    kind = sa.make_url(arguments.url).drivername.partition("+")[0]
    with _writing(arguments.url, kind) as write:
        write("DROP TABLE IF EXISTS benchmark_rows")
        write(f"CREATE TABLE benchmark_rows AS {_ROWS[kind].format(body=_BODY, rows=arguments.rows)}")
    print("| way | rows | rows per second | peak RSS, MB |\n|---|---|---|---|", flush=True)
    for way in ("adbc", "cursor", "adbc", "cursor") if kind == "postgresql" else ("driver", "driver"):
        subprocess.run([sys.executable, "-m", "benchmarks.databases", arguments.url, "--way", way], check=True)
    with _writing(arguments.url, kind) as write:
        write("DROP TABLE benchmark_rows")


if __name__ == "__main__":
    main()
