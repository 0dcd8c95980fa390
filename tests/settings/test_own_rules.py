"""Patterns, lists, actions and models of the settings: mistakes in one line each, and what needs `allow_weaker`."""

from pathlib import Path
from typing import Any, get_args

import pytest

from llm_assets.errors import ConfigError
from llm_assets.privacy.keys import Key
from llm_assets.privacy.policy.surrogate import Surrogates
from llm_assets.privacy.policy.validators import validator
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.settings import fingerprint, parse_settings
from llm_assets.settings.own_rules import SURROGATES
from llm_assets.settings.section import Entity, Level
from llm_assets.settings.weaker import WITHOUT_CODE, promised, sentences

TABLES = {"users": {"source": "u.csv", "id": "id"}, "interactions": {"source": "e.csv", "user": "u"}}


def _parse(root: Path, privacy: dict[str, Any], level: str = "high", columns: dict[str, Any] | None = None) -> Any:
    dataset = {**TABLES, "users": {**TABLES["users"], "columns": columns or {}}}
    values = {"dataset": dataset, "privacy": privacy, "llm_output": {"privacy_level": level}}
    return parse_settings(values, root=root, origin="here")


def _wrong(root: Path, privacy: dict[str, Any], **more: Any) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        _parse(root, privacy, **more)
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


def _pattern(**more: Any) -> dict[str, Any]:
    return {"patterns": [{"name": "x", "pattern": "abc", **more}]}


@pytest.mark.parametrize(
    ("privacy", "line"),
    [
        (_pattern(pattern="a(?=b)"), "privacy.patterns[0].pattern: found a look-around, which is not linear"),
        (_pattern(pattern="(s3cret"), "privacy.patterns[0].pattern: found a capturing group"),
        (
            _pattern(validator="stdnum.xx.nothing"),
            "privacy.patterns[0].validator: found a string; allowed: a module of python-std",
        ),
        (
            _pattern(validator="stdnum.util"),
            "privacy.patterns[0].validator: found a string; allowed: a module of python-stdnum",
        ),
        (
            _pattern(validator="os.system"),
            "privacy.patterns[0].validator: found a string; allowed: luhn, mod97, entropy, or a mod",
        ),
        (_pattern(entity="ticket"), "privacy.patterns[0].entity: found a string; allowed: 2 to 20 of A-Z and _"),
        ({"patterns": [_pattern()["patterns"][0]] * 2}, "privacy.patterns[1].name: found the name of another pattern"),
        ({"actions": {"EMIAL": "mask"}}, "privacy.actions.EMIAL: unknown key, did you mean `EMAIL`? allowed: PERSON, EMAIL"),
        ({"actions": {"EMAIL": "hide"}}, "privacy.actions.EMAIL: found a string"),
        (
            {"actions": {"DATE": "surrogate"}},
            "privacy.actions.DATE: found surrogate; allowed: tag, pseudonym, mask, keep (surr",
        ),
        (
            {"lists": {"allow": ["no.txt"]}},
            "privacy.lists.allow[0]: found the name of a file that is not there; allowed: an exi",
        ),
        ({"lists": {"deny": {"NAME": ["a.txt"]}}}, "privacy.lists.deny.NAME: unknown key"),
        ({"lists": {"deny": {"PERSON": ["a.txt", "a.csv"]}}}, "privacy.lists.deny.PERSON[1]: found a table without its column"),
        ({"ner": {"backend": "spacy", "model": "no"}}, "privacy.ner.model: found the name of a folder that is not there"),
        ({"ner": {"backend": "other", "model": "."}}, "privacy.ner.backend: found a string; allowed: spacy, gliner, presidio"),
    ],
)
def test_a_mistake_is_one_line_that_says_where(tmp_path: Path, privacy: dict[str, Any], line: str) -> None:
    for name in ("a.txt", "a.csv"):
        (tmp_path / name).touch()
    (told,) = _wrong(tmp_path, privacy)
    assert told.startswith(line)
    assert "s3cret" not in told


def test_kinds_of_your_own_are_those_of_your_patterns(tmp_path: Path) -> None:
    privacy = {**_pattern(entity="TICKET"), "actions": {"TICKET": "keep"}}
    assert _parse(tmp_path, privacy).privacy.actions == {"TICKET": "keep"}
    assert _wrong(tmp_path, {"actions": {"TICKET": "keep"}})[0].startswith("privacy.actions.TICKET: unknown key")


