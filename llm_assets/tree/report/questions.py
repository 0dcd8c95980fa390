"""The three questions of the Article 29 Working Party (WP 216, 2014), answered in sentences from what was measured."""

from collections.abc import Iterator, Mapping
from typing import Any

from llm_assets.tree.report.figures import NONE, answer, interval, number, share
from llm_assets.tree.report.words import QUESTIONS

Figures = Mapping[str, Any]


def questions(wp29: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """(question, sentences) of all three; a question that nothing was measured for says so."""
    tell = {"singling_out": _singling_out, "linkability": _linkability, "inference": _inference}
    for name, question in QUESTIONS.items():
        figures = wp29.get(name)
        sentences = list(tell[name](figures)) if figures else []
        yield question, sentences or ["Not measured: there is nothing to measure it by."]


def _singling_out(figures: Figures) -> Iterator[str]:
    quasi, behaviour = figures.get("by_quasi"), figures.get("by_behaviour")
    if quasi:
        alone = f"{share(quasi.get('share'))} of {_people(quasi)} are alone with theirs"
        yield f"By quasi-identifiers: {alone}{_within(quasi)}{_before(quasi)}."
    if behaviour:
        yield (
            f"By behaviour: {share(behaviour.get('after'))} of {number(behaviour.get('sampled'))} users are singled out by "
            f"{number(behaviour.get('points'))} of their interactions{_within(behaviour)}{_before(behaviour)}."
        )
    if "by_quasi" not in figures and "by_behaviour" not in figures:
        yield answer(figures)


def _linkability(figures: Figures) -> Iterator[str]:
    if figures.get("risk") is None:
        yield answer(figures)
        return
    yield (
        f"{share(figures['risk'])} of {_people(figures)} beyond what guessing links{_within(figures)}, by attacker "
        f"{figures.get('by', NONE)}, the strongest of those who do not have the source."
    )


def _inference(figures: Figures) -> Iterator[str]:
    if figures.get("risk") is None:
        yield answer(figures)
        return
    yield (
        f"The column {figures.get('secret', NONE)} is concluded from the others for {share(figures.get('main'))} of "
        f"{_people(figures)}, and for {share(figures.get('control'))} where the person's own record is left out: what "
        f"the folder adds is {share(figures['risk'])} of what could not be known without it{_within(figures)}."
    )


def _before(figures: Figures) -> str:
    return "" if figures.get("before") is None else f"; in the source it was {share(figures['before'])}"


def _people(figures: Figures) -> str:
    return f"{number(figures.get('people'))} people"


def _within(figures: Figures) -> str:
    low, high = figures.get("low"), figures.get("high")
    return "" if low is None or high is None else f" (95\u00a0% interval {interval(low, high)})"
