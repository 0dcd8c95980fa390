"""The states of an automaton, made as texts need them (numba): each is a set of steps of the program that may go on.

As in RE2 (Cox 2010), without its order among the steps: it is asked which patterns match, not how far.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from llm_assets.privacy.engine.program import BORDER, FORK, MATCH, Program
from llm_assets.privacy.words import mixed

STATES = 1 << 15
LAST = STATES - 1  # the highest number of a state; one in which something matches is told with the bit above it
DEAD, UNKNOWN, FULL, SLOW = 0, -1, -2, -3
BEFORE = 3  # what stands before a byte: nothing of a word, a sign of words, a letter or digit
_STEPS = 64  # of a state, on average
_STATE_COUNT, _POOL_COUNT, _STAMP = range(3)  # of the counts
_BIT = np.uint64(1)
Tables = tuple[npt.NDArray[Any], ...]


def program_tables(program: Program) -> Tables:
    """A program as the loops read it."""
    return (
        program.kind, program.argument, program.out, program.other, program.owner, program.entries, program.taken,
        program.wordy, program.plain, program.apart,
    )  # fmt: skip


def state_tables(program: Program, room: int) -> Tables:
    """Tables with room for a number of states, none of which is made yet."""
    classes, steps = len(program.wordy), len(program.kind)
    tables = (
        np.full((room, classes), UNKNOWN, dtype=np.int32),  # the state behind a state and a byte
        np.zeros(room, dtype=np.uint64),  # what matches on entry
        np.zeros(room, dtype=np.bool_),  # whether the byte before was one of words, where that matters
        np.zeros(room + 1, dtype=np.int32),  # where the steps of a state begin in the pool
        np.empty(_STEPS * room + steps, dtype=np.int32),
        np.full(4 * room, UNKNOWN, dtype=np.int32),  # states by the hash of their steps
        np.full((BEFORE, classes), UNKNOWN, dtype=np.int32),  # the state behind one byte, by what stands before it
        np.full((BEFORE, classes, classes), UNKNOWN, dtype=np.int32),  # the state behind two
        np.zeros(3, dtype=np.int64),  # counts
        np.zeros(steps, dtype=np.int64),  # when a step was added last
        np.empty(2 * steps + 2, dtype=np.int32),  # steps still to follow
        np.empty(steps, dtype=np.int32),  # the steps before a byte
    )
    cleared(tables)
    return tables


@njit(cache=True)
def cleared(states: Any) -> None:
    """Forgets all states but the one from which nothing goes on."""
    following, begin, slots, first, pairs, counts = states[0], states[3], states[5], states[6], states[7], states[8]
    following[: max(counts[_STATE_COUNT], 1)] = UNKNOWN
    following[DEAD] = DEAD
    slots[:] = UNKNOWN
    first[:] = UNKNOWN
    pairs[:] = UNKNOWN
    counts[_STATE_COUNT], counts[_POOL_COUNT] = 1, 0
    begin[0] = begin[1] = 0


@njit(cache=True)
def _followed(step: int, border: int, program: Any, into: Any, size: int, counts: Any, stamp: Any, stack: Any) -> Any:
    """Writes the steps that are reached without a byte into an array from `size` on. border: whether a word begins or ends
    here; -1 when that is not known yet. Gives the new size, and what matches."""
    kind, argument, out, other = program[0], program[1], program[2], program[3]
    matched, height = np.uint64(0), 1
    stack[0] = step
    while height:
        height -= 1
        step = stack[height]
        if stamp[step] == counts[_STAMP]:
            continue
        stamp[step] = counts[_STAMP]
        if kind[step] == FORK:
            stack[height], stack[height + 1] = other[step], out[step]
            height += 2
        elif kind[step] == MATCH:
            matched |= _BIT << np.uint64(argument[step])
        elif kind[step] == BORDER and border >= 0:
            if border:
                stack[height] = out[step]
                height += 1
        else:
            into[size] = step
            size += 1
    return size, matched


@njit(cache=True)
def begun(context: int, letter: int, program: Any, states: Any) -> int:
    """The state behind a first byte. context: what stands before it; letter: its class."""
    counts, stamp, stack, before = states[8], states[9], states[10], states[11]
    entries, wordy, plain, apart = program[5], program[7], program[8], program[9]
    counts[_STAMP] += 1
    border, size, matched = int((context > 0) != wordy[letter]), 0, np.uint64(0)
    amid = context == BEFORE - 1 and plain[letter]
    for number, entry in enumerate(entries):
        if not (amid and apart[number]):
            size, more = _followed(entry, border, program, before, size, counts, stamp, stack)
            matched |= more
    return _state(size, letter, matched, program, states)


@njit(cache=True)
def paired(context: int, one: int, two: int, program: Any, states: Any) -> int:
    """The state behind two bytes, or `SLOW` where something matches behind the first."""
    following, first = states[0], states[6]
    state = first[context, one]
    if state == UNKNOWN:
        state = first[context, one] = begun(context, one, program, states)
    if state == FULL or state > LAST:
        return SLOW if state > 0 else FULL
    if following[state, two] == UNKNOWN:
        then = followed_by(state, two, program, states)
        if then == FULL:
            first[context, one] = UNKNOWN
            return FULL
        following[state, two] = then
    return int(following[state, two])


@njit(cache=True)
def followed_by(state: int, letter: int, program: Any, states: Any) -> int:
    """The state behind a byte of a class."""
    word, begin, pool = states[2], states[3], states[4]
    counts, stamp, stack, before = states[8], states[9], states[10], states[11]
    kind, out, wordy = program[0], program[2], program[7]
    counts[_STAMP] += 1
    border, size, matched = word[state] != wordy[letter], 0, np.uint64(0)
    for place in range(begin[state], begin[state + 1]):
        step = pool[place]
        if kind[step] != BORDER:
            if stamp[step] != counts[_STAMP]:
                stamp[step] = counts[_STAMP]
                before[size] = step
                size += 1
        elif border:
            size, more = _followed(out[step], 1, program, before, size, counts, stamp, stack)
            matched |= more
    return _state(size, letter, matched, program, states)


@njit(cache=True)
def _state(size: int, letter: int, matched: Any, program: Any, states: Any) -> int:
    """The state that a byte of a class leads to from the first `size` steps before it; a new one if there is none like it."""
    _, entered, word, begin, pool, slots, _, _, counts, stamp, stack, before = states
    kind, argument, out, _, owner, _, taken, wordy, _, _ = program
    number, first = counts[_STATE_COUNT], counts[_POOL_COUNT]
    if number == len(entered) or first > len(pool) - len(stamp):
        return FULL
    counts[_STAMP] += 1
    end = first
    for place in range(size):
        step = before[place]
        if taken[argument[step], letter]:
            end, more = _followed(out[step], -1, program, pool, end, counts, stamp, stack)
            matched |= more
    # What matches need not be followed any further.
    size, total, borders = first, np.uint64(end), False
    for place in range(first, end):
        step = pool[place]
        if (matched >> np.uint64(owner[step])) & _BIT:
            continue
        pool[size] = step
        size += 1
        total += mixed(np.uint64(step))
        borders |= kind[step] == BORDER
    if size == first and matched == 0:
        return DEAD
    wordly = borders and wordy[letter]
    total = mixed(total - np.uint64(end) + matched * np.uint64(3) + np.uint64(wordly))
    slot = np.int64(total & np.uint64(len(slots) - 1))
    while slots[slot] != UNKNOWN:
        other = slots[slot]
        if entered[other] == matched and word[other] == wordly and begin[other + 1] - begin[other] == size - first:
            same = True
            for place in range(begin[other], begin[other + 1]):
                if stamp[pool[place]] != counts[_STAMP]:
                    same = False
                    break
            if same:
                return int(other) + (STATES if matched else 0)
        slot = (slot + 1) & (len(slots) - 1)
    slots[slot] = number
    entered[number], word[number] = matched, wordly
    begin[number], begin[number + 1] = first, size
    counts[_STATE_COUNT], counts[_POOL_COUNT] = number + 1, size
    return int(number) + (STATES if matched else 0)


@njit(cache=True)
def under_way(state: int, program: Any, states: Any) -> Any:
    """The patterns that are under way in a state."""
    begin, pool, owner, found = states[3], states[4], program[4], np.uint64(0)
    for place in range(begin[state], begin[state + 1]):
        found |= _BIT << np.uint64(owner[pool[place]])
    return found
