"""The summary of the tree says what held nothing back and yet must be known; a run that passed is no promise."""

from pathlib import Path
from typing import Any

import pytest

from llm_assets.defs.summaries import tree_summary
from llm_assets.tree.build import PublishedTree

_TREE = PublishedTree(Path("/t"), "/t", "v1", files=9, bytes=9_000, users=80, interactions=160, seconds=1.0)
_ROWS = {"read": 80, "published": 80}
_HEAD = "#### To know before you hand it on"


def _attacker(name: str, linked: float, *, gates: bool = False, limit: float | None = 0.2) -> dict[str, Any]:
    passed = limit is None or linked <= limit
    return {"name": name, "linked": linked, "guess": 0.01, "people": 80, "limit": limit, "gates": gates, "passed": passed}


def _facts(**other: Any) -> dict[str, Any]:
    """Of a tree about which there is nothing to say."""
    return {
        "level": "high",
        "weaker": [],
        "counts": {"users": _ROWS, "interactions": {"read": 160, "published": 160}},
        "anonymity": {"quasi": ["zip"], "k": 5, "after": {"below_k": 0}},
        "intruder": {"attackers": [_attacker("A", 0.1, gates=True), _attacker("D", 1.0, limit=None)]},
        "canaries": {"planted": 50, "removed": 50},
        **other,
    }


def test_a_tree_that_passed_is_no_promise() -> None:
    told = tree_summary(_TREE, _facts())
    assert "The 8 checks that decide on publishing passed. That is no promise that nobody can be recognised." in told
    assert _HEAD not in told


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        # "All checks passed" stood beside an attacker who linked four of five people.
        (
            {"intruder": {"attackers": [_attacker("A", 0.1, gates=True), _attacker("B", 0.82)]}},
            "- **Attacker B links 82.0\u00a0% of 80 people** to their profile, where guessing links 1.0\u00a0% and the limit "
            "is 20.0\u00a0%. This attacker warns and does not block (`[privacy.intruder] block`). Against B: drop the columns",
        ),
        ({"level": "low"}, "- **Level `low`**: for internal use; re-identification is easy."),
        ({"level": "medium"}, "- **Level `medium`**: for trusted partners, not for third parties."),
        ({"weaker": ["E-mails are kept."]}, "- **Weaker than its level**: E-mails are kept."),
        ({"anonymity": {"quasi": ["zip"], "k": 5, "after": {"below_k": 1}}}, "- **1 user** in groups of fewer than 5"),
        ({"intruder": {}}, "- **Nobody attacked it**: how many people can be linked was not measured."),
        (
            {"canaries": {"planted": 0}},
            "- **No canaries**: how much of what is personal in texts was removed was not measured.",
        ),
        ({"canaries": {"planted": 50, "removed": 45}}, "- **10.0\u00a0% of the values that were planted in texts stayed**"),
    ],
)
def test_what_must_be_known_is_said(facts: dict[str, Any], line: str) -> None:
    told = tree_summary(_TREE, _facts(**facts)).split(_HEAD)
    assert line in told[1]
    assert len([each for each in told[1].split("####")[0].splitlines() if each.startswith("- ")]) == 1
