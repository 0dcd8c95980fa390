"""The forms of known values that are taken from a run before make the index of one that made them all."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy.form import Form
from llm_assets.privacy.known import KnownValues
from llm_assets.privacy.known_build import KnownValuesBuilder
from llm_assets.privacy.memo.forms import FormsMemo
from llm_assets.privacy.values import forms

# Several forms and one, by words and exact, shared by many, dates, hosts, one that is too short to be looked up.
_VALUES = [
    ("PERSON", "Anna Torvald"), ("PERSON", "Will"), ("PERSON", "\u674e"), ("DATE", "1990-05-17"),
    ("EMAIL", "anna.t@mail.example"),
    ("URL", "https://torvald.example/anna"), ("ID", "usr-4711-ab"), ("PHONE", "+1 202 555 0143"), ("SPEAKER", "Bruno Keller"),
    ("USERNAME", "torvald_a"), ("ADDRESS", "12 Long Lane, Springfield"), ("PERSON", " ".join(["Anna"] * 70)),
]  # fmt: skip
Values = list[tuple[str, str]]
_portions = st.lists(st.lists(st.sampled_from(_VALUES), max_size=8), min_size=1, max_size=3)


def _index(memo: FormsMemo, portions: list[Values]) -> KnownValues:
    builder, ordinal = KnownValuesBuilder(20), 0
    for portion in portions:
        numbers = range(ordinal, ordinal := ordinal + len(portion))
        entities, values = ([each[column] for each in portion] for column in (0, 1))
        builder.take(memo.spelled({"ordinal": list(numbers), "entity": entities, "value": values}))
    memo.keep()
    return builder.build()


def _same(one: KnownValues, other: KnownValues) -> bool:
    named = [field.name for field in fields(KnownValues) if field.name != "trace"]
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in named)


@settings(max_examples=40, deadline=None)
@given(_portions, _portions)
def test_an_index_after_edits_is_that_of_values_never_seen(before: list[Values], after: list[Values]) -> None:
    asked: list[tuple[str, str]] = []

    def made(entity: str, value: str) -> Iterator[Form]:
        asked.append((entity, value))
        return forms(entity, value, "high")

    with TemporaryDirectory() as folder:
        _index(FormsMemo(Path(folder), "code", made), before)
        asked.clear()
        again = _index(FormsMemo(Path(folder), "code", made), after)
        if len(after) == len(before) == 1:
            assert set(asked) == {value for value in after[0] if value not in before[0]}
        assert _same(again, _index(FormsMemo(Path(folder), None, made), after))
        # Other code makes other forms.
        asked.clear()
        _index(FormsMemo(Path(folder), "other", made), after)
        assert set(asked) == {value for portion in after for value in portion}


def test_forms_that_are_damaged_are_made_again(tmp_path: Path) -> None:
    _index(FormsMemo(tmp_path, "code", lambda *value: forms(*value, "high")), [_VALUES])
    (tmp_path / "forms" / "00000.npz").write_bytes(b"PK\x03\x04 damaged")
    again = _index(FormsMemo(tmp_path, "code", lambda *value: forms(*value, "high")), [_VALUES])
    assert _same(again, _index(FormsMemo(tmp_path, None, lambda *value: forms(*value, "high")), [_VALUES]))
