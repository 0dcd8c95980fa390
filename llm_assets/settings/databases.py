"""Sources that are databases: how a URL is told from a path, and what it may hold.

A URL may name environment variables as `${NAME}`; a password written into it is refused, for settings are shown, logged and
committed.
"""

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from llm_assets.settings.problems import Problem, value_at
from llm_assets.settings.schema import Location

# Of SQLAlchemy's dialects, those that read tables; `duckdb` is read by DuckDB itself.
SCHEMES = frozenset(
    "postgresql postgres mysql mariadb sqlite duckdb mssql oracle snowflake redshift bigquery trino databricks".split()
)
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_PASSWORD = re.compile(r"://[^/@:]*:([^@]*)@")  # as SQLAlchemy reads a URL
_IN_QUERY = re.compile(r"(?i)[?&](?:password|passwd|pwd|token|secret)=([^&]*)")


def is_database(source: str) -> bool:
    """Whether a source is the URL of a database."""
    scheme, found, _ = source.partition("://")
    return bool(found) and scheme.partition("+")[0].lower() in SCHEMES


def holds_password(url: str) -> bool:
    """Whether a password itself stands in a URL, and not the name of a variable."""
    return any(_VARIABLE.sub("", found) for found in (*_PASSWORD.findall(url), *_IN_QUERY.findall(url)))


def expanded(url: str, environ: Mapping[str, str] = os.environ) -> tuple[str, list[str]]:
    """The URL with its variables filled in, and the names of those that are not set."""
    missing = [name for name in _VARIABLE.findall(url) if name not in environ]
    return _VARIABLE.sub(lambda match: environ.get(match[1], ""), url), missing


def problems(values: Mapping[str, Any], table: Location) -> Iterator[Problem]:
    """What `source`, `table` and `query` of one table of the dataset must agree on."""
    source, name, query = (value_at(values, (*table, key)) for key in ("source", "table", "query"))
    if not isinstance(source, str):
        return
    given = [key for key, value in (("table", name), ("query", query)) if value is not None]
    if not is_database(source):
        for key in given:
            yield Problem(
                (*table, key), "found beside a source that is no database", "a URL such as postgresql+psycopg://… as `source`"
            )
        return
    if len(given) != 1:
        yield Problem(
            (*table, "source"), f"found a database with {' and '.join(given) or 'neither'}", "`table` or `query`, one of them"
        )
    if holds_password(source):
        yield Problem(
            (*table, "source"),
            "found a password in the URL",
            "the name of an environment variable in its place: postgresql+psycopg://user:${DB_PASSWORD}@host/name",
        )
