"""The redactor: finds what is personal in texts, and writes pseudonyms and tags in its place."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from llm_assets.privacy.keys import Key
from llm_assets.privacy.known import KnownValues, Scopes, exact_key, name_of
from llm_assets.privacy.known_build import KnownValuesBuilder
from llm_assets.privacy.near import near_misses
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.recognisers import Candidate, Hit, Recogniser
from llm_assets.privacy.recognisers.numbers import phone_key
from llm_assets.privacy.recognisers.recogniser import LEVELS
from llm_assets.privacy.recognisers.url import domains, parts
from llm_assets.privacy.scan import scanner
from llm_assets.privacy.spans import NOBODY, Finding, Span, disjoint
from llm_assets.privacy.tags import TAG, Tagger
from llm_assets.privacy.values import forms
from llm_assets.privacy.view import View

DEFAULT_REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "BR")
_EVERYONE = 0
_LONGEST_NUMBER = 19


@dataclass(frozen=True)
class Batch:
    """Texts with what is known of where they stand.

    before: the message before each in its conversation ("" if unknown). scopes: people of its conversation, owner first.
    owners: scope of tag codes; conversations: scope of PERSON codes. names: by ordinal, the words of a person's names
    whose typos are looked for in texts of their own.
    """

    texts: Sequence[str]
    before: Sequence[str]
    scopes: Scopes
    owners: Sequence[str]
    conversations: Sequence[str]
    names: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class _Lookups:
    """Normal forms that the recognisers gave, to be looked up among known values in bulk."""

    keys: list[int] = field(default_factory=list)
    hits: list[tuple[int, int, int, str]] = field(default_factory=list)  # first, end (visible characters), text, value

    def add(self, kind: str, value: str, first: int, end: int, text: int) -> None:
        self.keys.append(exact_key(kind, value))
        self.hits.append((first, end, text, value))


class Redactor:
    """Finds and replaces personal data in texts of any language.

    level: low, medium or high. known_values: what to hunt in every text, by entity (`{"PERSON": ["Anna Smith"]}`), or an index.
    key: any secret; without one it is random for this instance, so that tags differ from run to run.
    regions: ISO 3166 codes whose national phone forms are recognised.
    """

    def __init__(
        self,
        level: str = "high",
        known_values: Mapping[str, Iterable[str]] | KnownValues | None = None,
        key: str | bytes | Key | None = None,
        *,
        regions: Sequence[str] = DEFAULT_REGIONS,
        tagger: Tagger | None = None,
    ) -> None:
        if level not in LEVELS:
            raise ValueError(f"level must be one of {', '.join(LEVELS)}")
        self.level = level
        self._scanner = scanner(level, tuple(regions))
        self._known = known_values if isinstance(known_values, KnownValues) else _index(known_values or {}, level)
        self._tagger = tagger or Tagger(Pseudonymizer(_key(key), "redactor", level), taken=self._known.holds)

    def find(self, texts: Sequence[str], before: Sequence[str] | None = None) -> list[list[Span]]:
        """Spans of each text: sorted, disjoint, with offsets in code points."""
        found = self.findings(self._batch(texts, before))
        return [[Span(f.start, f.end, f.entity, f.rule) for f in findings] for findings in found]

    def redact(self, texts: Sequence[str], before: Sequence[str] | None = None) -> list[str]:
        """The texts with pseudonyms and tags in the place of what was found. Redacting the result again changes nothing."""
        return self.redact_batch(self._batch(texts, before))[0]

    def redact_batch(self, batch: Batch) -> tuple[list[str], Counter[str]]:
        """The redacted texts of a batch, and how many replacements there were by entity."""
        counts: Counter[str] = Counter()
        redacted = []
        for index, findings in enumerate(self.findings(batch)):
            text, position, pieces = batch.texts[index], 0, []
            for finding in findings:
                if finding.keep >= finding.end - finding.start:
                    continue
                pieces.append(text[position : finding.start + finding.keep])
                pieces.append(self._tagger.replacement(finding, batch.owners[index], batch.conversations[index]))
                position = finding.end
                counts[finding.entity] += 1
            redacted.append("".join(pieces) + text[position:] if pieces else text)
        return redacted, counts

    def findings(self, batch: Batch) -> list[list[Finding]]:
        """What was found in each text, sorted and disjoint."""
        found: list[list[Finding]] = [[] for _ in batch.texts]
        if not batch.texts:
            return found
        view = View(batch.texts)
        lookups = _Lookups()
        for recogniser, candidate, hits in self._scanner.scan(view, batch.before):
            for hit in hits if recogniser.active(self.level) else ():
                if not hit.sure:
                    continue
                text, start, end = view.locate(hit.start, hit.end)
                keep = view.locate(hit.start, hit.start + hit.keep)[2] - start if hit.keep else 0
                found[text].append(Finding(start, end, hit.entity, hit.rule, hit.key, NOBODY, keep))
            _look_up(lookups, recogniser, candidate, hits, int(view.text_of[candidate.start]))
        for text, finding in self._known.find(view, batch.scopes):
            found[text].append(finding)
        for text, finding in near_misses(view, batch.scopes.owners(), batch.names):
            found[text].append(finding)
        self._add_known(found, view, lookups, batch.scopes)
        return [
            disjoint(_outside_labels(findings, text), text) if findings else findings
            for findings, text in zip(found, batch.texts, strict=True)
        ]

    def _add_known(self, found: list[list[Finding]], view: View, lookups: _Lookups, scopes: Scopes) -> None:
        if not lookups.keys:
            return
        texts = np.array([hit[2] for hit in lookups.hits], dtype=np.int64)
        entities, people = self._known.exact(np.array(lookups.keys, dtype=np.uint64), texts, scopes)
        for index in np.flatnonzero(entities >= 0).tolist():
            first, end, _, value = lookups.hits[index]
            text, start, stop = view.locate(first, end)
            found[text].append(Finding(start, stop, name_of(int(entities[index])), "known-value", value, int(people[index])))

    def _batch(self, texts: Sequence[str], before: Sequence[str] | None) -> Batch:
        count = len(texts)
        scopes = Scopes(np.arange(count + 1, dtype=np.int64), np.full(count, _EVERYONE, dtype=np.int64))
        return Batch(texts, before if before is not None else [""] * count, scopes, [""] * count, [""] * count)


def _look_up(lookups: _Lookups, recogniser: Recogniser, candidate: Candidate, hits: Sequence[Hit], text: int) -> None:
    if recogniser.looks_up_all:
        for digits, first, end in _digit_runs(candidate):
            lookups.add("digits", digits, first, end, text)
            if len(digits) > 9:
                lookups.add("digits", phone_key(digits), first, end, text)
    for hit in hits:
        if hit.entity == "EMAIL":
            lookups.add("email", hit.key, hit.start, hit.end, text)
        elif hit.entity == "URL":
            _look_up_url(lookups, candidate.buffer[hit.start : hit.end].decode("latin-1"), hit, text)


def _look_up_url(lookups: _Lookups, address: str, hit: Hit, text: int) -> None:
    """Its host with the domains that it lies in, and its path with ever less of it: what lies below a known page is known."""
    _, host, rest = parts(address)
    for domain in domains(host):
        lookups.add("host", domain, hit.start, hit.end, text)
    path = rest.partition("#")[0].rstrip("/").lower()
    while path.strip("/?"):
        lookups.add("url", host + path, hit.start, hit.end, text)
        path = path.rpartition("/")[0]


def _digit_runs(candidate: Candidate) -> Iterable[tuple[str, int, int]]:
    """(digits, first, end) of every row of neighbouring groups that may be a known number: 7 to 19 digits."""
    groups: list[tuple[int, int]] = []
    position = candidate.start
    while position < candidate.end:
        begin = position
        while position < candidate.end and 48 <= candidate.buffer[position] < 58:
            position += 1
        if position > begin:
            groups.append((begin, position))
        else:
            position += 1
    for index, (first, _) in enumerate(groups):
        digits = ""
        for begin, end in groups[index:]:
            digits += candidate.buffer[begin:end].decode("ascii")
            if len(digits) > _LONGEST_NUMBER:
                break
            if len(digits) >= 7:
                yield digits, first, end


def _outside_labels(findings: list[Finding], text: str) -> list[Finding]:
    """Drops what lies in the label of a tag: somebody's handle may be `phone`, yet `[PHONE:…]` names nobody."""
    if "[" not in text:
        return findings
    labels = [match.span(1) for match in TAG.finditer(text)]
    return [f for f in findings if not any(start <= f.start and f.end <= end for start, end in labels)]


def _key(key: str | bytes | Key | None) -> Key:
    if isinstance(key, Key):
        return key
    if key is None:
        return Key.random()
    return Key(key.encode("utf-8") if isinstance(key, str) else key)


def _index(values: Mapping[str, Iterable[str]], level: str) -> KnownValues:
    builder = KnownValuesBuilder()
    owned = ((entity, value) for entity, texts in values.items() for value in texts)
    builder.add((_EVERYONE, entity, form) for entity, value in owned for form in forms(entity, value, level))
    return builder.build()
