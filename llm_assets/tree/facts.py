"""What a tree says of its origin, from the settings and from what the stages reported."""

from collections.abc import Mapping, Sequence
from typing import Any

from llm_assets.privacy.evidence import Evidence
from llm_assets.privacy.policy.policy import Policy
from llm_assets.settings import Dataset, Settings, fingerprint
from llm_assets.tree.plan import TreeFacts
from llm_assets.tree.report.account import Account, table_counts


def tree_facts(
    settings: Settings,
    dataset: Dataset,
    key_id: str,
    policy: Policy,
    reports: Sequence[Mapping[str, Any]],
    evidence: Evidence,
    generator: str,
) -> TreeFacts:
    """reports: of the stages `raw`, `safe` and `documents`; generator: name and version of this program."""
    raw, safe, documents = reports
    return TreeFacts(
        dataset=dataset.name,
        level=settings.llm_output.privacy_level,
        key_id=key_id,
        settings_fingerprint=fingerprint(settings),
        counts={table: table_counts(table, raw, safe, documents) for table in ("users", "interactions")},
        token_counter=documents["token_counter"],
        formats=tuple(documents["formats"]),
        weaker=policy.weaker,
        measured=settings.privacy.canaries > 0,
        surrogates=policy.surrogates(),
        account=Account.of(settings, dataset, (raw, safe, documents), evidence, generator),
    )
