"""Words of addresses, as the byte view shows them (accents folded; a letter that has no ASCII form is the byte E0).

Sources: USPS Publication 28 (street suffixes and units), Royal Mail, INE (tipos de vía), La Poste (types de voie), and the usual
street words of the other countries.
"""


def alternatives(words: str) -> str:
    """Words as one expression, the longest first; each is an expression itself."""
    return "|".join(sorted(set(words.split()), key=lambda word: (-len(word), word)))


# Street words that stand after the name: 12 Main Street.
SUFFIXES = alternatives(
    "street st str road rd avenue ave av lane ln drive dr court courts ct place pl square sq boulevard blvd way terrace ter close "
    "crescent cres parkway pkwy highway hwy circle cir trail trl row mews gardens gdns grove walk rise quay alley plaza loop pike "
    "turnpike causeway esplanade parade promenade expressway freeway bypass crossing heights ridge run path view vista hollow "
    "point bend cove creek estates forge fork glen green harbor haven junction knoll knolls landing manor meadow meadows mill mills "
    "mount orchard overpass park passage pines plain plains port rapids ranch rest route shoal shore spring springs spur station "
    "summit tunnel valley viaduct village villages wells brook burg camp cape cliff club common corner course field fields flat "
    "flats ford forest freeway garden gateway hill hills inlet island isle key lake lakes light lights lodge mall mountain neck "
    "oval prairie river rue shores skyway stravenue stream throughway trace track trafficway union wall utca korut ter "
    "ulice namesti trg cesta ulica puistotie"
)
# Those that in lower case, after a number and a name, say that it is a street.
PLAIN_SUFFIXES = alternatives(
    "street str road rd avenue ave lane ln drive boulevard blvd terrace crescent parkway pkwy highway hwy court square"
)
# Street words that stand before the name, in any case.
PREFIXES = alternatives(
    r"calle c/\.? cl\. avenida avinguda avda\.? avd\.? av\. paseo passeig po\.? plaza placa prolongacion pza\.? plza\.? carretera ctra\.? camino ronda travesia urbanizacion urb\. "
    r"pasaje callejon glorieta poligono calzada carrera cra\. diagonal "
    r"via viale v\.le piazza p\.za piazzale corso largo vicolo strada contrada lungomare "
    r"rue boulevard bd chemin allee allees impasse route quai cours passage sentier faubourg "
    r"rua r\. travessa praca alameda rodovia estrada beco "
    r"ul\. ulica aleja al\. plac os\. trg cesta"
)
# Ends of compound street names, before a number: Hauptstraße 5, Kerkstraat 25, Storgatan 3, Vesterbrogade 7.
COMPOUND = alternatives(
    r"stra(?:ss|\xe0)e str\. weg platz gasse allee ring damm ufer chaussee steig stieg pfad twiete brucke bruecke graben markt hof berg "
    r"laan straat plein kade gracht dijk steenweg singel hof dreef baan lei "
    r"gatan gata str\xe0ti vagen grand torget stigen backen vej gade alle stra\xe0de torv krogen bakken haven "
    r"veien vei gaten vegen gate plass katu tie kuja polku raitti vegur gata braut utca"
)
# Hungarian and Nordic street words that stand alone between the name and the number: Veres Pálné u. 91.
SPACED = alternatives(r"utca u\. ut utja ter tere korut krt\. kapu terrasse plads alle")
# Street words that no other language uses for something else: they need no number.
TELLING = alternatives(
    r"calle c/ avenida avinguda avda avd av paseo passeig carretera ctra rue rua viale piazza corso travessa"
)
UNITS = (
    r"(?:apt|apartment|suite|ste|unit|flat|room|rm|floor|bldg|building|block|piso|planta|puerta|pta|escalera|esc|portal|apto|apartamento|"
    r"sala|bloco|conjunto|etage|wohnung|appartement|appt|batiment|interno|scala|bus|lejl|leilighet|lgh)"
)
UNIT = rf"(?i:{UNITS}\.? ?(?:#|no\.?|n[o\xba]\.?)? ?(?:[0-9][0-9A-Za-z]*(?:-[0-9A-Za-z]{{1,3}})?|[A-Z]))"
PARTICLES = alternatives(
    "de la las los el del des du da do dos das di della dei degli van der den het of the upon on am im an auf zum zur sur sous les le na y e "
    "und and et ten ter"
)
# After a run of capitals that ends without a sign, these say that the address is over, and was one.
AFTER = frozenset("in for on at and or last to by from with is was as please if when where next near this thanks since".split())
STOP_BEFORE = frozenset(
    "the of in on at to a an for years year days day hours hour minutes times months weeks way ways down up off and or is are was "
    "my your his her our their this that which who with from by about people more most other some any no not per percent".split()
)
