"""Every kind of leak, planted and found; what only looks like one, not. And: who removes and who audits agree."""

import ast
import base64
import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy.audit.leaks import People
from llm_assets.privacy.audit.patterns import blocking, patterns
from llm_assets.privacy.audit.reversible import digests, encoded_values, hashed_values
from llm_assets.privacy.audit.stretches import stretches
from tests.privacy.world import World, write_values

ANNA, HAN, WILL = 0, 1, 2
USERS = [
    [
        ("PERSON", "Anna Müller"),
        ("EMAIL", "anna.m@post.example.net"),
        ("PHONE", "+44 131 496 0136"),
        ("USERNAME", "anna_m"),
        ("URL", "https://annam.example/about"),
        ("ID", "CUS1VFBEC"),
    ],
    [("PERSON", "李小龙"), ("USERNAME", "phone"), ("ID", "17"), ("PERSON", "Li Han"), ("URL", "https://shared.example/li")],
    [("PERSON", "Will Rose"), ("ID", "u-3"), ("URL", "https://shared.example/will"), ("PASSPORT", "X99")],
]


@pytest.fixture(scope="module")
def worlds() -> dict[str, World]:
    return {level: World(USERS, level) for level in ("low", "medium", "high")}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("dear Anna Müller,", "full name"),
        ("DEAR ANNA MULLER", "other case, no accents"),
        ("Anna Mu\u0308ller", "combining mark"),
        ("An\u200bna Müller", "zero-width space inside"),
        ("Ａｎｎａ Müller", "full-width"),
        ("anna-müller", "joined by a hyphen"),
        ("write to anna.m@post.example.net", "e-mail"),
        ("anna.m+news ANNA.M@POST.example.net", "e-mail in capitals"),
        ("call 0131 496 01 36", "phone, other groups"),
        ("call 01314960136", "phone without groups"),
        ("as @anna_m said", "handle"),
        ("CUS1VFBEC-2", "distinctive id"),
        ("cus1vfbec", "distinctive id in small letters"),
        ("见李小龙了", "name in a script without spaces"),
        ("see annam.example", "host of one user"),
        ("see blog.annam.example/x", "in the domain of one user"),
        ("see shared.example/li", "page on a shared host"),
        ("so Will Rose said", "ordinary words with capitals"),
        ("Li Han", "short name"),
    ],
)
@pytest.mark.parametrize("level", ["low", "medium", "high"])
def test_planted_everywhere(worlds: dict[str, World], level: str, text: str, why: str) -> None:
    assert worlds[level].finder.everywhere(text), why
    assert worlds[level].finder.everywhere(f'{{"a": "x"}}\n\n{text}\n\n{{"b": "y"}}'), why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("the will rose again", "ordinary words without capitals"),
        ("[PHONE:abcdefgh] and [PHONE]", "the label of a tag, where somebody's handle is `phone`"),
        ("Anna\n\nMüller", "a border between two fields"),
        ('{"a":"Anna","b":"Müller"}', "two fields"),
        ("Anna", "a part of a name: promised in own texts only"),
        ("17", "an id that is not distinctive"),
        ("u-3", "another one"),
        ("shared.example", "a host of several users"),
        ("Thank you", "a name inside a word"),
        ("Lithium Hands", "names at the beginning of words"),
        ("496 0136", "half a phone number"),
        ("00131496013655512345678", "a phone number inside a longer number"),
        ("post.example.net", "the host of an e-mail address"),
    ],
)
def test_near_misses(worlds: dict[str, World], text: str, why: str) -> None:
    assert worlds["high"].finder.everywhere(text) == 0, why


@pytest.mark.parametrize(
    ("text", "people", "expected", "why"),
    [
        ("Anna wrote", [ANNA], 1, "the owner's own text"),
        ("dear anna", [HAN, ANNA], 1, "a participant's name"),
        ("dear Anna", [HAN], 0, "a stranger's name"),
        ("MULLER", [ANNA], 1, "family name"),
        ("Will you come?", [HAN, WILL], 1, "an ordinary word with a capital counts: it may be the name"),
        ("he will come", [WILL], 0, "without it does not"),
        ("Thank you", [HAN], 0, "a name inside a word"),
        ("", [ANNA], 0, "nothing"),
    ],
)
def test_own_texts(worlds: dict[str, World], text: str, people: list[int], expected: int, why: str) -> None:
    for level in ("medium", "high"):
        assert worlds[level].finder.own([text], People.of([people])) == expected, why
        assert worlds[level].finder.own(["x", text, "y"], People.of([[WILL], people, []])) == expected, why


def test_parts_of_names_are_not_promised_at_low(worlds: dict[str, World]) -> None:
    assert worlds["low"].finder.own(["Anna wrote"], People.of([[ANNA]])) == 0


def test_vocabulary_is_not_looked_for(worlds: dict[str, World]) -> None:
    """A user's handle is `phone`; the documents have a key `phone`."""
    from llm_assets.privacy.audit.leaks import LeakFinder

    source = worlds["high"].source
    assert LeakFinder(source).everywhere('"Phone": 1') == 1
    assert LeakFinder(source, frozenset({"phone"})).everywhere('"Phone": 1') == 0


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("anna.m@post.example.net", "e-mail"),
        ("CUS1VFBEC", "id"),
        ("name=Anna Müller;", "a text that holds a name"),
        ("Zoë u-3", None),
    ],
)
def test_base64(worlds: dict[str, World], value: str, why: str | None) -> None:
    world, data = worlds["high"], value.encode()
    for encoded in (base64.b64encode(data), base64.urlsafe_b64encode(data), base64.b64encode(data).rstrip(b"=")):
        text = f"customer: ordinary words {encoded.decode()}, International"
        assert encoded_values(stretches(text), world.finder, world.source) == (why is not None), why


