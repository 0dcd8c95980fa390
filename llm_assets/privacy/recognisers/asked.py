"""What a message asks for, so that the answer to it is understood.

Only the end of a message counts, and only a sentence that asks: with a question word or a request before the thing ("what
is your account number?", "bitte nennen Sie Ihre Kundennummer"), or a few words with the thing ("and your order id please").
A statement ("I reset your password") asks for nothing. Languages: en de fr es it nl pt.
"""

import re
import unicodedata
from functools import lru_cache

from llm_assets.linear import compiled

KINDS = (
    "name", "email", "phone", "address", "zip", "date", "account", "order", "card", "password", "username", "ssn", "id",
    "passport", "licence", "plate", "device", "bank", "pin",
)  # fmt: skip

_END = 300  # characters at the end of a message
_NUM = r"(?: ?(?:numbers?|num|no\b|nr\b|ids?\b|code|#|reference|ref\b|details|info))"
_THINGS = {
    "username": r"user ?-?names?|user ?ids?|login(?: name| id)?|log-?in name|screen ?name|handle|nick ?name|benutzername\w*|"
    r"nutzername\w*|benutzerkennung"
    r"|nombre de usuario|usuario|nom d.utilisateur|identifiant|nome utente|gebruikersnaam|inlognaam|nome de usuario|"
    r"nome de utilizador|(?:skype|discord) (?:id|name)",
    "email": r"e-?mails?(?: ?-?(?:address|adresse|id|adres))?|correo(?: electronico)?|courriel|adresse e-?mail|"
    r"posta elettronica|indirizzo e-?mail",
    "pin": r"pins?(?: (?:number|code))?\b|pin-nummer|otp|one[- ]?time (?:pin|pass\w*|code)|(?:verification|security|access|"
    r"confirmation|secret) (?:code|pin)|cvv2?|cvc2?|passcode"
    r"|bestatigungscode|sicherheitscode|code de (?:verification|securite|confirmation)|codigo de (?:verificacion|"
    r"seguridad|verificacao|seguranca)|codice di (?:verifica|sicurezza)|verificatiecode",
    "password": r"pass ?-?words?|passwo?rt\w*|pass ?-?phrase|kennwort\w*|contrasena|clave|mot de passe|wachtwoord|senha|"
    r"palavra-?passe|pwd\b",
    "ssn": r"last (?:four|4)(?: digits)? of (?:your |the )?(?:ssn|social\w*)|ssn|social security(?: number| no)?|socials?\b|"
    r"sozialversicherungsnummer|numero de securite sociale|seguridad social|\bbsn\b|\bcpf\b|codice fiscale|\bnif\b|"
    r"\bdni\b|tax id|steuer-?id\w*",
    "card": r"(?:credit|debit|bank|payment)? ?cards?(?: ?(?:number|no\b|details|info\w*))|last (?:four|"
    r"4)(?: digits)?(?: of (?:your|the) (?:\w+ )?card)?|kreditkarten?\w*|kartennummer"
    r"|numero de (?:la |su |tu )?tarjeta|numero de (?:votre )?carte|numero della carta|kaartnummer|numero do cartao",
    "passport": r"passport|reisepass\w*|passnummer|pasaporte|passeport|passaporto|paspoort\w*|passaporte",
    "licence": r"driv\w+'?s? licen[cs]e|licen[cs]e number|fuhrerschein\w*|permis de conduire|carnet de conducir|patente|"
    r"rijbewijs\w*|carta de conducao|\bcnh\b",
    "plate": r"(?:licen[cs]e|number|registration|vehicle)[ -]plates?|registration number|kennzeichen|plaque|immatriculation|"
    r"matricula|targa|kenteken|placa",
    "device": r"serial(?: number| no)?|imei|seriennummer|numero de serie|numero di serie|serienummer|mac address",
    "bank": r"(?:bank|routing|sort|checking|savings)[ -](?:account|number|code|details)(?: number)?|bankverbindung|"
    r"kontonummer|iban|sort code|blz|compte bancaire|cuenta bancaria|conto bancario"
    r"|rekeningnummer|conta bancaria|\brib\b|clabe",
    "account": rf"(?:account|acct|customer|client|member(?:ship)?|subscriber|loyalty|rewards?|frequent flyer){_NUM}|"
    rf"kunden(?:nummer|nr)|mitglieds(?:nummer|nr)|vertrags(?:nummer|nr)"
    r"|numero (?:de |do |da |di |del )?(?:su |tu |la |sua )?(?:cuenta|cliente|socio|compte|client|conto|conta|tessera|"
    r"adherent|utente)|klantnummer|lidnummer|klantennummer",
    "order": rf"(?:order|booking|reservation|confirmation|claim|invoice|ticket|case|reference|ref|tracking|transaction|receipt|"
    rf"policy|contract|shipment|parcel|incident){_NUM}|reference\b"
    r"|(?:bestell|auftrags|rechnungs|buchungs|sendungs|vorgangs|ticket|referenz|versicherungs|schaden)(?:s?nummer|nr)"
    r"|numero (?:de |do |da |d'|di |del |della )?(?:su |tu |votre |sua |seu |il suo )?(?:pedido|commande|ordine|reserva|"
    r"reservation|prenotazione|factura|facture|fattura|fatura|dossier|suivi|poliza|police|polizza"
    r"|apolice|seguimiento|encomenda|protocolo|caso|contrato|contrat|contratto|pratica)|bestelnummer|ordernummer|"
    r"factuurnummer|polisnummer|boekingsnummer|dossiernummer|referentie\w*",
    "id": r"(?:employee|student|staff|patient|medical record|identification|identity|national|badge|insurance|"
    r"personal)(?: ?(?:id|identification|card|number|no))+\b|\bids?\b(?: ?(?:number|card|no))?"
    r"|personalnummer|matrikelnummer|ausweisnummer|versichertennummer|numero de (?:identidad|identification|"
    r"identificacion|identificacao|employe|empleado|historia)|documento|personeelsnummer|patientnummer",
    "zip": r"zip(?: ?-?code)?s?|post(?:al)? ?-?codes?|pin ?-?code|plz|postleitzahl|code postal|codigo postal|\bcap\b|"
    r"\bcep\b|codice postale|postcode",
    "phone": r"(?:(?:tele)?phone|mobile|cell(?:phone)?|contact|call-?back)(?: ?(?:number|no\b|#))|(?:tele)?phones?\b|"
    r"number (?:to|we can|i can|where)|best number|telefon\w*|handynummer|mobilnummer|rufnummer|ruckrufnummer"
    r"|numero de (?:telefono|telephone|portable|celular|contacto|movil)|telephone|telefono|movil|celular|cellulare|"
    r"mobiel\w*|telefoonnummer|telefone|telemovel",
    "date": r"date of birth|birth ?-?date|\bdob\b|birthday|geburtsdatum|geburtstag|date de naissance|fecha de nacimiento|"
    r"data di nascita|geboortedatum|data de nascimento|what date|which date"
    r"|when (?:were|was) (?:you|he|she) born",
    "address": r"address(?:es)?|street|anschrift|adresse|wohnort|direccion|domicilio|indirizzo|adres\b|endereco|morada",
    "name": r"(?:(?:full|first|last|given|family|legal|company|business|sur|middle) ?)?names?\b|who (?:am i|i am|i'm|is this|"
    r"do i have)|\bnombre|apellidos?|\bnoms?\b|prenom|vor- und nachname|vorname|nachname|\bnamen?\b"
    r"|nome|cognome|naam|voornaam|achternaam|sobrenome|apelido|wie heissen|como te llamas|como se llama",
}  # fmt: skip
_ORDER = tuple(_THINGS)
_THING = compiled((r"\b(?:" + "|".join(f"({pattern})" for pattern in _THINGS.values()) + ")").encode())
_ANY_THING = compiled("|".join(_THINGS.values()).encode())
_REQUEST_WORDS = (
    r"\b(?:what(?:'s| is| are| was|s)?|which|may (?:i|we)|(?:can|could|shall|might) (?:i|we) (?:please )?(?:have|get|know|"
    r"take|ask|verify|confirm|see)|"
    r"(?:can|could|would|will) (?:you|u)|(?:pro)?vide|give|gimme|tell|share|send|supply|enter|type|state|confirm|verify|"
    r"specify|submit|include|let (?:me|us) (?:know|have)|"
    r"(?:i|we)(?:'ll| will|'d| would| do| just)? (?:also )?(?:need|require|like)|need (?:to (?:know|have|verify|confirm|"
    r"get))?|please|pls|plz|kindly|do you (?:have|know|remember)|have you got|"
    r"wie (?:lautet|ist|heiss\w*)|wie|was ist|welche\w*|nennen|geben sie|gib|teilen sie|bitte|brauche|benotige|"
    r"benotigen|konnen sie|konnten sie|kannst du|darf ich|"
    r"quel(?:le)?s? est|quel(?:le)?s?|pouvez|pourriez|peux|veuillez|merci de|donne[rz]?|indique[rz]?|communiquez|fournir|"
    r"fournissez|puis-je|il me faut|besoin|"
    r"cual(?:es)?|me (?:puede|podria|da|das|dice|facilita|indica)|puede|podria|puedes|indique|indiqueme|proporcione|"
    r"facilite|facilitame|necesito|dime|digame|deme|por favor|"
    r"qual e|quale|qual|puo|potrebbe|puoi|mi dica|mi dia|fornisca|fornire|indichi|dimmi|mi serve|ho bisogno|per favore|"
    r"wat is|wat|welk\w*|kunt u|kun je|mag ik|geef|graag|vul|poderia|pode|informe|informar|me diga|me passa|preciso|"
    r"how do you spell|who)\b"
)
# What is said about a thing, and does not ask for it.
_STATED = (
    r"\b(?:i|we|i've|we've|have|has|had|was|were|been|will be|be|being|is|are)(?: \w+)? (?:re-?set|changed?|updated?|sent|"
    r"added|removed|deleted|verified|confirmed|received|emailed|linked|"
    r"locked|expired|wrong|invalid|incorrect|required)\b|\b(?:reset|change|update|forg[oe]t|recover|restore|delete|remove|"
    r"never|don'?t|do not|zurucksetzen|cambiar|changer|reinitialiser|how (?:do|can|to)|(?:i|we)(?:'ll| "
        r"will| can| have|'ve) (?:send|sent|call|"
    r"email|text|mail)|(?:seems|problem|issue|trouble|wrong) (?:to be|with))\b"
)  # fmt: skip
_REQUEST = compiled(_REQUEST_WORDS.encode())
_STATES = compiled(_STATED.encode())
_PLEASE = compiled(rb"\b(?:please|pls|plz|bitte|por favor|graag|svp|s'il)")
_SENTENCES = re.compile(rb"(?<=[.!?\n])\s+")
_NO_QUESTION = (b"is ", b"was ", b"are ", b"did ", b"does ")
_SHORT_QUESTION, _PROMPT = 7, 5  # words


