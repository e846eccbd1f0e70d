"""What goes wrong in a database and what it means, the same for both engines."""

import errno
import sqlite3

import pymysql

from app.core.errors import DeskError

_SQLITE_DUPLICATES = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_ROWID,
}
_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_PRIMARY_CODE = 0xFF  # an extended result code of SQLite carries its primary one in the low byte

_MYSQL_DUPLICATES = {1062, 1586}  # ER_DUP_ENTRY, ER_DUP_ENTRY_WITH_KEY_NAME
MYSQL_DEADLOCK = 1213  # the server has rolled back the whole transaction
_TIMEOUTS = {
    1969,
    188,
    3024,
}  # MariaDB; how its full-text search says the same (measured, 10.11); MySQL (ER_QUERY_TIMEOUT)
_MYSQL_MOMENTARY = {MYSQL_DEADLOCK, 1205}  # ER_LOCK_DEADLOCK, ER_LOCK_WAIT_TIMEOUT
MYSQL_GONE = 2013  # the line was lost amid a question (CR_SERVER_LOST)
MYSQL_NO_ANSWER = 2003  # CR_CONN_HOST_ERROR
_MYSQL_AWAY = {
    *(1040, 1203, 1226),  # no connection more for anyone, or for this account
    *(1044, 1045, 1049, 1129, 1130, 1698, 1862),  # it lets the desk in no longer: account, database, host
    *(1053, 1077, 1079, 1927),  # it is being shut down; it has ended this connection
    *(2002, MYSQL_NO_ANSWER, 2005, 2006, MYSQL_GONE, 2055),  # nobody is there, or nobody any more
}
_MYSQL_FULL = {1021, 1114}  # ER_DISK_FULL, ER_RECORD_FILE_FULL
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_SQLITE_AWAY = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}  # the file, or what it is on, has gone


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


def is_away(error: BaseException) -> bool:
    """Whether the database cannot be reached at all, so no query can succeed now.

    `Outage` has logged it once, so others need not.
    """
    if isinstance(error, ExceptionGroup):
        return all(is_away(one) for one in error.exceptions)
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE in _SQLITE_AWAY
    if isinstance(error, pymysql.err.InterfaceError):
        return True  # aiomysql's "not connected": the line was lost a moment ago
    return mysql_code(error) in _MYSQL_AWAY


def is_full(error: BaseException) -> bool:
    """Whether the disk has no room for what was to be written: the database's, or the one of temporary files."""
    if isinstance(error, ExceptionGroup):
        return all(is_full(one) for one in error.exceptions)
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE == sqlite3.SQLITE_FULL
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    return mysql_code(error) in _MYSQL_FULL


def is_for_now(error: BaseException) -> bool:
    """Whether the only fault is that the database is away or full: it was logged once, and everything can be tried again."""
    return is_away(error) or is_full(error)


def is_timeout(error: BaseException) -> bool:
    """Whether the server ended a statement because it ran for longer than it was given."""
    return mysql_code(error) in _TIMEOUTS


def mysql_code(error: BaseException) -> int | None:
    """Return the server's error number, None where there is none."""
    if isinstance(error, pymysql.err.MySQLError) and error.args and isinstance(error.args[0], int):
        return error.args[0]
    return None
