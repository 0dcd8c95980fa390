"""Documents and records per second of each format, on histories of the bundled sample's kind: `python -m benchmarks.formats`.

One process, user CPU time, the best of three passes over the same batch; nothing is written.
"""

import resource
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from llm_assets.documents.batches import RecordBatch
from llm_assets.documents.columnar.figures import figures
from llm_assets.documents.formatter import FORMATS, by_lines, columnar, formatter
from llm_assets.documents.safe import records
from llm_assets.settings.model import LlmOutput

USERS, EACH, PASSES = 1_000, 14, 3
_TEXTS = (
    "Hello, the order [ID_OTHER:abcdefgh] has not arrived. Where is it?",
    "I am sorry to hear that.\n\nI have asked the courier; you get an answer by [DATE].",
    "Thank you! <b>Great</b> service.",
)


def batch() -> RecordBatch:
    """Users with interactions, as columns."""
    names = [f"{'a' * 19}{number:05d}".translate(str.maketrans("0123456789", "bcdefghijk")) for number in range(USERS)]
    rows = [
        {
            "user": name,
            "conversation": name[::-1],
            "sequence": n,
            "timestamp": f"2024-05-{n + 1:02d}",
            "kind": "chat",
            "speaker": ("customer", "agent")[n % 2],
            "text": {"body": _TEXTS[n % 3]},
            "attributes": {"order_id": name},
        }
        for name in names
        for n in range(EACH)
    ]
    users = pa.RecordBatch.from_pylist([{"user": name, "attributes": {"plan": "pro", "bio": _TEXTS[2]}} for name in names])
    first = pa.array(range(0, len(rows) + 1, EACH)).to_numpy()
    return RecordBatch(users, pa.RecordBatch.from_pylist(rows), first)


def seconds(work: Callable[[], object]) -> float:
    """User CPU seconds of the fastest pass."""
    taken = []
    for _ in range(PASSES):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        work()
        taken.append(resource.getrusage(resource.RUSAGE_SELF).ru_utime - before)
    return max(min(taken), 1e-6)


def main() -> None:
    """Prints a line for each format."""
    given, output = batch(), LlmOutput()
    for name in FORMATS:
        made = formatter(name, settings=output, root=Path())

        def work(made: object = made) -> None:
            write, lines = columnar(made), by_lines(made)  # type: ignore[arg-type]
            if write is not None:
                write(given, figures(given))
                return
            for user, events in records(given):
                _ = lines(user, events) if lines else made.format_user(user, events)  # type: ignore[attr-defined]

        taken = seconds(work)
        print(f"{name:9} {USERS / taken:10,.0f} users/s {USERS * EACH / taken:12,.0f} interactions/s")


if __name__ == "__main__":
    main()
