"""What was promised of a planted value, and whether the promise was kept.

Guaranteed is what the audit stops a publication for: it looks at the text with the value in it, as it would at a text of the
tree. Meant is what level and settings say is found, with no guarantee: by rules without a checksum, by variants of a name.
"""

from collections.abc import Sequence

from llm_assets.privacy.audit.leaks import LeakFinder, People
from llm_assets.privacy.audit.patterns import blocking, patterns
from llm_assets.privacy.canaries.planting import IN_COLUMN, Planted
from llm_assets.privacy.policy.policy import Policy
from llm_assets.settings.model import Level
from llm_assets.settings.weaker import LEVELS

_KINDS = {"EMAIL": "email", "CREDIT_CARD": "card", "IBAN": "iban", "SECRET": "secret"}


class Promise:
    """finder: the audit's, with the values of the canaries."""

    def __init__(self, finder: LeakFinder, level: Level, policy: Policy) -> None:
        self._finder = finder
        self._level: Level = level
        self._policy = policy
        self._surrogates = frozenset(policy.surrogates())

    def left(self, planted: Planted, text: str, people: Sequence[int]) -> bool:
        """Whether the audit would stop a publication for what it finds of a planted value in a text.

        people: ordinals of those who take part in its conversation, the owner of the document first.
        """
        if planted.spelling == IN_COLUMN:
            return text == planted.written
        if planted.way == "known" and (self._finder.everywhere(text) or self._finder.own([text], People.of([list(people)]))):
            return True
        kind = _KINDS.get(planted.entity, "")
        kept = planted.entity in self._policy.left(planted.table, planted.column)
        return kind in blocking(self._level) and not kept and bool(patterns(text, self._surrogates)[kind])

    def meant(self, planted: Planted) -> bool:
        """Whether level and settings mean to remove a planted value."""
        if planted.way == "known":
            return LEVELS.index(planted.level) <= LEVELS.index(self._level)
        kept = planted.entity in self._policy.left(planted.table, planted.column)
        return LEVELS.index(planted.level) <= LEVELS.index(self._level) and not kept
