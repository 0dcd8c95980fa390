"""Duplicates in the stage `documents`: what goes, what stays, and that every interaction is accounted for."""

from pathlib import Path

import orjson
import pytest

from llm_assets.documents.build import build_documents
from llm_assets.documents.duplicates import find_duplicates
from llm_assets.settings.format_models import Duplicates
from llm_assets.settings.model import LlmOutput

from .conftest import Stage, interaction, pseudonym, read_pack

ADVERT = " ".join(f"word{n}" for n in range(60))
NEARLY = ADVERT.replace("word59", "another").partition(" word30")  # 57 of 59 runs of three in common
OTHER = " ".join(f"different{n}" for n in range(60))
# User -> conversation -> texts.
SAID: dict[int, dict[str | None, list[str]]] = {
    0: {"a": [ADVERT], "b": [OTHER], None: ["thanks", "bye"]},
    1: {"c": [ADVERT.upper() + "!"], None: ["thanks", "bye"]},
    2: {"d": [NEARLY[0], NEARLY[1] + NEARLY[2]], "e": [" ".join(reversed(OTHER.split()))]},
    3: {None: [ADVERT, "thanks"], "f": [ADVERT], "g": [ADVERT]},
    4: {"h": [" ".join(f"lonely{n}" for n in range(30))], "i": [" ".join(f"lonely{n}" for n in range(30))]},
}


def stage(root: Path, shards: int = 1) -> Stage:
    made, users = Stage(root), sorted(SAID)
    for shard in range(shards):
        part = users[shard * len(users) // shards : (shard + 1) * len(users) // shards]
        rows = [
            {**interaction(pseudonym(n), at), "text": {"body": text}, "conversation": talk}
            for n in part
            for talk, texts in SAID[n].items()
            for at, text in enumerate(texts)
        ]
        made.add_shard([{"user": pseudonym(n), "attributes": {"plan": "pro"}} for n in part], rows)
    return made


def build(made: Stage, processes: int = 1, **output) -> dict:
    settings = LlmOutput(format=["jsonl", "markdown", "chat"], **output)
    how = {"root": made.root, "work": made.work, "safe_report": made.report, "fingerprint": "f", "processes": processes}
    return build_documents(settings, draw=lambda _: 0.9, **how)


def left(made: Stage) -> list[tuple[int, str | None]]:
    """(user, conversation) of what is written."""
    rows = [row for n in range(made.shards) for row in read_pack(made.work.stage("documents") / f"jsonl-{n:05d}.arrow")]
    records = [orjson.loads(row["body"]) for row in rows if row["part"] == "interactions"]
    numbers = {pseudonym(n): n for n in SAID}
    return list(dict.fromkeys((numbers[each["user"]], each["conversation"]) for each in records))


ALL = [(user, talk) for user, talks in SAID.items() for talk in talks]


@pytest.mark.parametrize(
    ("near", "gone", "exact", "nearly"),
    [
        (0.9, [(1, "c"), (2, "d"), (3, None), (3, "f"), (3, "g")], 3, 2),
        (1, [(1, "c"), (3, "f"), (3, "g")], 3, 0),
    ],
)
def test_the_first_stays_and_the_others_go_from_every_format(
    tmp_path: Path, near: float, gone: list, exact: int, nearly: int
) -> None:
    made = stage(tmp_path)
    report = build(made, duplicates={"near": near})
    assert left(made) == [each for each in ALL if each not in gone]
    interactions = sum(len(SAID[user][talk]) for user, talk in gone)
    told = {"compared": 10, "short": 2, "exact": exact, "near": nearly, "interactions": interactions}
    assert report["duplicates"] == told
    read = sum(len(texts) for talks in SAID.values() for texts in talks.values())
    assert report["interactions"] == {
        "kept": read - interactions,
        "quarantined": 0,
        "cut": interactions,
        "cut_reasons": {"duplicate": interactions},
    }
    assert report["users"]["kept"] == len(SAID)
    profiles = [row["body"] for row in read_pack(made.work.stage("documents") / "markdown-00000.arrow")]
    assert b"- Total Interactions: 2\n" in profiles[1]
    assert not list(made.work.stage("documents").glob("sketches*"))


def test_all_stays_where_nothing_is_asked(tmp_path: Path) -> None:
    made = stage(tmp_path)
    report = build(made)
    assert left(made) == ALL
    assert report["duplicates"] is None


def test_short_ones_are_compared_when_asked(tmp_path: Path) -> None:
    made = stage(tmp_path)
    build(made, duplicates={"near": 1, "min_words": 1})
    assert (1, None) not in left(made)


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_shards_and_workers_change_nothing(tmp_path: Path, processes: int) -> None:
    one, many = stage(tmp_path / "one"), stage(tmp_path / "many", shards=3)
    reports = [build(one, duplicates={}), build(many, duplicates={}, processes=processes)]
    assert left(one) == left(many)
    assert reports[0]["duplicates"] == reports[1]["duplicates"]


def test_splits_count_what_is_left(tmp_path: Path) -> None:
    report = build(stage(tmp_path), duplicates={}, splits={"train": 1})
    assert report["splits"]["interactions"] == {"train": report["interactions"]["kept"]}


def test_those_that_a_format_fails_on_are_accounted_for_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from llm_assets.documents.chat import ChatFormatter

    format_lines = ChatFormatter.format_lines

    def failing(self, user, interactions):
        if user.user == pseudonym(3):
            raise ValueError
        return format_lines(self, user, interactions)

    monkeypatch.setattr(ChatFormatter, "format_lines", failing)
    made = stage(tmp_path)
    report = build(made, duplicates={}, max_error_rate=1)
    assert report["users"]["quarantined"] == 1
    settled = sum(report["interactions"][name] for name in ("kept", "quarantined", "cut"))
    assert settled == sum(len(texts) for talks in SAID.values() for texts in talks.values())


def test_nobody_at_all(tmp_path: Path) -> None:
    made = Stage(tmp_path)
    made.add_shard([{"user": pseudonym(0), "attributes": {"plan": "pro"}}], [])
    found = find_duplicates(made.work.stage("safe"), 1, Duplicates(), tmp_path / "sketches", 1)
    assert found.told() == dict.fromkeys(("compared", "short", "exact", "near", "interactions"), 0)
