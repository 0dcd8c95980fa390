"""On planted data the attackers reach what theory says."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_assets.privacy.risk.profiles import Profiles
from llm_assets.privacy.risk.quasi import pick_by_quasi

from .world import World

np = pytest.importorskip("numpy")
EVENT = {"at": "timestamp", "type": "kind"}
# Ordinary words: made-up ones look like names to the redactor.
OWN = (
    "kettle ladder napkin saddle tractor blanket puddle gravel pebble curtain bucket hammer shovel pillow candle carpet bottle "
    "basket butter engine"
).split()
WORDS = "amber birch cedar delta ember fjord grove haven inlet jetty knoll larch maple north ocean pearl quartz ridge".split()


def _users(count: int, **columns: object) -> list[dict[str, object]]:
    return [{"id": f"u{i}", **{n: c(i) if callable(c) else c for n, c in columns.items()}} for i in range(count)]


def _day(number: int) -> str:
    return f"{2015 + number // 336}-{1 + number // 28 % 12:02d}-{1 + number % 28:02d}T12:00:00Z"


@pytest.mark.parametrize("size", [2, 5, 8])
def test_groups_of_equal_people_give_one_over_their_size(tmp_path: Path, size: int) -> None:
    users = _users(40, city=lambda i: f"town {i // size}")
    found = World(tmp_path, users[: 40 // size * size], [{"user": "u0"}], {"city": "quasi"}).attackers("low")["A"]
    assert found["linked"] == pytest.approx(1 / size, abs=1e-6)
    assert found["passed"] is (size >= 5)
    assert found["limit"] == 0.2
    assert not found["gates"]  # level low promises no groups


def test_unique_people_are_all_linked_and_groups_of_k_hide_them(tmp_path: Path) -> None:
    users = _users(60, age=str, city=lambda i: f"town {i % 3}")
    world = World(tmp_path, users, [{"user": "u0"}], {"age": {"role": "quasi", "generalize": "band:30"}, "city": "quasi"})
    assert world.attackers("low")["A"]["linked"] == 1.0
    evidence = world.evidence("high")
    (found,) = [each for each in evidence["intruder"]["attackers"] if each["name"] == "A"]
    assert found["before"] == 1.0
    assert found["linked"] <= 1 / 5
    assert found["gates"]
    assert found["passed"]
    assert found["low"] <= found["linked"] <= found["high"]
    assert evidence["intruder"]["wp29"]["singling_out"]["by_quasi"]["share"] == 0.0
    assert evidence["intruder"]["wp29"]["singling_out"]["by_quasi"]["before"] == 1.0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), min_size=2, max_size=40))
def test_what_a_links_is_what_counting_by_hand_says(rows: list[tuple[int, int, bool]]) -> None:
    """source: two columns; published: the second column halved, and both blanked for some."""
    source = np.array([[one for one, _, _ in rows], [other for _, other, _ in rows]], np.int32)
    shown_one, shown_other = [-1 if b else one for one, _, b in rows], [-1 if b else other // 2 for _, other, b in rows]
    published = np.array([shown_one, shown_other], np.int32)
    profiles = Profiles(("x", "y"), np.arange(len(rows)), np.zeros(len(rows), "S24"), source, published, (4, 4))
    shown = [tuple(column) for column in published.T.tolist()]
    any_, fewest = [], []
    for person, (one, other, _) in enumerate(rows):
        halved = {o // 2 for (_, o, b) in rows if o == other and not b}
        known = {o for (o, _, b) in rows if o == one and not b}
        agree = [i for i, (x, y) in enumerate(shown) if (x == -1 or x in known) and (y == -1 or y in halved)]
        least = min(shown[i].count(-1) for i in agree)
        best = [i for i in agree if shown[i].count(-1) == least]
        any_.append(1 / len(agree))
        fewest.append(1 / len(best) if person in best else 0.0)
    found = pick_by_quasi(profiles, [0, 1], 10**9, seed=1)
    assert found.linked == pytest.approx(max(sum(any_), sum(fewest)) / len(rows))
    assert found.people == found.candidates == len(rows)


def test_random_histories_are_linked_by_their_intervals_and_equal_ones_are_not(tmp_path: Path) -> None:
    random = Random(7)
    own = [{"user": f"u{i}", "at": _day(random.randrange(2000)), "type": "post"} for i in range(30) for _ in range(6)]
    assert World(tmp_path / "own", _users(30), own, {}, EVENT).attackers()["B"]["linked"] > 0.95
    days = random.sample(range(2000), 6)
    same = [{"user": f"u{i}", "at": _day(day), "type": "post"} for i in range(30) for day in days]
    found = World(tmp_path / "same", _users(30), same, {}, EVENT).attackers()["B"]
    assert found["linked"] == pytest.approx(found["guess"], abs=1e-6)
    assert found["guess"] == pytest.approx(1 / 30, abs=1e-6)


def test_an_attacker_that_is_named_in_the_settings_gates(tmp_path: Path) -> None:
    random = Random(7)
    own = [{"user": f"u{i}", "at": _day(random.randrange(2000)), "type": "post"} for i in range(30) for _ in range(6)]
    world = World(tmp_path, _users(30), own, {}, EVENT)
    found = world.attackers(intruder={"block": ["A", "B"]})["B"]
    assert found["gates"]
    assert not found["passed"]
    assert not world.attackers()["B"]["gates"]


def test_who_has_words_of_their_own_is_known_by_them_and_who_has_not_is_not(tmp_path: Path) -> None:
    random = Random(3)

    def texts(own: bool) -> list[dict[str, object]]:
        ends = [f" and a {word}" if own else "" for word in OWN]
        return [
            {"user": f"u{i}", "text": " ".join(random.choices(WORDS, k=60)) + end} for i, end in enumerate(ends) for _ in "1234"
        ]

    unique = World(tmp_path / "own", _users(20), texts(True), {}, {"text": "text"}).attackers()["C"]
    assert unique["linked"] > 0.95
    assert (unique["people"], unique["candidates"]) == (20, 20)
    common = World(tmp_path / "none", _users(20), texts(False), {}, {"text": "text"}).attackers()["C"]
    assert common["low"] <= common["guess"]


def test_who_holds_the_source_links_by_any_of_it_and_never_gates(tmp_path: Path) -> None:
    random = Random(5)
    users = _users(20)
    texts = [{"user": f"u{i}", "text": f"the {word} is broken"} for i, word in enumerate(OWN)]
    found = World(tmp_path / "texts", users, texts, {}, {"text": "text"}).attackers(intruder={"block": ["A", "B", "C"]})["D"]
    assert (found["linked"], found["gates"], found["limit"], found["passed"]) == (1.0, False, None, True)
    events = [{"user": f"u{i}", "at": _day(random.randrange(2000)), "type": "post"} for i in range(20) for _ in range(6)]
    assert World(tmp_path / "events", users, events, {}, EVENT).attackers()["D"]["linked"] > 0.95
    nothing = World(tmp_path / "nothing", users, [{"user": f"u{i}"} for i in range(20)], {}).attackers()["D"]
    assert nothing["linked"] == pytest.approx(1 / 20)


def test_a_secret_that_follows_from_the_others_is_no_inference_and_one_of_the_person_is(tmp_path: Path) -> None:
    """What everybody like that has is knowledge of the world; what only the own profile tells is a risk."""
    columns = {"city": "quasi", "illness": "sensitive"}
    follows = _users(40, city=lambda i: f"town {i % 4}", illness=lambda i: f"illness {i % 4}")
    found = World(tmp_path / "follows", follows, [{"user": "u0"}], columns).evidence()["intruder"]["wp29"]["inference"]
    assert (found["main"], found["control"], found["risk"], found["secret"]) == (1.0, 1.0, 0.0, "illness")
    alone = _users(40, city=lambda i: f"town {i}", illness=lambda i: f"illness {i % 4}")
    world = World(tmp_path / "alone", alone, [{"user": "u0"}], columns)
    assert world.evidence("low")["intruder"]["wp29"]["inference"]["risk"] == 1.0
    assert world.evidence("high")["intruder"]["wp29"]["inference"]["risk"] < 0.1


def test_a_blank_that_few_have_does_not_draw_who_holds_the_source_to_it(tmp_path: Path) -> None:
    """With blanks of single values, a blank was the rarest token, and everybody was linked to those who had one."""

    def age(i: int) -> str:
        return "99" if i == 40 else str(20 + i % 2)

    users = _users(41, city=lambda i: f"town {i % 4}", age=age, plan=lambda i: f"p{i}")
    world = World(tmp_path, users, [{"user": "u0"}], {"city": "quasi", "age": "quasi", "plan": "attribute"})
    assert world.attackers()["D"]["linked"] == 1.0
