"""One small module a family of identifiers; each says in its docstring what validates it.

`families(level, regions)` lists the active ones, in the order in which they are tried where several match at one place.
"""

from collections.abc import Sequence

from llm_assets.privacy.recognisers.addresses import ADDRESSES
from llm_assets.privacy.recognisers.announced import ANNOUNCED
from llm_assets.privacy.recognisers.crypto import CRYPTO
from llm_assets.privacy.recognisers.dates import DATES
from llm_assets.privacy.recognisers.devices import DEVICES
from llm_assets.privacy.recognisers.email import EMAIL
from llm_assets.privacy.recognisers.iban import IBAN
from llm_assets.privacy.recognisers.national import NATIONAL
from llm_assets.privacy.recognisers.network import IP, MAC
from llm_assets.privacy.recognisers.numbers import numbers
from llm_assets.privacy.recognisers.persons import PERSONS
from llm_assets.privacy.recognisers.plates import PLATES
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule
from llm_assets.privacy.recognisers.secret import SECRET
from llm_assets.privacy.recognisers.url import url


def families(level: str, regions: Sequence[str], *, names: bool = True) -> list[list[Recogniser]]:
    """The recognisers that run at a level, by family: those that work there, and those whose finds are looked up among known
    values.

    names: whether those that find names of people whom the data does not know are among them.
    """
    everything: list[Sequence[Recogniser]] = [
        [SECRET], [CRYPTO], [EMAIL, url(level)], [MAC, IP, IBAN], ADDRESSES, DATES, NATIONAL, [numbers(regions, level)],
        [*DEVICES, *PLATES], ANNOUNCED, PERSONS if names else (),
    ]  # fmt: skip
    return [[each for each in family if each.looked_up or each.active(level)] for family in everything]


def recognisers(level: str, regions: Sequence[str], *, names: bool = True) -> list[Recogniser]:
    """All of `families`, in their order."""
    return [each for family in families(level, regions, names=names) for each in family]


__all__ = ["Candidate", "Hit", "Recogniser", "Rule", "families", "recognisers"]
