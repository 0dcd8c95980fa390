"""Inference: how much better a secret of a person is guessed because the person's own profile is published.

Method: Giomi, Boenisch, Wehmeyer and Tasnádi, "A Unified Framework for Quantifying Privacy Risk in Synthetic Data" (2022; the
package anonymeter): the guess is that of the nearest profile in what else is known, and the risk is (main - control) /
(1 - control). They take the control from people who are in no release. All are in ours, so that the control is the same person
with the own profile left out: what the others tell about everybody like that.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from llm_assets.privacy.risk.interval import rounded, wilson
from llm_assets.privacy.risk.profiles import Profiles


def infer(profiles: Profiles, known: Sequence[int], secret: int, comparisons: int) -> dict[str, Any]:
    """Guesses a column from the others: {"secret", "risk", "low", "high", "main", "control", "people"}.

    known, secret: places of columns; known without the secret. Equally near profiles are guessed from with equal probability.
    """
    people = profiles.people
    images = [profiles.images(column) for column in known]
    truths = profiles.images(secret)
    most = max(1, comparisons // (people * max(len(known), 1)))
    main, control = [], []
    for person in range(min(people, most)):
        if profiles.source[secret, person] < 0:
            continue
        distance = np.zeros(people, np.int16)
        for column, image in zip(known, images, strict=True):
            # A blanked value is as far as half a wrong one.
            penalty = np.full(profiles.sizes[column] + 1, 2, np.int16)
            penalty[-1] = 1
            penalty[image[profiles.source[column, person]]] = 0
            distance += penalty[profiles.published[column]]
        truth = np.zeros(profiles.sizes[secret] + 1, bool)
        image = truths[profiles.source[secret, person]]
        truth[image[image >= 0]] = True
        right = truth[profiles.published[secret]]
        main.append(_guessed(distance, right))
        distance[person] = np.iinfo(np.int16).max
        control.append(_guessed(distance, right) if people > 1 else 0.0)
    asked = len(main)
    share, base = (float(np.mean(each)) if asked else 0.0 for each in (main, control))
    (low, high), (floor, ceiling) = wilson(share, asked), wilson(base, asked)
    return {
        "secret": profiles.columns[secret],
        "risk": rounded(_risk(share, base)),
        "low": rounded(_risk(low, ceiling)),
        "high": rounded(_risk(high, floor)),
        "main": rounded(share),
        "control": rounded(base),
        "people": asked,
    }


def _guessed(distance: Any, right: Any) -> float:
    near = distance == distance.min()
    return float(right[near].mean())


def _risk(main: float, control: float) -> float:
    return max(0.0, (main - control) / (1 - control)) if control < 1 else 0.0
