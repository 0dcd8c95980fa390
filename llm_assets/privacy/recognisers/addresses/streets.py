"""The words that make a name a street, as the view shows them: in small letters, without accents.

Sources: USPS Publication 28, appendix C1 (suffixes); Canada Post addressing guidelines; AS 4590 (Australia); the street
types of Faker's address providers (MIT) and of the national posts' guidelines.
"""

LETTER = "\xe0"  # what the view shows for a letter without ASCII form

# After the name: 44 Oak Avenue. Those of STRONG say so in small letters as well.
STRONG = frozenset(
    "street avenue ave road rd blvd boulevard lane ln parkway pkwy highway hwy crescent terrace cul-de-sac turnpike "
    "expressway freeway causeway".split()
)
SUFFIXES = STRONG | frozenset(
    f"st str av aly alley annex arcade avn avnue bayou bch beach bend bluff blf bluffs bottom boul branch br bridge brg "
    f"brook brooks burg "
    f"burgs bypass byp camp canyon cape center centre circle cir circles cliff cliffs close club common commons corner "
    f"corners cor "
    f"course court courts crt ct cts cove coves creek crk cres crest crossing xing crossroad crossroads curve dale dam "
    f"divide drive drives dr drv "
    f"drove end est estate estates esplanade espl extension extensions ext fall falls ferry field fields flat flats ford "
    f"fords forest forge "
    f"forges fork forks fort gardens garden gdns gate gateway glade glen glens green greens grove groves grv harbor harbors "
    f"harbour haven "
    f"heights hts hill hills hollow inlet island islands isle junction jct junctions key keys knoll knolls lake lakes land "
    f"landing "
    f"light lights lock locks lodge loop mall manor manors meadow meadows mews mill mills mission motorway mount mountain "
    f"mountains "
    f"neck orchard oval overpass park parks parkways parade pde pass passage path pike pine pines place pl plain plains "
    f"plaza plz point "
    f"points port ports prairie promenade quay radial ramp ranch rapid rapids rest ridge ridges rise river roads route row "
    f"rue run shoal shoals shore shores skyway spring springs spur square sq squares station stravenue stream streets "
    f"summit ter terr "
    f"trace track trail trl trafficway tunnel underpass union unions valley valleys via viaduct view views village villages "
    f"ville vista "
    f"anchorage laneway subway nook reserve interchange outlook walk walks wall way ways well wells wharf wynd yard strasse "
    f"stra{LETTER}e straat vej vei veien vagen gatan gata gate utca ut utja ter tere "
    f"korut katu tie ulica ulice".split()
)
# Where the next word has a capital these are titles: Dr. Smith, St. Helens.
TITLES = frozenset(["st", "dr"])

# Before the name: Calle Mayor 5, 12 rue de la Paix. The long ones are safe in small letters and in any text.
PREFIXES = frozenset(
    "calle c/ cl/ pso crta drumul acceso pasadizo avda avd avenida av paseo plaza pza ctra carretera camino ronda travesia "
    "pasaje pje calzada carrera cra transversal "
    "diagonal callejon privada prolongacion boulevard blvd glorieta urbanizacion urb alameda rambla passeig carrer placa "
    "avinguda via viale vle piazza pzza p.za p.zza corso vicolo largo lungomare contrada strada borgo stretto rotonda "
    "canale incrocio "
    "rua r. travessa estrada praca rodovia beco ladeira quinta "
    "rue avenue bd boul chemin impasse allee quai route cours ruelle faubourg sentier passage residence "
    "ul ulica al aleja aleje os osiedle pl plac nam namesti trida calea strada str bulevardul b-dul aleea soseaua piata "
    "intrarea "
    "jalan jl gang jln odos leoforos cad caddesi sokak rruga bulevar ulitsa".split()
)
# Of these the English and the brand-like ones need more than a name after them.
WEAK_PREFIXES = frozenset(
    "via plaza boulevard avenue route passage residence os al av cl pl str cours camino strada gang nam cad".split()
)

# At the end of one word: Hauptstraße, Storgatan. Right after it stands the number.
COMPOUNDS = (
    f"stra{LETTER}e strasse strabe straat strasze gasse allee gatan vagen gaten gata veien vegen katu ntie ntien polku kuja "
    f"raitti vej gade gaden "
    f"str{LETTER}de stien steeg boulevard bulevardi bulevarden laan steenweg gracht kade singel plantsoen plaats pad dreef "
    f"utca tanav puiestee braut gotu holt".split()
)
# Of one word, or of a word of its own with a name before it, but too common in small letters.
CAPITAL_COMPOUNDS = (
    "weg platz ring damm ufer steig graben stieg markt plein hof baan dijk park berg vei veg alle stigen grand plan torg "
    "torget tie "
    "toften parken lunden haven bakken marken lia".split()
)
# These end common words as well: only a postal code after them, or a word that leads to an address, says enough.
DOUBTFUL = frozenset("ring platz park berg alle tie grand marken markt damm steig mark plan torg hof lia stigen".split())
# Words of their own after a name: Rákóczi út 66., Király u. 23, Karl Johans gate 5, Große Allee 4.
SEPARATE = (
    f"alle boulevard bulevardi ulica ulice cesta trg nabrezi ut utca utja u\\. ter tere korut gate gata gatan vei "
    f"veg vej sokak caddesi cad\\. strasse stra{LETTER}e weg platz str\\."
).split()

PARTICLES = frozenset(
    "de del della delle dello dei degli di da do dos das du des la las el los le les lo the of y e et und van von der den "
    "ter ten 't d l aan am zum zur bei al alla auf sur sous lez santa san sao saint st ste nad pod pri".split()
)  # fmt: skip
