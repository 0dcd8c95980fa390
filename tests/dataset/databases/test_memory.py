"""A million rows of a database in flat memory."""

import os
import re
import subprocess
import sys

import pytest

from tests.dataset.databases.conftest import PASSWORD


@pytest.mark.slow
def test_a_million_rows_take_no_more_memory_than_a_tenth(postgres: str) -> None:
    peaks = []
    for rows in (100_000, 1_000_000):
        command = [sys.executable, "-m", "benchmarks.databases", f"postgresql://{postgres}", "--rows", str(rows)]
        done = subprocess.run(command, env={**os.environ, "ZQ_DB_PASSWORD": PASSWORD}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-500:]
        found = re.findall(rf"\| (?:adbc|cursor) \| {rows:,} \| [\d,]+ \| (\d+) \|", done.stdout)
        assert len(found) == 4
        peaks.append(max(map(int, found)))
    assert peaks[1] <= 1.3 * peaks[0]
