"""The header of README.md: what stands in it, and what Hugging Face `datasets` and `huggingface_hub` make of it."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from llm_assets.settings.format_models import Chat
from llm_assets.tree.dataset_info import dataset_header
from llm_assets.tree.files import Entry
from llm_assets.tree.plan import FormatPlan, TreePlan, plan_tree
from llm_assets.tree.splits import Config, configs

from .test_card import header
from .test_splits import staged

# A name that YAML would take for something else, or that needs care in a text: why it is there.
_NAMES = [
    "plan",
    "yes",
    "n",
    "off",
    "true",
    "1e3",
    "null",
    "e1",
    "_x",
    "a: b",
    "- x",
    'quo"te',
    "it's",
    "#no",
    "\u2028",
    "ü",
    "back\\slash",
    "",
    "{a}",
]
_FORMATS = ["jsonl", "parquet", "chat", "chunks"]


def _plan(bench: Any, **other: Any) -> TreePlan:
    report = bench.report()
    columns = {"users.attributes": _NAMES, "interactions.text": ["body"], "interactions.attributes": []}
    plan = plan_tree(Path(), report, bench.facts(report), bench.settings().llm_output)
    return replace(plan, columns=columns, **other)


def _features(plan: TreePlan, name: str, part: str, container: str = "text") -> dict[str, Any]:
    made = FormatPlan(name, "records", ".x", {}, 1, 1, container=container)
    found = yaml.safe_load(dataset_header(plan, [Config("c", (("train", ("x",)),), made, part)], ()))
    assert found["dataset_info"][0]["config_name"] == "c"
    return {each["name"]: each for each in found["dataset_info"][0]["features"]}


def test_columns_of_any_name_are_texts_in_the_header(bench):
    found = _features(_plan(bench), "parquet", "profiles", "parquet")
    assert found["attributes"]["struct"] == [{"name": name, "dtype": "string"} for name in _NAMES]


@pytest.mark.parametrize(
    ("times", "lines", "columns"),
    [("second", "timestamp[s]", "timestamp[us, tz=UTC]"), ("day", "timestamp[s]", "date32"), ("year", "string", "int16")],
)
def test_times_have_the_type_that_a_loader_finds_in_the_files(bench, times, lines, columns):
    plan = _plan(bench, times=times)
    assert _features(plan, "jsonl", "interactions")["timestamp"]["dtype"] == lines
    assert _features(plan, "parquet", "interactions", "parquet")["timestamp"]["dtype"] == columns


def test_objects_of_the_source_keep_their_texts_in_lines_and_have_columns_in_parquet(bench):
    plan = _plan(bench)
    assert _features(plan, "jsonl", "interactions")["attributes"]["dtype"] == "json"
    assert "attributes" not in _features(plan, "parquet", "interactions", "parquet")  # there is none in the file


def test_the_numbers_of_each_split_are_those_of_its_files(bench):
    made = FormatPlan("chat", "lines", ".jsonl", {"train": 3}, 1, 1, "chat")
    files = (("train", ("chat/train-*.jsonl",)), ("test", ("chat/test-*.jsonl",)))
    entries = [Entry("chat/test-0.jsonl", 5, "", 1, 0), Entry("chat/train-0.jsonl", 7, "", 2, 0)]
    entries.append(Entry("chat/train-1.jsonl", 1, "", 3, 0))
    [info] = yaml.safe_load(dataset_header(_plan(bench), [Config("chat", files, made, "chat")], entries))["dataset_info"]
    assert info["splits"] == [
        {"name": "train", "num_bytes": 8, "num_examples": 5},
        {"name": "test", "num_bytes": 5, "num_examples": 1},
    ]


def test_a_format_of_a_package_has_no_features(bench):
    made = FormatPlan("ours", "lines", ".jsonl", {"rows": 3}, 1, 1, "ours")
    assert "dataset_info" not in yaml.safe_load(dataset_header(_plan(bench), [Config("ours", (), made, "ours")], ()))


def test_a_format_that_wrote_nothing_is_not_named(bench):
    """`load_dataset` failed on the card of a tree without a single conversation, for its path matched no file."""
    plan = _plan(bench, formats=(FormatPlan("chat", "lines", ".jsonl", {}, 0, 0, "chat"),), chat=Chat())
    assert configs(plan, ()) == []
    assert dataset_header(plan, (), ()) == ""


def test_license_of_the_settings(bench, snapshot):
    for license, expected in (("cc-by-4.0", ("cc-by-4.0", None)), ("https://x.example/l", ("other", "https://x.example/l"))):
        report = bench.report(formats=("jsonl",))
        found = header(snapshot(bench.stage(report, card={"license": license}).root)["README.md"])
        assert (found["license"], found.get("license_link")) == expected


_LOAD = """
import glob, json, sys, datasets, huggingface_hub
tree, cache = sys.argv[1:3]
card = huggingface_hub.DatasetCard.load(tree + "/README.md", ignore_metadata_errors=False)
told = {each["config_name"]: each for each in card.data.dataset_info}
def text(value):
    return value.strftime("%Y-%m-%d") if not getattr(value, "hour", 0) else value.strftime("%Y-%m-%dT%H:%M:%SZ")
found = {}
for name in datasets.get_dataset_config_names(tree):
    loaded = datasets.load_dataset(tree, name, cache_dir=cache)
    rows = [json.loads(json.dumps(row, default=text)) for each in loaded.values() for row in each]
    features = next(iter(loaded.values())).features
    assert features == datasets.Features._from_yaml_list(told[name]["features"]), name
    found[name] = {"rows": rows, "features": str(features)}
print(json.dumps(found))
"""


def _loaded(tree: Path, home: Path) -> dict[str, Any]:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(home / "home")}
    command = [sys.executable, "-c", _LOAD, str(tree), str(home / "cache")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2500:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _lines(tree: Path, pattern: str) -> list[Any]:
    return [json.loads(line) for path in sorted(tree.glob(pattern)) for line in path.read_text().splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize("variant", ["openai", "bedrock", "sharegpt"])
def test_datasets_loads_exactly_what_stands_in_the_lines(tmp_path, variant):
    chat = {"variant": variant, "system": "Be kind."}
    tree = staged(tmp_path / "tree", formats=_FORMATS, splits=None, chat=chat).root
    found = _loaded(tree, tmp_path)
    patterns = {"profiles": "data/profiles-*.jsonl", "interactions": "data/interactions-*.jsonl"}
    patterns |= {"chat": "chat/*.jsonl", "chunks": "chunks/*.jsonl"}
    assert set(found) == set(patterns)
    for name, pattern in patterns.items():
        assert found[name]["rows"] == _lines(tree, pattern), name


@pytest.mark.slow
def test_datasets_loads_parquet_by_its_card_with_the_types_of_the_file(tmp_path):
    tree = staged(tmp_path / "tree", formats=["parquet"], splits=None).root
    found = _loaded(tree, tmp_path)
    assert set(found) == {"profiles", "interactions"}
    assert "'plan': Value('string')" in found["profiles"]["features"]
    assert len(found["profiles"]["rows"]) == 12


@pytest.mark.slow
def test_a_tree_that_lost_a_line_is_not_loaded(tmp_path):
    tree = staged(tmp_path / "tree", formats=["chat"], splits=None).root
    path = next(tree.glob("chat/*.jsonl"))
    path.write_text("".join(path.read_text().splitlines(keepends=True)[1:]))
    with pytest.raises(AssertionError, match="NonMatchingSplitsSizesError"):
        _loaded(tree, tmp_path)
