"""Runs the stages over a desk and kills itself: python -m tests.resume.killed FOLDER STAGE SHARDS.

STAGE: the one that is killed; SHARDS: how many of its shards are done before.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from llm_assets.documents import build as documents
from llm_assets.privacy import build as safe
from llm_assets.tree import build as tree
from tests.resume.conftest import Desk

_AT = {
    "anonymized_users": (safe, "anonymize_shard"),
    "formatted_documents": (documents, "format_shard"),
    "output_tree": (tree, "gate"),
}
MANY: dict[str, Any] = {
    "privacy": {"canaries": 0},
    "compute": {"shard_bytes": 10_000},
    "llm_output": {"rate_limiting": {"max_concurrent": 1}},
}


def _deadly(real: Callable[..., Any], left: int) -> Callable[..., Any]:
    def run(*given: Any) -> Any:
        nonlocal left
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return real(*given)

    return run


if __name__ == "__main__":
    module, name = _AT[sys.argv[2]]
    setattr(module, name, _deadly(getattr(module, name), int(sys.argv[3])))
    Desk(Path(sys.argv[1]), MANY).run()
