"""The sieve and the words of the audit: whatever the exact patterns would find in a whole text, they find in its stretches."""

import base64
import re
import string
from urllib.parse import quote

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from llm_assets.privacy.audit.filters import Filter
from llm_assets.privacy.audit.folding import fold
from llm_assets.privacy.audit.folds import folded, word_key
from llm_assets.privacy.audit.leaks import _DIGITS, _HOST
from llm_assets.privacy.audit.patterns import _CARD, _IBAN, _IPV4, _PHONE, _SECRET, patterns
from llm_assets.privacy.audit.reversible import _decoded
from llm_assets.privacy.audit.rows import digit_rows, dotted
from llm_assets.privacy.audit.stretches import stretches

_BASE64 = re.compile(r"(?<![0-9A-Za-z+/_-])[0-9A-Za-z+/_-]{8,2000}(?![0-9A-Za-z+/_-])")
_HEX = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{32,128}(?![0-9A-Za-z])")
_PIECES = (
    "4111 1111 1111 1111", "DE89370400440532013000", "GB82 WEST 1234 5698 7654 32", "+49 30 1234567", "192.168.0.1", "a" * 32,
    "0" * 40, "QW5uYQ==", "YW5uYS5rQGV4YW1wbGU=", "QW5uYSBL", "www.anna-k.net", "anna@host.co.uk", "Ä", "ß", "中文", "\u0661",
    "AKIA" + "A1" * 8, "ghp_" + "a1" * 18, "sk_live_" + "b2" * 8, "xoxb-123456-abcdefgh", "AIza" + "c" * 35,
    "-----BEGIN RSA PRIVATE KEY-----", "12.03.1999", "1-2", "(030) 12-34/56", "....", "//", "=", "_", "-", " ", "\n", ".", "@",
)  # fmt: skip
texts = st.lists(st.sampled_from(_PIECES) | st.text(string.printable, max_size=9) | st.text(max_size=4), max_size=30).map(
    "".join
)


# Letters that join with what stands before them, change places with it, or fold to several, to none, or to others at an end.
_JOINING = (
    "\u09c7\u09be \u1100\u1161\u11a8 가\u11a8 A\u030a ΑΣ ﷺ ŉ İ ﬃ １２ \u1fb3 "
    "α\u0345\U0001d165 \u0b47\u0b3e \u0e33 ⅷ ｶﾞ \u200d\u1b05\u1b44"
)


def _agree(text: str) -> None:
    found, plain = folded(text), fold(text)
    spelled = [found.octets[a:b].tobytes().decode() for a, b in zip(found.first.tolist(), found.end.tolist(), strict=True)]
    assert found.octets.tobytes() == plain.encode()
    assert spelled == re.findall(r"[^\W_]+", plain)
    assert found.keys.tolist() == [word_key(word) for word in spelled]


@settings(deadline=None)  # the first call compiles
@given(texts | st.text(_JOINING, max_size=12) | st.text(max_size=30))
@example("ﷺ" * 40)  # grows too much for one pass
@example("α\u0345\U0001d165")  # marks that normal forms sort
def test_a_text_is_folded_and_split_as_by_the_regular_expressions(text: str) -> None:
    _agree(text)


def test_each_character_is_folded_as_by_the_rules() -> None:
    """All but ideographs, syllables of Hangul, and scripts that nobody writes."""
    codes = [*range(0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x12000), *range(0x1D000, 0x1F200)]
    for begin in range(0, len(codes), 64):
        _agree(" a".join(map(chr, codes[begin : begin + 64])))


