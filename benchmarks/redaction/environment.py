"""The environment of the tools that the redactor is compared with: made once, apart from the project's own."""

import os
import subprocess
import sys
import venv
from pathlib import Path

PEERS = Path(__file__).parent / "peers"
_ENV = Path(os.environ.get("LLM_ASSETS_PEERS", Path(__file__).parents[2] / ".peers"))


def peers_python() -> Path:
    """The interpreter of that environment, which is made when it is not there or its list of packages has changed."""
    python, wanted, made = _ENV / "bin" / "python", (PEERS / "requirements.txt").read_text(), _ENV / "made"
    if not made.exists() or made.read_text() != wanted:
        venv.create(_ENV, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", PEERS / "requirements.txt"], check=True)
        made.write_text(wanted)
    return python


def own_python() -> Path:
    """The interpreter that runs this."""
    return Path(sys.executable)
