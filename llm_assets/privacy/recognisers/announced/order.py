"""ID_OTHER by its form alone: orders, bookings and claims as shops write them, ORD-36-900562, RYX-375773, and parcels of UPS.

No validator: two to five capitals, a hyphen, and six digits or more, or five behind a group of two to four. What standards,
vulnerabilities, products and versions are called by (`ISO-27001-2022`, `CVE-2024-12345`, `RTX-4090`) has fewer digits or is
listed. A parcel needs a word for it before: 1Z and three groups of digits (UPS). Level high.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, any_word, is_plain

PATTERN = r"\b[A-Z]{2,5}-(?:[0-9]{6,12}|[0-9]{2,4}-[0-9]{5,10})\b|\b1Z (?:[0-9]{2,8} ){2}[0-9]{3,8}\b"
# What is published under such a name is nobody's.
_PUBLIC = frozenset(
    "CVE CWE CAPEC GHSA RHSA RHBA USN DSA MS KB ISO IEC EN DIN BS NF UNE UNI ANSI IEEE ASTM SAE JIS RFC UTF ISBN ISSN EAN UPC "
    "GTIN SKU DOI PMID PMC NCT ARXIV CAS UN EC EU ICD PEP JEP JSR JDK BUG LP GMT UTC ETA FW HW SW BIOS REV VER PN SN".split()
)
_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_of_things = any_word(
    "version ver release build firmware model part parts sku article product item items driver patch update catalog catalogue "
    "modell artikel produkt modele article produit modelo producto articulo modello prodotto articolo artikelnummer".split()
)
_sent = any_word(
    "tracking track parcel package shipment ups delivery sendung paket colis paquete envio pacco pakket encomenda".split()
)


def _accept(candidate: Candidate) -> Iterator[Hit]:
    buffer, start, end, text = candidate.buffer, candidate.start, candidate.end, candidate.text
    if start > candidate.floor and buffer[start - 1] in b"-_.@/\\=\xe0":
        return
    if end < candidate.ceiling and (
        buffer[end] in b"-_@/\\\xe0" or (end + 1 < candidate.ceiling and buffer[end] in b".:," and is_plain(buffer[end + 1]))
    ):
        return
    if text.startswith("1Z "):
        found = _sent(candidate.context(32))
    else:
        prefix, _, number = text.partition("-")
        found = prefix not in _PUBLIC and not _DAY.fullmatch(number) and not _of_things(candidate.context(24))
    if found:
        yield Hit(start, end, "ID_OTHER", "id-form", "".join(filter(str.isalnum, text.lower())))


ORDER = Recogniser(
    "order",
    PATTERN,
    _accept,
    "high",
    rules=(
        Rule(
            "id-form",
            "ID_OTHER",
            "ORD-36-900562, RYX-375773; 1Z 501 45 4192 after a word for parcels",
            "the form; no name of a standard, a product or a version",
            level="high",
        ),
    ),
)
