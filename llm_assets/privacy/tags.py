"""What is written where something personal stood: a pseudonym, or a tag such as `[EMAIL:abcdefgh]`."""

import re
from collections.abc import Callable, Sequence

from llm_assets.privacy.pseudonyms import CODE_LETTERS, Pseudonymizer
from llm_assets.privacy.spans import NOBODY, Finding

# Few possible values: a code would let a reader try them all, or count who shares one.
_WITHOUT_CODE = frozenset({"DATE", "ZIP", "ADDRESS", "PASSWORD", "SECRET"})
# The kinds that name a person: a known user stands in the text by pseudonym.
_NAMING = frozenset({"PERSON", "USERNAME", "ID_OTHER"})
TAG = re.compile(r"\[([A-Z][A-Z_]{1,19})(?::([a-z]{%d}))?\]" % CODE_LETTERS)  # noqa: UP031


class Tagger:
    """Writes replacements.

    people: pseudonym by ordinal of the known users. taken: whether a code would equal a known value (then another is drawn, so
    that no tag ever holds what is hunted).
    """

    def __init__(
        self, pseudonymizer: Pseudonymizer, people: Sequence[str] | None = None, taken: Callable[[str], bool] = lambda _: False
    ) -> None:
        self._pseudonymizer = pseudonymizer
        self._people = people
        self._taken = taken

    def replacement(self, finding: Finding, owner: str, conversation: str) -> str:
        """owner: the scope of codes (pseudonym of the document's owner); conversation: that of PERSON codes."""
        if finding.person != NOBODY and finding.entity in _NAMING and self._people is not None:
            return self._people[finding.person] if finding.person >= 0 else "[PERSON]"
        if finding.entity in _WITHOUT_CODE:
            return f"[{finding.entity}]"
        scope = conversation if finding.entity == "PERSON" else owner
        code = self._pseudonymizer.code(scope, finding.entity, finding.key)
        while self._taken(code):
            code = self._pseudonymizer.code(scope, finding.entity, f"{finding.key}\0{code}")
        return f"[{finding.entity}:{code}]"
