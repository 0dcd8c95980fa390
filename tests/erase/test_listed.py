"""The list of erased ids: any text is an id, and only what was added is on it."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from llm_assets.privacy.erasure import receipts
from llm_assets.privacy.erasure.listed import ErasedList

IDS = st.frozensets(st.text(min_size=1, max_size=20), max_size=8)


@given(first=IDS, second=IDS, others=IDS)
def test_whoever_is_added_is_held_and_nobody_else(
    first: frozenset[str], second: frozenset[str], others: frozenset[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        ErasedList(path).add(first)
        ErasedList(path).add(second)
        listed = ErasedList(path)
        assert all(map(listed.holds, first | second))
        assert not any(map(listed.holds, others - first - second))
        assert len(listed) == len(first | second)
        text = b"".join(each.read_bytes() for each in path.iterdir()).decode("ascii") if path.exists() else ""
        assert not any(each in text for each in first | second if len(each) > 4)


def test_the_state_changes_with_who_is_listed_and_with_nothing_else(tmp_path: Path) -> None:
    listed = ErasedList(tmp_path / "list")
    assert listed.state == ""
    assert not listed.folder.exists()
    listed.add(["a"])
    state = listed.state
    listed.add(["a"])
    assert listed.state == state == ErasedList(tmp_path / "list").state != ""
    listed.add(["b"])
    assert listed.state != state


def test_two_lists_hash_an_id_in_two_ways(tmp_path: Path) -> None:
    """Else lists of two datasets could be joined."""
    one, other = ErasedList(tmp_path / "one"), ErasedList(tmp_path / "other")
    one.add(["a"])
    other.add(["a"])
    assert one.hashes.isdisjoint(other.hashes)
    assert one.key_id != other.key_id


def test_a_receipt_after_half_a_line_is_whole(tmp_path: Path) -> None:
    listed = ErasedList(tmp_path)
    listed.add(["a"])
    (tmp_path / receipts.RECEIPTS).write_bytes(b'{"ids": ["00')
    assert "1 erased people may still be" in receipts.unsettled(listed)
    receipts.append(tmp_path, {"ids": sorted(listed.hashes)})
    assert receipts.unsettled(listed) == ""
