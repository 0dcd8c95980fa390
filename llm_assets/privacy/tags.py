"""What stands where something personal stood: a pseudonym, a tag such as `[EMAIL:abcdefgh]`, or what the settings want."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from llm_assets.privacy.policy.mask import masked
from llm_assets.privacy.policy.over_89 import OVER_89, over_89
from llm_assets.privacy.policy.surrogate import Surrogates
from llm_assets.privacy.pseudonyms import CODE_LETTERS, Pseudonymizer
from llm_assets.privacy.spans import AMBIGUOUS, NOBODY, Finding
from llm_assets.settings.weaker import WITHOUT_CODE

# The kinds that name a person: a known user stands in the text by pseudonym, unless the settings want something else.
_NAMING = frozenset({"PERSON", "USERNAME", "ID_OTHER"})
TAG = re.compile(r"\[(?:DATE:(?:1[6-9]|2[01])[0-9]{2}|([A-Z][A-Z_]{1,19})(?::([a-z]{%d}))?)\]" % CODE_LETTERS)  # noqa: UP031
ERASED, ERASED_COUNT = "[ERASED]", "ERASED"  # in the place of whoever was erased; and how it is counted
_AS_EVER: Mapping[str, str] = MappingProxyType({})
_OPAQUE = "\1"
# What these actions write is no tag and no pseudonym.
DRAWN = frozenset({"mask", "surrogate", OVER_89})


def opaque(finding: Finding) -> Finding:
    """A finding that is to be replaced by a tag or a pseudonym, whatever the settings want: nothing is ever found in these."""
    return replace(finding, key=_OPAQUE + finding.key)


class Tagger:
    """Writes replacements.

    people: pseudonym by ordinal of the known users, ERASED for those who were erased. taken: whether a code would equal a known
    value (then another is drawn, so that no tag ever holds what is hunted). actions: by entity, where it is not the usual one
    (a pseudonym for a user who is named, a tag for all else). surrogates: where an action wants them.
    codes: whether tags carry any. year_of: the year that stays of a date, or an empty text; None where dates leave a bare tag.
    """

    def __init__(
        self,
        pseudonymizer: Pseudonymizer,
        people: Sequence[str] | None = None,
        taken: Callable[[str], bool] = lambda _: False,
        *,
        actions: Mapping[str, str] = _AS_EVER,
        surrogates: Surrogates | None = None,
        codes: bool = True,
        year_of: Callable[[str], str] | None = None,
    ) -> None:
        self._pseudonymizer = pseudonymizer
        self._people = people
        self._taken = taken
        self._actions = actions
        self._surrogates = surrogates
        self._codes = codes
        self._year_of = year_of
        # Whether anything but tags and pseudonyms is ever written: only then may a replacement need another look.
        self.draws_any = not DRAWN.isdisjoint(actions.values())

    def replacement(self, finding: Finding, owner: str, conversation: str, original: str = "") -> str:
        """owner: the scope of codes (pseudonym of the document's owner); conversation: that of PERSON codes. original: the
        characters that are replaced. What is given may be equal to it: then the finding is settled, and needs no writing."""
        if self.erases(finding):
            return ERASED
        drawing, action = self.draws(finding), self._action(finding)
        key = finding.key.removeprefix(_OPAQUE)
        if action == "mask" and drawing:
            return masked(finding.entity, original)
        if action == OVER_89 and drawing:
            return over_89(original)
        if action == "surrogate" and drawing and (drawn := self._surrogate(finding, owner, conversation, original)):
            return drawn
        if action == "pseudonym" and finding.person != NOBODY and self._people is not None:
            if finding.person >= 0:
                return self._people[finding.person]
            if finding.person == AMBIGUOUS and finding.entity in _NAMING:
                return "[PERSON]"
        if finding.entity == "DATE" and self._year_of is not None and (year := self._year_of(original)):
            return f"[DATE:{year}]"
        if not self._codes or (finding.entity in WITHOUT_CODE and self._actions.get(finding.entity) != "pseudonym"):
            return f"[{finding.entity}]"
        scope = self._scope(finding, owner, conversation)
        code = self._pseudonymizer.code(scope, finding.entity, key)
        while self._taken(code):
            code = self._pseudonymizer.code(scope, finding.entity, f"{key}\0{code}")
        return f"[{finding.entity}:{code}]"

    def erases(self, finding: Finding) -> bool:
        """Whether a finding is a mention of somebody erased: then nothing tells it from mentions of others who were."""
        return finding.person >= 0 and self._people is not None and self._people[finding.person] == ERASED

    def draws(self, finding: Finding) -> bool:
        """Whether what replaces a finding may be neither a tag nor a pseudonym, so that something may be found in it."""
        drawing = not finding.key.startswith(_OPAQUE) and self._action(finding) in DRAWN
        return drawing and not self.erases(finding)

    def _action(self, finding: Finding) -> str:
        """The action for a finding; a known value is never kept."""
        action = self._actions.get(finding.entity)
        usual = "pseudonym" if finding.entity in _NAMING else "tag"
        return usual if action is None or action == "keep" else action

    @staticmethod
    def _scope(finding: Finding, owner: str, conversation: str) -> str:
        return conversation if finding.entity == "PERSON" else owner

    def _surrogate(self, finding: Finding, owner: str, conversation: str, original: str) -> str | None:
        if self._surrogates is None:
            return None
        if finding.person >= 0 and finding.entity == "PERSON" and self._people is not None:
            # One person, one name, in all texts and however named.
            return self._surrogates.of("PERSON", self._people[finding.person], "", original)
        if finding.person == NOBODY and self._surrogates.settled(finding.entity, original):
            return original
        return self._surrogates.of(finding.entity, finding.key, self._scope(finding, owner, conversation), original)
