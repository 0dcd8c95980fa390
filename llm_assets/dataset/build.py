"""Makes the stage `raw`: from the two sources to shards in the order of the pseudonyms.

What does not belong here: what a file looks like inside (`readers`), which rows are kept (`intake`), the order (`order`).
"""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from llm_assets.compute import Progress
from llm_assets.dataset.cells import LISTS
from llm_assets.dataset.choice import cut_interactions
from llm_assets.dataset.coding import Drawer, settle_codes
from llm_assets.dataset.columns import Shape, Table, shape_of
from llm_assets.dataset.counting import counted
from llm_assets.dataset.databases import Databases
from llm_assets.dataset.erased import Erased, Erasing
from llm_assets.dataset.erased_values import ERASED_VALUES, Mentions
from llm_assets.dataset.exports import read_export
from llm_assets.dataset.intake import Intake, interactions_schema, users_schema, written_columns
from llm_assets.dataset.order import Order, sorting
from llm_assets.dataset.quarantine import Quarantine
from llm_assets.dataset.readers import Batch, read_file, read_frame
from llm_assets.dataset.rows import Rows
from llm_assets.dataset.shards import cut, write_all, write_shards
from llm_assets.dataset.share import Share, beginning
from llm_assets.dataset.sources import find_files
from llm_assets.resume import contents
from llm_assets.settings.content_model import Content
from llm_assets.settings.databases import is_database
from llm_assets.settings.model import Dataset, Interactions, Users
from llm_assets.work import WorkDir

if TYPE_CHECKING:
    from pandas import DataFrame

Batches = Iterator[tuple[str, Batch]]


def build_raw(
    dataset: Dataset,
    *,
    root: Path,
    work: WorkDir,
    pseudonym: Callable[[str], str],
    fingerprint: str,
    shard_bytes: int,
    progress: Progress | None = None,
    frames: "Mapping[str, DataFrame] | None" = None,
    erasing: Erasing | None = None,
    listed: int = 0,
    drawer: Drawer | None = None,
    content: Content | None = None,
    share: Share | None = None,
) -> dict[str, Any]:
    """Reads both tables, rejects what cannot be used, and writes the stage `raw` of the work folder.

    root: folder that the sources are relative to. pseudonym: user id -> 24 lower-case letters, called once per user id.
    fingerprint: goes into the report as it is. shard_bytes: text that one shard should hold. frames: DataFrames by table
    ("users", "interactions") that stand in for the sources. erasing: who is left out; the values of these people go to
    `erased.parquet` of the stage, for their mentions are still hunted. listed: ids on the list, for the report.
    drawer: draws random codes, which take the place of what `pseudonym` gives. content: which interactions are asked for.
    share: how much is read, where that is not all.

    Returns the report: `users` and `interactions` (read = kept + quarantined + erased + cut, reasons, implied), rows per shard,
    dropped columns, source bytes (uncompressed), timestamps that could not be read, a hash of all files, seconds.
    Raises DatasetError when a source is missing, empty, damaged, or lacks a declared column; OutputError when the disk is full.
    """
    begin = time.monotonic()
    users, interactions = shape_of(dataset.users), shape_of(dataset.interactions)
    work.open()
    with (
        work.writing("raw") as folder,
        Quarantine(work.quarantine("raw_dataset")) as quarantine,
        Databases(root) as databases,
    ):
        scratch = folder / "scratch"
        scratch.mkdir(mode=0o700)
        sources = {
            shape.table: beginning(_batches(shape, section, root, scratch, frames or {}, databases), rows)
            for shape, section, rows in (
                (users, dataset.users, share.rows[0] if share else None),
                (interactions, dataset.interactions, share.rows[1] if share else None),
            )
        }
        with ExitStack() as stack:
            erased = _kept_out(erasing, users, interactions, scratch, stack) if erasing is not None else None
            intake = Intake(users, interactions, quarantine, pseudonym, erased)
            keep_unknown = dataset.interactions.unknown_users == "keep"
            files = _take_in(intake, sources, users, interactions, scratch, keep_unknown=keep_unknown, progress=progress)
            intake.forget_ids()
        apart, content = erased is not None, content or Content()
        split = _split(files, users, interactions, folder, scratch, shard_bytes, drawer, content, erased=apart)
        shutil.rmtree(scratch)
        told = counted(intake, quarantine, users, interactions, split.pop("cut"))
        report = {"fingerprint": fingerprint, **split, **told}
        report["erased"]["listed"] = listed
        if erased is not None:
            mentions = Mentions(erased.erasing.listed, folder / ERASED_VALUES)
            report["erased"] |= {
                "requested": len(erased.erasing.requested),
                "requested_found": erased.found(erased.erasing.requested),
                "found": len(erased.seen),
                "quarantine_rows_blanked": quarantine.blank(mentions.stand_in),
            }
        report["content"] = contents(folder)
        report["seconds"] = round(time.monotonic() - begin, 3)
        work.write_report(folder, report)
    return report


def _kept_out(erasing: Erasing, users: Shape, interactions: Shape, scratch: Path, stack: ExitStack) -> Erased:
    people, events = (scratch / f"erased_{table}.parquet" for table in ("users", "interactions"))
    return Erased(
        erasing,
        stack.enter_context(Rows(people, users_schema(users), scratch=True)),
        stack.enter_context(Rows(events, interactions_schema(interactions), scratch=True)),
    )


