"""Pseudonyms, tag codes and date offsets: derived from the secret key, or pseudonyms drawn at random (`RandomPseudonymizer`).

Method: keyed BLAKE2b (RFC 7693) over version, dataset, level, domain and value, each with its length before it, so that no two
different inputs give one message.
"""

import hashlib
from collections.abc import Callable

from llm_assets.privacy.keys import Key

VERSION = b"1"
CODE_LETTERS = 8
PSEUDONYM_LETTERS = 24
MAX_SHIFT_SECONDS = 365 * 86_400

# 256 byte values onto 26 letters: at most 10 bytes a letter, so a letter carries 4.69 of the possible 4.70 bits.
_LETTERS = bytes(ord("a") + byte % 26 for byte in range(256))


def _framed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


class Pseudonymizer:
    """Derives what stands in the place of ids, values and times.

    dataset: name of the dataset (or the text of `link_datasets`); level: privacy level. Both are part of every derived text, so
    that two trees of different levels cannot be joined.
    """

    def __init__(self, key: Key, dataset: str, level: str) -> None:
        self._base = hashlib.blake2b(
            _framed(VERSION, dataset.encode(), level.encode()), key=key.derived, digest_size=PSEUDONYM_LETTERS
        )

    def _digest(self, domain: str, *parts: str) -> bytes:
        state = self._base.copy()
        state.update(_framed(domain.encode(), *(part.encode("utf-8", "surrogatepass") for part in parts)))
        return state.digest()

    def pseudonym(self, domain: str, value: str) -> str:
        """24 lower-case letters (112 bits) for an id in a domain; `user` is the domain of users and of foreign keys to them."""
        return self._digest("pseudonym", domain, value).translate(_LETTERS).decode("ascii")

    def user(self, user_id: str) -> str:
        """The pseudonym of a user: the same in the table, in interactions, in texts and in file names."""
        return self.pseudonym("user", user_id)

    def code(self, scope: str, entity: str, value: str) -> str:
        """8 lower-case letters for a value in a scope: the owner of the document, or a conversation."""
        return self._digest("tag", scope, entity, value).translate(_LETTERS)[:CODE_LETTERS].decode("ascii")

    def shift(self, user: str) -> int:
        """Seconds, uniform in ±365 days, by which all times of one user (given by pseudonym) are moved."""
        number = int.from_bytes(self._digest("shift", user)[:16], "big")
        return number % (2 * MAX_SHIFT_SECONDS + 1) - MAX_SHIFT_SECONDS

    def draw(self, domain: str, user: str) -> float:
        """A number in [0, 1), uniform, for a user (given by pseudonym) in a domain of draws, as in "split"."""
        return (int.from_bytes(self._digest("draw", domain, user)[:7], "big") >> 3) / 2**53


class RandomPseudonymizer(Pseudonymizer):
    """Random codes in the place of ids: nothing is derived from a value of the data (45 CFR 164.514(c)).

    code_of: (domain, value) -> the code that was drawn for it. Offsets of times are derived from the random code with the key.
    """

    def __init__(self, key: Key, dataset: str, level: str, code_of: Callable[[str, str], str]) -> None:
        super().__init__(key, dataset, level)
        self._code_of = code_of

    def pseudonym(self, domain: str, value: str) -> str:
        """The random code of an id in a domain. Raises DatasetError when none was drawn for it."""
        return self._code_of(domain, value)

    def code(self, scope: str, entity: str, value: str) -> str:
        """Codes of tags would be derived from what they stand for, so there are none: asking is a fault of the program."""
        raise NotImplementedError
