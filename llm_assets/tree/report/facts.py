"""All that the privacy report tells, as one JSON object. The page shows it, programs read it, two trees are compared by it."""

from collections.abc import Mapping
from typing import Any

import orjson

from llm_assets.tree.plan import TreePlan
from llm_assets.tree.report.words import CHECKS

FORMAT_VERSION = "1"
SECTIONS = ("anonymity", "behaviour", "intruder", "canaries", "policy", "erasure")
_DIGITS = 4  # of a share: what is beyond them is noise, and long rows of digits look like telephone numbers

Facts = dict[str, Any]


def report_facts(plan: TreePlan) -> Facts:
    """The facts of a tree; a function of its plan alone. Shares are rounded to four digits.

    A section of evidence that the run did not measure is absent.
    """
    told, account = plan.facts, plan.facts.account
    facts: Facts = {
        "format_version": FORMAT_VERSION,
        "generator": account.generator,
        "dataset": told.dataset,
        "level": told.level,
        "key_id": told.key_id,
        "settings_fingerprint": told.settings_fingerprint,
        "formats": list(told.formats),
        "users": plan.users,
        "interactions": plan.interactions,
        "counts": {table: dict(rows) for table, rows in told.counts.items()},
        "reasons": {table: dict(rows) for table, rows in account.reasons.items()},
        "columns": [dict(column) for column in account.columns],
        "unlisted_columns": dict(account.unlisted),
        "replaced": {
            "by_entity": dict(account.replaced),
            "by_rule": dict(account.replaced_by_rule),
            "by_column": {column: dict(entities) for column, entities in account.replaced_by_column.items()},
        },
        **{name: account.evidence[name] for name in SECTIONS if account.evidence.get(name)},
        "weaker": list(told.weaker),
        "surrogates": list(told.surrogates),
        "settings": dict(account.settings),
        "checks": [{"name": name, "looks_for": looks_for} for name, looks_for in CHECKS.items()],
    }
    told_shortly: Facts = rounded(facts)
    return told_shortly


def rounded(value: Any) -> Any:
    """A value with all shares in it rounded."""
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, Mapping):
        return {str(key): rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(each) for each in value]
    return value


def embedded(facts: Facts) -> str:
    """The facts as JSON that can stand inside a `script` element: no `<`, `>` or `&` in it, one key a line."""
    text = orjson.dumps(facts, option=orjson.OPT_INDENT_2).decode()
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
