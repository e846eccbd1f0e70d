"""The typed boundary to the library `databases`: one `Database` for SQLite and for MySQL."""

from app.database.database import Database
from app.database.errors import (
    DatabaseBusy,
    is_away,
    is_duplicate_key,
    is_for_now,
    is_full,
    is_momentary,
    is_timeout,
)
from app.database.fullness import Fullness
from app.database.outage import Outage
from app.database.records import Record
from app.database.retrying import run_again
from app.database.time_limits import select_within

__all__ = [
    "Database",
    "DatabaseBusy",
    "Fullness",
    "Outage",
    "Record",
    "is_away",
    "is_duplicate_key",
    "is_for_now",
    "is_full",
    "is_momentary",
    "is_timeout",
    "run_again",
    "select_within",
]
