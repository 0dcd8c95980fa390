"""Mail in mbox files (RFC 4155): people are addresses, threads follow References and In-Reply-To (RFC 5322).

Attachments are counted and dropped. A message is read whole, one at a time.
"""

import mailbox
import tempfile
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import Any

from llm_assets.dataset.exports.files import ExportFiles, Unreadable


def users(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row an address that wrote or was written to, with the first name that stood beside it."""
    names: dict[str, str] = {}
    for message in _messages(files):
        for name, address in _people(message, "from", "to", "cc", "reply-to"):
            names[address] = names.get(address) or name
    for address, name in names.items():
        yield {"id": address, "email": address, "name": name or None}


def interactions(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row a message."""
    roots: dict[str, str] = {}
    for message in _messages(files):
        own = str(message.get("message-id") or "").strip()
        above = [*_ids(message, "references"), *_ids(message, "in-reply-to")]
        root = next((roots[each] for each in above if each in roots), above[0] if above else own)
        for each in (own, *above):
            roots.setdefault(each, root)
        writer = next(iter(_people(message, "from")), ("", None))[1]
        plain, html, attachments = _parts(message)
        yield {
            "from": writer,
            "to": next(iter(_people(message, "to")), ("", None))[1],
            "date": _date(message),
            "thread": root or None,
            "subject": _text(message.get("subject")),
            "body": plain,
            "html": html if plain is None else None,
            "attachments": attachments,
        }


def _messages(files: ExportFiles) -> Iterator[Message]:
    for name in files.names():
        if not name.lower().endswith((".mbox", ".mbx")) and "." in name.split("/")[-1]:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            path = files.path(name)
            if path is None:  # in a zip file: mailbox needs a file that it can seek in
                path = Path(scratch, "mbox")
                with files.open(name) as source, path.open("wb") as target:
                    while data := source.read(1 << 20):
                        target.write(data)
            box = mailbox.mbox(path, create=False)
            try:
                yield from box
            finally:
                box.close()


def _people(message: Message, *headers: str) -> list[tuple[str, str]]:
    found = getaddresses([str(value) for header in headers for value in message.get_all(header, [])])
    return [(_text(name) or "", address.lower()) for name, address in found if "@" in address]


def _ids(message: Message, header: str) -> list[str]:
    return str(message.get(header) or "").split()


def _date(message: Message) -> str | None:
    try:
        return parsedate_to_datetime(str(message.get("date"))).isoformat()
    except (TypeError, ValueError, IndexError):
        return None


def _text(value: Any) -> str | None:
    """A header with its encoded words (RFC 2047) decoded."""
    if value is None:
        return None
    try:
        return str(make_header(decode_header(str(value))))
    except (LookupError, ValueError):
        return str(value)


def _parts(message: Message) -> tuple[str | None, str | None, int]:
    """The first plain text, the first HTML, and the number of attachments."""
    plain: str | None = None
    html: str | None = None
    attachments = 0
    for part in message.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_filename() or kind not in ("text/plain", "text/html"):
            attachments += 1
        elif kind == "text/plain" and plain is None:
            plain = _decoded(part)
        elif kind == "text/html" and html is None:
            html = _decoded(part)
    return plain, html, attachments


def _decoded(part: Message) -> str:
    data = part.get_payload(decode=True)
    content = data if isinstance(data, bytes) else b""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")
