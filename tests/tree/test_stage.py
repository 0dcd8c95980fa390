import errno
import hashlib
import os
import stat

import orjson
import pytest

from llm_assets.errors import DatasetError, OutputError
from llm_assets.tree import files
from llm_assets.tree import stage as module
from llm_assets.tree.files import MTIME_NS
from llm_assets.tree.target import find_target


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shards", "processes"),
    [
        (1, 1),
        (2, 1),
        (5, 1),
        (5, 3),  # in a real pool
        (20, 1),  # a shard a user
        (25, 1),  # shards without a user
    ],
)
def test_bytes_depend_neither_on_shards_nor_on_workers(bench, snapshot, monkeypatch, shards, processes):
    reference = bench.stage(bench.report(shards=3))
    expected = snapshot(reference.root)
    monkeypatch.setattr(module, "POOL_BYTES", 0)
    monkeypatch.setattr(module, "_TASK_RECORDS", 20)  # two files of nine records a task
    staged = bench.stage(bench.report(shards=shards), processes=processes)
    assert snapshot(staged.root) == expected
    assert (staged.version, staged.files, staged.bytes) == (reference.version, reference.files, reference.bytes)


def test_the_layout_is_the_one_of_the_design(bench, snapshot):
    report = bench.report(users=20, each=2)
    found = snapshot(bench.stage(report).root)
    users = [name.split("/")[2][:24] for name in found if name.startswith("profiles/")]
    assert len(users) == 20
    assert all(f"profiles/{user[:2]}/{user}.ma" in found for user in users)
    lines = b"".join(found[f"data/profiles-{n:05}-of-00003.jsonl"] for n in range(3)).splitlines()
    assert [orjson.loads(line)["user"] for line in lines] == sorted(users)
    sizes = [found[f"data/interactions-{n:05}-of-00005.jsonl"].count(b"\n") for n in range(5)]
    assert sizes == [9, 9, 9, 9, 4]
    rest = {name for name in found if not name.startswith(("profiles/", "data/"))}
    described = {"README.md", "llms.txt", "llms-full.txt", "croissant.json", "privacy_report.html"}
    assert rest == described | {"manifest.json", "SHA256SUMS"}


def test_staged_tree_tells_its_own_size(bench, snapshot):
    staged = bench.stage(bench.report())
    found = snapshot(staged.root)
    assert (staged.files, staged.bytes) == (len(found), sum(map(len, found.values())))
    assert (staged.users, staged.interactions) == (20, 40)


def test_modes_and_times_are_constant_whatever_the_umask(bench):
    before = os.umask(0o077)
    try:
        root = bench.stage(bench.report()).root
    finally:
        os.umask(before)
    for path in root.rglob("*"):
        status = path.stat()
        assert status.st_mtime_ns == MTIME_NS, path
        assert stat.S_IMODE(status.st_mode) == (0o755 if path.is_dir() else 0o644), path
    assert root.stat().st_mtime_ns == MTIME_NS
    assert stat.S_IMODE(root.stat().st_mode) == 0o700  # nobody reads it before the audit


def test_two_document_formats_are_kept_apart_by_extension(bench, snapshot):
    found = snapshot(bench.stage(bench.report(formats=("markdown", "html"))).root)
    assert sum(name.endswith(".ma") for name in found) == sum(name.endswith(".ht") for name in found) == 20


def test_no_interactions_give_no_file_of_interactions(bench, snapshot):
    found = snapshot(bench.stage(bench.report(each=0)).root)
    assert not any("interactions" in name for name in found if name.startswith("data/"))
    assert b"config_name: interactions" not in found["README.md"]


def test_the_version_follows_content_key_and_settings(bench):
    report = bench.report()
    first = bench.stage(report).version
    assert bench.stage(report).version == first
    others = {
        bench.stage(report, facts=bench.facts(report, key_id="k2")).version,
        bench.stage(report, facts=bench.facts(report, settings_fingerprint="s2")).version,
        bench.stage(bench.report(text="x")).version,
        first,
    }
    assert len(others) == 4


def test_full_disk_is_told_and_leaves_nothing(bench, monkeypatch):
    report = bench.report()
    real = os.write

    def full(descriptor, body):
        if b"User Profile" in bytes(body):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(descriptor, body)

    monkeypatch.setattr(files.os, "write", full)
    with pytest.raises(OutputError, match="No space left on device"):
        bench.stage(report)
    target = find_target(bench.output)
    assert not target.staging.exists()
    assert not target.entries.exists()


def test_short_writes_are_continued(bench, snapshot, monkeypatch):
    expected = snapshot(bench.stage(bench.report()).root)
    real = os.write
    monkeypatch.setattr(files.os, "write", lambda descriptor, body: real(descriptor, memoryview(body)[:7]))
    assert snapshot(bench.stage(bench.report()).root) == expected


def test_a_missing_pack_names_the_asset_to_run(bench):
    report = bench.report()
    (bench.work.stage("documents") / "markdown-00001.arrow").unlink()
    with pytest.raises(DatasetError, match="Materialize formatted_documents again"):
        bench.stage(report)
    assert not find_target(bench.output).staging.exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda r: r["users"].update(kept=21),  # a user lost on the way
        lambda r: r["interactions"].update(kept=39),  # an interaction too many
    ],
)
def test_packs_that_do_not_fit_their_report_are_refused(bench, damage):
    report = bench.report()
    damage(report)
    with pytest.raises(OutputError, match="their report says"):
        bench.stage(report)


def test_a_user_that_is_no_pseudonym_never_becomes_a_path(bench):
    """A pseudonym becomes a file name: one with `../` in it would be written outside of the tree."""
    report = bench.report(names=["../../../evil"], formats=("markdown",), shards=1)
    with pytest.raises(OutputError, match="order of pseudonyms"):
        bench.stage(report)


def test_manifest_hashes_are_those_of_the_files(bench, snapshot):
    found = snapshot(bench.stage(bench.report()).root)
    manifest = orjson.loads(found["manifest.json"])
    assert [each["path"] for each in manifest["files"]] == sorted(set(found) - {"manifest.json", "SHA256SUMS"})
    for each in manifest["files"]:
        body = found[each["path"]]
        assert (each["bytes"], each["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
