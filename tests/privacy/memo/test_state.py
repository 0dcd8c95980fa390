"""Two indexes, and a text that asked the first one for nothing in which they differ: it reads the same by both.

That is what lets a text be taken over from a run before, so it is shown on small worlds drawn at random, whose people come, go,
share names and change them.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy.batch import Batch
from llm_assets.privacy.known import KnownValues, Scopes
from llm_assets.privacy.known_build import KnownValuesBuilder
from llm_assets.privacy.memo.state import IndexState, touched
from llm_assets.privacy.memo.trace import NO_OWNER, Trace, grouped
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.redactor import Redactor
from llm_assets.privacy.tags import Tagger
from llm_assets.privacy.values import forms
from tests.privacy.world import KEY

_VALUES = (
    ("PERSON", "Anna Smith"), ("PERSON", "Anna Torvald"), ("PERSON", "Will Order"), ("PERSON", "Анна Смит"), ("PERSON", "Bo"),
    ("EMAIL", "anna@post.example"), ("EMAIL", "smith.anna@post.example"), ("PHONE", "+1 202 555 0143"),
    ("USERNAME", "torvald99"), ("ID", "id0001x"), ("URL", "https://smith.example/anna"), ("URL", "https://smith.example"),
    ("DATE", "1971-05-03"), ("ADDRESS", "12 Long Street"), ("PERSON", "Street Long"),
)  # fmt: skip
_TEXTS = (
    "Anna Smith wrote", "@torvald99 or anna (at) post (dot) example", "AnnaSmith2020.pdf, id0001x", "Will you order?",
    "call 202-555-0143 on 3 May 1971", "https://smith.example/anna/x?y=1", "**Anna** Tor\u200bvald", "Анна Смит", "12 Long St",
    "nothing here", "x@y.example Anna", "Bo, Street Long", "smith.anna@post.example/Will Order",
)  # fmt: skip
People = list[tuple[str, list[int]]]  # pseudonym, and the numbers of the values, in the order of the pseudonyms
_people = st.dictionaries(
    st.sampled_from([letter * 24 for letter in "bcdefg"]), st.lists(st.integers(0, len(_VALUES) - 1), max_size=3), max_size=5
)
_LEVEL = "high"


def _index(people: People) -> tuple[KnownValues, IndexState, list[str]]:
    names = [name for name, _ in people]
    builder = KnownValuesBuilder(len(people))
    owned = [(ordinal, *_VALUES[number]) for ordinal, (_, numbers) in enumerate(people) for number in numbers]
    builder.add((ordinal, entity, form) for ordinal, entity, value in owned for form in forms(entity, value, _LEVEL))
    known = builder.build()
    state = IndexState.of(builder.entries, np.asarray(names, dtype="S24"), len(people), dated=known.dated)
    return known, state, names


def _redacted(known: KnownValues, names: Sequence[str], texts: Sequence[str], trace: Trace | None = None) -> list[str]:
    """Each text by itself is the first user's, who is in both worlds."""
    traced = replace(known, trace=trace) if trace else known
    pseudonymizer = Pseudonymizer(KEY, "world", _LEVEL)
    redactor = Redactor(_LEVEL, traced, KEY, tagger=Tagger(pseudonymizer, names, traced.holds), names=False)
    owner = names.index("a" * 24)
    batch = Batch(texts, [""] * len(texts), Scopes.of([[owner]] * len(texts)), ["a" * 24] * len(texts), ["t"] * len(texts))
    return redactor.redact_batch(batch)[0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(_VALUES) - 1), _people, _people, st.sampled_from(_TEXTS), st.sampled_from(_TEXTS))
def test_who_asked_for_nothing_that_changed_reads_the_same(
    own: int, before: dict[str, list[int]], after: dict[str, list[int]], one: str, other: str
) -> None:
    first, second = (sorted({**people, "a" * 24: [own]}.items()) for people in (before, after))
    known, state, names = _index(first)
    trace, text = Trace(), f"{one} {other}"
    read = _redacted(known, names, [text], trace)
    fresh, changed_state, fresh_names = _index(second)
    changed = state.difference(changed_state)
    asked = dict(grouped(*trace.asked()))
    assert set(asked) <= {NO_OWNER, names.index("a" * 24)}
    if changed is not None and not any(touched(marks, changed) for marks in asked.values()):
        assert _redacted(fresh, fresh_names, [text]) == read


def test_a_newcomer_touches_the_text_that_names_her_and_not_one_that_has_half_of_her_name() -> None:
    known, state, names = _index([("a" * 24, [])])
    _, changed, _ = _index([("a" * 24, []), ("b" * 24, [0])])
    rows = state.difference(changed)
    assert rows is None  # an index without any value is asked for nothing: whatever comes then, all is redacted again
    known, state, names = _index([("a" * 24, [8])])
    _, changed, _ = _index([("a" * 24, [8]), ("b" * 24, [0])])
    rows = state.difference(changed)
    assert rows is not None
    for text, expected in (("we met Anna Smith there", True), ("we met Anna there", False), ("AnnaSmith.pdf", True)):
        trace = Trace()
        _redacted(known, names, [text], trace)
        assert any(touched(marks, rows) for _, marks in grouped(*trace.asked())) is expected


def test_equal_indexes_differ_in_nothing_whatever_the_ordinals() -> None:
    _, state, _ = _index([("a" * 24, [0]), ("c" * 24, [5])])
    _, later, _ = _index([("a" * 24, [0]), ("b" * 24, []), ("c" * 24, [5])])
    rows = state.difference(later)
    assert rows is not None
    assert len(rows) == 0
