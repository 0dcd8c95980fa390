"""The words of a header: `customerEmail_2`, `Customer E-Mail` and `CUSTOMER_EMAIL` are the same ones."""

import re

from anyascii import anyascii

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^a-z0-9]+")
# Letters that belong to their own spelling before accents go: `Straße`, `Größe`.
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_SHORT = {
    "addr": "address",
    "adr": "address",
    "amt": "amount",
    "cd": "code",
    "cntry": "country",
    "ctry": "country",
    "cty": "city",
    "cust": "customer",
    "desc": "description",
    "descr": "description",
    "dt": "date",
    "dttm": "datetime",
    "dte": "date",
    "emp": "employee",
    "fst": "first",
    "frst": "first",
    "lst": "last",
    "mob": "mobile",
    "msg": "message",
    "nbr": "number",
    "nm": "name",
    "num": "number",
    "ph": "phone",
    "phn": "phone",
    "pcode": "postcode",
    "pt": "patient",
    "qty": "quantity",
    "subj": "subject",
    "tele": "telephone",
    "tm": "time",
    "txt": "text",
    "usr": "user",
    "zp": "zip",
}


def words_of(header: str) -> tuple[str, ...]:
    """The words of a header in ASCII and lower case, with usual short forms written out; a number at its end falls away."""
    text = anyascii(_CAMEL.sub(" ", header.translate(_SPELT))).lower().replace("e-mail", "email").replace("e_mail", "email")
    found = [word for word in _OTHER.sub(" ", text).split() if word]
    while len(found) > 1 and found[-1].isdigit() and found[-2] not in ("line", "address", "icd"):
        found.pop()
    return tuple(_SHORT.get(word, word) for word in found)
