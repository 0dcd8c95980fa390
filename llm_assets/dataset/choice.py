"""Leaves out the interactions that the settings do not ask for, before anything is counted of the data or measured of its risk.

Only their rows go. Whose values they hold is still hunted, who took part in a conversation still did, and they are still the
context of what came after them.
"""

# ruff: noqa: S608 (no text of the data or the settings comes into a query but as a quoted literal)

from pathlib import Path

import duckdb

from llm_assets.dataset.order import literal
from llm_assets.errors import DatasetError
from llm_assets.settings.content_model import Content

# Why an interaction was left out; the first that is true is told.
REASONS = ("too_large", "kind", "undated", "since", "last", "history")


def cut_interactions(
    connection: duckdb.DuckDBPyConnection, interactions: Path, content: Content, kind: int | None
) -> dict[str, int]:
    """Takes rows off the table `ranks` of an `Order` that is ready, and numbers what stays of a conversation anew.

    interactions: the file of kept interactions; kind: number of its column of that role. Returns how many rows went, by reason.
    Raises DatasetError when none would be left.
    """
    if not content.cuts and not _oversize(connection, content):
        return {}
    connection.execute(f"""
        CREATE TABLE chosen AS SELECT position, ordinal, moment, r.weight, {_reason(content, kind)} AS reason
        FROM ranks r JOIN read_parquet({literal(str(interactions))}) i USING (position)""")
    if content.last is not None:
        connection.execute(f"""
            UPDATE chosen SET reason = 'last' FROM (
                SELECT position, row_number() OVER (PARTITION BY ordinal ORDER BY moment DESC NULLS LAST, position DESC) AS back
                FROM chosen WHERE reason IS NULL
            ) later WHERE later.position = chosen.position AND later.back > {int(content.last)}""")
    most = content.max_history_bytes
    connection.execute(f"""
        UPDATE chosen SET reason = 'history' FROM (
            SELECT position, sum(weight) OVER (
                PARTITION BY ordinal ORDER BY moment DESC NULLS LAST, position DESC ROWS UNBOUNDED PRECEDING
            ) AS held
            FROM chosen WHERE reason IS NULL AND ordinal IN (
                SELECT ordinal FROM chosen WHERE reason IS NULL GROUP BY ordinal HAVING sum(weight) > {most}
            )
        ) later WHERE later.position = chosen.position AND later.held > {most}""")
    query = "SELECT reason, count(*) FROM chosen WHERE reason IS NOT NULL GROUP BY reason"
    gone: dict[str, int] = dict(connection.sql(query).fetchall())
    connection.execute("""
        CREATE OR REPLACE TABLE ranks AS SELECT r.* REPLACE (row_number() OVER (
            PARTITION BY thread, CASE WHEN thread IS NULL THEN r.ordinal END ORDER BY sequence
        ) - 1 AS sequence)
        FROM ranks r JOIN chosen c USING (position) WHERE c.reason IS NULL""")
    if gone and not connection.sql("SELECT 1 FROM ranks LIMIT 1").fetchall():
        raise DatasetError(
            f"no interaction is left: {sum(gone.values()):,} were cut",
            where="[llm_output.content]",
            remedy="Check last, since, kinds, without_kinds and the limits of bytes against the source.",
        )
    return {reason: gone[reason] for reason in REASONS if reason in gone}


def _oversize(connection: duckdb.DuckDBPyConnection, content: Content) -> bool:
    """Whether an interaction or a history has more bytes than it may."""
    query = f"""
        SELECT count(*) FROM (SELECT max(weight) AS one, sum(weight) AS all_ FROM ranks GROUP BY ordinal)
        WHERE one > {content.max_interaction_bytes} OR all_ > {content.max_history_bytes}"""
    return bool(connection.sql(query).fetchall()[0][0])


def _reason(content: Content, kind: int | None) -> str:
    cases = [f"WHEN r.weight > {content.max_interaction_bytes} THEN 'too_large'"]
    if kind is not None and content.kinds is not None:
        cases.append(f"WHEN i.c{kind} IS NULL OR i.c{kind} NOT IN ({_listed(content.kinds)}) THEN 'kind'")
    if kind is not None and content.without_kinds:
        cases.append(f"WHEN i.c{kind} IN ({_listed(content.without_kinds)}) THEN 'kind'")
    if content.since_seconds is not None:
        cases += ["WHEN i.moment IS NULL THEN 'undated'", f"WHEN i.moment < {content.since_seconds} THEN 'since'"]
    return f"CASE {' '.join(cases)} END"


def _listed(names: list[str]) -> str:
    return ", ".join(map(literal, names))
