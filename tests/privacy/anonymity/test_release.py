"""From release to release: levels that stay, groups in the difference, and what is remembered, and when."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.pipeline import Pipeline
from llm_assets.privacy.anonymity.released import FILE, Release, difference, read_release
from llm_assets.privacy.anonymity.told import group_sizes_told, released_groups_told
from llm_assets.privacy.evidence import read_evidence
from llm_assets.settings import parse_settings

CITIES = ["Rome"] * 14 + ["Bonn"] * 12 + ["Lyon"] * 12


class Project:
    """A dataset whose users a test changes, built and published as often as it likes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings: dict[str, Any] = {
            "privacy": {"key_file": "a.key", "min_group_size": 5},
            "llm_output": {"format": "jsonl"},
        }
        self.steps: list[str] = ["keep", "top:2"]

    def write(self, cities: dict[int, str]) -> None:
        with (self.folder / "users.csv").open("w", newline="") as file:
            csv.writer(file).writerows([("id", "city"), *((f"user-{n:03}", city) for n, city in cities.items())])
        (self.folder / "events.jsonl").write_text('{"user": "user-001", "body": "hello"}\n')

    def pipeline(self) -> Pipeline:
        columns = {"city": {"role": "quasi", "generalize": self.steps}}
        tables = {
            "users": {"source": "users.csv", "id": "id", "columns": columns},
            "interactions": {"source": "events.jsonl", "user": "user", "columns": {"body": "text"}},
        }
        return Pipeline(parse_settings({**self.settings, "dataset": tables}, root=self.folder, origin="test"))

    def build(self, cities: dict[int, str], *, publish: bool = True) -> dict[str, Any]:
        """The section of the evidence of one release."""
        self.write(cities)
        pipeline = self.pipeline()
        pipeline.raw()
        pipeline.safe()
        evidence: dict[str, Any] = read_evidence(pipeline.work.stage("safe"))["anonymity"]
        pipeline.documents()
        if publish:
            list(pipeline.tree())
        return evidence

    @property
    def remembered(self) -> Path:
        return self.folder / ".llm_assets" / "dataset" / "released" / FILE


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def people(cities: list[str]) -> dict[int, str]:
    return dict(enumerate(cities))


@pytest.mark.slow
def test_levels_stay_until_they_no_longer_do(project: Project) -> None:
    first = project.build(people([*CITIES, "Riga", "Oslo"] + ["Bari"] * 4))
    assert (first["levels"][0]["chosen"], first["kept_levels"], first["difference"]) == ("top:2", False, None)
    # By itself this release would keep all cities.
    second = project.build(people(CITIES * 2))
    assert (second["levels"][0]["chosen"], second["kept_levels"], second["search"]) == ("top:2", True, None)
    assert project.build(people(["Rome"] * 20), publish=False)["levels"][0]["chosen"] == "top:2"
    third = project.build(people(["Rome"] * 20 + ["Riga"] * 3))
    assert (third["levels"][0]["chosen"], third["kept_levels"], third["new_search"]) == ("*", False, True)
    assert "chosen anew" in group_sizes_told(third, "high", "values").summary


def test_what_a_top_keeps_stays_as_well(project: Project) -> None:
    """Two cities that change their ranks would change the published values of everybody in them, at the same level."""
    project.steps = ["top:1"]
    assert project.build(people(["Rome"] * 12 + ["Bonn"] * 10))["difference"] is None
    now = project.build(people(["Rome"] * 12 + ["Bonn"] * 10) | dict.fromkeys(range(100, 105), "Bonn"))
    assert now["kept_levels"]
    assert now["difference"]["changed"]["users"] == 0
    assert b"Rome" not in project.remembered.read_bytes()


@pytest.mark.slow
def test_what_was_not_published_is_not_remembered(project: Project) -> None:
    project.build(people(CITIES), publish=False)
    assert not project.remembered.exists()
    project.build(people(CITIES))
    assert project.remembered.stat().st_mode & 0o077 == 0
    before = project.remembered.read_bytes()
    project.build(people(CITIES * 2), publish=False)
    assert project.remembered.read_bytes() == before
    assert project.build(people(CITIES[1:]))["difference"]["users_before"] == len(CITIES)


