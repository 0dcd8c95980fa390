"""PHONE: international forms of all regions, national forms of the regions of the settings, forms that every reader knows as a
phone number, and any number that words beside it call one.

Validators: phonenumbers (Google's libphonenumber, see `plans`); calling codes (ITU-T E.164); the form of the North American
plan (three, three and four digits), whatever its area codes, for test systems invent them; words before and after."""

import re
from collections.abc import Iterator, Sequence

from llm_assets.privacy.recognisers.phone_row import SHORTEST, Row, after, announces, extension_end
from llm_assets.privacy.recognisers.plans import calling_code, is_international, region_of
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Rule

_LONGEST = 17  # digits, with the two zeros of an international prefix
_SHORTEST_PLAN = 7
_SHORT = 8  # up to here digits are too few to count with any grouping
_CODE = re.compile(rb"(?:[A-Za-z][-#]|(?<![0-9A-Za-z])(?:[0-9]+[A-Za-z]|[A-Za-z]+[0-9])[0-9A-Za-z]* )$")
_TIGHT = frozenset("-.")
_CURRENCIES = b"$"
_NANP = re.compile(r"(?:(?:\+|00|011)?[ -]?1[-. ]?)?(?:\(\d{3}\) ?-?|\d{3}([-.]))\d{3}[-. ]\d{4}")
_ABROAD = re.compile(r"(?:\(?\+\)? ?\(?|00|011[ .-])[ .-]?(?=[1-9])")
_NEVER = re.compile(
    r"(?:19|20)\d\d[-/. ]\d{1,2}[-/. ]\d{1,2}(?:\D.*|)|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d(?:\D.*|)"  # dates
    r"|\d{1,2}([-/.])\d{1,2}\1\d{2}(?: \d{1,2})?"
    r"|\d{1,2}/(?:19|20)\d\d(?:\D.*|)|(?:19|20)\d\d(?:[-/. ]\d\d| - .*)|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d"  # months, years
    r"|\+?\d{1,3}\.\d{4,}(?: ?-\d{1,3}\.\d+)?"  # decimals, coordinates
    r"|\+?\d{1,3}(?:[ .]000)+"  # round numbers
    r"|97[89][- ]?\d(?:[- ]?\d){9}"  # ISBN
)
_NEVER_BY_PLAN = re.compile(
    r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:\.\d{1,3}){3}"  # prices with dots, dotted quads
    r"|\d{3}[-. ]\d\d[-. ]\d{4,5}|\d{6,}-\d+"  # tax and social security numbers
    r"|(?:.*\D)\d(?:\D.*)?"  # a group of one digit
)
_AMOUNT = re.compile(r",\d| ?(?:%|usd|eur|gbp|chf|dollars?|euros?|pounds?|zl|kr|kg|km|mb|gb|ms|px|bytes|years?)(?![a-z])")
RULES = (
    Rule(
        "phone-plan", "PHONE", "national forms of the regions of the settings; +, 00 and 011 forms of all regions",
        "libphonenumber", "phone_regions; + forms everywhere", "medium", "https://github.com/google/libphonenumber",
    ),
    Rule(
        "phone-form", "PHONE", "+ and 00 forms with a calling code; (ddd) ddd-dddd and ddd-ddd-dddd, whatever the area code; "
        "extensions", "calling code and grouping", "", "medium", "ITU-T E.164, North American Numbering Plan",
    ),
    Rule("phone-context", "PHONE", "6 to 15 digits", "a word before (phone, call me at) or after (fax)", "", "medium"),
)  # fmt: skip


def phone_key(digits: str) -> str:
    """Normal form of a phone number: its last nine digits, which national and international forms share."""
    return digits[-9:]


def phones(
    candidate: Candidate, groups: Sequence[tuple[int, int]], cut: tuple[bool, bool], regions: tuple[str, ...], asked: bool
) -> Iterator[Hit]:
    """The phone numbers among neighbouring groups of digits (places in the candidate); the longest at each place counts.

    cut: whether letters touch what stands before the first group and after the last one; asked: whether the message before asks
    for a number.
    """
    text, free = candidate.text, 0
    row = Row.of(candidate, groups, asked)
    for first in range(len(groups)):
        if first < free or not row.may_begin(first) or not _parted(text, groups, first):
            continue
        begins = (first > 0 or not cut[0]) and _bordered(text, groups, first)
        runs = [
            (last, start, end, begins, begins and (last + 1 < len(groups) or not cut[1]) and _bordered(text, groups, last + 1))
            for last, start, end in _runs(candidate, text, groups, first)
        ]
        found = next(_by_form(row, first, runs, regions), None) or next(_by_context(row, runs, asked), None)
        if found is not None:
            last, start, end, rule = found
            digits = "".join(filter(str.isdigit, text[start:end]))
            after = extension_end(candidate, end) if last + 1 == len(groups) else 0
            yield Hit(candidate.start + start, after or candidate.start + end, "PHONE", rule, phone_key(digits))
            free = last + 1


