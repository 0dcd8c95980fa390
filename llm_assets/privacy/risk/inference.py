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
from llm_assets.privacy.risk.quasi import alike, distinct


def infer(profiles: Profiles, known: Sequence[int], secret: int, comparisons: int) -> dict[str, Any]:
    """Guesses a column from the others: {"secret", "risk", "low", "high", "main", "control", "people"}.

    known, secret: places of columns; known without the secret. Equally near profiles are guessed from with equal probability.
    """
    people = profiles.people
    images = [profiles.images(column) for column in known]
    truths = profiles.images(secret)
    # Equal profiles are compared once: by pattern of what is known, and by pattern and secret.
    first, pattern, sizes = distinct(profiles.published[list(known)])
    patterns = profiles.published[list(known)][:, first]
    some, _, held = distinct(np.stack([pattern.astype(np.int32), profiles.published[secret]]))
    places, secrets = pattern[some], profiles.published[secret, some]
    most = max(1, comparisons // (len(first) * max(len(known), 1) + len(some)))
    attacked = np.flatnonzero(profiles.source[secret, : min(people, most)] >= 0)
    # Of people who are alike in all that a guess depends on, the guess is made once.
    seen = [alike(image)[profiles.source[column, attacked]] for column, image in zip(known, images, strict=True)]
    seen += [alike(truths)[profiles.source[secret, attacked]], pattern[attacked], profiles.published[secret, attacked]]
    some_people, which, _ = distinct(np.stack(seen).astype(np.int32))
    main, control = [], []
    for person in attacked[some_people].tolist():
        distance = np.zeros(len(first), np.int16)
        for row, (column, image) in enumerate(zip(known, images, strict=True)):
            # A blanked value is as far as half a wrong one.
            penalty = np.full(profiles.sizes[column] + 1, 2, np.int16)
            penalty[-1] = 1
            penalty[image[profiles.source[column, person]]] = 0
            distance += penalty[patterns[row]]
        truth = np.zeros(profiles.sizes[secret] + 1, bool)
        image = truths[profiles.source[secret, person]]
        truth[image[image >= 0]] = True
        right = np.bincount(places, held * truth[secrets], len(first))
        main.append(_guessed(distance, right, sizes))
        own = pattern[person]
        right[own] -= truth[profiles.published[secret, person]]
        left = sizes - (np.arange(len(first)) == own)
        control.append(_guessed(distance, right, left) if people > 1 else 0.0)
    asked = len(attacked)
    share, base = (float(np.array(each)[which].mean()) if asked else 0.0 for each in (main, control))
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


def _guessed(distance: Any, right: Any, sizes: Any) -> float:
    """Share of the right secrets among the nearest profiles."""
    near = (distance == distance[sizes > 0].min()) & (sizes > 0)
    return float(right[near].sum() / sizes[near].sum())


def _risk(main: float, control: float) -> float:
    return max(0.0, (main - control) / (1 - control)) if control < 1 else 0.0
