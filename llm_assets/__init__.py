"""llm-assets: a table of users and a table of their interactions, made into a folder that any LLM can read, with nobody named.

What is exported here loads when it is first used, so that `import llm_assets` costs nothing: Dagster's code location and the
workers of a pool pay only for the modules that they run.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llm_assets.defs import build_defs
    from llm_assets.documents.frames import read_interactions, read_profiles
    from llm_assets.privacy import Redactor
    from llm_assets.settings import Settings, load_settings

__version__ = "0.1.0"

__all__ = ["Redactor", "Settings", "build_defs", "load_settings", "read_interactions", "read_profiles"]

_HOME = {
    "Redactor": "llm_assets.privacy",
    "Settings": "llm_assets.settings",
    "build_defs": "llm_assets.defs",
    "load_settings": "llm_assets.settings",
    "read_interactions": "llm_assets.documents.frames",
    "read_profiles": "llm_assets.documents.frames",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
