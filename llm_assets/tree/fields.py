"""The typed fields of the records that a format writes, for those who describe a tree to other programs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from llm_assets.documents.splits import PACK
from llm_assets.tree.plan import FormatPlan, TreePlan

Type = Literal["text", "integer", "boolean", "time", "columns", "counts", "group"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    type: "columns" is an object with a text or null for each column of the source, "counts" one of numbers under names that
    differ from record to record, "group" what holds the fields `inside`. many: a list of them.
    """

    name: str
    type: Type = "text"
    inside: tuple["Field", ...] = ()
    many: bool = False


def fields_of(plan: TreePlan, made: FormatPlan, part: str) -> tuple[Field, ...]:
    """The fields of a part of a format in their order; none for a format that a package brings."""
    return _FIELDS[made.name](plan, part) if made.name in _FIELDS else ()


def _rows(plan: TreePlan, part: str) -> tuple[Field, ...]:
    # Parquet knows no struct without fields.
    return tuple(field for field in _records(plan, part) if field.type != "columns" or field.inside)


def _records(plan: TreePlan, part: str) -> tuple[Field, ...]:
    if part == "profiles":
        numbers = (Field("interactions", "integer"), Field("conversations", "integer"), Field("kinds", "counts"))
        times = (Field("first", "time"), Field("last", "time"), Field("active_days", "integer"))
        return (Field("user"), _columns(plan, "users", "attributes"), Field("statistics", "group", (*numbers, *times)))
    opening = (Field("user"), Field("conversation"), Field("sequence", "integer"), Field("timestamp", "time"))
    columns = (_columns(plan, "interactions", "text"), _columns(plan, "interactions", "attributes"))
    return (*opening, Field("kind"), Field("speaker"), *columns)


def _columns(plan: TreePlan, table: str, name: str) -> Field:
    return Field(name, "columns", tuple(map(Field, plan.columns.get(f"{table}.{name}", ()))))


def _chat(plan: TreePlan, part: str) -> tuple[Field, ...]:
    del part
    if plan.chat.variant == "sharegpt":
        return (Field("conversations", "group", (Field("from"), Field("value")), many=True),)
    if plan.chat.variant == "openai":
        return (Field("messages", "group", (Field("role"), Field("content")), many=True),)
    said = (Field("text"),)
    system = (Field("system", "group", said, many=True),) if plan.chat.system else ()
    messages = Field("messages", "group", (Field("role"), Field("content", "group", said, many=True)), many=True)
    return (Field("schemaVersion"), *system, messages)


def _chunks(plan: TreePlan, part: str) -> tuple[Field, ...]:
    del plan, part
    opening = (Field("id"), Field("user"), Field("conversations", many=True), Field("first", "time"), Field("last", "time"))
    return (*opening, Field("source"), Field("tokens", "integer"), Field("untrusted", "boolean"), Field("text"))


def _index(plan: TreePlan, part: str) -> tuple[Field, ...]:
    del plan, part
    return (Field("user"), Field("documents", many=True))


_FIELDS: Mapping[str, Callable[[TreePlan, str], tuple[Field, ...]]] = {
    "chat": _chat,
    "chunks": _chunks,
    "jsonl": _records,
    "parquet": _rows,
    PACK: _index,
}
