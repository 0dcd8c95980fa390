"""A line of progress: text for people, with the same in figures for programs."""

from collections.abc import Mapping


class Line(str):
    """What is said. figures: numbers of the line by name, and what they count (`unit`)."""

    figures: Mapping[str, float | str]

    def __new__(cls, text: str, **figures: float | str) -> "Line":
        made = super().__new__(cls, text)
        made.figures = figures
        return made
