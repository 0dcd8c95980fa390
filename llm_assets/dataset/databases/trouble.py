"""Says what a database refused in words of our own: the text of a driver's error may hold hosts, statements and values."""

from collections.abc import Iterator
from contextlib import contextmanager

from llm_assets.errors import ConfigError, DatasetError, FileGenerationError

_STATES = {
    "28": ("the database refused the login", "Check user and password; they come from the environment."),
    "08": ("the database cannot be reached", "Check host, port and network."),
    "3D": ("there is no such database", "Correct the name at the end of the URL."),
    "42P01": ("there is no such table", "Correct `table` or `query`."),
    "42501": ("the user may not read it", "Grant SELECT to that user."),
    "42703": ("there is no such column", "Correct the columns, or `query`."),
    "42": ("the statement is not accepted", "Correct `table` or `query`; try the query in the database's own client."),
    "25006": ("the statement writes", "Give a query that only reads."),
    "57": ("the database ended the statement", "Look into its log; run again."),
    "53": ("the database is out of memory, disk or connections", "Look into its log; run again later."),
}
# MySQL's and MariaDB's own numbers: https://mariadb.com/kb/en/mariadb-error-codes/
_NUMBERS = {
    1044: "28",
    1045: "28",
    1049: "3D",
    1054: "42703",
    1064: "42",
    1142: "42501",
    1146: "42P01",
    1792: "25006",
    2003: "08",
    2006: "08",
    2013: "08",
}
# The first that stands in the text.
_PHRASES = {
    "authentication failed": "28",
    "no password supplied": "28",
    "no such table": "42P01",
    "no such column": "42703",
    "unable to open": "08",
    "syntax error": "42",
    "does not exist": "42P01",
    "readonly database": "25006",
    "read-only": "25006",
    "could not connect": "08",
    "connection refused": "08",
    "connection failed": "08",
    "could not translate host": "08",
}
_PASSING, _LASTING = ("08", "40", "53", "57"), ("53100", "57014")
_NEVER = ("authentication failed", "no password supplied", "unable to open")
_LOCKED = ("is locked", "could not set lock", "timeout expired", "timed out")  # SQLite, DuckDB, drivers


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turns whatever a driver raises into one line. where: the table of the settings."""
    try:
        yield
    except FileGenerationError:
        raise
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"the driver {error.name} of the database is not installed",
            where=where,
            remedy="pip install 'llm-assets[postgres]' or 'llm-assets[mysql]', or the driver that the URL names.",
        ) from None
    except Exception as error:  # noqa: BLE001  # drivers have no class in common
        what, remedy, transient = _explained(error)
        raise DatasetError(what, where=where, remedy=remedy, transient=transient) from None


def _explained(error: BaseException) -> tuple[str, str, bool]:
    """What happened, what to do, and whether trying again may help."""
    cause = getattr(error, "orig", None) or error
    text = str(cause).lower()
    state = str(getattr(cause, "sqlstate", None) or "")
    if not state and cause.args and isinstance(cause.args[0], int):
        state = _NUMBERS.get(cause.args[0], "")
    if not state:
        state = next((code for phrase, code in _PHRASES.items() if phrase in text), "")
    transient = _passes(state, text)
    for length in (5, 2):
        if state[:length] in _STATES:
            return *_STATES[state[:length]], transient
    shown = f" (SQLSTATE {state})" if state else f" ({type(cause).__name__})"
    return (
        f"the database cannot be read{shown}",
        "Try the query in the database's own client; look into the database's log.",
        transient,
    )


def _passes(state: str, text: str) -> bool:
    """Connections, restarts, deadlocks and full pools pass; a wrong login, a cancelled statement and a full disk do not.

    State classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
    """
    if any(phrase in text for phrase in _NEVER):
        return False
    return (state not in _LASTING and state[:2] in _PASSING) or any(phrase in text for phrase in _LOCKED)
