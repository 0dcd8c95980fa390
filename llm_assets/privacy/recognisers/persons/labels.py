"""PERSON after the label of a form or a record: "Name: …", "Apellidos: …", "Médico: …", "Vorname", "Nom :", "Cognome",
"Ship to: …".

Validator: the label itself, which must be a person's ("Name:" but not "File name:"); then a name by its capitals. Labels
that can only be a person's are trusted with any word that has a capital ("Nombre: Luz."), except for what says that it was
left empty.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.persons.names import Manner, Name, read
from llm_assets.privacy.recognisers.persons.words import is_doubtful, is_ordinary
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_SURE = (
    r"full[ _-]?name|(?:legal |preferred |maiden |given |family |middle |birth )names?|first[ _-]?name|last[ _-]?name"
    r"|surname|forename|middle[ _-]?name|"
    r"(?:customer|client|patient|employee|contact|guest|passenger|driver|student|agent|manager|cardholder|card holder"
    r"|account holder|beneficiary|"
    r"recipient|sender|applicant|tenant|owner|insured|policy ?holder|parent|guardian|spouse|doctor|physician|your"
    r"|my)(?:'s)?(?: full| first| last)? names?|"
    r"name of (?:the )?(?:customer|client|patient|employee|applicant|guest|passenger|account holder|card ?holder|insured"
    r"|child|parent|guardian)|"
    r"name on (?:the )?(?:card|account)|cardholder|card holder|account holder|policyholder|attending(?: physician)?"
    r"|referring physician|"
    r"vorname|nachname|familienname|zuname|geburtsname|ansprechpartner(?:in)?|sachbearbeiter(?:in)?|kundenname"
    r"|karteninhaber(?:in)?|kontoinhaber(?:in)?|"
    r"prenoms?|nom de famille|nom complet|nom et prenom|nom du (?:client|patient|titulaire)|titulaire|medecin(?: traitant)?"
    r"|interlocuteur|"
    r"nombre(?: completo| y apellidos?| del? (?:paciente|cliente|titular))?|apellidos?(?: y nombre)?|medic[oa](?: "
    r"responsable)?|"
    r"remitid[oa] por|responsable clinic[oa]|facultativ[oa]|titular|doctora?|"
    r"cognome|nome e cognome|nome completo|nominativo|intestatario|medico curante|sobrenome|apelido|nome d[oa] (?:paciente"
    r"|cliente|titular)|"
    r"voornaam|achternaam|naam client|tussenvoegsel|contactpersoon|rekeninghouder|kaarthouder"
)
_LIKELY = (
    r"name|names|patient(?:in)?|customer|client|employee|contact(?: person)?|attn\.?|attention|ship(?:ped)? to|bill(?:ed)? "
    r"to|sold to|deliver(?:ed)? to|"
    r"(?:billing|shipping|delivery|mailing|home) address|recipient|sender|passenger|guest|tenant|applicant|beneficiary"
    r"|owner|author|doctor|physician|"
    r"nurse|agent|representative|account manager|manager|supervisor|emergency contact|next of kin|spouse|wife|husband"
    r"|mother|father|"
    r"son|daughter|employer|witness|student|teacher|from|to|cc|bcc|assigned to|requested by|reported by|submitted by"
    r"|created by|"
    r"signed by|prepared by|approved by|directed by|written by|signature|nom|nome|naam|paciente|cliente|paziente|autor"
    r"|autore|auteur|"
    r"von|an|de|da|di|van|kunde|kundin|arzt|contacto|contatto|contato|firma|unterschrift|assinatura"
)
_SEPARATOR = r"(?:['\"]?[ \t]{0,4}(?:[:=]|\x80)[ \t]{0,12}['\"]?|[ \t]{0,4}:[ \t]{0,2}\r?\n[ \t]{0,8})"
_PATTERN = rf"\b(?i:{_SURE}|{_LIKELY})(?:['\"]?[ \t]*[:=][ \t]*['\"]?|[ \t]*:[ \t]*\r?\n[ \t]*)[A-Za-z\xe0]"
_CUE = re.compile(rf"(?:(?P<sure>{_SURE})|(?P<likely>{_LIKELY}))(?={_SEPARATOR}[A-Za-z\xe0]){_SEPARATOR}", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Mx|Dr|Dra|DR|DRA|Prof|Sra?|Srta|Dna|Sig|Sig\.ra|Dott|Dott\.ssa|Mme|Mlle|Dhr|Mevr|Herr|Frau|Miss"
    r"|Doctora?|Doktor)\b[.:]? ?){1,3}"
)
_ENDS = re.compile(
    r"\s*$"
    r"|[ \t]*[\r\n\t,;|()<>\"'\]}/\\.]|[ \t]{2}|[ \t]-"
    r"|[ \t]+[A-Za-z\xe0\x80]{1,16} ?[:#=]|[ \t]+[\w.+-]+@|[ \t]+[+\d(]|[ \t]+[A-Za-z]+ [A-Za-z]+ ?:"
)
_QUALIFIED = re.compile(r"[A-Za-z0-9][ _.-]?\Z")
_PEOPLE = re.compile(
    r"\b(?:full|first|last|given|family|real|legal|my|your|his|her|the|and|patient|customer|client|contact|person|user's"
    r"|owner|e|y|et|und|en|or|o)[ _]$"
)
_FORM = re.compile(r"\b(?:e-?mail|phone|mobile|tel|address|dob|birth|password|ssn|account|zip|city)\b")
_EMPTY = frozenset(
    "unknown none null nil na test todo tbd tba empty required optional anonymous unnamed undefined redacted "
    "desconocido no sin".split()
)


def _accept(candidate: Candidate) -> Iterator[Hit]:
    window = candidate.buffer[candidate.start : min(candidate.start + 96, candidate.ceiling)].decode("latin-1")
    if candidate.start > candidate.floor and candidate.buffer[candidate.start - 1] in b"-._@/$%<\xe0":
        return
    cue = _CUE.match(window)
    if cue is None:
        return
    sure = cue["sure"] is not None
    title = _TITLE.match(window, cue.end())
    start = candidate.start + (title.end() if title else cue.end())
    name = _trusted(candidate, start) if sure else _likely(candidate, start, cue)
    if name is None or name.text.lower().split()[0] in _EMPTY:
        return
    # "Smith, Anna" in one field.
    end = name.end
    comma = re.match(r", ?(?=[A-Z])", candidate.buffer[end : min(end + 4, candidate.ceiling)].decode("latin-1"))
    second = (
        read(candidate, end + comma.end(), Manner(most=3)) if comma and (sure or name.words == 1) and name.words < 3 else None
    )
    if (
        second is not None
        and not second.acronym
        and _ENDS.match(_rest(candidate, second.end))
        and _same_line(candidate, second)
    ):
        name = Name(name.start, second.end, name.words + second.words, name.capital, f"{name.text}, {second.text}")
    yield name.hit("person-label")


def _trusted(candidate: Candidate, start: int) -> Name | None:
    name = read(candidate, start, Manner(trusting=True, most=6))
    if name is not None and name.capital:
        return name
    name = read(candidate, start, Manner(small=True, sure=True, most=4))
    return name if name is not None and _ENDS.match(_rest(candidate, name.end)) else None


def _likely(candidate: Candidate, start: int, cue: re.Match[str]) -> Name | None:
    label = cue["likely"].lower()
    lead = candidate.context(24)
    if _QUALIFIED.search(lead) and not _PEOPLE.search(lead):
        return None
    named = label in ("name", "names", "nom", "nome", "naam", "patient", "patientin", "paciente", "paziente")
    name = read(candidate, start, Manner(most=5))
    if name is not None and name.capital:
        enough = name.words > 1 or (named and not name.acronym and '"' not in cue[0])
        return name if enough and not name.acronym and _ENDS.match(_rest(candidate, name.end)) else None
    if not named or '"' in cue[0] or not _beside_a_form(candidate):
        return None
    name = read(candidate, start, Manner(small=True, most=3))
    if name is None or any(is_doubtful(word) or is_ordinary(word) for word in name.text.lower().split()):
        return None
    return name if _ENDS.match(_rest(candidate, name.end)) else None


def _beside_a_form(candidate: Candidate) -> bool:
    """Whether a small text is a form that someone filled in, and no file of settings."""
    if candidate.ceiling - candidate.floor <= 40 and b"\n" not in candidate.buffer[candidate.floor : candidate.ceiling]:
        return True
    return _FORM.search(candidate.context(64) + " " + candidate.following(64)) is not None


def _same_line(candidate: Candidate, name: Name) -> bool:
    return re.match(r"[ \t]*(?:$|[\r\n;|)])", _rest(candidate, name.end)) is not None


def _rest(candidate: Candidate, position: int) -> str:
    return candidate.buffer[position : min(position + 40, candidate.ceiling)].decode("latin-1")


LABEL = Recogniser(
    "person-label",
    _PATTERN,
    _accept,
    "high",
    rules=(
        Rule(
            "person-label",
            "PERSON",
            "Names after the label of a form: Name, Full name, Patient, Ship to, Vorname, Nachname, Nom, Prénom, Nombre, "
            "Apellidos, Médico, Cognome",
            "a label of people (not `File name`); capitals, or small letters in a filled form",
            level="high",
            source="forms of en, de, fr, es, it, nl, pt",
        ),
    ),
)
