"""A format that an installed package brings."""

import sys
from pathlib import Path

import pytest

from llm_assets.documents.formatter import formatters
from llm_assets.errors import ConfigError
from llm_assets.settings import parse_settings
from llm_assets.settings.fingerprint import of_documents
from llm_assets.settings.model import LlmOutput

from .conftest import Stage, read_pack
from .test_build import build

_CODE = """
class Lines:
    file_extension = "{extension}"
    def __init__(self, settings, root):
        pass
    def format_user(self, user, interactions):
        return "".join(map(self.format_interaction, interactions)) or "-"
    def format_interaction(self, interaction):
        return f"{{interaction.sequence}}\\n"
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Installs a package with a format as pip would: a module and its .dist-info."""

    def put(name: str = "lines", version: str = "1.0", extension: str = ".csv", dist: str = "my_formats") -> None:
        folder = tmp_path / "site"
        about = folder / f"{dist}-1.dist-info"
        about.mkdir(parents=True, exist_ok=True)
        (folder / f"{dist}.py").write_text(_CODE.format(extension=extension))
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {dist}\nVersion: {version}\n")
        (about / "entry_points.txt").write_text(f"[llm_assets.formats]\n{name} = {dist}:Lines\n")
        monkeypatch.syspath_prepend(str(folder))
        sys.modules.pop(dist, None)

    yield put
    for module in ("my_formats", "others"):
        sys.modules.pop(module, None)


@pytest.mark.slow
def test_it_is_written_by_workers_too(install, stage: Stage) -> None:
    install()
    stage.fill(4, shards=2, each=2)
    report = build(stage, format=["jsonl", "lines"], processes=2)
    assert report["formats"]["lines"]["pieces"] == {"document": 4}
    rows = read_pack(stage.work.stage("documents") / "lines-00001.arrow")
    assert [row["body"] for row in rows] == [b"0\n1\n"] * 2


def test_its_version_is_part_of_the_fingerprint(install, tmp_path: Path) -> None:
    install()
    values = {"llm_output": {"format": ["lines"]}}
    first = of_documents(parse_settings(values, root=tmp_path, origin="test"))
    install(version="1.1")
    assert of_documents(parse_settings(values, root=tmp_path, origin="test")) != first


@pytest.mark.parametrize(
    ("given", "formats", "message"),
    [
        ({"name": "chat"}, ["chat"], "a package brings a format of the name 'chat', which is built in"),
        ({"extension": "csv"}, ["lines"], "has no file_extension"),
        ({"extension": ".md"}, ["markdown", "lines"], "'markdown' and 'lines' would write files of the same names"),
    ],
)
def test_what_cannot_work_is_refused_in_one_line(install, given: dict, formats: list[str], message: str) -> None:
    install(**given)
    with pytest.raises(ConfigError, match=message) as caught:
        formatters(LlmOutput(format=formats), Path())
    assert "\n" not in str(caught.value)


def test_two_packages_with_one_name_are_refused(install) -> None:
    install()
    install(dist="others")
    with pytest.raises(ConfigError, match="several packages bring a format 'lines'"):
        formatters(LlmOutput(format=["lines"]), Path())
