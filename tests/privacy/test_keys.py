"""The secret key: where it comes from, and that it never shows."""

import stat
from pathlib import Path

import pytest

from llm_assets.errors import ConfigError
from llm_assets.privacy.keys import Key, read_key

LONG = "a secret of more than thirty-two characters"


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.key"
    file.write_text(LONG[::-1])
    file.chmod(0o600)
    assert read_key("K", file, {"K": LONG}) == Key(LONG.encode())
    assert read_key("K", file, {}) == Key(LONG[::-1].encode())


def test_the_first_run_makes_a_key_that_only_its_owner_can_read(tmp_path: Path) -> None:
    file = tmp_path / "new" / "a.key"
    made = read_key("K", file, {})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read_key("K", file, {}) == made
    assert len(made.secret) >= 32


@pytest.mark.parametrize(
    ("text", "mode", "why"),
    [
        ("too short", 0o600, "fewer than 32 characters"),
        (LONG, 0o644, "readable by others"),
        (LONG, 0o640, "readable by the group"),
        ("", 0o600, "empty"),
    ],
)
def test_a_key_that_protects_nothing_is_refused(tmp_path: Path, text: str, mode: int, why: str) -> None:
    file = tmp_path / "a.key"
    file.write_text(text)
    file.chmod(mode)
    with pytest.raises(ConfigError) as caught:
        read_key("K", file, {})
    assert text == "" or text not in str(caught.value), why


def test_a_key_in_the_environment_that_is_too_short_is_not_shown() -> None:
    with pytest.raises(ConfigError) as caught:
        read_key("K", Path("unused"), {"K": "hunter2"})
    assert "hunter2" not in str(caught.value)
    assert "K" in str(caught.value)


def test_characters_count_not_bytes() -> None:
    assert read_key("K", Path("unused"), {"K": "é" * 32}).secret == ("é" * 32).encode()
    with pytest.raises(ConfigError):
        read_key("K", Path("unused"), {"K": "é" * 31})


def test_the_id_tells_keys_apart_and_the_key_never_shows() -> None:
    one, other = Key(LONG.encode()), Key(LONG.upper().encode())
    assert one.id != other.id
    assert len(one.id) == 12
    assert LONG not in repr(one)
    assert LONG.encode() not in one.derived
