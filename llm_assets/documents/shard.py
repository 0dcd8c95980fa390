"""Formats one shard: what a worker process runs."""

import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from llm_assets.compute.dead import DIED, trace
from llm_assets.documents.arranging import arranged
from llm_assets.documents.batches import RecordBatch, parts, read_batches
from llm_assets.documents.columnar.figures import figures
from llm_assets.documents.columnar.jsonl import Pieces
from llm_assets.documents.counters import counter
from llm_assets.documents.cuts import NO_CUTS, Cuts
from llm_assets.documents.formatter import Formatter, by_lines, columnar, formatters, layout
from llm_assets.documents.long import Limit, shortened
from llm_assets.documents.packs import PackWriter, pack_path
from llm_assets.documents.parts import CONTINUED, divided
from llm_assets.documents.safe import records
from llm_assets.documents.statistics import statistics
from llm_assets.errors import SerializationError
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings.content_model import Content
from llm_assets.settings.model import LlmOutput

Check = Callable[[Path, int], dict[str, Any]]
Piece = tuple[str, str, bytes]

_TRACES = 3


@dataclass(frozen=True, slots=True)
class Made:
    """What a format made of one user. left_out: what it left out, by reason."""

    pieces: list[Piece]
    left_out: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class FormatShard:
    """One shard to format.

    source, target: folders of the stages `safe` and `documents`; root: the folder that relative settings start from; cuts:
    interactions that no format gets.
    """

    shard: int
    source: Path
    target: Path
    output: LlmOutput
    root: Path
    check: Check | None = None
    cuts: Cuts = NO_CUTS


@dataclass(slots=True)
class FormattedShard:
    """What became of a shard.

    rejected: (pseudonym, reason, interactions) of each user that could not be formatted; traces: the first full tracebacks.
    formats: name -> {"pieces": {part: number}, "bytes", "tokens", "left_out": {reason: number}}; columns: names of the columns
    of `users.attributes`, `interactions.text` and `interactions.attributes`; checked: what the check of the shard returned.
    cut: interactions that no format got. died: whether the worker did, twice.
    """

    users: int
    interactions: int
    rejected: list[tuple[str, str, int]]
    traces: list[str]
    formats: dict[str, dict[str, Any]]
    checked: dict[str, Any] | None
    columns: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, Counter[str]] = field(default_factory=dict)
    cut: int = 0
    died: bool = False


def format_shard(task: FormatShard) -> FormattedShard:
    """Writes the packs of a shard, one per format, all from one pass over its records.

    Raises DatasetError when the shard's files cannot be read, ConfigError when a format cannot be set up.
    """
    formats = formatters(task.output, task.root)
    limit = Limit(task.output.max_tokens_per_document, counter(task.output.tokens, task.root))
    done = FormattedShard(0, 0, [], [], {}, None, left_out={name: Counter() for name in formats})
    with ExitStack() as stack:
        paths = {name: pack_path(task.target, name, task.shard) for name in formats}
        packs = {name: stack.enter_context(PackWriter(path, limit.counter)) for name, path in paths.items()}
        source = (task.source / f"{table}-{task.shard:05d}.parquet" for table in ("users", "interactions"))
        for read in read_batches(*source):
            batch = task.cuts.apply(read)
            done.cut += read.interactions.num_rows - batch.interactions.num_rows
            done.columns = {
                "users.attributes": list(parts(batch.users, "attributes")),
                **{f"interactions.{part}": list(parts(batch.interactions, part)) for part in ("text", "attributes")},
            }
            _format_batch(batch, task.output.content, formats, packs, limit, done)
    done.formats = {
        name: {"pieces": dict(pack.pieces), "bytes": pack.bytes, "tokens": pack.tokens, "left_out": dict(done.left_out[name])}
        for name, pack in packs.items()
    }
    if task.check is not None:
        done.checked = task.check(task.target, task.shard)
    return done


def without_shard(task: FormatShard) -> FormattedShard:
    """What stands for a shard whose worker died twice: packs without pieces, in the place of what the worker left of them, and
    all users left out."""
    counts = counter(task.output.tokens, task.root)
    done = FormattedShard(0, 0, [], [trace(task.shard)], {}, None, died=True)
    for name in formatters(task.output, task.root):
        with PackWriter(pack_path(task.target, name, task.shard), counts):
            done.formats[name] = {"pieces": {}, "bytes": 0, "tokens": 0, "left_out": {}}
    users, events = (
        pq.read_table(task.source / f"{table}-{task.shard:05d}.parquet", columns=columns).combine_chunks()
        for table, columns in (("users", ["user"]), ("interactions", ["user", "conversation"]))
    )
    kept = events.filter(task.cuts.keep(events["user"], events["conversation"]))
    sizes = Counter(kept["user"].to_pylist())
    done.cut = events.num_rows - kept.num_rows
    done.rejected = [(user, DIED, sizes[user]) for user in users["user"].to_pylist()]
    return done


