"""The scan of records and of files: every kind of leak is found in the place where it was planted."""

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from llm_assets.privacy.audit.scan import FilesTask, Findings, RecordsTask, scan_files, scan_records, scan_text
from llm_assets.privacy.audit.source import source_values
from tests.privacy.world import write_values

USERS = [
    [("PERSON", "Anna Kübler"), ("EMAIL", "anna.k@post.example.net"), ("ID", "CUS1VFBEC")],
    [("PERSON", "Nils Okafor"), ("USERNAME", "phone"), ("ID", "17")],
]
NAMES = ["a" * 24, "b" * 24]


@pytest.fixture
def scanned(tmp_path: Path) -> Callable[..., Findings]:
    """Scans records of two users, with leaks planted in them: changes of the first user's row, or of its interaction."""
    raw, safe = tmp_path / "raw", tmp_path / "safe"
    for folder in (raw, safe):
        folder.mkdir()
    write_values(raw / "values.parquet", USERS)
    source_values([raw / "values.parquet"], "high").save(safe / "audit")

    def run(user: dict[str, Any] | None = None, event: dict[str, Any] | None = None, others: tuple[int, ...] = ()) -> Findings:
        users = [{"user": name, "attributes": {"bio": "hello", "plan": "plus"}} for name in NAMES]
        users[0] |= user or {}
        events = [
            {
                "user": name,
                "conversation": "c" * 24,
                "sequence": 0,
                "timestamp": None,
                "kind": "chat",
                "speaker": name,
                "text": {"body": "[PHONE:abcdefgh] thanks"},
                "attributes": {"order": "d" * 24},
            }
            for name in NAMES
        ]
        events[0] |= event or {}
        pq.write_table(pa.Table.from_pylist(users), safe / "users-00000.parquet")
        pq.write_table(pa.Table.from_pylist(events), safe / "interactions-00000.parquet")
        owners = [{"pseudonym": name, "ordinal": number} for number, name in enumerate(NAMES)]
        pq.write_table(pa.Table.from_pylist(owners), raw / "users-00000.parquet")
        people = [{**owner, "participants": list(others)} for owner in owners]
        pq.write_table(pa.Table.from_pylist(people), raw / "interactions-00000.parquet")
        task = RecordsTask(raw, safe, 0, frozenset({"users.bio"}), frozenset({"interactions.order"}))
        return scan_records(task)

    return run


def test_clean_records(scanned: Callable[..., Findings]) -> None:
    assert scanned() == Findings()


@pytest.mark.parametrize(
    ("user", "event", "place"),
    [
        ({"attributes": {"bio": "by Anna Kübler", "plan": "plus"}}, {}, "users.bio"),
        ({"attributes": {"bio": "x", "plan": "anna kubler"}}, {}, "users.plan"),
        ({}, {"text": {"body": "anna.k@post.example.net"}}, "interactions.body"),
        ({}, {"speaker": "Nils Okafor"}, "interactions.speaker"),
        ({}, {"kind": "CUS1VFBEC"}, "interactions.kind"),
        ({"attributes": {"bio": "Anna wrote", "plan": "plus"}}, {}, "users (names of the people of the conversation)"),
        ({}, {"text": {"body": "dear Kubler"}}, "interactions (names of the people of the conversation)"),
    ],
)
def test_values_in_fields(scanned: Callable[..., Findings], user: dict, event: dict, place: str) -> None:
    assert place in scanned(user, event).known


def test_names_of_participants_and_of_strangers(scanned: Callable[..., Findings]) -> None:
    event = {"text": {"body": "dear Nils"}}
    assert not scanned({}, event).known
    assert scanned({}, event, (1,)).known


@pytest.mark.parametrize(
    ("user", "event", "place"),
    [
        ({"user": "17"}, {}, "users.user"),
        ({"user": "CUS1VFBEC"}, {}, "users.user"),
        ({}, {"user": "b" * 24}, "interactions.user"),
        ({}, {"conversation": "T-1"}, "interactions.conversation"),
        ({}, {"attributes": {"order": "17"}}, "interactions.order"),
    ],
)
def test_ids_in_the_places_of_pseudonyms(scanned: Callable[..., Findings], user: dict, event: dict, place: str) -> None:
    assert scanned(user, event).positions[place]


