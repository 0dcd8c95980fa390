"""Known values: in which forms they are found, in whose texts, and who is meant."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from llm_assets.privacy.known import KnownValues
from llm_assets.privacy.redactor import Redactor
from llm_assets.privacy.scope import is_common
from tests.privacy.world import KEY, World

ANNA, HAN, WILL, JOAN = 0, 1, 2, 3
USERS = [
    [
        ("PERSON", "Anna-Marie Kübler Smith"),
        ("EMAIL", "anna.smith62@post.example.net"),
        ("PHONE", "+44 131 496 0136"),
        ("USERNAME", "@anna_smith"),
        ("URL", "https://annasmith.example/about"),
        ("ID", "CUS1VFBEC"),
    ],
    [("PERSON", "Li Han"), ("PERSON", "李小龙"), ("URL", "https://github.com/lihan"), ("ID", "u-7")],
    [("PERSON", "Will Rose"), ("USERNAME", "phone"), ("EMAIL", "info@rose.example"), ("URL", "https://shared.example/will")],
    [("PERSON", "Joan Smith"), ("URL", "https://shared.example/joan"), ("ADDRESS", "1 Green Terrace, York YO68 4BL")],
]


@pytest.fixture(scope="module")
def worlds() -> dict[str, World]:
    return {level: World(USERS, level) for level in ("low", "medium", "high")}


EVERYWHERE = [
    ("Anna-Marie Kübler Smith", ANNA, "as it is"),
    ("anna-marie kübler smith", ANNA, "small letters"),
    ("ANNA-MARIE KUBLER SMITH", ANNA, "capitals, no accents"),
    ("Anna Marie Ku\u0308bler Smith", ANNA, "combining mark, no hyphen"),
    ("An\u200bna-Marie Kübler Smith", ANNA, "zero-width space inside"),
    ("**Anna-Marie** Kübler Smith", ANNA, "emphasis"),
    ("An<b>na</b>-Marie Kübler Smith", ANNA, "markup inside"),
    ("Ａｎｎａ－Ｍａｒｉｅ　Ｋüｂｌｅｒ　Ｓｍｉｔｈ", ANNA, "full-width"),
    ("Anna-Marie%20Kübler%20Smith", ANNA, "URL-encoded"),
    ("anna_smith", ANNA, "handle without its sign"),
    ("@Anna_Smith", ANNA, "handle with it"),
    ("CUS1VFBEC", ANNA, "distinctive id"),
    ("cus1vfbec", ANNA, "distinctive id in small letters"),
    ("Li Han", HAN, "short full name"),
    ("李小龙", HAN, "script without spaces"),
    ("Will Rose", WILL, "ordinary words with capitals"),
    ("WILL ROSE", WILL, "ordinary words, all capitals"),
]


@pytest.mark.parametrize(("written", "who", "why"), EVERYWHERE)
@pytest.mark.parametrize("level", ["low", "medium", "high"])
def test_found_in_texts_of_strangers(worlds: dict[str, World], level: str, written: str, who: int, why: str) -> None:
    world = worlds[level]
    for before, after in [("", ""), ("so ", " said."), ("今天", "来"), ("(", ")'s"), ("»", "«\n")]:
        expected = f"{before}{world.pseudonyms[who]}{after}"
        text = world.one(before + written + after, JOAN if who != JOAN else HAN)
        assert text.replace("**", "").replace("@", "").replace("<b>", "") == expected, why


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("+44 131 496 0136", "as it is"),
        ("0131 4960136", "national, other groups"),
        ("0131-496-01-36", "dashes"),
        ("01314960136", "no groups"),
        ("anna.smith62@post.example.net", "e-mail"),
        ("Anna.Smith62 (at) post (dot) example (dot) net", "e-mail in disguise"),
        ("anna.smith62%40post.example.net", "e-mail, URL-encoded"),
        ("https://annasmith.example", "a host of one user alone"),
        ("blog.annasmith.example/x", "what lies in that domain"),
        ("github.com/lihan", "a page on a public host"),
        ("https://github.com/lihan/repo", "what lies below that page"),
        ("shared.example/will", "a page on a shared host"),
        ("1 green terrace york yo68 4bl", "an address without its comma"),
    ],
)
@pytest.mark.parametrize("level", ["low", "medium", "high"])
def test_tagged_in_texts_of_strangers(worlds: dict[str, World], level: str, written: str, why: str) -> None:
    text = worlds[level].one(f"see {written} please", HAN if "lihan" not in written else JOAN)
    assert not any(word in text for word in written.replace("https://", "").replace("github.com/", "").split("/")[:1]), why
    assert text.startswith("see ")
    assert text.endswith(" please")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Will you come?", "one ordinary word"),
        ("the will rose again", "ordinary words without capitals"),
        ("Thank you", "a name inside a word"),
        ("Hanover and Lithium", "names at the beginning of words"),
        ("[PHONE:abcdefgh]", "a handle in the label of a tag"),
        ("u-7", "an id that is not distinctive"),
        ("https://shared.example", "a host that several users share"),
        ("https://github.com", "a public host"),
        ("Smith & Sons", "a family name of strangers"),
        ("Anna", "a given name of a stranger"),
        ("write to info now", "the name of a mailbox that everybody has"),
    ],
)
def test_left_alone_in_texts_of_strangers(worlds: dict[str, World], text: str, why: str) -> None:
    assert worlds["high"].one(text, HAN) == text, why


def test_longest_first(worlds: dict[str, World]) -> None:
    world = worlds["high"]
    assert world.one("Anna-Marie Kübler Smith", ANNA, JOAN) == world.pseudonyms[ANNA]
    assert world.one("Joan Smith and Anna", ANNA, JOAN) == f"{world.pseudonyms[JOAN]} and {world.pseudonyms[ANNA]}"


def test_reversed_order_and_variants_from_medium_on(worlds: dict[str, World]) -> None:
    for written in ("Smith Anna-Marie Kübler", "Smith, Anna", "annasmith"):
        text = f"is it {written}?"
        assert worlds["low"].one(text, HAN) == text
        assert worlds["medium"].one(text, HAN) == f"is it {worlds['medium'].pseudonyms[ANNA]}?"


@pytest.mark.parametrize(
    "written", ["Anna", "anna", "Smith", "AnnaMarie", "anna_marie", "A. Smith", "ANNA's", "Kübler", "Kubler"]
)
def test_a_part_of_a_name_counts_among_the_people_of_the_conversation(worlds: dict[str, World], written: str) -> None:
    text = f"so {written} said"
    for level in ("medium", "high"):
        world = worlds[level]
        assert world.pseudonyms[ANNA] in world.one(text, ANNA), "the owner's own text"
        assert world.pseudonyms[ANNA] in world.one(text, HAN, ANNA), "the text of one who talks to the owner"
        assert world.one(text, HAN) == text, "a stranger's text"
    assert worlds["low"].one(text, ANNA) == text


def test_a_shared_part_is_nobodys_for_sure(worlds: dict[str, World]) -> None:
    world = worlds["high"]
    assert world.one("dear Smith", JOAN) == f"dear {world.pseudonyms[JOAN]}"
    assert world.one("dear Smith", HAN, ANNA, JOAN) == "dear [PERSON]"


def test_namesakes_resolve_to_the_one_in_the_conversation() -> None:
    world = World([[("PERSON", "John Miles")], [("PERSON", "John Miles")], [("PERSON", "Zoë Kaya")]])
    assert world.one("thanks, John Miles", 0) == f"thanks, {world.pseudonyms[0]}"
    assert world.one("thanks, John Miles", 2, 1) == f"thanks, {world.pseudonyms[1]}"
    assert world.one("thanks, John Miles", 2) == "thanks, [PERSON]"
    assert world.one("thanks, John Miles", 2, 0, 1) == "thanks, [PERSON]"


@pytest.mark.parametrize("written", ["Kubelr", "Kuler", "Kublerr", "Kobler", "Mariee"])
def test_a_typo_counts_at_high_in_own_texts(worlds: dict[str, World], written: str) -> None:
    text = f"signed {written}"
    assert worlds["high"].one(text, ANNA) == f"signed {worlds['high'].pseudonyms[ANNA]}"
    assert worlds["high"].one(text, HAN, ANNA) == text, "somebody else wrote it"
    assert worlds["medium"].one(text, ANNA) == text


def test_no_typo_makes_a_name_of_an_ordinary_or_short_word(worlds: dict[str, World]) -> None:
    for text in ("the smiths", "a moth", "rosé", "Jan"):
        assert worlds["high"].one(text, JOAN) == text


def test_an_index_that_was_saved_does_the_same(tmp_path: Path, worlds: dict[str, World]) -> None:
    world = worlds["high"]
    world.known.save(tmp_path / "known")
    loaded = KnownValues.load(tmp_path / "known")
    texts = [written for written, _, _ in EVERYWHERE]
    plain, again = Redactor("high", world.known, KEY), Redactor("high", loaded, KEY)
    assert plain.redact(texts) == again.redact(texts)
    assert loaded.skipped == world.known.skipped
    saved = b"".join(path.read_bytes() for path in (tmp_path / "known").iterdir())
    assert b"anna" not in saved.lower()


def test_values_that_cannot_be_looked_up_are_counted() -> None:
    world = World([[("ADDRESS", " ".join(f"word{number}" for number in range(70)))]])
    assert world.known.skipped


LATIN = "abcdefghijklmnopqrstuvwyz"
letters = st.text(LATIN, min_size=4, max_size=9)
spellings = st.sampled_from(
    [
        str,
        str.upper,
        str.title,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: "\u200b".join(text),
        lambda text: text.replace("a", "á").replace("o", "ö").replace("n", "ñ"),
        lambda text: "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text),
        lambda text: f"**{text}**",
    ]
)
joints = st.sampled_from([" ", "  ", "-", "_", ".", ", ", "/", "+", "%20"])
borders = st.sampled_from([" ", "\n", ", ", "(", ")", "“", "**", "的", ": "])


@given(letters, letters, letters, spellings, joints, borders, borders, st.lists(st.text(LATIN + " ", max_size=12), max_size=4))
@settings(max_examples=80, deadline=None)
def test_a_name_is_gone_whatever_stands_around_it(first, last, other, spell, joint, before, after, around) -> None:
    assume(other not in (first, last) and not is_common(first) and not is_common(last))
    world = World([[("PERSON", f"{first} {last}")], [("PERSON", f"{other} x{other}")]], "medium")
    text = f"{' '.join(around)}{before}{spell(first)}{joint}{spell(last)}{after}{' '.join(around)}"
    assert world.finder.everywhere(world.one(text, 1)) == 0
    assert world.pseudonyms[0] in world.one(text, 1)
