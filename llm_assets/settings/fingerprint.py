"""The fingerprint of settings: equal where the settings make equal bytes, on any machine."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from llm_assets.settings.format_models import Templates
from llm_assets.settings.format_rules import counter_file
from llm_assets.settings.model import LlmOutput, Settings
from llm_assets.settings.own_formats import versions
from llm_assets.settings.own_rules import table_file

# Settings that decide where, when, how fast and with which key file the work is done, not which bytes it leaves. The key itself
# has a fingerprint of its own.
_WITHOUT_EFFECT: dict[str, Any] = {
    "compute": True,
    "schedule": True,
    "alerts": True,
    "metrics": True,
    "logs": True,
    "llm_output": {"output_dir", "keep_versions", "rate_limiting", "service_levels", "tokens"},
    "privacy": {"key_env", "key_file", "vault", "erase", "erased"},
}


# Sections of `llm_output` that count only where they say something: else the bytes are what they were before there were any.
_OPTIONAL = ("splits", "duplicates", "content", "templates")

# Of the lists that surrogates are drawn from: the library and its version, and the number of the selection.
SURROGATES = "Faker 40.54.0, 1"


def digest(*parts: str) -> str:
    """128 bits of SHA-256 over several texts, as 32 hexadecimal digits."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def template_of(settings: Settings) -> str:
    """SHA-256 of the templates that the settings name, or of nothing when there is none."""
    named = (settings.llm_output.own_template(format_)[1] for format_ in Templates.model_fields)
    return hashlib.sha256("".join(_content(settings.path(name)) for name in named if name is not None).encode()).hexdigest()


def of_documents(settings: Settings) -> list[str]:
    """What shapes the documents beside the records: settings, the files that these name, formats that packages bring."""
    output = settings.llm_output
    shaping = {"format", "include_metadata", "mark_untrusted", "max_tokens_per_document", "privacy_level", "chat", "chunks"}
    optional = [getattr(output, name).model_dump_json() for name in _OPTIONAL if _says_something(output, name)]
    return [output.model_dump_json(include=shaping), template_of(settings), *optional, *_of_formats(settings)]


def _of_formats(settings: Settings) -> list[str]:
    named = settings.llm_output.tokens.counter
    counter = _content(counter_file(named, settings.root)) if ":" in named else ""
    return [named.partition(":")[0], counter, *versions(settings.llm_output.format)]


def fingerprint(settings: Settings, *sections: str) -> str:
    """SHA-256, as 64 hexadecimal digits, over what shapes the output in `sections` (all of them when none is given).

    sections: of `dataset`, `privacy`, `llm_output`; KeyError for any other. The order in which columns and formats are
    listed counts, since it is the order in which they are written.
    """
    values = settings.model_dump(mode="json", exclude=_WITHOUT_EFFECT)
    for name in _OPTIONAL:
        if not _says_something(settings.llm_output, name):
            del values["llm_output"][name]
    chosen = {section: values[section] for section in sorted(sections or values)}
    if "privacy" in chosen:
        lists = settings.privacy.lists
        named = [*lists.allow, *(text for texts in lists.deny.values() for text in texts)]
        chosen["lists"] = [_content(settings.path(table_file(text)[0])) for text in named]
        if "surrogate" in settings.privacy.actions.values():
            chosen["surrogates"] = SURROGATES
    if "llm_output" in chosen:
        chosen["formats"] = _of_formats(settings)
    return hashlib.sha256(json.dumps(chosen, separators=(",", ":")).encode()).hexdigest()


def _says_something(output: LlmOutput, name: str) -> bool:
    return bool(getattr(output, name) != LlmOutput.model_fields[name].get_default(call_default_factory=True))


def _content(path: Path) -> str:
    try:
        about = path.stat()
    except OSError:  # a stage that is only looked up needs the file no more; what reads it will say that it is gone
        return ""
    return _hashed(path, about.st_size, about.st_mtime_ns)


@lru_cache(maxsize=64)
def _hashed(path: Path, size: int, changed: int) -> str:
    """SHA-256 of a file that had this size and time."""
    del size, changed
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
