"""PERSON after what someone is to someone, or does with someone: "my wife Anna", "spoke with …", "contact … at", "agent …",
"assistant to …", "directed by …", `"…", said …`.

Validator: the name is written with capitals and is no ordinary word; where a firm could stand as well ("contact Acme"), two
words of a name, or what follows, must say so.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.persons.names import Manner, read
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_KIN = (
    r"wife|husband|spouse|partner|fiancee?|boyfriend|girlfriend|mother|father|mom|mum|dad|parents?|son|daughter|kids?|child"
    r"|children|baby|brother|"
    r"sister|uncle|aunt|cousin|nephew|niece|grandmother|grandfather|grandma|grandpa|grandson|granddaughter|stepson"
    r"|stepdaughter|"
    r"colleague|coworker|co-worker|boss|manager|supervisor|assistant|secretary|friend|best friend|neighbou?r|roommate"
    r"|flatmate|landlord|"
    r"landlady|tenant|teacher|tutor|doctor|therapist|dentist|lawyer|attorney|accountant|nanny|coach|professor|classmate|buddy|"
    r"mother-in-law|father-in-law|brother-in-law|sister-in-law|ex|ex-wife|ex-husband"
)
_ABROAD = (
    r"(?:mein|unser|sein|ihr)e?[nmr]? (?:frau|mann|ehemann|ehefrau|mutter|vater|sohn|tochter|bruder|schwester|freund(?:in)?"
    r"|kolleg(?:e|en|in)|"
    r"nachbar(?:in)?|chef(?:in)?|onkel|tante|oma|opa|partner(?:in)?)|"
    r"(?:mon|ma|notre|son|sa|votre) (?:femme|mari|epouse|epoux|mere|pere|fils|fille|frere|soeur|ami|amie|collegue|voisine?"
    r"|oncle|tante|patron|compagne|compagnon)|"
    r"(?:mi|nuestr[oa]|su|tu) (?:esposa|esposo|mujer|marido|madre|padre|hij[oa]|herman[oa]|amig[oa]|companer[oa]|colega"
    r"|vecin[oa]|jef[ea]|ti[oa]|novi[oa]|"
    r"abuel[oa]|prim[oa])|"
    r"(?:mi[oa]|sua|suo|nostr[oa]) (?:moglie|marito|madre|padre|figli[oa]|fratello|sorella|amic[oa]|collega|zi[oa]|nonn[oa]"
    r"|compagn[oa]|fidanzat[oa]|capo|vicin[oa])|"
    r"(?:mijn|onze|zijn|haar) (?:vrouw|man|moeder|vader|zoon|dochter|broer|zus|vriend(?:in)?|collega|buurman|buurvrouw|baas"
    r"|oom|tante|partner|oma|opa)|"
    r"(?:minha|meu|nossa|nosso|sua|seu) (?:esposa|esposo|mulher|marido|mae|pai|filh[oa]|irm[ao]|amig[oa]|colega|vizinh[oa]"
    r"|chefe|ti[oa]|namorad[oa]|av[oa])"
)
_RELATED = (
    rf"(?:my|our|his|her|their|your)(?: (?:late|old|elder|older|younger|little|big|dear|ex|great|eldest|youngest|former"
    rf"|new))* (?:{_KIN})(?:'s name)?|(?i:{_ABROAD})"
    rf"|(?:(?:grand)?(?:father|mother|son|daughter|wife|husband|brother|sister|friend|colleague)) (?:is|was)? ?(?:called|named)"
)
_SPOKEN = (
    r"(?:spoke|speak|speaking|talked|talk|talking|chatted|chatting|met|meeting|dealt|lunch|appointment)(?: up)? (?:with|to)"
    r"|ask(?:ed)? (?:to speak (?:to|with)|for)|assistant to|follow up with|followed up with|assisted by|helped by|served by"
    r"|reach out to|reached out to"
    r"|(?:account|pulled up|reservation|booking|appointment|policy|order|package|parcel) (?:for|under)|under the name(?: "
    r"of)?|in the name of|on behalf of|made out to"
    r"|(?:it|that)'?s under|under my (?:\w+'s )?name|(?:change|correct|update) it to|care of|attn|c/o"
    r"|yo soy|hable con|hablar con|habla con|gesprochen mit|sprechen mit|parle avec|parler (?:a|avec)|parlato con|parlare "
    r"con|gesproken met|falei com|falar com"
)
_WORKED = (
    r"(?:directed|written|composed|performed|produced|painted|authored|edited|hosted|sung|illustrated|translated"
    r"|photographed|narrated|coached|treated|examined) by|starring|featuring"
)
_STAFF = (
    r"(?:agent|representative|rep|operator|officer|nurse|detective|counselor|advisor|technician|manager|supervisor|producer"
    r"|singer|actor|actress|author|director|drummer|guitarist|journalist|reporter|commenter|attorney|lawyer|senator"
    r"|spokes(?:man|woman|person))"
)
_CONTACT = (
    r"contact|add|list|name|appoint|notify|inform|invite|call|email|text|phone|ring|message|ask|cc|kontaktieren sie"
    r"|contactez|contacte|contatta|contatti"
)
_SAID = "said|says|explained|replied|asked|added|answered|shouted|whispered"
_PATTERN = (
    rf"\b(?:(?:{_RELATED}),? [A-Z\xe0]|(?i:{_SPOKEN}):? [A-Z\xe0]|(?i:{_CONTACT}) [A-Z\xe0][a-z\xe0]|(?i:{_WORKED}) [A-Z\xe0]"
    rf"|[Aa]gent [A-Z\xe0][a-z\xe0]|(?i:{_STAFF}) [A-Z\xe0][a-z\xe0]|(?:{_SAID}) [A-Z\xe0][a-z\xe0])"
)
_CUE = re.compile(
    rf"(?:(?P<kin>(?i:{_RELATED}),?)|(?P<spoken>(?i:{_SPOKEN}):?)|(?P<worked>(?i:{_WORKED}))|(?P<staff>(?i:{_STAFF}))"
    rf"|(?P<said>{_SAID})"
    rf"|(?P<contact>(?i:{_CONTACT}))) (?=[A-Z\xe0])"
)
_REACHED = re.compile(r"\s+(?:at|on|via|by|for|if|to|as|from|or|and|directly|please|asap)\b|\s*[(<,]|\s*[.!?]?\s*$|\s*\n")
_PHRASE_ENDS = re.compile(r"\s*$|\s*[,.!?;:)\n\"]|\s+[a-z]|'s")
_SPEAKER = re.compile(r"\s*$|\s*[,.!?;:)\n\"]|\s+(?:to|in|on|at|and|as|with|of|who|from)\b")
_MET = re.compile(
    r"\s*$|\s*[,.!?;:)\n\"]|\s+(?:and|about|at|on|in|yesterday|today|who|from|for|regarding|last|earlier|again|the|y|und|et"
    r"|e|en)\b|'s"
)
_QUOTED = re.compile(r"(?:[,!?.]|[\"'\x80]) ?$")


def _accept(candidate: Candidate) -> Iterator[Hit]:
    window = candidate.buffer[candidate.start : min(candidate.start + 96, candidate.ceiling)].decode("latin-1")
    if candidate.start > candidate.floor and candidate.buffer[candidate.start - 1] in b"-_@/\xe0":
        return
    cue = _CUE.match(window)
    if cue is None:
        return
    kind = cue.lastgroup
    name = read(candidate, candidate.start + cue.end(), Manner(most=4))
    if name is None or not name.capital or name.acronym:
        return
    rest = candidate.buffer[name.end : min(name.end + 24, candidate.ceiling)].decode("latin-1")
    if kind == "said" and not (_QUOTED.search(candidate.context(8)) and _SPEAKER.match(rest)):
        return
    if kind == "contact" and not (name.words > 1 and _REACHED.match(rest)):
        return
    if kind == "spoken" and name.words < 2 and not _MET.match(rest):
        return
    if kind in ("worked", "staff") and name.words < 2 and not (cue[0].islower() and _PHRASE_ENDS.match(rest)):
        return
    if kind in ("spoken", "kin") and not _PHRASE_ENDS.match(rest):
        return
    yield name.hit("person-relation")


RELATION = Recogniser(
    "person-relation",
    _PATTERN,
    _accept,
    "high",
    rules=(
        Rule(
            "person-relation",
            "PERSON",
            "Names after what someone is to someone or does: my wife, meine Kollegin, mi hijo, spoke with, contact … at, "
            "agent, directed by, said",
            "capitals; no ordinary word; two words, or the end of the phrase, where a firm could be meant",
            level="high",
            source="phrases of en, de, fr, es, it, nl, pt",
        ),
    ),
)
