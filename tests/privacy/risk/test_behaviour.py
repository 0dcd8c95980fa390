"""Unicity, rare events, and offsets that the edges of an export give away."""

from pathlib import Path
from random import Random
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest

from llm_assets.privacy.evidence import EVIDENCE

from .world import World

SHOPS = ("shop 1", "shop 2", "shop 3", "shop 4")
OWN = "kettle ladder napkin saddle tractor blanket puddle gravel pebble".split()
EVENT = {"at": "timestamp", "type": "kind", "shop": "attribute"}


def _at(day: int) -> str:
    return f"{2015 + day // 336}-{1 + day // 28 % 12:02d}-{1 + day % 28:02d}T12:00:00Z"


def _users(count: int) -> list[dict[str, Any]]:
    return [{"id": f"u{i}"} for i in range(count)]


def _random_events(users: int, each: int, seed: int = 1) -> list[dict[str, Any]]:
    random = Random(seed)
    return [
        {
            "user": f"u{i}",
            "at": _at(random.randrange(1500)),
            "type": random.choice("abc"),
            "shop": random.choice(SHOPS),
        }
        for i in range(users)
        for _ in range(each)
    ]


def test_random_lives_are_unique_before_and_one_offset_hides_single_points_only(tmp_path: Path) -> None:
    found = World(tmp_path, _users(40), _random_events(40, 12), {}, EVENT).evidence()["behaviour"]["unicity"]
    assert [each["points"] for each in found] == [1, 2, 3, 4]
    assert [each["before"] for each in found] == sorted(each["before"] for each in found)
    assert found[-1]["before"] == 1.0
    assert found[0]["after"] < 0.1 < found[-1]["after"]
    assert all(each["low"] <= each["after"] <= each["high"] for each in found)
    assert {(each["sampled"], each["population"]) for each in found} == {(40, 40)}


def test_equal_lives_are_never_unique(tmp_path: Path) -> None:
    events = [{"user": f"u{i}", "at": _at(day * 40), "type": "a", "shop": "x"} for i in range(10) for day in range(6)]
    found = World(tmp_path, _users(10), events, {}, EVENT).evidence()["behaviour"]["unicity"]
    assert {(each["before"], each["after"]) for each in found} == {(0.0, 0.0)}


def test_at_low_nothing_is_shifted_and_after_is_before(tmp_path: Path) -> None:
    evidence = World(tmp_path, _users(20), _random_events(20, 8), {}, EVENT).evidence("low")["behaviour"]
    assert all(each["before"] == each["after"] for each in evidence["unicity"])
    assert evidence["date_shift"] is None


def test_a_history_as_long_as_the_export_gives_its_offset_away(tmp_path: Path) -> None:
    """u0 is there on the first and the last day; u1 lacks four days of the export, u2 twenty, u3 is there once."""
    spans = {"u0": (0, 1400), "u1": (2, 1398), "u2": (10, 1390), "u3": (700, 700)}
    events = [{"user": user, "at": _at(day), "type": "a", "shop": "x"} for user, span in spans.items() for day in set(span)]
    shift = World(tmp_path, _users(4), events, {}, EVENT).evidence()["behaviour"]["date_shift"]
    assert shift["people"] == 4
    assert shift["window_days"] > 1300
    assert (shift["within_day"], shift["within_week"], shift["within_month"]) == (0.25, 0.5, 0.75)


def _rare() -> list[dict[str, Any]]:
    """One user alone has the kind `odd`, one alone the shop `corner`; order numbers nobody shares."""
    events = [{"user": f"u{i}", "at": _at(i), "type": "usual", "shop": "mall", "order": "all"} for i in range(8) for _ in "12"]
    return [*events, {**events[0], "type": "odd"}, {**events[2], "shop": "corner"}]


@pytest.mark.parametrize(
    ("action", "kept", "cut", "generalized"), [("keep", 18, 0, 0), ("generalize", 18, 0, 2), ("cut", 16, 2, 0)]
)
def test_rare_events_are_kept_generalised_or_cut(tmp_path: Path, action: str, kept: int, cut: int, generalized: int) -> None:
    world = World(tmp_path, _users(8), _rare(), {}, {**EVENT, "order": "attribute"})
    found = world.evidence(rare_events=action)["behaviour"]["rare_events"]
    assert found == {
        "k": 5, "kinds": 1, "items": 1, "interactions": 2, "action": action, "cut": cut, "generalized": generalized,
    }  # fmt: skip
    assert world.report["interactions"] == {"kept": kept, "quarantined": 0, "cut": cut}
    rows = [r for p in sorted(world.work.stage("safe").glob("interactions-*")) for r in pq.read_table(p).to_pylist()]
    kinds = {row["kind"] for row in rows}
    shops = {row["attributes"]["shop"] for row in rows}
    expected = {"keep": ({"odd"}, {"corner"}), "generalize": ({"other"}, {"other"}), "cut": (set(), set())}[action]
    assert kinds == {"usual"} | expected[0]
    assert shops == {"mall"} | expected[1]


def test_texts_stay_side_by_side_when_interactions_are_cut(tmp_path: Path) -> None:
    """The attackers C and D compare row by row: a row that was cut must be left out on both sides."""
    words = "amber birch cedar delta ember fjord grove haven inlet jetty".split()
    random = Random(2)
    events = []
    for i, own in enumerate(OWN):
        for n in range(5):
            text = " ".join(random.choices(words, k=60)) + f" and a {own}"
            events.append({"user": f"u{i}", "type": "odd" if n == i % 4 == 0 else "usual", "text": text})
    world = World(tmp_path, _users(9), events, {}, {"type": "kind", "text": "text"})
    found = world.attackers(rare_events="cut")
    assert world.report["interactions"]["cut"] == 3
    assert found["C"]["people"] == 9  # nobody is left out because the rows do not fit
    assert found["C"]["linked"] > 0.8


@pytest.mark.slow
def test_evidence_is_the_same_with_any_size_of_shards_and_holds_no_value(tmp_path: Path) -> None:
    users = [{"id": f"u{i}", "city": f"Zqtown {i % 3}", "age": str(i), "ill": f"zqill{i % 2}"} for i in range(60)]
    events = [{**event, "text": f"zqtext of number {n}, which goes on"} for n, event in enumerate(_random_events(60, 5))]
    columns = {"city": "quasi", "age": {"role": "quasi", "generalize": "band:20"}, "ill": "sensitive"}
    files = []
    for number, shard_bytes in enumerate((10_000_000, 2_000, 10_000)):
        world = World(tmp_path / str(number), users, events, columns, {**EVENT, "text": "text"})
        # A budget so small that samples are cut: where, must not depend on batches or shards either.
        world.evidence(shard_bytes=shard_bytes, risk_seconds=1)
        assert (world.report["shards"] > 1) is (number > 0)
        files.append((world.work.stage("safe") / EVIDENCE).read_bytes())
    assert files[0] == files[1] == files[2]
    assert b"zq" not in files[0].lower()
    assert b"shop" not in files[0]
    assert orjson.loads(files[0])["intruder"]["seconds_budget"] == 1
