"""What Dagster does by itself: the sensor, automation, freshness and retries, each as the settings say."""

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.remote_origin import RegisteredCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin

from llm_assets.defs import build_defs
from llm_assets.defs.names import ASSETS, Names
from llm_assets.defs.ours import under_way
from llm_assets.defs.sensors import Seen
from llm_assets.settings import parse_settings
from llm_assets.stores import attempts
from llm_assets.tree import bucket as bucket_of_trees
from llm_assets.tree import upload as uploading
from tests.defs.conftest import MARK, Run, dataset
from tests.stores.server import Server

KEYS = [dg.AssetKey(name) for name in ASSETS]
CHOSEN = dg.AssetSelection.assets(*KEYS)


def _defs(project: Path, schedule: dict[str, object] | None = None, **values: object) -> dg.Definitions:
    given = {"dataset": dataset(), "privacy": {"canaries": 8}, "schedule": schedule or {}, **values}
    return build_defs(parse_settings(given, root=project, origin="test"))


Look = Callable[[], dg.SensorResult | dg.SkipReason]


class _Ticks:
    """The sensor, tick by tick, with the cursor that Dagster would keep."""

    def __init__(self, defs: dg.Definitions, instance: dg.DagsterInstance) -> None:
        self.sensor = defs.resolve_sensor_def("changed_sources")
        self.instance, self.cursor = instance, None

    def __call__(self) -> str | dg.RunRequest:
        context = dg.build_sensor_context(self.instance, cursor=self.cursor)
        found = self.sensor.evaluate_tick(context)
        self.cursor = found.cursor or self.cursor
        return found.run_requests[0] if found.run_requests else str(found.skip_message)


def _touch(path: Path) -> None:
    with path.open("a") as file:
        file.write("\n")
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 1_000_000))


def test_one_change_of_the_sources_gives_one_run(project: Path, instance: dg.DagsterInstance) -> None:
    tick = _Ticks(_defs(project), instance)
    assert tick.sensor.default_status is dg.DefaultSensorStatus.STOPPED
    assert tick() == "the sources have changed; a run starts when one more look finds the same"
    first = tick()
    assert isinstance(first, dg.RunRequest)
    assert tick() == "nothing has changed since the last run was asked for"
    _touch(project / "events.jsonl")
    assert "one more look" in str(tick())
    _touch(project / "events.jsonl")  # it is still being written
    assert "one more look" in str(tick())
    second = tick()
    assert isinstance(second, dg.RunRequest)
    assert second.run_key != first.run_key
    assert MARK not in str(tick.cursor)
    assert "events" not in str(tick.cursor)


def test_a_source_that_comes_back_to_what_it_was_is_a_change_as_well(project: Path, instance: dg.DagsterInstance) -> None:
    """A run key that was made of the state alone would have been taken for one that has been served."""
    tick = _Ticks(_defs(project, {"sensor": {"looks": 1}}), instance)
    file = project / "users.csv"
    kept, stat, first = file.read_bytes(), file.stat(), tick()
    _touch(file)
    tick()
    file.write_bytes(kept)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    back = tick()
    assert isinstance(first, dg.RunRequest)
    assert isinstance(back, dg.RunRequest)
    assert back.run_key != first.run_key
    assert back.tags["llm_assets/sources"] == first.tags["llm_assets/sources"]


def test_a_tick_that_is_repeated_asks_for_the_same_run(project: Path, instance: dg.DagsterInstance) -> None:
    tick = _Ticks(_defs(project, {"sensor": {"looks": 1}}), instance)
    first, tick.cursor = tick(), None  # the daemon died before it kept the cursor
    assert isinstance(first, dg.RunRequest)
    assert first.run_key == tick().run_key  # type: ignore[union-attr]


def test_a_damaged_cursor_is_none() -> None:
    assert Seen.read("not json") == Seen.read('{"other": 1}') == Seen.read(None) == Seen()


def test_no_run_starts_while_one_is_in_progress_or_a_source_is_away(project: Path, instance: dg.DagsterInstance) -> None:
    defs = _defs(project, {"sensor": {"looks": 1}})
    tick = _Ticks(defs, instance)
    run = instance.create_run_for_job(defs.resolve_job_def("build"), status=dg.DagsterRunStatus.STARTED)
    assert tick() == f"run {run.run_id} is in progress; the sources are looked at when it has ended"
    instance.delete_run(run.run_id)
    (project / "events.jsonl").rename(project / "away")
    assert re.match(r"the sources cannot be read now: no such file \(", str(tick()))
    (project / "away").rename(project / "events.jsonl")
    assert isinstance(tick(), dg.RunRequest)


