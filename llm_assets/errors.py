"""Every error that llm-assets raises on purpose, grouped by what the caller can do about it.

    FileGenerationError
    ├── ConfigError          fix the settings
    ├── DatasetError         fix the source
    ├── SerializationError   one document cannot be formatted (fix the template or the record)
    ├── PrivacyViolation     a leak was found; nothing was published
    └── OutputError          the store failed; the published tree still stands

A message says what happened, where, and what to do next. It never holds a raw value of the data, because Dagster keeps
messages, and whoever reads its logs need not be allowed to read the data.
"""


class FileGenerationError(Exception):
    """Base of all errors of this package: catch it to catch them all.

    `what` and `where` and `remedy` form one line, in this order.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
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
