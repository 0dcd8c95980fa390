"""A setting that takes away what a level or a policy promises."""

from dataclasses import dataclass

from llm_assets.settings.schema import Location


@dataclass(frozen=True, slots=True)
class Weakening:
    """Where it stands, what was found, what would not weaken, and the effect, as a sentence.

    of: what is weakened, where that is not the level.
    """

    location: Location
    found: str
    allowed: str
    effect: str
    of: str = ""
