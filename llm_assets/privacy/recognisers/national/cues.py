"""The words that announce an identity number, by what they announce: en, de, fr, es, it, nl, pt.

Each is a regular expression that RE2 and `re` read alike, over the byte view (accents are gone: "número" is "numero").
"""

CUES = {
    "PASSPORT": (
        "passports?", "travel document", "reisep(?:ass|aesse)", "pass-?(?:nr|no|nummer)", "passeports?", "pasaportes?",
        "passaport[eio]s?", "paspoort(?:nummer)?", "reisdocument",
    ),
    "DRIVER_LICENSE": (
        "driv(?:er|ing)(?:'?s|s'|.s)? ?licen[cs]es?", "licen[cs]e (?:number|no|nr|id)", "dl (?:number|no)",
        "fuehrerschein", "fuhrerschein", "permis de conduire", "permiso de conduci(?:r|on)", "carnet? de conducir",
        "licencia de conducir", "patente di guida", "numero patente", "rijbewijs(?:nummer)?", "carta de conducao",
        "carteira de (?:motorista|habilitacao)", "cnh",
    ),
    "SSN": ("social security", "ssn", "itin"),
    "NATIONAL_ID": (
        "social insurance",
        "id(?:entity|entification)?[ -]?(?:card|number|no|nr|num|nummer|code|document)", "identity document",
        "national (?:id|insurance)", "citizen id", "tax ?(?:id|payer)", "tax (?:number|no|file|identification)",
        "nino", "permanent resident", "residence permit", "green card",
        "alien registration", "refugee id", "personalausweis", "ausweis(?:nummer|-?nr)",
        "steuer(?:nummer|-?id|identifikationsnummer|-?nr)", "sozialversicherungs(?:nummer|-nr)", "versicherten?nummer",
        "aufenthaltstitel", "carte (?:nationale )?d.identite", "piece d.identite", "securite sociale", "titre de sejour",
        "(?:numero|no?[.]?) de secu",
        "numero fiscal", "d[.]?n[.]?i[.]?", "ni[ef]", "documento (?:nacional )?de identidad", "cedula", "seguridad social",
        "n[.]?a[.]?s[.]?s", "no?[.]? ?(?:de )?s[.]?s", "n[.]?h[.]?c", "historia clinica", "cipa?", "tarjeta sanitaria",
        "carta d.identita", "codice fiscale", "tessera sanitaria", "identiteitskaart(?:nummer)?", "id-kaart", "bsn",
        "burgerservicenummer", "cartao (?:de|do) cidadao", "bilhete de identidade", "cartao nacional de saude", "cpf", "rg",
        "cnpj", "curp", "rfc", "pesel", "cpr", "cuil", "cuit",
    ),
    "ID_OTHER": (
        "no?[.]? ?(?:de )?col(?:egiad[oa])?", "colegiad[oa]", "episodio", "medical (?:record|licen[cs]e)", "mrn",
        "patient (?:id|number|no|file)", "health (?:card|insurance)", "insurance (?:number|no|id|card|policy)",
        "member(?:ship)? (?:number|no|id)", "patientennummer", "numero de dossier",
    ),
}  # fmt: skip

# What may stand between such words and the number.
FILLERS = (
    "numbers?", "num", "no", "nos", "nr", "nummer", "numero", "n", "id", "code", "card", "document", "is", "was", "are", "my",
    "the", "it", "it's", "its", "es", "est", "ist", "lautet", "e", "sono", "soy", "mi", "mon", "mein", "meine", "de", "del",
    "di", "do", "da", "der", "of", "for", "as", "nhc", "hc", "new", "old", "current", "valid", "us", "uk", "s", "paciente",
    "patient", "identity", "identification", "here", "follows", "following", "sera", "suis", "zijn", "het", "mijn", "meu",
    "minha", "el", "la", "le", "des",
)  # fmt: skip