def _format_batch(
    batch: RecordBatch,
    content: Content,
    formats: Mapping[str, Any],
    packs: Mapping[str, PackWriter],
    limit: Limit,
    done: FormattedShard,
) -> None:
    """Adds a batch to all packs. What is not columnar goes first: a user that it fails on is left out of all formats."""
    whole: dict[str, Pieces] = {}
    rejected = len(done.rejected)
    single = {name: format_ for name, format_ in formats.items() if columnar(format_) is None}
    pieces = _by_user(batch, content, single, limit, done)
    kept = batch.without(frozenset(user for user, _, _ in done.rejected[rejected:]))
    try:
        found, shown = figures(kept), arranged(kept, content)
        for name, format_ in formats.items():
            if (write := columnar(format_)) is not None:
                whole[name] = write(shown if layout(format_) == "document" else kept, found)
    except (pa.ArrowException, ValueError, TypeError):
        # Columns that Arrow cannot treat together: then each user by itself, so that one bad one is told and not fatal.
        del done.rejected[rejected:]
        whole = {}
        single, pieces = dict(formats), _by_user(batch, content, formats, limit, done)
        kept = batch.without(frozenset(user for user, _, _ in done.rejected[rejected:]))
    for name in single:
        for user, made in pieces:
            packs[name].add(user, made[name].pieces)
            done.left_out[name].update(made[name].left_out)
    for name, columns in whole.items():
        for part, users, bodies in columns:
            if part == "document" and len(users):
                packs[name].add_columns(*shortened(formats[name], shown, users, bodies, limit))
            else:
                packs[name].add_columns(part, users, bodies)
    done.users += kept.users.num_rows
    done.interactions += kept.interactions.num_rows


def _by_user(
    batch: RecordBatch, content: Content, formats: Mapping[str, Formatter], limit: Limit, done: FormattedShard
) -> list[tuple[str, dict[str, Made]]]:
    """(pseudonym, what was made of it by format) of each user that no format fails on; the others are noted."""
    if not formats:
        return []
    made = []
    shown = arranged(batch, content)
    as_shown = records(shown) if shown is not batch else None
    for user, interactions in records(batch):
        in_documents = next(as_shown)[1] if as_shown is not None else interactions
        pieces = _pieces(formats, user, (interactions, in_documents), limit, done)
        if pieces is not None:
            made.append((user.user, pieces))
    return made


def _pieces(
    formats: Mapping[str, Formatter],
    user: SafeUser,
    both: tuple[Sequence[SafeInteraction], Sequence[SafeInteraction]],
    limit: Limit,
    done: FormattedShard,
) -> dict[str, Made] | None:
    """What all formats make of a user, or None (and the reason in `done`) when one format fails.

    both: the interactions in their order, and as documents show them.
    """
    interactions, in_documents = both
    whole = SafeUser(user.user, user.attributes, statistics(interactions))
    pieces = {}
    for name, format_ in formats.items():
        try:
            pieces[name] = _format(format_, whole, in_documents if layout(format_) == "document" else interactions, limit)
        except Exception as error:  # noqa: BLE001 - one bad user, or a mistake in a format of others, must not end the run
            cause = _cause(error)
            done.rejected.append((user.user, f"format_failed:{name}:{type(cause).__name__}", len(interactions)))
            if len(done.traces) < _TRACES:
                done.traces.append("".join(traceback.format_exception(cause)))
            return None
    return pieces


def _format(format_: Any, user: SafeUser, interactions: Sequence[SafeInteraction], limit: Limit) -> Made:
    if (write := by_lines(format_)) is not None:
        made = write(user, interactions)
        return Made([_piece(*line) for line in made.lines], made.left_out)
    if layout(format_) == "records":
        lines = [("interactions", format_.format_interaction(interaction)) for interaction in interactions]
        return Made([_piece(part, text) for part, text in [("profiles", format_.format_user(user, interactions)), *lines]])
    if hasattr(format_, "format_part"):
        first, *others = divided(format_, user, interactions, limit.most, limit.counter)
        return Made([_piece("document", first), *(_piece(CONTINUED, text) for text in others)])
    return Made([_piece("document", format_.format_user(user, interactions))])


def _piece(part: str, text: str) -> Piece:
    return part, text, text.encode()


def _cause(error: Exception) -> BaseException:
    """What says most: a SerializationError without values stands for the exception that it was raised over."""
    return (error.__context__ if isinstance(error, SerializationError) else None) or error
