"""Reading dates: whether numbers can be a day, a month and a year (Gregorian calendar), in any order that people write."""

_FIRST, _LAST = 1850, 2150


def is_day(text: str) -> bool:
    """1 to 31, perhaps with one zero too many in front, as people mistype it."""
    return text.isdigit() and len(text) <= 3 and 1 <= int(text) <= 31


def is_month(text: str) -> bool:
    """1 to 12, written likewise."""
    return text.isdigit() and len(text) <= 3 and 1 <= int(text) <= 12


def is_year(text: str, *, short: bool = True) -> bool:
    """Four digits of a year that someone alive may write about; short: two digits too."""
    if len(text) == 4:
        return text.isdigit() and _FIRST <= int(text) <= _LAST
    return short and len(text) == 2 and text.isdigit()


def is_date(first: str, second: str, third: str) -> bool:
    """Whether three numbers are a date: year first, or the year last with the day or the month before it."""
    if len(first) == 4:
        return is_year(first) and ((is_month(second) and is_day(third)) or (is_day(second) and is_month(third)))
    if not is_year(third) and len(third) != 4:
        return False
    return is_year(third) and ((is_day(first) and is_month(second)) or (is_month(first) and is_day(second)))


def is_compact(digits: str) -> bool:
    """Whether six or eight digits without separators are a date."""
    if len(digits) == 8:
        return is_date(digits[:4], digits[4:6], digits[6:]) or is_date(digits[:2], digits[2:4], digits[4:])
    return len(digits) == 6 and (is_date(digits[:2], digits[2:4], digits[4:]) or is_date(digits[4:], digits[2:4], digits[:2]))
