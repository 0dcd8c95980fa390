"""The shape of what people say in one language: plain data, filled in by the `phrases_*` modules."""

from dataclasses import dataclass

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One reason to write to a support desk, message by message: the customer opens, the agent asks, and so on.

    Every field holds alternatives; words in braces are slots (see `slots.Slots`). The answer at place i fits the question at
    place i modulo the number of questions.
    """

    subject: Lines
    opening: Lines
    ask: Lines
    answer: Lines
    solve: Lines


@dataclass(frozen=True, slots=True)
class Language:
    """What a support desk needs to speak one language.

    asides: sentences without personal data that are full of near-misses. community: (post, reply) templates.
    """

    greet_agent: Lines
    greet_customer: Lines
    sign_agent: Lines
    sign_customer: Lines
    thanks: Lines
    asides: Lines
    notes: Lines
    scenarios: tuple[Scenario, ...]
    posts: Lines = ()
    replies: Lines = ()
    bios: Lines = ()
