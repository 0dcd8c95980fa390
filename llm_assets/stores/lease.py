"""One writer at a time under a prefix, also from several machines: an object that is written on a condition.

The holder writes the object anew every BEAT seconds, so that its version changes. A lock whose holder is a dead process of this
machine is taken at once; one that has not changed for LASTS seconds, and then for two beats more while somebody watches, is
taken as well: the watching needs no clock that two machines share. Who was away for long (a sleeping machine) finds its lock
gone at `confirm`, which is asked before anything that counts.
"""

import hashlib
import os
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import psutil

from llm_assets.errors import OutputError
from llm_assets.lock import Patience, lasted
from llm_assets.stores.attempts import StoreError
from llm_assets.stores.objects import Store

BEAT, LASTS = 15.0, 60.0  # seconds
LOCK = "lock.json"


class Lease:
    """The lock of a prefix while it is held. Made by `held`."""

    def __init__(self, store: Store, owner: dict[str, Any], version: str) -> None:
        self._store, self._owner, self._version = store, owner, version
        self._one_at_a_time = threading.Lock()
        self._ended = threading.Event()

    def confirm(self) -> None:
        """Makes sure that the lock is still ours, and ours for LASTS seconds more. Raises OutputError when it is not."""
        with self._one_at_a_time:
            self._owner["beat"] += 1
            version = self._store.put_if(LOCK, orjson.dumps(self._owner), self._version)
            if version is None:
                raise OutputError(
                    "another run has taken the lock, because this one gave no sign of life for long",
                    where=str(self._store.url),
                    remedy="Run again; what was published before still stands.",
                )
            self._version = version

    def _beat(self) -> None:
        while not self._ended.wait(BEAT):
            try:
                self.confirm()
            except (OutputError, OSError):  # `confirm` will say it to who asks
                continue

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Gives signs of life from a thread, and in the end the lock back."""
        thread = threading.Thread(target=self._beat, name="lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()
            self._give_back()

    def _give_back(self) -> None:
        try:
            there = self._store.find(LOCK)
            if there is not None and there.version == self._version:
                self._store.remove([LOCK])
        except StoreError:  # it runs out by itself
            return


@contextmanager
def held(store: Store, doing: str = "publishing", patience: Patience | None = None) -> Iterator[Lease]:
    """Holds the lock of a prefix. doing: what the other run is at, for the error.

    Raises OutputError when another run still has it after the time to wait, StoreError when the store fails.
    """
    lease = _waited(store, doing, patience or Patience())
    with lease.beating():
        yield lease


def _waited(store: Store, doing: str, patience: Patience) -> Lease:
    started = time.monotonic()
    while True:
        try:
            return _taken(store, doing)
        except OutputError as error:
            left = patience.seconds - (time.monotonic() - started)
            if left <= 0:
                raise
            patience.say(f"waiting for another run, {left:,.0f} s at most: {error.what}")
            time.sleep(min(BEAT, left))


def _taken(store: Store, doing: str) -> Lease:
    owner: dict[str, Any] = {"owner": uuid.uuid4().hex, "beat": 0, "since": int(time.time()), **_process(os.getpid())}
    data = orjson.dumps(owner)
    version = store.put_if(LOCK, data, None)
    if version is None:
        version = store.put_if(LOCK, data, _dead(store, doing))
    if version is None:
        raise _another(store, doing)
    return Lease(store, owner, version)


def _dead(store: Store, doing: str) -> str | None:
    """The version of a lock that nobody holds any more; None when it has just been given back. Raises OutputError."""
    there = store.read(LOCK)
    if there is None:
        return None
    data, version = there
    if _is_ours_and_dead(data):
        return version
    age = _age(store)
    if age is not None and age < LASTS:
        raise _another(store, doing)
    for _ in range(2):
        time.sleep(BEAT)
        now = store.find(LOCK)
        if now is None or now.version != version:
            raise _another(store, doing)
    return version


def _age(store: Store) -> float | None:
    """Seconds since the lock was written, by the clocks of both machines; None where the store does not tell."""
    written = store.written_at(LOCK)
    return None if written is None else (datetime.now(UTC) - written).total_seconds()


def _process(number: int) -> dict[str, Any]:
    """What tells a process from all others, without the name of the machine."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_bytes() + str(Path("/proc/self/ns/pid").stat().st_ino).encode()
    machine = hashlib.sha256(boot).hexdigest()[:16]
    return {"machine": machine, "process": number, "started": psutil.Process(number).create_time()}


def _is_ours_and_dead(data: bytes) -> bool:
    try:
        there = orjson.loads(data)
        number = int(there["process"])
        if there["machine"] != _process(os.getpid())["machine"]:
            return False
        process = psutil.Process(number)
        return process.status() == psutil.STATUS_ZOMBIE or abs(process.create_time() - there["started"]) > 1
    except psutil.NoSuchProcess:
        return True
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return False


def _another(store: Store, doing: str) -> OutputError:
    return OutputError(
        f"another run is {doing} there: {_told(store)}",
        where=str(store.url),
        remedy="Run again when it has ended, or wait longer: [compute] wait_seconds. What was killed on another machine holds "
        f"it for {LASTS:.0f} s more.",
    )


def _told(store: Store) -> str:
    """Who holds the lock, and for how long: the name of a machine goes into no bucket."""
    there = store.read(LOCK)
    try:
        owner = orjson.loads(there[0]) if there else {}
        here = "this" if owner["machine"] == _process(os.getpid())["machine"] else "another"
        return f"process {owner['process']} on {here} machine, for {lasted(time.time() - owner['since'])}"
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return "unknown"
