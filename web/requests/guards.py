"""How often a secret may be guessed: at first freely, then with growing pauses, but never blocked for good.

A pause applies to whoever guesses, not to the account: wrong passwords from one place lock out nobody elsewhere.
Only wrong guesses count in the end, and the right one clears them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MORE_KEPT = 16  # tries remembered beyond the free ones: by then the pause is the longest


class RedisAway(Exception):
    """The counters that processes share cannot be asked now."""


@dataclass(frozen=True, slots=True)
class Guard:
    """So many wrong tries within a window are free; from then on each costs a pause, twice as long as the one before."""

    name: str
    free: int
    window_s: int
    first_pause_s: int
    longest_pause_s: int

    @property
    def most(self) -> int:
        """How many tries are remembered."""
        return self.free + MORE_KEPT

    def pause_s(self, tries: int) -> int:
        """Seconds between two tries of the same person after so many wrong ones."""
        over = tries - self.free
        return 0 if over < 0 else min(self.longest_pause_s, self.first_pause_s * 2 ** min(over, MORE_KEPT))


@dataclass(frozen=True, slots=True)
class Try:
    """One try: at what, and by whom."""

    guard: Guard
    thing: str
    by: str


class KnownOfTry(StrEnum):
    """What is known about an attempt when it is made."""

    NOTHING = "nothing"  # it is to be verified, which costs: counted first, so that parallel ones cannot slip by
    WRONG = "wrong"  # over the free ones it is refused, whoever tries
    RIGHT = "right"  # it waits for its pause, and is not counted


@dataclass(frozen=True, slots=True)
class TriesLeft:
    """How it is after a try: free tries that are left, and the pause in seconds after those."""

    left: int
    pause_s: int

    @classmethod
    def of(cls, tries: Sequence[Try], counts: Sequence[int]) -> "TriesLeft":
        """The narrowest of several guards says what is left."""
        left, pause_s = min(
            (max(0, one.guard.free - count), -one.guard.pause_s(max(count, one.guard.free)))
            for one, count in zip(tries, counts, strict=True)
        )
        return cls(left, -pause_s)


MINUTE_S, HOUR_S = 60, 3600
SIGN_IN_ACCOUNT_IP = Guard("sign-in account+ip", 5, 15 * MINUTE_S, MINUTE_S, 15 * MINUTE_S)
SIGN_IN_ACCOUNT = Guard("sign-in account", 10, 15 * MINUTE_S, 2, MINUTE_S)
SIGN_IN_IP = Guard("sign-in ip", 20, MINUTE_S, 5, MINUTE_S)
SIGN_IN_DOOR = Guard("sign-in door", 5, 15 * MINUTE_S, MINUTE_S, 15 * MINUTE_S)
SECOND_FACTOR = Guard("second factor", 5, 15 * MINUTE_S, MINUTE_S, 15 * MINUTE_S)
APPROVAL = Guard("approval", 10, 15 * MINUTE_S, MINUTE_S, 15 * MINUTE_S)
OWN_PASSWORD = Guard("own password", 10, 15 * MINUTE_S, MINUTE_S, 15 * MINUTE_S)
CODE_IP = Guard("code ip", 10, MINUTE_S, 5, MINUTE_S)
CODE_TICKET = Guard("code ticket", 20, HOUR_S, 5, MINUTE_S)
