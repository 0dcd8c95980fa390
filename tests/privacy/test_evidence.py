"""The sections of evidence, written and read."""

from pathlib import Path

import orjson

from llm_assets.privacy.evidence import EVIDENCE, read_evidence, write_evidence


def test_sections_are_written_in_their_order_and_read_again(tmp_path: Path) -> None:
    write_evidence(tmp_path, {"intruder": {"share": 0.25}, "anonymity": {"groups": 3}})
    assert list(orjson.loads((tmp_path / EVIDENCE).read_bytes())) == ["anonymity", "intruder"]
    assert read_evidence(tmp_path) == {"anonymity": {"groups": 3}, "intruder": {"share": 0.25}}
    assert (tmp_path / EVIDENCE).stat().st_mode & 0o077 == 0


def test_a_stage_that_measured_nothing_has_no_sections(tmp_path: Path) -> None:
    assert read_evidence(tmp_path) == {}
