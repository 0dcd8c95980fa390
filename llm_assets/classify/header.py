"""What the header of a column says, by the phrases of `concepts.toml`."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from llm_assets.classify.words import words_of

# Before these, a name is not a person's, and an address not a home's.
_OF_THINGS = frozenset(
    """
    product item plan event file campaign brand model category course page screen app feature list tag team group
    department project repository repo service store shop warehouse branch channel room queue template segment experiment
    variant table column field host server domain site device os browser platform metric unit test job company
    organization organisation account plan school hospital facility vendor supplier manufacturer publisher merchant bank
    insurance payer role permission badge song artist album track movie film book title genre media drug medication
    procedure room city country state region street skill language currency
    """.split()
)
_FLAGS_BEHIND = frozenset(
    """
    verified valid validated confirmed enabled disabled status flag count optin opted consent allowed present length
    len hash md5 sha256 domain class category group
    """.split()
)
_FLAGS_BEFORE = frozenset("is has was can should did number num count n total nb allow accepts wants".split())
_LITTLE = frozenset("of the de da do dos das del della di du des d la le les l et y e und van der het en i".split())


@dataclass(frozen=True, slots=True)
class Concept:
    """What a header may mean. role, entity, generalize: what is proposed; values: what the cells must be like."""

    name: str
    role: str
    entity: str | None
    generalize: str | None
    values: str


@dataclass(frozen=True, slots=True)
class Said:
    """A concept that a header names. certainty: 0 to 1, of the reading of the header alone."""

    concept: Concept
    certainty: float


@cache
def concepts() -> dict[str, Concept]:
    """All concepts, by name."""
    return {
        name: Concept(name, each["what"]["role"], each["what"].get("entity"), each["what"].get("generalize"), each["values"])
        for name, each in _written().items()
    }


def said_by(header: str) -> list[Said]:
    """The concepts that a header names, the most certain first; empty when it says nothing that is known."""
    words = words_of(header)
    if not words:
        return []
    found: dict[str, float] = {}
    phrases, squashed = _phrases()
    for name in squashed.get("".join(words), ()):
        found[name] = 1.0
    count = len(words)
    for length in range(min(count, 5), 0, -1):
        for start in range(count - length + 1):
            for name in phrases.get(words[start : start + length], ()):
                # The head of a compound stands last in English and German ("customer email"), first in Romance languages.
                place = 0.85 if start + length == count else 0.75 if start == 0 else 0.6
                found[name] = max(found.get(name, 0.0), place * (0.8 + 0.2 * length / count))
    for word in words[:-2]:  # `visit_occurrence_id` is a `visit id`
        for name in phrases.get((word, words[-1]), ()):
            found[name] = max(found.get(name, 0.0), 0.8)
    if not found:
        return []
    if len(words) > 1 and (words[-1] in _FLAGS_BEHIND or words[0] in _FLAGS_BEFORE):
        found = {name: certainty for name, certainty in found.items() if certainty == 1.0} or {"attribute": 0.8}
    elif "person" in found and found["person"] < 1.0 and _OF_THINGS.intersection(words):
        del found["person"]
        found["attribute"] = max(found.get("attribute", 0.0), 0.8)
    known = concepts()
    return sorted((Said(known[name], certainty) for name, certainty in found.items()), key=lambda said: -said.certainty)


def _written() -> dict[str, Any]:
    return tomllib.loads(files("llm_assets.classify").joinpath("concepts.toml").read_text(encoding="utf-8"))


def _spelt(words: str) -> Iterator[tuple[str, ...]]:
    """The phrases of a concept, also without their little words: `luogo di nascita`, `luogo_nascita`."""
    for part in words.replace("\n", " ").split(","):
        if phrase := words_of(part):
            yield from dict.fromkeys((phrase, tuple(word for word in phrase if word not in _LITTLE) or phrase))


@cache
def _phrases() -> tuple[dict[tuple[str, ...], list[str]], dict[str, list[str]]]:
    """Concepts by the words of a phrase, and by its letters without spaces."""
    by_words: dict[tuple[str, ...], list[str]] = {}
    by_letters: dict[str, list[str]] = {}
    for name, each in _written().items():
        for phrase in _spelt(each["words"]):
            if name not in by_words.setdefault(phrase, []):
                by_words[phrase].append(name)
            letters = by_letters.setdefault("".join(phrase), [])
            if name not in letters:
                letters.append(name)
    return by_words, by_letters
