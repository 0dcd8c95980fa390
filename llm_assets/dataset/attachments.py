"""Takes what is no text out of columns: binary values, `data:` URIs, and files in base64. It is counted, never passed on.

What a picture or a document shows of a person no recogniser of texts finds.
"""

import re
from collections import Counter
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from llm_assets.dataset.cells import BINARY
from llm_assets.settings.model import Role

TAG = "[ATTACHMENT]"

# Read by people, so that a tag can stand in them; of ids and times only a whole binary value is taken out.
_TEXTS = ("text", "html", "attribute", "quasi", "sensitive", "kind", "speaker")
# RFC 2397, with a payload that may be folded as mail programs do.
_URI = r"""(?i)data:[a-z0-9.+*-]{1,80}/[a-z0-9.+*-]{1,80}(?:;[a-z0-9=._-]{1,80}){0,5},[^\s"'<>()]+"""
_FOLDED = r"(?:\r?\n[A-Za-z0-9+/]{40,}={0,2})*(?:\r?\n[A-Za-z0-9+/]+={1,2})?"
_RUN = r"[A-Za-z0-9+/_-]{256}"
_LONG = re.compile(r"[A-Za-z0-9+/_-]{256,}={0,2}")
_MIXED = (re.compile("[a-z]"), re.compile("[A-Z]"), re.compile("[0-9]"))


class Attachments:
    """What was taken out so far, by `<table>.<column>`: binary values that were dropped, and attachments that became a tag."""

    def __init__(self) -> None:
        self.binary: Counter[str] = Counter()
        self.attachments: Counter[str] = Counter()

    def left(self, column: pa.Array, role: Role, name: str) -> pa.Array:
        """What is left of a column. name: with that of its table."""
        column, dropped, replaced = without_attachments(column, role)
        self.binary[name] += dropped
        self.attachments[name] += replaced
        return column


def without_attachments(column: pa.Array, role: Role) -> tuple[pa.Array, int, int]:
    """A column of texts as it is passed on; how many binary values were dropped, and how many attachments became a tag."""
    if not pa.types.is_string(column.type):
        return column, 0, 0
    whole = pc.fill_null(pc.equal(column, BINARY), False)
    dropped = int(pc.sum(whole).as_py() or 0)
    if dropped:
        column = pc.if_else(whole, None, column)
    if role not in _TEXTS:
        return column, dropped, 0
    replaced = 0
    for hint, pattern in ((BINARY, re.escape(BINARY)), ("data:", _URI + _FOLDED)):
        if pc.any(pc.match_substring(column, hint, ignore_case=True)).as_py():
            replaced += int(pc.sum(pc.count_substring_regex(column, pattern)).as_py() or 0)
            column = pc.replace_substring_regex(column, pattern, TAG)
    long = pc.fill_null(pc.match_substring_regex(column, _RUN), False)
    if pc.any(long).as_py():
        texts, more = _untangled(column.filter(long).to_pylist())
        if more:
            column, replaced = pc.replace_with_mask(column, long, pa.array(texts, pa.string())), replaced + more
    return column, dropped, replaced


def _untangled(texts: Iterable[str]) -> tuple[list[str], int]:
    """The texts with a tag for each file in base64, and how many there were."""
    found = 0

    def tag(match: re.Match[str]) -> str:
        nonlocal found
        if not all(kind.search(match[0]) for kind in _MIXED):  # somebody leant on a key
            return match[0]
        found += 1
        return TAG

    return [_LONG.sub(tag, text) for text in texts], found
