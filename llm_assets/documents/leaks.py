"""The leak scan of one shard, right after its documents were written: values of the source in records and in documents."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from llm_assets.privacy.audit.scan import RecordsTask, scan_records, scan_text
from llm_assets.settings.model import Dataset


@dataclass(frozen=True)
class LeakCheck:
    """Picklable: goes to the workers as the `check` of `build_documents`.

    raw, safe: stage folders. formats: name and file extension of each.
    """

    raw: Path
    safe: Path
    dataset: Dataset
    formats: tuple[tuple[str, str], ...]
    vocabulary: frozenset[str]

    def __call__(self, folder: Path, shard: int) -> dict[str, int]:
        """Number of values of the source by place: a field, or a format."""
        found = scan_records(records_task(self.raw, self.safe, shard, self.dataset)).known
        for name, extension in self.formats:
            with pa.memory_map(str(folder / f"{name}-{shard:05d}.arrow")) as file:
                reader = pa.ipc.open_file(file)
                for number in range(reader.num_record_batches):
                    bodies = reader.get_batch(number).column("body").to_pylist()
                    text = "\n\n".join(body.decode("utf-8") for body in bodies)
                    found.update(scan_text(text, f"documents/{name}{extension}", self.safe, self.vocabulary).known)
        return dict(found)


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
