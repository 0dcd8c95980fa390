"""Words that announce a number, and how near to it they must stand.

Nothing here finds anything: the families of numbers ask whether what leads to a number says what it is.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# What may stand between "phone" and its number, in the languages of the words below, with their letters as the view has them.
_FILLERS = (
    "a again al also am an and are as at auf below by como correct de del der des die do e ed el es est et for from fue "
    "full given he here hers hier his hi i ich in is ist it its jest je la las le lo los lautet me mein meine mi mia mio "
    "mon moj moja my mijn n nbr ne new nie no nombre nr nro nu num numb number numbers numer numero numeros nummer "
    "nummern o of oder on or os ou our para por provided que s sa se ser seu she sie si sind so son sono su sua suo sur "
    "tak te that the their them there these they this to u ul um un una und unter us used van via vom von was were which "
    "will with y you your z zijn zum zur"
).split()
_BETWEEN = re.compile(rf"(?:[^a-z0-9\x00\x01]|(?<![a-z])(?:{'|'.join(sorted(_FILLERS, key=len, reverse=True))})(?![a-z]))*")
_NEXT_SENTENCE = re.compile(r"[!?]\s+[a-z]|\.\s+[a-z]{3}|\n\s*\n|[\x00\x01]")
# What else a number may be: a phone's "order" is no phone.
_RIVALS = (
    "order orders ordered invoice invoices ticket tickets tracking case claim booking reservation reference ref "
    "confirmation serial sku model version isbn issn ean upc imei iccid account accounts customer member membership "
    "policy employee id ids code codes pin zip postcode postal price cost costs total amount year years population views "
    "bestellung bestellnummer auftrag rechnung rechnungsnummer kundennummer sendung vertrag konto plz preis commande "
    "facture compte colis dossier prix pedido factura cuenta precio envio ordine fattura conto prezzo spedizione "
    "bestelling factuur rekening prijs fatura conta preco zamowienie faktura konto cena"
).split()
_WORD_END = r"(?![a-z])"


def _words(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_RIVAL = re.compile(rf"(?<![a-z])(?:{_words(_RIVALS)}){_WORD_END}")


@dataclass(frozen=True, slots=True)
class Announcer:
    """Tells whether the lower-case text before a number announces it by one of some words (`cue`), `reach` characters away at
    the most.

    Between the word and the number no new sentence begins and no other kind of number is named; when `closely` is asked for,
    only words stand there that say nothing ("phone number is").
    """

    cue: re.Pattern[str]
    reach: int

    def __call__(self, lead: str, closely: bool) -> bool:
        if not self.named(lead):
            return False
        ends = [match.end() for match in self.cue.finditer(lead)]
        if not ends or len(lead) - ends[-1] > self.reach:
            return False
        between = lead[ends[-1] :]
        if _NEXT_SENTENCE.search(between) or _RIVAL.search(between):
            return False
        return not closely or _BETWEEN.fullmatch(between) is not None

    def named(self, lead: str) -> bool:
        """Whether one of the words stands there at all: without one nothing further needs to be asked of a row of numbers."""
        return _LETTER.search(lead) is not None and self.cue.search(lead) is not None


_LETTER = re.compile("[a-z]")


def announcer(words: Iterable[str], reach: int = 40) -> Announcer:
    """The announcer of some words."""
    return Announcer(re.compile(rf"(?<![a-z])(?:{_words(words)}){_WORD_END}"), reach)


def follower(words: Iterable[str]) -> Callable[[str], bool]:
    """A test for whether the lower-case text after a number labels it ("… (fax)", "…-Office,"): the word ends what is said."""
    label = re.compile(rf"\s?[-(\[,:/]{{0,2}} ?(?:{_words(words)})(?![a-z0-9])\.?(?! ?[a-z0-9])")
    return lambda following: label.match(following) is not None