@pytest.mark.parametrize(
    ("privacy", "level", "columns", "line"),
    [
        ({"actions": {"DATE": "keep"}}, "high", {}, "privacy.actions.DATE: found keep, which weakens level high; allowed: tag"),
        ({"actions": {"EMAIL": "keep"}}, "medium", {}, "privacy.actions.EMAIL: found keep, which weakens level medium"),
        ({"actions": {"SECRET": "keep"}}, "low", {}, "privacy.actions.SECRET: found keep, which weakens level low"),
        ({"actions": {"ZIP": "pseudonym"}}, "low", {}, "privacy.actions.ZIP: found pseudonym, which weakens level low"),
        ({"actions": {"PASSWORD": "mask"}}, "high", {}, "privacy.actions.PASSWORD: found mask, which weakens level high"),
        (
            {"intruder": {"block": ["B"]}},
            "high",
            {},
            "privacy.intruder.block: found a list without A, which weakens level high",
        ),
        ({}, "high", {"entities_off": ["DATE"]}, "dataset.users.columns.bio.entities_off: found kinds that would stay, which"),
        ({}, "low", {"entities_only": ["EMAIL"]}, "dataset.users.columns.bio.entities_only: found kinds that would stay"),
    ],
)
def test_what_weakens_a_level_needs_leave(tmp_path: Path, privacy: Any, level: str, columns: Any, line: str) -> None:
    bio = {"bio": {"role": "text", **columns}}
    (told,) = _wrong(tmp_path, privacy, level=level, columns=bio)
    assert told.startswith(line)
    assert told.endswith("or [privacy] allow_weaker = true, and the dataset card says so")
    settings = _parse(tmp_path, {**privacy, "allow_weaker": True}, level=level, columns=bio)
    (sentence,) = sentences(settings)
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("privacy", "level", "columns"),
    [
        ({"actions": {"DATE": "keep", "PERSON": "keep"}}, "medium", {}),  # which promises neither
        ({"actions": {"EMAIL": "keep"}}, "low", {}),
        ({"actions": dict.fromkeys(SURROGATES, "surrogate")}, "high", {}),
        ({"actions": dict.fromkeys(sorted(set(get_args(Entity)) - WITHOUT_CODE), "mask")}, "high", {}),
        ({"actions": dict.fromkeys(get_args(Entity), "tag")}, "high", {}),
        ({}, "medium", {"entities_off": ["DATE"]}),
    ],
)
def test_what_takes_no_promise_away_needs_none(tmp_path: Path, privacy: Any, level: str, columns: Any) -> None:
    assert sentences(_parse(tmp_path, privacy, level=level, columns={"bio": {"role": "text", **columns}})) == ()


def test_the_name_of_a_column_forges_nothing_on_the_card(tmp_path: Path) -> None:
    columns = {"a\n# b `|<c>": {"role": "text", "entities_off": ["DATE"]}}
    (sentence,) = sentences(_parse(tmp_path, {"allow_weaker": True}, columns=columns))
    assert not set("\n#`|<>") & set(sentence)


def test_what_a_level_promises_the_next_one_does() -> None:
    for entity in get_args(Entity):
        kept = [promised(entity, level) for level in get_args(Level)]
        assert kept == sorted(kept)
        assert kept[-1]


def test_the_entities_of_a_column_go_with_what_is_redacted(tmp_path: Path) -> None:
    lines = _wrong(tmp_path, {}, columns={"plan": {"role": "attribute", "entities_off": ["MAC"]}})
    assert lines[0].startswith(
        "dataset.users.columns.plan.entities_off: found on a column of another role; allowed: with the role"
    )


def test_every_validator_that_may_be_named_is_there() -> None:
    for name in ("luhn", "mod97", "entropy", "stdnum.de.idnr", "stdnum.isbn"):
        assert validator(name)("") is False


def test_every_kind_that_may_be_a_surrogate_has_one() -> None:
    surrogates = Surrogates(Pseudonymizer(Key(b"x" * 32), "d", "high"), ("US",))
    examples = {
        "PERSON": "Anna Smith", "EMAIL": "a@b.com", "PHONE": "+1 415 555 2671", "CREDIT_CARD": "4" * 16,
        "IBAN": "DE" + "1" * 20, "IP": "10.0.0.1", "MAC": "aa:bb:cc:dd:ee:ff",
    }  # fmt: skip
    assert sorted(examples) == sorted(SURROGATES)
    assert all(surrogates.of(entity, "key", "scope", text) for entity, text in examples.items())


def test_what_lists_hold_and_which_names_are_drawn_from_shape_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\n", encoding="utf-8")
    privacy = {"lists": {"allow": ["a.txt"]}}
    before = fingerprint(_parse(tmp_path, privacy))
    (tmp_path / "a.txt").write_text("another\n", encoding="utf-8")
    assert fingerprint(_parse(tmp_path, privacy)) != before
    assert fingerprint(_parse(tmp_path, privacy), "llm_output") == fingerprint(_parse(tmp_path, {}), "llm_output")