@lru_cache(maxsize=1 << 14)
def asks_for(message: str) -> frozenset[str]:
    """The kinds that the end of a message asks for."""
    tail = message[-_END:].casefold()
    if not tail.isascii():
        tail = unicodedata.normalize("NFKD", tail).replace("\u2019", "'")
    end = tail.encode("ascii", "ignore").strip()
    if _ANY_THING.search(end) is None:
        return _NOTHING
    if b"?" not in end and not end.endswith(b":") and _REQUEST.search(end) is None:
        return _NOTHING
    asked: set[str] = set()
    for sentence in _SENTENCES.split(end)[-3:]:
        asked |= _asked_in(sentence)
    return frozenset(asked) if asked else _NOTHING


_NOTHING: frozenset[str] = frozenset()


def _asked_in(sentence: bytes) -> set[str]:
    if _ANY_THING.search(sentence) is None or _STATES.search(sentence) is not None:
        return set()
    request = _REQUEST.search(sentence)
    words = len(sentence.split())
    # "Order ID?", "and your order id please", "Username:"
    brief = (sentence.endswith(b"?") and words <= _SHORT_QUESTION and not sentence.startswith(_NO_QUESTION)) or (
        sentence.endswith(b":") and words <= _PROMPT
    )
    if not brief and request is None:
        return set()
    return {
        _ORDER[thing.lastindex - 1]
        for thing in _THING.finditer(sentence)
        if brief or (request is not None and (request.start() < thing.start() or _PLEASE.search(sentence, thing.end())))
    }
