"""Everything that a PostgreSQL database holds, as text, with what is packed in it unpacked. Uses no code of ours."""

import base64
import re
import zlib
from collections.abc import Iterator

import psycopg


def all_rows(connection: "psycopg.Connection[tuple[str, ...]]") -> list[tuple[str, str]]:
    """(table, row as text) of everything in the database."""
    tables = connection.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'").fetchall()
    return [(table, row) for (table,) in tables for (row,) in connection.execute(f'SELECT t::text FROM "{table}" t').fetchall()]


def readings(row: str) -> Iterator[str]:
    """A row, and what is packed in it: bytes as hexadecimal digits, base64, zlib."""
    yield row.casefold()
    for digits in re.findall(r"\\\\?x((?:[0-9a-f]{2})+)", row):
        yield from _unpacked(bytes.fromhex(digits))
    for text in re.findall(r"[A-Za-z0-9+/]{24,}={0,2}", row):
        try:
            yield from _unpacked(base64.b64decode(text + "=" * (-len(text) % 4)))
        except ValueError:
            continue


def _unpacked(data: bytes) -> Iterator[str]:
    yield data.decode(errors="replace").casefold()
    try:
        yield zlib.decompress(data).decode(errors="replace").casefold()
    except zlib.error:
        return
