"""PERSON after a form of address or a degree: Mr, Dr., Prof., Herr, Frau, M., Mme, Sra., Don, Dña., Sig.ra, Dott., dhr.,
mevr.

Validator: the name that follows is written with a capital, or small after a title that is written small. The title stays
outside the name, but for Don and Doña: Don is also a given name. Sources: the address conventions of the Unicode CLDR
person names and the dictionaries of each language.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.persons.names import Manner, read
from llm_assets.privacy.recognisers.persons.words import is_ordinary
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule, is_plain

_PLAIN = (
    "Mr|Mrs|Ms|Mx|Miss|Messrs|Sir|Dr|Drs|Prof|Rev|Fr|Hon|Capt|Sgt|Lt|Doctor|Professor|Reverend|Rabbi|Imam|Pastor|Uncle|"
    "Aunt|Auntie|Officer|Detective|Inspector|Sergeant|Captain|Lieutenant|Colonel|Senator|President|Nurse|"
    "Hr|Herrn?|Frau|Fr[la]|Fraulein|Dipl\\.-Ing|"
    "Mme|Mlle|Mgr|Me|Monsieur|Madame|Mademoiselle|Maitre|Docteur|"
    "Sra?|Srta|Sres|Dra|Dna|Profa|Lic|Ing|Senora?|Senorita|Doctora|"
    "Sig|Sig\\.ra|Sig\\.na|Signora?|Signorina|Dott|Dott\\.ssa|Dottore|Dottoressa|Avv|Geom|Rag|"
    "Dhr|Mevr|Mw|Meneer|Mevrouw|De heer|Drs|Mr\\.drs|"
    "Senhora?|Seu|Dona|Don|Sto"
)
_SHOUTED = "MR|MRS|MS|DR|DRA|PROF|HERR|FRAU|SRA?|MME|SIG"
_SMALL = "mr|mrs|ms|dr|prof|dra|mme|mlle|sr|sra|srta|dhr|mevr|dna|sig"
_LETTER = r"(?:[A-Z\xe0\"'(]|d['\x80][A-Z]|(?:de|du|des|von|van|vom|zu|ten|ter|della|di|da|dos|do) [A-Za-z])"
_PATTERN = (
    rf"\b(?:(?:{_PLAIN})(?:\. ?| ) ?{_LETTER}|(?:{_SHOUTED})(?:\. ?| )[A-Z\xe0]{{2}}"
    rf"|(?:{_SMALL})(?:\. ?| )[A-Za-z\xe0]|(?:herrn?|frau|signora?|senora?|senhora?|monsieur|madame|mevrouw|meneer|heer|don"
    rf"|dona) {_LETTER}"
    rf"|[DM]\. ?{_LETTER})"
)
_TITLE = re.compile(
    rf"(?:(?:{_PLAIN}|{_SHOUTED}|{_SMALL}|(?i:herrn?|frau|signora?|senora?|senhora?|monsieur|madame|mevrouw|meneer|heer"
    rf"|dona?))(?:\. ?| ) ?|[DM]\. ?)"
)
_MORE = re.compile(
    r"(?:(?:(?:Dr|Prof|Dra|Ing|Dipl|Mag|phil|med|jur|rer|nat|h\.c|habil|Univ|PD|Avv|Dott|Ir|dr|ir|prof|mr|Mr|Mrs)\.(?:-| )?"
    r"|(?:Dr|Prof|Dra|Doctor|Professor|Doktor) ){1,4})"
)
_FRENCH = re.compile(
    r"(?:^|[\n.,;:(!?>\"-]|\b(?:de|a|par|avec|que|chez|pour|et|monsieur|bonjour|cher|selon|sur|du|docteur)) ?$"
)
_STREET = re.compile(r"\d\S{0,6} (?:\S{1,20} ){1,3}$")
_WITHOUT_DOT = re.compile(r"[A-Za-z ]+ $")
# Written without their dot these are ordinary words, names of months, currencies, things.
_NEEDS_DOT = frozenset("rev fr hon capt sgt lt lic ing sig avv geom rag me hr mgr sr sto frl fra drs dott".split())
_SPANISH = re.compile(r"\b(?:el|la|los|al|del|de|y|por|con|a|senora?|para)\s$|(?:^|[\n.,;:(>])\s{0,2}$")
# "Ms. Pac-Man" is left to whoever plays; these follow a title in names of things.
_THINGS = frozenset("who mayhem robot bean right universe america utility you".split())


def _accept(candidate: Candidate) -> Iterator[Hit]:
    window = candidate.buffer[candidate.start : min(candidate.start + 80, candidate.ceiling)].decode("latin-1")
    if candidate.start > candidate.floor and candidate.buffer[candidate.start - 1] in b"-'._@/\xe0":
        return
    title = _TITLE.match(window)
    if title is None:
        return
    word = title[0].strip(" .").lower()
    end = title.end()
    more = _MORE.match(window, end)
    end = more.end() if more else end
    dotted = "." in title[0]
    small = title[0][0].islower()
    shouted = title[0].strip(" .").isupper() and len(word) > 1
    if (word in _NEEDS_DOT and not dotted and not (word == "sr" and _SPANISH.search(candidate.context(16)))) or (
        small and word in ("ms", "dr", "sr", "sig", "prof") and _doubtful(candidate)
    ):
        return
    if word == "dr" and _STREET.search(candidate.context(40)) and not more:
        return
    trusting = word in ("mr", "mrs", "mme", "mevr", "dhr", "herr", "frau", "dra", "sra")
    name = read(candidate, candidate.start + end, Manner(small=small or shouted, sure=True, most=3 if small else 5))
    if name is None or name.text.lower() in _THINGS or (name.acronym and not shouted and not trusting):
        return
    if word in ("d", "m"):
        lead = candidate.context(16)
        if name.text[0].isupper() and len(name.text.split()[0].strip(".")) < 3:
            return  # M.Sc., M. S.
        if re.search(r"[a-z\xe0]\. ?$|\d ?$", lead) or (name.words < 2 and not (word == "m" and _FRENCH.search(lead))):
            return
    if small and not name.capital and name.words == 1 and len(name.text) < 3:
        return
    hit = name.hit("person-title")
    yield Hit(candidate.start, hit.end, hit.entity, hit.rule, hit.key) if word in ("don", "dona") and not small else hit


def _doubtful(candidate: Candidate) -> bool:
    """Whether a short word written small stands where it is rather a unit or a street: after a digit, or after a word that
    begins a name of a place."""
    lead = candidate.context(16).rstrip()
    return bool(lead) and (lead[-1].isdigit() or (is_plain(ord(lead[-1])) and not is_ordinary(lead.split()[-1])))


TITLE = Recogniser(
    "person-title",
    _PATTERN,
    _accept,
    "high",
    rules=(
        Rule(
            "person-title",
            "PERSON",
            "Names after a form of address or a degree: Mr, Mrs, Dr., Prof., Herr, Frau, M., Mme, Sr., Sra., Don, Sig., "
            "Dott., dhr., mevr.",
            "capitals (small letters after a small title); no ordinary word; not `Maple Dr`",
            level="high",
            source="address conventions of en, de, fr, es, it, nl, pt",
        ),
    ),
)
