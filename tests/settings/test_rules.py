"""Rules that tie settings together, or to this machine."""

from pathlib import Path
from typing import Any

import pytest

from llm_assets.errors import ConfigError
from llm_assets.settings import Settings, parse_settings


def _parse(values: dict[str, Any], root: Path) -> Settings:
    return parse_settings(values, root=root, origin="here")


def _wrong(values: dict[str, Any], root: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        _parse(values, root)
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


def _dataset(users: str | dict[str, Any] = "users.csv", interactions: str | dict[str, Any] = "events.csv") -> dict[str, Any]:
    """A table is given by its source, or by what is added to it."""
    tables = {"users": {"source": "users.csv", "id": "id"}, "interactions": {"source": "events.csv", "user": "user"}}
    for name, given in (("users", users), ("interactions", interactions)):
        tables[name] |= {"source": given} if isinstance(given, str) else given
    return tables


@pytest.mark.parametrize(
    ("output", "work", "why"),
    [
        (".llm_assets", ".llm_assets", "the same path as"),
        ("./a/../.llm_assets/", ".llm_assets", "the same path as"),  # the same, seen through dots
        (".", ".llm_assets", "a folder that contains"),
        ("x", "x/y/z", "a folder that contains"),
        ("x/y/out", "x", "a folder inside"),
    ],
)
def test_output_and_work_stay_apart(tmp_path: Path, output: str, work: str, why: str) -> None:
    lines = _wrong({"llm_output": {"output_dir": output}, "compute": {"work_dir": work}}, tmp_path)
    assert lines == [f"llm_output.output_dir: found {why} `compute.work_dir`; allowed: a folder apart from `compute.work_dir`"]


def test_output_is_compared_with_the_default_work_dir_too(tmp_path: Path) -> None:
    assert _wrong({"llm_output": {"output_dir": ".llm_assets/out"}}, tmp_path)


def test_names_that_only_begin_alike_are_apart(tmp_path: Path) -> None:
    assert _parse({"llm_output": {"output_dir": "out"}, "compute": {"work_dir": "out2"}}, tmp_path)


def test_output_that_contains_a_source_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    values = {"llm_output": {"output_dir": "link"}, "dataset": _dataset(users="real/users.csv")}
    assert _wrong(values, tmp_path)[0].startswith("llm_output.output_dir: found a folder that contains `dataset.users.source`")


@pytest.mark.parametrize("source", ["out/a.csv", "out/*.csv", "out/x[0-9]/**/a.csv", "out"])
def test_output_that_contains_a_source(tmp_path: Path, source: str) -> None:
    values = {"llm_output": {"output_dir": "out"}, "dataset": _dataset(interactions=source)}
    assert "`dataset.interactions.source`" in _wrong(values, tmp_path)[0]


@pytest.mark.parametrize("source", ["*.csv", "**/*.csv", "out*/a.csv", "outer/a.csv", "no/such/file.csv"])
def test_sources_apart_from_the_output_need_not_exist(tmp_path: Path, source: str) -> None:
    assert _parse({"llm_output": {"output_dir": "out"}, "dataset": _dataset(users=source)}, tmp_path)


def test_a_key_inside_the_output_would_be_published_and_lost(tmp_path: Path) -> None:
    lines = _wrong({"llm_output": {"output_dir": "out"}, "privacy": {"key_file": "out/my.key"}}, tmp_path)
    assert "`privacy.key_file`" in lines[0]


@pytest.mark.parametrize(
    "path",
    ["postgresql://host/x", "~no-such-user-here/x", "a\0b"],
    ids=["no object store", "a home that does not exist", "a NUL"],
)
def test_what_is_no_path_of_this_machine(tmp_path: Path, path: str) -> None:
    lines = _wrong({"llm_output": {"output_dir": path}, "dataset": _dataset(users=path)}, tmp_path)
    assert [line.split(":")[0] for line in lines] == ["llm_output.output_dir", "dataset.users.source"]


@pytest.mark.parametrize(
    ("source", "output", "reached"),
    [
        ("**/*.jsonl", "out", True),
        ("**", "out", True),
        ("**/data/*.parquet", "out", True),
        (".", "out", True),  # a folder, with the folders in it
        ("*/*.json", "out", True),  # manifest.json
        ("o?t/data/*", "out", True),
        ("**/*.csv", "out", False),  # no tree holds any
        ("*/*.jsonl", "out", False),  # in a tree they lie deeper
        ("*.jsonl", "out", False),
        ("data/**/*.jsonl", "out", False),
        ("**/*.jsonl", ".out", False),  # hidden folders are passed over
        ("**/*.jsonl", "deep/_out", False),
        ("s3://b/**/*.jsonl", "s3://b/out", True),
        ("s3://b", "s3a://b/out", True),
        ("s3://b/in/*.jsonl", "s3://b/out", False),
        ("s3://b/**", "out", False),
        ("s3://b/**", "gs://b/out", False),
    ],
)
def test_a_source_that_would_read_the_output(tmp_path: Path, source: str, output: str, reached: bool) -> None:
    """`**/*.jsonl` beside ./output: the second run took the records of the first for users."""
    values = {"llm_output": {"output_dir": output}, "dataset": _dataset(users=source)}
    if not reached:
        parse_settings(values, root=tmp_path, origin="here")
        return
    assert [line.split(";")[0] for line in _wrong(values, tmp_path)] == [
        "dataset.users.source: found files to read in `llm_output.output_dir`"
    ]


def test_a_source_that_would_read_the_work_folder(tmp_path: Path) -> None:
    values = {
        "compute": {"work_dir": "work"},
        "dataset": _dataset(interactions="**/*.parquet"),
        "llm_output": {"output_dir": "_o"},
    }
    assert "found files to read in `compute.work_dir`" in _wrong(values, tmp_path)[0]


@pytest.mark.parametrize("source", ["s3://b/out/users.csv", "s3://b/out", "s3://b/out/*/x.csv"])
def test_a_prefix_that_contains_a_source(tmp_path: Path, source: str) -> None:
    values = {"llm_output": {"output_dir": "s3://b/out"}, "dataset": _dataset(users=source)}
    assert "found a prefix that contains `dataset.users.source`" in "".join(_wrong(values, tmp_path))


@pytest.mark.parametrize(
    ("output", "work", "found"),
    [
        ("s3://b/out", "s3://b/out/work", "contains"),
        ("s3://b/work/out", "s3://b/work", "inside"),
        ("s3://b/out", "s3://b/work", None),
    ],
)
def test_a_prefix_apart_from_that_of_the_work_folder(tmp_path: Path, output: str, work: str, found: str | None) -> None:
    values = {"llm_output": {"output_dir": output}, "compute": {"work_dir": work}}
    if found is None:
        assert _parse(values, tmp_path).work_folder == tmp_path / ".llm_assets"
        return
    assert found in _wrong(values, tmp_path)[0]


def test_a_url_with_credentials_is_refused_and_not_repeated(tmp_path: Path) -> None:
    lines = _wrong({"llm_output": {"output_dir": "s3://key:topsecret@b/out"}}, tmp_path)
    assert lines[0].startswith("llm_output.output_dir: found a URL that cannot be used: the URL holds credentials or options")
    assert "topsecret" not in "".join(lines)


def test_a_template_must_be_there(tmp_path: Path) -> None:
    values = {"llm_output": {"template": "mine.j2"}}
    assert _wrong(values, tmp_path) == [
        "llm_output.template: found the name of a file that is not there; allowed: an existing file"
    ]
    (tmp_path / "mine.j2").touch()
    assert _parse(values, tmp_path).llm_output.template == "mine.j2"


def test_formats_are_those_the_caller_knows(tmp_path: Path) -> None:
    values = {"llm_output": {"format": "chat"}}
    assert parse_settings(values, root=tmp_path, origin="here", known_formats=("chat",)).llm_output.format == ["chat"]


@pytest.mark.parametrize("cron", ["0 2 * * *", "*/5 0-6,8 1 JAN-MAR mon", "0 0 L * *", " 0  2 * *\t* "])
def test_cron(tmp_path: Path, cron: str) -> None:
    assert _parse({"schedule": {"cron": cron}}, tmp_path)


@pytest.mark.parametrize("cron", ["", "0 2 * *", "0 2 * * * *", "@daily", "every day at two", "0 2 * * x"])
def test_not_a_cron_of_five_fields(tmp_path: Path, cron: str) -> None:
    assert _wrong({"schedule": {"cron": cron}}, tmp_path)[0].endswith("minute, hour, day of month, month, day of week")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "Europe", "../etc/passwd", "/etc/passwd", "a\0"])
