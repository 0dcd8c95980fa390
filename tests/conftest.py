"""Fixtures for all tests."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public test data beside the checkout; a clone without it skips, and says so."""
    if not SHARED.is_dir():
        pytest.skip("no public test data beside this checkout (../shared/data)")
    return SHARED
