"""Flat pictures without a picture library: shapes in a few colours, written as PNG (W3C PNG, third edition)."""

import struct
import zlib
from collections.abc import Callable

UNITS = 64  # a picture is drawn on a square of 64 by 64
SCALE = 3


class Canvas:
    """A square of 64 by 64 units, drawn three pixels a unit."""

    def __init__(self, ground: str) -> None:
        self._colours: list[str] = [ground]
        self._rows = [bytearray(UNITS * SCALE) for _row in range(UNITS * SCALE)]

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        self._fill(y, y + height, lambda _at: (x, x + width), colour)

    def trapezium(
        self, y: float, height: float, top: tuple[float, float], foot: tuple[float, float], colour: str
    ) -> None:
        """Fill from the edge `top` (from x, to x) down to the edge `foot`: a roof, an awning."""

        def span(at: float) -> tuple[float, float]:
            share = (at - y) / height
            return top[0] + (foot[0] - top[0]) * share, top[1] + (foot[1] - top[1]) * share

        self._fill(y, y + height, span, colour)

    def ellipse(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill an ellipse around the point x, y."""

        def span(at: float) -> tuple[float, float]:
            half = width / 2 * max(0.0, 1 - ((at - y) / (height / 2)) ** 2) ** 0.5
            return x - half, x + half

        self._fill(y - height / 2, y + height / 2, span, colour)

    def arch(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a door or window with a round top."""
        self.ellipse(x + width / 2, y + width / 2, width, width, colour)
        self.rectangle(x, y + width / 2, width, height - width / 2, colour)

    def png(self) -> bytes:
        """The picture as a file: a palette, eight bits a pixel."""
        side = UNITS * SCALE
        head = struct.pack(">IIBBBBB", side, side, 8, 3, 0, 0, 0)
        palette = b"".join(bytes.fromhex(colour.removeprefix("#")) for colour in self._colours)
        pixels = zlib.compress(b"".join(b"\0" + row for row in self._rows), 9)
        chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", pixels), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)

    def _fill(self, top: float, foot: float, span: Callable[[float], tuple[float, float]], colour: str) -> None:
        """Fill line by line between what `span` gives for the middle of each."""
        if colour not in self._colours:
            self._colours.append(colour)
        index = self._colours.index(colour)
        for row in range(max(0, round(top * SCALE)), min(UNITS * SCALE, round(foot * SCALE))):
            left, right = span((row + 0.5) / SCALE)
            start, end = max(0, round(left * SCALE)), min(UNITS * SCALE, round(right * SCALE))
            if end > start:
                self._rows[row][start:end] = bytes((index,)) * (end - start)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
