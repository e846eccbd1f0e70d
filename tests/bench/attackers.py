"""Strangers who mean harm, each for some seconds, against a desk on this machine.

    python -m tests.bench.attackers NAME PORT

They come from addresses of 127.0.1.0/24, and end by themselves: an alarm ends whichever does not.
"""

import contextlib
import re
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

from tests.servers.process import HOST

FOR_S = 12.0
AT_MOST_S = 60
MEGABYTE = 1024 * 1024
MARKS = "a" + "\u0315\u0300" * 49_000  # as much as a message may have, and never in the order that Unicode wants
FIELDS = {
    "name": "A stranger",
    "email": "stranger@guest.example",
    "phone": "+49 40 555 0182",
    "city": "Hamburg",
    "subject": "Nothing",
    "message": "Nothing.",
}
END = b"\r\n--x--\r\n"
Attack = Callable[[int], None]


def marks(port: int) -> None:
    """A1: messages of combining marks alone."""
    with socket_pool(8) as pool:
        list(pool.map(lambda source: exchange(port, source, *form(port, message=MARKS)), islice(sources(), 8)))


def endless_heads(port: int) -> None:
    """A2: four heads that do not end."""

    def send(source: str) -> None:
        with connected(port, source) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: desk\r\nX-Long: ")
            until_over(lambda: line.sendall(b"a" * MEGABYTE))

    with socket_pool(4) as pool:
        list(pool.map(send, islice(sources(), 4)))


def idle(port: int) -> None:
    """A3: fifteen hundred connections on which nothing comes, or half a head."""
    with contextlib.ExitStack() as lines:
        for number, source in enumerate(islice(sources(), 1500)):
            with contextlib.suppress(OSError):
                line = lines.enter_context(socket.create_connection((HOST, port), 5, (source, 0)))
                line.sendall(b"GET / HT" if number % 2 else b"")
        time.sleep(FOR_S)


def unfinished_bodies(port: int) -> None:
    """A3: fifty uploads of 24 MiB that stop before their end."""
    with contextlib.ExitStack() as lines:
        for source in islice(sources(), 50):
            line = lines.enter_context(connected(port, source))
            with contextlib.suppress(OSError):
                line.sendall(head(port, 25 * MEGABYTE) + before_the_file())
                for _piece in range(24):
                    line.sendall(b"a" * MEGABYTE)
        time.sleep(FOR_S)


def faulty_posts(port: int) -> None:
    """Forty uploads of 19 MB at once, with a field missing."""
    with socket_pool(40) as pool:
        list(
            pool.map(lambda source: exchange(port, source, *form(port, 19 * MEGABYTE, name="")), islice(sources(), 40))
        )


def slow_readers(port: int) -> None:
    """Sixty readers of a file of 19 MB, who take a kilobyte a second."""
    cookie, page = own_ticket(port, 19 * MEGABYTE)
    ask = get(port, re.search(rb"/attachments/\w+", page)[0].decode(), cookie)  # type: ignore[index]
    with contextlib.ExitStack() as lines:
        readers = [lines.enter_context(connected(port, source)) for source in islice(sources(), 60)]
        for line in readers:
            line.sendall(ask)
        until_over(lambda: (time.sleep(1), [line.recv(1024) for line in readers]))


def long_thread(port: int) -> None:
    """The page of a ticket of sixty messages of 100 KB, asked for again and again."""
    cookie, _page = own_ticket(port)
    path = ticket_of(cookie)
    for source in islice(sources(), 12):
        for number in range(5):
            exchange(
                port, source, *form(port, path=path, cookie=cookie, message=f"{number} {source} " + "word " * 19_000)
            )
    ask = get(port, path, cookie)
    with socket_pool(4) as pool:
        list(pool.map(lambda source: until_over(lambda: exchange(port, source, ask)), islice(sources(), 4)))


def disk(port: int) -> None:
    """Five tickets of one address, to which 19 MB are written as often as they are taken."""
    mine = ["127.0.1.250"] * 5
    tickets = [own_ticket(port, 19 * MEGABYTE, source)[0] for source in mine]

    def write(cookie: bytes) -> None:
        with contextlib.suppress(IndexError):
            for _message in range(5):
                exchange(port, mine[0], *form(port, 19 * MEGABYTE, path=ticket_of(cookie), cookie=cookie))

    with socket_pool(5) as pool:
        list(pool.map(write, [cookie for cookie in tickets if cookie]))


