"""How long somebody waits at Dagster's UI: `python -m benchmarks.dagster_ui`, in seconds, in a fresh folder with the sample.

From `dagster dev` to its first answer, to the four assets in its interface, to the page drawn in Chromium; then from the
request that "Materialize all" sends to the run's start and to its first progress line. What lies before is Dagster's: a
process for the run imports the definitions.
"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from tests.defs.dev import ask, dagster_dev, launch, messages, status, until
from tests.tree.report.browser import chromium

_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage")


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/server_info", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _drawn(port: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=_FLAGS)
        page = browser.new_page()
        page.route(lambda url: not url.startswith(f"http://127.0.0.1:{port}/"), lambda route: route.abort())
        page.goto(f"http://127.0.0.1:{port}/asset-groups/")
        page.get_by_text("output_tree").first.wait_for(timeout=120_000)
        browser.close()


def main() -> None:
    """Prints each moment with the seconds since the one that people count from."""
    with TemporaryDirectory() as folder:
        began = time.monotonic()

        def told(what: str) -> None:
            print(f"{time.monotonic() - began:6.1f} s  {what}", flush=True)

        with dagster_dev(Path(folder)) as port:
            until("an answer", lambda: _answers(port))
            told("dagster dev answers (HTTP 200)")
            until("the assets", lambda: len(ask(port, "{ assetNodes { id } }")["assetNodes"]) == 4)
            told("four assets in GraphQL")
            _drawn(port)
            told("the graph is drawn in Chromium (its start included)")
            began = time.monotonic()
            run = launch(port)
            told("Materialize all: accepted")
            until("the start", lambda: status(port, run) not in ("QUEUED", "NOT_STARTED", "STARTING"))
            told("the run has started")
            until("a line", lambda: messages(port, run))
            told(f"first progress line: {messages(port, run)[0]}")
            until("the end", lambda: status(port, run) in ("SUCCESS", "FAILURE"))
            told(f"the run has ended: {status(port, run)}")


if __name__ == "__main__":
    main()
