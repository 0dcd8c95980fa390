"""Every library that the package depends on has been thought of: it shapes bytes, or it only shows or moves the work."""

import re
import tomllib
from pathlib import Path

from llm_assets.resume import code_of
from llm_assets.resume.code import LIBRARIES

# These run the stages, move files, hold processes or open databases and stores; no byte of a record is made by them.
_APART = {
    "adbc-driver-postgresql", "adlfs", "dagster", "dagster-postgres", "dagster-webserver", "fsspec", "gcsfs", "loky", "psutil",
    "opentelemetry-exporter-otlp-proto-http", "opentelemetry-sdk", "psycopg", "pymysql", "ray", "s3fs", "universal-pathlib",
}  # fmt: skip


def test_a_new_dependency_is_either_one_that_shapes_bytes_or_one_that_does_not() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    names = {re.split(r"[\[<>=]", each)[0] for each in wanted}
    assert names <= {*LIBRARIES, *_APART}
    assert not _APART.intersection(LIBRARIES)


def test_the_code_has_one_version_a_process() -> None:
    assert re.fullmatch("[0-9a-f]{64}", code_of())
    assert code_of() == code_of()
