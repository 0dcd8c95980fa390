"""NATIONAL_ID and its like by their check digits: the forms of `europe` and `world`, validated mostly by python-stdnum.

A form's sure shapes count wherever they stand. Its weak ones, which one number in ten passes, need words before or after them
that announce such a number, or (level high) must be all that a message says.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from phonenumbers import PhoneNumber, is_valid_number
from stdnum import luhn

from llm_assets.privacy.characters import LETTER
from llm_assets.privacy.recognisers.national.europe import EUROPE
from llm_assets.privacy.recognisers.national.form import Form, Forms, skeleton
from llm_assets.privacy.recognisers.national.world import AFRICA_OCEANIA, AMERICAS, ASIA
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, any_word, is_plain

FORMS = Forms((*EUROPE, *AMERICAS, *ASIA, *AFRICA_OCEANIA))

# Six digits in a row, however grouped; digits, letters, digits; four digits and a letter. Each begins with a digit, for the
# scan goes on behind the letters of a word that another recogniser refused; or with the bracket of what may be a telephone.
PATTERN = r"\(?[0-9](?:[ .\-/:]?[0-9]){5}|[0-9]{1,6}[A-Za-z]{1,5}[ \-]?[0-9]|[0-9]{4,5}[A-Za-rt-z]"

ANY_ID = any_word(
    "id number,id no,id card,identity,identification,national id,citizen,resident,social security,tax id,tax number,"
    "tax no,taxpayer,registration number,personnummer,personalausweis,ausweisnummer,steuernummer,sozialversicherung,"
    "sozialversicherungsnummer,securite sociale,numero de securite,carte d'identite,piece d'identite,numero fiscal,"
    "documento de identidad,identificacion,seguridad social,cedula,contribuyente,codice fiscale,carta d'identita,"
    "documento d'identita,identiteitskaart,burgerservicenummer,bilhete de identidade,cartao de cidadao,identidade,"
    "numero de contribuinte,seguranca social".split(",")
)  # fmt: skip
_OTHER = any_word(
    "phone,tel,telephone,mobile,cell,call,fax,whatsapp,telefon,telefono,telefone,handy,movil,celular,portable,"
    "telefoon,order,tracking,invoice,parcel,shipment,ticket,booking,reference,ref,case,transaction,sku,isbn,ean,gtin,"
    "upc,serial,bestellung,bestellnummer,rechnung,sendung,pedido,factura,commande,facture,ordine,fattura,bestelling,"
    "factuur".split(",")
)  # fmt: skip

# Countries whose words are written otherwise than in Latin letters.
_OTHER_SCRIPTS = frozenset(["TH", "KR", "JP", "CN", "TW", "HK", "RU", "UA", "BG", "GR", "IL", "IR", "SA", "AE", "EG", "IN"])
_SHORTEST, _LONGEST = 7, 34
_GROUP = re.compile(r"[0-9A-Za-z]+")
_WORD = re.compile(r"[A-Za-z]{4}")
_JOINTS = frozenset(" .-/:(")
_NO_JOINTS = str.maketrans("", "", " .-/:()")
_DIGIT_ROW = re.compile(r"\d+")
_PHONE = re.compile(r"[2-9]\d\d-[2-9]\d\d-\d{4}")
_EDGE = frozenset(" \t\n.,:;!?\"'()[]-#")

Window = tuple[int, int, str]


def windows(candidate: Candidate) -> tuple[Window, ...]:
    """What may be one number at a candidate, the longest first: start and end in the view, and the text between."""
    return _windows(candidate.buffer, candidate.start, candidate.floor, candidate.ceiling)


# Three recognisers look at each row of digits in turn. A buffer keeps its own hash.
@lru_cache(maxsize=4)
def _windows(buffer: bytes, begin: int, floor: int, ceiling: int) -> tuple[Window, ...]:
    anchor = start = begin + (buffer[begin] == ord("("))
    while start > floor and is_plain(buffer[start - 1]):
        start -= 1
        # A digit further left: this was looked at from there.
        if anchor - start > 8 or buffer[start] < ord("A"):
            return ()
    before = buffer[max(floor, start - 2) : start]
    inside = len(before) == 2 and is_plain(before[0]) and before[0] < ord("A")
    # Inside a longer row of digits there is no number of its own, but words of digits may follow each other.
    if inside and before[1] in b"-./:,_":
        return ()
    spaced = inside and before[1] == ord(" ")
    limit = min(ceiling, start + _LONGEST)
    text = buffer[start:limit].decode("latin-1")
    ends: list[int] = []
    position = 0
    while (group := _GROUP.match(text, position)) is not None:
        at = start + group.end()
        if at == limit < ceiling and is_plain(buffer[at]):
            break
        if at - start >= _SHORTEST:
            ends.append(at)
        joint = text[group.end() : group.end() + 1]
        if joint not in _JOINTS or (spaced and joint == " ") or _WORD.match(text, group.end() + 1):
            break
        position = group.end() + 1
        # Only "A123456 (7)" has two characters between its groups.
        if text[group.end() : position + 1] == " (":
            position += 1
    if not ends:
        return ()
    starts = [start]
    lead = _lead(buffer, floor, start)
    if lead < start:
        starts.insert(0, lead)
    elif start < anchor and buffer[start:anchor].islower() and anchor - start < 5:
        starts.append(anchor)
    return tuple((first, end, buffer[first:end].decode("latin-1")) for first in starts for end in reversed(ends))


def _lead(buffer: bytes, floor: int, start: int) -> int:
    """Where up to four letters begin that stand before a number, one space or hyphen away: "AB 12 34 56 C"."""
    left = start - 1
    if left <= floor or buffer[left] not in b" -":
        return start
    while left > floor and buffer[left - 1] >= ord("A") and is_plain(buffer[left - 1]) and start - left < 6:
        left -= 1
    touched = left > floor and is_plain(buffer[left - 1])
    return start if touched or left == start - 1 else left


def stands_free(candidate: Candidate, start: int, end: int, text: str) -> bool:
    """Whether a window is no part of a longer number, code, amount or address."""
    buffer = candidate.buffer
    left = buffer[max(candidate.floor, start - 2) : start].decode("latin-1")
    right = buffer[end : min(candidate.ceiling, end + 2)].decode("latin-1")
    if left and (left[-1] in "$@+=&%" or (len(left) > 1 and left[0].isdigit() and left[1] in "-./:,_")):
        return False
    if right and (
        right[0] in "@%="
        or (len(right) > 1 and is_plain(ord(right[1])) and (right[0] in "-_" or (right[1].isdigit() and right[0] in "./:,")))
    ):
        return False
    if " " in text and text[0].isdigit() and len(left) > 1 and left[0].isdigit() and left[1] == " ":
        return False
    return not (" " in text and text[-1].isdigit() and len(right) > 1 and right[0] == " " and right[1].isdigit())


def is_whole(candidate: Candidate, start: int, end: int) -> bool:
    """Whether a window is all that its text says."""
    buffer, floor, ceiling = candidate.buffer, candidate.floor, candidate.ceiling
    if start - floor > 4 or ceiling - end > 4:
        return False
    return all(chr(byte) in _EDGE for byte in buffer[floor:start] + buffer[end:ceiling])


def in_other_script(candidate: Candidate, start: int, end: int) -> bool:
    """Whether the words around a window are of a script without Latin letters: what they announce cannot be read."""
    around = (
        candidate.buffer[max(candidate.floor, start - 32) : start] + candidate.buffer[end : min(candidate.ceiling, end + 32)]
    )
    return around.count(LETTER) >= 3 and not any(is_plain(byte) and byte >= ord("A") for byte in around)


def compact(text: str) -> str:
    """A number without what joins its groups, in capitals."""
    return text.translate(_NO_JOINTS).upper()


def _hit(candidate: Candidate, start: int, end: int, form: Form, rule: str) -> Hit:
    if candidate.buffer[start:end].count(b"(") and end < candidate.ceiling and candidate.buffer[end : end + 1] == b")":
        end += 1
    return Hit(start, end, form.entity, rule, compact(candidate.buffer[start:end].decode("latin-1")))


def _accept(candidate: Candidate) -> Iterator[Hit]:
    for start, end, text in windows(candidate):
        shape = skeleton(text)
        forms = FORMS.of(shape)
        if not forms or not stands_free(candidate, start, end, text):
            continue
        around, number = _around(candidate, start, end), compact(text)
        # Words are asked before check digits, which cost more.
        said = FORMS.said(shape, around)
        identity = len(said) < len(forms) and ANY_ID(around)
        valid = [(form, sure) for form, sure in forms if (sure or identity or form in said) and form.valid(number)]
        for form, sure in valid:
            if form in said:
                yield _hit(candidate, start, end, form, form.name if sure else f"{form.name}-announced")
                return
        # A row of digits after "order" or "phone" is what these say; a word in small letters before digits is a nickname.
        other = text.isdigit() and (_OTHER(around) or _is_card(text) or _is_time(text))
        if valid and not other and (not text[:4].isalpha() or text.isupper()):
            form, sure = valid[0]
            yield _hit(candidate, start, end, form, form.name if sure else f"{form.name}-announced")
            return


def _valid(text: str) -> list[tuple[Form, bool]]:
    """The forms whose shape a text has and whose validator it passes, the sure ones first."""
    forms = FORMS.of(skeleton(text))
    number = compact(text) if forms else ""
    return [(form, sure) for form, sure in forms if form.valid(number)]


def checked_end(candidate: Candidate, start: int) -> int:
    """Where the longest number ends that begins at a place and passes a form's validator; the place itself if none does."""
    there = Candidate(candidate.buffer, start, candidate.end, candidate.floor, candidate.ceiling, candidate.before)
    return next((end for first, end, text in windows(there) if first == start and _valid(text)), start)


