"""The shape of a word, what stands on its left, and the kind of line that it stands in: what most features are made of.

Compiled loops (numba). Words of program text have a shape of their own: they are no names, however rare they are.
"""

from typing import Any

from numba import njit

# Kinds of line: its letters are of both cases, all small, or all capitals.
MIXED, SMALL, CAPITALS = 0, 1, 2
_WRAPPED = 6  # words of a line of prose that is wrapped
_EDGE = 11


@njit(cache=True, nogil=True)
def described(pattern: Any, first: Any, end: Any, text: Any, shape: Any, left: Any, line: Any, size: Any) -> None:
    """Shape of each word, what stands on its left (on its right: the next one's left), and the kind and length of its line.

    shape: 0 other, 1 small, 2 capital first, 3 all capitals (two or more), 4 one capital, 5 digits, 6 mixed. Small words of
    program text (`in_code`) are other ones, and so are all of a line in which every third word is.
    """
    count = len(first)
    begin = 0
    codes = 0
    for index in range(count):
        capitals = smalls = digits = others = 0
        for place in range(first[index], end[index]):
            byte = pattern[place]
            if 65 <= byte <= 90:
                capitals += 1
            elif 97 <= byte <= 122:
                smalls += 1
            elif 48 <= byte <= 57:
                digits += 1
            else:
                others += 1
        byte = pattern[first[index]]
        length = end[index] - first[index]
        if digits == length:
            shape[index] = 5
        elif digits:
            shape[index] = 6
        elif 65 <= byte <= 90:
            shape[index] = 4 if length == 1 else 3 if capitals == length else 2 if capitals == 1 else 6
        elif byte == 0xE0:
            shape[index] = 2 if capitals == 0 else 6
        elif capitals == 0:
            shape[index] = 1
        else:
            shape[index] = 6
        coded = in_code(pattern, first[index], end[index])
        if coded and shape[index] in (1, 6):
            shape[index] = 0
        left[index] = _EDGE if index == 0 or text[index] != text[index - 1] else _between(pattern, end[index - 1], first[index])
        if left[index] >= 10 and index > begin:
            _close(begin, index, codes, begin > 0 and text[begin] == text[begin - 1], shape, line, size)
            begin, codes = index, 0
        codes += coded
    if count > begin:
        _close(begin, count, codes, begin > 0 and text[begin] == text[begin - 1], shape, line, size)


@njit(cache=True, nogil=True)
def in_code(pattern: Any, first: int, end: int) -> bool:
    """Whether the signs that touch a word are those of program text: `print(`, `width=`, `key_name`, `{it}`, `<b`, `"word"`."""
    before = pattern[first - 1] if first > 0 else 0
    after = pattern[end] if end < len(pattern) else 0
    if before == 123 or after == 125 or before == 36 or before == 92:  # { } $ \\
        return True
    if after == 40 or (after == 61 and end + 1 < len(pattern) and pattern[end + 1] != 32) or (before == 61 and first > 1):
        return True
    if before == 95 and first > 1 and (_letter(pattern[first - 2]) or pattern[first - 2] == 95):
        return True
    if after == 95 and end + 1 < len(pattern) and (_letter(pattern[end + 1]) or pattern[end + 1] == 95):
        return True
    if before == 60 or (before == 47 and first > 1 and pattern[first - 2] == 60):
        return True
    return bool(before == 34 and after == 34)


@njit(cache=True, nogil=True)
def _letter(byte: int) -> bool:
    return 97 <= byte <= 122 or 65 <= byte <= 90 or 48 <= byte <= 57


@njit(cache=True, nogil=True)
def _between(pattern: Any, start: int, stop: int) -> int:
    """0 a space, 1 nothing, 2 comma, 3 full stop with space, 4 hyphen, 5 apostrophe, 6 colon, 7 bracket or quote, 8 at sign,
    9 another sign, 10 a new line, 12 a full stop without space, 13 a tag."""
    kind = 1 if stop == start else 0
    for place in range(start, min(stop, start + 6)):
        byte = pattern[place]
        if byte == 10 or byte == 13:
            return 10
        if byte == 1:
            return 13
        if byte == 32 or byte == 9:
            continue
        if byte == 44 or byte == 59:
            kind = 2
        elif byte == 46 or byte == 33 or byte == 63:
            kind = 3 if stop > place + 1 else 12
        elif byte == 45:
            kind = 4 if stop - start == 1 else 9
        elif byte == 39:
            kind = 5
        elif byte == 58:
            kind = 6
        elif byte == 34 or byte == 40 or byte == 41 or byte == 91 or byte == 93:
            kind = 7
        elif byte == 64:
            return 8
        elif byte == 0x80 and stop - start == 1:
            kind = 5
        elif kind < 2:
            kind = 9
    return kind


@njit(cache=True, nogil=True)
def _close(begin: int, stop: int, codes: int, after: bool, shape: Any, line: Any, size: Any) -> None:
    capitals = smalls = 0
    coded = codes > 1 and codes * 3 >= stop - begin
    for index in range(begin, stop):
        if coded and shape[index] == 1:
            shape[index] = 0
        capitals += shape[index] == 3
        smalls += shape[index] == 1
        if shape[index] == 2:
            capitals, smalls = capitals + 1, smalls + 1
    kind = SMALL if capitals == 0 else CAPITALS if smalls == 0 and stop - begin > 1 else MIXED
    # A line without capitals in the midst of prose is the rest of a sentence, and not typed carelessly.
    if kind == SMALL and after and line[begin - 1] == MIXED and size[begin - 1] >= _WRAPPED and stop - begin > 2:
        kind = MIXED
    for index in range(begin, stop):
        line[index] = kind
        size[index] = min(stop - begin, 255)
