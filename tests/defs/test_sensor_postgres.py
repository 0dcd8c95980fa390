"""The sensor on tables of a real PostgreSQL: each change of what the queries tell gives one run, which reads the tables."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import psycopg
import pytest

from llm_assets.defs import build_defs
from llm_assets.settings import parse_settings
from tests.dataset.databases.conftest import PASSWORD
from tests.dataset.databases.conftest import postgres as postgres
from tests.defs.conftest import MARK, dataset

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
_QUERIES = {f"{table}_query": f"SELECT max(changed), count(*) FROM {table}" for table in ("users", "interactions")}
_TABLES = """CREATE TABLE users (user_id text, name text, email text, born int, plan text, changed timestamp DEFAULT now());
CREATE TABLE interactions (user_id text, at text, thread text, body text, changed timestamp DEFAULT now())"""


@pytest.fixture
def tables(project: Path, postgres: str, monkeypatch: pytest.MonkeyPatch) -> Iterator["psycopg.Connection[tuple[int]]"]:
    """A database of its own with the rows of the dataset."""
    monkeypatch.setenv("ZQ_DB_PASSWORD", PASSWORD)
    host, _, port = postgres.partition("@")[2].partition("/")[0].partition(":")
    server = f"host={host} port={port} user=reader password={PASSWORD} dbname="
    with psycopg.connect(f"{server}postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE watched")
    with psycopg.connect(f"{server}watched", autocommit=True) as connection:
        for statement in _TABLES.split(";\n"):
            connection.execute(statement)
        with (project / "users.csv").open(newline="") as file, connection.cursor() as cursor:
            cursor.executemany("INSERT INTO users VALUES (%s, %s, %s, %s, %s)", list(csv.reader(file))[1:])
        rows = [json.loads(line) for line in (project / "events.jsonl").read_text().splitlines()[:-2]]
        with connection.cursor() as cursor:
            names = ("user_id", "at", "thread", "body")
            cursor.executemany(
                "INSERT INTO interactions VALUES (%s, %s, %s, %s)", [[row[name] for name in names] for row in rows]
            )
        yield connection


def test_a_change_of_a_table_gives_one_run(
    tables: "psycopg.Connection[tuple[int]]", project: Path, postgres: str, instance: dg.DagsterInstance
) -> None:
    url = f"postgresql://{postgres.rpartition('/')[0]}/watched"
    values = dataset()
    for table in ("users", "interactions"):
        values[table] = {**values[table], "source": url, "table": table}  # type: ignore[dict-item]
        (project / ("users.csv" if table == "users" else "events.jsonl")).unlink()
    given = {"dataset": values, "privacy": {"canaries": 8}, "schedule": {"sensor": {"looks": 2, **_QUERIES}}}
    defs = build_defs(parse_settings(given, root=project, origin="test"))
    sensor, cursor = defs.resolve_sensor_def("changed_sources"), None
    keys = set()

    def look() -> str:
        nonlocal cursor
        found = sensor.evaluate_tick(dg.build_sensor_context(instance, cursor=cursor))
        cursor = found.cursor or cursor
        if not found.run_requests:
            return str(found.skip_message)
        keys.add(found.run_requests[0].run_key)
        return "run"

    changes = (
        "UPDATE users SET plan = 'free', changed = changed + interval '1 s' WHERE user_id = 'zqxvjid0001'",
        "DELETE FROM interactions WHERE user_id = 'zqxvjid0002'",
        "INSERT INTO users VALUES ('zqxvjid0099', 'Zqxvjanna Zqxvjnew', 'zqxvjnew@zqxvjmail.example', 1950, 'pro')",
    )
    for number, change in enumerate(("SELECT 1", *changes)):
        tables.execute(change)
        assert look() == "the sources have changed; a run starts when one more look finds the same"
        assert look() == "run"
        assert look() == "nothing has changed since the last run was asked for"
        assert len(keys) == number + 1

    (read,) = tables.execute("SELECT count(*) FROM interactions").fetchone() or (0,)
    done = defs.resolve_job_def("build").execute_in_process(instance=instance, asset_selection=[dg.AssetKey("raw_dataset")])
    (made,) = done.asset_materializations_for_node("raw_dataset")
    assert (made.metadata["users"].value, made.metadata["interactions"].value) == (31, read)

    tables.execute("ALTER TABLE users RENAME TO away")
    told = look()
    assert told.startswith("the sources cannot be read now: ")
    assert not any(word in f"{told}{cursor}".casefold() for word in (MARK, PASSWORD.casefold()))
