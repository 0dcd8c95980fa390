"""The jobs that make no asset: audit, purge and preview, and the commands that do the same."""

import stat
from pathlib import Path

import dagster as dg
import pandas as pd
import pytest

from llm_assets.audit import CHECKS, audit
from llm_assets.defs import build_defs
from llm_assets.errors import OutputError, PrivacyViolation
from llm_assets.pipeline import Pipeline
from llm_assets.purge import purge
from llm_assets.settings import Settings, parse_settings
from tests.defs.conftest import MARK, dataset


def _settings(project: Path, **values: object) -> Settings:
    output = {"format": ["markdown", "jsonl"]}
    given = {"dataset": dataset(), "privacy": {"canaries": 8}, "llm_output": output, "compute": {"wait_seconds": 0}, **values}
    return parse_settings(given, root=project, origin="test")


def _publish(settings: Settings) -> None:
    pipeline = Pipeline(settings)
    for stage in (pipeline.raw, pipeline.safe, pipeline.documents):
        stage()
    list(pipeline.tree())


def _run(settings: Settings, instance: dg.DagsterInstance, job: str, op: str, **config: object) -> dg.ExecuteInProcessResult:
    run_config = {"ops": {op: {"config": config}}} if config else {}
    found = build_defs(settings).resolve_job_def(job)
    return found.execute_in_process(instance=instance, run_config=run_config, raise_on_error=False)


def _evaluations(result: dg.ExecuteInProcessResult) -> dict[str, bool]:
    return {each.check_name: each.passed for each in result.get_asset_check_evaluations()}


@pytest.mark.slow
def test_audit_makes_all_checks_again_and_sees_a_file_that_was_changed(project: Path, instance: dg.DagsterInstance) -> None:
    settings = _settings(project)
    with pytest.raises(OutputError, match="no tree that llm-assets published"):
        audit(settings)
    _publish(settings)
    before = {path: path.read_bytes() for path in (project / "output").rglob("*") if path.is_file()}
    result = _run(settings, instance, "audit", "audit_published")
    assert result.success
    assert _evaluations(result) == dict.fromkeys(CHECKS, True)
    assert {path: path.read_bytes() for path in (project / "output").rglob("*") if path.is_file()} == before
    # Whoever asks Dagster for the last result of a check gets the audit's.
    key = dg.AssetCheckKey(dg.AssetKey("output_tree"), "no_known_identifiers")
    assert instance.event_log_storage.get_latest_asset_check_execution_by_key([key])[key].run_id == result.run_id

    (page,) = (project / "output" / "data").glob("profiles-*")
    page.chmod(0o644)
    page.write_bytes(page.read_bytes().replace(b"pro", b"Pro", 1))
    result = _run(settings, instance, "audit", "audit_published")
    assert not result.success
    assert _evaluations(result) == {"matches_manifest": False}
    page.unlink()
    assert [each.name for each in audit(settings).checks if not each.passed] == ["matches_manifest"]


@pytest.mark.slow
def test_purge_leaves_no_raw_value_and_the_audit_says_what_it_cannot_check(project: Path, instance: dg.DagsterInstance) -> None:
    settings = _settings(project)
    _publish(settings)
    root = Pipeline(settings).work.root
    held = {path: path.stat().st_size for path in root.rglob("*") if path.is_file()}
    would = purge(settings, dry=True)
    assert {path for path in root.rglob("*") if path.is_file()} == set(held)
    with Pipeline(settings).work.lock("raw_dataset"), pytest.raises(OutputError, match="another run is writing"):
        purge(settings)
    result = _run(settings, instance, "purge_work_dir", "purge_raw_values", dry_run=False)
    assert result.success
    left = {path: path.stat().st_size for path in root.rglob("*") if path.is_file()}
    gone = {path: size for path, size in held.items() if path not in left}
    assert (would.files, would.bytes) == (len(gone), sum(gone.values()))
    assert {"raw", "safe"} <= set(would.entries)
    assert (root / "released").is_dir()
    assert not [path for path in left if MARK.encode() in path.read_bytes().lower()]
    audited = audit(settings)
    assert audited.passed
    assert [each.name for each in audited.checks] == ["matches_manifest", "no_pii_patterns"]
    assert set(audited.not_made) == set(CHECKS) - {"matches_manifest", "no_pii_patterns"}
    assert audited.reason == "the files of raw_dataset are missing"
    _publish(settings)  # and the next run goes on as ever
    assert audit(settings).not_made == ()


