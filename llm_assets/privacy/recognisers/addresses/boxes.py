"""ADDRESS without a street: post-office boxes, military post, flats and suites with what stands around them, corners.

Validator: the words of a box and its number; the codes of military post (APO, FPO, DPO with AA, AE or AP and five digits);
for a flat, a number with a name before it, or a postal code after it. Source: USPS Publication 28 (sections 28 and 225, PSC,
CMR, UNIT, ships).
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.addresses.lines import street
from llm_assets.privacy.recognisers.addresses.numbered import WINDOW
from llm_assets.privacy.recognisers.addresses.postcodes import place, tail, units
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_BOX = (
    r"(?i:\bp\.? ?o\.? ?box|\b(?:post|postal|gpo|locked|private) ?(?:office )?(?:box|bag)|\bpostfach|\bpostbus|\bpostboks|"
    r"\bpostilokero|"
    r"\bapartado(?: de correos| postal)?|\bcasella postale|\bcaixa postal|\bboite postale|\bskrytka pocztowa|\bposta fiok|"
    r"\bpf\.|\bb\.?p\.)"
    r"\.?:? ?(?:n[o.]{0,2} |#|nr\.? )?[0-9]{1,7}"
)
_MILITARY = r"(?i:\b(?:apo|fpo|dpo),? (?:aa|ae|ap),? [0-9]{5}(?:-[0-9]{4})?)"
_UNIT = (
    r"(?i:\b(?:apt|suite|ste|apartment|flat|appt|apto|piso|puerta|interior|edif|dpto|depto|dto|wohnung|studio|"
    r"appartamento|oficina)\.? ?(?:no\.? ?)?#?[0-9]{1,5}[a-z]?\b)"
)
_CORNER = r"(?i:\b(?:the )?corner of |\besquina (?:de )?)[A-Za-z0-9]"
_GRID = (
    r"(?i:\b(?:calle|carrera|cra|cr|kr|cl|av|avda|avenida|diagonal|dg|transversal|tv)\b\.? ?(?:[0-9]{1,3}[a-z]{0,2}|"
    r"[a-z\xe0]+(?: [a-z\xe0]+)?)"
    r"(?: (?:bis|sur|este|norte|oeste))* ?(?:#|n[o\x80.]{1,2}) ?[0-9]{1,4}[a-z]{0,2}(?: ?- ?[0-9]{1,4})?(?: (?:sur|este|"
    r"norte|oeste)\b)?)"
)
_WITHOUT = r"(?i:,? s ?/ ?n)\b(?:[^:#=A-Za-z0-9 \x00\x01]| ?[-(0-9])"
_NAMED_WITHOUT = re.compile(r"(?:[A-Z\xe0][A-Za-z\xe0\x80.'-]*(?: (?:de|del|la|las|los|el|da|do|dos|di))* ){1,6}$")
_LED_BY_NUMBER = re.compile(r"(?<![0-9A-Za-z.,$-])[0-9]{1,6} $")
_POST = re.compile(
    r"(?i:(?<![a-z])(?:(?:psc|cmr|unit|ops|rr)\.? ?[0-9]{1,5}(?:,? ?box ?[0-9]{1,6})?|(?:uss|usns|usnv|uscgc|hmcs) [^\n\x01,"
    r";:]{2,40}?)[\s,]{1,3})$"
)
_NUMBER_AND_NAME = re.compile(
    r"(?<![0-9A-Za-z.,$-])[0-9]{1,6}[A-Za-z]?(?: [0-9]{1,5}[A-Za-z]?)?(?:,? [A-Za-z\xe0\x80][A-Za-z\xe0\x80.'/-]*){1,7}(?: "
    r"[0-9]{1,5}[A-Za-z]?\.?)?[\s,>?|*-]{1,12}$"
)
_NAME_AND_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:[A-Z\xe0][A-Za-z\xe0\x80.'-]* |(?:de|del|la|las|los|da|do|dos|di) ){1,6}(?:n[o\x80.]{1,2} "
    r")?[0-9]{1,5}[A-Za-z]?\.?[\s,>?|*-]{1,12}$"
)
_NUMBERS_AFTER = re.compile(r"[, ]{1,2}[0-9]{1,6}(?: [0-9]{1,5})? [A-Z\xe0a-z]")
_NAMED_AFTER = re.compile(
    r" [0-9]{1,6}(?: [0-9]{1,5})?((?: [A-Za-z\xe0\x80][A-Za-z\xe0\x80.'-]*){1,5} [0-9]{1,5}[A-Za-z]?)(?![0-9A-Za-z])"
)
_AND = re.compile(r" (?:and|&|at|y|e|und|et) ")
_ENDS = re.compile(r"(?: (?i:street|st|ave|road|rd)\b\.?)?")


def _after(candidate: Candidate, start: int) -> str:
    return candidate.buffer[start : min(candidate.ceiling, start + WINDOW)].decode("latin-1").partition("\x01")[0]


def _lead(candidate: Candidate, width: int) -> str:
    return (
        candidate.buffer[max(candidate.floor, candidate.start - width) : candidate.start]
        .decode("latin-1")
        .rpartition("\x01")[2]
    )


def _accept_box(candidate: Candidate) -> Iterator[Hit]:
    if not candidate.alone():
        return
    text = _after(candidate, candidate.start)
    size = len(candidate.text)
    small = text.islower()
    # What follows a box may be a street, a flat, a city.
    line = street(text, size + 1) if text[size : size + 1] == " " else None
    end = units(text, size, loose=False)
    if end == size and line is not None and units(text, line.end) > line.end:
        end = units(text, line.end)
    end, _ = tail(text, end, small)
    earlier = _LED_BY_NUMBER.search(_lead(candidate, 8))
    first = candidate.start - (len(earlier[0]) if earlier else 0)
    yield Hit(first, candidate.start + end, "ADDRESS", "address-box", text[:end].lower())


def _accept_grid(candidate: Candidate) -> Iterator[Hit]:
    if candidate.alone():
        text = _after(candidate, candidate.start)
        end, _ = tail(text, units(text, len(candidate.text), loose=True))
        yield Hit(candidate.start, candidate.start + end, "ADDRESS", "address-grid", text[:end].lower())


def _accept_without(candidate: Candidate) -> Iterator[Hit]:
    """A name with `s/n` (sin número): Hermanos Falcó, s/n."""
    name = _NAMED_WITHOUT.search(_lead(candidate, 64).rstrip(" ,") + " ")
    if name is not None and len(name[0]) > 5:
        first = candidate.start - len(name[0].rstrip(" "))
        text = _after(candidate, candidate.start)
        size = re.match(r"[, ]*s ?/ ?n", text, re.I).end()  # type: ignore[union-attr]
        end, _ = tail(text, size)
        yield Hit(first, candidate.start + end, "ADDRESS", "address-named", text[:end].lower())


def _accept_military(candidate: Candidate) -> Iterator[Hit]:
    if candidate.alone():
        post = _POST.search(_lead(candidate, 64))
        first = candidate.start - (len(post[0]) if post else 0)
        yield Hit(first, candidate.end, "ADDRESS", "address-military", candidate.text.lower())


def _accept_unit(candidate: Candidate) -> Iterator[Hit]:
    if not candidate.alone():
        return
    text = _after(candidate, candidate.start)
    size = len(candidate.text)
    small = text.islower()
    lead = _lead(candidate, 88)
    earlier = _NUMBER_AND_NAME.search(lead) or _NAME_AND_NUMBER.search(lead)
    end = units(text, size)
    first = candidate.start - (len(earlier[0]) if earlier else 0)
    after = None
    if earlier is None and (numbers := _NUMBERS_AFTER.match(text, end)):
        # The flat comes first: Apt. 630 39 Rincon 9082, Flat 4, 12 High Street.
        line = street(text, numbers.end() - 1)
        named = _NAMED_AFTER.match(text, end)
        after = line.end if line is not None and (line.certainty or line.house) else named.end() if named else None
        end = after or end
    final, strong = tail(text, units(text, end), small)
    if earlier is not None or after is not None or strong:
        final = place(text, final) if final == size else final
        yield Hit(first, candidate.start + final, "ADDRESS", "address-unit", text[:final].lower())


def _accept_corner(candidate: Candidate) -> Iterator[Hit]:
    text = _after(candidate, candidate.start)
    place = len(candidate.text) - 1
    ends: list[tuple[int, int]] = []
    for _ in range(2):
        number = re.compile("[0-9]{1,6}[A-Za-z]? (?=[A-Za-z\xe0])").match(text, place)
        line = street(text, number.end() if number else place)
        if line is None:
            break
        end = line.end
        # "Hanne and King Street": a line of names runs through.
        joint = _AND.search(text, place, end) or _AND.match(text, _ENDS.match(text, end).end())  # type: ignore[union-attr]
        ends.append((joint.start() if joint and not ends else end, bool(line.certainty)))
        if joint is None or len(ends) == 2:
            break
        place = joint.end()
    if len(ends) == 2 and any(certainty for _, certainty in ends):
        end = ends[1][0]
        end = _ENDS.match(text, end).end()  # type: ignore[union-attr]
        yield Hit(candidate.start, candidate.start + end, "ADDRESS", "address-corner", text[:end].lower())


_UNIT_RULE = Rule(
    "address-unit",
    "ADDRESS",
    "any number and name beside a flat or suite: 12 Gardenia, Apt 4",
    "the word for a flat, and a number beside a name",
    level="high",
    source="USPS Publication 28, appendix C2",
)
BOXES = (
    Recogniser("address-box", _BOX, _accept_box, "high", rules=(
        Rule("address-box", "ADDRESS", "P.O. Box 123, Postfach 10 20, Apartado de Correos 134, with what follows",
        "the words of a box, a number",
             level="high", source="USPS Publication 28"),)),
    Recogniser("address-military", _MILITARY, _accept_military, "high", rules=(
        Rule("address-military", "ADDRESS", "PSC 123, Box 456, APO AE 09012; USS Name, FPO AP 96601",
        "APO, FPO or DPO with AA, AE or AP and a ZIP",
             "US", level="high", source="USPS Publication 28"),)),
    Recogniser("address-unit", _UNIT, _accept_unit, "high", rules=(_UNIT_RULE,)),
    Recogniser("address-grid", _GRID, _accept_grid, "high", rules=(
        Rule("address-grid", "ADDRESS", "streets by number: Carrera 7 # 71-21, Av. 2 N° 7910",
        "the word of streets, and # or N°", "CO AR",
             level="high", source="DANE (Colombia), nomenclatura vial"),)),
    Recogniser("address-without", _WITHOUT, _accept_without, "high", rules=(_UNIT_RULE,)),
    Recogniser("address-corner", _CORNER, _accept_corner, "high", rules=(
        Rule("address-corner", "ADDRESS", "the corner of two streets", "a word of streets in one of them", level="high"),)),
)  # fmt: skip
