"""`init` and a whole run on a real PostgreSQL, and what is left of its password anywhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.dataset.databases.conftest import PASSWORD, postgres

__all__ = ["postgres"]


_MATERIALIZE = ["dagster", "asset", "materialize", "--select", "*", "-m", "llm_assets.definitions"]
_BROKEN = """
[dataset]
name = "shop"
[dataset.users]
source = "{url}"
{users}
id = "member_id"
[dataset.interactions]
source = "{url}"
table = "tickets"
user = "member_id"
[dataset.interactions.columns]
message = "text"
"""


@pytest.fixture
def shop(postgres: str) -> str:
    """The URL of a database with both tables in it."""
    url = f"postgresql+psycopg://{postgres}"
    engine = sa.create_engine(url.replace("${ZQ_DB_PASSWORD}", PASSWORD))
    with engine.begin() as connection:
        for statement in (
            "DROP TABLE IF EXISTS members; DROP TABLE IF EXISTS tickets",
            "CREATE TABLE members (member_id text, full_name text, email text, plan text)",
            "CREATE TABLE tickets (ticket_id text, member_id text, created_at timestamptz, message text)",
            "INSERT INTO members SELECT 'm' || n, 'Zqxname' || n || ' Zqxfam' || n, 'zqx' || n || '@mail.example', 'pro'"
            " FROM generate_series(0, 39) n",
            "INSERT INTO tickets SELECT 't' || n, 'm' || mod(n, 40), now(), 'Zqxname' || mod(n, 40) || ' asks for help'"
            " FROM generate_series(1, 200) n",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()
    return url


def _run(folder: Path, command: list[str], password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ZQ_DB_PASSWORD": password, "DAGSTER_HOME": str(folder / "home"), "LLM_ASSETS_KEY": "k" * 40}
    environment.pop("LLM_ASSETS_CONFIG", None)
    (folder / "home").mkdir(exist_ok=True)
    program = [str(Path(sys.executable).with_name(command[0])), *command[1:]]
    return subprocess.run(program, cwd=folder, env=environment, capture_output=True, text=True)


def _holding(folder: Path, *words: str) -> set[str]:
    """Files that hold one of the words, but for the settings."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "llm_assets.toml"]
    return {str(path) for path in files if any(word.encode() in path.read_bytes() for word in words)}


@pytest.mark.slow
def test_init_and_a_run_through_dagster_on_a_database(tmp_path: Path, shop: str) -> None:
    init = ["python", "-m", "llm_assets", "init", f"{shop}#members", f"{shop}#tickets", "--yes", "--name", "shop"]
    for command in (init, _MATERIALIZE):
        done = _run(tmp_path, command)
        assert done.returncode == 0, done.stderr[-2000:]
        assert PASSWORD not in done.stdout + done.stderr
    assert len(list((tmp_path / "output" / "profiles").rglob("*.md"))) == 40
    assert PASSWORD not in (tmp_path / "llm_assets.toml").read_text()
    assert _holding(tmp_path, PASSWORD) == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("users", "password", "told"),
    [
        ('table = "members"', "zq-wrong-word", "the database refused the login"),
        ('query = "SELECT * FROM memberz"', PASSWORD, "there is no such table"),
        # The server's own message names the value that is no number, and the statement.
        ('query = "SELECT full_name::int AS member_id FROM members"', PASSWORD, "the database cannot be read"),
    ],
    ids=["wrong password", "no such table", "a value in the server's message"],
)
def test_a_run_that_fails_leaves_no_secret_and_no_value(
    tmp_path: Path, shop: str, users: str, password: str, told: str
) -> None:
    (tmp_path / "llm_assets.toml").write_text(_BROKEN.format(url=shop, users=users))
    done = _run(tmp_path, _MATERIALIZE, password)
    assert done.returncode
    assert told in done.stdout + done.stderr
    place = shop.rpartition("@")[2].partition("/")[0]
    secrets = (password, place, "Zqxname", "zqx1@mail")
    assert not [word for word in secrets if word in done.stdout + done.stderr]
    assert _holding(tmp_path, *secrets) == set()
    assert any((tmp_path / "home").rglob("*.db"))  # Dagster did keep its records there