@pytest.mark.parametrize(
    ("job", "does"),
    [
        ("erase", "jobs.erase_people"),
        pytest.param("audit", "looking.audit_tree", marks=pytest.mark.slow),
        pytest.param("preview", "looking.make_preview", marks=pytest.mark.slow),
        pytest.param("purge_work_dir", "looking.purge", marks=pytest.mark.slow),
    ],
)
def test_a_job_is_tried_again_after_what_may_pass_by_itself_and_after_nothing_else(
    project: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch, job: str, does: str
) -> None:
    faults = [OutputError("the store is away", transient=True), PrivacyViolation("a leak"), OutputError("never raised")]

    def fails(*_: object, **__: object) -> None:
        raise faults.pop(0)

    monkeypatch.setattr(f"llm_assets.defs.{does}", fails)
    retries = {"count": 3, "delay_seconds": 0, "backoff": "none", "jitter": False}
    defs = build_defs(_settings(project, schedule={"retries": retries}))
    assert not defs.resolve_job_def(job).execute_in_process(instance=instance, raise_on_error=False).success
    assert [each.what for each in faults] == ["never raised"]


@pytest.mark.slow
def test_preview_shows_no_real_user(project: Path, instance: dg.DagsterInstance, tmp_path: Path) -> None:
    result = _run(_settings(project), instance, "preview", "preview_documents", users=2)
    assert result.success
    folder = Pipeline(_settings(project)).work.root / "preview"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    documents = [path.read_text() for path in folder.iterdir()]
    assert len(documents) == 2
    assert all("# User Profile" in text for text in documents)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "dagster").rglob("*") if path.is_file())
    assert b"# User Profile" not in kept
    assert str(folder).encode() in kept


@pytest.mark.slow
def test_preview_is_of_the_data_frame_that_stands_in_for_a_source(project: Path, instance: dg.DagsterInstance) -> None:
    @dg.asset(io_manager_key="frames")
    def customers() -> pd.DataFrame:
        return pd.read_csv(project / "people.csv", dtype=str)

    (project / "users.csv").rename(project / "people.csv")  # so that nothing but the frame can have been read
    frames = {"frames": dg.FilesystemIOManager(base_dir=str(project / "frames"))}
    assert dg.materialize([customers], instance=instance, resources=frames).success
    defs = dg.Definitions.merge(build_defs(_settings(project), users=customers), dg.Definitions([customers], resources=frames))
    assert defs.resolve_job_def("preview").execute_in_process(instance=instance).success
    assert len(list((Pipeline(_settings(project)).work.root / "preview").iterdir())) == 3


@pytest.mark.slow
def test_a_tree_on_a_store_is_audited_as_one_on_a_disk(project: Path, bucket: str) -> None:
    settings = _settings(project, llm_output={"format": "jsonl", "output_dir": f"s3://{bucket}/out"})
    _publish(settings)
    audited = audit(settings)
    assert audited.passed
    assert audited.not_made == ()
    assert not (Pipeline(settings).work.root / ".audit").exists()


@pytest.mark.slow
def test_a_tree_whose_key_went_with_its_run_is_searched_for_what_looks_personal(project: Path) -> None:
    settings = _settings(
        project, privacy={"canaries": 0, "key_lifetime": "run", "risk_seconds": 1}, compute={"keep_work": "none"}
    )
    _publish(settings)
    audited = audit(settings)
    assert audited.passed
    assert [each.name for each in audited.checks] == ["matches_manifest", "no_pii_patterns"]
    assert "there is no key of this run" in audited.reason
    assert not Pipeline(settings).work.run_key.exists()
