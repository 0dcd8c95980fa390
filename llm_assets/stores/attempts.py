"""Which failures of a store are tried again, how long, and what is said of them.

Tried again: connections that break or take too long, and answers that say "not now" (408, 409, 429, 5xx, a damaged body). All
else (no such bucket, no right, no credentials) would fail again. Waits double from 0.2 s to 20 s, each cut by a random part so
that writers that were slowed down together do not come back together (AWS Architecture Blog, "Exponential Backoff And Jitter").

The text of an error of a store never goes on: it may hold a key's id, a URL that is signed, or a name of the data.
"""

import random
import time
from collections.abc import Callable
from typing import Any, Literal, TypeVar

Result = TypeVar("Result")
Kind = Literal["missing", "conflict", "refused", "failing"]

TRIES = 8
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 20.0
_NOT_NOW = (408, 409, 425, 429)
_CODES = ("BadDigest", "IncompleteBody", "RequestTimeout", "SlowDown", "XAmzContentSHA256Mismatch")
_FAULTS = (TypeError, AttributeError, LookupError, NameError, AssertionError, ImportError, MemoryError)
_CREDENTIALS = ("credential", "clientauthentication", "profilenotfound", "tokenretrieval")


class StoreError(OSError):
    """A store refused, or did not answer well however often it was asked. `strerror` says it in words of our own.

    kind: `missing` (what was named is not there), `conflict` (a condition of the write does not hold), `refused` (another no),
    `failing` (no answer, or "not now", to the last). status: of HTTP, 0 where there is none.
    """

    def __init__(self, words: str, kind: Kind = "failing", status: int = 0) -> None:
        super().__init__(0, words)
        self.kind = kind
        self.status = status


def persist(call: Callable[[], Result], sleep: Callable[[float], None] = time.sleep) -> Result:
    """What `call` gives, tried up to TRIES times. Raises StoreError, or FileNotFoundError for what is not there."""
    for tried in range(1, TRIES + 1):
        try:
            return call()
        except _FAULTS:
            raise
        except FileNotFoundError:
            raise
        except Exception as error:  # noqa: BLE001 - each store has errors of its own; none of their texts goes on
            if not passing(error):
                raise StoreError(in_words(error), _kind(error), status_of(error)[0]) from None
            if tried == TRIES:
                raise StoreError(f"{in_words(error)}, {TRIES} times in a row") from None
        sleep(min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (tried - 1)) * random.uniform(0.5, 1))
    raise AssertionError


def passing(error: Exception) -> bool:
    """Whether the same request may well succeed later."""
    if isinstance(error, FileExistsError):  # Azure says it with 409, which elsewhere means "not now"
        return False
    status, code = status_of(error)
    if code in _CODES:
        return True
    if status:
        return status in _NOT_NOW or (status >= 500 and status != 501)
    if _lacks_credentials(error):
        return False
    return not isinstance(error, FileNotFoundError | FileExistsError | PermissionError | IsADirectoryError | ValueError)


def status_of(error: BaseException) -> tuple[int, str]:
    """The HTTP status that an error of a client library came from, and the code of the store; 0 and "" where there are none."""
    for each in (error, error.__cause__, error.__context__):
        response: Any = getattr(each, "response", None)
        if isinstance(response, dict):  # botocore
            about = response.get("ResponseMetadata", {})
            return int(about.get("HTTPStatusCode", 0)), str(response.get("Error", {}).get("Code", ""))
        for name in ("status_code", "code", "status"):  # azure, gcsfs, aiohttp
            found = getattr(each, name, None)
            if isinstance(found, int) and not isinstance(found, bool):
                return found, ""
    return 0, ""


def _kind(error: BaseException) -> Kind:
    return "conflict" if status_of(error)[0] == 412 or isinstance(error, FileExistsError) else "refused"


def in_words(error: BaseException) -> str:
    """What happened, without the text of the library."""
    status, _ = status_of(error)
    if _lacks_credentials(error):
        return "no credentials for the store were found in the environment, or they are not valid"
    if isinstance(error, PermissionError) or status in (401, 403):
        return "the store denies access"
    if isinstance(error, FileNotFoundError) or status == 404:
        return "there is no such bucket"
    if status == 412 or isinstance(error, FileExistsError):
        return "somebody else wrote there"
    return f"the store answered with status {status}" if status else f"the store did not answer ({type(error).__name__})"


def _lacks_credentials(error: BaseException) -> bool:
    return any(word in type(error).__name__.lower() for word in _CREDENTIALS)
