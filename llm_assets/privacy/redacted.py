"""What became of one text: as it reads now, and what was replaced in it."""

from collections import Counter
from dataclasses import dataclass

from llm_assets.privacy.review import Review
from llm_assets.privacy.tags import ERASED_COUNT


@dataclass(frozen=True, slots=True)
class Redacted:
    """replaced: (entity, rule, what stood there), one after the other; erased: mentions of people who were erased."""

    text: str
    replaced: tuple[tuple[str, str, str], ...] = ()
    erased: int = 0

    def count(self, counts: Counter[str], review: Review | None, owner: str) -> None:
        """Adds to the counts by entity, and to the review. owner: whose document the text stands in."""
        if self.erased:
            counts[ERASED_COUNT] += self.erased
        for entity, rule, value in self.replaced:
            counts[entity] += 1
            if review is not None:
                review.add(entity, rule, value, owner)
