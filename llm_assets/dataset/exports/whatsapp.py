"""WhatsApp: a chat exported as text (More, Export chat): one file a chat, people are the names that stand before messages.

The form of dates follows the phone: day or month first is told by what keeps the dates of the file in order, else by the dots,
dashes or AM and PM beside them. Form: https://faq.whatsapp.com/1180414079177245
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from llm_assets.dataset.exports.files import ExportFiles, Unreadable
from llm_assets.linear import compiled

_DATE = (
    r"(\d{1,4})([./-])(\d{1,2})[./-](\d{2,4}),? (?:at )?"
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?[\x{202f}\x{a0} ]?([AaPp]\.?[Mm]\.?)?"
)
_LINE = compiled(rf"[\x{{200e}}\x{{200f}}\x{{202a}}]*\[?{_DATE}\]?(?: - | – |: | )[\x{{200e}}]*(?:([^:\n]{{1,80}}): )?(.*)")
_OMITTED = ("omitted>", " omitted", "weggelassen", "omis", "omitido", "omesso", "(file attached)")


def users(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row a name."""
    names: dict[str, None] = {}
    for row in interactions(files):
        if isinstance(row, dict) and row["name"]:
            names[row["name"]] = None
    for name in names:
        yield {"id": name, "name": name}


def interactions(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row a message. What the program itself says (who joined) has no name, and is unreadable as a message."""
    for number, name in enumerate(files.names(".txt")):
        with files.open(name) as file:
            text = file.read().decode("utf-8-sig", "replace")
        found = list(_messages(text))
        order = _order([parts for parts, _, _ in found])
        for parts, person, body in found:
            if person is None:
                yield Unreadable("a line of the program itself")
                continue
            attached = any(mark in body for mark in _OMITTED) and len(body) < 120
            yield {
                "name": person,
                "time": _moment(parts, order),
                "chat": str(number),
                "kind": "attachment" if attached else "message",
                "text": None if attached else body,
            }


def _messages(text: str) -> Iterator[tuple[tuple[str | None, ...], str | None, str]]:
    """(parts of the date, name, text) of each message; a line without a date goes on with the message above."""
    held: tuple[tuple[str | None, ...], str | None, list[str]] | None = None
    for line in text.replace("\r\n", "\n").split("\n"):
        match = _LINE.fullmatch(line)
        if match is None:
            if held is not None:
                held[2].append(line)
            continue
        if held is not None:
            yield held[0], held[1], "\n".join(held[2]).rstrip("\n")
        groups = match.groups()
        held = groups[:8], groups[8], [groups[9] or ""]
    if held is not None:
        yield held[0], held[1], "\n".join(held[2]).rstrip("\n")


def _order(dates: list[tuple[str | None, ...]]) -> str:
    """`dmy`, `mdy` or `ymd`."""
    if any(len(parts[0] or "") == 4 for parts in dates):
        return "ymd"
    readable = {order: [_moment(parts, order) for parts in dates] for order in ("dmy", "mdy")}
    fitting = [order for order, found in readable.items() if None not in found and found == sorted(map(str, found))]
    if len(fitting) == 1:
        return fitting[0]
    whole = [order for order, found in readable.items() if None not in found]
    if len(whole) == 1:
        return whole[0]
    return "mdy" if any(parts[7] for parts in dates) and any(parts[1] == "/" for parts in dates) else "dmy"


def _moment(parts: tuple[str | None, ...], order: str) -> str | None:
    first, _, second, third, hour, minute, second_of, half = parts
    numbers = [int(first or 0), int(second or 0), int(third or 0)]
    day, month, year = numbers if order == "dmy" else (numbers[1], numbers[0], numbers[2]) if order == "mdy" else numbers[::-1]
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + 12 * (half[0] in "Pp")
    try:
        return datetime(year + 2000 * (year < 100), month, day, hours, int(minute or 0), int(second_of or 0)).isoformat()
    except ValueError:
        return None
