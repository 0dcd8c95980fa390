"""The numbering plans of all regions, by phonenumbers (Google's libphonenumber).

It takes a millisecond for a number and eight regions, so that its own metadata, as one expression a region, are asked first
whether the digits can be a number there at all.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import Leniency

_KINDS = (
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager", "uan", "voicemail",
)  # fmt: skip
_LONGEST_CODE = 3


@lru_cache(maxsize=1 << 16)
def region_of(written: str, regions: tuple[str, ...], grouped: bool = False) -> str | None:
    """The first of the regions in whose numbering plan a text is a phone number; `grouped`: and is grouped as is usual
    there."""
    digits = "".join(filter(str.isdigit, written))
    return next((region for region in regions if _plan(region).may_hold(digits) and _is_phone(written, region, grouped)), None)


@lru_cache(maxsize=1 << 16)
def is_international(written: str) -> bool:
    """Whether a text that begins with + is a number of any region."""
    return _is_phone(written, None, False)


def calling_code(digits: str) -> str:
    """The calling code (ITU-T E.164) that digits begin with, or nothing."""
    lengths = range(1, min(_LONGEST_CODE, len(digits)) + 1)
    return next((digits[:n] for n in lengths if int(digits[:n]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE), "")


def _is_phone(text: str, region: str | None, grouped: bool) -> bool:
    leniency = Leniency.STRICT_GROUPING if grouped else Leniency.VALID
    match = next(iter(phonenumbers.PhoneNumberMatcher(text, region, leniency)), None)
    return match is not None and (match.start, match.end) == (0, len(text))


@dataclass(frozen=True, slots=True)
class _Plan:
    """A region's numbering plan. code: of the country; prefix: what stands before a national number; carrier: whether that
    prefix also rewrites the number; valid: all national numbers."""

    code: str
    prefix: re.Pattern[str]
    carrier: bool
    valid: re.Pattern[str]

    def may_hold(self, digits: str) -> bool:
        """Whether the digits can be a number of the region, with or without its prefix and the code of the country."""
        return self._national(digits) or (digits.startswith(self.code) and self._national(digits[len(self.code) :]))

    def _national(self, digits: str) -> bool:
        if self.valid.fullmatch(digits):
            return True
        prefix = self.prefix.match(digits)
        if prefix is None or not prefix.end():
            return False
        return self.carrier or self.valid.fullmatch(digits, prefix.end()) is not None


@lru_cache(maxsize=300)
def _plan(region: str) -> _Plan:
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    if metadata is None:
        return _Plan("", re.compile(""), False, re.compile(r"(?!)"))
    kinds = [getattr(metadata, kind) for kind in _KINDS]
    valid = "|".join(f"(?:{kind.national_number_pattern})" for kind in kinds if kind and kind.national_number_pattern)
    prefix = metadata.national_prefix_for_parsing or ""
    carrier = metadata.national_prefix_transform_rule is not None
    return _Plan(str(metadata.country_code), re.compile(prefix), carrier, re.compile(valid or r"(?!)"))
