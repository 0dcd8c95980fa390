"""What the columns of both tables are together: one id, one user, one time, one conversation; and which column names whose."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from llm_assets.classify.column import Guess, guess
from llm_assets.classify.header import said_by
from llm_assets.classify.measure import Measured
from llm_assets.classify.sample import Sample, read_keys
from llm_assets.dataset.columns import Table

_ALWAYS = 0.98  # share of different values in an id


@dataclass(frozen=True)
class Proposal:
    """What a table is. key: the column `id` of users, `user` of interactions; columns: all others, by header;
    empty: of a table that was not given; relation: of a database, the name of the table."""

    source: str
    table: Table
    key: str
    key_reason: str
    key_confidence: float
    columns: Mapping[str, Guess]
    empty: bool = False
    relation: str | None = None


def nobody() -> Proposal:
    """The table of users of events that came without one."""
    return Proposal(
        "no_users.csv", "users", "id", "an empty table: each user of the events stands for itself", 1.0, {}, empty=True
    )


def nothing() -> Proposal:
    """The table of interactions of users that came without one."""
    return Proposal("no_interactions.csv", "interactions", "user", "an empty table", 1.0, {}, empty=True)


def propose(
    users: Sample | None, interactions: Sample | None, root: Path, keys: Mapping[str, Collection[str]] | None = None
) -> tuple[Proposal | None, Proposal | None]:
    """What both tables are; None for a table that was not given, or whose key cannot be told.

    root: folder that sources are relative to; keys: the values of columns of users where they are known already.
    """
    measured = {} if users is None else {name: Measured.of(cells) for name, cells in users.columns.items()}
    seen = {} if interactions is None else {name: Measured.of(cells) for name, cells in interactions.columns.items()}
    ids = [name for name, each in measured.items() if _unique(each)]
    named = [name for name, each in seen.items() if _repeats(each)]
    if keys is None:
        keys = {} if users is None or interactions is None else read_keys(users, root, ids)
    shared = {} if interactions is None else _shared(keys, interactions, named)
    pair = max(shared, key=lambda each: _worth(each, shared[each]), default=None)
    if pair is not None and shared[pair] < 0.3:
        pair = None
    key = pair[0] if pair else max(ids, key=_says_id, default=None)
    first = None if users is None or key is None else _users(users, measured, key)
    if interactions is None:
        return first, None
    user = pair[1] if pair else max((name for name in seen if _says_user(name) > 0), key=_says_user, default=None)
    if user is None:
        return first, None
    share = shared[pair] if pair else 0.0
    others = {name for (one, name), part in shared.items() if one == key and name != user and part >= 0.5}
    return first, _interactions(interactions, seen, user, share, others)


def is_like_events(sample: Sample) -> bool:
    """Whether a table looks like one of events: its users recur, and its rows have times or texts."""
    measured = {name: Measured.of(cells) for name, cells in sample.columns.items()}
    guesses = {name: guess(name, each, "interactions") for name, each in measured.items()}
    recurring = any(_says_user(name) > 0 and each.share_distinct < 0.9 for name, each in measured.items())
    return recurring and any(each.role in ("timestamp", "conversation", "text", "html") for each in guesses.values())


def _unique(measured: Measured) -> bool:
    return measured.filled == measured.rows > 0 and measured.share_distinct >= _ALWAYS and measured.share("prose") < 0.2


def _repeats(measured: Measured) -> bool:
    return measured.filled > 0 and measured.share("prose") < 0.2 and measured.times() < 0.5


def _shared(keys: Mapping[str, Collection[str]], interactions: Sample, named: list[str]) -> dict[tuple[str, str], float]:
    """Of the different values of a column of interactions, the share that stands in a column of users."""
    found = {}
    for name in named:
        values = {value for value in interactions.columns[name] if value is not None}
        for one, known in keys.items():
            if share := len(values & set(known)) / len(values):
                found[one, name] = share
    return found


def _worth(pair: tuple[str, str], share: float) -> float:
    """How good a pair of keys is: shared values first, then what the headers say."""
    return share + 0.3 * _says_id(pair[0]) + 0.5 * _says_user(pair[1]) + 0.2 * (pair[0] == pair[1])


def _says_id(header: str) -> float:
    said = said_by(header)
    if said and said[0].concept.role == "direct" and said[0].concept.name != "id_other":
        return 0.0  # a tax id is unique, too
    return max((each.certainty for each in said if each.concept.name in ("user", "own_id", "id_other")), default=0.0)


def _says_user(header: str) -> float:
    says = [said.certainty for said in said_by(header) if said.concept.name in ("user", "person")]
    first = 0.1 if header.lower().replace("_", "") in ("userid", "customerid", "patient", "clientid", "user", "uid") else 0.0
    return max(says, default=0.0) + first


def _users(sample: Sample, measured: Mapping[str, Measured], key: str) -> Proposal:
    columns = {}
    for name, each in measured.items():
        if name == key:
            continue
        found = guess(name, each, "users")
        if found.role == "own_id" or (found.role == "user" and _unique(each)):
            found = _as_id(found, each)
        columns[name] = found
    reason = f"every row has another value; {'the header says id' if _says_id(key) else 'the first such column'}"
    return Proposal(sample.source, "users", key, reason, 0.6 + 0.35 * _says_id(key), columns, relation=sample.relation)


def _interactions(
    sample: Sample, measured: Mapping[str, Measured], user: str, share: float, others: Collection[str]
) -> Proposal:
    columns: dict[str, Guess] = {}
    for name, each in measured.items():
        if name == user:
            continue
        found = guess(name, each, "interactions")
        if name in others:
            found = Guess("user", 0.95, "its values are ids of the table of users", concept="user")
        elif found.role == "user":  # not of this table of users
            found = replace(
                found, role="pseudonym", confidence=0.6, reason="an id, of people who are not in the table of users"
            )
        elif found.role == "own_id":
            found = _as_id(found, each)
        columns[name] = found
    for role in ("timestamp", "conversation", "kind", "speaker"):
        _one_of(columns, role, measured)
    reason = f"{share:.0%} of its values are ids of the table of users" if share else "the header says user"
    return Proposal(
        sample.source, "interactions", user, reason, 0.5 + 0.45 * max(share, 0.3), columns, relation=sample.relation
    )


def _as_id(found: Guess, measured: Measured) -> Guess:
    if measured.share("number") >= 0.9 and measured.share_distinct < 0.5:
        return replace(found, role="attribute", confidence=0.5, reason="the values are numbers that recur")
    return replace(found, role="pseudonym", confidence=min(found.confidence, 0.85))


# Where two columns could have a role that only one can have.
_FIRST = {
    "timestamp": ("timestamp", "event time", "created at", "sent at", "ts", "time", "datetime", "date", "start"),
    "conversation": ("conversation", "thread", "chat", "ticket", "session", "case", "encounter", "channel"),
    "kind": ("event", "type", "kind", "action"),
    "speaker": ("speaker", "role", "sender", "author", "from"),
}
_ELSE = {
    "timestamp": ("drop", "there is a better time already, and times tell people apart"),
    "conversation": ("pseudonym", "there is a better conversation already"),
    "kind": ("attribute", "there is a better kind already"),
    "speaker": ("text", "there is a better speaker already, and names may stand here"),
}


def _one_of(columns: dict[str, Guess], role: str, measured: Mapping[str, Measured]) -> None:
    able = [name for name, each in columns.items() if each.role == role]

    def worth(name: str) -> tuple[float, float, int]:
        lower = name.lower().replace("_", " ")
        place = next((index for index, word in enumerate(_FIRST[role]) if word in lower), len(_FIRST[role]))
        full = measured[name].filled / max(measured[name].rows, 1)
        return (round(full, 1), columns[name].confidence - place * 0.02, -able.index(name))

    best = max(able, key=worth, default=None)
    for name in able:
        if name != best:
            other, reason = _ELSE[role]
            columns[name] = replace(columns[name], role=other, confidence=0.6, reason=reason)
