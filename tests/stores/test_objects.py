"""What all stores have in common, on fsspec's store in memory: it tells no digest and knows few conditions."""

import itertools
import subprocess
import sys

import fsspec
import pytest

from llm_assets.errors import ConfigError
from llm_assets.stores import attempts, connection, objects
from llm_assets.stores.attempts import TRIES, StoreError, persist
from llm_assets.stores.objects import Store
from llm_assets.stores.opening import open_store
from llm_assets.stores.urls import StoreUrl, store_url

_NUMBER = itertools.count()


@pytest.fixture
def store():
    return Store(StoreUrl("gs", f"bucket-{next(_NUMBER)}/prefix"), fsspec.filesystem("memory"))


def test_objects_are_listed_in_the_order_of_their_paths(store):
    paths = ["a.txt", "a/b", "a/c/d", "a/c.x", "b", "data-1", "data/1"]
    for path in reversed(paths):
        store.put(path, path.encode())
    assert [each.key for each in store.walk()] == sorted(paths)
    assert [(each.key, each.folder) for each in store.list("a")] == [("a/b", False), ("a/c.x", False), ("a/c", True)]
    assert store.list("nowhere") == []


def test_a_store_that_vouches_for_nothing_is_read_back(store, tmp_path):
    (tmp_path / "file").write_bytes(b"abc")
    assert store.put_file("x", tmp_path / "file") is False
    assert store.digest("x") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_large_files_go_in_parts(store, tmp_path, monkeypatch):
    monkeypatch.setattr(objects, "PART_BYTES", 10)
    (tmp_path / "file").write_bytes(b"x" * 35)
    store.put_file("x", tmp_path / "file")
    store.download("x", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == b"x" * 35


def test_a_write_on_a_condition_is_made_once(store):
    first = store.put_if("lock", b"one", None)
    assert first is not None
    assert store.put_if("lock", b"two", None) is None
    assert store.put_if("lock", b"two", "another version") is None
    assert store.put_if("other", b"two", first) is None
    second = store.put_if("lock", b"two", first)
    assert second not in (None, first)
    assert store.read("lock") == (b"two", second)


def test_what_is_not_there_is_copied_and_removed_without_an_error(store):
    assert store.copy("no", "x") is False
    store.remove(["no"])
    assert store.read("no") is None
    assert store.find("no") is None


def test_every_write_takes_its_turn(store):
    taken = []
    limited = store.limited(lambda: taken.append(1))
    limited.put("a", b"")
    limited.copy("a", "b")
    limited.put_if("c", b"", None)
    limited.remove(["a", "b"])
    list(limited.walk())
    assert len(taken) == 5


@pytest.mark.parametrize(
    ("error", "tries", "kind"),
    [
        (ConnectionResetError("secret"), TRIES, "failing"),
        (TimeoutError("secret"), TRIES, "failing"),
        (PermissionError("secret"), 1, "refused"),
        (FileExistsError("secret"), 1, "conflict"),
        (ValueError("secret"), 1, "refused"),
        (type("NoCredentialsError", (Exception,), {})("secret"), 1, "refused"),
        (type("HttpError", (Exception,), {"code": 503})("secret"), TRIES, "failing"),  # gcsfs
        (type("HttpResponseError", (Exception,), {"status_code": 429})("secret"), TRIES, "failing"),  # azure
        (type("HttpResponseError", (Exception,), {"status_code": 403})("secret"), 1, "refused"),
    ],
)
def test_only_what_may_pass_is_tried_again(error, tries, kind):
    calls, waits = [], []

    def call():
        calls.append(1)
        raise error

    with pytest.raises(StoreError) as told:
        persist(call, waits.append)
    assert (len(calls), told.value.kind) == (tries, kind)
    assert "secret" not in f"{told.value} {told.value.strerror}"
    assert all(wait <= attempts._LONGEST_WAIT for wait in waits)
    assert len(waits) == tries - 1


def test_faults_of_the_program_are_not_hidden():
    with pytest.raises(KeyError):
        persist(lambda: {}["x"])


def test_a_library_that_is_missing_is_named_with_its_extra(monkeypatch):
    def missing(protocol):
        raise ImportError(protocol)

    monkeypatch.setattr(fsspec, "get_filesystem_class", missing)
    with pytest.raises(ConfigError, match=r"pip install 'llm-assets\[gcs\]'"):
        connection.file_system(store_url("gs://bucket/x"))


@pytest.mark.slow
def test_s3_takes_large_files_in_parts_and_ends_what_a_killed_run_began(bucket, tmp_path, monkeypatch):
    store = open_store(StoreUrl("s3", f"{bucket}/team"))
    (tmp_path / "file").write_bytes(b"x" * (2 * objects.PART_BYTES + 5))
    assert store.put_file("large", tmp_path / "file")
    assert store.find("large").version.endswith("-3")
    assert store.holds(store.find("large"), tmp_path / "file")
    (tmp_path / "other").write_bytes(b"y" * (2 * objects.PART_BYTES + 5))
    assert not store.holds(store.find("large"), tmp_path / "other")

    other = open_store(StoreUrl("s3", f"{bucket}/teams"))
    for each in (store, other):
        each._call("create_multipart_upload", Key=each._key("killed"))
    store.sweep()
    (left,) = store._call("list_multipart_uploads")["Uploads"]
    assert left["Key"] == "teams/killed"  # of somebody else


def test_what_is_there_already_is_a_conflict_at_once_although_azure_says_409():
    """Found on Azurite: it was asked eight times, over a minute, and then told as a store that fails."""
    calls = []

    def create():
        calls.append(1)
        refused = OSError("somebody's blob")
        refused.status_code = 409
        raise FileExistsError("somebody's blob") from refused

    with pytest.raises(StoreError, match="somebody else wrote there") as caught:
        persist(create, sleep=lambda _: None)
    assert (caught.value.kind, len(calls)) == ("conflict", 1)


def test_only_where_s3_is_alone_its_thread_is_ended_before_the_others_have_closed():
    """Found on Azurite: a run that had published waited for ever at its end."""
    code = (
        "import atexit, fsspec, weakref\nfrom llm_assets.stores import connection\nfrom fsspec import asyn\n"
        "class Held: pass\nheld = Held()\nloop = asyn.get_loop()\n"
        "async def close(): print('closed')\n"
        "weakref.finalize(held, asyn.sync, loop, close)\n"
        "connection._made.add('abfs')\nconnection._end_with_the_process()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "closed\n"
