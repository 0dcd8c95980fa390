"""May this folder be published to, and who is publishing to it now: asked before anything is written."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from llm_assets.errors import ConfigError, OutputError, is_transient
from llm_assets.lock import Lock, Patience
from llm_assets.tree.manifest import read_head

_WHERE = "[llm_output] output_dir"
_ESCAPED = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Target:
    """Where the tree stands, and the folder beside it (same file system) for old versions and for work in progress.

    output: absolute, its parent free of symlinks; itself a real folder, our symlink into `versions`, or not there yet.
    """

    output: Path

    @property
    def versions(self) -> Path:
        """Folder of the old trees; names in it that begin with a dot are work in progress."""
        return self.output.parent / f".{self.output.name}.versions"

    @property
    def staging(self) -> Path:
        """The tree that is being written."""
        return self.versions / ".staging"

    @property
    def entries(self) -> Path:
        """What the workers noted of the files they wrote."""
        return self.versions / ".entries"

    @property
    def rate(self) -> Path:
        """The bucket that all workers share."""
        return self.versions / ".rate"

    @property
    def standing(self) -> Path | None:
        """The published tree itself, if there is one."""
        return self.output.resolve() if self.output.is_dir() else None

    @property
    def linked(self) -> str | None:
        """Name of the version that `output` points at, when it is a symlink of ours."""
        if not self.output.is_symlink():
            return None
        aim = self.output.readlink()
        return aim.name if self.output.parent / aim.parent == self.versions else None

    @contextmanager
    def locked(self, run: str = "", patience: Patience | None = None) -> Iterator[None]:
        """Holds the target: runs with another work_dir but the same output_dir must not meet.

        Raises OutputError when another run still has it after the time to wait, or when the folder cannot be made.
        """
        with ExitStack() as stack:
            try:
                self.versions.mkdir(parents=True, exist_ok=True)
                lock = Lock(self.versions / ".lock", str(self.output), "publishing there", 0o644)
                stack.enter_context(lock.held("output_tree", run, patience or Patience()))
            except OSError as error:
                raise cannot_write(error, self.versions) from None
            yield


def find_target(output_dir: Path) -> Target:
    """The target that a path means: `..` and symlinks that are not ours are followed."""
    path = output_dir.absolute()
    path = path.parent.resolve() / path.name if path.name not in ("", "..") else path.resolve()
    target = Target(path)
    return Target(path.resolve()) if path.is_symlink() and target.linked is None else target


def check_target(output_dir: Path, work_dir: Path, sources: Sequence[Path]) -> Target:
    """Refuses a folder that a publication could destroy or must not stand in.

    sources: files and folders that the data is read from. Raises ConfigError, and OutputError when the folder cannot be read.
    """
    target = find_target(output_dir)
    output = target.output
    if _is_mount(output):
        raise ConfigError("output_dir is a mount point, which cannot be exchanged", where=_WHERE, remedy="Use a folder in it.")
    for name, path in [("work_dir", work_dir), *(("a source", source) for source in sources)]:
        if any(path.resolve().is_relative_to(folder) for folder in (output, target.versions)):
            raise ConfigError(
                f"output_dir contains {name}, which a publication would replace", where=_WHERE, remedy="Choose another folder."
            )
    if output.is_relative_to(work_dir.resolve()):
        raise ConfigError(
            "output_dir lies in work_dir, which holds personal data", where=_WHERE, remedy="Choose a folder outside of it."
        )
    if target.linked is None and os.path.lexists(output):
        _check_existing(output)
    return target


def _check_existing(output: Path) -> None:
    if not output.is_dir():
        raise ConfigError("output_dir is a file", where=_WHERE, remedy="Choose another name, or remove the file.")
    try:
        empty = is_empty(output)
        ours = empty or read_head(output / "manifest.json") is not None
    except OSError as error:
        raise OutputError(f"output_dir cannot be read: {error.strerror}", where=str(output)) from None
    if not ours:
        raise ConfigError(
            "output_dir holds files that llm-assets did not write (it has no manifest.json of ours)",
            where=_WHERE,
            remedy="Choose a new or empty folder, or move those files away.",
        )


def is_empty(folder: Path) -> bool:
    """Whether a folder holds nothing."""
    with os.scandir(folder) as found:
        return next(found, None) is None


def cannot_write(error: OSError, where: Path) -> OutputError:
    """The error for a store that failed, in the words of the system and without a traceback's paths."""
    return OutputError(
        f"the output cannot be written: {error.strerror or type(error).__name__}",
        where=str(where),
        remedy="Free space or fix the rights, then run again; what was published before still stands.",
        transient=is_transient(error),
    )


def _is_mount(path: Path) -> bool:
    if path.is_mount():
        return True
    try:
        lines = Path("/proc/self/mountinfo").read_text(errors="replace").splitlines()
    except OSError:
        return False
    # A bind mount within one file system looks like any folder, but the kernel refuses to rename it.
    return str(path) in {_ESCAPED.sub(lambda m: chr(int(m[1], 8)), line.split(" ")[4]) for line in lines}
