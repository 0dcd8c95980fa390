"""mkdocs.yml as data: the pages of the book, in its order."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"


class _Plain(yaml.SafeLoader):
    """mkdocs.yml names a function by a tag of its own, which nothing here needs."""


_Plain.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


@cache
def settings() -> dict[str, Any]:
    """What mkdocs.yml says."""
    return dict(yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=_Plain))


def pages() -> list[str]:
    """Each page of `nav`, by its path in the site."""

    def inside(entry: Any) -> list[str]:
        if isinstance(entry, str):
            return [entry]
        parts = entry.values() if isinstance(entry, dict) else entry
        return [page for part in parts for page in inside(part)]

    return inside(settings()["nav"])
