"""`[llm_output.content]`: what the dataset does not have is told in one line; what is not shown is not read."""

from pathlib import Path
from typing import Any

import pytest

from llm_assets.errors import ConfigError
from llm_assets.pipeline import Pipeline
from llm_assets.settings import fingerprint, parse_settings
from llm_assets.settings.content_model import Content

DATASET = {
    "users": {"source": "u.csv", "id": "id", "columns": {"name": "direct", "plan": "attribute", "b": "quasi"}},
    "interactions": {
        "source": "e.csv",
        "user": "u",
        "columns": {"at": "timestamp", "is": "kind", "body": "text", "old": "drop"},
    },
}


def _parse(content: dict[str, Any], dataset: Any = DATASET) -> Any:
    values = {"llm_output": {"content": content}} | ({"dataset": dataset} if dataset else {})
    return parse_settings(values, root=Path("/a"), origin="here")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ({"user_columns": ["plna"]}, "user_columns[0]: found a column without a role, did you mean `plan`? allowed: plan, b"),
        ({"user_columns": ["plan", "name"]}, "user_columns[1]: found a column that is never shown; allowed: plan, b"),
        ({"interaction_columns": ["old"]}, "interaction_columns[0]: found a column that is never shown; allowed: at, is, body"),
        ({"kinds": []}, "kinds: found a list; allowed: a list, each item: a string"),
        ({"since": "yesterday"}, "since: found a string; allowed: a date, such as 2024-05-31"),
        ({"since": "2024-02-30"}, "since: found a string; allowed: a date, such as 2024-05-31"),
        ({"last": 0}, "last: found a whole number; allowed: a whole number of 1 or more"),
        ({"order": "random"}, "order: found a string; allowed: oldest, newest"),
    ],
)  # fmt: skip
def test_mistakes_are_one_line_each(content: dict[str, Any], line: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _parse(content)
    assert str(caught.value).splitlines()[1:] == [f"  llm_output.content.{line}"]


def test_since_and_kinds_need_their_columns() -> None:
    bare = {**DATASET, "interactions": {"source": "e.csv", "user": "u", "columns": {"body": "text"}}}
    with pytest.raises(ConfigError, match=r"since: found without a column of interactions that has the role timestamp"):
        _parse({"since": "2024-05-03"}, bare)
    with pytest.raises(ConfigError, match=r"kinds: found without a column of interactions that has the role kind"):
        _parse({"without_kinds": ["x"]}, bare)


def test_a_name_that_the_bundled_sample_lacks_is_told_before_anything_is_read() -> None:
    with pytest.raises(ConfigError, match=r"user_columns\[0\]: found a column without a role, did you mean `plan`\?"):
        _ = Pipeline(_parse({"user_columns": ["plann"]}, None)).dataset


def test_columns_that_are_not_shown_are_dropped_and_what_identifies_is_hunted_on() -> None:
    dataset = Pipeline(_parse({"user_columns": ["plan"], "interaction_columns": ["body"]})).dataset
    assert {name: column.role for name, column in dataset.users.columns.items()} == {
        "name": "direct", "plan": "attribute", "b": "drop",
    }  # fmt: skip
    assert {name: column.role for name, column in dataset.interactions.columns.items()} == {
        "at": "timestamp", "is": "kind", "body": "text", "old": "drop",
    }  # fmt: skip


def test_defaults_change_no_fingerprint_and_settings_do() -> None:
    """The fingerprint is part of the tree: a release that adds settings must not change the trees of those who use none."""
    plain = parse_settings({"dataset": DATASET}, root=Path("/a"), origin="here")
    assert fingerprint(_parse({"order": "oldest"})) == fingerprint(plain)
    assert fingerprint(_parse({"order": "newest"})) != fingerprint(plain)
    assert _parse({}).llm_output.content == Content()