def test_it_outlives_the_raw_files_and_holds_no_value(project: Project) -> None:
    project.settings["compute"] = {"keep_work": "none"}
    project.build(people(CITIES))
    assert not (project.remembered.parent.parent / "safe").exists()
    held = project.remembered.read_bytes() + json.dumps(pq.read_table(project.remembered).to_pydict(), default=repr).encode()
    assert not any(value in held for value in (b"Rome", b"Bonn", b"user-001"))
    assert project.build(people([*CITIES, "Rome"]))["kept_levels"]


@pytest.mark.slow
def test_a_release_that_is_made_again_is_told_as_before(project: Project) -> None:
    """The evidence goes into the tree, and the same input must give the same bytes, however often it is built."""
    project.build(people(CITIES))
    once = project.build(people([*CITIES, "Rome"]))
    assert once["difference"]["joined"]["users"] == 1
    assert project.build(people([*CITIES, "Rome"])) == once


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "compared"),
    [
        ({"privacy": {"key_file": "b.key", "min_group_size": 5}}, False),
        ({"llm_output": {"format": "jsonl", "privacy_level": "medium"}}, False),
        ({"privacy": {"key_file": "a.key", "min_group_size": 4}}, True),
    ],
)
def test_another_key_or_level_starts_anew(project: Project, change: dict[str, Any], compared: bool) -> None:
    project.build(people(CITIES))
    project.settings |= change
    evidence = project.build(people(CITIES))
    assert not evidence["kept_levels"]
    assert (evidence["difference"] is not None) == compared


def test_who_joined_left_or_changed_in_small_groups_is_told(project: Project) -> None:
    start = people(CITIES)
    project.build(start)
    assert released_groups_told(project.build(start)).passed
    now = {n: city for n, city in start.items() if n not in (0, 1, 14)}  # two of Rome and one of Bonn left
    now |= dict.fromkeys(range(100, 107), "Rome")
    now[30] = "Bonn"
    evidence = project.build(now)
    found = evidence["difference"]
    assert found["joined"] == {"users": 7, "small_groups": 0, "users_in_small_groups": 0}
    assert found["left"] == {"users": 3, "small_groups": 2, "users_in_small_groups": 3}
    assert found["changed"] == {"users": 1, "small_groups": 1, "users_in_small_groups": 1}
    told = released_groups_told(evidence)
    assert not told.passed
    assert told.summary.startswith("4 users are in groups of fewer than 5 in the difference")
    assert told.figures["small_groups"] == 3


RELEASE = st.dictionaries(st.integers(0, 9), st.integers(0, 3), max_size=10)


def _release(groups: dict[int, int]) -> Release:
    users = np.array([f"{user:024}" for user in sorted(groups)], dtype="S24")
    return Release("o", "c", {}, users, np.array([groups[user] for user in sorted(groups)], dtype=np.uint64))


@given(RELEASE, RELEASE, st.integers(1, 4))
def test_the_difference_counts_every_user_once(before: dict[int, int], now: dict[int, int], k: int) -> None:
    found = difference(_release(before), _release(now), k)
    alike: dict[tuple[Any, Any], int] = {}
    for user in {*before, *now}:
        pair = (before.get(user), now.get(user))
        alike[pair] = alike.get(pair, 0) + 1
    small = {pair: size for pair, size in alike.items() if size < k and any(pair)}
    moved = {pair: size for pair, size in small.items() if pair[0] != pair[1]}
    assert found["users_in_small_groups"] == sum(moved.values())
    assert found["small_groups"] == len(moved)
    assert found["stayed"]["users_in_small_groups"] == sum(small.values()) - sum(moved.values())
    assert sum(found[name]["users"] for name in ("joined", "left", "changed", "stayed")) == len({*before, *now})


@pytest.mark.parametrize("damage", [b"", b"PAR1 and no more", None])
def test_what_cannot_be_read_starts_anew(tmp_path: Path, damage: bytes | None) -> None:
    if damage is not None:
        (tmp_path / FILE).write_bytes(damage)
    assert read_release(tmp_path / FILE) is None
