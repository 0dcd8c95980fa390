"""Nothing personal in Dagster's records: a dataset of marked values goes through success and failure, and all is searched."""

from pathlib import Path

import dagster as dg
import pytest

from tests.defs.conftest import MARK, Run

STAGES = {
    "raw_dataset": "llm_assets.pipeline.build_raw",
    "anonymized_users": "llm_assets.pipeline.build_safe",
    "formatted_documents": "llm_assets.pipeline.build_documents",
    "output_tree": "llm_assets.pipeline.output_tree",
}


def _stored(instance: dg.DagsterInstance, run_id: str) -> str:
    """All that Dagster kept: files of its storage, and every event as it would be shown."""
    home = Path(instance.root_directory)
    files = [path.read_bytes().decode("utf-8", "replace") for path in home.rglob("*") if path.is_file()]
    events = [str(record) for record in instance.all_logs(run_id)]
    return "\n".join([*files, *events]).casefold()


def test_a_successful_run_leaves_no_value(run: Run, instance: dg.DagsterInstance, capfd: pytest.CaptureFixture[str]) -> None:
    result = run()
    assert result.success
    printed = capfd.readouterr()
    assert MARK not in _stored(instance, result.run_id)
    assert MARK not in (printed.out + printed.err).casefold()


@pytest.mark.parametrize(
    "asset", [name if name == "anonymized_users" else pytest.param(name, marks=pytest.mark.slow) for name in STAGES]
)
def test_an_unexpected_error_leaves_no_value(
    run: Run,
    project: Path,
    instance: dg.DagsterInstance,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    asset: str,
) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        try:
            raise KeyError("Zqxvjanna Zqxvjsmith")
        except KeyError as error:
            raise ValueError("invalid value zqxvjanna.zqxvjsmith0@zqxvjmail.example") from error

    monkeypatch.setattr(STAGES[asset], fails)
    result = run()
    assert not result.success
    printed = capfd.readouterr()
    assert MARK not in _stored(instance, result.run_id)
    assert MARK not in (printed.out + printed.err).casefold()
    # The operator still gets it all, in a file that only the owner can read.
    trace = project / ".llm_assets" / "marked" / "errors" / f"{asset}.txt"
    assert "Zqxvjanna Zqxvjsmith" in trace.read_text()
    assert trace.stat().st_mode & 0o077 == 0


def test_a_leak_that_is_found_is_not_told(run: Run, project: Path, instance: dg.DagsterInstance) -> None:
    (project / "leak.md.j2").write_text("zqxvjanna.zqxvjsmith0@zqxvjmail.example {{ user.user }}\n")
    result = run({"llm_output": {"template": "leak.md.j2"}})
    assert not result.success
    assert MARK not in _stored(instance, result.run_id)


@pytest.mark.slow
def test_users_that_cannot_be_formatted_are_not_told(run: Run, project: Path, instance: dg.DagsterInstance) -> None:
    (project / "bad.md.j2").write_text("{{ user.attributes[user.user] }}\n")
    result = run({"llm_output": {"template": "bad.md.j2"}})
    assert not result.success
    assert MARK not in _stored(instance, result.run_id)


def test_a_source_that_cannot_be_read_is_not_told(run: Run, project: Path, instance: dg.DagsterInstance) -> None:
    (project / "users.csv").write_bytes(b"user_id,name\nzqxvjid0001,\xff\xfeZqxvjanna\n")
    result = run()
    assert not result.success
    assert MARK not in _stored(instance, result.run_id)
