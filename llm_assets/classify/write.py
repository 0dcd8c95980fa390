"""Writes a proposal as a commented settings file, which runs as it is."""

import json
from collections.abc import Iterator

from llm_assets.classify.column import Guess
from llm_assets.classify.tables import Proposal

SURE = 0.75  # below it, the comment asks to look


def settings_text(name: str, users: Proposal, interactions: Proposal, *, unknown_users: str = "quarantine") -> str:
    """The settings file. Of the data it holds headers and shares, never a value."""
    unknown = f'unknown_users = "{unknown_users}"  # quarantine or keep: events of users who are not in the table of users'
    return "\n".join([*_head(name), *_table(users, "id", []), *_table(interactions, "user", [unknown]), *_TAIL])


def _head(name: str) -> Iterator[str]:
    yield "# Proposed from headers and values of a sample. Read every line, and check those that ask for it. Roles: see"
    yield "# docs/configuration.md. Then: dagster asset materialize --select '*' -m llm_assets.definitions"
    yield ""
    yield "[dataset]"
    yield f"name = {_quoted(name)}"


def _table(proposal: Proposal, key: str, more: list[str]) -> Iterator[str]:
    yield ""
    yield f"[dataset.{proposal.table}]"
    yield f"source = {_quoted(proposal.source)}"
    if proposal.relation is not None:
        yield f"table = {_quoted(proposal.relation)}"
    if proposal.empty:
        yield "allow_empty = true"
    yield f"{key} = {_quoted(proposal.key)}  # {proposal.key_reason}"
    yield from more
    yield ""
    yield f"[dataset.{proposal.table}.columns]"
    written = {name: (_key(name), setting_of(guess)) for name, guess in proposal.columns.items()}
    width = max((len(name) + len(value) + 3 for name, value in written.values()), default=0)
    for name, guess in proposal.columns.items():
        left = f"{written[name][0]} = {written[name][1]}"
        yield f"{left:<{min(width, 72)}}  # {_comment(guess)}"


_TAIL = (
    "",
    "[llm_output]",
    'output_dir = "./output"',
    'format = ["markdown", "jsonl"]',
    'privacy_level = "high"',
    "",
)


def _comment(guess: Guess) -> str:
    sure = "" if guess.confidence >= SURE else "CHECK: "
    return f"{sure}{guess.reason} ({guess.confidence:.0%} sure)"


def setting_of(guess: Guess) -> str:
    """The setting of a column, as the file has it."""
    return _toml(_setting(guess))


def _setting(guess: Guess) -> object:
    more = {"entity": guess.entity, "generalize": guess.generalize}
    options = {name: value for name, value in more.items() if value is not None}
    return {"role": guess.role, **options} if options else guess.role


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(each)}" for name, each in value.items()) + " }"
    return _quoted(str(value))


def _key(name: str) -> str:
    return name if name and name.isascii() and name.replace("_", "").replace("-", "").isalnum() else _quoted(name)


def _quoted(text: str) -> str:
    # A JSON string is a basic string of TOML, but for the one control character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
