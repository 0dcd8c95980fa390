"""What a stage takes of the machine, its workers included."""

import subprocess
import sys
import time
from pathlib import Path

from llm_assets.monitoring import watch as module
from llm_assets.monitoring.watch import Watch

_WORK = """
import time
held = bytearray(80_000_000)
end = time.process_time() + 0.5
while time.process_time() < end: pass
time.sleep({})
"""


def test_the_work_of_children_counts_whether_they_live_or_not(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "_EVERY", 0.05)
    with Watch(tmp_path / "not" / "there") as watch:
        before = watch.figures()
        ended = subprocess.Popen([sys.executable, "-c", _WORK.format(0.3)])
        living = subprocess.Popen([sys.executable, "-c", _WORK.format(60)])
        ended.wait()
        deadline = time.monotonic() + 20
        while watch.figures()["cpu_seconds"] < 1.0 and time.monotonic() < deadline:
            time.sleep(0.1)
        files = [(tmp_path / str(number)).open("w") for number in range(20)]
        time.sleep(0.2)
        found = watch.figures()
        living.kill()
        living.wait()
        for file in files:
            file.close()
    assert found["cpu_seconds"] >= 1.0
    assert found["seconds"] > before["seconds"]
    assert found["peak_memory_all_bytes"] > before["peak_memory_all_bytes"] + 100_000_000
    assert found["open_files"] >= before["open_files"] + 20
    assert found["disk_free_bytes"] > 0
