"""`python -m llm_assets.privacy explain` says what is found in a text and why; the catalogue knows every rule."""

import io
from pathlib import Path

import pytest

from llm_assets.privacy import Redactor, catalogue
from llm_assets.privacy.__main__ import main
from llm_assets.privacy.explain import explain
from llm_assets.privacy.recognisers import Rule, recognisers
from llm_assets.privacy.recognisers.recogniser import LEVELS

DOCS = Path(__file__).parents[2] / "docs"
TEXT = "Write to jo.doe@example.com, not to example dot com."


def test_explain_marks_names_the_rule_and_shows_the_result() -> None:
    lines = explain(Redactor(key="k" * 32), TEXT).splitlines()
    assert lines[0] == "Write to ⟦jo.doe@example.com⟧, not to example dot com."
    assert lines[2].split()[:3] == ["9-27", "EMAIL", "email:"]
    assert lines[-1].startswith("Write to [EMAIL:")


def test_colour_is_for_those_who_want_it() -> None:
    redactor = Redactor(key="k" * 32)
    assert "\x1b[1;36mjo.doe@example.com\x1b[0m" in explain(redactor, TEXT, colour=True)
    assert "\x1b" not in explain(redactor, TEXT)


def test_nothing_found_is_said() -> None:
    assert explain(Redactor("low"), "All is well.").endswith("Nothing is found at level low.")


@pytest.mark.parametrize(("level", "found"), [("high", True), ("low", False)])
def test_the_command_reads_standard_input(
    level: str, found: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO(TEXT + "\n"))
    assert main(["explain", "--level", level, "--colour", "never"]) == 0
    assert ("⟦jo.doe@example.com⟧" in capsys.readouterr().out) is found


def test_bad_settings_are_one_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "llm_assets.toml").write_text("[llm_output]\nprivacy_level = 'huge'\n")
    monkeypatch.chdir(tmp_path)
    assert main(["explain"]) == 1
    assert "privacy_level" in capsys.readouterr().err


@pytest.mark.parametrize("level", LEVELS)
def test_every_recogniser_says_its_rules(level: str) -> None:
    for recogniser in recognisers(level, ("US", "DE")):
        assert recogniser.rules, recogniser.name
        for rule in recogniser.rules:
            assert catalogue.rule_named(rule.name) is not None
            assert rule.finds
            assert rule.validator
            assert rule.level in LEVELS


def test_rules_of_regions_belong_to_their_rule() -> None:
    own = Rule("phone", "PHONE", "numbers", "a library")
    assert catalogue.rule_named("phone-US-long", [own]) == own
    assert catalogue.rule_named("no-such-rule") is None


def test_the_page_of_rules_is_the_one_in_the_docs() -> None:
    written = (DOCS / "recognisers.md").read_text(encoding="utf-8")
    assert written == catalogue.page(), "run `python -m llm_assets.privacy recognisers --write`"
    assert all(f"| `{rule.name}` |" in written for rule in catalogue.rules())
