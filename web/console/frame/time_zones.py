"""The time zones to choose from."""

import asyncio
from functools import cache
from zoneinfo import available_timezones


@cache
def _names() -> tuple[str, ...]:
    """By name. The library opens the file of each, some six hundred."""
    return tuple(sorted(available_timezones()))


async def time_zone_names() -> tuple[str, ...]:
    """All of them, by name; the first time read off the event loop."""
    return await asyncio.to_thread(_names)
