"""The section `canaries` of the evidence: shares by kind and by spelling, and examples of what came out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from llm_assets.privacy.canaries.cast import Cast
from llm_assets.privacy.canaries.judge import interval
from llm_assets.privacy.canaries.planting import AS_SPEAKER, IN_COLUMN, Planted

EXAMPLES = 12
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """A planted value and what became of it.

    gone: nothing of it is left; meant: level and settings mean to remove it; promised: its removal is guaranteed; survived: the
    audit finds it all the same. out: what came out of its cell.
    """

    planted: Planted
    gone: bool
    meant: bool
    promised: bool
    survived: bool
    out: str | None


def section(
    judged: Sequence[Judged],
    cast: Cast,
    *,
    failed: int = 0,
    off: bool = False,
    redraw: Callable[[str], str] = lambda text: text,
) -> dict[str, Any]:
    """Figures of the canaries; no value of one. failed: users that could not be redacted, and are in no other figure.

    by_entity: `promised` says that removal is guaranteed, `meant` that level and settings mean to remove it.
    redraw: gives the pseudonyms and codes of an example others.
    """
    texts = {
        (each.planted.user, each.planted.table, each.planted.column, each.planted.row) for each in judged if _in_text(each)
    }
    return {
        "users": len(cast.users),
        "texts": len(texts),
        "planted": len(judged),
        "removed": sum(each.gone for each in judged),
        "survived_promised": sum(each.survived for each in judged),
        "failed": failed,
        "by_entity": [{"entity": entity, "way": way, **_share(rows)} for (entity, way, *_), rows in _grouped(judged, _entity)],
        "by_spelling": [
            {"spelling": name, "way": way, **_share(rows)} for (name, way, *_), rows in _grouped(judged, _spelling)
        ],
        "examples": [redraw(text) for text in _examples(judged)],
        "off": off,
    }


def recall_by_kind(section: Mapping[str, Any]) -> dict[str, float]:
    """Share of the values removed, of each kind (`EMAIL_known`, `EMAIL_form`) that level and settings mean to remove."""
    sums: dict[str, tuple[int, int]] = {}
    for row in section["by_entity"]:
        if row["meant"]:
            name = f"{row['entity']}_{row['way']}"
            removed, planted = sums.get(name, (0, 0))
            sums[name] = removed + row["removed"], planted + row["planted"]
    return {name: round(removed / planted, _DIGITS) for name, (removed, planted) in sorted(sums.items())}


def _in_text(judged: Judged) -> bool:
    return judged.planted.spelling not in (IN_COLUMN, AS_SPEAKER)


Row = tuple[str, str, bool, bool]  # kind or spelling, way, and the opposites of promised and meant, for the order


def _entity(judged: Judged) -> Row:
    return judged.planted.entity, judged.planted.way, not judged.promised, not judged.meant


def _spelling(judged: Judged) -> Row:
    return judged.planted.spelling, judged.planted.way, not judged.promised, not judged.meant


def _grouped(judged: Iterable[Judged], row: Callable[[Judged], Row]) -> list[tuple[Row, list[Judged]]]:
    groups: dict[Row, list[Judged]] = {}
    for each in judged:
        groups.setdefault(row(each), []).append(each)
    # Known values first: they are what was promised.
    return sorted(groups.items(), key=lambda group: (group[0][0], group[0][1] != "known", *group[0][2:]))


def _share(judged: Sequence[Judged]) -> dict[str, Any]:
    removed, planted = sum(each.gone for each in judged), len(judged)
    low, high = (round(end, _DIGITS) for end in interval(removed, planted))
    return {
        "planted": planted,
        "removed": removed,
        "recall": round(removed / planted, _DIGITS),
        "low": low,
        "high": high,
        "promised": judged[0].promised,
        "meant": judged[0].meant,
    }


def _examples(judged: Sequence[Judged]) -> list[str]:
    """Texts that came out, each of another kind, and none with anything of a value in it."""
    found: dict[str, str] = {}
    for each in judged:
        if each.gone and each.meant and each.out and _in_text(each):
            found.setdefault(each.planted.entity, each.out)
    return [found[entity] for entity in sorted(found)][:EXAMPLES]
