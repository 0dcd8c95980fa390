"""The page of all figures: what is measured, what could not be, and the plot."""

import argparse
import importlib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.__main__ import FIGURES, Figure, measured, sections
from benchmarks.plotted import main_job_plot, rows

_TABLE = """## The main job

| users | events | main job, s | of the floor | floor, s |
|---:|---:|---:|---:|---|
| 2,000 | 20,000 | 31.5 | 11.1 × | read 0.1 + scan 0.5 + unpack 0.2 |
| 1,000,000 | 10,000,000 | 1,431.5 | 3.1 × | read 9.0 + scan 99.5 + unpack 91.5 |
"""


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_every_command_is_one_that_its_benchmark_takes(figure: Figure, full: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    module, *arguments = figure.arguments(Path("data"), full=full)
    seen: list[argparse.Namespace] = []

    class Parsed(Exception):
        pass

    def parse(self: argparse.ArgumentParser, given: object = None, namespace: object = None) -> argparse.Namespace:
        found, unknown = self.parse_known_args(arguments)
        assert not unknown
        seen.append(found)
        raise Parsed

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse)
    run = importlib.import_module(module).main
    if arguments:
        with pytest.raises(Parsed):
            run()
        assert seen


def test_what_fails_is_on_the_page_with_its_reason(tmp_path: Path) -> None:
    section, succeeded = measured(
        Figure("none", "Nothing", "none is set", "benchmarks.no_such_benchmark"), tmp_path, full=False
    )
    assert not succeeded
    assert "**Not measured**: " in section
    assert "No module named" in section
    assert list(sections(f"# Benchmarks\n\n{section}\n## Other\n\ntext\n")) == ["Nothing", "Other"]


def test_the_plot_has_a_mark_for_each_figure_of_the_table() -> None:
    assert rows(_TABLE) == [(2_000, 31.5, 0.8), (1_000_000, 1431.5, 200.0)]
    picture = ElementTree.fromstring(main_job_plot(_TABLE))
    marks = [each for each in picture.iter() if "point" in each.get("class", "").split()]
    assert len(marks) == 4
    with pytest.raises(ValueError, match="no rows"):
        main_job_plot("nothing")
