"""What Dagster loads, and what the launchpad shows."""

from pathlib import Path

import dagster as dg
import pytest

from llm_assets.defs import build_defs
from llm_assets.defs.resources import build_resources
from llm_assets.errors import ConfigError
from llm_assets.settings import Settings, parse_settings

SETTINGS = Settings()


def test_what_dagster_loads_is_what_the_documentation_names() -> None:
    graph = build_defs(SETTINGS).resolve_asset_graph()
    assert {key.to_user_string() for key in graph.get_all_asset_keys()} == {
        "raw_dataset",
        "anonymized_users",
        "formatted_documents",
        "output_tree",
    }
    assert {(key.asset_key.to_user_string(), key.name) for key in graph.asset_check_keys} == {
        ("raw_dataset", "rows_accounted_for"),
        ("raw_dataset", "columns_classified"),
        ("raw_dataset", "columns_unchanged"),
        ("raw_dataset", "kept_columns"),
        ("anonymized_users", "pseudonyms_unique"),
        ("anonymized_users", "group_sizes"),
        ("anonymized_users", "motivated_intruder"),
        ("anonymized_users", "released_groups"),
        ("anonymized_users", "canary_recall"),
        ("formatted_documents", "documents_well_formed"),
        ("formatted_documents", "no_known_identifiers"),
        ("output_tree", "no_known_identifiers"),
        ("output_tree", "no_pii_patterns"),
        ("output_tree", "no_reversible_ids"),
        ("output_tree", "canaries_removed"),
        ("output_tree", "matches_manifest"),
        ("output_tree", "every_user_published"),
        ("output_tree", "splits_disjoint"),
        ("output_tree", "motivated_intruder"),
    }


def test_assets_follow_one_another_in_one_direction() -> None:
    graph = build_defs(SETTINGS).resolve_asset_graph()
    parents = {
        key.to_user_string(): {p.to_user_string() for p in graph.get(key).parent_keys} for key in graph.get_all_asset_keys()
    }
    assert parents == {
        "raw_dataset": set(),
        "anonymized_users": {"raw_dataset"},
        "formatted_documents": {"anonymized_users"},
        "output_tree": {"formatted_documents"},
    }


def test_every_asset_tells_its_reader_what_it_is() -> None:
    for spec in build_defs(SETTINGS).resolve_all_asset_specs():
        assert len(spec.description or "") > 60
        assert spec.group_name == "llm_assets"
        assert spec.owners
        assert spec.kinds
        # The columns are shown before there is a run.
        columns = {column.name for column in spec.metadata["dagster/column_schema"].columns}
        assert ("users.email" in columns) == (spec.key.to_user_string() == "raw_dataset")
        assert "interactions.body" in columns


def test_the_schedule_is_off_and_takes_its_time_from_the_settings() -> None:
    settings = parse_settings(
        {"schedule": {"cron": "30 3 * * *", "timezone": "Europe/Berlin"}}, root=SETTINGS.root, origin="test"
    )
    schedule = build_defs(settings).resolve_schedule_def("daily_build")
    assert schedule.cron_schedule == "30 3 * * *"
    assert schedule.execution_timezone == "Europe/Berlin"
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED
    assert schedule.job_name == "build"


def test_the_launchpad_shows_every_setting_with_its_description_and_its_value() -> None:
    settings = parse_settings({"llm_output": {"privacy_level": "medium", "format": "jsonl"}}, root=SETTINGS.root, origin="test")
    job = build_defs(settings).resolve_job_def("build")
    resources = job.run_config_schema.config_type.fields["resources"].config_type.fields
    for name in ("dataset", "privacy", "llm_output", "compute"):
        shown = resources[name].config_type.fields["config"].config_type.fields
        section = Settings.model_fields[name].annotation
        model = section if hasattr(section, "model_fields") else section.__args__[0]
        assert set(shown) == set(model.model_fields)
        assert all(field.description for field in shown.values())
    output = resources["llm_output"].config_type.fields["config"].config_type.fields
    assert output["privacy_level"].default_value == "medium"
    assert output["format"].default_value == ["jsonl"]
    # A section that the settings do not have is shown with the defaults that it would begin with.
    splits = output["splits"].config_type.inner_type.fields
    assert (splits["shared"].default_value, splits["train"].is_required) == ("together", True)
    assert all(field.description for field in splits.values())


def test_rules_of_your_own_pass_through_the_launchpad(tmp_path: Path) -> None:
    """A section in a section, a list of sections and tables of words: each is shown to Dagster in its own way."""
    (tmp_path / "model").mkdir()
    (tmp_path / "list.txt").touch()
    privacy = {
        "actions": {"EMAIL": "mask"},
        "patterns": [{"name": "ticket", "pattern": "TCK", "context": ["case"]}],
        "lists": {"allow": ["list.txt"], "deny": {"PERSON": ["list.txt"]}},
        "ner": {"backend": "spacy", "model": "model", "labels": {"PER": "PERSON"}},
    }
    settings = parse_settings({"privacy": privacy}, root=tmp_path, origin="test")
    with dg.build_resources(build_resources(settings)) as resources:
        assert resources.pipeline.settings().privacy == settings.privacy
    changed = {"privacy": {"config": {"actions": {"EMAIL": "keep"}}}}
    with pytest.raises(dg.DagsterError) as caught, dg.build_resources(build_resources(settings), resource_config=changed):
        pass
    assert isinstance(caught.value.__cause__, ConfigError)
    assert "privacy.actions.EMAIL: found keep, which weakens level high" in str(caught.value.__cause__)
