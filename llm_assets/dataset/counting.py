"""What the stage `raw` tells of itself: every row that was read is kept, in quarantine, erased or cut."""

from collections.abc import Mapping
from typing import Any

from llm_assets.dataset.columns import Shape, unlisted
from llm_assets.dataset.intake import Intake
from llm_assets.dataset.quarantine import Quarantine


def counted(
    intake: Intake, quarantine: Quarantine, users: Shape, interactions: Shape, cut: Mapping[str, int]
) -> dict[str, Any]:
    """Rows of both tables by what became of them, and what is told of columns and times. cut: interactions, by reason."""
    report: dict[str, Any] = {}
    for shape in (users, interactions):
        taken, reasons = intake.taken[shape.table], quarantine.reasons(shape.table)
        report[shape.table] = {
            "read": taken.read,
            "kept": taken.kept,
            "erased": taken.erased,
            "quarantined": sum(reasons.values()),
            "implied": taken.implied,
            "reasons": reasons,
        }
    gone = sum(cut.values())
    report["interactions"] |= {"kept": report["interactions"]["kept"] - gone, "cut": gone, "cut_reasons": dict(cut)}
    taken_out = {"binary": +intake.attachments.binary, "attachments": +intake.attachments.attachments}
    return report | {
        "dropped_columns": {shape.table: unlisted(shape, intake.taken[shape.table].names) for shape in (users, interactions)},
        **{what: dict(sorted(found.items())) for what, found in taken_out.items()},
        "unreadable_timestamps": sum(taken.unreadable for taken in intake.taken.values()),
        "source_bytes": sum(taken.bytes for taken in intake.taken.values()),
    }


def told_attachments(report: Mapping[str, Any]) -> str:
    """What was no text in the sources and so was not passed on, in one line; empty where there was nothing."""
    told = []
    for what, became in (("binary", "binary values dropped"), ("attachments", "attachments in texts replaced by a tag")):
        if found := report.get(what):
            told.append(f"{became}: {', '.join(f'{n:,} of {name}' for name, n in found.items())}")
    return "; ".join(told)
