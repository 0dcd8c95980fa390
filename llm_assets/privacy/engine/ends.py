"""How far a pattern reaches from a place on, as RE2 says it: of the ways to match, the one that a backtracking search would
find first (Pike's machine: all ways at once, in their order; Cox 2009). Slower than RE2, and as linear; it stands in where the
wheel of google-re2 is missing."""

from typing import Any

import numpy as np
from numba import njit

from llm_assets.privacy.engine.program import BORDER, FORK, MATCH, Program


class Ends:
    """A program that is asked at single places."""

    def __init__(self, program: Program) -> None:
        steps = len(program.kind)
        self._program = (
            program.kind, program.argument, program.out, program.other, program.entries, program.taken, program.class_of,
            program.wordy,
        )  # fmt: skip
        self._ways = (
            np.empty(steps, dtype=np.int32),  # the steps before a byte, in their order
            np.empty(steps, dtype=np.int32),  # those behind it
            np.empty(2 * steps + 2, dtype=np.int32),  # steps still to follow
            np.zeros(steps, dtype=np.int64),  # when a step was added last
            np.zeros(1, dtype=np.int64),  # the time
        )

    def of(self, number: int, buffer: bytes, start: int, end: int) -> int:
        """Where the match of a pattern ends that begins at `start`, when nothing is seen from `end` on; -1 for none."""
        return int(_end(number, np.frombuffer(buffer, dtype=np.uint8), start, end, self._program, self._ways))


@njit(cache=True)
def _end(number: int, text: Any, start: int, end: int, program: Any, ways: Any) -> int:
    argument, out, entries, taken, class_of = program[1], program[2], program[4], program[5], program[6]
    before, behind = ways[0], ways[1]
    found = -1
    ways[4][0] += 1
    size, matched = _followed(entries[number], text, start, end, program, before, 0, ways)
    if matched:
        found = start
    place = start
    while size and place < end:
        letter = class_of[text[place]]
        ways[4][0] += 1
        count = 0
        for index in range(size):
            step = before[index]
            if taken[argument[step], letter]:
                count, matched = _followed(out[step], text, place + 1, end, program, behind, count, ways)
                if matched:
                    found = place + 1
                    break  # what comes later in the order counts no more
        before, behind = behind, before
        size = count
        place += 1
    return found


@njit(cache=True)
def _followed(step: int, text: Any, place: int, end: int, program: Any, into: Any, size: int, ways: Any) -> Any:
    """Adds the steps that are reached without a byte, in their order, up to one that matches; whether one does."""
    kind, out, other, class_of, wordy = program[0], program[2], program[3], program[6], program[7]
    stack, stamp, now = ways[2], ways[3], ways[4][0]
    word = place > 0 and wordy[class_of[text[place - 1]]]
    border = word != (place < end and wordy[class_of[text[place]]])
    height = 1
    stack[0] = step
    while height:
        height -= 1
        step = stack[height]
        if stamp[step] == now:
            continue
        stamp[step] = now
        if kind[step] == MATCH:
            return size, True
        if kind[step] == FORK:
            stack[height], stack[height + 1] = other[step], out[step]
            height += 2
        elif kind[step] == BORDER:
            if border:
                stack[height] = out[step]
                height += 1
        else:
            into[size] = step
            size += 1
    return size, False