@pytest.mark.slow
def test_a_run_of_the_project_or_of_another_job_is_the_datasets_where_it_makes_its_assets(
    project: Path, instance: dg.DagsterInstance
) -> None:
    """Another code location with a dataset of its own has a job of the same name; it was taken for this dataset's."""
    defs = dg.Definitions.merge(_defs(project), dg.Definitions(jobs=[dg.define_asset_job("nightly", "raw_dataset")]))

    def begin(job: str, location: str | None = None) -> str:
        origin = location and RegisteredCodeLocationOrigin(location)
        return instance.create_run_for_job(
            defs.resolve_job_def(job),
            status=dg.DagsterRunStatus.QUEUED,
            asset_selection=frozenset({KEYS[0]}) if job == "nightly" else None,
            remote_job_origin=RemoteJobOrigin(RemoteRepositoryOrigin(origin, "r"), job) if origin else None,
            job_code_origin=None,
        ).run_id

    names = Names()
    other, ours, projects = begin("build", "there"), begin("purge_work_dir", "here"), begin("nightly", "here")
    assert set(under_way(names, instance, "here")) == {ours, projects}
    assert set(under_way(names, instance, None)) == {other, ours, projects}
    assert not list(under_way(Names(("shop",)), instance, None))


def test_the_jobs_that_are_known_as_the_datasets_are_those_that_it_has(project: Path) -> None:
    assert {job.name for job in _defs(project).jobs or ()} == Names().jobs


@pytest.mark.slow
def test_tables_are_looked_at_by_the_query_of_the_settings(project: Path, instance: dg.DagsterInstance) -> None:
    import sqlite3

    with sqlite3.connect(project / "data.db") as database:
        database.execute("CREATE TABLE people (user_id, name, email, born, plan, at)")
        database.execute("INSERT INTO people VALUES ('u1', 'Zqxvjanna', 'a@b.example', 1950, 'pro', 1)")
    values = dataset()
    values["users"] = {**values["users"], "source": "sqlite:///data.db", "table": "people"}  # type: ignore[dict-item]
    sensor = {"looks": 1, "users_query": "SELECT max(at), count(*) FROM people"}
    tick = _Ticks(_defs(project, {"sensor": sensor}, dataset=values), instance)
    assert isinstance(tick(), dg.RunRequest)
    with sqlite3.connect(project / "data.db") as database:
        database.execute("UPDATE people SET plan = 'free'")  # what the query does not tell is no change
    assert tick() == "nothing has changed since the last run was asked for"
    with sqlite3.connect(project / "data.db") as database:
        database.execute("UPDATE people SET at = 2")
    assert isinstance(tick(), dg.RunRequest)
    database.close()
    # Without a query the file itself is looked at; of a server there is none, and that is said.
    assert isinstance(_Ticks(_defs(project, {"sensor": {"looks": 1}}, dataset=values), instance)(), dg.RunRequest)
    values["users"] = {**values["users"], "source": "postgresql://nobody@localhost:1/x"}  # type: ignore[dict-item]
    with pytest.raises(
        dg.Failure, match=r"ConfigError: nothing tells whether the users .* \(\[schedule.sensor\] users_query\)"
    ):
        _Ticks(_defs(project, dataset=values), instance)()


def test_automation_by_the_clock_asks_for_all_four_assets_at_once(project: Path, instance: dg.DagsterInstance) -> None:
    defs = _defs(project, {"automation": "cron", "cron": "0 2 * * *", "timezone": "Europe/Madrid"})
    sensor = defs.resolve_sensor_def("automation")
    assert sensor.default_status is dg.DefaultSensorStatus.RUNNING
    asked = []
    cursor = None
    # One in the morning in Madrid, then a minute past two, in winter: 01:01 of UTC.
    for hour, minute in ((0, 0), (1, 1), (1, 2)):
        now = datetime(2026, 1, 15, hour, minute, tzinfo=UTC)
        found = dg.evaluate_automation_conditions(defs, instance, CHOSEN, cursor=cursor, evaluation_time=now)
        cursor = found.cursor
        asked.append([found.get_num_requested(key) for key in KEYS])
    assert asked == [[0, 0, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0]]


