"""The demo's hotels, all of them invented: a SQLite file like one that a hotel desk may have anyway."""

import sqlite3
from pathlib import Path

from app.plugins.hotels.demo_hotels import HOTELS
from app.plugins.hotels.houses import picture_of
from app.plugins.hotels.source import fold

BETWEEN_WORDS = str.maketrans(" '", "--")
TABLE = """
CREATE TABLE hotels (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, stars INTEGER NOT NULL, area TEXT NOT NULL, city TEXT NOT NULL,
    country TEXT NOT NULL, address TEXT NOT NULL, price INTEGER NOT NULL, currency TEXT NOT NULL, note TEXT NOT NULL,
    text TEXT NOT NULL, link TEXT NOT NULL, email TEXT NOT NULL, picture BLOB
)
"""


def make_demo_hotels(path: Path) -> bool:
    """Write the file unless it is there; tell whether it was written. Never half a file."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.unlink(missing_ok=True)
    connection = sqlite3.connect(partial)
    try:
        with connection:
            connection.execute(TABLE)
            connection.executemany(f"INSERT INTO hotels VALUES ({', '.join('?' * 14)})", _rows())  # noqa: S608 - placeholders  # nosec B608
    finally:
        connection.close()
    partial.replace(path)
    return True


def _rows() -> list[tuple[int | str | bytes, ...]]:
    return [
        (
            number,
            hotel.name,
            hotel.stars,
            hotel.area,
            hotel.city,
            hotel.country,
            hotel.address,
            hotel.price,
            "EUR",
            hotel.note,
            hotel.text,
            f"https://aurora.example/hotels/{number}",
            f"reception@{fold(hotel.name).translate(BETWEEN_WORDS)}.example",
            picture_of(number - 1),
        )
        for number, hotel in enumerate(HOTELS, start=1)
    ]
