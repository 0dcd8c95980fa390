"""The shards of a stage on the machines of a Ray cluster.

Ray gets the functions and tasks that the processes of one machine get, and nothing else changes: files pass between stages by a
file system that all nodes share. Three things are on purpose:

- Each map has workers of its own (a runtime environment of its own), as the pool of one machine has: what a worker remembers
  of files does not outlive them.
- An error of a shard is a result, not an exception of Ray's, which would write its text, and that may hold values, into logs.
- Ray's own retries are off: it cannot tell a shard that kills its worker from a node that went away. A lost node is not the
  shard's fault; a shard whose worker dies twice is named.
"""

import contextlib
import logging
import os
import socket
import sys
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from llm_assets.compute.dead import many
from llm_assets.compute.local import BYTES_PER_WORKER, Found, missing
from llm_assets.errors import ConfigError, OutputError

Task = TypeVar("Task")
Result = TypeVar("Result")

_TRIES = 2  # of a shard whose worker dies
_LOST_NODES = 8  # in one map; a cluster that loses more is not worth waiting for
_KNOCK_SECONDS = 10.0
_JOIN_SECONDS = 120.0  # for the first answer of every node
# Libraries that shape bytes: nodes with others would leave a tree that no run on one machine leaves.
_SHAPING = ("google-re2", "jinja2", "numpy", "orjson", "phonenumbers", "pyarrow", "python-stdnum", "rapidfuzz")


