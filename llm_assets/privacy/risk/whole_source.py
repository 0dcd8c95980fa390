"""Attacker D holds the whole source, and links each person by everything: words of all texts, kinds, items, intervals, numbers
of interactions, attributes. The upper bound of what anybody can do without the key."""

from collections import Counter
from itertools import pairwise

import numpy as np

from llm_assets.privacy.risk.events import Events
from llm_assets.privacy.risk.features import TokenIndex, Tokens, token, words
from llm_assets.privacy.risk.history import Linked, judged
from llm_assets.privacy.risk.profiles import Profiles
from llm_assets.privacy.risk.texts import Texts

_STEPS = 100  # intervals of one person that are compared


def link_by_everything(
    profiles: Profiles, source: Events, published: Events, texts: tuple[Texts, Texts], people: int
) -> Linked:
    """Attacks the first `people` users. texts: of the source, and as published; empty where there are none."""
    if not people:
        return Linked(0.0, 0.0, None, 0, 0)
    # A blank may be anybody's, and is no token: where few are blanked it would weigh most.
    images = [[image[image >= 0] for image in profiles.images(column)] for column in range(len(profiles.columns))]
    documents = []
    for person in range(people):
        shown = words("\n".join(texts[1][person])) if texts[1] else np.zeros(0, np.uint64)
        own = [token(c, value) for c, value in enumerate(profiles.published[:, person].tolist()) if value >= 0]
        documents.append(_together(shown, [*own, *_structure(published, "item", person, (0,))]))
    index = TokenIndex(documents, max(10, people // 10))
    outcomes = []
    for person in range(people):
        known = words("\n".join(texts[0][person])) if texts[0] else np.zeros(0, np.uint64)
        own = [token(c, value) for c, image in enumerate(images) for value in image[profiles.source[c, person]].tolist()]
        structure = _structure(source, "item published", person, (-1, 0, 1))
        outcomes.append(judged(index.scores(_together(known, [*own, *structure])), person))
    chance, sure = (np.array(each) for each in zip(*outcomes, strict=True))
    right = float(chance[sure].mean()) if sure.any() else None
    return Linked(float(chance.mean()), float(sure.mean()), right, people, people)


def _together(found: Tokens, others: list[int]) -> Tokens:
    return np.unique(np.concatenate([found, np.array(others, np.uint64)]))


def _structure(events: Events, view: str, person: int, slack: tuple[int, ...]) -> list[int]:
    """Tokens of a history: how many events of which label, and which follows which after how many days.

    slack: days that are added to each interval, for days that were cut at another hour.
    """
    mine = events.of(person)
    labels, days = events.labels[view][mine].tolist(), events.days_seen[mine]
    order = np.argsort(days, kind="stable")[: _STEPS + 1].tolist()
    counted = Counter(labels)
    tokens = [token("number", len(labels)), *(token("label", label, count) for label, count in counted.items())]
    for one, other in pairwise(order):
        gap = int(days[other] - days[one])
        tokens += [token("step", labels[one], labels[other], gap + more) for more in slack]
    return tokens
