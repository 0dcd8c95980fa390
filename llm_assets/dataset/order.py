"""Brings the rows into the order of the shards with DuckDB, in bounded memory: what does not fit goes to disk.

Wide rows are sorted once, on their way out; ranks and participants are found on narrow tables before.
"""

# ruff: noqa: S608 (no text of the data or the settings comes into a query but as a quoted literal)

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from llm_assets.dataset.speakers import is_role, key_of
from llm_assets.errors import OutputError

MAX_PARTICIPANTS = 256
_BATCH_ROWS = 2_048
_BEFORE = 200  # characters of a message that say what is asked


class Order:
    """Kept users and interactions, ready to be read in order.

    users: Parquet files of kept users; interactions: the file of kept interactions; named: numbers of its columns that name a
    further user; speaker: number of the column that says who speaks; texts: numbers of those with texts. erased: the files of
    users and interactions of erased people, whose ordinals come behind those of the users; what they said is in no order.
    coded: whether the view `coded` (id, pseudonym) of the connection has the pseudonyms of users.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        users: Sequence[Path],
        interactions: Path,
        named: Sequence[int],
        *,
        speaker: int | None = None,
        texts: Sequence[int] = (),
        erased: tuple[Path, Path] | None = None,
        coded: bool = False,
    ) -> None:
        self._connection = connection
        self._erased = [f"read_parquet({literal(str(path))})" for path in erased or ()]
        self._users = f"read_parquet([{', '.join(literal(str(path)) for path in users)}])"
        self._interactions = f"read_parquet({literal(str(interactions))})"
        self._texts = texts
        self._find_people(coded)
        self._find_speakers(speaker)
        self._find_ranks(named, speaker)
        self._find_members(named)
        self._find_befores()

    def weights(self) -> Any:
        """Bytes of each user with all its interactions, by ordinal (numpy, int64)."""
        query = """
            SELECT p.weight + coalesce(r.weight, 0) AS weight
            FROM people p
            LEFT JOIN (SELECT ordinal, sum(weight)::BIGINT AS weight FROM ranks GROUP BY ordinal) r USING (ordinal)
            WHERE p.ordinal < (SELECT kept FROM sizes)
            ORDER BY p.ordinal"""
        return self._connection.sql(query).fetchnumpy()["weight"]

    def users(self, columns: int) -> Iterator[Any]:
        """Arrow batches of the users by ordinal: ordinal, pseudonym, id, then the columns by number."""
        chosen = "".join(f", u.c{i}" for i in range(columns))
        query = f"SELECT p.ordinal, p.pseudonym, p.id{chosen} FROM {self._users} u JOIN people p USING (id) ORDER BY 1"
        return self._stream(query)

    def interactions(self, columns: int, named: Sequence[int]) -> Iterator[Any]:
        """Arrow batches by ordinal, time and position: ordinal, pseudonym, position, conversation, sequence, participants,
        time, then the columns by number, then what came before each text column, when another user's interaction did.

        Participants are the other users of the conversation, at most 256 of them: those with most interactions in it, then
        by ordinal. (Every row repeats the list, so that a thread of ten thousand users would grow with the square of its
        size.) Users that the row itself names are always among them, and who speaks, if it is somebody's name.
        """
        listed = "coalesce(m.ordinals, []::UINTEGER[])"
        members = listed
        if others := [*(f"r.f{i}" for i in named), *(["r.spoken"] if self.speakers else [])]:
            own = ", ".join(others)
            # Most rows name nobody who is not in the list already, and to sort the lists again costs five times as much.
            known = " AND ".join(f"({other} IS NULL OR list_contains({listed}, {other}))" for other in others)
            members = f"CASE WHEN {known} THEN {listed} ELSE list_sort(list_distinct(list_concat({listed}, [{own}]))) END"
        cells = [f"i.c{n}" for n in range(columns)]
        for n in named if self._erased else ():
            cells[n] = f"CASE WHEN r.f{n} < (SELECT kept FROM sizes) OR r.f{n} IS NULL THEN i.c{n} END"
        chosen = "".join(f", {cell} AS c{n}" for n, cell in enumerate(cells)) + "".join(f", b.b{n}" for n in self._texts)
        return self._stream(f"""
            SELECT r.ordinal, p.pseudonym, i.position, i.thread, r.sequence,
                [x FOR x IN {members} IF x IS NOT NULL AND x <> r.ordinal] AS participants, i.moment{chosen}
            FROM {self._interactions} i JOIN ranks r USING (position) JOIN people p ON p.ordinal = r.ordinal
            LEFT JOIN members m ON m.thread = i.thread LEFT JOIN befores b ON b.position = r.position
            ORDER BY r.ordinal, i.moment NULLS LAST, i.position""")

    def values(self, users: Sequence[tuple[int, str, str]], interactions: Sequence[tuple[int, str, str]]) -> Iterator[Any]:
        """Arrow batches of the direct identifiers: ordinal, entity, column, value; distinct, by ordinal, column, value.

        users, interactions: number, entity and name ("users.email") of their direct columns; number -1 is the id. Names of
        speakers are of the entity SPEAKER, with ordinals behind those of the users.
        """
        parts = []
        for number, entity, name in users:
            value = "p.id" if number < 0 else f"unnest(u.c{number})"
            parts.append(
                f"SELECT p.ordinal, {literal(entity)} AS entity, {literal(name)} AS name, {value} AS value"
                f" FROM {self._users} u JOIN people p USING (id)"
            )
        for number, entity, name in interactions:
            parts.append(
                f"SELECT p.ordinal, {literal(entity)}, {literal(name)}, unnest(i.c{number})"
                f" FROM {self._interactions} i JOIN people p ON p.id = i.owner"
            )
        parts.append("SELECT ordinal, 'SPEAKER', 'interactions.speaker', value FROM speakers")
        return self._distinct(parts)

    def erased_values(
        self, users: Sequence[tuple[int, str, str]], interactions: Sequence[tuple[int, str, str]]
    ) -> Iterator[Any]:
        """The same of the erased people, and their pseudonyms, of the entity ERASED: none of it may be in the tree."""
        parts = ["SELECT ordinal, 'ERASED' AS entity, 'users.id' AS name, pseudonym AS value FROM people WHERE erased"]
        for tables, columns, key in ((self._erased[0], users, "id"), (self._erased[1], interactions, "owner")):
            for number, entity, name in columns:
                value = "p.id" if number < 0 else f"unnest(e.c{number})"
                parts.append(
                    f"SELECT p.ordinal, {literal(entity)}, {literal(name)}, {value}"
                    f" FROM {tables} e JOIN people p ON p.id = e.{key}"
                )
        return self._distinct(parts)

    @property
    def erased(self) -> int:
        """Number of erased people."""
        return int(self._connection.execute("SELECT count(*) FROM people WHERE erased").fetchall()[0][0])

    def _distinct(self, parts: Sequence[str]) -> Iterator[Any]:
        return self._stream(
            f"SELECT DISTINCT ordinal, entity, name, value FROM ({' UNION ALL '.join(parts)})"
            " ORDER BY ordinal, name, value, entity"
        )

    def _stream(self, query: str) -> Iterator[Any]:
        # `sql(…)` streams out of the sort; `execute(…)` was measured to hold three times the memory.
        return iter(self._connection.sql(query).to_arrow_reader(_BATCH_ROWS))

    def _find_people(self, coded: bool) -> None:
        drawn = f"(SELECT c.pseudonym, u.id, u.weight FROM {self._users} u JOIN coded c USING (id))"
        self._connection.execute(f"""
            CREATE TABLE people AS
            SELECT (row_number() OVER (ORDER BY pseudonym, id) - 1)::UINTEGER AS ordinal, pseudonym, id, weight, false AS erased
            FROM {drawn if coded else self._users}""")
        self._connection.execute("CREATE TABLE sizes AS SELECT count(*) AS kept FROM people")
        if self._erased:
            self._connection.execute(f"""
                INSERT INTO people
                SELECT (SELECT kept FROM sizes) + row_number() OVER (ORDER BY id) - 1, pseudonym, id, 0, true
                FROM (SELECT DISTINCT pseudonym, id FROM {self._erased[0]})""")

    def _find_speakers(self, speaker: int | None) -> None:
        """Who speaks, without the roles: each name has an ordinal, however it is written."""
        names: list[str] = []
        if speaker is not None:
            query = f"SELECT DISTINCT c{speaker} FROM {self._interactions} WHERE c{speaker} IS NOT NULL"
            names = sorted(name for (name,) in self._connection.sql(query).fetchall() if not is_role(name))
        self.speakers = len(names)
        columns = {"value": names, "name": [key_of(name) for name in names]}
        self._connection.register("named_speakers", pa.table({n: pa.array(c, pa.string()) for n, c in columns.items()}))
        self._connection.execute("""
            CREATE TABLE speakers AS
            SELECT value, (dense_rank() OVER (ORDER BY name) - 1 + (SELECT count(*) FROM people))::UINTEGER AS ordinal
            FROM named_speakers""")

    def _find_ranks(self, named: Sequence[int], speaker: int | None) -> None:
        chosen = "".join(f", f{i}.ordinal AS f{i}" for i in named)
        joins = " ".join(f"LEFT JOIN people f{i} ON f{i}.id = i.c{i}" for i in named)
        kept = "".join(f", f{i}" for i in named)
        if self.speakers:
            chosen, kept = f"{chosen}, s.ordinal AS spoken", f"{kept}, spoken"
            joins += f" LEFT JOIN speakers s ON s.value = i.c{speaker}"
        self._connection.execute(f"""
            CREATE TABLE ranks AS SELECT position, ordinal, thread, weight{kept},
                row_number() OVER ordered - 1 AS sequence,
                CASE WHEN lag(ordinal) OVER ordered <> ordinal THEN lag(position) OVER ordered END AS previous
            FROM (
                SELECT i.position, i.thread, i.moment, i.weight, p.ordinal{chosen}
                FROM {self._interactions} i JOIN people p ON p.id = i.owner {joins}
            )
            WINDOW ordered AS (
                PARTITION BY thread, CASE WHEN thread IS NULL THEN ordinal END ORDER BY moment NULLS LAST, position
            )""")

    def _find_members(self, named: Sequence[int]) -> None:
        present = "SELECT thread, ordinal, 1 AS present FROM ranks WHERE thread IS NOT NULL"
        others = [f"f{i}" for i in named] + (["spoken"] if self.speakers else [])
        mentioned = "".join(
            f" UNION ALL SELECT thread, {name}, 0 FROM ranks WHERE thread IS NOT NULL AND {name} IS NOT NULL" for name in others
        )
        if self._erased:
            # Who is erased was present: the others of the conversation may still call that person by a given name.
            mentioned += (
                f" UNION ALL SELECT e.thread, p.ordinal, 1 FROM {self._erased[1]} e JOIN people p ON p.id = e.owner"
                " WHERE e.thread IS NOT NULL"
            )
        self._connection.execute(f"""
            CREATE TABLE members AS SELECT thread, list(ordinal ORDER BY ordinal) AS ordinals
            FROM (
                SELECT thread, ordinal, row_number() OVER (PARTITION BY thread ORDER BY sum(present) DESC, ordinal) AS place
                FROM ({present}{mentioned}) GROUP BY thread, ordinal
            )
            WHERE place <= {MAX_PARTICIPANTS} GROUP BY thread HAVING count(*) > 1""")

    def _find_befores(self) -> None:
        """The end of the message before, where another user's is: that may lie in another shard."""
        chosen = "".join(f", right(i.c{n}, {_BEFORE}) AS b{n}" for n in self._texts)
        self._connection.execute(f"""
            CREATE TABLE befores AS SELECT r.position{chosen}
            FROM ranks r JOIN {self._interactions} i ON i.position = r.previous WHERE r.previous IS NOT NULL""")


@contextmanager
def sorting(scratch: Path, memory: str = "800MB", threads: int = 2) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB that keeps to `memory` and spills into `scratch`. Raises OutputError when it runs out of room."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "threads": str(threads),
        "temp_directory": str(scratch),
        "preserve_insertion_order": "false",
        # A table's name must never fall back to a Python variable of that name.
        "python_enable_replacements": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    connection = duckdb.connect(":memory:", config=config)
    try:
        yield connection
    except (duckdb.OperationalError, pa.ArrowException) as error:
        raise OutputError(
            f"the rows cannot be sorted ({type(error).__name__})",
            where=str(scratch.parent),
            remedy="Free disk space for the work folder (three times the source) or memory, then run again.",
        ) from None
    finally:
        connection.close()


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
