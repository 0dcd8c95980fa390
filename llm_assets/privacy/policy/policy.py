"""The policy: what the settings add to the redactor's own rules and take away from them. It can be sent to workers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

from llm_assets.privacy.ner import NerBackend, load
from llm_assets.privacy.policy.custom import custom_patterns
from llm_assets.privacy.policy.lists import allow_list, deny_rows
from llm_assets.privacy.policy.over_89 import CATEGORY, ENTITY, OVER_89, PATTERNS, year_of
from llm_assets.privacy.policy.surrogate import Surrogates
from llm_assets.privacy.pseudonyms import Pseudonymizer
from llm_assets.privacy.recognisers.recogniser import Rule
from llm_assets.privacy.spans import Finding
from llm_assets.privacy.tags import Tagger
from llm_assets.privacy.values import Form
from llm_assets.privacy.view import View
from llm_assets.settings.model import Dataset, Level, Settings
from llm_assets.settings.own_rules import table_file
from llm_assets.settings.privacy_model import Ner, Pattern
from llm_assets.settings.weaker import off, sentences


@dataclass(frozen=True)
class Policy:
    """Rules of the settings.

    actions: by entity. patterns: custom ones. allow, deny: files; of denied ones also entity and column. columns: by (table,
    column), the entities that are not looked for by form. weaker: what the settings weaken, as sentences. ner:
    a model of one's own. tag_codes: whether tags carry codes. years: whether the year of a date in a text stays, and only it;
    reference_year: see `over_89`. whole_urls: whether nothing of a URL stays.
    """

    level: Level = "high"
    actions: Mapping[str, str] = field(default_factory=dict)
    patterns: tuple[Pattern, ...] = ()
    allow: tuple[Path, ...] = ()
    deny: tuple[tuple[str, Path, str], ...] = ()
    columns: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    weaker: tuple[str, ...] = ()
    ner: Ner | None = None
    tag_codes: bool = True
    years: bool = False
    reference_year: int | None = None
    whole_urls: bool = False

    @classmethod
    def of(cls, settings: Settings, dataset: Dataset | None = None) -> "Policy":
        """The policy of settings. dataset: the one that is used where the settings name none."""
        privacy, data = settings.privacy, dataset or settings.dataset
        ages = privacy.ages == CATEGORY
        deny = []
        for entity, texts in privacy.lists.deny.items():
            for text in texts:
                path, column = table_file(text)
                deny.append((entity, settings.path(path), column))
        tables = {"users": data.users.columns, "interactions": data.interactions.columns} if data else {}
        columns = {(table, name): off(column) for table, each in tables.items() for name, column in each.items()}
        return cls(
            level=settings.llm_output.privacy_level,
            actions={**privacy.actions, **({ENTITY: OVER_89} if ages else {})},
            patterns=(*privacy.patterns, *(PATTERNS if ages else ())),
            allow=tuple(settings.path(text) for text in privacy.lists.allow),
            deny=tuple(deny),
            columns={place: entities for place, entities in columns.items() if entities},
            regions=tuple(privacy.phone_regions),
            weaker=sentences(settings),
            ner=privacy.ner and privacy.ner.model_copy(update={"model": str(settings.path(privacy.ner.model))}),
            tag_codes=privacy.tag_codes == "keyed" and privacy.pseudonyms == "keyed",
            years=privacy.dates == "year",
            reference_year=privacy.reference_year,
            whole_urls=privacy.urls == "none",
        )

    def found(self, view: View, before: Sequence[str]) -> Iterator[tuple[int, Finding]]:
        """(text, finding) for each match of a custom pattern in the texts of a view."""
        return custom_patterns(self.patterns, self.level).find(view, before)

    def surrogates(self) -> tuple[str, ...]:
        """The entities in whose place believable values stand."""
        return tuple(sorted(entity for entity, action in self.actions.items() if action == "surrogate"))

    def model(self) -> NerBackend | None:
        """The model of the settings, loaded once a process; nothing when there is none. Raises ConfigError."""
        if self.ner is None:
            return None
        return _loaded(self.ner.backend, self.ner.model, tuple(sorted(self.ner.labels.items())), self.ner.threshold)

    def rules(self) -> tuple[Rule, ...]:
        """The custom patterns as people read about them."""
        return custom_patterns(self.patterns, self.level).rules

    def left(self, table: str = "", column: str = "") -> frozenset[str]:
        """The entities that stay in a column where they are found by form: off there, or kept everywhere."""
        kept = frozenset(entity for entity, action in self.actions.items() if action == "keep")
        return kept | self.columns.get((table, column), frozenset())

    def allows(self, entity: str, text: str) -> bool:
        """Whether an allow list holds a value that was found by form. Known values are not asked about: they never stay."""
        return bool(self.allow) and allow_list(self.allow).holds(entity, text)

    def deny_rows(self) -> Iterator[tuple[int, str, Form]]:
        """The values of the deny lists, one by one, for the index of known values."""
        return deny_rows(self.deny, self.level)

    def tagger(
        self,
        pseudonymizer: Pseudonymizer,
        people: Sequence[str] | None,
        taken: Callable[[str], bool],
        holds: Callable[[str], bool],
    ) -> Tagger:
        """What writes replacements as the settings want them. taken: see `Tagger`; holds: whether a known value that is hunted
        everywhere stands in a text, as words or as a normal form."""
        surrogates = Surrogates(pseudonymizer, self.regions, holds) if "surrogate" in self.actions.values() else None
        years = partial(year_of, reference=self.reference_year) if self.years else None
        return Tagger(
            pseudonymizer, people, taken, actions=self.actions, surrogates=surrogates, codes=self.tag_codes, year_of=years
        )


@lru_cache(maxsize=1)
def _loaded(backend: str, model: str, labels: tuple[tuple[str, str], ...], threshold: float | None) -> NerBackend:
    return load(backend, model, labels=dict(labels) or None, threshold=threshold)
