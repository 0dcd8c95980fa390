"""Receipts: what each erasure did, in counts and keyed hashes, one JSON line each, appended and never changed."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from llm_assets.errors import ConfigError, OutputError
from llm_assets.privacy.erasure.listed import ErasedList
from llm_assets.work import secure_open

RECEIPTS = "receipts.jsonl"


def append(folder: Path, receipt: Mapping[str, Any]) -> None:
    """Adds one receipt to the log of a list's folder; on disk before it returns. Raises OutputError."""
    try:
        with secure_open(folder / RECEIPTS, "ab") as file:
            # A run that was killed here left half a line: the next one begins after it.
            file.write(b"\n" if file.tell() and not _ends_whole(folder / RECEIPTS) else b"")
            file.write(orjson.dumps(receipt, option=orjson.OPT_APPEND_NEWLINE))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputError(
            f"the receipt of an erasure cannot be written: {error.strerror}",
            where=str(folder / RECEIPTS),
            remedy="The people are erased; free space or fix the rights, then run erase again for the receipt.",
        ) from None


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"


def read(folder: Path) -> list[dict[str, Any]]:
    """All receipts, the oldest first; a line that a killed run cut short is passed over. Raises ConfigError."""
    try:
        lines = (folder / RECEIPTS).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ConfigError(
            f"the receipts of erasures cannot be read: {error.strerror}",
            where=str(folder / RECEIPTS),
            remedy="Make it a file that you may read.",
        ) from None
    found = []
    for line in lines:
        try:
            found.append(orjson.loads(line))
        except orjson.JSONDecodeError:
            continue
    return found


def unsettled(listed: ErasedList) -> str:
    """A warning when people on a list have no receipt yet: what was published or kept before may still hold them."""
    if not listed.hashes:
        return ""
    done = {each for receipt in read(listed.folder) for each in receipt.get("ids", ())}
    pending = len(listed.hashes - done)
    return f"{pending:,} erased people may still be in old trees and in the vault: run the job erase" if pending else ""
