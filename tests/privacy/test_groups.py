"""k-anonymity: no group under k, whatever the data; the same groups however the shards are cut."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.privacy.generalize import generalized
from llm_assets.privacy.groups import Groups, form_groups
from llm_assets.settings.model import Column

COLUMNS = {
    "age": Column(role="quasi", generalize="band:20"),
    "city": Column(role="quasi", generalize="top:2"),
    "plan": Column(role="attribute"),
}
ROWS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(18, 60).map(str)),
        st.one_of(st.none(), st.sampled_from(["Rome", "Bonn", "Lyon", "Riga"])),
    ),
    max_size=60,
)


def _groups(rows: list[tuple[str | None, str | None]], k: int, level: str = "high", cut: int = 1000) -> Groups:
    with TemporaryDirectory() as name:
        paths = []
        for number, begin in enumerate(range(0, max(len(rows), 1), cut)):
            part = rows[begin : begin + cut]
            table = pa.table(
                {
                    "col:age": pa.array([age for age, _ in part], pa.string()),
                    "col:city": pa.array([c for _, c in part], pa.string()),
                }
            )
            paths.append(Path(name) / f"users-{number:05d}.parquet")
            pq.write_table(table, paths[-1])
        return form_groups(paths, COLUMNS, level, k)


def _published(rows: list[tuple[str | None, str | None]], groups: Groups) -> Counter[tuple[str | None, str | None]]:
    return Counter(
        (None, None) if hidden else (generalized(age, "band:20"), generalized(city, "top:2", groups.tops["city"]))
        for (age, city), hidden in zip(rows, groups.suppressed.tolist(), strict=True)
    )


@settings(max_examples=150, deadline=None)
@given(ROWS, st.integers(1, 6))
def test_at_high_no_group_is_under_k_unless_all_are_blanked(rows: list[tuple[str | None, str | None]], k: int) -> None:
    groups = _groups(rows, k)
    sizes = _published(rows, groups)
    assert all(size >= k for size in sizes.values()) or set(sizes) == {(None, None)}
    if sizes:
        assert min(sizes.values()) >= groups.sizes["smallest"]
    assert groups.sizes["suppressed_users"] == int(groups.suppressed.sum())


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(1, 5), st.integers(1, 7))
def test_how_the_shards_are_cut_changes_nothing(rows: list[tuple[str | None, str | None]], k: int, cut: int) -> None:
    whole, parts = _groups(rows, k), _groups(rows, k, cut=cut)
    assert whole.suppressed.tolist() == parts.suppressed.tolist()
    assert (whole.tops, whole.sizes) == (parts.tops, parts.sizes)


def test_below_high_nothing_is_blanked_and_sizes_are_told() -> None:
    rows = [("20", "Rome")] * 5 + [("40", "Bonn")]
    groups = _groups(rows, 3, "medium")
    assert not groups.suppressed.any()
    assert groups.sizes["smallest"] == 1


def test_one_lonely_user_takes_the_smallest_group_with_it() -> None:
    """A single blanked user would be singled out by being blank: the smallest other group has to join."""
    rows = [("20", "Rome")] * 7 + [("40", "Bonn")] * 5 + [("60", "Bonn")]
    groups = _groups(rows, 5)
    assert groups.suppressed.tolist() == [False] * 7 + [True] * 6
