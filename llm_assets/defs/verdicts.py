"""What the checks of the first three assets say: each function takes what was counted, and gives a verdict in sentences.

One that fails ends with what to do next. Its figures are numbers that plot from run to run; names are those of columns and of
kinds. What does not belong here: counting, and Dagster.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from llm_assets.classify.drift import Change
from llm_assets.classify.kept import Doubt
from llm_assets.dataset.counting import told_attachments
from llm_assets.privacy.anonymity.told import Told
from llm_assets.privacy.canaries.tell import recall_by_kind
from llm_assets.settings.monitoring import ServiceLevels
from llm_assets.tree import evidence

Report = Mapping[str, Any]
_TABLES = ("users", "interactions")
_NAMED = 12  # columns or kinds in one sentence
_BUG = "Materialize the asset again; if it fails again, report it as a bug, with this text."


def rows_accounted_for(report: Report, quarantine: str) -> Told:
    """Whether every row that was read is kept, in quarantine with a reason, erased or cut. quarantine: path of its file."""
    tables = {name: report[name] for name in _TABLES}
    cut = tables["interactions"]["cut_reasons"]
    lost = sum(each["read"] - each["kept"] - each["quarantined"] - each["erased"] for each in tables.values())
    lost -= sum(cut.values())
    quarantined = sum(each["quarantined"] for each in tables.values())
    unexplained = quarantined - sum(sum(each["reasons"].values()) for each in tables.values())
    erased = sum(each["erased"] for each in tables.values())
    figures = {
        "rows": sum(each["read"] for each in tables.values()),
        "quarantined": quarantined,
        "erased": erased,
        "cut": sum(cut.values()),
        "lost": lost,
        "implied_users": tables["users"]["implied"],
        **{f"{table}_{reason}": count for table, each in tables.items() for reason, count in each["reasons"].items()},
        **{f"cut_{reason}": count for reason, count in cut.items()},
    }
    if lost or unexplained:
        return Told(False, f"Rows are lost ({lost:,}), or in quarantine without a reason ({unexplained:,}). {_BUG}", figures)
    users, interactions = (_many(tables[table]["read"], table[:-1]) for table in _TABLES)
    told = [f"{users} and {interactions} were read, and every row is accounted for."]
    if quarantined:
        told.append(f"{_many(quarantined, 'row')} could not be used; each is in quarantine with its reason: {quarantine}.")
    if erased:
        told.append(f"{_many(erased, 'row')} of people who asked to be erased {_is(erased)} left out.")
    if cut:
        told.append(
            f"{_many(sum(cut.values()), 'interaction')} {_is(sum(cut.values()))} cut by [llm_output.content]: "
            f"{', '.join(f'{reason} {count:,}' for reason, count in cut.items())}."
        )
    return Told(True, " ".join(told), figures)


def columns_classified(report: Report) -> Told:
    """Whether every column of the sources has a role."""
    dropped = [f"{table}.{name}" for table, names in report["dropped_columns"].items() for name in names]
    told = "Every column of the sources has a role."
    if dropped:
        verb = "has no role and was" if len(dropped) == 1 else "have no role and were"
        told = f"{_many(len(dropped), 'column')} {verb} dropped: {_named(dropped)}. Give each a role in the settings."
    if gone := told_attachments(report):
        told += f" Attachments: {gone}."
    return Told(not dropped, told, {"dropped": len(dropped), **({"columns": dropped} if dropped else {})})


def kept_columns(found: Sequence[Doubt]) -> Told:
    """Whether columns that are kept as they stand look harmless."""
    if not found:
        return Told(True, "No column of role attribute or kind looks like personal data.", {"doubtful": 0})
    told = f"{'; '.join(map(str, found))}. Give each the role that fits, or leave it as it is when you know better."
    return Told(False, told, {"doubtful": len(found), "columns": [f"{each.table}.{each.column}" for each in found]})


def columns_unchanged(found: Sequence[Change]) -> Told:
    """Whether the sources have the columns that they had at the last publication."""
    counts = {what: sum(each.what == what for each in found) for what in ("new", "gone")}
    figures = {**counts, "other_kind": len(found) - sum(counts.values())}
    if not found:
        return Told(True, "The sources have the columns of the last publication, with values of the same kinds.", figures)
    told = (
        f"Since the last publication {_many(len(found), 'column')} changed: {'; '.join(map(str, found))}. See whether the "
        "roles in the settings still fit; a new column is dropped until it has one. The next run takes these columns for known."
    )
    return Told(False, told, figures)


def pseudonyms_unique(users: int, repeated: int) -> Told:
    """Whether no two users share a pseudonym."""
    figures = {"users": users, "repeated": repeated}
    if not repeated:
        return Told(True, f"{_many(users, 'user')}, each with a pseudonym of its own.", figures)
    told = f"{_many(repeated, 'pseudonym')} stand twice. Materialize raw_dataset and anonymized_users again."
    return Told(False, told, figures)


def motivated_intruder(attackers: Sequence[Mapping[str, Any]]) -> Told:
    """Whether no attacker links more people than the limit allows. attackers: of the evidence."""
    failed = [each for each in attackers if not each["passed"]]
    told = evidence.told(failed or attackers) or "There is nothing that people could be linked by."
    if failed:
        told = f"{told} {evidence.remedy(failed)}"
    return Told(not failed, told, evidence.figures(attackers))


def canary_recall(section: Mapping[str, Any], floor: float) -> Told:
    """Whether of each kind that should go enough canaries went. section: of the evidence; floor: the least share."""
    shares = recall_by_kind(section)
    figures = {"planted": section["planted"], "removed": section["removed"], **{f"recall_{k}": v for k, v in shares.items()}}
    if section["off"]:
        return Told(True, "Canaries are off ([privacy] canaries = 0), so that nothing was measured in this run.", figures)
    removed = f"{section['removed']:,} of {section['planted']:,} canary values were removed"
    low = {kind: share for kind, share in shares.items() if share < floor}
    if not low and not section["failed"]:
        return Told(True, f"{removed}; of each kind that should go, {floor:.0%} or more went.", figures)
    told = f"{removed}."
    if low:
        kinds = _named(f"{kind} ({share:.0%})" for kind, share in sorted(low.items()))
        told += (
            f" Under {floor:.0%} went of: {kinds}. Values of these kinds stay in texts of real people too: give their columns "
            "the role direct, add a pattern ([privacy] patterns) or a model ([privacy.ner]), or lower [privacy] canary_recall."
        )
    if section["failed"]:
        told += f" {_many(section['failed'], 'canary', 'canaries')} could not be redacted: report that as a bug."
    return Told(False, told, figures)


def documents_well_formed(documents: int, faults: Mapping[str, int]) -> Told:
    """Whether every document has the structure of its format. faults: how often, by name."""
    figures = {"documents": documents, "faults": sum(faults.values()), **faults}
    if not faults:
        what = _many(documents, "document or record", "documents and records")
        return Told(True, f"{what} {'has' if documents == 1 else 'have'} the structure of the format.", figures)
    named = _named(f"{fault} ({count:,})" for fault, count in sorted(faults.items()))
    told = (
        f"Of {documents:,} documents and records, some have faults: {named}. Correct your template; without one, report a bug."
    )
    return Told(False, told, figures)


def no_known_identifiers(found: Iterable[Mapping[str, int]]) -> Told:
    """Whether no value of a direct identifier stands in a record. found: of each shard, how often by place."""
    places: dict[str, int] = {}
    for shard in found:
        for place, count in shard.items():
            places[place] = places.get(place, 0) + count
    values = sum(places.values())
    figures = {"values": values, "places": len(places)}
    if not values:
        return Told(True, "No value of a direct identifier stands in a record.", figures)
    named = _named(f"{place} ({count:,})" for place, count in sorted(places.items()))
    told = (
        f"{_many(values, 'value')} of direct identifiers {_is(values)} left in {named}. Give a column that holds them the role "
        "direct, text or drop."
    )
    return Told(False, told, figures)


def service_levels(levels: ServiceLevels, stages: Mapping[str, Mapping[str, float]]) -> Told:
    """Whether the last runs of the stages kept to what they may take. stages: their figures, by name."""
    failed = sum(stages.get(name, {}).get("errors", 0) for name in ("anonymized_users", "formatted_documents"))
    users = stages.get("raw_dataset", {}).get("users", 0)
    found = {
        "seconds": sum(each.get("seconds", 0.0) for each in stages.values()),
        "memory_bytes": max((each.get("peak_memory_bytes", 0) for each in stages.values()), default=0),
        "error_rate": failed / users if users else 0.0,
    }
    limits = {name: limit for name, limit in levels.model_dump().items() if limit is not None}
    over = [f"{name} {found[name]:,.6g}, may be {limit:,.6g}" for name, limit in limits.items() if found[name] > limit]
    figures = found | {f"{name}_limit": limit for name, limit in limits.items()}
    if not over:
        kept = ", ".join(f"{name} {found[name]:,.6g}" for name in limits) or "none is set"
        return Told(True, f"The run kept to its service levels: {kept}.", figures)
    remedy = "See which stage took it in the plots of its figures; give the machine more, or raise [llm_output.service_levels]."
    return Told(False, f"The run took more than its service levels allow: {'; '.join(over)}. {remedy}", figures)


def _many(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _named(names: Iterable[str]) -> str:
    all_names = list(names)
    more = len(all_names) - _NAMED
    return ", ".join(all_names[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")
