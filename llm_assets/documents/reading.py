"""What the stage wrote of each user, read again from its packs."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from llm_assets.documents.packs import pack_path
from llm_assets.documents.parts import CONTINUED


def read_documents(documents: Path, format_: str, shards: int) -> Iterator[tuple[str, str]]:
    """(user, text) of what the format wrote, as it goes into the tree; of long histories the first document."""
    for shard in range(shards):
        with pa.memory_map(str(pack_path(documents, format_, shard))) as file, pa.ipc.open_file(file) as pack:
            for row in pack.read_all().select(["part", "user", "body"]).to_pylist():
                if row["part"] != CONTINUED:
                    yield row["user"], row["body"].decode()
