"""Stack Exchange: a data dump (Users.xml, Posts.xml, Comments.xml), read as a stream.

Form: https://meta.stackexchange.com/questions/2677. A file that declares entities is refused.
"""

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from llm_assets.dataset.exports.files import ExportFiles, Unreadable
from llm_assets.errors import DatasetError

_KINDS = {"1": "question", "2": "answer", "4": "tag wiki", "5": "tag wiki"}
_CHUNK = 1 << 18


def users(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row a user."""
    names = ("Id", "DisplayName", "Location", "WebsiteUrl", "AboutMe", "CreationDate", "LastAccessDate", "Reputation", "Age")
    for row in _rows(files, "Users.xml"):
        yield {name: row.get(name) for name in names}


def interactions(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row a post, and one a comment. conversation: the question."""
    for row in _rows(files, "Posts.xml"):
        yield {
            "Id": row.get("Id"),
            "UserId": row.get("OwnerUserId"),
            "OwnerDisplayName": row.get("OwnerDisplayName"),
            "CreationDate": row.get("CreationDate"),
            "Question": row.get("ParentId") or row.get("Id"),
            "Kind": _KINDS.get(row.get("PostTypeId", ""), "post"),
            "Title": row.get("Title"),
            "Body": row.get("Body"),
            "Text": None,
            "Score": row.get("Score"),
            "Tags": row.get("Tags"),
        }
    for row in _rows(files, "Comments.xml"):
        yield {
            "Id": f"comment {row.get('Id')}",
            "UserId": row.get("UserId"),
            "OwnerDisplayName": row.get("UserDisplayName"),
            "CreationDate": row.get("CreationDate"),
            "Question": row.get("PostId"),
            "Kind": "comment",
            "Title": None,
            "Body": None,
            "Text": row.get("Text"),
            "Score": row.get("Score"),
            "Tags": None,
        }


def _rows(files: ExportFiles, last: str) -> Iterator[dict[str, str]]:
    """The attributes of each `row` element."""
    for name in files.names(last=last):
        found: list[dict[str, str]] = []
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda tag, attributes, into=found: into.append(attributes) if tag == "row" else None
        parser.EntityDeclHandler = _refuse
        with files.open(name) as file:
            while True:
                data = file.read(_CHUNK)
                try:
                    parser.Parse(data, not data)
                except expat.ExpatError as error:
                    reason = expat.errors.messages[error.code]
                    raise DatasetError(
                        f"{last} is broken: {reason}", where=f"line {error.lineno}", remedy="Copy the file again."
                    ) from None
                yield from found
                found.clear()
                if not data:
                    break


def _refuse(*_: Any) -> None:
    raise DatasetError("the XML declares entities", remedy="A dump of Stack Exchange has none: look where the file comes from.")
