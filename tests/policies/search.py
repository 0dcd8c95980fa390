"""An independent search of a tree for what HIPAA Safe Harbor wants gone: the standard library, and no code of the package."""

import csv
import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
FORMS = {
    "ISO date": r"(?<![0-9])(?:1[89]|20)[0-9]{2}[-/.](?:0?[1-9]|1[0-2])(?:[-/.][0-9]{1,2})?(?![0-9])",
    "slashed date": r"(?<![0-9])[0-3]?[0-9][/.][0-3]?[0-9][/.](?:[0-9]{4}|[0-9]{2})(?![0-9])",
    "written date": rf"\b[0-3]?[0-9](?:st|nd|rd|th)?\.? (?:of )?(?:{_MONTHS})[a-z]*\b"
    rf"|\b(?:{_MONTHS})[a-z]*\.? [0-3]?[0-9](?:st|nd|rd|th)?\b",
    "month and year": rf"\b(?:{_MONTHS})[a-z]*,? (?:1[89]|20)[0-9]{{2}}\b",
    "time of day": r"(?<![0-9])[0-2][0-9]:[0-5][0-9]:[0-5][0-9]",
    "age over 89": r"\b(?:9[0-9]|1[0-2][0-9])[ -](?:years?|y/?o)\b|\baged? (?:9[0-9]|1[0-2][0-9])\b(?!\+)",
    "SSN": r"(?<![0-9])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![0-9])",
    "ZIP": r"\b(?:MA|Massachusetts),? [0-9]{5}(?![0-9])",
    "e-mail": r"[\w.+-]+@[\w-]+\.[a-z]{2,}",
    "web address": r"https?://|www\.",
    "IPv4": r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9])",
    "phone": r"\([0-9]{3}\) [0-9]{3}-[0-9]{4}|(?<![0-9])[0-9]{3}-[0-9]{3}-[0-9]{4}(?![0-9])",
    "tag with a code": r"\[[A-Z_]+:[a-z]{8}\]",
}
_FORMS = {name: re.compile(form, re.IGNORECASE if name != "tag with a code" else 0) for name, form in FORMS.items()}


def texts(tree: Path) -> Iterator[tuple[str, str]]:
    """(path, text) of every file, and its name; of the report also what a reader sees."""
    for path in sorted(path for path in tree.rglob("*") if path.is_file()):
        name = path.relative_to(tree).as_posix()
        yield name, name
        text = path.read_bytes().decode()
        yield name, html.unescape(text)


def data_files(tree: Path) -> Iterator[tuple[str, str]]:
    """The files that hold texts of people; links, hashes and numbers of the others are the program's."""
    for name, text in texts(tree):
        if name.startswith(("profiles/", "data/")) or name == "llms-full.txt":
            yield name, text


def forms(tree: Path) -> Counter[str]:
    """What stands in the data by form, how often."""
    return Counter(kind for _, text in data_files(tree) for kind, form in _FORMS.items() for _ in form.finditer(text))


def values(tree: Path, wanted: Iterable[str]) -> set[tuple[str, str]]:
    """(value, file) of each value that stands in a file or its name, whatever its case."""
    lowered = [(name, text.casefold()) for name, text in texts(tree)]
    return {(value, name) for value in wanted for name, text in lowered if value.casefold() in text}


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def records(tree: Path, name: str) -> list[dict[str, Any]]:
    """The records of JSON lines files."""
    files = sorted((tree / "data").glob(f"{name}-*.jsonl"))
    return [json.loads(line) for path in files for line in path.read_text().splitlines()]
