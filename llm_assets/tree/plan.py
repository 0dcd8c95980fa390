"""What the tree will hold, and under which names: a pure function of the settings and of the report of the documents."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from llm_assets.documents.paths import profile_path as profile_path
from llm_assets.documents.splits import PACK
from llm_assets.errors import OutputError
from llm_assets.settings.card_model import Card
from llm_assets.settings.format_models import Chat
from llm_assets.settings.model import Level, LlmOutput
from llm_assets.tree.report.account import Account

PSEUDONYM = re.compile(r"[a-z]{24}")
PARTS = ("profiles", "interactions")


@dataclass(frozen=True, slots=True)
class TreeFacts:
    """What the tree says of its origin; none of it is a value of the data.

    counts: {"users": {…}, "interactions": {…}}, each with read, published, quarantined, suppressed, cut and erased.
    formats: names in the order of the settings. weaker: what the settings take away from the level, as sentences; surrogates:
    the kinds that believable values stand for. account: what the privacy report tells beside that.
    """

    dataset: str
    level: Level
    key_id: str
    settings_fingerprint: str
    counts: Mapping[str, Mapping[str, int]]
    token_counter: str
    formats: tuple[str, ...]
    weaker: tuple[str, ...] = ()
    measured: bool = True
    surrogates: tuple[str, ...] = ()
    account: Account = field(default_factory=Account)


@dataclass(frozen=True, slots=True)
class FormatPlan:
    """One format: `document` is one file a user, `records` and `lines` are lines in files of a set number of records.

    extension: with its dot; pieces: part -> number of rows in all packs; bytes and tokens: of all pieces; folder: of the tree;
    left_out: what the format did not write, by reason; container: "text", or "parquet", made of lines of JSON.
    """

    name: str
    layout: str
    extension: str
    pieces: Mapping[str, int]
    bytes: int
    tokens: int
    folder: str = "data"
    left_out: Mapping[str, int] = field(default_factory=dict)
    container: str = "text"

    def pack(self, folder: Path, shard: int) -> Path:
        """The pack of one shard, as `documents` named it."""
        return folder / f"{self.name}-{shard:05}.arrow"

    @property
    def users_part(self) -> str | None:
        """The part that has exactly one piece for each user; None where there is none."""
        return {"document": "document", "records": "profiles"}.get(self.layout)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its files of lines."""
        return PARTS if self.layout == "records" else tuple(sorted(self.pieces))


@dataclass(frozen=True, slots=True)
class TreePlan:
    """All that `stage_tree` needs to know.

    users, interactions: numbers that the documents hold, as their report says. columns: names of the columns of records, by
    `users.attributes` and its like; times: what timestamps are, "second", "day" or "year". splits, duplicates: what the
    report says of them. records: the stage `safe`, which knows the conversations of every user.
    card, chat: of the settings.
    """

    packs: Path
    shards: int
    formats: tuple[FormatPlan, ...]
    users: int
    interactions: int
    facts: TreeFacts
    records_per_file: int = 100_000
    llms_full_max_bytes: int = 1_000_000
    per_second: float | None = None
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    times: str = "day"
    splits: Mapping[str, Any] = field(default_factory=dict)
    duplicates: Mapping[str, int] | None = None
    records: Path | None = None
    card: Card = field(default_factory=Card)
    chat: Chat = field(default_factory=Chat)

    def table_name(self, made: FormatPlan, part: str) -> str:
        """What a part of a format of records is called: the first such format has the plain names."""
        first = next(each for each in self.formats if each.layout == "records")
        return part if made == first else f"{part}_{made.name}"

    @property
    def split_names(self) -> tuple[str, ...]:
        """The splits that the files of records are written by; one without a name where there are none."""
        return tuple(self.splits.get("shares", ("",)))

    @property
    def index(self) -> FormatPlan | None:
        """The files that say which documents stand in which split; None where nothing needs them."""
        if not self.splits or not any(made.layout == "document" for made in self.formats):
            return None
        pieces = {name: number for name, number in self.splits["users"].items() if number}
        return FormatPlan(PACK, "lines", ".jsonl", pieces, 0, 0, "splits")


def plan_tree(
    packs: Path, report: Mapping[str, Any], facts: TreeFacts, output: LlmOutput, records: Path | None = None
) -> TreePlan:
    """The plan for the packs in a folder; records: folder of the stage `safe`.

    Raises OutputError when the report lacks a format that is wanted.
    """
    missing = [name for name in facts.formats if name not in report["formats"]]
    if missing:
        raise OutputError(
            f"the documents hold no format {missing[0]!r}", where=str(packs), remedy="Materialize formatted_documents again."
        )
    formats = []
    for name in facts.formats:
        made = report["formats"][name]
        extension = "." + str(made["extension"]).lstrip(".")
        formats.append(
            FormatPlan(
                name,
                made["layout"],
                extension,
                made["pieces"],
                made["bytes"],
                made["tokens"],
                made.get("folder", "data"),
                made.get("left_out", {}),
                made.get("container", "text"),
            )
        )
    return TreePlan(
        packs=packs,
        shards=report["shards"],
        formats=tuple(formats),
        users=report["users"]["kept"],
        interactions=report["interactions"]["kept"],
        facts=facts,
        records_per_file=output.records_per_file,
        llms_full_max_bytes=output.llms_full_max_bytes,
        per_second=output.rate_limiting.requests_per_second,
        columns=report.get("columns", {}),
        times=report.get("times", "day"),
        splits=report.get("splits", {}),
        duplicates=report.get("duplicates"),
        records=records,
        card=output.card,
        chat=output.chat,
    )


def file_part(part: str, split: str) -> str:
    """How the files of a part begin: with its split, where there are any; what has no other name bears that of the split."""
    if not split:
        return part
    return split if part == "train" else f"{part}-{split}"


def records_path(folder: str, part: str, index: int, files: int, extension: str) -> str:
    """Where a file of records stands."""
    return f"{folder}/{part}-{index:05}-of-{files:05}{extension}"
