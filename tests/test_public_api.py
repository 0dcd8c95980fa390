"""What a stranger gets of the wheel: types that mypy sees, and nothing that is not the package's."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

from llm_assets import __version__

ROOT = Path(__file__).parents[1]
USES = '''\
"""All that is promised, used as the types say."""

from collections.abc import Iterable
from pathlib import Path

import dagster as dg
import pandas as pd

from llm_assets import Redactor, Settings, build_defs, load_settings, read_interactions, read_profiles
from llm_assets.documents import Formatter
from llm_assets.errors import ConfigError, FileGenerationError
from llm_assets.privacy import Span
from llm_assets.records import SafeInteraction, SafeUser
from llm_assets.settings import parse_settings, read_settings

redactor = Redactor("medium", {"PERSON": ["Anna Smith"]}, key="a secret of my own")
texts: list[str] = redactor.redact(["Anna Smith, anna@example.org"], before=[""])
spans: list[list[Span]] = redactor.find(texts)
entities: list[str] = [span.entity for span in spans[0]]


class Plain:
    file_extension = ".txt"

    def format_user(self, user: SafeUser, interactions: Iterable[SafeInteraction]) -> str:
        return user.user + "".join(map(self.format_interaction, interactions))

    def format_interaction(self, interaction: SafeInteraction) -> str:
        return interaction.timestamp or ""


formatter: Formatter = Plain()


def definitions(settings: Settings) -> dg.Definitions:
    return dg.Definitions.merge(
        build_defs(settings, key_prefix="support", upstream=["customers", dg.AssetKey("tickets")]),
        build_defs(Path("shop.toml"), key_prefix=["eu", "shop"], users=dg.AssetSpec("shoppers"), owners=["team:shop"]),
    )


def published(tree: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    return read_profiles(tree), read_interactions(str(tree))


def checked(path: str) -> Settings | str:
    try:
        return read_settings(path) if path else load_settings(Path.cwd(), {})
    except ConfigError as error:
        return error.remedy
    except FileGenerationError as error:
        return str(error)


place: str = parse_settings({}, root=Path("."), origin="mine").place("output")
'''
# Line by line, what the types must refuse.
MISUSES = {
    'build_defs("support.toml", "support")': "Too many positional arguments",
    'build_defs("support.toml", key_prefix=1)': 'Argument "key_prefix" to "build_defs" has incompatible type "int"',
    "build_defs(None)": 'Argument 1 to "build_defs" has incompatible type "None"',
    "read_profiles(3)": 'Argument 1 to "read_profiles" has incompatible type "int"',
    "Redactor().redact([1])": 'List item 0 has incompatible type "int"; expected "str"',
}


def test_the_wheel_says_that_it_is_typed_and_holds_the_package_alone(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "llm_assets/py.typed" in names
    assert {name.partition("/")[0] for name in names} == {"llm_assets", f"llm_assets-{__version__}.dist-info"}
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "llm_assets").rglob("*") if path.is_file()}
    forgotten = {name for name in there - set(names) if "__pycache__" not in name}
    assert forgotten == set()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_mypy_in_its_strict_mode_accepts_a_strangers_code_and_the_example_and_refuses_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "uses.py").write_text(USES)
    (tmp_path / "misuses.py").write_text("\n".join(["from llm_assets import Redactor, build_defs, read_profiles", *MISUSES]))
    # Without this repository's configuration, and from another folder: the package is found where it is installed.
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull, "--cache-dir", str(tmp_path / "cache")]
    example = ROOT / "examples" / "helpdesk" / "helpdesk"
    ran = subprocess.run(
        [*command, "uses.py", "misuses.py", str(example)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=580,
        check=False,
    )
    found = [line for line in ran.stdout.splitlines() if ": error: " in line]
    assert [line for line in found if not line.startswith("misuses.py:")] == [], ran.stdout + ran.stderr
    told = {int(line.split(":")[1]): line for line in found}
    for number, (line, error) in enumerate(MISUSES.items(), 2):
        assert error in told.get(number, ""), line
