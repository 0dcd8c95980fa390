"""`init` and a whole run on a real PostgreSQL, and what is left of its password anywhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.dataset.databases.conftest import PASSWORD, postgres

__all__ = ["postgres"]


@pytest.mark.slow
def test_init_and_a_run_through_dagster_on_a_database(tmp_path: Path, postgres: str) -> None:
    url = f"postgresql+psycopg://{postgres}"
    engine = sa.create_engine(url.replace("${ZQ_DB_PASSWORD}", PASSWORD))
    with engine.begin() as connection:
        for statement in (
            "CREATE TABLE members (member_id text, full_name text, email text, plan text)",
            "CREATE TABLE tickets (ticket_id text, member_id text, created_at timestamptz, message text)",
            "INSERT INTO members SELECT 'm' || n, 'Zqxname' || n || ' Zqxfam' || n, 'zqx' || n || '@mail.example', 'pro'"
            " FROM generate_series(0, 39) n",
            "INSERT INTO tickets SELECT 't' || n, 'm' || mod(n, 40), now(), 'Zqxname' || mod(n, 40) || ' asks for help'"
            " FROM generate_series(1, 200) n",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()
    environment = {**os.environ, "ZQ_DB_PASSWORD": PASSWORD, "DAGSTER_HOME": str(tmp_path / "home"), "LLM_ASSETS_KEY": "k" * 40}
    environment.pop("LLM_ASSETS_CONFIG", None)
    (tmp_path / "home").mkdir()
    for command in (
        [sys.executable, "-m", "llm_assets", "init", f"{url}#members", f"{url}#tickets", "--yes", "--name", "shop"],
        [
            str(Path(sys.executable).with_name("dagster")),
            "asset",
            "materialize",
            "--select",
            "*",
            "-m",
            "llm_assets.definitions",
        ],
    ):
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        assert PASSWORD not in done.stdout + done.stderr
    assert len(list((tmp_path / "output" / "profiles").rglob("*.md"))) == 40
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes(), path
