"""Templates of the user's own for `text` and `xml`: what people wrote stays in its place, whatever the template forgets."""

from pathlib import Path

import pytest
from defusedxml import ElementTree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llm_assets.documents.formatter import formatter
from llm_assets.documents.wellformed import faults
from llm_assets.errors import ConfigError, SerializationError
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings import fingerprint, parse_settings
from llm_assets.settings.fingerprint import of_documents
from llm_assets.settings.model import LlmOutput

USER = "abcdefghijklmnopqrstuvwx"
TEXTS = st.text(max_size=30) | st.text(alphabet="<>&'\"[]0 =\n\r\x0b\x85\u2028\x1b]-!{}%", max_size=30)
QUICK = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _document(name: str, folder: Path, source: str, text: str | None, **output: object) -> str:
    (folder / "own.j2").write_text(source, encoding="utf-8")
    given = LlmOutput(format=[name], templates={name: "own.j2"}, **output)
    event = SafeInteraction(USER, None, 0, "2024-05-03", text, text, {"body": text}, {"plan": text})
    body = formatter(name, settings=given, root=folder).format_user(SafeUser(USER, {"bio": text}), [event])
    assert faults(name, "document", body, given) == ([] if body.strip() else ["empty"])
    return body


XML = """<?xml version="1.0"?>
<doc id="{{ user.user }}" kind='{{ interactions[0].kind }}' n="{{ user.statistics.interactions }}">
{% for item in interactions %}<said bio="{{ user.attributes.bio }}">{{ item.text.body }}</said>{{ item | section }}{% endfor %}
{{ notice }}{% macro m(x) %}<m>{{ x }}</m>{% endmacro %}{{ m(interactions[0].text.body) }}{{ links }}</doc>
"""


@QUICK
@given(TEXTS)
def test_xml_has_the_elements_of_the_template_and_no_others(tmp_path: Path, text: str) -> None:
    root = ElementTree.fromstring(_document("xml", tmp_path, XML, text, mark_untrusted=False))
    tags = [element.tag for element in root.iter()]
    section = ["interaction", "attribute", *(["text"] if text.strip() else [])]
    assert tags == ["doc", "said", *section, "m"]
    said = "".join(root.find("said").itertext())
    clean = said.replace("\ufffd", "")
    assert set(clean) <= set(text) | {"\n"}
    assert root.get("n") == "1"


TEXT = """{{ interactions[0].text.body }}
{{ interactions[0].text.body }}{{ user.attributes.bio }} and more
- {{ interactions[0].kind }}
{% macro m(x) %}{{ x }}
{% endmacro %}
{{ m(interactions[0].text.body) }}
{{ interactions[0].text.body | indented }}
{% set t %}{{ user.attributes.bio }}{% endset %}
{{ t }}
{{ user.attributes.bio | heading }}
{{ user.statistics.interactions }} messages
"""


@QUICK
@given(TEXTS)
def test_no_line_of_a_text_begins_in_the_first_column(tmp_path: Path, text: str) -> None:
    body = _document("text", tmp_path, TEXT, text)
    lines = [line for line in body.split("\n") if line[:1] not in ("", " ")]
    assert [line[:2] for line in lines if line != "1 messages" and not line.startswith("== ")] in (
        ["- "],
        ["- ", "an"],
        ["-"],
        ["-", "an"],
    )
    assert body.splitlines() == body.removesuffix("\n").split("\n")


def test_a_copy_of_the_built_in_forms_can_be_written(tmp_path: Path) -> None:
    own = "User {{ user.user }}\n{{ notice }}\nInteractions: {{ user.statistics.interactions }}\n\n"
    own += "{% for i in interactions %}\n{{ i | section }}{% endfor %}"
    built_in = formatter("text", settings=LlmOutput(format=["text"], include_metadata=False), root=tmp_path)
    event = SafeInteraction(USER, None, 0, "2024-05-03", "chat", "agent", {"body": "[1] x\ny"})
    assert _document("text", tmp_path, own, "hi").startswith(f"User {USER}\nIndented lines are what people wrote")
    made = formatter("text", settings=LlmOutput(format=["text"], templates={"text": "own.j2"}), root=tmp_path)
    assert made.format_user(SafeUser(USER), [event]) == built_in.format_user(SafeUser(USER), [event])


@pytest.mark.parametrize("name", ["text", "xml"])
@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{% include 'profile.md.j2' %}", "uses another template"),
        ("{% filter upper %}x{% endfilter %}", "whose result would not be escaped"),
        ("{{ x | safe }}", "has a mistake"),
        ("{{ x | quote }}", "has a mistake"),  # a filter of Markdown
    ],
)
def test_what_is_refused_in_markdown_is_refused_here(tmp_path: Path, name: str, source: str, why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        _document(name, tmp_path, source, "x")


@pytest.mark.parametrize("name", ["text", "xml"])
def test_a_template_that_fails_says_where_without_a_value(tmp_path: Path, name: str) -> None:
    with pytest.raises(SerializationError) as caught:
        _document(name, tmp_path, "a\n{{ user.attributes.bio + 1 }}", "hidden")
    assert str(caught.value).startswith(f"the {name.replace('xml', 'XML')} template failed for a user: TypeError")
    assert "line 2" in str(caught.value)
    assert "hidden" not in str(caught.value)
    with pytest.raises(SerializationError, match="SecurityError"):
        _document(name, tmp_path, "{{ user.__init__.__globals__ }}", "x")


def test_xml_that_a_template_spoils_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="not_xml"):
        _document("xml", tmp_path, "<doc>{{ user.user }}", "x")


def test_settings_of_templates(tmp_path: Path) -> None:
    def parsed(**output: object) -> object:
        return parse_settings({"llm_output": output}, root=tmp_path, origin="here")

    with pytest.raises(ConfigError, match=r"templates\.xml: found the name of a file that is not there"):
        parsed(templates={"xml": "none.j2"})
    (tmp_path / "a.j2").write_text("a")
    with pytest.raises(ConfigError, match=r"templates\.markdown: found beside `llm_output\.template`, which is the same"):
        parsed(template="a.j2", templates={"markdown": "a.j2"})
    one = parsed(templates={"text": "a.j2"})
    before = of_documents(one)
    (tmp_path / "a.j2").write_text("bc")
    assert of_documents(one) != before
    assert fingerprint(one) != fingerprint(parsed())
    made = formatter("markdown", settings=parsed(templates={"markdown": "a.j2"}).llm_output, root=tmp_path)
    assert made.format_user(SafeUser(USER), []) == "bc"
