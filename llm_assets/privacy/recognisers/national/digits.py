"""Whether digits inside a number are a date, and sums of its digits by weight: what the check digits are made of."""

from datetime import date


def is_day(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def is_short_date(text: str, order: str = "ymd") -> bool:
    """Whether six digits are a date of some century; order: which of year, month and day comes first."""
    parts = dict(zip(order, (int(text[0:2]), int(text[2:4]), int(text[4:6])), strict=True))
    return is_day(2000 if parts["y"] % 4 == 0 else 2001, parts["m"], parts["d"])


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def digit_sums(digits: str, weights: tuple[int, ...]) -> int:
    return sum(sum(divmod(int(d) * w, 10)) for d, w in zip(digits, weights, strict=True))
