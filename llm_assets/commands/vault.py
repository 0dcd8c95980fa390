"""`vault reveal`, `vault info`: who stands behind a random code, one person at a time and never unlogged."""

import argparse
import re
from collections import Counter
from typing import TYPE_CHECKING

from llm_assets.commands import Commands, command, group
from llm_assets.errors import ConfigError, DatasetError
from llm_assets.settings.load import load_settings

if TYPE_CHECKING:
    from llm_assets.privacy.vault.book import Vault

_CODE = re.compile(r"[a-z]{24}")


def add(commands: Commands) -> None:
    """Declares the commands."""
    vault = group(commands, "vault", "The vault of random codes.")
    reveal = command(vault, "reveal", _reveal, "Print the id behind one pseudonym; who asked, and why, is logged.")
    reveal.add_argument("pseudonym", metavar="PSEUDONYM", help="24 lower-case letters, as they stand in the tree")
    reveal.add_argument("--reason", required=True, help="why; it is logged beside the vault, with time and user")
    command(vault, "info", _info, "Print how many codes the vault holds, and for what.")


def _reveal(arguments: argparse.Namespace) -> None:
    from llm_assets.privacy.vault.log import log_of, note

    vault, code, reason = _vault(), arguments.pseudonym.strip(), arguments.reason.strip()
    if not _CODE.fullmatch(code):
        raise ConfigError("that is no pseudonym", where="PSEUDONYM", remedy="Give the 24 lower-case letters of one person.")
    if not reason:
        raise ConfigError("a reason is needed", where="--reason", remedy="Say why, in a few words without personal data.")
    # Logged before it is looked up: nobody is revealed unlogged, and a search in vain is one, too.
    note(log_of(vault.path), action="reveal", pseudonym=code, reason=reason)
    found = list(vault.reveal(code))
    if not found:
        raise DatasetError(
            "the vault holds no such pseudonym",
            where=str(vault.path),
            remedy="Is it of another vault, or from before a rotation?",
        )
    for space, domain, value in found:
        print(f"{value}\t{domain}\t{space}")


def _info(_: argparse.Namespace) -> None:
    from llm_assets.privacy.vault.log import log_of
    from llm_assets.privacy.vault.sealed import read_header

    vault = _vault()
    header = read_header(vault.path)
    print(f"vault: {header.id} ({vault.path})\nkey of the vault: {header.key_id}\nlog: {log_of(vault.path)}")
    counts: Counter[tuple[str, str]] = Counter()
    for batch in vault.rows():
        counts.update(zip(batch.column("space").to_pylist(), batch.column("domain").to_pylist(), strict=True))
    for (space, domain), count in sorted(counts.items()):
        print(f"{count:>12,}  {domain}  ({space})")


def _vault() -> "Vault":
    from llm_assets.privacy.run_keys import open_vault

    settings = load_settings()
    if settings.privacy.pseudonyms != "random":
        raise ConfigError(
            "there is no vault: pseudonyms are derived from the key, and kept nowhere",
            where='[privacy] pseudonyms = "keyed"',
            remedy='Only random codes can be looked up: set pseudonyms = "random" and publish again.',
        )
    path = settings.path(settings.privacy.vault.file)
    if not path.exists():
        raise ConfigError("there is no vault yet", where=str(path), remedy="Materialize raw_dataset: it makes the vault.")
    return open_vault(settings)
