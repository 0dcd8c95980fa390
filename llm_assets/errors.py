"""Every error that llm-assets raises on purpose, grouped by what the caller can do about it.

    FileGenerationError
    ├── ConfigError          fix the settings
    ├── DatasetError         fix the source
    ├── SerializationError   one document cannot be formatted (fix the template or the record)
    ├── PrivacyViolation     a leak was found; nothing was published
    └── OutputError          the store failed; the published tree still stands

A message says what happened, where, and what to do next. It never holds a raw value of the data, because Dagster keeps
messages, and whoever reads its logs need not be allowed to read the data.

An error is `transient` when the same work may well succeed in a minute with nothing put right: a connection that broke, a store
or a database that says "not now". That is told where it is raised. A leak, a setting and a row never change by waiting; nor do
a full disk, a missing right and a lock that somebody holds.
"""

import errno

# What networks and network file systems do for a while. ENOSPC, EDQUOT, EROFS, EACCES and their like wait for people.
_FOR_A_WHILE = frozenset(
    {
        errno.EAGAIN,
        errno.EINTR,
        errno.EIO,
        errno.ESTALE,
        errno.ETIMEDOUT,
        errno.ECONNABORTED,
        errno.ECONNREFUSED,
        errno.ECONNRESET,
        errno.EPIPE,
        errno.EHOSTDOWN,
        errno.EHOSTUNREACH,
        errno.ENETDOWN,
        errno.ENETRESET,
        errno.ENETUNREACH,
    }
)


class FileGenerationError(Exception):
    """Base of all errors of this package: catch it to catch them all.

    `what` and `where` and `remedy` form one line, in this order. transient: whether trying again may help.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "", transient: bool = False) -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        self.transient = transient
        place = f" ({where})" if where else ""
        advice = f" {remedy}" if remedy else ""
        super().__init__(f"{what.rstrip('.')}{place}.{advice}")


class ConfigError(FileGenerationError):
    """The settings cannot be used: raised before any data is read."""


class DatasetError(FileGenerationError):
    """A source is missing, empty, of another shape, or lacks a declared column."""


class SerializationError(FileGenerationError):
    """A record cannot be written in the chosen format."""


class PrivacyViolation(FileGenerationError):
    """A value that was promised removal stands in what would have been published."""


class OutputError(FileGenerationError):
    """The output (or the work folder) cannot be written; what was published before is untouched."""


def is_transient(error: BaseException) -> bool:
    """Whether the same work may succeed in a minute: of our errors as they say, of the system's by their number."""
    if isinstance(error, FileGenerationError):
        return error.transient
    return isinstance(error, OSError) and (error.errno in _FOR_A_WHILE or isinstance(error, ConnectionError | TimeoutError))
