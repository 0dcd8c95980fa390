"""URLs of object stores: scheme, bucket and prefix, and nothing else.

A URL stands in settings, logs, metadata and errors. So one that holds a name, a password or a signature is refused, and the
refusal does not repeat it.
"""

import re
from dataclasses import dataclass
from glob import has_magic

from llm_assets.errors import ConfigError

# Scheme -> (the protocol of fsspec, the extra that installs it). Each of these stores puts an object whole or not at all.
SCHEMES = {
    "s3": ("s3", "s3"),
    "s3a": ("s3", "s3"),
    "gs": ("gcs", "gcs"),
    "gcs": ("gcs", "gcs"),
    "az": ("abfs", "azure"),
    "abfs": ("abfs", "azure"),
}
KNOWN = ", ".join(f"{scheme}://" for scheme in SCHEMES)
_QUERY = re.compile(r"\?[\w-]+=")  # a lone question mark is a wildcard
_ENVIRONMENT = "Leave credentials to the environment, see docs/stores.md."


@dataclass(frozen=True, slots=True)
class StoreUrl:
    """scheme: of SCHEMES; path: the bucket (or container) and the prefix, without a slash at either end."""

    scheme: str
    path: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.path}"

    @property
    def protocol(self) -> str:
        """The name of the store in fsspec."""
        return SCHEMES[self.scheme][0]

    def holds(self, other: "StoreUrl") -> bool:
        """Whether `other` is this prefix or lies below it."""
        return self.protocol == other.protocol and f"{other.path}/".startswith(f"{self.path}/")

    def stem(self) -> "StoreUrl":
        """The part before the first wildcard."""
        parts = self.path.split("/")
        wild = next((index for index, part in enumerate(parts) if has_magic(part)), len(parts))
        return StoreUrl(self.scheme, "/".join(parts[:wild]))


def is_store(text: str) -> bool:
    """Whether a setting names an object store (not a path, not a database)."""
    return text.partition("://")[0].lower() in SCHEMES and "://" in text


def store_url(text: str, where: str = "") -> StoreUrl:
    """Reads the URL of a store or of a place in it. where: what to name in an error.

    Raises ConfigError when it is of no known scheme, names no bucket, or holds credentials.
    """
    scheme, _, rest = text.partition("://")
    scheme = scheme.lower()
    if scheme not in SCHEMES:
        raise ConfigError("the URL is of no object store that is known", where=where, remedy=f"Known: {KNOWN}.")
    if "::" in text:
        raise ConfigError("the URL is a chain of URLs", where=where, remedy="Name the place in the store alone.")
    bucket, _, prefix = rest.partition("/")
    # A secret may hold a slash, so that its `@` can stand anywhere; no bucket has a colon.
    if any(sign in bucket for sign in "@:") or _QUERY.search(rest):
        raise ConfigError("the URL holds credentials or options", where=where, remedy=_ENVIRONMENT)
    parts = prefix.split("/")
    path = "/".join([bucket, *(part for part in parts if part)])
    if not bucket or bucket != bucket.strip() or any(part in (".", "..") for part in parts):
        raise ConfigError("the URL names no bucket, or a place with `..`", where=where, remedy="Write scheme://bucket/prefix.")
    return StoreUrl(scheme, path)
