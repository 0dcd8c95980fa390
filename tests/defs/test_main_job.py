"""The main job through Dagster: what it publishes, what it refuses, what it says."""

import json
from pathlib import Path

import dagster as dg
import pytest

from llm_assets.defs.metadata import risks_left
from llm_assets.settings import parse_settings
from llm_assets.tree.report.reading import read_facts
from tests.defs.conftest import MARK, Run, dataset


def _checks(result: dg.ExecuteInProcessResult) -> dict[tuple[str, str], bool]:
    found = [event.event_specific_data for event in result.all_events if event.event_type_value == "ASSET_CHECK_EVALUATION"]
    return {(check.asset_key.to_user_string(), check.check_name): check.passed for check in found}


def _texts(tree: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(tree.rglob("*")) if path.is_file())


def test_a_run_publishes_a_tree_with_nobody_in_it(run: Run, project: Path) -> None:
    result = run({"llm_output": {"format": ["markdown", "jsonl"]}})
    assert result.success
    tree = project / "output"
    assert MARK not in _texts(tree).casefold()
    manifest = json.loads((tree / "manifest.json").read_text())
    assert manifest["users"] == 30
    assert manifest["counts"]["interactions"]["read"] == 62
    assert manifest["counts"]["interactions"]["quarantined"] == 2
    assert all(_checks(result).values())
    assert len(_checks(result)) == 19


@pytest.mark.slow
def test_the_same_input_and_key_give_the_same_bytes(run: Run, project: Path) -> None:
    run()
    first = (project / "output" / "SHA256SUMS").read_bytes()
    run({"compute": {"shard_bytes": 10_000}, "llm_output": {"rate_limiting": {"max_concurrent": 2}}})
    assert (project / "output" / "SHA256SUMS").read_bytes() == first


def test_metadata_of_each_materialization_plots_and_reconciles(run: Run, project: Path) -> None:
    """Figures, schema, lineage and pictures of every asset, and where the tree stands, from one run."""
    result = run()
    found = {}
    for name in ("raw_dataset", "anonymized_users", "formatted_documents", "output_tree"):
        (event,) = result.asset_materializations_for_node(name)
        found[name] = {key: value.value for key, value in event.metadata.items()}
        told = {"users", "interactions", "bytes", "seconds", "users_per_second", "peak_memory_bytes", "errors"}
        assert told | {"dagster/row_count", "dagster/column_schema", "summary"} <= set(found[name])
        assert all(type(found[name][each]) in (int, float) for each in told)
        assert "data:image/svg+xml;base64," in found[name]["summary"]
    raw, safe, documents, tree = found.values()
    assert (documents["documents"], safe["smallest_group"], safe["replaced_EMAIL"]) == (30, 10, 60)
    assert all(type(documents[each]) is int and documents[each] > 0 for each in ("tokens", "bytes"))
    assert {"open_files", "disk_free_bytes", "cpu_seconds", "resources"} <= set(tree)
    assert (raw["interactions"], raw["quarantined_interactions"], raw["errors"]) == (60, 2, 2)
    assert "| quarantined | 0 | 2 |" in raw["summary"]
    lineage = safe["dagster/column_lineage"].deps_by_column
    made_of = {
        column: {(str(each.asset_key.to_user_string()), each.column_name) for each in deps} for column, deps in lineage.items()
    }
    assert made_of["user"] == {("raw_dataset", "users.user_id"), ("raw_dataset", "interactions.user_id")}
    assert made_of["interactions.body"] == {("raw_dataset", "interactions.body")}
    assert "users.name" not in made_of  # a direct identifier goes nowhere
    assert set(made_of) == {column.name for column in safe["dagster/column_schema"].columns}
    # The tree tells its risk in numbers, where its report stands, and shows invented people only.
    report = project / "output" / "privacy_report.html"
    assert (tree["privacy_report"], tree["privacy_report_page"]) == (str(report), report.as_uri())
    assert Path(tree["manifest"]).is_file()
    figures = risks_left(read_facts(project / "output"))
    assert {name: tree[name] for name in figures} == figures
    assert {"attacker_A", "smallest_group", "canary_recall"} <= set(figures)
    assert "# User Profile: canaryaaaaaaaaaaaaaaaaaa" in tree["preview"]
    assert MARK not in repr(found).casefold().replace(str(project).casefold(), "")


