"""Shards whose workers died twice: what is said of them, and when they end a run."""

from collections.abc import Sequence

from llm_assets.errors import OutputError

DIED = "failed:WorkerDied"  # the reason of users that were left out with their shard
_NAMED = 10


def died_twice(shards: Sequence[int], of: int, and_: str) -> OutputError:
    """What ends a run. shards: numbers of those that died; of: how many there are; and_: what else says where it was."""
    return OutputError(
        "a worker process died twice at the same work (killed, or out of memory)",
        where=f"{many(shards, of)}, {and_}",
        remedy="Lower [llm_output.rate_limiting] max_concurrent or [compute] shard_bytes, then run again.",
    )


def refuse_many(shards: Sequence[int], of: int, *, failed: int, users: int, rate: float) -> None:
    """Raises OutputError when shards died and more users failed, with theirs, than `max_error_rate` allows."""
    if shards and failed > rate * users:
        raise died_twice(shards, of, f"with {failed:,} of {users:,} users: more than [llm_output] max_error_rate = {rate:g}")


def trace(shard: int) -> str:
    """What stands in the place of a traceback."""
    return f"shard {shard}: its worker process died twice (killed, or out of memory); all of its users are left out\n"


def many(shards: Sequence[int], of: int) -> str:
    """How shards are named."""
    shown = ", ".join(map(str, shards[:_NAMED])) + (", …" if len(shards) > _NAMED else "")
    return f"shard{'s' if len(shards) > 1 else ''} {shown} of {of}"
