"""The facts of a published tree, read from the page that holds them."""

import orjson

from llm_assets.errors import OutputError
from llm_assets.stores.trees import Folder
from llm_assets.tree.manifest import MANIFEST, read_head
from llm_assets.tree.report.facts import Facts
from llm_assets.tree.report.page import REPORT

_OPENING = b'<script type="application/json" id="facts">'
_CLOSING = b"</script>"


def read_manifest_head(tree: Folder) -> Facts:
    """The manifest of a tree without its list of files. Raises OutputError when the folder is no tree of ours."""
    try:
        head = read_head(tree / MANIFEST)
    except OSError:
        head = None
    if head is None:
        raise OutputError(
            "this is no tree that llm-assets published", where=str(tree), remedy="Name a folder that has our manifest.json."
        )
    return head


def read_facts(tree: Folder) -> Facts:
    """The facts of the report of a tree. Raises OutputError when the tree is none of ours, or holds no report."""
    read_manifest_head(tree)
    try:
        _, _, found = (tree / REPORT).read_bytes().rpartition(_OPENING)
        facts: Facts = orjson.loads(found.partition(_CLOSING)[0])
    except (OSError, orjson.JSONDecodeError):
        raise OutputError(
            "the tree has no privacy report that can be read",
            where=str(tree / REPORT),
            remedy="Materialize output_tree again; trees of version 0.1 have none.",
        ) from None
    return facts
