"""Dates in the forms of many languages, birth dates by their words, and what only looks like a date. Every row says why."""

from datetime import date
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy import Redactor
from llm_assets.privacy.recognisers.dates import DATES
from llm_assets.privacy.recognisers.dates.birth import ASKED, BIRTH_ASKED
from llm_assets.privacy.recognisers.recogniser import Candidate, Recogniser

FOUND = [
    ("26/11/1932", "day first"),
    ("11/26/1932", "month first"),
    ("2021-05-21", "ISO 8601"),
    ("21.05.2021", "dots"),
    ("21.5.21", "dots, two-digit year, a day that no minor version has"),
    ("5/21/21", "two-digit year"),
    ("4-9-06", "dashes, two-digit year"),
    ("2024-03-15T14:30:00.123456Z", "a time stamp goes as a whole"),
    ("2024-06-05T09:15:30.500-07:00", "a time stamp with its offset"),
    ("2015-12-22 04:34:22", "a time after a space"),
    ("5/21/2021 10:30 AM", "a time with AM"),
    ("14/14/2014", "mistyped, but nothing else"),
    ("05/2021", "month and year"),
    ("May 21, 2021", "English, month first"),
    ("21st of May 2021", "English, day first"),
    ("March 3rd", "no year"),
    ("3-5 May 2021", "a range of days"),
    ("May 3-5, 2021", "a range of days, month first"),
    ("Dec-5-1990", "dashes and a short name"),
    ("5-MAY-2021", "capitals"),
    ("May 2021", "month and year"),
    ("21 de mayo de 2017", "Spanish"),
    ("3 al 5 de mayo de 2017", "Spanish, a range"),
    ("23-febrero-1931", "Spanish, dashes"),
    ("noviembre-06", "Spanish, month and two-digit year"),
    ("15. März 2020", "German"),
    ("1. Jänner 2020", "Austrian"),
    ("1er août 2020", "French"),
    ("3 gennaio", "Italian"),
    ("3 mei 2020", "Dutch"),
    ("3 de março de 2020", "Portuguese"),
    ("3 października 2020", "Polish"),
    ("3 augusti 2020", "Swedish"),
    ("3. desember 2020", "Norwegian"),
    ("3. toukokuuta 2020", "Finnish"),
    ("2021. május 21", "Hungarian, year first"),
    ("3 Ağustos 2020", "Turkish"),
    ("15 марта 2020", "Cyrillic"),
    ("2021年5月21日", "Chinese and Japanese"),
    ("2021년 5월 21일", "Korean"),
    ("２０２１－０５－２１", "full-width"),
]
LED = [("on 5/21", "5/21"), ("am 3.5. oder", "3.5."), ("Today is 05/21", "05/21"), ("fecha: 4/9", "4/9")]
BIRTHS = [
    ("born in 1984", "1984"),
    ("She was born in London in 1984", "1984"),
    ("Jahrgang 1984", "1984"),
    ("nacido en 1950", "1950"),
    ("née en 1984", "1984"),
    ("nato nel 1984", "1984"),
    ("DOB 03 14 85", "03 14 85"),
    ("my dob is 031485", "031485"),
    ("Date of birth: 14 March 85", "14 March 85"),
    ("né le 3 janvier 1980", "3 janvier 1980"),
    ("Geburtsdatum: 3.5.80", "3.5.80"),
    ("Fecha de nacimiento: 24/08//1979", "24/08//1979"),
    ("born on April 16 , 1819", "April 16 , 1819"),
]
LEFT_ALONE = [
    ("version 1.2.2020", "a version that a word announces"),
    ("python 3.11.12", "a version that could be a day in 2012"),
    ("3.11.12", "the same, alone"),
    ("1.2.3", "a version"),
    ("1/2 cup", "a fraction"),
    ("on 1/2 of it", "a fraction after a word that leads to dates"),
    ("24/7", "always"),
    ("on 9/11", "an event, not anybody's day"),
    ("they won 3-2", "a score"),
    ("10x15 and 1920x1080", "sizes"),
    ("at 10:30", "a time"),
    ("/usr/2020/05/21/x", "a path"),
    ("192.168.10.20", "an address"),
    ("12-34-56", "no month"),
    ("sort code 20-10-15", "a British bank"),
    ("31/31/21", "no month in any order"),
    ("2021-13-01", "month 13"),
    ("$5/21", "a price"),
    ("you may 5 of them", "the verb"),
    ("Your question 3 may be answered", "a number before the verb"),
    ("we march 5 miles", "the verb"),
    ("may", "the verb alone"),
    ("in May", "a month alone"),
    ("on Saturday", "a weekday"),
    ("tomorrow or last Monday", "relative"),
    ("5 out of 10", "outubro is no English word"),
    ("3 ago", "agosto"),
    ("the 2nd set 3 times", "settembre"),
    ("Mars 2020", "a mission"),
    ("Act of 2015", "a bare year"),
    ("Augusta 5 times", "a name that begins like a month"),
    ("model 2020-A5", "a model"),
]


