"""Files of the published tree that the next one has as well: linked into it (`link`, POSIX), not written again.

Nothing here writes into a file of the published tree, neither bytes nor mode nor times: what is not as this program left it is
no file to share. A linked file is read again and audited like any other of the staged tree, against the values of this run.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

from llm_assets.tree.files import FILE_MODE, MTIME_NS


def carried(standing: Path, root: Path, path: str, body: bytes) -> bool:
    """Links a file of the published tree into another tree, where it holds exactly these bytes; gives whether it did.

    standing: root of the published tree; root: of the other; path: relative to both. False, and nothing there, where the file
    is missing, differs in anything, or the file system refuses the link.
    """
    place = f"{root}/{path}"
    try:
        os.link(f"{standing}/{path}", place, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return False
    try:
        # Looked at after it was linked: what stands at the old path may be another file by now.
        if _holds(place, body):
            return True
    except OSError:
        pass
    with suppress(FileNotFoundError):
        Path(place).unlink()
    return False


def _holds(place: str, body: bytes) -> bool:
    descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        about = os.fstat(descriptor)
        ours = stat.S_ISREG(about.st_mode) and stat.S_IMODE(about.st_mode) == FILE_MODE and about.st_uid == os.geteuid()
        if not ours or about.st_size != len(body) or about.st_mtime_ns != MTIME_NS:
            return False
        found = b""
        while chunk := os.read(descriptor, len(body) + 1 - len(found)):
            found += chunk
        return found == body
    finally:
        os.close(descriptor)
