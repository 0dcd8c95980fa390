"""PERSON at the two ends of a letter: after a greeting ("Dear …", "Hallo …", "Estimada …") and after a closing ("Regards,",
"Mit freundlichen Grüßen", "Cordialement", "-- ", "signed by …").

Validator: greetings stand at the beginning of a sentence, closings before the end of a line; what follows is a name by its
capitals and no ordinary word ("Dear Sir", "Hi team"). In small letters ("hi anna,") only where nothing else of the phrase
follows.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.persons.names import Manner, Name, before, is_plain_word, read
from llm_assets.privacy.recognisers.persons.words import is_doubtful
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_HELLO = (
    r"hi|hello|hey|hiya|good (?:morning|afternoon|evening)|morning|dear|my dear|dearest|hallo|guten (?:tag|morgen|abend)"
    r"|moin|servus|lieber?|"
    r"sehr geehrter?|bonjour|bonsoir|salut|cher|chere|coucou|hola|estimad[oa]|querid[oa]|apreciad[oa]|buen(?:os|as) (?:dias"
    r"|tardes|noches)|"
    r"buen dia|ciao|buongiorno|buonasera|salve|car[oa]|gentile|egregi[oa]|beste|geachte|goedemorgen|goedemiddag|goedenavond"
    r"|goedendag|hoi|"
    r"ola|oi|prezad[oa]|bom dia|boa (?:tarde|noite)|welcome|happy birthday|congratulations|thanks|thank you|cheers|thx"
    r"|danke|merci|gracias|"
    r"grazie|bedankt|obrigad[oa]|sorry|bye|goodbye"
)
_BYE = (
    r"(?:(?:kind|best|warm|warmest|kindest|many|with|my|good|sincere|personal) )*(?:regards?|wishes)|best|all the best"
    r"|sincerely(?: yours)?|"
    r"yours(?: sincerely| truly| faithfully)?|respectfully|cordially|love|many thanks|thanks(?: again| so much| a lot| in "
    r"advance| for [a-z]+(?: [a-z]+){0,3})?|"
    r"thank you(?: very much| so much| again| in advance| for [a-z]+(?: [a-z]+){0,3})?|cheers|rgds|brgds|br|kr|signed|xoxo"
    r"|take care|"
    r"(?:mit )?(?:freundliche[nm]?|besten|beste|herzliche[nm]?|liebe[nm]?|viele[nm]?|schone[nm]?) gru\xe0{1,2}(?:en)?|"
    r"(?:mit )?(?:freundliche[nm]?|besten|beste|herzliche[nm]?|liebe[nm]?|viele[nm]?) gruss?e?n?|mfg|lg|vg|"
    r"(?:bien )?cordialement|(?:bien )?a vous|sinceres salutations|salutations(?: distinguees)?|bien amicalement|amities|bises|"
    r"(?:un )?(?:cordial |atento )?saludos?(?: cordial(?:es)?)?|atentamente|un abrazo|abrazos|(?:cordiali |distinti "
    r")?saluti|cordialmente|"
    r"(?:met )?(?:vriendelijke |hartelijke )?groet(?:en|jes)?|hoogachtend|mvg|atenciosamente|atentamente|cumprimentos"
    r"|abracos?|um abraco|"
    r"(?:muito )?obrigad[oa]"
)
_BY = (
    r"(?:signed|sincerely|prepared|approved|authorized|authorised|written|sent|reviewed|reported|submitted|filed) by:?"
    r"|gezeichnet:?|gez\.|firmado(?: por)?:?|fdo\.?:?|signe(?: par)?:?|firmato(?: da)?:?|assinado por:?"
)
_PATTERN = (
    rf"\b(?:(?i:{_HELLO})(?:,? again)?[ ,]{{1,3}}[A-Z\xe0]|(?i:hi|hello|hey|dear|hallo|hola),? [a-z]"
    rf"|(?i:{_BYE})(?:[ ,.!:-]{{0,3}}(?:\r?\n[\s>]*|from )|, ?)-?[A-Za-z\xe0]|(?i:regards|cheers),? [A-Za-z\xe0]|(?i:{_BY}) "
    rf"[A-Z\xe0])"
    r"|\n-- ?\n?\s?[A-Z\xe0]|\b(?i:wrote|schrieb|escribio|a ecrit|ha scritto|schreef|escreveu) ?:"
)
_HELLO_CUE = re.compile(rf"(?:{_HELLO})(?:,? again)?[ ,]{{1,3}}(?=[A-Za-z\xe0])", re.IGNORECASE)
_BYE_CUE = re.compile(rf"(?:{_BYE})(?:[ ,.!:-]{{0,3}}(?:\r?\n[\s>]*|from )|[,. ] ?)[-~]? ?(?=[A-Za-z\xe0])", re.IGNORECASE)
_BY_CUE = re.compile(rf"(?:{_BY}) ", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:^|[.!?,;:>\n(\"'\x80-])\s{0,8}(?:(?:oh|ok|okay|yes|well|and|so|great|hi|hello) ?,? )?$")
_LINE_ENDS = re.compile(r"[ \t]{0,3}(?:[,.!;]?[ \t]{0,3}(?:$|[\r\n]))|[ \t]*[,|(<-]")
_VOCATIVE_ENDS = re.compile(
    r"\s*$|\s*[,.!?;:\n)]|\s+(?:i|my|can|could|how|this|we|is|im|i'm|what|please|thanks|thank|nice|good)\b"
)
_MOTTO = re.compile(r"\s+(?:is|are|was|were|has|had|will|would|in|of)\b")
_CHAT = Manner(small=True)
_DEAR = frozenset(
    ("dear", "sehr geehrter", "sehr geehrte", "estimado", "estimada", "geachte", "prezado", "prezada", "egregio", "chere")
)
_THANKS = (
    "thank",
    "thx",
    "cheers",
    "danke",
    "merci",
    "gracias",
    "grazie",
    "bedankt",
    "obrigad",
    "sorry",
    "bye",
    "goodbye",
    "congrat",
)


def _accept(candidate: Candidate) -> Iterator[Hit]:
    if candidate.buffer.startswith(b"\n--", candidate.start):
        name = _signature(candidate)
        if name is not None:
            yield name.hit("person-closing")
        return
    if candidate.start > candidate.floor and candidate.buffer[candidate.start - 1] in b"_-'@/\xe0":
        return
    if _goes_on(candidate):
        return
    window = candidate.buffer[candidate.start : min(candidate.start + 96, candidate.ceiling)].decode("latin-1")
    if candidate.text.endswith(":") and not _BY_CUE.match(window):
        yield from _quoted(candidate)
        return
    closing = _BYE_CUE.match(window)
    name = _closed(candidate, closing) if closing else None
    if name is not None:
        yield name.hit("person-closing")
        return
    by = _BY_CUE.match(window)
    if by is not None:
        name = read(candidate, candidate.start + by.end(), Manner())
        if (
            name is not None
            and name.capital
            and not name.acronym
            and (name.words > 1 or window.lower().startswith(("sign", "gez", "f")))
        ):
            yield name.hit("person-closing")
        return
    greeting = _HELLO_CUE.match(window)
    name = _greeted(candidate, greeting) if greeting else None
    if name is not None:
        yield name.hit("person-greeting")


def _goes_on(candidate: Candidate) -> bool:
    """Whether a sentence goes on, as in "thanks for …", "Hello, I …": most greetings are followed by no name."""
    buffer, place = candidate.buffer, candidate.end - 1
    if buffer.find(b"\n", candidate.start, place) >= 0 or buffer[candidate.start : candidate.start + 7].lower() == b"regards":
        return False
    return buffer.startswith(b"I ", place) or (
        not buffer.startswith(b"again", place) and is_plain_word(candidate, place, _CHAT)
    )


def _greeted(candidate: Candidate, cue: re.Match[str]) -> Name | None:
    word = cue[0].lower().strip(" ,").removesuffix(" again")
    start = candidate.start + cue.end()
    lead = candidate.context(24)
    if word not in _DEAR and not _SENTENCE.search(lead):
        return None
    if not cue[0][0].isupper() and word not in ("hi", "hello", "hey", "hallo", "hola", "dear", "thanks", "thank you"):
        return None
    name = read(candidate, start, Manner(small=cue[0].isupper(), most=4))
    rest = _rest(candidate, start if name is None else name.end)
    if name is None:
        return _small(candidate, start, lead)
    if name.acronym or _MOTTO.match(rest):
        return None
    if word.startswith(_THANKS) or word in ("welcome", "morning", "happy birthday", "sorry"):
        return name if _VOCATIVE_ENDS.match(rest) else None
    return name


def _small(candidate: Candidate, start: int, lead: str) -> Name | None:
    """In chats: "hi anna, my card …". Only where a text begins."""
    if not candidate.buffer[start : start + 1].islower() or re.search(r"[a-z]", lead.rpartition("\n")[2]):
        return None
    name = read(candidate, start, Manner(small=True, most=1))
    if name is None or len(name.text) < 3:
        return None
    rest = _rest(candidate, name.end)
    more = read(candidate, start, Manner(small=True, most=2))
    if more is not None and more.words == 2 and re.match(r"\s*(?:$|[,\n])", _rest(candidate, more.end)):
        return more
    return name if _VOCATIVE_ENDS.match(rest) else None


def _closed(candidate: Candidate, cue: re.Match[str]) -> Name | None:
    """A name that is all of its line (or of the rest of the text's last line) after a closing."""
    start = candidate.start + cue.end()
    own_line = "\n" in cue[0]
    if own_line and not _SENTENCE.search(candidate.context(24)):
        return None
    if not own_line and not (
        cue[0].rstrip().endswith(",") or " from " in cue[0].lower() or cue[0].lower().startswith(("regards", "cheers"))
    ):
        return None
    if not own_line and not re.search(r"(?:^|[\n.!?,;:]|\bkind|\bbest|\bwarm|\bmany|\bwith)\s*$", candidate.context(16)):
        return None
    name = read(candidate, start, Manner(small=own_line or cue[0].lower().startswith("regards"), most=4))
    if name is None or name.acronym:
        return None
    ends = _LINE_ENDS.match(_rest(candidate, name.end))
    if not ends or (not own_line and not re.fullmatch(r"[ \t]{0,3}[,.!;]?\s{0,3}", _line(candidate, name.end))):
        return None
    if not name.capital and (name.words > 3 or any(is_doubtful(word) for word in name.text.split())):
        return None
    return name


def _signature(candidate: Candidate) -> Name | None:
    """The line after the "-- " that parts a signature from a message (RFC 3676, section 4.3), or on the same line."""
    name = read(candidate, candidate.end - 1, Manner(most=4))
    return name if name is not None and _LINE_ENDS.match(_rest(candidate, name.end)) and not name.acronym else None


def _quoted(candidate: Candidate) -> Iterator[Hit]:
    """Who is quoted: "On Monday Anna Smith wrote:"."""
    name = before(candidate, candidate.start, Manner(most=4))
    if name is not None and name.capital and not name.acronym:
        yield name.hit("person-closing")
        yield name.passed(candidate)


def _rest(candidate: Candidate, position: int) -> str:
    return candidate.buffer[position : min(position + 24, candidate.ceiling)].decode("latin-1").lower()


def _line(candidate: Candidate, position: int) -> str:
    return _rest(candidate, position).partition("\n")[0]


LETTER = Recogniser(
    "person-letter",
    _PATTERN,
    _accept,
    "high",
    rules=(
        Rule(
            "person-greeting",
            "PERSON",
            "Names after a greeting: Dear, Hi, Hallo, Liebe, Bonjour, Cher, Hola, Estimada, Ciao, Gentile, Beste, Geachte, "
            "Olá, Prezado",
            "begins a sentence; capitals, or small letters where the phrase ends; no `Dear Sir`, `Hi team`",
            level="high",
            source="letters and chats of en, de, fr, es, it, nl, pt",
        ),
        Rule(
            "person-closing",
            "PERSON",
            "Names after a closing or a signature's dashes, after `signed by`, and before `wrote:`",
            "the name is all of its line; no ordinary word",
            level="high",
            source="letters of en, de, fr, es, it, nl, pt; RFC 3676, section 4.3",
        ),
    ),
)
