import errno
import os
from dataclasses import replace

import orjson
import pytest

from llm_assets.errors import ConfigError, OutputError, PrivacyViolation
from llm_assets.tree import exchange
from llm_assets.tree import publish as module
from llm_assets.tree import versions as versions_module
from llm_assets.tree.audit import LEAK_CHECKS, TREE_CHECKS, CheckResult
from llm_assets.tree.evidence import EVIDENCE_CHECKS
from llm_assets.tree.files import MTIME_NS
from llm_assets.tree.publish import check_exchange, gate, publish
from llm_assets.tree.target import find_target
from llm_assets.tree.versions import recover

PRIVACY_CHECKS = (*LEAK_CHECKS, *EVIDENCE_CHECKS)
GOOD = [CheckResult(name, True, "fine") for name in PRIVACY_CHECKS + TREE_CHECKS]


def version(folder):
    return orjson.loads((folder / "manifest.json").read_bytes())["version"]


@pytest.fixture
def put(bench):
    """Publishes a tree that depends on the given text alone."""

    def go(text, keep=1):
        staged = bench.stage(bench.report(text=text))
        return publish(staged, GOOD, bench.output, keep), staged.version

    return go


@pytest.fixture(params=[errno.EINVAL, errno.ENOSYS, errno.ENOTSUP])
def no_exchange(request, monkeypatch):
    """A file system that cannot exchange folders, in each way of saying so."""

    def cannot(one, other):
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr(exchange, "exchange", cannot)


def beside(bench):
    return {path.name for path in (bench.folder / ".output.versions").iterdir()}


@pytest.mark.parametrize(
    ("results", "kind", "name"),
    [
        ([], PrivacyViolation, "no_known_identifiers"),
        *((lambda n: ([r for r in GOOD if r.name != n], PrivacyViolation, n))(n) for n in PRIVACY_CHECKS),
        *((lambda n: ([r for r in GOOD if r.name != n], OutputError, n))(n) for n in TREE_CHECKS),
        *(([replace(r, passed=r.name != n) for r in GOOD], PrivacyViolation, n) for n in PRIVACY_CHECKS),
        *(([replace(r, passed=r.name != n) for r in GOOD], OutputError, n) for n in TREE_CHECKS),
        # Declared harmless, failed all the same: these are never harmless.
        ([replace(r, passed=r.name != "no_pii_patterns", blocking=False) for r in GOOD], PrivacyViolation, "no_pii"),
        # Passed once and failed once: the failure counts, in either order.
        ([*GOOD, replace(GOOD[0], passed=False)], PrivacyViolation, GOOD[0].name),
        ([replace(GOOD[0], passed=False), *GOOD], PrivacyViolation, GOOD[0].name),
        ([*GOOD, CheckResult("another", False, "bad")], PrivacyViolation, "another"),
        # A leak matters more than a broken file.
        ([replace(r, passed=False) for r in GOOD], PrivacyViolation, LEAK_CHECKS[0]),
    ],
)
def test_nothing_walks_past_the_gate(bench, results, kind, name):
    staged = bench.stage(bench.report())
    with pytest.raises(kind, match=rf"nothing was published.*{name}"):
        publish(staged, results, bench.output, 1)
    assert not bench.output.exists()
    assert staged.root.exists()


def test_a_warning_does_not_close_the_gate():
    gate([*GOOD, CheckResult("columns_declared", False, "one column was dropped", blocking=False)])


def test_first_publication_is_a_real_folder(bench, put):
    done, made = put("a")
    assert (done.path, done.warnings) == (bench.output, ())
    assert bench.output.is_dir()
    assert not bench.output.is_symlink()
    assert version(bench.output) == made
    assert beside(bench) == set()


def test_the_published_folder_has_the_mode_and_time_of_its_files(bench, put):
    put("a")
    put("b")
    assert (bench.output.stat().st_mode & 0o777, bench.output.stat().st_mtime_ns) == (0o755, MTIME_NS)


def test_an_empty_folder_is_taken(bench, put):
    bench.output.mkdir()
    _, made = put("a")
    assert version(bench.output) == made


@pytest.mark.parametrize("keep", [0, 1, 2])
def test_old_trees_remain_beside_it_the_newest_first(bench, put, keep):
    made = [put(text, keep)[1] for text in "abcd"]
    assert version(bench.output) == made[-1]
    assert beside(bench) == set(made[-1 - keep : -1])
    assert all(version(bench.folder / ".output.versions" / name) == name for name in beside(bench))


def test_the_same_tree_again_leaves_no_duplicate(bench, put):
    (_, first), (_, second) = put("a"), put("b")
    assert put("b")[1] == second
    assert (version(bench.output), beside(bench)) == (second, {first})


def test_a_return_to_an_old_tree_does_not_keep_it_twice(bench, put):
    (_, first), (_, second) = put("a", 3), put("b", 3)
    assert put("a", 3)[1] == first
    assert (version(bench.output), beside(bench)) == (first, {second})
    put("b", 3)
    assert (version(bench.output), beside(bench)) == (second, {first})


def test_a_damaged_tree_is_healed_by_publishing_it_again(bench, put, snapshot):
    put("a")
    expected = snapshot(bench.output)
    (bench.output / "README.md").write_text("spoilt")
    put("a")
    assert snapshot(bench.output) == expected
    assert beside(bench) == set()


