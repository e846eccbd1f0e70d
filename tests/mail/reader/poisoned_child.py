"""The child with a weakness: letters that say so kill it, fill its memory, compute or wait for ever, or raise."""

import os
import signal
import time

from mail.reader import child

child.CPU_S = 3  # of computing: a child that has just begun still loads what it reads with


grown = []


def read(raw, request):
    """Read as the child does, unless the letter is poison."""
    if b"poison-kill" in raw:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"poison-memory" in raw:
        return [bytearray(64 * 1024 * 1024) for _ in range(64)]
    if b"poison-cpu" in raw:
        while True:
            pass
    if b"poison-wait" in raw:
        time.sleep(60)
    if b"poison-raise" in raw:
        raise ValueError("poison")
    if b"poison-lie" in raw:
        done, contents = child._read(raw, request)
        done.fingerprint = 7
        return done, contents
    if b"poison-growth" in raw:
        grown.append(b"x" * child.GROWN_BYTES)  # memory that is touched, at next to no computing
    if b"poison-age" in raw:
        child.LETTERS = 0
    return child._read(raw, request)


if __name__ == "__main__":
    child.main(read)
