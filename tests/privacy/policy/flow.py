"""A redactor with a policy, and values that it knows."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from llm_assets.privacy.keys import Key
from llm_assets.privacy.known import KnownValues
from llm_assets.privacy.known_build import KnownValuesBuilder
from llm_assets.privacy.lookups import stands_in
from llm_assets.privacy.policy.policy import Policy
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.redactor import Redactor
from llm_assets.privacy.values import forms
from llm_assets.settings import parse_settings

KEY = Key(b"a key for the tests of the policy, long enough")


class PolicyRedactor(Redactor):
    def __init__(self, policy: Policy, known: KnownValues | None = None, people: list[str] | None = None) -> None:
        known = known or KnownValuesBuilder().build()
        pseudonymizer = Pseudonymizer(KEY, "test", policy.level)
        tagger = policy.tagger(pseudonymizer, people, known.holds, lambda text: stands_in(known, text))
        super().__init__(policy.level, known, KEY, tagger=tagger, policy=policy)


def index(values: Mapping[str, list[str]], policy: Policy, owner: int = 0) -> KnownValues:
    builder = KnownValuesBuilder()
    rows = [(owner, e, form) for e, texts in values.items() for value in texts for form in forms(e, value, policy.level)]
    builder.add([*rows, *policy.deny_rows()])
    return builder.build()


def policy(root: Any = "/", level: str = "high", **privacy: Any) -> Policy:
    values = {"privacy": {"allow_weaker": True, **privacy}, "llm_output": {"privacy_level": level}}
    return Policy.of(parse_settings(values, root=Path(root), origin="test"))