def test_not_a_time_zone(tmp_path: Path, zone: str) -> None:
    """zoneinfo raises four kinds of errors for these."""
    assert _wrong({"schedule": {"timezone": zone}}, tmp_path)[0].startswith("schedule.timezone: found")


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-16", "latin-1", "cp1252", "utf-8-sig", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    assert _parse({"dataset": _dataset(users={"csv": {"encoding": encoding}})}, tmp_path)


@pytest.mark.parametrize("encoding", ["utf-9", "", "hex", "rot13", "a\0"], ids=["unknown", "empty", "bytes", "letters", "NUL"])
def test_not_an_encoding_of_text(tmp_path: Path, encoding: str) -> None:
    lines = _wrong({"dataset": _dataset(interactions={"csv": {"encoding": encoding}})}, tmp_path)
    assert lines[0].startswith("dataset.interactions.csv.encoding: found")


@pytest.mark.parametrize(
    ("table", "columns", "line"),
    [
        ("users", {"id": "attribute"},
         "id: found a column that has its role already; allowed: columns other than `dataset.users.id`"),
        ("interactions", {"user": "user"},
         "user: found a column that has its role already; allowed: columns other than `dataset.interactions.user`"),
        ("users", {"a": {"role": "speaker"}},
         "a: found the role speaker; allowed: that role in dataset.interactions.columns only"),
        ("interactions", {"a": "timestamp", "b": "timestamp"},
         "b: found the role timestamp a second time; allowed: one column of that role"),
        ("users", {"a": {"role": "text", "generalize": "year"}},
         "a.generalize: found on a column of another role; allowed: with the role quasi or sensitive"),
        ("users", {"a": {"role": "quasi", "entity": "ZIP"}},
         "a.entity: found on a column of another role; allowed: with the role direct"),
    ],
)  # fmt: skip
def test_roles_that_do_not_fit(tmp_path: Path, table: str, columns: dict[str, Any], line: str) -> None:
    values = {"dataset": _dataset(**{table: {"columns": columns}})}
    assert _wrong(values, tmp_path) == [f"dataset.{table}.columns.{line}"]


