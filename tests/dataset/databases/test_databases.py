"""Databases as sources: exact text, declared columns alone, one snapshot, nothing written, and no secret in what is said."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlalchemy as sa

from llm_assets.dataset.cells import BINARY
from llm_assets.dataset.columns import shape_of
from llm_assets.dataset.databases import Databases
from llm_assets.errors import ConfigError, DatasetError
from llm_assets.settings import Dataset, parse_settings
from llm_assets.settings.model import Column
from tests.dataset.databases.conftest import PASSWORD

_USERS = {
    "name": {"role": "direct", "entity": "PERSON"},
    "zip": "quasi",
    "born": "quasi",
    "paid": "attribute",
    "active": "attribute",
}
_EVENTS = {"sent": "timestamp", "body": "text"}
_ROWS = [
    ("u1", "Zqx Anna", "01013", "1980-02-03", "12.50", True),
    ("u2", 'Zqx O\'Neil "X"', None, None, None, False),
    ("u3", "", "99999", "1999-12-31", "0.10", True),
]
_TEXTS = [("u1", "2024-03-01 10:00:00", "line\nbreak; – ü 🎉"), ("u3", "2024-03-02 23:59:59", "x")]
_TABLES = """
CREATE TABLE people (id varchar(20), name varchar(80), zip varchar(10), born date, paid numeric(8, 2), active boolean,
  secret varchar(20));
