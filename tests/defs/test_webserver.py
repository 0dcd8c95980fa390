"""`dagster dev` with the repository's workspace: the UI's own interface loads the location, and shows a mistake as it is."""

from pathlib import Path

import pytest

from tests.defs.dev import ask, dagster_dev

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

_ASSETS = """{ assetNodes { assetKey { path } hasAssetChecks }
  repositoriesOrError { ... on RepositoryConnection { nodes { schedules { name } } } } }"""
_ERRORS = """{ workspaceOrError { ... on Workspace { locationEntries {
  locationOrLoadError { ... on PythonError { message causes { message } } } } } } }"""


def test_the_ui_shows_the_assets_their_checks_and_the_schedule(tmp_path: Path) -> None:
    with dagster_dev(tmp_path) as port:
        answer = ask(port, _ASSETS)
    assets = {node["assetKey"]["path"][0]: node["hasAssetChecks"] for node in answer["assetNodes"]}  # type: ignore[attr-defined, index]
    assert assets == dict.fromkeys(("raw_dataset", "anonymized_users", "formatted_documents", "output_tree"), True)
    (repository,) = answer["repositoriesOrError"]["nodes"]  # type: ignore[index]
    assert [each["name"] for each in repository["schedules"]] == ["daily_build"]


def test_a_mistake_in_the_settings_is_shown_in_the_ui(tmp_path: Path) -> None:
    """The code server must not end with the mistake, or the UI would say no more than that it ended."""
    (tmp_path / "llm_assets.toml").write_text('[llm_output]\nformt = "markdown"\n')
    with dagster_dev(tmp_path) as port:
        answer = ask(port, _ERRORS)
    (entry,) = answer["workspaceOrError"]["locationEntries"]  # type: ignore[index]
    shown = entry["locationOrLoadError"]
    assert "formt" in " ".join(each["message"] for each in (shown, *shown["causes"]))
