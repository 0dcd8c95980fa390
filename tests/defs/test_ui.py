"""The UI as people see it, in Chromium: graph, plots, checks, launchpad, schedule, run; each step is held by texts it shows.

With `LLM_ASSETS_PICTURES=folder` the screenshots are kept there: those of docs/ui.md are made so.
"""

import os
import shutil
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.defs.dev import ROOT, ask, dagster_dev, environment, launch, messages, status, until
from tests.tree.report.browser import chromium

sync_api = pytest.importorskip("playwright.sync_api")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(chromium() is None, reason="no Chromium on PATH (set CHROMIUM to name one)"),
]

_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --disable-dev-shm-usage"
).split()
_WAIT = 90_000  # milliseconds: a loaded machine draws a page in twenty seconds
_JOB = "/locations/llm_assets/jobs/build"
# Every minute, so that the schedule fires while the test looks. Few canaries: they are no part of the picture.
_SETTINGS = '[privacy]\ncanaries = 8\nrisk_seconds = 2\n\n[schedule]\ncron = "* * * * *"\n'
# A run of everything, then the last asset twice more: three points of a plot, in little time.
_RUNS = (("job", "execute", "-j", "build"), *[("asset", "materialize", "--select", "output_tree")] * 2)
_SELECTOR = {"repositoryLocationName": "llm_assets", "repositoryName": "__repository__", "scheduleName": "daily_build"}
_START = """mutation($s: ScheduleSelector!) { startSchedule(scheduleSelector: $s) { __typename
  ... on ScheduleStateResult { scheduleState { id } } ... on PythonError { message } } }"""
_STOP = "mutation($id: String!) { stopRunningSchedule(id: $id) { __typename } }"
_TICKS = """query($s: ScheduleSelector!) { scheduleOrError(scheduleSelector: $s) { ... on Schedule {
  scheduleState { ticks { status runIds } } } } }"""


