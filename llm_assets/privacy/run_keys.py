"""The keys of a run: the one that is kept, or one that lives for the run only; and the vault with its own.

A key for one run lies in the work folder, for the stages of a run may be processes of their own; it is destroyed when the tree
is published.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import get_args

from llm_assets.errors import ConfigError, OutputError
from llm_assets.privacy.keys import Key, beside, exchange_key, find_key, read_key, shred, write_key
from llm_assets.privacy.vault.book import Vault, locked
from llm_assets.privacy.vault.codes import FOLDER, Codes
from llm_assets.privacy.vault.draw import Drawer
from llm_assets.privacy.vault.forget import Holds, forget
from llm_assets.privacy.vault.sealed import read_header
from llm_assets.settings.model import Level, Settings
from llm_assets.work import WorkDir


def run_key(settings: Settings, work: WorkDir) -> Key:
    """The key of a run. Raises ConfigError when it cannot be used, or was destroyed."""
    privacy = settings.privacy
    if privacy.key_lifetime == "kept":
        return read_key(privacy.key_env, settings.path(privacy.key_file))
    if not work.run_key.exists():
        raise ConfigError(
            "there is no key of this run: it is drawn by raw_dataset, and destroyed once the tree is published",
            where='[privacy] key_lifetime = "run"',
            remedy="Materialize all assets again; no stage of a finished run can be made anew alone.",
        )
    return read_key("", work.run_key, {})


def begin_run(settings: Settings, work: WorkDir) -> None:
    """Draws the key of a new run, where each run has its own; that of a run which was given up is destroyed."""
    if settings.privacy.key_lifetime == "run":
        destroy_run_key(work)
        write_key(work.run_key)


def destroy_run_key(work: WorkDir) -> None:
    """Destroys the key of a run, if there is one. Raises OutputError when that fails."""
    try:
        if work.run_key.exists():
            shred(work.run_key)
    except OSError as error:
        raise OutputError(
            f"the key of the run cannot be destroyed: {error.strerror}",
            where=str(work.run_key),
            remedy="The tree is published; remove that file by hand.",
        ) from None


def open_vault(settings: Settings, environ: Mapping[str, str] | None = None) -> Vault:
    """The vault of random codes, with its key, which is made with the vault.

    Raises ConfigError when there is a vault and no key: a new key would not open it.
    """
    settle_vault_key(settings)
    there = settings.privacy.vault
    file, key_file = settings.path(there.file), settings.path(there.key_file)
    given = {} if environ is None else {"environ": environ}
    if file.exists() and find_key(there.key_env, key_file, **given)[0] is None:
        raise ConfigError(
            "the vault is there, and its key is not",
            where=f"{file}; looked for in the environment variable {there.key_env}, then in {key_file}",
            remedy="Bring the key back; without it, remove the vault: every person gets another code then.",
        )
    return Vault(file, read_key(there.key_env, key_file, **given))


def settle_vault_key(settings: Settings) -> str | None:
    """Ends a rotation that was killed between the vault and its key: the new key, which alone opens the vault, gets its place.

    The old one stays beside it. Gives the id of the old key, empty where there was none; None when there is nothing to end.
    """
    there = settings.privacy.vault
    file, key_file = settings.path(there.file), settings.path(there.key_file)
    fresh = beside(key_file, "new")
    if not (file.exists() and fresh.exists()):
        return None
    with locked(file):  # a rotation that is at work has it
        if not fresh.exists() or read_key("", fresh, {}).id != read_header(file).key_id:
            return None
        old = read_key("", key_file, {}).id if key_file.exists() else ""
        exchange_key(fresh, key_file, beside(key_file, f"{old}.old"))
    return old


def vault_id(settings: Settings) -> str:
    """Which vault the codes of a run come from; empty where pseudonyms are keyed, or there is no vault yet."""
    file: Path = settings.path(settings.privacy.vault.file)
    if settings.privacy.pseudonyms != "random" or not file.exists():
        return ""
    return read_header(file).id


def drawer_of(settings: Settings, name: str, key: Key) -> Drawer | None:
    """Who draws the random codes of a run; None where pseudonyms are keyed. name: of the dataset, or its link."""
    if settings.privacy.pseudonyms != "random":
        return None
    vault = open_vault(settings)
    vault.make()
    return Drawer(vault, f"{name}/{settings.llm_output.privacy_level}", key)


def forgetter_of(settings: Settings, name: str, raw: Path, key: Key) -> Callable[[Holds], int] | None:
    """What takes erased people out of the vault and of those that a rotation left beside it, and gives the number of entries.

    None where pseudonyms are keyed. raw: the stage without them, as it is now; it may be gone when this is called.
    The call raises OutputError when an older vault is there whose key is not.
    """
    if settings.privacy.pseudonyms != "random":
        return None
    # Of datasets that are linked, each knows its own rows only.
    needed = None if settings.privacy.link_datasets is not None else Codes(raw / FOLDER, key).has
    spaces = {f"{name}/{level}" for level in get_args(Level)}

    def run(erased: Holds) -> int:
        return sum(forget(vault, spaces, erased, needed) for vault in (open_vault(settings), *_older(settings)))

    return run


def _older(settings: Settings) -> list[Vault]:
    there = settings.privacy.vault
    file, key_file = settings.path(there.file), settings.path(there.key_file)
    found = []
    for path in sorted(file.parent.glob(f"{file.name}.*.old")):
        key_id = read_header(path).key_id
        old = key_file.with_name(f"{key_file.name}.{key_id}.old")
        if not old.exists():
            raise OutputError(
                "an older vault may still name the people who were erased, and its key is not beside the new one",
                where=str(path),
                remedy=f"Remove that vault, or put its key back as {old.name}; then run erase again.",
            )
        found.append(Vault(path, read_key("", old, {})))
    return found
