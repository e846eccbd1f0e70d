"""How what a stranger sends costs more when it grows: the one place where a test looks at time.

It is the time that this process computes, not the clock's, so that a busy machine changes little; and what is compared is the
larger input with the smaller, not either with a number of seconds.
"""

import gc
import time
from collections.abc import Callable

STEPS = (64, 16, 8, 1)  # parts of the largest size: four sizes, the last eight times the one before
MOST_TIMES_LINEAR = 3
TRIES = 3
TOO_LITTLE_S = 0.04  # of the largest: what costs less has not grown, whatever the smaller cost
FLOOR_S = 0.002  # of the smaller: below, it is the clock that is measured


def cpu_s(work: Callable[[], object]) -> float:
    """What the work makes this process compute, in seconds."""
    began = time.process_time()
    work()
    return time.process_time() - began


def grows_too_fast(work: Callable[[object], object], made: Callable[[int], object], largest: int) -> str:
    """Feed the work with the shape in four sizes; what is wrong with its growth, empty where nothing is.

    Best of three: one good try clears it, since all that disturbs a measurement makes it worse.
    """
    inputs = [made(largest // step) for step in STEPS]
    times = [float("inf")] * len(inputs)
    for _ in range(TRIES):
        gc.collect(1)
        times = [min(known, cpu_s(lambda given=given: work(given))) for known, given in zip(times, inputs, strict=True)]
        allowed = MOST_TIMES_LINEAR * STEPS[-2] / STEPS[-1] * max(times[-2], FLOOR_S)
        if times[-1] <= max(TOO_LITTLE_S, allowed):
            return ""
    return "CPU ms at four sizes: " + ", ".join(f"{1000 * one:.1f}" for one in times)


def repeated(unit: bytes, size_bytes: int) -> bytes:
    """So many bytes of one thing."""
    return (unit * (size_bytes // len(unit) + 1))[:size_bytes]
