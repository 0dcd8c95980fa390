"""The check of documents finds what it is there to find."""

import json
from pathlib import Path

import pytest

from llm_assets.documents.formatter import formatter
from llm_assets.documents.wellformed import check_documents, faults
from llm_assets.errors import DatasetError
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

USER = "abcdefghijklmnopqrstuvwx"
OUTPUT = LlmOutput()
GOOD = formatter("markdown", settings=OUTPUT, root=Path()).format_user(
    SafeUser(USER, {"plan": "pro"}), [SafeInteraction(USER, None, 0, None, "message", None, {"body": "# hi\n### hi"})]
)


def test_a_good_document() -> None:
    assert faults("markdown", "document", GOOD, OUTPUT) == []


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        ("> # hi", "# hi", "not_one_title"),
        ("> ### hi", "### hi", "total_differs"),
        (f"# User Profile: {USER}", "# User Profile: Ann", "not_one_title"),
        ("Total Interactions: 1", "Total Interactions: 2", "total_differs"),
        ("---\nuser", "user", "no_front_matter"),
        (f'user: "{USER}"', 'user: "Ann"', "front_matter_differs"),
        ("> # hi", "## hi", "foreign_structure"),
        ("> # hi", "<script>", "foreign_structure"),
        ("> # hi", "```", "foreign_structure"),
        ("> # hi", "===", "foreign_structure"),
        ("> # hi", "[a]: b", "foreign_structure"),
        ("> # hi", "    code", "foreign_structure"),
        ("> # hi", "> a\u2028# b", "control_character"),
    ],
)
def test_a_forged_document(old: str, new: str, slug: str) -> None:
    assert old in GOOD
    assert slug in faults("markdown", "document", GOOD.replace(old, new, 1), OUTPUT)


@pytest.mark.parametrize("template", [None, "own.j2"])
def test_an_empty_document(template: str | None) -> None:
    assert faults("markdown", "document", " \n", LlmOutput(template=template)) == ["empty"]


def test_a_template_of_ones_own_may_have_any_form() -> None:
    assert faults("markdown", "document", "<b>", LlmOutput(template="own.j2")) == []


PROFILE = {"user": USER, "attributes": {}, "statistics": {}}


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        (json.dumps(PROFILE), "not_one_line"),
        (json.dumps(PROFILE).replace(",", ",\n") + "\n", "not_one_line"),
        (json.dumps({**PROFILE, "user": "a\u2028"}, ensure_ascii=False) + "\n", "not_one_line"),
        ("{\n", "not_json"),
        ("[]\n", "wrong_keys"),
        (json.dumps({**PROFILE, "email": "x"}) + "\n", "wrong_keys"),
        (json.dumps({**PROFILE, "user": "Ann"}) + "\n", "bad_pseudonym"),
        (json.dumps({**PROFILE, "user": 7}) + "\n", "bad_pseudonym"),
    ],
)
def test_a_bad_line(line: str, slug: str) -> None:
    assert faults("jsonl", "profiles", line, OUTPUT) == [slug]


def test_a_missing_pack(tmp_path: Path) -> None:
    report = {"shards": 1, "formats": {"markdown": {"pieces": {"document": 1}}}}
    with pytest.raises(DatasetError, match="missing or damaged"):
        check_documents(tmp_path, report, OUTPUT, None)
