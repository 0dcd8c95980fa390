"""A run over what has not changed: each stage says so and stays, and the checks are told all the same."""

import os
import shutil
from pathlib import Path

import orjson
import pytest

from llm_assets.errors import PrivacyViolation
from tests.resume.conftest import STAGES, Desk


def test_a_rerun_keeps_every_stage_and_tells_every_check(desk: Desk) -> None:
    first = desk.run()
    made = [(each.name, each.passed, each.summary, dict(each.counts)) for each in desk.checks]
    assert desk.kept == []
    before = (desk.folder / "output").stat().st_ino
    assert desk.run() == first
    assert desk.kept == list(STAGES)
    assert [(each.name, each.passed, each.summary, dict(each.counts)) for each in desk.checks] == made
    assert (desk.folder / "output").stat().st_ino == before
    assert desk.tree is not None
    assert desk.tree.files == len(first)
    assert desk.tree.bytes == sum(map(len, first.values()))


@pytest.mark.slow
def test_sources_are_known_by_their_bytes_and_not_by_their_times(desk: Desk) -> None:
    """A copy or a checkout gives new times to old bytes; a tool that keeps times gives old ones to new bytes."""
    desk.run()
    users = desk.folder / "users.jsonl"
    os.utime(users, (1, 1))
    desk.run()
    assert desk.kept == list(STAGES)
    about, text = users.stat(), users.read_text()
    users.write_text(text.replace("1950", "1951"))
    os.utime(users, ns=(about.st_atime_ns, about.st_mtime_ns))
    desk.run()
    assert "raw_dataset" not in desk.kept


@pytest.mark.slow
@pytest.mark.parametrize("what", ["changed", "added", "missing", "manifest"])
def test_a_published_tree_that_somebody_touched_is_made_again(desk: Desk, what: str) -> None:
    first = desk.run()
    tree = desk.folder / "output"
    profile = next(tree.rglob("profiles/*/*.md"))
    if what == "changed":
        profile.write_bytes(profile.read_bytes() + b"!")
    elif what == "added":
        (tree / "mine.txt").write_text("x")
    elif what == "missing":
        profile.unlink()
    else:
        (tree / "manifest.json").write_bytes((tree / "manifest.json").read_bytes().replace(b'"users": 12', b'"users": 13', 1))
    assert desk.run() == first
    assert desk.kept == list(STAGES[:3])


def test_nobody_makes_a_tree_pass_without_the_key(desk: Desk) -> None:
    """Whoever writes into the work folder could else say of any tree that its checks passed."""
    desk.run()
    note = desk.folder / ".llm_assets" / "support" / "audited.json"
    told = orjson.loads(note.read_bytes())
    told["told"]["results"][0]["summary"] = "all is well"
    note.write_bytes(orjson.dumps(told))
    desk.run()
    assert desk.kept == list(STAGES[:3])
    assert "all is well" not in [each.summary for each in desk.checks]


@pytest.mark.slow
def test_a_stage_whose_files_were_damaged_is_made_again(desk: Desk) -> None:
    first = desk.run()
    shard = desk.folder / ".llm_assets" / "support" / "safe" / "users-00000.parquet"
    shard.write_bytes(shard.read_bytes()[:-9])
    assert desk.run() == first
    assert "raw_dataset" in desk.kept
    assert "anonymized_users" not in desk.kept


def test_a_template_reaches_the_documents_and_no_further_back(desk: Desk) -> None:
    template = desk.folder / "own.md.j2"
    template.write_text("# {{ user.user }}\n")
    desk.values["llm_output"] = {"template": "own.md.j2"}
    desk.run()
    template.write_text("# of {{ user.user }}\n")
    changed = desk.run()
    assert desk.kept == list(STAGES[:2])
    assert any(b"# of " in body for body in changed.values())


@pytest.mark.slow
def test_a_template_that_leaks_is_found_whatever_was_kept(desk: Desk) -> None:
    first = desk.run()
    (desk.folder / "leak.md.j2").write_text("{{ user.user }} Bruno Keller bruno.1@mail.example\n")
    desk.values["llm_output"] = {"template": "leak.md.j2"}
    for _ in range(2):
        with pytest.raises(PrivacyViolation):
            desk.run()
    assert desk.published() == first


@pytest.mark.slow
@pytest.mark.parametrize("privacy", [{"min_group_size": 3}, {"tag_scope": "dataset"}])
def test_settings_of_privacy_reach_all_but_the_raw_shards(desk: Desk, privacy: dict[str, object], tmp_path: Path) -> None:
    desk.run()
    desk.values["privacy"] = {"canaries": 4, **privacy}
    (tmp_path / "afresh").mkdir()
    other = desk.afresh(tmp_path / "afresh")
    assert desk.run() == other.run()
    assert desk.kept == ["raw_dataset"]


@pytest.mark.slow
@pytest.mark.parametrize("what", ["key", "level"])
def test_key_and_level_decide_on_every_pseudonym_and_so_on_every_stage(
    desk: Desk, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.run()
    if what == "key":
        monkeypatch.setenv("LLM_ASSETS_KEY", "another key for tests, long enough as well")
    else:
        desk.values["llm_output"] = {"privacy_level": "medium"}
    (tmp_path / "afresh").mkdir()
    assert desk.run() == desk.afresh(tmp_path / "afresh").run()
    assert desk.kept == []


@pytest.mark.slow
def test_without_raw_values_kept_only_documents_and_tree_stay(desk: Desk) -> None:
    desk.values["compute"] = {"keep_work": "none", "shard_bytes": 10_000}
    first = desk.run()
    assert not (desk.folder / ".llm_assets" / "support" / "raw").exists()
    assert desk.run() == first
    assert desk.kept == ["formatted_documents", "output_tree"]


@pytest.mark.slow
def test_a_key_of_one_run_leaves_nothing_to_keep(desk: Desk) -> None:
    desk.values["privacy"] = {"canaries": 4, "key_lifetime": "run"}
    desk.values["compute"] = {"keep_work": "none"}
    first = desk.run()
    assert desk.run() != first
    assert desk.kept == []
    assert not (desk.folder / ".llm_assets" / "support" / "audited.json").exists()


@pytest.mark.slow
def test_who_is_erased_leaves_whatever_was_kept(desk: Desk) -> None:
    desk.run()
    (desk.folder / "gone.csv").write_text("id\nid0001x\n")
    desk.values["privacy"] = {"canaries": 4, "erase": "gone.csv"}
    desk.run()
    assert desk.kept == []
    left = [path for path in (desk.folder / ".llm_assets").rglob("*") if path.is_file()]
    assert not [path for path in left if b"bruno.1@mail" in path.read_bytes().lower()]
    shutil.rmtree(desk.folder / "output")
    assert b"id0001x" not in b"".join(desk.run().values())
