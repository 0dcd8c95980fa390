"""LICENSE_PLATE (level high: plates have no check digit): after words that announce one, or as the whole message.

Shapes: GB (DVLA INF104), IN (CMVR rule 50), DE (FZV), FR (SIV), ES (RD 2822/1998), IT, NL (RDW), PT, BR (Mercosur), TR, NG, and
US states in general. After a word that means nothing else, whatever is short, of capitals and digits, is a plate.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.national.checked import compact, is_whole
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

# Words that mean a plate, and words that may.
_SURE = (
    "licen[cs]e plates?", "number ?plates?", "registration plates?", "plate (?:number|no|nr|#)", "car reg(?:istration)?",
    "vehicle reg(?:istration)?", "kfz-?kennzeichen", "kennzeichen", "nummernschild", "plaque d.immatriculation",
    "immatriculation", "plaque mineralogique", "placa do (?:carro|veiculo)", "(?:numero de )?placa de",
    "matricula (?:del|de mi|do|da)", "targa auto", "kenteken(?:nummer|plaat)?", "plaka",
)  # fmt: skip
_MAYBE = ("plates?", "vehicles?", "registration", "reg", "matriculas?", "placas?", "targ[ae]", "plakas", "fahrzeug")
PATTERN = r"\b(?i:" + "|".join(_SURE + _MAYBE) + r")\b"

_SHAPES = {
    "gb": r"[A-HJ-PR-Y]{2}(?:0[2-9]|[12]\d|5[1-9]|[67]\d)[ -]?[A-HJ-PR-Z]{3}",
    "gb-prefix": r"[A-HJ-NPR-TV-Y]\d{1,3} ?[A-HJ-PR-Z]{3}",
    "gb-suffix": r"[A-Z]{3} ?\d{1,3}[A-HJ-NPR-TV-Y]",
    "in": r"(?:A[NPRS]|BR|C[GH]|D[DLN]|G[AJ]|H[PR]|J[HK]|K[AL]|L[AD]|M[HLNPZ]|NL|O[DR]|P[BY]|RJ|SK|T[NRS]|U[AKP]|WB)"
          r"[ -]?\d{1,2}[ -]?[A-Z]{0,3}[ -]?\d{4}",
    "es": r"\d{4}[ -]?[BCDFGHJ-NPR-TV-Z]{3}",
    "fr-it": r"[A-HJ-NP-TV-Z]{2}[ -]?\d{3}[ -]?[A-HJ-NP-TV-Z]{2}",
    "pt": r"[A-Z]{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}",
    "nl": r"[A-Z]{1,2}-\d{3}-[A-Z]{1,2}|\d{1,2}-[A-Z]{2,3}-\d{1,2}|[A-Z]{2}-[A-Z]{2}-\d{2}|\d{2}-[A-Z]{2}-[A-Z]{2}",
    "br": r"[A-Z]{3}-?\d[A-Z0-9]\d{2}",
    "tr": r"(?:0[1-9]|[1-7]\d|8[01]) ?[A-Z]{1,3} ?\d{2,4}",
    "ng": r"[A-Z]{3}[ -]?\d{3} ?[A-Z]{2}",
    "de": r"[A-Z]{1,3}[ -][A-Z]{1,2} ?\d{1,4}[EH]?",
    "us": r"\d[A-Z]{3}\d{3}|[A-Z]{3}[ -]?\d{3,4}|\d{3}[ -]?[A-Z]{3}",
}  # fmt: skip
_ANY = re.compile(rf"(?:{'|'.join(_SHAPES.values())})(?![A-Za-z0-9])", re.IGNORECASE)
# Those that are hardly anything else when they are the whole message.
_DISTINCT = re.compile(
    "|".join(_SHAPES[k] for k in ("gb", "gb-prefix", "gb-suffix", "in", "ng", "tr", "pt", "es"))
    + r"|[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}",
    re.IGNORECASE,
)
_UNITS = frozenset(["KB", "MB", "GB", "TB", "KG", "KM", "CM", "MM", "ML", "AM", "PM"])
_TOKEN = re.compile(r"(?=[A-Z0-9 \-]{0,8}[0-9])[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{1,4}){0,3}(?![A-Za-z0-9])")
_FILLER = re.compile(
    r"(?:[\s:#=.,()'\"\-\xe0]|(?i:numbers?|no|nr|num|nummer|numero|numaras|is|was|were|my|the|of|es|est|ist|lautet|e|mi|do|da|de|del|carro|coche|auto)"
    r"(?![A-Za-z0-9]))*"
)
_WORD = re.compile(r"[0-9A-Za-z]+")
_ALSO = re.compile(r"\s*(?:,|&|and|und|et|y|e|en|or|ve)\s+")
_LEAD, _LONGEST = 6, 18  # bytes before the digits of a plate that is the whole message, and from there on


def _free(text: str, start: int, end: int) -> bool:
    return not (end < len(text) and (is_plain(ord(text[end])) or text[end] in "@%")) and not (
        start and is_plain(ord(text[start - 1]))
    )


def _accept(candidate: Candidate) -> Iterator[Hit]:
    start = candidate.end
    text = candidate.buffer[start : min(candidate.ceiling, start + 80)].decode("latin-1")
    filled = _FILLER.match(text)
    position = filled.end() if filled else 0
    certain = _is_sure(candidate.text)
    while True:
        plate = next(
            (m for m in (_ANY.match(text, position), _TOKEN.match(text, position) if certain else None) if _plate(text, m)),
            None,
        )
        if plate is None:
            return
        yield Hit(start + plate.start(), start + plate.end(), "LICENSE_PLATE", "plate-announced", compact(plate.group()))
        also = _ALSO.match(text, plate.end())
        if also is None:
            return
        position = also.end()


def _plate(text: str, found: re.Match[str] | None) -> bool:
    if found is None or not _free(text, *found.span()):
        return False
    plain = compact(found.group())
    return 4 <= len(plain) <= 10 and not plain.isdigit() and not plain.isalpha()


_sure = re.compile(f"(?:{'|'.join(_SURE)})", re.IGNORECASE)


def _is_sure(cue: str) -> bool:
    return _sure.fullmatch(cue) is not None


def _accept_whole(candidate: Candidate) -> Iterator[Hit]:
    floor, ceiling = candidate.floor, candidate.ceiling
    if candidate.start - floor > _LEAD or ceiling - candidate.start > _LONGEST:
        return
    text = candidate.buffer[floor:ceiling].decode("latin-1")
    first = len(text) - len(text.lstrip(" \n\t\"'(")) + floor
    last = floor + len(text.rstrip(" \n\t.,!?\"')"))
    word = candidate.buffer[first:last].decode("latin-1")
    # "16 GB 512", "10 am" are no plates of Turkey.
    letters = "".join(filter(str.isalpha, word))
    if letters in _UNITS or (len(letters) < 3 and not word.isupper()):
        return
    if _DISTINCT.fullmatch(word) and is_whole(candidate, first, last):
        yield Hit(first, last, "LICENSE_PLATE", "plate-whole", compact(word))


def _accept_answer(candidate: Candidate) -> Iterator[Hit]:
    text = candidate.buffer[candidate.start : min(candidate.end, candidate.start + 80)].decode("latin-1")
    starts = [word.start() for word in _WORD.finditer(text)]
    found = [
        plate
        for start in starts
        for plate in (_ANY.match(text, start), _TOKEN.match(text, start))
        if plate and _plate(text, plate)
    ]
    if found:
        # "is ab51" has the shape of one, but "ab51 abc" has more of it.
        plate = max(found, key=lambda each: len(each.group()))
        start, end = candidate.start + plate.start(), candidate.start + plate.end()
        yield Hit(start, end, "LICENSE_PLATE", "plate-answer", compact(plate.group()))


PLATES: tuple[Recogniser, ...] = (
    Recogniser(
        "plate",
        PATTERN,
        _accept,
        "high",
        rules=(
            Rule(
                "plate-announced",
                "LICENSE_PLATE",
                "licence plates",
                "words before it (en de fr es it nl pt tr), its shape",
                "GB IN DE FR ES IT NL PT BR TR NG US",
                "high",
                "DVLA, FZV, RDW, CMVR and their like",
            ),
        ),
    ),
    Recogniser(
        "plate-whole",
        r"[0-9]{1,4}[ \-]?[A-Za-z]{1,3}",
        _accept_whole,
        "high",
        longest=_LEAD + _LONGEST,
        rules=(
            Rule(
                "plate-whole", "LICENSE_PLATE", "a plate that is the whole message", "its shape", "GB IN ES FR PT TR NG", "high"
            ),
        ),
    ),
    Recogniser(
        "plate-answer",
        "",
        _accept_answer,
        "high",
        asked=frozenset({"plate"}),
        rules=(
            Rule("plate-answer", "LICENSE_PLATE", "a plate in the answer to a question for it", "the question", "", "high"),
        ),
    ),
)
