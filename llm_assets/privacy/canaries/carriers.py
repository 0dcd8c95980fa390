"""The sentences in which canaries stand, in several languages, as people write them in mails and in chats.

A carrier holds no personal data but for its slot `{v}`. By kind of value: with words that announce it, bare, in lower case, as
the answer to the message before, inside markup.
"""

from dataclasses import dataclass

from llm_assets.settings.section import Level

ANNOUNCED, BARE, ANSWER, CHAT, MARKUP = "announced", "in a sentence", "answer to a question", "chat", "in markup"


@dataclass(frozen=True, slots=True)
class Carrier:
    """how: what helps to see the value; text: with one `{v}`; before: the message before, where it is part of the carrier."""

    how: str
    text: str
    before: str = ""

    def filled(self, written: str) -> str:
        """The text with a value in it."""
        return self.text.replace("{v}", written)

    @property
    def words(self) -> str:
        """The text without its slot."""
        return self.text.replace("{v}", " ")


def _rows(how: str, *texts: str) -> tuple[Carrier, ...]:
    return tuple(Carrier(how, text) for text in texts)


def _asked(*pairs: tuple[str, str]) -> tuple[Carrier, ...]:
    return tuple(Carrier(ANSWER, text, before) for before, text in pairs)


# The lowest level that looks for a kind by its form, whatever words stand around it (docs/privacy-model.md).
_LOW = frozenset({"CREDIT_CARD", "IBAN", "SSN", "NATIONAL_ID", "SECRET"})
_MEDIUM = frozenset({"EMAIL", "PHONE", "IP", "MAC", "CRYPTO", "URL"})


def form_level(entity: str) -> Level:
    """The lowest level that means to find a kind by its form."""
    return "low" if entity in _LOW else "medium" if entity in _MEDIUM else "high"


# Where the value is known, the sentence need not say what it is.
KNOWN = _rows(
    BARE,
    "{v} asked about the refund again, could you look into it?",
    "Please note: {v}. Thanks in advance!",
    "can you check this for me: {v}",
    "Es geht noch einmal um {v}, wie besprochen.",
    "Pouvez-vous regarder encore ce que demande {v}?",
    "Necesito ayuda con esto: {v}, gracias.",
    "Ho scritto ieri, riguarda {v}.",
    "Het gaat om {v}, zie de vorige berichten.",
    "| who | what |\n|---|---|\n| {v} | open |",
    "> {v}\n\nThat is all that the form shows.",
)

