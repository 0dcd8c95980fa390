"""The file system of fsspec behind a URL.

Credentials, region and endpoint come from what each store's own client looks at (environment, profile, role of the machine):
docs/stores.md lists it.
"""

import atexit
from functools import cache
from typing import Any

from llm_assets.errors import ConfigError
from llm_assets.stores.urls import SCHEMES, StoreUrl

CONNECT_SECONDS, ANSWER_SECONDS = 10, 60
CONNECTIONS = 16  # at a time, where [llm_output.rate_limiting] max_concurrent does not say
_READ_BYTES = 8_000_000
_END_SECONDS = 5
_made: set[str] = set()  # protocols of the file systems of this process


def file_system(url: StoreUrl, *, writing: bool = False) -> Any:
    """The fsspec file system of a URL; one each for reading and for writing, kept by fsspec.

    For reading, the client library itself tries again; for writing, `attempts` does, so that each try counts against the
    rate. Raises ConfigError when the library of the store is not installed.
    """
    import fsspec

    protocol, extra = SCHEMES[url.scheme]
    try:
        kind = fsspec.get_filesystem_class(protocol)
    except ImportError:
        raise ConfigError(
            "the library for this object store is not installed",
            where=f"{url.scheme}://",
            remedy=f"Install it: pip install 'llm-assets[{extra}]'.",
        ) from None
    options: dict[str, Any] = {"use_listings_cache": False}
    if protocol == "s3":
        timeouts = {"connect_timeout": CONNECT_SECONDS, "read_timeout": ANSWER_SECONDS}
        retries = {"mode": "standard", "max_attempts": 1 if writing else 6}
        # Checksums only where asked: stores that speak S3 know Content-MD5, which goes with each object, but not all know more.
        config = {**timeouts, "retries": retries, "request_checksum_calculation": "when_required", "max_pool_connections": 64}
        options |= {"config_kwargs": config, "default_block_size": _READ_BYTES}
    made = kind(**options)
    _made.add(protocol)
    _end_with_the_process()
    if protocol == "s3" and writing:
        made.retries = 1
    return made


@cache
def _end_with_the_process() -> None:
    """Has the thread that fsspec talks to stores in end before the interpreter does, once.

    A thread that still runs then keeps modules alive, and DuckDB's prints all of its functions as leaked.
    """
    atexit.register(_end)


def _end() -> None:
    from fsspec import asyn

    if _made != {"s3"}:  # adlfs closes its clients at the very end, and waits for this thread to do it
        return
    loop, thread = asyn.loop[0], asyn.iothread[0]
    if loop is not None and thread is not None:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_END_SECONDS)
