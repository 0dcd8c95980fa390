"""ID_OTHER by context: numbers of accounts, customers, orders, bookings, claims, invoices, tickets, contracts, policies,
patients, employees and their like, after the words that announce them in eight languages; BANK_ACCOUNT where a word for a
bank stands near.

No validator: the value holds a digit; four characters, three after a word for number. Quantities, years, prices and dates
are left alone (`quantity`). Spanish health records: NHC, NASS, CIPA and the number of a collegiate member (MEDDOCAN
guidelines). Level high.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.announced.quantity import is_counted, is_date_or_time, is_round, is_year
from llm_assets.privacy.recognisers.card import is_card
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, any_word

# Whose number it is. English and Romance words stand apart from the word for number, German and Dutch ones are one with it.
_NOUNS = (
    r"accounts?|acct|acc|a/c|acnt|customer|client|member(?:ship)?|subscriber|orders?|booking|reservation|confirmation|"
    r"claims?|invoice|"
    r"tickets?|case|ref(?:erence)?|tracking|contract|policy|patient|medical record|health record|chart|mrn|employee|emp|"
    r"staff|personnel|"
    r"student|loyalty|frequent flyer|mileage|rewards?|transaction|txn|receipt|application|registration|subscription|"
    r"shipment|parcel|"
    r"consignment|purchase order|work order|service request|support request|incident|rma|licence|badge|dossier|voucher|"
    r"gift ?card|payment|"
    r"docket|enrolment|enrollment|beneficiary|insurance|group|user|uhid|ein|vendor|supplier|merchant|pnr|record locator|"
    r"itinerary|quote|"
    r"aktenzeichen|az|vorgang|auftrag|bestellung|rechnung|kunde|vertrag|konto|buchung|sendung|referenz|akte|"
    r"commande|compte(?: bancaire)?|facture|contrat|reservation|adherent|suivi|sinistre|matricule|etudiant|abonne|colis|"
    r"sejour|securite sociale|"
    r"pedido|cliente|cuenta(?: bancaria)?|factura|poliza|contrato|socio|reserva|caso|expediente|historia clinica|historia|"
    r"colegiado|col|seguimiento|referencia|"
    r"afiliacion|empleado|paciente|siniestro|episodio|nhc|nass|nuss|cipa|seguridad social|localizador|envio|tarjeta sanitaria|"
    r"ordine|pratica|fattura|polizza|contratto|prenotazione|tessera|matricola|sinistro|spedizione|pacco|riferimento|"
    r"conto(?: corrente| bancario)?|"
    r"bestelling|klant|factuur|rekening|polis|contractnr|referentie|zaak|boeking|reservering|"
    r"conta(?: corrente| bancaria)?|fatura|apolice|processo|utente|encomenda|protocolo|matricula"
)
_NUMBER = r"numbers?|num|nbr|no|nos|nr|id|ids|code|key|numero|nummer|kennung|zeichen|ref|reference|codigo|codice|identifier"
_COMPOUNDS = (
    r"(?:kunden|konto|bestell|auftrags?|rechnungs|vertrags|versicherungs|versicherten|mitglieds|buchungs|vorgangs|ticket|"
    r"fall|patienten|personal|"
    r"matrikel|sendungs?|referenz|akten|policen|schadens?|reservierungs|abo|depot|antrags|ausweis|vielflieger|paket|beleg|"
    r"klant|order|bestel|factuur|rekening|polis|lid|dossier|contract|zaak|boekings|reserverings|patient|patienten|"
    r"personeels|student|studenten|"
    r"lidmaatschaps|tracking|referentie|relatie|pakket)"
    r"[ \-]?(?:nummern?|nr|num|id|kennung|zeichen|code)"
)
# "numero de commande", "n.o pedido", "numero d'ordine": the word for number comes first.
_FIRST = (
    r"(?:numero|num|nro|n[.]?[ ]?[o\x80]|no|nr|n|codigo|code|codice|id|identifiant|reference|ref)[.:]?[ ]?(?:(?:de la|"
    r"de l'|de|del|della|dell'|di|du|d'|do|da|of)[ ]?)?"
)
_FILL = (
    rf"(?:[\s:#=.()\"'\-\x80/]|\b(?:{_NUMBER}|n|o|is|was|are|ist|lautet|war|es|est|e|era|sono|luidt|ending|in|with|the|"
    rf"on file|my|here|le|el|il|het"
    r"|col|nhc)\b)*"
)
PATTERN = rf"(?i:\b(?:(?:{_FIRST})?(?:{_NOUNS})|{_COMPOUNDS})(?:'s)?{_FILL}(?:[A-Z]{{1,3}} )?[A-Za-z\-_/]*[0-9])"
_SPLIT = re.compile(rf"(?P<first>{_FIRST})?(?P<noun>{_COMPOUNDS}|{_NOUNS})\b(?:'s)?(?P<gap>{_FILL})", re.IGNORECASE)
# Nouns that say nothing by themselves: only with a word for number.
_GENERIC = re.compile(
    r"group|user|chart|col|historia|cases?|quote|payment|application|caso|processo|sejour|dossier|polis|badge|insurance|"
    r"emp|staff|zaak|akte|"
    r"voucher|col|personnel|suivi|episodio|matricula|student|patient|orders|tickets|claims|mileage|rewards?|ein|registration",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"#|\x80|\b(?:{_NUMBER}|n|o|ending)\b|nhc", re.IGNORECASE)
_OWN = re.compile(r"nhc|nass|nuss|cipa|mrn|uhid|pnr|record locator|localizador|colegiado|aktenzeichen", re.IGNORECASE)
_VALUE = re.compile(
    r"\d{1,4} [A-Z][A-Za-z]{0,3} \d{1,6}/\d\d(?!\d)|"
    r"(?:[A-Z]{1,3} (?=\d))?(?=[A-Za-z\-_/.]*\d)[A-Za-z0-9]+(?:[\-_/.][A-Za-z0-9]+)*(?:[ -]\d{2,})*(?: \d(?![A-Za-z0-9]))?"
)
_SSN = re.compile(r"\d{3}-\d\d-\d{4}")
_PHONE = re.compile(r"\d{3}-\d{3}-\d{4}|\d{3}-\d{4}")
_bank = any_word(
    "bank banking iban routing swift bic sort code blz konto kontonummer bankverbindung clabe agencia conta corrente rib "
    "bancaire "
    "bancaria bancario cuenta bancaria checking savings deposit wire rekening rekeningnummer giro girokonto".split()
)
_BANK_NOUNS = re.compile(r"accounts?|acct|acc|a/c|acnt|konto.*|compte|cuenta|conto|conta|rekening.*", re.IGNORECASE)


def _accept(candidate: Candidate) -> Iterator[Hit]:
    buffer = candidate.buffer
    if candidate.start > candidate.floor and buffer[candidate.start - 1] in b"/?&@_.-\xe0":
        return
    parts = _SPLIT.match(candidate.text)
    if parts is None or not parts["gap"]:
        return
    noun, gap = parts["noun"], parts["gap"]
    begin = candidate.start + parts.end()
    window = buffer[begin : min(candidate.ceiling, begin + 80)].decode("latin-1")
    match = _VALUE.match(window)
    if match is None:
        return
    value = _trimmed(match[0], window)
    compound = re.fullmatch(_COMPOUNDS, noun, re.IGNORECASE) is not None
    named = compound or bool(parts["first"]) or _NAMED.search(gap) is not None or _OWN.fullmatch(noun) is not None
    if "\n" in gap and not (named or gap.rstrip().endswith(":")):
        return
    # A word with a number sign is a hashtag, unless it holds a sign and digits; one that touches its noun is part of another.
    tagged = gap.endswith("#") and not value[0].isdigit() and not ("-" in value and sum(map(str.isdigit, value)) > 2)
    if tagged or (_GENERIC.fullmatch(noun) and not (named or ":" in gap)):
        return
    follow = window[len(value) : len(value) + 32].lower()
    if (
        not _is_number(value, named, ":" in gap or "=" in gap)
        or (is_counted("", follow) and not named)
        or follow[:1] in ("\xe0", "@")
    ):
        return
    near = candidate.context(64) + candidate.text.lower() + follow
    bank = _BANK_NOUNS.fullmatch(noun) is not None and _bank(near) and value.replace(" ", "").replace("-", "").isdigit()
    entity, rule = ("BANK_ACCOUNT", "bank-context") if bank else ("ID_OTHER", "id-context")
    yield Hit(begin, begin + len(value), entity, rule, re.sub(r"[^a-z0-9]", "", value.lower()))


def _trimmed(value: str, window: str) -> str:
    """The value without groups of digits that belong to the words after it: order 12345 20 items."""
    value = value.rstrip(" -")
    after = window[len(value) :].lower()
    groups = value.split(" ")
    if len(groups) == 2 and groups[0].isdigit() and groups[1].isdigit() and len(groups[1]) > 1 and re.match(r" ?[a-z]", after):
        return groups[0] if is_counted("", after) or len(groups[0]) > 4 else value
    return value


def _is_number(value: str, named: bool, linked: bool) -> bool:
    """Whether a value has the form of somebody's number. named: a word for number was there; linked: a colon."""
    digits = "".join(filter(str.isdigit, value))
    if (
        not digits
        or is_date_or_time(value)
        or _SSN.fullmatch(value)
        or (is_card(digits) and not any(map(str.isalpha, value)))
        or _PHONE.fullmatch(value)
    ):
        return False
    plain = "".join(filter(str.isalnum, value))
    if named:
        return len(plain) > 3 or len(digits) > 2
    if plain.isdigit():
        return len(plain) > 3 and not is_year(plain) and (linked or not is_round(plain))
    letters = len(plain) - len(digits)
    return len(plain) > 4 and (len(digits) > 3 or (len(digits) > 1 and letters < 4) or ("-" in value and len(digits) > 2))


IDENTIFIER = Recogniser(
    "identifier",
    PATTERN,
    _accept,
    "high",
    rules=(
        Rule(
            "id-context", "ID_OTHER", "order #12345, customer id AB-1234, Kundennummer 4711-22, n° de commande 12345",
            "a word for whose number it is before it; a digit; no quantity, year, price or date", level="high",
        ),
        Rule(
            "bank-context", "BANK_ACCOUNT", "account number 12345678, Konto 1234567, where a word for a bank is near",
            "words before it", level="high",
        ),
    ),
)  # fmt: skip