FORM: dict[str, tuple[Carrier, ...]] = {
    "PERSON": (
        *_rows(
            ANNOUNCED,
            "My name is {v} and I cannot log in.",
            "Dear {v},\nthank you for your message.",
            "Mein Name ist {v}, ich habe eine Frage zur Rechnung.",
            "Je m'appelle {v} et je voudrais annuler.",
            "Me llamo {v} y no funciona nada.",
            "Mi chiamo {v} e vorrei un rimborso.",
            "Mijn naam is {v}, ik wacht nog steeds.",
            "O meu nome é {v} e preciso de ajuda.",
            "That is all for now.\n\nBest regards,\n{v}",
        ),
        *_rows(
            BARE,
            "I spoke with {v} yesterday about the delivery.",
            "We met {v} at the office last week.",
            "Gestern hat mich {v} angerufen und alles erklärt.",
            "Ayer hablé con {v} sobre el pedido.",
        ),
        *_rows(CHAT, "hi this is {v} from the other account", "thanks, {v}"),
        *_asked(("May I have your full name, please?", "{v}"), ("Wie ist Ihr Name?", "{v}, danke")),
    ),
    "EMAIL": (
        *_rows(
            BARE,
            "Write to {v} if anything changes.",
            "Sie erreichen mich unter {v}.",
            "Vous pouvez m'écrire à {v}.",
            "Mi correo es {v}, gracias.",
        ),
        *_rows(CHAT, "its {v} thx", "pls send it to {v} asap"),
        *_rows(MARKUP, "[write to me](mailto:{v})", '{"event": "paid", "mail": "{v}", "ok": true}'),
        *_asked(("What is your email address?", "{v}")),
    ),
    "PHONE": (
        *_rows(
            ANNOUNCED,
            "My phone number is {v}, call after six.",
            "Rufen Sie mich bitte unter der Nummer {v} an.",
            "Mon téléphone: {v}",
            "Mi teléfono es {v}.",
        ),
        *_rows(BARE, "You can reach me at {v} in the morning.", "Call {v} when it is done."),
        *_rows(CHAT, "text me {v}"),
        *_asked(("Can I get your phone number?", "{v}")),
    ),
    "ADDRESS": (
        *_rows(
            ANNOUNCED,
            "Please ship it to {v}.",
            "My address is {v}",
            "Meine Adresse: {v}",
            "J'habite {v}, au troisième étage.",
            "Mi dirección es {v}",
            "Il mio indirizzo è {v}",
            "Mijn adres is {v}",
        ),
        *_rows(CHAT, "i moved to {v} last month"),
        *_asked(("What is the delivery address?", "{v}")),
    ),
    "ZIP": (
        *_rows(ANNOUNCED, "My zip code is {v}.", "Meine Postleitzahl ist {v}.", "Mi código postal es {v}.", "postcode {v}"),
        *_asked(("What is your zip code?", "{v}")),
    ),
    "CREDIT_CARD": (
        *_rows(ANNOUNCED, "My credit card number is {v}, is it charged?", "Meine Kreditkarte: {v}", "mi tarjeta es {v}"),
        *_rows(BARE, "I paid with {v} on Monday.", "Why was {v} declined?"),
        *_rows(CHAT, "here it is {v}"),
        *_asked(("Which card did you use?", "{v}")),
    ),
    "IBAN": (
        *_rows(ANNOUNCED, "Refund it to the IBAN {v}, please.", "Meine IBAN lautet {v}.", "IBAN: {v}"),
        *_rows(BARE, "Transfer the money to {v} by Friday.", "Merci de rembourser sur {v}."),
        *_rows(CHAT, "send it to {v} pls"),
    ),
    "BANK_ACCOUNT": (
        *_rows(ANNOUNCED, "My bank account number is {v}.", "Checking account {v} was charged twice.", "Kontonummer {v}"),
        *_asked(("What is your bank account number?", "{v}")),
    ),
    "SSN": (
        *_rows(ANNOUNCED, "My social security number is {v}.", "SSN: {v}", "my ssn {v} was rejected"),
        *_rows(BARE, "The form does not take {v}, why?"),
        *_asked(("Can you verify your social security number?", "{v}")),
    ),
    "NATIONAL_ID": (
        *_rows(
            ANNOUNCED,
            "My national id is {v}.",
            "My tax id is {v}",
            "national identification number: {v}",
            "my identity number is {v}, the form rejects it",
        ),
        *_asked(("What is your national id number?", "{v}")),
    ),
    "PASSPORT": (
        *_rows(ANNOUNCED, "My passport number is {v}.", "Reisepass Nr. {v}", "Pasaporte: {v}", "passport no {v} expires soon"),
        *_asked(("Please give me your passport number.", "{v}")),
    ),
    "DRIVER_LICENSE": (
        *_rows(ANNOUNCED, "My driver's license number is {v}.", "driver license: {v}", "driving licence number {v}"),
        *_asked(("What is your driver's license number?", "{v}")),
    ),
    "IP": (
        *_rows(ANNOUNCED, "My IP address is {v}.", "Meine IP: {v}"),
        *_rows(BARE, "There were logins from {v} last night.", "GET /index.html from {v} 403"),
        *_rows(CHAT, "ping {v} times out"),
    ),
    "MAC": (
        *_rows(ANNOUNCED, "The MAC address is {v}.", "bssid {v}"),
        *_rows(BARE, "The router shows {v} as connected.", "Device {v} keeps dropping."),
    ),
    "URL": (
        *_rows(BARE, "My profile is at {v} now.", "Siehe {v} für das Bild.", "Voici ma page: {v}"),
        *_rows(CHAT, "look {v}"),
        *_rows(MARKUP, "[my page]({v})", "<{v}>"),
    ),
    "USERNAME": (
        *_rows(ANNOUNCED, "My username is {v}.", "Mein Benutzername ist {v}.", "login: {v}", "Mi usuario es {v}."),
        *_rows(BARE, "Ask @{v} on the forum.", "cc @{v}"),
        *_asked(("What is your username?", "{v}")),
    ),
    "DATE": (
        *_rows(
            ANNOUNCED,
            "My date of birth is {v}.",
            "Ich bin am {v} geboren.",
            "Je suis né le {v}.",
            "Mi fecha de nacimiento es {v}.",
            "Data di nascita: {v}",
        ),
        *_rows(BARE, "It has not worked since {v}, I think."),
        *_asked(("What is your date of birth?", "{v}")),
    ),
    "CRYPTO": (
        *_rows(ANNOUNCED, "My wallet address is {v}.", "ETH: {v}"),
        *_rows(BARE, "Send the refund to {v} instead."),
    ),
    "SECRET": (
        *_rows(ANNOUNCED, "API_KEY={v}", "The token is {v}, does it still work?", "Authorization: Bearer {v}"),
        *_rows(BARE, "I committed {v} by mistake."),
    ),
    "PASSWORD": (
        *_rows(ANNOUNCED, "My password is {v}", "password: {v}", "Mein Passwort ist {v}", "la contraseña es {v}"),
        *_asked(("What is your password?", "{v}")),
    ),
    "DEVICE_ID": (
        *_rows(ANNOUNCED, "The IMEI is {v}.", "imei {v}", "IMEI-Nummer: {v}"),
        *_asked(("What is the IMEI of the device?", "{v}")),
    ),
    "LICENSE_PLATE": (
        *_rows(ANNOUNCED, "My license plate is {v}.", "Mein Kennzeichen ist {v}.", "La matrícula es {v}.", "number plate {v}"),
        *_asked(("What is your license plate number?", "{v}")),
    ),
    "ID_OTHER": (
        *_rows(
            ANNOUNCED,
            "My account number is {v}.",
            "My order number is {v}, it never came.",
            "Meine Kundennummer ist {v}.",
            "Número de cliente: {v}",
            "booking reference {v}",
        ),
        *_asked(("What is your account number?", "{v}"), ("Can I have the order number?", "{v}")),
    ),
}  # fmt: skip
