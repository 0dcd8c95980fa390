"""Rotation and destruction of keys: operations that people ask for, each with one line in a log beside the key.

Trees that were published need no key, and stay as they are.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from llm_assets.errors import ConfigError, OutputError
from llm_assets.privacy.keys import Key, find_key, read_key, shred, write_key
from llm_assets.privacy.run_keys import open_vault
from llm_assets.privacy.vault.book import SCHEMA
from llm_assets.privacy.vault.draw import draw_codes
from llm_assets.privacy.vault.log import log_of, note
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
    fresh = write_key(_beside(key_file, "new"))
    note(log_of(key_file), action="rotate", key_id=old.id, new_key_id=fresh.id, old="destroyed" if destroy_old else "kept")
    kept = _put_aside(key_file, old.id, destroy_old=destroy_old)
    _beside(key_file, "new").replace(key_file)
    yield f"key: {fresh.id} in the place of {old.id} ({kept}). Materialize all assets: stages of the old key are refused."


def destroy(settings: Settings, *, vault: bool) -> str:
    """Overwrites and removes the file of a key; says what was done. Raises ConfigError when there is no such file."""
    privacy = settings.privacy
    if privacy.key_lifetime == "run" and not vault:
        raise ConfigError("there is no key to destroy", where="[privacy]", remedy=f"Nothing to do: {_ONE_RUN}.")
    variable, file = (privacy.vault.key_env, privacy.vault.key_file) if vault else (privacy.key_env, privacy.key_file)
    path = settings.path(file)
    key = _of_a_file(variable, path, "destroyed")
    note(log_of(path), action="destroy", key_id=key.id)
    _shred(path)
    others = sorted(path.parent.glob(f"{path.name}.*.old"))
    rest = f" Older keys are still there: {', '.join(str(each) for each in others)}." if others else ""
    return f"destroyed: key {key.id} ({path}).{rest} Copies in backups are yours to destroy."


def _rotate_vault(settings: Settings, *, destroy_old: bool) -> str:
    there = settings.privacy.vault
    path, key_file = settings.path(there.file), settings.path(there.key_file)
    if not path.exists():
        raise ConfigError("there is no vault yet", where=str(path), remedy="Materialize raw_dataset: it makes the vault.")
    vault, next_env = open_vault(settings), f"{there.key_env}_NEW"
    in_file = there.key_env not in os.environ
    if not in_file and next_env not in os.environ:
        raise ConfigError(
            "the key of the vault comes from the environment, so it cannot be changed from here",
            where=f"environment variable {there.key_env}",
            remedy=f"Put the new key into {next_env} and run this again; then move it to {there.key_env}.",
        )
    with vault.lock():
        fresh = write_key(_beside(key_file, "new")) if in_file else read_key(next_env, Path(os.devnull))
        note(
            log_of(path),
            action="rotate",
            vault=vault.id,
            key_id=vault.key.id,
            new_key_id=fresh.id,
            old="destroyed" if destroy_old else "kept",
        )
        old_id, kept = vault.id, _beside(path, f"{vault.id}.old")
        kept.unlink(missing_ok=True)
        os.link(path, kept)
        made = vault.rewrite(_with_new_codes, fresh, renamed=True)
        if in_file:
            _put_aside(key_file, vault.key.id, destroy_old=destroy_old)
            _beside(key_file, "new").replace(key_file)
        if destroy_old:
            _shred(kept)
    what = "destroyed" if destroy_old else f"kept: {kept}"
    then = "" if in_file else f" Move the new key from {next_env} to {there.key_env} now."
    return f"vault: {made.id} in the place of {old_id} ({what}); every code is a new one, sealed with key {fresh.id}.{then}"


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


def _put_aside(path: Path, key_id: str, *, destroy_old: bool) -> str:
    if destroy_old:
        _shred(path)
        return "destroyed"
    path.replace(_beside(path, f"{key_id}.old"))
    return f"kept: {_beside(path, f'{key_id}.old')}"


def _shred(path: Path) -> None:
    try:
        shred(path)
    except OSError as error:
        raise OutputError(
            f"the file of the key cannot be destroyed: {error.strerror}", where=str(path), remedy="Remove it by hand."
        ) from None


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}.{ending}")
