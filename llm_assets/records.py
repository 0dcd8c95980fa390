"""The two anonymised records that pass from `privacy` to `documents`: nothing in them leads back to the source.

A formatter receives these and nothing else, so that a format cannot leak what it was never given.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SafeInteraction:
    """One anonymised interaction (a message, an order, a click).

    user: pseudonym of the user it belongs to, 24 lower-case letters.
    conversation: keyed pseudonym of the conversation, or None where the source names none.
    sequence: rank of the interaction in its conversation (or in the user's history), from 0, in the order of source times.
    timestamp: ISO 8601 in UTC (`2024-05-03T12:00:00Z`), or the day alone (`2024-05-03`) at level high; None when unknown.
    text: source column -> redacted text.
    attributes: source column -> value that was kept.
    piece: 0; in formats that cut long texts, the number of the piece of this interaction that it is.
    """

    user: str
    conversation: str | None
    sequence: int
    timestamp: str | None
    kind: str | None
    speaker: str | None
    text: Mapping[str, str | None] = field(default_factory=dict)
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    piece: int = 0


@dataclass(frozen=True, slots=True)
class SafeUser:
    """One anonymised user.

    user: pseudonym, 24 lower-case letters.
    attributes: source column -> value that was kept, generalised (None: suppressed or unknown) or redacted.
    statistics: figures of the user's interactions (see `documents.statistics`).
    """

    user: str
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    statistics: Mapping[str, object] = field(default_factory=dict)
