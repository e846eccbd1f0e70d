"""The same, as `deskbell serve` does it."""

import contextlib
import re
import resource
from collections.abc import Iterator
from pathlib import Path

from tests.servers.raw_http import connect, exchange, read_to_end, status_of

MEGABYTE = 1024 * 1024
READY = b"GET /readyz HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n\r\n"


@contextlib.contextmanager
def few_files() -> Iterator[None]:
    """Who is started in here may open 400 files, and raise that by itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (400, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def open_files(desk) -> int:
    """How many files its process may open now."""
    limits = Path(f"/proc/{desk.process.pid}/limits").read_text("ascii")
    return int(re.search(r"Max open files +(\d+)", limits)[1])


def half_an_upload(desk, source, sent=10 * MEGABYTE):
    own = b"127.0.0.1:%d" % desk.port
    line = connect(desk.port, source)
    line.sendall(
        b"POST /new HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nContent-Length: %d\r\n"
        b"Content-Type: multipart/form-data; boundary=x\r\n\r\n"
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n' % (own, own, 24 * MEGABYTE)
    )
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        line.sendall(b"a" * sent)
    return line


def test_s71_the_desk_opens_as_many_files_as_it_may(served_desk):
    served_desk.stop()
    with few_files():
        served_desk.start()

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    assert open_files(served_desk) >= min(hard, 16_384)


def test_s71_hundreds_who_say_nothing_or_half_of_something_shut_nobody_out(served_desk):
    with contextlib.ExitStack() as lines:
        for number in range(600):
            line = lines.enter_context(connect(served_desk.port, f"127.0.1.{number % 5 + 1}"))
            line.sendall(b"" if number % 2 else b"GET / HTTP/1.1\r\nHo")

        assert status_of(exchange(served_desk.port, [READY], "127.0.2.1")) == 200


def test_s71_half_sent_uploads_hold_a_bounded_room(served_desk):
    """Fifty of them held 1.2 GB of temporary files."""
    with contextlib.ExitStack() as lines:
        uploads = [lines.enter_context(half_an_upload(served_desk, "127.0.1.1")) for _upload in range(12)]
        refused = [status_of(read_to_end(line)) for line in uploads[8:]]

        assert refused == [503] * 4  # eight of ten megabytes each are what one address may hold
        assert status_of(exchange(served_desk.port, [READY], "127.0.1.1")) == 200


def test_a_long_upload_ends_quietly_with_the_desk(served_desk):
    with half_an_upload(served_desk, "127.0.1.1") as line:
        served_desk.stop()

        assert status_of(read_to_end(line)) == 503
    assert "Traceback" not in served_desk.log()
    assert "incident" not in served_desk.log()
