"""What the package exports, what importing it costs, and the commands that use it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import llm_assets.settings as package
from llm_assets.__main__ import main


def test_exports_are_sorted_and_there() -> None:
    assert package.__all__ == sorted(package.__all__)
    assert all(hasattr(package, name) for name in package.__all__)
    sections = {name for name, value in vars(package.model).items() if isinstance(value, type)} - {"Section"}
    own = {name for name in sections if getattr(package.model, name).__module__ == package.model.__name__}
    assert own <= set(package.__all__)


def test_the_command_line_imports_no_heavy_package() -> None:
    code = "import sys, llm_assets.__main__; print([m for m in ('dagster', 'pandas', 'pyarrow') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LLM_ASSETS_CONFIG", raising=False)
    return tmp_path


def test_check_config_says_where_and_what(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "llm_assets.toml").write_text('[llm_output]\nformat = ["jsonl", "markdown"]\nprivacy_level = "low"')
    assert main(["check-config"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"OK: {folder / 'llm_assets.toml'}",
        "dataset: the bundled sample",
        f"output_dir: {folder / 'output'}",
        "format: jsonl, markdown",
        "privacy_level: low",
    ]


def test_where_prints_the_path_of_the_tree_and_nothing_else(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "llm_assets.toml").write_text('[llm_output]\noutput_dir = "./a tree"')
    assert main(["where"]) == 0
    assert capsys.readouterr() == (f"{folder / 'a tree'}\n", "")


def test_check_config_fails_with_the_message_alone(folder: Path) -> None:
    (folder / "llm_assets.toml").write_text('[llm_output]\nprivacy_level = "ZQXMARKER"')
    root = Path(package.__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-m", "llm_assets", "check-config"],
        capture_output=True, text=True, cwd=folder, check=False, env={"PYTHONPATH": str(root)},
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "llm_output.privacy_level: found a string; allowed: low, medium, high" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "ZQXMARKER" not in ran.stderr


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "llm-assets settings"


def test_reference_prints_or_writes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reference"]) == 0
    page = capsys.readouterr().out
    assert not (folder / "docs").exists()
    assert main(["reference", "--write"]) == 0
    assert (folder / "docs" / "configuration.md").read_text(encoding="utf-8") == page
    assert (folder / "docs" / "llm_assets.schema.json").is_file()


def test_reference_that_cannot_be_written_is_one_message(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "docs").write_text("a file in the way")
    assert main(["reference", "--write"]) == 1
    assert capsys.readouterr().err.startswith("the reference cannot be written")
