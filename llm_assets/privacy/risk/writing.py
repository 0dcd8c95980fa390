"""Attacker C has other texts of a person, and compares rare words and style with the published ones.

The texts of each person are parted in two at random: one half stands for what is published, redacted; the attacker has the
other, as it was. Words count the more the fewer profiles have them; style is how often sequences of three characters occur.
"""

import numpy as np

from llm_assets.privacy.risk.draws import mixed
from llm_assets.privacy.risk.features import StyleIndex, TokenIndex, style, words
from llm_assets.privacy.risk.history import Linked, judged
from llm_assets.privacy.risk.texts import Texts

ENOUGH = 200  # characters that the attacker must have, and that must be published: less is no way of writing

_AT_ONCE = 128  # people whose style is compared in one product of matrices


def link_by_writing(source: Texts, published: Texts, seed: int) -> Linked:
    """source, published: texts by person and row, side by side. Attacked is who has `ENOUGH` in both halves."""
    known, shown = [], []
    for person, (mine, theirs) in enumerate(zip(source, published, strict=True)):
        rows = [row for row, text in enumerate(mine) if text.strip()] if len(mine) == len(theirs) else []
        drawn = sorted(rows, key=lambda row: int(mixed((person << 20) + row, seed)))
        half = set(drawn[: len(drawn) // 2])
        known.append("\n".join(mine[row] for row in rows if row in half))
        shown.append("\n".join(text for row, text in enumerate(theirs) if row not in half))
    present = [person for person, text in enumerate(shown) if text.strip()]
    if not present:
        return Linked(0.0, 0.0, None, 0, 0)
    index = TokenIndex([words(shown[person]) for person in present], max(10, len(present) // 10))
    styles = StyleIndex(np.array([style(shown[person]) for person in present]))
    able = [(i, p) for i, p in enumerate(present) if min(len(known[p]), len(shown[p])) >= ENOUGH]
    outcomes = []
    for start in range(0, len(able), _AT_ONCE):
        part = able[start : start + _AT_ONCE]
        by_style = styles.scores(np.array([style(known[person]) for _, person in part]))
        for (place, person), scores in zip(part, by_style, strict=True):
            outcomes.append(judged(index.scores(words(known[person])) + scores, place))
    if not outcomes:
        return Linked(0.0, 0.0, None, 0, len(present))
    chance, sure = (np.array(each) for each in zip(*outcomes, strict=True))
    right = float(chance[sure].mean()) if sure.any() else None
    return Linked(float(chance.mean()), float(sure.mean()), right, len(outcomes), len(present))
