"""`hipaa-safe-harbor` on the patients of a clinic, proved by a search that shares no code with the package."""

import re
from pathlib import Path
from typing import Any

import pytest

from llm_assets.pipeline import Pipeline
from llm_assets.privacy.evidence import read_evidence
from llm_assets.settings import Settings, parse_settings
from llm_assets.settings.load import find_settings
from tests.policies import search
from tests.policies.clinic import DROPPED, write_clinic


def _settings(path: Path) -> Settings:
    there = find_settings(environ={"LLM_ASSETS_CONFIG": str(path)})
    return parse_settings(there.values, root=there.root, origin=there.origin)


def _build(path: Path) -> tuple[Path, dict[str, Any]]:
    settings = _settings(path)
    job = Pipeline(settings)
    job.raw(), job.safe()
    evidence = read_evidence(job.work.stage("safe"))
    job.documents(), list(job.tree())
    return settings.path(settings.llm_output.output_dir), dict(evidence["policy"])


@pytest.fixture(scope="module")
def clinic(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    """(source, tree, evidence of the policy)."""
    folder = tmp_path_factory.mktemp("clinic")
    settings = write_clinic(shared_data / "users_events" / "synthea_small", folder, "hipaa-safe-harbor")
    return folder, *_build(settings)


def test_the_search_finds_all_of_it_in_the_source(clinic: tuple[Path, Path, dict[str, Any]], tmp_path: Path) -> None:
    """Else it would prove nothing."""
    source, _, _ = clinic
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "encounters.csv").write_bytes((source / "encounters.csv").read_bytes())
    found = search.forms(tmp_path)
    assert set(found) >= set(search.FORMS) - {"tag with a code", "month and year"}


def test_nothing_of_the_kinds_is_left(clinic: tuple[Path, Path, dict[str, Any]]) -> None:
    source, tree, _ = clinic
    assert search.forms(tree) == {}
    people = search.rows(source / "patients.csv")
    wanted = {person[name] for person in people for name in DROPPED if person[name]}
    wanted |= {person["ZIP"] for person in people if person["ZIP"]}
    wanted |= {person[name] for person in people for name in ("BIRTHDATE", "DEATHDATE") if person[name]}
    events = search.rows(source / "encounters.csv")
    wanted |= {event[name] for event in events for name in ("Id", "PROVIDER", "START")}
    assert len(wanted) > 1_000
    assert search.values(tree, wanted) == set()


def test_years_stay_and_nobody_is_over_89(clinic: tuple[Path, Path, dict[str, Any]]) -> None:
    _, tree, _ = clinic
    events = search.records(tree, "interactions")
    times = {event["timestamp"] for event in events}
    assert all(time is None or re.fullmatch("[0-9]{4}", time) for time in times)
    assert all(time is None or int(time) > 2026 - 90 for time in times)
    notes = [event["text"]["NOTE"] for event in events]
    assert any("[DATE:2024]" in note for note in notes)
    assert any("90+ years old" in note for note in notes)
    assert any("No change since" in note for note in notes)
    profiles = search.records(tree, "profiles")
    for profile in profiles:
        attributes = profile["attributes"]
        assert attributes["ZIP"] is None or re.fullmatch("[0-9]{3}.*|[*]", attributes["ZIP"])
        age, born = attributes["AGE"], attributes["BIRTHDATE"]
        assert age is None or "90+" in age or max(map(int, re.findall("[0-9]+", age))) < 90
        assert born is None or "90+" in born or min(map(int, re.findall("[0-9]{4}", born))) > 2026 - 90


def test_no_code_is_derived_from_anything(clinic: tuple[Path, Path, dict[str, Any]], shared_data: Path, tmp_path: Path) -> None:
    """With the same key of the run and an empty vault everything has another code (and see the next test)."""
    source, tree, _ = clinic
    codes = {profile["user"] for profile in search.records(tree, "profiles")}
    settings = write_clinic(shared_data / "users_events" / "synthea_small", tmp_path / "same_key", "hipaa-safe-harbor")
    (tmp_path / "same_key" / "apart").mkdir(mode=0o700)
    key = tmp_path / "same_key" / "apart" / "run.key"
    key.write_bytes((source / "apart" / "run.key").read_bytes())
    key.chmod(0o600)
    other, _ = _build(settings)
    fresh = {profile["user"] for profile in search.records(other, "profiles")}
    assert len(fresh) == len(codes) == 27
    assert not fresh & codes
    text = "".join(text for _, text in search.texts(tree))
    conversations = {event["conversation"] for event in search.records(other, "interactions")}
    assert not [code for code in fresh | conversations if code in text]


@pytest.mark.slow
def test_codes_and_files_are_the_same_in_each_run_with_any_number_of_workers_and_another_key(
    clinic: tuple[Path, Path, dict[str, Any]], shared_data: Path, tmp_path: Path
) -> None:
    source, tree, _ = clinic
    settings = write_clinic(
        shared_data / "users_events" / "synthea_small", tmp_path / "again", "hipaa-safe-harbor", processes=2, shard=20_000
    )
    (tmp_path / "again" / "apart").mkdir(mode=0o700)
    for name in ("codes.vault", "vault.key"):
        copy = tmp_path / "again" / "apart" / name
        copy.write_bytes((source / "apart" / name).read_bytes())
        copy.chmod(0o600)
    other, _ = _build(settings)
    for name in ("data/profiles-00000-of-00001.jsonl", "data/interactions-00000-of-00001.jsonl", "llms-full.txt"):
        assert (other / name).read_bytes() == (tree / name).read_bytes()
    # The key is another one, and nothing of the data shows it.
    assert (source / "apart" / "run.key").read_bytes() != (tmp_path / "again" / "apart" / "run.key").read_bytes()


def test_the_evidence_names_each_rule_and_promises_nothing_of_texts(clinic: tuple[Path, Path, dict[str, Any]]) -> None:
    _, tree, policy = clinic
    assert policy["policy"] == "hipaa-safe-harbor"
    assert (policy["pseudonyms"], policy["vault"], policy["key_destroyed"], policy["weaker"]) == ("random", True, False, [])
    articles = " ".join(rule["article"] for rule in policy["rules"])
    assert all(f"({letter})" in articles or letter in "IJ" for letter in "ABCDEFGHIJKLMNOPQR")
    assert all(set(rule) == {"rule", "article", "how", "met"} for rule in policy["rules"])
    met = {rule["article"]: rule["met"] for rule in policy["rules"]}
    assert met["45 CFR 164.514(c)"] is True
    assert met["45 CFR 164.514(b)(2)(i)(A)"] is False  # the data has texts
    page, card = (tree / "privacy_report.html").read_text(), (tree / "README.md").read_text()
    assert all(rule["article"] in page for rule in policy["rules"])
    assert "drawn at random" in card
    assert "secret offset" not in card + page
    assert "[EMAIL:" not in card


def test_what_is_weaker_is_named_on_the_card_and_on_the_page(shared_data: Path, tmp_path: Path) -> None:
    looser = 'dates = "level"\nallow_weaker = true'
    path = write_clinic(shared_data / "users_events" / "synthea_small", tmp_path / "loose", "hipaa-safe-harbor", looser)
    tree, policy = _build(path)
    said = "Policy hipaa-safe-harbor: privacy.dates is looser than the policy wants it."
    assert policy["weaker"] == [said]
    assert {rule["met"] for rule in policy["rules"] if "(C)" in rule["article"]} == {False}
    assert said in (tree / "README.md").read_text()
    assert "Weaker than its level or policy" in (tree / "README.md").read_text()
    assert said in (tree / "privacy_report.html").read_text()
