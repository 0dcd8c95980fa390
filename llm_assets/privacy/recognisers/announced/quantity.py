"""Numbers that count, date or name something ordinary, and are nobody's: years, prices, times, quantities, round numbers.

No validator: what stands around a number (a unit, a currency sign, a preposition of time) says what it is.
"""

import re

_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DATE = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:(?:19|20)\d\d|\d\d)")
_TIME_OR_PRICE = re.compile(
    r"\d{1,2}(?:[:.h]\d\d){1,2}|\d{1,3}(?:[.,]\d{3})*[.,]\d\d?|\d{1,3}(?:[.,]\d{3})+|v\d{1,3}(?:[.\-].*)?|\d+(?:st|nd|rd|th|x|k|kg|mb|gb|"
    r"tb|px|%)"
)
_UNITS = frozenset(
    """
    % $ percent percentage prozent pct eur euro euros usd dollar dollars dollors bucks gbp pound pounds pence inr rs rupees
    rupee yen
    yuan chf cad aud brl reais pesos francs cents cent kr sek nok dkk zl pln k m mn bn million millions billion thousand
    hundred dozen
    grand kg g gr gram grams gramm mg lb lbs oz ounces t ton tons tonnes km kms mi mile miles meter meters metre metres
    metros mts
    cm mm ft feet foot inch inches yd yards acres sqft sqm l liter liters litre litres ml gal gallons mb gb tb kb gig gigs
    bytes bit bits
    mbps kbps px pixel pixels dpi hz khz mhz ghz fps rpm v volt volts w watt watts kw kwh kcal cal cals calories degrees c
    f sec secs
    second seconds sekunden s min mins minute minutes minuten minutos h hr hrs hour hours stunden uhr heures horas ore uur
    uren day days tage
    tagen jours dias giorni dagen week weeks wochen semaines semanas settimane weken month months monate mois meses mesi
    maanden year years yr yrs jahre jahren ans anos anni jaar am pm a.m p.m o'clock st nd rd th ad bc bce ce people persons
    personen users
    user customers members followers likes views retweets rts tweets votes points pts reps rep copies pcs pc piece pieces
    stuck units
    unit items item qty quantity times mal fois veces volte keer vezes x words word chars characters lines rows pages page
    seiten steps students
    employees seats places tickets orders boxes records files entries songs books movies games goals runs shares stocks jobs
    homes houses cars men women kids children dead others posts questions answers comments visitors hits miles words
    """.split()
)
_QUANTIFIERS = re.compile(
    r"(?:[$#]|[<>=~+*/^]|\b(?:in|since|until|till|by|from|around|about|circa|ca|over|under|nearly|almost|roughly|approximately|"
    r"than|least|most|only|every|each|year|years|jahr|an|annee|ano|anno|jaar|seit|depuis|desde|dal|sinds|version|ver|"
    r"model|modell|"
    r"page|pages|chapter|figure|fig|table|line|lines|row|step|section|par|paragraph|vol|volume|round|level|room|floor|apt|"
    r"suite|gate|"
    r"channel|route|highway|hwy|area|error|errors|status|port|class|grade|top|best|windows|office|iphone|galaxy|pixel|xbox|"
    r"playstation|nokia|boeing|airbus|http|rfc|iso|iec|din|en|ieee|cve|kb|utf|sha|mp|world|cup|olympics|election|elections|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|"
    r"sep|sept|"
    r"oct|nov|dec|januar|februar|marz|mai|juni|juli|oktober|dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    r"septiembre|"
    r"octubre|noviembre|diciembre|janvier|fevrier|mars|avril|juin|juillet|aout|septembre|octobre|novembre|decembre|"
    r"total|amount|price|cost|costs|cash|salary|income|rent|budget|worth|pay|paid|usd|eur|gbp|inr|rs|expense|expenses|"
    r"food|flight|"
    r"hotel|fee|fees|bill|qty|quantity|count|size|score|rank|summe|betrag|preis|montant|prix|precio|importe|prezzo|"
    r"importo|bedrag|"
    r"prijs|preco|valor|(?:country|qr|bar|error|status|promo|source|dress|exit|product|dial|dialing|dialling|colou?r|"
    r"area) code|i need|need|want|buy|order|got|have|has)\b)[\s:.\x80]*$"
)


def is_unit(word: str) -> bool:
    """Whether a lower-case word after a number says what is counted."""
    return word in _UNITS


def is_year(digits: str) -> bool:
    """Whether four digits may be a year of our times."""
    return _YEAR.fullmatch(digits) is not None


def is_date_or_time(value: str) -> bool:
    """Whether a value has the form of a date, a time, a price or an amount with its unit."""
    return _DATE.fullmatch(value) is not None or _TIME_OR_PRICE.fullmatch(value.lower()) is not None


def is_round(digits: str) -> bool:
    """Whether a number looks counted or estimated: 1500, 20000."""
    return digits.isdigit() and len(digits) <= 7 and digits.endswith("00" if len(digits) < 6 else "000")


def is_counted(lead: str, follow: str) -> bool:
    """Whether lower-case words before or after a number say that it counts, dates or ranks something."""
    if _QUANTIFIERS.search(lead):
        return True
    after = re.match(r"[ \-]?(%|[a-z.']+)", follow)
    return follow.startswith(("%", ":0", ":1", ":2", ":3", ":4", ":5")) or (after is not None and is_unit(after[1].strip(".'")))
