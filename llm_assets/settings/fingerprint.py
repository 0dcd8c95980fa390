"""The fingerprint of settings: equal where the settings make equal bytes, on any machine."""

import hashlib
import json
from typing import Any

from llm_assets.settings.model import Settings

# Settings that decide where, when, how fast and with which key file the work is done, not which bytes it leaves. The key itself
# has a fingerprint of its own.
_WITHOUT_EFFECT: dict[str, Any] = {
    "compute": True,
    "schedule": True,
    "llm_output": {"output_dir", "keep_versions", "rate_limiting"},
    "privacy": {"key_env", "key_file"},
}


def fingerprint(settings: Settings, *sections: str) -> str:
    """SHA-256, as 64 hexadecimal digits, over what shapes the output in `sections` (all of them when none is given).

    sections: of `dataset`, `privacy`, `llm_output`; KeyError for any other. The order in which columns and formats are
    listed counts, since it is the order in which they are written.
    """
    values = settings.model_dump(mode="json", exclude=_WITHOUT_EFFECT)
    chosen = {section: values[section] for section in sorted(sections or values)}
    return hashlib.sha256(json.dumps(chosen, separators=(",", ":")).encode()).hexdigest()
