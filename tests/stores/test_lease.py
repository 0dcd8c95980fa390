"""The lock of a prefix: one holder, and none for longer than it lives."""

import os
import subprocess
import sys

import fsspec
import orjson
import pytest

from llm_assets.errors import OutputError
from llm_assets.stores import lease
from llm_assets.stores.lease import LOCK, held
from llm_assets.stores.objects import Store
from llm_assets.stores.urls import StoreUrl


@pytest.fixture
def store(tmp_path):
    return Store(StoreUrl("gs", f"lease-{tmp_path.name}"), fsspec.filesystem("memory"))


def test_the_lock_is_held_and_given_back(store):
    with held(store), pytest.raises(OutputError, match="another run is publishing there"), held(store):
        pass
    assert store.find(LOCK) is None


def test_the_lock_of_a_dead_process_of_this_machine_is_taken_at_once(store):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    there = lease._process(gone.pid)
    gone.wait()
    store.put(LOCK, orjson.dumps({"owner": "x", "beat": 3, **there}))
    with held(store):
        pass


def test_a_process_that_got_the_number_of_a_dead_one_holds_nothing(store):
    there = lease._process(os.getpid())
    store.put(LOCK, orjson.dumps({"owner": "x", "beat": 3, **there, "started": there["started"] - 60}))
    with held(store):
        pass


@pytest.mark.parametrize("body", [b"", b"[]", b'{"machine": "elsewhere", "process": 1, "started": 0}'])
def test_a_lock_of_another_machine_is_taken_only_when_it_stays_silent(store, body, monkeypatch):
    store.put(LOCK, body)
    with pytest.raises(OutputError, match="another run is publishing"), held(store):
        pass
    monkeypatch.setattr(lease, "LASTS", 0.0)
    watched = []
    monkeypatch.setattr(lease.time, "sleep", watched.append)
    with held(store):
        pass
    assert watched == [lease.BEAT] * 2


def test_a_holder_whose_clock_is_wrong_is_seen_by_its_beat(store, monkeypatch):
    monkeypatch.setattr(lease, "LASTS", -1e9)
    store.put(LOCK, b"elsewhere 1")
    monkeypatch.setattr(lease.time, "sleep", lambda seconds: store.put(LOCK, b"elsewhere 2"))
    with pytest.raises(OutputError, match="another run is publishing"), held(store):
        pass


def test_the_holder_gives_signs_of_life_and_finds_out_that_it_lost(store, monkeypatch):
    monkeypatch.setattr(lease, "BEAT", 0.01)
    with held(store) as ours:
        before = store.read(LOCK)
        while store.read(LOCK) == before:
            pass
        ours.confirm()
        store.put(LOCK, b"of another")
        with pytest.raises(OutputError, match="no sign of life"):
            ours.confirm()
    assert store.read(LOCK)[0] == b"of another"  # and leaves alone what is not its own
