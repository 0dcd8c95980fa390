"""The generator: the same bytes every time, and the bundled files are the ones it makes."""

import os
import subprocess
import sys
from pathlib import Path

import faker
import pytest

from llm_assets import sample
from llm_assets.sample.make import FAKER_VERSION, make

FILES = (sample.USERS.name, sample.EVENTS.name, sample.SPANS.name)


def _made(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("sample")
    make(folder)
    return _made(folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_bundled_file_is_what_the_script_makes(fresh: dict[str, bytes], name: str) -> None:
    if faker.VERSION != FAKER_VERSION:
        pytest.skip(f"the bundled files were made with Faker {FAKER_VERSION}, here is {faker.VERSION}")
    assert fresh[name] == (sample.FOLDER / name).read_bytes()


@pytest.mark.slow
def test_same_bytes_in_another_process_with_other_hash_seed_zone_and_locale(fresh: dict[str, bytes], tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONUTF8": "0"}
    subprocess.run([sys.executable, "-m", "llm_assets.sample.make", str(tmp_path)], check=True, env=environment)
    assert _made(tmp_path) == fresh


@pytest.mark.slow
def test_another_seed_gives_other_people(fresh: dict[str, bytes], tmp_path: Path) -> None:
    make(tmp_path, seed=1)
    assert (tmp_path / "users.csv").read_bytes() != fresh["users.csv"]


def test_reading_the_sample_needs_no_faker() -> None:
    code = "import sys; import llm_assets.sample as s; s.sample_dataset(); print('faker' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_bundle_stays_small() -> None:
    assert sum((sample.FOLDER / name).stat().st_size for name in FILES) < 2_500_000
