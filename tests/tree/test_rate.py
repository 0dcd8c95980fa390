import pickle
import struct
import subprocess
import sys
import time

import pytest

from llm_assets.tree.rate import RateLimit

WORKER = """
import sys, time
from pathlib import Path
from llm_assets.tree.rate import RateLimit
limit = RateLimit(Path(sys.argv[1]), float(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[3])):
    limit.take()
    print(time.monotonic(), flush=True)
"""


@pytest.mark.parametrize(
    ("per_second", "processes", "each"),
    [
        (100, 3, 70),  # the bucket is one for all workers
        (100, 1, 200),  # and one worker alone has all of it
        (2000, 3, 1500),  # sleeps end late by a tenth of a millisecond: a high rate must be held all the same
    ],
)
def test_the_rate_is_held_within_ten_percent_over_all_processes(tmp_path, per_second, processes, each):
    path = tmp_path / "bucket"
    command = [sys.executable, "-c", WORKER, str(path), str(per_second), str(each)]
    RateLimit(path, per_second).start()
    running = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("\n")
        process.stdin.flush()
    moments = sorted(float(line) for process in running for line in process.communicate()[0].split())
    assert len(moments) == processes * each
    expected = (len(moments) - 1) / per_second
    assert moments[-1] - moments[0] == pytest.approx(expected, rel=0.1)


def test_time_not_used_is_not_saved_up(tmp_path):
    """But for a tenth of a second's tokens: here 5 of the 16, so that the others take 0.2 s at least."""
    limit = RateLimit(tmp_path / "bucket", 50).start()
    limit.take()
    time.sleep(0.5)
    started = time.monotonic()
    for _ in range(16):
        limit.take()
    assert time.monotonic() - started > 0.18


def test_a_bucket_from_before_a_reboot_does_not_stop_the_run(tmp_path):
    """The monotonic clock restarts at boot: a moment left from before could lie days ahead."""
    path = tmp_path / "bucket"
    path.write_bytes(struct.pack("<d", time.monotonic() + 86_400))
    started = time.monotonic()
    RateLimit(path, 100).start().take()
    assert time.monotonic() - started < 1


def test_a_worker_gets_the_bucket_and_not_the_handle(tmp_path):
    limit = RateLimit(tmp_path / "bucket", 1000).start()
    limit.take()
    other = pickle.loads(pickle.dumps(limit))
    other.take()
    assert (other.path, other.per_second) == (limit.path, limit.per_second)
    limit.close()
    limit.take()
