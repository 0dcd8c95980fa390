"""The folder of a model on disk: that it exists, and a digest of its files for the fingerprint."""

import hashlib
from pathlib import Path

from llm_assets.errors import ConfigError
from llm_assets.privacy.ner.backend import SECTION

_BLOCK = 1 << 20


def folder_of(model: str, backend: str) -> Path:
    """The folder that the settings name."""
    path = Path(model).expanduser()
    if not path.is_dir():
        raise ConfigError(
            f"there is no {backend} model: the folder does not exist",
            where=f'{SECTION} model = "{model}"',
            remedy="Give the path of a folder that holds the model; none is ever downloaded.",
        )
    return path


def no_model(model: str, backend: str) -> ConfigError:
    """The error of a folder that the back-end cannot load."""
    return ConfigError(
        f"the folder holds no {backend} model that this version of {backend} can load",
        where=f'{SECTION} model = "{model}"',
        remedy="Give the folder that the model was saved to, or install the version that the model was made with.",
    )


def digest(folder: Path) -> str:
    """Of names and bytes of all files: two folders with the same digest hold the same model."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                total.update(block)
    return total.hexdigest()[:16]
