"""Slack: the export of a workspace (Settings, Import/Export data): users.json, and a folder a channel with a file a day.

Form: https://slack.com/help/articles/220556107
"""

from collections.abc import Iterator
from typing import Any

from llm_assets.dataset.exports.files import ExportFiles, Unreadable, get


def users(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row a member; bots that write without an account are users of their own."""
    for name in files.names(last="users.json"):
        for user in files.objects(name):
            if isinstance(user, Unreadable):
                yield user
                continue
            profile = user.get("profile") or {}
            yield {
                "id": user.get("id"),
                "name": user.get("name"),
                "real_name": user.get("real_name") or profile.get("real_name"),
                "display_name": profile.get("display_name"),
                "email": profile.get("email"),
                "phone": profile.get("phone"),
                "skype": profile.get("skype"),
                "title": profile.get("title"),
                "status": profile.get("status_text"),
                "tz": user.get("tz"),
                "is_bot": user.get("is_bot"),
                "is_admin": user.get("is_admin"),
                "deleted": user.get("deleted"),
            }


def interactions(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row a message. conversation: channel, and thread where there is one."""
    for name in files.names(".json"):
        channel, _, day = name.rpartition("/")
        if not channel or not day[:4].isdigit():
            continue
        channel = channel.split("/")[-1]
        for message in files.objects(name):
            if isinstance(message, Unreadable):
                yield message
                continue
            thread = message.get("thread_ts")
            yield {
                "user": message.get("user") or message.get("bot_id") or message.get("username"),
                "ts": message.get("ts"),
                "conversation": f"{channel}/{thread}" if thread else f"{channel}/{day.removesuffix('.json')}",
                "channel": channel,
                "type": message.get("subtype") or message.get("type"),
                "text": message.get("text"),
                "reactions": sum(int(each.get("count") or 0) for each in message.get("reactions") or []),
                "files": len(message.get("files") or []),
                "parent_user": get(message, "parent_user_id"),
            }
