"""`[schedule]`: what is refused, and that Dagster takes whatever is not."""

from pathlib import Path

import pytest
from dagster._utils.schedules import is_valid_cron_string
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_assets.errors import ConfigError
from llm_assets.settings import parse_settings
from llm_assets.settings.running_rules import problems

DATABASE = {"source": "sqlite:///data.db", "table": "people", "id": "id", "columns": {}}
EVENTS = {"source": "sqlite:///data.db", "table": "events", "user": "user", "columns": {}}
FILES = {
    "users": {**DATABASE, "source": "users.csv", "table": None},
    "interactions": {**EVENTS, "source": "e.csv", "table": None},
}


@pytest.mark.parametrize(
    ("cron", "field"),
    [
        ("60 2 * * *", "minute"),
        ("0 24 * * *", "hour"),
        ("0 2 0 * *", "day of month"),
        ("0 2 32 * *", "day of month"),
        ("0 2 * 13 *", "month"),
        ("0 2 * abc *", "month"),
        ("0 2 * * 8", "day of week"),
        ("0 2 * * L", "day of week"),
        ("0 2 L-3 * *", "day of month"),
        ("30-10 2 * * *", "minute"),
        ("*/0 2 * * *", "minute"),
        ("*-5 2 * * *", "minute"),
    ],
)
def test_a_cron_that_dagster_would_not_run_is_refused_with_the_field_that_is_wrong(cron: str, field: str) -> None:
    (problem,) = problems({"schedule": {"cron": cron}})
    assert problem.allowed.startswith(f"for the {field}: ")


_PARTS = st.from_regex(r"(\*|[0-9]{1,2}|L|[a-zA-Z]{3}|mon|jan|DEC|sun)(-([0-9]{1,2}|fri|MAR))?(/[0-9]{1,2})?", fullmatch=True)
_FIELDS = st.lists(_PARTS, min_size=1, max_size=2).map(",".join)


@settings(max_examples=40)
@given(st.lists(_FIELDS, min_size=5, max_size=5).map(" ".join))
def test_dagster_takes_every_cron_that_is_not_refused(cron: str) -> None:
    if not list(problems({"schedule": {"cron": cron}})):
        assert is_valid_cron_string(cron)


@pytest.mark.parametrize(
    ("schedule", "dataset", "message"),
    [
        (
            {"sensor": {"users_query": "SELECT 1"}},
            FILES,
            "schedule.sensor.users_query: found beside a source that is no database",
        ),
        ({"freshness": {"fail_hours": 24, "warn_hours": 24}}, None, "less than fail_hours = 24"),
        ({"freshness": {}}, None, "fail_hours"),
        ({"automation": "hourly"}, None, "eager"),
        ({"timezone": "Europe/Madird"}, None, "Europe/Madrid"),
        ({"retries": {"count": -1}}, None, "count"),
    ],
)
def test_what_does_not_fit_is_one_clear_line(tmp_path: Path, schedule: object, dataset: object, message: str) -> None:
    (tmp_path / "users.csv").write_text("id\n1\n")
    (tmp_path / "e.csv").write_text("user\n1\n")
    values = {"schedule": schedule, **({"dataset": {"name": "d", **dataset}} if isinstance(dataset, dict) else {})}
    with pytest.raises(ConfigError) as caught:
        parse_settings(values, root=tmp_path, origin="test")
    assert message in str(caught.value)


def test_queries_of_the_sensor_fit_databases(tmp_path: Path) -> None:
    values = {
        "dataset": {"name": "d", "users": DATABASE, "interactions": EVENTS},
        "schedule": {"sensor": {"users_query": "SELECT max(at) FROM people", "looks": 1}, "automation": "cron"},
    }
    assert parse_settings(values, root=tmp_path, origin="test").schedule.sensor.looks == 1