@settings(deadline=None)  # the first call compiles
@given(texts)
def test_nothing_that_the_patterns_match_passes_the_sieve(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    seen = stretches(text)
    rows = "\n".join(seen.digits)
    for pattern in (_CARD, _IPV4, _PHONE):
        assert pattern.findall(rows) == pattern.findall(text)
    begins = [match for match in map(_IBAN.search, seen.ibans) if match]
    assert {match[0] for match in begins} >= {match[0] for match in _IBAN.finditer(text)}
    assert seen.hexes == [digest for digest in _HEX.findall(text) if len(digest) in (32, 40, 56, 64, 96, 128)]
    assert seen.secret or not _SECRET.search(text)
    assert set(_decoded(seen.codes)) >= set(_decoded(_BASE64.findall(text)))


_AROUND_CODES = st.sampled_from(["=", "==", "===", "-", "+", "/", "_", "a", "4111", ":", ";", " ", "\n", "é", '"', ""])


@settings(deadline=None)  # the first call compiles
@given(
    st.text(string.ascii_letters + "@. é", min_size=6, max_size=30),
    st.lists(st.tuples(_AROUND_CODES, _AROUND_CODES), max_size=6),
    st.sampled_from(["", "="]),
)
def test_base64_that_stands_alone_is_looked_at_whatever_it_stood_in_before(
    value: str, before: list[tuple[str, str]], filling: str
) -> None:
    """A row that had been a piece of something longer was remembered, and passed over where it stood alone: a leak got out."""
    written = base64.b64encode(value.encode()).decode().rstrip("=") + filling
    text = "\n".join((*(f"{one}{written}{other}" for one, other in before), written))
    assert value in _decoded(stretches(text).codes)


@settings(deadline=None)  # the first call compiles
@given(
    st.text(string.ascii_letters + "@. éß中?~>", min_size=6, max_size=60),
    st.sampled_from(
        ["=", "?token=", "key==", "&x=", "/u/", "id-", "a_b-", "%3D", "?t%3d", "%26k%3D", "data:text/plain;base64,"]
    ),
    st.sampled_from(["", "&x=1", "/edit", "-x", "_", "=other", "==QUJD", "#a", "%26y"]),
    st.sampled_from(["standard", "urlsafe", "quoted"]),
)
def test_base64_is_looked_at_behind_and_before_what_addresses_hold(value: str, before: str, after: str, how: str) -> None:
    """What stood behind a sign of equality was passed over: `?token=…` in an address let a known value out."""
    data = value.encode()
    written = (base64.urlsafe_b64encode if how == "urlsafe" else base64.b64encode)(data).decode()
    written = quote(written, safe="") if how == "quoted" else written.rstrip("=") if after[:1] != "=" else written
    assert value in _decoded(stretches(f"see https://host.example/a{before}{written}{after} there").codes)


def test_no_row_hides_another_by_its_hash() -> None:
    """Ways to the same slot of what is remembered, many times over: rows are compared byte for byte."""
    values = [f"member {number:06d}" for number in range(40_000)]
    codes = [base64.b64encode(value.encode()).decode() for value in values]
    assert set(_decoded(stretches("\n".join(codes)).codes)) == set(values)


@settings(deadline=None)  # the first call compiles
@given(texts)
def test_no_phone_and_no_host_passes_the_sieve(text: str) -> None:
    plain = fold(text)
    octets = np.frombuffer(plain.encode(), dtype=np.uint8)
    assert _DIGITS.findall("\n".join(digit_rows(octets))) == _DIGITS.findall(plain)
    hosts = [host for host in _HOST.findall(plain) if re.search(r".\..", host)]
    assert [host for host in _HOST.findall("\n".join(dotted(octets))) if re.search(r".\..", host)] == hosts


def test_a_text_with_more_stretches_than_places_is_looked_at_whole() -> None:
    assert len(stretches("123456789 x " * 70_000).digits) == 70_000
    assert patterns("4111 1111 1111 1111 x " * 70_000)["card"] == 70_000


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**64 - 1), max_size=200), st.lists(st.integers(0, 2**64 - 1), max_size=50))
def test_a_filter_never_misses_a_key(members: list[int], others: list[int]) -> None:
    keys = np.array(members, dtype=np.uint64)
    found = Filter((keys,)).likely(np.concatenate((np.array(others, dtype=np.uint64), keys)))
    assert set(range(len(others), len(others) + len(members))) <= set(found.tolist())
