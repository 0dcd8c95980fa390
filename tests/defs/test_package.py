"""`build_defs` in somebody else's project: names that do not meet, assets upstream, and all of theirs left alone."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pandas as pd
import pytest

from llm_assets import build_defs
from llm_assets.defs.names import ASSETS
from llm_assets.errors import ConfigError
from llm_assets.settings import Settings, parse_settings

from .conftest import dataset

SETTINGS = Settings()


def _names(defs: dg.Definitions) -> dict[str, set[str]]:
    repository = defs.get_repository_def()
    graph = repository.asset_graph
    return {
        "assets": {key.to_user_string() for key in graph.get_all_asset_keys()},
        "checks": {str(key) for key in graph.asset_check_keys},
        "jobs": {name for name in repository.job_names if not name.startswith("__")},
        "schedules": {schedule.name for schedule in repository.schedule_defs},
        "sensors": {sensor.name for sensor in repository.sensor_defs},
        "resources": set(defs.resources or {}),
        "ops": {node.name for job in repository.get_all_jobs() for node in job.nodes},
    }


def _told(root: Path) -> Settings:
    """Settings that ask for all there is: alerts, and a sensor for automation."""
    values = {"alerts": {"webhook_env": "WEBHOOK"}, "schedule": {"automation": "eager"}}
    return parse_settings(values, root=root, origin="test")


def test_two_datasets_share_no_name_with_each_other_nor_with_one_that_stands_alone(tmp_path: Path) -> None:
    alone, one, two = (_names(build_defs(_told(tmp_path), key_prefix=prefix)) for prefix in (None, "support", ["eu", "shop"]))
    for kind, names in alone.items():
        assert len(names) == len(one[kind]) == len(two[kind]) > 0
        assert names.isdisjoint(one[kind] | two[kind])
        assert one[kind].isdisjoint(two[kind])
    assert "support/output_tree" in one["assets"]
    assert "eu/shop/output_tree" in two["assets"]
    assert {"eu_shop_build", "eu_shop_erase"} <= two["jobs"]


def test_merged_they_load_and_each_job_makes_its_own_assets_only() -> None:
    defs = dg.Definitions.merge(build_defs(SETTINGS, key_prefix="support"), build_defs(SETTINGS, key_prefix="shop"))
    dg.Definitions.validate_loadable(defs)
    for prefix in ("support", "shop"):
        made = defs.resolve_job_def(f"{prefix}_build").asset_layer.selected_asset_keys
        assert {key.path[0] for key in made} == {prefix}
        assert len(made) == 4
        shown = defs.resolve_job_def(f"{prefix}_build").run_config_schema.config_type.fields["resources"].config_type.fields
        assert {f"{prefix}_{section}" for section in ("dataset", "privacy", "llm_output", "compute")} <= set(shown)


def test_their_executor_and_their_resources_stay_and_our_jobs_run_in_process() -> None:
    @dg.job
    def theirs() -> None: ...

    mine = dg.Definitions(jobs=[theirs], resources={"warehouse": 1}, executor=dg.multiprocess_executor)
    defs = dg.Definitions.merge(build_defs(SETTINGS, key_prefix="support"), mine)
    assert defs.executor is dg.multiprocess_executor
    assert defs.resources is not None
    assert defs.resources["warehouse"] == 1
    assert defs.resolve_job_def("theirs").executor_def is dg.multiprocess_executor
    for job in ("support_build", "support_erase"):
        assert defs.resolve_job_def(job).executor_def is dg.in_process_executor


def test_group_and_owners_are_the_prefix_and_ours_unless_they_are_given() -> None:
    (spec, *_) = build_defs(SETTINGS, key_prefix=["eu", "shop"]).resolve_all_asset_specs()
    assert spec.group_name == "eu_shop"
    given = build_defs(SETTINGS, key_prefix="shop", group_name="sales", owners=["team:sales"])
    assert {(each.group_name, *each.owners) for each in given.resolve_all_asset_specs()} == {("sales", "team:sales")}


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ({"key_prefix": "my-shop"}, "key_prefix"),
        ({"key_prefix": ["a", ""]}, "key_prefix"),
        ({"group_name": "a b"}, "group_name"),
    ],
)
def test_a_name_that_dagster_does_not_take_is_told_at_once(arguments: dict[str, object], where: str) -> None:
    with pytest.raises(ConfigError, match=rf"cannot be part of a name in Dagster \({where} of build_defs\). Use letters"):
        build_defs(SETTINGS, **arguments)  # type: ignore[arg-type]


def test_a_path_is_read_whatever_the_environment_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_ASSETS_CONFIG", str(tmp_path / "other.toml"))
    (tmp_path / "shop.toml").write_text('[schedule]\ncron = "5 4 * * *"\n')
    (tmp_path / "pyproject.toml").write_text('[tool.llm_assets.schedule]\ncron = "6 4 * * *"\n')
    monkeypatch.chdir(tmp_path)
    for path, cron in (("shop.toml", "5 4 * * *"), (tmp_path / "pyproject.toml", "6 4 * * *")):
        assert build_defs(path).resolve_schedule_def("daily_build").cron_schedule == cron
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    with pytest.raises(ConfigError, match=r"the file has no table \[tool.llm_assets\]"):
        build_defs("pyproject.toml")
    with pytest.raises(ConfigError, match="the settings cannot be read: No such file"):
        build_defs("absent.toml")


def test_their_assets_come_before_ours() -> None:
    @dg.multi_asset(specs=[dg.AssetSpec("customers"), dg.AssetSpec("tickets")])
    def loaded() -> Iterator[dg.MaterializeResult[None]]:
        yield from ()

    for upstream in ([loaded], [dg.AssetKey("customers"), "tickets"], [*loaded.specs]):
        defs = dg.Definitions.merge(build_defs(SETTINGS, key_prefix="shop", upstream=upstream), dg.Definitions([loaded]))
        graph = defs.resolve_asset_graph()
        parents = graph.get(dg.AssetKey(["shop", "raw_dataset"])).parent_keys
        assert parents == {dg.AssetKey("customers"), dg.AssetKey("tickets")}


def test_what_is_made_anew_upstream_is_gone_on_from_by_automation(tmp_path: Path) -> None:
    """By the dataset's own sensor, which leaves assets of the project alone."""
    instance = dg.DagsterInstance.ephemeral()

    @dg.asset
    def customers() -> None: ...

    mine = dg.Definitions([customers])
    defs = dg.Definitions.merge(build_defs(_told(tmp_path), key_prefix="shop", upstream=[customers]), mine)
    sensor = defs.resolve_sensor_def("shop_automation")
    assert isinstance(sensor, dg.AutomationConditionSensorDefinition)
    ours = {dg.AssetKey(["shop", name]) for name in ASSETS}
    assert sensor.asset_selection.resolve(defs.resolve_asset_graph()) == ours
    for key in ours:
        instance.report_runless_asset_event(dg.AssetMaterialization(key))
    before = dg.evaluate_automation_conditions(defs, instance, sensor.asset_selection)
    dg.materialize([customers], instance=instance)
    after = dg.evaluate_automation_conditions(defs, instance, sensor.asset_selection, cursor=before.cursor)
    assert after.get_num_requested(dg.AssetKey(["shop", "raw_dataset"])) == 1
    assert after.total_requested == len(ours)


