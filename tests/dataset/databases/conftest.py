"""Real database servers, started for the tests from the system's packages in folders of their own."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest

PASSWORD = "zq-Secret-4711"


def _port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _program(name: str, *folders: str) -> str:
    places = [Path(folder, name) for pattern in folders for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)]
    found = next((str(place) for place in places if place.exists()), shutil.which(name))
    if found is None:
        pytest.skip(f"{name} is not installed: the tests with a real server are left out (Debian: postgresql, mariadb-server)")
    return found


def _as_other(user: str) -> dict[str, object]:
    """Servers refuse to run as root: for root, what makes a process run as another user."""
    return {"user": user, "group": user, "extra_groups": []} if os.getuid() == 0 else {}


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The part of a URL behind `://`, with the name of the variable of the password in it."""
    initdb = _program("initdb", "/usr/lib/postgresql/*/bin")
    other = _as_other("postgres")
    folder = Path(mkdtemp(prefix="pg-"))
    if other:
        shutil.chown(folder, "postgres")
    (folder / "password").write_text(PASSWORD)
    (folder / "password").chmod(0o644)
    data, port = folder / "data", _port()
    made = [
        initdb,
        "-D",
        str(data),
        "-U",
        "reader",
        "--auth=scram-sha-256",
        f"--pwfile={folder}/password",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    subprocess.run(made, check=True, capture_output=True, cwd="/", **other)  # type: ignore[call-overload]
    command = [
        str(Path(initdb).with_name("postgres")),
        "-D",
        str(data),
        "-p",
        str(port),
        "-k",
        str(folder),
        "-c",
        "fsync=off",
        "-h",
        "127.0.0.1",
    ]
    with _serving(command, folder, port, other, signal.SIGINT):
        yield f"reader:${{ZQ_DB_PASSWORD}}@127.0.0.1:{port}/postgres"


@pytest.fixture(scope="session")
def mariadb() -> Iterator[str]:
    """The same for MariaDB."""
    install = _program("mariadb-install-db", "/usr/bin")
    daemon = _program("mariadbd", "/usr/sbin")
    other = _as_other("mysql")
    folder, port = Path(mkdtemp(prefix="maria-")), _port()
    if other:
        shutil.chown(folder, "mysql")
    start = ["--no-defaults", f"--datadir={folder}/data"]
    subprocess.run(
        [install, *start, "--skip-test-db", "--auth-root-authentication-method=normal"],
        check=True,
        capture_output=True,
        **other,
    )  # type: ignore[call-overload]
    init = folder / "init.sql"
    person = "reader@'127.0.0.1'"
    statements = (
        "CREATE DATABASE shop CHARACTER SET utf8mb4",
        f"CREATE USER {person} IDENTIFIED BY '{PASSWORD}'",
        f"GRANT ALL ON shop.* TO {person}",
    )
    init.write_text("".join(f"{statement};\n" for statement in statements))
    init.chmod(0o644)
    command = [
        daemon,
        *start,
        f"--port={port}",
        "--bind-address=127.0.0.1",
        f"--socket={folder}/socket",
        f"--init-file={init}",
        f"--pid-file={folder}/pid",
    ]
    with _serving(command, folder, port, other, signal.SIGTERM):
        yield f"reader:${{ZQ_DB_PASSWORD}}@127.0.0.1:{port}/shop"


@contextmanager
def _serving(command: list[str], folder: Path, port: int, other: dict[str, object], stop: signal.Signals) -> Iterator[None]:
    """A server that answers; it is stopped, and its folder removed, in the end."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **other)  # type: ignore[call-overload]
    try:
        _wait(port)
        yield
    finally:
        server.send_signal(stop)
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            time.sleep(0.3)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")
