"""The name tagger as people read about it; apart from it, so that the table of rules needs no model."""

from llm_assets.privacy.recognisers.recogniser import Rule

RULES = (
    Rule(
        "name-tagger", "PERSON", "names of people in prose and chat, well written or in small letters",
        "a linear model over name lists and context; no promise of all names", "", "high", "names/MODEL_CARD.md",
    ),
)  # fmt: skip
