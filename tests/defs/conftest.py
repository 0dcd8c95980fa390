"""A small dataset whose every personal value carries a mark, and the means to materialize it."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import pytest

from llm_assets.defs import build_defs
from llm_assets.settings import parse_settings

MARK = "zqxvj"
_GIVEN = (
    "Zqxvjanna",
    "Zqxvjberta",
    "Zqxvjcarlo",
    "Zqxvjdora",
    "Zqxvjemil",
    "Zqxvjfrida",
    "Zqxvjgeorg",
    "Zqxvjhanna",
    "Zqxvjivan",
    "Zqxvjjulia",
)
_FAMILY = ("Zqxvjsmith", "Zqxvjmeyer", "Zqxvjrossi", "Zqxvjdupont", "Zqxvjlopez", "Zqxvjnovak")


def write_dataset(folder: Path, users: int = 30) -> None:
    """users.csv and events.jsonl: names, e-mails and ids are all marked, and stand in texts of their owners and of others."""
    people = []
    for number in range(users):
        given, family = _GIVEN[number % len(_GIVEN)], _FAMILY[number // 5 % len(_FAMILY)]
        email = f"{given}.{family}{number}@zqxvjmail.example".lower()
        people.append((f"zqxvjid{number:04d}", f"{given} {family}", email, 1950 + number % 3, "pro"))
    with (folder / "users.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["user_id", "name", "email", "born", "plan"])
        writer.writerows(people)
    with (folder / "events.jsonl").open("w") as file:
        for number, (user, name, email, _, _) in enumerate(people):
            other = people[(number + 1) % users]
            for text in (f"I am {name}, write to {email}.", f"Ask {other[1]} ({other[2]}), not me. {name.split()[0]}"):
                event = {
                    "user_id": user,
                    "at": f"2024-03-{number % 28 + 1:02d}T10:00:00Z",
                    "thread": f"t{number}",
                    "body": text,
                }
                file.write(json.dumps(event) + "\n")
        file.write(json.dumps({"user_id": "zqxvjid9999", "at": "zqxvj yesterday", "body": "zqxvjunknown"}) + "\n")
        file.write('{"user_id": "zqxvjbroken", \n')


def dataset(**columns: object) -> dict[str, object]:
    """The settings of that dataset; `columns` change roles of the users' columns."""
    return {
        "name": "marked",
        "users": {
            "source": "users.csv",
            "id": "user_id",
            "columns": {
                "name": {"role": "direct", "entity": "PERSON"},
                "email": {"role": "direct", "entity": "EMAIL"},
                "born": {"role": "quasi"},
                "plan": "attribute",
                **columns,
            },
        },
        "interactions": {
            "source": "events.jsonl",
            "user": "user_id",
            "columns": {"at": "timestamp", "thread": "conversation", "body": "text"},
        },
    }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the dataset in it."""
    monkeypatch.setenv("LLM_ASSETS_KEY", "a key for tests that is long enough")
    write_dataset(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an instance whose tables have been made: to make them takes longer than a small run."""
    home = tmp_path_factory.mktemp("dagster")
    with dg.DagsterInstance.local_temp(str(home), overrides={"telemetry": {"enabled": False}}):
        return home


@pytest.fixture
def instance(tmp_path: Path, _home: Path) -> Iterator[dg.DagsterInstance]:
    """A Dagster instance with real storage on disk, so that what it keeps can be searched."""
    home = tmp_path / "dagster"
    shutil.copytree(_home, home)
    with dg.DagsterInstance.local_temp(str(home), overrides={"telemetry": {"enabled": False}}) as local:
        yield local


Run = Callable[..., dg.ExecuteInProcessResult]


@pytest.fixture
def run(project: Path, instance: dg.DagsterInstance) -> Run:
    """Runs the main job: run(settings values, selection=None, run_config=None)."""

    def runs(
        values: dict[str, object] | None = None, selection: list[str] | None = None, run_config: dict[str, object] | None = None
    ) -> dg.ExecuteInProcessResult:
        # Few canaries unless a test is about them: they take a third of a run this small.
        given = {"dataset": dataset(), "privacy": {"canaries": 8}, **(values or {})}
        settings = parse_settings(given, root=project, origin="test")
        job = build_defs(settings).resolve_job_def("build")
        keys = [dg.AssetKey(name) for name in selection] if selection else None
        return job.execute_in_process(instance=instance, asset_selection=keys, run_config=run_config, raise_on_error=False)

    return runs
