"""PERSON in introductions: "my name is …", "I'm …", "this is … speaking", "ich heiße …", "je m'appelle …", "me llamo …",
"mi chiamo …", "ik heet …", "meu nome é …", "call me …", and the name that a question of the same text asks for.

Validator: capitals, or small letters where the announcement leaves no other reading; words that are no names end it. "I am"
needs a capital and an end of the phrase after one word, for "I am German" and "I'm Sorry" read alike.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.persons.names import Manner, Name, before, read
from llm_assets.privacy.recognisers.persons.words import is_doubtful
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_OWN = r"(?:full |first |last |given |family |maiden |legal |real |middle |user )?"
_STRONG = (
    rf"(?:my|the|his|her|your) {_OWN}name(?:'s|\x80s|:| is:?| was| ?=| -)|my {_OWN}name|(?:my|the) (?:manager|account"
    rf"|customer|contact|card ?holder)s? name(?: is| of)?"
    r"|(?:manager|account holder|customer|contact|card ?holder|agent|client|patient|employee|guest)s? name(?: is| of)?"
    r"|name(?: is)?|(?:i am|i'm|im) (?:called|named)|i go by|(?:everyone|everybody|people|friends|they|you can|you may"
    r"|please|just|and) calls? me"
    r"|sometimes people call me|named (?:him|her)|(?:guy|man|woman|lady|person|boy|girl|someone|somebody) (?:named|called)"
    r"|mein name (?:ist|lautet)|ich hei(?:ss|\xe0|s)e|man nennt mich|hier (?:spricht|schreibt)|hei(?:ss|\xe0)t"
    r"|je m['\x80]appelle|je me (?:nomme|prenomme)|mon nom est|mon prenom est|c['\x80]est"
    r"|me llamo|mi nombre (?:completo )?es|me llaman|mi chiamo|il mio nome e|ik heet|mijn naam is|je spreekt met|u spreekt met"
    r"|(?:o )?meu nome (?:completo )?e|(?:me chamo|chamo-me|eu me chamo)|aqui (?:e|fala) [oa]"
)
_WEAK = (
    r"(?i:i am|i'm|i\x80m)|[Tt]his is|[Cc]all me|[Ii]t's|[Ii]t is|(?:[Hh]ola|[Bb]uenas|[Bb]uenos dias)[,.!]? [Ss]oy|[Ss]oy"
    r"|[Jj]e suis|[Ss]ono|"
    r"(?:[Ee]u )?[Ss]ou [oa]|[Ii]k ben|[Jj]e parle avec|[Ii]ch bin (?:die|der)"
)
_CLOSED = (
    r"(?:,| and| with| my| &) (?:my |the |is )*(?:pass|pasw|pwd|account|acc |acct|number|no |mail|email|e-mail|phone|mobile"
    r"|id |pin|otp|username|last )"
)
_WORDS = r"[A-Za-z\xe0]+(?: [a-z\xe0]+){0,4}"
PATTERN = (
    rf"\b(?:(?i:name(?: on [a-z]+(?: [a-z]+)?(?: [a-z]+)?)?\?)\s|(?i:{_STRONG}) [\"'(]?[A-Za-z\xe0]|(?:{_WEAK}) [A-Z\xe0]"
    rf"|(?:i am|im|i'm) {_WORDS}{_CLOSED}|(?i:this is) [a-z]+ (?:[a-z]+ )?(?:speaking|from|calling|here)\b"
    rf"|(?i:is my (?:full )?name\b))"
)
_CUE = re.compile(rf"(?:(?i:{_STRONG})|{_WEAK}|(?i:this is|im))(?= [\"'(]?[A-Za-z\xe0])", re.IGNORECASE)
_STRONG_CUE = re.compile(rf"(?i:{_STRONG})(?= [\"'(]?[A-Za-z\xe0])")
_ANSWER = re.compile(
    r"\s{1,3}(?:(?:user|customer|client|me|you|caller|a)\s?: ?)?(?:(?:it's|it is|my name is|i'm|i am) )?", re.IGNORECASE
)
_PHRASE_ENDS = re.compile(
    r"\s*$|\s*[,.!;:)\n\"\]|]|\s*\x80|'s|\s+(?:and|from|with|but|here|speaking|calling|at|in|,|y|de|et|und|aus|von|e|di|en"
    r"|uit|van|da|do|of|your|the|who)\b"
)
_OF_THINGS = re.compile(
    r"\b(?:company|business|city|street|user|file|domain|brand|product|server|host|project|song|band|album|team|group"
    r"|display|site|site's|"
    r"package|class|function|variable|column|table|method|firm|state|country|school|hotel|shop|store|game|app|model|screen"
    r"|nick|code|tag|"
    r"device|event|bank|network|wifi|folder|branch|pet|dog|cat|account|stage|field|place|book|film|movie|show|town|village"
    r"|church|its|"
    r"their|a|an|no|any|by|in|same|new|common|latin|scientific|generic|trade|character|artist|instrument|repository|repo"
    r"|image|module|key)"
    r"'?s? $"
)
_PERSONAL = re.compile(r"\b(?:my|manager|holder|customer|contact|cardholder|agent|client|patient|employee|guest)s? name")
_DEMONSTRATIVE = re.compile(r"(?:^|[\n.!?>])\s*(?:(?:hi|hello|hey|hallo|good \w+|thanks|yes|sure|ok)\b[^.\n]{0,20}[,.! ]*)?$")
_CLOSES = re.compile(r"\s*$|\s*[.,\n]|\s+(?:and|pass|pasw|pwd|otp|pin|account|acc|number|id|no|company|email|my|last|\d)")
_ACCOUNTS = re.compile(r"\s+(?:and )?(?:the |my )?(?:pass|pasw|pwd|otp|pin|account|acc|number|id)")
_SPEAKS = re.compile(r" (?:speaking|calling|here|from)\b")


def _accept(candidate: Candidate) -> Iterator[Hit]:
    lowered = candidate.text.lower()
    if candidate.start > candidate.floor and candidate.buffer[candidate.start - 1] in b"_-/.@\xe0":
        return
    if lowered.startswith("is my"):
        first = candidate.start - candidate.floor < 32
        name = before(candidate, candidate.start, Manner(small=first, most=4))
        if name is not None and (name.capital or name.start == candidate.floor):
            yield name.hit("person-introduction")
            yield name.passed(candidate)
        return
    found = _asked(candidate) if "?" in lowered else _introduced(candidate)
    if found is not None:
        yield found.hit("person-introduction")


def _asked(candidate: Candidate) -> Name | None:
    """The answer to a question in the same text: "What's your name? Anna Smith"."""
    start = candidate.end - 1
    window = candidate.buffer[start : min(start + 48, candidate.ceiling)].decode("latin-1")
    lead = _ANSWER.match(window)
    if lead is None or _OF_THINGS.search(candidate.context(24)):
        return None
    name = read(candidate, start + lead.end(), Manner(small=True, sure=True))
    if name is None or not re.match(r"\s*(?:$|[.,!\n])", _rest(candidate, name)):
        return None
    return name


def _introduced(candidate: Candidate) -> Name | None:
    window = candidate.buffer[candidate.start : min(candidate.start + 64, candidate.ceiling)].decode("latin-1")
    strong = _STRONG_CUE.match(window)
    cue = strong or _CUE.match(window)
    if cue is None:
        return None
    word = cue[0].lower()
    start = candidate.start + cue.end()
    start += candidate.buffer[start : start + 1] == b" "
    if strong is None:
        return _weakly(candidate, word, start)
    if word in ("name", "name is", "heisst", "hei\xe0t", "c'est", "the name is"):
        return _named(candidate, word, start)
    if word.endswith("name is") and not _PERSONAL.search(word) and _OF_THINGS.search(candidate.context(24)):
        return None
    name = read(candidate, start, Manner(small=True, sure="name" in word))
    if name is None:
        return None
    if not name.capital and word in ("named him", "named her", "i go by") and not _PHRASE_ENDS.match(_rest(candidate, name)):
        return None
    if (
        not name.capital
        and not word.endswith(("is", "'s", "\x80s", ":", "=", "-", "est", "es", "e"))
        and word.startswith(("my", "the", "call"))
    ):
        # "my name appears on": without a verb that says so, small letters are a name where nothing else follows.
        return name if _CLOSES.match(_rest(candidate, name)) else None
    return name


def _named(candidate: Candidate, word: str, start: int) -> Name | None:
    """After a bare "name": only where nobody's but the writer's can be meant."""
    lead = candidate.context(24)
    if _OF_THINGS.search(lead):
        return None
    alone = (
        re.search(r"(?:^|[\n.!,;:])\s*(?:sure|yes|ok|okay|hi|hello|sorry|fantastic|great|well|and|\d+)?[,.]? ?$", lead)
        is not None
    )
    name = read(candidate, start, Manner(small=word.startswith("name"), sure=alone, most=4))
    if name is None:
        return None
    rest = _rest(candidate, name)
    if word in ("heisst", "hei\xe0t", "c'est"):
        return name if name.capital and name.words > 1 else None
    if name.capital:
        return name if (alone or name.words > 1) and _PHRASE_ENDS.match(rest) and not name.acronym else None
    return name if (_CLOSES if alone else _ACCOUNTS).match(rest) else None


def _weakly(candidate: Candidate, word: str, start: int) -> Name | None:
    """After "I am" and its like."""
    shouts = candidate.text[: len(word)].isupper() and len(word) > 1
    if word == "this is":
        name = read(candidate, start, Manner(small=True, most=3))
        rest = _rest(candidate, name) if name else ""
        if name is None or (name.words == 1 and is_doubtful(name.text.lower())):
            return None
        if _SPEAKS.match(rest):
            return name if name.capital or _DEMONSTRATIVE.search(candidate.context(40)) else None
        greeted = re.search(r"\b(?:hi|hello|hey|hallo|good (?:morning|afternoon|evening))[^\n]{0,24}$", candidate.context(32))
        return name if name.capital and greeted and _PHRASE_ENDS.match(rest) and not name.acronym else None
    small = candidate.buffer[start : start + 1].islower()
    if small:
        return read(candidate, start, Manner(small=True, sure=True)) if re.fullmatch("i am|im|i'm", word) else None
    if shouts:
        return None
    name = read(candidate, start, Manner())
    if name is None or name.acronym or not name.capital:
        return None
    if word in ("it's", "it is", "sono", "je suis", "soy", "ik ben", "call me") and not _PHRASE_ENDS.match(
        _rest(candidate, name)
    ):
        return None
    if word in ("it's", "it is"):
        return name if re.match(r"\s*(?:here|speaking|again|from)\b", _rest(candidate, name)) else None
    return name if _PHRASE_ENDS.match(_rest(candidate, name)) else None


def _rest(candidate: Candidate, name: Name) -> str:
    return candidate.buffer[name.end : min(name.end + 24, candidate.ceiling)].decode("latin-1").lower()


INTRODUCTION = Recogniser(
    "person-introduction",
    PATTERN,
    _accept,
    "high",
    rules=(
        Rule(
            "person-introduction",
            "PERSON",
            "Names that people give themselves: my name is, I'm, this is … speaking, call me, ich heiße, je m'appelle, me "
            "llamo, mi chiamo, ik heet",
            "capitals, or small letters after the strong ones; no ordinary word; after `I am` the phrase ends",
            level="high",
            source="phrases of en, de, fr, es, it, nl, pt",
        ),
    ),
)
