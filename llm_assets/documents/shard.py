"""Formats one shard: what a worker process runs."""

import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from llm_assets.documents.batches import RecordBatch, read_batches
from llm_assets.documents.columnar.figures import figures
from llm_assets.documents.columnar.jsonl import Pieces
from llm_assets.documents.formatter import Formatter, columnar, formatter, layout
from llm_assets.documents.packs import PackWriter, pack_path
from llm_assets.documents.safe import records
from llm_assets.documents.statistics import statistics
from llm_assets.errors import SerializationError
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.model import LlmOutput

Check = Callable[[Path, int], dict[str, Any]]
Piece = tuple[str, str, bytes]

_TRACES = 3


@dataclass(frozen=True, slots=True)
class FormatShard:
    """One shard to format.

    source, target: folders of the stages `safe` and `documents`; root: the folder that relative settings start from.
    """

    shard: int
    source: Path
    target: Path
    output: LlmOutput
    root: Path
    check: Check | None = None


@dataclass(slots=True)
class FormattedShard:
    """What became of a shard.

    rejected: (pseudonym, reason, interactions) of each user that could not be formatted; traces: the first full tracebacks.
    formats: name -> {"pieces": {part: number}, "bytes", "tokens", "left_out"}; checked: what the check of the shard returned.
    """

    users: int
    interactions: int
    rejected: list[tuple[str, str, int]]
    traces: list[str]
    formats: dict[str, dict[str, Any]]
    checked: dict[str, Any] | None


def format_shard(task: FormatShard) -> FormattedShard:
    """Writes the packs of a shard, one per format, all from one pass over its records.

    Raises DatasetError when the shard's files cannot be read, ConfigError when a format cannot be set up.
    """
    formats = {name: formatter(name, settings=task.output, root=task.root) for name in dict.fromkeys(task.output.format)}
    done = FormattedShard(0, 0, [], [], {}, None)
    with ExitStack() as stack:
        packs = {name: stack.enter_context(PackWriter(pack_path(task.target, name, task.shard))) for name in formats}
        source = (task.source / f"{table}-{task.shard:05d}.parquet" for table in ("users", "interactions"))
        for batch in read_batches(*source):
            _format_batch(batch, formats, packs, done)
    done.formats = {
        name: {
            "pieces": dict(pack.pieces),
            "bytes": pack.bytes,
            "tokens": pack.tokens,
            "left_out": dict(getattr(formats[name], "left_out", {})),
        }
        for name, pack in packs.items()
    }
    if task.check is not None:
        done.checked = task.check(task.target, task.shard)
    return done


def _format_batch(
    batch: RecordBatch, formats: Mapping[str, Formatter], packs: Mapping[str, PackWriter], done: FormattedShard
) -> None:
    """Adds a batch to all packs. What is not columnar goes first: a user that it fails on is left out of all formats."""
    whole: dict[str, Pieces] = {}
    rejected = len(done.rejected)
    single = {name: format_ for name, format_ in formats.items() if columnar(format_) is None}
    pieces = _by_user(batch, single, done)
    kept = batch.without(frozenset(user for user, _, _ in done.rejected[rejected:]))
    try:
        found = figures(kept)
        whole = {name: write(kept, found) for name, format_ in formats.items() if (write := columnar(format_)) is not None}
    except (pa.ArrowException, ValueError, TypeError):
        # Columns that Arrow cannot treat together: then each user by itself, so that one bad one is told and not fatal.
        del done.rejected[rejected:]
        single, pieces = dict(formats), _by_user(batch, formats, done)
        kept = batch.without(frozenset(user for user, _, _ in done.rejected[rejected:]))
    for name in single:
        for user, made in pieces:
            packs[name].add(user, made[name])
    for name, parts in whole.items():
        for part, users, bodies in parts:
            packs[name].add_columns(part, users, bodies)
    done.users += kept.users.num_rows
    done.interactions += kept.interactions.num_rows


def _by_user(
    batch: RecordBatch, formats: Mapping[str, Formatter], done: FormattedShard
) -> list[tuple[str, dict[str, list[Piece]]]]:
    """(pseudonym, pieces by format) of each user that no format fails on; the others are noted."""
    if not formats:
        return []
    made = []
    for user, interactions in records(batch):
        pieces = _pieces(formats, user, interactions, done)
        if pieces is not None:
            made.append((user.user, pieces))
    return made


def _pieces(
    formats: Mapping[str, Formatter], user: SafeUser, interactions: Sequence[SafeInteraction], done: FormattedShard
) -> dict[str, list[Piece]] | None:
    """The pieces of a user in all formats, or None (and the reason in `done`) when one format fails."""
    whole = SafeUser(user.user, user.attributes, statistics(interactions))
    pieces = {}
    for name, format_ in formats.items():
        try:
            pieces[name] = _format(format_, whole, interactions)
        except Exception as error:  # noqa: BLE001 - one bad user, or a mistake in a format of others, must not end the run
            cause = _cause(error)
            done.rejected.append((user.user, f"format_failed:{name}:{type(cause).__name__}", len(interactions)))
            if len(done.traces) < _TRACES:
                done.traces.append("".join(traceback.format_exception(cause)))
            return None
    return pieces


def _format(format_: Formatter, user: SafeUser, interactions: Sequence[SafeInteraction]) -> list[Piece]:
    if layout(format_) == "document":
        return [_piece("document", format_.format_user(user, interactions))]
    if layout(format_) == "lines":
        lines_of: Callable[..., Iterable[tuple[str, str]]] = format_.format_lines  # type: ignore[attr-defined]
        return [_piece(part, text) for part, text in lines_of(user, interactions)]
    lines = [("interactions", format_.format_interaction(interaction)) for interaction in interactions]
    return [_piece(part, text) for part, text in [("profiles", format_.format_user(user, interactions)), *lines]]


def _piece(part: str, text: str) -> Piece:
    return part, text, text.encode()


def _cause(error: Exception) -> BaseException:
    """What says most: a SerializationError without values stands for the exception that it was raised over."""
    return (error.__context__ if isinstance(error, SerializationError) else None) or error
