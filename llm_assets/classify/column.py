"""What one column is, from its header and its values: the values decide where they are plain, the header where they are not.

Where both leave a doubt, the role is the safer one: a text is redacted, an id becomes a pseudonym, an identifier is hunted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from llm_assets.classify.believable import BELIEVABLE, SPEAKERS, is_few
from llm_assets.classify.header import Concept, Said, said_by
from llm_assets.classify.measure import Measured
from llm_assets.dataset.cells import BINARY
from llm_assets.dataset.columns import Table

# Kinds that a value's own form proves. Checksums and forms of these are strict enough to be believed against a header.
_PROVED = ("EMAIL", "CREDIT_CARD", "IBAN", "MAC", "CRYPTO", "SECRET", "IP", "SSN", "PHONE", "URL", "ADDRESS")
_ENOUGH = {"PHONE": 0.7, "ADDRESS": 0.7, "SSN": 0.5, "URL": 0.7, "CREDIT_CARD": 0.7, "IP": 0.7}
_IN_WORDS = {
    "direct": "identifies a person",
    "quasi": "describes a person together with other columns",
    "sensitive": "is sensitive",
    "text": "is written by people",
    "html": "is text with HTML in it",
    "attribute": "sorts or measures",
    "pseudonym": "is an id",
    "user": "names a user",
    "timestamp": "is a time",
    "conversation": "groups messages",
    "kind": "says what happened",
    "speaker": "says who speaks",
    "drop": "is of no use",
}


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column is taken for. role, entity, generalize: as in the settings; confidence: 0 to 1; reason: in words, without a
    value. concept: of the header or of the values."""

    role: str
    confidence: float
    reason: str
    entity: str | None = None
    generalize: str | None = None
    concept: str = ""

    @property
    def told(self) -> str:
        """What the role means, in words."""
        return _IN_WORDS[self.role]


def guess(header: str, measured: Measured, table: Table) -> Guess:
    """What a column is by itself; what needs the other columns, such as the one id of a table, is for `tables`."""
    said = [each for each in said_by(header) if BELIEVABLE[each.concept.values](measured)]
    if measured.values:
        if proved := next(_proved(measured, said), None):
            return proved
    elif not said:
        return Guess("drop", 0.5, "no value in the sample, and the header says nothing")
    if said:
        return _fitted(_by_header(said, measured, table), measured, table)
    return _by_values(measured, table)


def _proved(measured: Measured, said: list[Said]) -> Iterator[Guess]:
    """What the values prove, whatever the header says."""
    named = said[0].concept if said else None
    if (share := measured.one_of(frozenset({BINARY}))) >= 0.5:
        yield Guess(
            "drop", 0.95, "its values are bytes, not texts" if share == 1 else "most values are bytes", concept="attachment"
        )
    if measured.share("base64") >= 0.5:
        yield Guess("drop", 0.9, f"{measured.share('base64'):.0%} of the values are files in text form", concept="attachment")
    if measured.share("html") >= 0.2:
        yield Guess("html", 0.95, f"{measured.share('html'):.0%} of the values hold HTML", concept="text")
    if measured.share("email") >= 0.6:
        yield Guess(
            "direct", 0.98, f"{measured.share('email'):.0%} of the values are e-mail addresses", "EMAIL", concept="email"
        )
    if measured.share("integer") >= 0.9 and measured.length <= 12 and (named is None or named.entity is None):
        return  # counts and amounts look like cards and phones by chance
    for entity in _PROVED:
        share = measured.entities.get(entity, 0.0)
        if share < _ENOUGH.get(entity, 0.6) or (measured.share("number") > 0.9 and (named is None or named.entity != entity)):
            continue
        if named is not None and named.role == "direct" and named.entity not in (entity, "PERSON"):
            entity = named.entity or entity  # both agree that it identifies; the header knows what as
        yield Guess("direct", 0.9, f"{share:.0%} of the values have the form of {entity}", entity, concept=entity.lower())


def _by_header(said: list[Said], measured: Measured, table: Table) -> Guess:
    best = said[0]
    if table == "interactions":
        best = next((each for each in said if each.certainty >= best.certainty - 0.1 and _belongs(each.concept)), best)
    concept = best.concept
    reason = f"the header says {concept.name.replace('_', ' ')}"
    if measured.values:
        reason += ", and the values can be that"
    confidence = 0.5 + 0.45 * best.certainty * (1 if measured.values else 0.8)
    return Guess(concept.role, confidence, reason, concept.entity, concept.generalize, concept.name)


def _belongs(concept: Concept) -> bool:
    """Whether a concept is one of the columns that make an event out of a row."""
    return concept.name in ("conversation", "kind", "speaker", "time")


