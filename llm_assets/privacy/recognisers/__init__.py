"""One small module a family of identifiers; each says in its docstring what validates it.

`recognisers(level, regions)` lists the active ones, in the order in which they are tried where several match at one place.
"""

from collections.abc import Sequence

from llm_assets.privacy.recognisers.email import EMAIL
from llm_assets.privacy.recognisers.iban import IBAN
from llm_assets.privacy.recognisers.network import IP, MAC
from llm_assets.privacy.recognisers.numbers import numbers
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser
from llm_assets.privacy.recognisers.secret import SECRET
from llm_assets.privacy.recognisers.url import url


def recognisers(level: str, regions: Sequence[str]) -> list[Recogniser]:
    """The recognisers that run at a level: those that work there, and those whose finds are looked up among known values."""
    everything = [SECRET, EMAIL, url(level), MAC, IP, IBAN, numbers(regions, level)]
    return [recogniser for recogniser in everything if recogniser.looked_up or recogniser.active(level)]


__all__ = ["Candidate", "Hit", "Recogniser", "recognisers"]
