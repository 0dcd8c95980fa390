"""All that finds something, together: what is seen in a batch of texts at first sight, before anything is replaced."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from llm_assets.privacy.batch import Batch
from llm_assets.privacy.encoded import decoded
from llm_assets.privacy.graphemes import whole
from llm_assets.privacy.known import KnownValues
from llm_assets.privacy.lookups import Lookups
from llm_assets.privacy.near import near_misses
from llm_assets.privacy.ner import NerBackend
from llm_assets.privacy.plain import PLACEHOLDER, PlainView, plain_texts
from llm_assets.privacy.policy.policy import Policy
from llm_assets.privacy.pseudonyms import PSEUDONYM_LETTERS
from llm_assets.privacy.scan import scanner
from llm_assets.privacy.spans import NOBODY, Finding, disjoint
from llm_assets.privacy.tags import TAG
from llm_assets.privacy.view import View

NameFinder = Callable[[View, Sequence[str]], Iterator[tuple[int, int, str]]]
_FOREIGN = "\xe0"
_SURE_CODE = 12  # characters of base64 from which on what is found in it by form is no accident
# Whoever is named by pseudonym stays so: "@Anna" was replaced, and what stands there now is no handle.
_NAMING = frozenset({"PERSON", "USERNAME", "ID_OTHER"})
_PSEUDONYM = re.compile(r"@?[a-z]{%d}" % PSEUDONYM_LETTERS)  # noqa: UP031
_LIKE_A_PSEUDONYM = range(PSEUDONYM_LETTERS, PSEUDONYM_LETTERS + 2)


class Sight:
    """What looks at texts: recognisers, known values, the name tagger, rules of the settings, a model of the user's own.

    names: whether names of people whom the data does not know are looked for, at level high.
    """

    def __init__(
        self,
        level: str,
        known: KnownValues,
        regions: Sequence[str],
        *,
        names: bool,
        policy: Policy | None,
        ner: NerBackend | None,
    ) -> None:
        self._level = level
        self._known = known
        self._scanner = scanner(level, tuple(regions), names)
        # Loaded where it works only: compiled loops and word lists cost a process half a second.
        self._names = _name_finder() if names and level == "high" else None
        self._policy = policy
        self._whole_urls = policy is not None and policy.whole_urls
        self._ner = ner if level == "high" else None
        self._choosy = policy is not None and bool(policy.left() or policy.allow or policy.columns)

    def found(self, batch: Batch, plain: npt.NDArray[np.bool_]) -> list[list[Finding]]:
        """What is found in each text, sorted and disjoint. plain: for each text, whether it hides nothing."""
        found: list[list[Finding]] = [[] for _ in batch.texts]
        for kind, indices in ((PlainView, np.flatnonzero(plain)), (View, np.flatnonzero(~plain))):
            if not len(indices):
                continue
            alike = len(indices) == len(batch.texts)
            part = batch if alike else batch.picked(indices.tolist(), [batch.texts[index] for index in indices.tolist()])
            view = kind(part.texts)
            for text, finding in self._chosen(view, part):
                found[indices[text]].append(finding)
            for parting, which in view.ambiguous.items():
                if which:
                    other = part.picked(which, [part.texts[index] for index in which])
                    for text, finding in self._chosen(View(other.texts, parting), other):
                        found[indices[which[text]]].append(finding)
        for index, finding in self._modelled(batch):
            found[index].append(finding)
        return [
            disjoint([whole(finding, text) for finding in findings], text) if findings else findings
            for findings, text in zip(found, batch.texts, strict=True)
        ]

    def _chosen(self, view: View, batch: Batch) -> Iterator[tuple[int, Finding]]:
        """What is seen, less what the settings leave. A known value is never left."""
        seen = self._seen(view, batch)
        if not self._choosy:
            return seen
        return (
            (text, each) for text, each in seen if each.rule.startswith("known-value") or not self._stays(batch, text, each)
        )

    def _stays(self, batch: Batch, text: int, finding: Finding) -> bool:
        if self._policy is None:
            return False
        if finding.entity in self._policy.left() or finding.entity in batch.left_in(text):
            return True
        return self._policy.allows(finding.entity, batch.texts[text][finding.start : finding.end])

    def _seen(self, view: View, batch: Batch) -> Iterator[tuple[int, Finding]]:
        """(text, finding) of all that is found in one reading of the texts; findings may overlap."""
        lookups = Lookups()
        for recogniser, candidate, hits in self._scanner.scan(view, batch.before):
            for hit in hits if recogniser.active(self._level) else ():
                if not hit.sure:
                    continue
                text, start, end = view.locate(hit.start, hit.end)
                if (
                    end - start in _LIKE_A_PSEUDONYM
                    and hit.entity in _NAMING
                    and _PSEUDONYM.fullmatch(view.texts[text][start:end])
                ):
                    continue
                keep = view.locate(hit.start, hit.start + hit.keep)[2] - start if hit.keep and not self._whole_urls else 0
                # Letters without an ASCII form are one byte in the view: such values are told apart as they are written.
                key = hit.key if _FOREIGN not in hit.key else f"{hit.key}\0{view.texts[text][start:end].casefold()}"
                yield text, Finding(start, end, hit.entity, hit.rule, key, NOBODY, keep)
            if not self._known.empty:
                lookups.add_all(recogniser, candidate, hits, view.text_at(candidate.start))
        for first, end, rule in self._names(view, batch.before) if self._names else ():
            text, start, stop = view.locate(first, end)
            yield text, Finding(start, stop, "PERSON", rule, _folded(batch.texts[text][start:stop]))
        if self._policy is not None and self._policy.patterns:
            yield from self._policy.found(view, batch.before)
        if not self._known.empty:
            yield from self._known.find(view, batch.scopes)
            yield from lookups.known(self._known, view, batch.scopes)
        if batch.names:
            yield from near_misses(view, batch.scopes.owners(), batch.names)
        yield from self._encoded(view, batch)

    def _encoded(self, view: View, batch: Batch) -> Iterator[tuple[int, Finding]]:
        """What stands in base64: the whole row goes, for nobody can read the rest of it."""
        rows = list(decoded(view))
        if not rows:
            return
        places, texts = [view.text_at(first) for first, _, _ in rows], [text for _, _, text in rows]
        for (first, end, _), found in zip(
            rows, self.found(batch.picked(places, texts), plain_texts(texts, written=False)), strict=True
        ):
            inner = [each for each in found if each.cuts and (end - first >= _SURE_CODE or each.rule == "known-value")]
            if inner:
                text, start, stop = view.locate(first, end)
                sole = (
                    inner[0] if len(inner) == 1 else replace(inner[0], key="\0".join(each.key for each in inner), person=NOBODY)
                )
                yield text, replace(sole, start=start, end=stop, keep=0)

    def _modelled(self, batch: Batch) -> Iterator[tuple[int, Finding]]:
        """What the model of the settings finds, but nothing in what was written before."""
        if self._ner is None or not batch.texts:
            return
        for index, (text, spans) in enumerate(zip(batch.texts, self._ner.find(batch.texts), strict=True)):
            tags = [match.span() for match in TAG.finditer(text)] if spans and "[" in text else []
            for span in spans:
                value = text[span.start : span.end]
                if PLACEHOLDER in value or any(start < span.end and span.start < end for start, end in tags):
                    continue
                finding = Finding(span.start, span.end, span.entity, span.rule, _folded(value))
                if not self._stays(batch, index, finding):
                    yield index, finding


def _folded(value: str) -> str:
    return " ".join(value.lower().split())


def _name_finder() -> NameFinder:
    from llm_assets.privacy.names.tagger import name_tagger

    return name_tagger().find
