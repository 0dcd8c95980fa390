"""In which other ways a known value is found: nicknames, initials, other scripts, joined words, addresses, dates, ids."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy.date_forms import dates_of
from llm_assets.privacy.nicknames import nicknames
from llm_assets.privacy.romanise import respelled
from llm_assets.privacy.scope import is_word
from llm_assets.privacy.values import forms
from tests.privacy.world import World

ELIZABETH, YULIA, SOREN, JURGEN, LI, MARIA, MARK, STRANGER = range(8)
USERS = [
    [("PERSON", "Elizabeth Jane Okonkwo"), ("USERNAME", "liz_okonkwo_7"), ("ID", "CUS519501X"), ("DATE", "1962-10-21")],
    [("PERSON", "Юлия Щербакова"), ("ADDRESS", "Hauptstraße 12, 10115 Berlin")],
    [("PERSON", "Søren Kjærgaard"), ("ADDRESS", "12 North Main Street Apt. 4\nSpringfield, IL 62701")],
    [("PERSON", "Juergen Öztürk"), ("DATE", "03.04.1971")],
    [("PERSON", "李小龙")],
    [("PERSON", "María José García López")],
    [("PERSON", "Mark May")],
    [("PERSON", "Quirin Zabel")],
]


@pytest.fixture(scope="module")
def world() -> World:
    return World(USERS, "medium")


EVERYWHERE = [
    ("Okonkwo, Elizabeth", ELIZABETH, "family name first, no middle name"),
    ("OKONKWO Elizabeth Jane", ELIZABETH, "family name first in capitals"),
    ("Elizabeth J. Okonkwo", ELIZABETH, "a middle initial"),
    ("Liz Okonkwo", ELIZABETH, "a nickname with the family name"),
    ("Elizabeth Okonkwos", ELIZABETH, "a genitive without apostrophe"),
    ("elizabethokonkwo", ELIZABETH, "joined"),
    ("ElizabethOkonkwo", ELIZABETH, "joined with capitals"),
    ("elizabeth.okonkwo", ELIZABETH, "joined with a dot"),
    ("lizokonkwo7", ELIZABETH, "a handle without its underscores"),
    ("Yuliya Shcherbakova", YULIA, "in Latin letters, as in English texts"),
    ("Yulia Shcherbakova", YULIA, "in Latin letters, as most people write it"),
    ("Iuliia Shcherbakova", YULIA, "in Latin letters, as in passports"),
    ("Shcherbakova Yuliya", YULIA, "in Latin letters, family name first"),
    ("Soeren Kjaergaard", SOREN, "digraphs for letters"),
    ("Soren Kjaergaard", SOREN, "without the stroke"),
    ("Jürgen Öztürk", JURGEN, "the letter for digraphs"),
    ("Juergen Oeztuerk", JURGEN, "digraphs"),
    ("Li Xiaolong", LI, "a Chinese name in Pinyin"),
    ("Xiaolong Li", LI, "with the family name last"),
    ("María García", MARIA, "one of two family names"),
]


@pytest.mark.parametrize(("written", "who", "why"), EVERYWHERE)
def test_full_names_in_texts_of_strangers(world: World, written: str, who: int, why: str) -> None:
    assert world.one(f"so {written} said", STRANGER) == f"so {world.pseudonyms[who]} said", why


def test_other_scripts_in_the_text() -> None:
    world = World([[("PERSON", "Yulia Smirnova")], [("PERSON", "Giorgos Papadopoulos")]], "medium")
    for written, who in [("Юлия Смирнова", 0), ("Смирнова Юлия", 0), ("Γιώργος Παπαδόπουλος", 1), ("ΓΙΩΡΓΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ", 1)]:
        assert world.one(f"— {written}, да", 1 - who) == f"— {world.pseudonyms[who]}, да"
    assert world.one("Смирно стоять, папа", 0) == "Смирно стоять, папа"


FILES = [
    "CV_{0}_{1}.pdf",
    "{0}-{1}-passport.jpg",
    "IMG_{0}_{1}_2020.png",
    "CV{0}{1}2020.pdf",
    "scan.{0}.{1}.tiff",
    "{0}{1}(1).docx",
]


@pytest.mark.parametrize("pattern", FILES)
def test_names_of_files(world: World, pattern: str) -> None:
    for first, last in (
        ("Elizabeth", "Okonkwo"),
        ("ELIZABETH", "OKONKWO") if "2020.pdf" not in pattern else ("Liz", "Okonkwo"),
    ):
        text = world.one(f"see {pattern.format(first, last)}", STRANGER)
        assert text.startswith(f"see {pattern.partition('{0}')[0]}{world.pseudonyms[0]}")
        assert "konkwo" not in text.lower()


OWN = ["Elizabeth", "liz", "Betty", "E. Okonkwo", "Okonkwo, E.", "E. J. Okonkwo", "EJ Okonkwo", "E.O.", "E.J.O.",
       "Elizabeth O.",
       "Elizabeths", "eokonkwo", "Elizabeth Jane", "21 October 1962", "Oct 21st, 1962", "21.10.1962", "10/21/62", "19621021",
       "21 de octubre de 1962", "21. Oktober 1962"]  # fmt: skip


@pytest.mark.parametrize("written", OWN)
def test_what_counts_in_the_owners_conversations(world: World, written: str) -> None:
    text = f"it is {written} here"
    assert not any(word in world.one(text, ELIZABETH) for word in (written, "Okonkwo", "Elizabeth", "1962", "21"))
    assert world.one(text, STRANGER, ELIZABETH) != text
    assert world.one(text, STRANGER, MARK) == text


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("mark the date in may", MARK),
        ("You may mark it. Can I?", MARK),
        ("E O and e.o. are vowels", ELIZABETH),
        ("Elizabeth I was a queen", STRANGER),
        ("the bet and the beth", STRANGER),
        ("on 21 October 1963 and 1962-10-2", ELIZABETH),
        ("version 10.21.1962.3", ELIZABETH),
        ("iPhone 4S, JavaScript, B2B, 3pm", LI),
        ("12 North Main Street", STRANGER),
    ],
)
def test_what_is_left_alone(world: World, text: str, who: int) -> None:
    assert world.one(text, who) == text


def test_an_ordinary_name_in_small_letters_counts_in_own_texts(world: World) -> None:
    assert world.one("thx, mark may", MARK) == f"thx, {world.pseudonyms[MARK]}"
    assert world.one("thx, mark may", STRANGER) == "thx, mark may"
    assert world.one("Mark I know", MARK) == f"{world.pseudonyms[MARK]} I know"


@pytest.mark.parametrize(
    ("written", "who"),
    [
        ("Hauptstr. 12, 10115 Berlin", YULIA),
        ("Hauptstrasse 12, Berlin 10115", YULIA),
        ("HAUPTSTRASSE 12", YULIA),
        ("12 North Main St., Apt 4, Springfield, IL 62701", SOREN),
        ("12 North Main St #4", SOREN),
        ("12 north main street", SOREN),
    ],
)
def test_addresses(world: World, written: str, who: int) -> None:
    assert "ain" not in world.one(f"to {written}!", who)
    assert "erlin" not in world.one(f"to {written}!", who)
    assert "aupt" not in world.one(f"to {written}!", who)


@pytest.mark.parametrize("written", ["CUS519501X", "CUS 519501 X", "cus-519501-x", "CUS519501-X", "CUS5 1950 1X"])
def test_ids_in_other_groups(world: World, written: str) -> None:
    assert world.one(f"no. {written}.", STRANGER) == f"no. {world.pseudonyms[ELIZABETH]}."


def test_dates_that_may_be_read_in_two_ways() -> None:
    assert dates_of("03/04/1971") == ["1971-04-03", "1971-03-04"]
    assert dates_of("21/10/62") == ["1962-10-21", "2062-10-21"]
    assert dates_of("31/02/1999") == []
    assert dates_of("12 foo 1999") == []


def test_typos_also_of_the_first_letter() -> None:
    world = World([[("PERSON", "Beatrix Walker")]], "high")
    for typo in ("Ebatrix", "Veatrix", "eatrix", "Beatirx", "Beatix", "Waalker"):
        assert world.one(f"signed {typo}", 0) == f"signed {world.pseudonyms[0]}", typo
    for word in ("talker", "walked", "Walter" if is_word("walter") else "walks", "beats", "Weatrix"):
        assert world.one(f"signed {word}", 0) == f"signed {word}"


def test_nicknames_both_ways() -> None:
    assert "liz" in nicknames("Elizabeth")
    assert "elizabeth" in nicknames("Liz")
    assert "pepe" in nicknames("José")
    assert nicknames("Quirin") == ()


@pytest.mark.parametrize("name", ["Manuel", "Michael", "Rodrigues", "Noelia", "Miguel", "Sue"])
def test_two_vowels_that_are_read_apart_are_no_umlaut(name: str) -> None:
    assert list(respelled(name)) == []


@given(st.text(max_size=30), st.sampled_from(["PERSON", "ADDRESS", "DATE", "ID", "SPEAKER", "USERNAME", "PHONE", "ID_OTHER"]))
@settings(max_examples=150, deadline=None)
def test_few_forms_of_any_value(value: str, entity: str) -> None:
    found = list(forms(entity, value, "high"))
    assert len(found) == len(set(found)) <= 150
