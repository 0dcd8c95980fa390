"""Measures the risk of a safe stage, from its files and those of the raw stage: the sections `behaviour` and `intruder`."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from llm_assets.privacy.evidence import Evidence
from llm_assets.privacy.keys import Key
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.risk.attackers import Scene, attack
from llm_assets.privacy.risk.budget import Budget
from llm_assets.privacy.risk.columns import columns_of
from llm_assets.privacy.risk.draws import seed_of
from llm_assets.privacy.risk.events import published_events, source_events
from llm_assets.privacy.risk.profiles import read_profiles
from llm_assets.privacy.risk.rare import RareEvents
from llm_assets.privacy.risk.shift import offsets_left
from llm_assets.privacy.risk.unicity import single_out
from llm_assets.settings.model import Dataset, Level, Privacy


def measure_risk(
    dataset: Dataset,
    privacy: Privacy,
    level: Level,
    *,
    raw: Path,
    safe: Path,
    shards: int,
    key: Key,
    rare: RareEvents,
    rare_figures: Mapping[str, Any],
) -> Evidence:
    """The sections of evidence; plain figures and names of columns, no value of the data.

    rare, rare_figures: what `find_rare` found, the figures with what was done (`cut`, `generalized`).
    People are sampled in the order of their pseudonyms, which are keyed, and sizes of samples follow from counts and
    `risk_seconds`: equal inputs and keys give equal evidence on any machine, with any size of shards.
    """
    columns, budget, years = columns_of(dataset), Budget(privacy.risk_seconds), privacy.dates == "year"
    moved = level != "low" and not years
    pseudonymizer = Pseudonymizer(key, privacy.link_datasets or dataset.name, level)
    profiles = read_profiles(raw, safe, shards, (*columns.quasi, *columns.sensitive, *columns.attributes))
    if not profiles.people:
        return {"behaviour": {"unicity": [], "rare_events": rare_figures, "date_shift": None}, "intruder": _nobody(privacy)}
    source, population = source_events(raw, profiles, columns, rare, budget.rows)
    source = replace(source, years=years)
    published = published_events(safe, profiles, columns, population)
    scene = Scene(raw, safe, columns, profiles, source, published, population, moved and columns.timed, rare)
    unicity = single_out(
        source, published, population, moved=scene.moved, alignments=budget.alignments, seed=seed_of(key, "unicity")
    )
    intruder = attack(scene, privacy, level, key)
    intruder["wp29"]["singling_out"]["by_behaviour"] = next((each for each in reversed(unicity) if each["sampled"]), None)
    return {
        "behaviour": {
            "unicity": unicity,
            "rare_events": rare_figures,
            "date_shift": offsets_left(raw, shards, columns.timed, columns.times, profiles, pseudonymizer) if moved else None,
        },
        "intruder": intruder,
    }


def _nobody(privacy: Privacy) -> dict[str, Any]:
    nothing = {"singling_out": None, "linkability": None, "inference": None}
    return {"attackers": [], "wp29": nothing, "seconds_budget": privacy.risk_seconds}
