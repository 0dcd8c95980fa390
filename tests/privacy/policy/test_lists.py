"""Allow and deny lists: what is read of them, how it is compared, and what is said of files that cannot be read."""

import csv
import tracemalloc
from pathlib import Path

import pytest

from llm_assets.errors import ConfigError
from llm_assets.privacy.policy.lists import AllowList, allow_list, deny_rows, values


def _file(folder: Path, text: str | bytes, name: str = "list.txt") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_lines_and_columns(tmp_path: Path) -> None:
    plain = _file(tmp_path, "\ufeffone\r\n\n# not this\n  two  \nth#ree")
    assert list(values(plain)) == ["one", "two", "th#ree"]
    table = _file(tmp_path, 'id;"my code"\n1;"a;b"\n2\n3; c \n', "t.csv")
    assert list(values(table, "my code")) == ["a;b", "c"]
    assert list(values(_file(tmp_path, "a\tb\n1\t2\n", "t.tsv"), "b")) == ["2"]


@pytest.mark.parametrize(
    ("content", "column", "message"),
    [
        (b"ab\xff secret\n", "", "the list is not UTF-8"),
        (b"a,b\n1,2\n", "c", "the list has no such column"),
        (b"", "c", "the list has no such column"),
        (b'a\n"' + b"x" * 200_000, "a", "the list is not CSV"),
    ],
)
def test_a_list_that_cannot_be_read(tmp_path: Path, content: bytes, column: str, message: str) -> None:
    csv.field_size_limit(131_072)  # Python's own; whoever reads a source before raises it for the whole process
    with pytest.raises(ConfigError, match=message) as caught:
        list(values(_file(tmp_path, content), column))
    assert "secret" not in str(caught.value)


def test_a_list_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="the list cannot be read"):
        list(values(tmp_path / "gone.txt"))


@pytest.mark.parametrize(
    ("entity", "text", "allowed"),
    [
        ("PERSON", "Anna Smith", True),
        ("PERSON", "ANNA  smith", True),
        ("PERSON", "Ａnna\u200b Smith", True),
        ("PERSON", "Anna Smithe", False),
        ("PERSON", "Anna-Smith", False),  # all but case, width and spaces counts
        ("EMAIL", "help@host.com", True),
        ("URL", "help@host.com", False),
        ("URL", "https://host.com", True),  # a colon alone is no kind
    ],
)
def test_what_is_allowed(tmp_path: Path, entity: str, text: str, allowed: bool) -> None:
    path = _file(tmp_path, "anna smith\nEMAIL:help@host.com\nhttps://host.com\n")
    assert allow_list([path]).holds(entity, text) is allowed


def test_a_changed_list_is_read_again(tmp_path: Path) -> None:
    assert allow_list([_file(tmp_path, "one\n")]).holds("PERSON", "one")
    path = _file(tmp_path, "two or more\n")
    assert not allow_list([path]).holds("PERSON", "one")


def test_a_long_list_takes_little_memory(tmp_path: Path) -> None:
    path = _file(tmp_path, "".join(f"value-{number}\n" for number in range(50_000)))
    tracemalloc.start()
    try:
        listed = AllowList([path])
        assert sum(1 for _ in values(path)) == 50_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(listed) == 50_000
    assert peak < 50_000 * 50


def test_denied_values_are_hunted_everywhere_common_words_with_capitals(tmp_path: Path) -> None:
    path = _file(tmp_path, "Will\nab12\n")
    rows = list(deny_rows([("PERSON", path, "")], "high"))
    assert {(form.text, form.scope) for _, _, form in rows} >= {("Will", "everywhere"), ("ab12", "everywhere")}
    assert {form.capitals for _, _, form in rows if form.text == "Will"} == {True}
    assert all(form.scope == "everywhere" for _, _, form in rows)
