"""The redactor's union of patterns, as it is and as other engines write it."""

from llm_assets.privacy.redactor import DEFAULT_REGIONS
from llm_assets.privacy.scan import scanner

# Options under which ripgrep looks for it as the redactor does: in bytes, across lines, in one thread.
RIPGREP = ("-j1", "-o", "-b", "-U", "-a", "--no-unicode", "--regex-size-limit", "1G", "--dfa-size-limit", "1G")
_META = frozenset("\\.+*?()|[]{}^$#&-~")


def union() -> bytes:
    """Of all recognisers at level high, in RE2 syntax over ISO 8859-1; the standard library's `re` reads it as well."""
    return scanner("high", DEFAULT_REGIONS).union


def for_ripgrep() -> str:
    """The same for ripgrep with `--no-unicode`: bytes beyond ASCII, controls, and escapes that it does not know as `\\xNN`."""
    pieces, text, place = list[str](), union().decode("latin-1"), 0
    while place < len(text):
        size = 2 if text[place] == "\\" else 1
        last = text[place + size - 1]
        known = last.isalnum() or last in _META if size == 2 else " " <= last < "\x80"
        pieces.append(text[place : place + size] if known else f"\\x{ord(last):02x}")
        place += size
    return "".join(pieces)
