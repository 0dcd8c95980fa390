"""One small module a family of identifiers; each says in its docstring what validates it.

`recognisers(level, regions)` lists the active ones, in the order in which they are tried where several match at one place.
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


def recognisers(level: str, regions: Sequence[str], *, names: bool = True) -> list[Recogniser]:
    """The recognisers that run at a level: those that work there, and those whose finds are looked up among known values.

    names: whether those that find names of people whom the data does not know are among them.
    """
    everything = [
        SECRET, CRYPTO, EMAIL, url(level), MAC, IP, IBAN, *ADDRESSES, *DATES, *NATIONAL, numbers(regions, level), *DEVICES,
        *PLATES, *ANNOUNCED, *(PERSONS if names else ()),
    ]  # fmt: skip
    return [recogniser for recogniser in everything if recogniser.looked_up or recogniser.active(level)]


__all__ = ["Candidate", "Hit", "Recogniser", "Rule", "recognisers"]
