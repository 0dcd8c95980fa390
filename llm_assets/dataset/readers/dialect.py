"""Finds delimiter and quoting of a CSV file from its first lines.

The declared columns decide: the delimiter that makes the header name them is the right one. Only among equals is it asked which
reading gives rows of one width.
"""

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import product

from llm_assets.settings.model import CsvOptions

_USUAL = ",;\t|"
MAX_FIELD = 16 << 20
PREAMBLE = 30  # rows among which the header is looked for


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is cut into cells. escape: the character before a quote inside quotes; None: the quote is doubled."""

    delimiter: str
    quote: str
    escape: str | None = None

    def reader(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """A strict reader: broken quoting is an error, never a guess."""
        # The limit is the process's own; the default of 131,072 characters is less than a long e-mail.
        csv.field_size_limit(MAX_FIELD)
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar=self.escape,
            doublequote=self.escape is None,
            strict=True,
        )


def detect(sample: str, wanted: Collection[str], options: CsvOptions, *, whole: bool) -> Dialect:
    """The dialect of a file.

    sample: its first text, with line breaks as they are; wanted: the declared columns; whole: the sample is all of the file.
    What `options` sets is taken as it is.
    """
    if not whole:
        sample = sample[: sample.rfind("\n") + 1] or sample
    lines = sample.splitlines(keepends=True)
    delimiters = [options.delimiter] if options.delimiter else _delimiters(lines[0] if lines else "")
    quotes = [options.quote] if options.quote else ['"'] + ["'"] * ("'" in sample)
    best, best_score = Dialect(delimiters[0], quotes[0]), (-1, -1.0, 0)
    for delimiter, quote in product(delimiters, quotes):
        if delimiter == quote:
            continue
        for escape in [None, "\\"] if f"\\{quote}" in sample else [None]:
            dialect = Dialect(delimiter, quote, escape)
            score = _score(dialect, lines, wanted, whole)
            if score > best_score:
                best, best_score = dialect, score
    if not options.quote and best.quote == '"' and '"' not in sample and _column_in_single_quotes(best, lines):
        return Dialect(best.delimiter, "'", best.escape)
    return best


def _delimiters(header: str) -> list[str]:
    others = sorted({c for c in header if not (c.isalnum() or c in "_-\"'.\r\n" or c in _USUAL)} - {"\ufeff"})
    return [*_USUAL, *others]


def _score(dialect: Dialect, lines: list[str], wanted: Collection[str], whole: bool) -> tuple[int, float, int]:
    """Declared columns in the header, share of rows as wide as the header, and whether there are several columns at all."""
    rows, bad = _parse(dialect, lines, whole)
    if not rows:
        return (0, 0.0, 0)
    # Lines may stand above the header: it is the first row that names most of the declared columns.
    named = [len(set(row) & set(wanted)) for row in rows[:PREAMBLE]]
    rows = rows[named.index(max(named)) :]
    fitting = sum(len(row) == len(rows[0]) for row in rows)
    return (max(named), round(fitting / (len(rows) + bad), 6), int(len(rows[0]) > 1))


def _parse(dialect: Dialect, lines: list[str], whole: bool) -> tuple[list[list[str]], int]:
    rows: list[list[str]] = []
    bad = 0
    feed = iter(lines)
    reader = dialect.reader(feed)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return rows, bad
        except csv.Error as error:
            # A sample may end inside a quoted cell; in the whole file that is an open quote.
            bad += whole or "unexpected end" not in str(error)
            continue
        if row:
            rows.append(row)


def _column_in_single_quotes(dialect: Dialect, lines: list[str]) -> bool:
    """Whether every cell that is not empty of some column stands in single quotes, header aside, in two rows or more."""
    rows, _ = _parse(dialect, lines, whole=False)
    quoted = re.compile(r"'[^']*'", re.DOTALL)
    for cells in zip(*rows[1:], strict=False):
        filled = [cell for cell in cells if cell]
        if len(filled) > 1 and all(quoted.fullmatch(cell) for cell in filled):
            return True
    return False
