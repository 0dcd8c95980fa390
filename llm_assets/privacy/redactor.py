"""The redactor: finds what is personal in texts, and writes pseudonyms and tags in its place."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.batch import Batch
from llm_assets.privacy.graphemes import whole
from llm_assets.privacy.keys import Key
from llm_assets.privacy.known import KnownValues
from llm_assets.privacy.known_build import KnownValuesBuilder
from llm_assets.privacy.lookups import stands_in
from llm_assets.privacy.ner import NerBackend
from llm_assets.privacy.plain import PLACEHOLDER, plain_texts
from llm_assets.privacy.policy.policy import Policy
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.recognisers.recogniser import LEVELS
from llm_assets.privacy.redacted import Redacted
from llm_assets.privacy.review import Review
from llm_assets.privacy.sight import Sight
from llm_assets.privacy.spans import NOBODY, Finding, Span, joined, widened
from llm_assets.privacy.tags import TAG, Tagger, opaque
from llm_assets.privacy.values import forms
from llm_assets.privacy.written import Written

DEFAULT_REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "BR")
_EVERYONE = 0
_PART = 1 << 21  # characters that are looked at together
_LOOKS, _WIDER, _WIDEST = 5, 64, 1 << 24  # looks after which what is found grows, and how: see `Redactor.findings`


class Redactor:
    """Finds and replaces personal data in texts of any language.

    level: low, medium or high. known_values: what to hunt in every text, by entity (`{"PERSON": ["Anna Smith"]}`), or an index.
    key: any secret; without one it is random for this instance, so that tags differ from run to run.
    regions: ISO 3166 codes whose national phone forms are recognised. names: whether names of people whom
    the data does not know are looked for too, at level high. policy: rules of the settings. ner: a model of one's
    own, at level high.
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
        policy: Policy | None = None,
        ner: NerBackend | None = None,
    ) -> None:
        if level not in LEVELS:
            raise ValueError(f"level must be one of {', '.join(LEVELS)}")
        self.level = level
        self._known = known_values if isinstance(known_values, KnownValues) else _index(known_values or {}, level)
        self._replaced: dict[tuple[str, str, int, str, str, str], str] = {}  # of the last batch
        self._sight = Sight(level, self._known, regions, names=names, policy=policy, ner=ner)
        self._tagger = tagger or _tagger(Pseudonymizer(_key(key), "redactor", level), self._known, policy)

    def find(self, texts: Sequence[str], before: Sequence[str] | None = None) -> list[list[Span]]:
        """Spans of each text: sorted, disjoint, with offsets in code points.

        texts: in any language. before: for each, the message before it in its conversation ("" for none), which is its context.
        """
        found = self.findings(Batch.of(texts, before))
        return [[Span(f.start, f.end, f.entity, f.rule) for f in findings] for findings in found]

    def redact(self, texts: Sequence[str], before: Sequence[str] | None = None) -> list[str]:
        """The texts with pseudonyms and tags in the place of what was found. Redacting the result again changes nothing.

        texts: in any language. before: for each, the message before it in its conversation ("" for none), which is its context.
        """
        return self.redact_batch(Batch.of(texts, before))[0]

    def redact_batch(self, batch: Batch, review: Review | None = None) -> tuple[list[str], Counter[str]]:
        """The redacted texts of a batch, and how many replacements there were by entity. review: takes a note of each."""
        counts: Counter[str] = Counter()
        done = self.redacted(batch)
        for each, owner in zip(done, batch.owners, strict=True):
            each.count(counts, review, owner)
        return [each.text for each in done], counts

    def redacted(self, batch: Batch) -> list[Redacted]:
        """What became of each text of a batch."""
        done = []
        for index, (text, findings) in enumerate(zip(batch.texts, self.findings(batch), strict=True)):
            if not findings:
                done.append(Redacted(text))
                continue
            cut = [finding for finding in findings if finding.cuts]
            named = [finding for finding in cut if not self._tagger.erases(finding)]
            told = tuple((each.entity, each.rule, _original(text, each)) for each in named)
            done.append(Redacted(self._written(batch, index, findings).text, told, len(cut) - len(named)))
        return done

    def findings(self, batch: Batch) -> list[list[Finding]]:
        """What was found in each text, sorted and disjoint.

        A replacement moves what stands beside it: a number that touched an address stands alone now, a word that announces one
        comes near. So a text in which something was replaced is looked at again as it reads now, until nothing is found in it.
        In a text that is made for it each look may find one more, a thousand times. After a few looks what is found takes its
        surroundings with it, ever more of them: so the number of looks has a bound for any text.
        """
        self._replaced.clear()
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
        looks = 1
        while pending:
            written = [self._written(batch, index, found[index], brief=bool(plain[index])) for index in pending]
            texts = [text.text for text in written]
            seen = self._found(batch.picked(pending, texts), plain_texts(texts, written=True) & plain[pending])
            still = []
            looks += 1
            for index, text, more in zip(pending, written, seen, strict=True):
                fresh = [self._fresh(text.origin(finding), found[index]) for finding in more if finding.cuts]
                if fresh and looks > _LOOKS:
                    reach = min(_WIDER ** (looks - _LOOKS), _WIDEST)
                    original = batch.texts[index]
                    fresh = [opaque(whole(each, original)) for each in widened(found[index], fresh, reach, original)]
                if fresh:
                    found[index] = joined(found[index], fresh)
                    still.append(index)
            pending = still
        return found

    def _written(self, batch: Batch, index: int, findings: Sequence[Finding], *, brief: bool = False) -> Written:
        """A text as it reads now. brief: one character stands for each tag, as the view sees it."""

        def replacement(finding: Finding) -> str:
            if brief and finding.person == NOBODY and not self._tagger.draws(finding):
                return PLACEHOLDER
            tag = self._replacement(batch, index, finding)
            return PLACEHOLDER if brief and TAG.fullmatch(tag) else tag

        return Written.of(batch.texts[index], findings, replacement)

    def _found(self, batch: Batch, plain: npt.NDArray[np.bool_]) -> list[list[Finding]]:
        """What is found at first sight, less what is already as the settings want it."""
        found = self._sight.found(batch, plain)
        if not self._tagger.draws_any:
            return found
        return [
            [each for each in findings if not each.cuts or self._replacement(batch, index, each) != _original(text, each)]
            for index, (text, findings) in enumerate(zip(batch.texts, found, strict=True))
        ]

    def _replacement(self, batch: Batch, index: int, finding: Finding) -> str:
        # Each is asked for when a text is looked at again, and when it is written.
        asked = (finding.entity, finding.key, finding.person, batch.owners[index], batch.conversations[index])
        original = _original(batch.texts[index], finding)
        written = self._replaced.get((*asked, original))
        if written is None:
            written = self._tagger.replacement(finding, *asked[3:], original)
            self._replaced[*asked, original] = written
        return written

    def _fresh(self, finding: Finding, found: Sequence[Finding]) -> Finding:
        """A finding of a second look. What was found in the midst of a surrogate is none of it: a tag stands there then."""
        for old in found if self._tagger.draws_any else ():
            if (old.start + old.keep, old.end) == (finding.start + finding.keep, finding.end) and self._tagger.draws(old):
                return opaque(old)
        return finding


def _original(text: str, finding: Finding) -> str:
    """The characters that are replaced."""
    return text[finding.start + finding.keep : finding.end]


def _key(key: str | bytes | Key | None) -> Key:
    if isinstance(key, Key):
        return key
    if key is None:
        return Key.random()
    return Key(key.encode("utf-8") if isinstance(key, str) else key)


def _tagger(pseudonymizer: Pseudonymizer, known: KnownValues, policy: Policy | None) -> Tagger:
    if policy is None:
        return Tagger(pseudonymizer, taken=known.holds)
    return policy.tagger(pseudonymizer, None, known.holds, lambda text: stands_in(known, text))


def _index(values: Mapping[str, Iterable[str]], level: str) -> KnownValues:
    builder = KnownValuesBuilder()
    owned = ((entity, value) for entity, texts in values.items() for value in texts)
    builder.add((_EVERYONE, entity, form) for entity, value in owned for form in forms(entity, value, level))
    return builder.build()
