"""Validators that custom patterns name.

luhn: ISO/IEC 7812-1. mod97: ISO 7064 MOD 97-10. entropy: Shannon's, from 3 bits a character on, as random keys have and words
have not. stdnum.…: the module of python-stdnum of that name.
"""

import importlib
from collections import Counter
from collections.abc import Callable
from functools import cache
from math import log2

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

_BITS = 3.0


@cache
def validator(name: str) -> Callable[[str], bool]:
    """The test that a setting names; it takes the text of a match."""
    if name.startswith("stdnum."):
        module = importlib.import_module(name)
        return lambda text: bool(module.is_valid(text))
    return {"luhn": _luhn, "mod97": _mod97, "entropy": _entropic}[name]


def _luhn(text: str) -> bool:
    digits = "".join(filter(str.isdigit, text))
    return bool(digits) and bool(luhn.is_valid(digits))


def _mod97(text: str) -> bool:
    return bool(mod_97_10.is_valid("".join(filter(str.isalnum, text)).upper()))


def _entropic(text: str) -> bool:
    shares = [count / len(text) for count in Counter(text).values()]
    return -sum(share * log2(share) for share in shares) >= _BITS
