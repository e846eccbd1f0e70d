"""The queue of packets for one window: bounded, so one that stops reading costs nothing (engine.io's has no bound)."""

import asyncio
from collections.abc import Callable
from typing import Any

MOST_PACKETS = 256
MOST_BYTES = 1024 * 1024


class Outbound(asyncio.Queue[Any]):
    """Packets for one socket. Over 256 of them, or 1 MiB, it empties itself, accepts no more, and reports it once."""

    def __init__(self, overflowed: Callable[[], None]) -> None:
        super().__init__()
        self._overflowed = overflowed
        self._waiting_bytes = 0
        self._is_over = False

    def put_nowait(self, item: Any) -> None:
        """Queue a packet; `None` tells the writer to end, and always passes."""
        if self._is_over and item is not None:
            return
        super().put_nowait(item)
        if not self._is_over and (self.qsize() > MOST_PACKETS or self._waiting_bytes > MOST_BYTES):
            self._give_up()

    def _give_up(self) -> None:
        self._is_over = True
        while not self.empty():
            self.get_nowait()
            self.task_done()
        self.put_nowait(None)
        self._overflowed()

    def _put(self, item: Any) -> None:
        self._waiting_bytes += _size(item)
        super()._put(item)

    def _get(self) -> Any:
        item = super()._get()
        self._waiting_bytes -= _size(item)
        return item


def _size(packet: Any) -> int:
    return len(packet.data) if packet is not None and isinstance(packet.data, str | bytes) else 0
