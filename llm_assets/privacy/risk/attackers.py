"""The four attackers on one safe stage, as the section `intruder` tells them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llm_assets.privacy.keys import Key
from llm_assets.privacy.risk.budget import Budget
from llm_assets.privacy.risk.columns import Columns
from llm_assets.privacy.risk.draws import seed_of
from llm_assets.privacy.risk.events import Events
from llm_assets.privacy.risk.history import link_by_history
from llm_assets.privacy.risk.inference import infer
from llm_assets.privacy.risk.interval import rounded, share_of, wilson
from llm_assets.privacy.risk.profiles import Profiles
from llm_assets.privacy.risk.quasi import Agreement, pick_by_quasi
from llm_assets.privacy.risk.rare import RareEvents
from llm_assets.privacy.risk.texts import published_texts, source_texts
from llm_assets.privacy.risk.whole_source import link_by_everything
from llm_assets.privacy.risk.writing import link_by_writing
from llm_assets.settings.model import Level, Privacy

KNOWS = {
    "A": "the true quasi-identifiers of a person",
    "B": "the true quasi-identifiers, and kind and day of four random interactions",
    "C": "other texts of the person",
    "D": "the whole source",
}


@dataclass(frozen=True)
class Scene:
    """What the attackers see. population: how many people the events are of; moved: whether times were shifted."""

    raw: Path
    safe: Path
    columns: Columns
    profiles: Profiles
    source: Events
    published: Events
    population: int
    moved: bool
    rare: RareEvents


def attack(scene: Scene, privacy: Privacy, level: Level, key: Key) -> dict[str, Any]:
    """{"attackers": […], "wp29": {…}, "seconds_budget"}; an attacker who has nothing to work with is not in the list."""
    budget, columns, profiles = Budget(privacy.risk_seconds), scene.columns, scene.profiles
    quasi = [profiles.columns.index(name) for name in columns.quasi]
    attackers: list[dict[str, Any]] = []

    def told(name: str, found: Any, more: Mapping[str, Any]) -> None:
        if not found.people:
            return
        guess = 1 / found.candidates
        # With fewer candidates than k, nobody can be hidden among k: more than a guess is asked for then.
        limit = None if name == "D" else max(1 / privacy.min_group_size, guess)
        low, high = wilson(found.linked, found.people)
        attackers.append(
            {
                "name": name,
                "knows": KNOWS[name],
                "linked": rounded(found.linked),
                "low": rounded(low),
                "high": rounded(high),
                "guess": rounded(guess),
                "people": found.people,
                "candidates": found.candidates,
                "limit": None if limit is None else rounded(limit),
                "gates": level == "high" and name in privacy.intruder.block,
                "passed": limit is None or found.linked <= limit + 1e-9,
                **more,
            }
        )

    singled: dict[str, Any] | None = None
    if quasi:
        picked = pick_by_quasi(profiles, quasi, budget.comparisons, seed_of(key, "A"))
        singled = {"before": rounded(picked.unique_before), **share_of(picked.unique, picked.people)}
        told("A", picked, {"before": rounded(picked.before), "drawn": rounded(picked.drawn), "way": picked.way})
    agreement = Agreement(profiles, quasi) if quasi else None
    if columns.kind is not None or columns.timed:
        found = link_by_history(
            scene.source,
            scene.published,
            scene.population,
            agreement,
            moved=scene.moved,
            alignments=budget.alignments,
            seed=seed_of(key, "B"),
        )
        told("B", found, _sure(found))
    texts = source_texts(
        scene.raw, profiles, columns, scene.rare, characters=budget.characters, most=min(budget.writers, scene.population)
    )
    shown = published_texts(scene.safe, profiles, columns, len(texts))
    found = link_by_writing(texts, shown, seed_of(key, "C"))
    told("C", found, _sure(found))
    found = link_by_everything(profiles, scene.source, scene.published, (texts, shown), len(texts))
    told("D", found, _sure(found))
    return {
        "attackers": attackers,
        "wp29": {
            "singling_out": {"by_quasi": singled},
            "linkability": _linkability(attackers),
            "inference": _inference(profiles, columns, budget),
        },
        "seconds_budget": privacy.risk_seconds,
    }


def _sure(found: Any) -> dict[str, Any]:
    right = found.right_when_sure
    return {"sure": rounded(found.sure), "right_when_sure": None if right is None else rounded(right)}


def _linkability(attackers: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The strongest of the attackers without the source, and what it does better than guessing."""
    able = [each for each in attackers if each["name"] != "D"]
    if not able:
        return None
    best = max(able, key=lambda each: (each["linked"], each["name"]))
    risk = {
        name: rounded(max(0.0, (best[name] - best["guess"]) / (1 - best["guess"]))) if best["guess"] < 1 else 0.0
        for name in ("linked", "low", "high")
    }
    return {"risk": risk["linked"], "low": risk["low"], "high": risk["high"], "by": best["name"], "people": best["people"]}


def _inference(profiles: Profiles, columns: Columns, budget: Budget) -> dict[str, Any] | None:
    """The secret that is guessed best: of the sensitive columns, else of the attributes, else of the quasi-identifiers."""
    secrets = columns.sensitive or columns.attributes or columns.quasi
    known = (*columns.quasi, *columns.attributes)
    found = [
        infer(
            profiles,
            [profiles.columns.index(name) for name in known if name != secret],
            profiles.columns.index(secret),
            budget.comparisons // (3 * len(secrets)),
        )
        for secret in secrets
        if any(name != secret for name in known)
    ]
    return max((each for each in found if each["people"]), key=lambda each: (each["risk"], each["secret"]), default=None)
