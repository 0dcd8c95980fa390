"""Canaries of a run: planted, redacted by the very code of the run, and looked for in what came out."""

from collections.abc import Mapping
from itertools import chain
from typing import Any

import numpy as np

from llm_assets.privacy.anonymize import People, ShardReport, ShardTask, guarded, safe_tables
from llm_assets.privacy.audit.leaks import LeakFinder
from llm_assets.privacy.audit.marks import Marks, searchable
from llm_assets.privacy.audit.source import SourceValues, promised_values
from llm_assets.privacy.canaries.absent import source_holds
from llm_assets.privacy.canaries.cast import Cast, draw_cast
from llm_assets.privacy.canaries.index import canary_index, joined_index
from llm_assets.privacy.canaries.judge import LIKELY, is_gone, shares
from llm_assets.privacy.canaries.planting import IN_COLUMN, Planted, plant
from llm_assets.privacy.canaries.promise import Promise
from llm_assets.privacy.canaries.rows import interaction_rows, user_rows
from llm_assets.privacy.canaries.tell import Judged, section
from llm_assets.privacy.html import plain_text
from llm_assets.privacy.known import KnownValues
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.tags import TAG

DOMAIN = "canary"
Cells = dict[tuple[int, str, str, int], str | None]  # (user, table, column, row) -> what came out


def measure_canaries(
    task: ShardTask, *, known: KnownValues, people: Any, source: SourceValues, shards: int, processes: int
) -> tuple[dict[str, Any], Marks]:
    """The section `canaries` of the evidence, and what would show that one got into the tree.

    task: of any shard of the run. known, source: values of the real users, as redactor and audit hold them. people: pseudonyms
    by ordinal, of the real users first and then of speakers. shards: of the raw stage, in which no value of a canary may stand.
    The result depends on key, settings and source; not on processes, shards or time.
    """
    count, users = task.privacy.canaries, known.users
    if not count:
        return section((), Cast([], {}, {}), off=True), Marks()
    pseudonymizer = Pseudonymizer(task.key, task.privacy.link_datasets or task.dataset.name, task.level)

    def seed(text: str) -> str:
        return pseudonymizer.pseudonym(DOMAIN, text)

    held = source_holds(known, LeakFinder(source), task.raw, shards, processes)
    surrogates = frozenset(task.policy.surrogates())
    cast = draw_cast(task.dataset, count, seed, held, surrogates)
    planted = plant(cast, task.dataset, seed("planted"))
    values = [
        (users + place, "ID" if name == "users.id" else cast.direct[name].entity, value)
        for place, user in enumerate(cast.users)
        for name, value in (("users.id", user.user), *user.values.items())
    ]
    index = joined_index(known, canary_index(values, users + len(cast.users), task.level), len(cast.users))
    pseudonyms = [pseudonymizer.user(user.user) for user in cast.users]
    everybody = np.concatenate((people[:users], np.asarray(pseudonyms, dtype="S24"), people[users:]))
    came_out, failed = _redacted(task, cast, planted, index, everybody, pseudonyms, users)
    promise = Promise(LeakFinder(promised_values([values], task.level)), task.level, task.policy)
    judged = []
    for each in planted:
        if each.user in failed:
            continue
        out = came_out.get((each.user, each.table, each.column, each.row))
        judged.append(_judged(each, out, promise, _present(each, users, len(cast.users)), frozenset(pseudonyms), surrogates))
    threads = [pseudonymizer.pseudonym("conversation", user.thread) for user in cast.users]
    whole = set(cast.strings())
    found = chain(
        ((entity, value) for _, entity, value in values if value in whole),
        ((each.entity, each.value) for each in cast.strangers.values()),
    )
    tags = {match[0] for text in came_out.values() for match in TAG.finditer(text or "") if match[2]}
    told = section(judged, cast, failed=len(failed), redraw=lambda text: _redrawn(text, pseudonymizer, frozenset(pseudonyms)))
    return told, Marks((*searchable(found), *pseudonyms, *threads), tuple(sorted(tags)))


def _present(planted: Planted, first: int, count: int) -> list[int]:
    """Ordinals of those who take part in the conversation of a planted value."""
    others = [first + (planted.user + 1) % count] if planted.table == "interactions" and count > 1 else []
    return [first + planted.user, *others]


def _redacted(
    task: ShardTask, cast: Cast, planted: list[Planted], index: KnownValues, people: Any, pseudonyms: list[str], first: int
) -> tuple[Cells, set[int]]:
    """What came out of all cells of the canaries' rows, and the canaries that failed. Real shards take the same way."""
    quasi = sum(column.role == "quasi" for column in task.dataset.users.columns.values())
    blanks = np.zeros((first + len(cast.users), -(-quasi // 8)), dtype=np.uint8)
    tables = safe_tables(
        task,
        index,
        People(people),
        blanks,
        own=Pseudonymizer(task.key, task.privacy.link_datasets or task.dataset.name, task.level),
    )
    report, cells = ShardReport(), Cells()
    place = {name: number for number, name in enumerate(pseudonyms)}
    for table, rows, make in (
        ("users", user_rows(cast, task.dataset, planted, first, pseudonyms), tables.users),
        ("interactions", interaction_rows(cast, task.dataset, planted, first, pseudonyms), tables.interactions),
    ):
        made = guarded(rows, make, report) if rows["ordinal"] else ()
        for row in chain.from_iterable(part.to_pylist() for part in made):
            user, number = place[row["user"]], row.get("sequence") or 0
            for column, value in _values(row, task.dataset.interactions.columns if table == "interactions" else {}):
                cells[user, table, column, number] = value
    return cells, {place[name] for name in report.left_out}


def _values(row: Mapping[str, Any], columns: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    """(column, value) of a safe row."""
    found = [*(row.get("attributes") or {}).items(), *(row.get("text") or {}).items()]
    for name, column in columns.items():
        if column.role in ("speaker", "conversation", "kind"):
            found.append((name, row[column.role]))
    return found


def _judged(
    planted: Planted, out: str | None, promise: Promise, people: list[int], names: frozenset[str], surrogates: frozenset[str]
) -> Judged:
    text = plain_text(planted.cell) if planted.cell != planted.text else planted.text
    guaranteed = promise.left(planted, text, people)
    if planted.spelling == IN_COLUMN:
        gone = out != planted.written
    else:
        gone = is_gone(out, planted.written, planted.around, names, LIKELY if planted.entity in surrogates else 1)
    # Where nothing is left, the audit need not be asked; where words of the sentence might hide a rest, it is.
    sure = gone and planted.entity not in surrogates and not shares(planted.written, planted.around)
    survived = guaranteed and out is not None and not sure and promise.left(planted, out, people)
    return Judged(planted, gone, guaranteed or promise.meant(planted), guaranteed, survived, out)


def _redrawn(text: str, pseudonymizer: Pseudonymizer, names: frozenset[str]) -> str:
    """A text with other pseudonyms and codes: those of canaries stand nowhere in a tree."""
    for name in names:
        if name in text:
            text = text.replace(name, pseudonymizer.pseudonym(f"{DOMAIN}.example", name))
    return TAG.sub(
        lambda tag: f"[{tag[1]}:{pseudonymizer.code(f'{DOMAIN}.example', tag[1], tag[2])}]" if tag[2] else tag[0], text
    )
