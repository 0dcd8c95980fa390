"""A cheap check that documents have the form they should have. It shares no code with the formatters it judges."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.parsers import expat

import pyarrow as pa

from llm_assets.documents.wellformed_chat import chat_faults
from llm_assets.errors import DatasetError
from llm_assets.settings.model import LlmOutput

_KEYS = {
    "profiles": ["user", "attributes", "statistics"],
    "interactions": ["user", "conversation", "sequence", "timestamp", "kind", "speaker", "text", "attributes"],
    "chunks": ["id", "user", "conversations", "first", "last", "source", "tokens", "untrusted", "text"],
}
_PSEUDONYM = re.compile(r"[a-z]{24}")
_TITLE = re.compile(r"# User Profile: [a-z]{24}")
_TOTAL = re.compile(r"^## Interaction Summary\n\n- Total Interactions: (\d+)$", re.MULTILINE)
_SECTIONS = re.compile(r"## (?:Attributes|Interaction Summary|Interactions|Conversation [a-z]{24}|Without Conversation)")
# What begins a line and has a meaning that the built-in template never uses outside of a quote.
_FOREIGN = re.compile(r"[ \t]*(?:<|`{3}|~{3}|-{2}|={2}|\* |\+ |\[[^\]]*\]:)| {4}|\t|#{4}")
_TAGS = frozenset(
    {"user", "notice", "attributes", "attribute", "statistics", "interactions", "interaction", "text", "said", "conversation"}
)
_PLACE = re.compile(r"^Part (\d+) of (\d+): interactions (\d+) to (\d+) of (\d+)\b", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


def faults(format_: str, part: str, body: str, output: LlmOutput) -> list[str]:
    """What is wrong with one piece, as slugs that hold no value; an empty list when nothing is.

    format_: a format's name; part: as in its packs. Documents of the user's own template, and formats
    that are not built in, are only asked not to be empty; XML is asked to be XML, whoever made it.
    """
    if not body.strip():
        return ["empty"]
    if format_ in ("jsonl", "parquet", "chunks"):
        return _jsonl_faults(part, body)
    if format_ == "chat":
        return chat_faults(body, output.chat)
    own = output.own_template(format_)[1] is not None
    if format_ == "xml":
        return _xml_faults(body, own=own)
    if format_ == "text" and not own:
        return _text_faults(body, part)
    if format_ == "markdown" and not own:
        return _markdown_faults(body, part, output.include_metadata)
    return []


def check_documents(folder: Path, report: Mapping[str, Any], output: LlmOutput, sample: int | None) -> dict[str, Any]:
    """Checks the packs of the stage `documents`.

    folder: of the stage; report: its report; sample: about how many pieces of a format to look at, evenly spread, or None: all.
    Returns {"documents": number looked at, "faults": {slug: number}}; "count_differs": other pieces than the report says.
    Raises DatasetError when a pack is missing or damaged.
    """
    looked, found = 0, Counter[str]()
    for format_, said in report["formats"].items():
        total = sum(said["pieces"].values())
        step = 1 if sample is None else max(1, total // max(sample, 1))
        parts: Counter[str] = Counter()
        for batch in _batches(folder, format_, report["shards"]):
            first = -parts.total() % step
            for part, body in _chosen(batch, first, step):
                looked += 1
                found.update(_body_faults(format_, part, body, output))
            parts.update(batch["part"].to_pylist())
        if dict(parts) != said["pieces"]:
            found["count_differs"] += 1
    return {"documents": looked, "faults": dict(sorted(found.items()))}


def _batches(folder: Path, format_: str, shards: int) -> Iterator[Any]:
    for shard in range(shards):
        path = folder / f"{format_}-{shard:05d}.arrow"
        try:
            with pa.memory_map(str(path)) as file, pa.ipc.open_file(file) as pack:
                for index in range(pack.num_record_batches):
                    yield pack.get_batch(index)
        except (FileNotFoundError, pa.ArrowInvalid):
            raise DatasetError(
                "a pack of formatted_documents is missing or damaged",
                where=str(path),
                remedy="Materialize formatted_documents again.",
            ) from None


def _chosen(batch: Any, first: int, step: int) -> Iterator[tuple[str, bytes]]:
    parts, bodies = batch["part"], batch["body"]
    for row in range(first, batch.num_rows, step):
        yield parts[row].as_py(), bodies[row].as_py()


def _body_faults(format_: str, part: str, body: bytes, output: LlmOutput) -> list[str]:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return ["not_utf8"]
    return faults(format_, part, text, output)


def _jsonl_faults(part: str, body: str) -> list[str]:
    if not body.endswith("\n") or len(body.splitlines()) != 1:
        return ["not_one_line"]
    try:
        record = json.loads(body)
    except ValueError:
        return ["not_json"]
    if not isinstance(record, dict) or list(record) != _KEYS.get(part):
        return ["wrong_keys"]
    return [] if isinstance(record["user"], str) and _PSEUDONYM.fullmatch(record["user"]) else ["bad_pseudonym"]


def _count_differs(part: str, head: str, totals: list[str], whole: int, continued: int) -> bool:
    """Whether a document holds other interactions than it says. whole, continued: interactions, and further pieces of one."""
    place = _PLACE.search(head)
    if (len(totals) != 1) if part == "document" else bool(totals):
        return True
    if place is None:
        return part != "document" or bool(continued) or int(totals[0]) != whole
    number, parts, first, last, of = map(int, place.groups())
    if not (1 <= number <= parts and (number == 1) == (part == "document") and last <= of == int(totals[0] if totals else of)):
        return True
    # The first interaction of a part may be the rest of one that began before.
    return last - first + 1 not in ((whole, whole + 1) if continued else (whole,)) and (last, whole) != (0, 0)


def _markdown_faults(body: str, part: str, include_metadata: bool) -> list[str]:
    found = []
    if include_metadata:
        front, closed, rest = body.removeprefix("---\n").partition("\n---\n")
        if not body.startswith("---\n") or not closed:
            return ["no_front_matter"]
        found += ["front_matter_differs"] if not re.match(r'user: "[a-z]{24}"\n', front) else []
        body = rest
    lines = [line for line in body.split("\n") if not line.startswith(">")]
    titles = [line for line in lines if line.startswith("# ")]
    if len(titles) != 1 or not _TITLE.fullmatch(titles[0]):
        found.append("not_one_title")
    heads = [line for line in lines if line.startswith("### ")]
    continued = sum(bool(re.match(r"### \d+ \(continued\)(?: \||$)", line)) for line in heads)
    plain = "\n".join(lines)
    if _count_differs(part, plain, _TOTAL.findall(plain), len(heads) - continued, continued):
        found.append("total_differs")
    if any(line.startswith("## ") and not _SECTIONS.fullmatch(line) for line in lines) or any(map(_FOREIGN.match, lines)):
        found.append("foreign_structure")
    if _CONTROL.search(body):
        found.append("control_character")
    return found


def _xml_faults(body: str, *, own: bool) -> list[str]:
    parser, tags, found = expat.ParserCreate(), Counter[str](), []

    def begin(name: str, attributes: dict[str, str]) -> None:
        tags[name] += 1
        if name == "user" and not _PSEUDONYM.fullmatch(attributes.get("id", "")):
            found.append("bad_pseudonym")
        if name == "interactions":
            tags["said"] = int(attributes.get("to", attributes["total"])) - int(attributes.get("from", "1")) + 1
        if name == "interaction" and "continued" in attributes:
            tags["again"] += 1

    parser.StartElementHandler = None if own else begin
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, KeyError, ValueError):
        return ["not_xml"]
    if own:
        return []
    again, whole = tags.pop("again", 0), tags["interaction"]
    if tags["user"] != 1 or not whole - again <= tags["said"] <= whole - again + bool(again):
        found.append("total_differs")
    if set(tags) - _TAGS or "<!" in body or "<?" in body:
        found.append("foreign_structure")
    return found


def _text_faults(body: str, part: str) -> list[str]:
    head, _, rest = body.partition("\n\n")
    lines, found = head.rstrip("\n").split("\n"), []
    if not lines[0].startswith("User ") or not _PSEUDONYM.fullmatch(lines[0].removeprefix("User ")):
        found.append("not_one_title")
    total = re.fullmatch(r"Interactions: (\d+)", lines[-1])
    again = len(re.findall(r"^\[\d+\] \(continued\)", rest, re.MULTILINE))
    whole = len(re.findall(r"^\[\d+\]", rest, re.MULTILINE)) - again
    totals = [total[1]] if total and part == "document" else []
    if total is None or _count_differs(part, head, totals, whole, again):
        found.append("total_differs")
    if _CONTROL.search(body):
        found.append("control_character")
    return found
