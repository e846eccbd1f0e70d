"""The typed boundary to the library `databases`: one `Database` for SQLite and for MySQL."""

from app.database.database import Database
from app.database.errors import DatabaseBusy, is_duplicate_key, is_momentary, is_timeout
from app.database.records import Record
from app.database.retrying import run_again

__all__ = ["Database", "DatabaseBusy", "Record", "is_duplicate_key", "is_momentary", "is_timeout", "run_again"]