@dataclass(frozen=True)
class Ui:
    """port: of the server; page: of the browser."""

    port: int
    page: "sync_api.Page"

    def show(self, path: str, *texts: str) -> None:
        """Opens a page, and waits for the texts on it."""
        self.page.goto(f"http://127.0.0.1:{self.port}{path}")
        self.seen(*texts)

    def seen(self, *texts: str) -> None:
        for text in texts:
            self.page.get_by_text(text).first.wait_for(timeout=_WAIT)

    def keep(self, name: str, height: int = 900, width: int = 1280) -> None:
        """Keeps a picture, where a folder is named. It is small enough for the documentation."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_timeout(1_500)  # charts are drawn over a second
        if folder := os.environ.get("LLM_ASSETS_PICTURES"):
            path = Path(folder) / f"{name}.png"
            self.page.screenshot(path=path)
            _compress(path)
            assert path.stat().st_size < 250_000
        else:
            assert self.page.screenshot()


def _compress(path: Path) -> None:
    from PIL import Image

    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ui]:
    """A fresh folder with the bundled sample, materialized from the command line."""
    folder = tmp_path_factory.mktemp("ui")
    (folder / "llm_assets.toml").write_text(_SETTINGS)
    (folder / "dagster.yaml").write_bytes((ROOT / "dagster.yaml").read_bytes())
    for words in _RUNS:
        command = [sys.executable, "-m", "dagster", *words, "-m", "llm_assets.definitions"]
        done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    with dagster_dev(folder) as port, sync_api.sync_playwright() as playwright:
        until("the four assets", lambda: len(ask(port, "{ assetNodes { id } }")["assetNodes"]) == 4)
        browser = playwright.chromium.launch(executable_path=chromium(), args=_FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(_WAIT)
        page.route(lambda url: not url.startswith(f"http://127.0.0.1:{port}/"), lambda route: route.abort())
        yield Ui(port, page)
        browser.close()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def scheduled(ui: Ui) -> str:
    """The run that the schedule started, once it was switched on; it is off again, so that there is one such run."""
    started = ask(ui.port, _START, {"s": _SELECTOR})["startSchedule"]
    assert started["__typename"] == "ScheduleStateResult", started
    run = until("the schedule to fire", lambda: _fired(ui.port))
    ask(ui.port, _STOP, {"id": started["scheduleState"]["id"]})
    return str(run)


def _fired(port: int) -> str | None:
    ticks = ask(port, _TICKS, {"s": _SELECTOR})["scheduleOrError"]["scheduleState"]["ticks"]
    return next((run for tick in ticks for run in tick["runIds"]), None)


def _ends(ui: Ui, run: str) -> str:
    until("the run to end", lambda: status(ui.port, run) in ("SUCCESS", "FAILURE"))
    return status(ui.port, run)


def test_the_graph_shows_the_way_of_the_data(ui: Ui) -> None:
    ui.page.set_viewport_size({"width": 2000, "height": 560})  # the graph is drawn at a size that fits
    ui.show("/asset-groups/", "raw_dataset", "anonymized_users", "output_tree", "Materialized", "8 / 8 Passed")
    ui.keep("graph", 560, 2000)


def test_an_asset_tells_what_it_is_and_plots_its_figures(ui: Ui) -> None:
    ui.page.set_viewport_size({"width": 1800, "height": 1000})
    ui.show("/assets/output_tree", "users_per_second", "holds: audited_data")
    ui.page.get_by_text("Plots", exact=True).first.click()
    ui.seen("attacker_A", "information_loss")
    ui.page.get_by_text("users_per_second").last.scroll_into_view_if_needed()  # the last ones move between runs
    ui.keep("plots", 1000, 1800)


def test_checks_say_what_they_found_and_what_to_do(ui: Ui) -> None:
    """B links most people of the sample, which has few users and exact kinds: a warning that is meant to be seen."""
    ui.page.set_viewport_size({"width": 1280, "height": 900})  # charts keep the width at which they were drawn
    ui.show("/assets/anonymized_users?view=checks&checkDetail=motivated_intruder", "Against B: drop the columns")
    ui.keep("check-failed")
    ui.show("/assets/output_tree?view=checks&checkDetail=no_known_identifiers", "No value of a direct identifier of the source")
    ui.keep("checks")


def test_a_summary_holds_a_table_and_plots(ui: Ui) -> None:
    for asset, title, name in (
        ("anonymized_users", "Replacements in texts, by kind", "summary"),
        ("output_tree", "People that an attacker links to their profile", "risk"),
    ):
        ui.show(f"/assets/{asset}?view=events", "[Show Markdown]")
        ui.page.locator("tr", has_text="summary").get_by_text("[Show Markdown]").first.click()
        ui.seen(title)
        drawn = ui.page.locator('img[src^="data:image/svg+xml"]')
        drawn.first.wait_for()
        assert drawn.evaluate_all("all => all.every(each => each.complete && each.naturalWidth > 300)")
        ui.keep(name, 1450)


def test_the_tree_shows_documents_of_invented_people(ui: Ui) -> None:
    ui.show("/assets/output_tree?view=events", "[Show Markdown]", "privacy_report.html", "manifest.json")
    ui.page.locator("tr", has_text="preview").get_by_text("[Show Markdown]").first.click()
    ui.seen("Three documents of the bundled sample, whose people are invented.", "# User Profile:")
    ui.keep("preview", 1000)


def test_the_launchpad_refuses_what_is_no_choice(ui: Ui) -> None:
    written = "resources:\n  llm_output:\n    config:\n      privacy_level: hihg\n"
    ui.show(f"{_JOB}/playground/setup?{urllib.parse.urlencode({'config': written})}", "hihg")
    ui.seen("not in enum type low | medium | high got hihg")
    ui.keep("launchpad")


def test_a_schedule_that_fired_has_its_tick_and_its_run(ui: Ui, scheduled: str) -> None:
    assert _ends(ui, scheduled) == "SUCCESS", messages(ui.port, scheduled)
    ui.show("/locations/llm_assets/schedules/daily_build", "daily_build", scheduled[:8])
    ui.keep("schedule", 640)


def test_a_run_tells_its_progress(ui: Ui) -> None:
    """The first run: those after it find that nothing has changed."""
    first = ask(ui.port, "{ runsOrError { ... on Runs { results { runId } } } }")["runsOrError"]["results"][-1]["runId"]
    ui.show(f"/runs/{first}?logs=anonymized_users%3A", "300 of 300 users")
    ui.keep("run", 760)


def test_a_run_that_was_refused_says_why_in_its_first_line(ui: Ui) -> None:
    run = launch(ui.port, {"resources": {"llm_output": {"config": {"max_error_rate": 7.5}}}})
    assert _ends(ui, run) == "FAILURE"
    [line] = messages(ui.port, run)
    assert line.startswith("Nothing was run. 1 setting is wrong (run config). Correct: llm_output.max_error_rate: ")
    ui.show(f"/runs/{run}?logs=Nothing", "Nothing was run. 1 setting is wrong")
    ui.keep("refused", 640)