@pytest.mark.slow
def test_a_setting_changed_in_the_launchpad_reaches_every_asset(run: Run, project: Path) -> None:
    """The pipeline holds the sections: one that was bound when the code was loaded ignored the run config in silence."""
    config = {"resources": {"llm_output": {"config": {"privacy_level": "low", "rate_limiting": {"max_concurrent": 1}}}}}
    assert run(run_config=config).success
    assert json.loads((project / "output" / "manifest.json").read_text())["level"] == "low"


@pytest.mark.slow
def test_a_policy_chosen_in_the_launchpad_sets_what_nobody_wrote(run: Run, project: Path) -> None:
    """The launchpad sends every value: taken as written, they were all refused as looser than the policy."""
    config = {"resources": {"privacy": {"config": {"policy": "gdpr-pseudonymised"}}}}
    assert run(run_config=config).success
    assert read_facts(project / "output")["policy"]["policy"] == "gdpr-pseudonymised"
    config["resources"]["llm_output"] = {"config": {"privacy_level": "low"}}
    assert not run(run_config=config).success  # what is written there, and looser, is refused as ever


def test_a_mistake_in_the_launchpad_stops_the_run_before_any_step(
    run: Run, project: Path, instance: dg.DagsterInstance
) -> None:
    result = run(run_config={"resources": {"llm_output": {"config": {"max_error_rate": 7.5}}}})
    assert not result.success
    assert not [event for event in result.all_events if event.event_type_value == "STEP_START"]
    assert not (project / "output").exists()
    [line] = [each.user_message for each in instance.all_logs(result.run_id) if each.level == 40 and not each.is_dagster_event]
    assert line.startswith("Nothing was run. 1 setting is wrong (run config). Correct: llm_output.max_error_rate: ")
    assert "\n" not in line
    assert "7.5" not in line


def test_what_is_no_choice_of_a_setting_is_refused_before_there_is_a_run(run: Run) -> None:
    with pytest.raises(dg.DagsterInvalidConfigError, match=r"privacy_level not in enum type low \| medium \| high got hihg"):
        run(run_config={"resources": {"llm_output": {"config": {"privacy_level": "hihg"}}}})


def test_a_template_that_holds_an_email_of_a_user_is_never_published(run: Run, project: Path) -> None:
    (project / "leak.md.j2").write_text("# {{ user.user }}\n\nask zqxvjanna.zqxvjsmith0@zqxvjmail.example\n")
    settings = {"llm_output": {"template": "leak.md.j2"}}
    assert not run(settings).success
    assert not (project / "output").exists()
    again = run(settings, selection=["output_tree"])
    assert not again.success
    assert not _checks(again)["output_tree", "no_known_identifiers"]
    assert not (project / "output").exists()


def test_a_name_in_a_column_declared_attribute_is_never_published(run: Run, project: Path) -> None:
    """A copy of the names under another heading: it is kept as declared, and found by the audit."""
    lines = (project / "users.csv").read_text().splitlines()
    names = [line.split(",")[1] for line in lines]
    (project / "users.csv").write_text(
        "\n".join(f"{line},{'label' if i == 0 else names[i]}" for i, line in enumerate(lines)) + "\n"
    )
    settings = {"dataset": dataset(label="attribute")}
    assert not run(settings).success
    assert not run(settings, selection=["output_tree"]).success
    assert not (project / "output").exists()


@pytest.mark.slow
def test_what_was_published_stands_when_the_next_run_finds_a_leak(run: Run, project: Path) -> None:
    assert run().success
    before = (project / "output" / "SHA256SUMS").read_bytes()
    (project / "leak.md.j2").write_text("{{ user.user }} zqxvjanna zqxvjsmith\n")
    assert not run({"llm_output": {"template": "leak.md.j2"}}).success
    assert (project / "output" / "SHA256SUMS").read_bytes() == before


