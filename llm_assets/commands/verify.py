"""`verify`: are the files of a tree what was published?"""

import argparse

from llm_assets.commands import Commands, command

_SHOWN = 20


def _verify(arguments: argparse.Namespace) -> int:
    from llm_assets.stores.trees import find_tree
    from llm_assets.tree.verify import verify

    tree = find_tree(arguments.tree)
    found = verify(tree)
    print(f"{tree}: {found.files:,} files read, {len(found.wrong):,} missing or changed")
    for path in found.wrong[:_SHOWN]:
        print(f"  {path}")
    return 1 if found.wrong else 0


def add(commands: Commands) -> None:
    """Declares the command."""
    text = "Read every file of a published tree again and compare it with SHA256SUMS. Exit code: 0 all as published, 1 not."
    command(commands, "verify", _verify, text).add_argument("tree", help="folder of a published tree, or its URL")