Run = tuple[int, int, int, bool, bool]  # last group, start, end, whether it begins a row of groups, and whether it also ends it
Found = tuple[int, int, int, str]


def _by_form(row: Row, first: int, runs: Sequence[Run], regions: tuple[str, ...]) -> Iterator[Found]:
    """The runs that are phone numbers by themselves."""
    for last, start, end, begins, whole in runs:
        written = row.text[start:end]
        abroad = _ABROAD.match(written) if begins or written[0] != "0" else None
        form = last in row.ended and _NANP.fullmatch(written) is not None
        plan = (
            (whole or written[0] == "(")
            and row.grouped(first, last)
            and not written.isdigit()
            and len(written) > _SHORTEST_PLAN
        )
        if not (abroad or form or plan) or not _may_be(row.candidate, start, end):
            continue
        if abroad and (rule := _abroad(f"+{written[abroad.end() :]}", written)):
            yield last, start, end, rule
        elif form:
            yield last, start, end, "phone-form"
        elif plan:
            short = sum(map(str.isdigit, written)) <= _SHORT
            if not _NEVER_BY_PLAN.fullmatch(written) and (region := region_of(written, regions, short)):
                yield last, start, end, f"phone-plan-{region}"


def _abroad(readable: str, written: str) -> str | None:
    """The rule by which a number with an international prefix is a phone. readable: with + as prefix."""
    if is_international(readable):
        return "phone-plan-ZZ"
    digits = "".join(filter(str.isdigit, readable)).removeprefix("0")
    code = calling_code(digits)
    national = len(digits) - len(code) - ("(0)" in written)
    usual = national == 10 if code == "1" else 7 <= national <= 12
    # After zeros the code stands alone, or the digits may be any code: 001332-1234567.
    parted = re.match(rf"\+{code}[^0-9]", readable) is not None
    plausible = bool(code) and usual and (parted or "+" in written)
    return "phone-form" if plausible and not _NEVER_BY_PLAN.fullmatch(readable[1:].replace("(0)", "")) else None


def _by_context(row: Row, runs: Sequence[Run], asked: bool) -> Iterator[Found]:
    """The runs that words before or after them call phone numbers."""
    candidate = row.candidate
    for last, start, end, *_ in runs:
        labelled = row.labelled and last + 1 == len(row.groups)
        if not (row.told or labelled):
            continue
        written = row.text[start:end]
        digits, alone = sum(map(str.isdigit, written)), written.isdigit()
        if digits > 15 or (alone and digits < _SHORTEST_PLAN):
            continue
        labelled = labelled and (not alone or 9 <= digits <= 12) and not written.endswith("000")
        lead = candidate.buffer[max(candidate.floor, candidate.start + start - 48) : candidate.start + start]
        if (
            (labelled or asked or announces(lead.decode("latin-1").lower(), alone))
            and _may_be(candidate, start, end)
            and not (last + 1 == len(row.groups) and _AMOUNT.match(after(candidate, end)))
        ):
            yield last, start, end, "phone-context"


def _may_be(candidate: Candidate, start: int, end: int) -> bool:
    """Whether a run is not of a form that phones never have, and does not go on after letters, as codes of parcels and orders
    do: 1Z 972 72 3866, ORD-16-890685."""
    written, place = candidate.text[start:end], candidate.start + start
    if _NEVER.fullmatch(written.lstrip("(+ ")):
        return False
    lead = candidate.buffer[max(candidate.floor, place - 16) : place]
    return written.startswith(("+", "(")) or _CODE.search(lead) is None


def _parted(text: str, groups: Sequence[tuple[int, int]], index: int) -> bool:
    """Whether a group may begin a number: 12-3456-7890 is one code, not a 12 and a phone."""
    return index == 0 or text[groups[index - 1][1] : groups[index][0]] not in _TIGHT


def _bordered(text: str, groups: Sequence[tuple[int, int]], index: int) -> bool:
    """Whether a row of groups ends before a group: only then is it no piece of something longer, as of an account's number."""
    if index in (0, len(groups)):
        return True
    joint = text[groups[index - 1][1] : groups[index][0]]
    return joint in ("  ", "   ", " - ", " / ", ". ", " (", "/")


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
        if size >= SHORTEST and (last + 1 == len(groups) or _parted(text, groups, last + 1)):
            end = groups[last][1]
            unopened = text[begin] == "(" and ")" not in text[begin:end]
            found.append((last, start if unopened else begin, end))
    yield from reversed(found)
