"""The built site in Chromium, as files and by a server: it is searched, fits a phone, and asks no other host for anything."""

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT
from tests.tree.report.browser import chromium

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(chromium() is None, reason="no Chromium on PATH (set CHROMIUM to name one)"),
]
PAGES = (
    "index.html",
    "readme.html",
    "configuration.html",
    "reference/checks.html",
    "reference/python.html",
    "tutorial/report.html",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` does: strict, and without a word."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield opened
        opened.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("how", ["as files", "by a server"])
def test_the_search_finds_and_nothing_is_asked_of_other_hosts(browser, site: Path, served: str, how: str) -> None:
    root = site.as_uri() if how == "as files" else served
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    for name in PAGES:
        page.goto(f"{root}/{name}")
    page.goto(f"{root}/index.html")
    page.fill("input.md-search__input", "min_group_size")
    page.wait_for_selector(".md-search-result__link", timeout=60_000)
    links = [link.get_attribute("href") for link in page.query_selector_all(".md-search-result__link")]
    assert any("configuration.html" in str(link) for link in links)
    foreign = [url for url in asked if not url.startswith((root, "data:", "blob:", "about:"))]
    page.close()
    assert foreign == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_the_window(browser, site: Path, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    wide = {}
    for name in PAGES:
        page.goto((site / name).as_uri())
        wide[name] = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert page.get_attribute("body", "data-md-color-scheme") == {"light": "default", "dark": "slate"}[scheme]
    page.close()
    assert {name: by for name, by in wide.items() if by > 0} == {}