CREATE TABLE events (user_id varchar(20), sent timestamp NULL, body text);
"""


def _dataset(url: str, root: Path, **more: Any) -> Dataset:
    users = {"source": url, "id": "id", "table": "people", "columns": _USERS, **more}
    events = {"source": url, "user": "user_id", "query": "SELECT * FROM events;", "columns": _EVENTS}
    dataset = parse_settings({"dataset": {"users": users, "interactions": events}}, root=root, origin="test").dataset
    assert dataset is not None
    return dataset


def _read(dataset: Dataset, root: Path) -> tuple[dict[str, list[Any]], dict[str, list[Any]], list[str]]:
    found: list[dict[str, list[Any]]] = []
    names: list[str] = []
    with Databases(root) as databases:
        for section in (dataset.users, dataset.interactions):
            shape = shape_of(section)
            columns: dict[str, list[Any]] = {name: [] for name in shape.names}
            for _, batch in databases.read(section, shape):
                names += batch.names
                for name in shape.names:
                    columns[name] += batch.columns[name].to_pylist()
            found.append(columns)
    return found[0], found[1], names


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZQ_DB_PASSWORD", PASSWORD)


def _fill(execute: Callable[[str, tuple[Any, ...]], Any], mark: str) -> None:
    for statement in _TABLES.strip().split(";\n"):
        execute(statement.rstrip(";"), ())
    for row in _ROWS:
        execute(f"INSERT INTO people VALUES ({', '.join([mark] * 7)})", (*row, "zq-hidden"))
    for event in _TEXTS:
        execute(f"INSERT INTO events VALUES ({', '.join([mark] * 3)})", event)


def _sqlite(folder: Path) -> str:
    with sqlite3.connect(folder / "shop.db") as connection:
        _fill(connection.execute, "?")
    return "sqlite:///shop.db"


def _duckdb(folder: Path) -> str:
    with duckdb.connect(str(folder / "shop.duckdb")) as connection:
        _fill(lambda statement, row: connection.execute(statement, list(row)), "?")
    return "duckdb:///shop.duckdb"


def _expected() -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    users = {
        "id": ["u1", "u2", "u3"],
        "name": [["Zqx Anna"], ['Zqx O\'Neil "X"'], []],
        "zip": ["01013", None, "99999"],
        "born": ["1980-02-03", None, "1999-12-31"],
        "paid": ["12.50", None, "0.10"],
        "active": ["true", "false", "true"],
    }
    return users, {"user_id": ["u1", "u3"], "sent": [sent for _, sent, _ in _TEXTS], "body": [body for *_, body in _TEXTS]}


def _same(found: dict[str, list[Any]], expected: dict[str, list[Any]], *, loose: bool) -> None:
    for name, values in expected.items():
        told = [str(value).replace("T", " ") if name == "sent" else value for value in found[name]]
        if loose and name == "active":  # MySQL and SQLite have no truth values of their own
            told = [{"1": "true", "0": "false"}.get(value, value) for value in told]
        if loose and name == "paid":  # SQLite keeps what it takes for a number as one
            told, values = ([None if value is None else float(value) for value in each] for each in (told, values))
        assert told == values, name


@pytest.mark.parametrize("make", [_sqlite, _duckdb])
def test_a_file_database_gives_exact_text_and_the_declared_columns_alone(tmp_path: Path, make: Callable[[Path], str]) -> None:
    users, events, names = _read(_dataset(make(tmp_path), tmp_path), tmp_path)
    for found, expected in zip((users, events), _expected(), strict=True):
        _same(found, expected, loose=make is _sqlite)
    assert "secret" in names  # so that the check can name it
    assert "zq-hidden" not in repr((users, events))


@pytest.mark.parametrize("make", [_sqlite, _duckdb])
@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"table": "nobody"}, "there is no such table"),
        ({"columns": {"nme": "attribute"}}, "column 'nme' is not in table people"),
        (
            {"table": None, "query": "SELECT zqx FROM people WHERE name = 'Zqx Anna'"},
            "there is no such column|not accepted|cannot be read",
        ),
        ({"table": None, "query": "SELEKT 'Zqx Anna'"}, "not accepted|cannot be read|no such"),
    ],
)
def test_what_a_database_refuses_is_told_in_one_line_without_a_value(
    tmp_path: Path, make: Callable[[Path], str], more: dict[str, Any], why: str
) -> None:
    dataset = _dataset(make(tmp_path), tmp_path, **more)
    with pytest.raises(DatasetError, match=why) as caught:
        _read(dataset, tmp_path)
    assert "Zqx" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_a_database_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    for url in ("sqlite:///none.db", "duckdb:///none.duckdb"):
        with pytest.raises(DatasetError):
            _read(_dataset(url, tmp_path), tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("section", "why"),
    [
        ({"source": "postgresql+psycopg://me:zq-word@host/db", "table": "t"}, "password in the URL"),
        ({"source": "mysql+pymysql://host/db?password=zq-word", "table": "t"}, "password in the URL"),
        ({"source": "postgresql://host/db"}, "database with neither"),
        ({"source": "postgresql://host/db", "table": "t", "query": "q"}, "database with table and query"),
        ({"source": "users.csv", "table": "t"}, "beside a source that is no database"),
    ],
)
def test_settings_of_a_database_that_cannot_be(tmp_path: Path, section: dict[str, str], why: str) -> None:
    values = {"dataset": {"users": {"id": "id", **section}, "interactions": {"source": "e.csv", "user": "id"}}}
    with pytest.raises(ConfigError, match=why) as caught:
        parse_settings(values, root=tmp_path, origin="test")
    assert "zq-word" not in str(caught.value)


def test_a_variable_that_is_not_set_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZQ_DB_PASSWORD")
    with pytest.raises(ConfigError, match="the environment variable ZQ_DB_PASSWORD is not set"):
        _read(_dataset("postgresql://me:${ZQ_DB_PASSWORD}@127.0.0.1:1/db", tmp_path), tmp_path)


def test_a_database_without_an_answer_is_told_in_one_line(tmp_path: Path) -> None:
    for url in ("postgresql://me:${ZQ_DB_PASSWORD}@127.0.0.1:1/db", "mysql+pymysql://me:${ZQ_DB_PASSWORD}@127.0.0.1:1/db"):
        with pytest.raises(DatasetError, match="the database cannot be reached") as caught:
            _read(_dataset(url, tmp_path), tmp_path)
        assert PASSWORD not in str(caught.value)


@contextmanager
def _served(request: pytest.FixtureRequest, kind: str) -> Iterator[tuple[str, sa.Engine]]:
    place = request.getfixturevalue(kind)
    url = f"{'postgresql+psycopg' if kind == 'postgres' else 'mysql+pymysql'}://{place}"
    engine = sa.create_engine(url.replace("${ZQ_DB_PASSWORD}", PASSWORD))
    yield url, engine
    engine.dispose()


@pytest.fixture(params=["postgres", "mariadb"])
def server(request: pytest.FixtureRequest) -> Any:
    """(URL, engine that may write) of a server with both tables in it."""
    with _served(request, request.param) as (url, engine):
        with engine.begin() as connection:
            for table in ("people", "events"):
                connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
            _fill(lambda statement, row: connection.exec_driver_sql(statement, row or None), "%s")
        yield url, engine


@pytest.mark.slow
def test_a_server_gives_exact_text(tmp_path: Path, server: tuple[str, sa.Engine]) -> None:
    users, events, _ = _read(_dataset(server[0], tmp_path), tmp_path)
    for found, expected in zip((users, events), _expected(), strict=True):
        _same(found, expected, loose="mysql" in server[0])


@pytest.mark.slow
def test_both_tables_are_seen_at_one_moment_and_nothing_is_written(tmp_path: Path, server: tuple[str, sa.Engine]) -> None:
    url, engine = server
    dataset = _dataset(url, tmp_path)
    with Databases(tmp_path) as databases:
        users = databases.read(dataset.users, shape_of(dataset.users))
        events = databases.read(dataset.interactions, shape_of(dataset.interactions))
        assert sum(len(batch.rows) for _, batch in users) == 3
        with engine.begin() as connection:  # while the users are read, an event comes
            connection.exec_driver_sql("INSERT INTO events VALUES ('u2', '2024-05-01 00:00:00', 'late')")
        assert sum(len(batch.rows) for _, batch in events) == 2
    writing = _dataset(url, tmp_path, table=None, query="WITH gone AS (DELETE FROM people RETURNING *) SELECT * FROM gone")
    with pytest.raises(DatasetError):
        _read(writing, tmp_path)
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM people").scalar() == 3


@pytest.mark.slow
def test_a_wrong_password_is_told_without_it(
    tmp_path: Path, server: tuple[str, sa.Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZQ_DB_PASSWORD", "zq-wrong-word")
    with pytest.raises(DatasetError, match="refused the login") as caught:
        _read(_dataset(server[0], tmp_path), tmp_path)
    assert "zq-wrong-word" not in str(caught.value)


@pytest.mark.slow
def test_postgres_gives_the_same_without_adbc(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _served(request, "postgres") as (url, engine), engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS people; DROP TABLE IF EXISTS events")
        connection.exec_driver_sql(
            "CREATE TABLE people AS SELECT 'u' || n AS id, ARRAY['Zqx ' || n, 'Zq'] AS name, n::float8 / 3 AS zip, "
            "now() AS born, jsonb_build_object('a', 1.10) AS paid, gen_random_uuid() AS active FROM generate_series(1, 45000) n"
        )
        connection.exec_driver_sql(
            "CREATE TABLE events AS SELECT 'u1' AS user_id, now() AS sent, '\\x00'::bytea AS blob, 'b' AS body"
        )
    dataset = _dataset(url, tmp_path)
    fast = _read(dataset, tmp_path)
    assert fast[0]["name"][0] == ["Zqx 1", "Zq"]
    assert fast[0]["paid"][0] == '{"a": 1.10}'
    monkeypatch.setitem(__import__("sys").modules, "adbc_driver_postgresql", None)
    assert _read(dataset, tmp_path) == fast
    blob = _dataset(url, tmp_path)
    blob.interactions.columns["blob"] = blob.interactions.columns["body"]
    assert _read(blob, tmp_path)[1]["blob"] == [BINARY]  # counted by the intake, and never passed on
    blob.interactions.columns["blob"] = Column(role="direct")
    with pytest.raises(DatasetError, match="'blob' hold binary data"):
        _read(blob, tmp_path)
