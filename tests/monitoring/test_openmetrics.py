"""The metrics file, read by the parsers of Prometheus' own client."""

from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as as_openmetrics
from prometheus_client.parser import text_string_to_metric_families as as_prometheus

from llm_assets.errors import OutputError
from llm_assets.monitoring.openmetrics import record, write

FIGURES = {"users": 30, "seconds": 1.5, "replaced_EMAIL": 4, "dagster/row_count": 90, "path": "zq/secret", "passed": True}


def _samples(text: str) -> dict[tuple[str, str], float]:
    found = {}
    for parse in (as_openmetrics, as_prometheus):
        samples = [sample for family in parse(text) for sample in family.samples]
        assert all(sample.labels["dataset"] == "shop" for sample in samples)
        found = {(sample.labels["stage"], sample.name): sample.value for sample in samples}
    return found


def test_every_number_is_a_gauge_of_its_stage_and_nothing_else_is_there(tmp_path: Path) -> None:
    file = tmp_path / "prom" / "llm_assets.prom"
    record(tmp_path / "kept", "raw_dataset", FIGURES, success=True)
    record(tmp_path / "kept", "output_tree", {"users": 29}, success=True)
    write(tmp_path / "kept", "shop", file)
    found = _samples(file.read_text())
    assert found["raw_dataset", "llm_assets_users"] == 30
    assert found["output_tree", "llm_assets_users"] == 29
    assert found["raw_dataset", "llm_assets_replaced_email"] == 4
    assert found["raw_dataset", "llm_assets_dagster_row_count"] == 90
    assert found["output_tree", "llm_assets_success"] == 1
    assert "zq" not in file.read_text()
    assert not any("passed" in name for _, name in found)
    assert file.stat().st_mode & 0o777 == 0o644  # the collector is another user
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_stage_that_failed_keeps_the_figures_of_its_last_success(tmp_path: Path) -> None:
    record(tmp_path / "kept", "raw_dataset", FIGURES, success=True)
    record(tmp_path / "kept", "raw_dataset", {"seconds": 0.1}, success=False)
    write(tmp_path / "kept", "shop", tmp_path / "x.prom")
    found = _samples((tmp_path / "x.prom").read_text())
    assert found["raw_dataset", "llm_assets_success"] == 0
    assert found["raw_dataset", "llm_assets_users"] == 30
    assert found["raw_dataset", "llm_assets_seconds"] == 0.1


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="the metrics file cannot be written"):
        write(tmp_path / "kept", "shop", tmp_path / "file" / "x.prom")
