"""What canaries are made of: values that recognisers take for real, drawn by the key, and never those of the source."""

from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy import Redactor
from llm_assets.privacy.canaries.absent import source_holds
from llm_assets.privacy.canaries.carriers import FORM, form_level
from llm_assets.privacy.canaries.cast import KINDS, draw_cast
from llm_assets.privacy.canaries.people import COUNTRIES, person
from llm_assets.privacy.canaries.spellings import spellings
from llm_assets.privacy.canaries.values import value
from llm_assets.privacy.policy.reserved import reserved
from llm_assets.settings.section import Entity
from tests.privacy.test_build import Stage
from tests.privacy.world import World

_SURROGATES = ("EMAIL", "PHONE", "CREDIT_CARD", "IBAN", "IP", "MAC")


def _seed(text: str) -> str:
    return f"dice {text}"


def _nothing(_: set[str]) -> set[str]:
    return set()


def _dataset(folder: Path, **columns: Any) -> Any:
    return Stage(folder, columns).dataset


def test_every_kind_of_identifier_has_its_canaries() -> None:
    assert set(KINDS) == set(Entity.__args__)


@given(st.sampled_from(_SURROGATES), st.sampled_from(COUNTRIES), st.integers())
@settings(max_examples=200)
def test_where_reserved_values_are_surrogates_none_is_drawn(entity: str, country: str, seed: int) -> None:
    assert not reserved(entity, value(Random(seed), entity, country, _SURROGATES))


@pytest.mark.parametrize("entity", [kind for kind in KINDS if form_level(kind) == "low"])
def test_what_has_a_checksum_has_a_right_one(entity: str) -> None:
    """Level low finds by form what a check digit proves."""
    carrier = FORM[entity][0]
    texts = [carrier.filled(value(Random(number), entity, COUNTRIES[number % len(COUNTRIES)])) for number in range(40)]
    found = Redactor("low", key="k" * 40).find(texts)
    assert sum(bool(spans) for spans in found) >= 39


@given(st.integers(min_value=0, max_value=500), st.text(min_size=1, max_size=8))
def test_a_person_is_the_same_for_the_same_seed(number: int, seed: str) -> None:
    one, other = person(seed, number), person(seed, number)
    assert one == other
    assert one.name
    assert one.value("EMAIL") == other.value("EMAIL")
    assert one.value("PASSPORT", 1) == other.value("PASSPORT", 1)


@pytest.mark.parametrize("entity", ["PERSON", "EMAIL", "PHONE", "ADDRESS", "ID"])
def test_each_spelling_is_written_for_somebody(entity: str) -> None:
    people = [person(f"s{number}", number) for number in range(60)]
    for way in spellings(entity):
        written = [way.write(one, one.value(entity), Random(3)) for one in people]
        assert any(written), way.name
        assert all(text != "" for text in written), way.name


@given(st.sets(st.integers(min_value=0, max_value=200)), st.integers(min_value=0, max_value=9))
@settings(max_examples=25, deadline=None)
def test_what_the_source_holds_is_drawn_again(tmp_path_factory: pytest.TempPathFactory, held: set[int], key: int) -> None:
    """Some of the values that would be planted are in the source: then others are, and none of these."""
    dataset = _dataset(tmp_path_factory.mktemp("cast"))

    def seed(text: str) -> str:
        return f"{key} {text}"

    first = draw_cast(dataset, 6, seed, _nothing).strings()
    source = {text for number, text in enumerate(first) if number in held}
    again = draw_cast(dataset, 6, seed, lambda texts: texts & source)
    assert source.isdisjoint(again.strings())
    assert len(again.users) == 6
    assert len(set(map(str.casefold, again.strings()))) == len(again.strings())


def test_a_source_that_holds_everything_leaves_nobody_to_plant(tmp_path: Path) -> None:
    cast = draw_cast(_dataset(tmp_path), 5, _seed, lambda texts: texts)
    assert cast.users == []
    assert cast.strangers == {}


def test_the_source_is_searched_in_known_values_columns_lists_and_texts(tmp_path: Path) -> None:
    world = World([[("PERSON", "Doris Quandt"), ("EMAIL", "doris@corp.example")]])
    texts = ["so I asked hedwig  ambros", "HEDWIG AMBROS came", None]
    pq.write_table(pa.table({"pseudonym": ["x"], "col:bio": ["Ernst Zobel"]}), tmp_path / "users-00000.parquet")
    listed = pa.array([["ZX-99 17"], None, []], pa.list_(pa.string()))
    rows = pa.table({"col:text": texts, "col:card": listed, "timestamp": [1, 2, 3], "before:text": ["Only Before", None, None]})
    pq.write_table(rows, tmp_path / "interactions-00000.parquet")
    pq.write_table(pa.table({"ordinal": [0], "value": ["dropped@corp.example"]}), tmp_path / "values.parquet")
    held = source_holds(world.known, world.finder, tmp_path, 1, 1)
    asked = {
        "Doris Quandt", "Hedwig Ambros", "ernst zobel", "zx-99 17", "dropped@corp.example",  # these it holds
        "Only Before", "Hedwig Ambro", "Zobel-Ernst", "9 17", "corp",  # a piece of a word is no value
    }  # fmt: skip
    found = held(asked)
    assert {"Doris Quandt", "Hedwig Ambros", "ernst zobel", "zx-99 17", "dropped@corp.example"} <= found
    assert found.isdisjoint({"Only Before", "Hedwig Ambro", "Zobel-Ernst", "9 17"})
    assert held(set()) == set()
