"""What goes wrong in a database and what it means, the same for both engines."""

import sqlite3

import pymysql

from app.errors import DeskError

_SQLITE_DUPLICATES = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_ROWID,
}
_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_PRIMARY_CODE = 0xFF  # an extended result code of SQLite carries its primary one in the low byte

_MYSQL_DUPLICATES = {1062, 1586}  # ER_DUP_ENTRY, ER_DUP_ENTRY_WITH_KEY_NAME
MYSQL_DEADLOCK = 1213  # the server has rolled back the whole transaction
_MARIADB_TIMEOUTS = {1969, 188}  # ER_STATEMENT_TIMEOUT; how InnoDB's full-text search says the same (measured, 10.11)
_MYSQL_MOMENTARY = {MYSQL_DEADLOCK, 1205}  # ER_LOCK_DEADLOCK, ER_LOCK_WAIT_TIMEOUT


class DatabaseBusy(DeskError):
    """No connection, or on SQLite not the writer, became free in time.

    Usually a task that holds a transaction waits for another task that wants one too.
    """

    status = 503
    slug = "database-busy"


def is_duplicate_key(error: BaseException) -> bool:
    """Whether a unique or primary key was violated, on either engine."""
    if isinstance(error, sqlite3.IntegrityError):
        return error.sqlite_errorcode in _SQLITE_DUPLICATES
    return isinstance(error, pymysql.err.IntegrityError) and mysql_code(error) in _MYSQL_DUPLICATES


def is_momentary(error: BaseException) -> bool:
    """Whether the same transaction may well succeed when it is run once more: a deadlock, a lock waited for in vain."""
    if isinstance(error, sqlite3.OperationalError):
        # Errors that Python's own module raises carry no code.
        return getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE in _SQLITE_BUSY
    return mysql_code(error) in _MYSQL_MOMENTARY


def is_timeout(error: BaseException) -> bool:
    """Whether MariaDB ended a statement because it ran for longer than it was given."""
    return mysql_code(error) in _MARIADB_TIMEOUTS


def mysql_code(error: BaseException) -> int | None:
    """Return the server's error number, None where there is none."""
    if isinstance(error, pymysql.err.MySQLError) and error.args and isinstance(error.args[0], int):
        return error.args[0]
    return None
