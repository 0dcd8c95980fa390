"""What a run measured about the risk that is left in it, section by section: `safe/evidence.json`.

Each section is a plain, JSON-able mapping of one producer: counts, shares, intervals, names of columns; never a value of the
data.
The gate of `output_tree`, the report and the checks read it from the file: it holds for the safe files that lie beside it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

import orjson

from llm_assets.work import secure_open

Section = Literal["anonymity", "behaviour", "intruder", "canaries", "policy", "erasure"]
SECTIONS: tuple[Section, ...] = get_args(Section)
EVIDENCE = "evidence.json"

Evidence = Mapping[Section, Mapping[str, Any]]


def write_evidence(safe: Path, evidence: Evidence) -> None:
    """Writes the sections that were measured, in their order, into the folder of the safe stage."""
    ordered = {name: evidence[name] for name in SECTIONS if name in evidence}
    with secure_open(safe / EVIDENCE) as file:
        file.write(orjson.dumps(ordered, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def read_evidence(safe: Path) -> dict[Section, dict[str, Any]]:
    """The sections of a finished safe stage; empty where it measured none."""
    try:
        found: dict[Section, dict[str, Any]] = orjson.loads((safe / EVIDENCE).read_bytes())
    except FileNotFoundError:
        return {}
    return found
