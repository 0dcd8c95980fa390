"""What comes after a street: units, city, state, postal code, country.

Validator: the form of the postal code, or the code of a state. Source: the postal code forms and region lists that the
Universal Postal Union's members publish, as collected in Google's address data (chromium-i18n `postcode` and `sub_keys`);
USPS Publication 28.
"""

import re

from llm_assets.privacy.recognisers.addresses.countries import COUNTRY
from llm_assets.privacy.recognisers.addresses.streets import PARTICLES
from llm_assets.privacy.recognisers.dates.months import NAMES

# Forms that are hardly anything else, then plain digits.
FORMS = (
    r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}|[A-Z][0-9][A-Z][ -]?[0-9][A-Z][0-9]|[0-9]{4} ?[A-Z]{2}|[0-9]{5}-[0-9]{3,4}|"
    r"[0-9]{4}-[0-9]{3}"
    r"|[0-9]{2}-[0-9]{3}|[0-9]{3}-[0-9]{4}|[A-Z][0-9][0-9W] ?[0-9A-Z]{4}|[A-Z]{1,3}-[0-9]{4,5}"
)
_STRONG = re.compile(rf"(?:{FORMS})(?![0-9A-Za-z]|-[0-9])")
_PLAIN = re.compile(r"(?:[0-9]{4,6}|[0-9]{3} [0-9]{2,3}|[0-9]{8}(?= [A-Z\xe0]))(?![0-9A-Za-z]|[.,:][0-9]|-[0-9])")
_YEAR = re.compile("(?:19|20)[0-9]{2}$")
_US = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR PA "
    "PR RI SC SD TN TX UT VA VT WA WI WV WY"
)
STATES = frozenset(
    f"{_US} AB BC MB NB NL NS NT NU ON PE QC SK YT NSW VIC QLD SA TAS ACT AC AP AM BA CE DF ES GO MA MT MS MG PA PB PR PE "
    f"PI RJ RN "
    f"RS RO RR SC SP SE TO AA AE".split()
)
_US_SMALL = frozenset(_US.lower().split())
_COUNTRY = re.compile(rf"(?i:{COUNTRY})(?![A-Za-z])")
_WORD = re.compile(r"[A-Za-z\xe0][A-Za-z\xe0\x80.'/-]*")
_JOINT = re.compile(r"(?:[ \t]*[,;.(/-]?[ \t]*(?:[\r\n][\s>|*?:,\x80-]{0,12})?[( ]{0,2}|[ \t]+)")
_ENDS = re.compile(r"[ ]*(?:[,.;)\r\n]|$)")
_PARTED = re.compile(r"[,;.(\r\n]")
_LINE = re.compile(r"[\r\n]")
_DISTRICT = re.compile(r"[0-9]{1,2}(?=[,\n])")  # Karlovy Vary 17
_PROVINCE = re.compile(r" ?\((?:[A-Za-z\xe0][A-Za-z\xe0 .'-]{1,24})\)| (?:/ ?)?[A-Z]{2}(?![A-Za-z])")
# In small letters a city is any word but these.
_COMMON = frozenset(
    "and or but for is was are were be to at on in of by with from that this it its i we you he she they my your our his "
    "her their a an "
    "the not no so if then when where who what which please thanks thank because about after before until can could would will "
    "now today thanks please should may might must have has had do does did want need get got go going there here just now "
    "only also very number phone code "
    "e-mail email call order account id zip".split()
)
# What begins the next thing that is told, and no city.
_NEXT = frozenset("tel telefon telefono telefone telephone phone fax email e-mail mail mobile mobil mob handy cell cel".split())
_IN_CITIES = frozenset("an am im in bei ob v na pri a nad pod der dem den vor upon on under".split())
_MOST_WORDS, _REACH = 9, 160
_PLACE = re.compile(r"(?: [A-Z\xe0][A-Za-z\xe0.'-]*){1,4}(?=[ ]?(?:[.,;?!\r\n]|$))")
_BREAK = r"[ ,.;-]{0,3}(?:[\r\n][\s>|*?:\x80]{0,12})?"
_KEYED = (
    r"(?:(?:apt|apartment|suite|ste|unit|flat|room|rm|floor|fl|bldg|building|lot|spc|dept|appt|appartement|bat|batiment|"
    r"etage|esc|escalera|"
    r"piso|planta|puerta|pta|dpto|depto|departamento|dto|torre|etapa|casa|bodega|bloque|manzana|studio|appartamento|oficina|"
    r"local|int|interior|interno|piano|scala|apto|apartamento|bloco|sala|andar|loja|edif|edificio|"
    r"wohnung|whg|stiege|boite|bte|lok|lokal|lgh|stock)\b\.? ?(?:n[o.]{0,2} ?(?=[0-9])|#|:)? ?(?:[0-9]{1,5}[a-z]?(?:[ "
    r"-]?[a-z])?\b|[a-z]\b)"
    r"|\# ?[0-9]{1,5}[a-z]?\b|[0-9]{1,2}(?:st|nd|rd|th) floor\b)"
)
_LOOSE = (
    r"(?:(?:bl|sc|ap|et|of)\. ?[0-9]{1,4}\b|bajos?\b(?: [a-z]\b)?|s ?/ ?n\b|(?:bus|top|tur|m\.) ?[0-9]{1,4}\b|#[0-9]{1,"
    r"6}(?: [0-9] [a-z]\b)?"
    r"|[0-9]{1,2}[. ]{0,2}[oa\x80\xe0]{1,2}[. ]{0,2}(?:-? ?[0-9](?![0-9])|[a-h]\b|dcha\b|izda\b|izq\b|der\b)?(?![A-Za-z0-9])"
    r"|[0-9]{1,3} ?,? ?(?:[a-h]|dcha|izda|izq|der)\b|(?<=, )[0-9]{1,2}(?:, ?[a-h])?(?![0-9A-Za-z-]| [a-z]{4})|(?<=, "
    r")[a-h]\b|rd ?[0-9]{1,2}\b|(?<=[0-9] )[0-9]{1,4}(?=\r?\n)|- ?[0-9]{1,3}\b)"
)
KEYED_UNIT = re.compile(f"(?i:{_BREAK}{_KEYED})")
_ANY_UNIT = re.compile(f"(?i:{_BREAK}(?:{_KEYED}|{_LOOSE}))")


