"""An encrypted file of chunks: read and written as a stream, and any change to it is noticed.

Method: AES-256-GCM (NIST SP 800-38D) over chunks in the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár 2015): the
number of the chunk is its nonce, and whether it is the last one is authenticated with it, so that no chunk can be
changed, moved, left out or cut off. HKDF-SHA-256 (RFC 5869) derives the key of each file from the secret and a fresh salt, so
that no nonce is ever used twice.
"""

import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from llm_assets.errors import ConfigError, DatasetError
from llm_assets.privacy.keys import Key
from llm_assets.work import secure_open

_MAGIC = b"llm-assets vault 1\n"
_ID_BYTES, _SALT_BYTES = 6, 32
_LENGTH = struct.Struct(">I")
_TAG_BYTES = 16
_LARGEST = 1 << 26  # a length that was tampered with must not ask for gigabytes


@dataclass(frozen=True, slots=True)
class Header:
    """What may be read without the key. id: 12 hexadecimal digits, drawn when the vault was made; key_id: of its key."""

    id: str
    key_id: str
    salt: bytes

    @property
    def framed(self) -> bytes:
        return _MAGIC + bytes.fromhex(self.id) + bytes.fromhex(self.key_id) + self.salt


def read_header(path: Path) -> Header:
    """The header of a sealed file. Raises ConfigError when it is none."""
    with _opened(path) as file:
        return _header(file, path)


def write_sealed(path: Path, key: Key, chunks: Iterable[bytes], identity: str | None = None) -> Header:
    """Writes a sealed file (0600) beside `path` and puts it in its place. identity: of the vault; None draws a new one."""
    header = Header(identity or os.urandom(_ID_BYTES).hex(), key.id, os.urandom(_SALT_BYTES))
    cipher, fresh = _cipher(key, header), path.with_name(f".{path.name}.new")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with secure_open(fresh) as file:
            file.write(header.framed)
            waiting, number = b"", 0
            for number, chunk in enumerate(chunks):
                if number:
                    _write(file, cipher, header, number - 1, waiting, last=False)
                waiting = chunk
            _write(file, cipher, header, number, waiting, last=True)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return header


def read_sealed(path: Path, key: Key) -> Iterator[bytes]:
    """The chunks of a sealed file, each as soon as it is proved to be as it was written.

    Raises ConfigError when the key is another one, DatasetError when the file was changed or damaged.
    """
    with _opened(path) as file:
        header = _header(file, path)
        if header.key_id != key.id:
            raise ConfigError(
                f"the vault was sealed with key {header.key_id}, not with key {key.id}",
                where=str(path),
                remedy="Name the key of this vault in [privacy.vault] key_env or key_file.",
            )
        cipher, number, last = _cipher(key, header), 0, False
        while not last:
            (size,) = _LENGTH.unpack(_exactly(file, _LENGTH.size, path))
            if not _TAG_BYTES <= size <= _LARGEST:
                raise _changed(path)
            sealed = _exactly(file, size, path)
            last = not file.peek(1)
            try:
                chunk = cipher.decrypt(_nonce(number), sealed, _bound(header, number, last=last))
            except InvalidTag:
                raise _changed(path) from None
            number += 1
            if chunk:
                yield chunk


def _write(file: BinaryIO, cipher: AESGCM, header: Header, number: int, chunk: bytes, *, last: bool) -> None:
    sealed = cipher.encrypt(_nonce(number), chunk, _bound(header, number, last=last))
    file.write(_LENGTH.pack(len(sealed)))
    file.write(sealed)


def _cipher(key: Key, header: Header) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, header.salt, b"llm-assets vault file").derive(key.derived))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(header: Header, number: int, *, last: bool) -> bytes:
    return header.framed + number.to_bytes(8, "big") + (b"last" if last else b"more")


def _header(file: BinaryIO, path: Path) -> Header:
    framed = file.read(len(_MAGIC) + 2 * _ID_BYTES + _SALT_BYTES)
    if not framed.startswith(_MAGIC) or len(framed) < len(_MAGIC) + 2 * _ID_BYTES + _SALT_BYTES:
        raise ConfigError("the file is no vault", where=str(path), remedy="Correct [privacy.vault] file.")
    rest = framed[len(_MAGIC) :]
    return Header(rest[:_ID_BYTES].hex(), rest[_ID_BYTES : 2 * _ID_BYTES].hex(), rest[2 * _ID_BYTES :])


def _opened(path: Path) -> BufferedReader:
    try:
        return path.open("rb")
    except OSError as error:
        raise ConfigError(
            f"the vault cannot be read: {error.strerror}", where=str(path), remedy="Correct [privacy.vault] file, or its mode."
        ) from None


def _exactly(file: BinaryIO, size: int, path: Path) -> bytes:
    found = file.read(size)
    if len(found) != size:
        raise _changed(path)
    return found


def _changed(path: Path) -> DatasetError:
    return DatasetError(
        "the vault was changed or damaged since it was written", where=str(path), remedy="Put back a copy that is whole."
    )
