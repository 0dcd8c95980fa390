"""Numbers as people read them: shares, counts, intervals. What was not measured is a dash."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Undefined

NONE = "–"
_PERCENT = "\u00a0%"  # a line never breaks before the sign


def number(value: Any) -> str:
    """A count with commas, or a number with no more digits than it needs."""
    if value is None or isinstance(value, str | Undefined):
        return str(value or NONE)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.3f}".rstrip("0").rstrip(".") if abs(value) >= 0.001 else "under 0.001"


def share(value: Any) -> str:
    """A share of one, in per cent: the smaller it is, the more digits; 100 % and 0 % only where it is exactly that."""
    if value is None or isinstance(value, str | Undefined):
        return str(value or NONE)
    percent = 100 * value
    if value in (0, 1):
        text = f"{percent:.0f}"
    elif percent < 0.1:
        text = f"{percent:.2f}" if percent >= 0.01 else "under 0.01"
    elif percent > 99.9:
        text = f"{percent:.2f}" if percent <= 99.99 else "over 99.99"
    else:
        text = f"{percent:.1f}"
    return text + _PERCENT


def interval(low: Any, high: Any) -> str:
    """An interval of shares."""
    return (
        NONE
        if isinstance(low, Undefined | None) or isinstance(high, Undefined | None)
        else f"{share(low).removesuffix(_PERCENT)} to {share(high)}"
    )


def tick(value: float) -> str:
    """A share at an axis."""
    return f"{value * 100:.0f}%"


def setting(value: Any) -> str:
    """The value of a setting."""
    if value is None:
        return "not set"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {setting(each)}" for key, each in value.items()) or "none"
    if isinstance(value, list | tuple):
        return ", ".join(map(setting, value)) or "none"
    return number(value)


def answer(figures: Mapping[str, Any]) -> str:
    """What is known about a question: its share with the interval and what guessing would give, then whatever else was told."""
    figures = dict(figures)
    value = next((figures.pop(key) for key in ("share", "value", "risk", "linked") if key in figures), None)
    low, high, guess = (figures.pop(key, None) for key in ("low", "high", "guess"))
    parts = [] if value is None else [share(value)]
    if low is not None and high is not None:
        parts.append(f"95{_PERCENT} interval {interval(low, high)}")
    if guess is not None:
        parts.append(f"guessing {share(guess)}")
    for key, told in figures.items():
        if isinstance(told, Mapping) or told is None:
            continue
        shown = told if isinstance(told, str) else share(told) if isinstance(told, float) and 0 <= told <= 1 else setting(told)
        parts.append(f"{words(key)}: {shown}")
    return "; ".join(parts) or NONE


def words(name: str) -> str:
    """A key as words."""
    return str(name).replace("_", " ")


def sentence(text: str) -> str:
    """A text with a capital at its beginning and a full stop at its end."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) or not text else ".")
