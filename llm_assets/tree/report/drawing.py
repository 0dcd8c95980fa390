"""A plot as inline SVG: its frame, its text, its marks. Colours are classes: the page has them for light, dark and paper.

Coordinates are whole or have one decimal, and never stand side by side with a blank between: the audit reads the bytes of the
page, and a row of digits looks to it like a telephone number.
"""

from collections.abc import Iterable

from markupsafe import Markup, escape

WIDTH = 380  # units: at the width of a phone a text of 13 units is 12 pixels high, on a desktop 18


def mark(name: str, text: str = "", **attributes: float | str) -> Markup:
    """One element; `class_` is its class, `_` in a name is `-`, and a text becomes its content."""
    told = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _plain(value)) for key, value in attributes.items()
    )
    return Markup("<{}{}>{}</{}>").format(name, told, text, name)


def _plain(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def label(x: float, y: float, text: str, class_: str = "", anchor: str = "start") -> Markup:
    """A text, its base line at y. anchor: start, middle or end of it at x."""
    return mark("text", text, x=x, y=y, text_anchor=anchor, **({"class_": class_} if class_ else {}))


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """A straight line."""
    return mark("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def bar(x: float, y: float, width: float, height: float, class_: str) -> Markup:
    """A rectangle; one that stands for something is never thinner than can be seen."""
    return mark("rect", x=x, y=y, width=max(width, 1.5), height=height, class_=class_)


def dot(x: float, y: float, class_: str, radius: float = 5) -> Markup:
    """A round mark."""
    return mark("circle", cx=x, cy=y, r=radius, class_=class_)


def diamond(x: float, y: float, class_: str, radius: float = 6) -> Markup:
    """A mark that is told from a dot without colour."""
    sides = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    return mark("path", d="M" + "L".join(f"{_plain(a)},{_plain(b)}" for a, b in sides) + "Z", class_=class_)


def polyline(points: Iterable[tuple[float, float]], class_: str) -> Markup:
    """A line through points."""
    return mark("path", d="M" + "L".join(f"{_plain(x)},{_plain(y)}" for x, y in points), class_=class_)


def plot(name: str, title: str, description: str, height: float, marks: Iterable[Markup]) -> Markup:
    """The whole picture. name: unique in the page; title and description are read out where the picture cannot be seen."""
    inner = Markup("").join(marks)
    return Markup(
        '<svg class="plot" viewBox="0,0,{},{}" role="img" aria-labelledby="{}-t {}-d"><title id="{}-t">{}</title>'
        '<desc id="{}-d">{}</desc>{}</svg>'
    ).format(WIDTH, _plain(height), name, name, name, title, name, escape(description), inner)
