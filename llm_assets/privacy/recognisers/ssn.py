"""SSN: the social security numbers of the United States, and NATIONAL_ID: their taxpayer numbers (ITIN), which have the same
form.

Validators: the grouping and the ranges that are issued (python-stdnum, after the Social Security Administration and the IRS).
With weak joints (spaces, dots), without joints, or in ranges that were never issued they count where the words before them, or
the message before, say so."""

import re
from collections.abc import Iterator, Sequence

from stdnum.us import itin, ssn

from llm_assets.privacy.recognisers.cues import announcer
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Rule

_JOINTS = re.compile(r"\d{3}[ ./-]\d\d[ ./-]\d{4}|\d{3}-\d{6}|\d{5}-\d{4}|\d{9}")
_CELL_BEFORE = re.compile(rb"[0-9$%)][ \t]*[,;|\n\t][ \t]*$")
_CELL_AFTER = re.compile(rb"[ \t]*[,;|\n\t][ \t]*[0-9$(]|[.,:]?[0-9%]")
_announces = announcer(
    ["ssn", "ss#", "ssn#", "ss number", "social security", "social-security", "social security number", "soc sec", "social"], 32
)
_announces_itin = announcer(["itin", "taxpayer id", "taxpayer identification", "tax id", "tin", "tax identification"], 32)
RULES = (
    Rule(
        "ssn-grouped", "SSN", "ddd-dd-dddd", "grouping, ranges that are issued", "US", "low", "Social Security Administration, "
        "python-stdnum",
    ),
    Rule("ssn-weak", "SSN", "ddd dd dddd, ddd.dd.dddd, ddd-dddddd, ddddd-dddd",
         "ranges that are issued; no number beside it", "US", "high"),
    Rule("ssn-context", "SSN", "nine digits in any grouping", "words before, or a question", "US", "high"),
    Rule("itin-grouped", "NATIONAL_ID", "9dd-dd-dddd", "grouping, ranges that are issued", "US", "low", "IRS, python-stdnum"),
    Rule("itin-context", "NATIONAL_ID", "nine digits in any grouping", "words before", "US", "high"),
)  # fmt: skip


def ssns(
    candidate: Candidate, groups: Sequence[tuple[int, int]], cut: tuple[bool, bool], level: str, asked: bool
) -> Iterator[Hit]:
    """The numbers among neighbouring groups of digits. cut: whether letters touch what stands before and after them; asked:
    whether the message before asks for one."""
    text = candidate.text
    sizes = [end - start for start, end in groups]
    for index, (start, end) in enumerate(groups):
        if sizes[index] != 9:
            count = 3 if sizes[index : index + 3] == [3, 2, 4] else 2 if sizes[index : index + 2] in ([3, 6], [5, 4]) else 0
            if not count:
                continue
            end = groups[index + count - 1][1]
        written = text[start:end]
        if not _JOINTS.fullmatch(written):
            continue
        digits = "".join(filter(str.isdigit, written))
        whole = sum(sizes) in (9, 18) and not any(cut)
        found = _kind(
            Candidate(candidate.buffer, candidate.start + start, candidate.start + end, candidate.floor, candidate.ceiling, ""),
            digits,
            level,
            asked,
            whole,
        )
        if found is not None:
            yield Hit(candidate.start + start, candidate.start + end, found[0], found[1], digits)


def _kind(number: Candidate, digits: str, level: str, asked: bool, whole: bool) -> tuple[str, str] | None:
    """Entity and rule of nine digits. whole: whether the row that they stand in holds nothing else."""
    written, issued = number.text, ssn.is_valid(digits)
    if written.count("-") == 2:
        if issued:
            return "SSN", "ssn-grouped"
        if itin.is_valid(digits):
            return "NATIONAL_ID", "itin-grouped"
    lead = number.context(48)
    # Where they are grouped as people group them, words are enough: test systems use ranges that were never issued.
    if asked or _announces(lead, written.isdigit()):
        if level == "high" or (issued and not written.isdigit()):
            return "SSN", "ssn-context"
    elif level == "high" and _announces_itin(lead, True) and (itin.is_valid(digits) or not written.isdigit()):
        return "NATIONAL_ID", "itin-context"
    elif level == "high" and issued and whole and not written.isdigit() and not _in_a_table(number) and not _in_a_name(number):
        return "SSN", "ssn-weak"
    return None


def _in_a_name(number: Candidate) -> bool:
    """Whether a word and a hyphen stand right before a number, as in the names of standards (ISO-27001-2022)."""
    lead = number.buffer[max(number.floor, number.start - 2) : number.start]
    return len(lead) == 2 and lead[1:] == b"-" and chr(lead[0]).isalpha()


def _in_a_table(number: Candidate) -> bool:
    """Whether other numbers stand right beside or below a number."""
    buffer, start, end = number.buffer, number.start, number.end
    lead, following = buffer[max(number.floor, start - 4) : start], buffer[end : min(number.ceiling, end + 4)]
    return _CELL_BEFORE.search(lead) is not None or _CELL_AFTER.match(following) is not None
