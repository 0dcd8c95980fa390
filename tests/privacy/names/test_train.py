"""The script that makes the tagger runs from data, and gives the same files each time."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.names import train


@pytest.mark.slow
def test_training_is_reproducible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    data.mkdir()
    rows = [
        {"text": f"Yesterday {name} went to the market.", "spans": [{"start": 10, "end": 10 + len(name), "type": "PERSON"}]}
        for name in ("Anna Smith", "John Miles", "Zoë Kaya", "Omar Haddad")
    ]
    (data / "few.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    arrays = []
    for run in ("one", "two"):
        out = tmp_path / run
        monkeypatch.setattr(sys, "argv", ["train", "--data", str(data), "--out", str(out), "--sentences", "400"])
        train.main()
        with np.load(out / "weights.npz") as weights, np.load(out / "lists.npz") as lists:
            arrays.append({**{name: weights[name] for name in weights}, **{name: lists[name] for name in lists}})
    assert arrays[0].keys() == arrays[1].keys()
    assert all(np.array_equal(arrays[0][name], arrays[1][name]) for name in arrays[0])
    assert arrays[0]["weights"].any()
