"""Objects on S3 and on what speaks its language (MinIO, Ceph, R2, …).

Each object goes with its Content-MD5, so that the store refuses damaged bytes; and the ETag that comes back is compared. Small
objects are written on a condition (`If-None-Match`, `If-Match`): of two writers one is refused by the store itself.
"""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llm_assets.stores.attempts import StoreError, persist
from llm_assets.stores.objects import PART_BYTES, Found, Store, md5_of

_REMOVED_TOGETHER = 1000  # the most that one request may name
_NOT_KNOWN = (400, 501)  # what servers say that know no conditional writes


class S3Store(Store):
    """The objects under a prefix of a bucket."""

    def put(self, key: str, data: bytes) -> bool:
        digest = hashlib.md5(data, usedforsecurity=False)
        answer = self._put(key, data, digest.digest())
        return bool(answer.get("ETag", "").strip('"') == digest.hexdigest())

    def put_file(self, key: str, path: Path) -> bool:
        if path.stat().st_size <= 2 * PART_BYTES:  # s3fs would not part it either
            return self.put(key, path.read_bytes())
        self._write(lambda: self._fs.put_file(str(path), self._path(key), chunksize=PART_BYTES, max_concurrency=2))
        found = self.find(key)
        return found is not None and self.holds(found, path)

    def holds(self, found: Found, path: Path) -> bool:
        etag = parted_etag(path) if "-" in found.version else md5_of(path)
        return found.size == path.stat().st_size and found.version == etag

    def put_if(self, key: str, data: bytes, version: str | None) -> str | None:
        condition = {"IfNoneMatch": "*"} if version is None else {"IfMatch": version}
        try:
            answer = self._put(key, data, hashlib.md5(data, usedforsecurity=False).digest(), **condition)
        except StoreError as error:
            if error.status in _NOT_KNOWN:
                return super().put_if(key, data, version)
            if error.kind != "conflict" and (error.kind != "missing" or version is None):
                raise
            return self._written(key, data)
        return str(answer["ETag"]).strip('"')

    def remove(self, keys: Sequence[str]) -> None:
        for start in range(0, len(keys), _REMOVED_TOGETHER):
            some = [{"Key": self._key(key)} for key in keys[start : start + _REMOVED_TOGETHER]]
            told = {"Objects": some, "Quiet": True}
            answer = self._write(lambda told=told: self._call("delete_objects", Delete=told))  # type: ignore[misc]
            if failed := answer.get("Errors"):
                raise StoreError(f"the store did not remove {len(failed)} objects")

    def sweep(self) -> None:
        """Ends uploads in parts that a killed run began: they cost money, and no listing of objects shows them."""
        try:
            answer = persist(lambda: self._call("list_multipart_uploads", Prefix=self._key("") + "/"))
            for each in answer.get("Uploads", ()):
                about = {"Key": each["Key"], "UploadId": each["UploadId"]}
                self._write(lambda about=about: self._call("abort_multipart_upload", **about))  # type: ignore[misc]
        except (
            StoreError,
            FileNotFoundError,
        ):  # a right that is not needed for anything else, or a server that has none of this
            return

    def _put(self, key: str, data: bytes, md5: bytes, **condition: str) -> dict[str, Any]:
        told = base64.b64encode(md5).decode()
        return self._write(lambda: self._call("put_object", Key=self._key(key), Body=data, ContentMD5=told, **condition))

    def _call(self, method: str, **arguments: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self._fs.call_s3(method, Bucket=self.url.path.partition("/")[0], **arguments)
        return answer

    def _key(self, key: str) -> str:
        return self._path(key).partition("/")[2]


def parted_etag(path: Path) -> str:
    """The ETag that S3 gives to a file that was written in parts: the MD5 of their MD5s, and their number."""
    parts = []
    with path.open("rb") as file:
        while part := file.read(PART_BYTES):
            parts.append(hashlib.md5(part, usedforsecurity=False).digest())
    return f"{hashlib.md5(b''.join(parts), usedforsecurity=False).hexdigest()}-{len(parts)}"
