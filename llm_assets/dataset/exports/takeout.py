"""Google Takeout: the activity of one account (`My Activity/*/MyActivity.json`, in the form JSON), with its profile.

The mail of a Takeout is a file of mbox: use that export. Form: https://support.google.com/accounts/answer/3024190
"""

from collections.abc import Iterator
from typing import Any

from llm_assets.dataset.exports.files import ExportFiles, Unreadable, get

_OWNER = "owner"


def users(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row: who the account belongs to."""
    profiles = [each for name in files.names(last="Profile.json") for each in files.objects(name)]
    profile = next((each for each in profiles if isinstance(each, dict)), {})
    yield {
        "id": _OWNER,
        "name": get(profile, "name", "formattedName") or profile.get("displayName"),
        "given_name": get(profile, "name", "givenName"),
        "family_name": get(profile, "name", "familyName"),
        "emails": [get(each, "value") for each in profile.get("emails") or []] or None,
        "birthday": profile.get("birthday"),
        "gender": get(profile, "gender", "type"),
    }


def interactions(files: ExportFiles) -> Iterator[dict[str, Any] | Unreadable]:
    """One row an activity."""
    for name in files.names(last="MyActivity.json"):
        for activity in files.objects(name):
            if isinstance(activity, Unreadable):
                yield activity
                continue
            yield {
                "user": _OWNER,
                "time": activity.get("time"),
                "product": activity.get("header"),
                "title": activity.get("title"),
                "subtitles": " ".join(str(get(each, "name") or "") for each in activity.get("subtitles") or []) or None,
                "url": activity.get("titleUrl"),
                "details": " ".join(str(get(each, "name") or "") for each in activity.get("details") or []) or None,
            }
