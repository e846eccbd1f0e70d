"""Ends a server when the process that asked for it is gone: `python leash.py OWNER SERVER`.

A test run that is killed cannot clean up after itself. Both processes are watched by descriptor, not by
number, so that a number used again never hits a stranger.
"""

import os
import select
import signal
import sys

GRACE_MS = 10_000


def main(owner: int, server: int) -> None:
    """Wait for the first of both to end; where it is the owner, end the server."""
    try:
        server_fd = os.pidfd_open(server)
    except ProcessLookupError:
        return
    try:
        owner_fd = os.pidfd_open(owner)
    except ProcessLookupError:
        end(server_fd)
        return
    watch = select.poll()
    watch.register(server_fd, select.POLLIN)
    watch.register(owner_fd, select.POLLIN)
    ended = [fd for fd, _ in watch.poll()]
    if server_fd not in ended:
        end(server_fd)


def end(server_fd: int) -> None:
    """Ask politely, and after the grace time no more."""
    signal.pidfd_send_signal(server_fd, signal.SIGTERM)
    watch = select.poll()
    watch.register(server_fd, select.POLLIN)
    if not watch.poll(GRACE_MS):
        signal.pidfd_send_signal(server_fd, signal.SIGKILL)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the leash outlasts the run
    main(int(sys.argv[1]), int(sys.argv[2]))
