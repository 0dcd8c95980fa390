"""PHONE: international forms of all regions, national forms of the regions of the settings.

Validator: phonenumbers (Google's libphonenumber). It takes a millisecond for a number and eight regions, so that the numbering
plans (its own metadata, as one expression a region) are asked first whether the digits can be a number there at all.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, any_word

_SHORTEST, _LONGEST = 6, 17  # digits, with the two zeros of an international prefix
_CODE = re.compile(rb"(?:[A-Za-z][-#]|(?<![0-9A-Za-z])(?:[0-9]+[A-Za-z]|[A-Za-z]+[0-9])[0-9A-Za-z]* )$")
_TIGHT = frozenset("-.")
_CURRENCIES = b"$"
_DATE = re.compile(r"(?:19|20)\d\d[-/. ]\d{1,2}[-/. ]\d{1,2}(?:\D|$)|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d(?:\D|$)")
_KINDS = (
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager", "uan", "voicemail",
)  # fmt: skip
_announces = any_word(
    "phone telephone tel call mobile cell fax desk whatsapp sms reach ring answering dial hotline registered number telefon telefonnummer handy mobil anrufen ruf "
    "rufnummer telefono movil celular llamar llamame llameme telephone portable appeler appelez joindre cellulare "
    "chiamare chiamami telefoon telefoonnummer mobiel bel bellen telefone celular ligar ligue telemovel telefonu "
    "numer komorka telefonum".split()
)


def phone_key(digits: str) -> str:
    """Normal form of a phone number: its last nine digits, which national and international forms share."""
    return digits[-9:]


def phones(candidate: Candidate, groups: Sequence[tuple[int, int]], regions: tuple[str, ...], high: bool) -> Iterator[Hit]:
    """The phone numbers among neighbouring groups of digits (places in the candidate); the longest at each place counts.

    Digits without any grouping count where the words beside them say so; at level high so does any number of six digits or more.
    """
    text, free = candidate.text, 0
    announced: bool | None = None
    for first in range(len(groups)):
        if first < free or not _parted(text, groups, first):
            continue
        for last, start, end in _runs(candidate, text, groups, first):
            written = text[start:end]
            if _DATE.match(written.lstrip("(+ ")) or _coded(candidate, candidate.start + start, written):
                continue
            extended = _extended(candidate, candidate.start + end)
            rule = _shape(written) or (f"phone-{region}" if (region := _region(written, regions)) else "")
            if not rule and extended > candidate.start + end:
                rule = "phone-extension"
            if not rule or (written.isdigit() and not written.startswith("00")):
                if announced is None:
                    announced = _announces(candidate.context(40))
                said = announced or _follows(candidate, extended)
                if not said or written.endswith("0000") or (not high and not rule):
                    continue
                rule = rule or "phone-context"
            digits = phone_key("".join(filter(str.isdigit, written)))
            yield Hit(candidate.start + start, extended, "PHONE", rule, digits)
            free = last + 1
            break


_INTERNATIONAL = re.compile(r"\(?(?:\+|00) ?\(?(\d[\d ().\-/]*)")
_NORTH_AMERICAN = re.compile(r"(?:(?:\+|00)?1[ .-]?)?(?:\(\d{3}\) ?\d{3}[ .-]?\d{4}|\d{3}([.-])\d{3}\1\d{4})")
_EXTENSION = re.compile(
    rb"[ ,]{0,2}(?:x|ext\.?|extension|durchwahl|poste|anexo|int\.|ramal) ?[0-9]{1,6}(?![0-9A-Za-z])", re.IGNORECASE
)
_AFTER = re.compile(
    rb"[ ,(\-]{0,3}(?:office|fax|mobile|mob|cell|home|work|phone|tel|handy|festnetz|bureau|casa|movil|celular|priva|dienst)[a-z]{0,6}"
    rb"(?![0-9A-Za-z])",
    re.IGNORECASE,
)


def _shape(written: str) -> str:
    """The rule by which a number is a phone whatever its plan says, for people mistype and test systems invent: the code of a
    country after a plus, or the North American grouping."""
    international = _INTERNATIONAL.fullmatch(written)
    if international:
        digits = "".join(filter(str.isdigit, international[1]))
        known = any(int(digits[:size] or 0) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE for size in (1, 2, 3))
        if known and 8 <= len(digits) <= 15 and (written.startswith(("+", "(+")) or not written.isdigit()):
            return "phone-international"
    return "phone-grouped" if _NORTH_AMERICAN.fullmatch(written) else ""


def _extended(candidate: Candidate, end: int) -> int:
    """The end of a number, past the extension that follows it."""
    extension = _EXTENSION.match(candidate.buffer, end, candidate.ceiling)
    return extension.end() if extension else end


def _follows(candidate: Candidate, end: int) -> bool:
    """Whether what comes after a number says that it is a phone."""
    return _AFTER.match(candidate.buffer, end, min(candidate.ceiling, end + 24)) is not None


def _coded(candidate: Candidate, start: int, written: str) -> bool:
    """Whether a number goes on after letters, as codes of parcels and orders do: 1Z 972 72 3866, ORD-16-890685."""
    lead = candidate.buffer[max(candidate.floor, start - 16) : start]
    return not written.startswith(("+", "(")) and _CODE.search(lead) is not None


def _parted(text: str, groups: Sequence[tuple[int, int]], index: int) -> bool:
    """Whether a group may begin a number: 12-3456-7890 is one code, not a 12 and a phone."""
    return index == 0 or text[groups[index - 1][1] : groups[index][0]] not in _TIGHT


def _runs(candidate: Candidate, text: str, groups: Sequence[tuple[int, int]], first: int) -> Iterator[tuple[int, int, int]]:
    """(last group, start, end) of the runs of groups from `first` on that have the digits of a phone number, longest first."""
    found: list[tuple[int, int, int]] = []
    start = groups[first][0]
    opened = text[:start].rstrip(" ")
    signed = opened.endswith("+") or text[:start].endswith("(")
    begin = len(opened) - 1 if opened.endswith("+") else start - signed
    if start and opened.endswith("+("):
        begin = len(opened) - 2
    before = candidate.buffer[candidate.start + begin - 1] if candidate.start + begin > candidate.floor else 0
    if before in _CURRENCIES and before:
        return
    size = 0
    for last in range(first, len(groups)):
        size += groups[last][1] - groups[last][0]
        if size > _LONGEST:
            break
        if size >= _SHORTEST and (last + 1 == len(groups) or _parted(text, groups, last + 1)):
            end = groups[last][1]
            unopened = text[begin] == "(" and ")" not in text[begin:end]
            found.append((last, start if unopened else begin, end))
    yield from reversed(found)


@lru_cache(maxsize=1 << 16)
def _region(written: str, regions: tuple[str, ...]) -> str | None:
    """The region in whose numbering plan a text is a phone number; ZZ for an international form."""
    digits = "".join(filter(str.isdigit, written))
    if written.startswith(("+", "00", "(+")):
        readable = f"+{written[2:]}" if written.startswith("00") else written
        return "ZZ" if _is_phone(readable, None) else None
    return next((region for region in regions if _plan(region).may_hold(digits) and _is_phone(written, region)), None)


def _is_phone(text: str, region: str | None) -> bool:
    match = next(iter(phonenumbers.PhoneNumberMatcher(text, region)), None)
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
