"""The files of each split, and the check that keeps them apart, on trees of real documents."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from llm_assets import read_profiles
from llm_assets.documents.build import build_documents
from llm_assets.settings.model import LlmOutput
from llm_assets.tree.audit import every_user_published, matches_manifest
from llm_assets.tree.diff import people
from llm_assets.tree.disjoint import check_splits
from llm_assets.tree.plan import plan_tree
from llm_assets.tree.stage import StagedTree, stage_tree
from llm_assets.tree.target import find_target
from tests.documents.conftest import Stage, interaction, pseudonym

from .conftest import Bench
from .test_card import header

SHARES = {"train": 0.5, "validation": 0.25, "test": 0.25}
FORMATS = ["markdown", "jsonl", "parquet", "chat", "chunks"]
NUMBERS = (0.9, 0.1, 0.6, 0.3)  # drawn for users 0, 1, 2, …: train, test, train, validation
USERS = 12


def draw(user: str) -> float:
    return NUMBERS[(ord(user[-1]) - ord("a")) % 4]


def split_of(number: int) -> str:
    return ("train", "test", "train", "validation")[number % 4]


def staged(
    root: Path, shards: int = 2, formats: list[str] = FORMATS, splits: dict | None = SHARES, talks: dict | None = None, **output
) -> StagedTree:
    """Users that each ask, and are answered, in a conversation of their own, or in that which `talks` names."""
    stage, bench = Stage(root), Bench(root)
    for shard in range(shards):
        numbers = range(USERS * shard // shards, USERS * (shard + 1) // shards)
        said = [
            {
                **interaction(pseudonym(n), i, f"{who} {n}"),
                "speaker": who,
                "conversation": (talks or {}).get(n, pseudonym(1000 + n)),
            }
            for n in numbers
            for i, who in enumerate(("customer", "agent"))
        ]
        stage.add_shard([{"user": pseudonym(n), "attributes": {"plan": "pro"}} for n in numbers], said)
    settings = LlmOutput(format=formats, records_per_file=5, splits=splits, **output)
    how = {"root": root, "work": stage.work, "safe_report": stage.report, "fingerprint": "f", "processes": 1, "draw": draw}
    report = build_documents(settings, **how)
    plan = plan_tree(stage.work.stage("documents"), report, bench.facts(report), settings, records=stage.work.stage("safe"))
    target = find_target(bench.output)
    target.versions.mkdir()
    return stage_tree(plan, target, 1, lambda _: None)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> StagedTree:
    return staged(tmp_path_factory.mktemp("splits"))


def lines(root: Path, pattern: str) -> list[dict]:
    return [json.loads(line) for path in sorted(root.glob(pattern)) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("split", SHARES)
def test_each_file_holds_the_users_of_its_split(tree: StagedTree, split: str) -> None:
    root, users = tree.root, [pseudonym(n) for n in range(USERS) if split_of(n) == split]
    assert [each["user"] for each in lines(root, f"data/profiles-{split}-*.jsonl")] == users
    assert [each["user"] for each in lines(root, f"data/interactions-{split}-*.jsonl")] == [u for u in users for _ in "12"]
    tables = [pq.read_table(path) for path in sorted(root.glob(f"data/profiles-{split}-*.parquet"))]
    assert pa.concat_tables(tables)["user"].to_pylist() == users
    assert {each["user"] for each in lines(root, f"chunks/chunks-{split}-*.jsonl")} == set(users)
    asked = [each["messages"][0]["content"] for each in lines(root, f"chat/{split}-*.jsonl")]
    assert asked == [f"customer {n}" for n in range(USERS) if split_of(n) == split]
    index = lines(root, f"splits/{split}-*.jsonl")
    assert index == [{"user": user, "documents": [f"profiles/aa/{user}.md"]} for user in users]
    assert all((root / path).is_file() for each in index for path in each["documents"])


def test_every_file_is_listed_and_the_checks_pass(tree: StagedTree) -> None:
    (result,) = check_splits(tree)
    assert result.passed, result.summary
    assert matches_manifest(tree).passed
    assert every_user_published(tree).passed
    assert (result.counts["users_train"], result.counts["users_validation"], result.counts["users_test"]) == (6, 3, 3)
    assert result.counts["records_train_chat"] == 6
    manifest = json.loads((tree.root / "manifest.json").read_bytes())
    for name in FORMATS:
        tokens = sum(each["tokens"][name] for each in manifest["splits"].values())
        assert tokens == manifest["tokens"][name] > 0


def test_the_card_names_the_files_of_each_split(tree: StagedTree) -> None:
    found = header((tree.root / "README.md").read_bytes())["configs"]
    assert [each["config_name"] for each in found] == ["profiles", "interactions", "chat", "chunks", "splits"]
    listed = [entry["path"] for entry in json.loads((tree.root / "manifest.json").read_bytes())["files"]]
    for config in found:
        assert [data["split"] for data in config["data_files"]] == list(SHARES)
        assert all(any(fnmatch(path, data["path"]) for path in listed) for data in config["data_files"])
    assert "\n| test | 0.25 | 3 | 6 |" in (tree.root / "README.md").read_text()


@pytest.mark.parametrize("kind", ["data/profiles-*.jsonl", "data/profiles-*.parquet"])
def test_trees_are_compared_in_the_order_of_users(tree: StagedTree, kind: str) -> None:
    assert [user for user, _ in people.users(tree.root, kind)] == [pseudonym(n) for n in range(USERS)]
    assert len(read_profiles(tree.root)) == USERS


@pytest.mark.slow
def test_datasets_loads_the_splits_by_the_card_alone(tree: StagedTree, tmp_path: Path) -> None:
    program = (
        "import json, sys, datasets\n"
        "found = {name: datasets.load_dataset(sys.argv[1], name, cache_dir=sys.argv[2]) for name in sys.argv[3:]}\n"
        "print(json.dumps({name: {split: len(rows) for split, rows in each.items()} for name, each in found.items()}))"
    )
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(tmp_path / "home")}
    names = ["profiles", "interactions", "chat", "chunks", "splits"]
    command = [sys.executable, "-c", program, str(tree.root), str(tmp_path / "cache"), *names]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-1500:]
    found = json.loads(done.stdout.splitlines()[-1])
    users = {"train": 6, "validation": 3, "test": 3}
    assert found["profiles"] == found["chat"] == found["splits"] == users
    assert found["interactions"] == {split: 2 * number for split, number in users.items()}
    assert list(found["chunks"]) == list(users)


def test_shards_change_no_byte(tree: StagedTree, tmp_path: Path, snapshot: Callable) -> None:
    assert snapshot(staged(tmp_path, shards=3).root) == snapshot(tree.root)


def test_a_split_without_users_is_no_part_of_the_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "NUMBERS", (0.9, 0.9, 0.9, 0.3))
    tree = staged(tmp_path, formats=["jsonl"])
    (profiles, _) = header((tree.root / "README.md").read_bytes())["configs"]
    assert [each["split"] for each in profiles["data_files"]] == ["train", "validation"]
    assert not (tree.root / "splits").exists()  # no format writes a document for a user
    assert next(check_splits(tree)).passed


def test_without_splits_the_check_says_so(tmp_path: Path) -> None:
    tree = staged(tmp_path, formats=["jsonl", "chat"], splits=None)
    (result,) = check_splits(tree)
    assert (result.passed, result.summary) == (True, "splits are off: there is nothing to compare")
    assert sorted(path.name for path in (tree.root / "chat").iterdir())[0] == "train-00000-of-00003.jsonl"
    assert "splits" not in json.loads((tree.root / "manifest.json").read_bytes())


def card(tree: StagedTree) -> str:
    return (tree.root / "README.md").read_text()


def move(root: Path, source: str, target: str) -> None:
    """Moves the last line of one file to the end of another."""
    *kept, last = (root / source).read_text().splitlines(keepends=True)
    (root / source).write_text("".join(kept))
    with (root / target).open("a") as file:
        file.write(last)


@pytest.mark.parametrize(
    ("source", "target", "fault"),
    [
        ("data/profiles-train-00001-of-00002.jsonl", "data/profiles-test-00000-of-00001.jsonl", "users_in_two"),
        ("chunks/chunks-train-00000-of-00002.jsonl", "chunks/chunks-test-00000-of-00001.jsonl", "conversations_in_two"),
        ("chat/train-00000-of-00002.jsonl", "chat/test-00000-of-00001.jsonl", "misplaced"),
        ("splits/train-00000-of-00002.jsonl", "splits/test-00000-of-00001.jsonl", "users_in_two"),
    ],
)
def test_one_line_in_a_wrong_file_is_seen(tree: StagedTree, tmp_path: Path, source: str, target: str, fault: str) -> None:
    copy = replace(tree, root=shutil.copytree(tree.root, tmp_path / "copy"))
    move(copy.root, source, target)
    (result,) = check_splits(copy)
    assert not result.passed
    assert result.counts[fault]


@pytest.mark.parametrize("shared", ["together", "cut"])
def test_conversations_of_several_users_stand_in_one_split(tmp_path: Path, shared: str) -> None:
    talks = {n: pseudonym(1000 + n // 4) for n in range(USERS)}  # each with users of all splits
    tree = staged(tmp_path, splits={**SHARES, "shared": shared}, talks=talks)
    (result,) = check_splits(tree)
    assert result.passed, result.summary
    assert every_user_published(tree).passed
    # The first of each four is drawn into training: with the others, or without what they said.
    assert len(lines(tree.root, "data/interactions-train-*.jsonl")) == (24 if shared == "together" else 12)
    assert not lines(tree.root, "data/interactions-test-*.jsonl")
    assert len(lines(tree.root, "data/profiles-test-*.jsonl")) == (0 if shared == "together" else 3)
    assert ("what users of other splits had in a conversation, 12 interactions" in card(tree)) == (shared == "cut")
    manifest = json.loads((tree.root / "manifest.json").read_bytes())
    assert sum(each["interactions"] for each in manifest["splits"].values()) == manifest["interactions"]


def test_a_conversation_inside_of_documents_is_seen(tmp_path: Path) -> None:
    tree = staged(tmp_path, formats=["markdown"])
    assert next(check_splits(tree)).passed
    # Two users of two splits had one conversation after all.
    stage, one = Stage(tmp_path / "other"), pseudonym(1000)
    said = [{**interaction(pseudonym(n), 0), "conversation": one} for n in (0, 1)]
    stage.add_shard([{"user": pseudonym(n)} for n in (0, 1)], said)
    (stage.work.stage("safe") / "interactions-00000.parquet").replace(tree.plan.records / "interactions-00000.parquet")
    (result,) = check_splits(tree)
    assert (result.passed, result.counts["conversations_in_two"]) == (False, 1)