def _fitted(guess: Guess, measured: Measured, table: Table) -> Guess:
    """The role that a concept has in this table, and with these values."""
    concept = guess.concept
    if concept == "later_time" or (concept == "time" and table == "users"):
        if table == "users":
            return replace(guess, role="quasi", generalize="month")
        return replace(guess, role="drop", reason=f"{guess.reason}: one time an event is enough, and times tell people apart")
    if concept == "birth" and measured.share("year") >= 0.8:
        return replace(guess, generalize="band:10")
    if concept == "age" and measured.values and measured.within(0, 125) < 0.8:
        return replace(guess, generalize=None)
    if concept == "kind" and (table == "users" or not is_few(measured)):
        return _loose(guess, measured, "attribute" if is_few(measured) else "text")
    if concept == "speaker" and table == "users":
        return _loose(guess, measured, "attribute" if is_few(measured) else "text")
    if concept == "conversation" and table == "users":
        return replace(guess, role="pseudonym")
    if concept == "conversation" and is_few(measured) and measured.filled > 200 and measured.distinct < 20:
        return replace(guess, role="attribute", reason=f"{guess.reason}; but only {measured.distinct} values recur")
    if concept == "person" and table == "interactions" and measured.one_of(SPEAKERS) >= 0.6:
        return replace(guess, role="speaker", entity=None)
    if concept in ("sensitive", "work", "origin", "city", "region") and measured.words > 5:
        return replace(guess, role="text", generalize=None, reason=f"{guess.reason}; but the values are sentences")
    if concept == "sensitive" and measured.share("number") >= 0.8:
        return replace(guess, generalize=None)
    if concept == "attribute":
        return _of_attribute(guess, measured)
    if concept == "other_id" and is_few(measured) and measured.share("letters") > 0.8:
        return replace(guess, role="attribute", confidence=0.6, reason=_few(measured))
    return guess


def _of_attribute(guess: Guess, measured: Measured) -> Guess:
    """An attribute is kept as it stands, so it must look like one."""
    if not measured.values or is_few(measured) or measured.share("number") >= 0.9 or measured.share("boolean") >= 0.9:
        return guess
    if measured.named >= 0.5 and measured.words <= 4:
        return replace(guess, role="text", confidence=0.5, reason="the header says attribute, but names stand among the values")
    if measured.share("prose") >= 0.3 or measured.words > 3:
        return replace(guess, role="text", confidence=0.6, reason="the header says attribute, but the values are free text")
    if measured.share("key") >= 0.8 and measured.share("letters") < 0.5 and measured.share_distinct > 0.9:
        return replace(guess, role="pseudonym", confidence=0.6, reason="the header says attribute, but no value recurs")
    return guess if measured.share_distinct < 0.5 else replace(guess, confidence=min(guess.confidence, 0.7))


def _loose(guess: Guess, measured: Measured, role: str) -> Guess:
    why = _few(measured) if role == "attribute" else "its values do not recur"
    return replace(guess, role=role, entity=None, generalize=None, confidence=min(guess.confidence, 0.75), reason=why)


def _few(measured: Measured) -> str:
    return f"{measured.distinct} values recur"


def _by_values(measured: Measured, table: Table) -> Guess:
    """A header that says nothing, or what cannot be."""
    if measured.times() >= 0.8:
        return _fitted(Guess("timestamp", 0.6, "the values are times", concept="time"), measured, table)
    if measured.share("uuid") >= 0.6:
        return Guess("pseudonym", 0.7, "the values are UUIDs", concept="other_id")
    if measured.share("ip") >= 0.6:
        return Guess("direct", 0.8, "the values have the form of IP addresses", "IP", concept="ip")
    if measured.share("boolean") >= 0.9:
        return Guess("attribute", 0.8, "the values are yes or no", concept="attribute")
    if measured.entities.get("PERSON", 0.0) >= 0.5 or (measured.named >= 0.5 and measured.words <= 4 and measured.distinct > 5):
        return Guess("direct", 0.65, "the values look like names of people", "PERSON", concept="person")
    if measured.share("prose") >= 0.4 or measured.length > 60:
        return Guess("text", 0.8, "the values are free text", concept="text")
    if is_few(measured):
        if table == "interactions" and measured.one_of(SPEAKERS) >= 0.6 and measured.share("boolean") < 0.5:
            return Guess("speaker", 0.7, "the values are parts in a conversation", concept="speaker")
        return Guess("attribute", 0.7, _few(measured), concept="attribute")
    if measured.share("number") >= 0.9:
        return _of_numbers(measured)
    if measured.share("key") >= 0.8 and measured.share_distinct > 0.3 and measured.share("letters") < 0.8:
        return Guess("pseudonym", 0.55, "the values look like ids", concept="other_id")
    return Guess("text", 0.4, "unsure: neither header nor values say what it is, so it is redacted as text", concept="")


def _of_numbers(measured: Measured) -> Guess:
    # Many different whole numbers of one length are ids more often than counts.
    lengths = {len(value.strip()) for value in measured.values}
    if measured.share("integer") >= 0.95 and measured.share_distinct > 0.9 and min(lengths) >= 5 and len(lengths) <= 2:
        return Guess("pseudonym", 0.55, "the values look like running numbers", concept="other_id")
    return Guess("attribute", 0.65, "the values are numbers", concept="attribute")
