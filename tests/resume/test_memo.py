"""Texts that are taken from a run before: which ones, and that they read as if they had been redacted again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from llm_assets.privacy import redactor
from llm_assets.privacy.batch import Batch
from llm_assets.privacy.redacted import Redacted
from tests.resume.conftest import Desk, event, person

_PEOPLE = {f"id{number:04d}x": person(number) for number in range(12)}
_WORDS = ("plain words and nothing else", "Ask Grace Okafor.", "Heidi Lindqvist called, and heidi.l@post.example wrote")


def _events() -> list[dict[str, Any]]:
    rows = []
    for number, (key, row) in enumerate(_PEOPLE.items()):
        rows.append(event(key, f"I am {row['name']}, write to {row['email']}.", f"t{number // 2}", 60 * number))
        rows.append(event(key, _WORDS[number % 3], f"s{number}", 60 * number + 1))
    return rows


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the redactor looks at, but those of canaries."""
    texts: list[str] = []
    real: Callable[..., list[Redacted]] = redactor.Redactor.redacted

    def redacted(self: redactor.Redactor, batch: Batch) -> list[Redacted]:
        texts.extend(batch.texts)
        return real(self, batch)

    monkeypatch.setattr(redactor.Redactor, "redacted", redacted)
    return texts


@pytest.fixture
def settled(desk: Desk, seen: list[str]) -> Desk:
    """A desk without canaries, after a run."""
    desk.values["privacy"] = {"canaries": 0}
    desk.write(_PEOPLE, _events())
    desk.run()
    seen.clear()
    return desk


def _afresh(desk: Desk, tmp_path: Path) -> dict[str, bytes]:
    folder = tmp_path / "afresh"
    folder.mkdir()
    return desk.afresh(folder).run()


def test_a_new_message_is_redacted_alone(settled: Desk, seen: list[str], tmp_path: Path) -> None:
    settled.write(_PEOPLE, [*_events(), event("id0003x", "Anna Torvald, again", "new", 9_000)])
    changed = settled.run()
    assert [text for text in seen if text] == ["Anna Torvald, again"]
    assert changed == _afresh(settled, tmp_path)


def test_a_newcomer_reaches_those_who_named_her_all_along_and_nobody_else(
    settled: Desk, seen: list[str], tmp_path: Path
) -> None:
    """Until then her name was at most a name that somebody mentioned: now it stands for a user."""
    newcomer = {"name": "Heidi Lindqvist", "email": "heidi.l@post.example", "born": "1951", "plan": "pro"}
    settled.write({**_PEOPLE, "id0099x": newcomer}, _events())
    changed = settled.run()
    named = {number for number in range(12) if number % 3 == 2}
    assert {text for text in seen if "Heidi" in text} == {_WORDS[2]}
    assert not [text for text in seen if text == _WORDS[0] or text == _WORDS[1]]
    assert len(seen) <= 2 * len(named)
    assert changed == _afresh(settled, tmp_path)
    texts = b"".join(changed.values())
    assert b"Heidi" not in texts
    assert b"heidi.l" not in texts


@pytest.mark.slow
def test_a_name_that_changes_reaches_the_conversations_of_that_person(settled: Desk, seen: list[str], tmp_path: Path) -> None:
    people = {**_PEOPLE, "id0004x": {**_PEOPLE["id0004x"], "name": "Words Nothing"}}
    settled.write(people, _events())
    changed = settled.run()
    assert {text for text in seen if "I am" in text} >= {
        f"I am {_PEOPLE[key]['name']}, write to {_PEOPLE[key]['email']}." for key in ("id0004x", "id0005x")
    }
    assert changed == _afresh(settled, tmp_path)


@pytest.mark.slow
def test_somebody_who_leaves_is_no_longer_known_where_others_name_her(settled: Desk, tmp_path: Path) -> None:
    people = {key: row for key, row in _PEOPLE.items() if key != "id0006x"}
    settled.write(people, [row for row in _events() if row["user"] != "id0006x"])
    assert settled.run() == _afresh(settled, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("privacy", [{"tag_scope": "dataset"}, {"actions": {"PERSON": "surrogate", "EMAIL": "mask"}}])
def test_other_settings_take_nothing_over(settled: Desk, seen: list[str], tmp_path: Path, privacy: dict[str, object]) -> None:
    settled.values["privacy"] = {"canaries": 0, **privacy}
    changed = settled.run()
    assert len(seen) >= len(_events())
    seen.clear()
    settled.write(_PEOPLE, [*_events(), event("id0003x", "Anna Torvald, again", "new", 9_000)])
    changed = settled.run()
    assert len(seen) < len(_events())
    assert changed == _afresh(settled, tmp_path)


@pytest.mark.slow
def test_what_holds_raw_values_goes_with_them(settled: Desk) -> None:
    work = settled.folder / ".llm_assets" / "support"
    assert (work / "memo").exists()
    assert len(list((work / "memo").iterdir())) == 2  # the texts of one generation, and the forms of values
    settled.values["compute"] = {"keep_work": "none"}
    settled.run()
    assert not (work / "memo").exists()
    settled.values["compute"] = {"keep_work": "resume"}
    settled.run()
    assert (work / "memo").exists()
    (settled.folder / "gone.csv").write_text("id\nid0001x\n")
    settled.values["privacy"] = {"canaries": 0, "erase": "gone.csv"}
    settled.run()
    assert not (work / "memo").exists()
