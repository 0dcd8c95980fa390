"""The facts of a report with everything in it."""

from typing import Any

from llm_assets.tree.report.facts import rounded

from .evidence import evidence


def facts() -> dict[str, Any]:
    """Facts of a tree of 298 users."""
    counts = {
        "users": {"read": 303, "published": 298, "quarantined": 2, "suppressed": 40, "cut": 0, "erased": 3},
        "interactions": {"read": 4000, "published": 3900, "quarantined": 45, "suppressed": 0, "cut": 14, "erased": 41},
    }
    return {
        "format_version": "1",
        "generator": "llm-assets 0.2.0",
        "dataset": "support",
        "level": "high",
        "key_id": "cae7494f2d58",
        "settings_fingerprint": "c1d7ef454f75fd14" * 4,
        "formats": ["markdown", "jsonl"],
        "users": 298,
        "interactions": 3900,
        "counts": counts,
        "reasons": {"users": {"failed:ValueError": 2}, "interactions": {"unknown_user": 40, "malformed": 5}},
        "columns": [
            {"table": "users", "name": "user_id", "role": "id"},
            {"table": "users", "name": "name", "role": "direct", "entity": "PERSON"},
            {"table": "users", "name": "age", "role": "quasi", "generalize": "band:10"},
            {"table": "users", "name": "bio", "role": "text"},
            {"table": "interactions", "name": "user_id", "role": "user"},
            {"table": "interactions", "name": "created_at", "role": "timestamp"},
            {"table": "interactions", "name": "body", "role": "html"},
        ],
        "unlisted_columns": {"users": 1, "interactions": 0},
        "replaced": {
            "by_entity": {"EMAIL": 307, "PERSON": 1040},
            "by_rule": {"EMAIL email": 7, "EMAIL known-value": 300, "PERSON known-value": 1040},
            "by_column": {"users.bio": {"EMAIL": 7, "PERSON": 40}, "interactions.body": {"EMAIL": 300, "PERSON": 1000}},
        },
        **rounded(evidence()),
        "weaker": [],
        "surrogates": [],
        "settings": {
            "privacy": {
                "min_group_size": 5, "tag_scope": "owner", "actions": {"EMAIL": "mask"}, "phone_regions": ["US", "GB"],
                "patterns": 0, "lists": {"allow": 1, "deny": 0}, "ner": None,
            },
            "llm_output": {"privacy_level": "high", "format": ["markdown", "jsonl"], "max_error_rate": 0.01},
        },
        "checks": [{"name": "no_known_identifiers", "looks_for": "the names of the source"}],
    }  # fmt: skip
