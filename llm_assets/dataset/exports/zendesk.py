"""Zendesk: the JSON export (users and tickets with their comments, one object a line), or pages of its API.

Form: https://support.zendesk.com/hc/en-us/articles/4408886165402
"""

from collections.abc import Iterator
from typing import Any

from llm_assets.dataset.exports.files import ExportFiles, Unreadable, get


def users(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row a user: end users and agents."""
    names = (
        "id",
        "name",
        "email",
        "phone",
        "role",
        "locale",
        "time_zone",
        "organization_id",
        "details",
        "notes",
        "tags",
        "alias",
        "verified",
        "suspended",
        "created_at",
    )
    for name in _of(files, "user"):
        for user in files.objects(name, "users", "results"):
            yield user if isinstance(user, Unreadable) else {each: user.get(each) for each in names}


def interactions(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row a comment; a ticket without comments gives its description."""
    for name in _of(files, "ticket"):
        for ticket in files.objects(name, "tickets", "results"):
            if isinstance(ticket, Unreadable):
                yield ticket
                continue
            requester = ticket.get("requester_id") or get(ticket, "requester", "id")
            first = {"author_id": requester, "created_at": ticket.get("created_at"), "body": ticket.get("description")}
            for number, comment in enumerate(ticket.get("comments") or [first]):
                author = comment.get("author_id")
                yield {
                    "author_id": author,
                    "ticket_id": ticket.get("id"),
                    "created_at": comment.get("created_at"),
                    "speaker": "customer" if author == requester else "agent",
                    "kind": "ticket" if number == 0 else "reply" if comment.get("public", True) else "internal note",
                    "channel": get(comment, "via", "channel") or get(ticket, "via", "channel"),
                    "subject": ticket.get("subject") if number == 0 else None,
                    "body": comment.get("plain_body") or comment.get("body"),
                    "status": ticket.get("status"),
                    "priority": ticket.get("priority"),
                    "tags": ticket.get("tags") if number == 0 else None,
                    "attachments": len(comment.get("attachments") or []),
                }


def _of(files: ExportFiles, word: str) -> list[str]:
    return [
        name
        for name in files.names()
        if word in name.split("/")[-1].lower() and name.lower().endswith((".json", ".jsonl", ".ndjson"))
    ]
