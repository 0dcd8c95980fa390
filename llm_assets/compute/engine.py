"""Where the shards of a stage run: processes of this machine, or the nodes of a Ray cluster. The stages do not know which."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import wraps
from inspect import isgeneratorfunction
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from llm_assets.compute import local
from llm_assets.compute.pool import keeping
from llm_assets.compute.timed import Done, Timed, listener

if TYPE_CHECKING:
    from llm_assets.compute.ray import Cluster

Task = TypeVar("Task")
Result = TypeVar("Result")

# Not an argument of every function between the pipeline and its maps: none of them may depend on it.
_cluster: "ContextVar[Cluster | None]" = ContextVar("cluster", default=None)


@contextmanager
def running_on(engine: str, address: str, shared: Path) -> Iterator[None]:
    """Runs the maps of a block on an engine, `local` or `ray`.

    address: of the Ray cluster. shared: the work folder, which every node must see.
    Raises ConfigError when the cluster cannot be used.
    """
    if engine == "local":
        with keeping():
            yield
        return
    from llm_assets.compute.ray import connected

    with connected(address, shared) as cluster:
        before = _cluster.set(cluster)
        try:
            yield
        finally:
            _cluster.reset(before)


class HasEngine(Protocol):
    """What knows where its work runs."""

    def engine(self) -> AbstractContextManager[None]: ...


Self = TypeVar("Self", bound=HasEngine)
Arguments = ParamSpec("Arguments")


def on_engine(method: Callable[Concatenate[Self, Arguments], Result]) -> Callable[Concatenate[Self, Arguments], Result]:
    """Makes a method, or a generator, run its maps on the engine of its object."""

    @wraps(method)
    def run(self: Self, *arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
        with self.engine():
            return method(self, *arguments, **named)

    @wraps(method)
    def generate(self: Self, *arguments: Arguments.args, **named: Arguments.kwargs) -> Any:
        with self.engine():
            yield from method(self, *arguments, **named)  # type: ignore[misc]

    chosen: Any = generate if isgeneratorfunction(method) else run
    return chosen  # type: ignore[no-any-return]


def workers(max_concurrent: int | None, shards: int) -> int:
    """Number of tasks at work at a time: the setting, or this machine's cores as far as memory goes, or the cluster's."""
    cluster = _cluster.get()
    if cluster is None:
        return local.workers(max_concurrent, shards)
    return max(1, min(max_concurrent or cluster.cpus, shards))


def map_shards(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    processes: int,
    on_done: Callable[[Result], None] = lambda _: None,
    *,
    instead: Callable[[Task], Result] | None = None,
    say: Callable[[str], None] = lambda _: None,
    here: bool = False,
) -> list[Result]:
    """Applies `function` (a module-level function) to each task; results come in the order of the tasks.

    processes: tasks at work at a time. on_done: called in this process with each result, in the order of the tasks.
    instead: what stands for a task whose worker died twice (killed, out of memory): the second time it ran alone.
    say: gets a line when a worker died, with its shard.
    here: on this machine whatever the engine, for tasks that share something of it.
    An error of a task is raised here, as it is. Raises OutputError, which names the shard, when a worker died twice and nothing
    stands instead. Who listens (`timed.telling`) is told when each task began and ended.
    """
    cluster = None if here or processes <= 1 or len(tasks) <= 1 else _cluster.get()
    mapped = local.map_shards if cluster is None else cluster.map
    if (tell := listener()) is None:
        return mapped(function, tasks, processes, on_done, instead, say)
    timed, numbers = Timed(function), count()

    def done(found: Done[Result]) -> None:
        tell(timed.name, next(numbers), found.began, found.ended)
        on_done(found.result)

    results = mapped(timed, tasks, processes, done, Timed(instead) if instead is not None else None, say)
    return [each.result for each in results]
