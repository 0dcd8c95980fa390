"""The fingerprint changes with what shapes bytes, and with nothing else."""

from pathlib import Path
from typing import Any

import pytest

from llm_assets.settings import fingerprint, parse_settings


def _of(values: dict[str, Any], *sections: str, root: str = "/a") -> str:
    return fingerprint(parse_settings(values, root=Path(root), origin="here"), *sections)


def _dataset(columns: dict[str, Any]) -> dict[str, Any]:
    return {"dataset": {"users": {"source": "u", "id": "i", "columns": columns}, "interactions": {"source": "e", "user": "u"}}}


@pytest.mark.parametrize(
    "values",
    [
        {"llm_output": {"service_levels": {"seconds": 1}}},
        {"compute": {"shard_bytes": 20_000, "work_dir": "w", "keep_work": "none"}},
        {"schedule": {"cron": "1 1 1 1 1"}},
        {"alerts": {"webhook_env": "X"}, "metrics": {"file": "x.prom"}},
        {"llm_output": {"output_dir": "elsewhere"}},
        {"llm_output": {"keep_versions": 7}},
        {"llm_output": {"rate_limiting": {"max_concurrent": 9, "requests_per_second": 1}}},
        {"privacy": {"key_env": "OTHER", "key_file": "other.key"}},
        {"llm_output": {"format": "markdown"}},  # the default, said aloud and in its short form
        {"privacy": {"min_group_size": 5}},
    ],
)
def test_what_cannot_change_bytes(values: dict[str, Any]) -> None:
    assert _of(values) == _of({})


@pytest.mark.parametrize(
    "values",
    [
        {"llm_output": {"privacy_level": "low"}},
        {"llm_output": {"format": ["markdown", "jsonl"]}},
        {"llm_output": {"records_per_file": 3}},
        {"llm_output": {"splits": {"train": 1.0}}},
        {"llm_output": {"duplicates": {}}},
        {"privacy": {"min_group_size": 6}},
        {"privacy": {"link_datasets": "x"}},
        _dataset({}),
    ],
)
def test_what_changes_bytes(values: dict[str, Any]) -> None:
    assert _of(values) != _of({})


def test_the_folder_of_the_settings_does_not_count() -> None:
    assert _of({}, root="/a") == _of({}, root="/b/c")


def test_short_and_long_form_of_a_column_are_one() -> None:
    assert _of(_dataset({"a": "text"})) == _of(_dataset({"a": {"role": "text"}}))


def test_the_order_of_columns_counts_and_that_of_sections_does_not() -> None:
    assert _of(_dataset({"a": "text", "b": "text"})) != _of(_dataset({"b": "text", "a": "text"}))
    values = {"llm_output": {"privacy_level": "low"}, "privacy": {"min_group_size": 2, "suppress": "user"}}
    turned = {"privacy": {"suppress": "user", "min_group_size": 2}, "llm_output": {"privacy_level": "low"}}
    assert _of(values) == _of(turned)


def test_sections() -> None:
    values = {"llm_output": {"privacy_level": "low"}}
    assert _of(values, "dataset", "privacy") == _of({}, "privacy", "dataset")
    assert _of(values, "llm_output") != _of({}, "llm_output")
    assert len(_of({})) == 64
    for section in ("compute", "nonsense"):
        with pytest.raises(KeyError):
            _of({}, section)
