"""croissant.json: what stands in it, and what mlcroissant, the reference implementation, says of it and reads by it."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from llm_assets.settings.card_model import Card
from llm_assets.settings.format_models import Chat
from llm_assets.tree.croissant import CROISSANT, croissant
from llm_assets.tree.files import Entry
from llm_assets.tree.plan import FormatPlan, TreePlan, plan_tree

_PROGRAM = """
import dataclasses, json, sys
import mlcroissant
found = mlcroissant.Dataset(sys.argv[1])
issues = found.metadata.ctx.issues
records = {}
for each in found.metadata.record_sets:
    if each.uuid in sys.argv[2:]:
        rows = list(found.records(each.uuid))
        records[each.uuid] = [len(rows), json.loads(json.dumps(rows[0], default=str))]
context = mlcroissant._src.core.rdf.make_context(found.metadata.ctx)
print(json.dumps([sorted(issues.errors), sorted(issues.warnings), records, context]))
"""


def consumed(file: Path, *records: str) -> tuple[list[str], list[str], dict[str, Any], dict[str, Any]]:
    """What mlcroissant finds: errors, warnings, (number, first) of some record sets, and the @context that it expects."""
    # In a process of its own: it loads 150 modules, and its imports warn.
    done = subprocess.run([sys.executable, "-c", _PROGRAM, file, *records], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-1500:]
    found: tuple[list[str], list[str], dict[str, Any], dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture
def plan(bench) -> TreePlan:
    report = bench.report()
    return plan_tree(Path(), report, bench.facts(report), bench.settings().llm_output)


def test_files_of_records_stand_in_it_as_in_the_manifest(bench, snapshot):
    found = snapshot(bench.stage(bench.report()).root)
    told = json.loads(found[CROISSANT])
    listed = {each["path"]: each for each in json.loads(found["manifest.json"])["files"]}
    objects = {each["@id"]: each for each in told["distribution"] if each["@type"] == "cr:FileObject"}
    assert set(objects) == {path for path in listed if path.startswith("data/")}
    for path, each in objects.items():
        assert (each["sha256"], each["contentSize"]) == (listed[path]["sha256"], f"{listed[path]['bytes']} B")
        assert each["contentUrl"] == path
    assert CROISSANT in listed
    assert [each["@id"] for each in told["recordSet"]] == ["markdown", "profiles", "interactions"]


def test_what_the_owner_says_stands_in_it_and_no_clock_does(plan):
    told = json.loads(croissant(plan, ()))
    assert (told["license"], told["datePublished"], told["version"]) == ("unknown", "1980-01-01", "1.0.0")
    card = Card.model_validate({"license": "cc-by-4.0", "published": date(2026, 5, 3), "version": "2.1.0"})
    told = json.loads(croissant(_with(plan, card=card), ()))
    assert (told["license"], told["datePublished"], told["version"]) == ("cc-by-4.0", "2026-05-03", "2.1.0")


def _with(plan: TreePlan, **other: Any) -> TreePlan:
    return replace(plan, **other)


def test_above_so_many_files_only_their_sets_are_told(plan):
    entries = [Entry(f"data/profiles-{n:05}-of-20000.jsonl", 1, "0" * 64, 1, 1) for n in range(10_001)]
    told = json.loads(croissant(plan, entries))
    assert {each["@type"] for each in told["distribution"]} == {"cr:FileSet"}


def test_a_format_of_a_package_has_its_files_and_no_fields(plan):
    strange = FormatPlan("ours", "lines", ".csv", {"rows": 3}, 10, 3, "ours")
    told = json.loads(croissant(_with(plan, formats=(strange,)), ()))
    assert [each["includes"] for each in told["distribution"]] == ["ours/*.csv"]
    assert told["recordSet"] == []


_NAMES = ["plan", "it's", "a.b", "two words", 'quo"te', "back\\slash", "ü", "$", "[0]"]


def _record_tree(folder: Path, plan: TreePlan, variant: str) -> Path:
    """A small tree by hand: columns with the names that need care, and conversations of one form."""
    columns = {"users.attributes": _NAMES, "interactions.text": ["body"]}
    formats = (
        FormatPlan("jsonl", "records", ".jsonl", {"profiles": 2, "interactions": 2}, 9, 9),
        FormatPlan("chat", "lines", ".jsonl", {"train": 1}, 9, 9, "chat"),
        FormatPlan("chunks", "lines", ".jsonl", {"chunks": 1}, 9, 9, "chunks"),
    )
    system = None if variant == "openai" else "Be kind."
    whole = _with(plan, formats=formats, columns=columns, chat=Chat(variant=variant, system=system))
    figures = {
        "interactions": 1,
        "conversations": 0,
        "kinds": {"chat": 1},
        "first": "2024-05-03",
        "last": None,
        "active_days": 1,
    }
    users = [{"user": name * 24, "attributes": {each: f"<{each}>" for each in _NAMES}, "statistics": figures} for name in "ab"]
    events = [
        {"user": name * 24, "conversation": None, "sequence": 0, "timestamp": "2024-05-03", "kind": "chat", "speaker": None}
        | {"text": {"body": "Hi"}, "attributes": {}}
        for name in "ab"
    ]
    turns = [("user", "Hi"), ("assistant", "Hello")]
    chat = {
        "openai": {"messages": [{"role": role, "content": text} for role, text in turns]},
        "sharegpt": {"conversations": [{"from": role, "value": text} for role, text in turns]},
        "bedrock": {
            "schemaVersion": "bedrock-conversation-2024",
            "system": [{"text": system}],
            "messages": [{"role": role, "content": [{"text": text}]} for role, text in turns],
        },
    }
    chunk = {"id": "a-0", "user": "a" * 24, "conversations": ["c" * 24], "first": "2024-05-03", "last": None, "source": None}
    chunk |= {"tokens": 3, "untrusted": True, "text": "Hi"}
    files = {"data/profiles": users, "data/interactions": events, "chat/train": [chat[variant]], "chunks/chunks": [chunk]}
    for name, rows in files.items():
        path = folder / f"{name}-00000-of-00001.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / CROISSANT).write_bytes(croissant(whole, ()))
    return folder / CROISSANT


@pytest.mark.parametrize("variant", [pytest.param(name, marks=pytest.mark.slow) for name in ("openai", "bedrock", "sharegpt")])
def test_mlcroissant_has_nothing_to_say_and_reads_every_field(tmp_path, plan, variant):
    sets = ("profiles", "interactions", "chat", "chunks")
    errors, warnings, records, context = consumed(_record_tree(tmp_path, plan, variant), *sets)
    assert (errors, warnings) == ([], [])
    assert json.loads((tmp_path / CROISSANT).read_text())["@context"] == context
    assert {name: count for name, (count, _) in records.items()} == {"profiles": 2, "interactions": 2, "chat": 1, "chunks": 1}
    first = {name: row for name, (_, row) in records.items()}
    ids = [re.sub(r"[^\w.-]", lambda one: f"~{ord(one[0]):x}~", name) for name in _NAMES]
    expected = {f"profiles/attributes/{each}": str(f"<{name}>".encode()) for each, name in zip(ids, _NAMES, strict=True)}
    assert first["profiles"]["profiles/attributes"] == expected
    assert first["profiles"]["profiles/statistics"]["profiles/statistics/first"] == "2024-05-03 00:00:00"
    assert first["interactions"]["interactions/sequence"] == 0
    assert first["chunks"]["chunks/untrusted"] is True
    turns = next(value for value in first["chat"].values() if isinstance(value, list) and len(value) == 2)
    assert [str(list(turn.values())[-1]) for turn in turns] == ["b'Hi'", "b'Hello'"]
