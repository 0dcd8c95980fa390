"""Rules for what is read and written on object stores, and for sources that look where the pipeline writes."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from llm_assets.errors import ConfigError
from llm_assets.settings.model import Compute, LlmOutput, Section
from llm_assets.settings.problems import Problem, dotted, value_at
from llm_assets.settings.reach import reaches
from llm_assets.settings.schema import Location
from llm_assets.stores.urls import StoreUrl

OUTPUT, WORK = ("llm_output", "output_dir"), ("compute", "work_dir")
SOURCES = (("dataset", "users", "source"), ("dataset", "interactions", "source"))
_WRITTEN: dict[Location, type[Section]] = {OUTPUT: LlmOutput, WORK: Compute}

Values = Mapping[str, Any]


def url_overlaps(urls: Mapping[Location, StoreUrl]) -> Iterator[Problem]:
    """Prefixes of a store that lie in each other. urls: of the settings that name such."""
    output = urls.get(OUTPUT)
    for place, other in urls.items():
        if output is not None and place != OUTPUT and output.holds(other.stem()):
            yield Problem(OUTPUT, f"found a prefix that contains `{dotted(place)}`", f"a prefix apart from `{dotted(place)}`")
        elif output is not None and place == WORK and other.holds(output):
            yield Problem(OUTPUT, f"found a prefix inside `{dotted(place)}`", f"a prefix apart from `{dotted(place)}`")


def reached(values: Values, root: Path) -> Iterator[Problem]:
    """A source that looks for files where the pipeline writes would read them on the next run."""
    for place in SOURCES:
        source = value_at(values, place)
        for written in _WRITTEN:
            folder = value_at(values, written) or _WRITTEN[written].model_fields[str(written[-1])].default
            if not isinstance(source, str) or not isinstance(folder, str):
                continue
            try:
                found = reaches(source, folder, root)
            except (ConfigError, RuntimeError, ValueError, OSError):  # told elsewhere
                continue
            if found:
                what = f"found files to read in `{dotted(written)}`"
                yield Problem(place, what, f"a file, folder or glob apart from `{dotted(written)}`")
