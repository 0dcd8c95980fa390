"""A published tree for pandas."""

from pathlib import Path

import pytest

from llm_assets.documents.formatter import formatter
from llm_assets.documents.frames import read_interactions, read_profiles
from llm_assets.errors import DatasetError
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

from .conftest import pseudonym


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    made = formatter("jsonl", settings=LlmOutput(), root=tmp_path)
    (tmp_path / "data").mkdir()
    for n in (0, 1):
        user = pseudonym(n)
        records = [SafeInteraction(user, None, i, "2024-05-03", "message", None, {"body": "01013\u2028"}) for i in range(2)]
        lines = "".join(map(made.format_interaction, records))
        (tmp_path / "data" / f"interactions-{n:05d}-of-00002.jsonl").write_text(lines, encoding="utf-8")
        profile = made.format_user(SafeUser(user, {"zip": "010"}), records)
        (tmp_path / "data" / f"profiles-{n:05d}-of-00002.jsonl").write_text(profile, encoding="utf-8")
    return tmp_path


def test_profiles(tree: Path) -> None:
    frame = read_profiles(tree)
    assert list(frame["user"]) == [pseudonym(0), pseudonym(1)]
    assert list(frame["attributes.zip"]) == ["010", "010"]
    assert list(frame["statistics.interactions"]) == [2, 2]


def test_interactions(tree: Path) -> None:
    frame = read_interactions(str(tree))
    assert list(frame.columns) == ["user", "conversation", "sequence", "timestamp", "kind", "speaker", "text.body"]
    assert list(frame["text.body"]) == ["01013\u2028"] * 4
    assert list(frame["sequence"]) == [0, 1, 0, 1]


def test_a_tree_without_interactions(tree: Path) -> None:
    for path in tree.glob("data/interactions-*"):
        path.write_bytes(b"")
    assert list(read_interactions(tree).columns) == ["user", "conversation", "sequence", "timestamp", "kind", "speaker"]


def test_a_tree_without_json_lines(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"no profiles as JSON lines.*jsonl"):
        read_profiles(tmp_path)


def test_a_damaged_tree(tree: Path) -> None:
    (tree / "data" / "profiles-00000-of-00002.jsonl").write_bytes(b'{"user": "secret-\n')
    with pytest.raises(DatasetError, match="damaged") as caught:
        read_profiles(tree)
    assert "secret" not in str(caught.value)
