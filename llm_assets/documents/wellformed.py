"""A cheap check that documents have the form they should have. It shares no code with the formatters it judges."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.parsers import expat

import pyarrow as pa

from llm_assets.errors import DatasetError
from llm_assets.settings.model import LlmOutput

_KEYS = {
    "profiles": ["user", "attributes", "statistics"],
    "interactions": ["user", "conversation", "sequence", "timestamp", "kind", "speaker", "text", "attributes"],
}
_PSEUDONYM = re.compile(r"[a-z]{24}")
_TITLE = re.compile(r"# User Profile: [a-z]{24}")
_TOTAL = re.compile(r"^## Interaction Summary\n\n- Total Interactions: (\d+)$", re.MULTILINE)
_SECTIONS = ("## Attributes", "## Interaction Summary", "## Interactions")
# What begins a line and has a meaning that the built-in template never uses outside of a quote.
_FOREIGN = re.compile(r"[ \t]*(?:<|`{3}|~{3}|-{2}|={2}|\* |\+ |\[[^\]]*\]:)| {4}|\t|#{4}")
_TAGS = frozenset({"user", "attributes", "attribute", "statistics", "interactions", "interaction", "text", "said"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


def faults(format_: str, part: str, body: str, output: LlmOutput) -> list[str]:
    """What is wrong with one piece, as slugs that hold no value; an empty list when nothing is.

    format_: a format's name; part: "document", "profiles", "interactions", or a part of a format of lines. Documents of the
    user's own template, and formats that are not built in, are only asked not to be empty.
    """
    if not body.strip():
        return ["empty"]
    if format_ == "jsonl":
        return _jsonl_faults(part, body)
    if format_ == "chat":
        return _chat_faults(body)
    if format_ == "chunks":
        return _chunk_faults(body)
    if format_ == "xml":
        return _xml_faults(body)
    if format_ == "text":
        return _text_faults(body)
    if format_ == "markdown" and output.template is None:
        return _markdown_faults(body, output.include_metadata)
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


def _line_of(body: str) -> dict[str, Any] | None:
    """The object that one line holds."""
    try:
        record = json.loads(body) if body.endswith("\n") and len(body.splitlines()) == 1 else None
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _chat_faults(body: str) -> list[str]:
    """A conversation: a system message at most, then user and assistant in turn, each with something to say."""
    record = _line_of(body)
    if record is None:
        return ["not_one_line"]
    turns = record.get("messages", record.get("conversations", []))
    said = [(turn.get("role", turn.get("from")), turn.get("content", turn.get("value"))) for turn in turns]
    roles = ["".join(part) if isinstance(part, list) else str(part) for part, _ in said if part != "system"]
    pair = ["human", "gpt"] if "conversations" in record else ["user", "assistant"]
    if not roles or roles != pair * (len(roles) // 2):
        return ["not_in_turn"]
    texts = [text if isinstance(text, str) else "".join(each.get("text", "") for each in text or []) for _, text in said]
    return [] if all(text.strip() for text in texts) else ["empty_turn"]


def _chunk_faults(body: str) -> list[str]:
    record = _line_of(body)
    if record is None:
        return ["not_one_line"]
    if list(record) != ["id", "user", "conversations", "first", "last", "source", "tokens", "text"]:
        return ["wrong_keys"]
    if not _PSEUDONYM.fullmatch(str(record["user"])) or not str(record["id"]).startswith(f"{record['user']}-"):
        return ["bad_pseudonym"]
    return [] if str(record["text"]).strip() and record["tokens"] > 0 else ["empty"]


def _markdown_faults(body: str, include_metadata: bool) -> list[str]:
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
    totals = _TOTAL.findall(body)
    if len(totals) != 1 or int(totals[0]) != sum(line.startswith("### ") for line in lines):
        found.append("total_differs")
    if any(line.startswith("## ") and line not in _SECTIONS for line in lines) or any(map(_FOREIGN.match, lines)):
        found.append("foreign_structure")
    if _CONTROL.search(body):
        found.append("control_character")
    return found


def _xml_faults(body: str) -> list[str]:
    parser, tags, found = expat.ParserCreate(), Counter[str](), []

    def begin(name: str, attributes: dict[str, str]) -> None:
        tags[name] += 1
        if name == "user" and not _PSEUDONYM.fullmatch(attributes.get("id", "")):
            found.append("bad_pseudonym")
        if name == "interactions":
            tags["said"] = int(attributes["total"])

    parser.StartElementHandler = begin
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, KeyError, ValueError):
        return ["not_xml"]
    if tags["user"] != 1 or tags["interaction"] != tags["said"]:
        found.append("total_differs")
    if set(tags) - _TAGS or "<!" in body or "<?" in body:
        found.append("foreign_structure")
    return found


def _text_faults(body: str) -> list[str]:
    head, _, rest = body.partition("\n\n")
    lines, found = head.rstrip("\n").split("\n"), []
    if not lines[0].startswith("User ") or not _PSEUDONYM.fullmatch(lines[0].removeprefix("User ")):
        found.append("not_one_title")
    total = re.fullmatch(r"Interactions: (\d+)", lines[-1])
    if total is None or int(total[1]) != len(re.findall(r"^\[\d+\]", rest, re.MULTILINE)):
        found.append("total_differs")
    if _CONTROL.search(body):
        found.append("control_character")
    return found
