"""Long histories in several documents: none too long, every message once, links that lead somewhere."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.documents.counters import Words
from llm_assets.documents.formatter import formatter
from llm_assets.documents.parts import divided
from llm_assets.documents.statistics import statistics
from llm_assets.documents.wellformed import faults
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.content_model import Content
from llm_assets.settings.model import LlmOutput

from .conftest import Stage, interaction, pseudonym, read_pack
from .test_build import build

USER = pseudonym(3)
_TEXTS = st.lists(
    st.sampled_from(
        ["tea", "a long sentence.", "\n### 3 | x", "\n[3] x", "</interaction>", "Part 1 of 9: interactions 1 to 2 of 3", "\n"]
    ),
    max_size=200,
).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(_TEXTS, max_size=8), st.sampled_from(["markdown", "text", "xml"]), st.booleans(), st.booleans())
def test_every_part_is_short_enough_and_says_what_it_holds(texts: list[str], name: str, metadata: bool, grouped: bool) -> None:
    content = Content(group_by="conversation" if grouped else None)
    output = LlmOutput(format=[name], include_metadata=metadata, content=content)
    made = formatter(name, settings=output, root=Path())
    threads = [None, "c" * 24, "d" * 24, "c" * 24]
    events = [SafeInteraction(USER, threads[n % 4], n, "2024-01-01", "chat", None, {"body": t}) for n, t in enumerate(texts)]
    user = SafeUser(USER, {"plan": "pro"}, statistics(events))
    bodies = divided(made, user, events, 300, Words())  # type: ignore[arg-type]
    if len(bodies) > 1:
        assert max(Words().counts(bodies)) <= 300
    for number, body in enumerate(bodies):
        assert faults(name, "continued" if number else "document", body, output) == []
    names = [f"{USER}{made.file_extension}", *(f"{USER}-{n}{made.file_extension}" for n in range(2, len(bodies) + 1))]
    for number, body in enumerate(bodies):
        linked = set(re.findall(rf"{USER}(?:-\d+)?\{made.file_extension}\b", body))
        near = {names[0], names[number - 1]} if number else set()
        near |= {names[number + 1]} if number + 1 < len(names) else set()
        assert linked == near
    heads = {"markdown": r"^### (\d+)", "text": r"^\[(\d+)\]", "xml": r'^<interaction sequence="(\d+)"'}[name]
    found = [int(each) for body in bodies for each in re.findall(heads, body, re.MULTILINE)]
    assert list(dict.fromkeys(found)) == list(range(len(texts)))


def test_a_stage_holds_the_parts_of_a_user_behind_each_other(stage: Stage) -> None:
    users = [{"user": pseudonym(n), "attributes": {"plan": "pro"}} for n in range(3)]
    rows = [interaction(pseudonym(n), i, "word " * 60) for n in range(3) for i in range(30 if n == 1 else 1)]
    stage.add_shard(users, rows)
    report = build(stage, format=["markdown", "text"], max_tokens_per_document=500)
    for name in ("markdown", "text"):
        told = [(row["part"], row["user"]) for row in read_pack(stage.work.stage("documents") / f"{name}-00000.arrow")]
        more = report["formats"][name]["pieces"]["continued"]
        assert more >= 4
        middle = [("document", pseudonym(1)), *[("continued", pseudonym(1))] * more]
        assert told == [("document", pseudonym(0)), *middle, ("document", pseudonym(2))]


def test_a_template_of_the_users_own_is_divided_too(tmp_path: Path) -> None:
    twice = "{% for item in interactions %}\n{{ item | section }}\n{{ item | section }}\n{% endfor %}\n"
    own = f"# {{{{ user.user }}}} {{{{ part.number }}}} of {{{{ part.total }}}}\n\n{twice}"
    (tmp_path / "own.j2").write_text(own)
    made = formatter("markdown", settings=LlmOutput(template="own.j2"), root=tmp_path)
    events = [SafeInteraction(USER, None, n, None, None, None, {"body": "word " * 40}) for n in range(20)]
    bodies = divided(made, SafeUser(USER, {}, statistics(events)), events, 300, Words())  # type: ignore[arg-type]
    assert len(bodies) > 5
    assert max(Words().counts(bodies)) <= 300


@pytest.mark.parametrize("name", ["markdown", "text", "xml"])
def test_a_short_history_is_one_document(name: str) -> None:
    made = formatter(name, settings=LlmOutput(), root=Path())
    events = [SafeInteraction(USER, None, 0, None, None, None, {"body": "x"})]
    user = SafeUser(USER, {}, statistics(events))
    assert divided(made, user, events, 300, Words()) == [made.format_user(user, events)]  # type: ignore[arg-type]
