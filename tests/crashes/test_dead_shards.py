"""A worker that is killed twice at the same shard: its users are left out and counted, or the run ends with one line."""

import re
from pathlib import Path
from typing import Any

import orjson
import pytest

from llm_assets.compute import DIED
from llm_assets.documents import build as documents
from llm_assets.errors import OutputError
from llm_assets.privacy import build as safe
from llm_assets.tree.verify import verify
from tests.crashes import deadly
from tests.resume.conftest import Desk, event, person

pytestmark = pytest.mark.slow
_USERS, _EVENTS = 16, 4
_FOLDERS = {"anonymized_users": "safe", "formatted_documents": "documents"}
_AT = {
    "anonymized_users": (safe, "anonymize_shard", deadly.anonymize),
    "formatted_documents": (documents, "format_shard", deadly.format_),
}


@pytest.fixture
def shards(desk: Desk) -> Desk:
    """A desk whose users lie in five shards, one of them marked."""
    desk.values |= {
        "privacy": {"canaries": 0},
        "compute": {"shard_bytes": 16_000},
        "llm_output": {"rate_limiting": {"max_concurrent": 2}, "max_error_rate": 0.3},
    }
    people = {f"id{number:04d}x": person(number) for number in range(_USERS)}
    people["id0005x"]["plan"] = deadly.MARK
    body = "{number}: I am {name}. " + "Nothing else to say here. " * 40
    desk.write(
        people,
        [
            event(key, body.format(number=number, name=row["name"]), None, number)
            for key, row in people.items()
            for number in range(_EVENTS)
        ],
    )
    return desk


def _left_out(desk: Desk, stage: str) -> list[dict[str, Any]]:
    lines = (desk.folder / ".llm_assets" / "support" / "quarantine" / f"{stage}.jsonl").read_bytes().splitlines()
    return [orjson.loads(line) for line in lines]


@pytest.mark.parametrize("stage", _AT)
def test_the_users_of_the_shard_are_left_out_and_counted(
    shards: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    module, name, deadly_work = _AT[stage]
    with monkeypatch.context() as patched:
        patched.setattr(module, name, deadly_work)
        published = shards.run()
    left_out = _left_out(shards, stage)
    assert 0 < len(left_out) <= 0.3 * _USERS
    assert {row["reason"] for row in left_out} == {DIED}
    assert not any(row["user"] in path for row in left_out for path in published)
    assert all(check.passed for check in shards.checks)
    assert not verify(shards.folder / "output").wrong
    counts = orjson.loads(published["manifest.json"])["counts"]
    for table, each in (("users", 1), ("interactions", _EVENTS)):
        gone = len(left_out) * each
        assert counts[table]["quarantined"] == gone
        assert counts[table]["published"] == counts[table]["read"] - gone
    assert DIED.encode() in published["privacy_report.html"]
    assert [line for line in shards.said if re.search(r"a worker died again at shard \d of \d", line)]

    # Who was left out is tried again: nothing of the sources has changed, but memory may have.
    shards.values["llm_output"] |= {"rate_limiting": {"max_concurrent": 1}}
    mended = shards.run()
    assert not _left_out(shards, stage)
    (tmp_path / "afresh").mkdir()
    assert mended == shards.afresh(tmp_path / "afresh").run()


@pytest.mark.parametrize("stage", _AT)
def test_more_than_max_error_rate_ends_the_run_with_one_line(shards: Desk, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    shards.values["llm_output"] |= {"max_error_rate": 0.05}
    module, name, deadly_work = _AT[stage]
    monkeypatch.setattr(module, name, deadly_work)
    with pytest.raises(OutputError, match="died twice") as told:
        shards.run()
    assert re.search(r"shard \d of \d, with \d of 16 users: more than \[llm_output\] max_error_rate = 0.05", str(told.value))
    assert "\n" not in str(told.value)
    assert not (shards.folder / "output").exists()
    assert not list((shards.folder / ".llm_assets" / "support").glob(f"{_FOLDERS[stage]}"))
