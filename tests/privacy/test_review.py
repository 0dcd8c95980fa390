"""The review of a run: shapes without content, bounded memory, and what many users have in common."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from llm_assets.privacy.review import Review, shape


@given(st.text(max_size=40))
def test_a_shape_tells_no_letter_and_no_digit(text: str) -> None:
    assert all(char in "Aa9" or not char.isascii() or not char.isalnum() for char in shape(text))


def test_shapes_of_known_kinds() -> None:
    assert shape("Anna-Maria O'Neil") == "Aa-Aa A'Aa"
    assert shape("jo.doe@example.com") == "a.a@a.a"
    assert shape("+1 415 555") == "+9 999 999"


def test_what_many_users_share_is_suggested_and_what_one_user_repeats_is_not() -> None:
    review = Review()
    for user in range(5):
        review.add("EMAIL", "email", "help@example.com", f"user-{user}")
    for _ in range(50):
        review.add("EMAIL", "email", "jo@example.com", "user-9")
    assert review.suggestions() == [("EMAIL", "email", "help@example.com", 5)]
    assert review.rules["EMAIL", "email"] == 55


def test_known_values_are_counted_and_never_suggested() -> None:
    review = Review()
    for user in range(9):
        review.add("PERSON", "known-value", "Jo Doe", f"user-{user}")
    assert review.suggestions() == []
    assert "Jo Doe" not in review.text()


def test_memory_is_bounded_and_the_frequent_stay() -> None:
    review = Review()
    for number in range(30_000):
        review.add("ID_OTHER", "id", f"v{number}" + "." * (number % 50), f"user-{number}")
        review.add("EMAIL", "email", "help@example.com", f"user-{number}")
    assert len(review.values) <= 8_001
    assert review.suggestions()[0] == ("EMAIL", "email", "help@example.com", 30_000)


def test_reviews_of_shards_are_put_together(tmp_path: Path) -> None:
    one, two = Review(), Review()
    for review, users in ((one, range(3)), (two, range(3, 6))):
        for user in users:
            review.add("EMAIL", "email", "a|b`@example.com", f"user-{user}")
    one.merge([two])
    path = tmp_path / "review.md"
    one.write(path)
    assert path.stat().st_mode & 0o077 == 0
    text = path.read_text(encoding="utf-8")
    assert "| `EMAIL` | `email` | `a\\|b'@example.com` | `6` |" in text
    assert "| `EMAIL` | `email` | `6` |" in text
