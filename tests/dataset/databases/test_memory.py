"""A million rows of each kind of database in flat memory."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dataset.databases.conftest import PASSWORD


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["postgresql", "mysql+pymysql", "sqlite", "duckdb"])
def test_a_million_rows_take_no_more_memory_than_a_tenth(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    fixture = {"postgresql": "postgres", "mysql+pymysql": "mariadb"}.get(kind)
    place = request.getfixturevalue(fixture) if fixture else f"/{tmp_path}/rows.db"
    peaks = []
    for rows in (100_000, 1_000_000):
        command = [sys.executable, "-m", "benchmarks.databases", f"{kind}://{place}", "--rows", str(rows)]
        done = subprocess.run(command, env={**os.environ, "ZQ_DB_PASSWORD": PASSWORD}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-500:]
        found = re.findall(rf"\| \w+ \| {rows:,} \| [\d,]+ \| (\d+) \|", done.stdout)
        assert len(found) == (4 if kind == "postgresql" else 2)
        peaks.append(max(map(int, found)))
    assert peaks[1] <= 1.3 * peaks[0]
