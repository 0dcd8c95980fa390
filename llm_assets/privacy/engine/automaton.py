"""Where in a buffer which patterns begin to match, in one compiled pass (numba).

From each place on a deterministic automaton is run until no pattern can go on. Its states are made as texts need them, as RE2
makes its own (Cox 2010). One that began at a single place is in the midst of few things, so there are few states, and they stay
in the cache: a union that is searched for from all places at once has a state for every mixture of what may have begun before.

Long rows are read once: what follows from a state at a checkpoint is kept, and most that began nearby are in the same state
there. So time is linear in the buffer for any text.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from llm_assets.privacy.engine.program import Program
from llm_assets.privacy.engine.states import (
    DEAD,
    FULL,
    LAST,
    SLOW,
    STATES,
    UNKNOWN,
    cleared,
    followed_by,
    paired,
    program_tables,
    state_tables,
    under_way,
)  # fmt: skip

_APART, _KEPT = 32, 4  # bytes between checkpoints; states that are kept for each


class Starts:
    """The automaton of a program; its states are shared by all buffers of a process. room: states until all are forgotten."""

    def __init__(self, program: Program, room: int = STATES) -> None:
        self._class_of = program.class_of
        self._program, self._states = program_tables(program), state_tables(program, room)

    def of(self, buffer: bytes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
        """The places at which a pattern matches, ascending, and for each a bit for every pattern that does. The last byte of a
        buffer begins nothing."""
        text = np.frombuffer(buffer, dtype=np.uint8)
        checkpoints = len(text) // _APART + 1
        kept = np.full((checkpoints, _KEPT), UNKNOWN, dtype=np.int32)
        after = np.empty((checkpoints, _KEPT), dtype=np.uint64)
        passed = tuple(np.empty(checkpoints, dtype=kind) for kind in (np.int64, np.int32, np.uint64))
        places, masks = np.empty(len(text), dtype=np.int64), np.empty(len(text), dtype=np.uint64)
        count = _read(self._class_of[text], self._program, self._states, kept, after, passed, places, masks)
        return places[:count].copy(), masks[:count].copy()


@njit(cache=True)
def _read(letters: Any, program: Any, states: Any, kept: Any, after: Any, passed: Any, places: Any, masks: Any) -> int:
    """Writes the places at which patterns begin to match, and which do, as bits; gives their number. letters: the class of each
    byte. kept, after: the states in which checkpoints were passed, and what matched behind; passed: those of one run."""
    following, entered, first, pairs, wordy, plain = states[0], states[1], states[6], states[7], program[7], program[8]
    spot, entry, gathered = passed
    size, context, place, full, count = len(letters), 0, 0, -1, 0
    while place < size - 1:
        letter = letters[place]
        state = pairs[context, letter, letters[place + 1]]
        if state == DEAD:
            context = int(wordy[letter]) + int(plain[letter])
            place += 1
            continue
        at = place + 2
        if state == UNKNOWN:
            state = paired(context, letter, letters[place + 1], program, states)
            if state != FULL:
                pairs[context, letter, letters[place + 1]] = state
        if state == SLOW:
            state, at = first[context, letter], place + 1
        matched, height = np.uint64(0), 0
        if state > LAST:
            state &= LAST
            matched = entered[state]
        limit = min((at + _APART - 1) // _APART * _APART, size)
        while state > 0:
            while at < limit:
                then = following[state, letters[at]]
                at += 1
                if 0 < then <= LAST:
                    state = then
                    continue
                if then == UNKNOWN:
                    then = followed_by(state, letters[at - 1], program, states)
                    if then != FULL:
                        following[state, letters[at - 1]] = then
                    elif full == place:
                        matched |= under_way(state, program, states)  # who asks for more states than there are is asked himself
                        then = DEAD
                state = then
                if state <= 0:
                    break
                if state > LAST:
                    state &= LAST
                    matched |= entered[state]
                    if height:
                        gathered[height - 1] |= entered[state]
            if state <= 0 or at == size:
                break
            row, hit = at // _APART, False
            for slot in range(_KEPT):
                if kept[row, slot] == state:
                    hit = True
                    matched |= after[row, slot]
                    if height:
                        gathered[height - 1] |= after[row, slot]
                    break
            if hit:
                break
            spot[height], entry[height], gathered[height] = row, state, 0
            height += 1
            limit = min(at + _APART, size)
        if state == FULL:
            cleared(states)
            kept[:] = UNKNOWN
            full = place
            continue
        behind = np.uint64(0)
        while height:
            height -= 1
            behind |= gathered[height]
            slot = 0
            while slot < _KEPT - 1 and kept[spot[height], slot] != UNKNOWN:
                slot += 1
            kept[spot[height], slot], after[spot[height], slot] = entry[height], behind
        if matched:
            places[count], masks[count] = place, matched
            count += 1
        context = int(wordy[letter]) + int(plain[letter])
        place += 1
    return count
