"""Fixtures for all tests."""

from pathlib import Path

import pytest
from hypothesis import settings

# The first example of a property builds tables or compiles loops; how long that takes on a busy machine says nothing.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public test data beside the checkout; a clone without it skips, and says so."""
    if not SHARED.is_dir():
        pytest.skip("no public test data beside this checkout (../shared/data)")
    return SHARED
