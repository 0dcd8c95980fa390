"""The redactor: finds what is personal in texts, and writes pseudonyms and tags in its place."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.keys import Key
from llm_assets.privacy.known import KnownValues, Scopes
from llm_assets.privacy.known_build import KnownValuesBuilder
from llm_assets.privacy.lookups import Lookups
from llm_assets.privacy.near import near_misses
from llm_assets.privacy.plain import PLACEHOLDER, PlainView, plain_texts
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.recognisers.recogniser import LEVELS
from llm_assets.privacy.review import Review
from llm_assets.privacy.scan import scanner
from llm_assets.privacy.spans import NOBODY, Finding, Span, disjoint, joined
from llm_assets.privacy.tags import TAG, Tagger
from llm_assets.privacy.values import forms
from llm_assets.privacy.view import View
from llm_assets.privacy.written import Written

DEFAULT_REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "BR")
_EVERYONE = 0
_FOREIGN = "\xe0"
_PART = 1 << 21  # characters that are looked at together


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

    def picked(self, indices: Sequence[int], texts: Sequence[str]) -> "Batch":
        """Some of the texts, as they read now."""
        return Batch(
            texts,
            [self.before[index] for index in indices],
            self.scopes.picked(indices),
            [self.owners[index] for index in indices],
            [self.conversations[index] for index in indices],
            self.names,
        )


class Redactor:
    """Finds and replaces personal data in texts of any language.

    level: low, medium or high. known_values: what to hunt in every text, by entity (`{"PERSON": ["Anna Smith"]}`), or an index.
    key: any secret; without one it is random for this instance, so that tags differ from run to run.
    regions: ISO 3166 codes whose national phone forms are recognised. names: whether names of people whom
    the data does not know are looked for too, at level high.
    """

    def __init__(
        self,
        level: str = "high",
        known_values: Mapping[str, Iterable[str]] | KnownValues | None = None,
        key: str | bytes | Key | None = None,
        *,
        regions: Sequence[str] = DEFAULT_REGIONS,
        tagger: Tagger | None = None,
        names: bool = True,
    ) -> None:
        if level not in LEVELS:
            raise ValueError(f"level must be one of {', '.join(LEVELS)}")
        self.level = level
        self._scanner = scanner(level, tuple(regions), names)
        # Loaded where it works only: compiled loops and word lists cost a process half a second.
        self._names = name_finder() if names and level == "high" else None
        self._known = known_values if isinstance(known_values, KnownValues) else _index(known_values or {}, level)
        self._tagger = tagger or Tagger(Pseudonymizer(_key(key), "redactor", level), taken=self._known.holds)

    def find(self, texts: Sequence[str], before: Sequence[str] | None = None) -> list[list[Span]]:
        """Spans of each text: sorted, disjoint, with offsets in code points."""
        found = self.findings(self._batch(texts, before))
        return [[Span(f.start, f.end, f.entity, f.rule) for f in findings] for findings in found]

    def redact(self, texts: Sequence[str], before: Sequence[str] | None = None) -> list[str]:
        """The texts with pseudonyms and tags in the place of what was found. Redacting the result again changes nothing."""
        return self.redact_batch(self._batch(texts, before))[0]

    def redact_batch(self, batch: Batch, review: Review | None = None) -> tuple[list[str], Counter[str]]:
        """The redacted texts of a batch, and how many replacements there were by entity. review: takes a note of each."""
        found = self.findings(batch)
        counts: Counter[str] = Counter()
        texts = list(batch.texts)
        for index, findings in enumerate(found):
            if not findings:
                continue
            texts[index] = self._written(batch, index, findings).text
            for finding in findings:
                if not finding.cuts:
                    continue
                counts[finding.entity] += 1
                if review is not None:
                    value = batch.texts[index][finding.start + finding.keep : finding.end]
                    review.add(finding.entity, finding.rule, value, batch.owners[index])
        return texts, counts

    def findings(self, batch: Batch) -> list[list[Finding]]:
        """What was found in each text, sorted and disjoint.

        A replacement moves what stands beside it: a number that touched an address stands alone now, a word that announces one
        comes near. So a text in which something was replaced is looked at again as it reads now, until nothing is found in it.
        """
        sizes = np.fromiter(map(len, batch.texts), dtype=np.int64, count=len(batch.texts))
        parts = np.flatnonzero(np.diff(np.cumsum(sizes) // _PART, prepend=0)).tolist()
        found: list[list[Finding]] = []
        for first, end in pairwise((0, *parts, len(batch.texts))):
            found += self._settled(batch.picked(range(first, end), batch.texts[first:end]) if parts else batch)
        return found

    def _settled(self, batch: Batch) -> list[list[Finding]]:
        """What is found in the texts of a batch until nothing more is found in any."""
        if not batch.texts:
            return []
        plain = plain_texts(batch.texts, written=False)
        found = self._found(batch, plain)
        pending = [index for index, findings in enumerate(found) if any(finding.cuts for finding in findings)]
        while pending:
            written = [self._written(batch, index, found[index], brief=bool(plain[index])) for index in pending]
            texts = [text.text for text in written]
            seen = self._found(batch.picked(pending, texts), plain_texts(texts, written=True) & plain[pending])
            still = []
            for index, text, more in zip(pending, written, seen, strict=True):
                fresh = [text.origin(finding) for finding in more if finding.cuts]
                if fresh:
                    found[index] = joined(found[index], fresh)
                    still.append(index)
            pending = still
        return found

    def _written(self, batch: Batch, index: int, findings: Sequence[Finding], *, brief: bool = False) -> Written:
        """A text as it reads now. brief: one character stands for each tag, as the view sees it."""
        owner, conversation = batch.owners[index], batch.conversations[index]

        def replacement(finding: Finding) -> str:
            if brief and finding.person == NOBODY:
                return PLACEHOLDER
            tag = self._tagger.replacement(finding, owner, conversation)
            return PLACEHOLDER if brief and TAG.fullmatch(tag) else tag

        return Written.of(batch.texts[index], findings, replacement)

    def _found(self, batch: Batch, plain: npt.NDArray[np.bool_]) -> list[list[Finding]]:
        """What is found at first sight. plain: for each text, whether it hides nothing."""
        found: list[list[Finding]] = [[] for _ in batch.texts]
        for kind, indices in ((PlainView, np.flatnonzero(plain)), (View, np.flatnonzero(~plain))):
            if not len(indices):
                continue
            part = batch.picked(indices.tolist(), [batch.texts[index] for index in indices.tolist()])
            view = kind(part.texts)
            for text, finding in self._seen(view, part):
                found[indices[text]].append(finding)
            for parting, which in view.ambiguous.items():
                if which:
                    other = part.picked(which, [part.texts[index] for index in which])
                    for text, finding in self._seen(View(other.texts, parting), other):
                        found[indices[which[text]]].append(finding)
        return [
            disjoint(findings, text) if len(findings) > 1 else findings
            for findings, text in zip(found, batch.texts, strict=True)
        ]

    def _seen(self, view: View, batch: Batch) -> Iterator[tuple[int, Finding]]:
        """(text, finding) of all that is found in one reading of the texts; findings may overlap."""
        lookups = Lookups()
        for recogniser, candidate, hits in self._scanner.scan(view, batch.before):
            for hit in hits if recogniser.active(self.level) else ():
                if not hit.sure:
                    continue
                text, start, end = view.locate(hit.start, hit.end)
                keep = view.locate(hit.start, hit.start + hit.keep)[2] - start if hit.keep else 0
                # Letters without an ASCII form are one byte in the view: such values are told apart as they are written.
                key = hit.key if _FOREIGN not in hit.key else f"{hit.key}\0{view.texts[text][start:end].casefold()}"
                yield text, Finding(start, end, hit.entity, hit.rule, key, NOBODY, keep)
            if not self._known.empty:
                lookups.add_all(recogniser, candidate, hits, int(view.text_of[candidate.start]))
        for first, end, rule in self._names(view, batch.before) if self._names else ():
            text, start, stop = view.locate(first, end)
            yield text, Finding(start, stop, "PERSON", rule, " ".join(batch.texts[text][start:stop].lower().split()))
        if not self._known.empty:
            yield from self._known.find(view, batch.scopes)
            yield from lookups.known(self._known, view, batch.scopes)
        if batch.names:
            yield from near_misses(view, batch.scopes.owners(), batch.names)

    def _batch(self, texts: Sequence[str], before: Sequence[str] | None) -> Batch:
        count = len(texts)
        scopes = Scopes(np.arange(count + 1, dtype=np.int64), np.full(count, _EVERYONE, dtype=np.int64))
        return Batch(texts, before if before is not None else [""] * count, scopes, [""] * count, [""] * count)


def name_finder() -> Callable[[View, Sequence[str]], Iterator[tuple[int, int, str]]]:
    """What finds names that no rule and no user's record tells."""
    from llm_assets.privacy.names.tagger import name_tagger

    return name_tagger().find


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