@lru_cache(maxsize=3)
def redactor(level: str) -> Redactor:
    return Redactor(level, key="k" * 40, names=False)


def dates(text: str, level: str = "high") -> list[str]:
    return [text[span.start : span.end] for span in redactor(level).find([text])[0] if span.entity == "DATE"]


@pytest.mark.parametrize(("text", "why"), FOUND)
@pytest.mark.parametrize(("lead", "trail"), [("", ""), ("it was ", ", I think."), ("(", ")"), ("\n", "\n")])
def test_exact_dates_are_found_at_high(text: str, why: str, lead: str, trail: str) -> None:
    assert dates(lead + text + trail) == [text], why


@pytest.mark.parametrize(("text", "why"), FOUND)
def test_a_date_that_nothing_calls_a_birth_date_stays_at_medium(text: str, why: str) -> None:
    assert dates(f"we met then, {text}", "medium") == [], why


@pytest.mark.parametrize(("text", "value"), LED)
def test_day_and_month_alone_need_a_word_before_them(text: str, value: str) -> None:
    assert dates(text) == [value]
    assert dates(value) == []


@pytest.mark.parametrize(("text", "value"), BIRTHS)
@pytest.mark.parametrize("level", ["medium", "high"])
def test_birth_dates_are_found_from_medium_on(text: str, value: str, level: str) -> None:
    assert dates(text, level) == [value]
    assert dates(text, "low") == []


@pytest.mark.parametrize(("text", "why"), LEFT_ALONE)
def test_near_misses_are_left_alone(text: str, why: str) -> None:
    assert dates(text) == [], why


def answered(recogniser: Recogniser, before: str, text: str) -> list[str]:
    buffer = b"\0" + text.encode("latin-1") + b"\0"
    candidate = Candidate(buffer, 1, len(buffer) - 1, 1, len(buffer) - 1, before)
    return [buffer[hit.start : hit.end].decode("latin-1") for hit in recogniser.accept(candidate)]


@pytest.mark.parametrize(
    "value", ["03 14 85", "14 March", "031485", "16102018", "1984", "3/14/1985", "march 14th 1985", "14.3."]
)
def test_an_answer_counts_in_any_form(value: str) -> None:
    found = answered(ASKED, "When was that?", f"it is {value}")
    assert [each.rstrip(".") for each in found] == [value.rstrip(".")]
    assert answered(BIRTH_ASKED, "What is your date of birth?", value)
    assert answered(BIRTH_ASKED, "When did you order?", value) == []


def test_an_answer_without_a_date_is_left_alone() -> None:
    for text in ("no idea", "about 5 times", "[x] 999999", "order 12345"):
        assert answered(ASKED, "Your date of birth?", text) == []


_FORMS = ("%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%b %d %Y")


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(_FORMS))
@settings(max_examples=150, deadline=None)
def test_every_day_in_every_common_form(day: date, form: str) -> None:
    text = day.strftime(form)
    assert dates(f"It happened ({text}) there") == [text]


@given(
    st.lists(
        st.sampled_from(
            [
                *(text for text, _ in FOUND),
                *(text for text, _ in BIRTHS),
                *(text for text, _ in LEFT_ALONE),
                ",",
                "\n",
                "5",
                "of",
            ]
        ),
        max_size=8,
    )
)
@settings(max_examples=100, deadline=None)
def test_what_was_redacted_stays_as_it_is(parts: list[str]) -> None:
    for level in ("medium", "high"):
        once = redactor(level).redact([" ".join(parts)])
        assert redactor(level).redact(once) == once


def test_every_rule_is_told() -> None:
    told = {rule.name for recogniser in DATES for rule in recogniser.rules}
    texts = [text for text, _ in (*FOUND, *LED, *BIRTHS)]
    assert {span.rule for spans in redactor("high").find(texts) for span in spans if span.entity == "DATE"} <= told
