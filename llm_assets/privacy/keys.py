"""The secret key: read from the environment or a file, made when there is none, and never shown."""

import hashlib
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from llm_assets.errors import ConfigError

MIN_CHARACTERS = 32


@dataclass(frozen=True)
class Key:
    """A secret of 32 characters or more. Its `id` may be published: it tells keys apart and says nothing about them."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """12 hexadecimal digits, from a keyed hash of a constant."""
        return hashlib.blake2b(b"llm-assets key id", key=self.derived, digest_size=6).hexdigest()

    @property
    def derived(self) -> bytes:
        """The secret as 64 bytes, the longest key that BLAKE2b takes."""
        return hashlib.sha512(b"llm-assets key v1\0" + self.secret).digest()

    @classmethod
    def random(cls) -> "Key":
        """A key that nobody will know again."""
        return cls(secrets.token_bytes(48))


def read_key(key_env: str, key_file: Path, environ: Mapping[str, str] = os.environ) -> Key:
    """The key from the environment variable, else from the file, which is made (mode 0600) when it is absent.

    Raises ConfigError when the key is too short, or the file is readable by others or cannot be read or made.
    """
    text = environ.get(key_env)
    if text is not None:
        return _checked(text, f"environment variable {key_env}")
    where = f"[privacy] key_file = {key_file}"
    try:
        if not key_file.exists():
            _make(key_file)
        if stat.S_IMODE(key_file.stat().st_mode) & 0o077:
            raise ConfigError("the key file can be read by others", where=where, remedy="Run chmod 600 on it.")
        return _checked(key_file.read_text(encoding="utf-8").strip(), where)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ConfigError(
            f"the key file cannot be used: {reason}",
            where=where,
            remedy=f"Set the environment variable {key_env}, or name another file.",
        ) from None


def find_key(key_env: str, key_file: Path, environ: Mapping[str, str] = os.environ) -> tuple[Key | None, str]:
    """The key, and where it comes from, in words; no key where there is none yet. Nothing is made. Raises as `read_key`."""
    if key_env in environ:
        return read_key(key_env, key_file, environ), f"environment variable {key_env}"
    return (read_key(key_env, key_file, environ) if key_file.exists() else None), str(key_file)


def write_key(path: Path) -> Key:
    """Makes a new key in a file (0600) in the place of the one that stands there."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    _make(fresh)
    fresh.replace(path)
    return _checked(path.read_text(encoding="utf-8").strip(), str(path))


def exchange_key(fresh: Path, path: Path, kept: Path) -> None:
    """Puts the file of a new key in the place of the old one, which stays as `kept`. At no moment is there none: a run that
    found none would make another one."""
    if path.exists():
        kept.unlink(missing_ok=True)
        os.link(path, kept)
    fresh.replace(path)


def beside(path: Path, ending: str) -> Path:
    """The file beside a key or a vault that is named after it."""
    return path.with_name(f"{path.name}.{ending}")


def shred(path: Path) -> None:
    """Overwrites a file with random bytes and removes it. What a file system, a disk or a backup copied elsewhere stays."""
    with path.open("r+b", buffering=0) as file:
        file.write(secrets.token_bytes(max(path.stat().st_size, 1)))
        os.fsync(file.fileno())
    path.unlink()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # O_EXCL: two first runs at once must not each make a key and go on with a different one.
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(48) + "\n")


def _checked(text: str, where: str) -> Key:
    if len(text) < MIN_CHARACTERS:
        raise ConfigError(
            f"the key has fewer than {MIN_CHARACTERS} characters",
            where=where,
            remedy='Make one with: python -c "import secrets; print(secrets.token_urlsafe(48))"',
        )
    return Key(text.encode("utf-8"))
