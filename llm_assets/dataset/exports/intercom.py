"""Intercom: contacts and conversations, as its API and its data export give them.

Form: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations
"""

from collections.abc import Iterator
from typing import Any

from llm_assets.dataset.exports.files import ExportFiles, Unreadable, get


def users(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row a contact, and one an admin (teammate)."""
    for name in _of(files, ("contact", "user", "lead", "admin")):
        for user in files.objects(name, "data", "contacts", "users", "admins"):
            if isinstance(user, Unreadable):
                yield user
                continue
            yield {
                "id": user.get("id"),
                "external_id": user.get("external_id"),
                "role": user.get("role") or user.get("type"),
                "name": user.get("name"),
                "email": user.get("email"),
                "phone": user.get("phone"),
                "country": get(user, "location", "country"),
                "city": get(user, "location", "city"),
                "browser": user.get("browser"),
                "os": user.get("os"),
                "signed_up_at": user.get("signed_up_at"),
            }


def interactions(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row a part of a conversation: its first message, and what came after."""
    for name in _of(files, ("conversation",)):
        for talk in files.objects(name, "conversations", "data"):
            if isinstance(talk, Unreadable):
                yield talk
                continue
            first = {**(talk.get("source") or {}), "part_type": "opening", "created_at": talk.get("created_at")}
            parts = talk.get("conversation_parts") or []
            parts = parts.get("conversation_parts") or [] if isinstance(parts, dict) else parts
            for part in [first, *parts]:
                yield {
                    "author_id": get(part, "author", "id"),
                    "conversation_id": talk.get("id"),
                    "created_at": part.get("created_at"),
                    "speaker": get(part, "author", "type"),
                    "kind": part.get("part_type"),
                    "subject": part.get("subject"),
                    "body": part.get("body"),
                    "state": talk.get("state"),
                    "attachments": len(part.get("attachments") or []),
                }


def _of(files: ExportFiles, words: tuple[str, ...]) -> list[str]:
    return [
        name
        for name in files.names()
        if any(word in name.split("/")[-1].lower() for word in words) and "json" in name[-7:].lower()
    ]
