"""The catalogue of all that finds something: what `explain` says, and the table in docs/recognisers.md."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from llm_assets.privacy.names.rules import RULES as TAGGER_RULES
from llm_assets.privacy.recognisers import Rule, recognisers
from llm_assets.privacy.recognisers.recogniser import LEVELS

# What is found without a recogniser of its own.
_OTHERS = (
    Rule(
        "known-value", "any", "identifiers of the users, in all their forms", "the source's `direct` columns and ids",
        level="low", source="the table of users",
    ),
    Rule(
        "known-value-typo", "PERSON", "a user's own name with one typo, in the user's own texts",
        "one letter away (optimal string alignment, Damerau 1964)", level="high", source="the table of users",
    ),
)  # fmt: skip
_HEAD = "| entity | rule | finds | made sure by | regions | from level | source |\n|---|---|---|---|---|---|---|"
_PAGE = """# What is found, and by which rule

Every span says which rule found it: `Redactor.find` gives it, `python -m llm_assets.privacy explain` shows it for a
text of yours. A rule works from the level in its row on.
This page is written by `python -m llm_assets.privacy recognisers --write`.

{table}
"""


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """All rules, sorted by entity, level and name; each name once."""
    found = {rule.name: rule for recogniser in recognisers("high", ("US",)) for rule in recogniser.rules}
    found |= {rule.name: rule for rule in (*_OTHERS, *TAGGER_RULES)}
    return tuple(sorted(found.values(), key=lambda rule: (rule.entity, LEVELS.index(rule.level), rule.name)))


def rule_named(name: str, more: Sequence[Rule] = ()) -> Rule | None:
    """The rule that a span names: `phone-US` is the rule `phone` in one region. more: rules of the settings."""
    known = {rule.name: rule for rule in (*rules(), *more)}
    while name not in known and "-" in name:
        name = name.rpartition("-")[0]
    return known.get(name)


def table(listed: Iterable[Rule]) -> str:
    """A Markdown table of rules."""
    rows = [
        f"| {_cell(rule.entity)} | `{rule.name}` | {_cell(rule.finds)} | {_cell(rule.validator)} | {_cell(rule.regions)} | "
        f"{rule.level} | {_cell(rule.source)} |"
        for rule in listed
    ]
    return "\n".join([_HEAD, *rows])


def page() -> str:
    """The text of docs/recognisers.md."""
    return _PAGE.format(table=table(rules()))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
