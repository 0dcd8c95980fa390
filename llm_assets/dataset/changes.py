"""What the sources are like now, as one short text that is another one when they change: for a sensor that looks every minute.

Files and objects: names, sizes, times and versions. A database: the row that a query of the settings gives; without one, the
file of SQLite or DuckDB. The text is a hash under a key that stays in the work folder, for the result of a query may be a
value of the data, and one that is easy to guess.
"""

import hashlib
import secrets
from collections.abc import Collection, Iterator
from pathlib import Path

import sqlalchemy as sa

from llm_assets.dataset.columns import Table
from llm_assets.dataset.databases import one_row
from llm_assets.dataset.sources import table_versions
from llm_assets.errors import ConfigError, OutputError, is_transient
from llm_assets.sample import sample_dataset
from llm_assets.settings import Interactions, Settings, Users
from llm_assets.settings.databases import expanded, is_database
from llm_assets.work import secure_folder, secure_open

_KEY = ".sensor.key"  # the dot keeps it on this machine, where the work folder is kept on a store


def source_state(settings: Settings, given: Collection[str] = ()) -> str:
    """32 hex digits, equal for equal sources. Reads no row of files, and of a database what the query gives.

    given: tables ("users", "interactions") that are not read from their source, and not looked at.

    Raises DatasetError when a source cannot be read, ConfigError when nothing tells whether a table has changed.
    """
    dataset = settings.dataset or sample_dataset()
    found = hashlib.blake2b(key=_key(settings.work_folder / dataset.name), digest_size=16)
    tables: tuple[tuple[Table, Users | Interactions], ...] = (("users", dataset.users), ("interactions", dataset.interactions))
    for table, section in tables:
        for part in () if table in given else (table, *_versions(table, section, settings)):
            found.update(f"{len(part)} {part}".encode(errors="surrogatepass"))
    return found.hexdigest()


def _versions(table: Table, section: Users | Interactions, settings: Settings) -> Iterator[str]:
    query: str | None = getattr(settings.schedule.sensor, f"{table}_query")
    if not is_database(section.source):
        yield from table_versions(table, section, settings.root)
    elif query is not None:
        yield from one_row(section.source, query, settings.root, f"[schedule.sensor] {table}_query")
    else:
        yield from _files(section.source, settings.root, table)


def _files(url: str, root: Path, table: Table) -> Iterator[str]:
    """Size and time of the file of a database, and of its log of writes."""
    parts = sa.make_url(expanded(url)[0])
    if parts.get_backend_name() not in ("sqlite", "duckdb") or not parts.database:
        raise ConfigError(
            f"nothing tells whether the {table} of the database have changed",
            where=f"[schedule.sensor] {table}_query",
            remedy="Set it to SQL whose one row changes with them, such as SELECT max(updated_at), count(*) FROM …",
        )
    path = Path(root, parts.database)
    for each in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}.wal")):
        if each.is_file():
            about = each.stat()
            yield f"{each.name} {about.st_size} {about.st_mtime_ns}"


def _key(folder: Path) -> bytes:
    path = folder / _KEY
    try:
        if not path.exists():
            secure_folder(folder)
            with secure_open(path) as file:
                file.write(secrets.token_bytes(32))
        return path.read_bytes()[:64]
    except OSError as error:
        raise OutputError(
            f"the key of the sensor cannot be kept: {error.strerror}",
            where=str(path),
            remedy="Choose a [compute] work_dir that you may write to.",
            transient=is_transient(error),
        ) from None