def _batches(
    shape: Shape,
    section: Users | Interactions,
    root: Path,
    scratch: Path,
    frames: "Mapping[str, DataFrame]",
    databases: Databases,
) -> Batches:
    if shape.table in frames:
        name = f"DataFrame of {shape.table}"
        return ((name, batch) for batch in read_frame(frames[shape.table], shape, name))
    # The files are looked for at once, so that a wrong path of the second table is told before the first is read.
    if is_database(section.source):
        return databases.read(section, shape)
    if section.export is not None:
        return read_export(section.export, Path(root, Path(section.source).expanduser()), shape)
    files = find_files(section.source, root, shape.table)
    return ((file.name, batch) for file in files for batch in read_file(file, shape, scratch))


def _take_in(
    intake: Intake,
    sources: Mapping[Table, Batches],
    users: Shape,
    interactions: Shape,
    scratch: Path,
    *,
    keep_unknown: bool,
    progress: Progress | None,
) -> tuple[list[Path], Path]:
    known, implied, events = (scratch / f"{name}.parquet" for name in ("users", "implied", "interactions"))
    with Rows(known, users_schema(users), scratch=True) as rows:
        for added in intake.take_users(sources["users"], rows):
            if progress is not None:
                progress.add(added)
    with (
        Rows(events, interactions_schema(interactions), scratch=True) as rows,
        Rows(implied, users_schema(users), scratch=True) as made,
    ):
        intake.take_interactions(sources["interactions"], rows, made if keep_unknown else None)
    return [known, implied], events


def _split(
    files: tuple[list[Path], Path],
    users: Shape,
    interactions: Shape,
    folder: Path,
    scratch: Path,
    shard_bytes: int,
    drawer: Drawer | None,
    content: Content,
    *,
    erased: bool = False,
) -> dict[str, Any]:
    user_columns, event_columns = written_columns(users), written_columns(interactions)
    named = [i for i, name in enumerate(event_columns) if interactions.columns[name].role == "user"]
    speaker, kind = (
        next((i for i, name in enumerate(event_columns) if interactions.columns[name].role == role), None)
        for role in ("speaker", "kind")
    )
    texts = [i for i, name in enumerate(event_columns) if interactions.columns[name].role in _TEXTS]
    with sorting(scratch) as connection:
        apart = (scratch / "erased_users.parquet", scratch / "erased_interactions.parquet") if erased else None
        if drawer is not None:
            settle_codes(drawer, connection, files, (users, interactions), folder, scratch, erased=apart[0] if apart else None)
        coded = drawer is not None
        order = Order(connection, *files, named, speaker=speaker, texts=texts, erased=apart, coded=coded)
        gone = cut_interactions(connection, files[1], content, kind)
        starts = cut(order.weights(), shard_bytes)
        per_shard = {
            "users": write_shards(order.users(len(user_columns)), folder, "users", _raw_schema(users), starts),
            "interactions": write_shards(
                order.interactions(len(event_columns), named), folder, "interactions", _raw_schema(interactions), starts
            ),
        }
        ids = (-1, "ID", "users.id")
        write_all(order.values([ids, *_direct(users)], _direct(interactions)), folder / "values.parquet", _VALUES)
        if erased:
            values = order.erased_values([ids, *_direct(users)], _direct(interactions))
            write_all(values, folder / ERASED_VALUES, _VALUES)
        people = order.erased
    return {
        "erased": {"people": people},
        "cut": gone,
        "shards": len(starts),
        "users_per_shard": per_shard["users"],
        "interactions_per_shard": per_shard["interactions"],
    }


_TEXTS = ("text", "html")
_VALUES = pa.schema([("ordinal", pa.uint32()), ("entity", pa.string()), ("column", pa.string()), ("value", pa.string())])


def _direct(shape: Shape) -> list[tuple[int, str, str]]:
    """Number, entity and full name of the direct identifiers."""
    columns = enumerate(written_columns(shape))
    return [(i, shape.columns[name].entity, f"{shape.table}.{name}") for i, name in columns if shape.holds_list(name)]


def _raw_schema(shape: Shape) -> pa.Schema:
    """The columns of a shard's file, in the order in which `Order` gives them."""
    fixed = [("ordinal", pa.uint32()), ("pseudonym", pa.string())]
    if shape.table == "users":
        fixed.append(("id", pa.string()))
    else:
        fixed += [("row", pa.int64()), ("conversation", pa.string()), ("sequence", pa.int64())]
        fixed += [("participants", pa.list_(pa.uint32())), ("timestamp", pa.int64())]
    types = {"direct": LISTS, "timestamp": pa.int64()}
    columns = [(f"col:{name}", types.get(shape.columns[name].role, pa.string())) for name in written_columns(shape)]
    # The message before, where another user's is; of a user's own the shard has it.
    before = [(f"before:{name}", pa.string()) for name in written_columns(shape) if shape.columns[name].role in _TEXTS]
    return pa.schema(fixed + columns + (before if shape.table == "interactions" else []))
