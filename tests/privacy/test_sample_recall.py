"""How much of the bundled sample's marked spans the redactor covers at level high, and how many near misses it leaves alone."""

import csv
import json
from collections import Counter, defaultdict
from functools import lru_cache
from typing import Any

import pytest

from llm_assets.sample import EVENTS, SPANS, USERS
from tests.privacy.world import World

COLUMNS = {"user_id": "ID", "name": "PERSON", "email": "EMAIL", "phone": "PHONE", "username": "USERNAME", "address": "ADDRESS"}
TEXTS = {"subject", "body"}

Row = dict[str, Any]


@lru_cache(maxsize=1)
def judged() -> tuple[list[tuple[str, bool, bool]], list[tuple[str, bool]]]:
    """Of each span: (entity, whether it is of a user who is hunted there, whether it is wholly covered); of each decoy:
    (what it looks like, whether it was left alone)."""
    with USERS.open(encoding="utf-8", newline="") as file:
        users = list(csv.DictReader(file))
    events = {row["event_id"]: row for row in map(json.loads, EVENTS.read_text(encoding="utf-8").splitlines())}
    ordinal = {user["user_id"]: place for place, user in enumerate(users)}
    world = World([[(entity, user[column]) for column, entity in COLUMNS.items() if user[column]] for user in users])
    threads: dict[str, set[int]] = defaultdict(set)
    for event in events.values():
        threads[event["thread"]] |= {ordinal[event["user_id"]]} | {ordinal[event["reply_to"]]} if event["reply_to"] else set()
        threads[event["thread"]].add(ordinal[event["user_id"]])
    marks = [mark for mark in map(json.loads, SPANS.read_text(encoding="utf-8").splitlines()) if mark["column"] in TEXTS]
    rows = [events[mark["row"]] for mark in marks]
    texts = [row[mark["column"]] for row, mark in zip(rows, marks, strict=True)]
    groups = []
    for row in rows:
        owner = ordinal[row["user_id"]]
        groups.append([owner, *sorted(threads[row["thread"]] - {owner})])
    found = world.findings(texts, groups)
    spans, decoys = [], []
    for mark, group, findings, text in zip(marks, groups, found, texts, strict=True):
        cut = set()
        for finding in findings:
            cut.update(range(finding.start + finding.keep, finding.end))
        for span in mark["spans"]:
            inside = range(span["start"], span["end"])
            kept = {place for f in findings if f.keep for place in range(f.start, f.start + f.keep)}
            covered = all(place in cut or not text[place].isalnum() or place in kept for place in inside)
            covered = covered and any(place in cut or place in kept for place in inside)
            owner = span.get("value_of")
            words = text[span["start"] : span["end"]].split()
            hunted = owner is not None and (ordinal[owner] in group or span["entity"] != "PERSON" or len(words) > 1)
            spans.append((span["entity"], hunted, covered))
        for decoy in mark.get("decoys", []):
            left = not any(place in cut for place in range(decoy["start"], decoy["end"]))
            decoys.append((decoy["looks_like"], left))
    return spans, decoys


def recall(entity: str, *, hunted: bool | None = None) -> float:
    relevant = [covered for name, known, covered in judged()[0] if name == entity and hunted in (None, known)]
    assert len(relevant) >= 10, "too few spans to judge by"
    return sum(relevant) / len(relevant)


@pytest.mark.parametrize(
    ("entity", "least"),
    [
        ("EMAIL", 0.98),
        ("CREDIT_CARD", 0.98),
        ("IBAN", 0.98),
        ("SSN", 0.98),
        ("IP", 0.98),
        ("MAC", 0.98),
        ("SECRET", 0.98),
        ("PHONE", 0.95),
        ("URL", 0.95),
    ],
)
def test_patterns_are_found(entity: str, least: float) -> None:
    assert recall(entity) >= least


@pytest.mark.parametrize("entity", ["PERSON", "USERNAME", "ADDRESS"])
def test_values_of_known_users_are_found(entity: str) -> None:
    assert recall(entity, hunted=True) >= 0.99


def test_near_misses_are_left_alone() -> None:
    # What looks like a date or an order number is one; level high takes it out. The others are ordinary words and numbers.
    left = Counter(left for looks_like, left in judged()[1] if looks_like not in ("DATE", "ID_OTHER", "PHONE"))
    assert left.total() >= 500
    assert left[True] / left.total() >= 0.98
