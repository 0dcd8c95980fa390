"""Masks: the shape of a value without its characters, `(•••) •••-••••`. Masking a mask changes nothing.

The bullet is no letter, no digit and no Markdown, so that no rule finds a value in it. Nothing of the value stays readable: the
last four digits that shops like to show are half of what a thief asks for.
"""

BULLET = "•"
_SHOWN = frozenset(" \t\r\n.,:;/-+()@_'")
# Where signs are part of the value as much as letters are.
_WHOLE = frozenset({"PASSWORD", "SECRET"})


def masked(entity: str, text: str) -> str:
    """A text with a bullet for each character; spaces and separators stay, and of passwords and secrets only spaces."""
    if entity in _WHOLE:
        return "".join(char if char.isspace() else BULLET for char in text)
    return "".join(char if char in _SHOWN else BULLET for char in text)
