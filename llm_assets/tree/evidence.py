"""The checks that are made of what the safe stage measured: they stand at the gate of the publication like any other.

Each is a pure function of the evidence, so that nothing is measured twice and selecting `output_tree` alone walks past none.
What does not belong here: measuring (`privacy.risk` and its like).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from llm_assets.privacy.evidence import Evidence
from llm_assets.tree.audit import CheckResult
from llm_assets.tree.report.figures import share


def motivated_intruder(evidence: Evidence) -> CheckResult:
    """No attacker that gates links more people than the limit allows.

    Fails as well when nothing was measured: a stage without evidence says nothing about its risk.
    """
    section = evidence.get("intruder")
    if section is None:
        return CheckResult("motivated_intruder", False, "The risk was not measured. Materialize anonymized_users again.")
    attackers = section["attackers"]
    failed = [each for each in attackers if each["gates"] and not each["passed"]]
    summary = told(failed or attackers) or "There is nothing that people could be linked by."
    if failed:
        summary += f" {remedy(failed)}"
    elif warned := [each["name"] for each in attackers if not each["passed"]]:
        summary += f" Above the limit, and no reason to hold the tree back: {', '.join(warned)} ([privacy.intruder] block)."
    return CheckResult("motivated_intruder", not failed, summary, figures(attackers))


_REMEDIES = {
    "A": "declare fewer quasi columns, coarser steps, or a larger [privacy] min_group_size",
    "B": 'drop the columns of times or of kinds, or set [privacy] dates = "year"',
    "C": "publish fewer texts of each person ([llm_output.content] last)",
}


def remedy(attackers: Sequence[Mapping[str, Any]]) -> str:
    """What would leave these attackers less: one sentence each."""
    return " ".join(f"Against {each['name']}: {_REMEDIES[each['name']]}." for each in attackers if each["name"] in _REMEDIES)


def told(attackers: Sequence[Mapping[str, Any]]) -> str:
    """What the attackers reached: one sentence each, and of one that reached too much also how."""
    return " ".join(_told(each) for each in attackers)


def _told(attacker: Mapping[str, Any]) -> str:
    limit = "" if attacker["limit"] is None else f"; the limit is {share(attacker['limit'])}"
    knows = "" if attacker["passed"] or not attacker.get("knows") else f", who knows {attacker['knows']},"
    reached = f"Attacker {attacker['name']}{knows} links {share(attacker['linked'])} of {attacker['people']:,} people"
    return f"{reached} to their profile (guessing: {share(attacker['guess'])}{limit})."


def figures(attackers: Sequence[Mapping[str, Any]]) -> dict[str, int | float | str]:
    """Numbers of all attackers by name, fit for a plot over runs."""
    names = ("linked", "low", "high", "guess", "limit")
    return {
        f"{each['name']}_{name}": round(float(each[name]), 6) for each in attackers for name in names if each[name] is not None
    }


EVIDENCE_CHECKS: Mapping[str, Callable[[Evidence], CheckResult]] = {"motivated_intruder": motivated_intruder}


def check_evidence(evidence: Evidence) -> Iterator[CheckResult]:
    """All checks of the evidence, in their order."""
    for check in EVIDENCE_CHECKS.values():
        yield check(evidence)
