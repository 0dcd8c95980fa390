"""What fits into `risk_seconds`: sizes of samples from counts and nominal speeds, never from a clock.

The speeds are those of one core of 2020, rounded down. A faster machine is done earlier and finds the same.
"""

from dataclasses import dataclass

EVENTS_OF_ONE = 2_000  # of one person; who has more is known by the first of them
TEXT_OF_ONE = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Budget:
    """seconds: `[privacy] risk_seconds`."""

    seconds: float

    @property
    def rows(self) -> int:
        """Interactions whose kind, time and items are read, of the source and as published."""
        return int(self.seconds * 20_000)

    @property
    def characters(self) -> int:
        """Of texts, of the source and as published."""
        return int(self.seconds * 150_000)

    @property
    def writers(self) -> int:
        """People whose texts are compared with one another: the work grows with the square."""
        return int(700 * self.seconds**0.5)

    @property
    def comparisons(self) -> int:
        """Of one value of a person with one of a profile: for attacker A, and for inference each."""
        return int(self.seconds * 15_000_000)

    @property
    def alignments(self) -> int:
        """Of a known event with a published one: for attacker B, and for unicity each."""
        return int(self.seconds * 1_200_000)
