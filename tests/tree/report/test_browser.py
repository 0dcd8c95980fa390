"""The page in Chromium, at the width of a phone, of a desktop and of paper: nothing overflows, and paper has all of it."""

import re
from pathlib import Path

import pytest

from llm_assets.tree.report.page import page

from .browser import chromium, run
from .told import facts

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no Chromium on PATH (set CHROMIUM to name one)"),
]

# In a frame of just that width: a window without a head is never as narrow as a phone.
_FRAME = """<!doctype html><body style="margin:0"><iframe src="{page}" style="border:0;width:{width}px;height:900px"></iframe>
<script>
addEventListener("load", () => {{
  const view = document.querySelector("iframe").contentWindow, page = view.document, root = page.documentElement;
  const inside = (each) => each.closest(".scroll, svg");
  const wide = [...page.querySelectorAll("body *")].filter((each) => !inside(each))
    .filter((each) => each.getBoundingClientRect().right > view.innerWidth + 0.5);
  const boxes = [...page.querySelectorAll("svg.plot")].flatMap((plot) => [...plot.querySelectorAll("text")]
    .filter((text) => text.getBoundingClientRect().right > plot.getBoundingClientRect().right + 1
      || text.getBoundingClientRect().left < plot.getBoundingClientRect().left - 1));
  const small = [...page.querySelectorAll("svg.plot")].map((plot) => 12 * plot.getBoundingClientRect().width / 380);
  document.body.dataset.seen = [view.innerWidth, root.scrollWidth, wide.length, boxes.length, Math.min(...small),
    page.querySelectorAll("svg.plot").length].join(",");
}});
</script>"""


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_nothing_overflows(tmp_path: Path, width: int) -> None:
    (tmp_path / "report.html").write_bytes(page(facts()))
    frame = tmp_path / "frame.html"
    frame.write_text(_FRAME.format(page="report.html", width=width))
    dom = run(tmp_path, "--allow-file-access-from-files", "--window-size=1400,1000", "--dump-dom", frame.as_uri())
    found = re.search(r'data-seen="([^"]+)"', dom)
    assert found is not None
    inner, scroll, wide, cut, smallest, plots = map(float, found[1].split(","))
    assert inner == width
    assert scroll <= inner
    assert (wide, cut, plots) == (0, 0, 8)
    assert smallest >= 9  # pixels of the smallest text in a plot, on the narrowest of phones


def test_paper_has_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_bytes(page(facts()))
    paper = tmp_path / "paper.pdf"
    run(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={paper}", (tmp_path / "report.html").as_uri())
    body = paper.read_bytes()
    assert body.startswith(b"%PDF-")
    pages = len(re.findall(rb"/Type /Page\b", body))
    assert 6 <= pages <= 20
