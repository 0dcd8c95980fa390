"""Takes people out of a vault: their ids, and whatever else nobody who stays has (conversations, numbers, speakers)."""

from collections.abc import Callable, Collection
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from llm_assets.privacy.vault.book import Vault

Holds = Callable[[str], bool]  # whether an id is erased
Needed = Callable[[str, str], bool]  # whether a value of a domain is one of somebody who stays


def forget(vault: Vault, spaces: Collection[str], erased: Holds, needed: Needed | None) -> int:
    """Removes the rows of erased people from spaces of a vault, which keeps its id and key; gives their number.

    needed: None where other datasets share the spaces: then other values than ids stay, for nobody knows whose they are.
    """

    def stays(batch: pa.RecordBatch) -> Any:
        return pa.array([*map(keep, *(batch.column(name).to_pylist() for name in ("space", "domain", "value")))], pa.bool_())

    def keep(space: str, domain: str, value: str) -> bool:
        if space not in spaces:
            return True
        if domain == "user":
            return not erased(value)
        return needed is None or needed(domain, value)

    with vault.lock():
        gone: int = sum(batch.num_rows - (pc.sum(stays(batch)).as_py() or 0) for batch in vault.rows())
        if gone:
            vault.rewrite(lambda batch: batch.filter(stays(batch)))
    return gone


def old_codes(vault: Vault, space: str, erased: Holds) -> dict[str, str]:
    """The codes under which erased people were published: id -> code."""
    found: dict[str, str] = {}
    for batch in vault.space(space):
        users = batch.filter(pc.equal(batch.column("domain"), "user"))
        rows = zip(users.column("value").to_pylist(), users.column("code").to_pylist(), strict=True)
        found.update((value, code) for value, code in rows if erased(value))
    return found