def units(text: str, position: int, loose: bool = False) -> int:
    """Past the flats, floors and suites that stand at a position; loose: also where only numbers and letters say so (2º B)."""
    form = _ANY_UNIT if loose else KEYED_UNIT
    for _ in range(3):
        match = form.match(text, position)
        if match is None:
            break
        position = match.end()
    return position


def place(text: str, position: int) -> int:
    """Past a few names that end a line or clause, after a flat that something confirms: Apt. 4 Springfield."""
    match = _PLACE.match(text, position)
    return match.end() if match else position


def tail(text: str, position: int, small: bool = False) -> tuple[int, bool]:
    """(end, strong): past the city, state, postal code and country that stand at a position, or the position where nothing
    confirms them; strong: the postal code could hardly be anything else. small: the text is written in small letters."""
    reached, end, strong, words, code = position, position, False, 0, False
    parted = lined = stated = False
    stop = min(len(text), position + _REACH)
    while words < _MOST_WORDS and reached < stop:
        joint = _JOINT.match(text, reached)
        here = joint.end() if joint else reached
        if here >= stop or here == reached:
            break
        broken = _PARTED.search(text, reached, here) is not None
        parted, lined = parted or broken, lined or _LINE.search(text, reached, here) is not None
        if code and not broken and words >= 4:
            break
        found = None if code else _code(text, here, words, parted, small)
        if stated and found is None and (plain := _PLAIN.match(text, here)):
            found = plain.end(), True
        if found is not None:
            reached, certain = found
            code, strong = True, strong or certain or (lined and (words == 0 or _ENDS.match(text, reached) is not None))
            end = reached
            words = 0 if words == 0 else 5
            continue
        if (country := _COUNTRY.match(text, here)) and (broken or code or words) and _capital(text, here, small):
            reached = end = country.end()
            words += 1
            continue
        word = _WORD.match(text, here)
        if word is None:
            if words and not code and (district := _DISTRICT.match(text, here)):
                reached = district.end()
                continue
            break
        low = word[0].lower().rstrip(".")
        if low in NAMES or low in _NEXT:
            break
        if word[0] in STATES and (words or broken) and not code:
            reached, stated = word.end(), True
            end = reached if "," in text[position:here] or words else end
            continue
        if small and low in _US_SMALL and words and re.match(r",? [0-9]{5}\b", text[word.end() : word.end() + 8]):
            reached = word.end()
            continue
        if not _capital(text, here, small) and low not in PARTICLES and not (code and low in _IN_CITIES):
            whole = re.match(r"[ ]*(?:[\r\n]|$)", text[word.end() : word.end() + 4]) is not None
            if code and lined and words and whole and text[reached:here] == " " and word[0].isalpha() and low not in _COMMON:
                end = word.end()  # Novo mesto
            break
        if small and low in _COMMON:
            break
        words += 1
        reached = word.end()
        if code:
            # After a code stands its city: to the end of the line or clause.
            if words > 4 or (broken and words > 1):
                break
            if low not in PARTICLES and low not in _IN_CITIES:
                end = word.start() + len(word[0].rstrip("."))
    if code and end > position and (province := _PROVINCE.match(text, end)):
        end = province.end()
    return end, strong


def _code(text: str, here: int, words: int, broken: bool, small: bool) -> tuple[int, bool] | None:
    """(end, strong) of a postal code."""
    if (
        small
        and (match := re.compile(rf"(?i:{FORMS})(?![0-9A-Za-z])").match(text, here)) is not None
        and not match[0].isdigit()
    ):
        return match.end(), True
    if match := _STRONG.match(text, here):
        return match.end(), not _YEAR.match(match[0])
    match = _PLAIN.match(text, here)
    if match is None or (not words and not _city_follows(text, match.end(), small)):
        return None
    if _YEAR.match(match[0]) and not (broken and _city_follows(text, match.end(), small)):
        return None
    return match.end(), len(match[0]) >= 5 and broken


def _city_follows(text: str, end: int, small: bool) -> bool:
    end += text[end : end + 1] == ","
    return text[end : end + 1] in (" ", "\n") and _WORD.match(text, end + 1) is not None and _capital(text, end + 1, small)


def _capital(text: str, here: int, small: bool) -> bool:
    return small or text[here].isupper() or text[here] == "\xe0"
