"""What the kernel does for a publication: two folders change places in one step, and a file system is written to disk."""

import ctypes
import errno
import os
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
UNSUPPORTED = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)

_libc = ctypes.CDLL(None, use_errno=True)


def exchange(one: Path, other: Path) -> None:
    """Lets two folders change places, so that no moment exists at which either name is missing (Linux, `renameat2`).

    Raises OSError; its errno is one of UNSUPPORTED where the system or the file system cannot do it.
    """
    call = getattr(_libc, "renameat2", None)
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def can_exchange(folder: Path) -> bool:
    """Whether the file system of a folder can exchange folders: tried with two empty ones.

    Raises OSError when it fails for another reason.
    """
    one, other = folder / ".probe-1", folder / ".probe-2"
    try:
        for probe in (one, other):
            probe.mkdir(exist_ok=True)
        exchange(one, other)
    except OSError as error:
        if error.errno in UNSUPPORTED:
            return False
        raise
    finally:
        for probe in (one, other):
            if probe.is_dir():
                probe.rmdir()
    return True


def sync_files(folder: Path) -> None:
    """Writes the file system that holds `folder` to disk, once: an fsync per file costs ten times what writing it does.

    Raises OSError when the disk reports a failure (a full disk can show as late as here).
    """
    call = getattr(_libc, "syncfs", None)
    if call is None:
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if call(descriptor):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Writes the names in a folder to disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
