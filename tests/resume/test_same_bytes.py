"""Whatever was kept of runs before, the tree has the bytes of one that is made of nothing but the sources."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.resume.conftest import NAMES, Desk, event, person

# What people write: their own values, a neighbour's, names of people who may come later or have gone.
_BODIES = (
    "I am {name}, write to {email}.",
    "Ask {other}, not me. {first} will know.",
    "@{first}: a.n.n.a%40mail.example or **Grace** Okafor?",
    "Call +1 202 555 0143, order 4471, on 3 May 2021.",
    "plain words and nothing else",
    "",
)
Person, Event = dict[str, Any], dict[str, Any]
_numbers = st.integers(0, 19)
_edits = st.one_of(
    st.tuples(st.just("add"), _numbers, st.sampled_from(NAMES)),
    st.tuples(st.just("remove"), _numbers, st.just("")),
    st.tuples(st.just("rename"), _numbers, st.sampled_from(NAMES)),
    st.tuples(st.just("say"), _numbers, st.sampled_from(_BODIES)),
    st.tuples(st.just("unsay"), _numbers, st.just("")),
)


def _edited(people: dict[str, Person], events: list[Event], edits: list[tuple[str, int, str]]) -> None:
    for what, number, value in edits:
        key = f"id{number:04d}x"
        if what == "add" or (what == "rename" and key in people):
            people[key] = person(number, value)
        elif what == "remove" and len(people) > 2:
            people.pop(key, None)
            events[:] = [each for each in events if each["user"] != key]
        elif what == "say" and key in people:
            other = NAMES[(number + 3) % len(NAMES)]
            body = value.format(**people[key], other=other, first=other.split()[0])
            events.append(
                event(key, body, f"t{number // 3}" if number % 4 else None, len(events), other if number % 5 else None)
            )
        elif what == "unsay" and events:
            events.pop(number % len(events))


@contextmanager
def _folders() -> Iterator[tuple[Path, Path]]:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        yield Path(one), Path(other)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_edits, min_size=1, max_size=4), min_size=1, max_size=3), st.sampled_from(["high", "medium"]))
def test_edits_of_every_kind_give_the_tree_of_a_run_from_scratch(
    monkeypatch: pytest.MonkeyPatch, rounds: list[list[tuple[str, int, str]]], level: str
) -> None:
    monkeypatch.setenv("LLM_ASSETS_KEY", "a key for tests that is long enough")
    with _folders() as (folder, scratch):
        desk = Desk(folder, {"llm_output": {"privacy_level": level, "format": ["markdown", "jsonl"]}})
        people = {f"id{number:04d}x": person(number) for number in range(0, 14, 2)}
        events: list[Event] = []
        _edited(people, events, [("say", number, _BODIES[number % 5]) for number in (0, 2, 4, 4, 6, 8, 10, 12)])
        desk.write(people, events)
        desk.run()
        for edits in rounds:
            _edited(people, events, edits)
            desk.write(people, events)
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir()
            other = desk.afresh(scratch)
            other.values["compute"] = {"shard_bytes": 100_000}
            expected = other.run()
            assert desk.run() == expected
            assert expected["SHA256SUMS"]
