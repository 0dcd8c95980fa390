"""Discourse: topics as its API gives them (`/t/<id>.json`), one file a topic; people are those who wrote.

Form: https://docs.discourse.org
"""

from collections.abc import Iterator
from typing import Any

from llm_assets.dataset.exports.files import ExportFiles, Unreadable


def users(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row a writer: what his or her first post tells."""
    known = set()
    for topic, post in _posts(files):
        if isinstance(post, Unreadable) or topic is None:
            continue  # told with the interactions
        user = post.get("user_id") or post.get("username")
        if user is not None and user not in known:
            known.add(user)
            yield {
                "id": user,
                "username": post.get("username"),
                "name": post.get("name"),
                "title": post.get("user_title"),
                "trust_level": post.get("trust_level"),
                "moderator": post.get("moderator"),
                "admin": post.get("admin"),
            }


def interactions(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row a post."""
    for topic, post in _posts(files):
        if isinstance(post, Unreadable) or topic is None:
            yield post if isinstance(post, Unreadable) else Unreadable("a post without a topic")
            continue
        yield {
            "user_id": post.get("user_id") or post.get("username"),
            "topic_id": topic.get("id"),
            "created_at": post.get("created_at"),
            "kind": "topic" if post.get("post_number") == 1 else "reply",
            "title": topic.get("title") if post.get("post_number") == 1 else None,
            "cooked": post.get("cooked"),
            "raw": post.get("raw"),
            "reads": post.get("reads"),
            "score": post.get("score"),
            "tags": topic.get("tags") if post.get("post_number") == 1 else None,
        }


def _posts(files: ExportFiles) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any] | Unreadable]]:
    for name in files.names(".json"):
        for topic in files.objects(name):
            if isinstance(topic, Unreadable):
                yield None, topic
                continue
            stream = topic.get("post_stream") or {}
            for post in stream.get("posts") or topic.get("posts") or []:
                yield topic, post
