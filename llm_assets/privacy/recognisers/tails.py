"""What is told of a card or an account beside its number, at level high: its last four digits, its check value, its expiry.

Validator: words before (ending in, last four, cvv, valid thru), and for digits and expiries a word beside that says of what.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.card import CARD_WORDS
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Rule, any_word

_TAIL = (
    r"end(?:ing|s|ed)? (?:in|with)|ending|last (?:four|4)|terminad[ao]s? (?:en|em|in)|termina (?:en|em|in|con|com)"
    r"|acaba(?:da)? (?:en|em)|(?:ultim[oa]s|ultime|letzten?) (?:cuatro|quatro|quattro|vier|4)|endet (?:auf|mit)|endziffern?"
    r"|termin(?:e|ant)e? par|(?:4|quatre) derniers|eindig(?:t|end) op|laatste (?:vier|4)|konczac[aey] sie na"
    r"|ostatnie (?:cztery|4)"
)
_CVV = (
    r"cvv2?|cvc2?|cvn|card verification|security code|codigo de segurid?ad|codigo de seguranca|sicherheitscode"
    r"|prufnummer|prufziffer|kartenprufnummer|code de securite|cryptogramme|codice di sicurezza|beveiligingscode"
)
_EXPIRY = (
    r"exp|expir(?:y|es?|ed|ation|ing)|valid (?:thru|until|through|to|till)|caducidad|caduca|vencimiento|vence|gultig bis"
    r"|ablaufdatum|lauft ab|date d'expiration|expire|scadenza|scade|validade|geldig tot|vervaldatum|wazna do"
)
PATTERN = rf"\b(?i:{_TAIL}|{_CVV}|{_EXPIRY})\b"
_tail = re.compile(rf"(?i)(?:{_TAIL})")
_cvv = re.compile(rf"(?i)(?:{_CVV})")
_DIGIT = re.compile(rb"[0-9]")
_REACH = 44  # bytes between the words and the digits, at most
# Between the words and the digits only words stand, and no digits.
_FOUR = re.compile(rb"[ A-Za-z:#.,'()\x80-]{0,40}?(?<![0-9])([0-9]{4})(?![0-9]|[-/.,][0-9])")
_THREE = re.compile(rb"[ A-Za-z:#=.,'()\n-]{0,24}?(?<![0-9A-Za-z])([0-9]{3,4})(?![0-9A-Za-z]|[-/.,:][0-9])")
_MONTH = re.compile(rb"[ A-Za-z:#=.,'()\n-]{0,20}?(?<![0-9A-Za-z/-])((?:0?[1-9]|1[0-2]) ?[/-] ?(?:20)?[0-9]{2})(?![0-9/-])")
_OF = (
    ("SSN", "ssn-tail", any_word(["ssn", "social security", "social", "itin"])),
    ("CREDIT_CARD", "card-tail", any_word(CARD_WORDS)),
    (
        "PHONE",
        "phone-tail",
        any_word("phone mobile telefon telefono movil telephone portable cellulare telefoon telefone".split()),
    ),
    (
        "BANK_ACCOUNT",
        "account-tail",
        any_word("account acct a/c iban konto kontonummer compte cuenta conto rekening conta".split()),
    ),
)
_is_card = any_word(CARD_WORDS)
RULES = (
    Rule("card-tail", "CREDIT_CARD", "last four digits (card ending in 4242)", "words before, a word for cards", "", "high"),
    Rule("ssn-tail", "SSN", "last four digits of a social security number", "words before, a word for it", "US", "high"),
    Rule("phone-tail", "PHONE", "last four digits of a phone", "words before, a word for phones", "", "high"),
    Rule("account-tail", "BANK_ACCOUNT", "last four digits of an account", "words before, a word for accounts", "", "high"),
    Rule("cvv-context", "SECRET", "a card's check value", "words before (cvv, security code)", "", "high", "ISO/IEC 7813"),
    Rule("expiry-context", "DATE", "a card's expiry (04/27)", "words before, a word for cards", "", "high", "ISO/IEC 7813"),
)


def tails(candidate: Candidate) -> Iterator[Hit]:
    """What a match of the pattern announces."""
    buffer, end, ceiling = candidate.buffer, candidate.end, candidate.ceiling
    if _DIGIT.search(buffer, end, min(end + _REACH, ceiling)) is None:
        return
    written = candidate.text
    if _cvv.fullmatch(written):
        if match := _THREE.match(buffer, end, ceiling):
            yield _hit(match, "SECRET", "cvv-context")
    elif _tail.fullmatch(written):
        if match := _FOUR.match(buffer, end, ceiling):
            around = (
                candidate.context(64) + written.lower() + buffer[end : min(match.end() + 24, ceiling)].decode("latin-1").lower()
            )
            named = next(((entity, rule) for entity, rule, names in _OF if names(around)), None)
            if named and "year" not in around:
                yield _hit(match, *named)
    elif (match := _MONTH.match(buffer, end, ceiling)) and _is_card(candidate.context(96)):
        yield _hit(match, "DATE", "expiry-context")


def _hit(match: re.Match[bytes], entity: str, rule: str) -> Hit:
    return Hit(match.start(1), match.end(1), entity, rule, match[1].decode("ascii"))
