"""Which value stands in which cell, how it is written, and in which words."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from llm_assets.privacy.canaries.carriers import FORM, KNOWN, Carrier, form_level
from llm_assets.privacy.canaries.cast import FORMS_PER_USER, Cast, is_part
from llm_assets.privacy.canaries.spellings import EXACT, Spelling, spellings
from llm_assets.settings.model import Dataset
from llm_assets.settings.section import Level

_TIMES = {"PERSON": 6, "EMAIL": 3, "PHONE": 2, "USERNAME": 2, "ADDRESS": 2}  # texts of a user with a value of a kind
_TEXTS = ("text", "html")
_MENTION = 3  # every third value stands in a text of the next user
IN_COLUMN, AS_SPEAKER = "in a column of ids", "as the speaker"


@dataclass(frozen=True, slots=True)
class Planted:
    """A value in a cell.

    user: place of the canary whose row it is; owner: of the one whose value it is, itself or another; row: number of the row
    among those of the user (0 in the table of users). way: `known` or `form`. level: the lowest one that means to see it as it
    is spelled. text: what a reader of the cell sees; cell: what the raw cell holds; around: words of it that say nothing.
    """

    user: int
    owner: int
    table: str
    column: str
    row: int
    entity: str
    way: str
    spelling: str
    level: Level
    written: str
    text: str
    cell: str
    around: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class _Slip:
    """What is to stand in some cell of a user."""

    owner: int
    entity: str
    way: str
    spelling: str
    level: Level
    written: str
    carriers: tuple[Carrier, ...]
    around: str = ""


def plant(cast: Cast, dataset: Dataset, seed: str) -> list[Planted]:
    """All values in their cells: those of users and strangers in turns through the columns of text, names as speakers, ids in
    columns of ids."""
    bios = [("users", name) for name, column in dataset.users.columns.items() if column.role in _TEXTS]
    columns = dataset.interactions.columns
    texts = [("interactions", name) for name, column in columns.items() if column.role in _TEXTS]
    html_columns = {
        (table, name)
        for table, part in (("users", dataset.users.columns), ("interactions", columns))
        for name, column in part.items()
        if column.role == "html"
    }
    planted: list[Planted] = []
    for place, user in enumerate(cast.users):
        dice = Random(f"{seed}:{user.number}")
        slips = list(_slips(cast, place, dice))
        dice.shuffle(slips)
        row = 0
        for number, slip in enumerate(slips):
            if number < len(bios):
                where = bios[number]
            elif texts:
                where = texts[(row + place) % len(texts)]
            else:
                break
            usable = [c for c in slip.carriers if where[0] == "interactions" or not c.before]
            carrier = dice.choice(usable or KNOWN)
            planted.append(
                _placed(slip, place, where, row if where[0] == "interactions" else 0, carrier, where in html_columns)
            )
            row += where[0] == "interactions"
        planted += _columns(cast, dataset, place)
    return planted


def _placed(slip: _Slip, user: int, where: tuple[str, str], row: int, carrier: Carrier, as_html: bool) -> Planted:
    text = carrier.filled(slip.written)
    spelling = slip.spelling or carrier.how
    # What is spelled with the signs of a markup stays as it is in this one.
    cell = _html(text, encoded=spelling == "HTML-encoded") if as_html else text
    around = f"{carrier.words} {slip.around}"
    before = carrier.before if where[0] == "interactions" else ""
    return Planted(
        user, slip.owner, *where, row, slip.entity, slip.way, spelling, slip.level, slip.written, text, cell, around, before
    )


def _html(text: str, *, encoded: bool) -> str:
    shown = text if encoded else html.escape(text, quote=False)
    return "<p>" + shown.replace("\n", "<br>") + "</p>"


def _slips(cast: Cast, place: int, dice: Random) -> Iterator[_Slip]:
    yield from _known(cast, place, dice, own=True)
    other = (place + 1) % len(cast.users)
    if other != place:
        yield from _known(cast, other, dice, own=False)
    for number in range(FORMS_PER_USER):
        stranger = cast.strangers.get((cast.users[place].number, number))
        if stranger is not None:
            around = _kept_of(stranger.entity, stranger.value)
            yield _Slip(
                -1, stranger.entity, "form", "", form_level(stranger.entity), stranger.value, FORM[stranger.entity], around
            )


def _known(cast: Cast, owner: int, dice: Random, *, own: bool) -> Iterator[_Slip]:
    """What is known of a user, for texts of its own or of the user before."""
    user = cast.users[owner]
    ids: list[tuple[str, str, tuple[Spelling, ...]]] = [("ID_OTHER", user.user, spellings("ID"))]
    whole = False
    for name, value in user.values.items():
        entity = cast.direct[name].entity
        part = is_part(name, cast.direct)
        if entity == "PERSON" and whole and not part:
            continue
        whole |= entity == "PERSON" and not part
        # A part of a name is hunted where its owner takes part.
        ids.append((entity, value, (replace(EXACT, own=True),) if part else spellings(entity)))
    for kind, value, ways in ids:
        times = min(_TIMES.get(kind, 1), len(ways))
        for turn in range(times):
            number = user.number * times + turn
            way = ways[number % len(ways)]
            mentioned = not way.own and number // len(ways) % _MENTION == _MENTION - 1
            written = way.write(user.person, value, dice)
            if written is not None and mentioned != own:
                yield _slip(owner, kind, way, written)


def _slip(owner: int, entity: str, way: Spelling, written: str) -> _Slip:
    around = f"{way.around} {_kept_of(entity, written)}"
    return _Slip(owner, entity, "known", way.name, way.level, written, KNOWN, around)


def _kept_of(entity: str, value: str) -> str:
    """The part of a value that stays on purpose: the host of an address."""
    return "/".join(value.split("/")[:3]) if entity == "URL" else ""


def _columns(cast: Cast, dataset: Dataset, place: int) -> Iterator[Planted]:
    """What stands in other columns: the name of a user as the speaker of its second row, ids in its first row."""
    user = cast.users[place]
    whole = [n for n in user.values if cast.direct[n].entity == "PERSON" and not is_part(n, cast.direct)]
    for name, column in dataset.interactions.columns.items():
        where = ("interactions", name, 0)
        if column.role == "speaker" and whole:
            text = user.values[whole[0]]
            yield Planted(place, place, "interactions", name, 1, "PERSON", "known", AS_SPEAKER, "low", text, text, text, "")
        elif column.role == "conversation":
            yield Planted(
                place, place, *where, "ID_OTHER", "known", IN_COLUMN, "low", user.thread, user.thread, user.thread, ""
            )
        elif column.role == "user":
            other = cast.users[(place + 1) % len(cast.users)].user
            yield Planted(place, place, *where, "ID_OTHER", "known", IN_COLUMN, "low", other, other, other, "")
        elif column.role == "pseudonym":
            yield Planted(place, place, *where, "ID_OTHER", "known", IN_COLUMN, "low", user.user, user.user, user.user, "")