def letters(_port: int) -> None:
    """Letters that cost are in the mailbox: the desk reads them."""
    time.sleep(FOR_S * 3)


ATTACKS: dict[str, Attack] = {
    "combining marks": marks,
    "heads without an end": endless_heads,
    "1,500 idle or half-sent": idle,
    "50 unfinished bodies": unfinished_bodies,
    "40 faulty posts with 19 MB": faulty_posts,
    "60 slow readers of 19 MB": slow_readers,
    "long thread, again and again": long_thread,
    "filling the disk": disk,
    "letters that cost": letters,
}


def sources() -> Iterator[str]:
    """Addresses of this machine, again and again."""
    return cycle(f"127.0.1.{number}" for number in range(1, 201))


def socket_pool(size: int) -> ThreadPoolExecutor:
    """So many who act at once."""
    return ThreadPoolExecutor(size)


def connected(port: int, source: str) -> socket.socket:
    """A connection from this address."""
    return socket.create_connection((HOST, port), AT_MOST_S, (source, 0))


def until_over(act: Callable[[], object]) -> None:
    """Do it again and again, until the time is over or the desk has ended it."""
    end = time.monotonic() + FOR_S
    with contextlib.suppress(OSError):
        while time.monotonic() < end:
            act()


def exchange(port: int, source: str, *pieces: bytes) -> bytes:
    """Send these, as far as they are taken; return what is answered."""
    answered = bytearray()
    with contextlib.suppress(OSError), connected(port, source) as line:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for piece in pieces:
                line.sendall(piece)
        while piece := line.recv(65_536):
            answered += piece
    return bytes(answered)


def head(port: int, length: int, path: str = "/new", cookie: bytes = b"") -> bytes:
    """The head of a form with files."""
    own = b"127.0.0.1:%d" % port
    return (
        b"POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nConnection: close\r\nCookie: %s\r\n"
        b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n"
    ) % (path.encode(), own, own, cookie, length)


def before_the_file(**changed: str) -> bytes:
    """The fields, and the beginning of a file."""
    fields = {**FIELDS, **changed}
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in fields.items()]
    file = '--x\r\nContent-Disposition: form-data; name="files"; filename="large.bin"\r\n\r\n'
    return ("".join(parts) + file).encode()


def form(port: int, size: int = 0, path: str = "/new", cookie: bytes = b"", **changed: str) -> list[bytes]:
    """A whole form; with a file if `size` is more than nothing."""
    begin = before_the_file(**changed)
    if not size:
        begin = begin.rpartition(b"--x\r\n")[0].removesuffix(b"\r\n")
    whole = [begin, *[b"a" * MEGABYTE] * (size // MEGABYTE), END]
    return [head(port, sum(map(len, whole)), path, cookie), *whole]


def get(port: int, path: str, cookie: bytes) -> bytes:
    """A request for a page."""
    own = b"127.0.0.1:%d" % port
    return b"GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nCookie: %s\r\n\r\n" % (path.encode(), own, cookie)


def own_ticket(port: int, size: int = 0, source: str = "127.0.1.251") -> tuple[bytes, bytes]:
    """Open a ticket with a file of this size; its cookie and its page. Nothing if the desk does not take it."""
    opened = exchange(port, source, *form(port, size))
    found = re.search(rb"set-cookie: ([^;\r]+)", opened, re.IGNORECASE)
    if found is None:
        return b"", b""
    number = re.search(rb"/new/done/(\d+)", opened)[1]  # type: ignore[index]
    page = exchange(port, source, get(port, f"/t/{number.decode()}", found[1]))
    return found[1] + b"; ticket-of-this-attack=" + number, page


def ticket_of(cookie: bytes) -> str:
    """The address of the page that goes with it."""
    return "/t/" + cookie.rpartition(b"=")[2].decode()


if __name__ == "__main__":
    signal.alarm(AT_MOST_S)
    ATTACKS[sys.argv[1]](int(sys.argv[2]))