def test_eager_automation_follows_upstream_and_stops_at_a_failed_blocking_check(
    project: Path, instance: dg.DagsterInstance
) -> None:
    defs = _defs(project, {"automation": "eager"})
    first = dg.evaluate_automation_conditions(defs, instance, CHOSEN)
    for key in KEYS:
        instance.report_runless_asset_event(dg.AssetMaterialization(key))
    blocking = [
        spec
        for check in defs.resolve_asset_graph().asset_check_keys
        if (spec := defs.resolve_asset_graph().get_check_spec(check)).blocking
    ]
    assert blocking
    for spec in blocking:
        _evaluate(instance, spec, passed=True)
    still = dg.evaluate_automation_conditions(defs, instance, CHOSEN, cursor=first.cursor)
    instance.report_runless_asset_event(dg.AssetMaterialization(KEYS[0]))
    follows = dg.evaluate_automation_conditions(defs, instance, CHOSEN, cursor=still.cursor)
    # What is made anew takes all that follows it with it, in one run, whose own checks stop it.
    assert [follows.get_num_requested(key) for key in KEYS] == [0, 1, 1, 1]
    for key in KEYS[1:]:
        instance.report_runless_asset_event(dg.AssetMaterialization(key))
    quiet = dg.evaluate_automation_conditions(defs, instance, CHOSEN, cursor=follows.cursor)
    instance.report_runless_asset_event(dg.AssetMaterialization(KEYS[2]))
    for passed, wanted in ((True, [0, 0, 0, 1]), (False, [0, 0, 0, 0])):
        for spec in (each for each in blocking if each.asset_key == KEYS[2]):
            _evaluate(instance, spec, passed=passed)
        found = dg.evaluate_automation_conditions(defs, instance, CHOSEN, cursor=quiet.cursor)
        assert [found.get_num_requested(key) for key in KEYS] == wanted


def _evaluate(instance: dg.DagsterInstance, spec: dg.AssetCheckSpec, *, passed: bool) -> None:
    instance.report_runless_asset_event(dg.AssetCheckEvaluation(spec.asset_key, spec.name, passed, blocking=True))


def test_nothing_is_automated_unless_the_settings_say_so(project: Path) -> None:
    plain = _defs(project)
    assert {spec.automation_condition for spec in plain.resolve_all_asset_specs()} == {None}
    assert {spec.freshness_policy for spec in plain.resolve_all_asset_specs()} == {None}
    assert [each.name for each in plain.sensors or ()] == ["changed_sources"]
    fresh = _defs(project, {"freshness": {"fail_hours": 36, "warn_hours": 26}})
    policies = {spec.key.to_user_string(): spec.freshness_policy for spec in fresh.resolve_all_asset_specs()}
    assert policies.pop("output_tree") == dg.FreshnessPolicy.time_window(timedelta(hours=36), timedelta(hours=26))
    assert set(policies.values()) == {None}


def _attempts(result: dg.ExecuteInProcessResult, step: str) -> int:
    events = [event for event in result.all_events if event.step_key == step]
    return sum(event.event_type_value in ("STEP_START", "STEP_RESTARTED") for event in events)


@pytest.mark.slow
def test_a_store_that_comes_back_is_tried_again_and_the_run_ends_well(
    run: Run, bucket: str, s3: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "TRIES", 1)  # what the store's own patience would outlast
    begun: list[int] = []

    def upload(*arguments: object) -> object:
        begun.append(len(begun))
        return uploading.upload(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(bucket_of_trees, "upload", upload)
    s3.fault = lambda request: "503" if request.method == "PUT" and "versions" in request.key and len(begun) < 2 else None
    schedule = {"retries": {"count": 2, "delay_seconds": 0.1, "backoff": "none", "jitter": False}}
    result = run({"llm_output": {"output_dir": f"s3://{bucket}/out", "format": "jsonl"}, "schedule": schedule})
    assert result.success
    assert len(begun) == 2
    assert _attempts(result, "output_tree") == 2


@pytest.mark.slow
def test_a_leak_and_a_setting_are_tried_once(run: Run, project: Path) -> None:
    schedule = {"retries": {"count": 3, "delay_seconds": 0, "backoff": "none", "jitter": False}}
    result = run({"dataset": dataset(email="attribute"), "llm_output": {"format": "jsonl"}, "schedule": schedule})
    assert not result.success
    failed = {event.step_key for event in result.all_events if event.event_type_value == "STEP_FAILURE"}
    assert failed
    assert max(_attempts(result, str(step)) for step in failed) == 1
    assert not [event for event in result.all_events if event.event_type_value == "STEP_UP_FOR_RETRY"]
    assert not (project / "output").exists()
