"""The report and the audit: its own words are no leaks, a value of the source in it is one, and none stands there."""

import csv
import html
import json
import re
from pathlib import Path
from typing import Any

import orjson
import pytest

from llm_assets.errors import PrivacyViolation
from llm_assets.pipeline import Pipeline
from llm_assets.privacy.evidence import EVIDENCE
from llm_assets.sample import sample_dataset
from llm_assets.settings import parse_settings
from llm_assets.tree import card
from llm_assets.tree.croissant import CROISSANT

PAGE = "privacy_report.html"
_WORD = re.compile(r"[\w@.+-]+")
# Handles that are words of the page, of its style sheet, of its plots and of its figures, and of croissant.json.
_HANDLES = ("attacker", "quasi", "unicity", "canary", "middle", "stroke", "published", "quarantined", "1998", "distribution")


def _pipeline(folder: Path, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> Pipeline:
    monkeypatch.setenv("LLM_ASSETS_KEY", "a key for tests that is long enough")
    pipeline = Pipeline(parse_settings(settings, root=folder, origin="test"))
    for stage in (pipeline.raw, pipeline.safe, pipeline.documents):
        stage()
    return pipeline


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    with (tmp_path / "users.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "name", "mail", "handle", "city"])
        for number, handle in enumerate(_HANDLES):
            rows.writerow([f"u-10{number}", f"Anna{number}x Smithson{number}x", f"anna{number}@corp.example", handle, "Bonn"])
    events = [{"user": f"u-10{number}", "body": f"I am Anna{number}x Smithson{number}x."} for number in range(len(_HANDLES))]
    (tmp_path / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events))
    direct = {"name": "PERSON", "mail": "EMAIL", "handle": "USERNAME"}
    columns = {name: {"role": "direct", "entity": entity} for name, entity in direct.items()}
    dataset = {
        "users": {"source": "users.csv", "id": "id", "columns": {**columns, "city": "quasi"}},
        "interactions": {"source": "events.jsonl", "user": "user", "columns": {"body": "text"}},
    }
    return _pipeline(tmp_path, monkeypatch, dataset=dataset, llm_output={"format": "jsonl"})


def test_handles_that_are_words_of_the_page_stop_no_publication(small: Pipeline) -> None:
    """A user called `attacker` was found on every page that explains attackers."""
    *_, tree = small.tree()
    assert (tree.path / PAGE).is_file()


@pytest.mark.parametrize(
    "leak",
    [
        {"canaries": {"examples": ["Hello, this is Anna3x Smithson3x."]}},
        {"canaries": {"examples": ["Write to anna3@corp.example."]}},
        {"anonymity": {"note": "largest group: Anna3x Smithson3x"}},
        {"behaviour": {"unicity": [], "people": ["u-103"], "note": "anna3@corp.example"}},
    ],
)
def test_a_value_of_the_source_in_the_evidence_is_never_published(small: Pipeline, leak: dict[str, Any]) -> None:
    """The producers of evidence promise to tell no value; the audit does not take their word for it."""
    path = small.work.stage("safe") / EVIDENCE
    evidence = orjson.loads(path.read_bytes())
    path.write_bytes(orjson.dumps(evidence | {name: {**evidence.get(name, {}), **section} for name, section in leak.items()}))
    with pytest.raises(PrivacyViolation, match=PAGE):
        list(small.tree())
    assert not (small.settings.root / "output").exists()


@pytest.mark.slow
def test_a_value_of_the_source_in_croissant_json_is_never_published(small: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the data is meant to be in it; the audit looks all the same."""
    made = card.croissant
    monkeypatch.setattr(card, "croissant", lambda plan, entries: made(plan, entries) + b'{"creator": "Anna3x Smithson3x"}\n')
    with pytest.raises(PrivacyViolation, match=CROISSANT):
        list(small.tree())


def _words(text: str) -> str:
    """The words of a text, each between blanks."""
    return f" {' '.join(re.findall(_WORD, text.casefold()))} "


@pytest.mark.slow
def test_no_value_of_a_direct_column_of_the_sample_stands_in_its_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    *_, tree = _pipeline(tmp_path, monkeypatch).tree()
    body = html.unescape((tree.path / PAGE).read_text(encoding="utf-8"))
    text = _words(body)
    dataset = sample_dataset()
    with Path(dataset.users.source).open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    named = [dataset.users.id, *(name for name, column in dataset.users.columns.items() if column.role == "direct")]
    values = {row[name].casefold() for row in people for name in named if row[name]}
    assert len(values) > 1000
    assert [value for value in values if _words(value) in text] == []
    assert [value for value in values if "@" in value and value in body.casefold()] == []
