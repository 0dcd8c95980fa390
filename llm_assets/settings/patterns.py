"""The syntax of custom patterns: what is allowed, and what it means to the redactor, which sees one byte a character.

RE2 syntax (https://github.com/google/re2/wiki/Syntax), whose matching is linear in the text; what it lacks is refused by name.
In the redactor's view (see `privacy.view`) a letter with an accent is its base letter, every letter without an ASCII form is
0xE0, every such symbol 0x80, a tag that was written before 0x01, and 0x00 stands between two texts.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from llm_assets.linear import escaped, has_re2

if has_re2():
    import re2

_LETTER, _SYMBOL = "\xe0", "\x80"
_NEVER = r"\x00\x01"  # between texts, and in the place of tags: no pattern may match them
_MAX_MEMORY = 1 << 20  # of one pattern's program; the largest sensible one takes a tenth
_WIDEST = 0x800  # code points of one range that are folded one by one

# What escapes mean, as the inside of a class: people expect letters of all languages.
_LETTERS = rf"A-Za-z{_LETTER}"
_CLASSES = {"d": "0-9", "w": f"0-9_{_LETTERS}", "s": r"\t\n\f\r "}
_PROPERTIES = {"L": _LETTERS, "Lu": rf"A-Z{_LETTER}", "Ll": rf"a-z{_LETTER}", "N": "0-9", "Nd": "0-9"}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}

_TOKEN = re.compile(
    r"(?P<group>\((?:\?(?:P?<[=!]?|P=|[=!>]|[a-zA-Z-]*[:)]?))?)"
    r"|(?P<class>\[\^?\]?(?:\\.|\[:[a-z^]+:\]|[^\]\\])*(?:\]|$))"
    r"|(?P<property>\\[pP](?:\{[^}]*\}|.)?)|(?P<hex>\\x(?:[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]{1,6}\}))|(?P<escape>\\.?)"
    r"|(?P<repeat>[*+?]|\{[0-9]+(?:,[0-9]*)?\})|(?P<syntax>[|)])|(?P<anchor>[$^])|(?P<dot>\.)|(?P<char>.)",
    re.DOTALL,
)
_ITEM = re.compile(r"\[:\^?[a-z]+:\]|\\[pP](?:\{[^}]*\}|.)|\\x(?:[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]{1,6}\})|\\.|.", re.DOTALL)
_OPENINGS = ("(?:", "(?i:", "(?i)")
_LOOKS = ("(?=", "(?!", "(?<=", "(?<!")


class PatternRefused(Exception):
    """reason: why, in words that repeat nothing of the pattern. place: 1 for its first character, 0 when it is the whole."""

    def __init__(self, reason: str, place: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place


@dataclass(frozen=True, slots=True)
class Translated:
    """view: the pattern over the byte view, as ISO 8859-1. exact: the same over characters, where letters without an ASCII form
    are told apart; empty when the pattern names none."""

    view: str
    exact: str


def translate(pattern: str) -> Translated:
    """What a custom pattern means. Raises PatternRefused for what is no pattern, not linear, or matches nothing at all."""
    view, exact, bare = [], [], []
    hidden = False
    for match in _TOKEN.finditer(pattern):
        kind, text, place = str(match.lastgroup), match[0], match.start() + 1
        seen = _seen(kind, text, place)
        view.append(seen)
        exact.append(_exact(kind, text) or seen)
        hidden |= kind == "char" and seen in (_LETTER, _SYMBOL)
        bare.append("(?:)" if kind == "escape" and text in ("\\b", "\\B") else seen)
    joined = "".join(view)
    compiled(joined)
    if compiled("".join(bare)).fullmatch(b""):
        raise PatternRefused("found a pattern that matches the empty text")
    return Translated(joined, "".join(exact) if hidden else "")


def compiled(view: str, *, text: bool = False) -> "re2._Regexp":
    """A translated pattern as RE2 runs it: over bytes, or over UTF-8 `text`."""
    if not has_re2():
        raise PatternRefused("found a pattern, but google-re2, which runs it in linear time, is not installed")
    options = re2.Options()
    options.max_mem = _MAX_MEMORY
    options.log_errors = False
    if not text:
        options.encoding = re2.Options.Encoding.LATIN1
    try:
        return re2.compile(view.encode("utf-8" if text else "latin-1"), options)
    except re2.error as error:
        # What stands behind the colon is a piece of the pattern.
        told = error.args[0] if error.args else ""
        words = (told.decode("latin-1") if isinstance(told, bytes) else str(told)).partition(":")[0]
        raise PatternRefused(f"found a pattern that RE2 refuses ({words})") from None


def _seen(kind: str, text: str, place: int) -> str:
    """A piece of a pattern over the byte view."""
    if kind == "group":
        return _group(text, place)
    if kind == "anchor" or text in ("\\A", "\\z", "\\Z", "\\G"):
        raise PatternRefused("found an anchor, but patterns are searched for inside texts", place)
    if kind == "dot":
        return rf"[^{_NEVER}\n]"
    if kind == "class":
        return _class(text, place)
    if kind in ("property", "hex", "escape", "char"):
        negated, inside = _item(text, place)
        if kind != "property" and not (kind == "escape" and text[1:].lower() in _CLASSES):
            return inside
        return rf"[^{_NEVER}{inside}]" if negated else f"[{inside}]"
    return text


def _group(text: str, place: int) -> str:
    if text.startswith(_LOOKS):
        raise PatternRefused("found a look-around, which is not linear; use `context` or `validator`", place)
    if text == "(?P=":
        raise PatternRefused("found a back-reference, which is not linear", place)
    if text == "(" or text.startswith(("(?P<", "(?<")):
        raise PatternRefused("found a capturing group, but the whole match is replaced; write (?:…)", place)
    if text not in _OPENINGS:
        raise PatternRefused("found a group that is not known here; there are (?:…), (?i) and (?i:…)", place)
    return text


def _class(text: str, place: int) -> str:
    if not text.endswith("]") or len(text) < 3:
        raise PatternRefused("found a class without its closing bracket", place)
    negated = text[1] == "^"
    items = list(_ITEM.finditer(text, 1 + negated, len(text) - 1))
    inside, index = "", 0
    while index < len(items):
        here = place + items[index].start()
        ranged = index + 2 < len(items) and items[index + 1][0] == "-"
        if ranged:
            inside += _range(items[index][0], items[index + 2][0], here)
            index += 3
            continue
        other, part = _item(items[index][0], here, inside=True)
        if other:
            raise PatternRefused("found a negated escape inside a class; negate the whole class", here)
        inside += part
        index += 1
    return f"[^{_NEVER}{inside}]" if negated else f"[{inside}]"


def _range(first: str, last: str, place: int) -> str:
    low, high = _character(first, place), _character(last, place)
    if not low or not high or low > high:
        raise PatternRefused("found a range that has no order", place)
    if high < "\x80":
        return f"{_quoted(low)}-{_quoted(high)}"
    if ord(high) - ord(low) > _WIDEST:
        return _LETTERS + _SYMBOL
    return "".join(sorted({_quoted(_folded(chr(code))) for code in range(ord(low), ord(high) + 1)}))


def _item(text: str, place: int, *, inside: bool = False) -> tuple[bool, str]:
    """(whether it is negated, the inside of a class) of one character or escape."""
    if text.startswith("[:"):
        return "^" in text, text.replace("^", "")
    if text[:2] in ("\\p", "\\P"):
        name = text[2:].strip("{}")
        if name not in _PROPERTIES:
            raise PatternRefused(f"found a property that is not known here; there are {', '.join(_PROPERTIES)}", place)
        return text[1] == "P", _PROPERTIES[name]
    if text[0] == "\\" and text[1:2].lower() in _CLASSES and len(text) == 2:
        return text[1].isupper(), _CLASSES[text[1].lower()]
    if text in ("\\b", "\\B") and not inside:
        return False, text
    char = _character(text, place)
    return False, _quoted(_folded(char))


def _character(text: str, place: int) -> str:
    """The one character that a piece stands for."""
    char = text
    if text.startswith("\\x"):
        code = int(text[2:].strip("{}"), 16)
        char = chr(code) if code < 0x110000 else "\0"
    elif text[0] == "\\":
        if text[1:].isdigit():
            raise PatternRefused("found a back-reference, which is not linear", place)
        char = _CONTROLS.get(text[1:], "" if text[1:].isalnum() else text[1:])
    if len(char) != 1:
        raise PatternRefused("found an escape that is not known here", place)
    if char < " " and char not in "\t\n\r\f":
        raise PatternRefused("found a control character, which no text holds", place)
    return char


def _folded(char: str) -> str:
    """The byte of a character in the view, as `privacy.characters` gives it."""
    if char < "\x80":
        return char
    plain, category = unicodedata.normalize("NFKD", char), unicodedata.category(char)
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if category == "Zs":
        return " "
    if " " <= plain[0] < "\x80" and (len(plain) == 1 or category[0] == "L"):
        return plain[0]
    return "-" if category == "Pd" else _LETTER if category[0] in "LN" else _SYMBOL


def _quoted(char: str) -> str:
    return (
        char if char.isalnum() or char in " _" or char > "\x7f" else {"\t": r"\t", "\n": r"\n"}.get(char, f"\\x{ord(char):02x}")
    )


def _exact(kind: str, text: str) -> str:
    """A piece over characters, where that differs: letters and symbols without an ASCII form stay themselves."""
    if kind == "char":
        return escaped(base(text)) if _folded(text) in (_LETTER, _SYMBOL) else ""
    if kind in ("class", "property", "escape"):
        return _seen(kind, text, 0).replace(_LETTER, r"\p{L}").replace(_SYMBOL, r"\p{S}\p{P}")
    return ""


def base(char: str) -> str:
    """A character without its marks."""
    return unicodedata.normalize("NFKD", char)[0]


def problems_of(pattern: str) -> Iterator[str]:
    """Why a pattern is refused, if it is."""
    try:
        translate(pattern)
    except PatternRefused as refused:
        yield f"{refused.reason}, at character {refused.place}" if refused.place else refused.reason
