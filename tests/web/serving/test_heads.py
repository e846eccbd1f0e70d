from itertools import repeat

from tests.servers.process_memory import resident_bytes
from tests.servers.raw_http import exchange, status_of
from web.serving.heads import HEAD_BYTES

START = b"GET /healthz HTTP/1.1\r\nHost: desk\r\nConnection: close\r\nX-Long: "
HANDSHAKE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: desk\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
)
CHUNKED = b"POST /new HTTP/1.1\r\nHost: desk\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
MEGABYTE = 1024 * 1024


def head_of(size_bytes):
    return START + b"a" * (size_bytes - len(START) - 4) + b"\r\n\r\n"


def test_s71_a_head_has_64_kib_and_not_a_byte_more(served_desk):
    fits = exchange(served_desk.port, [head_of(HEAD_BYTES)])
    too_long = exchange(served_desk.port, [head_of(HEAD_BYTES + 1)])

    assert status_of(fits) == 200
    assert status_of(too_long) == 431
    assert b"Connection: close" in too_long


def test_s71_a_head_without_an_end_is_cut_off_and_takes_no_memory(served_desk):
    before = resident_bytes(served_desk.process.pid)

    answer = exchange(served_desk.port, [START, *repeat(b"a" * MEGABYTE, 200)])

    assert status_of(answer) in {431, 0}  # who goes on sending for long is not told any more
    assert resident_bytes(served_desk.process.pid) - before < 8 * MEGABYTE
    assert served_desk.ready()


OVERLONG = {
    "a target": b"GET /" + b"a" * HEAD_BYTES + b" HTTP/1.1\r\nHost: desk\r\n\r\n",
    "many headers": START + b"".join(b"\r\nX-%d: a" % n for n in range(9_000)) + b"\r\n\r\n",
    "blanks": b"GET /healthz HTTP/1.1\r\nHost: desk\r\nX-A:" + b" " * HEAD_BYTES + b"\r\n\r\n",
    "empty lines before a request": b"\r\n" * HEAD_BYTES,
    "a trailer": CHUNKED + b"3\r\na=b\r\n0\r\nX-Long: " + b"a" * HEAD_BYTES + b"\r\n\r\n",
    "many trailers": CHUNKED + b"3\r\na=b\r\n0\r\n" + b"X-A: b\r\n" * 9_000 + b"\r\n",
    "a chunk's extension": CHUNKED + b"3;" + b"a" * 2 * HEAD_BYTES,
    "a websocket's head": HANDSHAKE + b"X-Long: " + b"a" * HEAD_BYTES + b"\r\n\r\n",
    "a websocket's line": HANDSHAKE + b"X-Long: " + b"a" * 9_000 + b"\r\n\r\n",
    "a websocket's many headers": HANDSHAKE + b"".join(b"X-%d: a\r\n" % n for n in range(200)) + b"\r\n",
}


def test_s71_whatever_is_too_long_before_it_is_of_use_is_refused_and_ended(served_desk):
    own = b"Host: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d" % (served_desk.port, served_desk.port)

    answers = {name: exchange(served_desk.port, [sent.replace(b"Host: desk", own)]) for name, sent in OVERLONG.items()}

    assert {name: status_of(answer) for name, answer in answers.items()} == dict.fromkeys(OVERLONG, 431)


def test_s71_a_long_head_behind_another_request_is_refused_too(served_desk):
    first = b"GET /healthz HTTP/1.1\r\nHost: desk\r\n\r\n"

    answer = exchange(served_desk.port, [first, head_of(HEAD_BYTES + 200)])

    assert answer.count(b"HTTP/1.1 200") == 1  # the first is answered, and then it ends


def test_s71_hundreds_of_requests_at_once_on_one_connection_end_it(served_desk):
    answer = exchange(served_desk.port, [b"GET /healthz HTTP/1.1\r\nHost: desk\r\n\r\n" * 500])

    assert answer.count(b"HTTP/1.1 200") < 10
