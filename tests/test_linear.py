"""What stands in for RE2 where its wheel is missing reads the package's own expressions as RE2 does."""

import re

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets import linear
from llm_assets.classify.measure import _FORMS
from llm_assets.dataset.exports.whatsapp import _LINE
from llm_assets.privacy.audit.marks import _bordered

_TEXTS = st.one_of(
    st.text("aZé٣1 _-.@/:,<>€%\u202f\u200e[]\n", max_size=24),
    st.sampled_from(
        ["José Núñez", "12,50 €", "3. März 2024", "1.2.2024, 14:05 - Ana: hi", "٣٤", "SÍ", "x@y.de", "<b>x</b>", "a_b"]
    ),
)


@settings(max_examples=30, deadline=None)
@given(_TEXTS)
def test_forms_of_columns_and_lines_of_chats(text: str) -> None:
    for name, form in _FORMS.items():
        python = re.compile(linear._as_python_reads(form))
        assert (python.fullmatch(text) is None) == (re2.compile(form).fullmatch(text) is None), name
    python = re.compile(linear._as_python_reads(_LINE.pattern))
    one, two = python.match(text), _LINE.match(text)
    assert (one and one.groups()) == (two and two.groups())


def test_values_that_are_looked_for_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    values, text = ["Ana_1", "Élan", "x.y"], "ana_1 ANA_12 (élan) ÉLANS x.y xzy ana_1é"
    pattern = "|".join(map(_bordered, values))
    found = [match.span() for match in linear.compiled(pattern, any_case=True).finditer(text)]
    monkeypatch.setattr(linear, "re2", None)
    assert [match.span() for match in linear.compiled(pattern, any_case=True).finditer(text)] == found
    assert len(found) > 2


def test_a_pattern_of_the_settings_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from llm_assets.settings.patterns import problems_of

    assert not list(problems_of("TCK-[0-9]{6}"))
    monkeypatch.setattr(linear, "re2", None)
    (problem,) = problems_of("TCK-[0-9]{6}")
    assert problem == "found a pattern, but google-re2, which runs it in linear time, is not installed"