@pytest.fixture
def tree(tmp_path: Path, scanned: Callable[..., Findings]) -> Callable[..., Findings]:
    """Scans files that are written as given: name -> text."""
    root = tmp_path / "tree"

    def run(files: dict[str, str]) -> Findings:
        for name, text in {**{f"profiles/{number}.md": "# Profile\n\nhello\n" for number in "abc"}, **files}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        paths = tuple(str(path.relative_to(root)) for path in sorted(root.rglob("*")) if path.is_file())
        return scan_files(FilesTask(root, paths, tmp_path / "safe", frozenset({"email", "phone"})))

    return run


def test_clean_files(tree: Callable[..., Findings]) -> None:
    clean = {"data/x.jsonl": '{"text":"a [PHONE:abcdefgh]\\nils, phone"}\n{"a":"Anna"}\n{"b":"Kübler"}\n', "empty.md": ""}
    assert tree(clean) == Findings()


@pytest.mark.parametrize("text", ["so Anna Kübler said", "anna.k@post.example.net", "CUS1VFBEC"])
@pytest.mark.parametrize("name", ["profiles/d.md", "data/x.jsonl", "manifest.json"])
def test_values_in_files(tree: Callable[..., Findings], name: str, text: str) -> None:
    files = {name: f"# a\n\n{text}\n"} if name.endswith(".md") else {name: json.dumps({"x": f"a\n{text}\n"}) + "\n"}
    assert set(tree(files).known) == {name}


def test_file_names(tree: Callable[..., Findings]) -> None:
    assert tree({"profiles/17.md": "x"}).positions == {"profiles/17.md": 1}
    found = tree({"profiles/Anna Kübler.md": "x"})
    assert found.known["profiles/Anna Kübler.md"] == 1


def test_what_can_be_turned_back(tree: Callable[..., Findings]) -> None:
    encoded = base64.b64encode(b"anna.k@post.example.net").decode()
    assert tree({"profiles/d.md": f"id: {encoded}\n"}).encoded == {"profiles/d.md": 1}
    assert tree({"profiles/d.md": f"https://x.example/?token={encoded}&y=1\n"}).encoded == {"profiles/d.md": 1}
    longer = f"cut={encoded}, row: {encoded}{encoded}\n"
    assert tree({"data/x.jsonl": json.dumps({"x": longer, "y": encoded})}).encoded == {"profiles/d.md": 1, "data/x.jsonl": 1}
    digest = hashlib.sha256(b"17").hexdigest()
    assert tree({"profiles/d.md": f"id: {digest}\n"}).digests == {digest}


def test_hashes_of_files_are_none_of_ids(tree: Callable[..., Findings]) -> None:
    assert not tree({"manifest.json": json.dumps({"sha256": "0" * 64}), "SHA256SUMS": f"{'1' * 64}  a.md\n"}).digests


def test_patterns_in_files(tree: Callable[..., Findings]) -> None:
    found = tree({"profiles/d.md": "bob@host.com, DE89 3704 0044 0532 0130 00\n"})
    assert found.patterns == {("email", "profiles/d.md"): 1, ("iban", "profiles/d.md"): 1}


def test_a_line_break_in_json_is_no_letter(tmp_path: Path, scanned: Callable[..., Findings]) -> None:
    """`\\nils` was read as the name Nils, and `\\nAnna` not as Anna."""
    safe = tmp_path / "safe"
    for place, text, expected in (
        ("a.jsonl", '"x\\nils okafor"', 0),
        ("a.jsonl", '"x\\nNils Okafor"', 1),
        ("a.jsonl", '"K\\u00fcbler, x Anna K\\u00fcbler"', 1),
        ("a.md", "x\\nNils Okafor", 0),
    ):
        assert sum(scan_text(text, place, safe, frozenset()).known.values()) == expected


def test_findings_add_up() -> None:
    one, two = Findings(), Findings()
    two.known["a"] += 2
    two.digests.add("0")
    one.update(two)
    one.update(two)
    assert one.known == {"a": 4}
    assert one.digests == {"0"}
