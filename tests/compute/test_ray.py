"""The stages on a real Ray cluster of two nodes on this machine: the bytes of one machine, whatever dies on the way."""

import os
import signal
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from benchmarks.pipeline.generate import Size, generate
from llm_assets.compute import map_shards, running_on, workers
from llm_assets.compute import ray as on_ray
from llm_assets.errors import ConfigError, DatasetError, OutputError
from llm_assets.pipeline import Pipeline
from llm_assets.settings import parse_settings
from llm_assets.tree import stage
from llm_assets.tree.build import PublishedTree

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head and one more node, of one core each."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patched.setenv("RAY_raylet_start_wait_time_s", "150")  # a busy machine takes its time
        tests = Path(__file__).parents[1]
        patched.setenv("PYTHONPATH", f"{tests}:{tests.parent}")  # the nodes find the functions of this module
        from ray.cluster_utils import Cluster

        made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
        made.add_node(num_cpus=1)
        yield made
        made.shutdown()


def _square(number: int) -> int:
    return number * number


def _refuse(number: int) -> int:
    raise DatasetError(f"shard {number} cannot be read")


def _die_once(task: tuple[Path, int]) -> int:
    folder, number = task
    if number == 3 and not (folder / "died").exists():
        (folder / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _die_at_two(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _node(folder: Path) -> str:
    """Works for a while, says that it began, and tells where it worked."""
    import ray

    node = str(ray.get_runtime_context().get_node_id())
    (folder / f"{node}.{time.monotonic_ns()}").touch()
    time.sleep(0.5)
    return node


def test_tasks_on_two_nodes(cluster: Any, tmp_path: Path) -> None:
    seen: list[int] = []
    with running_on("ray", cluster.address, tmp_path):
        assert workers(None, 100) == 2
        assert workers(1, 100) == 1
        assert map_shards(_square, range(7), 2, seen.append) == seen == [0, 1, 4, 9, 16, 25, 36]
        assert len(set(map_shards(_node, [tmp_path] * 6, 2))) == 2
        with pytest.raises(DatasetError, match="cannot be read"):
            map_shards(_refuse, range(3), 2)
        assert map_shards(_die_once, [(tmp_path, number) for number in range(6)], 2) == list(range(6))
        assert map_shards(_die_at_two, range(5), 2, instead=lambda number: -number) == [0, 1, -2, 3, 4]
        with pytest.raises(OutputError, match="shard 2 of 5"):
            map_shards(_die_at_two, range(5), 2)
    assert workers(None, 1) == 1  # of this machine again


def test_a_cluster_that_cannot_be_used_is_told_before_any_work(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(on_ray, "_versions", lambda: {"llm-assets": "another", "numpy": "another"})
        with (
            pytest.raises(ConfigError, match="other versions of llm-assets, numpy"),
            running_on("ray", cluster.address, tmp_path),
        ):
            pass
    with monkeypatch.context() as patched:
        patched.setattr(Path, "touch", lambda *_, **__: None)
        with pytest.raises(ConfigError, match="does not see the work folder"), running_on("ray", cluster.address, tmp_path):
            pass
    assert not list(tmp_path.iterdir())
    with pytest.raises(ConfigError, match="cannot be reached"), running_on("ray", "127.0.0.1:1", tmp_path):
        pass


def _job(root: Path, name: str, **compute: object) -> Pipeline:
    values = tomllib.loads((root / "llm_assets.toml").read_text())
    values["privacy"] |= {"canaries": 8}
    values["llm_output"] |= {"output_dir": f"{name}/out"}
    values["compute"] = {"work_dir": f"{name}/work", "shard_bytes": 100_000, **compute}
    return Pipeline(parse_settings(values, root=root, origin="test"))


def _published(job: Pipeline) -> bytes:
    (tree,) = (event for event in job.tree() if isinstance(event, PublishedTree))
    return Path(tree.where, "SHA256SUMS").read_bytes()


def test_the_bytes_are_those_of_one_machine_with_a_node_killed_too(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "POOL_BYTES", 0)  # else one process would write so small a tree
    generate(tmp_path, Size(users=300, events=2_500))
    alone, spread = _job(tmp_path, "alone"), _job(tmp_path, "spread", engine="ray", address=cluster.address)
    for job in (alone, spread):
        job.raw()
        job.safe()
        job.documents()
    expected = _published(alone)
    assert _published(spread) == expected

    node = cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    struck = _job(tmp_path, "struck", engine="ray", address=cluster.address)
    shards = struck.raw()["shards"]
    killed = []

    def kill_when_some_are_done() -> None:
        for _ in range(2_000):
            if len(list(struck.work.root.glob(".safe.new/users-*.parquet"))) > 2:
                cluster.remove_node(node, allow_graceful=False)
                killed.append(len(list(struck.work.root.glob(".safe.new/users-*.parquet"))))
                return
            time.sleep(0.05)

    watcher = Thread(target=kill_when_some_are_done)
    watcher.start()
    struck.safe()
    watcher.join()
    assert killed, "no node was killed"
    assert killed[0] < shards, "the node was killed too late: all shards were done"
    struck.documents()
    assert _published(struck) == expected