def test_without_exchange_a_symlink_is_swapped(bench, put, no_exchange):
    made = [put(text)[1] for text in "abc"]
    assert bench.output.is_symlink()
    assert str(bench.output.readlink()) == f".output.versions/{made[-1]}"
    assert version(bench.output) == made[-1]
    assert beside(bench) == set(made[1:])
    assert (bench.output.resolve().stat().st_mode & 0o777) == 0o755


def test_without_exchange_the_same_tree_again_is_whole_and_single(bench, put, no_exchange, snapshot):
    _, made = put("a")
    expected = snapshot(bench.output)
    (bench.output / "README.md").write_text("spoilt")
    for _ in range(3):
        put("a")
        assert snapshot(bench.output) == expected
        assert len(beside(bench)) == 1
        assert beside(bench) <= {made, f"{made}.1"}


def test_without_exchange_an_empty_folder_gives_way_to_the_symlink(bench, put, no_exchange):
    bench.output.mkdir()
    put("a")
    assert bench.output.is_symlink()


def test_without_exchange_a_real_folder_is_refused_and_stands(bench, put, snapshot, monkeypatch):
    """Two renames would have a moment without a tree: a tree that was copied to such a store must be moved away once."""
    _, first = put("a")
    before = snapshot(bench.output)

    def cannot(one, other):
        raise OSError(errno.EINVAL, "")

    monkeypatch.setattr(exchange, "exchange", cannot)
    with pytest.raises(ConfigError, match="Move the folder away once"):
        check_exchange(find_target(bench.output))
    with pytest.raises(ConfigError, match="Move the folder away once"):
        put("b")
    assert snapshot(bench.output) == before
    recover(find_target(bench.output))
    assert beside(bench) == set()
    bench.output.rename(bench.folder / "away")
    check_exchange(find_target(bench.output))
    _, second = put("b")
    assert bench.output.is_symlink()
    assert first != second == version(bench.output)


@pytest.mark.parametrize(
    ("code", "kind"), [(errno.EBUSY, ConfigError), (errno.ENOSPC, OutputError), (errno.EACCES, OutputError)]
)
def test_a_failed_exchange_leaves_the_old_tree(bench, put, snapshot, monkeypatch, code, kind):
    put("a")
    before = snapshot(bench.output)

    def fails(one, other):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(exchange, "exchange", fails)
    with pytest.raises(kind):
        put("b")
    assert snapshot(bench.output) == before


def test_a_disk_that_fails_to_sync_publishes_nothing(bench, put, monkeypatch):
    def fails(folder):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(module.kernel, "sync_files", fails)
    with pytest.raises(OutputError, match="No space left"):
        put("a")
    assert not bench.output.exists()


def test_old_trees_that_cannot_be_deleted_are_a_warning(bench, put, monkeypatch):
    put("a", 0)
    monkeypatch.setattr(versions_module.shutil, "rmtree", lambda *args, **kwargs: None)
    done, made = put("b", 0)
    assert version(bench.output) == made
    assert len(done.warnings) == 1
    assert "could not be deleted" in done.warnings[0]
    monkeypatch.undo()
    recover(find_target(bench.output))
    assert beside(bench) == set()


class Crash(BaseException):
    """Stands for SIGKILL: nothing catches it."""


@pytest.mark.parametrize("linked", [False, True])
def test_a_crash_before_each_rename_leaves_a_whole_tree_and_is_put_in_order(bench, put, snapshot, monkeypatch, linked):
    """Kills at random moments seldom meet the microseconds between two renames: here each of them is met."""
    renames = type(bench.output).rename
    real = exchange.exchange
    if linked:
        monkeypatch.setattr(exchange, "exchange", lambda one, other: (_ for _ in ()).throw(OSError(errno.EINVAL, "")))
    _, first = put("a")
    trees = {first: snapshot(bench.output)}
    last, reached = first, 0
    for step in range(12):
        text = "bc"[step % 2]
        staged = bench.stage(bench.report(text=text))
        trees[staged.version] = snapshot(staged.root)
        left = step // 2

        def count_down(act):
            def acting(*args):
                nonlocal left
                if left == 0:
                    raise Crash
                left -= 1
                return act(*args)

            return acting

        with monkeypatch.context() as patch:
            patch.setattr(type(bench.output), "rename", count_down(renames))
            if not linked:
                patch.setattr(exchange, "exchange", count_down(real))
            try:
                publish(staged, GOOD, bench.output, 1)
                reached += 1
            except Crash:
                pass
        now = version(bench.output)
        assert now in (last, staged.version)
        assert snapshot(bench.output) == trees[now]
        recover(find_target(bench.output))
        assert not {name for name in beside(bench) if name.startswith(".")}
        for name in beside(bench):
            assert snapshot(bench.folder / ".output.versions" / name) == trees[name.partition(".")[0]]
        assert snapshot(bench.output) == trees[now]
        last = now
    assert 0 < reached < 12


def test_files_that_a_user_put_beside_the_versions_stay(bench, put):
    put("a")
    (bench.folder / ".output.versions" / "notes.txt").write_text("mine")
    put("b")
    recover(find_target(bench.output))
    assert "notes.txt" in beside(bench)