def test_a_table_of_users_may_have_many_timestamps(tmp_path: Path) -> None:
    assert _parse({"dataset": _dataset(users={"columns": {"a": "timestamp", "b": "timestamp"}})}, tmp_path)


@pytest.mark.parametrize(
    ("column", "place", "message"),
    [
        ({"role": "quasi", "generalize": ["day", "month", "year", "band:10"]}, "", ""),
        ({"role": "quasi", "generalize": "day"}, "", ""),
        ({"role": "quasi", "generalize": ["year", "month"]}, "[1]", "found a step that is not coarser than the one before it"),
        ({"role": "quasi", "generalize": ["band:10", "band:15"]}, "[1]", "found a step that is not coarser"),
        ({"role": "quasi", "generalize": ["prefix:2", "prefix:1", "prefix:2"]}, "[2]", "found a step that is not coarser"),
        ({"role": "quasi", "generalize": ["day", "yaer"]}, "[1]", "found a string, did you mean `year`?"),
        ({"role": "sensitive", "generalize": ["day", "year"]}, "", "found a list of steps"),
        ({"role": "sensitive", "generalize": ["year"]}, "", ""),
        ({"role": "attribute", "generalize": ["year"]}, "", "found on a column of another role"),
    ],
)
def test_steps_go_from_fine_to_coarse(tmp_path: Path, column: dict[str, Any], place: str, message: str) -> None:
    values = {"dataset": _dataset(users={"columns": {"born": column}})}
    if not message:
        assert _parse(values, tmp_path)
        return
    (line,) = _wrong(values, tmp_path)
    assert line.startswith(f"dataset.users.columns.born.generalize{place}: {message}")


def test_a_list_of_steps_means_nothing_for_interactions(tmp_path: Path) -> None:
    columns = {"born": {"role": "quasi", "generalize": ["day", "year"]}}
    (line,) = _wrong({"dataset": _dataset(interactions={"columns": columns})}, tmp_path)
    assert "found a list of steps; allowed: one step; a list goes with the role quasi in dataset.users.columns" in line


@pytest.mark.parametrize(
    ("shares", "wrong"),
    [
        ({"train": 0.8, "validation": 0.1, "test": 0.1}, False),  # not exactly 1 as floating numbers add
        ({"train": 1}, False),
        ({"train": 0.9, "test": 0.1}, False),
        ({"train": 0.8}, True),
        ({"train": 0.8, "validation": 0.2, "test": 0.1}, True),
    ],
)
def test_shares_of_splits_add_up_to_one(tmp_path: Path, shares: dict[str, float], wrong: bool) -> None:
    values = {"llm_output": {"splits": shares}}
    told = "llm_output.splits: found shares that do not add up to 1; allowed: train, validation and test that add up to 1"
    assert _wrong(values, tmp_path) == [told] if wrong else _parse(values, tmp_path)
