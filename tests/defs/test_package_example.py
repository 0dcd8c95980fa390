"""examples/helpdesk: a project of somebody else's, with dlt, DataFrames and two datasets."""

import csv
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import dagster as dg
import pytest

from llm_assets import read_interactions, read_profiles
from llm_assets.defs.names import ASSETS

EXAMPLE = Path(__file__).parents[2] / "examples" / "helpdesk"


@pytest.fixture
def importable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(EXAMPLE))
    yield
    for name in set(sys.modules) - before:
        if name.partition(".")[0] == "helpdesk":
            del sys.modules[name]


@pytest.mark.usefixtures("importable")
def test_its_definitions_load_and_know_what_is_upstream() -> None:
    defs: dg.Definitions = import_module("helpdesk.definitions").defs
    dg.Definitions.validate_loadable(defs)
    graph = defs.resolve_asset_graph()
    parents = {
        key.to_user_string(): {each.to_user_string() for each in graph.get(key).parent_keys}
        for key in graph.get_all_asset_keys()
    }
    assert parents["support/raw_dataset"] == {"customers", "tickets"}
    assert parents["reviews/raw_dataset"] == {"shoppers", "product_reviews"}
    assert parents["audience"] == {"support/output_tree", "reviews/output_tree"}
    whole = defs.resolve_job_def("nightly").asset_layer.selected_asset_keys
    assert len(whole) == len(parents) == 2 * len(ASSETS) + 5


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("importable")
def test_all_of_it_is_made_from_the_command_line_and_names_nobody_outside_its_folder(tmp_path: Path) -> None:
    """dlt runs, the frames pass through the IO manager, both trees are published, and the project's own asset reads them."""
    project = tmp_path / "helpdesk"
    shutil.copytree(EXAMPLE, project, ignore=shutil.ignore_patterns("__pycache__"))
    home = tmp_path / "home"
    home.mkdir()
    environ = {**os.environ, "LLM_ASSETS_KEY": "a key for tests that is long enough", "HOME": str(home)}
    environ.pop("DAGSTER_HOME", None)
    command = [sys.executable, "-m", "dagster", "asset", "materialize", "--select", "*", "-m", "helpdesk.definitions"]
    ran = subprocess.run(command, cwd=project, env=environ, capture_output=True, text=True, timeout=580, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert "WARNING" not in ran.stderr

    support, reviews = project / "published" / "support", project / "published" / "reviews"
    assert len(read_profiles(support)) == len(list(support.glob("profiles/*/*.md"))) == 60
    assert len(read_profiles(reviews)) == 40
    with (project / "published" / "audience.csv").open() as file:
        told = {row["dataset"]: row for row in csv.DictReader(file)}
    assert int(told["support"]["interactions"]) == len(read_interactions(support))
    assert int(told["reviews"]["interactions"]) == len(read_interactions(reviews))

    made = import_module("helpdesk.people")
    everyone = [*made.people(60, seed=1), *made.people(40, seed=3)]
    values = [value.encode() for person in everyone for value in (person.name, person.email)]
    may_hold_them = {project / "data", project / ".llm_assets"}
    for folder in (project / "data", project / ".llm_assets" / "support", project / ".llm_assets" / "reviews"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    searched = 0
    for path in tmp_path.rglob("*"):
        if path.is_file() and may_hold_them.isdisjoint(path.parents):
            held = path.read_bytes()
            assert [value for value in values if value in held] == [], path.relative_to(tmp_path)
            searched += 1
    assert searched > 70  # the trees, Dagster's storage with its events, and the code of the project
    assert [path.name for path in (project / "data").rglob("*.gz")] == []  # dlt keeps no rows of the load
