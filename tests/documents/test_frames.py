"""A published tree for pandas."""

from pathlib import Path

import pandas as pd
import pytest

from llm_assets.documents.formatter import formatter
from llm_assets.documents.frames import read_interactions, read_profiles
from llm_assets.errors import DatasetError
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput
from llm_assets.tree.columns import Columns, ParquetRecords
from llm_assets.tree.files import TreeFile

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
    with pytest.raises(DatasetError, match=r"no profiles as records.*jsonl"):
        read_profiles(tmp_path)


@pytest.mark.parametrize(("times", "moment"), [("second", "2024-05-03T12:00:00Z"), ("day", "2024-05-03"), ("year", "0987")])
def test_parquet_gives_the_frame_of_its_lines(tree: Path, tmp_path: Path, times: str, moment: str) -> None:
    """A notebook need not change when the format of a tree does."""
    made = formatter("jsonl", settings=LlmOutput(), root=tmp_path)
    rows = [
        SafeInteraction(pseudonym(0), None, 0, None, None, "agent", {"body": None}),
        SafeInteraction(pseudonym(1), "c" * 24, 1, moment, "chat", None, {"body": "01013"}),
    ]
    lines = {"interactions": list(map(made.format_interaction, rows))}
    lines["profiles"] = [made.format_user(SafeUser(row.user, {"zip": "010"}), [row]) for row in rows]
    columns = {"users.attributes": ["zip"], "interactions.text": ["body"]}
    for name, ending in (("lines", ".jsonl"), ("columns", ".parquet")):
        (tmp_path / name / "data").mkdir(parents=True)
        for part, texts in lines.items():
            file = TreeFile(tmp_path / name, f"data/{part}-00000-of-00001{ending}", None)
            out = ParquetRecords(file, Columns.of(part, columns, times)) if ending == ".parquet" else file
            out.write("".join(texts).encode())
            if isinstance(out, ParquetRecords):
                out.end()
            file.close()
    for read in (read_profiles, read_interactions):
        pd.testing.assert_frame_equal(read(tmp_path / "lines"), read(tmp_path / "columns"))


def test_a_damaged_parquet_file(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "profiles-00000-of-00001.parquet").write_bytes(b"PAR1 secret")
    with pytest.raises(DatasetError, match="damaged") as caught:
        read_profiles(tmp_path)
    assert "secret" not in str(caught.value)


def test_a_damaged_tree(tree: Path) -> None:
    (tree / "data" / "profiles-00000-of-00002.jsonl").write_bytes(b'{"user": "secret-\n')
    with pytest.raises(DatasetError, match="damaged") as caught:
        read_profiles(tree)
    assert "secret" not in str(caught.value)