@pytest.mark.slow
def test_data_frames_of_theirs_stand_in_for_a_source_in_a_build_and_in_an_erasure(
    project: Path, instance: dg.DagsterInstance
) -> None:
    """The users are a DataFrame, kept by an IO manager of their own; the interactions are a file, as the settings say."""

    @dg.asset(io_manager_key="frames")
    def customers() -> pd.DataFrame:
        return pd.read_csv(project / "people.csv", dtype=str)

    (project / "users.csv").rename(project / "people.csv")  # so that nothing but the frame can have been read
    (project / "ids.csv").write_text("user_id\nzqxvjid0003\n")
    values = {"dataset": dataset(), "privacy": {"canaries": 0, "erase": "ids.csv", "risk_seconds": 1.0}}
    settings = parse_settings(values, root=project, origin="test")
    defs = dg.Definitions.merge(
        build_defs(settings, key_prefix="shop", users=customers),
        dg.Definitions([customers], resources={"frames": dg.FilesystemIOManager(base_dir=str(project / "frames"))}),
    )
    whole = dg.define_asset_job("whole", dg.AssetSelection.all(), executor_def=dg.in_process_executor)
    made = (
        dg.Definitions.merge(defs, dg.Definitions(jobs=[whole])).resolve_job_def("whole").execute_in_process(instance=instance)
    )
    (published,) = made.asset_materializations_for_node("shop__output_tree")
    assert published.metadata["users"].value == 29  # of 30, without the one whose erasure is asked for
    erased = defs.resolve_job_def("shop_erase").execute_in_process(instance=instance)
    assert erased.success
    told = instance.get_latest_materialization_event(dg.AssetKey(["shop", "output_tree"]))
    assert told is not None
    assert told.asset_materialization is not None
    assert told.asset_materialization.metadata["users"].value == 29
