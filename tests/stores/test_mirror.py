"""A work folder that is kept on a store: what one machine leaves, another finds."""

import itertools
import stat

import fsspec
import orjson
import pytest

from llm_assets.errors import OutputError
from llm_assets.stores.mirror import INDEX, Mirror
from llm_assets.stores.objects import Store
from llm_assets.stores.urls import StoreUrl
from llm_assets.work import WorkDir

_NUMBER = itertools.count()


@pytest.fixture
def store():
    return Store(StoreUrl("gs", f"mirror-{next(_NUMBER)}/work"), fsspec.filesystem("memory"))


@pytest.fixture
def machine(store, tmp_path):
    """The work folder of a machine, as each new process opens it."""
    return lambda name: WorkDir(tmp_path / name, Mirror(store, tmp_path / name, 2)).open()


def write(work, path, text):
    (work.root / path).parent.mkdir(parents=True, exist_ok=True)
    (work.root / path).write_text(text)


def files(work):
    return {
        path.relative_to(work.root).as_posix(): path.read_text()
        for path in work.root.rglob("*")
        if path.is_file() and path.name[0] != "." and path.name != "lock"
    }


def test_a_stage_made_on_one_machine_is_found_on_another(machine, store):
    one = machine("one")
    with one.writing("raw") as folder:
        (folder / "users-00000.parquet").write_text("users")
        one.write_report(folder, {"fingerprint": "f"})
    other = machine("other")
    assert files(other) == files(one) == {"raw/users-00000.parquet": "users", "raw/report.json": '{\n  "fingerprint": "f"\n}'}
    assert other.report("raw")["fingerprint"] == "f"
    for path in (other.root, *other.root.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert store.find("lock.json") is None


def test_what_goes_on_one_machine_goes_on_the_store_and_on_the_other(machine, store):
    one = machine("one")
    with one.lock("raw_dataset"):
        write(one, "raw/a", "same bytes")
        write(one, "safe/b", "same bytes")
        write(one, "safe/c", "c")
    other = machine("other")
    one = machine("one")
    one.settle(people=False, raw=True)
    assert files(machine("other")) == {}
    assert [each.key for each in store.walk()] == ["index.json"]
    assert other.root.exists()


def test_only_what_changed_is_sent(machine, store, monkeypatch):
    one = machine("one")
    sent = []
    put = Store.put_file
    monkeypatch.setattr(Store, "put_file", lambda self, key, path: sent.append(path.name) or put(self, key, path))
    for _ in range(2):
        with one.lock("raw_dataset"):
            write(one, "raw/a", "a")
            write(one, "raw/b", "b")
    with machine("other").lock("raw_dataset"):
        write(machine("other"), "raw/b", "new")
    assert sent == ["a", "b", "b"]
    assert files(machine("one"))["raw/b"] == "new"


def test_keys_locks_and_hidden_files_stay_on_the_machine(machine):
    one = machine("one")
    with one.lock("raw_dataset"):
        for path in ("run.key", "outgoing/staging/x", ".raw.new/x", "raw/.x", "raw/x"):
            write(one, path, "x")
    assert files(machine("other")) == {"raw/x": "x"}
    assert (one.root / "run.key").exists()  # and is not removed when another machine has written
    with machine("other").lock("raw_dataset"):
        write(machine("other"), "raw/y", "y")
    machine("one")
    assert (one.root / "run.key").exists()


def test_what_a_failed_stage_left_is_sent_too(machine):
    one = machine("one")

    def fail():
        with one.lock("raw_dataset"):
            write(one, "errors/raw.txt", "traceback")
            raise RuntimeError("of the stage")

    with pytest.raises(RuntimeError, match="of the stage"):
        fail()
    assert files(machine("other")) == {"errors/raw.txt": "traceback"}


def test_two_machines_do_not_work_at_once(machine):
    one, other = machine("one"), machine("other")
    with one.lock("raw_dataset"), pytest.raises(OutputError, match="another run is working there"), other.lock("raw_dataset"):
        pass


def test_a_machine_that_was_overtaken_is_told_and_changes_nothing(machine, store):
    one, other = machine("one"), machine("other")

    def sleep_through():
        with one.lock("raw_dataset"):
            write(one, "raw/a", "late")
            store.remove(["lock.json"])
            with other.lock("raw_dataset"):
                write(other, "raw/a", "first")

    with pytest.raises(OutputError, match=r"gave no sign of life|worked there in the meantime"):
        sleep_through()
    assert files(machine("third")) == {"raw/a": "first"}
    assert files(machine("one")) == {"raw/a": "first"}


@pytest.mark.parametrize("path", ["../outside", "/etc/x", "raw/../../x", ".hidden", "run.key", ""])
def test_an_index_leads_nowhere_else(machine, store, path):
    store.put(INDEX, orjson.dumps({"files": {path: "0" * 64}}))
    with pytest.raises(OutputError, match="the index of the work folder is damaged"):
        machine("one")


def test_other_bytes_than_were_stored_are_refused(machine, store):
    with machine("one").lock("raw_dataset"):
        write(machine("one"), "raw/a", "a")
    (blob,) = store.walk("files")
    store.put(blob.key, b"b")
    with pytest.raises(OutputError, match="gave other bytes than were stored"):
        machine("other")
