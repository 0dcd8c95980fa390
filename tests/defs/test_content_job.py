"""A run with `[llm_output.content]`: the accounts close in what is published, and the risk is that of what is published."""

import json
from pathlib import Path

import pytest

from llm_assets.pipeline import Pipeline
from llm_assets.settings import parse_settings
from tests.defs.conftest import dataset

QUICK = {"canaries": 0, "risk_seconds": 1}


@pytest.mark.slow
def test_what_is_cut_is_accounted_for_in_the_tree(project: Path) -> None:
    content = {"since": "2024-03-05", "last": 1, "interaction_columns": []}
    output = {"format": ["markdown", "jsonl"], "content": content}
    values = {"dataset": dataset(), "privacy": QUICK, "llm_output": output}
    job = Pipeline(parse_settings(values, root=project, origin="test"))
    raw = job.raw()
    job.safe(), job.documents(), list(job.tree())
    tree = project / "output"
    manifest = json.loads((tree / "manifest.json").read_text())
    counts = manifest["counts"]["interactions"]
    # 30 users with two interactions each; those of the first four days of two months' turns are older, of the others one goes.
    assert raw["interactions"]["cut_reasons"] == {"since": 12, "last": 24}
    assert counts["cut"] == 36
    assert counts["read"] == counts["published"] + counts["quarantined"] + counts["cut"] + counts["erased"] == 62
    assert manifest["counts"]["users"]["published"] == 30
    assert "12 older than asked for, 24 beyond the latest of each user." in (tree / "README.md").read_text()
    profiles = [json.loads(line) for line in (tree / "data" / "profiles-00000-of-00001.jsonl").read_text().splitlines()]
    assert sum(profile["statistics"]["interactions"] for profile in profiles) == counts["published"] == 24
    records = [json.loads(line) for line in (tree / "data" / "interactions-00000-of-00001.jsonl").read_text().splitlines()]
    assert {(record["sequence"], *record["text"]) for record in records} == {(0,)}
    assert all(record["timestamp"] for record in records)
