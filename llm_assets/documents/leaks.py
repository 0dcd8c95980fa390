"""The leak scan of one shard, right after its documents were written: values of the source in the records they are made of.

It stops a run early, and no more: what is written out is searched at the gate. That takes over what was found in the records,
for as long as they are the same.
"""

from dataclasses import dataclass
from pathlib import Path

from llm_assets.privacy.audit.scan import RecordsTask
from llm_assets.privacy.audit.searched import search_and_keep
from llm_assets.privacy.keys import Key
from llm_assets.settings.model import Dataset


@dataclass(frozen=True)
class LeakCheck:
    """Picklable: goes to the workers as the `check` of `build_documents`.

    raw, safe: stage folders; key: seals what was found.
    """

    raw: Path
    safe: Path
    dataset: Dataset
    key: Key

    def __call__(self, folder: Path, shard: int) -> dict[str, int]:
        """Number of values of the source by field."""
        return dict(search_and_keep(records_task(self.raw, self.safe, shard, self.dataset), folder, self.key.derived).known)


def records_task(raw: Path, safe: Path, shard: int, dataset: Dataset) -> RecordsTask:
    """What the field scan of a shard needs to know of the columns."""
    columns = {
        f"{table}.{name}": column
        for table, part in (("users", dataset.users), ("interactions", dataset.interactions))
        for name, column in part.columns.items()
    }
    return RecordsTask(
        raw,
        safe,
        shard,
        redacted=frozenset(name for name, column in columns.items() if column.role in ("text", "html")),
        pseudonyms=frozenset(name for name, column in columns.items() if column.role in ("pseudonym", "user")),
    )
