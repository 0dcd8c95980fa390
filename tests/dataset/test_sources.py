"""Where files are found, and how a wrong path is told."""

import pytest

from llm_assets.dataset.sources import find_files
from llm_assets.errors import DatasetError

from .conftest import USERS, as_csv, as_json, as_jsonl, as_parquet


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "d" / "sub").mkdir(parents=True)
    for name in ("d/b.csv", "d/a.JSONL.gz", "d/sub/c.parquet", "d/.hidden", "d/_SUCCESS"):
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("d", ["a.JSONL.gz", "b.csv", "sub/c.parquet"]),
        ("d/*", ["a.JSONL.gz", "b.csv"]),
        ("d/**/*.parquet", ["sub/c.parquet"]),
        ("d/b.csv", ["b.csv"]),
    ],
)
def test_files_come_in_a_fixed_order(folder, source, names):
    assert [file.name for file in find_files(source, folder, "users")] == names


def test_format_and_compression_come_from_the_ending(folder):
    assert [(file.format, file.compression) for file in find_files("d", folder, "users")] == [
        ("jsonl", "gzip"),
        ("csv", None),
        ("parquet", None),
    ]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("none.csv", "no such file"),
        ("d/*.tsv", "no file fits the glob"),
        ("empty", "holds no file"),
        ("ftp://host/x.csv", "or the URL of an object store"),
        ("d/notes.txt", "notes.txt is of no known kind"),
    ],
)
def test_a_wrong_source_is_told(folder, source, message):
    (folder / "empty").mkdir()
    (folder / "d/notes.txt").touch()
    with pytest.raises(DatasetError, match=message):
        find_files(source, folder, "users")


def test_a_folder_with_another_kind_of_file_is_refused(folder):
    (folder / "d/readme.md").touch()
    with pytest.raises(DatasetError, match=r"readme\.md is of no known kind"):
        find_files("d", folder, "users")


def test_a_name_with_glob_characters_is_a_file(tmp_path):
    (tmp_path / "users [1].csv").touch()
    assert [file.name for file in find_files("users [1].csv", tmp_path, "users")] == ["users [1].csv"]


def test_files_of_all_formats_in_one_folder_are_one_table(build, tmp_path):
    folder = tmp_path / "users.csv"
    folder.mkdir()
    (folder / "1.csv").write_bytes(as_csv(USERS[:1]))
    (folder / "2.jsonl").write_bytes(as_jsonl(USERS[1:2]))
    (folder / "3.parquet").write_bytes(as_parquet(USERS[2:]))
    (folder / "4.json").write_bytes(as_json(USERS[:2]))
    built = build(users=None)
    assert {row["id"] for row in built.rows("users")} == {user["user_id"] for user in USERS}
    assert [(row["source"], row["row"], row["reason"]) for row in built.quarantine()] == [
        ("4.json", 1, "duplicate_id"),
        ("4.json", 2, "duplicate_id"),
    ]


def test_a_column_that_one_of_the_files_lacks_is_told_with_the_file(build, tmp_path):
    folder = tmp_path / "users.csv"
    folder.mkdir()
    (folder / "1.csv").write_bytes(as_csv(USERS))
    (folder / "2.csv").write_bytes(b"user_id,name,e_mail,zip\n1,a,b,c\n")
    with pytest.raises(DatasetError, match=r"'email' is not in 2\.csv.*Nearest: 'e_mail'"):
        build(users=None)
