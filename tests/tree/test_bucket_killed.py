"""Whatever moment a publisher to a store is killed at, and however many there are, `current.json` names one whole tree."""

import multiprocessing
import os
import random
import time

import pytest

from llm_assets.stores.opening import open_store
from llm_assets.stores.urls import store_url

from .publisher import publish_to
from .test_bucket import assert_whole, current, objects

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

KILLS = 8
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.tree.publisher", "tests.tree.conftest", "upath", "s3fs"])
_REFUSED = ("another run is publishing there", "another run has published there in the meantime")


@pytest.fixture
def start(bucket, tmp_path):
    """Starts a publisher of its own machine: `start(name, rounds)` gives the process and what it says."""
    url = f"s3://{bucket}/team/output"
    environment = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}

    def go(name, rounds):
        said, saying = CONTEXT.Pipe(duplex=False)
        arguments = (tmp_path / name, url, environment, rounds, saying)
        process = CONTEXT.Process(target=publish_to, args=arguments, daemon=True)
        process.start()
        saying.close()
        return process, said

    go.store = open_store(store_url(url))
    return go


def ended(process, said):
    """What a publisher said until it ended."""
    heard = []
    try:
        while True:
            heard.append(said.recv())
    except EOFError:
        process.join()
    said.close()
    assert process.exitcode == 0
    return heard


def test_the_tree_is_whole_after_a_kill_at_any_moment(start):
    chance = random.Random(11)
    ended(*start("first", 1))
    named = {current(start.store)["version"]}
    left = set()
    for _ in range(KILLS):
        process, said = start("first", None)
        for _ in range(chance.randint(1, 3)):
            assert said.recv()  # it publishes over and over now, and no dead one's lock keeps it from that
        time.sleep(chance.uniform(0, 1.0))
        process.kill()
        process.join()
        said.close()
        assert_whole(start.store)
        named.add(current(start.store)["version"])
        left |= {key.split("/")[0] for key in objects(start.store)} - {"versions", "current.json"}
    assert len(named) > 1  # the kills met different trees
    assert left == {"lock.json"}  # and runs that held the lock
    heard = ended(*start("first", 3))
    assert_whole(start.store)
    assert {key.split("/")[0] for key in objects(start.store)} == {"versions", "current.json"}
    assert {each.key.rpartition("/")[2] for each in start.store.list("versions")} == set(heard[-2:])


def test_of_many_publishers_each_wins_or_is_told(start):
    running = [start(name, 6) for name in ("one", "two", "three")]
    heard = [ended(*each) for each in running]
    told = [each for some in heard for each in some]
    published = [each for each in told if not each.startswith(_REFUSED)]
    assert len(told) == 18
    assert published
    assert set(told) - set(published)  # they did meet
    assert current(start.store)["version"] in {some[-1] for some in heard} | set(published)
    assert_whole(start.store)
    assert "lock.json" not in objects(start.store)
