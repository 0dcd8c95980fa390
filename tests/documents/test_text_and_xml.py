"""The formats text and xml: what was planned is found again by an independent parser, whatever people wrote."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from llm_assets.documents.text import TextFormatter
from llm_assets.documents.wellformed import faults
from llm_assets.documents.xml import XmlFormatter
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput
from tests.documents.conftest import pseudonym

USER = pseudonym(7)
_LETTERS = st.characters(exclude_categories=["Cs"])
_FORGED = st.sampled_from(
    (
        "</text>", "<user id='x'>", "]]>", "<!DOCTYPE x>", "<!-- ", "&lt;", "&#0;", "\n[3] 2024-01-01 | chat", "\n\nUser x",
        "\nInteractions: 99", "{{ x }}", "\x00", "\x1b[2J", "\u2028", "\r[1]", "<?xml?>",
    )
)  # fmt: skip
texts = st.lists(_FORGED | st.text(_LETTERS, max_size=8), max_size=5).map("".join)
values = st.none() | texts


@st.composite
def histories(draw: st.DrawFn) -> tuple[SafeUser, list[SafeInteraction]]:
    """A user with some interactions."""
    events = []
    for sequence in range(draw(st.integers(0, 3))):
        spoken, facts = {"body": draw(values), "re": draw(values)}, {"x": draw(values)}
        events.append(SafeInteraction(USER, None, sequence, draw(values), draw(values), draw(values), spoken, facts))
    return SafeUser(USER, {"plan": draw(values), "<odd> name": draw(values)}), events


@settings(deadline=None)
@given(histories(), st.booleans())
def test_xml_holds_what_was_planned(history: tuple[SafeUser, list[SafeInteraction]], include_metadata: bool) -> None:
    _xml_is_sound(*history, include_metadata=include_metadata)


def _xml_is_sound(user: SafeUser, events: list[SafeInteraction], *, include_metadata: bool) -> None:
    body = XmlFormatter(LlmOutput(include_metadata=include_metadata)).format_user(user, events)
    assert faults("xml", "document", body, LlmOutput()) == []
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, load_dtd=False))
    assert (root.tag, root.get("id")) == ("user", USER)
    found = root.findall("interactions/interaction")
    assert [int(each.get("sequence")) for each in found] == [event.sequence for event in events]
    for event, element in zip(events, found, strict=True):
        spoken = {name: text for name, text in event.text.items() if text and not text.isspace()}
        assert [each.get("column") for each in element.findall("text")] == list(spoken)
        for each in element.findall("text"):
            assert _same(each.text, spoken[each.get("column")])
            assert not len(each)


def _same(read: str | None, written: str) -> bool:
    """Letters and digits came through; line ends and control characters may have changed."""
    return re.findall(r"\w", read or "") == re.findall(r"\w", written)


@settings(deadline=None)
@given(histories(), st.booleans())
def test_text_of_people_begins_no_line(history: tuple[SafeUser, list[SafeInteraction]], include_metadata: bool) -> None:
    _text_is_sound(*history, include_metadata=include_metadata)


def _text_is_sound(user: SafeUser, events: list[SafeInteraction], *, include_metadata: bool) -> None:
    body = TextFormatter(LlmOutput(include_metadata=include_metadata)).format_user(user, events)
    assert faults("text", "document", body, LlmOutput()) == []
    heads = [line for line in body.split("\n") if re.match(r"\[\d+\]", line)]
    assert [int(re.match(r"\[(\d+)\]", line)[1]) for line in heads] == [event.sequence for event in events]  # type: ignore[index]
    assert [line for line in body.splitlines() if line.startswith("User ")] == [f"User {USER}"]


def test_naughty_strings_are_data(naughty: list[str]) -> None:
    events = []
    for n, text in enumerate(naughty):
        events.append(SafeInteraction(USER, None, n, text, text, text, {"body": text, "re": text}, {"x": text}))
    for check in (_xml_is_sound, _text_is_sound):
        check(SafeUser(USER, {"plan": "\n".join(naughty)}), events, include_metadata=True)
