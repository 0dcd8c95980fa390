"""Texts for property tests: what people really write, composed so that values touch what they should not."""

import json
from functools import lru_cache

from hypothesis import strategies as st

from llm_assets.sample import EVENTS

PEOPLE = {
    "PERSON": [
        "Anna Smith",
        "Jürgen Müller-Lüdenscheidt",
        "李小龙",
        "Will Rose",
        "Zoë O'Neil",
        "María José García López",
        "Cher",
    ],
    "EMAIL": ["anna.smith@example.org", "j.mueller+news@post.example.net", "will@example.com"],
    "PHONE": ["+44 131 496 0136", "(415) 555-0132", "+49 30 901820"],
    "USERNAME": ["anna_smith_62", "phone", "x0r"],
    "ID_OTHER": ["CUS1VFBEC", "9250815c-77fb-4839-ae1a-12fe8c9cf52c"],
    "URL": ["https://github.com/annasmith", "https://anna-smith.example.de/about"],
    "ADDRESS": ["1 Green Terrace, York YO68 4BL"],
    "IBAN": ["DE89370400440532013000"],
}
# What recognisers take, what they refuse, and what stands around them.
PIECES = [
    *(value for values in PEOPLE.values() for value in values),
    "bob@host.com", "bob (at) host (dot) com", "bob at host dot com", "bob@host", "@bob", "a@b.com.2024",
    "mailto:bob@host.com",
    "4111 1111 1111 1111", "4111-1111-1111-1112", "378282246310005", "GB82 WEST 1234 5698 7654 32", "078-05-1120",
    "536-90-4399",
    "192.0.2.1", "1.2.3.4.5", "2001:db8::1", "12:30:45", "00:1a:2b:3c:4d:5e", "001a.2b3c.4d5e",
    "https://a.example.com/u/anna?x=1#y", "https://en.wikipedia.org/wiki/A_(b)", "www.host.com/a(b", "host.com",
    "bob:pw@host.com",
    "http://u:p@host.com/x", "postgres://u:p@db.example.com:5432/x", "sk_live_abcdefghij0123456789", "AKIAIOSFODNN7EXAMPLE",
    "-----BEGIN RSA PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----", "eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abc",
    "+1 415 555 0132", "030 901820", "call 4155550132", "01/02/2024", "2024-01-02 10:00", "$1,234.56", "v1.2.3", "#123456789",
    "[EMAIL:abcdefgh]", "[PHONE]", "[URL:abcdefgh", "EMAIL:abcdefgh]", "[A", "[", "]", "(", ")", "<", ">",
    "<b>", "</b>", "<br>",
    "<at>", "%40", "%2E", "%C3%A9", "%20", "%", "&#64;", "&commat;", "&amp;", "&lt;", "&", "\u200b", "\u00ad", "\u0301",
    "\ufe0f", "\U0001f44d", "\u4f60\u597d", "\u674e", "\u30a2", "\uff11", "\uff20", "\uff0e", "\u0661", "**", "*", "~~",
    "_", "`", "'s",
    " ", " ", " ", "\n", "\n\n", "\t", "\u00a0", "\u2028", ".", ",", ":", ";", "-", "/", "//", "\\", "'", '"', "=",
    "+", "#", "?",
    "\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", "\u1112\u1161\u11ab", "\u0928\u094d\u092f",
    "1\u20e3", "\U0001f44d\U0001f3fd", "\r\n", "\u0600", "\0", "\x1f", "\ud800", "a", "0", "7", "at", "dot", "ssn",
    "phone:", "is", "the",
]  # fmt: skip


def composed(max_size: int = 14) -> st.SearchStrategy[str]:
    """Personal values, halves of values and separators, one behind the other."""
    return st.lists(st.sampled_from(PIECES), max_size=max_size).map("".join)


def texts() -> st.SearchStrategy[str]:
    """Any text, composed texts, and any text between two values."""
    between = st.tuples(st.sampled_from(PIECES), st.text(max_size=4), st.sampled_from(PIECES)).map("".join)
    return st.one_of(composed(), composed(5), between, st.text(max_size=60))


@lru_cache(maxsize=1)
def sample_texts() -> list[str]:
    """Every text of the bundled sample's interactions."""
    rows = [json.loads(line) for line in EVENTS.read_text(encoding="utf-8").splitlines()]
    return [row[name] for row in rows for name in ("subject", "body", "body_html") if row[name]]
