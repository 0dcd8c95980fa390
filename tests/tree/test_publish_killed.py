"""Whatever moment a run is killed at, who opens the output gets the old tree or the new one, whole."""

import multiprocessing
import random
import subprocess
import time

import orjson
import pytest

from .publisher import publish_rounds

KILLS = 10  # for each way of publishing
CONTEXT = multiprocessing.get_context("forkserver")  # each run is forked from one process that has imported all
CONTEXT.set_forkserver_preload(["llm_assets.tree.build", "pytest"])


def start(bench, linked, rounds):
    said, saying = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=publish_rounds, args=(bench.folder, linked, rounds, saying), daemon=True)
    process.start()
    saying.close()
    return process, said


def run(bench, linked, rounds):
    process, said = start(bench, linked, rounds)
    process.join()
    assert process.exitcode == 0
    said.close()


def assert_whole(output):
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=output, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    listed = {each["path"] for each in orjson.loads((output / "manifest.json").read_bytes())["files"]}
    found = {str(path.relative_to(output)) for path in output.rglob("*") if path.is_file()}
    assert found == listed | {"manifest.json", "SHA256SUMS"}


@pytest.mark.slow
@pytest.mark.parametrize("linked", [False, True])
def test_output_is_whole_after_a_kill_at_any_moment(bench, linked):
    chance = random.Random(7)
    run(bench, linked, 1)
    assert bench.output.is_symlink() is linked
    published = set()
    for _ in range(KILLS):
        process, said = start(bench, linked, None)
        for _ in range(chance.randint(1, 3)):
            assert said.recv()  # it publishes over and over now
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        process.join()
        said.close()
        assert_whole(bench.output)
        published.add(orjson.loads((bench.output / "manifest.json").read_bytes())["version"])
    assert len(published) > 1  # the kills met different trees
    run(bench, linked, 3)
    assert_whole(bench.output)
    beside = {path.name for path in (bench.folder / ".output.versions").iterdir()}
    assert {name for name in beside if name.startswith(".")} == {".lock"}
    assert len(beside) == (3 if linked else 2)
    for old in (bench.folder / ".output.versions").glob("[!.]*"):
        assert_whole(old)
        assert orjson.loads((old / "manifest.json").read_bytes())["version"] == old.name.partition(".")[0]
