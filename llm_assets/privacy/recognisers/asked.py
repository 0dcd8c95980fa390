"""What a message asks for, so that the answer to it is understood."""

from functools import lru_cache

KINDS = (
    "name", "email", "phone", "address", "zip", "date", "account", "order", "card", "password", "username", "ssn", "id",
    "passport", "licence", "plate", "device", "bank", "pin",
)  # fmt: skip


@lru_cache(maxsize=1 << 14)
def asks_for(message: str) -> frozenset[str]:
    """The kinds that the end of a message asks for."""
    return frozenset()
