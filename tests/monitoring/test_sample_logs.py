"""All that is told of runs of the bundled sample, searched for its people: whether a run publishes or is refused."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from llm_assets.defs import build_defs
from llm_assets.sample import EVENTS, USERS
from llm_assets.settings import parse_settings
from tests.monitoring.collector import collector

_NAMING = {"users": ("user_id", "name", "email", "phone", "username", "address"), "events": ("event_id", "order_id", "thread")}
_SAYING = {"users": ("bio",), "events": ("subject", "body", "body_html")}
_SHORTEST = 6  # characters; what is shorter may be a figure
_WORD, _ID = re.compile(r"[0-9a-z]+"), re.compile(r"(?=[a-z]*[0-9])[0-9a-z]{6,12}")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_nothing_that_is_told_of_a_run_holds_a_value_of_the_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The second run is refused, because its template writes the address of a user."""
    monkeypatch.setenv("LLM_ASSETS_KEY", "a key for tests that is long enough")
    monkeypatch.setenv("OTEL_SERVICE_NAME", "sample")
    sample = _sample()
    naming, saying = _values(sample, _NAMING), _values(sample, _SAYING)
    (tmp_path / "leak.md.j2").write_text(f"# {{{{ user.user }}}}\n{sample['users'][0]['email']}\n")
    (tmp_path / "home").mkdir()
    with (
        collector() as there,
        dg.DagsterInstance.local_temp(str(tmp_path / "home"), overrides={"telemetry": {"enabled": False}}) as instance,
    ):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", there.url)
        for success, output in ((True, {}), (False, {"template": "leak.md.j2"})):
            given = {
                "privacy": {"canaries": 8, "risk_seconds": 1},
                "llm_output": output,
                "logs": {"file": "run.jsonl"},
                "metrics": {"file": "run.prom"},
            }
            job = build_defs(parse_settings(given, root=tmp_path, origin="test")).resolve_job_def("build")
            assert job.execute_in_process(instance=instance, raise_on_error=False).success == success
        events = _without_preview(instance)
    printed = capfd.readouterr()
    told = {
        "log": (tmp_path / "run.jsonl").read_text(encoding="utf-8"),
        "metrics": (tmp_path / "run.prom").read_text(encoding="utf-8"),
        "telemetry": b"\n".join(there.bodies).decode(errors="replace"),
        "printed": printed.out + printed.err,
        "events": events,
    }
    stored = b"\n".join(path.read_bytes() for path in sorted((tmp_path / "home").rglob("*")) if path.is_file())
    assert {name: _found(text, naming | saying) for name, text in told.items()} == {name: [] for name in told}
    assert _found(stored.decode(errors="replace"), naming) == []

    # Each of them tells of both runs, and a value in it would have been found.
    last = json.loads(told["log"].splitlines()[-1])
    assert (last["event"], last["stage"]) == ("stage_failed", "output_tree")
    assert 'llm_assets_success{dataset="sample",stage="output_tree"} 0' in told["metrics"]
    assert all("PrivacyViolation" in told[name] for name in ("telemetry", "printed", "events"))
    assert b"PrivacyViolation" in stored
    assert (len(naming), len(saying)) > (4000, 3000)
    for text in (*told.values(), stored.decode(errors="replace")):
        for value in ("Zoë Ångström-O'Hara", 'said "no"\nand went'):
            assert _found(f"{text}{value}{text}", {value}) == [value]
            assert _found(f"{text}{json.dumps(value)}{text}", {value}) == [value]
            assert _found(f"{text}{value!r}{text}", {value}) == [value]
        assert _found(f'{text} "e0f202", {text}', {"e0f202"}) == ["e0f202"]


def _found(text: str, values: set[str]) -> list[str]:
    """Those of the values that stand in a text, as they are or as JSON or Python write them, in whatever case.

    An id such as e03202 counts as a whole word: six characters of a hash or of a picture may be the same by chance.
    """
    searched = text.casefold()
    words = set(_WORD.findall(searched))
    return [
        value
        for value in sorted(values)
        if (value in words if _ID.fullmatch(value) else any(each in searched for each in _written(value)))
    ]


def _written(value: str) -> set[str]:
    forms = (value, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1], repr(value)[1:-1])
    return {each.casefold() for each in forms}


def _without_preview(instance: dg.DagsterInstance) -> str:
    """All events as they would be shown, but for the documents of the preview, in which stands what people said."""
    entries = [entry for run in instance.get_runs() for entry in instance.all_logs(run.run_id)]
    made = [entry.asset_materialization for entry in entries if entry.asset_materialization is not None]
    (preview,) = {str(each.metadata["preview"].value) for each in made if "preview" in each.metadata}
    assert "# User Profile: " in preview
    return "\n".join(str(entry).replace(repr(preview)[1:-1], "") for entry in entries)


def _values(sample: dict[str, list[dict[str, str | None]]], columns: dict[str, tuple[str, ...]]) -> set[str]:
    return {value for table, names in columns.items() for value in _cells(sample[table], names) if len(value) >= _SHORTEST}


def _cells(rows: list[dict[str, str | None]], names: tuple[str, ...]) -> Iterator[str]:
    return (str(row[name] or "") for row in rows for name in names)


def _sample() -> dict[str, list[dict[str, str | None]]]:
    with USERS.open(newline="", encoding="utf-8") as file:
        users: list[dict[str, str | None]] = list(csv.DictReader(file))
    return {"users": users, "events": [json.loads(line) for line in EVENTS.read_text(encoding="utf-8").splitlines()]}
