from dataclasses import replace

import orjson
import pytest

from llm_assets.tree import audit
from llm_assets.tree.audit import audit_tree, every_user_published, matches_manifest
from llm_assets.tree.files import Entry
from llm_assets.tree.manifest import MANIFEST, SUMS, version_of


def test_an_honest_tree_passes_all(bench):
    staged = bench.stage(bench.report())
    results = list(audit_tree(staged, lambda staged: []))
    assert [(each.name, each.passed) for each in results] == [("matches_manifest", True), ("every_user_published", True)]
    assert results[0].counts["files"] == staged.files - 2
    assert results[1].counts["users"] == results[1].counts["users_markdown"] == results[1].counts["users_jsonl"] == 20


@pytest.mark.slow
def test_a_pool_finds_the_same(bench, monkeypatch):
    staged = bench.stage(bench.report(users=60))
    expected = matches_manifest(staged)
    for name in ("POOL_BYTES", "_RANGE_BYTES"):
        monkeypatch.setattr(audit, name, {"POOL_BYTES": 0, "_RANGE_BYTES": 999}[name])
    assert matches_manifest(staged, processes=2) == expected


def profile(root):
    return next(root.glob("profiles/*/*"))


def flip(path):
    body = path.read_bytes()
    path.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))


@pytest.mark.parametrize(
    ("damage", "counted"),
    [
        (lambda root: flip(profile(root)), {"changed": 1}),  # a flipped bit, size unchanged
        (lambda root: flip(root / "README.md"), {"changed": 1}),  # the card is audited like the data
        (lambda root: profile(root).write_bytes(b""), {"changed": 1}),
        (lambda root: profile(root).unlink(), {"missing": 1, "unlisted": 1}),
        (lambda root: (root / "notes.md").write_text("x"), {"unlisted": 1}),
        (lambda root: (root / "profiles/zz9").mkdir() or (root / "profiles/zz9/x.md").write_text("x"), {"unlisted": 1}),
        (lambda root: (root / ".DS_Store").write_text("x"), {"unlisted": 1}),
        (lambda root: (root / ".git").mkdir(), {"unlisted": 1}),
        (lambda root: (root / "link.md").symlink_to("README.md"), {"unlisted": 1}),
        (lambda root: (root / "data/more").symlink_to("."), {"unlisted": 1}),  # a folder by a symlink
        (lambda root: swap_for_symlink(profile(root)), {"missing": 1, "unlisted": 3}),  # right bytes, elsewhere
        (lambda root: flip(root / SUMS), {"checksums": 1}),
        (lambda root: (root / SUMS).write_bytes((root / SUMS).read_bytes() + b"x"), {"checksums": 1}),
        (lambda root: (root / SUMS).unlink(), {"unlisted": 1}),
        (lambda root: (root / MANIFEST).unlink(), {}),
        (lambda root: (root / MANIFEST).write_text("{}"), {}),
    ],
)
def test_every_damage_is_found(bench, damage, counted):
    staged = bench.stage(bench.report())
    damage(staged.root)
    result = matches_manifest(staged)
    assert not result.passed
    assert counted.items() <= result.counts.items()


def swap_for_symlink(path):
    copy = path.with_name("copy")
    path.rename(copy)
    path.symlink_to("copy")


def test_a_manifest_forged_to_fit_is_found_by_its_version(bench):
    staged = bench.stage(bench.report())
    path = staged.root / MANIFEST
    path.write_bytes(path.read_bytes().replace(b'"key_id": "k1"', b'"key_id": "k2"'))
    assert matches_manifest(staged).counts["checksums"] == 1
    path.write_bytes(path.read_bytes().replace(staged.version.encode(), b"0" * 16))
    assert matches_manifest(staged).counts["version"] == 1
    assert version_of([Entry("a", 1, "0", 0, 0)], "k1", "s1") != version_of([Entry("a", 1, "0", 0, 0)], "k2", "s1")


def test_a_line_that_the_manifest_does_not_count_is_found(bench):
    """Hash and size alone would agree with a manifest whose count of records is wrong."""
    staged = bench.stage(bench.report())
    path = staged.root / MANIFEST
    path.write_bytes(path.read_bytes().replace(b'"records":9', b'"records":8', 1))
    assert matches_manifest(staged).counts["changed"] == 1


@pytest.mark.parametrize(
    ("damage", "missing", "unreadable"),
    [
        (lambda root: profile(root).unlink(), 1, 0),
        (lambda root: profile(root).rename(root / "profiles" / ("a" * 24 + ".ma")), 1, 0),
        (lambda root: rename_user(profile(root)), 2, 0),  # one unknown, one missing
        (lambda root: edit(root, lambda lines: lines[1:]), 1, 0),
        (lambda root: edit(root, lambda lines: [b'{"user": "a"}\n', *lines[1:]]), 2, 0),
        (lambda root: edit(root, lambda lines: [*lines, lines[-1]]), 1, 0),  # one user twice
        (lambda root: edit(root, lambda lines: [b"{\n", *lines[1:]]), 1, 1),
        (lambda root: edit(root, lambda lines: [b"[]\n", *lines[1:]]), 1, 1),
        (lambda root: edit(root, lambda lines: [b'{"user": 7}\n', *lines[1:]]), 2, 0),
    ],
)
def test_every_user_must_be_in_every_format(bench, damage, missing, unreadable):
    staged = bench.stage(bench.report())
    damage(staged.root)
    result = every_user_published(staged)
    assert not result.passed
    assert (result.counts["missing_or_unexpected"], result.counts["unreadable"]) == (missing, unreadable)


def rename_user(path):
    path.rename(path.with_name(path.name[:2] + "z" * 22 + path.suffix))


def edit(root, change):
    path = root / "data/profiles-00000-of-00003.jsonl"
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


def test_a_report_that_counts_other_users_is_found(bench):
    """The packs and the tree can agree with each other and both lack a user whom the report counts."""
    staged = bench.stage(bench.report())
    result = every_user_published(replace(staged, plan=replace(staged.plan, users=21)))
    assert not result.passed
    assert result.counts["miscounted"] == 2


def test_summaries_and_counts_name_no_user(bench):
    staged = bench.stage(bench.report())
    users = [path.stem for path in staged.root.glob("profiles/*/*")]
    profile(staged.root).unlink()
    edit(staged.root, lambda lines: lines[1:])
    told = orjson.dumps([[each.summary, dict(each.counts)] for each in audit_tree(staged, lambda staged: [])]).decode()
    assert not any(user in told for user in users)
