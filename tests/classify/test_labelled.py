"""The labelled columns of the benchmark keep their score."""

import pytest

from benchmarks.columns.__main__ import judged, macro_f1


@pytest.mark.slow
def test_macro_f1_of_the_labelled_columns() -> None:
    columns = list(judged())
    assert len(columns) >= 400
    assert macro_f1(columns) >= 0.95
