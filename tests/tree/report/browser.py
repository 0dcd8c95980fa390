"""Chromium without a window: what a page looks like and how wide it is. None of it is asked of the network."""

import os
import shutil
import subprocess
from pathlib import Path

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars"
).split()


def chromium() -> str | None:
    """The program, where there is one: that of CHROMIUM, else one on PATH."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def run(folder: Path, *arguments: str) -> str:
    """Runs it with a fresh profile in a folder; gives what it printed."""
    program = chromium()
    assert program is not None
    command = [program, *_FLAGS, f"--user-data-dir={folder / 'profile'}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
