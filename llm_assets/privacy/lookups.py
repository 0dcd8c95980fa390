"""Normal forms that the recognisers give (addresses, digits, URLs and hosts), looked up among known values in bulk."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from llm_assets.privacy.known import KnownValues, Scopes, exact_key, name_of
from llm_assets.privacy.recognisers import Candidate, Hit, Recogniser
from llm_assets.privacy.recognisers.phone import phone_key
from llm_assets.privacy.recognisers.url import domains, parts
from llm_assets.privacy.spans import Finding
from llm_assets.privacy.view import View

_SHORTEST, _LONGEST = 7, 19  # digits of a number that may be known
_GROUPS = re.compile(rb"[0-9]+")


@dataclass
class Lookups:
    """What is to be looked up: keys, and (first, end, text, value) of each, in visible characters."""

    keys: list[int] = field(default_factory=list)
    hits: list[tuple[int, int, int, str]] = field(default_factory=list)

    def add_all(self, recogniser: Recogniser, candidate: Candidate, hits: Sequence[Hit], text: int) -> None:
        """Adds what a recogniser found in a candidate."""
        if recogniser.looks_up_all:
            for digits, first, end in _digit_runs(candidate):
                self._add("digits", digits, first, end, text)
                if len(digits) > 9:
                    self._add("digits", phone_key(digits), first, end, text)
        for hit in hits:
            if hit.entity == "EMAIL":
                self._add("email", hit.key, hit.start, hit.end, text)
            elif hit.entity == "URL":
                self._add_url(candidate.buffer[hit.start : hit.end].decode("latin-1"), hit, text)

    def known(self, values: KnownValues, view: View, scopes: Scopes) -> Iterator[tuple[int, Finding]]:
        """(text, finding) for each that is known."""
        if not self.keys:
            return
        texts = np.array([hit[2] for hit in self.hits], dtype=np.int64)
        entities, people = values.exact(np.array(self.keys, dtype=np.uint64), texts, scopes)
        for index in np.flatnonzero(entities >= 0).tolist():
            first, end, _, value = self.hits[index]
            text, start, stop = view.locate(first, end)
            yield text, Finding(start, stop, name_of(int(entities[index])), "known-value", value, int(people[index]))

    def _add(self, kind: str, value: str, first: int, end: int, text: int) -> None:
        self.keys.append(exact_key(kind, value))
        self.hits.append((first, end, text, value))

    def _add_url(self, address: str, hit: Hit, text: int) -> None:
        """Its host with the domains that it lies in, and its path with ever less of it: below a known page all is known."""
        _, host, rest = parts(address)
        for domain in domains(host):
            self._add("host", domain, hit.start, hit.end, text)
        path = rest.partition("#")[0].rstrip("/").lower()
        while path.strip("/?"):
            self._add("url", host + path, hit.start, hit.end, text)
            path = path.rpartition("/")[0]


def _digit_runs(candidate: Candidate) -> Iterator[tuple[str, int, int]]:
    """(digits, first, end) of every row of neighbouring groups that may be a known number: 7 to 19 digits."""
    groups = [match.span() for match in _GROUPS.finditer(candidate.buffer, candidate.start, candidate.end)]
    for index, (first, _) in enumerate(groups):
        digits = b""
        for begin, end in groups[index:]:
            digits += candidate.buffer[begin:end]
            if len(digits) > _LONGEST:
                break
            if len(digits) >= _SHORTEST:
                yield digits.decode("ascii"), first, end


def stands_in(known: KnownValues, text: str) -> bool:
    """Whether a value that is hunted everywhere stands in a text, as words or, whole, as a normal form."""
    return bool(stand_in(known, [text]))


def stand_in(known: KnownValues, texts: Sequence[str]) -> set[int]:
    """The places of those texts in which such a value stands."""
    if known.empty or not texts:
        return set()
    nobody = Scopes.of([[]] * len(texts))
    found = {text for text, _ in known.find(View(texts), nobody)}
    keys, places = [], []
    for place, text in enumerate(texts):
        digits = "".join(filter(str.isdigit, text))
        forms = (("email", text.lower()), ("digits", digits), ("digits", phone_key(digits)))
        keys += [exact_key(kind, form) for kind, form in forms if form]
        places += [place for _, form in forms if form]
    entities, _ = known.exact(np.array(keys, dtype=np.uint64), np.array(places, dtype=np.int64), nobody)
    return found | {places[index] for index in np.flatnonzero(entities >= 0).tolist()}
