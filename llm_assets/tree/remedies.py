"""What to do when a check of the tree fails: in its result, in the log, and in the error that keeps the tree back."""

from llm_assets.tree.audit import CheckResult
from llm_assets.tree.report.figures import sentence

REMEDIES = {
    "no_known_identifiers": (
        "Give the column that is named the role direct, text or drop; where a file is named and no column, see your template."
    ),
    "no_pii_patterns": (
        "Give the column that is named the role text or drop; where it is one already, add a pattern ([privacy] patterns) and "
        "report the kind that was missed."
    ),
    "no_reversible_ids": (
        "Give the column that is named the role pseudonym or user for ids, drop for hashes and encoded values."
    ),
    "canaries_removed": "Do not work around it: a real value would be left as well. Report the kinds that are named.",
    "matches_manifest": "Nothing else may write into the folder; look at the disk, then materialize output_tree again.",
    "every_user_published": "Materialize formatted_documents and output_tree again; look at your own format if you have one.",
    "splits_disjoint": "Materialize formatted_documents and output_tree again; if it fails again, report it as a bug.",
}


def told(result: CheckResult) -> str:
    """The verdict of a check in sentences; one that failed ends with what to do next. No value of the data."""
    verdict = sentence(result.summary)
    return verdict if result.passed or result.name not in REMEDIES else f"{verdict} {REMEDIES[result.name]}"
