"""US ZIP codes cut to their first three digits, and to 000 where 20,000 people or fewer live: 45 CFR 164.514(b)(2)(i)(B).

The list of small areas, with its sources, is zip3.txt beside this module.
"""

import re
from functools import lru_cache
from pathlib import Path

TOO_SMALL = "000"
_ZIP = re.compile(r"\s*([0-9]{3})(?:[0-9]{2}(?:[ -]?[0-9]{4})?)?\s*", re.ASCII)


@lru_cache(maxsize=1)
def small_areas() -> frozenset[str]:
    """The three digits of the areas of 20,000 people or fewer."""
    lines = Path(__file__).with_name("zip3.txt").read_text(encoding="ascii").splitlines()
    return frozenset(line.split()[0] for line in lines if line and not line.startswith("#"))


def zip3(value: str) -> str | None:
    """The first three digits of a ZIP code (02155, 02155-1234, 021), or 000; None for what is none."""
    match = _ZIP.fullmatch(value)
    if match is None:
        return None
    return TOO_SMALL if match[1] in small_areas() else match[1]
