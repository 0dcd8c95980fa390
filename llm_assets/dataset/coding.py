"""What needs a random code: every id of both tables, as one query. Only where pseudonyms are not derived from a key."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from llm_assets.dataset.columns import Shape
from llm_assets.dataset.intake import written_columns
from llm_assets.dataset.order import literal
from llm_assets.dataset.speakers import is_role, key_of

FOLDER = "codes"


class Drawer(Protocol):
    """Who draws the codes, and keeps them apart from the data."""

    def settle(self, scratch: Path, target: Path, connection: Any, wanted: str) -> None:
        """Makes the table `codes` (domain, value, code) of the connection for a query of (domain, value), and a file of it."""


def settle_codes(
    drawer: Drawer,
    connection: Any,
    files: tuple[Sequence[Path], Path],
    shapes: tuple[Shape, Shape],
    folder: Path,
    scratch: Path,
    *,
    erased: Path | None = None,
) -> None:
    """Every id of the kept rows gets its code. files: of kept users, and of kept interactions; folder: of the stage.

    erased: file of the erased users, with all ids of theirs that the source holds: others may
    name them, and none of these gets a code.
    """
    users = f"read_parquet([{', '.join(literal(str(path)) for path in files[0])}])"
    events = f"read_parquet({literal(str(files[1]))})"
    parts = [f"SELECT 'user' AS domain, id AS value FROM {users}", f"SELECT 'conversation', thread FROM {events}"]  # noqa: S608
    for shape, source in zip(shapes, (users, events), strict=True):
        for number, name in enumerate(written_columns(shape)):
            role = shape.columns[name].role
            domain = "user" if role == "user" else f"{shape.table}.{name}"
            if role in ("user", "pseudonym"):
                parts.append(f"SELECT {literal(domain)}, c{number} FROM {source}")  # noqa: S608
            elif role == "speaker":
                _register_speakers(connection, f"SELECT DISTINCT c{number} FROM {source} WHERE c{number} IS NOT NULL")  # noqa: S608
                parts.append("SELECT 'speaker', name FROM coded_speakers")
    union = " UNION ALL ".join(parts)
    settled = "SELECT value AS id, code AS pseudonym FROM codes WHERE domain = 'user'"
    wanted = f"SELECT DISTINCT * FROM ({union}) WHERE value IS NOT NULL"  # noqa: S608
    if erased is not None:
        gone = f"SELECT id FROM read_parquet({literal(str(erased))}) WHERE id IS NOT NULL"  # noqa: S608
        wanted += f" AND NOT (domain = 'user' AND value IN ({gone}))"
    drawer.settle(scratch, folder / FOLDER, connection, wanted)
    connection.execute(f"CREATE VIEW coded AS {settled}")


def _register_speakers(connection: Any, query: str) -> None:
    names = {key_of(name) for (name,) in connection.sql(query).fetchall() if not is_role(name)}
    connection.register("coded_speakers", pa.table({"name": pa.array(sorted(names), pa.string())}))