@pytest.mark.slow
def test_documents_made_with_other_settings_are_not_published(run: Run, project: Path) -> None:
    assert run({"llm_output": {"privacy_level": "low"}}).success
    before = (project / "output" / "SHA256SUMS").read_bytes()
    assert not run({"llm_output": {"privacy_level": "high"}}, selection=["output_tree"]).success
    assert (project / "output" / "SHA256SUMS").read_bytes() == before


@pytest.mark.slow
def test_a_column_without_a_role_is_dropped_and_named(run: Run, project: Path) -> None:
    values = dataset()
    del values["users"]["columns"]["plan"]  # type: ignore[index]
    result = run({"dataset": values})
    assert result.success
    assert _checks(result)["raw_dataset", "columns_classified"] is False
    assert '"plan"' not in _texts(project / "output")


@pytest.mark.slow
def test_a_column_that_changed_since_the_last_publication_is_named(run: Run, project: Path) -> None:
    result = run()
    assert _checks(result)["raw_dataset", "columns_unchanged"]  # nothing to compare with
    assert _checks(run())["raw_dataset", "columns_unchanged"]
    head, *lines = (project / "users.csv").read_text().splitlines()
    changed = [",".join([*line.split(",")[:-1], str(number), MARK]) for number, line in enumerate(lines)]
    (project / "users.csv").write_text("\n".join([f"{head},fresh", *changed]) + "\n")
    result = run()
    assert result.success
    assert not _checks(result)["raw_dataset", "columns_unchanged"]
    [told] = [
        event.event_specific_data.description
        for event in result.all_events
        if event.event_type_value == "ASSET_CHECK_EVALUATION" and event.event_specific_data.check_name == "columns_unchanged"
    ]
    assert "users.fresh: new" in told
    assert "users.plan: texts before, whole numbers now" in told
    assert MARK not in told
    assert _checks(run())["raw_dataset", "columns_unchanged"]  # now these are the known ones


@pytest.mark.parametrize("level", [pytest.param(name, marks=pytest.mark.slow) for name in ("low", "medium", "high")])
def test_every_level_publishes(run: Run, project: Path, level: str) -> None:
    assert run({"llm_output": {"privacy_level": level, "format": "jsonl"}}).success
    texts = _texts(project / "output").casefold()
    # At low a given name alone stays: only whole values are promised there.
    for promised in ("zqxvjmail", "zqxvjanna zqxvjsmith", "zqxvjid") if level == "low" else (MARK,):
        assert promised not in texts


@pytest.mark.slow
def test_nothing_raw_is_kept_when_the_settings_say_so(run: Run, project: Path) -> None:
    assert run({"compute": {"keep_work": "none"}}).success
    left = [path for path in (project / ".llm_assets").rglob("*") if path.is_file()]
    assert not [path for path in left if MARK.encode() in path.read_bytes().lower()]


@pytest.mark.slow
def test_too_many_unusable_rows_publish_nothing_whatever_is_selected(run: Run, project: Path) -> None:
    """Two of the 62 interactions cannot be used. The stage is there, so a run that starts after it must be stopped as well."""
    settings = {"dataset": {**dataset(), "max_quarantine_rate": 0.01}}
    assert not run(settings).success
    assert not run(settings, selection=["anonymized_users", "formatted_documents", "output_tree"]).success
    assert not (project / "output").exists()
    assert run({"dataset": {**dataset(), "max_quarantine_rate": 0.1}}).success


@pytest.mark.slow
def test_too_many_failed_users_publish_nothing(run: Run, project: Path) -> None:
    (project / "bad.md.j2").write_text("{{ user.attributes.plan.no_such_thing.at_all }}\n")
    assert not run({"llm_output": {"template": "bad.md.j2"}}).success
    assert not (project / "output").exists()


def test_run_config_goes_before_the_file(project: Path) -> None:
    """Every value of the file is a default of the launchpad, so a file value that is a mistake is told when it is read."""
    with pytest.raises(Exception, match="privacy_level"):
        parse_settings({"llm_output": {"privacy_level": "none"}}, root=project, origin="test")
