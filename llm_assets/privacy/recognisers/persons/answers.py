"""PERSON in the answer to a question for a name: "ravi 4875", "Sure, it's Anna Smith", after "May I have your name,
please?".

Validator: the message before asks for a name (`recognisers.asked`); the answer is short, or its name is written with
capitals; words that are no names end it.
"""

import re
from collections.abc import Iterator

from llm_assets.privacy.recognisers.persons.names import Manner, Name, read
from llm_assets.privacy.recognisers.recogniser import Candidate, Hit, Recogniser, Rule

_LEAD = re.compile(
    r"(?:[\s,.!:;\x80\"'-]|(?:sure|yes|yeah|yep|ya|ok|okay|of course|certainly|absolutely|please|well|hi|hello|hey|thanks"
    r"|thank you|great|fantastic|here|"
    r"here you go|no problem|ja|klar|gerne|oui|bien sur|si|claro|certo|sim|natuurlijk|it is|it's|it\x80s|its|that is|that's"
    r"|that would be|"
    r"this is|i am|i'm|i\x80m|im|(?:my|the|full|first|last|user|account|customer|and|is|name|nombre|nome|nom|naam|mein|mi"
    r"|mon|mijn|meu|ist|es|est|e)|"
    r"under|\d{1,12}|mr|mrs|ms|dr|herr|frau)(?![a-z\xe0])\.?)+",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"\s*$|\s*[,.!;:\n(/&-]|\s+(?:and|with|my|the|und|et|y|e|en|is|pass\w*|pwd|account|acc|number|no|id|pin|email|last|\d)"
)
_LONG = 80


def _accept(candidate: Candidate) -> Iterator[Hit]:
    window = candidate.buffer[candidate.start : min(candidate.start + _LONG, candidate.end)].decode("latin-1")
    lead = _LEAD.match(window)
    start = candidate.start + (lead.end() if lead else 0)
    name = _answer(candidate, start)
    if name is not None:
        yield name.hit("person-answer")


def _answer(candidate: Candidate, start: int) -> Name | None:
    short = candidate.end - candidate.start <= _LONG
    name = read(candidate, start, Manner(small=short, sure=True))
    if name is None:
        return None
    rest = candidate.buffer[name.end : min(name.end + 24, candidate.ceiling)].decode("latin-1").lower()
    return name if _ANSWERED.match(rest) or (name.capital and name.words > 1) else None


ANSWER = Recogniser(
    "person-answer",
    "",
    _accept,
    "high",
    asked=frozenset({"name"}),
    rules=(
        Rule(
            "person-answer",
            "PERSON",
            "The name in the answer to a question for a name",
            "the message before asks for it; a short answer, or capitals; no ordinary word",
            level="high",
            source="support chats",
        ),
    ),
)
