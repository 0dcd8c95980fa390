"""Fixtures for all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.stores.server import Server, serving

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


@pytest.fixture(scope="session")
def _s3() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def s3(_s3: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """A real S3 server on this machine, that the environment names; its requests can be made to fail."""
    environment = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "a secret for tests",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": _s3.url,
        "AWS_CONFIG_FILE": str(tmp_path / "no-aws-config"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    _s3.calm()
    yield _s3
    _s3.calm()


@pytest.fixture
def bucket(s3: Server, request: pytest.FixtureRequest) -> str:
    """A new, empty bucket: its name."""
    from llm_assets.stores.opening import open_store
    from llm_assets.stores.urls import StoreUrl

    name = f"test-{abs(hash(request.node.nodeid)) % 10**12}"
    open_store(StoreUrl("s3", name))._fs.call_s3("create_bucket", Bucket=name)
    s3.calm()
    return name
