"""Rotation and destruction of keys: operations that people ask for, each with one line in a log beside the key.

Trees that were published need no key, and stay as they are.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from llm_assets.errors import ConfigError, OutputError
from llm_assets.privacy.keys import Key, beside, exchange_key, find_key, read_key, shred, write_key
from llm_assets.privacy.run_keys import open_vault, settle_vault_key
from llm_assets.privacy.vault.book import SCHEMA
from llm_assets.privacy.vault.draw import draw_codes
from llm_assets.privacy.vault.log import log_of, note
from llm_assets.privacy.vault.sealed import read_header
from llm_assets.settings.model import Settings

LOST_WITH_KEY = (
    "Without this key the pseudonyms of published trees cannot be computed again, nor their shifted times undone, by anybody; "
    "later runs get other pseudonyms, and stages of the work folder must be made anew; published trees stay readable"
)
LOST_WITH_VAULT_KEY = (
    "Without this key nobody can look up the person behind a random code again, and later runs need a new vault with other "
    "codes; published trees stay readable"
)
_ONE_RUN = 'each run draws its own key and destroys it (key_lifetime = "run")'


def rotate(settings: Settings, *, destroy_old: bool) -> Iterator[str]:
    """Makes a new key, and in random mode new codes and a new key of the vault. Yields what was done, in words.

    destroy_old: whether the old key (and vault) is destroyed instead of being kept beside the new one as `….<id>.old`.
    Raises ConfigError when the key comes from the environment, or there is none.
    """
    privacy = settings.privacy
    if privacy.key_lifetime == "run":
        raise ConfigError("there is no key to rotate", where="[privacy]", remedy=f"Nothing to do: {_ONE_RUN}.")
    key_file, is_random = settings.path(privacy.key_file), privacy.pseudonyms == "random"
    if is_random:
        yield _rotate_vault(settings, destroy_old=destroy_old)
        if privacy.key_env in os.environ or not key_file.exists():
            return
    old = _of_a_file(privacy.key_env, key_file, "rotated")
    fresh, kept = write_key(beside(key_file, "new")), beside(key_file, f"{old.id}.old")
    log, before = log_of(key_file), {"key_id": old.id, "old": _fate(destroy_old=destroy_old)}
    note(log, action="rotate", new_key_id=fresh.id, **before)
    exchange_key(beside(key_file, "new"), key_file, kept)
    if destroy_old:
        _shred(kept)
        note(log, action="destroyed", key_id=old.id)
    what = "destroyed" if destroy_old else "kept"
    then = f"Materialize all assets: stages of the old key are refused.{_others(key_file)}"
    yield f"key: {fresh.id} in the place of {old.id} ({what}). {then}"


def destroy(settings: Settings, *, vault: bool) -> str:
    """Overwrites and removes the file of a key; says what was done. Raises ConfigError when there is no such file."""
    privacy = settings.privacy
    if privacy.key_lifetime == "run" and not vault:
        raise ConfigError("there is no key to destroy", where="[privacy]", remedy=f"Nothing to do: {_ONE_RUN}.")
    variable, file = (privacy.vault.key_env, privacy.vault.key_file) if vault else (privacy.key_env, privacy.key_file)
    path = settings.path(file)
    if vault:
        settle_vault_key(settings)
    key = _of_a_file(variable, path, "destroyed")
    note(log_of(path), action="destroy", key_id=key.id)
    _shred(path)
    note(log_of(path), action="destroyed", key_id=key.id)
    return f"destroyed: key {key.id} ({path}).{_others(path)} Copies in backups are yours to destroy."


def _rotate_vault(settings: Settings, *, destroy_old: bool) -> str:
    there = settings.privacy.vault
    path, key_file = settings.path(there.file), settings.path(there.key_file)
    if not path.exists():
        raise ConfigError("there is no vault yet", where=str(path), remedy="Materialize raw_dataset: it makes the vault.")
    next_env = f"{there.key_env}_NEW"
    in_file = there.key_env not in os.environ
    if not in_file and next_env not in os.environ:
        raise ConfigError(
            "the key of the vault comes from the environment, so it cannot be changed from here",
            where=f"environment variable {there.key_env}",
            remedy=f"Put the new key into {next_env} and run this again; then move it to {there.key_env}.",
        )
    then = "" if in_file else f" Move the new key from {next_env} to {there.key_env} now."
    if (settled := settle_vault_key(settings)) is not None:
        old_key = settled
    elif not in_file and read_header(path).key_id == read_key(next_env, Path(os.devnull)).id:
        old_key = read_key(there.key_env, Path(os.devnull)).id
    else:
        old_key = _sealed_anew(settings, in_file=in_file, next_env=next_env, destroy_old=destroy_old)
    olds = list(_sealed_with(old_key, path))
    if destroy_old:
        for each in olds:
            _shred(each)
            note(log_of(path), action="destroyed", vault=each.name.split(".")[-2])
        if (kept := beside(key_file, f"{old_key}.old")).exists():
            _shred(kept)
            note(log_of(path), action="destroyed", key_id=old_key)
    made = read_header(path)
    what = "destroyed" if destroy_old else f"kept: {', '.join(map(str, olds))}"
    said = f"vault: now {made.id}, sealed with key {made.key_id}; every code is a new one. The one before is {what}."
    return f"{said}{_others(key_file)}{then}"


def _sealed_anew(settings: Settings, *, in_file: bool, next_env: str, destroy_old: bool) -> str:
    """Writes the vault with new codes and a new key; the old ones stay beside. Gives the id of the old key.

    Killed before the vault is exchanged, nothing has changed; killed after it, `settle_vault_key` does the rest.
    """
    there = settings.privacy.vault
    path, key_file = settings.path(there.file), settings.path(there.key_file)
    vault = open_vault(settings)
    with vault.lock():
        fresh = write_key(beside(key_file, "new")) if in_file else read_key(next_env, Path(os.devnull))
        ids = {"vault": vault.id, "key_id": vault.key.id, "new_key_id": fresh.id}
        note(log_of(path), action="rotate", old=_fate(destroy_old=destroy_old), **ids)
        kept = beside(path, f"{vault.id}.old")
        kept.unlink(missing_ok=True)
        os.link(path, kept)
        vault.rewrite(_with_new_codes, fresh, renamed=True)
        if in_file:
            exchange_key(beside(key_file, "new"), key_file, beside(key_file, f"{vault.key.id}.old"))
    return vault.key.id


def _sealed_with(key_id: str, vault: Path) -> Iterator[Path]:
    """Older vaults beside this one that a key opens, or that a destruction which was killed has overwritten already."""
    for path in sorted(vault.parent.glob(f"{vault.name}.*.old")):
        try:
            fits = read_header(path).key_id == key_id
        except ConfigError:
            fits = True
        if fits:
            yield path


def _others(key_file: Path) -> str:
    """A sentence that names what rotations left beside a key file."""
    left = sorted(each for ending in ("*.old", "new") for each in key_file.parent.glob(f"{key_file.name}.{ending}"))
    return f" Other keys are still there: {', '.join(map(str, left))}." if left else ""


def _fate(*, destroy_old: bool) -> str:  # of the old key, said before it is done
    return "to be destroyed" if destroy_old else "kept"


def _with_new_codes(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [batch.column(name) for name in ("space", "domain", "value")]
    return pa.RecordBatch.from_arrays([*columns, pa.array(draw_codes(batch.num_rows), pa.string())], schema=SCHEMA)


def _of_a_file(variable: str, path: Path, done: str) -> Key:
    """The key that lies in a file. Raises ConfigError when it comes from elsewhere, or there is none."""
    if variable in os.environ:
        raise ConfigError(
            f"the key comes from the environment, so it cannot be {done} from here",
            where=f"environment variable {variable}",
            remedy="Change or remove it where that variable is set: the secret store, a service's settings, a shell profile.",
        )
    key, _ = find_key(variable, path)
    if key is None:
        raise ConfigError("there is no key", where=str(path), remedy="The next run makes one.")
    return key


def _shred(path: Path) -> None:
    try:
        shred(path)
    except OSError as error:
        raise OutputError(
            f"the file of the key cannot be destroyed: {error.strerror}", where=str(path), remedy="Remove it by hand."
        ) from None
