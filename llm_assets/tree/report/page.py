"""The facts as privacy_report.html: one file that needs nothing else, no script to be read, and no value of the data."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, Environment, FileSystemLoader
from markupsafe import Markup

from llm_assets.tree.report import figures, plots, risks, words
from llm_assets.tree.report.facts import SECTIONS, Facts, embedded
from llm_assets.tree.report.questions import questions

REPORT = "privacy_report.html"
PROGRAM = ("policy",)  # a section that holds no figure: its texts are files of the program
# Keys of the other sections whose texts name something of the program or of the settings.
_NAMES = frozenset(
    "quasi column columns declared chosen measure missed name knows way entity spelling action secret by".split()
)
TEMPLATES = Path(__file__).parent / "templates"


def page(facts: Facts) -> bytes:
    """The page, UTF-8."""
    return _environment().get_template(f"{REPORT}.j2").render(**_context(facts)).encode()


def _rules(by_rule: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
    """kind -> (rule, times), most often first."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name, times in sorted(by_rule.items(), key=lambda item: (-item[1], item[0])):
        kind, _, rule = name.partition(" ")
        found.setdefault(kind, []).append((rule, times))
    return found


def own_page(facts: Facts) -> str:
    """The page with nothing in it but what the program and the settings say: what the audit does not take for a leak.

    Texts of canaries are not among that, nor is any text of the evidence but those that name a column, a kind or a way.
    """
    return page({key: _own(value, key in PROGRAM) if key in SECTIONS else value for key, value in facts.items()}).decode()


def _own(value: Any, own: bool) -> Any:
    if isinstance(value, Mapping):
        return {key: _own(each, own or key in _NAMES) for key, each in value.items()}
    if isinstance(value, list):
        return [_own(each, own) for each in value]
    return value if own or not isinstance(value, str) else ""


class _Keys(Environment):
    """Looks for keys in a mapping, and never takes a method of it for one: some figures are called `items`."""

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Mapping):
            return obj[argument] if argument in obj else self.undefined(obj=obj, name=argument)
        return super().getitem(obj, argument)


@cache
def _environment() -> Environment:
    environment = _Keys(
        # A section holds what its producer measured: what is absent is shown as a dash.
        loader=FileSystemLoader(TEMPLATES),
        undefined=ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in ("number", "share", "interval", "words", "sentence", "setting"):
        environment.filters[name] = getattr(figures, name)
    return environment


def _context(facts: Facts) -> dict[str, Any]:
    sections = {name: facts.get(name) or {} for name in SECTIONS}
    roles = words.ROLES | (words.ROLES_AT_LOW if facts["level"] == "low" else {})
    if facts["settings"].get("privacy", {}).get("pseudonyms") == "random":
        roles = roles | words.ROLES_AT_RANDOM
    if facts["settings"].get("privacy", {}).get("dates") == "year":
        roles = roles | {"timestamp": "cut to the year"}
    return {
        "facts": facts,
        **sections,
        "roles": roles,
        "reasons": words.REASONS,
        "attackers": words.ATTACKERS,
        "questions": questions,
        "glossary": words.GLOSSARY,
        "plots": plots,
        "risks": risks,
        "rules": _rules(facts["replaced"]["by_rule"]),
        "embedded": Markup(embedded(facts)),  # noqa: S704 - it escapes all that HTML could take for its own
    }
