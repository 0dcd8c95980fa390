"""A redactor that asks a policy, in the five places where one must."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from llm_assets.privacy.keys import Key
from llm_assets.privacy.known import KnownValues, Scopes, exact_key
from llm_assets.privacy.known_build import KnownValuesBuilder
from llm_assets.privacy.policy.policy import Policy
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.recognisers.phone import phone_key
from llm_assets.privacy.redactor import Batch, Redactor
from llm_assets.privacy.spans import Finding, joined
from llm_assets.privacy.tags import opaque
from llm_assets.privacy.values import forms
from llm_assets.privacy.view import View
from llm_assets.privacy.written import Written
from llm_assets.settings import parse_settings

KEY = Key(b"a key for the tests of the policy, long enough")


class PolicyRedactor(Redactor):
    def __init__(self, policy: Policy, known: KnownValues | None = None, people: list[str] | None = None) -> None:
        known = known or KnownValuesBuilder().build()
        pseudonymizer = Pseudonymizer(KEY, "test", policy.level)
        tagger = policy.tagger(pseudonymizer, people, known.holds, lambda text: holds(known, text))
        super().__init__(policy.level, known, KEY, tagger=tagger)
        self.policy = policy

    def _seen(self, view: View, batch: Batch) -> Iterator[tuple[int, Finding]]:
        for text, finding in super()._seen(view, batch):
            if finding.rule.startswith("known-value") or not self._stays(batch.texts[text], finding):
                yield text, finding
        for text, finding in self.policy.found(view, batch.before):
            if not self._stays(batch.texts[text], finding):
                yield text, finding

    def _stays(self, text: str, finding: Finding) -> bool:
        return finding.entity in self.policy.left() or self.policy.allows(finding.entity, text[finding.start : finding.end])

    def _found(self, batch: Batch) -> list[list[Finding]]:
        return [
            [each for each in findings if not self._settled(each, text, batch.owners[index], batch.conversations[index])]
            for index, (text, findings) in enumerate(zip(batch.texts, super()._found(batch), strict=True))
        ]

    def _settled(self, finding: Finding, text: str, owner: str, conversation: str) -> bool:
        original = text[finding.start + finding.keep : finding.end]
        return finding.cuts and self._tagger.replacement(finding, owner, conversation, original) == original

    def findings(self, batch: Batch) -> list[list[Finding]]:
        found = self._found(batch)
        pending = [index for index, findings in enumerate(found) if any(finding.cuts for finding in findings)]
        while pending:
            written = [self._written(batch, index, found[index]) for index in pending]
            seen = self._found(batch.picked(pending, [text.text for text in written]))
            still = []
            for index, text, more in zip(pending, written, seen, strict=True):
                fresh = [self._fresh(text.origin(finding), found[index]) for finding in more if finding.cuts]
                if fresh:
                    found[index] = joined(found[index], fresh)
                    still.append(index)
            pending = still
        return found

    def _fresh(self, finding: Finding, found: list[Finding]) -> Finding:
        """What was found in the midst of a surrogate is none of it: a tag stands there then."""
        for old in found:
            if (old.start + old.keep, old.end) == (finding.start + finding.keep, finding.end) and self._tagger.draws(old):
                return opaque(old)
        return finding

    def _written(self, batch: Batch, index: int, findings: Any) -> Written:
        text, owner, conversation = batch.texts[index], batch.owners[index], batch.conversations[index]
        return Written.of(
            text, findings, lambda f: self._tagger.replacement(f, owner, conversation, text[f.start + f.keep : f.end])
        )


def holds(known: KnownValues, text: str) -> bool:
    """Whether a known value stands in a text, as words or, whole, as a normal form."""
    nobody = Scopes.of([[]])
    if any(True for _ in known.find(View([text]), nobody)):
        return True
    digits = "".join(filter(str.isdigit, text))
    keys = [
        exact_key("email", text.lower()),
        exact_key("digits", digits),
        exact_key("digits", phone_key(digits) if digits else ""),
    ]
    entities, _ = known.exact(np.array(keys, dtype=np.uint64), np.zeros(len(keys), dtype=np.int64), nobody)
    return bool((entities >= 0).any())


def index(values: Mapping[str, list[str]], policy: Policy, owner: int = 0) -> KnownValues:
    builder = KnownValuesBuilder()
    rows = [(owner, e, form) for e, texts in values.items() for value in texts for form in forms(e, value, policy.level)]
    builder.add([*rows, *policy.deny_rows()])
    return builder.build()


def policy(root: Any = "/", level: str = "high", **privacy: Any) -> Policy:
    values = {"privacy": {"allow_weaker": True, **privacy}, "llm_output": {"privacy_level": level}}
    return Policy.of(parse_settings(values, root=Path(root), origin="test"))