@dataclass
class Cluster:
    """A Ray cluster that this process is connected to. cpus: of all its nodes."""

    cpus: int
    _maps: Iterator[int] = field(default_factory=count)

    def map(
        self,
        function: Callable[[Task], Result],
        tasks: Sequence[Task],
        at_once: int,
        on_done: Callable[[Result], None],
        instead: Callable[[Task], Result] | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> list[Result]:
        """As `map_shards`, on the nodes of the cluster; at_once: tasks at work at a time.

        Raises the error of a task as it is; OutputError when a shard's worker died twice, or when the cluster is lost.
        """
        import ray
        from ray.exceptions import NodeDiedError, OutOfMemoryError, RayError, RayTaskError, WorkerCrashedError

        own = {"env_vars": {"LLM_ASSETS_MAP": f"{os.getpid()}.{next(self._maps)}"}}
        remote: Any = ray.remote(_guarded).options(num_cpus=1, memory=BYTES_PER_WORKER, max_retries=0, runtime_env=own)
        found, waiting = Found(on_done), deque(range(len(tasks)))
        running: dict[Any, int] = {}
        died: Counter[int] = Counter()
        lost = 0
        try:
            shared = ray.put(function)  # once, not with each task
            while waiting or running:
                while waiting and len(running) < at_once:
                    index = waiting.popleft()
                    running[remote.remote(shared, tasks[index])] = index
                (ready,), _ = ray.wait(list(running), num_returns=1)
                index = running.pop(ready)
                try:
                    made, result = ray.get(ready)
                except NodeDiedError:
                    lost += 1
                    if lost > _LOST_NODES * max(1, at_once):
                        raise
                    waiting.appendleft(index)
                except (WorkerCrashedError, OutOfMemoryError):
                    died[index] += 1
                    again = died[index] < _TRIES
                    where = many([index], len(tasks))
                    say(f"a worker died {'' if again else 'again '}at {where}{': it is tried again' if again else ''}")
                    if again:
                        waiting.appendleft(index)
                    else:
                        found.add(index, missing(index, tasks, at_once, instead))
                else:
                    if not made:
                        raise result
                    found.add(index, result)
        except RayTaskError:  # an error of the task itself is a result, so the node could not even load it
            raise ConfigError(
                "a node of the Ray cluster cannot load a task",
                where="[compute] address",
                remedy="Install on all nodes what is installed here, packages with formats of your own too.",
            ) from None
        except RayError as error:
            raise OutputError(
                f"the Ray cluster failed ({type(error).__name__})",
                where="[compute] address",
                remedy="See `ray status` and the logs of its nodes, then run again: what is whole is kept.",
            ) from None
        finally:
            for reference in running:
                with contextlib.suppress(RayError):
                    ray.cancel(reference, force=True)
        return [found.results[index] for index in range(len(tasks))]


def _guarded(function: Callable[[Task], Result], task: Task) -> tuple[bool, Any]:
    try:
        return True, function(task)
    except Exception as error:  # noqa: BLE001 - it is raised again where the stage runs
        return False, error


@contextmanager
def connected(address: str, shared: Path) -> Iterator[Cluster]:
    """A connection to the cluster at `address`, ended afterwards when it was made here.

    shared: a folder that every node must see. Raises ConfigError when Ray is not installed, the cluster cannot be reached, or a
    node has other versions or another file system.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError:
        raise ConfigError(
            "Ray is not installed",
            where='[compute] engine = "ray"',
            remedy="Install it: pip install 'llm-assets[ray]'.",
        ) from None
    made = not ray.is_initialized()
    if made:
        try:
            _knock(address)
            ray.init(address=address, log_to_driver=False, configure_logging=False, logging_level=logging.ERROR)
        except (ConnectionError, RuntimeError, ValueError, OSError) as error:
            raise ConfigError(
                f"the Ray cluster cannot be reached ({type(error).__name__})",
                where=f"[compute] address = {address}",
                remedy="Start it, or name its head as host:port; this process must run on one of its nodes.",
            ) from None
    try:
        _agree(shared)
        yield Cluster(max(1, int(ray.cluster_resources().get("CPU", 1))))  # type: ignore[no-untyped-call]
    finally:
        if made:
            ray.shutdown()


def _knock(address: str) -> None:
    """Raises OSError when nothing listens at host:port: Ray itself would try for minutes."""
    host, _, port = address.rpartition(":")
    if host and "/" not in address and port.isdigit():
        socket.create_connection((host.strip("[]"), int(port)), _KNOCK_SECONDS).close()


def _agree(shared: Path) -> None:
    """Raises ConfigError unless each node has the versions of this process and sees its files."""
    import ray
    from ray.exceptions import NodeDiedError, RayError, TaskUnschedulableError
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    shared.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark = shared / f".{uuid.uuid4().hex}"
    mark.touch(mode=0o600)
    every = ray.nodes()  # type: ignore[no-untyped-call]
    nodes = [node for node in every if node["Alive"] and node["Resources"].get("CPU")]
    asked = {
        ray.remote(_seen)
        .options(num_cpus=0, max_retries=0, scheduling_strategy=NodeAffinitySchedulingStrategy(node["NodeID"], soft=False))
        .remote(mark): node["NodeManagerAddress"]
        for node in nodes
    }
    try:
        for reference, name in asked.items():
            try:
                sees, versions = ray.get(reference, timeout=_JOIN_SECONDS)
            except (NodeDiedError, TaskUnschedulableError):
                continue  # it went away: the others do its work
            except RayError as error:
                raise ConfigError(
                    f"a node of the Ray cluster does not answer ({type(error).__name__})",
                    where=f"node {name}",
                    remedy="Install llm-assets there, with the versions that are here, and see `ray status`.",
                ) from None
            if not sees:
                raise ConfigError(
                    "a node of the Ray cluster does not see the work folder",
                    where=f"node {name}, [compute] work_dir = {shared.parent}",
                    remedy="Put work_dir and output_dir on a file system that all nodes mount at the same path.",
                )
            here = _versions()
            if other := sorted(package for package in here if versions.get(package) != here[package]):
                raise ConfigError(
                    f"a node of the Ray cluster has other versions of {', '.join(other)}",
                    where=f"node {name}",
                    remedy="Install the same on all nodes: the bytes of the tree depend on them.",
                )
    finally:
        mark.unlink(missing_ok=True)


def _seen(mark: Path) -> tuple[bool, dict[str, str]]:
    return mark.exists(), _versions()


def _versions() -> dict[str, str]:
    found = {"python": ".".join(map(str, sys.version_info[:2]))}
    for package in ("llm-assets", *_SHAPING):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "absent"
    return found