def _is_card(digits: str) -> bool:
    """Whether digits may as well be a bank card's: `numbers` decides."""
    return 14 <= len(digits) <= 19 and digits[0] in "3456" and luhn.is_valid(digits)


def _is_time(digits: str) -> bool:
    """Whether digits may as well be a moment of this century, YYYYMMDDhhmmss."""
    return len(digits) == 14 and digits[:2] == "20"


def _around(candidate: Candidate, start: int, end: int) -> str:
    """The words before a window, and those right after it."""
    around = Candidate(candidate.buffer, start, end, candidate.floor, candidate.ceiling, candidate.before)
    return f"{around.context(48)} \n {around.following(24)}"


def _is_dialled(text: str) -> bool:
    """Whether ten digits in a row are a telephone of North America: an area and an exchange that are in use."""
    return len(text) == 10 and text.isdigit() and is_valid_number(PhoneNumber(country_code=1, national_number=int(text)))


def _accept_whole(candidate: Candidate) -> Iterator[Hit]:
    short = candidate.start - candidate.floor <= 12 and candidate.ceiling - candidate.start <= _LONGEST + 4
    if not short and not in_other_script(candidate, candidate.start, min(candidate.ceiling, candidate.start + 13)):
        return
    for start, end, text in windows(candidate):
        foreign = not is_whole(candidate, start, end)
        if foreign and not (stands_free(candidate, start, end, text) and in_other_script(candidate, start, end)):
            continue
        # What North America dials is a telephone, or nothing; and so is what answers a question for one.
        if (
            _PHONE.fullmatch(text)
            or _is_dialled(text)
            or _OTHER(candidate.before[-200:].lower())
            or (text.isdigit() and _is_card(text))
        ):
            return
        for form, _ in _valid(text):
            if form.strict and (not foreign or form.region in _OTHER_SCRIPTS):
                yield _hit(candidate, start, end, form, f"whole-{form.name}")
                return


CHECKED = Recogniser("national", PATTERN, _accept, "low", rules=tuple(form.rule() for form in FORMS.all))
WHOLE = Recogniser(
    "national-whole", PATTERN, _accept_whole, "high",
    rules=(
        Rule(
            "whole", "NATIONAL_ID", "any of the numbers with a check digit, as the whole message", "that check digit", "",
            "high", "as above",
        ),
    ),
)  # fmt: skip