@pytest.mark.parametrize("hash_", ["md5", "sha1", "sha256", "sha512"])
@pytest.mark.parametrize("value", ["anna.m@post.example.net", "CUS1VFBEC", "17"])
def test_unkeyed_hashes(tmp_path: Path, hash_: str, value: str) -> None:
    write_values(tmp_path / "values.parquet", USERS)
    digest = hashlib.new(hash_, value.encode()).hexdigest()
    found = digests(stretches(f"user_{digest.upper()}, {'ab' * 10}, {'0' * 32}"))
    assert digest in found
    assert hashed_values([tmp_path / "values.parquet"], found) == 1
    assert hashed_values([tmp_path / "values.parquet"], {"0" * 32}) == 0
    assert hashed_values([tmp_path / "values.parquet"], set()) == 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bob@host.com", "email"),
        ("4111 1111 1111 1111", "card"),
        ("378282246310005", "card"),
        ("DE89 3704 0044 0532 0130 00", "iban"),
        ("GB82WEST12345698765432", "iban"),
        ("AKIAIOSFODNN7EXAMPLE", "secret"),
        ("-----BEGIN RSA PRIVATE KEY-----", "secret"),
        ("192.0.2.1", "ip"),
        ("+44 131 496 0136", "phone"),
    ],
)
def test_patterns_are_counted(text: str, kind: str) -> None:
    assert patterns(f"a {text}, b\n{text}\n")[kind] == 2
    assert not patterns("12:30, 2024-01-02, 4111 1111 1111 1112, me@home, DE89370400440532013001, 1.2.3.4.5, [EMAIL:abcdefgh]")


def test_what_a_level_promises() -> None:
    assert blocking("low") < blocking("medium") == blocking("high")


def test_the_audit_shares_no_recogniser() -> None:
    """What it imports of `privacy` are the promises (`scope`, and which values `reserved` says are nobody's) and itself,
    so that a mistake there is not repeated here."""
    import llm_assets.privacy.audit as audit

    folder = Path(audit.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                if name.startswith("llm_assets.privacy"):
                    promises = ("llm_assets.privacy.scope", "llm_assets.privacy.policy.reserved")
                    assert name.startswith("llm_assets.privacy.audit") or name in promises
    for promise in ("scope.py", "policy/reserved.py"):
        tree = ast.parse((folder.parent / promise).read_text(encoding="utf-8"))
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not any(name and name.startswith("llm_assets") for name in imported)


VALUES = [value for user in USERS for _, value in user]
SPELLINGS = [
    str,
    str.upper,
    str.lower,
    lambda text: text.replace("@", " (at) ").replace(".", " (dot) "),
    lambda text: "\u200b".join(text),
    lambda text: text.replace(" ", "_"),
    lambda text: f"**{text}**",
    lambda text: text.split()[0],
    lambda text: "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text),
]
SEPARATORS = [
    "",
    " ",
    ".",
    ",",
    "-",
    "_",
    "/",
    "'s ",
    "\n",
    "\u200b",
    "**",
    ":",
    "(",
    "]",
    "[PERSON:abcdefgh]",
    "@",
    "&amp;",
    "%20",
]
SEPARATORS += ["http://", "www.", ".com", "mailto:", "你", "é", "0", "a"]
planted = st.builds(lambda spell, value: spell(value), st.sampled_from(SPELLINGS), st.sampled_from(VALUES))
pieces = st.one_of(planted, planted, st.sampled_from(["hello", "will", "12", "$5", "的", "2024-01-02"]), st.text(max_size=3))
planted_texts = st.lists(st.builds(lambda gap, piece: gap + piece, st.sampled_from(SEPARATORS), pieces), max_size=5).map(
    "".join
)


@given(
    st.sampled_from(["low", "medium", "high"]),
    st.lists(
        st.tuples(planted_texts, st.lists(st.integers(0, 2), min_size=1, max_size=3, unique=True)), min_size=1, max_size=6
    ),
)
@settings(max_examples=150, deadline=None)
def test_what_was_redacted_is_found_clean(level: str, material: list[tuple[str, list[int]]]) -> None:
    """A disagreement would forbid publishing what is clean, or publish what is not."""
    world = _world(level)
    groups = [group for _, group in material]
    redacted = world.redact([text for text, _ in material], groups)
    for text, group in zip(redacted, groups, strict=True):
        assert world.finder.everywhere(text) == 0
        assert world.finder.own([text], People.of([group])) == 0
    assert world.redact(redacted, groups) == redacted


@pytest.mark.parametrize("level", ["low", "medium", "high"])
def test_a_name_with_a_zero_width_space_in_it_ends_at_a_control_character(level: str) -> None:
    """Found by the test above: of two readings one dropped both, the other parted at both."""
    world = _world(level)
    for text in ("Anna M\u200büller\x08b", "a\x08Anna M\u200büller", "An\u200bna\x1bMüller\x08b"):
        [redacted] = world.redact([text], [[1]])
        assert "ller" not in redacted
        assert world.finder.everywhere(redacted) == 0


_WORLDS: dict[str, World] = {}


def _world(level: str) -> World:
    if level not in _WORLDS:
        _WORLDS[level] = World(USERS, level)
    return _WORLDS[level]
