"""Interactions that the settings leave out: the right rows go, all are accounted for, and what they told stays known."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llm_assets.errors import DatasetError
from llm_assets.settings.content_model import Content

from .conftest import COLUMNS, USERS

KINDS = ("mail", "it's", "click")
EVENTS_OF = st.lists(
    st.fixed_dictionaries(
        {
            "user_id": st.sampled_from([user["user_id"] for user in USERS]),
            "at": st.sampled_from(
                [None, "2024-05-02T23:59:59Z", "2024-05-03T00:00:00Z", "2024-05-03", "2024-06-01T02:00:00+02:00"]
            ),
            "thread": st.sampled_from([None, "t1", "t2"]),
            "kind": st.sampled_from([None, *KINDS]),
            "body": st.just("hi"),
        }
    ),
    min_size=1,
    max_size=30,
)
CONTENTS = st.builds(
    Content,
    last=st.none() | st.integers(1, 3),
    since=st.sampled_from([None, "2024-05-03", "2024-06-01"]),
    kinds=st.none() | st.lists(st.sampled_from(KINDS), min_size=1),
)
WITH_KIND = {**COLUMNS, "interactions": {"at": "timestamp", "thread": "conversation", "kind": "kind", "body": "text"}}
SECONDS = {None: None, "2024-05-02T23:59:59Z": 1714694399, "2024-05-03T00:00:00Z": 1714694400, "2024-05-03": 1714694400,
           "2024-06-01T02:00:00+02:00": 1717200000}  # fmt: skip


def expected(events: list[dict[str, Any]], content: Content) -> dict[int, str | None]:
    """Row -> why it goes, or None; read line by line, as the settings say it."""
    start = {"2024-05-03": 1714694400, "2024-06-01": 1717200000}.get(content.since or "")
    why: dict[int, str | None] = {}
    for row, event in enumerate(events):
        moment = SECONDS[event["at"]]
        if content.kinds is not None and event["kind"] not in content.kinds:
            why[row] = "kind"
        elif start is not None and moment is None:
            why[row] = "undated"
        elif start is not None and moment < start:
            why[row] = "since"
        else:
            why[row] = None
    for user in {event["user_id"] for event in events} if content.last else ():
        mine = [row for row, reason in why.items() if reason is None and events[row]["user_id"] == user]
        mine.sort(key=lambda row: (SECONDS[events[row]["at"]] or 0, row))
        why |= dict.fromkeys(mine[: -content.last], "last")
    return why


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS_OF, CONTENTS)
def test_what_goes_is_what_the_settings_say_and_all_is_accounted_for(build, events, content) -> None:
    why = expected(events, content)
    stays = [row for row, reason in why.items() if reason is None]
    if not stays:
        with pytest.raises(DatasetError, match="no interaction is left"):
            build(events=events, columns=WITH_KIND, chosen=content)
        return
    built = build(events=events, columns=WITH_KIND, chosen=content)
    rows = built.rows("interactions")
    assert sorted(row["row"] for row in rows) == stays
    told = built.report["interactions"]
    assert told["cut_reasons"] == {r: n for r in ("kind", "undated", "since", "last") if (n := list(why.values()).count(r))}
    assert told["read"] == told["kept"] + told["quarantined"] + told["erased"] + told["cut"]
    assert told["kept"] == sum(built.report["interactions_per_shard"]) == len(stays)
    numbers: dict[Any, list[int]] = {}
    for row in rows:
        numbers.setdefault(row["conversation"] or row["ordinal"], []).append(row["sequence"])
    assert all(sorted(found) == list(range(len(found))) for found in numbers.values())


def test_what_is_cut_is_still_hunted_and_its_people_were_there(build) -> None:
    """A name in a cut row stands in other texts as well, and who wrote it is still somebody's partner in that conversation."""
    columns = {**WITH_KIND, "interactions": {**WITH_KIND["interactions"], "signed": {"role": "direct", "entity": "PERSON"}}}
    events = [
        {"user_id": "7", "at": "2024-05-01", "thread": "t1", "kind": "mail", "body": "what is it?", "signed": "Bo Lund"},
        {"user_id": "01013", "at": "2024-05-03", "thread": "t1", "kind": "mail", "body": "35131510", "signed": None},
    ]
    built = build(events=events, columns=columns, chosen=Content(since="2024-05-02"))
    (row,) = built.rows("interactions")
    ordinals = {user["id"]: user["ordinal"] for user in built.rows("users")}
    assert row["participants"] == [ordinals["7"]]
    assert row["before:body"] == "what is it?"
    assert row["sequence"] == 0
    assert "Bo Lund" in [value["value"] for value in built.values() if value["column"] == "interactions.signed"]


def test_kinds_that_are_not_wanted(build) -> None:
    events = [{"user_id": "7", "at": None, "thread": None, "kind": kind, "body": "x"} for kind in (None, "mail", "it's")]
    built = build(events=events, columns=WITH_KIND, chosen=Content(without_kinds=["it's"]))
    assert [row["col:kind"] for row in built.rows("interactions")] == [None, "mail"]


def test_what_is_too_large_for_memory_is_cut_and_counted(build) -> None:
    """One user has a text that is too long, and more texts than may be kept; the latest stay. The others lose nothing."""
    events = [{"user_id": "7", "at": f"2024-05-{day:02d}", "body": "x" * 2_000} for day in range(1, 21)]
    events += [{"user_id": "7", "at": "2024-06-01", "body": "x" * 5_000}, {"user_id": "01013", "at": None, "body": "short"}]
    events = [{"thread": None, "kind": "mail", **event} for event in events]
    built = build(events=events, columns=WITH_KIND, chosen=Content(max_interaction_bytes=4_000, max_history_bytes=10_000))
    told = built.report["interactions"]
    assert told["cut_reasons"] == {"too_large": 1, "history": 16}
    assert told["read"] == told["kept"] + told["cut"] == 22
    assert sorted(row["row"] for row in built.rows("interactions")) == [16, 17, 18, 19, 21]
    assert sorted(row["sequence"] for row in built.rows("interactions")) == [0, 0, 1, 2, 3]
