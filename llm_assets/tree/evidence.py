"""The checks that are made of what the safe stage measured: they stand at the gate of the publication like any other.

Each is a pure function of the evidence, so that nothing is measured twice and selecting `output_tree` alone walks past none.
What does not belong here: measuring (`privacy.risk` and its like).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from llm_assets.privacy.evidence import Evidence
from llm_assets.tree.audit import CheckResult


def motivated_intruder(evidence: Evidence) -> CheckResult:
    """No attacker that gates links more people than the limit allows.

    Fails as well when nothing was measured: a stage without evidence says nothing about its risk.
    """
    section = evidence.get("intruder")
    if section is None:
        return CheckResult("motivated_intruder", False, "the risk was not measured; materialize anonymized_users again")
    attackers = section["attackers"]
    failed = [each for each in attackers if each["gates"] and not each["passed"]]
    summary = f"{told(failed)}: {remedy(failed)}" if failed else told(attackers) or "there is nothing to link people by"
    return CheckResult("motivated_intruder", not failed, summary, figures(attackers))


_REMEDIES = {
    "A": "declare fewer quasi columns, coarser steps, or a larger [privacy] min_group_size",
    "B": 'drop the columns of times or of kinds, or set [privacy] dates = "year"',
    "C": "publish fewer texts of each person",
}


def remedy(attackers: list[Mapping[str, Any]]) -> str:
    """What would leave these attackers less."""
    return "; ".join(f"against {each['name']}: {_REMEDIES[each['name']]}" for each in attackers if each["name"] in _REMEDIES)


def told(attackers: list[Mapping[str, Any]]) -> str:
    """What the attackers reached, as one line."""
    return "; ".join(_told(each) for each in attackers)


def _told(attacker: Mapping[str, Any]) -> str:
    limit = "" if attacker["limit"] is None else f"; limit: {attacker['limit']:.2%}"
    reached = f"{attacker['name']} links {attacker['linked']:.2%} of {attacker['people']:,} people"
    return f"{reached} (guessing: {attacker['guess']:.2%}{limit})"


def figures(attackers: list[Mapping[str, Any]]) -> dict[str, int | float | str]:
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
