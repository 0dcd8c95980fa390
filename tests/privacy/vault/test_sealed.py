"""The vault's file: what was written is read, and any change to it is noticed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.errors import ConfigError, DatasetError
from llm_assets.privacy.keys import Key
from llm_assets.privacy.vault.sealed import read_header, read_sealed, write_sealed

KEY, OTHER = Key(b"v" * 40), Key(b"w" * 40)


def _sealed(tmp_path: Path, *chunks: bytes) -> Path:
    path = tmp_path / "vault"
    write_sealed(path, KEY, chunks)
    return path


@settings(max_examples=25)
@given(st.lists(st.binary(min_size=1, max_size=300), max_size=5))
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, chunks: list[bytes]) -> None:
    path = _sealed(tmp_path_factory.mktemp("vault"), *chunks)
    assert list(read_sealed(path, KEY)) == chunks
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_of_it_can_be_read_without_the_key(tmp_path: Path) -> None:
    path = _sealed(tmp_path, b"Anna Smith" * 50)
    assert b"Anna" not in path.read_bytes()
    with pytest.raises(ConfigError, match=f"sealed with key {KEY.id}, not with key {OTHER.id}"):
        list(read_sealed(path, OTHER))


def test_equal_contents_make_unequal_files(tmp_path: Path) -> None:
    one = _sealed(tmp_path, b"same").read_bytes()
    assert one != _sealed(tmp_path, b"same").read_bytes()


def test_a_change_of_any_byte_is_noticed(tmp_path: Path) -> None:
    path = _sealed(tmp_path, b"first chunk", b"second chunk", b"third")
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises((ConfigError, DatasetError)):
            list(read_sealed(path, KEY))


def test_chunks_cannot_be_cut_off_repeated_or_moved(tmp_path: Path) -> None:
    path = _sealed(tmp_path, b"a" * 20, b"b" * 20, b"c" * 20)
    whole = path.read_bytes()
    size = 4 + 20 + 16
    head, rest = whole[: -3 * size], whole[-3 * size :]
    one, two, three = rest[:size], rest[size : 2 * size], rest[2 * size :]
    for parts in ((one, two), (one,), (), (two, one, three), (one, one, three), (one, two, three, three), (one, three)):
        path.write_bytes(head + b"".join(parts))
        with pytest.raises(DatasetError, match="changed or damaged"):
            list(read_sealed(path, KEY))


def test_the_header_names_vault_and_key_and_no_more(tmp_path: Path) -> None:
    path = _sealed(tmp_path)
    header = read_header(path)
    assert (header.key_id, len(header.id)) == (KEY.id, 12)
    path.write_bytes(b"something else entirely")
    with pytest.raises(ConfigError, match="no vault"):
        read_header(path)


def test_a_failed_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = _sealed(tmp_path, b"old")

    def failing() -> object:
        yield b"new"
        raise OSError

    with pytest.raises(OSError):
        write_sealed(path, KEY, failing())  # type: ignore[arg-type]
    assert list(read_sealed(path, KEY)) == [b"old"]
    assert [each.name for each in tmp_path.iterdir()] == ["vault"]
