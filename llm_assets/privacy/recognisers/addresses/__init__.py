"""ADDRESS: street addresses in the forms of the Americas, Europe and Oceania; see `street`, `announced` and `grow`."""

from llm_assets.privacy.recognisers.addresses.announced import CUES, announced, answered
from llm_assets.privacy.recognisers.addresses.street import (
    BOXED, COMPOUNDED, NUMBERED, PREFIXED, SPACED_OUT, UNITED, boxed, compounded, numbered, prefixed, spaced, united,
)  # fmt: skip
from llm_assets.privacy.recognisers.recogniser import Recogniser, Rule

_STREET = (
    Rule(
        "address-street", "ADDRESS", "12 Main Street, Hauptstraße 5, Calle Mayor 5, 2º B, 12 rue de la Paix, with units, places and postcodes",
        "a street word beside a number and a name", "", "high", "USPS Publication 28, INE, La Poste",
    ),
)  # fmt: skip
_UNIT = (
    Rule("address-unit", "ADDRESS", "Apt. 289, Suite 12, with what stands beside it", "a second number beside it", "", "high"),
)
_BOX = (
    Rule("address-box", "ADDRESS", "P.O. Box 12, Postfach 3, APO AE 09012", "its words", "", "high", "USPS Publication 28"),
)
_CUE = (
    Rule("address-announced", "ADDRESS", "what follows \"my address is\", \"lives at\", \"Domicilio:\"", "a number in it", "", "high"),
)  # fmt: skip
_ASKED = (Rule("address-asked", "ADDRESS", "the answer to a question for an address", "a number and a name in it", "", "high"),)

ADDRESSES: tuple[Recogniser, ...] = (
    Recogniser("address-numbered", NUMBERED, numbered, "high", rules=_STREET),
    Recogniser("address-prefixed", PREFIXED, prefixed, "high", rules=_STREET),
    Recogniser("address-compound", COMPOUNDED, compounded, "high", rules=_STREET),
    Recogniser("address-spaced", SPACED_OUT, spaced, "high", rules=_STREET),
    Recogniser("address-unit", UNITED, united, "high", rules=_UNIT),
    Recogniser("address-box", BOXED, boxed, "high", rules=_BOX),
    Recogniser("address-announced", CUES, announced, "high", rules=_CUE),
    Recogniser("address-asked", "", answered, "high", asked=frozenset({"address"}), rules=_ASKED),
)
