"""GitHub: issues and their comments as its API gives them, in files whose names hold `issue` and `comment`.

Form: https://docs.github.com/en/rest/issues
"""

from collections.abc import Iterator
from typing import Any

from llm_assets.dataset.exports.files import ExportFiles, Unreadable, get


def users(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row a writer."""
    known = set()
    for row in _all(files):
        user = None if isinstance(row, Unreadable) else row.get("user")
        key = get(user, "id") or get(user, "login")
        if key is not None and key not in known:
            known.add(key)
            yield {
                "id": key,
                "login": get(user, "login"),
                "html_url": get(user, "html_url"),
                "avatar_url": get(user, "avatar_url"),
                "type": get(user, "type"),
            }


def interactions(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row an issue, a pull request or a comment. conversation: repository and number."""
    for row in _all(files):
        if isinstance(row, Unreadable):
            yield row
            continue
        comment = "issue_url" in row
        address = str(row.get("issue_url") if comment else row.get("url") or row.get("number"))
        yield {
            "user_id": get(row, "user", "id") or get(row, "user", "login"),
            "issue": address,
            "created_at": row.get("created_at"),
            "kind": "comment" if comment else "pull request" if row.get("pull_request") else "issue",
            "title": row.get("title"),
            "body": row.get("body"),
            "state": row.get("state"),
            "labels": [each.get("name") if isinstance(each, dict) else each for each in row.get("labels") or []] or None,
            "association": row.get("author_association"),
            "reactions": get(row, "reactions", "total_count"),
        }


def _all(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    for name in files.names():
        last = name.split("/")[-1].lower()
        if ("issue" in last or "comment" in last) and "json" in last[-7:]:
            yield from files.objects(name, "items")
