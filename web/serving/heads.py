"""How much of a request may come before something of it can be used."""

from typing import Final

HEAD_BYTES: Final = 64 * 1024
AROUND_A_HEADER = len(": \r\n")
AROUND_A_TARGET = len("GET  HTTP/1.1\r\n\r\n")


class HeadMeter:
    """Counts the bytes that were read since the parser last gave something away.

    The parser keeps a line until it ends and a head until it is whole, however long that takes (llhttp has no bound of
    its own). A request line with its headers is counted from its first byte, and so are the trailers of a chunked body,
    the extensions of a chunk and the empty lines that may come before a request (RFC 9112 §2.2, §7.1).
    """

    def __init__(self) -> None:
        self.unused_bytes = 0
        self.named_bytes = 0

    @property
    def room_bytes(self) -> int:
        """How many more may be read before the parser has to give something away."""
        return HEAD_BYTES - self.unused_bytes

    @property
    def is_over(self) -> bool:
        """Whether the lines of this request are longer together than a head may be.

        Of a head that begins in the middle of what was read with the request before it, this is all that is known.
        """
        return self.named_bytes > HEAD_BYTES

    def began(self) -> None:
        """A request begins: what is named from here on is its own."""
        self.named_bytes = AROUND_A_TARGET

    def named(self, size_bytes: int) -> None:
        """So many bytes of its lines were read."""
        self.named_bytes += size_bytes

    def read(self, size_bytes: int, *, to_some_use: bool) -> None:
        """So many were given to the parser; `to_some_use`: it gave away a whole head, or some of a body."""
        self.unused_bytes = 0 if to_some_use else self.unused_bytes + size_bytes
